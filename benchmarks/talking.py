"""Phones that say things, and a book of what was sent and what was acknowledged."""

from __future__ import annotations

import asyncio
import itertools
import json
import random
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TextIO

from benchmarks.phones import Client, Message, Phone
from benchmarks.room import DOTS_EACH, Room
from benchmarks.websocket import Address

ACKS = "acks.jsonl"


@dataclass
class Sent:
    """Something a phone said, and when it was acknowledged.

    Attributes
    ----------
    id, kind, activity
        The message's id; ``note`` or ``ballot``; where it belongs.
    person
        Pseudonym of who said it.
    content
        The note's text, or the ballot's dots.
    acknowledged_ms
        Milliseconds from sending it the first time until it was acknowledged; ``None`` if it was not.
    """

    id: str
    kind: str
    activity: str
    person: str
    content: Any
    acknowledged_ms: float | None = None


class Book:
    """Keeps what was sent, and writes each acknowledgement to a file as it comes.

    Parameters
    ----------
    path
        The file; each line is one JSON object with ``id``, ``kind``, ``activity``, ``at``, ``person`` and ``content``.

    Attributes
    ----------
    sent
        Id → what was sent.
    refused
        Reasons of refusals for good; there should be none.
    """

    def __init__(self, path: Path) -> None:
        self.sent: dict[str, Sent] = {}
        self.refused: list[str] = []
        self._file: TextIO = path.open("w", encoding="utf-8")

    def __enter__(self) -> Book:
        return self

    def __exit__(self, *exception: object) -> None:
        self._file.close()

    @property
    def acknowledged(self) -> list[Sent]:
        """What was acknowledged."""
        return [one for one in self.sent.values() if one.acknowledged_ms is not None]

    def note(
        self, phone: Phone, activity: str, text: str, fields: Message | None = None
    ) -> asyncio.Future[Message]:
        """Send a note and keep the books about it."""
        return self._keep(phone, "note", activity, text, phone.note(activity, text, fields))

    def ballot(self, phone: Phone, activity: str, dots: dict[str, int]) -> asyncio.Future[Message]:
        """Send a ballot and keep the books about it."""
        return self._keep(phone, "ballot", activity, dots, phone.ballot(activity, dots))

    def _keep(
        self, phone: Phone, kind: str, activity: str, content: Any, answer: asyncio.Future[Message]
    ) -> asyncio.Future[Message]:
        entry = next(reversed(phone.waiting.values()))  # the one that was just sent
        one = Sent(entry.message["id"], kind, activity, phone.me or "", content)
        self.sent[one.id] = one
        answer.add_done_callback(lambda done: self._answered(one, entry.since, done))
        return answer

    def _answered(self, one: Sent, since: float, answer: asyncio.Future[Message]) -> None:
        if answer.cancelled():
            return
        if answer.result()["type"] != "done":
            self.refused.append(answer.result()["why"])
            print(f"refused: {one.kind} of {one.person}: {answer.result()['words']}", file=sys.stderr)
            return
        one.acknowledged_ms = (time.perf_counter() - since) * 1000
        line = {
            "id": one.id,
            "kind": one.kind,
            "activity": one.activity,
            "at": round(time.time(), 3),
            "person": one.person,
            "content": one.content,
        }
        self._file.write(json.dumps(line, ensure_ascii=False) + "\n")
        self._file.flush()


class Talker:
    """Lets phones say one thing after another.

    Parameters
    ----------
    room, book
        Where, and where it is written down.
    chance
        What is drawn.
    """

    def __init__(self, room: Room, book: Book, chance: random.Random) -> None:
        self._room = room
        self._book = book
        self._chance = chance
        self._numbers = itertools.count(1)

    def say(self, phone: Phone) -> None:
        """Send a note, or now and then a ballot."""
        if self._chance.random() < 0.35:
            dots = self._chance.sample(self._room.options, DOTS_EACH)
            self._book.ballot(phone, self._room.dots, dict.fromkeys(dots, 1))
        else:
            self._book.note(phone, self._room.notes, f"Note {next(self._numbers)}: a quiet room helps")

    async def keep_talking(self, phone: Phone, between: tuple[float, float], most: int) -> None:
        """Say something every now and then, unless so many things wait for an answer already."""
        while True:
            await asyncio.sleep(self._chance.uniform(*between))
            if len(phone.waiting) < most:
                self.say(phone)


async def gather_phones(
    address: Address, code: str, count: int, seed: int | None = None, at_once: int = 50
) -> list[Phone]:
    """Connect so many phones and join; a few at a time, as people do who scan one picture."""
    phones: list[Phone] = []
    for start in range(0, count, at_once):
        some = [
            Phone(address, code, random.Random(None if seed is None else seed + number))
            for number in range(start, min(start + at_once, count))
        ]
        for phone in some:
            phone.start()
        joined = [phone.join() for phone in some]
        for answer in await asyncio.wait_for(asyncio.gather(*joined), 120):
            if answer["type"] != "done":
                raise RuntimeError(f"a phone could not join: {answer}")
        phones += some
    return phones


async def stop_all(*clients: Client) -> None:
    """Disconnect all of these."""
    await asyncio.gather(*(client.stop() for client in clients))


async def until(holds: Callable[[], bool], seconds: float, what: str) -> None:
    """Wait until it is so.

    Raises
    ------
    TimeoutError
        If it is not within so many seconds.
    """
    end = time.monotonic() + seconds
    while not holds():
        if time.monotonic() > end:
            raise TimeoutError(f"waited {seconds:.0f} seconds in vain until {what}")
        await asyncio.sleep(0.02)
