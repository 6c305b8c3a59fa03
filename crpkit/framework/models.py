"""The records of the learning framework.

Every record says what it is in our own plain words and which part of the report
(*Community Research Partnerships Learning Programme Scoping*, December 2022) it
comes from. What the report says and what we infer are told apart in each field.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Annotated, Literal

from pydantic import Field

from crpkit.framework.facts import Fact, Frozen, HowKnown, Words, unknown
from crpkit.framework.named import Named, Record, TeamEdit
from crpkit.framework.offer import Component, Intervention, Level, Link, Mode, Principle, Scheme
from crpkit.framework.parts import (
    Action,
    Amount,
    Audience,
    Cadence,
    Condition,
    JourneyStep,
    Length,
    Prompt,
    Scale,
    Voice,
)
from crpkit.framework.people import Barrier, Challenge, Family, Group, Journey, Need

__all__ = [
    "COLLECTIONS",
    "Action",
    "Amount",
    "Audience",
    "Barrier",
    "Cadence",
    "Challenge",
    "Component",
    "Condition",
    "Fact",
    "Family",
    "Frozen",
    "Group",
    "HowKnown",
    "Intervention",
    "Journey",
    "JourneyStep",
    "Length",
    "Level",
    "Link",
    "Mode",
    "Named",
    "Need",
    "Principle",
    "Prompt",
    "Recommendation",
    "Record",
    "ReportPart",
    "Scale",
    "Scheme",
    "SystemLevel",
    "TeamEdit",
    "Tension",
    "Voice",
    "unknown",
]


class ReportPart(Named):
    """A part of the report that records can point to."""


class Tension(Record):
    """Two things pulling against each other, or a wider consideration of part 4.

    Attributes
    ----------
    kind
        One of the four tensions, or one of the considerations about the interventions.
    sides
        What pulls which way.
    """

    kind: Literal["tension", "consideration"]
    sides: tuple[Words, ...]


class SystemLevel(Record):
    """One of the four levels at which learning should happen.

    Attributes
    ----------
    order
        Place in the row, from the person (1) outwards.
    """

    order: int


class Recommendation(Record):
    """One of the report's recommendations.

    Attributes
    ----------
    actions
        What it asks for, one thing each.
    """

    actions: Annotated[tuple[Action, ...], Field(min_length=1)]


COLLECTIONS: Mapping[str, type[Named]] = MappingProxyType(
    {
        "report_parts": ReportPart,
        "families": Family,
        "groups": Group,
        "principles": Principle,
        "interventions": Intervention,
        "components": Component,
        "needs": Need,
        "links": Link,
        "barriers": Barrier,
        "challenges": Challenge,
        "schemes": Scheme,
        "journeys": Journey,
        "tensions": Tension,
        "system_levels": SystemLevel,
        "recommendations": Recommendation,
    }
)
