"""How clients are told what is new: only what changed is made anew, and only what changed is sent."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from crpkit.workshop.activities.notes import Note, NotesState
from crpkit.workshop.people import Person

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
        prefix: str = "note/",
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
        prefix
            What the keys begin with.
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
                view[prefix + value["id"]] = value
            elif earlier is not None:
                view.pop(prefix + called(name), None)
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


def _person(person: Person, connected: bool, notes: int, ballots: int) -> dict[str, Any]:
    return {
        "id": person.id,
        "label": person.label,
        "at": when(person.joined),
        "connected": connected,
        "aside": person.aside,
        "into": person.into,
        "taken_back": person.taken_back,
        "notes": notes,
        "ballots": ballots,
        "table": person.table,
    }


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


def when(at: datetime) -> str:
    """Return a moment as the protocol writes it (ISO 8601, to the second)."""
    return at.isoformat(timespec="seconds")
