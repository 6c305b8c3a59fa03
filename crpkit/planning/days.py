"""Counting in months and weeks, and finding a day that is free."""

from __future__ import annotations

import calendar
import math
from collections.abc import Iterable
from datetime import date, timedelta

from crpkit.errors import InputProblems, Problem
from crpkit.planning.holidays import Closed

WORKING_DAYS = (0, 1, 2, 3, 4)
"""Monday to Friday."""
SLACK = 3
"""Weeks by which something that comes again may move to another day."""
_LAST_YEAR = 9000  # the calendar ends in 9999


def after_months(start: date, months: float) -> date:
    """Return the day so many months later: on the same day, or the month's last; parts of a month round up to days."""
    whole = math.floor(months)
    year, month = divmod(start.month - 1 + whole, 12)
    length = calendar.monthrange(start.year + year, month + 1)[1]
    day = date(start.year + year, month + 1, min(start.day, length))
    return day + timedelta(days=math.ceil(round((months - whole) * length, 6)))


def month_of(start: date, day: date) -> int:
    """Return in which month of a plan a day lies, from 0."""
    number = (day.year - start.year) * 12 + day.month - start.month
    return number if after_months(start, number) <= day else number - 1


def check_start(start: date) -> date:
    """Return the first day of a plan.

    Raises
    ------
    InputProblems
        If it is no day, or one at the end of the calendar.
    """
    if not isinstance(start, date) or start.year > _LAST_YEAR:
        remedy = "Write the first day of the plan, for example date(2027, 1, 11)."
        raise InputProblems(
            [Problem(f"“{start}” is not a day that a plan can start on", remedy, field="start")]
        )
    return date(start.year, start.month, start.day)


class Free:
    """The days on which something can take place.

    Parameters
    ----------
    first, end
        From the first day until before ``end``.
    closed
        Days on which nothing is planned.
    weekdays
        Days of the week, Monday being 0.
    """

    def __init__(
        self, first: date, end: date, closed: Iterable[Closed], weekdays: Iterable[int] = WORKING_DAYS
    ) -> None:
        self.first, self.end = first, end
        self._weekdays = frozenset(weekdays)
        if not self._weekdays or not self._weekdays <= frozenset(range(7)):
            remedy = "Write at least one number from 0 (Monday) to 6 (Sunday)."
            raise InputProblems(
                [Problem("On no day of the week can anything take place", remedy, field="weekdays")]
            )
        self._shut: dict[date, str] = {}
        for one in closed:
            for day in one.days:
                self._shut.setdefault(day, one.title)

    def on(self, day: date) -> bool:
        """Say whether something can take place on a day."""
        return self.first <= day < self.end and day.weekday() in self._weekdays and day not in self._shut

    def why_not(self, day: date) -> str:
        """Return what keeps a day closed."""
        return self._shut.get(day) or "not a day of the week on which things take place"

    def from_on(self, day: date) -> date | None:
        """Return the first free day, this one or a later one."""
        day = max(day, self.first)
        while day < self.end:
            if self.on(day):
                return day
            day += timedelta(days=1)
        return None

    def until(self, day: date) -> date | None:
        """Return the last free day, this one or an earlier one."""
        day = min(day, self.end - timedelta(days=1))
        while day >= self.first:
            if self.on(day):
                return day
            day -= timedelta(days=1)
        return None

    def near(self, day: date, least: date, slack: int = SLACK) -> date | None:
        """Return the free day nearest to one, the later of two, not before ``least``; at most so many weeks away."""
        for away in range(slack * 7 + 1):
            for candidate in (day + timedelta(days=away), day - timedelta(days=away)):
                if candidate >= least and self.on(candidate):
                    return candidate
        return None
