"""Hours by month, asked beside had."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from xml.etree.ElementTree import Element

import pandas as pd

from crpkit.charts.figure import Figure
from crpkit.charts.journeys.signs import ASKED, HAD, PERHAPS, UNKNOWN
from crpkit.charts.journeys.stops import letters
from crpkit.charts.looks import CARD, INK, SOFT, Layout, Look, block, legend, lines_at
from crpkit.charts.svg import finish, measure, picture, stroke, text, wrap
from crpkit.journeys import RoadTest
from crpkit.journeys.rulebook.phrasing import counted
from crpkit.journeys.rulebook.phrasing import number as said

LOAD_COLUMNS: Mapping[str, str] = {
    "Month": "of the journey, from 1; nothing for hours of which nobody knows when",
    "Hours asked": "on the way that asks most; nothing if nobody knows",
    "Hours asked at least": "on the way that asks least",
    "Hours had": "hours a month that the person has; nothing if nobody knows",
    "Steps": "letters and titles of the steps that go on",
    "Hours not known": "how many of these steps ask for hours that nobody knows",
}
"""What the columns of :func:`journey_load`'s table mean."""
_WIDE, _NARROW = Layout(1600, 1, 30, 3), Layout(420, 1, 18, 5)
_LINE = "var(--crp-line, #ddd5c5)"


@dataclass(frozen=True)
class Month:
    """One month: number from 1 (``None`` if nobody knows when), hours, and the letters of what goes on.

    ``asked`` is ``None`` where nobody knows; ``unsure`` counts steps whose hours are not in it.
    """

    number: int | None
    asked: float | None
    least: float | None
    steps: tuple[str, ...]
    unsure: int


@dataclass(frozen=True)
class Load:
    """All months of a journey, and the hours that the person has."""

    months: tuple[Month, ...]
    had: float | None

    @property
    def top(self) -> float:
        """The most hours that have to find room."""
        return max([1.0, self.had or 0.0, *(month.asked or 0.0 for month in self.months)])


def load_of(test: RoadTest) -> Load:
    """Return the months of a road-test."""
    name = {step.id: letters(number) for number, step in enumerate(test.journey.steps)}
    months = tuple(
        Month(
            None if pd.isna(row["month"]) else int(row["month"]),
            None if pd.isna(row["asked"]) else float(row["asked"]),
            None if pd.isna(row["asked_least"]) else float(row["asked_least"]),
            tuple(name[id] for id in row["steps"]),
            int(row["not_known"]),
        )
        for row in test.hours.to_dict("records")
    )
    return Load(months, test.persona.hours_a_month.value)


def journey_load(road_test: RoadTest) -> Figure:
    """Draw the hours that a journey asks for, month by month, beside those that the person has.

    Parameters
    ----------
    road_test
        As of :func:`crpkit.journeys.road_test`.

    Returns
    -------
    Figure
        Hours that nobody knows are dotted, never left out or drawn as nothing. The columns of the table are described
        in :data:`LOAD_COLUMNS`.
    """
    load = load_of(road_test)
    words = " ".join(in_words(road_test, load))
    return Figure(
        svg=_draw(load, _WIDE, words),
        words=words,
        table=_table(road_test, load),
        title=f"Hours by month: {road_test.journey.title}",
        svg_narrow=_draw(load, _NARROW, words),
    )


def _draw(load: Load, layout: Layout, words: str) -> str:
    svg = picture(layout.width, 1, words)
    if layout.width < 1000:
        bottom = draw_lying(svg, load, 0, layout.width, layout.size)
    else:
        bottom = draw_lane(svg, load, 0, layout.width, layout.size, height=layout.size * 13)
    svg.set("viewBox", f"0 0 {layout.width:g} {math.ceil(bottom)}")
    return finish(svg)


def in_words(test: RoadTest, load: Load) -> list[str]:
    """Say which month asks most, and in how many more is asked than is had."""
    placed = [month for month in load.months if month.number is not None]
    told = [month for month in placed if month.asked is not None]
    unsure = sum(not step.hours.known for step in test.journey.steps)
    missing = f" Of {counted(unsure, 'step')} nobody knows the hours." if unsure else ""
    if not told or test.asked is None:
        rest = "" if load.had is None else f" They have {counted(load.had, 'hour')} a month."
        when = "How many hours it asks for, and when, is not known."
        return [when + rest]
    most = max(told, key=lambda month: month.asked or 0.0)
    found = [f"The fullest month is month {most.number}, with {counted(most.asked or 0, 'hour')}.{missing}"]
    if load.had is None:
        found.append("How many hours a month they have is not known.")
    else:
        over = [month for month in told if (month.asked or 0) > load.had]
        sure = ", as far as hours are known" if unsure else ""
        found.append(
            f"They have {counted(load.had, 'hour')} a month; more is asked in {len(over) or 'none'} of "
            f"{counted(len(placed), 'month')}{sure}."
        )
    return found


def _table(test: RoadTest, load: Load) -> pd.DataFrame:
    titles = {letters(number): step.title for number, step in enumerate(test.journey.steps)}
    rows = [
        [
            month.number,
            month.asked,
            month.least,
            load.had,
            "; ".join(f"{letter}: {titles[letter]}" for letter in month.steps),
            month.unsure,
        ]
        for month in load.months
    ]
    table = pd.DataFrame(rows, columns=list(LOAD_COLUMNS))
    return table.astype({"Month": "Int64", **dict.fromkeys(list(LOAD_COLUMNS)[1:4], float)})


def entries(load: Load) -> list[tuple[Look, str]]:
    """Return what the looks in the lane stand for; only those that are used."""
    found = [(ASKED, "hours asked")] if any(month.asked for month in load.months) else []
    if any((month.asked or 0) > (month.least or 0) for month in load.months if month.least is not None):
        found.append((PERHAPS, "on some ways only"))
    if load.had is not None:
        found.append((HAD, f"they have {said(load.had)} a month"))
    if any(month.asked is None or month.unsure for month in load.months):
        found.append((UNKNOWN, "hours that nobody knows"))
    return found


def _key(svg: Element, load: Load, y: float, width: float, size: float) -> float:
    """Draw what the looks stand for; where the line of hours had would be missing, say why."""
    y = legend(svg, entries(load), width, size, y)
    if load.had is not None:
        return y
    lines = wrap("How many hours a month they have is not known.", width, size, 3)
    lines_at(svg, lines, 0, y - size * 0.25, size, SOFT)
    return y + len(lines) * size * 1.15


def _had(svg: Element, ends: tuple[float, float], y: float) -> None:
    """Draw the line of the hours that the person has."""
    for colour, thick in ((INK, 9), (HAD.fill, 5)):
        stroke(svg, f"M{ends[0]:.1f} {y:.1f}H{ends[1]:.1f}", colour, thick)


def draw_lane(
    svg: Element,
    load: Load,
    y: float,
    width: float,
    size: float,
    height: float,
    top_hours: float | None = None,
    across: int = 0,
) -> float:
    """Draw months as columns, and return where the lane ends.

    Parameters
    ----------
    svg
        Where to.
    load
        What to draw.
    y, width, size
        Top, width, and size of letters.
    height
        Of the longest column.
    top_hours
        How many hours the height stands for, so that two lanes can have one scale.
    across
        For how many months there is room at least, for the same reason.
    """
    y = _key(svg, load, y, width, size)
    top = top_hours or load.top
    begin = y + size * (2.6 if any(month.unsure for month in load.months) else 1.4)
    base = begin + height
    unplaced = [month for month in load.months if month.number is None]
    placed = [month for month in load.months if month.number is not None]
    left = max(measure(said(share * top), size) for share in (0.5, 1)) + size * 0.5
    beside = measure("no month", size) + size if unplaced and placed else 0.0
    step = (width - left - beside) / max(1, across, len(placed))
    if load.had is not None or any(month.asked for month in load.months):
        _axis(svg, top, left, (begin, base), width, size)
    tops = list[tuple[Month, float, float, float]]()
    for number, month in enumerate(placed):
        at = left + number * step
        tops.append((month, at, _column(svg, month, at, base, step, height / top, size), step))
    below = _names(svg, placed, left, base, step, size)
    for month in unplaced:
        at, room = (width - beside + size * 0.5, beside - size) if placed else (left, width - left)
        high = _column(svg, month, at, base, room, height / top, size, bool(placed))
        tops.append((month, at, high, room))
        words = "no month" if placed else "Nobody knows when: " + " ".join(month.steps)
        told = wrap(words, room + 1, size, 3)
        lines_at(svg, told, at, base + size * 0.2, size, SOFT)
        below = max(below, base + size * (0.4 + 1.15 * len(told)))
    if load.had is not None:
        _had(svg, (left, width), base - load.had * height / top)
    for month, at, high, room in tops:
        _hours_over(svg, month, at, high, room, size)
    return below + size * 0.4


def _axis(
    svg: Element, top: float, left: float, ends: tuple[float, float], width: float, size: float
) -> None:
    """Draw the ground line, and lines for half and all of the hours."""
    high, base = ends
    for share in (0.0, 0.5, 1.0):
        at = base - (base - high) * share
        stroke(svg, f"M{left:.1f} {at:.1f}H{width:.1f}", INK if not share else _LINE, 2)
        if share != 0.5 or base - high > size * 4:
            text(svg, said(top * share), left - size * 0.3, at + size * 0.34, size, SOFT, anchor="end")


def _column(
    svg: Element,
    month: Month,
    x: float,
    base: float,
    step: float,
    unit: float,
    size: float,
    slim: bool = True,
) -> float:
    """Draw one month: what every way asks, what some ways ask, what nobody knows (dotted); return its top."""
    thick = step * 0.74 if slim else step
    left = x + (step - thick) / 2
    asked, least = month.asked or 0.0, month.least if month.least is not None else month.asked or 0.0
    block(svg, ASKED, left, base - least * unit, thick, least * unit, size * 0.4)
    block(svg, PERHAPS, left, base - asked * unit, thick, (asked - least) * unit, size * 0.4)
    top = base - asked * unit
    if month.asked is None or month.unsure:
        more = size * (2.2 if month.asked is None else 0.9)
        block(svg, UNKNOWN, left, top - more, thick, more, size * 0.4)
        top -= more
    return top


def _hours_over(svg: Element, month: Month, x: float, y: float, step: float, size: float) -> None:
    """Write the hours over a column, with an edge, so that they can be read where the line crosses them."""
    words = said(month.asked) if month.asked else "?" if month.asked is None else ""
    if words and measure(words, size) <= step:
        over = text(svg, words, x + step / 2, y - size * 0.3, size, INK, bold=True, anchor="middle")
        over.set("style", f"{over.get('style')}; paint-order: stroke; stroke: {CARD}; stroke-width: 6")


def _names(
    svg: Element, months: Sequence[Month], left: float, base: float, step: float, size: float
) -> float:
    """Write numbers of months, and letters of steps where all of them have room; return where they end."""
    if not months:
        return base
    every = max(1, math.ceil(measure(str(len(months)), size) * 1.3 / step))
    for number, month in enumerate(months):
        if number % every == 0:
            text(
                svg,
                str(month.number),
                left + (number + 0.5) * step,
                base + size * 1.1,
                size,
                INK,
                anchor="middle",
            )
    rows = max(len(month.steps) for month in months)
    if max(measure(letter, size) for month in months for letter in ("A", *month.steps)) > step or rows > 4:
        return base + size * 1.4
    for number, month in enumerate(months):
        for place, letter in enumerate(month.steps):
            text(
                svg,
                letter,
                left + (number + 0.5) * step,
                base + size * (2.25 + 1.1 * place),
                size,
                SOFT,
                anchor="middle",
            )
    return base + size * (1.4 + 1.1 * rows)


def draw_lying(
    svg: Element, load: Load, y: float, width: float, size: float, top_hours: float | None = None
) -> float:
    """Draw months as rows, for a phone, and return where they end."""
    y = _key(svg, load, y, width, size)
    top, row = top_hours or load.top, size * 1.55
    left = measure(max((_name(month) for month in load.months), key=len, default=""), size) + size * 0.4
    room = width - left - measure("000.0", size)
    begin = y
    for month in load.months:
        text(svg, _name(month), 0, y + size * 1.1, size, SOFT)
        end = _bar(svg, month, left, y + size * 0.25, room / top, size)
        words = "?" if month.asked is None else said(month.asked)
        text(svg, words, end + size * 0.3, y + size * 1.1, size, INK)
        y += row
    if load.had is not None and load.months:
        at = left + load.had * room / top
        stroke(svg, f"M{at:.1f} {begin:.1f}V{y:.1f}", INK, 6)
        stroke(svg, f"M{at:.1f} {begin:.1f}V{y:.1f}", HAD.fill, 3)
    return y + size * 0.4


def _name(month: Month) -> str:
    return "no month" if month.number is None else f"{month.number} {' '.join(month.steps)}"


def _bar(svg: Element, month: Month, x: float, y: float, unit: float, size: float) -> float:
    asked, least = month.asked or 0.0, month.least if month.least is not None else month.asked or 0.0
    block(svg, ASKED, x, y, least * unit, size * 1.1, size * 0.4)
    block(svg, PERHAPS, x + least * unit, y, (asked - least) * unit, size * 1.1, size * 0.4)
    end = x + asked * unit
    if month.asked is None or month.unsure:
        block(svg, UNKNOWN, end, y, size * 1.6, size * 1.1, size * 0.4)
        end += size * 1.6
    return end
