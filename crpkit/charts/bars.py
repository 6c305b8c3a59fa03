"""Bars: people who chose an option, points it was given, or its score in a ranking."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from xml.etree.ElementTree import Element

import pandas as pd

from crpkit.charts.figure import Figure
from crpkit.charts.looks import (
    INK,
    NARROW,
    SOFT,
    SOLID,
    Layout,
    badge,
    block,
    count,
    lines_at,
    named,
    notes_at,
    notes_height,
    places,
    plain,
    quoted,
    wide,
)
from crpkit.charts.svg import finish, measure, picture, text, wrap

MOST_ROWS = 12


@dataclass(frozen=True)
class Bar:
    """One row: letter, title, how long the bar is, the number at its right, and a few words beside the bar."""

    letter: str
    title: str
    value: float
    note: str = ""

    @property
    def number(self) -> str:
        """The number as it is written."""
        return plain(self.value)


def people_bars(result: pd.DataFrame, title: str) -> Figure:
    """Draw who chose what: a vote for one option, or for as many as one likes.

    Parameters
    ----------
    result
        Columns ``letter, title, people, share_percent, place``, first what came out first.
    title
        The question.

    Returns
    -------
    Figure
        Table columns ``Letter, Option, People, Share of people (%), Place``.
    """
    bars = [
        Bar(row["letter"], named(row["title"]), row["people"], _percent(row["share_percent"]))
        for row in result.to_dict("records")
    ]
    table = _table(result, {"people": "People", "share_percent": "Share of people (%)"})
    words = _in_words(
        result, "people", ("person", "people"), "Nobody has chosen yet.", "was chosen by the most"
    )
    return _figure(bars, title, words, table, "Nobody chose")


def points_bars(result: pd.DataFrame, title: str, unit: str = "point") -> Figure:
    """Draw how many points each option was given.

    Parameters
    ----------
    result
        Columns ``letter, title, points, people, share_percent, place``, first what came out first.
    title
        The question.
    unit
        What a point is called.

    Returns
    -------
    Figure
        Table columns ``Letter, Option, Points, People, Share of points (%), Place``.
    """
    bars = [
        Bar(row["letter"], named(row["title"]), row["points"], _from(row["people"]))
        for row in result.to_dict("records")
    ]
    units = f"{unit}s"
    table = _table(
        result,
        {"points": units.capitalize(), "people": "People", "share_percent": f"Share of {units} (%)"},
    )
    nothing = f"No {units} have been given yet."
    words = _in_words(result, "points", (unit, units), nothing, f"has the most {units}", bare=True)
    return _figure(bars, title, words, table, f"No {units}")


def ranking_bars(result: pd.DataFrame, title: str) -> Figure:
    """Draw the outcome of a ranking: score, and how many people put an option first.

    Parameters
    ----------
    result
        Columns ``letter, title, score, first, people, place``, first what came out first.
    title
        The question.

    Returns
    -------
    Figure
        Table columns ``Letter, Option, Score, Put first by, Ranked by, Place``.
    """
    bars = [
        Bar(row["letter"], named(row["title"]), row["score"], _first(row["first"]))
        for row in result.to_dict("records")
    ]
    table = _table(result, {"score": "Score", "first": "Put first by", "people": "Ranked by"})
    if not len(result) or not result["people"].max():
        return _figure([], title, "Nobody has ranked yet.", table, "")
    words = _in_words(result, "score", ("point", "points"), "", "comes first")
    most = result["first"].max()
    favourites = [named(name) for name in result.loc[result["first"] == most, "title"]]
    verb = "was" if len(favourites) == 1 else "were each"
    words += f" {quoted(favourites)} {verb} put first by {count(most, 'person', 'people')}."
    rule = (
        f"The first of {len(bars)} gets {len(bars) - 1} points from each person, the last 0. What was not ranked "
        "shares what is left."
    )
    return _figure(bars, title, words, table, "No points", rule)


def _percent(share: float | None) -> str:
    return "" if share is None or pd.isna(share) else f"{share:.0f} %"


def _from(people: int) -> str:
    return f"from {count(people, 'person', 'people')}" if people else ""


def _first(people: int) -> str:
    return f"put first by {people}" if people else ""


def _table(result: pd.DataFrame, columns: dict[str, str]) -> pd.DataFrame:
    table = result[["letter", "title", *columns, "place"]].copy()
    table["title"] = [named(title) for title in table["title"]]
    if "share_percent" in table:
        table["share_percent"] = table["share_percent"].astype(float).round()
    return table.rename(columns={"letter": "Letter", "title": "Option", "place": "Place", **columns})


def _in_words(
    result: pd.DataFrame, column: str, unit: tuple[str, str], nothing: str, first_is: str, bare: bool = False
) -> str:
    """Say the result in plain words; ties are said as ties."""
    rows = [(named(title), number) for title, number in zip(result["title"], result[column], strict=True)]
    rows = [row for row in rows if row[1] > 0]
    if not rows:
        return nothing
    first = [name for name, number in rows if number == rows[0][1]]
    amount = count(rows[0][1], *unit)
    words = (
        f"“{first[0]}” {first_is}: {plain(rows[0][1]) if bare else amount}."
        if len(first) == 1
        else f"{quoted(first)} share first place with {amount} each."
    )
    behind = rows[len(first) :]
    if behind:
        second = [name for name, number in behind if number == behind[0][1]]
        each = " each" if len(second) > 1 else ""
        words += f" Next: {quoted(second)} with {count(behind[0][1], *unit)}{each}."
    return words


def _figure(
    bars: Sequence[Bar], title: str, words: str, table: pd.DataFrame, none: str, rule: str = ""
) -> Figure:
    layout = wide(sum(bar.value > 0 for bar in bars))
    return Figure(
        svg=draw_bars(bars, layout, words, none, MOST_ROWS, rule),
        words=words,
        table=table.reset_index(drop=True),
        title=title,
        svg_narrow=draw_bars(bars, NARROW, words, none, rule=rule),
    )


def draw_bars(
    bars: Sequence[Bar], layout: Layout, words: str, none: str, most: int | None = None, rule: str = ""
) -> str:
    """Return the picture; bars without length, and those that do not fit, are named by their letters below."""
    drawn = leaders([bar for bar in bars if bar.value > 0], most)
    longest = max((bar.value for bar in drawn), default=1)
    notes = _below(bars, len(drawn), none, layout)
    notes += wrap(rule, layout.width, layout.small, 4) if rule else []
    indent = layout.indent if any(bar.letter for bar in bars) else 0.0
    blocks = [
        wrap(bar.title, layout.column - indent - layout.size * 3, layout.size, layout.lines) for bar in drawn
    ]
    heights = [len(lines) * layout.size * 1.15 + layout.size * 1.75 for lines in blocks]
    tops = places(heights, layout)
    bottom = max((y + height for (_, y), height in zip(tops, heights, strict=True)), default=0.0)
    svg = picture(layout.width, bottom + notes_height(notes, layout), words)
    beside = max((measure(bar.note, layout.small) for bar in drawn), default=0) * 1.1
    length = layout.column - indent - (beside + layout.size * 0.6 if beside else 0)
    for bar, lines, at in zip(drawn, blocks, tops, strict=True):
        _bar(svg, bar, lines, (*at, indent), length * bar.value / longest, layout)
    notes_at(svg, notes, bottom, layout)
    return finish(svg)


def leaders(bars: Sequence[Bar], most: int | None) -> Sequence[Bar]:
    """Return as many of the first as fit, without parting equals."""
    if most is None or len(bars) <= most:
        return bars
    fitting = [number for number in range(1, most + 1) if bars[number - 1].value != bars[number].value]
    return bars[: fitting[-1]] if fitting else bars


def _bar(
    svg: Element,
    bar: Bar,
    lines: Sequence[str],
    at: tuple[float, float, float],
    length: float,
    layout: Layout,
) -> None:
    x, y, indent = at
    size = layout.size
    if bar.letter:
        badge(svg, bar.letter, x, y, size)
    lines_at(svg, lines, x + indent, y, size)
    text(svg, bar.number, x + layout.column, y + size, size * 1.1, INK, bold=True, anchor="end")
    below = y + size * (0.3 + 1.15 * len(lines))
    block(svg, SOLID, x + indent, below, length, size * 0.78)
    if bar.note:
        text(svg, bar.note, x + indent + length + size * 0.4, below + size * 0.68, layout.small, SOFT)


def _below(bars: Sequence[Bar], drawn: int, none: str, layout: Layout) -> list[str]:
    with_value = [bar for bar in bars if bar.value > 0]
    notes = []
    if with_value[drawn:]:
        rest = ", ".join(f"{bar.letter} {bar.number}" for bar in with_value[drawn:])
        notes += wrap(f"Then: {rest}", layout.width, layout.small, 3)
    letters = sorted((bar.letter for bar in bars if bar.value <= 0), key=lambda name: (len(name), name))
    if letters and none:
        notes += wrap(f"{none}: {', '.join(letters)}", layout.width, layout.small, 3)
    return notes
