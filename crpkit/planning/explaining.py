"""Why this and not that: each component in a plan and out of it, with what it brings, or would bring and cost."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from html import escape
from types import MappingProxyType
from typing import TYPE_CHECKING

import pandas as pd

from crpkit.errors import InputProblems, Problem, did_you_mean
from crpkit.planning.finding import Finder, finder_of
from crpkit.planning.instance import Choice, Instance, Limits
from crpkit.planning.models import Line, Option, Plan
from crpkit.planning.saying import listed, points, pounds

if TYPE_CHECKING:
    from crpkit.planning.choosing import Plans

EXPLAINED_COLUMNS: Mapping[str, str] = MappingProxyType(
    {
        "component": "Id of the component.",
        "title": "Its title.",
        "way": "How it comes about in the plan; “not-now” where it does not.",
        "in_plan": "Whether it is in the plan.",
        "why": "Why, in a sentence.",
        "brings": "What the plan would answer less without it, or more with it: a share; nothing if unknown.",
        "costs": "What it costs in the plan, or what having it would cost more, in pounds at the high end.",
        "with_it": "Titles of what else it would need, joined with “; ”.",
    }
)
"""The columns of :meth:`Explanation.frame`."""
_CLOSE = 1e-9


@dataclass(frozen=True)
class Explanation:
    """Why a plan is as it is.

    Attributes
    ----------
    plan
        Its short name.
    sentences
        In words.
    rows
        One a component, as in :data:`EXPLAINED_COLUMNS`.
    """

    plan: str
    sentences: tuple[str, ...]
    rows: tuple[Mapping[str, object], ...]

    def frame(self) -> pd.DataFrame:
        """Return one row a component; the columns of :data:`EXPLAINED_COLUMNS`."""
        return pd.DataFrame(list(self.rows), columns=list(EXPLAINED_COLUMNS))

    def _repr_html_(self) -> str:
        said = "".join(f"<p>{escape(one)}</p>" for one in self.sentences)
        return said + self.frame().to_html(index=False, na_rep="")


def plan_named(plans: Plans, plan: Plan | str) -> Plan:
    """Return a plan by its short name, or as it was given.

    Raises
    ------
    InputProblems
        If there is none.
    """
    if isinstance(plan, Plan):
        return plan
    name = plans.same.get(plan, plan)
    if name not in plans.named:
        near = did_you_mean(plan, plans.named)
        raise InputProblems([Problem(f"There is no plan “{plan}”", near, field="plan")])
    return plans.named[name]


def finder_for(plans: Plans, plan: Plan) -> Finder:
    """Return what finds plans of the kind of this one."""
    if plan.name != "if-affordable":
        return plans.finder
    from dataclasses import replace

    return finder_of(replace(plans.instance, unknown_fits=True))


def explain(plans: Plans, plan: Plan | str) -> Explanation:
    """See :meth:`crpkit.planning.choosing.Plans.explain`."""
    found = plan_named(plans, plan)
    finder = finder_for(plans, found)
    choice = finder.instance.choice(line.option for line in found.chosen)
    work = _Work(finder, choice, plans.limits)
    return Explanation(found.name, found.why, tuple(work.row(line) for line in found.lines))


@dataclass(frozen=True)
class _Work:
    finder: Finder
    choice: Choice
    limits: Limits

    def row(self, line: Line) -> dict[str, object]:
        row = self._inside(line.option) if line.option.way != "not-now" else self._outside(line)
        start = {"component": line.component, "title": line.option.title, "way": line.option.way}
        return start | {"in_plan": line.option.way != "not-now", "with_it": ""} | row

    @property
    def _instance(self) -> Instance:
        return self.finder.instance

    def _inside(self, option: Option) -> dict[str, object]:
        rest = [one for one in self.choice.options if one.id != option.id]
        loss = self.choice.worth - self._instance.worth.worth(rest)
        needed = [
            one.title
            for one in rest
            if option.component in one.after
            or any(
                option.component in among and not set(among) & {other.component for other in rest}
                for among in one.after_any
            )
        ]
        parts = [f"Without it the plan would answer {points(loss)} less."] if loss > _CLOSE else []
        if needed:
            parts.append(f"Needed by: {listed(needed)}.")
        if not parts:
            parts = [
                "You asked for it." if self._asked(option) else "It is here and asks nothing of the budget."
            ]
        cheaper = self._instead(option)
        return {
            "why": " ".join([*parts, *cheaper]),
            "brings": loss,
            "costs": self._instance.cost(option),
        }

    def _asked(self, option: Option) -> bool:
        return bool({option.id, option.component} & set(self.limits.require))

    def _instead(self, option: Option) -> list[str]:
        """Say what other ways of it would cost, where they are known and open."""
        others = [
            one
            for one in self._instance.within(self.limits)
            if one.component == option.component and one.id != option.id
        ]
        base = self._instance.cost(option)
        said = []
        for one in others:
            more = self._instance.cost(one) - base
            said.append(f"{one.way_title}: {pounds(abs(more))} {'more' if more >= 0 else 'less'}")
        return [f"Other ways: {'; '.join(said)}."] if said else []

    def _outside(self, line: Line) -> dict[str, object]:
        """Find the cheapest way to have it beside all that is in the plan, with whatever else it needs."""
        limits = self.limits.but(
            budget=None, staff_days=None, floors={}, require=(*sorted(self.choice.ids), line.component)
        )
        options = [one for one in self._instance.within(limits) if one.component == line.component]
        found = self.finder.best(("cost",), limits) if options else None
        if found is None:
            return {"why": line.note, "brings": None, "costs": None}
        new = found.components - self.choice.components - {line.component}
        titles = {one.component: one.title for one in self._instance.options}
        return {
            "why": line.note,
            "brings": found.worth - self.choice.worth,
            "costs": found.cost - self.choice.cost,
            "with_it": "; ".join(titles[name] for name in sorted(new)),
        }
