"""The ways through a journey: what leads where, what always comes before what, and circles."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from crpkit.errors import InputProblems, Problem, did_you_mean
from crpkit.journeys.models import Journey, Step

LONGEST = 1200
"""Months that a journey has at most."""
CIRCLE = "The way goes round in a circle: "
UNREACHED = "No step leads to "
"""How these problems begin; a page says them in its own words."""


@dataclass(frozen=True)
class Ways:
    """The ways through a journey.

    Attributes
    ----------
    order
        Ids of the steps, each after all that lead to it.
    leads_to
        Step → the steps it leads to.
    ends
        Steps at which a way can end.
    always_before, sometimes_before
        Step → the steps that come before it on every way, and on some way.
    on_every_way
        Steps that nobody can miss.
    """

    order: tuple[str, ...]
    leads_to: Mapping[str, tuple[str, ...]]
    ends: frozenset[str]
    always_before: Mapping[str, frozenset[str]]
    sometimes_before: Mapping[str, frozenset[str]]
    on_every_way: frozenset[str]


def next_steps(steps: Sequence[Step]) -> dict[str, tuple[str, ...]]:
    """Return where each step leads: what it says, else the next one in the file."""
    following = [step.id for step in steps[1:]]
    out = {}
    for number, step in enumerate(steps):
        said = tuple(branch.to for branch in step.leads_to)
        out[step.id] = said or (() if step.ends else tuple(following[number : number + 1]))
    return out


def faults(steps: Sequence[Step]) -> Iterator[tuple[int, str, Problem]]:
    """Find what is wrong with the ways: number of the step, its field, and the problem (without file and line)."""
    ids = [step.id for step in steps]
    for number, step in enumerate(steps):
        for field, names in (("leads_to", [branch.to for branch in step.leads_to]), ("after", step.after)):
            for name in names:
                if name not in ids:
                    remedy = did_you_mean(name, dict.fromkeys(ids)) or "Use the id of a step of this journey."
                    yield number, field, Problem(f"There is no step “{name}”", remedy)
        if _over(step) > LONGEST:
            remedy = f"Let it come less often, or sooner: a journey has at most {LONGEST} months."
            yield number, "repeats", Problem(f"“{step.title}” goes on until month {_over(step):,.0f}", remedy)
    leads = {id: tuple(to for to in nexts if to in ids) for id, nexts in next_steps(steps).items()}
    for circle in _circles(ids, leads):
        way = " → ".join((*circle, circle[0]))
        remedy = (
            "Lead on to a later step; for something that comes again write “repeats:” with times and every."
        )
        found = f"{CIRCLE}{way}"
        yield ids.index(circle[-1]), "leads_to", Problem(found, remedy)
    reached = _reached(ids[0], leads) if ids else set()
    for number, id in enumerate(ids):
        if id not in reached:
            remedy = "Name it under “leads_to” of a step before, or remove it."
            yield number, "id", Problem(f"{UNREACHED}“{id}”", remedy)


def _over(step: Step) -> float:
    """Return the month in which the last round of a step is over, as far as that is known."""
    rounds = step.repeats.times.value or 1 if step.repeats else 1
    every = step.repeats.every.value or 0 if step.repeats else 0
    return (step.month.value or 0) + (rounds - 1) * every + (step.months.value or 0)


def ways(journey: Journey) -> Ways:
    """Return the ways through a journey.

    Raises
    ------
    InputProblems
        If a step leads nowhere, or in a circle; journeys that were read from files have been checked for that.
    """
    wrong = [problem for _, _, problem in faults(journey.steps)]
    if wrong:
        raise InputProblems(wrong)
    leads = next_steps(journey.steps)
    order = _sorted(journey.steps[0].id, leads)
    before: dict[str, list[str]] = {id: [] for id in order}
    for id in order:
        for to in leads[id]:
            before[to].append(id)
    always: dict[str, frozenset[str]] = {}
    sometimes: dict[str, frozenset[str]] = {}
    for id in order:
        sets = [always[one] | {one} for one in before[id]]
        always[id] = frozenset.intersection(*sets) if sets else frozenset()
        sometimes[id] = frozenset().union(*(sometimes[one] | {one} for one in before[id]))
    ends = frozenset(step.id for step in journey.steps if step.ends or not leads[step.id])
    every = frozenset.intersection(*(always[id] | {id} for id in ends))
    return Ways(tuple(order), leads, ends, always, sometimes, every)


def _reached(first: str, leads: Mapping[str, Sequence[str]]) -> set[str]:
    seen, waiting = {first}, [first]
    while waiting:
        for to in leads[waiting.pop()]:
            if to not in seen:
                seen.add(to)
                waiting.append(to)
    return seen


def _sorted(first: str, leads: Mapping[str, Sequence[str]]) -> list[str]:
    """Sort so that each step comes after all that lead to it (without a circle, depth first and backwards)."""
    done: list[str] = []
    seen = {first}
    stack = [(first, iter(leads[first]))]
    while stack:
        id, rest = stack[-1]
        to = next(rest, None)
        if to is None:
            done.append(id)
            stack.pop()
        elif to not in seen:
            seen.add(to)
            stack.append((to, iter(leads[to])))
    return done[::-1]


def _circles(ids: Sequence[str], leads: Mapping[str, Sequence[str]]) -> Iterator[list[str]]:
    """Find circles, one for each step that leads back; from the step they come back to, onwards."""
    finished: set[str] = set()
    for first in ids:
        path: list[str] = []
        stack = [(first, iter(leads[first]))] if first not in finished else []
        path += [first] if stack else []
        while stack:
            id, rest = stack[-1]
            to = next(rest, None)
            if to is None:
                finished.add(id)
                stack.pop()
                path.pop()
            elif to in path:
                yield path[path.index(to) :]
            elif to not in finished:
                path.append(to)
                stack.append((to, iter(leads[to])))
