"""For researchers: how firm plans are over all ways of weighing groups (stochastic acceptability analysis, SMAA-2).

Weights of groups are drawn from a flat Dirichlet distribution: every way of weighing them is as likely as every other.
For each weighing, plans are put in order by what they answer; how often a plan is first, second … is its acceptability
(Lahdelma and Salminen 2001).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from types import MappingProxyType
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from crpkit.planning.finding import finder_of
from crpkit.planning.instance import Choice

if TYPE_CHECKING:
    from crpkit.planning.choosing import Plans

FIRM_COLUMNS: Mapping[str, str] = MappingProxyType(
    {
        "plan": "Short name of the plan, or “best for GROUP”.",
        "worth": "Share of what people would like that it answers, all groups together.",
        "cost_high": "Pounds over the plan, high end.",
        "first": "In which share of all ways of weighing the groups no other of these plans answers more.",
        "mean_place": "Its mean place, 1 being the best; equals share the better place.",
        "options": "Ids of the options, as a tuple.",
    }
)
"""The columns of :func:`firmness`; then ``weight:GROUP``, the mean weights with which the plan is first."""


def firmness(plans: Plans, draws: int = 10_000, seed: int = 0) -> pd.DataFrame:
    """Return how often each plan is the best, over all ways of weighing the groups.

    Compared are the named plans that can be shown to fit, and for each group the plan that is best for it alone.

    Parameters
    ----------
    plans
        From :func:`crpkit.planning.plans`.
    draws, seed
        How many weighings, and of which random numbers.

    Returns
    -------
    pandas.DataFrame
        The firmest first; the columns of :data:`FIRM_COLUMNS`, then ``weight:GROUP`` for each group (nothing for a plan
        that is never first).
    """
    names, choices = _candidates(plans)
    groups = plans.instance.worth.wishes.groups
    shares = np.array([choice.shares for choice in choices])
    weights = np.random.default_rng(seed).dirichlet(np.ones(len(groups)), size=draws)
    scores = np.round(weights @ shares.T, 12)
    places = 1 + (scores[:, None, :] > scores[:, :, None]).sum(axis=2)
    rows = []
    for number, (name, choice) in enumerate(zip(names, choices, strict=True)):
        best = places[:, number] == 1
        mean = weights[best].mean(axis=0) if best.any() else np.full(len(groups), np.nan)
        rows.append(
            {
                "plan": name,
                "worth": choice.worth,
                "cost_high": choice.cost,
                "first": float(best.mean()),
                "mean_place": float(places[:, number].mean()),
                "options": tuple(sorted(choice.ids)),
                **{f"weight:{group}": value for group, value in zip(groups, mean, strict=True)},
            }
        )
    columns = [*FIRM_COLUMNS, *(f"weight:{group}" for group in groups)]
    frame = pd.DataFrame(rows, columns=columns)
    return frame.sort_values(["first", "worth"], ascending=False, kind="stable").reset_index(drop=True)


def _candidates(plans: Plans) -> tuple[list[str], list[Choice]]:
    found: dict[frozenset[str], tuple[str, Choice]] = {}
    for name, plan in plans.named.items():
        if name != "if-affordable":
            choice = plans.instance.choice(line.option for line in plan.chosen)
            found.setdefault(choice.ids, (name, choice))
    worth = plans.instance.worth
    for number, group in enumerate(worth.wishes.groups):
        weights = np.zeros(len(worth.wishes.groups))
        weights[number] = 1.0
        alone = replace(worth, wishes=replace(worth.wishes, weights=weights))
        best = finder_of(replace(plans.instance, worth=alone)).best(("worth", "cost"), plans.limits)
        if best is not None:
            again = plans.instance.choice(best.options)
            found.setdefault(again.ids, (f"best for {group}", again))
    return [name for name, _ in found.values()], [choice for _, choice in found.values()]
