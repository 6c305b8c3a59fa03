"""A workshop as tidy tables: one row for each note, each vote for an option, each person."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

import pandas as pd

from crpkit.workshop.activities import is_vote, notes_of
from crpkit.workshop.activities.ask import AskState
from crpkit.workshop.activities.casts import PHONE, Cast
from crpkit.workshop.activities.dots import DotsState
from crpkit.workshop.activities.notes import NOT_ASKED, NOT_SAID, NOTE_COLUMNS
from crpkit.workshop.activities.tables import tidy_frame
from crpkit.workshop.people import People, Person
from crpkit.workshop.state import WorkshopState

VOTE_COLUMNS = [
    "ballot_id",
    "activity_id",
    "option",
    "letter",
    "title",
    "dots",
    "participant",
    "families",
    "channel",
    "at",
    "consent",
    "evidence",
    "people",
]
PARTICIPANT_COLUMNS = [
    "participant",
    "label",
    "at",
    "families",
    "experience",
    "consent",
    "counts",
    "aside",
    "into",
    "taken_back",
    "notes",
    "ballots",
]


def notes_frame(state: WorkshopState, with_care: bool = False) -> pd.DataFrame:
    """Return one row per note; see :meth:`crpkit.workshop.Workshop.notes`."""
    rows = [
        row
        for activity in state.activities.values()
        if (written := notes_of(activity)) is not None
        for row in written.rows(state.people, with_care)
    ]
    return tidy_frame(rows, NOTE_COLUMNS)


def votes_frame(state: WorkshopState, with_open: bool = False) -> pd.DataFrame:
    """Return one row per ballot or entry and option; see :meth:`crpkit.workshop.Workshop.votes`."""
    rows: list[tuple[object, ...]] = [
        (
            one.event_id,
            vote.id,
            option.id,
            option.letter,
            option.title,
            dots,
            *_giver(one.actor, state.people),
            one.channel,
            one.at,
            str(state.people.consent(one.actor)) if isinstance(one, Cast) else NOT_ASKED,
            one.evidence,
            1 if isinstance(one, Cast) else None,
        )
        for vote in state.activities.values()
        if isinstance(vote, DotsState) and (with_open or not vote.open)
        for one, option, dots in vote.rows()
    ]
    rows += [
        row
        for vote in state.activities.values()
        if isinstance(vote, AskState) and vote.method and (with_open or not vote.open)
        for row in _choices(vote, state.people)
    ]
    return tidy_frame(rows, VOTE_COLUMNS)


def _choices(vote: AskState, people: People) -> Iterator[tuple[object, ...]]:
    """Yield one row per item of each ballot that counts; the number is what the method says, see ``docs/files.md``."""
    items = {item.id: item for item in vote.items}
    events = {one.evidence: (one.event_id, one.at) for one in vote.placed}
    events |= {one.evidence: (one.event_id, one.at) for one in vote.cast.values()}
    for one in vote.counted:
        event_id, at = events[one.evidence]
        phone = one.channel == PHONE
        families = [f"{name} {number}" if number > 1 else name for name, number in one.families.items()]
        for name, number in one.ballot.items():
            yield (
                event_id,
                vote.id,
                name,
                items[name].letter,
                items[name].title,
                number,
                people.stands_for(one.actor),
                ", ".join(families) or NOT_SAID,
                one.channel,
                at,
                str(people.consent(one.actor)) if phone else NOT_ASKED,
                one.evidence,
                one.people or None,
            )


def _giver(actor: str, people: People) -> tuple[str | None, str]:
    return people.stands_for(actor), ", ".join(people.families(actor)) or NOT_SAID


def _about(person: Person, people: People) -> tuple[str, str]:
    """Return families and experience: figures can be made of them, so only of those who agreed to be counted."""
    if not people.may_count(person.id):
        return "", ""
    return ", ".join(person.families) or NOT_SAID, person.experience or NOT_SAID


def participants_frame(state: WorkshopState) -> pd.DataFrame:
    """Return one row per phone that joined; see :meth:`crpkit.workshop.Workshop.participants`."""
    notes: Counter[str] = Counter()
    ballots: Counter[str] = Counter()
    for activity in state.activities.values():
        written = notes_of(activity)
        if written is not None:
            notes.update(note.actor for note in written.notes.values() if note.state != "taken-back")
        if is_vote(activity):
            ballots.update(person for person, cast in activity.cast.items() if cast.dots)
    counted = {person.id for person in state.people.counted}
    rows = [
        (
            person.id,
            person.label,
            person.joined,
            *_about(person, state.people),
            str(person.consent),
            person.id in counted,
            person.aside,
            person.into,
            person.taken_back,
            notes[person.id],
            ballots[person.id],
        )
        for person in state.people
    ]
    return tidy_frame(rows, PARTICIPANT_COLUMNS)
