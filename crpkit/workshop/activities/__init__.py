"""The kinds of activities a workshop is made of.

Each kind is one module in this folder: a frozen state, a pure ``apply``, and the
tables it gives to an export. Adding a kind means adding a module and naming it in
:data:`_KINDS`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, ClassVar, Protocol, TypeGuard

from crpkit.store import Event
from crpkit.workshop.activities import dots
from crpkit.workshop.activities.ask import AskState, apply_ask, apply_written, said_together
from crpkit.workshop.activities.dots import DotsState
from crpkit.workshop.activities.notes import NotesState, written_together
from crpkit.workshop.activities.tables import ActivityTable
from crpkit.workshop.activities.themes import apply_themes
from crpkit.workshop.people import People


class ActivityState(Protocol):
    """What every activity's state offers."""

    engine: ClassVar[str]
    """What its events begin with: ``dots``, ``notes``, ``ask`` …"""

    @property
    def id(self) -> str:
        """Name of the activity within its workshop."""

    @property
    def prompt(self) -> str | None:
        """The question put to the room; ``None`` if it was taken back."""

    @property
    def open(self) -> bool:
        """Whether phones can take part now."""

    @property
    def added_by(self) -> str:
        """Id of the event that added it."""

    def tables(self, people: People) -> tuple[ActivityTable, ...]:
        """Return what an export writes of it."""

    def with_people(self, people: People) -> ActivityState:
        """Return it with everyone who joined, or itself if that changes nothing."""

    def without_person(self, person: str) -> ActivityState:
        """Return it after a person took everything back, or itself if that changes nothing."""

    def without_words(self, event_id: str, fields: tuple[str, ...]) -> ActivityState:
        """Return it after words of an event were taken back, or itself if that changes nothing."""


# An event of the right kind goes to the module that knows it; what it returns is kept as the activity's state.
Apply = Callable[[Any, Event], ActivityState | None]

_KINDS: Mapping[str, Apply] = {
    "dots": dots.apply_dots,
    "notes": apply_written,
    "ask": apply_ask,
    "themes": apply_themes,
}

Together = Callable[[Any, Sequence[Event]], ActivityState]
# What a room full of phones sends, by the activity it goes to: such events do not depend on each other, so several
# can be taken together.
_TOGETHER: Mapping[type, tuple[frozenset[str], Together]] = {
    AskState: (frozenset(("ask/cast", "notes/written")), said_together),
    DotsState: (frozenset(("dots/cast",)), dots.cast_together),
    NotesState: (frozenset(("notes/written",)), written_together),
}
FROM_PHONES: frozenset[str] = frozenset().union(*(kinds for kinds, _ in _TOGETHER.values()))


def notes_of(activity: object) -> NotesState | None:
    """Return what people write in an activity; ``None`` if nobody writes in it."""
    if isinstance(activity, AskState):
        return activity.writing if activity.boxes else None
    return activity if isinstance(activity, NotesState) else None


def is_vote(activity: object) -> TypeGuard[DotsState | AskState]:
    """Say whether people choose something in an activity."""
    return isinstance(activity, DotsState) or (isinstance(activity, AskState) and bool(activity.method))


def registered(name: str) -> Apply | None:
    """Return the ``apply`` of the kind of activity that an event's name begins with, if there is one."""
    return _KINDS.get(name)


def taken_together(activity: object) -> tuple[frozenset[str], Together] | None:
    """Return which kinds of events an activity takes several of at once, and how; ``None`` if none."""
    return _TOGETHER.get(type(activity))
