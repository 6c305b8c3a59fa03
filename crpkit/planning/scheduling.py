"""What of a plan stands in the calendar: set-up, running, meetings, looking back."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, timedelta

from crpkit.framework import Framework
from crpkit.framework.models import Component
from crpkit.planning.days import Free, after_months, month_of
from crpkit.planning.events import Event
from crpkit.planning.meeting import Rhythm, meetings, rhythm_of
from crpkit.planning.models import Line, Plan
from crpkit.planning.ranges import NOTHING, UNKNOWN, Range
from crpkit.planning.readiness import Running, running
from crpkit.planning.times import REVIEWS, Asked, Times

_ELSEWHERE = frozenset({"national", "adapt"})


class Schedule:
    """A timetable while it is made.

    Parameters
    ----------
    plan
        The plan.
    start, end
        Its first day, and the day after its last.
    free
        The days on which something can take place.
    framework, times
        How often things take place and for whom, and what they ask of people's time.
    """

    def __init__(
        self, plan: Plan, start: date, end: date, free: Free, framework: Framework, times: Times
    ) -> None:
        self.plan, self.start, self.end, self.free = plan, start, end, free
        self.framework, self.times = framework, times
        self.notes: list[str] = []
        self.no_rhythm: list[str] = []
        self.runs: Running = {}

    def events(self, review_months: Sequence[int]) -> list[Event]:
        """Return all events, in no order; afterwards ``notes`` holds what is not known or could not be placed."""
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
            said = ", ".join(said_day(day) for day in missed)
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


def said_day(day: date) -> str:
    """Return a day as people read it: 3 May 2027."""
    return f"{day.day} {day:%B %Y}"


def _joined(words: Sequence[str]) -> str:
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} and {words[-1]}"
