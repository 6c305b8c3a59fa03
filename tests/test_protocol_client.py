"""The benchmarks' protocol client and proxy: they must themselves be right before they can say anything of the server."""

from __future__ import annotations

import asyncio
import json
import struct
from collections.abc import Callable
from typing import Any

import pytest
from tornado.httpserver import HTTPServer
from tornado.netutil import bind_sockets
from tornado.web import Application
from tornado.websocket import WebSocketHandler

from benchmarks import phones
from benchmarks.phones import Client, Console, Phone, new_id, new_receipt
from benchmarks.proxy import Line, Proxy
from benchmarks.websocket import Address, Closed, connect
from tests.asyncs import run_async


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


@pytest.fixture(autouse=True)
def impatient(monkeypatch):
    monkeypatch.setattr(phones, "PATIENCE", 0.3)
    monkeypatch.setattr(phones, "RETRY", (0.01, 0.02))
    monkeypatch.setattr(phones, "HELD_BACK", 0.05)


async def happens(holds: Callable[[], Any]) -> None:
    async with asyncio.timeout(10):
        while not holds():
            await asyncio.sleep(0.005)


def with_phone(story: Callable[[Kit, Phone], Any]) -> None:
    async def told() -> None:
        async with Kit() as kit:
            phone = Phone(kit.address, "K7MPWX")
            phone.start()
            try:
                async with asyncio.timeout(20):
                    await story(kit, phone)
            finally:
                await phone.stop()

    run_async(told())


def test_it_says_hello_and_keeps_the_state_that_it_is_told():
    async def story(kit, phone):
        kit.state = {"now": None, "activity/notes-1": {"open": True}}
        await phone.opened()
        assert kit.heard[0][0] == {"type": "hello", "v": 1, "receipt": phone.receipt}
        assert phone.me == "p-1"
        assert phone.state == kit.state
        change = {"type": "state", "whole": False, "set": {"now": "notes-1"}, "drop": ["activity/notes-1"]}
        kit.sockets[0].write_message(json.dumps(change))
        await happens(lambda: phone.state == {"now": "notes-1"})

    with_phone(story)


def test_what_was_not_answered_is_sent_again_in_order_and_under_the_same_id():
    async def story(kit, phone):
        kit.answer = lambda said: None
        await phone.opened()
        answers = [phone.note("notes-1", f"Note {number}") for number in range(5)]
        await happens(lambda: len(kit.said(0)) == 5)
        kit.answer = lambda said: {"type": "done", "id": said["id"]}
        kit.sockets[0].close()
        assert [answer["type"] for answer in await asyncio.gather(*answers)] == ["done"] * 5
        assert kit.said(1) == kit.said(0)
        assert phone.tally.resent == 5
        assert not phone.waiting

    with_phone(story)


def test_what_is_said_while_there_is_no_connection_is_sent_once_there_is_one():
    async def story(kit, phone):
        answer = await phone.join()
        assert answer["type"] == "done"
        assert [one["type"] for one in kit.said(0)] == ["join"]

    with_phone(story)


def test_refused_for_now_is_sent_again_and_nothing_overtakes_it():
    async def story(kit, phone):
        tries = []

        def answer(said):
            tries.append(said["text"])
            if len(tries) == 1:
                return {"type": "refused", "id": said["id"], "why": "too-fast", "words": "", "again_s": 0.1}
            return {"type": "done", "id": said["id"]}

        kit.answer = answer
        await phone.opened()
        first = phone.note("notes-1", "first")
        await happens(lambda: tries)
        await happens(lambda: phone.tally.told_to_wait)
        second = phone.note("notes-1", "second")
        assert (await first)["type"] == (await second)["type"] == "done"
        assert tries == ["first", "first", "second"]

    with_phone(story)


def test_refused_for_good_is_told_and_not_sent_again():
    async def story(kit, phone):
        kit.answer = lambda said: {"type": "refused", "id": said["id"], "why": "closed", "words": "Closed."}
        assert (await phone.note("notes-1", "late"))["why"] == "closed"
        assert not phone.waiting

    with_phone(story)


def test_a_phone_keeps_below_the_limit():
    async def story(kit, phone):
        await phone.opened()
        answers = [phone.note("notes-1", str(number)) for number in range(20)]
        await happens(lambda: len(kit.said(0)) >= 18)
        assert len(kit.said(0)) == 18
        await asyncio.gather(*answers)

    with_phone(story)


def test_a_half_open_connection_is_noticed_and_replaced():
    async def story(kit, phone):
        await phone.opened()
        kit.pongs = False
        await happens(lambda: phone.tally.missed_beats)
        kit.pongs = True
        await happens(lambda: phone.tally.connected >= 2 and phone.connected)

    with_phone(story)


def test_after_a_goodbye_it_comes_back_gently():
    async def story(kit, phone):
        await phone.opened()
        kit.sockets[0].write_message(json.dumps({"type": "goodbye", "why": "full", "words": "Full."}))
        await happens(lambda: phone.tally.connected == 2)
        assert phone.tally.goodbyes == ["full"]

    with_phone(story)


def test_a_console_shows_each_held_note_once():
    async def story():
        async with Kit() as kit:
            console = Console(kit.address, "K7MPWX")
            console.start()
            await console.opened()
            console.shows = True
            for state in ("held", "held", "shown"):
                notes = {f"note/{name}": {"id": name, "state": state} for name in ("n1", "n2")}
                change = {"type": "state", "whole": False, "set": notes, "drop": []}
                kit.sockets[0].write_message(json.dumps(change))
            await happens(lambda: kit.said(0) and not console.waiting)
            await console.stop()
            assert [one["notes"] for one in kit.said(0)] == [["n1", "n2"]]

    run_async(story())


def test_long_frames_and_frames_in_pieces_arrive():
    async def story():
        async with Kit() as kit:
            client = Client(kit.address, "K7MPWX", "screen")
            client.start()
            for size in (100, 200, 70_000):
                text = "ä" * size
                kit.state = {"now": text}
                socket = await connect(kit.address, "/live/K7MPWX/screen")
                socket.send(json.dumps({"type": "hello", "v": 1, "text": text}))
                await socket.receive()
                assert json.loads(await socket.receive())["set"] == {"now": text}
                socket.close()
            await client.stop()
            assert {len(one["text"]) for said in kit.heard for one in said if "text" in one} == {
                100,
                200,
                70_000,
            }

    run_async(story())


def test_a_server_that_wants_no_websocket_is_told():
    async def story():
        async with Kit() as kit:
            with pytest.raises(Closed, match="404"):
                await connect(kit.address, "/elsewhere")

    run_async(story())


def test_ids_and_receipts_are_as_the_protocol_wants_them():
    ids = [new_id() for _ in range(1000)]
    assert len(set(ids)) == 1000
    assert all(len(one) == 26 and set(one) <= set(phones.LETTERS) for one in ids)
    assert len(new_receipt()) == 12 and set(new_receipt()) <= set(phones.RECEIPT)


# ---- the proxy


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


def test_a_client_gets_through_a_line_that_swallows():
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


def test_a_frame_may_come_in_pieces():
    async def story():
        reader = asyncio.StreamReader()
        pieces = [
            (0x01, b"one "),
            (0x89, b"?"),
            (0x00, b"two "),
            (0x80, b"three"),
            (0x88, struct.pack("!H", 4404)),
        ]
        for head, payload in pieces:
            reader.feed_data(struct.pack("!BB", head, len(payload)) + payload)
        written: list[bytes] = []

        class Writer:
            transport = type("Transport", (), {"is_closing": lambda self: False})()
            write = written.append

        socket = phones.WebSocket(reader, Writer())
        assert await socket.receive() == "one two three"
        assert len(written) == 1 and written[0][0] == 0x8A  # the ping was answered
        with pytest.raises(Closed):
            await socket.receive()
        assert socket.code == 4404

    run_async(story())
