"""What all pictures share: colours that follow the page, fills that differ without colour, and rows of text.

A picture is 1600 units wide for projector and print, 420 for a phone. No text is smaller than 26 of 1600 units (about
30 pixels on a projector of 1080 lines, 8 points on A4) or 16 of 420.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from xml.etree.ElementTree import Element

from crpkit.charts.svg import measure, shape, stroke, text, wrap

INK = "var(--crp-ink, #1b2330)"
SOFT = "var(--crp-ink-soft, #434d5e)"
CARD = "var(--crp-card, #ffffff)"
SUNK = "var(--crp-sunk, #f1ece1)"
EDGE = "var(--crp-edge, #6f6a5f)"
DOT = "var(--crp-dot, #d98a00)"
DOT_INK = "var(--crp-dot-ink, #1b2330)"
ACCENT = "var(--crp-accent, #0b5754)"
ACCENT_INK = "var(--crp-accent-ink, #ffffff)"
ACCENT_SOFT = "var(--crp-accent-soft, #dcefec)"
TAKEN_BACK = "(taken back)"
SMALL = 0.86  # size of second text, in parts of the first


@dataclass(frozen=True)
class Look:
    r"""How an area is filled, so that it differs in print and to every eye.

    Attributes
    ----------
    fill, ink
        Its colour, and that of text on it.
    hatch
        ``/``, ``\``, ``x``, ``.`` or nothing.
    line
        Colour of hatch and outline.
    """

    fill: str
    ink: str
    hatch: str = ""
    line: str = EDGE


SOLID = Look(ACCENT, ACCENT_INK, line=ACCENT)
LIGHT = Look(ACCENT_SOFT, INK, "/", ACCENT)
AMBER = Look(DOT, DOT_INK, line=DOT)
PALE = Look(SUNK, INK, ".", EDGE)
LOOKS = (SOLID, LIGHT, AMBER, PALE, Look(CARD, INK, "\\", DOT), Look(CARD, INK, "x", EDGE))
_APART = {"pass", "cannot-say", "not-sure", "no-answer", "not-said"}


def looks_for(answers: Sequence[str]) -> dict[str, Look]:
    """Return a look for each answer by its id; answers that take no side are always pale."""
    sided = [name for name in answers if name not in _APART]
    order = {1: LOOKS[:1], 2: (SOLID, AMBER)}.get(len(sided), (SOLID, LIGHT, AMBER, *LOOKS[4:]))
    found = {name: order[number % len(order)] for number, name in enumerate(sided)}
    return {name: found.get(name, PALE) for name in answers}


@dataclass(frozen=True)
class Layout:
    """Sizes in SVG units.

    Attributes
    ----------
    width, columns, size
        Of the picture; side by side; of the main text.
    lines
        How many lines a title may have.
    """

    width: float
    columns: int
    size: float
    lines: int

    @property
    def gap(self) -> float:
        """Space between columns."""
        return self.size * 1.6

    @property
    def column(self) -> float:
        """Width of a column."""
        return (self.width - (self.columns - 1) * self.gap) / self.columns

    @property
    def indent(self) -> float:
        """Where titles begin, right of the letter."""
        return self.size * 2.1

    @property
    def small(self) -> float:
        """Size of second text."""
        return max(self.size * SMALL, 16 if self.width < 1000 else 26)


NARROW = Layout(420, 1, 20, 4)


def wide(rows: int, most_in_one: int = 5) -> Layout:
    """Return the layout for so many rows on a projector: one column of large text, or two."""
    return Layout(1600, 1, 44, 1) if rows <= most_in_one else Layout(1600, 2, 32, 2)


def block(
    parent: Element, look: Look, x: float, y: float, width: float, height: float, step: float = 14
) -> None:
    """Draw a filled, hatched and outlined area."""
    if width <= 0 or height <= 0:
        return
    shape(
        parent,
        "rect",
        look.fill,
        x=round(x, 2),
        y=round(y, 2),
        width=round(width, 2),
        height=round(height, 2),
    )
    if look.hatch == ".":
        _dotted(parent, look, (x, y), (width, height), step)
    elif look.hatch:
        marks = [
            segment
            for way in ("/", "\\")
            if look.hatch in (way, "x")
            for segment in _hatch(way, (x, y), (width, height), step)
        ]
        if marks:
            stroke(parent, " ".join(marks), look.line, max(1.5, step / 6))
    corners = f"M{x:.1f} {y:.1f}h{width:.1f}v{height:.1f}h{-width:.1f}z"
    stroke(parent, corners, look.line, max(1.5, step / 7))


def _hatch(way: str, at: tuple[float, float], size: tuple[float, float], step: float) -> Iterable[str]:
    """Yield slanting lines cut to a rectangle; no clipping is needed, so that any program can draw them."""
    (x, y), (width, height) = at, size
    for number in range(1, math.ceil((width + height) / step)):
        start = number * step - height
        left, right = max(0.0, start), min(width, start + height)
        if right - left < 0.5:
            continue
        first, second = (height - (left - start), height - (right - start))
        if way == "\\":
            first, second = height - first, height - second
        yield f"M{x + left:.1f} {y + first:.1f}L{x + right:.1f} {y + second:.1f}"


def _dotted(
    parent: Element, look: Look, at: tuple[float, float], size: tuple[float, float], step: float
) -> None:
    (x, y), (width, height) = at, size
    radius = step / 8
    marks = []
    for row in range(int(height / step)):
        for column in range(int(width / step)):
            left = x + step * (column + 0.5) - radius
            top = y + (height - step * int(height / step)) / 2 + step * (row + 0.5)
            marks.append(f"M{left:.1f} {top:.1f}h{2 * radius:.1f}")
    if marks:
        stroke(parent, " ".join(marks), look.line, 2 * radius)


def number_on(parent: Element, look: Look, words: str, x: float, y: float, size: float) -> None:
    """Write a number in the middle of an area; on a hatch it gets a plate, so that it can be read."""
    if look.hatch:
        width = measure(words, size) + size * 0.3
        shape(
            parent,
            "rect",
            look.fill,
            x=x - width / 2,
            y=y - size * 0.84,
            width=width,
            height=size * 1.08,
            rx=size / 5,
        )
    text(parent, words, x, y, size, look.ink, bold=True, anchor="middle")


def badge(parent: Element, letter: str, x: float, y: float, size: float) -> None:
    """Draw the letter that an item keeps for the whole workshop."""
    shape(parent, "rect", ACCENT, x=x, y=y + size * 0.1, width=size * 1.6, height=size * 1.4, rx=size * 0.35)
    text(parent, letter, x + size * 0.8, y + size * 1.12, size * 0.9, ACCENT_INK, bold=True, anchor="middle")


def lines_at(
    parent: Element,
    lines: Sequence[str],
    x: float,
    y: float,
    size: float,
    colour: str = INK,
    bold: bool = False,
) -> None:
    """Write lines below each other; ``y`` is the top of the first."""
    for number, line in enumerate(lines):
        text(parent, line, x, y + size * (0.98 + 1.15 * number), size, colour, bold=bold)


def places(heights: Sequence[float], layout: Layout) -> list[tuple[float, float]]:
    """Return left and top of each row, filling one column after the other."""
    per_column = math.ceil(len(heights) / layout.columns) or 1
    found = []
    for number in range(len(heights)):
        column, place = divmod(number, per_column)
        found.append((column * (layout.column + layout.gap), sum(heights[number - place : number])))
    return found


def legend(
    parent: Element, entries: Sequence[tuple[Look, str]], width: float, size: float, y: float = 0
) -> float:
    """Draw what each look stands for, and return where the legend ends."""
    x, top, swatch = 0.0, y, size * 1.1
    for look, title in entries:
        words = wrap(title, width - swatch * 2, size, 1)[0]
        needed = swatch * 1.45 + measure(words, size) * 1.08 + size * 1.2
        if x and x + needed > width:
            x, top = 0.0, top + size * 1.7
        block(parent, look, x, top + size * 0.12, swatch, swatch, size / 2.6)
        text(parent, words, x + swatch * 1.45, top + size * 0.98, size, INK)
        x += needed
    return top + size * 1.9


def notes_at(parent: Element, notes: Sequence[str], y: float, layout: Layout) -> None:
    """Write second text below the picture."""
    for number, note in enumerate(notes):
        text(parent, note, 0, y + layout.size * 1.35 * (number + 0.8), layout.small, SOFT)


def notes_height(notes: Sequence[str], layout: Layout) -> float:
    """Return how much room the second text takes."""
    return (len(notes) * 1.35 + 0.4) * layout.size


def named(title: object) -> str:
    """Return a title, or what stands for one that was taken back."""
    return title if isinstance(title, str) else TAKEN_BACK


def quoted(names: Sequence[str], most: int = 4, what: str = "options") -> str:
    """Return names in quotes as they stand in a sentence; many are only counted."""
    marked = [f"“{name}”" for name in names]
    if len(marked) > most:
        return f"{len(marked)} {what}"
    return marked[0] if len(marked) == 1 else ", ".join(marked[:-1]) + " and " + marked[-1]


def count(number: float, one: str, more: str) -> str:
    """Return a number with its word: 1 person, 2.5 points."""
    return f"{plain(number)} {one if number == 1 else more}"


def plain(number: float) -> str:
    """Return a number without needless zeros: 12, 12.5."""
    return f"{number:.1f}".removesuffix(".0")
