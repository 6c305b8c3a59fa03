"""Labels beside dots that never overlap: neither one another, nor a dot, nor the frame."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Box:
    """A rectangle."""

    x: float
    y: float
    width: float
    height: float

    def meets(self, other: Box) -> bool:
        """Say whether two rectangles share more than an edge."""
        return (
            self.x < other.x + other.width
            and other.x < self.x + self.width
            and self.y < other.y + other.height
            and other.y < self.y + self.height
        )

    def holds(self, other: Box) -> bool:
        """Say whether the other lies wholly inside."""
        return (
            self.x <= other.x
            and self.y <= other.y
            and other.x + other.width <= self.x + self.width
            and other.y + other.height <= self.y + self.height
        )

    @property
    def middle(self) -> tuple[float, float]:
        """Its middle."""
        return self.x + self.width / 2, self.y + self.height / 2


@dataclass(frozen=True)
class Wanted:
    """A dot that wants a label: where it is, how large the label is, and how large its number would be instead."""

    x: float
    y: float
    width: float
    height: float
    badge: float


@dataclass(frozen=True)
class Placed:
    """Where a label stands; ``full`` if it is the whole label, else it is the number; ``None`` if nothing fits."""

    box: Box | None
    full: bool


def place_labels(
    wanted: Sequence[Wanted],
    frame: Box,
    radius: float,
    taken: Iterable[Box] = (),
    avoid: Iterable[Box] = (),
    *,
    crossing: bool = True,
) -> list[Placed]:
    """Place labels one after another, the first with the best choice.

    Parameters
    ----------
    wanted
        The dots, the weightiest first.
    frame
        In which everything must stay.
    radius
        Of the dots.
    taken
        Where something stands already.
    avoid
        What a label crosses only if it must.
    crossing
        Whether a label may cross that at all; a number takes its place if not.
    """
    soft = list(avoid)
    dots = [Box(one.x - radius, one.y - radius, 2 * radius, 2 * radius) for one in wanted]
    busy = [*taken, *dots]
    found = []
    for one in wanted:
        beside = list(_beside(one, one.width, one.height, radius))
        placed = _first_free(beside, frame, [*busy, *soft])
        if placed is None and crossing:
            placed = _first_free(beside, frame, busy)
        full = placed is not None
        if placed is None:
            placed = _first_free(_around(one, radius), frame, busy)
        if placed is not None:
            busy.append(placed)
        found.append(Placed(placed, full))
    return found


def _first_free(places: Iterable[Box], frame: Box, busy: Sequence[Box]) -> Box | None:
    return next((box for box in places if frame.holds(box) and not any(box.meets(one) for one in busy)), None)


def _beside(one: Wanted, width: float, height: float, radius: float) -> Iterator[Box]:
    """Yield places right, left, above and below a dot, and at its corners."""
    gap = radius * 1.5
    for up in (-height / 2, -height - gap * 0.4, gap * 0.4):
        yield Box(one.x + gap, one.y + up, width, height)
        yield Box(one.x - gap - width, one.y + up, width, height)
    for up in (-gap - height, gap):
        yield Box(one.x - width / 2, one.y + up, width, height)


def _around(one: Wanted, radius: float) -> Iterator[Box]:
    """Yield places for a number on rings around a dot, further and further out."""
    side = one.badge
    for ring in range(1, 40):
        far = radius + side * (0.35 + 0.35 * ring)
        steps = 8 + 4 * ring
        for step in range(steps):
            angle = 2 * math.pi * step / steps - math.pi / 4
            yield Box(
                one.x + far * math.cos(angle) - side / 2, one.y + far * math.sin(angle) - side / 2, side, side
            )
