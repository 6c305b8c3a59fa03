"""A room full of phones: from a note sent to a note seen on the projector's page, and what a phone costs in memory.

    python -m benchmarks.live --phones 200 --rate 20 --seconds 30 [--json] [--keep FOLDER]

A real ``crpkit serve`` on a new workspace; so many phones (:mod:`benchmarks.phones`) from one address, in another process
than the server's; one console that shows each note as soon as it learns of it, as notes are held until the facilitator shows
them; one real Chromium, 1920 × 1080, on the projector's page. So the way of a note is: phone, disk, console, disk again,
screen. Notes are sent at even intervals whatever comes back, each by another phone. The clock starts when a phone
writes the note to its connection and stops when it can be seen on the page: :mod:`benchmarks.wall` says what that means.

- ``screen_p50_ms``, ``screen_p95_ms``: over all notes that were sent; one that was never seen counts as later than any other
  (a wall of many pages turns to the newest, and may turn past one that two hundred others follow). ``seen`` says how many were.
- ``told_p95_ms``: until another client of the screen's role, without a browser, knew of the note.
- ``page_p95_ms``: until the note is in the page at all, seen or not.
- ``screen_state``: notes that the screen's role was told of in the end; each has its place on the wall.
- ``ack_p50_ms``, ``ack_p95_ms``: from sending a note until it was acknowledged, that is, on disk.
- ``stored``: recounted with ``Workshop.notes()`` after the server has stopped; ``lost``, ``duplicated`` as in
  :mod:`benchmarks.crash`.
- ``late_p95_ms``: by how much the load generator itself was late; if it is large, the machine was too small for both.
- ``server_ms_per_note``, ``load_ms_per_note``: computing time of the server's process and of the load generator's for each
  note, heartbeats and all; unlike the others these hardly depend on what else the machine does.
- ``kb_per_phone``: growth of the server process's resident memory from before to after the phones joined, for each phone,
  in kB (1,000 bytes). Its kernels are processes of their own and not counted; it was left to settle both times, and five other phones had joined before,
  so that what the first one causes to be loaded is not counted.
- ``voila_mb_per_visitor``: memory of the kernel of one visitor of a plain notebook under stock Voilà, in the same run.
"""

from __future__ import annotations

import asyncio
import os
import random
import time
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

import psutil

from benchmarks.counting import Count, recount
from benchmarks.figures import options, percentile, tell
from benchmarks.memory import busy, resident, settled, voila_visitor
from benchmarks.pages import warm
from benchmarks.phones import Client, Console, Message, Phone
from benchmarks.room import Room, Server, make_room, workplace
from benchmarks.talking import ACKS, Book, Sent, gather_phones, stop_all, until
from benchmarks.wall import MARK, MARKED, Wall

FIRST = 5  # phones that join before the memory is measured
TAIL = 15.0  # seconds within which the last note must be seen


class Screen(Client):
    """A client of the screen's role that takes the time at which it was told of each note.

    Attributes
    ----------
    told
        Number of a note → milliseconds from sending it until this client knew it.
    """

    def __init__(self, server: Server, room: Room) -> None:
        super().__init__(server.address, room.code, "screen")
        self.told: dict[int, float] = {}

    def _take_state(self, message: Message) -> None:
        super()._take_state(message)
        now = time.time() * 1000
        for key, value in message["set"].items():
            found = MARKED.search(value["text"]) if key.startswith("note/") else None
            if found:
                self.told.setdefault(int(found.group(2)), now - float(found.group(1)))


class Load:
    """Sends notes at even intervals.

    Parameters
    ----------
    room, book, phones
        Where, written down where, and by whom.
    rate
        Notes a second, all phones together.

    Attributes
    ----------
    late_ms
        By how much each note was sent later than planned.
    """

    def __init__(self, room: Room, book: Book, phones: list[Phone], rate: float) -> None:
        self._room = room
        self._book = book
        self._phones = phones
        self._rate = rate
        self.late_ms: list[float] = []

    async def run(self, seconds: float) -> None:
        """Send for so many seconds."""
        order = random.Random(1).sample(self._phones, len(self._phones))
        start = time.perf_counter()
        for number in range(max(1, round(self._rate * seconds))):
            planned = start + number / self._rate
            while (wait := planned - time.perf_counter()) > 0:
                await asyncio.sleep(wait)
            self.late_ms.append(-wait * 1000)
            text = "A room that is easy to find helps. " + MARK.format(sent=time.time() * 1000, number=number)
            self._book.note(order[number % len(order)], self._room.notes, text)


async def _ready(server: Server) -> None:
    """Wait until the server has made its notebook pages ready: neither their work nor their memory is the phones'."""
    assert server.served is not None
    asked = warm(server.served)
    while True:
        with suppress(OSError):  # a busy machine may be slow to answer
            if await asyncio.to_thread(asked):
                return
        await asyncio.sleep(0.2)


@dataclass
class Run:
    """What was measured in one run; milliseconds by number of note, bytes, and seconds of computing."""

    phones: list[Phone]
    sent: list[Sent]
    refused: int
    late_ms: list[float]
    told: dict[int, float]
    seen: dict[int, float]
    in_page: dict[int, float]
    on_screen: int
    memory: tuple[int, int]
    server_s: float
    load_s: float


async def run(server: Server, room: Room, count: int, rate: float, seconds: float) -> Run:
    """Gather the phones, send, and measure."""
    assert server.served is not None
    await asyncio.wait_for(_ready(server), 120)
    process, load_process = psutil.Process(server.served.process.pid), psutil.Process()
    console, screen, wall = Console(server.console(), room.code), Screen(server, room), Wall()
    console.start()
    screen.start()
    await console.send({"type": "stage", "what": "activity", "activity": room.notes})
    try:
        await wall.open(f"{server.served.base}/screen/{room.code}")
        first = await gather_phones(server.address, room.code, FIRST)
        before = await asyncio.to_thread(settled, lambda: resident(process))
        phones = await gather_phones(server.address, room.code, count)
        after = await asyncio.to_thread(settled, lambda: resident(process))
        await stop_all(*first)
        console.shows = True
        with Book(room.folder / ACKS) as book:
            load = Load(room, book, phones, rate)
            server_s, load_s = busy(process), busy(load_process)
            await load.run(seconds)
            await until(lambda: not any(phone.waiting for phone in phones), 60, "all was acknowledged")
            on_screen = await _shown(screen, len(book.sent))
            server_s, load_s = busy(process) - server_s, busy(load_process) - load_s
        seen, in_page = await wall.seen(), await wall.in_page()
        await stop_all(console, screen, *phones)
    finally:
        await wall.close()
    return Run(
        phones=phones,
        sent=list(book.sent.values()),
        refused=len(book.refused),
        late_ms=load.late_ms,
        told=screen.told,
        seen=seen,
        in_page=in_page,
        on_screen=on_screen,
        memory=(before, after),
        server_s=server_s,
        load_s=load_s,
    )


def figures(done: Run, again: Count) -> dict[str, Any]:
    """Return what is told of a run and of the recount after it."""
    sent, count = len(done.sent), len(done.phones)
    acks = [one.acknowledged_ms for one in done.sent if one.acknowledged_ms is not None]
    before, after = done.memory
    return {
        "sent": sent,
        "acknowledged": len(acks),
        "stored": again.stored,
        "lost": again.lost,
        "duplicated": again.duplicated,
        "refused": done.refused,
        "screen_state": done.on_screen,
        "seen": len(done.seen),
        "screen_p50_ms": percentile(done.seen.values(), 0.5, sent),
        "screen_p95_ms": percentile(done.seen.values(), 0.95, sent),
        "screen_worst_ms": percentile(done.seen.values(), 1.0, sent),
        "told_p95_ms": percentile(done.told.values(), 0.95, sent),
        "page_p95_ms": percentile(done.in_page.values(), 0.95, sent),
        "ack_p50_ms": percentile(acks, 0.5, sent),
        "ack_p95_ms": percentile(acks, 0.95, sent),
        "late_p95_ms": percentile(done.late_ms, 0.95, sent),
        "server_ms_per_note": round(done.server_s * 1000 / sent, 2),
        "load_ms_per_note": round(done.load_s * 1000 / sent, 2),
        "reconnects": sum(phone.tally.connected - 1 for phone in done.phones),
        "goodbyes": sum(len(phone.tally.goodbyes) for phone in done.phones),
        "kb_per_phone": round((after - before) / 1000 / count, 2),
        "server_mb": round(after / 1e6, 1),
    }


async def _shown(screen: Client, expected: int) -> int:
    """Wait until the screen was told of all notes; return of how many it was."""

    def told() -> int:
        return sum(key.startswith("note/") for key in screen.state)

    try:
        await until(lambda: told() >= expected, TAIL, "the screen was told of all notes")
        await asyncio.sleep(1)  # for the page, which was told at the same time
    except TimeoutError:
        pass
    return told()


def main() -> None:
    """Print the figures, or one line of JSON."""
    words = options(
        __doc__,
        ("phones", 200, "how many phones"),
        ("rate", 20.0, "notes a second, all phones together"),
        ("seconds", 30.0, "how long"),
    )

    def measure() -> dict[str, Any]:
        with workplace(words.keep) as folder:
            room = make_room(folder)
            with Server(folder) as server:
                done = asyncio.run(run(server, room, words.phones, words.rate, words.seconds))
            result = figures(done, recount(folder, room.code, done.sent))
        visitor = voila_visitor()
        return {
            "phones": words.phones,
            "rate": words.rate,
            "seconds": words.seconds,
            **result,
            "voila_mb_per_visitor": round(visitor, 1),
            "phone_to_visitor": round(result["kb_per_phone"] / 1000 / visitor, 6),
            "cores": os.cpu_count(),
        }

    tell(measure, words.json)


if __name__ == "__main__":
    main()
