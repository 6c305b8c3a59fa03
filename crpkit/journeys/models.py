"""The records of a journey: a learner's way through the support, step by step.

Each detail of a step says how it is known. What nobody knows stays unknown: it is never read as nothing, none or fine.
"""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field, PlainSerializer

from crpkit.framework.facts import (
    ComponentId,
    Frozen,
    GroupId,
    HowKnown,
    Id,
    InterventionId,
    NeedId,
    PartId,
    Ref,
    Summary,
    Title,
    Words,
)
from crpkit.framework.models import Mode
from crpkit.journeys.clauses import Clause, as_written, clauses
from crpkit.journeys.facts import Detail, NoTruthValue, not_known, within
from crpkit.personas.words import check_id

STATES: dict[str, str] = {
    "in-a-partnership": "is in a partnership",
    "in-the-programme": "is in the learning programme",
    "took-part-before": "has taken part before",
    "is-a-mentor": "is in the mentoring",
    "is-a-coach": "is a coach",
    "in-a-funded-programme": "is in a partnership programme that is funded",
}
"""What can hold of a person from the start, or from some step on, and how it reads."""

PrincipleId = Annotated[Id, Ref("principles")]
State = Literal[
    "in-a-partnership",
    "in-the-programme",
    "took-part-before",
    "is-a-mentor",
    "is-a-coach",
    "in-a-funded-programme",
]
Month = Annotated[float, NoTruthValue, within(0, 600, "months from the start")]
Months = Annotated[float, NoTruthValue, within(0, 600, "months")]
Hours = Annotated[float, NoTruthValue, within(0, 10_000, "hours")]
Pounds = Annotated[float, NoTruthValue, within(0, 1_000_000, "pounds")]
Times = Annotated[int, NoTruthValue, within(1, 520, "times")]
When = Annotated[tuple[Clause, ...], BeforeValidator(clauses), PlainSerializer(as_written)]
_ASSUMED = HowKnown.ASSUMED


class Requirement(Frozen):
    """Something that must, or should, hold before a step.

    Attributes
    ----------
    text
        In plain words.
    force
        ``firm``, ``guidance``, or ``disputed`` where people disagree whether it should hold.
    how_known
        How the condition itself is known.
    state
        For what :data:`STATES` names: holds once a step before gives it, or from the start.
    when
        For what a persona's or the step's own fields tell; see :mod:`crpkit.journeys.clauses`.
    source, note
        Part of the report, and what a reader should know about it.
    """

    id: Id
    text: Words
    force: Literal["firm", "guidance", "disputed"] = "firm"
    how_known: HowKnown = _ASSUMED
    state: State | None = None
    when: When = ()
    source: PartId | None = None
    note: Words | None = None


class Repeat(Frozen):
    """A step that comes again.

    Attributes
    ----------
    times
        How often in all.
    every
        Months from one to the next.
    """

    times: Detail[Times] = not_known()
    every: Detail[Months] = not_known()


class Branch(Frozen):
    """Where a step can lead.

    Attributes
    ----------
    to
        Id of the step.
    when
        In which case, in plain words; blank if it is the only way.
    """

    to: Id
    when: Words | None = None


class Answers(Frozen):
    """A need that a step answers by itself, beside what the links of its component say.

    Attributes
    ----------
    need
        Id of the need.
    strength
        To some extent, or strongly.
    how_known
        How that is known.
    """

    need: NeedId
    strength: Literal["some", "strong"] = "some"
    how_known: HowKnown = _ASSUMED


class Step(Frozen):
    """One step: a component of the support, or something else that happens.

    Attributes
    ----------
    id, title
        Short name, and what a person reads first.
    component, intervention
        What it uses; neither, for something else that happens.
    how_known
        How the step itself is known.
    component_how_known
        How it is known that it is this component, where that differs.
    month
        When it begins: months from the start of the journey, which is 0.
    months
        How long it lasts; 0 for something that takes place on a day.
    hours
        Hours asked of the person, each time, everything counted.
    cost
        Pounds out of their own pocket, each time.
    payment
        Pounds they are paid, each time; 0 for unpaid.
    mode
        Online, in person, or both to choose from; where blank, the component's own.
    where, delivered_by
        In which place, and who runs it.
    serves
        Which access needs are seen to; an empty list says that none are.
    told
        The very words that the person is told or sent.
    safeguarding
        Whether somebody keeps people safe here and helps with hard feelings.
    accreditation
        Whether it leads to a certificate or the like.
    principles
        Ids of the principles it puts into practice.
    requires
        What must hold before, beside what the component asks for.
    after
        Ids of steps that must come before.
    gives
        What holds of the person once it is over: see :data:`STATES`.
    answers
        Needs it answers by itself.
    repeats
        If it comes again.
    leads_to
        Where it leads; blank for the next one in the file.
    ends
        True if the journey can end here.
    source, note
        Part of the report, and what a reader should know about it.
    """

    id: Id
    title: Title
    component: ComponentId | None = None
    intervention: InterventionId | None = None
    how_known: HowKnown = _ASSUMED
    component_how_known: HowKnown | None = None
    month: Detail[Month] = not_known()
    months: Detail[Months] = not_known()
    hours: Detail[Hours] = not_known()
    cost: Detail[Pounds] = not_known()
    payment: Detail[Pounds] = not_known()
    mode: Detail[frozenset[Mode]] = not_known()
    where: Detail[Words] = not_known()
    delivered_by: Detail[Words] = not_known()
    serves: Detail[tuple[Words, ...]] = not_known()
    told: Detail[Words] = not_known()
    safeguarding: Detail[bool] = not_known()
    accreditation: Detail[bool] = not_known()
    principles: Detail[tuple[PrincipleId, ...]] = not_known()
    requires: tuple[Requirement, ...] = ()
    after: tuple[Id, ...] = ()
    gives: tuple[State, ...] = ()
    answers: tuple[Answers, ...] = ()
    repeats: Repeat | None = None
    leads_to: tuple[Branch, ...] = ()
    ends: bool = False
    source: PartId | None = None
    note: Words | None = None

    def __str__(self) -> str:
        """Return the step's title."""
        return self.title


FileId = Annotated[str, BeforeValidator(check_id)]


class Journey(Frozen):
    """A learner's way through the support.

    Attributes
    ----------
    id, title, summary
        Short name (also the name of the file), what a person reads first, and a few sentences.
    groups
        Ids of the groups it is meant for; empty for anyone.
    status
        ``reported`` where the report gives the steps, ``draft`` for a draft of the kit's own, ``team`` for a team's.
    source
        Parts of the report that it rests on; nothing for what a team made up.
    based_on
        Id of the journey it was made from, if any.
    holds_at_start
        What holds of whoever begins it: see :data:`STATES`.
    found_through
        How people hear of it.
    steps
        In order, the first one first.
    """

    id: FileId
    title: Title
    summary: Summary | None = None
    groups: tuple[GroupId, ...] = ()
    status: Literal["reported", "draft", "team"] = "team"
    source: tuple[PartId, ...] = ()
    based_on: Id | None = None
    holds_at_start: tuple[State, ...] = ()
    found_through: Detail[Words] = not_known()
    steps: Annotated[tuple[Step, ...], Field(min_length=1, max_length=200)]

    def __repr__(self) -> str:
        return f"<Journey {self.id}: {len(self.steps)} steps ({self.status})>"

    def __getitem__(self, id: str) -> Step:
        """Return the step with this id.

        Raises
        ------
        UnknownId
            If there is none; it is a KeyError and says which id is nearest.
        """
        for step in self.steps:
            if step.id == id:
                return step
        from crpkit.framework import UnknownId

        raise UnknownId(id, [step.id for step in self.steps], f"the journey “{self.id}”")

    @property
    def evidence(self) -> tuple[str, ...]:
        """Evidence ids: parts of the report, or ``team:journey/…`` for a team's own."""
        if self.status == "team" or not self.source:
            return (f"team:journey/{self.id}",)
        return tuple(f"report:{part}" for part in self.source)

    def written(self) -> dict[str, Any]:
        """Return the journey as it stands in a file, without what is left blank."""
        kept: dict[str, Any] = self.model_dump(mode="json", exclude_defaults=True)
        return kept
