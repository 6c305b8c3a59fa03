"""One live workshop: who is connected, and what each of them was last told."""

from __future__ import annotations

import asyncio
from collections import Counter
from dataclasses import replace
from time import monotonic
from typing import TYPE_CHECKING, Protocol

from crpkit.errors import CrpkitError
from crpkit.server.live import views
from crpkit.server.live.limits import Bucket
from crpkit.server.live.views import Around, Memo, View
from crpkit.server.live.wire_parts import Role
from crpkit.store import StoreLocked
from crpkit.workshop import Workshop
from crpkit.workshop.state import WorkshopState

if TYPE_CHECKING:
    from crpkit.server.live.hall import Hall

NEWCOMERS = (600, 20)  # at once, and a second
BURST, PER_SECOND = 20, 4  # messages that write, of one participant


class Client(Protocol):
    """A connection, as a room sees it."""

    role: Role
    person: str
    page: str
    heard: float

    def tell(self, own: bool = True) -> None:
        """Send what is new, unless something is still on its way; ``own``: its own things may have changed."""

    def farewell(self, why: str, words: str) -> None:
        """Say why, and close."""

    def drop(self) -> None:
        """Close without a word."""

    async def cut(self) -> None:
        """Close without a word, forget what was not handled, and wait for what is being handled."""


class Room:
    """One workshop and its clients.

    Parameters
    ----------
    hall
        All rooms.
    workshop
        The workshop; folded on the hall's clerk thread only.
    around
        What is not in the log.

    Attributes
    ----------
    state
        The workshop as it was last folded.
    seen
        The number of the newest event in it.
    clients
        Everybody who is connected.
    newcomers
        How many may join who have not been here before: one device could make up any number of them.
    """

    def __init__(self, hall: Hall, workshop: Workshop, around: Around) -> None:
        self.hall = hall
        self.workshop = workshop
        self.state = WorkshopState(workshop.code)
        self.seen = 0
        self.clients: set[Client] = set()
        self._around = around
        self._present: Counter[str] = Counter()
        self._buckets: dict[str, Bucket] = {}
        self._waiting: list[tuple[int, asyncio.Future[None]]] = []
        self.newcomers = Bucket(*NEWCOMERS)
        self._memos: dict[Role, Memo] = {"phone": Memo(), "screen": Memo(), "console": Memo()}
        self._phones: View = {}
        self._shared: dict[Role, View] = {}
        self._left = monotonic()

    @property
    def code(self) -> str:
        """The workshop's six characters."""
        return self.workshop.code

    @property
    def families(self) -> tuple[str, ...]:
        """What one can say about oneself."""
        return tuple(self._around.families)

    async def cut_older(self, client: Client) -> None:
        """End the connections that the same page on the same phone had before.

        What still lies in one of them could otherwise arrive late and undo what was said since.
        """
        older = [
            other
            for other in self.clients
            if client.page and (other.role, other.person, other.page) == ("phone", client.person, client.page)
        ]
        for other in older:
            await other.cut()

    def enter(self, client: Client) -> None:
        """A client has said hello."""
        self.clients.add(client)
        if client.role == "phone":
            self._present[client.person] += 1
            self._presence()
        client.tell()

    def leave(self, client: Client) -> None:
        """A client is gone."""
        if client not in self.clients:
            return
        self.clients.discard(client)
        self._left = monotonic()
        if client.role == "phone":
            self._present[client.person] -= 1
            self._present += Counter()  # forgets those that are down to zero
            self._presence()

    def idle(self, since: float) -> bool:
        """Say whether everybody left before a moment."""
        return self._left < since

    def bucket(self, person: str) -> Bucket:
        """Return the measure of how much a participant may say; it outlives connections."""
        return self._buckets.setdefault(person, Bucket(BURST, PER_SECOND))

    def _presence(self) -> None:
        self._around = replace(self._around, connected=frozenset(self._present))
        self._shared.pop("screen", None)
        self._shared.pop("console", None)
        for client in self.clients:
            if client.role != "phone":
                client.tell()

    async def refresh(self) -> None:
        """Read what is new and tell everybody.

        Raises
        ------
        CrpkitError
            If the log cannot be read.
        """
        state, seen = await self.hall.work(self._read)
        self.seen = max(self.seen, seen)
        if state is not self.state:
            before, self.state = self.state, state
            self._shared.clear()
            phones = views.phones(state, self._around, self._memos["phone"])
            shared = phones != self._phones
            if shared:
                self._phones = phones
            self._tell(before, shared)
        ready = [future for seq, future in self._waiting if seq <= self.seen]
        self._waiting = [(seq, future) for seq, future in self._waiting if seq > self.seen]
        for future in ready:
            if not future.done():
                future.set_result(None)

    def _read(self) -> tuple[WorkshopState, int]:
        state = self.workshop.state
        return state, self.workshop.seen

    def fail(self, error: CrpkitError) -> None:
        """The log cannot be read: whoever waits hears it; if it will not be better soon, everybody is sent away."""
        if not isinstance(error, StoreLocked):
            for client in list(self.clients):
                client.farewell("trouble", error.problem.sentence)
        waiting, self._waiting = self._waiting, []
        for _, future in waiting:
            if not future.done():
                future.set_exception(error)

    async def folded(self, seq: int) -> None:
        """Wait until an event that was written is part of the state.

        Raises
        ------
        CrpkitError
            If the log cannot be read meanwhile.
        """
        if seq <= self.seen:
            return
        future: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._waiting.append((seq, future))
        self.hall.wake()
        await future

    def _tell(self, before: WorkshopState, shared: bool) -> None:
        """Tell those for whom something may have changed; a phone hears nothing of the others."""
        touched = views.touched(before, self.state)
        for client in list(self.clients):
            if client.role != "phone" or shared or client.person in touched:
                client.tell(own=client.person in touched)

    def shared(self, role: Role) -> View:
        """Return what all clients of a role see, made once for each state."""
        if role == "phone":
            return self._phones
        view = self._shared.get(role)
        if view is None:
            make = views.screen if role == "screen" else views.console
            view = self._shared[role] = make(self.state, self._around, self._memos[role])
        return view

    def own(self, person: str) -> View:
        """Return what only one phone sees."""
        return views.phone(self.state, person)
