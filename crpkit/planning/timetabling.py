"""A plan as a timetable: set-up, meetings, looking back, moved around holidays and days that are blocked."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING

from crpkit.framework import Framework, load_framework
from crpkit.personas.models import Persona
from crpkit.planning.days import WORKING_DAYS, Free, after_months, check_start
from crpkit.planning.events import COLUMNS, Event
from crpkit.planning.holidays import Blocked, Closed, Holidays, blocked_days, read_holidays
from crpkit.planning.models import Plan
from crpkit.planning.ranges import UNKNOWN, Range
from crpkit.planning.scheduling import Schedule, said_day
from crpkit.planning.times import Times, read_times

if TYPE_CHECKING:
    import pandas as pd

REVIEW_MONTHS = (6, 12, 18)
"""Ends of months after which people look back together; the last one falls just before the plan ends."""


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
        said = f"From {said_day(self.start)} to {said_day(self.end)}: {_counted(runs, 'thing')} running by then, "
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
    making = Schedule(plan, first, end, free, framework, times or read_times(framework=framework))
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


def _about_holidays(holidays: Holidays, place_code: str, end: date) -> Iterator[str]:
    """Say which holidays the dates do not avoid."""
    listed = holidays.in_place(place_code)
    for kind, said in (("bank", "bank holidays"), ("school", "school holidays")):
        mine = [one.last for one in listed if one.kind == kind]
        if not mine:
            yield f"The {said} of this place are not known: the dates do not avoid them."
        elif (end - max(mine)).days > 100:
            yield f"No {said} are listed after {said_day(max(mine))}: later dates do not avoid them."


def _counted(number: int, one: str) -> str:
    return f"{number} {one}" if number == 1 else f"{number} {one}s"
