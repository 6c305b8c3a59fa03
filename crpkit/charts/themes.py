"""Themes: a little card for each note, so that people can count them as on a wall."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from xml.etree.ElementTree import Element

import pandas as pd

from crpkit.charts.figure import Figure
from crpkit.charts.looks import (
    AMBER,
    INK,
    LOOKS,
    Layout,
    Look,
    block,
    count,
    legend,
    lines_at,
    named,
    quoted,
)
from crpkit.charts.svg import finish, picture, text, wrap

PILE = Look("var(--crp-card, #ffffff)", INK, "/", "var(--crp-edge, #6f6a5f)")
WAITING = Look("var(--crp-card, #ffffff)", INK, "", "var(--crp-edge, #6f6a5f)")
NOWHERE, UNSORTED = "Fits nowhere", "Not sorted yet"


@dataclass(frozen=True)
class Pile:
    """Notes that lie together: the title, and how many there are of each part (a session, for example)."""

    title: str
    parts: Mapping[str, int]
    look: Look | None = None

    @property
    def notes(self) -> int:
        """How many notes it has."""
        return sum(self.parts.values())


def theme_piles(themes: Mapping[str, int], title: str, nowhere: int = 0, unsorted: int = 0) -> Figure:
    """Draw how many notes each theme has.

    Parameters
    ----------
    themes
        Title → notes.
    title
        The question.
    nowhere, unsorted
        Notes that were put on the pile for what fits nowhere, and those that were not sorted.

    Returns
    -------
    Figure
        Table columns ``Theme, Notes``.
    """
    piles = [Pile(named(name), {"": notes}) for name, notes in themes.items()]
    piles.sort(key=lambda pile: -pile.notes)
    rest = [Pile(NOWHERE, {"": nowhere}, PILE), Pile(UNSORTED, {"": unsorted}, WAITING)]
    piles += [pile for pile in rest if pile.notes]
    words = _in_words(piles)
    return Figure(
        svg=_draw(piles, {"": AMBER}, _layout(len(piles)), words, ()),
        words=words,
        table=pd.DataFrame([(pile.title, pile.notes) for pile in piles], columns=["Theme", "Notes"]),
        title=title,
        svg_narrow=_draw(piles, {"": AMBER}, Layout(420, 1, 20, 3), words, ()),
    )


def theme_piles_by(parts: Sequence[str], themes: Mapping[str, Mapping[str, int]], title: str) -> Figure:
    """Draw how many notes each theme has, told apart by where they come from.

    Parameters
    ----------
    parts
        What tells them apart, for example the sessions, in order.
    themes
        Title → part → notes.
    title
        What it is about.

    Returns
    -------
    Figure
        Table columns ``Theme``, one for each part, ``Notes``.
    """
    looks = {part: LOOKS[number % len(LOOKS)] for number, part in enumerate(parts)}
    piles = sorted((Pile(name, notes) for name, notes in themes.items()), key=lambda pile: -pile.notes)
    words = _in_words(piles)
    everywhere = [pile.title for pile in piles if all(pile.parts.get(part) for part in parts)]
    if piles and len(parts) > 1:
        found = (
            f" In all of them: {quoted(everywhere, what='themes')}."
            if everywhere
            else " No theme is in all of them."
        )
        words += found
    rows = [(pile.title, *(pile.parts.get(part, 0) for part in parts), pile.notes) for pile in piles]
    entries = [(looks[part], part) for part in parts]
    return Figure(
        svg=_draw(piles, looks, _layout(len(piles)), words, entries),
        words=words,
        table=pd.DataFrame(rows, columns=["Theme", *parts, "Notes"]),
        title=title,
        svg_narrow=_draw(piles, looks, Layout(420, 1, 20, 3), words, entries),
    )


def _layout(piles: int) -> Layout:
    return Layout(1600, 1, 40, 1) if piles <= 4 else Layout(1600, 2, 32, 2)


def _in_words(piles: Sequence[Pile]) -> str:
    themes = [pile for pile in piles if pile.look is None]
    if not themes:
        return "There are no themes yet."
    said = f"{count(sum(pile.notes for pile in themes), 'note', 'notes')} in {count(len(themes), 'theme', 'themes')}."
    most = max(pile.notes for pile in themes)
    if most and len(themes) > 1:
        first = [pile.title for pile in themes if pile.notes == most]
        each = " each" if len(first) > 1 else ""
        verb = "has" if len(first) == 1 else "have"
        said += f" {quoted(first, what='themes')} {verb} the most: {count(most, 'note', 'notes')}{each}."
    rest = [
        f"{pile.notes} {'fits' if pile.notes == 1 else 'fit'} nowhere"
        for pile in piles
        if pile.title == NOWHERE and pile.look
    ]
    rest += [
        f"{pile.notes} {'is' if pile.notes == 1 else 'are'} not sorted yet"
        for pile in piles
        if pile.title == UNSORTED and pile.look
    ]
    return said + (f" {' and '.join(rest)}." if rest else "")


def _draw(
    piles: Sequence[Pile],
    looks: Mapping[str, Look],
    layout: Layout,
    words: str,
    entries: Sequence[tuple[Look, str]],
) -> str:
    size = layout.size
    most = max((pile.notes for pile in piles), default=0)
    side = size * (1.3 if most * size * 1.3 * 1.25 <= layout.column else 0.95)
    per_row = max(1, int((layout.column + side * 0.25) / (side * 1.25)))
    blocks = [wrap(pile.title, (layout.column - size * 2.4) * 0.88, size, layout.lines) for pile in piles]
    heights = [
        len(lines) * size * 1.15 + size * 1.1 + (math.ceil(pile.notes / per_row) or 0) * side * 1.25
        for pile, lines in zip(piles, blocks, strict=True)
    ]
    scratch = picture(layout.width, 1, "")
    head = legend(scratch, entries, layout.width, layout.small) + size * 0.3 if entries else 0.0
    ends = [head] * layout.columns
    svg = picture(layout.width, head + max(_filled(heights, layout.columns), default=size), words)
    if entries:
        legend(svg, entries, layout.width, layout.small)
    limit = head + max(_filled(heights, layout.columns), default=size) + 1
    column = 0
    for pile, lines, height in zip(piles, blocks, heights, strict=True):
        if ends[column] + height > limit and column + 1 < layout.columns:
            column += 1
        x, y = column * (layout.column + layout.gap), ends[column]
        lines_at(svg, lines, x, y, size, bold=True)
        text(svg, str(pile.notes), x + layout.column, y + size, size * 1.1, INK, bold=True, anchor="end")
        _cards(svg, pile, looks, (x, y + size * (0.35 + 1.15 * len(lines))), side, per_row)
        ends[column] += height
    return finish(svg)


def _filled(heights: Sequence[float], columns: int) -> list[float]:
    """Return how high each column gets, filled one after the other as evenly as that allows."""
    if columns == 1 or len(heights) < 2:
        return [sum(heights)] if heights else []
    options = [max(sum(heights[:at]), sum(heights[at:])) for at in range(1, len(heights) + 1)]
    return [min(options)]


def _cards(
    svg: Element,
    pile: Pile,
    looks: Mapping[str, Look],
    at: tuple[float, float],
    side: float,
    per_row: int,
) -> None:
    x, y = at
    each = [look for part, look in looks.items() for _ in range(pile.parts.get(part, 0))]
    for number, look in enumerate(each):
        row, place = divmod(number, per_row)
        block(svg, pile.look or look, x + place * side * 1.25, y + row * side * 1.25, side, side, side / 3)
