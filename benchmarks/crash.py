"""Kill the server in the middle of a burst, again and again, and count afterwards what is in the record.

    python -m benchmarks.crash --kills 50 [--phones 20] [--json] [--keep FOLDER]

So many phones send notes and ballots without a pause. At a random moment all of them send at once, and within the next
60 milliseconds the server is killed (SIGKILL; on Windows TerminateProcess) while it commits. It is started again on the
same port; the phones notice, reconnect and send again what was not acknowledged, and when all are back the burst goes on.
After the last kill everything is sent to the end, the server is stopped, and the record is compared with the phones'
books:

- ``lost``: acknowledged, but not in the record with the same words or dots.
- ``missing``: sent by the end, but not in the record.
- ``duplicated``: entries that are in the record more often than they were sent.
- ``outdated``: people whose ballot that counts is not the last one they sent.
- ``refused``: refused for good; nothing that is sent here deserves that.
- ``unanswered_at_kill``: messages on their way when the server died, all kills together: proof that it was busy.
- ``worst_recovery_s``: seconds from when the server's link was printed until all phones were back and answered.
"""

from __future__ import annotations

import asyncio
import os
import random
import time
from typing import Any

from benchmarks.counting import recount
from benchmarks.figures import options, tell
from benchmarks.phones import Phone
from benchmarks.room import Room, Server, make_room, workplace
from benchmarks.talking import ACKS, Book, Talker, gather_phones, stop_all, until

BETWEEN = (0.25, 0.45)  # seconds between two messages of a phone: below the server's 4 a second
VOLLEY = 3  # messages of each phone at once, just before the kill
AIM = 0.06  # seconds within which the kill follows the volley
BURST = (0.7, 2.0)  # seconds of burst before each kill


async def _kill_in_a_burst(
    server: Server, talker: Talker, phones: list[Phone], chance: random.Random
) -> tuple[int, float]:
    """Return how many messages had no answer when the server died, and seconds until all were answered."""
    await asyncio.sleep(chance.uniform(*BURST))
    for phone in phones:
        for _ in range(VOLLEY):
            talker.say(phone)
    await asyncio.sleep(chance.uniform(0, AIM))
    await asyncio.to_thread(server.kill)
    unanswered = [message for phone in phones for message, entry in phone.waiting.items() if entry.on_its_way]
    await asyncio.to_thread(server.stop)
    await asyncio.to_thread(server.start)
    start = time.perf_counter()
    await until(
        lambda: (
            all(phone.connected for phone in phones)
            and not any(message in phone.waiting for phone in phones for message in unanswered)
        ),
        90,
        "all were back and what was on its way at the kill was answered",
    )
    return len(unanswered), time.perf_counter() - start


async def run(server: Server, room: Room, kills: int, count: int, seed: int) -> dict[str, Any]:
    """Kill so many times; return the figures that the phones know."""
    chance = random.Random(seed)
    with Book(room.folder / ACKS) as book:
        phones = await gather_phones(server.address, room.code, count, seed)
        talker = Talker(room, book, chance)
        talking = [asyncio.create_task(talker.keep_talking(phone, BETWEEN, 12)) for phone in phones]
        outcomes = [await _kill_in_a_burst(server, talker, phones, chance) for _ in range(kills)]
        for task in talking:
            task.cancel()
        await until(lambda: not any(phone.waiting for phone in phones), 90, "everything was answered")
        await stop_all(*phones)
    await asyncio.to_thread(server.stop)
    count_again = recount(room.folder, room.code, book.sent.values())
    return {
        "kills": kills,
        "phones": count,
        "sent": len(book.sent),
        "acknowledged": len(book.acknowledged),
        "refused": len(book.refused),
        "stored_notes": count_again.stored,
        "lost": count_again.lost,
        "missing": count_again.missing,
        "duplicated": count_again.duplicated,
        "outdated": count_again.outdated,
        "unanswered_at_kill": sum(unanswered for unanswered, _ in outcomes),
        "resent": sum(phone.tally.resent for phone in phones),
        "worst_recovery_s": round(max(seconds for _, seconds in outcomes), 2),
        "cores": os.cpu_count(),
    }


def main() -> None:
    """Print the figures, or one line of JSON."""
    words = options(
        __doc__,
        ("kills", 50, "how many times the server is killed"),
        ("phones", 20, "how many phones talk"),
        ("seed", 3, "where chance begins"),
    )

    def measure() -> dict[str, Any]:
        with workplace(words.keep) as folder:
            room = make_room(folder)
            with Server(folder) as server:
                return asyncio.run(run(server, room, words.kills, words.phones, words.seed))

    tell(measure, words.json)


if __name__ == "__main__":
    main()
