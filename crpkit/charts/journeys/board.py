"""Where the cards of a journey stand: columns by what must come before, rows by branch, and ways that do not tangle."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from xml.etree.ElementTree import Element

from crpkit.charts.journeys.cards import Card, arrow, end_sign
from crpkit.charts.journeys.stops import Stop
from crpkit.journeys.ways import Ways

MOST_COLUMNS = 7
_ROW_GAP = 26.0
_TRACK = 14.0


@dataclass(frozen=True)
class Spot:
    """Column and row of a step, from 0."""

    column: int
    row: int


@dataclass(frozen=True)
class Strip:
    """Some columns of the board that stand side by side: first column, and how many."""

    first: int
    count: int

    def holds(self, spot: Spot) -> bool:
        """Say whether a step stands in it."""
        return self.first <= spot.column < self.first + self.count


def spots(ways: Ways) -> dict[str, Spot]:
    """Place the steps: each right of all that lead to it; a branch keeps the row of what it came from, if free."""
    before: dict[str, list[str]] = {id: [] for id in ways.order}
    for id in ways.order:
        for to in ways.leads_to[id]:
            before[to].append(id)
    column: dict[str, int] = {}
    for id in ways.order:
        column[id] = 1 + max((column[one] for one in before[id]), default=-1)
    found: dict[str, Spot] = {}
    taken: set[Spot] = set()
    for id in sorted(ways.order, key=column.__getitem__):
        wanted = _wanted_row(id, before[id], ways, found)
        row = next(row for row in (wanted, *range(len(ways.order))) if Spot(column[id], row) not in taken)
        found[id] = Spot(column[id], row)
        taken.add(found[id])
    return found


def _wanted_row(id: str, before: Sequence[str], ways: Ways, found: Mapping[str, Spot]) -> int:
    """Return the row that keeps the way straight: that of what leads here, lower for the second branch."""
    if not before:
        return 0
    first = min(before, key=lambda one: found[one].row)
    return found[first].row + ways.leads_to[first].index(id)


def strips(columns: int) -> list[Strip]:
    """Break the columns into strips of much the same length that fit side by side."""
    parts = math.ceil(columns / MOST_COLUMNS)
    each = math.ceil(columns / parts)
    return [Strip(first, min(each, columns - first)) for first in range(0, columns, each)]


class Board:
    """The cards of a strip, laid out.

    Parameters
    ----------
    stops
        All steps of the journey.
    placed
        Where each stands.
    ways
        What leads where.
    strip
        Which columns are drawn.
    across
        How many columns have to fit side by side.
    width, size
        Of the picture, and of the letters.
    """

    def __init__(
        self,
        stops: Sequence[Stop],
        placed: Mapping[str, Spot],
        ways: Ways,
        strip: Strip,
        across: int,
        width: float,
        size: float,
    ) -> None:
        self.placed, self.ways, self.strip, self.size = placed, ways, strip, size
        self.step = width / across
        self.gap = min(max(20.0, self.step * 0.1), 60.0)
        self.letters = {stop.id: stop.letter for stop in stops}
        mine = [stop for stop in stops if strip.holds(placed[stop.id])]
        self.cards = {
            stop.id: Card(stop, self.step - self.gap, size, said=self._goes_on(stop)) for stop in mine
        }
        self.rows = sorted({placed[id].row for id in self.cards})
        self.heights = {
            row: max(card.height for id, card in self.cards.items() if placed[id].row == row)
            for row in self.rows
        }

    def x(self, id: str) -> float:
        """Return the left edge of a card."""
        return (self.placed[id].column - self.strip.first) * self.step + 2  # room for its edge

    def middle(self, id: str) -> float:
        """Return where the middle of a card is, from the left."""
        return self.x(id) + (self.step - self.gap) / 2

    def _goes_on(self, stop: Stop) -> tuple[str, ...]:
        """Return what is said of ways that go on in another strip."""
        elsewhere = [
            self.letters[to] for to in self.ways.leads_to[stop.id] if not self.strip.holds(self.placed[to])
        ]
        return (f"then {' or '.join(elsewhere)}",) if elsewhere else ()

    def draw(self, svg: Element, y: float) -> float:
        """Draw the cards and the ways between them, and return where they end."""
        tops, top = {}, y
        for row in self.rows:
            tops[row] = top
            top += self.heights[row] + _ROW_GAP
        end = self._draw_ways(svg, tops, top - _ROW_GAP)
        for id, card in self.cards.items():
            row = self.placed[id].row
            card.draw(svg, self.x(id), tops[row], self.heights[row])
        return end

    def _draw_ways(self, svg: Element, tops: Mapping[int, float], bottom: float) -> float:
        """Draw the ways; those that pass a column go below all cards, each on a track of its own."""
        at, track = self.size * 1.1, bottom
        lanes = self._lanes()
        for id, card in self.cards.items():
            right, y = self.x(id) + card.width, tops[self.placed[id].row] + at
            if card.stop.ends and not self.ways.leads_to[id]:
                end_sign(svg, right + self.gap * 0.5, y, min(self.gap * 0.36, 14))
            for to in self.ways.leads_to[id]:
                if to not in self.cards:
                    continue
                left, down = self.x(to), tops[self.placed[to].row] + at
                turn = right + lanes[id]
                if self.placed[to].column == self.placed[id].column + 1:
                    path = f"M{right:.1f} {y:.1f}H{turn:.1f}V{down:.1f}H{left - 8:.1f}"
                else:
                    track += _TRACK
                    path = (
                        f"M{right:.1f} {y:.1f}H{turn:.1f}V{track:.1f}"
                        f"H{left - self.gap * 0.55:.1f}V{down:.1f}H{left - 8:.1f}"
                    )
                arrow(svg, path, (left - 2, down), 9 if self.gap < 30 else 14)
        return track

    def _lanes(self) -> dict[str, float]:
        """Return how far right of its card each way turns: those of one column turn beside one another."""
        found = {}
        for id in self.cards:
            beside = [one for one in self.cards if self.placed[one].column == self.placed[id].column]
            place = beside.index(id) % 3
            found[id] = self.gap * (0.2 + 0.12 * place)
        return found
