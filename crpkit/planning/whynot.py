"""Why a component is not in a plan: in one sentence, and what the nearest thing left out would bring and cost."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from crpkit.planning.instance import Choice, Instance, Limits
from crpkit.planning.models import Option
from crpkit.planning.saying import days, listed, money, points, pounds

_CLOSE = 1e-9


@dataclass(frozen=True)
class Left:
    """An option that was left out.

    Attributes
    ----------
    option
        The option.
    gain
        What it would add to the worth of the plan, in shares (0 to 1).
    cost
        What it would cost more at the high end, in pounds; less what it takes the place of.
    over
        By how much the plan would then be over the budget; nothing if it would fit.
    """

    option: Option
    gain: float
    cost: float
    over: float


def left_out(instance: Instance, choice: Choice, limits: Limits) -> list[Left]:
    """Return what could be added to a plan, or take another way's place, by itself; what brings most first.

    Only options whose costs are known, which limits leave open, and whose dependencies the plan holds already.
    """
    there, ids = choice.components, choice.ids
    of = {option.component: option for option in choice.options}
    sizes, weights = instance.worth.wishes.sizes, instance.worth.wishes.weights
    together = instance.worth.together(choice.options)
    found = []
    for option in instance.within(limits):
        supported = set(option.after) <= there and all(set(among) & there for among in option.after_any)
        if option.id in ids or not supported:
            continue
        before = of.get(option.component)
        if before is not None and before.id in limits.require:
            continue
        rest = [one for one in choice.options if one is not before]
        base = together if before is None else instance.worth.together(rest)
        level = np.maximum(base, instance.worth.levels(option))
        gain = float(weights @ (sizes * level).sum(axis=1)) - choice.worth
        cost = instance.cost(option) - (instance.cost(before) if before is not None else 0.0)
        over = 0.0 if limits.budget is None else max(0.0, choice.cost + cost - limits.budget)
        if gain > _CLOSE:
            found.append(Left(option, gain, cost, over))
    return sorted(found, key=lambda one: (-one.gain, one.cost))


def nearest(instance: Instance, choice: Choice, limits: Limits, found: Sequence[Left]) -> str:
    """Return a sentence on the nearest of the things that were left out; empty if there is none."""
    if not found:
        return ""
    one = min(found, key=lambda left: (left.over, left.cost / left.gain))
    brings = f"Nearest to being in the plan: “{one.option.words}”. It would bring {points(one.gain)} more"
    if one.over > _CLOSE:
        return f"{brings} and cost {pounds(one.cost)} more: {pounds(one.over)} above the budget."
    more = f"{pounds(one.cost)} more" if one.cost >= 0 else f"{pounds(-one.cost)} less"
    return f"{brings} and cost {more}; {_other_limit(instance, choice, limits, one)}."


def _other_limit(instance: Instance, choice: Choice, limits: Limits, left: Left) -> str:
    used = choice.days + instance.days(left.option)
    if limits.staff_days is not None and used > limits.staff_days:
        return f"it would take {days(used - limits.staff_days)} of staff more than there are"
    return "this plan looks for something else first"


def why_not(
    ways: Sequence[Option], instance: Instance, choice: Choice, limits: Limits, left: Sequence[Left]
) -> str:
    """Return why a component is not in a plan, in a sentence.

    Parameters
    ----------
    ways
        All its ways, but not *not now*.
    instance, choice, limits
        What was chosen, from what, and under which limits.
    left
        All that was left out, from :func:`left_out`.
    """
    component = ways[0].component
    usable = [one for one in ways if one.usable]
    if component in limits.exclude:
        return "You asked to leave it out."
    if not usable:
        ruled = [f"{one.way_title} ({one.reason})" for one in ways if one.allowed is False]
        if ruled:
            return f"The team ruled out: {listed(ruled)}."
        return ways[0].why
    if not _answers(usable, instance):
        return "It answers nothing that people here said they would like, as far as the links tell."
    known = [one for one in usable if instance.known(one)]
    if not known and not instance.unknown_fits:
        return f"Nobody knows what it costs or takes ({listed([one.way_title for one in usable])}). Find out."
    open_ones = instance.within(limits, component)
    if not open_ones:
        return _too_slow(known, limits)
    return _not_chosen(open_ones, instance, choice, left)


def _answers(options: Sequence[Option], instance: Instance) -> bool:
    return any((instance.worth.wishes.sizes * instance.worth.levels(one)).any() for one in options)


def _too_slow(known: Sequence[Option], limits: Limits) -> str:
    slow = [one for one in known if limits.months is not None and one.lead_months.most > limits.months - 1]
    if not slow:
        return "You asked to leave out every way to bring it about."
    least = min(one.lead_months.most for one in slow)
    return f"It takes up to {least:g} months to set up, too long for a plan of {limits.months} months."


def _not_chosen(open_ones: Sequence[Option], instance: Instance, choice: Choice, left: Sequence[Left]) -> str:
    missing = [_lacks(one, choice) for one in open_ones]
    if all(missing):
        titles = {one.component: one.title for one in instance.options}
        return f"It needs what is not in the plan: {listed([titles.get(name, name) for name in missing[0]])}."
    gains = [one for one in left if one.option.component == open_ones[0].component]
    if not gains:
        return "It would add nothing to what the plan answers already."
    best = min(gains, key=lambda one: (one.over, one.cost))
    cost = money(best.option.money(instance.months, instance.pay))
    if best.over > _CLOSE:
        return f"It would bring {points(best.gain)} more and cost {cost}: more than is left."
    return f"It would bring {points(best.gain)} more and cost {cost}."


def _lacks(option: Option, choice: Choice) -> list[str]:
    there = choice.components
    lacking = [name for name in option.after if name not in there]
    return lacking + [among[0] for among in option.after_any if not set(among) & there]
