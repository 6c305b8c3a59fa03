"""The named plans: what each looks for first."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from types import MappingProxyType

from crpkit.planning.finding import Finder, finder_of
from crpkit.planning.instance import Choice, Limits

TITLES: Mapping[str, str] = MappingProxyType(
    {
        "most-needs": "Most of what people would like, for the money",
        "most-even": "As even as can be between the groups",
        "only-sure": "Only what can be had for sure",
        "start-small": "Start small",
        "if-affordable": "If what nobody knows the cost of turns out to be affordable",
    }
)
"""The named plans, and what people read."""
_CLOSE = 1e-9


def named_choices(finder: Finder, limits: Limits) -> dict[str, tuple[Finder, Choice]]:
    """Return the choice of each named plan, and what found it; nothing if no plan fits.

    The plan for what nobody knows the cost of is there only if it answers more than the first.
    """
    found = {
        name: (finder, choice) for name in TITLES if (choice := choice_of(name, finder, limits)) is not None
    }
    if "most-needs" not in found:
        return {}
    if any(not finder.instance.known(one) for one in finder.instance.options):
        freer = finder_of(replace(finder.instance, unknown_fits=True))
        perhaps = freer.best(("worth", "cost"), limits)
        if perhaps is not None and perhaps.worth > found["most-needs"][1].worth + _CLOSE:
            found["if-affordable"] = (freer, perhaps)
    return found


def choice_of(name: str, finder: Finder, limits: Limits) -> Choice | None:
    """Return the choice of one named plan; none if nothing fits.

    Parameters
    ----------
    name
        One of :data:`TITLES`. For ``if-affordable`` the finder must be one in which what is unknown fits.
    finder, limits
        What finds it, and what it keeps to.
    """
    if name == "if-affordable":
        return finder.best(("worth", "cost"), limits) if finder.instance.unknown_fits else None
    if name == "most-even":
        return finder.best(("even", "worth", "cost"), limits)
    if name == "only-sure":
        unsure = tuple(one.id for one in finder.instance.options if one.if_confirmed)
        return finder.best(("worth", "cost"), limits.but(exclude=(*limits.exclude, *unsure)))
    if name == "start-small":
        return _small(finder, limits)
    return finder.best(("worth", "cost"), limits)


def _small(finder: Finder, limits: Limits) -> Choice | None:
    """Return the cheapest that reaches every floor; without floors, that brings half of what the best adds to it."""
    least = finder.best(("cost", "worth"), limits)
    if least is None or any(limits.floors.values()):
        return least
    most = finder.best(("worth", "cost"), limits)
    half = (least.worth + most.worth) / 2 if most is not None else least.worth
    return finder.best(("cost", "worth"), limits, half)
