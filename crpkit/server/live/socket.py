"""One connection: hello, heartbeat, what is said in order, and never more than one piece of news on its way."""

from __future__ import annotations

import asyncio
from collections import deque
from contextlib import suppress
from time import monotonic, time
from typing import TYPE_CHECKING, Any

from tornado.websocket import WebSocketClosedError, WebSocketHandler

from crpkit.errors import CrpkitError, InputProblems
from crpkit.server.live import wire
from crpkit.server.live.answering import Answering
from crpkit.server.live.hall import Hall
from crpkit.server.live.limits import Bucket
from crpkit.server.live.room import Room
from crpkit.server.live.views import View, changes
from crpkit.server.live.wire import Hello, Ping, Unreadable
from crpkit.server.live.wire_parts import Message, Role, Said
from crpkit.workshop.receipts import person_of

if TYPE_CHECKING:
    from crpkit.server.app import KitServer

BEAT = 1.5  # seconds between a client's pings: a dead line is to be noticed, and replaced, within five
STATUS = {
    "version": 4400,
    "hello": 4400,
    "role": 4403,
    "unknown-code": 4404,
    "flood": 4429,
    "full": 4503,
    "trouble": 4500,
    "stopping": 4503,
}
MOST_REFUSALS = 200  # of a client that goes on regardless
MOST_WAITING = 100  # messages of one client that are not answered yet
MOST_UNSENT = 1_000  # messages on their way to one client
_FRAMES = (600, 100)  # frames of any kind at once, and a second; no client of ours comes near


class LiveSocket(WebSocketHandler):
    """A phone, a screen or a console."""

    kit: KitServer
    role: Role

    def initialize(self, kit: KitServer) -> None:
        """Keep the server."""
        self.kit = kit
        self.person = ""
        self.page = ""
        self.heard = monotonic()
        self.greeted = False
        self._room: Room | None = None
        self._code = ""
        self._told: tuple[View | None, View | None] = (None, None)
        self._own_is_new = True
        self._sending = False
        self._stale = False
        self._over = False
        self._inbox: deque[tuple[str, Said]] = deque()
        self._working = False
        self._worker: asyncio.Future[None] | None = None  # kept, or it could be collected in mid-work
        self._frames = Bucket(*_FRAMES)
        self._unsent = 0

    @property
    def hall(self) -> Hall:
        """All live workshops."""
        return self.kit.hall

    @property
    def max_message_size(self) -> int:
        """Largest frame that is read at all; smaller ones that are too large are answered in words."""
        return wire.CUT_OFF["console" if self.request.path.endswith("/console") else "phone"]

    def open(self, code: str, role: str) -> None:
        """Take note of the role; the first message says the rest."""
        self.set_nodelay(True)
        self.role = next(known for known in wire.ROLES if known == role)
        self._code = code
        self.hall.open.add(self)
        if self.role == "console" and not self._may_console():
            words = "This console has no right to this workshop. Open the kit’s new link in this browser."
            self.farewell("role", words)
        elif self.role != "console" and len(self.hall.open) > self.hall.most:
            self.farewell("full", "Too many are connected already.")

    def _may_console(self) -> bool:
        door = self.kit.door
        return door.may_console(self.get_cookie(door.cookie), self.get_cookie(door.console_cookie))

    async def on_message(self, message: str | bytes) -> None:
        """Read one frame; answer what needs no writing at once and queue the rest."""
        self.heard = monotonic()
        if self._over:
            return
        if self._frames.wait():
            self.farewell("flood", "Too many messages.")
            return
        try:
            kind, said = wire.read(self.role, message)
        except Unreadable as error:
            self._refuse_unreadable(error)
            return
        if isinstance(said, Ping):
            self._write({"type": "pong", "n": said.n})
        elif self._room is None or isinstance(said, Hello):
            await self._greet(said)
        elif isinstance(said, Said):
            self._take(kind, said)

    def _refuse_unreadable(self, error: Unreadable) -> None:
        if self._room is None:
            self.farewell("hello", "Say hello first. " + error.words)
            return
        # Nonsense is counted like everything else, or it could be sent without end.
        bucket = self._room.bucket(self._measured)
        if bucket.wait() and bucket.refusals > MOST_REFUSALS:
            self.farewell("flood", "Too many messages.")
            return
        self._write(wire.refused(error.message_id, error.why, error.words))

    @property
    def _measured(self) -> str:
        return self.person if self.role == "phone" else self.role

    async def _greet(self, said: Message) -> None:
        if not isinstance(said, Hello):
            self.farewell("hello", "Say hello first.")
        elif self._room is not None:
            self.farewell("hello", "Hello is said once.")
        elif said.v != wire.VERSION:
            words = f"This kit speaks version {wire.VERSION} of the protocol, not {said.v}. Reload the page."
            self.farewell("version", words)
        else:
            await self._enter(said)

    async def _enter(self, hello: Hello) -> None:
        try:
            room = await self.hall.room(self._code)
            if self.role == "phone":
                self.person = person_of(room.code, hello.receipt)
        except InputProblems as error:
            # Never the store's own words: they may name other workshops of this folder.
            if error.problems[0].field == "receipt":
                self.farewell("hello", error.problem.sentence)
            else:
                self.farewell("unknown-code", "There is no workshop with this code here. Look at it again.")
            return
        except CrpkitError as error:
            self.farewell("trouble", error.problem.sentence)
            return
        self.page = hello.page
        await room.cut_older(self)
        if self._over:
            return
        self._room = room
        self.greeted = True
        welcome = {"type": "welcome", "v": wire.VERSION, "role": self.role, "code": room.code, "beat_s": BEAT}
        welcome["now"] = round(time() * 1000)  # so that a browser knows how wrong its clock is
        self._write({**welcome, "me": self.person} if self.role == "phone" else welcome)
        room.enter(self)

    def _take(self, kind: str, said: Said) -> None:
        assert self._room is not None
        if self.role == "phone":
            bucket = self._room.bucket(self.person)
            wait = bucket.wait()
            if bucket.refusals > MOST_REFUSALS:
                self.farewell("flood", "Too many messages. What was answered with “done” is safe.")
                return
            if wait:
                words = "That was very fast. It is sent again in a moment."
                self._write(wire.refused(said.id, "too-fast", words, wait))
                return
        if len(self._inbox) >= MOST_WAITING:
            self._write(wire.refused(said.id, "busy", "The kit is busy. It is sent again in a moment.", 1.0))
            return
        self._inbox.append((kind, said))
        if not self._working:
            self._working = True
            self._worker = asyncio.ensure_future(self._work())

    async def _work(self) -> None:
        """Answer what was said, in order: a later message may rest on an earlier one."""
        assert self._room is not None
        answering = Answering(self.hall, self._room, self.role, self.person)
        try:
            while self._inbox and not self._over:
                kind, said = self._inbox.popleft()
                self._write(await answering.answer(kind, said))
        finally:
            self._working = False

    def tell(self, own: bool = True) -> None:
        """Send what is new; while something is on its way, wait until that has arrived and send the newest then."""
        self._own_is_new = self._own_is_new or own
        if self._sending:
            self._stale = True
            return
        if self._room is None or self._over:
            return
        shared_before, own_before = self._told
        shared = self._room.shared(self.role)
        mine = self._own(own_before)
        self._told = (shared, mine)
        news = changes(shared_before, shared)
        if self.role == "phone" and mine is not own_before:
            news = _joined(news, changes(own_before if own_before is not None else {}, mine or {}))
        if news is not None:
            self._sending = True
            self._write(news, self._arrived)

    def _own(self, before: View | None) -> View | None:
        if self.role != "phone" or self._room is None:
            return None
        if before is not None and not self._own_is_new:
            return before
        self._own_is_new = False
        return self._room.own(self.person)

    def _arrived(self) -> None:
        self._sending = False
        if self._stale:
            self._stale = False
            self.tell(own=False)

    def _write(self, message: dict[str, Any], after: Any = None) -> None:
        """Write a message; ``after`` is called when the network has taken it."""
        if self._unsent > MOST_UNSENT:  # it does not read what it asks for
            self.drop()
            return
        with suppress(WebSocketClosedError):
            sent = self.write_message(wire.written(message))
            self._unsent += 1
            sent.add_done_callback(lambda future: self._sent(future, after))

    def _sent(self, future: asyncio.Future[None], after: Any) -> None:
        self._unsent -= 1
        gone = future.cancelled() or future.exception() is not None
        if after is not None and not gone:
            after()

    def farewell(self, why: str, words: str) -> None:
        """Say why, and close."""
        if not self._over:
            self._write({"type": "goodbye", "why": why, "words": words})
            self._over = True
            self.close(STATUS[why], why)

    def drop(self) -> None:
        """Close a connection from which nothing came for long; nobody may be there to hear why."""
        self._over = True
        self.on_close()
        if self.ws_connection is not None:
            self.ws_connection._abort()  # no closing handshake: the other side may be gone

    async def cut(self) -> None:
        """Close without a word, forget what was not handled, and wait for what is being handled."""
        self._inbox.clear()
        self.drop()
        if self._worker is not None:
            await asyncio.wait([self._worker])

    def on_close(self) -> None:
        """Leave the room."""
        self._over = True
        self.hall.open.discard(self)
        if self._room is not None:
            self._room.leave(self)


def _joined(one: dict[str, Any] | None, other: dict[str, Any] | None) -> dict[str, Any] | None:
    """Return two changes as one: what all phones see and what only one does have no key in common."""
    if one is None or other is None:
        return one or other
    return {**one, "set": {**one["set"], **other["set"]}, "drop": [*one["drop"], *other["drop"]]}
