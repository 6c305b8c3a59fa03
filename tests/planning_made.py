"""Plans made by hand, for tests of what is done with a plan."""

from __future__ import annotations

from typing import Any

from crpkit.planning import Line, Option, Payments, Plan, Range
from crpkit.planning.ranges import NOTHING

ORIGINS = {
    "hub": "hub",
    "prog": "programme",
    "alum": "programme",
    "matc": "matchmaking",
    "coac": "coaching",
    "ment": "mentoring",
}


def option(component: str = "programme-online-sessions", way: str = "build", **given: Any) -> Option:
    """An option of which everything is known, unless something else is given."""
    facts: dict[str, Any] = dict(
        id=f"{component}/{way}",
        component=component,
        title=component.replace("-", " ").capitalize(),
        intervention=next(part for start, part in ORIGINS.items() if component.startswith(start)),
        way=way,
        possible=True,
        why="Nothing stands against it.",
        if_confirmed=False,
        setup=Range.exactly(600),
        yearly=Range(1200.0, 2400.0),
        setup_days=Range.exactly(5),
        yearly_days=Range(12.0, 24.0),
        lead_months=Range.exactly(3),
        capacity=Range(12.0, 20.0),
        after=(),
        how_known="assumed",
        source="made up for a test",
        allowed=None,
        reason="",
    )
    return Option(**{**facts, **given})


def line(chosen: Option, start_month: int | None = 0, months: int = 18, **given: Any) -> Line:
    """A line of a plan, its cost as the option counts it."""
    facts: dict[str, Any] = dict(
        component=chosen.component,
        option=chosen,
        start_month=None if chosen.way == "not-now" else start_month,
        lead="",
        partners=(),
        evidence=("report:part-2-programme",),
        principles={},
        gains=("community-new",),
        loses="",
        note="",
        cost=chosen.money(months),
        days=chosen.days(months),
    )
    return Line(**{**facts, **given})


def plan(*lines: Line, **given: Any) -> Plan:
    """A plan of these lines, which costs what they do."""
    months = given.get("months", 18)
    paid = [one.option.paid(months) for one in lines]
    parts = {
        name: Range.total(each[name] for each in paid if name in each)
        for name in ("time", "expenses", "access", "childcare")
    }
    facts: dict[str, Any] = dict(
        name="a-plan",
        title="A plan for Saltmarsh Quay",
        lines=lines,
        cost=Range.total(one.cost for one in lines) if lines else NOTHING,
        days=Range.total(one.days for one in lines) if lines else NOTHING,
        answered={"community-new": 0.5},
        worth=0.5,
        months=18,
        budget=20_000.0,
        links={"ours": 1, "team": 0, "report": 2},
        without_inferred={"community-new": 0.4},
        payments=Payments(True, **parts),
        why=("It answers most for the money.",),
    )
    return Plan(**{**facts, **given})
