"""Protocol clients: a phone and a console that do what ``docs/protocol.md`` asks of a client, and nothing more.

They keep what was not answered and send it again after a reconnect, notice half-open connections by their heartbeat,
and keep the state that the server tells.
"""

from __future__ import annotations

import asyncio
import json
import random
import secrets
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any

from benchmarks.websocket import Address, Closed, WebSocket, connect

PATIENCE = 2.5  # seconds without an answer after which a connection counts as dead
OPENING = 4.0  # seconds until the welcome
RETRY = (0.2, 0.8)  # seconds before connecting again
HELD_BACK = 5.0  # the same after the server turned us away for good
AT_ONCE, A_SECOND = 18, 3.8  # messages of a phone; the server takes 20, then 4 a second
RECEIPT = "ABCDEFGHJKMNPQRSTUVWXYZ23456789"
LETTERS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"

Message = dict[str, Any]


def new_id() -> str:
    """Return a new id for a message: a ULID."""
    milliseconds = time.time_ns() // 1_000_000
    moment = "".join(LETTERS[milliseconds >> shift & 31] for shift in range(45, -1, -5))
    return moment + "".join(secrets.choice(LETTERS) for _ in range(16))


def new_receipt() -> str:
    """Return a new receipt: what makes a phone the same one as before."""
    return "".join(secrets.choice(RECEIPT) for _ in range(12))


@dataclass
class Waiting:
    """A message that is not answered yet."""

    message: Message
    answer: asyncio.Future[Message]
    since: float = field(default_factory=time.perf_counter)
    sent: int = 0  # how many times
    on_its_way: bool = False  # sent on the connection that is open now


@dataclass
class Tally:
    """What happened to one client."""

    connected: int = 0
    missed_beats: int = 0
    resent: int = 0
    told_to_wait: int = 0
    goodbyes: list[str] = field(default_factory=list)


class Client:
    """A client of the protocol that stays connected until it is stopped.

    Parameters
    ----------
    address
        Where the server is; may be exchanged for another at any time.
    code
        The workshop.
    role
        ``phone``, ``screen`` or ``console``.
    hello
        More fields of the first message.
    chance
        Where the moments of reconnecting are drawn from.

    Attributes
    ----------
    state
        Key → value, as the server told it last.
    waiting
        Id → message without an answer, in the order of sending.
    changed
        Called after each change of the state and each answer.
    me
        The pseudonym that the server gave; phones only.
    """

    def __init__(
        self,
        address: Address,
        code: str,
        role: str,
        hello: Message | None = None,
        chance: random.Random | None = None,
    ) -> None:
        self.address = address
        self.code = code
        self.role = role
        self.state: dict[str, Any] = {}
        self.waiting: dict[str, Waiting] = {}
        self.tally = Tally()
        self.changed: Callable[[], None] = lambda: None
        self.me: str | None = None
        self._hello = hello or {}
        self._chance = chance or random.Random()
        self._socket: WebSocket | None = None
        self._open = asyncio.Event()
        self._beat = 5.0
        self._pings = 0
        self._pong: asyncio.Future[None] | None = None
        self._task: asyncio.Task[None] | None = None
        self._tokens = float(AT_ONCE)
        self._refilled = time.perf_counter()
        self._paused_until = 0.0
        self._pumping: asyncio.TimerHandle | None = None

    # ---- for users

    @property
    def connected(self) -> bool:
        """Whether the server's whole state came on the connection that is open now."""
        return self._open.is_set()

    @property
    def port(self) -> int:
        """Own port of the connection that it believes in; 0 if there is none."""
        return self._socket.port if self._socket is not None else 0

    async def opened(self) -> None:
        """Wait until :attr:`connected`."""
        await self._open.wait()

    def start(self) -> None:
        """Connect, and stay connected."""
        self._task = asyncio.create_task(self._stay())

    async def stop(self) -> None:
        """Disconnect."""
        if self._task is not None:
            self._task.cancel()
            with suppress(asyncio.CancelledError):
                await self._task

    def send(self, message: Message) -> asyncio.Future[Message]:
        """Send a message that writes, and keep it until it is answered.

        Returns
        -------
        Future
            The answer: ``done``, or ``refused`` for good. Never fails.
        """
        message = {"id": new_id(), **message}
        entry = Waiting(message, asyncio.get_running_loop().create_future())
        self.waiting[message["id"]] = entry
        self._pump()
        return entry.answer

    # ---- staying connected

    async def _stay(self) -> None:
        while True:
            gently = False
            try:
                gently = await self._connection()
            except Closed:
                pass
            finally:
                self._open.clear()
                self._socket = None
            await asyncio.sleep(HELD_BACK if gently else self._chance.uniform(*RETRY))

    async def _connection(self) -> bool:
        """Live through one connection; return whether the server turned us away."""
        deadline = asyncio.get_running_loop().time() + OPENING
        socket = self._socket = await connect(self.address, f"/live/{self.code}/{self.role}", OPENING)
        beating: asyncio.Task[None] | None = None
        try:
            if await self._greet(socket, deadline):
                return True
            self.tally.connected += 1
            for entry in self.waiting.values():
                entry.on_its_way = False
            self._pump()
            beating = asyncio.create_task(self._heartbeat(socket))
            while True:
                if self._hear(json.loads(await socket.receive())):
                    return True
        finally:
            if beating is not None:
                beating.cancel()
            socket.drop()

    async def _greet(self, socket: WebSocket, deadline: float) -> bool:
        """Say hello and wait for the whole state; return whether the server turned us away."""
        socket.send(_written({"type": "hello", "v": 1, **self._hello}))
        try:
            async with asyncio.timeout_at(deadline):
                while not self._open.is_set():
                    if self._hear(json.loads(await socket.receive())):
                        return True
        except TimeoutError as error:
            raise Closed(f"no welcome within {OPENING} seconds") from error
        return False

    async def _heartbeat(self, socket: WebSocket) -> None:
        while True:
            await asyncio.sleep(self._beat)
            self._pings += 1
            self._pong = asyncio.get_running_loop().create_future()
            socket.send(_written({"type": "ping", "n": self._pings}))
            try:
                async with asyncio.timeout(PATIENCE):
                    await self._pong
            except TimeoutError:
                self.tally.missed_beats += 1
                socket.drop()
                return

    # ---- hearing and sending

    def _hear(self, message: Message) -> bool:
        """Take in a message; return whether it was a goodbye after which one should not hurry back."""
        kind = message.get("type")
        if kind == "state":
            self._take_state(message)
        elif kind == "pong":
            if message["n"] == self._pings and self._pong is not None and not self._pong.done():
                self._pong.set_result(None)
        elif kind == "welcome":
            self._beat = float(message["beat_s"])
            self.me = message.get("me")
        elif kind in ("done", "refused"):
            self._take_answer(message)
        elif kind == "goodbye":
            self.tally.goodbyes.append(message["why"])
            return message["why"] not in ("stopping", "trouble")
        return False

    def _take_state(self, message: Message) -> None:
        if message["whole"]:
            self.state = dict(message["set"])
            self._open.set()
        else:
            self.state.update(message["set"])
            for key in message["drop"]:
                self.state.pop(key, None)
        self.changed()

    def _take_answer(self, message: Message) -> None:
        entry = self.waiting.get(message["id"])
        if entry is None:
            return
        if message["type"] == "refused" and "again_s" in message:
            self.tally.told_to_wait += 1
            entry.on_its_way = False
            self._tokens = 0.0
            self._paused_until = self._refilled = time.perf_counter() + message["again_s"]
            self._pump()
            return
        del self.waiting[message["id"]]
        entry.answer.set_result(message)
        self.changed()

    def _pump(self) -> None:
        """Send what is not on its way, in order, no faster than the server takes it."""
        if self._pumping is not None:
            self._pumping.cancel()
            self._pumping = None
        if not self.connected or self._socket is None:
            return
        for entry in self.waiting.values():
            if entry.on_its_way:
                continue
            pause = self._pause()
            if pause > 0:
                self._pumping = asyncio.get_running_loop().call_later(pause, self._pump)
                return
            self.tally.resent += entry.sent > 0
            entry.sent += 1
            entry.on_its_way = True
            self._socket.send(_written(entry.message))

    def _pause(self) -> float:
        """Return the seconds to wait before the next message, or count it and return 0."""
        now = time.perf_counter()
        if now < self._paused_until:
            return self._paused_until - now
        if self.role != "phone":
            return 0.0
        self._tokens = min(AT_ONCE, self._tokens + (now - self._refilled) * A_SECOND)
        self._refilled = now
        if self._tokens < 1:
            return (1 - self._tokens) / A_SECOND
        self._tokens -= 1
        return 0.0


class Phone(Client):
    """A person's phone.

    Parameters
    ----------
    address, code, chance
        As for :class:`Client`.
    receipt
        Whose phone it is; a new one if not given.

    Attributes
    ----------
    receipt
        What makes it the same phone as before.
    """

    def __init__(
        self, address: Address, code: str, chance: random.Random | None = None, receipt: str | None = None
    ) -> None:
        self.receipt = receipt or new_receipt()
        page = secrets.token_hex(8)  # a phone of ours is one page that is never loaded again
        super().__init__(address, code, "phone", {"receipt": self.receipt, "page": page}, chance)

    def join(self) -> asyncio.Future[Message]:
        """Take part, with all three consents."""
        consent = {"count": True, "quote": True, "trace": True}
        return self.send({"type": "join", "consent": consent, "families": [], "experience": ""})

    def note(self, activity: str, text: str, fields: Message | None = None) -> asyncio.Future[Message]:
        """Send a note, with what else its activity asks for (``box``, ``about``, ``more``)."""
        return self.send({"type": "note", "activity": activity, "text": text, **(fields or {})})

    def ballot(self, activity: str, dots: dict[str, int]) -> asyncio.Future[Message]:
        """Send all of one's dots."""
        return self.send({"type": "ballot", "activity": activity, "dots": dots})


class Console(Client):
    """A facilitator's console that shows held notes as soon as it sees them.

    It has one message on its way at a time: what comes in meanwhile goes into the next one, all together.

    Parameters
    ----------
    address, code, chance
        As for :class:`Client`; the address has the cookie.

    Attributes
    ----------
    shows
        Whether it does so.
    """

    def __init__(self, address: Address, code: str, chance: random.Random | None = None) -> None:
        super().__init__(address, code, "console", None, chance)
        self.shows = False
        self._held: dict[str, None] = {}
        self._asked: set[str] = set()
        self._showing: asyncio.Future[Message] | None = None

    def _take_state(self, message: Message) -> None:
        super()._take_state(message)
        for key, value in message["set"].items():
            if key.startswith("note/") and value["state"] == "held" and value["id"] not in self._asked:
                self._held[value["id"]] = None
        self._show()

    def _show(self, answer: asyncio.Future[Message] | None = None) -> None:
        if answer is not None:
            self._showing = None
        if not self.shows or not self._held or self._showing is not None:
            return
        notes, self._held = list(self._held), {}
        self._asked.update(notes)
        self._showing = self.send({"type": "show", "notes": notes})
        self._showing.add_done_callback(self._show)


def _written(message: Message) -> str:
    return json.dumps(message, ensure_ascii=False, separators=(",", ":"))
