"""A long workshop's log, and how long it takes to fold it: part of :mod:`benchmarks.session`.

The log is that of a whole session: the starter two-hour agenda with 200 people, who change their minds. It is written
through the store, in the shapes in which phones write; three quarters are ballots and the rest notes and the facilitator's
steps.
"""

from __future__ import annotations

import random
import statistics
import time
from dataclasses import dataclass
from itertools import cycle
from pathlib import Path
from typing import Any

from crpkit.store import Draft
from crpkit.workshop import Workshop, read_agenda
from crpkit.workshop.activities import notes_of
from crpkit.workshop.activities.ask import AskState
from crpkit.workshop.folding import fold
from crpkit.workshop.record import STREAM
from crpkit.workshop.sending import ballot_draft, note_draft, table_draft
from crpkit.workshop.state import WorkshopState, apply
from crpkit.workspace import Workspace, new_workspace, open_workspace

PEOPLE = 200
NOTES_EACH = 3  # in each step in which one only writes
BALLOTS = 0.75  # of all events
_VOTES = ("check-in", "agreement", "choose", "statements", "principles")
AGENDA = Path("workshop_data") / "agendas" / "co-design-two-hours.yaml"
_CONSENT = {"count": True, "quote": True, "trace": True}
_SHOWN = 25  # notes put on the wall with one press


@dataclass(frozen=True)
class Fold:
    """Seconds it took.

    Attributes
    ----------
    events
        How many events were folded.
    whole_s
        Reading all from the database and folding them, in a program that has just opened the workspace; the best of
        several, as a machine can only be slower.
    reading_s
        Of this, reading alone.
    one_ms
        Folding one event more, at the 95th percentile of the last thousand events.
    """

    events: int
    whole_s: float
    reading_s: float
    one_ms: float


def long_log(folder: Path, events: int, seed: int = 0) -> str:
    """Write a workshop of so many events into a new workspace, and return its code."""
    new_workspace(folder)
    workspace = open_workspace(folder)
    try:
        return _written(workspace, events, random.Random(seed))
    finally:
        workspace.close()


def _written(workspace: Workspace, events: int, chance: random.Random) -> str:
    workshop = Workshop.create(workspace, "A long day", agenda=read_agenda(workspace.folder / AGENDA))
    stream, log = STREAM + workshop.code, workspace.log
    people = [f"p{number}" for number in range(PEOPLE)]
    log.append(*(Draft(stream, "person/joined", {"consent": _CONSENT}, actor=one) for one in people))
    agenda = workshop.state.agenda
    assert agenda is not None
    for number, step in enumerate(agenda.steps, start=1):
        workshop.next_step()
        left = events - len(log.events(stream))
        if number == len(agenda.steps):
            count, ballots = left, 0.0
        elif step.kind in _VOTES:
            count, ballots = min(left, round(events * BALLOTS / len(_VOTES) / 0.95)), 0.95
        else:
            count, ballots = min(left, PEOPLE * NOTES_EACH), 0.0
        _said(workspace, workshop.state, people, count, ballots, chance)
    return workshop.code


def _said(
    workspace: Workspace,
    state: WorkshopState,
    people: list[str],
    count: int,
    ballots: float,
    chance: random.Random,
) -> None:
    """Fill a step with what people say, so large a part of it ballots; a break with people who change tables."""
    activity = state.activities.get(state.agenda.now or "") if state.agenda else None
    drafts: list[Draft] = []
    waiting: list[str] = []
    for person in cycle(people):
        if len(drafts) >= count:
            break
        writes = activity is not None and notes_of(activity) is not None
        if isinstance(activity, AskState) and activity.method and (not writes or chance.random() < ballots):
            drafts.append(ballot_draft(state, person, activity.id, ballot(activity, chance)))
        elif activity is not None and writes:
            draft = _note(state, activity, person, chance)
            drafts.append(draft)
            waiting.append(str(draft.id))
        else:
            drafts.append(table_draft(state, person, chance.choice(state.tables)))
        if len(waiting) >= _SHOWN and activity is not None:
            shown = {"activity": activity.id, "notes": list(waiting)}
            drafts.append(Draft(STREAM + state.code, "notes/shown", shown))
            waiting.clear()
    workspace.log.append(*drafts[:count])


def ballot(activity: AskState, chance: random.Random) -> dict[str, int]:
    """Return a ballot such as somebody might cast."""
    items = [item.id for item in activity.items]
    if activity.method == "scale":
        return {item: chance.randint(1, len(activity.answers)) for item in items}
    some = chance.sample(items, min(len(items), activity.most or 3, 3))
    if activity.method == "ranking":
        return {item: place for place, item in enumerate(some, start=1)}
    return dict.fromkeys(some[:1] if activity.method == "one" else some, 1)


def _note(state: WorkshopState, activity: object, person: str, chance: random.Random) -> Draft:
    text = " ".join(chance.choices(_WORDS, k=chance.randint(1, 6)))
    return note_draft(state, person, activity.id, text, **fields_of(activity, chance))  # type: ignore[attr-defined]


def fields_of(activity: object, chance: random.Random) -> dict[str, Any]:
    """Return what a note has besides its text: a heading, what it is about, other fields."""
    if not isinstance(activity, AskState):
        return {}
    box = chance.choice(activity.boxes)
    about = chance.choice(activity.items).id if activity.about_items and activity.items else ""
    more = {field.id: "Our group" for field in box.fields if field.id != "text"}
    return {"box": box.id, "about": about, "more": more}


_WORDS = (
    "a warm room",
    "near the bus stop",
    "with food",
    "someone who asks us",
    "what we want",
    "before they begin",
)


def fold_times(folder: Path, code: str, again: int = 7) -> Fold:
    """Measure how long the workshop takes to read and fold; see :class:`Fold`."""
    whole, reading = [], []
    for _ in range(again):
        workspace = open_workspace(folder)
        try:
            start = time.perf_counter()
            events = workspace.log.events(STREAM + code)
            read = time.perf_counter()
            fold(code, events)
            whole.append(time.perf_counter() - start)
            reading.append(read - start)
        finally:
            workspace.close()
    state, single = fold(code, events[:-1000]), []
    for event in events[-1000:]:
        start = time.perf_counter()
        state = apply(state, event)
        single.append((time.perf_counter() - start) * 1000)
    slow = statistics.quantiles(single, n=20)[-1]
    return Fold(len(events), round(min(whole), 3), round(min(reading), 3), round(slow, 4))
