"""The report's barriers: which of them stand in the way of this person on this journey."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import NamedTuple

from crpkit.framework.models import Barrier, HowKnown
from crpkit.journeys.clauses import Verdict
from crpkit.journeys.facts import weakest
from crpkit.journeys.findings import Finding
from crpkit.journeys.models import Step
from crpkit.journeys.registry import rule
from crpkit.journeys.rulebook.phrasing import joined
from crpkit.journeys.timing import dearest_year, totals
from crpkit.journeys.walk import Walk
from crpkit.tables.plain import hard_words


class Seen(NamedTuple):
    """Whether a barrier stands in the way, how that is known, by what it shows, and the step at which it does."""

    there: Verdict
    how_known: HowKnown = HowKnown.UNKNOWN
    why: str = ""
    step: Step | str | None = None
    source: str = ""


_NOT_KNOWN = Seen("unknown")


@rule("barriers", "Barriers that the report names, where they stand in the way")
def barriers(walk: Walk) -> Iterator[Finding]:
    """Barriers of the persona's family; where the report names no family, those that the journey shows."""
    open_: list[Barrier] = []
    for barrier in walk.framework.barriers:
        if barrier.families and walk.family not in barrier.families:
            continue
        look = _LOOK.get(barrier.id)
        seen = look(walk) if look is not None else _NOT_KNOWN
        if seen.there == "yes":
            sources = (*barrier.evidence, f"framework:barriers/{barrier.id}", seen.source)
            words = f"{barrier.title}, one of the report’s barriers: {seen.why}"
            yield walk.finding(words, seen.step, "hold-up", sources, how_known=seen.how_known)
        elif seen.there == "unknown" and barrier.families:
            open_.append(barrier)
    if open_:
        named = joined([f"“{barrier.title}”" for barrier in open_])
        words = "The report names these barriers for people like them. Whether they stand in the way on this journey "
        words += f"is not known: {named}."
        sources = tuple(dict.fromkeys(part for barrier in open_ for part in barrier.evidence))
        yield walk.finding(words, severity="not-known", source=sources, how_known=HowKnown.UNKNOWN)


def _time(walk: Walk) -> Seen:
    load, had = walk.route.load, walk.fact("hours_a_month")
    if had.value is None:
        return _NOT_KNOWN
    how, source = weakest((had.how_known, load.how_known)), walk.persona_source("hours_a_month")
    if any(asked > had.value + 1e-9 for asked in load.most.values()) or (had.value == 0 and load.total > 0):
        return Seen("yes", how, "more hours are asked for than they have.", source=source)
    if load.unknown or load.no_month or load.no_length:
        return _NOT_KNOWN
    return Seen("no", how)


def _costs(walk: Walk) -> Seen:
    """Stands in the way if there is something to pay that they do not have, or time that nobody pays for."""
    total, unknown, how = totals(walk.journey, walk.route.ways, "cost")
    money = walk.fact("money")
    year, placed = dearest_year(walk.journey, walk.route.ways)
    short = money.value is not None and money.value < year
    if short and placed:
        why = "they would pay more than they can spend."
        return Seen("yes", weakest((how, money.how_known)), why, source=walk.persona_source("money"))
    for step in walk.steps:
        if step.payment.value == 0 and step.hours.value:
            known = weakest((step.payment.how_known, step.hours.how_known))
            why = "nobody pays for their time here."
            return Seen("yes", known, why, step, walk.step_source(step, "payment"))
    untold = unknown or short or any(not step.payment.known and step.hours.value != 0 for step in walk.steps)
    return _NOT_KNOWN if untold or (total and money.value is None) else Seen("no", how)


def _found(walk: Walk) -> Seen:
    found = walk.journey.found_through
    return Seen("no", found.how_known) if found.known else _NOT_KNOWN


def _language(walk: Walk) -> Seen:
    for step in walk.steps:
        if step.told.value is not None and hard_words(step.told.value):
            why = "some words they are told shut people out."
            return Seen("yes", step.told.how_known, why, step, walk.step_source(step, "told"))
    return _NOT_KNOWN if any(not step.told.known for step in walk.steps) else Seen("no", HowKnown.ASSUMED)


def _little_on_offer(walk: Walk) -> Seen:
    used = [(step, component) for step in walk.steps if (component := walk.component(step)) is not None]
    for step, component in used:
        if component.availability == "not available":
            why = f"“{component.title}” cannot be had here."
            how = weakest((HowKnown.CONFIRMED, walk.component_how_known(step)))
            return Seen("yes", how, why, step, f"framework:components/{component.id}")
    if used and all(component.availability == "available" for _, component in used):
        return Seen("no", HowKnown.CONFIRMED)
    return _NOT_KNOWN


def _experience(walk: Walk) -> Seen:
    """Stands in the way of newcomers where a step is only for people who have done this before."""
    if walk.experience is None:
        return _NOT_KNOWN
    if walk.experience != "new":
        return Seen("no", HowKnown.REPORTED)
    unsure = any(walk.unsaid(step) for step in walk.steps)
    for step, asked, found in walk.judged:
        if asked.id in ("over-two-years", "experienced"):
            if found.verdict == "no":
                why = "this step is for people who have done this before."
                return Seen("yes", weakest((found.how_known, asked.how_known)), why, step, asked.source[0])
            unsure = unsure or found.verdict == "unknown"
        elif asked.id in ("open-to-newcomers", "starting-out") and asked.force == "disputed":
            unsure = True  # whether newcomers may come at all, the report itself leaves open
    return _NOT_KNOWN if unsure else Seen("no", HowKnown.REPORTED)


def _mentoring_fee(walk: Walk) -> Seen:
    for step, asked, found in walk.judged:
        if asked.id == "pays-for-a-place" and found.verdict == "no":
            why = "they cannot pay what a place costs."
            how = weakest((found.how_known, asked.how_known))
            return Seen("yes", how, why, step, walk.step_source(step, "cost"))
    return _NOT_KNOWN


# Whom a certificate would put off the report does not say: the rule on accreditation asks, so nothing stands here.
_LOOK: Mapping[str, Callable[[Walk], Seen]] = {
    "no-time": _time,
    "costs": _costs,
    "not-knowing-what-there-is": _found,
    "language": _language,
    "little-for-communities": _little_on_offer,
    "few-schemes-on-partnerships": _little_on_offer,
    "only-for-the-experienced": _experience,
    "paying-for-mentoring": _mentoring_fee,
}
