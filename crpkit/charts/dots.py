"""The dot wall: the result of a dot vote as the room would see it on paper."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from xml.etree.ElementTree import Element

import pandas as pd

from crpkit.charts.figure import Figure
from crpkit.charts.svg import finish, picture, shape, text, wrap
from crpkit.workshop import DotsState, RankedOption
from crpkit.workshop.activities.dots import DotOption

INK = "var(--crp-ink, #1b2330)"
SOFT = "var(--crp-ink-soft, #434d5e)"
DOT = "var(--crp-dot, #d98a00)"
BADGE = "var(--crp-accent, #0b5754)"
BADGE_INK = "var(--crp-accent-ink, #ffffff)"
TAKEN_BACK = "(taken back)"
MOST_ROWS = 12  # more would be too small for the back row; the others follow as letters and numbers


@dataclass(frozen=True)
class _Layout:
    """Sizes in SVG units; a projector scales 1600 units to its width."""

    width: float
    columns: int
    size: float
    radius: float
    lines: int

    @property
    def gap(self) -> float:
        return self.size * 1.6

    @property
    def column(self) -> float:
        return (self.width - (self.columns - 1) * self.gap) / self.columns

    @property
    def indent(self) -> float:
        return self.size * 2.1

    @property
    def room_for_dots(self) -> int:
        """Circles that fit side by side in a column."""
        return int((self.column - self.indent) / (self.radius * 2.3))


def dot_wall(vote: DotsState) -> Figure:
    """Draw the result of a dot vote, most dots first.

    Parameters
    ----------
    vote
        The vote. The wide picture has the first twelve or so; those behind, and options without dots, are named by
        their letters below.

    Returns
    -------
    Figure
        Table columns ``Letter, Option, Dots, Share of dots (%), Place``.
    """
    return _figure(vote.ranked(), vote.prompt or "The room’s choice", describe(vote))


def dot_figure(result: pd.DataFrame, title: str) -> Figure:
    """Draw the same from a result table.

    Parameters
    ----------
    result
        Columns ``letter, item, title, points, place``, most dots first.
    title
        The question.

    Returns
    -------
    Figure
        As of :func:`dot_wall`.
    """
    ranked = tuple(
        RankedOption(
            option=DotOption(row["item"], row["letter"], row["title"], "", ""),
            dots=int(row["points"]),
            place=int(row["place"]),
        )
        for row in result.to_dict("records")
    )
    return _figure(ranked, title or "The room’s choice", _in_words(ranked))


def _figure(ranked: Sequence[RankedOption], title: str, words: str) -> Figure:
    wide = _wide_layout(sum(row.dots > 0 for row in ranked))
    narrow = _Layout(width=420, columns=1, size=20, radius=7, lines=3)
    return Figure(
        svg=_draw(ranked, wide, words, MOST_ROWS),
        words=words,
        table=_table(ranked),
        title=title,
        svg_narrow=_draw(ranked, narrow, words),
    )


def describe(vote: DotsState) -> str:
    """Say the result in plain words; ties are said as ties."""
    return _in_words(vote.ranked())


def _in_words(ranked: Sequence[RankedOption]) -> str:
    placed = sum(row.dots for row in ranked)
    if not placed:
        return "No dots have been placed yet."
    first = [row for row in ranked if row.place == 1]
    names = [_name(row) for row in first]
    lead = (
        f"“{names[0]}” has the most dots: {first[0].dots} of {placed}."
        if len(names) == 1
        else f"{_listed(names)} share first place with {_dots(first[0].dots)} each, of {placed} in all."
    )
    return " ".join(sentence for sentence in (lead, _follower(ranked), _without(ranked)) if sentence)


def _follower(ranked: Sequence[RankedOption]) -> str:
    behind = [row for row in ranked if row.place > 1 and row.dots > 0]
    if not behind:
        return ""
    second = [row for row in behind if row.place == behind[0].place]
    each = " each" if len(second) > 1 else ""
    return f"Next: {_listed([_name(row) for row in second])} with {_dots(second[0].dots)}{each}."


def _without(ranked: Sequence[RankedOption]) -> str:
    count = sum(row.dots == 0 for row in ranked)
    if not count:
        return ""
    return "1 option has no dots." if count == 1 else f"{count} options have no dots."


def _listed(names: list[str]) -> str:
    quoted = [f"“{name}”" for name in names]
    if len(quoted) > 4:
        return f"{len(quoted)} options"
    return quoted[0] if len(quoted) == 1 else ", ".join(quoted[:-1]) + " and " + quoted[-1]


def _dots(number: int) -> str:
    return "1 dot" if number == 1 else f"{number} dots"


def _name(row: RankedOption) -> str:
    return TAKEN_BACK if row.option.title is None else row.option.title


def _table(ranked: Sequence[RankedOption]) -> pd.DataFrame:
    placed = sum(row.dots for row in ranked)
    rows = [
        (
            row.option.letter,
            _name(row),
            row.dots,
            round(100 * row.dots / placed) if placed else None,
            row.place,
        )
        for row in ranked
    ]
    return pd.DataFrame(rows, columns=["Letter", "Option", "Dots", "Share of dots (%)", "Place"])


def _wide_layout(rows: int) -> _Layout:
    if rows <= 5:
        return _Layout(width=1600, columns=1, size=44, radius=17, lines=1)
    return _Layout(width=1600, columns=2, size=32, radius=11, lines=2)


def _leaders(rows: Sequence[RankedOption], most: int) -> Sequence[RankedOption]:
    """Return as many of the first rows as fit, without parting options that have equally many dots."""
    if len(rows) <= most:
        return rows
    fitting = [number for number in range(1, most + 1) if rows[number - 1].dots != rows[number].dots]
    return rows[: fitting[-1]] if fitting else rows


def _draw(ranked: Sequence[RankedOption], layout: _Layout, words: str, most_rows: int | None = None) -> str:
    rows: Sequence[RankedOption] = [row for row in ranked if row.dots > 0]
    rows = _leaders(rows, most_rows or len(rows))
    most = max((row.dots for row in rows), default=1)
    per_circle = math.ceil(most / layout.room_for_dots)
    blocks = [_lines(_name(row), layout) for row in rows]
    places = _places([_height(lines, layout) for lines in blocks], layout)
    bottom = max((y for _, y, _ in places), default=0.0)
    notes = _notes(ranked, len(rows), per_circle, layout)
    svg = picture(layout.width, bottom + (len(notes) * 1.35 + 0.5) * layout.size, words)
    for row, lines, (x, _, y) in zip(rows, blocks, places, strict=True):
        _row(svg, row, lines, (x, y), per_circle, layout)
    for number, note in enumerate(notes):
        text(svg, note, 0, bottom + layout.size * 1.35 * (number + 1), layout.size * 0.86, SOFT)
    return finish(svg)


def _places(heights: Sequence[float], layout: _Layout) -> list[tuple[float, float, float]]:
    """Return left, bottom and top of each row, filling one column after the other."""
    per_column = math.ceil(len(heights) / layout.columns) or 1
    places = []
    for number, height in enumerate(heights):
        column, place = divmod(number, per_column)
        top = sum(heights[number - place : number])
        places.append((column * (layout.column + layout.gap), top + height, top))
    return places


def _lines(title: str, layout: _Layout) -> list[str]:
    return wrap(title, layout.column - layout.indent - layout.size * 2.2, layout.size, layout.lines)


def _height(lines: list[str], layout: _Layout) -> float:
    return len(lines) * layout.size * 1.15 + layout.radius * 2 + layout.size * 0.75


def _row(
    svg: Element,
    row: RankedOption,
    lines: list[str],
    at: tuple[float, float],
    per_circle: int,
    layout: _Layout,
) -> None:
    x, y = at
    size = layout.size
    shape(svg, "rect", BADGE, x=x, y=y + size * 0.1, width=size * 1.6, height=size * 1.4, rx=size * 0.35)
    text(
        svg,
        row.option.letter,
        x + size * 0.8,
        y + size * 1.12,
        size * 0.9,
        BADGE_INK,
        bold=True,
        anchor="middle",
    )
    for number, line in enumerate(lines):
        text(svg, line, x + layout.indent, y + size * (0.98 + 1.15 * number), size, INK)
    text(svg, str(row.dots), x + layout.column, y + size, size * 1.1, INK, bold=True, anchor="end")
    below = y + size * (0.35 + 1.15 * len(lines)) + layout.radius
    _circles(svg, row.dots, (x + layout.indent, below), per_circle, layout)


def _circles(svg: Element, dots: int, at: tuple[float, float], per_circle: int, layout: _Layout) -> None:
    """Draw whole circles, then one whose area is what remains."""
    x, y = at
    whole, rest = divmod(dots, per_circle)
    radii = [layout.radius] * whole + ([layout.radius * math.sqrt(rest / per_circle)] if rest else [])
    for number, radius in enumerate(radii):
        shape(svg, "circle", DOT, cx=x + layout.radius * (1 + 2.3 * number), cy=y, r=round(radius, 2))


def _notes(ranked: Sequence[RankedOption], drawn: int, per_circle: int, layout: _Layout) -> list[str]:
    notes = [f"One circle stands for {per_circle} dots."] if per_circle > 1 else []
    behind = [f"{row.option.letter} {row.dots}" for row in ranked[drawn:] if row.dots > 0]
    if behind:
        notes += wrap("Then: " + ", ".join(behind), layout.width, layout.size * 0.86, 3)
    letters = sorted(
        (row.option.letter for row in ranked if row.dots == 0), key=lambda name: (len(name), name)
    )
    if letters:
        notes += wrap("No dots: " + ", ".join(letters), layout.width, layout.size * 0.86, 3)
    return notes
