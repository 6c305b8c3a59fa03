"""Time: hours asked and hours they have, long silences, steps that need an earlier one."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

from crpkit.framework.models import HowKnown
from crpkit.journeys.facts import weakest
from crpkit.journeys.findings import Finding
from crpkit.journeys.models import Step
from crpkit.journeys.registry import rule
from crpkit.journeys.rulebook.phrasing import counted, number, quoted
from crpkit.journeys.timing import Span, spans
from crpkit.journeys.walk import Walk

SILENCE_MONTHS = 3.0
"""So long without anything is a long silence: the kit's own measure, not the report's."""
PREPARED_BY = {"match-events": "match-pre-work"}
"""The one component of which the report says that people have to be prepared before."""
_TIME = "report:part-4-considerations"


@rule("hours", "Hours asked, month by month, beside the hours they have")
def hours(walk: Walk) -> Iterator[Finding]:
    """Months in which any way through the journey asks for more hours than they have."""
    load, had = walk.route.load, walk.fact("hours_a_month")
    source = (walk.persona_source("hours_a_month"), f"journey:{walk.journey.id}/hours", _TIME)
    if had.value is None:
        asked = f" {counted(load.total, 'hour')} are asked for in all." if load.total else ""
        words = f"How many hours a month they have is not known.{asked}"
        yield walk.finding(words, severity="not-known", source=source, how_known=HowKnown.UNKNOWN)
    else:
        how = weakest((had.how_known, load.how_known))
        over = [month for month, asked in load.most.items() if asked > had.value + 1e-9]
        if over:
            worst = max(over, key=lambda month: load.most[month])
            step = max(load.running[worst], key=lambda id: walk.route.steps[id].hours.value or 0)
            words = (
                f"In {counted(len(over), 'month')} more hours are asked for than they have. Month {worst + 1} is the "
                f"fullest: {counted(load.most[worst], 'hour')} asked, {number(had.value)} had."
            )
            spread = set(load.running[worst]) & set(
                load.no_length
            )  # over more months it may be few enough in each
            yield walk.finding(words, step, "question" if spread else "hold-up", source, how_known=how)
        if load.unplaced and load.unplaced > had.value:
            words = (
                f"{quoted(walk, load.no_month)}: {counted(load.unplaced, 'hour')} in all, nobody knows when. In a "
                f"single month they have {number(had.value)}."
            )
            yield walk.finding(words, load.no_month[0], "question", source, how_known=how)
    if load.unknown:
        words = f"How many hours these ask for is not known: {quoted(walk, load.unknown)}."
        yield walk.finding(words, load.unknown[0], "not-known", source[1:], how_known=HowKnown.UNKNOWN)
    if load.no_month:
        words = f"In which months the hours of these fall is not known: {quoted(walk, load.no_month)}."
        yield walk.finding(words, load.no_month[0], "not-known", source[1:2], how_known=HowKnown.UNKNOWN)
    if load.no_length:
        words = f"How long these last is not known: {quoted(walk, load.no_length)}. All their hours are counted in the "
        words += "month in which they begin."
        yield walk.finding(words, load.no_length[0], "not-known", source[1:2], how_known=HowKnown.UNKNOWN)


@rule("long-silences", f"More than {SILENCE_MONTHS:g} months in which nothing happens", journey_only=True)
def long_silences(walk: Walk) -> Iterator[Finding]:
    """Stretches from one step to the next in which no step goes on that everybody takes."""
    route = walk.route
    shared = [span for id in route.ways.on_every_way for span in spans(route.steps[id])]
    untimed: dict[str, None] = {}
    for step in walk.steps:
        if step.repeats and (step.repeats.times.value or 2) > 1 and _end(step) is None:
            untimed[step.id] = None
        for gap in _inside(step):
            yield from _silence(walk, gap, step, step, shared)
        for to in route.ways.leads_to[step.id]:
            later = route.steps[to]
            begins, ends = later.month.value, _end(step)
            if begins is None or ends is None:
                untimed |= dict.fromkeys(one.id for one in (step, later) if _end(one) is None)
            elif begins > ends:
                yield from _silence(walk, Span(ends, begins), step, later, shared)
    if untimed:
        words = "Whether there are long silences is not known. Nobody has said when these take place, and how often: "
        words += f"{quoted(walk, untimed)}."
        yield walk.finding(
            words, next(iter(untimed)), "not-known", "kit:long-silences", how_known=HowKnown.UNKNOWN
        )


def _silence(walk: Walk, gap: Span, step: Step, later: Step, shared: Sequence[Span]) -> Iterator[Finding]:
    longest = max(_left(gap, shared), key=lambda one: one.ends - one.begins, default=None)
    if longest is None or longest.ends - longest.begins <= SILENCE_MONTHS:
        return
    length = counted(longest.ends - longest.begins, "month")
    where = f"before “{later.title}”" if later is not step else f"from one “{step.title}” to the next"
    rounds = [step.repeats.times.how_known, step.repeats.every.how_known] if step.repeats else []
    how = weakest((step.month.how_known, step.months.how_known, later.month.how_known, *rounds))
    if how is HowKnown.UNKNOWN:  # how long the step lasts is not known: it is counted as a day
        how = weakest((step.month.how_known, later.month.how_known, *rounds))
        length = f"up to {length}"
    sources = ("kit:long-silences", walk.step_source(later, "month"))
    yield walk.finding(f"Nothing happens for {length} {where}.", later, "hold-up", sources, how_known=how)


def _inside(step: Step) -> list[Span]:
    rounds = spans(step)
    return [Span(one.ends, two.begins) for one, two in pairwise(rounds) if two.begins > one.ends]


def _left(gap: Span, covered: Sequence[Span]) -> list[Span]:
    """Cut what is covered out of a stretch."""
    left = [gap]
    for one in covered:
        left = [
            piece
            for whole in left
            for piece in (
                Span(whole.begins, min(whole.ends, one.begins)),
                Span(max(whole.begins, one.ends), whole.ends),
            )
            if piece.ends > piece.begins
        ]
    return left


def _end(step: Step) -> float | None:
    """Return when the last round of a step is over; nothing if that is not known."""
    if not step.month.known or (step.repeats and not (step.repeats.times.known and step.repeats.every.known)):
        return None
    return spans(step)[-1].ends


@rule("earlier-steps", "Steps that need an earlier one", journey_only=True)
def earlier_steps(walk: Walk) -> Iterator[Finding]:
    """What has to come before: whether it is there, on every way, and over in time."""
    for step in walk.steps:
        for id in step.after:
            yield from _comes_before(walk, step, walk.route.steps[id])
        needed = PREPARED_BY.get(step.component or "")
        if needed in walk.framework.components.ids and not any(
            one.component == needed for one in walk.steps if one.id in walk.route.ways.always_before[step.id]
        ):
            words = f"“{step.title}”: the report wants people prepared before. Not every way here has a step for it."
            sources = ("report:part-2-matchmaking", walk.step_source(step, "component"))
            yield walk.finding(words, step, "question", sources, how_known=walk.component_how_known(step))


def _comes_before(walk: Walk, step: Step, earlier: Step) -> Iterator[Finding]:
    source = walk.step_source(step, "after")
    if earlier.id not in walk.route.ways.sometimes_before[step.id]:
        words = f"“{step.title}” needs “{earlier.title}” first, which does not come before it."
        yield walk.finding(words, step, "blocker", source, how_known=HowKnown.CONFIRMED)
    elif earlier.id not in walk.route.ways.always_before[step.id]:
        words = f"“{step.title}” needs “{earlier.title}” first; on some ways people come here without it."
        yield walk.finding(words, step, "hold-up", source, how_known=HowKnown.CONFIRMED)
    elif earlier.month.value is None or step.month.value is None:
        words = f"Whether “{earlier.title}” is over in time for “{step.title}” is not known."
        yield walk.finding(words, step, "not-known", source, how_known=HowKnown.UNKNOWN)
    elif not earlier.months.known and earlier.month.value <= step.month.value:
        words = f"Whether “{earlier.title}” is over in time for “{step.title}” is not known: nobody has said how long "
        words += "it lasts."
        yield walk.finding(words, step, "not-known", source, how_known=HowKnown.UNKNOWN)
    elif spans(earlier)[0].ends > step.month.value:
        month = number(step.month.value + 1)
        words = f"“{step.title}” begins in month {month}, before “{earlier.title}” is over."
        lasts = [earlier.months.how_known] if earlier.months.known else []
        how = weakest((earlier.month.how_known, step.month.how_known, *lasts))
        yield walk.finding(words, step, "hold-up", source, how_known=how)
