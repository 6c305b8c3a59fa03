"""A server that speaks the live protocol as a test tells it to."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable
from typing import Any

from tornado.httpserver import HTTPServer
from tornado.netutil import bind_sockets
from tornado.web import Application
from tornado.websocket import WebSocketHandler

from benchmarks.websocket import Address


class Kit:
    """A server that answers as it is told; keeps all it heard, by connection."""

    def __init__(self) -> None:
        self.heard: list[list[dict[str, Any]]] = []
        self.sockets: list[WebSocketHandler] = []
        self.answer: Callable[[dict[str, Any]], dict[str, Any] | None] = lambda said: {
            "type": "done",
            "id": said["id"],
        }
        self.pongs = True
        self.state: dict[str, Any] = {"now": None}
        kit = self

        class Handler(WebSocketHandler):
            def open(self) -> None:
                self.number = len(kit.heard)
                kit.heard.append([])
                kit.sockets.append(self)

            def on_message(self, text: str | bytes) -> None:
                said = json.loads(text)
                kit.heard[self.number].append(said)
                for answer in kit.answers(said):
                    self.write_message(json.dumps(answer))

        self._server = HTTPServer(Application([(r"/live/K7MPWX/\w+", Handler)]))

    def answers(self, said: dict[str, Any]) -> list[dict[str, Any]]:
        if said["type"] == "hello":
            welcome = {"type": "welcome", "v": 1, "me": "p-1", "beat_s": 0.05}
            return [welcome, {"type": "state", "whole": True, "set": self.state, "drop": []}]
        if said["type"] == "ping":
            return [{"type": "pong", "n": said["n"]}] if self.pongs else []
        answer = self.answer(said)
        return [answer] if answer else []

    def said(self, connection: int) -> list[dict[str, Any]]:
        return [one for one in self.heard[connection] if one["type"] not in ("hello", "ping")]

    async def __aenter__(self) -> Kit:
        sockets = bind_sockets(0, "127.0.0.1")
        self._server.add_sockets(sockets)
        port = sockets[0].getsockname()[1]
        self.address = Address("127.0.0.1", port, f"127.0.0.1:{port}")
        return self

    async def __aexit__(self, *exception: object) -> None:
        self._server.stop()
        await self._server.close_all_connections()


async def happens(holds: Callable[[], Any]) -> None:
    async with asyncio.timeout(10):
        while not holds():
            await asyncio.sleep(0.005)
