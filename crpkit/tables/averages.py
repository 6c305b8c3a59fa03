"""Which averages to leave out, so that no average of a few people can be worked out from the others.

An average times its number of people is a sum, and sums add up as the people do: who knows the average of a whole and
of all its parts but some knows the average of these together. An average is given away if a mixture of what is shown
is an average of no more people than are needed to be safe. Whether there is such a mixture is found by linear
programming (HiGHS, through :func:`scipy.optimize.linprog`), as if every number of people were known exactly.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import numpy as np

from crpkit.tables.hiding import Cell, Sum, connected

_NEAR = 1e-7


@dataclass(frozen=True)
class _Line:
    whole: Cell
    parts: tuple[Cell, ...]


def averages_to_leave_out(
    people: Mapping[Cell, int], sums: Sequence[Sum], averages: int, absent: Iterable[Cell] = ()
) -> set[Cell]:
    """Return the cells whose averages are not to be shown.

    Parameters
    ----------
    people
        On how many people each average is reckoned.
    sums
        What a reader knows of these numbers; sums that name other cells are passed over.
    averages
        On so many people or fewer there is no average, and none may be worked out.
    absent
        Cells whose averages are not shown in any case.

    Notes
    -----
    For a cell with few people, let the lines of the sums be mixed so that no cell counts negatively and this one counts
    at least once; the fewest people that such a mixture holds is a linear programme. If these are more than
    ``averages``, no average over so few people with this cell among them can be worked out.
    """
    return set(_to_leave_out(tuple(people.items()), tuple(sums), averages, frozenset(absent)))


@lru_cache(maxsize=32)  # a picture is published again for each document and page that shows it
def _to_leave_out(
    counted: tuple[tuple[Cell, int], ...], sums: tuple[Sum, ...], averages: int, absent: frozenset[Cell]
) -> frozenset[Cell]:
    people = dict(counted)
    counts = dict(people)
    lines, rest = _lines(counts, sums)
    away = set(absent) | {cell for cell, count in people.items() if count <= averages}
    for rows in connected([(line.whole, *line.parts) for line in lines]):
        mine = [lines[row] for row in rows]
        while leak := _leak(mine, counts, away | rest, averages):
            away.add(_next(mine, counts, away | rest, leak))
    return frozenset(away & set(people))


def _lines(counts: dict[Cell, int], sums: Sequence[Sum]) -> tuple[list[_Line], set[Cell]]:
    """Return what adds up; who else is in a whole becomes a cell of its own, whose average is never shown."""
    lines, rest = [], set()
    for number, one in enumerate(sums):
        if not {one.whole, *one.parts} <= set(counts):
            continue
        parts = one.parts
        if not one.exact:
            other: Cell = (f"who else is in sum {number}", "")
            counts[other] = counts[one.whole] - sum(counts[part] for part in parts)
            rest.add(other)
            parts = (*parts, other)
        lines.append(_Line(one.whole, parts))
    return lines, rest


def _leak(lines: Sequence[_Line], counts: Mapping[Cell, int], unseen: set[Cell], averages: int) -> set[Cell]:
    """Return cells whose joint average can be worked out although they hold few people; empty if there are none."""
    cells = sorted(
        {cell for line in lines for cell in (line.whole, *line.parts) if cell in unseen and counts[cell] > 0},
        key=lambda cell: (counts[cell], repr(cell)),
    )
    place = {cell: at for at, cell in enumerate(cells)}
    mixed = np.zeros((len(lines), len(cells)))
    for row, line in enumerate(lines):
        if line.whole in place:
            mixed[row, place[line.whole]] -= 1
        for part in line.parts:
            if part in place:
                mixed[row, place[part]] += 1
    people = np.array([counts[cell] for cell in cells], dtype=float)
    mixed = mixed[np.abs(mixed).any(axis=1)]
    for at in range(len(cells)):
        if people[at] > averages:
            break
        found = _fewest(mixed, people, at)
        if found is not None and people @ found <= averages + _NEAR:
            return {cell for cell, share in zip(cells, found, strict=True) if share > _NEAR}
    return set()


def _fewest(mixed: np.ndarray, people: np.ndarray, at: int) -> Any:
    """Return the mixture of lines with the fewest people in which one cell counts at least once; or ``None``."""
    if not mixed[:, at].any():
        return None
    from scipy.optimize import linprog  # slow to load: a record of a workshop does without it

    least = np.zeros(len(people))
    least[at] = 1.0
    solved = linprog(mixed @ people, A_ub=-mixed.T, b_ub=-least, bounds=(None, None), method="highs")
    return mixed.T @ solved.x if solved.status == 0 else None


def _next(lines: Sequence[_Line], counts: Mapping[Cell, int], unseen: set[Cell], leak: set[Cell]) -> Cell:
    """Return the average to leave out next: that of the smallest part near by, of a whole if there is no other."""
    wholes = {line.whole for line in lines}
    seen = {
        cell: bool(leak & {line.whole, *line.parts})
        for near in (False, True)
        for line in lines
        if bool(leak & {line.whole, *line.parts}) == near
        for cell in (line.whole, *line.parts)
        if cell not in unseen and counts[cell] > 0
    }
    return min(seen, key=lambda cell: (not seen[cell], cell in wholes, counts[cell], repr(cell)))
