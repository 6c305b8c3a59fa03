"""Who could help whom: offers as large as wishes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from xml.etree.ElementTree import Element

import pandas as pd

from crpkit.charts.figure import Figure
from crpkit.charts.looks import (
    ACCENT,
    AMBER,
    CARD,
    INK,
    SOFT,
    SOLID,
    Layout,
    Look,
    block,
    lines_at,
    notes_at,
    notes_height,
    quoted,
)
from crpkit.charts.needs.cells import is_exact, known, number_of, written
from crpkit.charts.svg import finish, picture, text, wrap

TITLE = "Who could help whom"
_WIDE, _NARROW = Layout(1600, 1, 30, 2), Layout(420, 1, 18, 3)
_STUB = Look(CARD, INK, "/", ACCENT)


@dataclass(frozen=True)
class _Pair:
    title: str
    offered: Any
    wanted: Any


def offers_and_needs(offers: pd.DataFrame, most: int = 10) -> Figure:
    """Draw how many people could help with something beside how many would like it.

    Parameters
    ----------
    offers
        As of :attr:`crpkit.needs.Diagnosis.offers`; counts may be text such as “fewer than 5”.
    most
        How many are drawn, those first where most could help one another.

    Returns
    -------
    Figure
        Table columns ``What``, ``Could help``, ``Would like it``, and by whom where that is known.
    """
    known_offers = offers[[known(one) for one in offers["offered"]]]
    pairs = [
        _Pair(str(one["title"]), one["offered"], one["wanted"]) for one in known_offers.to_dict("records")
    ]
    pairs.sort(key=lambda pair: -min(number_of(pair.offered), number_of(pair.wanted)))
    words = _in_words(pairs)
    notes = [f"{len(pairs) - most} more are in the tables."] if len(pairs) > most else []
    table = offers[["title", "offered", "wanted"]].map(lambda one: one if known(one) else None)
    table.columns = pd.Index(["What", "Could help", "Would like it"])
    return Figure(
        svg=_draw_wide(pairs[:most], notes, words),
        words=words,
        table=table.reset_index(drop=True),
        title=TITLE,
        svg_narrow=_draw_narrow(pairs[:most], notes, words),
    )


def _in_words(pairs: Sequence[_Pair]) -> str:
    if not pairs:
        return "Nobody was asked what they could help others with."
    meeting = [(min(number_of(p.offered), number_of(p.wanted)), p.title) for p in pairs]
    best = max(number for number, _ in meeting)
    words = "So far nobody could help with what others would like."
    if best > 0:
        first = [title for number, title in meeting if number == best]
        words = f"Most people could help one another with {quoted(first, what='things')}."
    by_wish = sorted(pairs, key=lambda pair: -number_of(pair.wanted))
    alone = [one.title for one in by_wish if number_of(one.wanted) and not number_of(one.offered)]
    if len(alone) > 4:
        named = ", ".join(f"“{title}”" for title in alone[:3])
        words += f" Wanted, and nobody has offered it: {named} and {len(alone) - 3} more."
    elif alone:
        words += f" Wanted, and nobody has offered it: {quoted(alone)}."
    return words


def _draw_wide(pairs: Sequence[_Pair], notes: Sequence[str], words: str) -> str:
    layout, size = _WIDE, _WIDE.size
    middle, reach = layout.width * 0.36, layout.width * 0.32 - size * 3.2
    left_end, right_start = (layout.width - middle) / 2, (layout.width + middle) / 2
    unit = reach / max([1.0, *(number_of(one) for pair in pairs for one in (pair.offered, pair.wanted))])
    blocks = [wrap(pair.title, middle - size, size, 2) for pair in pairs]
    heights = [max(len(lines) * size * 1.15, size * 1.3) + size * 0.6 for lines in blocks]
    head = size * 2
    svg = picture(layout.width, head + sum(heights) + notes_height(notes, layout), words)
    text(svg, "Could help others", left_end, size, size, INK, bold=True, anchor="end")
    text(svg, "Would like it", right_start, size, size, INK, bold=True)
    top = head
    for pair, lines, height in zip(pairs, blocks, heights, strict=True):
        centre = top + (height - size * 0.6) / 2
        for at, line in enumerate(lines):
            y = centre - len(lines) * size * 1.15 / 2 + size * (0.98 + 1.15 * at)
            text(svg, line, layout.width / 2, y, size, INK, anchor="middle")
        _bar(svg, pair.offered, SOLID, left_end, centre, -unit, size)
        _bar(svg, pair.wanted, AMBER, right_start, centre, unit, size)
        top += height
    notes_at(svg, notes, top, layout)
    return finish(svg)


def _bar(svg: Element, value: Any, look: Look, x: float, y: float, unit: float, size: float) -> None:
    """Draw a bar to the left (unit below 0) or right of ``x``, its number behind its end."""
    length, height = number_of(value) * abs(unit), size * 1.15
    start = x - length if unit < 0 else x
    block(svg, look if is_exact(value) else _STUB, start, y - height / 2, length, height, size * 0.4)
    at = x - length - size * 0.35 if unit < 0 else x + length + size * 0.35
    text(
        svg, written(value), at, y + size * 0.36, size, INK, bold=True, anchor="end" if unit < 0 else "start"
    )


def _draw_narrow(pairs: Sequence[_Pair], notes: Sequence[str], words: str) -> str:
    layout, size = _NARROW, _NARROW.size
    unit = (layout.width - size * 8.5) / max(
        [1.0, *(number_of(one) for pair in pairs for one in (pair.offered, pair.wanted))]
    )
    blocks = [wrap(pair.title, layout.width, size, layout.lines) for pair in pairs]
    heights = [len(lines) * size * 1.15 + size * 3.9 for lines in blocks]
    svg = picture(layout.width, sum(heights) + notes_height(notes, layout), words)
    top = 0.0
    for pair, lines, height in zip(pairs, blocks, heights, strict=True):
        lines_at(svg, lines, 0, top, size, bold=True)
        y = top + len(lines) * size * 1.15 + size * 0.9
        for name, value, look in (("could help", pair.offered, SOLID), ("would like", pair.wanted, AMBER)):
            text(svg, name, 0, y + size * 0.3, layout.small, SOFT)
            _bar(svg, value, look, size * 5.2, y, unit, size)
            y += size * 1.4
        top += height
    notes_at(svg, notes, top, layout)
    return finish(svg)
