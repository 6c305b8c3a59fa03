"""A step as a card: its part of the support, when, what it is, what it asks for, what was found there."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from xml.etree.ElementTree import Element

from crpkit.charts.journeys.signs import ON_BAND, fact_sign, mark, panel, part, sign
from crpkit.charts.journeys.stops import Fact, Stop
from crpkit.charts.looks import CARD, EDGE, INK, SOFT, SUNK, lines_at
from crpkit.charts.svg import measure, shape, stroke, text, wrap
from crpkit.framework.models import HowKnown
from crpkit.journeys.findings import Finding

MOST_LINES = 8  # of a title
Painter = Callable[[Element, float, float], None]
"""Paints something with its upper left corner at ``x, y``."""


@dataclass
class Card:
    """A card that is laid out, and can then be drawn anywhere.

    Attributes
    ----------
    stop
        The step.
    width, size
        Of the card, and of its letters.
    extra
        What is painted last on it, with its height.
    said
        Lines below the facts, for example what changed.
    """

    stop: Stop
    width: float
    size: float
    extra: tuple[float, Painter] | None = None
    said: tuple[str, ...] = ()
    _parts: list[tuple[float, Painter]] = field(default_factory=list, init=False)
    band: float = field(default=0, init=False)

    def __post_init__(self) -> None:
        self.band = self._add_band()
        self._add(self.size * 0.35, _nothing)
        for words in self.stop.only_if:
            self._add_if(words)
        self._add_lines(self.stop.title, INK, bold=True, most=MOST_LINES)
        self._add(self.size * 0.3, _nothing)
        for fact in self.stop.facts:
            self._add_fact(fact)
        for words in self.said:
            self._add_lines(words, INK, most=6)
        if self.stop.marks or self.stop.more:
            self._add_marks()
        if self.extra is not None:
            self._add(*self.extra)
        self._add(self.size * 0.35, _nothing)

    @property
    def height(self) -> float:
        """How high it is at least."""
        return sum(height for height, _ in self._parts)

    @property
    def pad(self) -> float:
        """Between its edge and what stands on it."""
        return self.size * 0.3

    @property
    def inner(self) -> float:
        """How wide a line on it may be."""
        return self.width - 2 * self.pad

    def draw(self, svg: Element, x: float, y: float, height: float) -> None:
        """Draw it; ``height`` is that of its row, so that cards of a row are as high as one another."""
        panel(svg, x, y, self.width, height, CARD, part(self.stop.part)[1], 3, self.size * 0.4)
        for needed, paint in self._parts:
            paint(svg, x, y)
            y += needed

    def _add(self, height: float, paint: Painter) -> None:
        self._parts.append((height, paint))

    def _add_band(self) -> float:
        """Add the coloured head: letter and months, below them sign and name of the part."""
        size, stop = self.size, self.stop
        name, colour, path = part(stop.part)
        plate = max(size * 1.25, measure(stop.letter, size) + size * 0.5)
        left = self.pad + plate + size * 0.3
        when = wrap(stop.when, self.width - left - self.pad, size, 3)
        side = size
        names = wrap(name, self.inner - side - size * 0.25, size, 2)
        first = max(size * 1.25, len(when) * size * 1.15) + size * 0.3
        height = first + len(names) * size * 1.15 + size * 0.45

        def paint(svg: Element, x: float, y: float) -> None:
            round_top(svg, x, y, self.width, height, size * 0.4, colour)
            top = y + size * 0.2
            panel(svg, x + self.pad, top, plate, size * 1.25, CARD, CARD, 0, size * 0.25)
            at = x + self.pad + plate / 2, top + size * 0.98
            text(svg, stop.letter, *at, size, colour, bold=True, anchor="middle")
            lines_at(svg, when, x + left, top + size * 0.05, size, ON_BAND, bold=True)
            sign(svg, path, x + self.pad, y + first + size * 0.12, side, ON_BAND, 2.6)
            lines_at(svg, names, x + self.pad + side + size * 0.25, y + first, size, ON_BAND)

        self._add(height, paint)
        return height

    def _add_if(self, words: str) -> None:
        """Add in which case people come here."""
        lines = wrap(f"If: {words}", self.inner, self.size, 5)
        height = len(lines) * self.size * 1.15 + self.size * 0.35

        def paint(svg: Element, x: float, y: float) -> None:
            shape(
                svg,
                "rect",
                SUNK,
                x=x + 2,
                y=y - self.size * 0.2,
                width=self.width - 4,
                height=height,
            )
            lines_at(svg, lines, x + self.pad, y - self.size * 0.1, self.size, SOFT)

        self._add(height + self.size * 0.1, paint)

    def _add_lines(self, words: str, colour: str, bold: bool = False, most: int = 3) -> None:
        lines = wrap(words, self.inner, self.size, most)
        self._add(
            len(lines) * self.size * 1.15,
            lambda svg, x, y: lines_at(svg, lines, x + self.pad, y, self.size, colour, bold),
        )

    def _add_fact(self, fact: Fact) -> None:
        size = self.size
        side = size * 1.1
        lines = wrap(fact.words, self.inner - side - size * 0.35, size, 3)

        def paint(svg: Element, x: float, y: float) -> None:
            fact_sign(svg, fact.name, fact.how_known, x + self.pad, y + size * 0.06, side)
            lines_at(svg, lines, x + self.pad + side + size * 0.35, y + size * 0.02, size)

        self._add(len(lines) * size * 1.15 + size * 0.2, paint)

    def _add_marks(self) -> None:
        size = self.size
        side, gap = size * 1.45, size * 0.3
        more = f"+{self.stop.more}" if self.stop.more else ""
        spots, x, row = list[tuple[Finding | None, str, float, int]](), 0.0, 0
        for number, one in [*self.stop.marks, (0, None)]:
            words = str(number) if one else more
            needed = side if one else measure(words, size)
            if x and x + needed > self.inner:
                x, row = 0.0, row + 1
            spots.append((one, words, x, row))
            x += needed + gap

        def paint(svg: Element, left: float, top: float) -> None:
            for one, words, x, row in spots:
                y = top + size * 0.35 + row * (side + gap)
                if one is not None:
                    mark(svg, one.severity, words, left + self.pad + x, y, side, size)
                elif words:
                    text(svg, words, left + self.pad + x, y + side * 0.7, size, SOFT)

        rows = row + 1 if more or x else row
        self._add(size * 0.45 + rows * (side + gap), paint)


def _nothing(svg: Element, x: float, y: float) -> None:
    """Leave room."""


def round_top(
    svg: Element, x: float, y: float, width: float, height: float, rounded: float, colour: str
) -> None:
    """Fill a box whose upper corners are round."""
    bow = f"{rounded:.1f} {rounded:.1f} 0 0 1"
    path = (
        f"M{x:.1f} {y + height:.1f}V{y + rounded:.1f}a{bow} {rounded:.1f} {-rounded:.1f}"
        f"H{x + width - rounded:.1f}a{bow} {rounded:.1f} {rounded:.1f}V{y + height:.1f}Z"
    )
    stroke(svg, path, colour, 3, colour)


def key_of_cards(svg: Element, stops: Sequence[Stop], y: float, width: float, size: float) -> float:
    """Say what the signs on the cards mean, and return where that ends."""
    entries: list[tuple[str, HowKnown, str]] = [
        ("hours", HowKnown.CONFIRMED, "hours asked: known"),
        ("cost", HowKnown.ASSUMED, "cost to them: assumed"),
        ("hours", HowKnown.UNKNOWN, "not known"),
    ]
    if any(stop.more for stop in stops):
        entries.append(("", HowKnown.UNKNOWN, "+2: two more findings here"))
    x, side = 0.0, size * 1.1
    for name, how, words in entries:
        room = side * 1.35 if name else 0.0
        needed = room + measure(words, size)
        if x and x + needed > width:
            x, y = 0.0, y + size * 1.6
        if name:
            fact_sign(svg, name, how, x, y, side)
        lines_at(svg, wrap(words, width - room, size, 1), x + room, y, size, SOFT)
        x += needed + size
    return y + size * 1.6


def arrow(svg: Element, path: str, tip: tuple[float, float], size: float, way: str = "right") -> None:
    """Draw a way from step to step; its head points to the right, or down, with its tip at ``tip``."""
    stroke(svg, path, EDGE, 3)
    x, y = tip
    half = size * 0.5
    turned = f"L{x - half:.1f} {y - size:.1f}H{x + half:.1f}Z"
    head = turned if way == "down" else f"L{x - size:.1f} {y - half:.1f}V{y + half:.1f}Z"
    stroke(svg, f"M{x:.1f} {y:.1f}{head}", EDGE, 1, EDGE)


def end_sign(svg: Element, x: float, y: float, radius: float) -> None:
    """Draw where a way ends: a filled circle in a ring."""
    for r, fill in ((radius, CARD), (radius * 0.5, EDGE)):
        circle = shape(svg, "circle", fill, cx=round(x, 1), cy=round(y, 1), r=round(r, 1))
        circle.set("style", f"fill: {fill}; stroke: {EDGE}; stroke-width: 3")
