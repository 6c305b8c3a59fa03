"""An agenda that is being run: which step it is, how long it has gone on, how far behind it is."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any

from crpkit.store import Event
from crpkit.workshop import bodies
from crpkit.workshop.maps import frozen, with_item


@dataclass(frozen=True)
class RunStep:
    """One step of a running agenda.

    Attributes
    ----------
    id, kind, minutes
        As planned.
    title, prompt, note, materials
        Its words; ``None`` or empty if they were taken back.
    settings
        Everything else that its activity is made of, as its event has it.
    options
        Titles, details and scales of its options: ``o1.title`` … → text.
    extra
        Minutes that were added while it ran.
    skipped
        Whether it is left out.
    said_in
        Id of the event that brought it.
    """

    id: str
    kind: str
    minutes: int
    title: str | None = ""
    prompt: str | None = ""
    note: str | None = ""
    materials: tuple[str, ...] = ()
    settings: Mapping[str, Any] = field(default_factory=dict)
    options: Mapping[str, str | None] = field(default_factory=dict)
    extra: int = 0
    skipped: bool = False
    said_in: str = ""

    @property
    def planned(self) -> int:
        """Minutes it should take now, extra ones included."""
        return self.minutes + self.extra


@dataclass(frozen=True)
class Run:
    """A stretch of time in one step; ``ended`` is ``None`` while it goes on."""

    step: str
    began: datetime
    ended: datetime | None = None

    def seconds(self, at: datetime) -> float:
        """Return how long it took, or has taken until a moment."""
        return max(0.0, ((self.ended or at) - self.began).total_seconds())


@dataclass(frozen=True)
class AgendaState:
    """A running agenda at one moment.

    Attributes
    ----------
    title
        What it is called; ``None`` if that was taken back.
    steps
        In order. Steps that were taken out of the agenda after they had run stay at the end, skipped.
    runs
        What was done when, in order; a step that was gone back to has several.
    finished
        Whether the agenda was ended.
    titled_by
        Id of the event that brought the title.
    """

    title: str | None
    steps: tuple[RunStep, ...] = ()
    runs: tuple[Run, ...] = ()
    finished: bool = False
    titled_by: str = ""

    @property
    def now(self) -> str | None:
        """Id of the step that runs; ``None`` before the first and after the end."""
        last = self.runs[-1] if self.runs else None
        return last.step if last is not None and last.ended is None else None

    @property
    def began(self) -> datetime | None:
        """When the step that runs was begun this time."""
        return self.runs[-1].began if self.now is not None else None

    @property
    def started(self) -> datetime | None:
        """When the first step was begun."""
        return self.runs[0].began if self.runs else None

    def step(self, name: str) -> RunStep | None:
        """Return a step by its id."""
        return next((one for one in self.steps if one.id == name), None)

    @property
    def current(self) -> RunStep | None:
        """The step that runs."""
        return None if self.now is None else self.step(self.now)

    @property
    def next(self) -> RunStep | None:
        """The step that comes next: the first that is not skipped behind the one that runs (before it: the first)."""
        names = [one.id for one in self.steps]
        start = names.index(self.now) + 1 if self.now in names else 0
        if self.finished:
            return None
        return next((one for one in self.steps[start:] if not one.skipped), None)

    @property
    def previous(self) -> RunStep | None:
        """The step before the one that runs, skipped ones passed over."""
        names = [one.id for one in self.steps]
        if self.now not in names:
            return None
        before = self.steps[: names.index(self.now)]
        return next((one for one in reversed(before) if not one.skipped), None)

    def spent_s(self, name: str, at: datetime) -> float:
        """Return the seconds spent in a step, all times together."""
        return sum(run.seconds(at) for run in self.runs if run.step == name)

    def left_s(self, at: datetime) -> float | None:
        """Return the seconds left in the step that runs; below 0 when it is over time, ``None`` if none runs."""
        current = self.current
        return None if current is None else current.planned * 60 - self.spent_s(current.id, at)

    def behind_s(self, at: datetime) -> float | None:
        """Return how many seconds behind the plan it is; below 0 when it is ahead, ``None`` before the first step.

        It is the time since the first step was begun, less the planned minutes (without those that were added) of the
        steps before the one that runs, less the time spent in this one as far as it was planned. Skipped steps are
        planned with 0 minutes. After the end it is as it was then.
        """
        if self.started is None:
            return None
        end = at if self.now is not None else (self.runs[-1].ended or at)
        names = [one.id for one in self.steps]
        place = names.index(self.now) if self.now in names else len(names)
        done = sum(one.minutes * 60 for one in self.steps[:place] if not one.skipped)
        current = self.current
        inside = 0.0 if current is None else min(self.spent_s(current.id, end), current.minutes * 60)
        return (end - self.started).total_seconds() - done - inside

    def ends_at(self, at: datetime) -> datetime | None:
        """Return when it ends if everything from now on takes as long as planned; ``None`` before the first step."""
        if self.started is None:
            return None
        names = [one.id for one in self.steps]
        place = names.index(self.now) + 1 if self.now in names else len(names)
        rest = sum(one.planned * 60 for one in self.steps[place:] if not one.skipped)
        return at + timedelta(seconds=max(0.0, self.left_s(at) or 0.0) + rest)


def apply_agenda(state: AgendaState | None, event: Event) -> AgendaState | None:
    """Return the agenda after one of the ``agenda/…`` events: set, step, went, extended, skipped, finished.

    Raises
    ------
    Malformed
        If the body does not hold what crpkit writes.
    """
    step = event.kind.partition("/")[2]
    if step == "set":
        return _set(state, event)
    if state is None:
        return None
    act = {"step": _step, "went": _went, "extended": _extended, "skipped": _skipped}.get(step)
    if act is not None:
        return act(state, event)
    if step == "finished" and not state.finished:
        return replace(state, runs=_ended(state.runs, event.at), finished=True)
    return state


def _set(state: AgendaState | None, event: Event) -> AgendaState:
    """Lay out an agenda; steps that are there already keep what was spent, added and skipped."""
    order = bodies.names(event.body, "order")
    known = {one.id: one for one in state.steps} if state is not None else {}
    steps = [known.get(name) or RunStep(name, "", 0) for name in dict.fromkeys(order)]
    runs = state.runs if state is not None else ()
    ran = {run.step for run in runs}
    dropped = [replace(one, skipped=True) for name, one in known.items() if name in ran and name not in order]
    return AgendaState(
        title=event.words.get("title", ""),
        steps=(*steps, *dropped),
        runs=runs,
        finished=state.finished if state is not None else False,
        titled_by=event.id,
    )


def _step(state: AgendaState, event: Event) -> AgendaState:
    """Fill in what a step is; it keeps minutes that were added."""
    body, words = event.body, event.words
    name = bodies.name(body, "step")
    before = state.step(name)
    if before is None:
        return state
    materials = words.get("materials") or ""
    made = replace(
        before,
        kind=bodies.name(body, "kind"),
        minutes=bodies.number(body, "minutes", least=1),
        title=words.get("title", ""),
        prompt=words.get("prompt", ""),
        note=words.get("note", ""),
        materials=tuple(line for line in materials.splitlines() if line),
        settings=bodies.part(body, "settings"),
        options=frozen({key: text for key, text in words.items() if "." in key}),
        said_in=event.id,
    )
    return _with(state, made)


def _went(state: AgendaState, event: Event) -> AgendaState:
    name = bodies.name(event.body, "step")
    step = state.step(name)
    if step is None or state.now == name:
        return state
    state = _with(state, replace(step, skipped=False)) if step.skipped else state
    return replace(state, runs=(*_ended(state.runs, event.at), Run(name, event.at)), finished=False)


def _extended(state: AgendaState, event: Event) -> AgendaState:
    step = state.step(bodies.name(event.body, "step"))
    minutes = event.body.get("minutes")
    if step is None or not bodies.is_number(minutes):
        return state
    return _with(state, replace(step, extra=max(step.extra + minutes, 1 - step.minutes)))


def _skipped(state: AgendaState, event: Event) -> AgendaState:
    step = state.step(bodies.name(event.body, "step"))
    skipped = bodies.flag(event.body, "skipped")
    if step is None or step.skipped == skipped or state.now == step.id:
        return state
    return _with(state, replace(step, skipped=skipped))


def _with(state: AgendaState, step: RunStep) -> AgendaState:
    return replace(state, steps=tuple(step if one.id == step.id else one for one in state.steps))


def _ended(runs: tuple[Run, ...], at: datetime) -> tuple[Run, ...]:
    if not runs or runs[-1].ended is not None:
        return runs
    return (*runs[:-1], replace(runs[-1], ended=at))


def without_words(state: AgendaState, event_id: str, fields: tuple[str, ...]) -> AgendaState:
    """Return the agenda after words of an event were taken back."""
    if event_id == state.titled_by and "title" in fields:
        return replace(state, title=None)
    for step in state.steps:
        if step.said_in == event_id:
            options = step.options
            for name in fields:
                options = with_item(options, name, None) if name in options else options
            gone = {name: None for name in ("title", "prompt", "note") if name in fields}
            materials = () if "materials" in fields else step.materials
            return _with(state, replace(step, **gone, options=options, materials=materials))  # type: ignore[arg-type]
    return state
