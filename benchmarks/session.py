"""A whole session with a room full of phones: from the facilitator's click to the last phone on the next step.

    python -m benchmarks.session --phones 100 [--json] [--keep FOLDER]

A real ``crpkit serve`` on a new workspace, an agenda of eight steps (check-in, notes, agreement, three statements, a ranking,
the principles, commitments, reflection), and so many phones (:mod:`benchmarks.phones`) in another process than the server's.
In each step every phone chooses where there is something to choose, changes its mind once in a while, and writes; 300 notes in
all. Then the console sends ``agenda-go``, while the last of them may still be on their way: people do not stop because a
facilitator presses a button.

- ``step_p95_ms``: from sending the click until *all* phones know of the next step, at the 95th percentile of the steps; of
  eight that is the slowest. ``step_median_ms`` is their median, ``phone_p95_ms`` over every phone in every step.
- ``lost``: acknowledged, but not in the record as it was sent; recounted after the server has stopped.
  ``late`` was refused because its step had been closed meanwhile: the phone was told so.
- ``fold_20000_s``: reading and folding a log of 20,000 events; ``append_ms``: folding one more, at the 95th percentile. See
  :mod:`benchmarks.folding`. ``reading_s`` is the part of it that is reading.
- ``themes_300_s``: :func:`crpkit.sensemaking.suggest_themes` on 300 notes, in a process that has not done so before.
"""

from __future__ import annotations

import asyncio
import itertools
import json
import os
import random
import statistics
import tempfile
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from benchmarks.figures import options, percentile, tell
from benchmarks.folding import AGENDA, ballot, fields_of, fold_times, long_log
from benchmarks.phones import Console, Phone
from benchmarks.room import Room, Server, workplace
from benchmarks.talking import ACKS, Book, gather_phones, stop_all, until
from crpkit.sensemaking import suggest_themes
from crpkit.workshop import Workshop, read_agenda
from crpkit.workshop.activities import notes_of
from crpkit.workshop.activities.ask import AskState
from crpkit.workspace import new_workspace, open_workspace

NOTES = 300
EVENTS = 20_000
STEPS = """\
type: crpkit/agenda
version: 1
title: A measured session
steps:
  - {id: here, kind: check-in, prompt: Which of these fits you best today?, minutes: 1}
  - {id: notes, kind: notes, prompt: What would make it easier to take part?, minutes: 1}
  - {id: respect, kind: agreement, prompt: What does respect mean to us?, minutes: 1}
  - id: stands
    kind: statements
    prompt: Do you agree?
    minutes: 1
    options: [{title: Start small.}, {title: Pay people first.}, {title: Communities lead.}]
  - {id: ranking, kind: choose, method: ranking, options: 'framework:interventions', prompt: What first?, minutes: 1}
  - {id: principles, kind: principles, subject_from: ranking, prompt: Does it do this?, minutes: 1}
  - {id: promises, kind: commitments, prompt: What will you do next?, minutes: 1}
  - {id: look-back, kind: reflection, prompt: How was this for you?, minutes: 1}
"""


@dataclass
class Run:
    """What was measured; milliseconds for each step until each phone knew of it."""

    steps: list[list[float]] = field(default_factory=list)
    sent: int = 0
    late: int = 0


def make_session(folder: Path) -> Room:
    """Make a workspace and a workshop with the agenda in it."""
    new_workspace(folder)
    file = folder / AGENDA.with_name("measured.yaml")
    file.write_text(STEPS, encoding="utf-8")
    workspace = open_workspace(folder)
    try:
        workshop = Workshop.create(workspace, "A measured session", agenda=read_agenda(file))
    finally:
        workspace.close()
    return Room(folder, workshop.code, "", "", ())


def activity_now(folder: Path, code: str) -> tuple[str, Any]:
    """Return the step that runs and its activity, as the record has it."""
    workspace = open_workspace(folder)
    try:
        state = Workshop.open(workspace, code).state
    finally:
        workspace.close()
    assert state.agenda is not None
    name = state.agenda.now or ""
    return name, state.activities.get(name)


class Arrivals:
    """Takes the time at which each phone learns of a step."""

    def __init__(self, phones: list[Phone]) -> None:
        self._phones = phones
        self._start = 0.0
        self._before: tuple[str | None, ...] = ()
        self.ms: dict[int, float] = {}
        for number, phone in enumerate(phones):
            phone.changed = lambda number=number, phone=phone: self._look(number, phone)

    def begin(self) -> None:
        """Start the clock: whatever step comes next is the one that counts."""
        self._before = tuple(_step(phone) for phone in self._phones)
        self.ms = {}
        self._start = time.perf_counter()

    def _look(self, number: int, phone: Phone) -> None:
        if self._before and number not in self.ms and _step(phone) != self._before[number]:
            self.ms[number] = (time.perf_counter() - self._start) * 1000


def _step(phone: Phone) -> str | None:
    agenda = phone.state.get("agenda")
    return None if agenda is None else agenda["now"]


async def run(server: Server, room: Room, count: int) -> Run:
    """Play the session and measure."""
    done, chance, numbers = Run(), random.Random(4), itertools.count(1)
    console = Console(server.console(), room.code)
    console.start()
    await console.opened()
    names = [step["id"] for step in console.state["agenda"]["steps"]]
    phones = await gather_phones(server.address, room.code, count)
    arrivals = Arrivals(phones)
    writing = [name for name in names if name not in ("here", "stands", "ranking")]
    with Book(room.folder / ACKS) as book:
        seen: str | None = None
        for name in names:
            arrivals.begin()
            answer = await console.send({"type": "agenda-go", "step": name, "seen": seen})
            assert answer["type"] == "done", answer
            await until(lambda: len(arrivals.ms) == count, 30, f"all phones knew of {name}")
            done.steps.append(list(arrivals.ms.values()))
            _, activity = await asyncio.to_thread(activity_now, room.folder, room.code)
            share = NOTES // len(writing) + (name == writing[0]) * (NOTES % len(writing))
            await _talk(book, phones, name, activity, share if name in writing else 0, chance, numbers)
            seen = name
        await until(lambda: not any(phone.waiting for phone in phones), 60, "everything was answered")
        await stop_all(console, *phones)
    done.sent, done.late = len(book.sent), sum(why == "closed" for why in book.refused)
    return done


async def _talk(
    book: Book,
    phones: list[Phone],
    name: str,
    activity: Any,
    notes: int,
    chance: random.Random,
    numbers: itertools.count[int],
) -> None:
    """Let everyone take part in a step within a second; the last things are on their way when it ends."""
    writers = [chance.choice(phones) for _ in range(notes)]
    acts: list[tuple[Phone, bool]] = [(phone, True) for phone in writers]
    if isinstance(activity, AskState) and activity.method and activity.items:
        acts += [(phone, False) for phone in phones] + [(phone, False) for phone in phones[::3]]
    chance.shuffle(acts)
    for phone, writes in acts:
        if writes:
            text = f"Note {next(numbers)}: a warm room near the bus stop"
            book.note(phone, name, text, fields_of(activity, chance))
        else:
            book.ballot(phone, name, ballot(activity, chance))
        await asyncio.sleep(1 / len(acts))


def lost(folder: Path, code: str, book: list[dict[str, Any]]) -> int:
    """Count what was acknowledged but is not in the record as it was sent."""
    workspace = open_workspace(folder)
    try:
        workshop = Workshop.open(workspace, code)
        state, events = workshop.state, {event.id: event for event in workspace.log.events(workshop.stream)}
    finally:
        workspace.close()
    missing, last = 0, {}
    for line in book:
        if line["kind"] == "note":
            written = notes_of(state.activities[line["activity"]])
            note = None if written is None else written.notes.get(line["id"])
            missing += note is None or note.text != line["content"] or note.actor != line["person"]
        else:
            missing += line["id"] not in events
            last[line["activity"], line["person"]] = max(
                last.get((line["activity"], line["person"]), ""), line["id"]
            )
    casts = {line["id"]: line["content"] for line in book if line["kind"] == "ballot"}
    for (activity, person), name in last.items():
        cast = state.activities[activity].cast.get(person)  # type: ignore[attr-defined]
        missing += cast is None or dict(cast.dots or {}) != casts[name]
    return missing


def themes_seconds() -> float:
    """Return how long themes for 300 invented notes take."""
    chance = random.Random(2)
    topics = (
        "a warm room near the bus stop",
        "being paid on the day",
        "words that people use",
        "time to get to know each other",
    )
    more = (
        "for us",
        "here in our group",
        "when we begin",
        "with people who have never done this",
        "and want to",
    )
    texts = [f"{chance.choice(topics)} {' '.join(chance.choices(more, k=3))}" for _ in range(NOTES)]
    start = time.perf_counter()
    suggest_themes(texts)
    return time.perf_counter() - start


def measure(phones: int, keep: Path | None) -> dict[str, Any]:
    """Play, recount, fold and suggest; return the figures."""
    themes = themes_seconds()
    with workplace(keep) as folder:
        room = make_session(folder)
        with Server(folder) as server:
            done = asyncio.run(run(server, room, phones))
        book = [json.loads(line) for line in (folder / ACKS).read_text(encoding="utf-8").splitlines()]
        gone = lost(folder, room.code, book)
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as place:
        folded = fold_times(Path(place) / "long", long_log(Path(place) / "long", EVENTS))
    last = [max(step) for step in done.steps]
    every = [ms for step in done.steps for ms in step]
    return {
        "phones": phones,
        "steps": len(done.steps),
        "step_p95_ms": percentile(last, 0.95, len(last)),
        "step_median_ms": round(statistics.median(last), 1),
        "phone_p95_ms": percentile(every, 0.95, len(every)),
        "sent": done.sent,
        "acknowledged": len(book),
        "late": done.late,
        "lost": gone,
        "fold_20000_s": folded.whole_s,
        "reading_s": folded.reading_s,
        "append_ms": folded.one_ms,
        "themes_300_s": round(themes, 3),
        "cores": os.cpu_count(),
    }


def main() -> None:
    """Print the figures, or one line of JSON."""
    words = options(__doc__, ("phones", 100, "how many phones"))
    tell(lambda: measure(words.phones, words.keep), words.json)


if __name__ == "__main__":
    main()
