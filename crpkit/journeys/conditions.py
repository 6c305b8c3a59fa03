"""Conditions before a step: what the component asks for, what the journey adds, and whether they hold.

The report's conditions are told apart by their ids. Where nothing in the persona, the journey or the framework can
tell, the answer is *not known*.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

from crpkit.framework.models import Component, Condition, HowKnown
from crpkit.journeys.clauses import Clause, Judgement, Verdict
from crpkit.journeys.facts import weakest
from crpkit.journeys.models import Journey, Requirement, Step

if TYPE_CHECKING:
    from crpkit.journeys.walk import Walk

YEARS_FOR_MENTORING = 2.0
_STATES: Mapping[str, str] = {  # condition of the framework → what has to hold of the person
    "in-a-partnership": "in-a-partnership",
    "main-people": "in-a-partnership",
    "participants": "in-the-programme",
    "took-part-before": "took-part-before",
    "peer-mentors": "is-a-mentor",
    "coaches": "is-a-coach",
    "coaches-and-mentors": "is-a-mentor",
    "funded-programmes-first": "in-a-funded-programme",
}
_BY_INTERVENTION: Mapping[str, tuple[str, ...]] = {  # what a step of it makes of a person
    "in-the-programme": ("programme",),
    "took-part-before": ("programme", "matchmaking"),
}
_BY_COMPONENT: Mapping[str, tuple[str, ...]] = {
    "is-a-mentor": ("mentoring-pairs",),
    "is-a-coach": ("coaching-coach-pool",),
}


@dataclass(frozen=True)
class Asked:
    """Something that is asked for before a step.

    Attributes
    ----------
    id, text
        The condition.
    force
        ``firm``, ``guidance`` or ``disputed``.
    source
        Where it stands.
    how_known
        How the condition itself is known.
    note
        For a disputed one, what stands on the other side.
    state, when
        By which it can be told whether it holds, if the journey says so.
    """

    id: str
    text: str
    force: Literal["firm", "guidance", "disputed"]
    source: tuple[str, ...]
    how_known: HowKnown
    note: str = ""
    state: str | None = None
    when: tuple[Clause, ...] = field(default=())


def conditions_of(step: Step, component: Component | None, journey: Journey) -> tuple[Asked, ...]:
    """Return all that must hold before a step: its component's conditions, then its own."""
    of_component = [_of_framework(one, component, step) for one in component.eligibility] if component else []
    return (*of_component, *(_of_step(one, step, journey) for one in step.requires))


def verdict(asked: Asked, walk: Walk, step: Step) -> Judgement:
    """Tell whether a condition holds for a persona who comes to a step."""
    if asked.when:
        return walk.judge(asked.when, step)
    if asked.state:
        return _state(asked.state, walk, step)
    check = _CHECKS.get(asked.id)
    if check is not None:
        return check(walk, step)
    state = _STATES.get(asked.id)
    return _state(state, walk, step) if state else Judgement("unknown", HowKnown.UNKNOWN)


def _of_framework(one: Condition, component: Component, step: Step) -> Asked:
    """A condition is as sure as it is sure that the step uses this component."""
    parts = [part for part in (one.source, one.other_source) if part] or list(component.source)
    sources = tuple(dict.fromkeys(_evidence(part) for part in parts))
    how = weakest((one.how_known, step.component_how_known or HowKnown.REPORTED))
    return Asked(one.id, one.text, one.force, sources, how, one.note or "")


def _of_step(one: Requirement, step: Step, journey: Journey) -> Asked:
    source = _evidence(one.source) if one.source else f"journey:{journey.id}/{step.id}/requires/{one.id}"
    return Asked(one.id, one.text, one.force, (source,), one.how_known, one.note or "", one.state, one.when)


def _evidence(part: str) -> str:
    return f"team:{part[5:] or 'undated'}" if part.startswith("team") else f"report:{part}"


def _state(state: str, walk: Walk, step: Step) -> Judgement:
    """Tell whether something has come to hold: from the start, or through a step before.

    Through a step that is on some ways only, or that this person cannot take, it is not known.
    """
    if state in walk.journey.holds_at_start:
        return Judgement("yes", HowKnown.ASSUMED, (f"journey:{walk.journey.id}/holds_at_start",))
    route = walk.route
    giving = [one for one in walk.steps if _gives(one, state, walk)]
    for one in giving:
        if one.id in route.ways.always_before[step.id]:
            return Judgement("yes", one.how_known, (walk.step_source(one, "gives"),))
    if any(one.id in route.ways.sometimes_before[step.id] for one in giving):
        return Judgement("unknown", HowKnown.UNKNOWN, (f"journey:{walk.journey.id}",), (state,))
    return _at_start(state, walk)


def _gives(step: Step, state: str, walk: Walk) -> bool:
    return (
        state in step.gives
        or step.component in _BY_COMPONENT.get(state, ())
        or walk.route.intervention(step) in _BY_INTERVENTION.get(state, ())
    )


def _at_start(state: str, walk: Walk) -> Judgement:
    """What the group tells: who is new to partnerships is in none, and has coached and mentored in none.

    The report says that they are new, and has them look for a partner; that they are in none is our reading.
    """
    group = walk.group
    if group is None or state in ("in-a-funded-programme", "is-a-coach"):
        return Judgement("unknown", HowKnown.UNKNOWN, (), (state,))
    source = tuple(group.evidence)
    if group.experience == "new" and group.family != "brokers":
        return Judgement("no", HowKnown.INFERRED, source)
    return Judgement("unknown", HowKnown.UNKNOWN, source, (state,))


def _for_newcomers(walk: Walk, step: Step) -> Judgement:
    if walk.experience is None or walk.group is None:
        return Judgement("unknown", HowKnown.UNKNOWN, (), ("persona.group",))
    if walk.experience == "new":
        return Judgement("no", HowKnown.REPORTED, walk.group.evidence, why="They are new to this.")
    return Judgement("yes", HowKnown.REPORTED, walk.group.evidence)


def _experienced(walk: Walk, step: Step) -> Judgement:
    found = _for_newcomers(walk, step)
    partner = _state("in-a-partnership", walk, step)
    if (
        found.verdict == "no" and partner.verdict != "no"
    ):  # how much experience is enough, the report leaves open
        return Judgement("unknown", HowKnown.UNKNOWN, found.sources, ("step.requires",))
    return found


def _over_two_years(walk: Walk, step: Step) -> Judgement:
    """Years at the start, and the time since; for who begins without any, since a step that made them partners."""
    years, month = walk.fact("years_of_experience"), step.month
    source = (walk.persona_source("years_of_experience"),)
    if years.value is None:
        return Judgement("unknown", HowKnown.UNKNOWN, source, ("persona.years_of_experience",))
    if years.value > YEARS_FOR_MENTORING:
        return Judgement("yes", years.how_known, source)
    since = 0.0 if years.value > 0 else _partner_since(walk, step)
    if since is None:
        return Judgement("no", years.how_known, source)
    if month.value is None:
        return Judgement("unknown", HowKnown.UNKNOWN, source, ("step.month",))
    enough: Verdict = "yes" if years.value + (month.value - since) / 12 > YEARS_FOR_MENTORING else "no"
    sources = (*source, walk.step_source(step, "month"))
    return Judgement(enough, weakest((years.how_known, month.how_known)), sources)


def _partner_since(walk: Walk, step: Step) -> float | None:
    """Return the month in which a step before made them partners, on every way; nothing if none did."""
    before = walk.route.ways.always_before[step.id]
    begun = [one for one in walk.steps if one.id in before and "in-a-partnership" in one.gives]
    months = [(one.month.value or 0) + (one.months.value or 0) for one in begun if one.month.known]
    return min(months, default=None)


def _pays(walk: Walk, step: Step) -> Judgement:
    """A place that is paid for: nothing to pay, or enough money to pay it."""
    cost, money = step.cost, walk.fact("money")
    sources = (walk.step_source(step, "cost"), walk.persona_source("money"))
    if cost.value == 0:
        return Judgement("yes", cost.how_known, sources[:1])
    if cost.value is None or money.value is None:
        missing = ("step.cost",) if cost.value is None else ("persona.money",)
        return Judgement("unknown", HowKnown.UNKNOWN, sources, missing)
    enough: Verdict = "yes" if money.value >= cost.value else "no"
    return Judgement(enough, weakest((cost.how_known, money.how_known)), sources)


def _cannot_pay(walk: Walk, step: Step) -> Judgement:
    """For those whom the price keeps away: the dearest step of the mentoring against their money."""
    money = walk.fact("money")
    source = walk.persona_source("money")
    if money.value is None:
        return Judgement("unknown", HowKnown.UNKNOWN, (source,), ("persona.money",))
    if money.value == 0:
        return Judgement("yes", money.how_known, (source,))
    priced = [one for one in walk.steps if walk.route.intervention(one) == "mentoring" and one.cost.value]
    if not priced:
        return Judgement("unknown", HowKnown.UNKNOWN, (source,), ("step.cost",))
    dearest = max(priced, key=lambda one: one.cost.value or 0)
    short: Verdict = "yes" if (dearest.cost.value or 0) > money.value else "no"
    how = weakest((money.how_known, dearest.cost.how_known))
    return Judgement(short, how, (source, walk.step_source(dearest, "cost")))


def _new_partnership(walk: Walk, step: Step) -> Judgement:
    """A partnership that began on this journey is new; one from before is not; none at all is neither."""
    if "in-a-partnership" in walk.journey.holds_at_start:
        return Judgement("no", HowKnown.ASSUMED, (f"journey:{walk.journey.id}/holds_at_start",))
    return _state("in-a-partnership", walk, step)


_CHECKS: Mapping[str, Callable[[Walk, Step], Judgement]] = {
    "open-to-newcomers": _for_newcomers,
    "starting-out": _for_newcomers,
    "experienced": _experienced,
    "over-two-years": _over_two_years,
    "pays-for-a-place": _pays,
    "cannot-pay": _cannot_pay,
    "new-partnerships": _new_partnership,
}
