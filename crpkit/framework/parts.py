"""The small pieces that records are made of; each reads as words when it is printed."""

from __future__ import annotations

from typing import Literal

from pydantic import PositiveFloat, model_validator

from crpkit.framework.facts import (
    ComponentId,
    Frozen,
    GroupId,
    HowKnown,
    Id,
    InterventionId,
    PartId,
    Words,
)


class Prompt(Frozen):
    """One way a principle can be put into practice."""

    id: Id
    text: Words

    def __str__(self) -> str:
        """Return the prompt's words."""
        return self.text


class Scale(Frozen):
    """What the report says about the scale of investment, carried over and not rated by us.

    Attributes
    ----------
    stated
        The report's own word or phrase for the scale.
    applies_to
        What it is said of.
    level
        ``high`` or ``low`` where the report uses that very word; nothing otherwise.
    """

    stated: Words
    applies_to: Words
    level: Literal["high", "low"] | None = None

    def __str__(self) -> str:
        """Return the phrase and what it is said of."""
        return f"“{self.stated}” ({self.applies_to})"


class Audience(Frozen):
    """Who an intervention is for, in words and, where it can be told, which groups.

    Attributes
    ----------
    text
        In our own words.
    groups
        Ids of the groups meant.
    how_known
        How the audience is known.
    groups_how_known
        How the groups are known: ``inferred`` where the report describes people and we name the groups.
    """

    text: Words
    groups: tuple[GroupId, ...] = ()
    how_known: HowKnown = HowKnown.REPORTED
    groups_how_known: HowKnown = HowKnown.INFERRED

    def __str__(self) -> str:
        """Return the audience's words."""
        return self.text


class Cadence(Frozen):
    """How often something happens; two of them on one component mean that the report gives two.

    Attributes
    ----------
    words
        As a person would say it.
    weeks_min, weeks_max
        Shortest and longest time between two, in weeks; nothing where it cannot be told.
    weeks_how_known
        ``reported`` where the report counts in weeks, ``inferred`` where we turned its word into weeks.
    how_known
        How the words are known.
    source
        Part of the report, where it differs from the record's own.
    note
        What a reader should know about it.
    """

    words: Words
    weeks_min: PositiveFloat | None = None
    weeks_max: PositiveFloat | None = None
    weeks_how_known: HowKnown = HowKnown.UNKNOWN
    how_known: HowKnown = HowKnown.REPORTED
    source: PartId | None = None
    note: Words | None = None

    @model_validator(mode="after")
    def _weeks_agree(self) -> Cadence:
        if (self.weeks_min is None) != (self.weeks_max is None):
            raise ValueError("Give both weeks_min and weeks_max, or neither")
        if (self.weeks_min is None) != (self.weeks_how_known is HowKnown.UNKNOWN):
            raise ValueError("Weeks need weeks_how_known (reported, inferred …); without weeks it is unknown")
        if self.weeks_min is not None and self.weeks_max is not None and self.weeks_min > self.weeks_max:
            raise ValueError("weeks_min is longer than weeks_max")
        return self

    def __str__(self) -> str:
        """Return the cadence in words."""
        return self.words


class Length(Frozen):
    """How long something lasts: in words and, where it can be told, in hours or months."""

    words: Words
    hours: PositiveFloat | None = None
    months: PositiveFloat | None = None

    def __str__(self) -> str:
        """Return the length in words."""
        return self.words


class Amount(Frozen):
    """A limit: at most so many of a unit (people in a group, pounds a partnership)."""

    most: PositiveFloat
    unit: Words

    def __str__(self) -> str:
        """Return the limit in words."""
        return f"up to {self.most:g} {self.unit}"


class Condition(Frozen):
    """Something that must, or should, hold.

    Attributes
    ----------
    text
        In our own words.
    force
        ``firm``, ``guidance``, or ``disputed`` where the report itself says two things.
    how_known
        How the condition is known.
    source
        Part of the report, where it differs from the record's own.
    other_source
        For a disputed condition: the part that says something else.
    note
        For a disputed condition: what stands on the other side, and where.
    """

    id: Id
    text: Words
    force: Literal["firm", "guidance", "disputed"] = "guidance"
    how_known: HowKnown = HowKnown.REPORTED
    source: PartId | None = None
    other_source: PartId | None = None
    note: Words | None = None

    @model_validator(mode="after")
    def _disputed_says_why(self) -> Condition:
        if self.force == "disputed" and not self.note:
            raise ValueError("A disputed condition needs a note that says what stands on the other side")
        return self

    def __str__(self) -> str:
        """Return the condition's words and its force."""
        return f"{self.text} ({self.force})"


class Voice(Frozen):
    """Who voiced a need, and where the report says so.

    Attributes
    ----------
    group
        Id of one of the six groups.
    where
        The kind of place: the needs table (five columns), a persona card (six), a journey, the headline
        findings.
    source
        Part of the report.
    how_known
        ``inferred`` where the place speaks of more people than this group (one broker column, two broker
        groups).
    """

    group: GroupId
    where: Literal["needs-table", "persona-card", "journey", "findings"]
    source: PartId
    how_known: HowKnown = HowKnown.REPORTED

    def __str__(self) -> str:
        """Return the group and the kind of place."""
        return f"{self.group} ({self.where.replace('-', ' ')})"


class JourneyStep(Frozen):
    """One step of a learner's way: a component, an intervention, or something else that happens.

    Attributes
    ----------
    text
        In our own words.
    intervention, component
        Where the step takes place, if it does in one.
    how_known
        How the step is known.
    note
        What a reader should know about it, for example that the component is our reading.
    """

    id: Id
    text: Words
    intervention: InterventionId | None = None
    component: ComponentId | None = None
    how_known: HowKnown = HowKnown.REPORTED
    note: Words | None = None

    def __str__(self) -> str:
        """Return the step's words."""
        return self.text


class Action(Frozen):
    """One thing a recommendation asks for."""

    id: Id
    text: Words

    def __str__(self) -> str:
        """Return the action's words."""
        return self.text
