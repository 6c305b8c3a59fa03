"""A TCP proxy that behaves as badly as a crowded room's Wi-Fi.

What it can do to a connection, each alone and for so many seconds or for good:

- ``delay``: everything arrives later, in order.
- ``stall``: nothing arrives; later all of it does, as after a gap in the radio signal.
- ``swallow``, ``swallow-up``, ``swallow-down``: what is sent (both ways, by the phone, by the server) vanishes, and
  neither side is told. Bytes are missing from the stream, so such a connection never works again; when one side
  closes it, the other does not learn of it.
- ``reset``: both sides get a TCP reset at once.

And to those who connect while it lasts: ``half-open`` takes the connection, forwards nothing and never answers.
"""

from __future__ import annotations

import asyncio
import socket
import struct
import sys
from contextlib import suppress
from dataclasses import dataclass, field

CHUNK = 65536
_AT_ONCE = struct.pack("hh" if sys.platform == "win32" else "ii", 1, 0)  # lingers on, for no time
FAULTS = ("delay", "stall", "swallow", "swallow-up", "swallow-down", "reset")


@dataclass(eq=False)
class Line:
    """One connection through the proxy.

    Attributes
    ----------
    phone, server
        Where to write to; no server if the connection was taken half-open.
    delay
        Seconds by which everything comes later.
    drops
        The ways on which bytes vanish: ``up`` (from the phone), ``down``.
    free
        Not set while it stalls.
    """

    phone: asyncio.StreamWriter
    server: asyncio.StreamWriter | None
    delay: float = 0.0
    drops: frozenset[str] = frozenset()
    free: asyncio.Event = field(default_factory=asyncio.Event)

    @property
    def dead(self) -> bool:
        """Whether bytes vanish: it never works again."""
        return self.server is None or bool(self.drops)

    @property
    def works(self) -> bool:
        """Whether it does, or will again."""
        return not self.dead and not self.phone.transport.is_closing()

    def reset(self) -> None:
        """Send a TCP reset to both sides."""
        for side in (self.phone, self.server):
            if side is not None:
                _reset(side)


class Proxy:
    """Listens on a port of this computer and forwards to another.

    Parameters
    ----------
    port
        Where the server listens.

    Attributes
    ----------
    port
        Where the proxy listens.
    lines
        The connections; also those that only the server believes to be open.
    half_open
        Whether new connections are taken and left without an answer.
    done
        Fault → how many times it was inflicted.
    """

    def __init__(self, port: int) -> None:
        self._target = port
        self._server: asyncio.Server | None = None
        self._tasks: set[asyncio.Task[None]] = set()
        self.port = 0
        self.lines: list[Line] = []
        self.half_open = False
        self.done: dict[str, int] = {}

    async def __aenter__(self) -> Proxy:
        self._server = await asyncio.start_server(self._accept, "127.0.0.1", 0, backlog=1024)
        self.port = self._server.sockets[0].getsockname()[1]
        return self

    async def __aexit__(self, *exception: object) -> None:
        assert self._server is not None
        self._server.close()
        for task in list(self._tasks):
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    def inflict(self, line: Line, fault: str, seconds: float = 0.0) -> None:
        """Do one of the :data:`FAULTS` to a connection.

        Parameters
        ----------
        line
            The connection.
        fault
            What to do.
        seconds
            How long a stall lasts; by how much a delay delays.
        """
        self.done[fault] = self.done.get(fault, 0) + 1
        if fault == "delay":
            line.delay = seconds
        elif fault == "stall":
            line.free.clear()
            asyncio.get_running_loop().call_later(seconds, line.free.set)
        elif fault == "reset":
            line.reset()
        else:
            ways = {"swallow": ("up", "down"), "swallow-up": ("up",), "swallow-down": ("down",)}[fault]
            line.drops |= frozenset(ways)

    def calm(self) -> None:
        """Let everything through again; what is lost stays lost, and dead connections stay dead."""
        self.half_open = False
        for line in self.lines:
            line.delay = 0.0
            line.free.set()

    async def _accept(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task is not None
        self._tasks.add(task)
        try:
            with suppress(OSError, asyncio.CancelledError):
                await self._forward(reader, writer)
        finally:
            self._tasks.discard(task)

    async def _forward(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        if self.half_open:
            self.done["half-open"] = self.done.get("half-open", 0) + 1
            line = Line(writer, None)
            ways = [_drain(reader)]
        else:
            try:
                answers, server = await asyncio.open_connection("127.0.0.1", self._target)
            except OSError:
                _reset(writer)
                return
            line = Line(writer, server)
            line.free.set()
            ways = [_pump(line, "up", reader, server), _pump(line, "down", answers, writer)]
        self.lines.append(line)
        try:
            await asyncio.gather(*ways)
        finally:
            self.lines.remove(line)
            for side in (line.phone, line.server):
                if side is not None:
                    side.transport.abort()


async def _pump(line: Line, way: str, source: asyncio.StreamReader, target: asyncio.StreamWriter) -> None:
    """Carry bytes one way until their source ends; tell the other side of the end if the line is not dead."""
    with suppress(OSError):
        while piece := await source.read(CHUNK):
            await line.free.wait()
            if line.delay:
                await asyncio.sleep(line.delay)
            if way not in line.drops:
                target.write(piece)
                await target.drain()
    await line.free.wait()
    if not line.dead:
        target.close()


async def _drain(source: asyncio.StreamReader) -> None:
    with suppress(OSError):
        while await source.read(CHUNK):
            pass


def _reset(writer: asyncio.StreamWriter) -> None:
    """Close so that the other side gets a reset, not an orderly end."""
    held = writer.get_extra_info("socket")
    if held is not None:
        with suppress(OSError):
            held.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, _AT_ONCE)
    writer.transport.abort()
