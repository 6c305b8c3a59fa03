"""A client of the live protocol for tests: says something, waits for the answer, keeps the state it was told."""

from __future__ import annotations

import asyncio
import json
import secrets
from contextlib import suppress
from typing import Any, ClassVar

from tornado.httpclient import HTTPRequest
from tornado.websocket import WebSocketClientConnection, websocket_connect

from crpkit.store import new_id
from crpkit.workshop.receipts import new_receipt

PATIENCE = 20.0


class LiveClient:
    """One connection.

    Attributes
    ----------
    state
        Key → value, as the server told it.
    told
        Every message that came, in order.
    receipt
        A phone's.
    """

    opened: ClassVar[list[LiveClient]] = []

    def __init__(self, socket: WebSocketClientConnection, receipt: str, page: str = "") -> None:
        self._socket = socket
        self._page = page
        self._loop = asyncio.get_running_loop()
        self.receipt = receipt
        self.state: dict[str, Any] = {}
        self.told: list[dict[str, Any]] = []
        self.close_code: int | None = None
        self.over = False

    @classmethod
    async def open(
        cls,
        base: str,
        code: str,
        role: str = "phone",
        receipt: str | None = None,
        hello: bool = True,
        page: str = "",
        **headers: str,
    ) -> LiveClient:
        """Connect; ``hello`` also says hello and takes in the whole state."""
        url = f"{base.replace('http', 'ws', 1)}/live/{code}/{role}"
        socket = await websocket_connect(HTTPRequest(url, headers=headers))
        client = cls(socket, receipt or new_receipt(), page)
        cls.opened.append(client)
        if hello:
            await client.hello(role)
        return client

    async def hello(self, role: str, v: int = 1) -> dict[str, Any]:
        """Say hello; return what was answered: welcome, or goodbye."""
        message: dict[str, Any] = {"type": "hello", "v": v, "page": self._page}
        await self.raw(json.dumps({**message, "receipt": self.receipt} if role == "phone" else message))
        answer = await self.until(lambda m: m["type"] in ("welcome", "goodbye"))
        if answer["type"] == "welcome":
            await self.until(lambda m: m["type"] == "state")
        return answer

    async def raw(self, frame: str | bytes) -> None:
        """Send a frame as it is."""
        await self._socket.write_message(frame, binary=isinstance(frame, bytes))

    async def say(self, what: str, message_id: str | None = None, /, **fields: Any) -> dict[str, Any]:
        """Say something and return the answer."""
        name = message_id or new_id()
        await self.raw(json.dumps({"type": what, "id": name, **fields}, ensure_ascii=False))
        return await self.until(lambda m: m.get("id") == name)

    async def join(self, **consent: bool) -> dict[str, Any]:
        """Take part."""
        return await self.say("join", consent={"count": True, "quote": True, "trace": True, **consent})

    async def read(self) -> dict[str, Any]:
        """Take in one message."""
        frame = await asyncio.wait_for(self._socket.read_message(), PATIENCE)
        if frame is None:
            self.close_code = self._socket.close_code
            self.over = True
            raise ConnectionError(f"closed with {self._socket.close_code}")
        message: dict[str, Any] = json.loads(frame)
        self.told.append(message)
        if message["type"] == "state":
            if message["whole"]:
                self.state.clear()
            self.state.update(message["set"])
            for key in message["drop"]:
                self.state.pop(key, None)
        return message

    async def until(self, wanted: Any) -> dict[str, Any]:
        """Take in messages until one is wanted, and return it."""
        while True:
            message = await self.read()
            if wanted(message):
                return message

    async def until_state(self, wanted: Any) -> Any:
        """Take in messages until the state is wanted; return what ``wanted`` returned."""
        while True:
            found = wanted(self.state)
            if found:
                return found
            await self.read()

    async def settle(self) -> None:
        """Wait until everything that was on its way has come: the answer to a ping is the last."""
        n = secrets.randbelow(1_000_000)
        await self.raw(json.dumps({"type": "ping", "n": n}))
        await self.until(lambda m: m["type"] == "pong" and m["n"] == n)

    def close(self) -> None:
        """Hang up."""
        self._socket.close()

    @classmethod
    async def close_all(cls) -> None:
        """Hang up everywhere, and wait until that is heard."""
        here = asyncio.get_running_loop()
        mine = [client for client in cls.opened if client._loop is here]
        cls.opened.clear()  # those of an earlier story went with its loop
        for client in mine:
            client.close()
            while not client.over:
                with suppress(ConnectionError):
                    await client.read()
