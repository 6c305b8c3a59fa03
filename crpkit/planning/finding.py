"""What enumeration and the solver have in common: in which order plans are better, and the front."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal, Protocol

import numpy as np

from crpkit.planning.instance import Choice, Instance, Limits

Aim = Literal["worth", "even", "cost"]
"""The most needs answered; the group for which least is answered as well off as can be; the least money."""
ENOUGH = 50_000
"""So many combinations of options are tried one by one; where there are more, the solver looks for the best."""
_UNKNOWN = 100_000.0


class Finder(Protocol):
    """Finds best plans."""

    proof: str
    instance: Instance

    def best(self, aims: Sequence[Aim], limits: Limits, at_least: float | None = None) -> Choice | None:
        """Return a choice that is best by the first aim, among those by the second, and so on; none if nothing fits.

        Parameters
        ----------
        aims
            In order.
        limits
            What it must keep to.
        at_least
            The least worth.
        """
        ...


def price(instance: Instance) -> np.ndarray:
    """Return what each option counts when the cheapest is looked for, in pounds.

    Pence part what costs the same: what is here is kept rather than left (2p), what is sure comes before what has to be
    confirmed (1p), fewer staff days before more, and nothing is taken that does not help (a tenth of 1p). What is
    unknown counts £100,000, so that no more of it is taken than helps.
    """
    return np.array(
        [
            instance.cost(one)
            + instance.days(one) * 1e-5
            + 0.01 * one.if_confirmed
            + (-0.02 if one.way == "keep" else 0.001)
            + _UNKNOWN * (not instance.known(one))
            for one in instance.options
        ]
    )


def combinations(instance: Instance) -> int:
    """Return how many combinations of options there are, one way or none for each component."""
    counts: dict[str, int] = {}
    for option in instance.options:
        counts[option.component] = counts.get(option.component, 1) + 1
    total = 1
    for count in counts.values():
        total *= count
        if total > ENOUGH:
            break
    return total


def finder_of(instance: Instance) -> Finder:
    """Return what finds best plans: trying all where they are few, else the solver."""
    from crpkit.planning.enumerating import Enumerated
    from crpkit.planning.solving import Solver

    return Enumerated(instance) if combinations(instance) <= ENOUGH else Solver(instance)


def front(finder: Finder, limits: Limits, steps: int) -> list[Choice]:
    """Return choices of which none costs less and answers no less than another, the cheapest first.

    Between the cheapest and the dearest that helps, the best for each of so many equal steps of money.
    """
    top = finder.best(("worth", "cost"), limits)
    if top is None:
        return []
    bottom = finder.best(("cost",), limits)
    found = {top.ids: top}
    least = bottom.cost if bottom is not None else 0.0
    choice: Choice | None = top
    for budget in np.linspace(least, top.cost, steps)[-2::-1]:
        if choice is None or choice.cost > budget:  # else the best for more money is the best for this, too
            choice = finder.best(("worth", "cost"), limits.but(budget=float(budget)))
        if choice is not None:
            found.setdefault(choice.ids, choice)
    ordered = sorted(found.values(), key=lambda one: (one.cost, -one.worth))
    kept: list[Choice] = []
    for choice in ordered:
        if not kept or choice.worth > kept[-1].worth + 1e-9:
            kept.append(choice)
    return kept
