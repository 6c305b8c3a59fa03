"""What each role may see of a workshop: flat maps from keys to values, as ``docs/protocol.md`` lists them.

Pure functions. Whatever is not put in here never reaches a client.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial
from typing import Any

from crpkit.workshop.activities.dots import DotsState
from crpkit.workshop.activities.notes import Note, NotesState
from crpkit.workshop.people import Consent, People, Person
from crpkit.workshop.state import WorkshopState

View = dict[str, Any]


@dataclass(frozen=True)
class Around:
    """What is not in the log: who is connected, and what the workspace says.

    Attributes
    ----------
    connected
        Person ids with an open connection.
    team, until
        The workspace's title, and the day until which words are kept (ISO 8601), or ``None``.
    families
        Family id → title.
    join
        Where phones go, as the protocol has it.
    care
        What a disclosure asks of the facilitator, in paragraphs.
    second
        The link that opens the console on another device.
    secret
        Makes names for notes that only this server can trace back.
    """

    connected: frozenset[str] = frozenset()
    team: str = ""
    until: str | None = None
    families: Mapping[str, str] = field(default_factory=dict)
    join: Mapping[str, Any] = field(default_factory=dict)
    care: tuple[str, ...] = ()
    second: str | None = None
    secret: bytes = b""


class Memo:
    """Remembers what a view was made of, so that notes and people that have not changed cost next to nothing.

    Each view made with a memo is the next one of the same role.
    """

    def __init__(self) -> None:
        self._notes: dict[str, tuple[Mapping[str, Note], View, Mapping[str, int]]] = {}
        self._people: dict[str, tuple[Person, tuple[object, ...], dict[str, Any]]] = {}

    def notes(
        self,
        activity: NotesState,
        make: Callable[[Note], dict[str, Any] | None],
        called: Callable[[str], str] = str,
    ) -> tuple[View, Mapping[str, int]]:
        """Return key → value of an activity's notes, and person → number of notes that stand.

        Parameters
        ----------
        activity
            Notes.
        make
            Returns the value of a note, or ``None`` if this role does not see it; called for notes that changed only.
        called
            Returns the name of a note for this role.
        """
        nothing: tuple[Mapping[str, Note], View, Mapping[str, int]] = ({}, {}, {})
        known, view, given = self._notes.get(activity.id, nothing)
        if known is activity.notes:
            return view, given
        if len(known) > len(activity.notes):
            known, view, given = nothing  # the log was folded anew
        view, counts = dict(view), dict(given)
        for name, note in activity.notes.items():
            earlier = known.get(name)
            if earlier is note:
                continue
            value = make(note)
            if value is not None:
                view[f"note/{value['id']}"] = value
            elif earlier is not None:
                view.pop(f"note/{called(name)}", None)
            change = _stands(note) - (earlier is not None and _stands(earlier))
            counts[note.actor] = counts.get(note.actor, 0) + change
        self._notes[activity.id] = (activity.notes, view, counts)
        return view, counts

    def person(self, person: Person, connected: bool, notes: int, ballots: int) -> dict[str, Any]:
        """Return the value of a person; made only if something about them is another than last time."""
        now = (connected, notes, ballots)
        known = self._people.get(person.id)
        if known is not None and known[0] is person and known[1] == now:
            return known[2]
        value = _person(person, *now)
        self._people[person.id] = (person, now, value)
        return value


def _stands(note: Note) -> bool:
    return note.state != "taken-back"


def everyone(state: WorkshopState) -> View:
    """Return what all roles see."""
    return {
        "workshop": {"title": state.title, "code": state.code, "ended": state.ended},
        "now": state.now,
    }


def phones(state: WorkshopState, around: Around) -> View:
    """Return what all phones see; it changes only when the facilitator does something."""
    view = everyone(state)
    view["notice"] = {"team": around.team, "until": around.until}
    view["families"] = _families(around)
    for order, activity in enumerate(state.activities.values()):
        view[f"activity/{activity.id}"] = _activity(activity, order)
    return view


def phone(state: WorkshopState, person: str) -> View:
    """Return what one phone sees of its own."""
    known = state.people.get(person)
    view: View = {"me": _me(person, known)}
    if known is None or known.taken_back:
        return view
    for activity in state.activities.values():
        if isinstance(activity, NotesState):
            for note in activity.notes.values():
                if note.actor == person and note.text is not None:
                    view[f"mine/{note.id}"] = _own(note, activity.id)
        elif isinstance(activity, DotsState):
            cast = activity.cast.get(person)
            if cast is not None and cast.dots is not None:
                view[f"ballot/{activity.id}"] = dict(cast.dots)
    return view


def _me(person: str, known: Person | None) -> dict[str, Any]:
    consent = known.consent if known is not None else Consent()
    return {
        "id": person,
        "label": known.label if known is not None else "",
        "joined": known is not None and not known.taken_back,
        "consent": {"count": consent.count, "quote": consent.quote, "trace": consent.trace},
        "families": list(known.families) if known is not None else [],
        "experience": known.experience if known is not None else "",
        "taken_back": known is not None and known.taken_back,
    }


def _own(note: Note, activity: str) -> dict[str, Any]:
    # That a note is hidden, or set aside as needing care, is not told: the person may be looked at over the shoulder.
    shown = "shown" if note.state == "shown" else "kept"
    return {"id": note.id, "activity": activity, "text": note.text, "at": _when(note.at), "state": shown}


def screen(state: WorkshopState, around: Around, memo: Memo | None = None) -> View:
    """Return what stands on the projector; ``memo`` keeps values from one view to the next."""
    memo = memo or Memo()
    view = {**everyone(state), **_stage(state, around)}
    for order, activity in enumerate(state.activities.values()):
        value = _activity(activity, order)
        if isinstance(activity, NotesState):
            value["count"] = _note_counts(activity)["count"]
            called = partial(_nameless, secret=around.secret)
            view |= memo.notes(activity, partial(_on_the_wall, activity.id, called), called)[0]
        elif isinstance(activity, DotsState):
            value["voters"] = _voters(activity)
        view[f"activity/{activity.id}"] = value
    return view


def _on_the_wall(activity: str, called: Callable[[str], str], note: Note) -> dict[str, Any] | None:
    if note.state != "shown" or note.text is None:
        return None
    return {"id": called(note.id), "activity": activity, "text": note.text, "place": note.place}


def _nameless(note: str, secret: bytes) -> str:
    """Return another name for a note: its id tells when it was written, and so who was looking at a phone then."""
    return hashlib.blake2b(note.encode(), key=secret, digest_size=12).hexdigest()


def _stage(state: WorkshopState, around: Around) -> View:
    counting = state.people.counting
    connected = len(state.people.counting_ids & around.connected)
    return {
        "stage": {"what": state.stage.what, "activity": state.stage.activity},
        "join": dict(around.join),
        "here": {"joined": len(counting), "connected": connected, "room": state.room.total},
    }


def console(state: WorkshopState, around: Around, memo: Memo | None = None) -> View:
    """Return what the facilitator sees; ``memo`` keeps values from one view to the next."""
    memo = memo or Memo()
    view = {**everyone(state), **_stage(state, around), "families": _families(around)}
    view["care"] = list(around.care)
    view["second"] = around.second
    view["room"] = {
        "total": state.room.total,
        "paper": state.room.paper,
        "joined": len(state.people.counting),
        "families": dict(state.room.families),
    }
    people = state.people
    given: Counter[str] = Counter()
    for order, activity in enumerate(state.activities.values()):
        value = _activity(activity, order)
        if isinstance(activity, NotesState):
            value |= _note_counts(activity)
            notes, standing = memo.notes(activity, partial(_note, activity.id, people))
            view |= notes
            given.update(standing)
        elif isinstance(activity, DotsState):
            value |= _vote_for_console(activity, state.room.total)
        view[f"activity/{activity.id}"] = value
    ballots = _ballots(state)
    connected = around.connected
    for name, person in people.by_id.items():
        view[f"person/{name}"] = memo.person(
            person, name in connected, given.get(name, 0), ballots.get(name, 0)
        )
    return view


def _note(activity: str, people: People, note: Note) -> dict[str, Any]:
    person = people.get(note.actor)
    return {
        "id": note.id,
        "activity": activity,
        "text": note.text,
        "at": _when(note.at),
        "state": note.state,
        "channel": note.channel,
        "person": None if person is None else person.label,
    }


def _note_counts(activity: NotesState) -> dict[str, int]:
    counts = activity.counts
    standing = len(activity.notes) - counts["taken-back"]
    return {
        "count": standing,
        "held": counts["held"],
        "shown": counts["shown"],
        "hidden": counts["hidden"],
        "care": counts["care"],
        "taken_back": counts["taken-back"],
    }


def _vote_for_console(vote: DotsState, people: int | None) -> dict[str, Any]:
    placed = vote.placed
    last = vote.counting[-1] if vote.counting else None
    letters = {option.id: option.letter for option in vote.options}
    return {
        "voters": _voters(vote),
        "placed": placed,
        "dots_left": None if people is None else people * vote.dots_each - placed,
        "result": None if vote.open else _result(vote),
        "last": None
        if last is None
        else {"id": last.event_id, "words": f"{last.dots} × {letters.get(last.option, '?')}"},
    }


def _voters(vote: DotsState) -> int:
    return len(
        {voter for cast in vote.cast.values() if cast.dots and (voter := vote.people.voter(cast.actor))}
    )


def _ballots(state: WorkshopState) -> Counter[str]:
    return Counter(
        cast.actor
        for activity in state.activities.values()
        if isinstance(activity, DotsState)
        for cast in activity.cast.values()
        if cast.dots
    )


def _person(person: Person, connected: bool, notes: int, ballots: int) -> dict[str, Any]:
    return {
        "id": person.id,
        "label": person.label,
        "at": _when(person.joined),
        "connected": connected,
        "aside": person.aside,
        "into": person.into,
        "taken_back": person.taken_back,
        "notes": notes,
        "ballots": ballots,
    }


def _activity(activity: Any, order: int) -> dict[str, Any]:
    """Return what every role may know of an activity; the result only when it is closed and shown."""
    common = {"id": activity.id, "prompt": activity.prompt, "open": activity.open, "order": order}
    if not isinstance(activity, DotsState):
        return {**common, "kind": "notes"}
    options = [
        {"id": option.id, "letter": option.letter, "title": option.title, "detail": option.detail}
        for option in activity.options
    ]
    visible = activity.shown and not activity.open
    return {
        **common,
        "kind": "dots",
        "dots_each": activity.dots_each,
        "options": options,
        "shown": visible,
        "result": _result(activity) if visible else None,
    }


def _result(vote: DotsState) -> list[dict[str, Any]]:
    return [
        {"option": ranked.option.id, "dots": ranked.dots, "place": ranked.place} for ranked in vote.ranked()
    ]


def _families(around: Around) -> list[dict[str, str]]:
    return [{"id": name, "title": title} for name, title in around.families.items()]


def _when(at: datetime) -> str:
    return at.isoformat(timespec="seconds")


def changes(before: View | None, after: View) -> dict[str, Any] | None:
    """Return the message that leads from one view to another; ``None`` if nothing changed.

    Parameters
    ----------
    before
        What the client knows; ``None`` if it knows nothing.
    after
        What it should know.
    """
    if before is None:
        return {"type": "state", "whole": True, "set": after, "drop": []}
    if before is after:
        return None
    missing = object()
    changed = {
        key: value
        for key, value in after.items()
        if (old := before.get(key, missing)) is not value and old != value
    }
    gone = [key for key in before if key not in after]
    if not changed and not gone:
        return None
    return {"type": "state", "whole": False, "set": changed, "drop": gone}


def touched(before: WorkshopState, after: WorkshopState) -> set[str]:
    """Return the persons whose own view may be another now.

    Parts that have not changed are the same objects, so this costs little.
    """
    persons: set[str] = set()
    if before.people is not after.people:
        persons |= {person.id for person in after.people if before.people.get(person.id) is not person}
    for name, activity in after.activities.items():
        earlier = before.activities.get(name)
        if activity is earlier:
            continue
        if isinstance(activity, NotesState):
            known = earlier.notes if isinstance(earlier, NotesState) else {}
            persons |= {note.actor for key, note in activity.notes.items() if known.get(key) is not note}
        elif isinstance(activity, DotsState):
            cast = earlier.cast if isinstance(earlier, DotsState) else {}
            persons |= {name for name, one in activity.cast.items() if cast.get(name) is not one}
    return persons
