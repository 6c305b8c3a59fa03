"""Which further counts of published tables must be hidden, so that none can be worked out from the others.

Each published count is an interval (rounded, “fewer than 5”, or hidden: 0 and up); what a reader knows of sums ties
them together. A count is worked out if the least and the greatest whole number that it could be are the same. Both are
found by linear programming (HiGHS, through :func:`scipy.optimize.linprog`).
"""

from __future__ import annotations

import math
from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

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
    links: Sequence[Sum] = (),
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
    links
        What a reader knows besides, which ties many tables into one: looked at last and all at once, as that takes
        longest. Counts that are wholes in links are hidden only if nothing else helps.
    """
    return set(
        _to_hide(tuple(counts.items()), tuple(shown.items()), tuple(sums), frozenset(hidden), tuple(links))
    )


@lru_cache(maxsize=8)  # a picture is published again for each document and page that shows it
def _to_hide(
    counted: tuple[tuple[Cell, int], ...],
    seen: tuple[tuple[Cell, Bounded], ...],
    sums: tuple[Sum, ...],
    hidden: frozenset[Cell],
    links: tuple[Sum, ...],
) -> frozenset[Cell]:
    counts, shown, away = dict(counted), dict(seen), set(hidden)
    ties = _Ties(dict(counts), sums)
    for rows in ties.groups:
        ties.hide(rows, shown, away, frozenset())
    if links:
        last = frozenset(one.whole for one in links)
        ties = _Ties(dict(counts), [*sums, *links])
        for rows in ties.groups:
            ties.hide(rows, shown, away, last)
    return frozenset(away & set(counts))


def connected(lines: Sequence[Iterable[Hashable]]) -> list[list[int]]:
    """Return the numbers of the lines that hang together, because they share members directly or through others."""
    group = {row: {row} for row in range(len(lines))}
    owner: dict[Hashable, int] = {}
    for row, members in enumerate(lines):
        for member in members:
            if member in owner and group[owner[member]] is not group[row]:
                joined = group[owner[member]] | group[row]
                for one in joined:
                    group[one] = joined
            owner[member] = row
    return [sorted(one) for one in {id(found): found for found in group.values()}.values()]


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
        self.groups = connected(self._rows)
        # The least and the greatest that each count was shown to be able to be. What is hidden later only leaves more
        # room, so this holds from one look to the next.
        self._low = np.array([self.counts[cell] for cell in self._cells], dtype=float)
        self._high = self._low.copy()

    def hide(
        self, rows: Sequence[int], shown: Mapping[Cell, Bounded], away: set[Cell], last: frozenset[Cell]
    ) -> None:
        """Add to ``away`` until no count in these sums can be worked out; for each that can, one more is hidden."""
        while known := self.known_in(rows, shown, away):
            done: set[Cell] = set()
            for cell in sorted(known, key=repr):
                beside = set(self.beside({cell}, away, rows))
                if not beside & done:  # what was hidden for another may have helped this one too
                    done.add(min(beside, key=lambda one: (one in last, self.counts[one], repr(one))))
            away |= done

    def known_in(self, rows: Sequence[int], shown: Mapping[Cell, Bounded], away: set[Cell]) -> set[Cell]:
        """Return counts in some sums that can be worked out although no true 0 stands there for all to see."""
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
        from scipy.sparse import coo_matrix

        where = {place: at for at, place in enumerate(places)}
        entries = [
            (line, where[place], sign)
            for line, row in enumerate(rows)
            for place, sign in self._rows[row].items()
        ]
        lines, columns, signs = zip(*entries, strict=True)
        matrix = coo_matrix((signs, (lines, columns)), shape=(len(rows), len(places))).tocsr()
        low, high = self._low[places], self._high[places]
        known = _pinned(matrix, limits, truth, at_stake, (low, high))
        self._low[places], self._high[places] = low, high
        return {cells[at] for at in known}

    def beside(self, known: set[Cell], away: set[Cell], rows: Sequence[int]) -> list[Cell]:
        """Return the counts of which one is to be hidden next: those that share a sum with one that is known."""
        free = [
            (cell, bool(known & {whole, *parts}))
            for whole, parts in (self.sums[row] for row in rows)
            for cell in (whole, *parts)
            if cell not in away and cell not in self.rest
        ]
        near = [cell for cell, beside in free if beside]
        # If all around is hidden already, only a 0 that is shown elsewhere can still tell.
        return [cell for cell in near if self.counts[cell] > 0] or near or [cell for cell, _ in free]


def _most(bounded: Bounded) -> float | None:
    return None if bounded.most >= NO_LIMIT else float(bounded.most)


def _pinned(
    matrix: np.ndarray,
    limits: Sequence[tuple[float, float | None]],
    truth: np.ndarray,
    at_stake: Sequence[int],
    ends: tuple[np.ndarray, np.ndarray],
) -> list[int]:
    """Return which of the counts at stake can only be one whole number.

    The ends are how low and how high each count was shown to go, and are moved outwards.
    """
    doubtful = [at for at in at_stake if _is_one(ends, at)]
    if not doubtful:
        return []
    chance = np.random.default_rng(0)
    aims = [np.ones(len(truth)), *chance.normal(size=(_LOOKS // 2, len(truth)))]
    looks = [sign * one for one in aims for sign in (1, -1)]
    for number, aim in enumerate(looks):
        if 2 * len(doubtful) <= len(looks) - number:
            break  # to look at each by itself takes no longer
        # Wherever a solution differs from the truth by one or more, nobody can work that count out.
        _move(ends, _solved(matrix, limits, aim, truth))
        doubtful = [at for at in doubtful if _is_one(ends, at)]
    for at in doubtful:
        aim = np.zeros(len(truth))
        aim[at] = 1.0
        for sign in (1, -1):
            if _is_one(ends, at):
                _move(ends, _solved(matrix, limits, sign * aim, truth))
    return [at for at in doubtful if _is_one(ends, at)]


def _is_one(ends: tuple[np.ndarray, np.ndarray], at: int) -> bool:
    """Say whether there is but one whole number between the ends."""
    low, high = ends
    return bool(math.floor(high[at] + _NEAR) == math.ceil(low[at] - _NEAR))


def _move(ends: tuple[np.ndarray, np.ndarray], found: np.ndarray | None) -> None:
    if found is not None:
        np.minimum(ends[0], found, out=ends[0])
        np.maximum(ends[1], found, out=ends[1])


def _solved(
    matrix: Any, limits: Sequence[tuple[float, float | None]], aim: np.ndarray, truth: np.ndarray
) -> np.ndarray | None:
    """Return the counts at which the aim is least; without a bound, the truth with one more where it may grow."""
    from scipy.optimize import linprog  # slow to load: a record of a workshop does without it

    # A hidden count has no upper end; one far away serves as well, and keeps the aim bounded.
    far = float(truth.sum() * 2 + 100)
    ends = [(least, far if most is None else most) for least, most in limits]
    result = linprog(aim, A_eq=matrix, b_eq=np.zeros(matrix.shape[0]), bounds=ends, method="highs")
    return np.asarray(result.x) if result.status == 0 else None
