"""When the steps of a journey take place, and what they ask for month by month."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from crpkit.framework.models import HowKnown
from crpkit.journeys.facts import Detail, weakest
from crpkit.journeys.models import Journey, Step
from crpkit.journeys.ways import Ways


@dataclass(frozen=True)
class Span:
    """A stretch of time: from and to, in months from the start."""

    begins: float
    ends: float


@dataclass(frozen=True)
class Load:
    """Hours that a journey asks for.

    Where it has several ways, the most and the least that any of them asks for.

    Attributes
    ----------
    most, least
        Month (from 0) → hours.
    unplaced
        Hours, at most, of which nobody knows when.
    total
        Hours in all, at most. Steps of which nobody knows the hours are not in it: see ``unknown``.
    unknown
        Ids of steps of which nobody knows the hours, or how often they come.
    no_month
        Ids of steps with known hours of which nobody knows when.
    no_length
        Ids of steps with known hours of which nobody knows how long they last: the hours count in their first month.
    running
        Month → ids of the steps that go on in it.
    how_known
        Of hours, months and repeats together.
    """

    most: Mapping[int, float]
    least: Mapping[int, float]
    unplaced: float
    total: float
    unknown: tuple[str, ...]
    no_month: tuple[str, ...]
    no_length: tuple[str, ...]
    running: Mapping[int, tuple[str, ...]]
    how_known: HowKnown


def times(step: Step) -> int:
    """Return how often a step is known to come: at least once."""
    return (step.repeats.times.value or 1) if step.repeats else 1


def spans(step: Step) -> tuple[Span, ...]:
    """Return when a step goes on, as far as that is known; a step without a month has none."""
    begins = step.month.value
    if begins is None:
        return ()
    length = step.months.value or 0
    every = step.repeats.every.value if step.repeats else None
    rounds = times(step) if every is not None else 1
    return tuple(Span(begins + n * (every or 0), begins + n * (every or 0) + length) for n in range(rounds))


def hours_of(step: Step) -> tuple[dict[int, float], float]:
    """Return the hours of a step by month, and those of which nobody knows when."""
    asked = step.hours.value
    if asked is None:
        return {}, 0
    found: dict[int, float] = {}
    placed = spans(step)
    for span in placed:
        for month in months_of(span):
            found[month] = found.get(month, 0) + asked / len(months_of(span))
    return found, asked * (times(step) - len(placed))


def months_of(span: Span) -> range:
    """Return the months that a span touches; one that takes place on a day touches one."""
    first = math.floor(span.begins)
    return range(first, max(first + 1, math.ceil(span.ends)))


def load(journey: Journey, ways: Ways) -> Load:
    """Add up what a journey asks for, over all its ways."""
    steps = {step.id: step for step in journey.steps}
    own = {id: hours_of(step) for id, step in steps.items()}
    last = max((month for found, _ in own.values() for month in found), default=-1)
    timed = [step for step in journey.steps if step.hours.known]
    running: dict[int, list[str]] = {}
    for step in journey.steps:
        touched = {month for span in spans(step) for month in months_of(span)}
        for month in touched:
            running.setdefault(month, []).append(step.id)
    everything = {id: [found.get(month, 0.0) for month in range(last + 1)] for id, (found, _) in own.items()}
    for id, row in everything.items():
        row += [own[id][1], (steps[id].hours.value or 0) * times(steps[id])]
    most, least = _along(ways, everything), _along(ways, everything, least=True)
    return Load(
        most=dict(enumerate(most[: last + 1])),
        least=dict(enumerate(least[: last + 1])),
        unplaced=most[-2],
        total=most[-1],
        unknown=tuple(step.id for step in journey.steps if _unsure(step, step.hours.value)),
        no_month=tuple(step.id for step in timed if own[step.id][1] > 0),
        no_length=tuple(
            step.id for step in timed if step.hours.value and step.month.known and not step.months.known
        ),
        running={month: tuple(ids) for month, ids in sorted(running.items())},
        how_known=weakest(how for step in timed for how in _ways_of_knowing(step)),
    )


def totals(journey: Journey, ways: Ways, field: str) -> tuple[float, tuple[str, ...], HowKnown]:
    """Add up pounds over the dearest way: the sum, the steps where it is not known, and how the rest is known."""
    found = {step.id: getattr(step, field) for step in journey.steps}
    amounts = {step.id: (found[step.id].value or 0.0) * times(step) for step in journey.steps}
    unknown = tuple(step.id for step in journey.steps if _unsure(step, found[step.id].value))
    known = weakest(detail.how_known for detail in found.values() if detail.known)
    return heaviest(ways, amounts), unknown, known


def heaviest(ways: Ways, amounts: Mapping[str, float]) -> float:
    """Add up amounts of steps over the way that has most of them."""
    return _along(ways, {id: [amounts.get(id, 0.0)] for id in ways.order})[0]


def dearest_year(journey: Journey, ways: Ways) -> tuple[float, bool]:
    """Return the pounds of the dearest year on the dearest way, and whether all that costs has a month.

    If something has none, nobody knows in which year it falls: then it is the pounds of all years together.
    """
    years: dict[int, dict[str, float]] = {}
    for step in journey.steps:
        placed = spans(step)
        if step.cost.value and len(placed) < times(step):
            return totals(journey, ways, "cost")[0], False
        for span in placed if step.cost.value else ():
            year = years.setdefault(math.floor(span.begins / 12), {})
            year[step.id] = year.get(step.id, 0) + (step.cost.value or 0)
    return max((heaviest(ways, amounts) for amounts in years.values()), default=0.0), True


def _ways_of_knowing(step: Step) -> Iterator[HowKnown]:
    details: list[Detail[Any]] = [step.hours, step.month, step.months]
    details += [step.repeats.times, step.repeats.every] if step.repeats else []
    return (detail.how_known for detail in details if detail.known)


def _unsure(step: Step, value: float | None) -> bool:
    """Tell whether a sum over all rounds is not known: the value is not, or how often there is something to add."""
    return value is None or (value > 0 and _open(step))


def _open(step: Step) -> bool:
    return step.repeats is not None and not step.repeats.times.known


def _along(ways: Ways, rows: Mapping[str, Sequence[float]], least: bool = False) -> list[float]:
    """Add up along the ways, backwards; where they part, the most or the least of each column."""
    pick = min if least else max
    after: dict[str, list[float]] = {}
    for id in reversed(ways.order):
        options = [after[to] for to in ways.leads_to[id]]
        if id in ways.ends and ways.leads_to[id]:
            options.append([0.0] * len(rows[id]))
        best = [pick(column) for column in zip(*options, strict=True)] if options else [0.0] * len(rows[id])
        after[id] = [mine + more for mine, more in zip(rows[id], best, strict=True)]
    return after[ways.order[0]]
