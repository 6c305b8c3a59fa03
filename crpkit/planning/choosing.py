"""Plans for one area: the front of money against needs answered, and a few clearly different good plans."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from types import MappingProxyType
from typing import TYPE_CHECKING

import pandas as pd

from crpkit.needs.diagnosis import Diagnosis
from crpkit.planning.asking import limits_of
from crpkit.planning.clashing import clash
from crpkit.planning.depending import funded_programme
from crpkit.planning.few import groups_without_figure
from crpkit.planning.finding import Finder, finder_of, front
from crpkit.planning.instance import Choice, Instance, Limits
from crpkit.planning.linking import TeamLinks, links_of
from crpkit.planning.making import Maker
from crpkit.planning.models import Option, Plan
from crpkit.planning.naming import TITLES, named_choices
from crpkit.planning.option_rows import records_of
from crpkit.planning.rates import Rates, read_rates
from crpkit.planning.worth import Count, Worth, wishes_of

if TYPE_CHECKING:
    from crpkit.planning.explaining import Explanation

STEPS = 10
FRONT_COLUMNS: Mapping[str, str] = MappingProxyType(
    {
        "plan": "Short names of the named plans that are the same, joined with “; ”; empty if none is.",
        "cost_low": "Pounds over the plan, low end.",
        "cost_high": "Pounds over the plan, high end: by this it was chosen.",
        "days_high": "Staff days over the plan, high end.",
        "worth": "Share of what people would like that it answers, all groups together.",
        "least": "The same for the group for which it answers least, of those of which enough people answered.",
        "components": "How many components are in it.",
        "to_confirm": "How many of them hold only if somebody confirms that they can be had.",
        "options": "Ids of the options, as a tuple.",
    }
)
"""The columns of :attr:`Plans.front`; then ``answered:GROUP``, a share, for each group of which somebody answered.

Nothing stands there for groups of which too few answered: see :func:`crpkit.planning.few.groups_without_figure`.
"""


@dataclass(frozen=True, eq=False)  # it holds tables: two are the same only if they are one
class Plans:
    """What can be done here within the limits.

    Attributes
    ----------
    named
        Short name → plan: the clearly different good ones (:data:`TITLES`). Of two that are the same the first stands.
    same
        Short name of a plan that is the same as another → that other.
    every
        All options.
    instance, limits
        What was chosen among, under which limits.
    finder
        What found it, by enumeration or with the solver.
    questions
        What nobody knows and would have to be found out before these plans are sure, in sentences.
    diagnosis
        The picture of needs it rests on.
    rested
        What each plan rests on, once somebody asked: see :meth:`rests_on`.
    """

    named: Mapping[str, Plan]
    same: Mapping[str, str]
    every: tuple[Option, ...]
    instance: Instance
    limits: Limits
    finder: Finder
    questions: tuple[str, ...]
    diagnosis: Diagnosis
    steps: int = STEPS
    rested: dict[tuple[object, ...], list[dict[str, object]]] = field(default_factory=dict, repr=False)

    @cached_property
    def without_figure(self) -> frozenset[str]:
        """Ids of the groups of which no figure is given, as too few people of them answered."""
        return groups_without_figure(self.diagnosis, self.instance.worth.wishes)

    @cached_property
    def front_choices(self) -> tuple[Choice, ...]:
        """The choices of the front, the cheapest first."""
        return tuple(front(self.finder, self.limits, self.steps))

    @cached_property
    def front(self) -> pd.DataFrame:
        """Money against needs answered: no plan in it costs less and answers as much as another.

        Each is the best for its money, proved; between them, there may be more.

        Returns
        -------
        pandas.DataFrame
            The cheapest first; the columns of :data:`FRONT_COLUMNS`, then ``answered:GROUP`` for each group.
        """
        rows = [self._row(choice) for choice in self.front_choices]
        columns = [*FRONT_COLUMNS, *(f"answered:{group}" for group in self.instance.worth.wishes.groups)]
        return pd.DataFrame(rows, columns=columns)

    def _row(self, choice: Choice) -> dict[str, object]:
        names = [name for name, plan in self.named.items() if set(plan.options) == choice.ids]
        low = sum(one.money(self.instance.months, self.instance.pay).least for one in choice.options)
        groups = self.instance.worth.wishes.groups
        hidden = self.without_figure
        shares = {
            group: math.nan if group in hidden else share
            for group, share in zip(groups, choice.shares, strict=True)
        }
        return {
            "plan": "; ".join(names),
            "cost_low": low,
            "cost_high": choice.cost,
            "days_high": choice.days,
            "worth": choice.worth,
            "least": min((shares[group] for group in groups if group not in hidden), default=math.nan),
            "components": len(choice.options),
            "to_confirm": sum(one.if_confirmed for one in choice.options),
            "options": tuple(sorted(choice.ids)),
            **{f"answered:{group}": share for group, share in shares.items()},
        }

    def explain(self, plan: Plan | str) -> Explanation:
        """Return why each component is, or is not, in a plan, and what the nearest others would bring and cost.

        Raises
        ------
        InputProblems
            If there is no plan of this name.
        """
        from crpkit.planning.explaining import explain

        return explain(self, plan)

    def rests_on(self, plan: Plan | str, most: int | None = 8) -> pd.DataFrame:
        """Return the facts, links and costs that would change a plan if they were otherwise.

        Parameters
        ----------
        plan
            The plan, or its short name.
        most
            How many at most, those that change most first; all if ``None``.

        Returns
        -------
        pandas.DataFrame
            The columns of :data:`crpkit.planning.resting.RESTS_COLUMNS`.

        Raises
        ------
        InputProblems
            If there is no plan of this name.
        """
        from crpkit.planning.resting import rests_on

        return rests_on(self, plan, most)

    def _repr_html_(self) -> str:
        from html import escape

        shown = self.front.drop(columns=["options"]).round(3).to_html(index=False)
        said = "".join(
            f"<h4>{escape(plan.title)}</h4>" + "".join(f"<p>{escape(one)}</p>" for one in plan.why)
            for plan in self.named.values()
        )
        return said + shown


def plans(
    options: pd.DataFrame,
    diagnosis: Diagnosis,
    budget: float,
    staff_days: float | None = None,
    months: int = 18,
    floors: Mapping[str, float] | float | None = None,
    require: Iterable[str] = (),
    exclude: Iterable[str] = (),
    links: TeamLinks | None = None,
    *,
    pay: bool = True,
    count: Count = "share",
    rates: Rates | None = None,
    steps: int = STEPS,
) -> Plans:
    """Choose what to do here.

    Parameters
    ----------
    options
        From :func:`crpkit.planning.options`, perhaps with what the team allowed and ruled out.
    diagnosis
        What people would like. By its framework links are read.
    budget
        Pounds for the whole plan. Plans fit at the high end of their costs.
    staff_days
        Days of paid staff there are; no limit, if not given.
    months
        How long the plan runs. What takes too long to set up to run before its last month is left out.
    floors
        The least share (0 to 1) of what a group would like that must be answered: one for all groups, or by group id.
    require, exclude
        Ids of components or options that must, or must not, be in it.
    links
        What the team says of links: see :data:`crpkit.planning.linking.TeamLinks`.
    pay
        Whether people are paid for taking part. A plan without says so, and which principles it departs from.
    count
        ``share``: every group counts the same. ``people``: by how many people would like something. See
        :mod:`crpkit.planning.worth`.
    rates
        For the payments' day, source and caution; the kit's own table if not given.
    steps
        Of money, for the front.

    Raises
    ------
    InputProblems
        If something of this cannot be used; all at once.
    NothingFits
        If no plan keeps to all limits; it says which clash, and the smallest change that would help.
    """
    framework = diagnosis.framework
    every = records_of(options)
    worth = Worth(wishes_of(diagnosis, count), links_of(framework, links))
    limits = limits_of(every, worth.wishes, budget, staff_days, months, floors, require, exclude)
    usable = tuple(one for one in every if one.usable and one.way != "not-now")
    instance = Instance(usable, worth, months, pay, staff_days is not None)
    finder = finder_of(instance)
    hidden = groups_without_figure(diagnosis, worth.wishes)
    found = named_choices(finder, limits)
    if not found:
        raise clash(instance, limits, every, hidden)
    told = diagnosis.people[diagnosis.people["scope_kind"] == "group"]
    answered = dict(zip(told["scope_title"], told["people"], strict=True))
    rates = rates or read_rates(framework=framework)
    maker = Maker(every, limits, framework, diagnosis.place, rates, answered, hidden)
    here = instance.choice(one for one in usable if one.way == "keep" and not one.if_confirmed)
    named: dict[str, Plan] = {}
    same: dict[str, str] = {}
    for name, (one, choice) in found.items():
        twin = next((other for other in named if set(named[other].options) == choice.ids), None)
        if twin is not None:
            same[name] = twin
            continue
        named[name] = maker.plan(name, TITLES[name], one, choice, here)
    for twin in dict.fromkeys(same.values()):
        named[twin] = maker.also(named[twin], [TITLES[name] for name in same if same[name] == twin])
    funded = funded_programme(framework, diagnosis.audit)
    questions = maker.questions(instance, links is not None, funded)
    return Plans(
        MappingProxyType(named),
        MappingProxyType(same),
        every,
        instance,
        limits,
        finder,
        questions,
        diagnosis,
        steps,
    )
