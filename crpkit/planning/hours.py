"""Hours asked of a person in each group by month, beside the hours they said they have."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from types import MappingProxyType
from typing import TYPE_CHECKING

from crpkit.planning.days import after_months
from crpkit.planning.events import Event
from crpkit.planning.ranges import UNKNOWN, Range

if TYPE_CHECKING:
    import pandas as pd

    from crpkit.planning.timetabling import Timetable

HOUR_COLUMNS: Mapping[str, str] = MappingProxyType(
    {
        "group": "Id of the group.",
        "group_title": "Its title.",
        "month": "Month of the plan, from 1.",
        "begins": "First day of the month of the plan.",
        "asked_low": "Hours asked of a person who takes part in everything for the group, at least, as far as known.",
        "asked_high": "The same, at most; nothing if no hours of what takes place are known.",
        "not_known": "How many things in this month ask for hours that nobody knows, and are not in the sums.",
        "had_low": "Hours a month that people in the group said they have: the least; nothing if nobody said so.",
        "had_high": "The most.",
        "beside": "more than they have, perhaps more, within what they have, or not known.",
    }
)
"""What the columns of the frame of hours mean."""


def hours_frame(table: Timetable) -> pd.DataFrame:
    """Return one row per group and month of the plan, for groups that are asked for time or said what they have."""
    import pandas as pd  # kept out of the start of the command line

    asked = [group for event in table.events for group in event.groups]
    groups = [id for id in dict.fromkeys([*table.titles, *asked, *table.had]) if id in {*asked, *table.had}]
    rows = [row for group in groups for row in _rows(table, group)]
    frame = pd.DataFrame(rows, columns=list(HOUR_COLUMNS))
    return frame.astype(dict.fromkeys(("asked_low", "asked_high", "had_low", "had_high"), float))


def _rows(table: Timetable, group: str) -> Iterator[dict[str, object]]:
    parts: list[list[Range]] = [[] for _ in range(table.plan.months)]
    for event in table.events:
        if group in event.groups:
            for month, hours in _by_month(event, table.plan.months):
                parts[month].append(hours)
    had = table.had.get(group, UNKNOWN)
    for month, each in enumerate(parts):
        asked = Range.total(each)
        nothing_known = bool(each) and asked.missing == len(each)
        yield {
            "group": group,
            "group_title": table.titles.get(group, group),
            "month": month + 1,
            "begins": after_months(table.start, month),
            "asked_low": None if nothing_known else asked.low,
            "asked_high": None if nothing_known else asked.high,
            "not_known": asked.missing,
            "had_low": had.low,
            "had_high": had.high,
            "beside": _beside(asked, had),
        }


def _by_month(event: Event, months: int) -> Iterator[tuple[int, Range]]:
    """Share out the hours: a day's in its month, those of what goes on evenly over the months in which it does."""
    if event.kind != "runs":
        yield event.month, event.hours
        return
    number = months - event.month
    if event.hours.known and not event.hours.most:
        return  # it asks for nothing of its own
    for month in range(event.month, months):
        yield month, event.hours.times(1 / number)


def _beside(asked: Range, had: Range) -> str:
    if had.low is None or had.high is None:
        return "not known"
    if asked.least > had.high:
        return "more than they have"
    if asked.most > had.low:
        return "perhaps more"
    return "within what they have" if asked.known else "not known"
