"""Published tables that give nobody away: rounded, and with cells hidden so that none can be worked out.

The practice is that of UK bodies: counts to the nearest 5, 1 to 4 as “fewer than 5”, a true 0 as 0 (Ofqual); no average
on 7 people or fewer, no percentage on fewer than 22.5 (HESA).
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from crpkit.errors import InputProblems, Problem, did_you_mean
from crpkit.tables.hiding import Cell, Sum, to_hide
from crpkit.tables.small import NOT_SHOWN, published_bounds, published_count, published_percent

if TYPE_CHECKING:
    import pandas as pd

Counts = Mapping[str, Sequence[str]] | Sequence[str]


def protect(
    frame: pd.DataFrame,
    counts: Counts,
    threshold: int = 5,
    averages: int = 7,
    *,
    sums: Sequence[Sum] = (),
    shares: Mapping[str, str] | None = None,
    hidden: Iterable[Cell] | None = None,
) -> pd.DataFrame:
    """Return a table as it may be published.

    Parameters
    ----------
    frame
        One row per published line, with a unique index. It is not changed.
    counts
        The columns that hold numbers of people; or each of them with the columns that are reckoned on so many people
        (averages, scores, shares). A count may be missing.
    threshold
        The least number that is shown; at least 3, as “fewer than 2” would be 1.
    averages
        On so many people or fewer there is no average.
    sums
        What a reader knows of how the counts hang together: rows that add up to a total, a part within its whole. Cells
        are given as (label of the row, column).
    shares
        Column with a percentage → the count of which it is the share, within the count that the first is reckoned on.
    hidden
        The counts that are hidden, if that was worked out for several tables together
        (:func:`crpkit.tables.hiding.to_hide`); nothing more is hidden then.

    Returns
    -------
    pandas.DataFrame
        Counts are text: ``0``, ``fewer than 5``, a multiple of 5, or ``not shown``. Averages are rounded to one
        decimal, percentages are made of rounded counts; ``None`` where nothing may be shown.

    Raises
    ------
    InputProblems
        If a column is not there, or a count is below 0 or not whole.

    Notes
    -----
    What is guaranteed: from the table and the sums, no count above 0 and no hidden count can be bounded to one value;
    where the average of a whole and those of all its parts but one would be shown, two parts are left out.
    """
    if threshold < 3:
        raise ValueError(f"The threshold is {threshold}; it must be at least 3")
    reckoned = dict(counts) if isinstance(counts, Mapping) else {name: () for name in counts}
    shares = dict(shares or {})
    _check(frame, reckoned, shares)
    numbers = _numbers(frame, list(reckoned), sums)
    shown = {cell: published_bounds(count, threshold) for cell, count in numbers.items()}
    away = to_hide(numbers, shown, sums) if hidden is None else set(hidden)
    safe = frame.copy()
    for name in reckoned:
        safe[name] = _column(
            frame, [_shown(numbers.get((row, name)), (row, name) in away, threshold) for row in frame.index]
        )
    for base, columns in reckoned.items():
        for name in columns:
            safe[name] = _reckoned(frame, name, base, numbers, away, averages, shares, sums)
    return safe


def _check(frame: pd.DataFrame, reckoned: Mapping[str, Sequence[str]], shares: Mapping[str, str]) -> None:
    columns = [str(name) for name in frame.columns]
    named = [*reckoned, *(name for names in reckoned.values() for name in names), *shares, *shares.values()]
    problems = [
        Problem(f"There is no column “{name}”", did_you_mean(name, columns), field=str(name))
        for name in dict.fromkeys(named)
        if name not in columns
    ]
    for name in reckoned:
        if name in columns:
            wrong = [
                value
                for value in frame[name]
                if value == value and value is not None and not _is_count(value)
            ]
            if wrong:
                found = f"“{wrong[0]}” is not a number of people"
                problems.append(Problem(found, "Give whole numbers from 0 up.", field=name))
    if not frame.index.is_unique:
        problems.append(Problem("Two rows have the same label", "Give the table an index without repeats."))
    if problems:
        raise InputProblems(problems)


def _is_count(value: Any) -> bool:
    try:
        return float(value) >= 0 and float(value).is_integer()
    except (TypeError, ValueError):
        return False


def _numbers(frame: pd.DataFrame, names: Iterable[str], sums: Sequence[Sum]) -> dict[Cell, int]:
    found: dict[Cell, int] = {
        (row, name): int(value)
        for name in names
        for row, value in frame[name].items()
        if value is not None and value == value
    }
    for one in sums:
        for cell in (one.whole, *one.parts):
            if cell not in found:
                raise InputProblems(
                    [Problem(f"A sum names {cell}, where no count stands", "Leave that sum out.")]
                )
    return found


def _shown(count: int | None, hidden: bool, threshold: int) -> str | None:
    if count is None:
        return None
    return NOT_SHOWN if hidden else published_count(count, threshold)


def _column(frame: pd.DataFrame, values: Sequence[object]) -> pd.Series:
    import pandas as pd

    return pd.Series(list(values), index=frame.index, dtype=object)


def _reckoned(
    frame: pd.DataFrame,
    name: str,
    base: str,
    numbers: Mapping[Cell, int],
    hidden: set[Cell],
    averages: int,
    shares: Mapping[str, str],
    sums: Sequence[Sum],
) -> pd.Series:
    values: dict[Hashable, object] = {}
    for row, value in frame[name].items():
        people = numbers.get((row, base), 0)
        if value is None or value != value or (row, base) in hidden:
            values[row] = None
        elif name in shares:
            part = (row, shares[name])
            percent = None if part in hidden else published_percent(numbers.get(part, 0), people)
            values[row] = None if percent is None else int(percent)
        else:
            values[row] = None if people <= averages else _rounded(value)
    if name not in shares:
        _leave_out_a_second(values, base, numbers, sums)
    return _column(frame, [values[row] for row in frame.index])


def _rounded(value: Any) -> Any:
    return round(float(value), 1) if isinstance(value, float) or hasattr(value, "dtype") else value


def _leave_out_a_second(
    values: dict[Hashable, object], base: str, numbers: Mapping[Cell, int], sums: Sequence[Sum]
) -> None:
    """Where one part alone has no average beside a whole that has one, leave out that of the smallest other part."""
    for one in sums:
        if one.whole[1] != base or values.get(one.whole[0]) is None:
            continue
        parts = [part for part in one.parts if part[1] == base and numbers[part] > 0]
        missing = [part for part in parts if values.get(part[0]) is None]
        there = sorted(
            (part for part in parts if values.get(part[0]) is not None), key=lambda part: numbers[part]
        )
        others = 0 if one.exact else numbers[one.whole] - sum(numbers[part] for part in one.parts)
        if len(missing) + (others > 0) == 1 and there:
            values[there[0][0]] = None
