"""A step as a card: its part of the support, when, what it is, what it asks for, what was found there."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from xml.etree.ElementTree import Element

from crpkit.charts.journeys.signs import ON_BAND, fact_sign, mark, panel, part, sign
from crpkit.charts.journeys.stops import Fact, Stop
from crpkit.charts.looks import ACCENT_SOFT, CARD, EDGE, INK, SOFT, SUNK, lines_at
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
        Lines below the facts.
    changed
        What is not as it was before, in words.
    flat
        Whether the card is wide and low: what is short stands in one line.
    """

    stop: Stop
    width: float
    size: float
    extra: tuple[float, Painter] | None = None
    said: tuple[str, ...] = ()
    changed: str = ""
    flat: bool = False
    _parts: list[tuple[float, Painter]] = field(default_factory=list, init=False)
    band: float = field(default=0, init=False)

    def __post_init__(self) -> None:
        self.band = self._add_band()
        self._add(self.size * 0.35, _nothing)
        for words in self.stop.only_if:
            self._add_note(f"If: {words}", SUNK, SOFT)
        self._add_lines(self.stop.title, INK, bold=True, most=MOST_LINES)
        self._add(self.size * 0.3, _nothing)
        if self.flat:
            self._add_flow([*map(self._fact, self.stop.facts), *self._marks()], self.size * 0.7)
        else:
            for fact in self.stop.facts:
                self._add_fact(fact)
        for words in self.said:
            self._add_lines(words, INK, most=6)
        if self.changed:
            self._add(self.size * 0.4, _nothing)
            self._add_note(self.changed, ACCENT_SOFT, INK, bold=True, most=8)
        if not self.flat:
            self._add_flow(self._marks(), self.size * 0.3)
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
        """Add the coloured head: letter and months; sign and name of the part below them, or beside."""
        size, stop = self.size, self.stop
        name, colour, path = part(stop.part)
        plate = max(size * 1.25, measure(stop.letter, size) + size * 0.5)
        left, side = self.pad + plate + size * 0.3, size
        when = wrap(stop.when, self.width - left - self.pad, size, 3)
        names = wrap(name, self.inner - side - size * 0.25, size, 2)
        first = max(size * 1.25, len(when) * size * 1.15) + size * 0.3
        height = first + len(names) * size * 1.15 + size * 0.45
        at, down = self.pad, first
        if self.flat and len(when) == 1 and left + 2 * size + measure(stop.when + name, size) < self.inner:
            at, down, height = left + measure(stop.when, size) + size, size * 0.25, first + size * 0.1

        def paint(svg: Element, x: float, y: float) -> None:
            round_top(svg, x, y, self.width, height, size * 0.4, colour)
            top = y + size * 0.2
            panel(svg, x + self.pad, top, plate, size * 1.25, CARD, CARD, 0, size * 0.25)
            spot = x + self.pad + plate / 2, top + size * 0.98
            text(svg, stop.letter, *spot, size, colour, bold=True, anchor="middle")
            lines_at(svg, when, x + left, top + size * 0.05, size, ON_BAND, bold=True)
            sign(svg, path, x + at, y + down + size * 0.12, side, ON_BAND, 2.6)
            lines_at(svg, names, x + at + side + size * 0.25, y + down, size, ON_BAND)

        self._add(height, paint)
        return height

    def _add_note(self, words: str, fill: str, colour: str, bold: bool = False, most: int = 5) -> None:
        """Add words on a strip of another colour: in which case people come here, what changed."""
        lines = wrap(words, self.inner, self.size, most)
        height = len(lines) * self.size * 1.15 + self.size * 0.35

        def paint(svg: Element, x: float, y: float) -> None:
            shape(
                svg,
                "rect",
                fill,
                x=x + 2,
                y=y - self.size * 0.2,
                width=self.width - 4,
                height=height,
            )
            lines_at(svg, lines, x + self.pad, y - self.size * 0.1, self.size, colour, bold)

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

    def _fact(self, fact: Fact) -> tuple[float, Painter]:
        """Return how wide a fact is in one line, and what paints it."""
        size = self.size
        side = size * 1.1

        def paint(svg: Element, x: float, y: float) -> None:
            fact_sign(svg, fact.name, fact.how_known, x, y + size * 0.12, side)
            text(svg, fact.words, x + side + size * 0.3, y + size * 1.05, size, INK)

        return side + size * 0.3 + measure(fact.words, size), paint

    def _marks(self) -> list[tuple[float, Painter]]:
        """Return the numbered findings, and how many more there are."""
        size, more = self.size, f"+{self.stop.more}"
        side = size * 1.45

        def painter(number: int, one: Finding) -> Painter:
            return lambda svg, x, y: mark(svg, one.severity, str(number), x, y, side, size)

        found: list[tuple[float, Painter]] = [(side, painter(number, one)) for number, one in self.stop.marks]
        if self.stop.more:
            found.append((measure(more, size), lambda svg, x, y: _write(svg, more, x, y + size, size)))
        return found

    def _add_flow(self, items: Sequence[tuple[float, Painter]], gap: float) -> None:
        """Add things beside one another, on as many lines as they need."""
        spots, x, row = list[tuple[Painter, float, int]](), 0.0, 0
        for needed, paint in items:
            if x and x + needed > self.inner:
                x, row = 0.0, row + 1
            spots.append((paint, x, row))
            x += needed + gap
        line = self.size * 1.75

        def paint_all(svg: Element, left: float, top: float) -> None:
            for paint, x, row in spots:
                paint(svg, left + self.pad + x, top + self.size * 0.3 + row * line)

        if items:
            self._add(self.size * 0.3 + (row + 1) * line, paint_all)


def _write(svg: Element, words: str, x: float, y: float, size: float) -> None:
    text(svg, words, x, y, size, SOFT)


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
