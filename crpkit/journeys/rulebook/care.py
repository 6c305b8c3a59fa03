"""Where people must be kept safe, and where a certificate comes in."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

from crpkit.framework.models import HowKnown
from crpkit.journeys.facts import weakest
from crpkit.journeys.findings import Finding, Severity
from crpkit.journeys.models import Step
from crpkit.journeys.registry import rule
from crpkit.journeys.rulebook.setup import set_up, where_asked
from crpkit.journeys.walk import Walk

_WISHES = "report:part-4-considerations"


@rule("safeguarding", "People are kept safe where the report asks for it", journey_only=True)
def safeguarding(walk: Walk) -> Iterator[Finding]:
    """Steps whose component asks for safeguarding, and steps that say themselves whether anyone sees to it."""
    for step in walk.steps:
        asked = set_up(walk, step, "safeguarding")
        if asked is None and not step.safeguarding.known:
            continue
        source = (*where_asked(walk, step, asked), walk.step_source(step, "safeguarding"))
        if step.safeguarding.value is None:
            words = f"“{step.title}”: the report asks that people are kept safe, and helped with hard thoughts and "
            words += "feelings. Whether anyone sees to it is not known."
            yield walk.finding(words, step, "not-known", source, how_known=HowKnown.UNKNOWN)
        elif not step.safeguarding.value:
            severity: Severity = "blocker" if asked is not None and step.component else "hold-up"
            words = (
                f"“{step.title}”: nobody keeps people safe here, or helps with hard thoughts and feelings."
            )
            how = (
                step.safeguarding.how_known if asked is None else _with_component(walk, step, "safeguarding")
            )
            yield walk.finding(words, step, severity, source, how_known=how)


@rule("accreditation", "A certificate: some would like one, others are put off")
def accreditation(walk: Walk) -> Iterator[Finding]:
    """Steps that could lead to a certificate; the report leaves open how to deal with both wishes."""
    for step in walk.steps:
        asked = set_up(walk, step, "accreditation")
        source = (_WISHES, *where_asked(walk, step, asked), walk.step_source(step, "accreditation"))
        if step.accreditation.value is True:
            words = f"“{step.title}” leads to a certificate. Some people would like that, others see a hurdle in it."
            yield walk.finding(words, step, "question", source, how_known=step.accreditation.how_known)
        elif step.accreditation.value is False and asked is not None and walk.family == "community":
            words = f"“{step.title}” leads to no certificate. In communities people often would like one: ask them."
            how = _with_component(walk, step, "accreditation")
            yield walk.finding(words, step, "question", source, how_known=how)
        elif not step.accreditation.known and asked is not None:
            could = "some of the programme could" if walk.unsaid(step) else "it could"
            words = f"“{step.title}”: whether it leads to a certificate is not known. The report says that {could}."
            yield walk.finding(words, step, "not-known", source, how_known=HowKnown.UNKNOWN)


def _with_component(walk: Walk, step: Step, field: Literal["safeguarding", "accreditation"]) -> HowKnown:
    """Return how a field is known together with which component it is: the report asks it of that component."""
    known: HowKnown = getattr(step, field).how_known
    return weakest((known, walk.component_how_known(step)))
