"""All ways of all components, as one table."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from crpkit.framework import Framework
from crpkit.framework.models import Component
from crpkit.needs.audit import Audit
from crpkit.planning.costs import CostRow, Costs, read_costs
from crpkit.planning.depending import Depends, edges, funded_programme
from crpkit.planning.option import Option
from crpkit.planning.option_rows import frame_of
from crpkit.planning.ranges import NOTHING, UNKNOWN, Range
from crpkit.planning.rates import PARTS, Rates, read_rates
from crpkit.planning.ways import Here, Open, open_ways, whats_here


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
    there = whats_here(audit, framework)
    found = [
        _option(component, way, one, there[component.id], costs, rates, depends[component.id])
        for component in framework.components
        for way, one in open_ways(component, there[component.id]).items()
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


_PAYS_NOTHING: Mapping[str, tuple[Range, Range]] = dict.fromkeys(PARTS, (NOTHING, NOTHING))
_PAYS_UNKNOWN: Mapping[str, tuple[Range, Range]] = dict.fromkeys(PARTS, (UNKNOWN, UNKNOWN))
_FREE = "It runs already; that it asks nothing new of your budget is an assumption."


def _figure(row: CostRow | None, name: str, free: bool) -> Range:
    return NOTHING if free else row.figure(name) if row else UNKNOWN


def _pay(row: CostRow | None, rates: Rates, free: bool) -> Mapping[str, tuple[Range, Range]]:
    if row is None:
        return _PAYS_NOTHING if free else _PAYS_UNKNOWN
    setup, yearly = rates.paid(row, "setup"), rates.paid(row, "yearly")
    return {part: (setup[part], yearly[part]) for part in PARTS}


def _all_known(pay: Mapping[str, tuple[Range, Range]]) -> bool:
    return all(one.known for pair in pay.values() for one in pair)
