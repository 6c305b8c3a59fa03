"""What must hold before a step, and whether the step can be had at all."""

from __future__ import annotations

from collections.abc import Iterator

from crpkit.framework.models import HowKnown
from crpkit.journeys.conditions import Asked
from crpkit.journeys.facts import weakest
from crpkit.journeys.findings import Finding, Severity
from crpkit.journeys.models import STATES
from crpkit.journeys.registry import rule
from crpkit.journeys.rulebook.phrasing import quoted, sentence
from crpkit.journeys.walk import Walk
from crpkit.personas import FACTS

_SEVERITY: dict[str, Severity] = {"firm": "blocker", "guidance": "hold-up", "disputed": "question"}
_FIELDS = {f"persona.{fact.name}": fact.question for fact in FACTS}


@rule("eligibility", "Conditions that do not hold when they come to a step")
def eligibility(walk: Walk) -> Iterator[Finding]:
    """A firm condition that fails stops them; one that is guidance holds them up; a disputed one is a question."""
    told: dict[str, str] = {}
    for step, asked, found in walk.judged:
        if found.verdict == "yes":
            continue
        source = (*asked.source, *found.sources)
        if found.verdict == "no":
            how = weakest((found.how_known, asked.how_known))
            words = f"“{step.title}”: {sentence(asked.text)}{_dispute(asked, step.title, told)} {found.why}"
            yield walk.finding(words, step, _SEVERITY[asked.force], source, how_known=how)
        else:
            open_ = f"Whether this holds for them is not known{_missing(found.missing)}."
            words = f"“{step.title}”: {sentence(asked.text)}{_dispute(asked, step.title, told)} {open_}"
            yield walk.finding(words, step, "not-known", source, how_known=HowKnown.UNKNOWN)

    unsaid = [step.id for step in walk.steps if walk.unsaid(step)]
    if unsaid:
        words = "Which part of the support these use is not said, so what it asks for is not known: "
        words += f"{quoted(walk, unsaid)}."
        place = walk.step_source(unsaid[0], "component")
        yield walk.finding(words, unsaid[0], "not-known", place, how_known=HowKnown.UNKNOWN)


def _dispute(asked: Asked, title: str, told: dict[str, str]) -> str:
    """Say what stands on the other side; at a later step with the same condition, only where that was said."""
    if asked.force != "disputed":
        return ""
    if not asked.note:
        return " This is disputed."
    first = told.setdefault(asked.note, title)
    if first != title:
        return f" This is disputed, as for “{first}”."
    return f" It is disputed whether it should be so. {sentence(asked.note)}"


def _missing(fields: tuple[str, ...]) -> str:
    if not fields:
        return ""
    first = fields[0]
    if first in STATES:
        return f": nobody has said whether a person here {STATES[first]}"
    if first in _FIELDS:
        return f": nobody has answered “{_FIELDS[first]}”"
    return ""


@rule("on-offer", "Whether the support can be had here at all", journey_only=True)
def on_offer(walk: Walk) -> Iterator[Finding]:
    """The report proposes, it does not provide: a component is on offer only once a team has found that out."""
    untold = []
    for step in walk.steps:
        component = walk.component(step)
        if component is None:
            if walk.unsaid(step):
                untold.append(step)
            if step.component is not None:
                words = f"“{step.title}” uses “{step.component}”, which your team took out of the framework."
                source = walk.step_source(step, "component")
                yield walk.finding(words, step, "blocker", source, how_known=HowKnown.CONFIRMED)
            continue
        source = f"framework:components/{component.id}"
        if component.availability == "not available":
            words = f"“{step.title}” needs “{component.title}”, which cannot be had here."
            how = weakest((HowKnown.CONFIRMED, walk.component_how_known(step)))
            yield walk.finding(words, step, "blocker", source, how_known=how)
        elif component.availability == "unknown":
            untold.append(step)
    if untold:
        words = f"Whether these can be had here is not known: {quoted(walk, [step.id for step in untold])}."
        sources = dict.fromkeys(
            f"framework:components/{step.component}"
            if step.component
            else f"framework:interventions/{step.intervention}"
            for step in untold
        )
        yield walk.finding(words, untold[0], "not-known", sources, how_known=HowKnown.UNKNOWN)
