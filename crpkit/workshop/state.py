"""What a workshop looks like: a pure fold over its events.

``apply(state, event)`` returns the next state and changes nothing. Screens, exports
and replay all fold the same events, so they cannot disagree.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime

from crpkit.store import Event
from crpkit.workshop import bodies, changes, photos
from crpkit.workshop.activities import ActivityState, Apply, registered
from crpkit.workshop.agenda import running
from crpkit.workshop.agenda.running import AgendaState
from crpkit.workshop.changes import CHANGE_KIND, Changes, no_changes
from crpkit.workshop.maps import frozen, with_item
from crpkit.workshop.people import People, apply_people
from crpkit.workshop.photos import Photos, no_photos

VIEWS = ("join", "activity", "blank")


@dataclass(frozen=True)
class HeadCount:
    """How many people are in the room, as far as they wish to say.

    Attributes
    ----------
    total
        All people in the room; ``None`` while nobody has counted.
    families
        Family id → people; families nobody counted are absent.
    paper
        People of the total who take part on paper, without a phone; ``None`` while nobody has counted them.
    """

    total: int | None = None
    families: Mapping[str, int] = field(default_factory=dict)
    paper: int | None = None

    @property
    def not_said(self) -> int:
        """People in the room whose family was not said."""
        return max(0, (self.total or 0) - sum(self.families.values()))


@dataclass(frozen=True)
class Stage:
    """What the projector shows.

    Attributes
    ----------
    what
        ``join`` (how to join), ``activity`` or ``blank``.
    activity
        Which one; ``None`` for the one that is put before the room.
    """

    what: str = "join"
    activity: str | None = None


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
    people
        Everyone who joined from a phone.
    stage
        What the projector shows.
    now
        Id of the activity opened last: it is put before the room.
    ended
        Whether phones can write no more.
    titled_by
        Id of the event that brought the title.
    tables
        Names of the tables in the room, in the order in which they were given.
    photos
        Photo id → photo, without the pictures themselves.
    agenda
        The agenda that is run, or ``None``.
    changes
        Changes to a journey that were agreed: id → change, taken back ones included.
    """

    code: str
    title: str | None = ""
    started: datetime | None = None
    room: HeadCount = HeadCount()
    activities: Mapping[str, ActivityState] = field(default_factory=frozen)
    people: People = field(default_factory=People)
    stage: Stage = Stage()
    now: str | None = None
    ended: bool = False
    titled_by: str = ""
    tables: tuple[str, ...] = ()
    photos: Photos = field(default_factory=no_photos)
    agenda: AgendaState | None = None
    changes: Changes = field(default_factory=no_changes)


def apply(state: WorkshopState, event: Event) -> WorkshopState:
    """Return the state after an event.

    Pure and total: an event of an unknown kind, or whose body crpkit would not write, changes nothing. What an event
    did not change stays the very same object. Words that were taken back leave the state with the event that says so,
    so that folding on gives the same as folding again from the start.
    """
    try:
        return _after(state, event)
    except bodies.Malformed:
        return state


def _after(state: WorkshopState, event: Event) -> WorkshopState:
    begins = event.kind.partition("/")[0]
    if begins in _ROOMS:
        return _ROOMS[begins](state, event)
    apply_kind = registered(begins)
    return state if apply_kind is None else _activity_after(state, event, apply_kind)


def _activity_after(state: WorkshopState, event: Event, apply_kind: Apply) -> WorkshopState:
    activity = bodies.name(event.body, "activity")
    event = unless_taken_back(state, event)
    before = state.activities.get(activity)
    after = apply_kind(before, event)
    if after is None:
        return state
    after = after.with_people(state.people)
    opened = event.kind.endswith("/opened")
    if after is before and (not opened or state.now == activity):
        return state
    activities = state.activities if after is before else with_item(state.activities, activity, after)
    return replace(state, activities=activities, now=activity if opened else state.now)


def _workshop_after(state: WorkshopState, event: Event) -> WorkshopState:
    if event.kind == "workshop/created" and state.started is None:
        return replace(state, title=event.words.get("title"), started=event.at, titled_by=event.id)
    if event.kind == "workshop/titled":
        return replace(state, title=event.words.get("title"), titled_by=event.id)
    if event.kind in ("workshop/ended", "workshop/resumed"):
        ended = event.kind == "workshop/ended"
        return state if state.ended == ended else replace(state, ended=ended)
    return state


def _room_after(state: WorkshopState, event: Event) -> WorkshopState:
    if event.kind == "room/tables":
        tables = tuple(dict.fromkeys(bodies.names(event.body, "tables")))
        return state if tables == state.tables else replace(state, tables=tables)
    if event.kind != "room/counted":
        return state
    total, paper = (
        None if event.body.get(name) is None else bodies.number(event.body, name)
        for name in ("total", "paper")
    )
    return replace(state, room=HeadCount(total, bodies.numbers(event.body, "families"), paper))


def _screen_after(state: WorkshopState, event: Event) -> WorkshopState:
    if event.kind != "screen/staged":
        return state
    what = bodies.name(event.body, "what")
    activity = None if event.body.get("activity") is None else bodies.name(event.body, "activity")
    stage = Stage(what, activity)
    return state if what not in VIEWS or stage == state.stage else replace(state, stage=stage)


def with_people(state: WorkshopState, people: People) -> WorkshopState:
    """Return the workshop with everyone who joined."""
    if people is state.people:
        return state
    return _each(replace(state, people=people), lambda activity: activity.with_people(people))


def _people_after(state: WorkshopState, event: Event) -> WorkshopState:
    people = apply_people(state.people, event)
    if people is state.people:
        return state
    state = with_people(state, people)
    if event.kind == "person/took-back":
        state = _each(state, lambda activity: activity.without_person(event.actor))
        state = _with_photos(state, photos.without_person(state.photos, event.actor))
    return state


def _log_after(state: WorkshopState, event: Event) -> WorkshopState:
    """Take words out of the state that were taken back; the log does not hold them any more."""
    if event.kind != "log/erased":
        return state
    name, fields = bodies.name(event.body, "event"), bodies.names(event.body, "fields")
    if name == state.titled_by and "title" in fields:
        return replace(state, title=None)
    state = _with_photos(state, photos.without_words(state.photos, name, fields))
    if state.agenda is not None:
        state = replace(state, agenda=running.without_words(state.agenda, name, fields))
    state = _with_changes(state, changes.without_words(state.changes, name))
    people = state.people.without_words(name, fields)
    return _each(with_people(state, people), lambda activity: activity.without_words(name, fields))


def _agenda_after(state: WorkshopState, event: Event) -> WorkshopState:
    agenda = running.apply_agenda(state.agenda, event)
    return state if agenda is state.agenda else replace(state, agenda=agenda)


def _photo_after(state: WorkshopState, event: Event) -> WorkshopState:
    return _with_photos(state, photos.apply_photos(state.photos, unless_taken_back(state, event)))


def _change_after(state: WorkshopState, event: Event) -> WorkshopState:
    return _with_changes(state, changes.apply_changes(state.changes, event))


def _with_changes(state: WorkshopState, after: Changes) -> WorkshopState:
    return state if after is state.changes else replace(state, changes=after)


def unless_taken_back(state: WorkshopState, event: Event) -> Event:
    """Return the event; without its words if it came after its person had taken everything back."""
    person = state.people.get(event.actor)
    if person is None or not person.taken_back:
        return event
    return replace(event, words=dict.fromkeys(event.words))


def _with_photos(state: WorkshopState, after: Photos) -> WorkshopState:
    return state if after is state.photos else replace(state, photos=after)


def _each(state: WorkshopState, change: Callable[[ActivityState], ActivityState]) -> WorkshopState:
    """Change every activity; the state stays the same object if no activity changed."""
    after = {name: change(activity) for name, activity in state.activities.items()}
    if all(after[name] is activity for name, activity in state.activities.items()):
        return state
    return replace(state, activities=frozen(after))


_ROOMS: Mapping[str, Callable[[WorkshopState, Event], WorkshopState]] = {
    "workshop": _workshop_after,
    "room": _room_after,
    "screen": _screen_after,
    "person": _people_after,
    "photo": _photo_after,
    "agenda": _agenda_after,
    CHANGE_KIND: _change_after,
    "log": _log_after,
}
