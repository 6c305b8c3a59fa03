"""What people would like most, and how sure that order is."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from xml.etree.ElementTree import Element

import pandas as pd

from crpkit.charts.figure import Figure
from crpkit.charts.looks import (
    ACCENT,
    EDGE,
    INK,
    SOFT,
    SUNK,
    Layout,
    lines_at,
    notes_at,
    notes_height,
    quoted,
)
from crpkit.charts.needs.cells import known
from crpkit.charts.svg import finish, picture, shape, stroke, text, wrap

TITLE = "What people would like most"
_WIDE, _NARROW = Layout(1600, 1, 32, 2), Layout(420, 1, 19, 3)
_READ = (
    "A dot further right: people feel further from where they would like to be. The line: how sure that is."
)


@dataclass(frozen=True)
class _Row:
    title: str
    value: float
    low: float
    high: float
    top: float


def need_intervals(needs: pd.DataFrame, scope: str = "all", k: int = 5, most: int = 10) -> Figure:
    """Draw the scores of what can be learned, with their intervals, the most wanted first.

    Parameters
    ----------
    needs
        As of :attr:`crpkit.needs.Diagnosis.needs`.
    scope
        Whose: ``all``, or id of a family or group.
    k
        Of how many first ones the chance is told; as the draws were made.
    most
        How many are drawn; the others are in the table.

    Returns
    -------
    Figure
        Table columns ``Place``, ``What``, ``People`` (who rated both), ``Have not heard of it``, ``Score``, ``From``,
        ``To``, and the chance in 100.
    """
    mine = needs[(needs["scope"] == scope) & needs["pairs"].notna()]
    scored = mine[mine["mwds"].notna()].sort_values("mwds_place", kind="stable")
    few = [str(title) for title in mine.loc[mine["mwds"].isna(), "title"]]
    rows = [
        _Row(str(one["title"]), one["mwds"], one["mwds_low"], one["mwds_high"], one["top"])
        for one in scored.to_dict("records")
    ]
    words = _in_words(rows, few, k)
    notes = [_READ] if rows else []
    if len(rows) > most:
        notes.append(f"{len(rows) - most} more are in the tables.")
    if few and rows:
        notes.append(f"Too few answers for a number: {', '.join(few)}.")
    return Figure(
        svg=_draw(rows[:most], notes, _WIDE, words, k),
        words=words,
        table=_table(scored, k),
        title=TITLE,
        svg_narrow=_draw(rows[:most], notes, _NARROW, words, k),
    )


def _in_words(rows: Sequence[_Row], few: Sequence[str], k: int) -> str:
    if not rows:
        return "There are too few answers to put what people would like in an order."
    ties = [row.title for row in rows if row.value == rows[0].value]
    words = f"People feel furthest from where they would like to be with {quoted(ties, what='things')}."
    likely = [row for row in rows if known(row.top) and row.top >= 0.8]
    if likely:
        words += f" Very likely among the first {k}: {quoted([row.title for row in likely], 6, 'things')}."
    overlapping = [
        row for row in rows[1:] if known(row.high) and known(rows[0].low) and row.high >= rows[0].low
    ]
    if overlapping:
        which = "the next" if len(overlapping) == 1 else f"{len(overlapping)} others"
        words += f" The line of the first overlaps with that of {which}: their order is not certain."
    if few:
        words += f" For {len(few)} there are too few answers for a number."
    return words


def _table(scored: pd.DataFrame, k: int) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "Place": scored["mwds_place"].astype(int),
            "What": scored["title"],
            "People": scored["pairs"],
            "Have not heard of it": scored["not_heard"],
            "Score": scored["mwds"].round(1),
            "From": scored["mwds_low"].round(1),
            "To": scored["mwds_high"].round(1),
            f"In the first {k}, in 100": [round(100 * one) if known(one) else None for one in scored["top"]],
        }
    ).reset_index(drop=True)


def _draw(rows: Sequence[_Row], notes: Sequence[str], layout: Layout, words: str, k: int) -> str:
    wide, size = layout.width > 1000, layout.size
    left, right = (
        (layout.width * 0.36, layout.width * 0.78) if wide else (size * 0.6, layout.width - size * 0.6)
    )
    column = left - size if wide else layout.width
    blocks = [wrap(row.title, column, size, layout.lines) for row in rows]
    under = [[] if wide else wrap(_chance(row, k), layout.width, layout.small, 2) for row in rows]
    heights = [
        max(len(lines) * size * 1.15, size * 1.2) + size * 0.55
        if wide
        else len(lines) * size * 1.15 + size * 1.3 + len(more) * layout.small * 1.2 + size * 0.8
        for lines, more in zip(blocks, under, strict=True)
    ]
    head = size * 2.2 if wide else size * 1.4
    broken = [line for note in notes for line in wrap(note, layout.width, layout.small, 4)]
    svg = picture(layout.width, head + sum(heights) + notes_height(broken, layout), words)
    if rows:
        scale = _Scale.over(rows, left, right)
        _axis(svg, scale, head, head + sum(heights) if wide else head, layout)
        if wide:
            text(
                svg, f"Among the first {k}", layout.width, head - size * 0.5, layout.small, SOFT, anchor="end"
            )
        top = head
        for row, lines, more, height in zip(rows, blocks, under, heights, strict=True):
            shift = 0.0 if wide else len(lines) * size * 1.15
            middle = top + (height - size * 0.2) / 2 if wide else top + shift + size * 0.6
            lines_at(
                svg,
                lines,
                0,
                top + (max(0.0, height - size * 0.55 - len(lines) * size * 1.15) / 2 if wide else 0),
                size,
            )
            if not wide:
                _ticks(svg, scale, middle - size * 0.5, middle + size * 0.5)
            _mark(svg, row, scale, middle, size)
            if wide:
                text(
                    svg,
                    _chance_short(row),
                    layout.width,
                    middle + size * 0.35,
                    size,
                    INK,
                    bold=True,
                    anchor="end",
                )
            lines_at(svg, more, 0, top + shift + size * 1.2, layout.small, SOFT)
            top += height
    notes_at(svg, broken, head + sum(heights), layout)
    return finish(svg)


@dataclass(frozen=True)
class _Scale:
    least: float
    most: float
    left: float
    right: float

    @classmethod
    def over(cls, rows: Sequence[_Row], left: float, right: float) -> _Scale:
        values = [value for row in rows for value in (row.value, row.low, row.high) if known(value)]
        return cls(min(0.0, *values), max(1.0, *values), left, right)

    def at(self, value: float) -> float:
        return self.left + (self.right - self.left) * (value - self.least) / (self.most - self.least)

    def ticks(self) -> list[float]:
        step = next(one for one in (1, 2, 5, 10) if (self.most - self.least) / one <= 6)
        first = math.ceil(self.least / step)
        return [number * step for number in range(first, math.floor(self.most / step) + 1)]


def _axis(svg: Element, scale: _Scale, top: float, bottom: float, layout: Layout) -> None:
    _ticks(svg, scale, top, bottom)
    zero = scale.at(0)
    said = "as sure as it matters" if layout.width > 1000 else "| as sure as it matters"
    text(svg, said, zero, top - layout.size * 0.5, layout.small, SOFT)
    if layout.width > 1000:
        text(svg, "further →", scale.right, top - layout.size * 0.5, layout.small, SOFT, anchor="end")


def _ticks(svg: Element, scale: _Scale, top: float, bottom: float) -> None:
    for tick in scale.ticks():
        x = scale.at(tick)
        stroke(svg, f"M{x:.1f} {top:.1f}V{bottom:.1f}", EDGE if tick == 0 else SUNK, 3 if tick == 0 else 2)


def _mark(svg: Element, row: _Row, scale: _Scale, y: float, size: float) -> None:
    if known(row.low) and known(row.high):
        ends = (scale.at(row.low), scale.at(row.high))
        stroke(svg, f"M{ends[0]:.1f} {y:.1f}H{ends[1]:.1f}", ACCENT, size * 0.16)
        for x in ends:
            stroke(svg, f"M{x:.1f} {y - size * 0.28:.1f}v{size * 0.56:.1f}", ACCENT, size * 0.16)
    shape(svg, "circle", ACCENT, cx=round(scale.at(row.value), 1), cy=round(y, 1), r=round(size * 0.38, 1))


def _chance(row: _Row, k: int) -> str:
    said = _chance_short(row)
    return f"Among the first {k}: {said}" if said else ""


def _chance_short(row: Any) -> str:
    if not known(row.top):
        return ""
    times = round(100 * row.top)
    return "always" if times == 100 else "hardly ever" if times < 1 else f"{times} in 100"
