"""What the persona gains: needs that are met, principles that are put into practice."""

from __future__ import annotations

from collections.abc import Iterator

from crpkit.framework.models import HowKnown
from crpkit.journeys.facts import weakest
from crpkit.journeys.findings import Finding, MetNeed, Severity
from crpkit.journeys.registry import rule
from crpkit.journeys.rulebook.phrasing import joined, quoted
from crpkit.journeys.walk import Walk

_SEVERITY: dict[str, Severity] = {
    "yes": "helps",
    "partly": "helps",
    "no": "hold-up",
    "unknown": "not-known",
}


@rule("needs-met", "Which of their needs the journey answers")
def needs_met(walk: Walk) -> Iterator[Finding]:
    """Needs of the persona's group, through the framework's links; see :mod:`crpkit.journeys.meeting`."""
    if walk.group is None:
        found = f"What people of the group “{walk.persona.group}” need is not in the framework."
        source = walk.persona_source("group")
        yield walk.finding(found, severity="not-known", source=source, how_known=HowKnown.UNKNOWN)
        return
    for one in walk.met:
        severity = _SEVERITY[one.met]
        if one.met == "no" and _of_the_system(walk, one):
            severity = "question"  # learning alone does not change it, so no journey is to blame
        yield walk.finding(
            f"{one.title}: {one.why}{_resting(one)}", one.step, severity, one.source, one.need, one.how_known
        )


def _of_the_system(walk: Walk, one: MetNeed) -> bool:
    return walk.framework.needs[one.need].kind == "system-condition"


def _resting(one: MetNeed) -> str:
    if not one.inferred:
        return ""
    if one.links == 1:
        return " The link is inferred by us."
    return f" Of {one.links} links, {one.inferred} {'is' if one.inferred == 1 else 'are'} inferred by us."


@rule("principles", "Which principles the journey puts into practice", journey_only=True)
def principles(walk: Walk) -> Iterator[Finding]:
    """Touched where a step says so; neglected only where every step says which it serves, and none serves it."""
    silent = [step.id for step in walk.steps if not step.principles.known]
    said = f"journey:{walk.journey.id}/principles"
    for principle in walk.framework.principles:
        touching = [step for step in walk.steps if principle.id in (step.principles.value or ())]
        where = walk.step_source(touching[0], "principles") if touching else said
        source = (*principle.evidence, where)
        if touching:
            how = weakest(step.principles.how_known for step in touching)
            words = f"{principle.title}: {quoted(walk, [step.id for step in touching])}."
            yield walk.finding(words, touching[0], "helps", source, how_known=how)
        elif not silent:
            how = weakest(step.principles.how_known for step in walk.steps)
            words = f"{principle.title}: no step puts this into practice."
            yield walk.finding(words, severity="question", source=source, how_known=how)
    untold = [one for one in walk.framework.principles if not _touched(walk, one.id)] if silent else []
    if untold:
        words = f"Whether the journey serves {joined([f'“{one.title}”' for one in untold])} is not known: "
        words += f"nobody has said which principles {quoted(walk, silent)} put into practice."
        sources = (*(part for one in untold for part in one.evidence), said)
        yield walk.finding(words, severity="not-known", source=sources, how_known=HowKnown.UNKNOWN)


def _touched(walk: Walk, principle: str) -> bool:
    return any(principle in (step.principles.value or ()) for step in walk.steps)
