"""What somebody could do with published tables: bound every count from all that is shown, by linear programming.

Written apart from the kit's own reckoning: it reads nothing but the published cells.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping, Sequence

import numpy as np
from scipy.optimize import linprog

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
    """Return the least and the greatest whole number that each count can be.

    Parameters
    ----------
    published
        Cell → what is shown; cells that are not shown at all may be left out.
    equal
        Whole and the parts that add up to it.
    within
        A part and the whole in which it is: at most as many.
    """
    equal, within = list(equal), list(within)
    cells = list(
        dict.fromkeys(
            [
                *published,
                *(c for whole, parts in equal for c in (whole, *parts)),
                *(c for pair in within for c in pair),
            ]
        )
    )
    at = {cell: number for number, cell in enumerate(cells)}
    ends = [interval(published.get(cell)) for cell in cells]
    one = np.zeros((len(equal), len(cells)))
    for row, (whole, parts) in enumerate(equal):
        one[row, at[whole]] -= 1
        for part in parts:
            one[row, at[part]] += 1
    other = np.zeros((len(within), len(cells)))
    for row, (part, whole) in enumerate(within):
        other[row, at[part]], other[row, at[whole]] = 1, -1
    found = {}
    for cell in cells:
        aim = np.zeros(len(cells))
        aim[at[cell]] = 1
        low, high = (
            linprog(
                sign * aim,
                A_eq=one if len(equal) else None,
                b_eq=np.zeros(len(equal)) if len(equal) else None,
                A_ub=other if len(within) else None,
                b_ub=np.zeros(len(within)) if len(within) else None,
                bounds=ends,
                method="highs",
            )
            for sign in (1, -1)
        )
        assert low.status == 0, "the published numbers contradict each other"
        top = float("inf") if high.status == 3 or high.x is None else float(np.floor(high.x[at[cell]] + 1e-6))
        found[cell] = (int(np.ceil(low.x[at[cell]] - 1e-6)), top)
    return found
