"""What a workshop looks like: a pure fold over its events.

``apply(state, event)`` returns the next state and changes nothing. Screens, exports
and replay all fold the same events, so they cannot disagree.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from types import MappingProxyType

from crpkit.store import Event
from crpkit.workshop import bodies
from crpkit.workshop.activities import ActivityState, registered


@dataclass(frozen=True)
class HeadCount:
    """How many people are in the room, as far as they wish to say.

    Attributes
    ----------
    total
        All people in the room; ``None`` while nobody has counted.
    families
        Family id → people; families nobody counted are absent.
    """

    total: int | None = None
    families: Mapping[str, int] = field(default_factory=dict)

    @property
    def not_said(self) -> int:
        """People in the room whose family was not said."""
        return max(0, (self.total or 0) - sum(self.families.values()))


@dataclass(frozen=True)
class WorkshopState:
    """A workshop at one moment.

    Attributes
    ----------
    code, title, started
        Its six characters, its title (``None`` if taken back), and when it was created (UTC).
    room
        The latest head-count.
    activities
        Activity id → state, in the order they were added.
    """

    code: str
    title: str | None = ""
    started: datetime | None = None
    room: HeadCount = HeadCount()
    activities: Mapping[str, ActivityState] = field(default_factory=lambda: MappingProxyType({}))


def apply(state: WorkshopState, event: Event) -> WorkshopState:
    """Return the state after an event.

    Pure and total: an event of an unknown kind, or whose body crpkit would not write, changes nothing.
    """
    try:
        return _after(state, event)
    except bodies.Malformed:
        return state


def _after(state: WorkshopState, event: Event) -> WorkshopState:
    if event.kind == "workshop/created":
        if state.started is not None:
            return state
        return replace(state, title=event.words.get("title"), started=event.at)
    if event.kind == "workshop/titled":
        return replace(state, title=event.words.get("title"))
    if event.kind == "room/counted":
        total = None if event.body.get("total") is None else bodies.number(event.body, "total")
        return replace(state, room=HeadCount(total, bodies.numbers(event.body, "families")))
    apply_kind = registered(event.kind.partition("/")[0])
    if apply_kind is None:
        return state
    activity = bodies.name(event.body, "activity")
    after = apply_kind(state.activities.get(activity), event)
    if after is None:
        return state
    return replace(state, activities=MappingProxyType({**state.activities, activity: after}))


def fold(code: str, events: Iterable[Event]) -> WorkshopState:
    """Apply events in order to an empty workshop."""
    state = WorkshopState(code)
    for event in events:
        state = apply(state, event)
    return state
