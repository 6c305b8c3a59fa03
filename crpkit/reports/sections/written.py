"""What people wrote: in their own words, under its headings, as far as it may be quoted."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from crpkit.charts.looks import named
from crpkit.reports.document import NO_VALUE, Card, CardGroup, Cards, DataTable, Heading, Paragraph, Part
from crpkit.reports.gathered import Gathered
from crpkit.reports.quoting import standing
from crpkit.tables.small import LEAST_SHOWN
from crpkit.workshop import Note
from crpkit.workshop.activities import ActivityState, notes_of
from crpkit.workshop.activities.ask import NOT_SAID, AskState, Box, Field
from crpkit.workshop.activities.ask.voices import voices_answering

NOTHING = "Nothing was written."


def written_parts(given: Gathered, activity: ActivityState) -> Iterator[Part]:
    """Yield what was written in an activity, and how many entries are not quoted."""
    if notes_of(activity) is None:
        return
    notes, quoted = standing(activity), given.quoting.quoted(activity)
    if isinstance(activity, AskState) and activity.method and not notes:
        return
    if isinstance(activity, AskState) and activity.method:
        yield Heading(3, _heading(activity))
    yield Paragraph(counted(len(notes), len(quoted)), "small" if notes else "text")
    if not notes:
        return
    if isinstance(activity, AskState):
        yield from _ask(activity, quoted, notes)
    elif quoted:
        yield Cards("Notes", (CardGroup("", tuple(Card(note.text or "") for note in quoted)),))


def _heading(activity: AskState) -> str:
    return activity.boxes[0].title if len(activity.boxes) == 1 else "What was written"


def counted(written: int, quoted: int) -> str:
    """Say how many entries there are, and how many of them are quoted."""
    if not written:
        return NOTHING
    words = "1 entry was written." if written == 1 else f"{written} entries were written."
    if quoted == written:
        return words
    left = written - quoted
    if not quoted:
        none = "It is not quoted" if written == 1 else "None of them is quoted"
        return f"{words} {none}."
    return f"{words} {left} {'is' if left == 1 else 'are'} not quoted."


def _ask(activity: AskState, quoted: Sequence[Note], notes: Sequence[Note]) -> Iterator[Part]:
    title = activity.prompt or activity.title
    if len(activity.boxes) == 1 and len(activity.boxes[0].fields) > 1:
        if quoted:
            yield _lines(activity.boxes[0], quoted, title)
        return
    if len(activity.boxes) == 1:
        groups = _by_item(activity, quoted) if activity.about_items else _one(quoted)
        if groups:
            yield Cards(title, groups)
        return
    if not activity.about_items or len(activity.items) < 2:
        yield Cards(title, _by_box(activity, quoted, notes), 3 if not activity.method else 4)
        return
    for item in activity.items:  # a canvas for each option
        about = [note for note in notes if note.about == item.id]
        if about:
            yield Heading(3, f"{item.letter}  {named(item.title)}")
            mine = [note for note in quoted if note.about == item.id]
            yield Cards(named(item.title), _by_box(activity, mine, about), 4)
    loose = [note for note in notes if note.about not in {item.id for item in activity.items}]
    if loose:
        yield Heading(3, "About no option in particular")
        ids = {note.id for note in loose}
        mine = [note for note in quoted if note.id in ids]
        yield Cards(title, _by_box(activity, mine, loose), 4)


def _one(quoted: Sequence[Note]) -> tuple[CardGroup, ...]:
    return (CardGroup("", tuple(_card(note, ()) for note in quoted)),) if quoted else ()


def _by_item(activity: AskState, quoted: Sequence[Note]) -> tuple[CardGroup, ...]:
    groups = []
    titles = {item.id: f"{item.letter}  {named(item.title)}" for item in activity.items}
    for name, title in {**titles, "": "About none in particular"}.items():
        cards = tuple(
            _card(note, activity.boxes[0].fields)
            for note in quoted
            if (note.about if note.about in titles else "") == name
        )
        if cards:
            groups.append(CardGroup(title, cards))
    return tuple(groups)


def _by_box(activity: AskState, quoted: Sequence[Note], notes: Sequence[Note]) -> tuple[CardGroup, ...]:
    """Return the entries of a canvas under its headings; empty headings stay, because they say what is open."""
    groups = []
    voices = voices_to_name(activity)
    first = activity.boxes[0].id
    for box in activity.boxes:
        mine = [note for note in quoted if (note.box or first) == box.id]
        left = sum((note.box or first) == box.id for note in notes) - len(mine)
        note = f"{left} not quoted." if left else "" if mine else NOTHING
        groups.append(
            CardGroup(
                box.title,
                tuple(_card(one, box.fields, _from_where(activity, one, voices)) for one in mine),
                note,
            )
        )
    return tuple(groups)


def voices_to_name(activity: AskState, least: int = LEAST_SHOWN) -> dict[str, str]:
    """Return voice → words by which it may stand beside what was written; none if that could tell who wrote it.

    Where one voice is too small to be named, naming the others would give it away: then none is.
    """
    if activity.voices is None:
        return {}
    people = dict(voices_answering(activity))
    for note in activity.writing.notes.values():  # who wrote may have answered nothing
        people.setdefault(activity.voice_of(note), 0)
    wrote = {
        activity.voice_of(note) for note in activity.writing.notes.values() if note.state != "taken-back"
    }
    if any(0 < number < least for number in people.values()) or any(people[voice] < least for voice in wrote):
        return {}
    return {one.id: one.title for one in activity.voices.answers} | {NOT_SAID: "not said"}


def _from_where(activity: AskState, note: Note, voices: Mapping[str, str]) -> tuple[tuple[str, str], ...]:
    found = voices.get(activity.voice_of(note))
    return () if found is None else (("Speaks from", found),)


def _lines(box: Box, quoted: Sequence[Note], title: str) -> DataTable:
    """Return entries with several fields, commitments for example, as a table."""
    rows = []
    for note in quoted:
        values = {"text": note.text, **note.more}
        rows.append(tuple(values.get(field.id) or NO_VALUE for field in box.fields))
    return DataTable(title, tuple(_field_title(field, box) for field in box.fields), tuple(rows))


def _field_title(field: Field, box: Box) -> str:
    return field.title or (box.title if field.id == "text" else field.id)


def _card(note: Note, fields: Sequence[Field], besides: tuple[tuple[str, str], ...] = ()) -> Card:
    titles = {field.id: field.title or field.id for field in fields}
    more = tuple((titles.get(name, name), words) for name, words in note.more.items() if words)
    return Card(note.text or "", (*besides, *more))
