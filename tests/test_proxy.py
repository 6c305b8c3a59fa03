"""The benchmarks' proxy: what it breaks, and what it must not."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Any

import pytest

from benchmarks import phones
from benchmarks.phones import Phone
from benchmarks.proxy import Line, Proxy
from benchmarks.websocket import Address
from tests.asyncs import run_async
from tests.fake_kit import Kit, happens

Ends = tuple[asyncio.StreamReader, asyncio.StreamWriter]


def with_line(story: Callable[[Proxy, Line, Ends, Ends], Any]) -> None:
    """Tell a story of a phone and a server with a proxy between them."""

    async def told() -> None:
        arrived: asyncio.Queue[Ends] = asyncio.Queue()
        held = asyncio.Event()

        async def accept(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            await arrived.put((reader, writer))
            await held.wait()
            writer.close()

        server = await asyncio.start_server(accept, "127.0.0.1", 0)
        async with asyncio.timeout(20), Proxy(server.sockets[0].getsockname()[1]) as proxy:
            phone = await asyncio.open_connection("127.0.0.1", proxy.port)
            there = await arrived.get()
            await happens(lambda: proxy.lines)
            await story(proxy, proxy.lines[0], phone, there)
            phone[1].close()
        held.set()
        server.close()

    run_async(told())


async def arrives(sender: Ends, receiver: Ends, data: bytes = b"hello") -> None:
    sender[1].write(data)
    assert await asyncio.wait_for(receiver[0].readexactly(len(data)), 5) == data


async def is_silent(receiver: Ends) -> None:
    with pytest.raises(TimeoutError):
        await asyncio.wait_for(receiver[0].read(1), 0.2)


def test_the_proxy_carries_both_ways_and_tells_of_the_end():
    async def story(proxy, line, phone, server):
        await arrives(phone, server)
        await arrives(server, phone)
        assert line.works
        phone[1].close()
        assert await server[0].read() == b""

    with_line(story)


def test_the_proxy_delays_and_stalls_without_losing_anything():
    async def story(proxy, line, phone, server):
        loop = asyncio.get_running_loop()
        proxy.inflict(line, "delay", 0.2)
        start = loop.time()
        await arrives(phone, server)
        assert loop.time() - start >= 0.2
        proxy.calm()
        proxy.inflict(line, "stall", 60)
        phone[1].write(b"one ")
        await is_silent(server)
        phone[1].write(b"two")
        proxy.calm()
        assert await asyncio.wait_for(server[0].readexactly(7), 5) == b"one two"
        assert line.works

    with_line(story)


@pytest.mark.parametrize("fault", ["swallow", "swallow-up", "swallow-down"])
def test_what_the_proxy_swallows_is_gone_and_nobody_is_told(fault):
    async def story(proxy, line, phone, server):
        proxy.inflict(line, fault)
        assert line.dead and not line.works
        if fault == "swallow-down":
            await arrives(phone, server)
        else:
            phone[1].write(b"lost")
            await is_silent(server)
        if fault == "swallow-up":
            await arrives(server, phone)
        else:
            server[1].write(b"lost")
            await is_silent(phone)
        proxy.calm()
        assert line.dead
        phone[1].transport.abort()
        await is_silent(server)

    with_line(story)


def test_the_proxy_resets():
    async def story(proxy, line, phone, server):
        proxy.inflict(line, "reset")
        for end in (phone, server):
            with pytest.raises(ConnectionResetError):
                await end[0].read(1)
        assert proxy.done == {"reset": 1}

    with_line(story)


def test_the_proxy_takes_a_connection_and_never_answers():
    async def story(proxy, line, phone, server):
        proxy.half_open = True
        other = await asyncio.open_connection("127.0.0.1", proxy.port)
        other[1].write(b"anyone there?")
        await is_silent(other)
        await is_silent(server)
        assert proxy.lines[1].dead
        assert proxy.done == {"half-open": 1}
        other[1].close()

    with_line(story)


def test_a_client_gets_through_a_line_that_swallows(monkeypatch):
    monkeypatch.setattr(phones, "PATIENCE", 0.3)
    monkeypatch.setattr(phones, "RETRY", (0.01, 0.02))

    async def story():
        async with Kit() as kit, Proxy(kit.address.port) as proxy:
            phone = Phone(Address("127.0.0.1", proxy.port, kit.address.name), "K7MPWX")
            phone.start()
            await phone.opened()
            assert phone.port == proxy.lines[0].phone.get_extra_info("peername")[1]
            proxy.inflict(proxy.lines[0], "swallow-down")
            answer = await asyncio.wait_for(phone.note("notes-1", "once"), 10)
            assert answer["type"] == "done"
            assert kit.said(0) == kit.said(1)  # it had arrived; only its answer was lost
            await phone.stop()

    run_async(story())
