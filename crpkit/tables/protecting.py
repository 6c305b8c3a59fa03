"""Published tables that give nobody away: rounded, and with cells hidden so that none can be worked out.

The practice is that of UK bodies: counts to the nearest 5, 1 to 4 as “fewer than 5”, a true 0 as 0 (Ofqual); no average
on 7 people or fewer, no percentage on fewer than 22.5 (HESA).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import pandas as pd

from crpkit.errors import InputProblems, Problem, did_you_mean
from crpkit.tables.averages import averages_to_leave_out
from crpkit.tables.bounds import Bounded
from crpkit.tables.hiding import Cell, Sum, to_hide
from crpkit.tables.small import NOT_SHOWN, published_bounds, published_count, published_percent

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
        The least number that is shown; at least 3, as “fewer than 2” would be 1. It is taken one higher where a rounded
        number could then only be one (7, 12 …).
    averages
        On so many people or fewer there is no average. Taken higher where having none would tell how many they are (8,
        11 …).
    sums
        What a reader knows of how the counts hang together: rows that add up to a total, a part within its whole. Cells
        are given as (label of the row, column).
    shares
        Column with a percentage → the count of which it is the share, within the count that the first is reckoned on.
        Every share must be named here: what is not is taken for an average.
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
        If a column is not there, a count is below 0 or not whole, or a sum does not hold.

    Notes
    -----
    What is guaranteed: from the table and the sums, no count above 0 and no hidden count can be bounded to one value;
    no average of ``averages`` people or fewer can be worked out from those that are shown, not even by somebody who
    knows how many people each of them is of (:mod:`crpkit.tables.averages`).
    """
    if threshold < 3:
        raise ValueError(f"The threshold is {threshold}; it must be at least 3")
    threshold, averages = _wide_enough(threshold, averages)
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
    means = {base: [name for name in columns if name not in shares] for base, columns in reckoned.items()}
    gone = _without_average(frame, means, numbers, away, sums, averages)
    for base, columns in reckoned.items():
        for name in columns:
            safe[name] = (
                _shares(frame, (shares[name], base), numbers, away, threshold)
                if name in shares
                else _column(
                    frame,
                    [
                        None if pd.isna(value) or (row, base) in gone else _rounded(value)
                        for row, value in frame[name].items()
                    ],
                )
            )
    return safe


def _wide_enough(threshold: int, averages: int) -> tuple[int, int]:
    """Return the two limits, raised where a single number would stand for itself.

    With 7 as the least that is shown, “5” could only be 7; with no average on 8 people or fewer, “10” without an
    average could only be 8.
    """
    while _only(published_bounds(threshold, threshold)):
        threshold += 1
    while averages > 0:
        near = published_bounds(averages, threshold)
        if 1 not in (averages - near.least + 1, near.most - averages):
            break
        averages += 1
    return threshold, averages


def _only(near: Bounded) -> bool:
    return near.least == near.most


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
            wrong = [value for value in frame[name] if not pd.isna(value) and not _is_count(value)]
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
        (row, name): int(value) for name in names for row, value in frame[name].items() if not pd.isna(value)
    }
    problems = []
    for one in sums:
        away = [cell for cell in (one.whole, *one.parts) if cell not in found]
        problems += [
            Problem(f"A sum names {cell}, where no count stands", "Leave that sum out.") for cell in away
        ]
        if away:
            continue
        total, whole = sum(found[part] for part in one.parts), found[one.whole]
        if total > whole or (one.exact and total < whole):
            said = f"The parts of {one.whole} add up to {total}, but {whole} stands there"
            problems.append(Problem(said, "Give only sums that hold, or say that there may be others."))
    if problems:
        raise InputProblems(problems)
    return found


def _shown(count: int | None, hidden: bool, threshold: int) -> str | None:
    if count is None:
        return None
    return NOT_SHOWN if hidden else published_count(count, threshold)


def _column(frame: pd.DataFrame, values: Sequence[Any]) -> pd.Series:
    return pd.Series(list(values), index=frame.index, dtype=object)


def _without_average(
    frame: pd.DataFrame,
    means: Mapping[str, Sequence[str]],
    numbers: Mapping[Cell, int],
    hidden: set[Cell],
    sums: Sequence[Sum],
    averages: int,
) -> set[Cell]:
    """Return the cells whose averages are not shown: those that may not be, and those that would give them away."""
    if not any(means.values()):
        return set()
    missing = {(row, base) for base in means for row in frame.index if (row, base) not in numbers}
    # Where one average of several is missing it is taken for known: then no column gives away more than is thought.
    blank = {
        (row, base)
        for base, names in means.items()
        for row, empty in frame[list(names)].isna().all(axis=1).items()
        if empty
    }
    return missing | averages_to_leave_out(numbers, sums, averages, hidden | blank)


def _shares(
    frame: pd.DataFrame,
    names: tuple[str, str],
    numbers: Mapping[Cell, int],
    hidden: set[Cell],
    threshold: int,
) -> pd.Series:
    """Return one count as a share of another; none where either is hidden, not there or too small."""
    cells = [((row, names[0]), (row, names[1])) for row in frame.index]
    return _column(
        frame,
        [
            None if {part, whole} & hidden else _percent(numbers.get(part), numbers.get(whole), threshold)
            for part, whole in cells
        ],
    )


def _percent(part: int | None, whole: int | None, threshold: int) -> int | None:
    if part is None or whole is None or 0 < part < threshold:
        return None
    percent = published_percent(part, whole)
    return None if percent is None else int(percent)


def _rounded(value: Any) -> Any:
    return round(float(value), 1) if isinstance(value, float) or hasattr(value, "dtype") else value
