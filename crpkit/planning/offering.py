"""All ways of all components as one table, and back to records."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from types import MappingProxyType
from typing import Any

import pandas as pd

from crpkit.errors import InputProblems, Problem, did_you_mean
from crpkit.framework import Framework
from crpkit.framework.models import Component
from crpkit.needs.audit import Audit
from crpkit.planning.costs import CostRow, Costs, read_costs
from crpkit.planning.depending import Depends, edges, funded_programme
from crpkit.planning.models import WAYS, Option
from crpkit.planning.ranges import NOTHING, UNKNOWN, Range
from crpkit.planning.rates import PARTS, Rates, read_rates
from crpkit.planning.ways import Here, Open, here, open_ways

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


def options(
    framework: Framework,
    audit: Audit | None = None,
    costs: Costs | None = None,
    *,
    rates: Rates | None = None,
) -> pd.DataFrame:
    """Return every way in which every component can come about here.

    Parameters
    ----------
    framework
        With a team's overlay, if there is one.
    audit
        What is here; if not given, all of it is unknown.
    costs
        What each way takes; the kit's own table, in which almost everything is unknown, if not given.
    rates
        What people are paid for taking part; the kit's own table if not given.

    Returns
    -------
    pandas.DataFrame
        One row a component and way, possible or not; the columns of :data:`OPTION_COLUMNS`.
    """
    costs = costs or read_costs(framework=framework)
    rates = rates or read_rates(framework=framework)
    depends = edges(framework, costs.dependencies, funded_programme(framework, audit))
    found = [
        _option(component, way, one, here_now, costs, rates, depends[component.id])
        for component in framework.components
        for here_now in [here(component.id, audit, framework)]
        for way, one in open_ways(component, here_now).items()
    ]
    return frame_of(found)


def _option(
    component: Component, way: str, one: Open, found: Here, costs: Costs, rates: Rates, depends: Depends
) -> Option:
    row = costs.row(component.id, way)
    free = way == "not-now" or (way == "keep" and row is None)
    figures = {name: _figure(row, name, free) for name in ("setup", "yearly", "setup_days", "yearly_days")}
    lead = _figure(row, "lead_months", free and not (way == "keep" and one.if_confirmed))
    capacity = row.figure("capacity") if row else UNKNOWN
    if way == "keep" and not capacity.known and found.capacity is not None:
        capacity = Range.exactly(found.capacity)
    pay = _pay(row, rates, free)
    said = row.known_by() if row else "assumed" if free else "unknown"
    evidence = (f"framework:components/{component.id}", *found.sources)
    if row is not None:
        evidence = (*evidence, f"costs:{costs.name}/{component.id}/{way}")
    new = way not in ("keep", "not-now")
    return Option(
        id=f"{component.id}/{way}",
        component=component.id,
        title=component.title,
        intervention=component.intervention,
        way=way,
        possible=one.possible,
        why=one.why,
        if_confirmed=one.if_confirmed,
        **figures,
        lead_months=lead,
        capacity=capacity,
        after=depends.after if new else (),
        after_any=depends.after_any if new else (),
        how_known=said,
        source=row.sources if row else _FREE if way == "keep" else "",
        allowed=None,
        reason="",
        full=one.full,
        groups=one.groups,
        pay_setup=Range.total(pay[part][0] for part in PARTS) if _all_known(pay) else UNKNOWN,
        pay_yearly=Range.total(pay[part][1] for part in PARTS) if _all_known(pay) else UNKNOWN,
        pay_parts=pay,
        by=found.by if way in ("keep", "strengthen") else "",
        evidence=evidence,
    )


_FREE = "It runs already; that it asks nothing new of your budget is an assumption."


def _figure(row: CostRow | None, name: str, free: bool) -> Range:
    return NOTHING if free else row.figure(name) if row else UNKNOWN


def _pay(row: CostRow | None, rates: Rates, free: bool) -> Mapping[str, tuple[Range, Range]]:
    if row is None:
        nothing = NOTHING if free else UNKNOWN
        return {part: (nothing, nothing) for part in PARTS}
    setup, yearly = rates.paid(row, "setup"), rates.paid(row, "yearly")
    return {part: (setup[part], yearly[part]) for part in PARTS}


def _all_known(pay: Mapping[str, tuple[Range, Range]]) -> bool:
    return all(one.known for pair in pay.values() for one in pair)


def decide(
    table: pd.DataFrame, allowed: Mapping[str, bool | None], reason: Mapping[str, str] | str = ""
) -> pd.DataFrame:
    """Return the table with what a team said of options.

    Parameters
    ----------
    table
        From :func:`options`; it is not changed.
    allowed
        Option id → allowed (``True``), ruled out (``False``), or back to what is possible (``None``).
    reason
        Why: one for all, or by option id.

    Raises
    ------
    InputProblems
        If there is no such option, or something is allowed or ruled out without a reason.
    """
    ids, problems = list(table["id"]), []
    said = {name: (reason if isinstance(reason, str) else reason.get(name, "")).strip() for name in allowed}
    for name, answer in allowed.items():
        if name not in ids:
            problems.append(Problem(f"There is no option “{name}”", did_you_mean(name, ids), field="allowed"))
        elif answer is not None and not said[name]:
            what = "allowed" if answer else "ruled out"
            problems.append(
                Problem(f"“{name}” is {what} without a reason", "Write why; it is kept.", field="reason")
            )
    if problems:
        raise InputProblems(problems)
    changed = table.copy()
    at = {name: number for number, name in enumerate(ids)}
    answers, reasons = list(table["allowed"]), list(table["reason"])
    for name, answer in allowed.items():
        answers[at[name]], reasons[at[name]] = answer, said[name] if answer is not None else ""
    changed["allowed"], changed["reason"] = pd.Series(answers, dtype=object), reasons
    return changed


# -- records and rows


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
