"""The page itself: that someone has opened it, and that it is still there."""

from __future__ import annotations

import secrets
import time
from collections.abc import Callable, Mapping
from urllib.parse import parse_qsl, urlencode

from crpkit.panels.controls.base import Control, Json, Message
from crpkit.panels.controls.look import script
from crpkit.panels.controls.text import one_line

BEAT = 5.0  # seconds between two heartbeats
LONGEST = 2_000  # characters of an address that are read
MOST_WORDS = 40
_SECRET = {"token"}


class Page(Control):
    """An invisible control that says when the page has been opened.

    A page that was made ready before anyone came must hold no data: it reads its state in
    ``on_open``. Put the page's ``Page`` last, so that all controls are there when it reports.

    Parameters
    ----------
    on_open
        Called once a page view with what stands behind the ``?`` of the address. When it raises,
        the page shows its sentence.
    on_beat
        Called without arguments at each heartbeat while the page is open and in view, so that it can look
        for what other pages have done. When it raises, the page shows its sentence until a beat goes well.
    """

    _esm = script("page")

    def __init__(
        self,
        on_open: Callable[[dict[str, str]], object] | None = None,
        on_beat: Callable[[], object] | None = None,
    ) -> None:
        self._callback = on_open
        self._on_beat = on_beat
        self._opened = self._beat_failed = False
        self._key = secrets.token_hex(8)
        self._path = ""
        self._search: str | None = None
        self._last_beat: float | None = None
        super().__init__()

    def _describe(self) -> Json:
        return {"beat": BEAT, "key": self._key}

    def _now(self) -> Json:
        return {"search": self._search}

    def address(self, query: Mapping[str, str]) -> None:
        """Put a query behind the page's address, so that reloading it comes back to the same place.

        Parameters
        ----------
        query
            Names and values, for example ``{"code": "QUAYS2"}``; empty takes the query away.
        """
        self._search = f"?{urlencode(query)}" if query else ""
        self._redraw()

    @property
    def path(self) -> str:
        """The path of the page's address, as the browser gave it; never a path to a file."""
        return self._path

    @property
    def alive(self) -> bool:
        """Whether someone has the page open and in view now."""
        return self._last_beat is not None and time.monotonic() - self._last_beat < 3 * BEAT

    def on_open(self, callback: Callable[[dict[str, str]], object]) -> Callable[[dict[str, str]], object]:
        """Set the function that is called when the page has been opened; works as a decorator."""
        self._callback = callback
        return callback

    def _receive(self, message: Message) -> None:
        if message.kind not in ("open", "beat"):
            return
        self._last_beat = time.monotonic()
        if message.kind == "open":
            self._open(message)
        elif self._opened:
            self._beat()

    def _open(self, message: Message) -> None:
        path = message.data.get("path")
        self._path = one_line(path[:LONGEST]) if isinstance(path, str) else ""
        self.problem = ""
        self._opened, self._beat_failed = True, False
        self._run(self._callback, read_query(message.data.get("search")))

    def _beat(self) -> None:
        """Look for news; what went wrong on opening stays said, what went wrong at the last beat does not."""
        before = self._problem
        went_well = self._run(self._on_beat)
        if went_well and self._beat_failed and self._problem == before:
            self.problem = ""
        self._beat_failed = not went_well


def read_query(search: object) -> dict[str, str]:
    """Return what stands behind the ``?`` of an address, without the token.

    Parameters
    ----------
    search
        As the browser gave it, with or without the question mark.

    Returns
    -------
    dict
        The first value of each name; empty when there is nothing that can be read.
    """
    if not isinstance(search, str) or len(search) > LONGEST:
        return {}
    try:
        pairs = parse_qsl(search.removeprefix("?"), keep_blank_values=True, max_num_fields=MOST_WORDS)
    except ValueError:
        return {}
    query: dict[str, str] = {}
    for name, value in pairs:
        if one_line(name) not in _SECRET:
            query.setdefault(one_line(name), one_line(value))
    return query
