"""Bars made of parts, under the titles of what they are about, with a legend above."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from xml.etree.ElementTree import Element

from crpkit.charts.looks import (
    SOFT,
    Layout,
    Look,
    badge,
    block,
    legend,
    lines_at,
    notes_at,
    notes_height,
    number_on,
    plain,
)
from crpkit.charts.svg import finish, measure, picture, text, wrap

MOST_ROWS = 16
LEAST_BAR = 0.55  # of the width, for the longest bar


@dataclass(frozen=True)
class Part:
    """What one part of each bar stands for."""

    id: str
    title: str
    look: Look


@dataclass(frozen=True)
class Row:
    """One item: its letter, title, a number for each part, and the whole if it is not their sum."""

    letter: str
    title: str
    numbers: Mapping[str, float]

    @property
    def whole(self) -> float:
        """All of its numbers."""
        return sum(self.numbers.values())


def draw_parts(
    rows: Sequence[Row], parts: Sequence[Part], layout: Layout, words: str, nothing: str = "nobody answered"
) -> str:
    """Return bars as long as their numbers; numbers that do not fit into their part stand beside the bar."""
    drawn, notes = fitting(
        rows, layout, lambda row: " ".join([row.letter or row.title, *map(plain, row.numbers.values())])
    )
    size, bar = layout.size, layout.size * 1.3
    left = layout.indent if any(row.letter for row in drawn) else 0.0
    most = max((row.whole for row in drawn), default=0) or 1
    unit = (layout.width - left) * LEAST_BAR / most
    outside = [_outside(row, parts, unit, layout) for row in drawn]
    said = [
        _said(row, some) or ("" if row.whole else nothing) for row, some in zip(drawn, outside, strict=True)
    ]
    beside = max((measure(words, layout.small) * 1.1 for words in said), default=0) + size * 0.8
    if layout.width < 1000 or beside > (layout.width - left) * (1 - LEAST_BAR):  # then they stand below
        below = [wrap(words, layout.width - left, layout.small * 1.1, 3) if words else [] for words in said]
        beside = 0.0
    else:
        below = [[] for _ in drawn]
    unit = (layout.width - left - (beside if any(said) else 0)) / most
    extra = [len(lines) * layout.small * 1.2 for lines in below]
    svg, tops, bottom = titled_rows(drawn, parts, layout, words, notes, extra)
    for number, (row, top) in enumerate(zip(drawn, tops, strict=True)):
        end = _bar(
            svg,
            row,
            [part for part in parts if part not in outside[number]],
            parts,
            (left, top),
            unit,
            layout,
        )
        if beside and said[number]:
            text(svg, said[number], end + size * 0.4, top + bar * 0.72, layout.small, SOFT)
        lines_at(svg, below[number], left, top + bar + size * 0.1, layout.small, SOFT)
    notes_at(svg, notes, bottom, layout)
    return finish(svg)


def _bar(
    svg: Element,
    row: Row,
    inside: Sequence[Part],
    parts: Sequence[Part],
    at: tuple[float, float],
    unit: float,
    layout: Layout,
) -> float:
    """Draw a bar of parts, with the numbers that fit into them, and return where it ends."""
    (x, top), size, bar = at, layout.size, layout.size * 1.3
    for part in parts:
        number = row.numbers[part.id]
        block(svg, part.look, x, top, number * unit, bar, size * 0.42)
        if number and part in inside:
            number_on(svg, part.look, plain(number), x + number * unit / 2, top + bar * 0.76, size)
        x += number * unit
    return x


def _outside(row: Row, parts: Sequence[Part], unit: float, layout: Layout) -> list[Part]:
    """Return parts whose number is too wide for them."""
    return [part for part in parts if 0 < row.numbers[part.id] * unit < _needs(row.numbers[part.id], layout)]


def _said(row: Row, parts: Sequence[Part]) -> str:
    return ", ".join(f"{plain(row.numbers[part.id])} {part.title}" for part in parts)


def _needs(number: float, layout: Layout) -> float:
    return measure(plain(number), layout.size) + layout.size * 0.5


def titled_rows(
    rows: Sequence[Row],
    parts: Sequence[Part],
    layout: Layout,
    words: str,
    notes: Sequence[str],
    extra: Sequence[float] = (),
) -> tuple[Element, list[float], float]:
    """Return a picture with legend and titles, where each bar begins, and where the rows end.

    ``extra`` is the room each row needs below its bar.
    """
    size = layout.size
    entries = [(part.look, part.title) for part in parts]
    scratch = picture(layout.width, 1, "")
    top = legend(scratch, entries, layout.width, size)
    left = layout.indent if any(row.letter for row in rows) else 0.0
    blocks = [wrap(row.title, layout.width - left, size, layout.lines) for row in rows]
    heights = [
        len(lines) * size * 1.15 + size * 2.3 + more
        for lines, more in zip(blocks, extra or [0.0] * len(blocks), strict=True)
    ]
    bottom = top + sum(heights)
    svg = picture(layout.width, bottom + notes_height(notes, layout), words)
    legend(svg, entries, layout.width, size)
    tops = []
    for row, lines, height in zip(rows, blocks, heights, strict=True):
        if row.letter:
            badge(svg, row.letter, 0, top, size)
        lines_at(svg, lines, left, top, size)
        tops.append(top + size * (0.4 + 1.15 * len(lines)))
        top += height
    return svg, tops, bottom


def fitting(
    rows: Sequence[Row], layout: Layout, what: Callable[[Row], str]
) -> tuple[Sequence[Row], list[str]]:
    """Return the rows that fit into a wide picture, and the others in a few words."""
    if layout.width < 1000 or len(rows) <= MOST_ROWS:
        return rows, []
    rest = "; ".join(what(row) for row in rows[MOST_ROWS:])
    return rows[:MOST_ROWS], wrap(f"Then: {rest}", layout.width, layout.small, 3)
