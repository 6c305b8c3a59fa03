"""A timetable as a calendar file that any calendar program opens (RFC 5545)."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING
from uuid import NAMESPACE_URL, uuid5

from crpkit.errors import InputProblems, Problem, clean
from crpkit.planning.events import KINDS, Event
from crpkit.tables.yamls import write_bytes

if TYPE_CHECKING:
    import icalendar

    from crpkit.planning.timetabling import Timetable

_PROGRAM = "-//crpkit//plan//EN"


def write_calendar(table: Timetable, path: Path, stamp: datetime | None = None) -> Path:
    """Write a timetable as an ``.ics`` file: whole days only, so that no time zone can shift them.

    Raises
    ------
    InputProblems
        If the name ends otherwise, or the file cannot be written.
    """
    if path.suffix.lower() != ".ics":
        remedy = "Let it end in “.ics”."
        raise InputProblems([Problem(f"“{path.name}” is not the name of a calendar file", remedy, path)])
    write_bytes(path, calendar_bytes(table, stamp))
    return path


def calendar_bytes(table: Timetable, stamp: datetime | None = None) -> bytes:
    """Return the calendar file; the same timetable and stamp give the same bytes."""
    import icalendar  # takes a moment, and most timetables are only shown

    made = (stamp or datetime.now(UTC)).astimezone(UTC).replace(microsecond=0)
    calendar = icalendar.Calendar()
    calendar.add("prodid", _PROGRAM)
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("method", "PUBLISH")
    seen: dict[str, int] = {}
    for event in table.events:
        key = f"{table.plan.name}/{event.component}/{event.kind}/{event.what if not event.component else ''}"
        seen[key] = seen.get(key, 0) + 1
        calendar.add_component(_entry(event, f"{key}/{seen[key]}", made, table))
    return bytes(calendar.to_ical())


def _entry(event: Event, key: str, made: datetime, table: Timetable) -> icalendar.Event:
    import icalendar

    entry = icalendar.Event()
    # The same thing keeps its id when the plan moves: a calendar then moves it, too.
    entry.add("uid", f"{uuid5(NAMESPACE_URL, f'crpkit:{key}')}@crpkit.invalid")
    entry.add("dtstamp", made)
    entry.add("summary", clean(_summary(event)))
    entry.add("dtstart", event.start)
    entry.add("dtend", (event.end or event.start) + timedelta(days=1))  # the day after the last
    entry.add("description", clean(_description(event, table)))
    entry.add("categories", [KINDS[event.kind]])
    entry.add("status", "TENTATIVE" if event.tentative else "CONFIRMED")
    entry.add("transp", "OPAQUE" if event.kind in ("meeting", "review") else "TRANSPARENT")
    return entry


def _summary(event: Event) -> str:
    said = {"set-up": f"Setting up: {event.what}", "runs": f"Runs: {event.what}"}.get(event.kind, event.what)
    return f"{said} (to be confirmed)" if event.tentative else said


def _description(event: Event, table: Timetable) -> str:
    lines = [event.note] if event.note else []
    if event.kind == "set-up" and event.end is None:
        lines.append("Only its first day is known.")
    if event.groups:
        lines.append("For: " + ", ".join(table.titles.get(group, group) for group in event.groups))
        lines.append(f"Hours for each person: {event.hours if event.hours.known else 'not known'}")
    lines.append(f"From the plan “{table.plan.title}”.")
    return "\n".join(lines)
