"""What an activity that asks gives to an export, and its entries as a tidy frame."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from crpkit.workshop.activities.ask.voices import voice_frame
from crpkit.workshop.activities.notes import NOT_ASKED, NOT_SAID
from crpkit.workshop.activities.tables import ActivityTable, tidy_frame
from crpkit.workshop.people import People

if TYPE_CHECKING:
    from crpkit.workshop.activities.ask.state import AskState

ITEM_COLUMNS = ["letter", "item", "title", "detail", "scale", "stands_for"]
BALLOT_COLUMNS = [
    "evidence",
    "at",
    "channel",
    "actor",
    "table",
    "people",
    "families",
    "letter",
    "item",
    "title",
    "number",
    "answer",
]
WRITTEN_FIRST = ["note_id", "activity_id", "box", "box_title", "about", "about_title", "text"]
WRITTEN_LAST = ["participant", "families", "channel", "table", "at", "state", "consent", "evidence"]


def ask_tables(state: AskState, people: People) -> tuple[ActivityTable, ...]:
    """Return the tables of an export; of what is chosen nothing while phones can still choose."""
    found: list[ActivityTable] = []
    if state.method:
        if not state.open and state.voices is not None:
            found.append(ActivityTable("voices", voice_frame(state), private=True))
        elif not state.open:
            found.append(ActivityTable("result", _rounded(state.result()), private=False))
        found.append(ActivityTable("ballots", ballots_frame(state), private=True))
    if state.boxes:
        found.append(ActivityTable("written", written_frame(state, people), private=True))
    if state.items:
        rows = [
            (item.letter, item.id, item.title, item.detail, item.scale, item.source or item.note or "")
            for item in state.items
        ]
        # An item that somebody offered is that person's words.
        private = any(item.note for item in state.items)
        table = tidy_frame(rows, ITEM_COLUMNS)
        found.append(ActivityTable("items", table, private=private, file=False))
    return tuple(found)


def _rounded(table: pd.DataFrame) -> pd.DataFrame:
    numbers = [name for name in ("share_percent", "score") if name in table]
    return table.assign(**{name: table[name].astype(float).round(1) for name in numbers})


def ballots_frame(state: AskState) -> pd.DataFrame:
    """Return one row for each item of each ballot that counts; those from phones only once the activity is closed."""
    items = {item.id: item for item in state.items}
    at = {one.evidence: one.at for one in state.placed}
    at |= {one.evidence: one.at for one in state.cast.values()}
    rows = []
    for one in state.counted:
        if one.channel == "phone" and state.open:
            continue
        families = ", ".join(f"{name} {number}" for name, number in one.families.items())
        for name, number in one.ballot.items():
            item = items.get(name)
            answer = state.answers[number - 1].title if state.method == "scale" else ""
            letter, title = ("", None) if item is None else (item.letter, item.title)
            rows.append(
                (
                    one.evidence,
                    at[one.evidence],
                    one.channel,
                    one.actor,
                    one.table or "",
                    one.people,
                    families,
                    letter,
                    name,
                    title,
                    number,
                    answer,
                    *((one.voice,) if state.voices is not None else ()),
                )
            )
    return tidy_frame(rows, [*BALLOT_COLUMNS, *(("voice",) if state.voices is not None else ())])


def written_frame(state: AskState, people: People, with_care: bool = False) -> pd.DataFrame:
    """Return one row per entry, with a column for each field; words that need care only if asked for."""
    boxes = {box.id: box for box in state.boxes}
    titles = {item.id: item.title for item in state.items}
    more = list(dict.fromkeys(one.id for box in state.boxes for one in box.fields if one.id != "text"))
    rows: list[tuple[object, ...]] = []
    for note in state.writing.notes.values():
        hidden = note.state == "care" and not with_care
        box = boxes.get(note.box)
        rows.append(
            (
                note.id,
                state.id,
                note.box,
                "" if box is None else box.title,
                note.about,
                titles.get(note.about, ""),
                None if hidden else note.text,
                *(None if hidden else note.more.get(name) for name in more),
                people.stands_for(note.actor),
                ", ".join(people.families(note.actor) or note.families) or NOT_SAID,
                note.channel,
                note.table or "",
                note.at,
                note.state,
                str(people.consent(note.actor)) if people.get(note.actor) else NOT_ASKED,
                note.evidence,
                *((state.voice_of(note),) if state.voices is not None else ()),
            )
        )
    last = [*WRITTEN_LAST, *(("voice",) if state.voices is not None else ())]
    return tidy_frame(rows, [*WRITTEN_FIRST, *more, *last])
