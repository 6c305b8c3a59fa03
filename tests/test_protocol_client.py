"""The benchmarks' protocol client: it must itself be right before it can say anything of the server."""

from __future__ import annotations

import asyncio
import json
import struct
from collections.abc import Callable
from typing import Any

import pytest

from benchmarks import phones
from benchmarks.phones import Client, Console, Phone, new_id, new_receipt
from benchmarks.websocket import Closed, connect
from tests.asyncs import run_async
from tests.fake_kit import Kit, happens


@pytest.fixture(autouse=True)
def impatient(monkeypatch):
    monkeypatch.setattr(phones, "PATIENCE", 0.3)
    monkeypatch.setattr(phones, "RETRY", (0.01, 0.02))
    monkeypatch.setattr(phones, "HELD_BACK", 0.05)


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
        assert kit.heard[0][0] == {"type": "hello", "v": 1, **phone._hello}
        assert set(phone._hello) == {"receipt", "page"}
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
