"""From chosen options to the lines of a plan: when each begins, who might lead, what it rests on, who gains."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence

from crpkit.framework import Framework
from crpkit.needs.place import Place
from crpkit.planning.instance import Choice
from crpkit.planning.models import Line, Option
from crpkit.planning.ranges import NOTHING
from crpkit.planning.worth import EVERYONE, Worth

_LOSES = (
    "Ask: could anyone be worse off by this, or be kept away, because of age, disability, sex, race, religion, "
    "language, money, caring for others, or where they live?"
)


def starts(chosen: Sequence[Option]) -> dict[str, int]:
    """Return the month in which the set-up of each component begins.

    Set-ups go on side by side. Each ends no earlier than those of what it depends on, and begins as late as that
    allows. Where a lead time is unknown the set-up begins at once.
    """
    by_component = {option.component: option for option in chosen}
    ends: dict[str, float] = {}

    def end(name: str) -> float:
        if name not in ends:
            option = by_component[name]
            ends[name] = option.lead_months.most  # stops a circle, should somebody have made one by hand
            waits = [end(one) for one in option.after if one in by_component]
            for among in option.after_any:
                there = [end(one) for one in among if one in by_component]
                waits += [min(there)] if there else []
            ends[name] = max([option.lead_months.most, *waits])
        return ends[name]

    return {
        name: math.ceil(end(name) - option.lead_months.most - 1e-9) if option.lead_months.known else 0
        for name, option in by_component.items()
    }


def lines_of(
    choice: Choice,
    every: Sequence[Option],
    worth: Worth,
    framework: Framework,
    place: Place | None,
    months: int,
    pay: bool,
    why_not: Mapping[str, str],
) -> tuple[Line, ...]:
    """Return a line for each component, in the order of the framework.

    Parameters
    ----------
    choice
        What was chosen.
    every
        All options, among them *not now* of each component.
    worth, framework, place
        To say who gains, which principles to check, and who might lead.
    months, pay
        For how long costs are counted, and whether people are paid.
    why_not
        Component → why it is not in the plan.
    """
    begin = starts(choice.options)
    chosen = {option.component: option for option in choice.options}
    prompts = {prompt.id: "" for principle in framework.principles for prompt in principle.prompts}
    lines = []
    for waiting in (option for option in every if option.way == "not-now"):
        option = chosen.get(waiting.component, waiting)
        there = option is not waiting
        lead, partners = _who(option, place)
        lines.append(
            Line(
                component=option.component,
                option=option,
                start_month=begin[option.component] if there else None,
                lead=lead,
                partners=partners,
                evidence=_evidence(option, worth),
                principles=dict(prompts) if there else {},
                gains=_gains(option, worth),
                loses=_loses(option, worth) if there else "",
                note=option.reason if there else why_not.get(option.component, ""),
                cost=option.money(months, pay) if there else NOTHING,
                days=option.days(months) if there else NOTHING,
            )
        )
    return tuple(lines)


def _who(option: Option, place: Place | None) -> tuple[str, tuple[str, ...]]:
    """Return who might lead and who might join; a proposal, led by the community where it can be."""
    if option.way == "not-now":
        return "", ()
    if option.way == "keep":
        return option.by or "Whoever runs it now", ()
    if option.way == "national":
        return "Whoever runs the national offer", ()
    names = [one.name for one in place.organisations] if place else []
    others = [one.name for one in (*place.universities, *place.brokers)] if place else []
    lead = f"A community organisation, for example {names[0]}" if names else "A community organisation"
    first = {"strengthen": [option.by or "Whoever runs it now"], "adapt": ["Whoever runs the national offer"]}
    partners = dict.fromkeys([*first.get(option.way, []), *names[1:], *others])
    return f"{lead}; to be agreed", tuple(partners)


def _gains(option: Option, worth: Worth) -> tuple[str, ...]:
    sizes, levels = worth.wishes.sizes, worth.levels(option)
    reached = (sizes * levels).sum(axis=1) > 0
    return tuple(group for group, gains in zip(worth.wishes.groups, reached, strict=True) if gains)


def _loses(option: Option, worth: Worth) -> str:
    out = [
        title
        for group, title in zip(worth.wishes.groups, worth.wishes.titles, strict=True)
        if option.groups and group not in option.groups and group != EVERYONE
    ]
    return f"Not open today to: {', '.join(out)}. {_LOSES}" if out else _LOSES


def _evidence(option: Option, worth: Worth) -> tuple[str, ...]:
    wanted = set(worth.wishes.needs)
    links = [link for link in worth.links.of(option.component) if link.need in wanted]
    needs = [f"framework:needs/{link.need}" for link in links]
    return tuple(dict.fromkeys((*option.evidence, *(link.evidence for link in links), *needs)))
