"""What can be worked out about a table of counts from what is shown of it.

A table with totals is a network: from the whole to each row, from a row to each column, and back to the whole. A count
can be other than it is exactly if some round trip in the network can carry one more or one fewer without leaving what
is shown. So the answer is exact, for whole numbers and for any numbers, and needs no solver.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

NO_LIMIT = 10**9
Place = tuple[int | None, int | None]
"""Row and column of a count; ``None`` stands for all rows or all columns, so ``(None, None)`` is the grand total."""


@dataclass(frozen=True)
class Bounded:
    """A count, and the least and the most it could be as far as is shown."""

    count: int
    least: int
    most: int = NO_LIMIT


def with_totals(cells: Sequence[Sequence[int]]) -> dict[Place, int]:
    """Return every count of a table by its place, with the totals of rows, of columns and of all."""
    counts: dict[Place, int] = {}
    columns = len(cells[0]) if cells else 0
    for row, values in enumerate(cells):
        counts.update({(row, column): value for column, value in enumerate(values)})
        counts[row, None] = sum(values)
    counts.update({(None, column): sum(values[column] for values in cells) for column in range(columns)})
    counts[None, None] = sum(map(sum, cells))
    return counts


def pinned(table: Mapping[Place, Bounded], places: Iterable[Place] | None = None) -> set[Place]:
    """Return the places whose count can be worked out exactly.

    Parameters
    ----------
    table
        Every place of a table, totals included, as :func:`with_totals` gives them. The totals must be the sums.
    places
        Which to look at; all if not given.
    """
    network = _Network(table)
    return {place for place in (table if places is None else places) if not network.can_differ(place)}


class _Network:
    def __init__(self, table: Mapping[Place, Bounded]) -> None:
        self._table = table
        self._next: dict[str, list[tuple[str, Place]]] = {}
        for place in table:
            begin, end = _ends(place)
            self._next.setdefault(begin, []).append((end, place))
            self._next.setdefault(end, []).append((begin, place))

    def can_differ(self, place: Place) -> bool:
        begin, end = _ends(place)
        one = self._table[place]
        return (one.count < one.most and self._reaches(end, begin, place)) or (
            one.count > one.least and self._reaches(begin, end, place)
        )

    def _reaches(self, start: str, goal: str, without: Place) -> bool:
        """Say whether one more can be carried from start to goal."""
        seen, waiting = {start}, deque([start])
        while waiting:
            for node in self._steps(waiting.popleft(), without):
                if node == goal:
                    return True
                if node not in seen:
                    seen.add(node)
                    waiting.append(node)
        return False

    def _steps(self, node: str, without: Place) -> Iterator[str]:
        for other, place in self._next.get(node, ()):
            one = self._table[place]
            along = _ends(place) == (node, other)
            if place != without and (one.count < one.most if along else one.count > one.least):
                yield other


def _ends(place: Place) -> tuple[str, str]:
    """Return where a count begins and ends: whole → row → column → whole again."""
    row, column = place
    if row is None:
        return ("columns", "rows") if column is None else (f"column {column}", "columns")
    return ("rows", f"row {row}") if column is None else (f"row {row}", f"column {column}")
