"""What somebody could do with published tables: bound every count from all that is shown, by linear programming.

Written apart from the kit's own reckoning: it reads nothing but the published cells.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping, Sequence

import numpy as np
from scipy.optimize import linprog
from scipy.sparse import lil_matrix

Cell = Hashable


def interval(published: object) -> tuple[float, float | None]:
    """Return what a published cell says: text as in a table."""
    if published in ("not shown", None):
        return 0.0, None
    text = str(published)
    if text == "0":
        return 0.0, 0.0
    if text.startswith("fewer than "):
        return 1.0, float(text.removeprefix("fewer than ")) - 1
    number = int(text)
    assert number % 5 == 0, f"{text} is not rounded"
    return max(5.0, number - 2.0), number + 2.0


def bounds(
    published: Mapping[Cell, object],
    equal: Iterable[tuple[Cell, Sequence[Cell]]],
    within: Iterable[tuple[Cell, Cell]] = (),
) -> dict[Cell, tuple[int, float]]:
    """Return the least and the greatest whole number that each count can be, or two that it can be if it can be many.

    Parameters
    ----------
    published
        Cell → what is shown; cells that are not shown at all may be left out.
    equal
        Whole and the parts that add up to it.
    within
        A part and the whole in which it is: at most as many.
    """
    world = _World(published, list(equal), list(within))
    low, high = np.full(len(world.cells), np.inf), np.full(len(world.cells), -np.inf)
    chance = np.random.default_rng(7)
    for _ in range(12):  # in any two worlds that fit what is shown, most counts differ: these are safe
        one = world.solved(chance.normal(size=len(world.cells)))
        low, high = np.minimum(low, one), np.maximum(high, one)
    found = {}
    for at, cell in enumerate(world.cells):
        if np.ceil(low[at] - 1e-6) == np.floor(high[at] + 1e-6):
            aim = np.zeros(len(world.cells))
            aim[at] = 1
            low[at], high[at] = world.solved(aim)[at], world.solved(-aim)[at]
        found[cell] = (int(np.ceil(low[at] - 1e-6)), float(np.floor(high[at] + 1e-6)))
    return found


class _World:
    """All numbers that fit what is published."""

    def __init__(
        self,
        published: Mapping[Cell, object],
        equal: list[tuple[Cell, Sequence[Cell]]],
        within: list[tuple[Cell, Cell]],
    ) -> None:
        tied = [cell for whole, parts in equal for cell in (whole, *parts)]
        self.cells = list(dict.fromkeys([*published, *tied, *(cell for pair in within for cell in pair)]))
        at = {cell: number for number, cell in enumerate(self.cells)}
        ends = [interval(published.get(cell)) for cell in self.cells]
        far = 3 * sum(low if high is None else high for low, high in ends) + 100
        self._ends = [(low, far if high is None else high) for low, high in ends]
        self._equal = lil_matrix((len(equal), len(self.cells)))
        for row, (whole, parts) in enumerate(equal):
            self._equal[row, at[whole]] -= 1
            for part in parts:
                self._equal[row, at[part]] += 1
        self._within = lil_matrix((len(within), len(self.cells)))
        for row, (part, whole) in enumerate(within):
            self._within[row, at[part]], self._within[row, at[whole]] = 1, -1
        self._equal, self._within = self._equal.tocsr(), self._within.tocsr()

    def solved(self, aim: np.ndarray) -> np.ndarray:
        rows, others = self._equal.shape[0], self._within.shape[0]
        result = linprog(
            aim,
            A_eq=self._equal if rows else None,
            b_eq=np.zeros(rows) if rows else None,
            A_ub=self._within if others else None,
            b_ub=np.zeros(others) if others else None,
            bounds=self._ends,
            method="highs",
        )
        assert result.status == 0, "the published numbers contradict each other"
        return np.asarray(result.x)


def few_averaged(
    people: Mapping[Cell, int],
    shown: Iterable[Cell],
    equal: Iterable[tuple[Cell, Sequence[Cell]]],
    most: int,
) -> list[set[Cell]]:
    """Return the sets of cells with few people together whose joint average can be worked out: by trying them all.

    Parameters
    ----------
    people
        Cell → people, known exactly.
    shown
        Cells whose average is shown.
    equal
        Whole and the parts that add up to it.
    most
        So many people are few.
    """
    equal = list(equal)
    known = set(shown)
    cells = [cell for cell in people if cell not in known and people[cell] > 0]
    lines = np.array(
        [[(cell in parts) * 1.0 - (cell == whole) for cell in cells] for whole, parts in equal], dtype=float
    ).reshape(len(equal), len(cells))
    rank = np.linalg.matrix_rank(lines) if lines.size else 0
    small = [at for at, cell in enumerate(cells) if people[cell] <= most]
    found = [{cell} for cell in known if 0 < people[cell] <= most]

    def tried(start: int, members: list[int], left: int) -> None:
        for place in range(start, len(small)):
            at = small[place]
            if people[cells[at]] <= left:
                together = [*members, at]
                one = np.zeros((1, len(cells)))
                one[0, together] = 1
                if lines.size and np.linalg.matrix_rank(np.vstack([lines, one])) == rank:
                    found.append({cells[member] for member in together})
                tried(place + 1, together, left - people[cells[at]])

    tried(0, [], most)
    return found
