"""What the report asks of whoever runs a step: conditions of its component, and where they stand."""

from __future__ import annotations

from crpkit.framework.models import Condition
from crpkit.journeys.models import Step
from crpkit.journeys.walk import Walk


def set_up(walk: Walk, step: Step, id: str) -> Condition | None:
    """Return a condition for whoever runs the step's component; where none is named, of any that it may be."""
    component = walk.component(step)
    of = [component] if component is not None else []
    if walk.unsaid(step):
        of = [one for one in walk.framework.components if one.intervention == step.intervention]
    return next((condition for one in of for condition in one.setup_conditions if condition.id == id), None)


def where_asked(walk: Walk, step: Step, asked: Condition | None) -> tuple[str, ...]:
    """Return where a condition stands: its own part of the report, else those of its component."""
    component = walk.component(step)
    if asked is None:
        return ()
    if asked.source or component is None:
        return (f"report:{asked.source}" if asked.source else f"framework:interventions/{step.intervention}",)
    return component.evidence
