"""What stands in a timetable: a thing, and when."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType

from crpkit.planning.ranges import NOTHING, Range

KINDS: Mapping[str, str] = MappingProxyType(
    {
        "set-up": "Setting up",
        "runs": "Runs",
        "meeting": "Meeting",
        "review": "Looking back together",
    }
)
"""What stands in a timetable, and what people read."""
COLUMNS: Mapping[str, str] = MappingProxyType(
    {
        "what": "What people read.",
        "component": "Id of the component; nothing for looking back together.",
        "option": "Id of the option: component/way; nothing for looking back together.",
        "kind": "set-up, runs, meeting or review.",
        "start": "First day.",
        "end": "Last day, the same as the first for a meeting; nothing if nobody knows.",
        "month": "Month of the plan in which it starts, from 1.",
        "group": "Ids of the groups whom it asks, joined with “; ”; empty if it asks nobody.",
        "hours_low": "Hours it asks of each person in all, at least; nothing if nobody knows.",
        "hours_high": "The same, at most.",
        "hours_known": "Whether anybody knows the hours.",
        "tentative": "Whether the date is only kept free: somebody else sets it, or has to confirm the thing.",
        "note": "What a reader should know: why a day was moved, whose cadence it is.",
    }
)
"""What the columns of a timetable's frame mean."""


@dataclass(frozen=True)
class Event:
    """One thing in a timetable.

    Attributes
    ----------
    what, component, option, kind
        What people read; id of the component and of the option; a key of :data:`KINDS`.
    start, end
        First and last day; no last day if nobody knows.
    month
        In which month of the plan it starts, from 0.
    groups
        Ids of the groups whom it asks.
    hours
        Hours it asks of each person in all.
    tentative
        Whether the date is only kept free.
    note
        What a reader should know.
    """

    what: str
    component: str
    option: str
    kind: str
    start: date
    end: date | None
    month: int
    groups: tuple[str, ...] = ()
    hours: Range = NOTHING
    tentative: bool = False
    note: str = ""

    def row(self) -> dict[str, object]:
        """Return it as a row of the frame."""
        return {
            "what": self.what,
            "component": self.component or None,
            "option": self.option or None,
            "kind": self.kind,
            "start": self.start,
            "end": self.end,
            "month": self.month + 1,
            "group": "; ".join(self.groups),
            "hours_low": self.hours.low,
            "hours_high": self.hours.high,
            "hours_known": self.hours.known,
            "tentative": self.tentative,
            "note": self.note,
        }
