"""Silent notes: everyone writes at the same time; the facilitator decides what stands on the wall, and when."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import cached_property
from typing import ClassVar

from crpkit.store import Event
from crpkit.workshop import bodies
from crpkit.workshop.activities.tables import ActivityTable, tidy_frame
from crpkit.workshop.maps import frozen, with_items
from crpkit.workshop.people import People

STATES = ("held", "shown", "hidden", "care", "taken-back")
CHANNELS = ("spoken", "paper")
NOTE_COLUMNS = [
    "note_id",
    "activity_id",
    "text",
    "participant",
    "families",
    "channel",
    "at",
    "state",
    "consent",
    "evidence",
]
NOT_ASKED = "not asked"
NOT_SAID = "not said"
_STEP = 100_000  # more notes than one event can name
_NOTHING: Mapping[str, str | None] = frozen()
# What an event does to notes in which state.
_MOVES: Mapping[str, tuple[tuple[str, ...], str]] = {
    "shown": (("held", "hidden"), "shown"),
    "hidden": (("held", "shown"), "hidden"),
    "held": (("shown", "hidden"), "held"),
    "care": (("held", "shown", "hidden"), "care"),
    "care-over": (("care",), "held"),
}


@dataclass(frozen=True)
class Note:
    """One note.

    Attributes
    ----------
    id, evidence, at, actor
        Of the event that brought it; the actor is a person's pseudonym or ``facilitator``.
    channel
        ``phone``, ``spoken`` or ``paper``.
    text
        Its words; ``None`` if they were taken back, or are not in this log (notes that need care are not exported).
    state
        ``held``, ``shown``, ``hidden``, ``care`` or ``taken-back``.
    families
        Of whoever said it, where the facilitator wrote that down; what people with phones said is in :class:`People`.
    place
        Order on the wall while it is shown: later is larger. Within one showing the order is mixed.
    box, about
        Under which heading it was written, and about which item of its activity (ids); empty where there are none.
    more
        Other fields that were filled in, for example ``who`` and ``when``; a value is ``None`` if it was taken back.
    table
        The table that said it, where the facilitator wrote that down.
    voice
        From where whoever said it speaks, where the facilitator wrote that down.
    """

    id: str
    evidence: str
    at: datetime
    actor: str
    channel: str
    text: str | None
    state: str
    families: tuple[str, ...] = ()
    place: int | None = None
    box: str = ""
    about: str = ""
    more: Mapping[str, str | None] = field(default_factory=lambda: _NOTHING)
    table: str | None = None
    voice: str = ""


@dataclass(frozen=True)
class NotesState:
    """Notes on one prompt at one moment.

    Attributes
    ----------
    id, prompt
        Its name in the workshop and the question.
    open
        Whether phones can write now.
    notes
        Note id → note, in the order in which they came.
    shows
        How many times notes were put on the wall.
    added_by
        Id of the event that added it.
    at_once
        Whether what is written stands on the wall at once; else the facilitator shows it.
    """

    engine: ClassVar[str] = "notes"

    id: str
    prompt: str | None
    open: bool = False
    notes: Mapping[str, Note] = field(default_factory=frozen)
    shows: int = 0
    added_by: str = ""
    at_once: bool = False

    @cached_property
    def counts(self) -> Mapping[str, int]:
        """How many notes are in which state; every state is named."""
        found = Counter(note.state for note in self.notes.values())
        return {state: found[state] for state in STATES}

    def rows(self, people: People, with_care: bool = False) -> list[tuple[object, ...]]:
        """Return one row per note, with :data:`NOTE_COLUMNS`; words of notes that need care only if asked for."""
        return [
            (
                note.id,
                self.id,
                None if note.state == "care" and not with_care else note.text,
                people.stands_for(note.actor),
                ", ".join(people.families(note.actor) or note.families) or NOT_SAID,
                note.channel,
                note.at,
                note.state,
                str(people.consent(note.actor)) if people.get(note.actor) else NOT_ASKED,
                note.evidence,
            )
            for note in self.notes.values()
        ]

    def tables(self, people: People) -> tuple[ActivityTable, ...]:
        """Return the notes for an export, without the words of those that need care."""
        return (ActivityTable("notes", tidy_frame(self.rows(people), NOTE_COLUMNS), private=True),)

    def with_people(self, people: People) -> NotesState:
        """Return the notes: they do not depend on who counts."""
        return self

    def without_person(self, person: str) -> NotesState:
        """Return the notes after a person took everything back."""
        return self._with(_taken_back(note) for note in self.notes.values() if note.actor == person)

    def without_words(self, event_id: str, fields: tuple[str, ...]) -> NotesState:
        """Return the notes after words of an event were taken back."""
        if event_id == self.added_by and "prompt" in fields:
            return replace(self, prompt=None)
        note = self.notes.get(event_id)
        if note is None:
            return self
        if "text" in fields:
            return self._with([_taken_back(note)])
        gone = {name: None for name in fields if name in note.more}
        return self._with([replace(note, more=frozen({**note.more, **gone}))]) if gone else self

    def _with(self, notes: Iterable[Note]) -> NotesState:
        changed = {note.id: note for note in notes if note is not self.notes[note.id]}
        if not changed:
            return self
        return replace(self, notes=with_items(self.notes, changed))


def _taken_back(note: Note) -> Note:
    if note.state == "taken-back":
        return note
    return replace(note, text=None, more=frozen(dict.fromkeys(note.more)), state="taken-back", place=None)


def apply_notes(state: NotesState | None, event: Event) -> NotesState | None:
    """Return the notes after one of the ``notes/…`` events.

    These are added, opened, closed, written, shown, hidden, held, care and care-over. Notes are kept whether open or
    closed: what a phone sent in time may come late.

    Raises
    ------
    Malformed
        If the body does not hold what crpkit writes.
    """
    step = event.kind.partition("/")[2]
    if state is None:
        return _added(event) if step == "added" else None
    if step in ("opened", "closed"):
        return state if state.open == (step == "opened") else replace(state, open=step == "opened")
    if step == "written":
        return written_together(state, (event,))
    if step == "shown":
        return _shown(state, event)
    if step in ("hidden", "held"):
        return _moved(state, bodies.names(event.body, "notes"), step)
    if step in ("care", "care-over"):
        return _moved(state, (bodies.name(event.body, "note"),), step)
    return state


def _added(event: Event) -> NotesState:
    return NotesState(bodies.name(event.body, "activity"), event.words.get("prompt"), added_by=event.id)


def written_together(state: NotesState, events: Iterable[Event]) -> NotesState:
    """Return the notes after several ``notes/written``, as :func:`apply_notes` one by one, but copying them once."""
    fresh: dict[str, Note] = {}
    for event in events:
        if event.id in state.notes or event.id in fresh:
            continue
        with suppress(bodies.Malformed):
            fresh[event.id] = _note(event, len(state.notes) + len(fresh) if state.at_once else None)
    return replace(state, notes=with_items(state.notes, fresh)) if fresh else state


def _note(event: Event, place: int | None) -> Note:
    """Return the note that an event brought; with a place, one that stands on the wall at once."""
    body, words = event.body, event.words
    text = words.get("text")
    gone = text is None and "text" in words
    more = {name: said for name, said in words.items() if name != "text"} if len(words) > 1 else {}
    return Note(
        event.id,
        event.evidence,
        event.at,
        event.actor,
        bodies.name(body, "channel"),
        text,
        "taken-back" if gone else "held" if place is None else "shown",
        bodies.names(body, "families") if "families" in body else (),
        None if gone else place,
        bodies.name(body, "box") if "box" in body else "",
        bodies.name(body, "about") if "about" in body else "",
        frozen(dict.fromkeys(more) if gone else more) if more else _NOTHING,
        bodies.name(body, "table") if "table" in body else None,
        bodies.name(body, "voice") if "voice" in body else "",
    )


def _shown(state: NotesState, event: Event) -> NotesState:
    """Put notes on the wall, in an order that says nothing about who was first.

    Places depend on the event alone, not on what stands there already or was taken back since.
    """
    names = bodies.names(event.body, "notes")
    mixed = sorted(set(names), key=lambda name: hashlib.sha256(f"{event.id} {name}".encode()).digest())
    first = (state.shows + state.at_once) * _STEP  # behind what stood there at once
    places = {name: first + rank for rank, name in enumerate(mixed)}
    after = _moved(state, names, "shown", lambda note: places[note.id])
    return replace(after, shows=state.shows + 1)


def _moved(
    state: NotesState, names: Iterable[str], step: str, place: Callable[[Note], int] | None = None
) -> NotesState:
    before, after = _MOVES[step]
    movable = [state.notes[name] for name in names if name in state.notes]
    return state._with(
        _put(note, after, place(note) if place else None) for note in movable if note.state in before
    )


def _put(note: Note, state: str, place: int | None) -> Note:
    """Return the note in another state; as ``replace``, which takes six times as long, and thousands are moved."""
    moved = object.__new__(Note)
    moved.__dict__.update(note.__dict__, state=state, place=place)
    return moved
