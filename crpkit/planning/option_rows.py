"""Options as a table, and back to records."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from types import MappingProxyType
from typing import Any

import pandas as pd

from crpkit.errors import InputProblems, Problem
from crpkit.planning.option import WAYS, Option
from crpkit.planning.ranges import Range

_RANGES: Mapping[str, str] = {
    "setup": "Pounds to set it up, without payments to people",
    "yearly": "Pounds a year to run it, without payments to people",
    "setup_days": "Days of paid staff to set it up",
    "yearly_days": "Days of paid staff a year to run it",
    "lead_months": "Months from the beginning of the set-up until it runs",
    "capacity": "People a year",
    "pay_setup": "Pounds that people are paid while it is set up",
    "pay_yearly": "Pounds a year that people are paid while it runs",
}
_PLAIN: Mapping[str, str] = {
    "id": "Component and way: ``component/way``.",
    "component": "Id of the component.",
    "title": "Its title.",
    "intervention": "Id of its intervention.",
    "way": "One of the ways.",
    "possible": "Whether what is here and the framework leave it open.",
    "why": "Why, in a sentence.",
    "if_confirmed": "Can be planned only if somebody confirms that it can be had.",
    "allowed": "What the team said: True, False, or nothing.",
    "reason": "Why the team said so.",
    "after": "Ids of components that must be in the plan and run no later, as a tuple.",
    "after_any": "Tuples of ids; of each, one component must be in the plan.",
    "full": "Whether it answers needs in full, or to some extent only.",
    "groups": "Ids of the groups it reaches, as a tuple; empty: everyone, or not known.",
    "by": "Who runs it now.",
    "how_known": "How the figures are known: the least sure of them.",
    "source": "Where they are from.",
    "evidence": "Evidence ids, as a tuple.",
    "pay_parts": "What people are paid by time, expenses, access, childcare: pairs of ranges (set-up, yearly).",
}
OPTION_COLUMNS: Mapping[str, str] = MappingProxyType(
    {**_PLAIN}
    | {
        f"{name}_{end}": f"{meaning}: {words} end; nothing where it is unknown."
        for name, meaning in _RANGES.items()
        for end, words in (("low", "low"), ("high", "high"))
    }
)
"""The columns of :func:`options`, and what each means."""


def frame_of(found: Iterable[Option]) -> pd.DataFrame:
    """Return options as a table with the columns of :data:`OPTION_COLUMNS`."""
    rows = [_row(option) for option in found]
    frame = pd.DataFrame(rows, columns=list(OPTION_COLUMNS), dtype=object)
    for name in _RANGES:
        for end in ("low", "high"):
            frame[f"{name}_{end}"] = frame[f"{name}_{end}"].astype(float)
    return frame


def _row(option: Option) -> dict[str, Any]:
    row: dict[str, Any] = {name: getattr(option, name) for name in _PLAIN}
    for name in _RANGES:
        span: Range = getattr(option, name)
        known = not span.missing
        row |= {f"{name}_low": span.low if known else None, f"{name}_high": span.high if known else None}
    return row


def records_of(table: pd.DataFrame) -> tuple[Option, ...]:
    """Return the options of a table.

    Raises
    ------
    InputProblems
        If columns are missing, a range is upside down or below zero, a way is unknown, or an id stands twice.
    """
    missing = [name for name in OPTION_COLUMNS if name not in table.columns]
    if missing:
        found = f"The table of options has no column {', '.join(missing)}"
        raise InputProblems([Problem(found, "Make it with crpkit.planning.options().", field="options")])
    problems: list[Problem] = []
    records: list[Option] = []
    seen: set[str] = set()
    for row in table.to_dict("records"):
        faults = [*_faults(row), *([] if row["id"] not in seen else ["It stands twice"])]
        problems += [Problem(fault, "Change the row.", field=str(row["id"])) for fault in faults]
        seen.add(row["id"])
        if not faults:
            records.append(_record(row))
    if problems:
        raise InputProblems(problems)
    return tuple(records)


def _faults(row: Mapping[Any, Any]) -> list[str]:
    faults = [] if row["way"] in WAYS else [f"“{row['way']}” is not one of the ways: {', '.join(WAYS)}"]
    for name in _RANGES:
        low, high = _nothing(row[f"{name}_low"]), _nothing(row[f"{name}_high"])
        if (low is None) != (high is None):
            faults.append(f"{name} has one end only")
        elif low is not None and high is not None and (low > high or low < 0):
            what = "is below zero" if low < 0 else "is upside down"
            faults.append(f"{name} {what}: {low:g} to {high:g}")
    return faults


def _nothing(value: Any) -> Any:
    return None if value is None or value != value else value


def _record(row: Mapping[Any, Any]) -> Option:
    plain = {name: _nothing(row[name]) for name in _PLAIN}
    plain["allowed"] = None if plain["allowed"] is None else bool(plain["allowed"])
    spans: dict[str, Any] = {
        name: Range(_nothing(row[f"{name}_low"]), _nothing(row[f"{name}_high"])) for name in _RANGES
    }
    return Option(**plain, **spans)
