"""What the live benchmarks share: a workspace with a workshop, a server that can be killed, a list of what was acknowledged."""

from __future__ import annotations

import tempfile
import urllib.request
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from benchmarks.websocket import Address
from crpkit.workshop import Workshop
from crpkit.workspace import new_workspace, open_workspace
from tests.serving import Served, free_port, serving

HERE = "127.0.0.1"
DOTS_EACH = 3
OPTIONS = tuple(f"Option {number}" for number in range(1, 13))


@dataclass(frozen=True)
class Room:
    """A workspace with one workshop, and its activities.

    Attributes
    ----------
    folder
        The workspace.
    code
        The workshop.
    notes, dots
        The activities; both open.
    options
        Ids of what can be chosen.
    """

    folder: Path
    code: str
    notes: str
    dots: str
    options: tuple[str, ...]


def make_room(folder: Path) -> Room:
    """Make a workspace and a workshop in it by the Python API, as a notebook would."""
    new_workspace(folder)
    workspace = open_workspace(folder)
    try:
        workshop = Workshop.create(workspace, "A measured workshop")
        dots = workshop.open_activity("dots", "Which would help most?", list(OPTIONS), dots_each=DOTS_EACH)
        notes = workshop.open_activity("notes", "What would make it easier to take part?")
        options = tuple(option.id for option in workshop.dots(dots).options)
    finally:
        workspace.close()
    return Room(folder, workshop.code, notes, dots, options)


@contextmanager
def workplace(keep: Path | None) -> Iterator[Path]:
    """Give a folder for the workspace: the one to keep, or one that is gone afterwards."""
    if keep is not None:
        yield keep.resolve()
        return
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        yield Path(folder) / "workspace"


class Server:
    """``crpkit serve`` in a process of its own, always on the same port.

    Parameters
    ----------
    folder
        The workspace.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._stack = ExitStack()
        # A killed server leaves its temporary files behind: in a place that is cleared.
        self._rubbish = tempfile.TemporaryDirectory(ignore_cleanup_errors=True)
        self.port = free_port()
        self.served: Served | None = None

    def __enter__(self) -> Server:
        self.start()
        return self

    def __exit__(self, *exception: object) -> None:
        self.stop()
        self._rubbish.cleanup()

    def start(self) -> None:
        """Start it and wait until it answers."""
        there = {name: self._rubbish.name for name in ("TMPDIR", "TEMP", "TMP")}
        # The last of two ports counts.
        running = serving(self._folder, "--port", str(self.port), environment=there)
        self.served = self._stack.enter_context(running)

    def stop(self) -> None:
        """End it in good order, if it runs."""
        self._stack.close()

    def kill(self) -> None:
        """End it as a power cut would: no clean-up, no last words."""
        assert self.served is not None
        self.served.process.kill()
        self.served.process.wait()

    @property
    def address(self) -> Address:
        """Where phones connect."""
        return Address(HERE, self.port, f"{HERE}:{self.port}")

    def console(self) -> Address:
        """Where a console connects, with the cookie that the facilitator's link gives."""
        assert self.served is not None
        opener = urllib.request.build_opener(_NoRedirect())
        with opener.open(self.served.address, timeout=10) as answer:
            cookie = answer.headers["Set-Cookie"].split(";")[0]
        return Address(HERE, self.port, f"{HERE}:{self.port}", cookie)


class _NoRedirect(urllib.request.HTTPRedirectHandler):
    def http_error_303(self, request: Any, answer: Any, *rest: Any) -> Any:
        return answer
