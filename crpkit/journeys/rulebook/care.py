"""Where people must be kept safe, and where a certificate comes in."""

from __future__ import annotations

from collections.abc import Iterator

from crpkit.framework.models import Condition, HowKnown
from crpkit.journeys.findings import Finding, Severity
from crpkit.journeys.models import Step
from crpkit.journeys.registry import rule
from crpkit.journeys.walk import Walk


@rule("safeguarding", "People are kept safe where the report asks for it", journey_only=True)
def safeguarding(walk: Walk) -> Iterator[Finding]:
    """Steps whose component asks for safeguarding, and steps that say themselves whether anyone sees to it."""
    for step in walk.steps:
        asked = _set_up(walk, step, "safeguarding")
        if asked is None and not step.safeguarding.known:
            continue
        source = (*_evidence(walk, step, asked), walk.step_source(step, "safeguarding"))
        if step.safeguarding.value is None:
            words = (
                f"“{step.title}”: the report asks that people are kept safe and helped with hard feelings. "
            )
            words += "Whether anyone sees to it is not known."
            yield walk.finding(words, step, "not-known", source, how_known=HowKnown.UNKNOWN)
        elif not step.safeguarding.value:
            severity: Severity = "blocker" if asked is not None and step.component else "hold-up"
            words = f"“{step.title}”: nobody keeps people safe here, or helps with hard feelings."
            yield walk.finding(words, step, severity, source, how_known=step.safeguarding.how_known)


@rule("accreditation", "A certificate: some would like one, others are put off")
def accreditation(walk: Walk) -> Iterator[Finding]:
    """Steps that could lead to a certificate; the report leaves open how to deal with both wishes."""
    for step in walk.steps:
        asked = _set_up(walk, step, "accreditation")
        part = "report:part-4-considerations"
        source = (part, walk.step_source(step, "accreditation"))
        if step.accreditation.value is True:
            words = f"“{step.title}” leads to a certificate. Some people would like that, others would be kept away."
            yield walk.finding(words, step, "question", source, how_known=step.accreditation.how_known)
        elif step.accreditation.value is False and asked is not None and walk.family == "community":
            words = f"“{step.title}” leads to no certificate. In communities people often would like one: ask them."
            yield walk.finding(words, step, "question", source, how_known=step.accreditation.how_known)
        elif not step.accreditation.known and asked is not None:
            words = f"“{step.title}”: whether it leads to a certificate is not known. The report says that it could."
            yield walk.finding(words, step, "not-known", source, how_known=HowKnown.UNKNOWN)


def _set_up(walk: Walk, step: Step, id: str) -> Condition | None:
    """Return a condition for whoever runs the step's component; where none is named, of any that it may be."""
    component = walk.component(step)
    of = [component] if component is not None else []
    if walk.unsaid(step):
        of = [one for one in walk.framework.components if one.intervention == step.intervention]
    return next((condition for one in of for condition in one.setup_conditions if condition.id == id), None)


def _evidence(walk: Walk, step: Step, asked: Condition | None) -> tuple[str, ...]:
    """Return where a condition stands: its own part of the report, else those of its component."""
    component = walk.component(step)
    if asked is None:
        return ()
    if asked.source or component is None:
        return (f"report:{asked.source}" if asked.source else f"framework:interventions/{step.intervention}",)
    return component.evidence
