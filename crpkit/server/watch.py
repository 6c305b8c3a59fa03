"""What was seen of phones during the test before the event."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, field

from crpkit.server import rehearse_words as words
from crpkit.server.addresses import Candidate
from crpkit.server.reach import HERE

PINGS = 5
LINE_SECONDS = 8.0  # after so long a page without a line is a sign


@dataclass
class Seen:
    """What happened so far.

    Attributes
    ----------
    itself
        Whether this computer reached its own address; ``None`` if that was not tried yet.
    own
        Whether a browser on this computer opened the page.
    pages
        Addresses of other devices that loaded the page.
    reached
        Whether one of them answered on the line as well.
    """

    itself: bool | None = None
    own: bool = False
    pages: list[str] = field(default_factory=list)
    reached: bool = False


class Watch:
    """Takes note of what phones do, and says each thing once.

    Parameters
    ----------
    found
        The addresses of this computer: who comes from one of them is no phone.
    say
        Speaks to the person.
    own
        Addresses that are this computer's own; those of ``found`` and its inner one if not given.
    line_seconds
        After how long a page without a line is told.
    """

    def __init__(
        self,
        found: Sequence[Candidate],
        say: Callable[[str], None],
        own: Collection[str] | None = None,
        line_seconds: float = LINE_SECONDS,
    ) -> None:
        self.seen = Seen()
        self._found = tuple(found)
        self._own = {HERE, *(candidate.address for candidate in found)} if own is None else set(own)
        self._say = say
        self._said: set[str] = set()
        self._over = asyncio.Event()
        self._line_seconds = line_seconds
        self._timers: dict[str, asyncio.TimerHandle] = {}

    def is_own(self, remote: str) -> bool:
        """Say whether an address is this computer's own."""
        return remote in self._own

    def reaches_itself(self, itself: bool) -> None:
        """Take note whether this computer reaches its own address."""
        self.seen.itself = itself
        self._once(words.ITSELF if itself else words.NOT_ITSELF)

    def page(self, remote: str, agent: str) -> None:
        """A browser loaded the page."""
        if self.is_own(remote):
            self.seen.own = True
            self._once(words.OWN)
        elif remote not in self.seen.pages:
            self.seen.pages.append(remote)
            self._once(words.page(remote, agent))
            loop = asyncio.get_running_loop()
            self._timers[remote] = loop.call_later(self._line_seconds, self.no_line, remote)

    def no_line(self, remote: str) -> None:
        """A phone has the page, but its line did not open."""
        if not self.is_own(remote) and not self.seen.reached:
            self._once(words.NO_LINE)

    def line(self, remote: str, agent: str, times: Sequence[float]) -> None:
        """A browser answered on the line; ``times`` are seconds."""
        if self.is_own(remote):
            self.seen.own = True
            self._once(words.OWN)
            return
        self.seen.reached = True
        self._once(words.reached(remote, agent, times, self._found))
        self.stop()

    def stop(self) -> None:
        """End the waiting."""
        self._over.set()

    async def over(self) -> None:
        """Wait until a phone has reached this computer or the person has had enough."""
        await self._over.wait()

    def close(self) -> None:
        """Say nothing more."""
        for timer in self._timers.values():
            timer.cancel()

    def _once(self, text: str) -> None:
        if text not in self._said:
            self._said.add(text)
            self._say(text)
