"""What a plan rests on: facts, links and costs that would change it if they were otherwise; each is tried."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import TYPE_CHECKING

import pandas as pd

from crpkit.planning.explaining import plan_named
from crpkit.planning.finding import Finder, finder_of
from crpkit.planning.instance import Choice, Instance, Limits
from crpkit.planning.models import Option, Plan
from crpkit.planning.naming import choice_of
from crpkit.planning.ranges import NOTHING
from crpkit.planning.saying import listed, points, pounds
from crpkit.planning.whynot import left_out
from crpkit.planning.worth import Worth

if TYPE_CHECKING:
    from crpkit.planning.choosing import Plans

RESTS_COLUMNS: Mapping[str, str] = MappingProxyType(
    {
        "kind": "``offer``, ``here``, ``cost``, ``unknown`` or ``links``.",
        "component": "Id of the component it is about; empty where it is about all.",
        "what": "What the plan takes for granted, in a sentence.",
        "how_known": "How it is known.",
        "if_otherwise": "What would change, in a sentence.",
        "leaves": "Ids of options that would leave the plan, as a tuple.",
        "enters": "Ids of options that would enter it, as a tuple.",
        "worth_change": "What the plan would answer more (or less, below 0): a share.",
        "cost_change": "What it would cost more (or less), in pounds at the high end.",
        "find_out": "What it would take to find out.",
        "source": "Where the fact is from.",
    }
)
"""The columns of :func:`rests_on`."""
DEARER, CHEAPER = 1.5, 0.5
"""Costs are tried half as high again, and at half: far enough that a guess may well be wrong by as much."""
_FEW = 6
_CLOSE = 1e-9


@dataclass(frozen=True)
class _Flip:
    """Something that may be otherwise, and the question as it would then be."""

    kind: str
    component: str
    what: str
    how_known: str
    instance: Instance
    find_out: str
    source: str = ""


def rests_on(plans: Plans, plan: Plan | str, most: int | None = 8) -> pd.DataFrame:
    """See :meth:`crpkit.planning.choosing.Plans.rests_on`.

    One thing at a time is taken to be otherwise, and the plan is looked for again:

    - a national offer, or something planned, that has to be confirmed is not to be had;
    - what is here already ends;
    - something in the plan costs half as much again; something left out costs half;
    - a component of which no way has a known cost costs nothing, and then how much it may cost;
    - the links of a component that are the kit's own inference do not hold, or none of them anywhere.
    """
    found = plan_named(plans, plan)
    asked = (found.name, tuple(found.options))
    if asked not in plans.rested:  # the page, the document and the tables all ask for it
        plans.rested[asked] = _rows(plans, found)
    return pd.DataFrame(plans.rested[asked][:most], columns=list(RESTS_COLUMNS))


def _rows(plans: Plans, found: Plan) -> list[dict[str, object]]:
    """Return all rows, those that change most first."""
    instance = replace(plans.instance, unknown_fits=found.name == "if-affordable")
    choice = instance.choice(line.option for line in found.chosen)
    rows = [
        row
        for flip in _flips(instance, choice, plans.limits)
        if (row := _tried(flip, found, choice, plans.limits)) is not None
    ]
    rows.sort(key=lambda row: (-abs(row["worth_change"]), -len(row["leaves"]) - len(row["enters"])))  # type: ignore[arg-type]
    return rows


def _flips(instance: Instance, choice: Choice, limits: Limits) -> Iterator[_Flip]:
    for option in choice.options:
        if option.if_confirmed:
            yield _no_offer(instance, option)
        elif option.way in ("keep", "strengthen"):
            yield _ends(instance, option)
        if instance.cost(option) > 0:
            yield _dearer(instance, option)
    for left in left_out(instance, choice, limits)[:_FEW]:
        yield _cheaper(instance, left.option)
    if not instance.unknown_fits:
        yield from _unknown(instance)
    yield from _links(instance, choice)


def _no_offer(instance: Instance, option: Option) -> _Flip:
    planned = option.way == "keep"
    gone = [one.id for one in instance.options if one.component == option.component and one.if_confirmed]
    what = (
        f"What others plan here comes about: “{option.title}”"
        if planned
        else (f"There is a national offer of “{option.title}”")
    )
    ask = _whom(option) or ("whoever plans it" if planned else "whoever might run it for the whole country")
    return _Flip(
        "offer",
        option.component,
        what,
        "unknown",
        instance.without(gone),
        f"Ask {ask} whether it can be had, from when, and at what price.",
        option.source,
    )


def _ends(instance: Instance, option: Option) -> _Flip:
    gone = [
        one.id
        for one in instance.options
        if one.component == option.component and one.way in ("keep", "strengthen")
    ]
    return _Flip(
        "here",
        option.component,
        f"What is here of “{option.title}” goes on",
        option.how_known,
        instance.without(gone),
        f"Ask {_whom(option) or 'whoever runs it'} how long it is paid for, and for whom it is open.",
        "; ".join(one for one in option.evidence if one.startswith("audit:")),
    )


def _whom(option: Option) -> str:
    """Return who runs or plans something, as it stands within a sentence: ``the council (from 2027)``."""
    name, _, more = option.by.partition(", ")
    name = "the " + name[4:] if name.startswith("The ") else name
    return f"{name} ({more})" if more else name


def _times(option: Option, factor: float) -> Option:
    return replace(
        option,
        setup=option.setup.times(factor),
        yearly=option.yearly.times(factor),
        pay_setup=option.pay_setup.times(factor),
        pay_yearly=option.pay_yearly.times(factor),
    )


def _with(instance: Instance, *changed: Option) -> Instance:
    new = {one.id: one for one in changed}
    return replace(instance, options=tuple(new.get(one.id, one) for one in instance.options))


def _dearer(instance: Instance, option: Option) -> _Flip:
    cost = instance.cost(option)
    return _Flip(
        "cost",
        option.component,
        f"“{option.words}” costs no more than {pounds(cost)}, not {pounds(DEARER * cost)}",
        option.how_known,
        _with(instance, _times(option, DEARER)),
        "Ask two others who have run the like what it cost them, or get a quote.",
        option.source,
    )


def _cheaper(instance: Instance, option: Option) -> _Flip:
    cost = instance.cost(option)
    return _Flip(
        "cost",
        option.component,
        f"“{option.words}” costs {pounds(cost)}, not {pounds(CHEAPER * cost)}",
        option.how_known,
        _with(instance, _times(option, CHEAPER)),
        "Ask two others who have run the like what it cost them, or whether somebody would give part of it in kind.",
        option.source,
    )


def _unknown(instance: Instance) -> Iterator[_Flip]:
    """Take what is unknown, one component at a time, as costing nothing; that is the most it could change."""
    for component in dict.fromkeys(one.component for one in instance.options if not instance.known(one)):
        ways = [one for one in instance.options if one.component == component]
        if any(instance.known(one) for one in ways):
            continue
        if not any((instance.worth.wishes.sizes * instance.worth.levels(one)).any() for one in ways):
            continue
        free = [
            replace(
                one,
                setup=NOTHING,
                yearly=NOTHING,
                pay_setup=NOTHING,
                pay_yearly=NOTHING,
                setup_days=NOTHING,
                yearly_days=NOTHING,
                lead_months=NOTHING,
            )
            for one in ways
        ]
        yield _Flip(
            "unknown",
            component,
            f"Nobody knows what “{ways[0].title}” costs or takes, so it is left out",
            "unknown",
            _with(instance, *free),
            "Ask somebody who runs the like what it takes: money, staff days, months to set up.",
        )


def _links(instance: Instance, choice: Choice) -> Iterator[_Flip]:
    links, wishes = instance.worth.links, instance.worth.wishes
    wanted = set(wishes.needs)
    titles = {one.component: one.title for one in choice.options}
    total = 0
    for component, title in titles.items():
        ours = [one for one in links.of(component) if one.whose == "ours" and one.need in wanted]
        total += len(ours)
        if ours:
            yield _Flip(
                "links",
                component,
                f"“{title}” helps as the kit reads it ({len(ours)} link{'s' if len(ours) > 1 else ''})",
                "inferred",
                replace(instance, worth=Worth(wishes, links.without("ours", component))),
                "Ask people who have used the like whether it helped with that; then say so under links.",
                "; ".join(one.evidence for one in ours),
            )
    if total:
        yield _Flip(
            "links",
            "",
            f"All {total} links in it that are only the kit’s reading are right",
            "inferred",
            replace(instance, worth=Worth(wishes, links.without("ours"))),
            "Go through the links with people who know such support, and confirm or change them.",
        )


def _tried(flip: _Flip, plan: Plan, choice: Choice, limits: Limits) -> dict[str, object] | None:
    """Return what would change; nothing if nothing would."""
    finder = finder_of(flip.instance)
    other = choice_of(plan.name, finder, limits)
    row = {
        "kind": flip.kind,
        "component": flip.component,
        "what": flip.what,
        "how_known": flip.how_known,
        "find_out": flip.find_out,
        "source": flip.source,
    }
    if other is None:
        gone = {"leaves": tuple(sorted(choice.ids)), "enters": (), "worth_change": -choice.worth}
        return row | gone | {"if_otherwise": "Then no plan keeps to all limits.", "cost_change": -choice.cost}
    leaves, enters = sorted(choice.ids - other.ids), sorted(other.ids - choice.ids)
    if not leaves and not enters:
        return None
    return row | {
        "if_otherwise": _said(flip, finder, choice, other, limits),
        "leaves": tuple(leaves),
        "enters": tuple(enters),
        "worth_change": other.worth - choice.worth,
        "cost_change": other.cost - choice.cost,
    }


def _said(flip: _Flip, finder: Finder, choice: Choice, other: Choice, limits: Limits) -> str:
    parts = []
    leaves = _words([one for one in choice.options if one.id not in other.ids])
    enters = _words([one for one in other.options if one.id not in choice.ids])
    if enters:
        parts.append(f"Then the plan would have {listed(enters, 5)}")
    if leaves:
        parts.append(f"{'and' if parts else 'Then the plan would'} do without {listed(leaves, 5)}")
    change = other.worth - choice.worth
    how = (
        "and answer as much"
        if abs(change) < _CLOSE
        else (f"and answer {points(change)} {'more' if change > 0 else 'less'}")
    )
    said = f"{' '.join(parts)}, {how}."
    if flip.kind == "unknown" and limits.budget is not None:
        room = _room(flip, finder, choice, limits)
        said += f" That holds as long as it costs no more than {pounds(room)}." if room > 0 else ""
    return said


def _room(flip: _Flip, finder: Finder, choice: Choice, limits: Limits) -> float:
    """Return the most that something unknown may cost before the plan as it is does as well."""
    beside = limits.but(require=(*limits.require, flip.component))
    least = finder.best(("cost",), beside, choice.worth + 1e-6)
    return (limits.budget or 0.0) - least.cost if least is not None else 0.0


def _words(options: Sequence[Option]) -> list[str]:
    return [f"“{one.words}”" for one in options]
