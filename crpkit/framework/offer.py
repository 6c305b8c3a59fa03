"""Records about support: principles, interventions, their components, and what existed already."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from crpkit.framework.facts import ComponentId, Fact, HowKnown, InterventionId, NeedId, Words, not_known_yet
from crpkit.framework.named import Record
from crpkit.framework.parts import Amount, Audience, Cadence, Condition, Length, Prompt, Scale

Level = Literal["national", "regional", "local"]
Mode = Literal["online", "in-person"]


class Principle(Record):
    """One of the eight principles.

    Attributes
    ----------
    prompts
        Ways to put it into practice.
    """

    prompts: Annotated[tuple[Prompt, ...], Field(min_length=1)]


class Intervention(Record):
    """One of the five linked interventions.

    Attributes
    ----------
    part
        Which of the report's four parts it belongs to: coaching and mentoring share one.
    aims
        What it is meant to do, in our own words.
    audiences
        Who it is for.
    length
        How long one round of it lasts.
    links_to
        Interventions that the report says it links to.
    draws_on
        Interventions it uses; the Hub underpins all the others.
    considerations
        What to think of when designing and running it, in our own words.
    scale_of_investment
        What the report says; empty where it states none.
    scale_note
        What a reader should know about that.
    """

    part: Literal["hub", "programme", "matchmaking", "coaching-and-mentoring"]
    aims: Annotated[tuple[Words, ...], Field(min_length=1)]
    audiences: Annotated[tuple[Audience, ...], Field(min_length=1)]
    length: Fact[Length] = not_known_yet()
    links_to: tuple[InterventionId, ...] = ()
    draws_on: tuple[InterventionId, ...] = ()
    considerations: tuple[Words, ...] = ()
    scale_of_investment: tuple[Scale, ...] = ()
    scale_note: Words | None = None


class Component(Record):
    """A separate thing that one could run.

    Attributes
    ----------
    intervention
        Id of the intervention it belongs to.
    also_named_for
        Other interventions the report names it for.
    supported_by
        Set of national, regional, local: where the support for it sits.
    delivered_by
        Set of national, regional, local: where it is run.
    mode
        Online, in person, or both.
    cadence
        How often.
    length
        How long.
    eligibility
        Conditions for taking part.
    capacity
        Most people in a group, or the like.
    ceiling
        Most money, with its unit.
    setup_conditions
        What must stand before it can run well.
    draws_on
        Components it uses.
    availability
        Whether it can be had today. The report proposes, it does not provide: ``unknown`` until a team
        finds out.
    """

    intervention: InterventionId
    also_named_for: tuple[InterventionId, ...] = ()
    supported_by: Fact[frozenset[Level]] = not_known_yet()
    delivered_by: Fact[frozenset[Level]] = not_known_yet()
    mode: Fact[frozenset[Mode]] = not_known_yet()
    cadence: tuple[Cadence, ...] = ()
    length: Fact[Length] = not_known_yet()
    eligibility: tuple[Condition, ...] = ()
    capacity: Fact[Amount] = not_known_yet()
    ceiling: Fact[Amount] = not_known_yet()
    setup_conditions: tuple[Condition, ...] = ()
    draws_on: tuple[ComponentId, ...] = ()
    availability: Literal["unknown", "available", "not available"] = "unknown"


class Link(Record):
    """A component answers a need, to some extent or strongly; the summary says why.

    Attributes
    ----------
    need
        Id of the need.
    component
        Id of the component.
    strength
        To some extent, or strongly.
    how_known
        Reported, or inferred by us; must be said.
    helps_others
        Whether it helps those who are met by the people that the component is for, and not these themselves.
    """

    need: NeedId
    component: ComponentId
    strength: Literal["some", "strong"]
    how_known: HowKnown
    helps_others: bool = False


class Scheme(Record):
    """Something that existed in 2022: an activity, a resource, a programme, or a case study.

    Attributes
    ----------
    kind
        The table or section of the report it stands in.
    organiser
        Who runs it, as the report gives it; two entries where two places disagree.
    audience
        Who it is for, likewise.
    length
        How long it lasts, likewise.
    format
        What it consists of, likewise.
    started
        When it began, likewise.
    aims
        In our own words.
    running
        Whether the report says that it still ran in 2022.
    """

    kind: Literal["activity", "resource", "programme", "case-study"]
    organiser: tuple[Fact[Words], ...] = ()
    audience: tuple[Fact[Words], ...] = ()
    length: tuple[Fact[Words], ...] = ()
    format: tuple[Fact[Words], ...] = ()
    started: tuple[Fact[Words], ...] = ()
    aims: tuple[Words, ...] = ()
    running: Fact[bool] = not_known_yet()
