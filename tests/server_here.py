"""A server in this process, on a thread of its own, and a plain way to ask it."""

from __future__ import annotations

import asyncio
import http.client
import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import nbformat

from crpkit.server.app import KitServer
from crpkit.server.door import Door
from crpkit.server.run import claim_port


@dataclass
class Answer:
    status: int
    headers: dict[str, str]
    text: str

    def json(self) -> Any:
        return json.loads(self.text)


@dataclass
class Here:
    """The running server, and a visitor who has its cookie."""

    server: KitServer
    loop: asyncio.AbstractEventLoop
    extra: dict[str, str] = field(default_factory=dict)

    @property
    def door(self) -> Door:
        return self.server.door

    def ask(self, path: str, method: str = "GET", cookie: bool = True, **headers: str) -> Answer:
        """Ask once; redirects are not followed. ``Host_`` and the like become ``Host``."""
        sent = {name.rstrip("_").replace("_", "-"): value for name, value in headers.items()}
        if cookie:
            sent["Cookie"] = f"{self.door.cookie}={self.door.session}"
        connection = http.client.HTTPConnection("127.0.0.1", self.door.port, timeout=60)
        try:
            connection.request(method, path, headers=sent)
            got = connection.getresponse()
            return Answer(got.status, dict(got.getheaders()), got.read().decode("utf-8"))
        finally:
            connection.close()

    def do(self, work: Any, seconds: float = 60) -> Any:
        """Run a coroutine in the server's loop."""
        return asyncio.run_coroutine_threadsafe(work, self.loop).result(seconds)


@contextmanager
def running(folder: Path, workspace: Any = None, limit: int = 12) -> Iterator[Here]:
    """Serve a folder on a free port until the block ends."""
    sockets = claim_port(0, folder)
    server = KitServer(folder, Door(sockets[0].getsockname()[1]), workspace, limit)
    opened, told = threading.Event(), {}

    async def main() -> None:
        told["loop"], told["task"] = asyncio.get_running_loop(), asyncio.current_task()
        with suppress(asyncio.CancelledError):
            await server.run(sockets, opened.set)

    thread = threading.Thread(target=lambda: asyncio.run(main()), daemon=True)
    thread.start()
    assert opened.wait(60), "the server did not open"
    try:
        yield Here(server, told["loop"])
    finally:
        told["loop"].call_soon_threadsafe(told["task"].cancel)
        thread.join(60)
        for held in sockets:
            held.close()
        assert not thread.is_alive(), "the server did not stop"


def write_notebook(path: Path, *cells: str) -> None:
    """Write a notebook; a cell that begins with # and a space is Markdown."""
    made = [
        nbformat.v4.new_markdown_cell(text) if text.startswith("# ") else nbformat.v4.new_code_cell(text)
        for text in cells
    ]
    path.parent.mkdir(parents=True, exist_ok=True)
    nbformat.write(nbformat.v4.new_notebook(cells=made), path)
