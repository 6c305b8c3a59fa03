"""A small WebSocket client on asyncio: text frames, and an end as abrupt as one likes.

A load generator must cost little itself, and a test of faults must be able to drop a connection without the closing
handshake, as a phone does whose battery is empty.
"""

from __future__ import annotations

import asyncio
import base64
import hashlib
import os
import struct
from dataclasses import dataclass

MAGIC = b"258EAFA5-E914-47DA-95CA-C5AB0DC85B11"
LONGEST_HEAD = 16 * 1024
LARGEST_FRAME = 64 * 1024 * 1024
TEXT, CLOSE, PING, PONG = 0x1, 0x8, 0x9, 0xA


class Closed(ConnectionError):
    """The connection ended, or never began."""


@dataclass(frozen=True)
class Address:
    """Where a server is, and by which name it is asked.

    Attributes
    ----------
    host, port
        Where to connect, which may be a proxy.
    name
        What the ``Host`` header says: the server's own name and port.
    cookie
        The ``Cookie`` header; none if empty.
    """

    host: str
    port: int
    name: str
    cookie: str = ""

    def request(self, path: str, key: bytes) -> bytes:
        """Return the request that opens a WebSocket."""
        lines = [
            f"GET {path} HTTP/1.1",
            f"Host: {self.name}",
            f"Origin: http://{self.name}",
            "Upgrade: websocket",
            "Connection: Upgrade",
            f"Sec-WebSocket-Key: {key.decode()}",
            "Sec-WebSocket-Version: 13",
            *([f"Cookie: {self.cookie}"] if self.cookie else []),
        ]
        return ("\r\n".join(lines) + "\r\n\r\n").encode()


class WebSocket:
    """One open connection; see :func:`connect`.

    Attributes
    ----------
    code
        The code with which the server closed; ``None`` if it did not say.
    """

    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._reader = reader
        self._writer = writer
        self.code: int | None = None

    @property
    def port(self) -> int:
        """Own port."""
        return int(self._writer.get_extra_info("sockname")[1])

    def send(self, text: str) -> None:
        """Put a message on its way; does not wait, and does not tell whether it arrived."""
        self._frame(TEXT, text.encode())

    async def receive(self) -> str:
        """Return the next message.

        Raises
        ------
        Closed
            If there is none any more.
        """
        whole = b""
        while True:
            try:
                last, kind, payload = await self._read()
            except (asyncio.IncompleteReadError, OSError) as error:
                raise Closed(str(error)) from error
            if kind == PING:
                self._frame(PONG, payload)
            elif kind == CLOSE:
                self.code = struct.unpack("!H", payload[:2])[0] if len(payload) >= 2 else None
                raise Closed(f"closed with {self.code}")
            elif kind != PONG:
                whole += payload
                if last:
                    return whole.decode()

    async def _read(self) -> tuple[bool, int, bytes]:
        first, second = await self._reader.readexactly(2)
        length = second & 0x7F
        if length == 126:
            (length,) = struct.unpack("!H", await self._reader.readexactly(2))
        elif length == 127:
            (length,) = struct.unpack("!Q", await self._reader.readexactly(8))
        if length > LARGEST_FRAME or second & 0x80:
            raise Closed("the server sent no proper frame")
        return bool(first & 0x80), first & 0x0F, await self._reader.readexactly(length)

    def _frame(self, kind: int, payload: bytes) -> None:
        size = len(payload)
        if size < 126:
            head = struct.pack("!BB", 0x80 | kind, 0x80 | size)
        elif size < 65536:
            head = struct.pack("!BBH", 0x80 | kind, 0x80 | 126, size)
        else:
            head = struct.pack("!BBQ", 0x80 | kind, 0x80 | 127, size)
        mask = os.urandom(4)
        if not self._writer.transport.is_closing():
            self._writer.write(head + mask + _masked(payload, mask))

    def close(self) -> None:
        """Say goodbye and end the connection."""
        self._frame(CLOSE, struct.pack("!H", 1000))
        self._writer.close()

    def drop(self) -> None:
        """End the connection at once, without a word."""
        self._writer.transport.abort()


async def connect(address: Address, path: str, patience: float = 10.0) -> WebSocket:
    """Open a WebSocket.

    Raises
    ------
    Closed
        If the server cannot be reached within ``patience`` seconds or does not want this.
    """
    try:
        async with asyncio.timeout(patience):
            reader, writer = await asyncio.open_connection(address.host, address.port, limit=LONGEST_HEAD)
            try:
                await _shake_hands(reader, writer, address, path)
            except BaseException:
                writer.transport.abort()
                raise
    except (OSError, asyncio.IncompleteReadError, asyncio.LimitOverrunError) as error:  # also TimeoutError
        raise Closed(str(error)) from error
    return WebSocket(reader, writer)


async def _shake_hands(
    reader: asyncio.StreamReader, writer: asyncio.StreamWriter, address: Address, path: str
) -> None:
    key = base64.b64encode(os.urandom(16))
    writer.write(address.request(path, key))
    head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1")
    if " 101 " not in head.split("\r\n", 1)[0]:
        raise Closed(f"the server answered {head.splitlines()[0]!r}")
    proof = base64.b64encode(hashlib.sha1(key + MAGIC).digest()).decode()
    if proof not in head:
        raise Closed("the server did not prove that it speaks WebSocket")


def _masked(payload: bytes, mask: bytes) -> bytes:
    size = len(payload)
    key = (mask * (size // 4 + 1))[:size]
    return (int.from_bytes(payload, "big") ^ int.from_bytes(key, "big")).to_bytes(size, "big")
