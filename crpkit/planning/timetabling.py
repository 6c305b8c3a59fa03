"""A plan as a timetable: set-up, meetings, looking back, moved around holidays and days that are blocked."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING

from crpkit.framework import Framework, load_framework
from crpkit.framework.models import Component
from crpkit.personas.models import Persona
from crpkit.planning.days import WORKING_DAYS, Free, after_months, check_start, month_of
from crpkit.planning.events import COLUMNS, Event
from crpkit.planning.holidays import Blocked, Closed, Holidays, blocked_days, read_holidays
from crpkit.planning.meeting import Rhythm, meetings, rhythm_of
from crpkit.planning.models import Line, Plan
from crpkit.planning.ranges import NOTHING, UNKNOWN, Range
from crpkit.planning.readiness import Running, running
from crpkit.planning.times import REVIEWS, Asked, Times, read_times

if TYPE_CHECKING:
    import pandas as pd

REVIEW_MONTHS = (6, 12, 18)
"""Ends of months after which people look back together; the last one falls just before the plan ends."""
_ELSEWHERE = frozenset({"national", "adapt"})


@dataclass(frozen=True)
class Timetable:
    """When what happens.

    Attributes
    ----------
    plan
        What it was made from.
    start, end
        First and last day.
    events
        In order of time.
    closed
        Days on which nothing was planned, within the plan.
    notes
        What is not known, and what could not be placed, in sentences.
    had
        Group → hours a month that people in it said they have; unknown where nobody said so.
    titles
        Group → its title.
    """

    plan: Plan
    start: date
    end: date
    events: tuple[Event, ...]
    closed: tuple[Closed, ...]
    notes: tuple[str, ...]
    had: Mapping[str, Range] = field(default_factory=dict)
    titles: Mapping[str, str] = field(default_factory=dict)

    def frame(self) -> pd.DataFrame:
        """Return one row an event, in order of time; the columns are those of :data:`COLUMNS`."""
        import pandas as pd  # kept out of the start of the command line

        frame = pd.DataFrame([event.row() for event in self.events], columns=list(COLUMNS))
        return frame.astype({"hours_low": float, "hours_high": float})

    def hours(self) -> pd.DataFrame:
        """Return the hours asked of a person in each group, month by month, beside those they said they have.

        Returns
        -------
        pandas.DataFrame
            The columns of :data:`crpkit.planning.hours.HOUR_COLUMNS`.
        """
        from crpkit.planning.hours import hours_frame

        return hours_frame(self)

    def ics(self, path: Path | str, stamp: datetime | None = None) -> Path:
        """Write it as a calendar file (iCalendar) that any calendar program opens.

        Parameters
        ----------
        path
            The ``.ics`` file to write.
        stamp
            When it was made; now, if not given.

        Raises
        ------
        InputProblems
            If the name ends otherwise, or the file cannot be written.
        """
        from crpkit.planning.calendars import write_calendar

        return write_calendar(self, Path(path), stamp)

    @property
    def words(self) -> str:
        """The timetable in a sentence or two."""
        met = sum(event.kind == "meeting" for event in self.events)
        runs = sum(event.kind == "runs" for event in self.events)
        said = f"From {_day(self.start)} to {_day(self.end)}: {_counted(runs, 'thing')} running by then, "
        said += f"{_counted(met, 'meeting')} with a date."
        return f"{said} {_counted(len(self.notes), 'thing')} to know about it." if self.notes else said

    def _repr_html_(self) -> str:
        from html import escape

        shown = self.frame()[["what", "kind", "start", "end", "hours_low", "hours_high", "note"]]
        notes = "".join(f"<li>{escape(note)}</li>" for note in self.notes)
        return f"<p>{escape(self.words)}</p><ul>{notes}</ul>{shown.to_html(index=False, na_rep='not known')}"


def timetable(
    plan: Plan,
    start: date,
    blocked: Iterable[Blocked] = (),
    *,
    framework: Framework | None = None,
    times: Times | None = None,
    holidays: Holidays | None = None,
    place_code: str = "",
    had: Mapping[str, Range] | None = None,
    weekdays: Sequence[int] = WORKING_DAYS,
    review_months: Sequence[int] = REVIEW_MONTHS,
) -> Timetable:
    """Put a plan into the calendar.

    Parameters
    ----------
    plan
        As of :func:`crpkit.planning.plans`.
    start
        Its first day.
    blocked
        Days on which nothing may take place: a day, (first, last), or (first, last, why) each.
    framework
        With the team's overlay; the packaged one if not given. Gives how often things take place, and for whom.
    times
        What things ask of people's time, as of :func:`crpkit.planning.read_times`.
    holidays
        As of :func:`crpkit.planning.read_holidays`.
    place_code
        Area code of the place: tells which bank holidays count.
    had
        Group → hours a month that people said they have, for example of :func:`hours_had`.
    weekdays
        On which days of the week things may take place, Monday being 0.
    review_months
        After how many months people look back together.

    Returns
    -------
    Timetable
        Nothing runs before what it depends on, and nothing begins on a day that is closed.

    Raises
    ------
    InputProblems
        If the start or a blocked day is no day, or parts of the plan wait for one another.
    """
    framework = framework or load_framework()
    first, shut = check_start(start), blocked_days(blocked)
    holidays = holidays or read_holidays()
    end = after_months(first, plan.months)
    closed = [one for one in (*holidays.in_place(place_code), *shut) if one.first < end and one.last >= first]
    free = Free(first, end, closed, weekdays)
    making = _Making(plan, first, end, free, framework, times or read_times(framework=framework))
    events = making.events(review_months)
    notes = (*making.notes, *_about_holidays(holidays, place_code, end))
    titles = {group.id: group.title for group in framework.groups}
    known = dict(had or {})
    return Timetable(
        plan,
        first,
        end - timedelta(days=1),
        tuple(sorted(events, key=lambda one: (one.start, _ORDER.index(one.kind), one.what))),
        tuple(sorted(closed, key=lambda one: (one.first, one.last))),
        tuple(dict.fromkeys(notes)),
        MappingProxyType(known),
        MappingProxyType(titles),
    )


_ORDER = ("set-up", "runs", "meeting", "review")


def hours_had(personas: Iterable[Persona]) -> dict[str, Range]:
    """Return per group the least and the most hours a month that its personas have.

    A group of which no persona says so is unknown: it is in the result only as such.
    """
    found: dict[str, list[float]] = {}
    for persona in personas:
        hours = persona.hours_a_month.value
        found.setdefault(persona.group, [])
        if hours is not None:
            found[persona.group].append(hours)
    return {group: Range(min(one), max(one)) if one else UNKNOWN for group, one in found.items()}


class _Making:
    """A timetable while it is made."""

    def __init__(
        self, plan: Plan, start: date, end: date, free: Free, framework: Framework, times: Times
    ) -> None:
        self.plan, self.start, self.end, self.free = plan, start, end, free
        self.framework, self.times = framework, times
        self.notes: list[str] = []
        self.no_rhythm: list[str] = []
        self.runs: Running = {}

    def events(self, review_months: Sequence[int]) -> list[Event]:
        lines = [line for line in self.plan.chosen if line.start_month is not None]
        self.runs, notes = running(lines, self.start, self.free)
        self.notes += notes
        found = [event for line in lines for event in self._of_line(line)]
        if self.no_rhythm:
            self.notes.append(f"How often people meet is not known for {_joined(self.no_rhythm)}.")
        groups = tuple(dict.fromkeys(group for event in found for group in event.groups))
        return found + list(self._reviews(review_months, groups))

    def _of_line(self, line: Line) -> Iterator[Event]:
        runs = self.runs[line.component]
        yield from self._set_up(line, runs)
        if runs is None:
            return
        asked = self.times.get(line.component)
        rhythm = rhythm_of(self._component(line), asked)
        groups = self._groups(line, asked)
        if rhythm is None:
            if asked is None or not asked.own_time:
                self.no_rhythm.append(f"“{line.option.title}”")
            yield self._running(line, runs, groups, asked, met=False)
            return
        yield self._running(line, runs, groups, asked, met=True)
        yield from self._meetings(line, runs, rhythm, groups, asked)

    def _set_up(self, line: Line, runs: date | None) -> Iterator[Event]:
        lead = line.option.lead_months
        if line.start_month is None or (lead.known and not lead.most):
            return
        begin = self.free.from_on(after_months(self.start, line.start_month))
        if begin is None or (runs is not None and begin >= runs):
            return
        ready = None if line.runs_from is None else after_months(self.start, line.runs_from)
        last = (
            None
            if ready is None
            else min(max(ready - timedelta(days=1), begin), self.end - timedelta(days=1))
        )
        note = "How long it takes is not known." if last is None else ""
        yield self._event(line, "set-up", begin, last, note=note)

    def _running(
        self, line: Line, runs: date, groups: tuple[str, ...], asked: Asked | None, met: bool
    ) -> Event:
        hours = NOTHING if met or (asked is not None and asked.own_time) else UNKNOWN
        if asked is not None and asked.monthly.known:
            hours = asked.monthly.times(self.plan.months - month_of(self.start, runs))
        asks = () if asked is not None and asked.own_time else groups
        note = "People use it when they like: it asks for no hours." if not asks else ""
        return self._event(line, "runs", runs, self.end - timedelta(days=1), asks, hours, note)

    def _meetings(
        self, line: Line, runs: date, rhythm: Rhythm, groups: tuple[str, ...], asked: Asked | None
    ) -> Iterator[Event]:
        hours = asked.each if asked is not None else UNKNOWN
        days, missed = meetings(rhythm, runs, self.end, self.free)
        for day, note in days:
            yield self._event(line, "meeting", day, day, groups, hours, f"{rhythm.words}. {note}".strip())
        if rhythm.note:
            self.notes.append(f"“{line.option.title}”: {rhythm.note}")
        if missed:
            said = ", ".join(_day(day) for day in missed)
            self.notes.append(f"For “{line.option.title}” no free day was found near {said}.")

    def _reviews(self, months: Sequence[int], groups: tuple[str, ...]) -> Iterator[Event]:
        asked = self.times.get(REVIEWS)
        hours = asked.each if asked is not None else UNKNOWN
        asks = asked.groups if asked is not None and asked.groups else groups
        for number in sorted({month for month in months if 0 < month <= self.plan.months}):
            wanted = after_months(self.start, number)
            day = self.free.until(wanted) if wanted >= self.end else self.free.near(wanted, self.start)
            if day is None:
                self.notes.append(f"No free day was found for looking back after {number} months.")
                continue
            what = f"Looking back together, after {number} months"
            yield Event(what, "", "", "review", day, day, month_of(self.start, day), asks, hours)

    def _event(
        self,
        line: Line,
        kind: str,
        start: date,
        end: date | None,
        groups: tuple[str, ...] = (),
        hours: Range = NOTHING,
        note: str = "",
    ) -> Event:
        option = line.option
        elsewhere = kind == "meeting" and option.way in _ELSEWHERE
        if elsewhere:
            note = f"{note} Kept free: whoever runs the national offer sets the date.".strip()
        month = month_of(self.start, start)
        tentative = elsewhere or option.if_confirmed
        return Event(
            option.title, line.component, option.id, kind, start, end, month, groups, hours, tentative, note
        )

    def _component(self, line: Line) -> Component | None:
        components = self.framework.components
        return components[line.component] if line.component in components.ids else None

    def _groups(self, line: Line, asked: Asked | None) -> tuple[str, ...]:
        """Return whom it asks: as the table of times, the option or the framework says, else every group."""
        if asked is not None and asked.groups:
            return asked.groups
        if line.option.groups:
            return line.option.groups
        interventions = self.framework.interventions
        named: tuple[str, ...] = ()
        if line.option.intervention in interventions.ids:
            audiences = interventions[line.option.intervention].audiences
            named = tuple(dict.fromkeys(group for one in audiences for group in one.groups))
        return named or tuple(group.id for group in self.framework.groups)


def _about_holidays(holidays: Holidays, place_code: str, end: date) -> Iterator[str]:
    """Say which holidays the dates do not avoid."""
    listed = holidays.in_place(place_code)
    for kind, said in (("bank", "bank holidays"), ("school", "school holidays")):
        mine = [one.last for one in listed if one.kind == kind]
        if not mine:
            yield f"The {said} of this place are not known: the dates do not avoid them."
        elif (end - max(mine)).days > 100:
            yield f"No {said} are listed after {_day(max(mine))}: later dates do not avoid them."


def _day(day: date) -> str:
    return f"{day.day} {day:%B %Y}"


def _counted(number: int, one: str) -> str:
    return f"{number} {one}" if number == 1 else f"{number} {one}s"


def _joined(words: Sequence[str]) -> str:
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} and {words[-1]}"
