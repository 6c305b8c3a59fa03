"""What people wrote: cards under their headings, how many there are, and commitments line by line."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from xml.etree.ElementTree import Element

import pandas as pd

from crpkit.charts.bars import Bar, draw_bars
from crpkit.charts.figure import Figure
from crpkit.charts.looks import (
    CARD,
    EDGE,
    INK,
    NARROW,
    SOFT,
    SUNK,
    Layout,
    count,
    lines_at,
    notes_at,
    notes_height,
    quoted,
    wide,
)
from crpkit.charts.svg import finish, picture, shape, stroke, wrap

MOST_CARDS = 24  # of one heading
NOT_ABOUT = "Not about one of them"


@dataclass(frozen=True)
class Card:
    """One entry: its main text, and what else was filled in, by the title of the field."""

    text: str
    more: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class Group:
    """A heading with the cards under it, and how many were written there in all."""

    title: str
    cards: tuple[Card, ...]
    written: int


def wall(groups: Sequence[Group], title: str, left_out: str = "not shown") -> Figure:
    """Draw entries as cards under their headings.

    Parameters
    ----------
    groups
        Headings with cards; one heading without a title is a plain wall.
    title
        The question.
    left_out
        Why entries that were written are not there.

    Returns
    -------
    Figure
        Table columns ``Heading`` (if there are any), ``Entry`` and the other fields that were filled in.
    """
    words = _in_words(groups, left_out)
    rows = [
        {"Heading": group.title, "Entry": card.text, **dict(card.more)}
        for group in groups
        for card in group.cards
    ]
    columns = list(dict.fromkeys(["Heading", "Entry", *(name for row in rows for name in row)]))
    table = pd.DataFrame(rows, columns=columns, dtype=object)
    if not any(group.title for group in groups):
        table = table.drop(columns="Heading")
    columns_wide = 4 if len(groups) != 3 else 3
    layout = Layout(1600, max(2, columns_wide), 30, 12)
    return Figure(
        svg=_draw_wall(groups, layout, words),
        words=words,
        table=table,
        title=title,
        svg_narrow=_draw_wall(groups, Layout(420, 1, 20, 20), words),
    )


def entries_by_box(groups: Sequence[Group], title: str) -> Figure:
    """Draw how many entries were written under each heading.

    Returns
    -------
    Figure
        Table columns ``Heading, Entries``.
    """
    rows = sorted(groups, key=lambda group: -group.written)
    bars = [Bar("", group.title, group.written) for group in rows]
    total = sum(group.written for group in groups)
    if not total:
        words = "Nothing has been written yet."
    else:
        first = [group.title for group in rows if group.written == rows[0].written]
        words = f"{count(total, 'entry', 'entries')} in all. Most under {quoted(first, what='headings')}: "
        words += f"{rows[0].written}{' each' if len(first) > 1 else ''}."
        empty = [group.title for group in groups if not group.written]
        words += f" Nothing under {quoted(empty, what='headings')}." if empty else ""
    layout = wide(sum(group.written > 0 for group in rows))
    return Figure(
        svg=draw_bars(bars, layout, words, ""),
        words=words,
        table=pd.DataFrame([(group.title, group.written) for group in rows], columns=["Heading", "Entries"]),
        title=title,
        svg_narrow=draw_bars(bars, NARROW, words, ""),
    )


def lines_table(group: Group, columns: Sequence[str], title: str, left_out: str = "not shown") -> Figure:
    """Draw entries of several fields line by line, for example commitments: who, what, by when.

    Parameters
    ----------
    group
        The entries; each has a value for some of the columns, in ``more`` or as its text.
    columns
        Titles of the fields, in order; the main text stands under the one that no ``more`` names.
    title
        What it is about.
    left_out
        Why entries that were written are not there.

    Returns
    -------
    Figure
        Table with these columns.
    """
    rows = [[dict(card.more).get(name, "") for name in columns] for card in group.cards]
    table = pd.DataFrame(rows, columns=list(columns), dtype=object)
    words = _in_words([group], left_out)
    if len(columns) > 1 and rows:
        names = {row[0].casefold() for row in rows if row[0]}
        words += f" {columns[0]}: {len(names)} different." if len(names) > 1 else ""
    return Figure(
        svg=_draw_lines(rows, columns, Layout(1600, 1, 32, 5), words),
        words=words,
        table=table,
        title=title,
        svg_narrow=_draw_cards_of_lines(rows, columns, Layout(420, 1, 20, 12), words),
    )


def _in_words(groups: Sequence[Group], left_out: str) -> str:
    written = sum(group.written for group in groups)
    shown = sum(len(group.cards) for group in groups)
    if not written:
        return "Nothing has been written yet."
    words = f"{count(written, 'entry was', 'entries were')} written."
    headed = [group for group in groups if group.title]
    if len(headed) > 1:
        used = sum(group.written > 0 for group in headed)
        words = (
            f"{count(written, 'entry was', 'entries were')} written under {used} of {len(headed)} headings."
        )
    if shown < written:
        words += f" {count(written - shown, 'is', 'are')} {left_out}."
    return words


def _draw_wall(groups: Sequence[Group], layout: Layout, words: str) -> str:
    if len(groups) == 1:
        return _draw_plain_wall(groups[0], layout, words)
    gap = layout.size * 0.8
    column = (layout.width - (layout.columns - 1) * gap) / layout.columns
    ends = [0.0] * layout.columns
    put = []
    for group in groups:
        number = min(range(layout.columns), key=lambda at: (ends[at], at))
        put.append((group, number * (column + gap), ends[number]))
        ends[number] += _panel_height(group, column, layout) + gap
    svg = picture(layout.width, max(ends) or layout.size, words)
    for group, x, y in put:
        _panel(svg, group, x, y, column, layout)
    return finish(svg)


def _panel_height(group: Group, width: float, layout: Layout) -> float:
    size = layout.size
    head = len(wrap(group.title, (width - size * 1.2) * 0.88, size, 4)) * size * 1.15 + size * 0.9
    cards = sum(
        _card_height(card, width - size * 0.9, layout) + size * 0.45 for card in group.cards[:MOST_CARDS]
    )
    return head + cards + (size * 1.5 if _rest(group) else 0) + size * 0.35


def _panel(svg: Element, group: Group, x: float, y: float, width: float, layout: Layout) -> None:
    size = layout.size
    shape(svg, "rect", SUNK, x=x, y=y, width=width, height=_panel_height(group, width, layout), rx=size * 0.4)
    head = wrap(group.title, (width - size * 1.2) * 0.88, size, 4)
    lines_at(svg, head, x + size * 0.6, y + size * 0.3, size, bold=True)
    top = y + len(head) * size * 1.15 + size * 0.9
    for card in group.cards[:MOST_CARDS]:
        top += _card(svg, card, x + size * 0.45, top, width - size * 0.9, layout) + size * 0.45
    if _rest(group):
        lines_at(svg, [_rest(group)], x + size * 0.6, top, layout.small, SOFT)


def _rest(group: Group) -> str:
    if not group.cards:
        return "nothing written" if not group.written else f"{group.written} not shown"
    left = len(group.cards) - MOST_CARDS
    return f"and {left} more" if left > 0 else ""


def _draw_plain_wall(group: Group, layout: Layout, words: str) -> str:
    gap = layout.size * 0.6
    column = (layout.width - (layout.columns - 1) * gap) / layout.columns
    cards = group.cards[: MOST_CARDS * max(1, layout.columns // 2)]
    ends = [0.0] * layout.columns
    put = []
    for card in cards:
        number = min(range(layout.columns), key=lambda at: (ends[at], at))
        put.append((card, number * (column + gap), ends[number]))
        ends[number] += _card_height(card, column, layout) + gap
    left = len(group.cards) - len(cards)
    notes = [f"and {left} more"] if left else [] if cards else ["Nothing to show"]
    bottom = max(ends)
    svg = picture(layout.width, bottom + notes_height(notes, layout), words)
    for card, x, y in put:
        _card(svg, card, x, y, column, layout)
    notes_at(svg, notes, bottom, layout)
    return finish(svg)


def _card_lines(card: Card, width: float, layout: Layout) -> tuple[list[str], list[str]]:
    inner = width - layout.size * 1.1
    more = [line for name, words in card.more for line in wrap(f"{name}: {words}", inner, layout.small, 3)]
    return wrap(card.text, inner, layout.size, layout.lines), more


def _card_height(card: Card, width: float, layout: Layout) -> float:
    lines, more = _card_lines(card, width, layout)
    return layout.size * (1.15 * len(lines) + 0.75) + layout.small * 1.15 * len(more)


def _card(svg: Element, card: Card, x: float, y: float, width: float, layout: Layout) -> float:
    lines, more = _card_lines(card, width, layout)
    height = _card_height(card, width, layout)
    shape(svg, "rect", CARD, x=x, y=y, width=width, height=height, rx=layout.size * 0.25)
    stroke(svg, f"M{x:.1f} {y:.1f}h{width:.1f}v{height:.1f}h{-width:.1f}z", EDGE, 2)
    lines_at(svg, lines, x + layout.size * 0.5, y + layout.size * 0.25, layout.size, INK)
    below = y + layout.size * (0.3 + 1.15 * len(lines))
    lines_at(svg, more, x + layout.size * 0.5, below, layout.small, SOFT)
    return height


def _draw_lines(rows: Sequence[Sequence[str]], columns: Sequence[str], layout: Layout, words: str) -> str:
    size, gap = layout.size, layout.size
    weights = _weights(rows, columns)
    widths = [(layout.width - gap * len(columns)) * weight for weight in weights]
    lefts = [sum(widths[:number]) + gap * number + gap / 2 for number in range(len(columns))]
    cells = [
        [wrap(value, width, size, layout.lines) for value, width in zip(row, widths, strict=True)]
        for row in rows
    ]
    heights = [max(map(len, row)) * size * 1.15 + size * 0.8 for row in cells]
    heads = [wrap(name, width * 0.88, size, 2) for name, width in zip(columns, widths, strict=True)]
    head = size * (1.15 * max(map(len, heads)) + 0.75)
    svg = picture(layout.width, head + (sum(heights) or size * 2), words)
    for left, name in zip(lefts, heads, strict=True):
        lines_at(svg, name, left, size * 0.3, size, SOFT, bold=True)
    top = head
    for number, (row, height) in enumerate(zip(cells, heights, strict=True)):
        if number % 2 == 0:
            shape(svg, "rect", SUNK, x=0, y=top, width=layout.width, height=height)
        for left, lines in zip(lefts, row, strict=True):
            lines_at(svg, lines, left, top + size * 0.3, size)
        top += height
    if not rows:
        lines_at(svg, ["Nothing to show"], gap / 2, head, size, SOFT)
    return finish(svg)


def _weights(rows: Sequence[Sequence[str]], columns: Sequence[str]) -> list[float]:
    """Return each column's part of the width, from how long its texts are."""
    lengths = [
        min(60, max([len(name) * 1.1, *(len(row[at]) for row in rows)])) ** 0.7 + 2.5
        for at, name in enumerate(columns)
    ]
    return [length / sum(lengths) for length in lengths]


def _draw_cards_of_lines(
    rows: Sequence[Sequence[str]], columns: Sequence[str], layout: Layout, words: str
) -> str:
    cards = [
        Card(
            row[0] or row[min(1, len(row) - 1)],
            tuple(pair for pair in zip(columns[1:], row[1:], strict=True) if pair[1]),
        )
        for row in rows
    ]
    return _draw_plain_wall(Group("", tuple(cards), len(cards)), layout, words)
