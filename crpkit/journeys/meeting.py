"""Which needs a journey answers: through the framework's links, and what its steps say they answer themselves.

A strong link meets a need, another one partly; several partial ones together still meet it partly. Of a step that names
an intervention but none of its components, it is not known whether it meets what one of these components would. A step
that stops them helps nobody; where it is open whether a condition holds, the words say so. Whether time is paid for,
the steps tell themselves.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import TYPE_CHECKING, Literal

from crpkit.framework import Framework
from crpkit.framework.models import Component, HowKnown, Link, Need
from crpkit.journeys.facts import weakest
from crpkit.journeys.findings import Met, MetNeed
from crpkit.journeys.models import Journey, Step

if TYPE_CHECKING:
    from crpkit.journeys.walk import Walk


@dataclass(frozen=True)
class Offer:
    """A step that answers a need.

    Attributes
    ----------
    step
        The step.
    strength
        ``strong``, ``some``, or ``perhaps`` for a step that does not say which component it uses.
    how_known
        Of the link, and of which component it is. That the step is there at all is the journey's design, no assumption.
    inferred
        Whether the link is inferred by us.
    component
        Id of the component whose link it is; ``None`` if the step says so itself.
    """

    step: str
    strength: Literal["strong", "some", "perhaps"]
    how_known: HowKnown
    inferred: bool
    component: str | None


Offers = Mapping[str, tuple[Offer, ...]]
PAID_TIME = "paid-time-to-take-part"


@lru_cache(maxsize=8)
def _links(framework: Framework) -> Mapping[str, tuple[Link, ...]]:
    found: dict[str, list[Link]] = {}
    for link in framework.links:
        found.setdefault(link.component, []).append(link)
    return {component: tuple(links) for component, links in found.items()}


@lru_cache(maxsize=64)
def needs_of(framework: Framework, group: str) -> tuple[tuple[Need, HowKnown, str], ...]:
    """Return the needs that a group voiced, how that is known, and where they were voiced."""
    found = []
    for need in framework.needs:
        voices = [voice for voice in need.voiced_by if voice.group == group]
        if voices:
            best = min(voices, key=lambda voice: voice.how_known is not HowKnown.REPORTED)
            parts = dict.fromkeys(f"report:{voice.source}" for voice in voices)
            found.append((need, weakest((best.how_known, need.how_known)), " ".join(parts)))
    return tuple(found)


def offers(
    journey: Journey, framework: Framework, component_of: Callable[[Step], Component | None]
) -> Offers:
    """Return which steps of a journey answer which needs."""
    links, found = _links(framework), dict[str, list[Offer]]()
    for step in journey.steps:
        component = component_of(step)
        for answer in step.answers:
            inferred = answer.how_known is HowKnown.INFERRED
            offer = Offer(step.id, answer.strength, answer.how_known, inferred, None)
            found.setdefault(answer.need, []).append(offer)
        if component is not None:
            for link in links.get(component.id, ()):
                if not link.helps_others:  # whoever takes part in it gains nothing from that link
                    found.setdefault(link.need, []).append(_offer(step, link, link.strength))
        elif step.intervention is not None:
            for one in framework.components:
                if one.intervention == step.intervention:
                    for link in links.get(one.id, ()):
                        found.setdefault(link.need, []).append(_offer(step, link, "perhaps"))
    return {need: tuple(all_offers) for need, all_offers in found.items()}


def _offer(step: Step, link: Link, strength: Literal["strong", "some", "perhaps"]) -> Offer:
    how = weakest((link.how_known, step.component_how_known or HowKnown.REPORTED))
    return Offer(step.id, strength, how, link.how_known is HowKnown.INFERRED, link.component)


def met_needs(walk: Walk) -> tuple[MetNeed, ...]:
    """Return each need of the persona's group, and whether the journey answers it."""
    closed = _closed(walk)
    open_ = {
        step.id
        for step, asked, found in walk.judged
        if asked.force in ("firm", "disputed") and found.verdict != "yes"
    }
    found = []
    for need, voiced, source in needs_of(walk.framework, walk.persona.group):
        met = _met(walk, need, voiced, source, closed, open_)
        found.append(_paid(walk, met, voiced, closed) if need.id == PAID_TIME else met)
    return tuple(found)


def _closed(walk: Walk) -> set[str]:
    """Return the steps that stop them: a firm condition, nothing on offer, or online only for who has no internet."""
    gone = {
        step.id
        for step in walk.steps
        if (component := walk.component(step)) is not None and component.availability == "not available"
    }
    cut_off = set[str]()
    if walk.fact("digital_access").value == "none":
        cut_off = {step.id for step in walk.steps if walk.mode(step).value == frozenset({"online"})}
    return set(walk.blocked) | gone | cut_off


_MEETS: Mapping[str, Met] = {"strong": "yes", "some": "partly", "perhaps": "unknown"}


def _met(
    walk: Walk, need: Need, voiced: HowKnown, source: str, closed: set[str], unsettled: set[str]
) -> MetNeed:
    """What the links say; that none says anything is as sure as our reading of the report."""
    everything = walk.route.offers.get(need.id, ())
    open_ = [offer for offer in everything if offer.step not in closed]
    order = ("strong", "some", "perhaps")
    best = min(open_, key=lambda offer: order.index(offer.strength), default=None)
    if best is None:
        why = "The only steps that would help are closed to them." if everything else "No step answers it."
        where, how = f"{source} journey:{walk.journey.id}", weakest((voiced, HowKnown.INFERRED))
        return MetNeed(need.id, need.title, "no", None, (), how, 0, 0, where, why)
    like = [offer for offer in open_ if offer.strength == best.strength]
    best = min(like, key=lambda one: (one.step in unsettled, walk.route.place[one.step], one.inferred))
    met = _MEETS[best.strength]
    if best.strength == "strong" and best.step not in walk.route.ways.on_every_way:
        met = "partly"  # only for those who go that way
    counted = [offer for offer in open_ if offer.strength != "perhaps"] or like
    steps = tuple(dict.fromkeys(offer.step for offer in counted))
    linked = [offer for offer in counted if offer.component is not None]
    sources = (
        source,
        *(f"framework:components/{id}" for id in dict.fromkeys(one.component for one in linked)),
    )
    how = min((offer.how_known for offer in like if offer.step == best.step), key=_sureness)
    return MetNeed(
        need.id,
        need.title,
        met,
        best.step,
        steps,
        HowKnown.UNKNOWN if met == "unknown" else weakest((how, voiced)),
        len(counted),
        sum(offer.inferred for offer in counted),
        " ".join(sources),
        _why(walk, met, best, len(steps), best.step in unsettled),
    )


def _sureness(how: HowKnown) -> int:
    return [
        HowKnown.REPORTED,
        HowKnown.CONFIRMED,
        HowKnown.INFERRED,
        HowKnown.ASSUMED,
        HowKnown.UNKNOWN,
    ].index(how)


def _paid(walk: Walk, by_links: MetNeed, voiced: HowKnown, closed: set[str]) -> MetNeed:
    """Paid time: what the steps pay, where that says more than the links do; a blank is never read as unpaid."""
    asking = [step for step in walk.steps if step.id not in closed and step.hours.value != 0]
    paying = [step for step in asking if step.payment.value]
    untold = [step for step in asking if not step.payment.known]
    met: Met = "yes" if paying and paying == asking else "partly" if paying else "unknown" if untold else "no"
    if _BEST_FIRST.index(met) >= _BEST_FIRST.index(by_links.met):
        return by_links
    shown = paying or untold
    how = weakest((voiced, *(step.payment.how_known for step in shown)))
    why = {
        "yes": "Their time is paid for at every step that takes any.",
        "partly": "Their time is paid for at some steps.",
    }.get(met, "Whether their time is paid for is not known.")
    voices = " ".join(part for part in by_links.source.split() if part.startswith("report:"))
    return replace(
        by_links,
        met=met,
        step=shown[0].id,
        steps=tuple(step.id for step in shown),
        how_known=how,
        links=0,
        inferred=0,
        source=f"{voices} {walk.step_source(shown[0], 'payment')}",
        why=why,
    )


_BEST_FIRST: tuple[Met, ...] = ("yes", "partly", "unknown", "no")


def _why(walk: Walk, met: Met, best: Offer, steps: int, unsettled: bool) -> str:
    title = walk.route.steps[best.step].title
    if met == "unknown":
        return (
            f"“{title}” may answer it: that depends on what happens there, and nobody has written that down."
        )
    if best.strength == "strong" and met == "partly":
        more = " Whether they can take part there is not settled." if unsettled else ""
        return f"“{title}” answers it, but only for those who go that way.{more}"
    whether = " Whether they can take part there is not settled." if unsettled else ""
    more = (
        f" {steps - 1} other steps add to it."
        if steps > 2
        else " Another step adds to it."
        if steps == 2
        else ""
    )
    return f"“{title}” answers it{'' if met == 'yes' else ' to some extent'}.{whether}{more}"
