"""Fifty phones behind a network that fails, for two minutes; then count what was lost and wait until all are up to date.

    python -m benchmarks.faults [--seconds 120] [--phones 50] [--seed 7] [--json] [--keep FOLDER]

A TCP proxy stands between the phones and the server (:mod:`benchmarks.proxy`). Every phone is struck again and again:
its connection is delayed, stalled, swallowed (both ways or one), or reset, and now and then the whole room at once; for
short times new connections are left half-open. Meanwhile each phone sends a note or a ballot every one to three seconds.

Then the faults end, and in the same moment the console opens a new activity, the *marker*. Connections whose bytes were
swallowed are not brought back to life and not reset: the phones must find out by themselves, which is the hardest
case. A phone is *current* once it knows the marker, all it sent was acknowledged, and its state lists all its notes and
its last ballot. Afterwards each phone's state is compared, key by key, with what the server tells a second connection
of the same phone that does not pass the proxy. The record is recounted from the workspace.

- ``worst_recovery_s``: seconds from the end of the faults until the last phone was current.
- ``worst_recovery_of_dead_s``, ``worst_recovery_of_others_s``: the same for phones whose connection was dead when the
  faults ended, and for the others.
- ``not_current``: phones that were not within a minute, or whose state differs from the server's.
- ``lost``, ``missing``, ``duplicated``, ``outdated``: as in :mod:`benchmarks.crash`.
"""

from __future__ import annotations

import asyncio
import os
import random
import time
from contextlib import suppress
from typing import Any

from benchmarks.counting import recount
from benchmarks.figures import options, tell
from benchmarks.phones import Console, Phone
from benchmarks.proxy import FAULTS, Line, Proxy
from benchmarks.room import HERE, Room, Server, make_room, workplace
from benchmarks.talking import ACKS, Book, Talker, gather_phones, stop_all, until
from benchmarks.websocket import Address

BETWEEN = (1.0, 3.0)  # seconds between two messages of a phone
EVERY = 10.0  # seconds after which a phone is struck again, on average
DELAYS = (0.05, 3.0)
STALLS = (0.5, 12.0)  # some longer than the heartbeat's patience
HALF_OPEN = (1.0, 3.0)
WHOLE_ROOM = 20.0  # seconds between two faults that strike all at once
MOST_WAIT = 60.0


class Weather:
    """Draws what goes wrong, and when.

    Parameters
    ----------
    proxy
        Where it goes wrong.
    phones
        How many phones there are.
    chance
        Where it is drawn.
    """

    def __init__(self, proxy: Proxy, phones: int, chance: random.Random) -> None:
        self._proxy = proxy
        self._pause = EVERY / phones
        self._chance = chance

    async def rage(self, seconds: float) -> None:
        """Let things go wrong for so long."""
        with_all = [
            asyncio.create_task(self._strike_some()),
            asyncio.create_task(self._strike_all()),
            asyncio.create_task(self._leave_half_open()),
        ]
        await asyncio.sleep(seconds)
        for task in with_all:
            task.cancel()
        self._proxy.calm()

    async def _strike_some(self) -> None:
        while True:
            await asyncio.sleep(self._chance.expovariate(1 / self._pause))
            lines = [line for line in self._proxy.lines if line.works]
            if lines:
                self._strike(self._chance.choice(lines), self._chance.choice(FAULTS))

    async def _strike_all(self) -> None:
        while True:
            await asyncio.sleep(self._chance.uniform(0.5, 1.5) * WHOLE_ROOM)
            fault = self._chance.choice(("stall", "reset", "swallow"))
            for line in [line for line in self._proxy.lines if line.works]:
                self._strike(line, fault)

    async def _leave_half_open(self) -> None:
        while True:
            await asyncio.sleep(self._chance.uniform(5, 15))
            self._proxy.half_open = True
            await asyncio.sleep(self._chance.uniform(*HALF_OPEN))
            self._proxy.half_open = False

    def _strike(self, line: Line, fault: str) -> None:
        span = DELAYS if fault == "delay" else STALLS
        self._proxy.inflict(line, fault, self._chance.uniform(*span))


class Watch:
    """Notes when each phone is current.

    Parameters
    ----------
    room, book
        What was sent where.
    phones
        Whom to watch.
    """

    def __init__(self, room: Room, book: Book, phones: list[Phone]) -> None:
        self.marker: str | None = None
        self.current: dict[str, float] = {}  # receipt -> seconds after the faults ended
        self._room = room
        self._began = time.perf_counter()
        self._notes: dict[str, set[str]] = {}
        self._ballot: dict[str, dict[str, int]] = {}
        for one in book.sent.values():
            if one.kind == "note":
                self._notes.setdefault(one.person, set()).add(one.id)
            else:
                self._ballot[one.person] = one.content
        for phone in phones:
            phone.changed = lambda phone=phone: self._look(phone)
        self._phones = phones

    def mark(self, marker: str) -> None:
        """Keep the id of the activity that was opened at the end of the faults."""
        self.marker = marker
        for phone in self._phones:
            self._look(phone)

    def _look(self, phone: Phone) -> None:
        if self.marker is None or phone.receipt in self.current or phone.waiting:
            return
        me = phone.me or ""
        mine = {key.removeprefix("mine/") for key in phone.state if key.startswith("mine/")}
        ballot = phone.state.get(f"ballot/{self._room.dots}")
        if (
            f"activity/{self.marker}" in phone.state
            and mine == self._notes.get(me, set())
            and (me not in self._ballot or ballot == self._ballot[me])
        ):
            self.current[phone.receipt] = time.perf_counter() - self._began


async def run(server: Server, room: Room, seconds: float, count: int, seed: int) -> dict[str, Any]:
    """Send through bad weather, wait for the phones, count again."""
    console = Console(server.console(), room.code)
    console.start()
    async with Proxy(server.port) as proxy:
        through = Address(HERE, proxy.port, server.address.name)
        with Book(room.folder / ACKS) as book:
            phones = await gather_phones(through, room.code, count, seed)
            await _talk_in_bad_weather(proxy, room, book, phones, seconds, seed)
            dead = {id(line.phone) for line in proxy.lines if line.dead}
            cut_off = _phones_on(proxy, phones, dead)
            watch = Watch(room, book, phones)
            answer = await console.send(
                {"type": "add", "kind": "notes", "prompt": "The marker", "open": True}
            )
            if answer["type"] != "done":
                raise RuntimeError(f"the marker was refused: {answer}")
            await until(lambda: _marker(console) is not None, 20, "the console saw the marker")
            watch.mark(_marker(console) or "")
            with suppress(TimeoutError):
                await until(lambda: len(watch.current) == count, MOST_WAIT, "all phones were current")
            differing = await _differing(server, room, phones)
        tallies = [phone.tally for phone in phones]
        await stop_all(console, *phones)
        struck = dict(sorted(proxy.done.items()))
    await asyncio.to_thread(server.stop)
    again = recount(room.folder, room.code, book.sent.values())
    times = {phone.receipt: watch.current.get(phone.receipt, MOST_WAIT) for phone in phones}
    return {
        "phones": count,
        "seconds": seconds,
        "sent": len(book.sent),
        "acknowledged": len(book.acknowledged),
        "refused": len(book.refused),
        "stored_notes": again.stored,
        "lost": again.lost,
        "missing": again.missing,
        "duplicated": again.duplicated,
        "outdated": again.outdated,
        "not_current": len({*differing, *(one for one in times if one not in watch.current)}),
        "worst_recovery_s": round(max(times.values()), 2),
        "worst_recovery_of_dead_s": _worst(times, cut_off),
        "worst_recovery_of_others_s": _worst(times, set(times) - cut_off),
        "dead_at_the_end": len(cut_off),
        "faults": struck,
        "reconnects": sum(tally.connected - 1 for tally in tallies),
        "missed_beats": sum(tally.missed_beats for tally in tallies),
        "resent": sum(tally.resent for tally in tallies),
        "seed": seed,
        "cores": os.cpu_count(),
    }


async def _talk_in_bad_weather(
    proxy: Proxy, room: Room, book: Book, phones: list[Phone], seconds: float, seed: int
) -> None:
    talker = Talker(room, book, random.Random(seed))
    talking = [asyncio.create_task(talker.keep_talking(phone, BETWEEN, 15)) for phone in phones]
    await Weather(proxy, len(phones), random.Random(seed + 1)).rage(seconds)
    for task in talking:
        task.cancel()


def _phones_on(proxy: Proxy, phones: list[Phone], dead: set[int]) -> set[str]:
    """Return the receipts of the phones that believe in a connection that is dead."""
    ports = {line.phone.get_extra_info("peername")[1] for line in proxy.lines if id(line.phone) in dead}
    return {phone.receipt for phone in phones if phone.port in ports}


def _marker(console: Console) -> str | None:
    for key, value in console.state.items():
        if key.startswith("activity/") and value["prompt"] == "The marker":
            return str(value["id"])
    return None


async def _differing(server: Server, room: Room, phones: list[Phone]) -> set[str]:
    """Return the receipts of phones that know something else than the server tells them directly."""
    found = set()
    for phone in phones:
        other = Phone(server.address, room.code, receipt=phone.receipt)
        other.start()
        await asyncio.wait_for(other.opened(), 20)
        if other.state != phone.state:
            found.add(phone.receipt)
        await other.stop()
    return found


def _worst(times: dict[str, float], whose: set[str]) -> float | None:
    return round(max(times[one] for one in whose), 2) if whose else None


def main() -> None:
    """Print the figures, or one line of JSON."""
    words = options(
        __doc__,
        ("seconds", 120.0, "how long the network fails"),
        ("phones", 50, "how many phones"),
        ("seed", 7, "where chance begins"),
    )

    def measure() -> dict[str, Any]:
        with workplace(words.keep) as folder:
            room = make_room(folder)
            with Server(folder) as server:
                return asyncio.run(run(server, room, words.seconds, words.phones, words.seed))

    tell(measure, words.json)


if __name__ == "__main__":
    main()
