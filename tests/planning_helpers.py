"""Small made-up instances of planning, and a way of trying everything that shares no code with the kit's own."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from hypothesis import strategies as st

from crpkit.planning import Option, Range
from crpkit.planning.instance import Instance, Limits
from crpkit.planning.linking import Link, Links
from crpkit.planning.worth import Wishes, Worth

LEVEL = {"some": 0.5, "strong": 1.0}


def option(
    component: str,
    way: str = "build",
    cost: float | None = 0.0,
    yearly: float = 0.0,
    days: float | None = 0.0,
    lead: float | None = 0.0,
    after: Sequence[str] = (),
    after_any: Sequence[Sequence[str]] = (),
    **more: object,
) -> Option:
    """Return an option; ``None`` for a figure means that nobody knows it."""
    fields: dict[str, object] = {
        "id": f"{component}/{way}",
        "component": component,
        "title": component.upper(),
        "intervention": "hub",
        "way": way,
        "possible": True,
        "why": "",
        "if_confirmed": False,
        "setup": known(cost),
        "yearly": known(yearly),
        "setup_days": known(days),
        "yearly_days": known(0.0),
        "lead_months": known(lead),
        "capacity": Range(),
        "after": tuple(after),
        "after_any": tuple(map(tuple, after_any)),
        "how_known": "assumed",
        "source": "",
        "allowed": None,
        "reason": "",
    }
    return Option(**(fields | more))  # type: ignore[arg-type]


def known(number: float | None) -> Range:
    return Range() if number is None else Range.exactly(number)


def worth_of(sizes: Mapping[str, Mapping[str, float]], links: Mapping[tuple[str, str], str]) -> Worth:
    """Return what options are worth: group → need → size, and component and need → strength."""
    groups = tuple(sizes)
    needs = tuple(dict.fromkeys(need for row in sizes.values() for need in row))
    table = np.array([[sizes[group].get(need, 0.0) for need in needs] for group in groups])
    table = table / table.sum(axis=1, keepdims=True)
    weights = np.full(len(groups), 1 / len(groups))
    wishes = Wishes(groups, groups, needs, table, weights, table, "share", ())
    return Worth(wishes, Links(tuple(Link(*pair, strength, "ours", "") for pair, strength in links.items())))


@dataclass(frozen=True)
class Reckoned:
    """A set of options, reckoned by hand."""

    ids: frozenset[str]
    cost: float
    worth: float
    least: float


def all_that_fit(instance: Instance, limits: Limits) -> Iterator[Reckoned]:
    """Try every combination; written out once more, without the kit's arrays."""
    by_component: dict[str, list[Option | None]] = {}
    for one in instance.options:
        by_component.setdefault(one.component, [None]).append(one)
    for picked in itertools.product(*by_component.values()):
        chosen = [one for one in picked if one is not None]
        reckoned = _reckon(instance, chosen)
        if _fits(instance, limits, chosen, reckoned):
            yield reckoned


def _reckon(instance: Instance, chosen: Sequence[Option]) -> Reckoned:
    wishes = instance.worth.wishes
    shares = []
    for at, group in enumerate(wishes.groups):
        share = 0.0
        for number, need in enumerate(wishes.needs):
            level = max((_level(instance, one, group, need) for one in chosen), default=0.0)
            share += wishes.sizes[at, number] * level
        shares.append(share)
    cost = sum(_money(one, instance.months) for one in chosen)
    mean = sum(share * weight for share, weight in zip(shares, wishes.weights, strict=True))
    return Reckoned(frozenset(one.id for one in chosen), cost, mean, min(shares))


def _level(instance: Instance, one: Option, group: str, need: str) -> float:
    links = [
        link for link in instance.worth.links.all if (link.component, link.need) == (one.component, need)
    ]
    level = max((LEVEL.get(link.strength, 0.0) for link in links), default=0.0)
    if one.groups and group not in one.groups:
        return 0.0
    return level if one.full else min(level, 0.5)


def _money(one: Option, months: int) -> float:
    setup, yearly, lead = one.setup.high, one.yearly.high, one.lead_months.low
    assert setup is not None and yearly is not None and lead is not None
    return setup + yearly * max(0.0, months - lead) / 12


def _fits(instance: Instance, limits: Limits, chosen: Sequence[Option], reckoned: Reckoned) -> bool:
    there = {one.component for one in chosen}
    days = sum(one.setup_days.high or 0.0 for one in chosen)
    leads = [one.lead_months.high or 0.0 for one in chosen]
    floors_hold = all(
        _share(instance, chosen, group) >= floor - 1e-9 for group, floor in limits.floors.items()
    )
    return (
        (limits.budget is None or reckoned.cost <= limits.budget + 1e-6)
        and (limits.staff_days is None or days <= limits.staff_days + 1e-6)
        and (limits.months is None or all(lead <= limits.months - 1 for lead in leads))
        and floors_hold
        and all(name in there | reckoned.ids for name in limits.require)
        and not (there | reckoned.ids) & set(limits.exclude)
        and all(set(one.after) <= there for one in chosen)
        and all(set(among) & there for one in chosen for among in one.after_any)
    )


def _share(instance: Instance, chosen: Sequence[Option], group: str) -> float:
    wishes = instance.worth.wishes
    at = wishes.groups.index(group)
    return sum(
        wishes.sizes[at, number] * max((_level(instance, one, group, need) for one in chosen), default=0.0)
        for number, need in enumerate(wishes.needs)
    )


# -- random ones

GROUPS, NEEDS, COMPONENTS = ("a", "b"), ("n0", "n1", "n2", "n3"), ("c0", "c1", "c2", "c3", "c4")


@st.composite
def instances(draw: st.DrawFn) -> Instance:
    """Small instances: up to five components in one or two ways, two groups, four needs."""
    size = st.integers(0, 5)
    sizes = {group: {need: float(draw(size)) for need in NEEDS} for group in GROUPS}
    for row in sizes.values():
        row["n0"] += 1.0
    links = {
        (component, need): strength
        for component in COMPONENTS
        for need in NEEDS
        if (strength := draw(st.sampled_from(["", "", "some", "strong"])))
    }
    options = [one for number in range(draw(st.integers(1, 5))) for one in draw(_ways_of(number))]
    return Instance(tuple(options), worth_of(sizes, links), 12)


@st.composite
def _ways_of(draw: st.DrawFn, number: int) -> list[Option]:
    earlier = COMPONENTS[:number]
    return [
        option(
            COMPONENTS[number],
            way,
            cost=draw(st.integers(0, 20)) * 50.0,
            yearly=draw(st.integers(0, 4)) * 60.0,
            days=float(draw(st.integers(0, 6))),
            lead=float(draw(st.integers(0, 14))),
            after=draw(st.sets(st.sampled_from(earlier), max_size=1)) if earlier else (),
            after_any=[sorted(draw(st.sets(st.sampled_from(earlier), min_size=1)))]
            if earlier and draw(st.booleans())
            else (),
            full=draw(st.booleans()),
            groups=draw(st.sampled_from([(), ("a",), ("b",)])),
            if_confirmed=draw(st.booleans()),
        )
        for way in draw(st.sampled_from([("build",), ("keep",), ("build", "national")]))
    ]


@st.composite
def limits(draw: st.DrawFn) -> Limits:
    """Limits, often so tight that nothing fits."""
    maybe = st.sampled_from([None, 0, 1, 3, 6, 10])
    budget, days = draw(maybe), draw(maybe)
    names = st.sets(st.sampled_from(COMPONENTS), max_size=1)
    require = draw(names)
    return Limits(
        None if budget is None else budget * 200.0,
        None if days is None else float(days),
        draw(st.sampled_from([None, 6, 12])),
        {group: draw(st.sampled_from([0.0, 0.0, 0.25, 0.5])) for group in GROUPS},
        tuple(require),
        tuple(draw(names) - require),
    )
