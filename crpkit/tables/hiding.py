"""Which further counts of published tables must be hidden, so that none can be worked out from the others.

Each published count is an interval (rounded, “fewer than 5”, or hidden: 0 and up); what a reader knows of sums ties
them together. A count is worked out if the least and the greatest whole number that it could be are the same. Both are
found by linear programming (HiGHS, through :func:`scipy.optimize.linprog`).
"""

from __future__ import annotations

import math
from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from crpkit.tables.bounds import NO_LIMIT, Bounded

Cell = tuple[Hashable, str]
"""A count in a table: label of its row, and its column."""
_LOOKS = 12
_NEAR = 1e-6


@dataclass(frozen=True)
class Sum:
    """What a reader knows: the parts add up to the whole, or are at most the whole if there may be others.

    Attributes
    ----------
    whole, parts
        Cells.
    exact
        Whether there is nothing else in the whole. If there is, it is looked after like a hidden count.
    """

    whole: Cell
    parts: tuple[Cell, ...]
    exact: bool = True


def to_hide(
    counts: Mapping[Cell, int],
    shown: Mapping[Cell, Bounded],
    sums: Sequence[Sum],
    hidden: Iterable[Cell] = (),
) -> set[Cell]:
    """Return the counts not to show.

    Parameters
    ----------
    counts
        Every published count.
    shown
        The same counts as intervals, as a reader sees them if they are shown.
    sums
        What a reader knows.
    hidden
        Counts that are hidden in any case.
    """
    away = set(hidden)
    ties = _Ties(dict(counts), sums)
    while known := ties.known(shown, away):
        away.add(min(ties.beside(known, away), key=lambda cell: (ties.counts[cell], repr(cell))))
    return away & set(counts)


class _Ties:
    """Counts and the sums between them; what else is in a whole becomes a count of its own that is always hidden."""

    def __init__(self, counts: dict[Cell, int], sums: Sequence[Sum]) -> None:
        self.counts, self.rest = counts, set[Cell]()
        self.sums: list[tuple[Cell, tuple[Cell, ...]]] = []
        for number, one in enumerate(sums):
            parts = one.parts
            if not one.exact:
                other: Cell = (f"what else is in sum {number}", "")
                self.counts[other] = counts[one.whole] - sum(counts[part] for part in parts)
                self.rest.add(other)
                parts = (*parts, other)
            self.sums.append((one.whole, parts))
        self._cells = list(self.counts)
        self._place = {cell: at for at, cell in enumerate(self._cells)}
        self._rows = [
            {self._place[whole]: -1.0} | {self._place[part]: 1.0 for part in parts}
            for whole, parts in self.sums
        ]
        self._groups = self._connected()

    def _connected(self) -> list[list[int]]:
        """Return the numbers of sums that hang together."""
        group = {row: {row} for row in range(len(self._rows))}
        owner: dict[int, int] = {}
        for row, members in enumerate(self._rows):
            for cell in members:
                if cell in owner and group[owner[cell]] is not group[row]:
                    joined = group[owner[cell]] | group[row]
                    for one in joined:
                        group[one] = joined
                owner[cell] = row
        return [sorted(one) for one in {id(found): found for found in group.values()}.values()]

    def known(self, shown: Mapping[Cell, Bounded], away: set[Cell]) -> set[Cell]:
        """Return counts that can be worked out although a true 0 does not stand there for all to see."""
        found = set()
        for rows in self._groups:
            found |= self._known_in(rows, shown, away)
        return found

    def _known_in(self, rows: list[int], shown: Mapping[Cell, Bounded], away: set[Cell]) -> set[Cell]:
        places = sorted({cell for row in rows for cell in self._rows[row]})
        hidden = away | self.rest
        cells = [self._cells[place] for place in places]
        truth = np.array([self.counts[cell] for cell in cells], dtype=float)
        at_stake = [
            at for at, cell in enumerate(cells) if truth[at] > 0 or (cell in hidden and cell not in self.rest)
        ]
        if not at_stake:
            return set()
        limits = [
            (0.0, None) if cell in hidden else (float(shown[cell].least), _most(shown[cell]))
            for cell in cells
        ]
        matrix = np.zeros((len(rows), len(places)))
        where = {place: at for at, place in enumerate(places)}
        for line, row in enumerate(rows):
            for place, sign in self._rows[row].items():
                matrix[line, where[place]] = sign
        return {cells[at] for at in _pinned(matrix, limits, truth, at_stake)}

    def beside(self, known: set[Cell], away: set[Cell]) -> list[Cell]:
        """Return the counts of which one is to be hidden next: those that share a sum with one that is known."""
        near = {
            cell
            for whole, parts in self.sums
            for cell in (whole, *parts)
            if known & {whole, *parts} and cell not in away and cell not in self.rest
        }
        some = [cell for cell in near if self.counts[cell] > 0] or list(near)
        if not some:  # all around is hidden: only a 0 that is shown elsewhere can still tell
            some = [cell for cell in self.counts if cell not in away and cell not in self.rest]
        return some


def _most(bounded: Bounded) -> float | None:
    return None if bounded.most >= NO_LIMIT else float(bounded.most)


def _pinned(
    matrix: np.ndarray,
    limits: Sequence[tuple[float, float | None]],
    truth: np.ndarray,
    at_stake: Sequence[int],
) -> list[int]:
    """Return which of the counts at stake can only be one whole number."""
    low, high = truth.copy(), truth.copy()
    chance = np.random.default_rng(0)
    aims = [np.ones(len(truth)), *chance.normal(size=(_LOOKS // 2, len(truth)))]
    for aim in (sign * one for one in aims for sign in (1, -1)):
        # Wherever a solution differs from the truth by one or more, nobody can work that count out.
        found = _solved(matrix, limits, aim, truth)
        if found is not None:
            low, high = np.minimum(low, found), np.maximum(high, found)
    doubtful = [at for at in at_stake if math.floor(high[at] + _NEAR) == math.ceil(low[at] - _NEAR)]
    return [at for at in doubtful if _is_pinned(matrix, limits, truth, at)]


def _is_pinned(
    matrix: np.ndarray, limits: Sequence[tuple[float, float | None]], truth: np.ndarray, at: int
) -> bool:
    aim = np.zeros(len(truth))
    aim[at] = 1.0
    ends = [truth[at], truth[at]]
    for number, sign in enumerate((1, -1)):
        found = _solved(matrix, limits, sign * aim, truth)
        if found is not None:
            ends[number] = found[at]
    return bool(math.floor(ends[1] + _NEAR) == math.ceil(ends[0] - _NEAR))


def _solved(
    matrix: np.ndarray, limits: Sequence[tuple[float, float | None]], aim: np.ndarray, truth: np.ndarray
) -> np.ndarray | None:
    """Return the counts at which the aim is least; without a bound, the truth with one more where it may grow."""
    from scipy.optimize import linprog

    # A hidden count has no upper end; one far away serves as well, and keeps the aim bounded.
    far = float(truth.sum() * 2 + 100)
    ends = [(least, far if most is None else most) for least, most in limits]
    result = linprog(aim, A_eq=matrix, b_eq=np.zeros(len(matrix)), bounds=ends, method="highs")
    return np.asarray(result.x) if result.status == 0 else None
