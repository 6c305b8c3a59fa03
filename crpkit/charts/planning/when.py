"""When what happens: a lane for each part of a plan, months across."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from xml.etree.ElementTree import Element

import pandas as pd

from crpkit.charts.figure import Figure
from crpkit.charts.looks import (
    PALE,
    SUNK,
    Layout,
    Look,
    block,
    lines_at,
    notes_at,
    notes_height,
)
from crpkit.charts.planning.days_across import (
    LINE,
    RUNS,
    SET_UP,
    SHUT,
    Time,
    draw_key,
    draw_mark,
    draw_months,
)
from crpkit.charts.svg import finish, picture, shape, stroke, wrap
from crpkit.planning import Timetable
from crpkit.planning.events import KINDS, Event

COLUMNS = {
    "What": "what people read",
    "Kind": "setting up, runs, meeting, or looking back together",
    "From": "first day",
    "To": "last day; nothing if nobody knows",
    "For": "whom it asks",
    "Hours each": "hours it asks of each person in all, in words",
    "To be confirmed": "whether the date is only kept free",
    "Note": "what a reader should know",
}
"""What the columns of the table mean."""
_WIDE, _NARROW = Layout(1600, 1, 30, 2), Layout(420, 1, 18, 3)
_DRAWN_FROM = 5  # days: shorter times that are closed are too thin to see


@dataclass(frozen=True)
class _Lane:
    title: str
    events: tuple[Event, ...]


def timetable(table: Timetable) -> Figure:
    """Draw a timetable.

    Parameters
    ----------
    table
        As of :func:`crpkit.planning.timetable`.

    Returns
    -------
    Figure
        The columns of the table are described in :data:`COLUMNS`. What nobody knows is dotted, never left out.
    """
    lanes = list(_lanes(table))
    words = _in_words(table)
    return Figure(
        svg=_draw(table, lanes, _WIDE, words),
        words=words,
        table=_rows(table),
        title=f"When what happens: {table.plan.title}",
        svg_narrow=_draw(table, lanes, _NARROW, words),
    )


def _lanes(table: Timetable) -> Iterator[_Lane]:
    """Yield a lane for each part, those that begin first on top, and one for looking back."""
    found: dict[str, list[Event]] = {}
    for event in table.events:
        if event.kind != "review":
            found.setdefault(event.component, []).append(event)
    for events in sorted(found.values(), key=_runs_from):
        yield _Lane(events[0].what, tuple(events))
    reviews = tuple(event for event in table.events if event.kind == "review")
    if reviews:
        yield _Lane(KINDS["review"], reviews)


def _runs_from(events: Sequence[Event]) -> date:
    return next((event.start for event in events if event.kind == "runs"), date.max)


def _in_words(table: Timetable) -> str:
    runs = [event for event in table.events if event.kind == "runs"]
    said = table.words
    if runs:
        first = min(runs, key=lambda one: one.start)
        said += f" First to run: “{first.what}”, from {_said(first.start)}."
    unknown = sorted({event.what for event in table.events if event.end is None})
    if unknown:
        number = f"{len(unknown)} things" if len(unknown) > 1 else "one thing"
        said += f" Of {number} nobody knows from when it runs."
    return said


def _said(day: date) -> str:
    return f"{day.day} {day:%B %Y}"


def _rows(table: Timetable) -> pd.DataFrame:
    rows = [
        (
            event.what,
            KINDS[event.kind],
            event.start,
            event.end,
            ", ".join(table.titles.get(group, group) for group in event.groups),
            str(event.hours) if event.hours.known else "not known",
            event.tentative,
            event.note,
        )
        for event in table.events
    ]
    return pd.DataFrame(rows, columns=list(COLUMNS))


def _draw(table: Timetable, lanes: Sequence[_Lane], layout: Layout, words: str) -> str:
    size, narrow = layout.size, layout.width < 1000
    left = 0.0 if narrow else 500.0
    time = Time(table.start, table.end, left, layout.width - left - 2)
    entries = _entries(table)
    top = draw_key(picture(layout.width, 1, ""), entries, layout) + size * 2.6
    titles = [
        wrap(lane.title, layout.width if narrow else left - size, layout.small, layout.lines)
        for lane in lanes
    ]
    heights = [_height(lines, layout, narrow) for lines in titles]
    bottom = top + sum(heights)
    notes = _notes(table, layout)
    svg = picture(layout.width, math.ceil(bottom + notes_height(notes, layout)), words)
    draw_key(svg, entries, layout)
    _shut(svg, table, time, (top, bottom))
    draw_months(svg, time, (top, bottom), layout)
    for lane, lines, height in zip(lanes, titles, heights, strict=True):
        _lane(svg, lane, lines, time, (top, height), layout)
        top += height
    notes_at(svg, notes, bottom, layout)
    return finish(svg)


def _entries(table: Timetable) -> list[tuple[Look | str, str]]:
    """Return what the looks and marks stand for; only those that are used."""
    kinds = {event.kind for event in table.events}
    met = {event.tentative for event in table.events if event.kind == "meeting"}
    unsure = any(event.end is None for event in table.events)
    shown: list[tuple[bool, Look | str, str]] = [
        ("set-up" in kinds, SET_UP, "setting up"),
        ("runs" in kinds, RUNS, "runs"),
        (False in met, "meeting", "meeting"),
        (True in met, "tentative", "meeting, to be confirmed"),
        ("review" in kinds, "review", "looking back"),
        (unsure, PALE, "nobody knows how long"),
        (bool(_long_closed(table)), SHUT, "nothing planned"),
    ]
    return [(look, words) for used, look, words in shown if used]


def _long_closed(table: Timetable) -> list[tuple[date, date]]:
    """Return the times long enough to be drawn, cut to the plan; those that touch or overlap as one."""
    found: list[tuple[date, date]] = []
    for one in table.closed:
        first, last = max(one.first, table.start), min(one.last, table.end)
        if found and first <= found[-1][1] + timedelta(days=1):
            found[-1] = (found[-1][0], max(last, found[-1][1]))
        else:
            found.append((first, last))
    return [(first, last) for first, last in found if (last - first).days + 1 >= _DRAWN_FROM]


def _notes(table: Timetable, layout: Layout) -> list[str]:
    """Return the first things that a reader should know; the rest stands in the timetable itself."""
    most = 3
    lines: list[str] = []
    for note in table.notes[:most]:
        lines += wrap(note, layout.width, layout.small, 4)
    more = len(table.notes) - most
    if more > 0:
        lines += wrap(f"And {more} more to know.", layout.width, layout.small, 2)
    return lines


def _height(lines: Sequence[str], layout: Layout, narrow: bool) -> float:
    words = len(lines) * layout.small * 1.15
    bar = layout.size * 1.5
    return words + bar + layout.size * 0.7 if narrow else max(words + layout.size * 0.3, bar)


def _shut(svg: Element, table: Timetable, time: Time, ends: tuple[float, float]) -> None:
    top, bottom = ends
    for first, last in _long_closed(table):
        x, right = time.x(first), time.x(last + timedelta(days=1))
        shape(
            svg,
            "rect",
            SUNK,
            x=round(x, 1),
            y=round(top, 1),
            width=round(right - x, 1),
            height=round(bottom - top, 1),
        )


def _lane(
    svg: Element, lane: _Lane, lines: Sequence[str], time: Time, place: tuple[float, float], layout: Layout
) -> None:
    top, height = place
    size, narrow = layout.size, layout.width < 1000
    stroke(svg, f"M0 {top + height:.1f}H{layout.width:.1f}", LINE, 1.5)
    words = len(lines) * layout.small * 1.15
    lines_at(svg, lines, 0, top + size * 0.1 if narrow else top + (height - words) / 2, layout.small)
    bar = size * 0.8
    middle = top + height - size * 0.95 if narrow else top + height / 2
    for event in lane.events:
        if event.kind in ("set-up", "runs"):
            _span(svg, event, time, middle - bar / 2, bar)
    for event in lane.events:
        if event.kind in ("meeting", "review"):
            edge = size * 0.6
            x = min(max(time.x(event.start), time.left + edge), time.left + time.width - edge)
            mark = "tentative" if event.kind == "meeting" and event.tentative else event.kind
            draw_mark(svg, mark, x, middle, size * (0.34 if narrow else 0.38))


def _span(svg: Element, event: Event, time: Time, y: float, bar: float) -> None:
    x = time.x(event.start)
    if event.end is None:
        block(svg, PALE, x, y, time.left + time.width - x, bar, bar * 0.5)
        return
    look = SET_UP if event.kind == "set-up" else RUNS
    block(svg, look, x, y, time.x(event.end + timedelta(days=1)) - x, bar, bar * 0.5)
