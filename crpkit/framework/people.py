"""Records about people: who they are, what they need, what stands in their way."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from crpkit.framework.facts import Fact, FamilyId, GroupId, NeedId, Words, not_known_yet
from crpkit.framework.named import Record
from crpkit.framework.parts import JourneyStep, Voice

Place = Literal["university", "community"]


class Family(Record):
    """Community, brokers, researchers, or funders.

    Attributes
    ----------
    learner
        True for the three families the learning support is for; funders take part in workshops only.
    share_percent
        The family's share of the people who took part in the study, in percent, as printed.
    """

    learner: bool
    share_percent: Fact[int] = not_known_yet()


class Group(Record):
    """One of the six kinds of participants.

    Attributes
    ----------
    family
        Id of its family.
    experience
        New to this work or experienced in it.
    sits_in
        Where such people work; brokers may sit in universities or in communities.
    needs_table_column
        The column of the report's needs table (Appendix 4) that speaks for the group; two groups share one
        column where the table does not part them, and the note says so.
    provision
        What the same column, or the group itself, names as provision in the UK in 2022; names as printed.
    """

    family: FamilyId
    experience: Literal["new", "experienced"]
    sits_in: Fact[frozenset[Place]] = not_known_yet()
    needs_table_column: Fact[Words] = not_known_yet()
    provision: tuple[Fact[Words], ...] = ()


class Need(Record):
    """Something that people in a group said they need.

    Attributes
    ----------
    kind
        Knowledge or skill, connection, resource, or condition of the system (recognition, funding
        rules, contracts).
    voiced_by
        Every place in the report where it was voiced, and for which group.
    """

    kind: Literal["knowledge-or-skill", "connection", "resource", "system-condition"]
    voiced_by: Annotated[tuple[Voice, ...], Field(min_length=1)]


class Barrier(Record):
    """Something that keeps people from taking part in learning.

    Attributes
    ----------
    families
        Ids of the families the report names for it.
    """

    families: tuple[FamilyId, ...]


class Challenge(Record):
    """A well-known difficulty of community research partnerships (Appendix 3).

    Attributes
    ----------
    side
        Who meets it: higher education, communities, or both.
    """

    side: Literal["higher-education", "community", "both"]


class Journey(Record):
    """An illustrated learner's way through the support.

    Attributes
    ----------
    group
        Whose way it is.
    needs
        Needs the report lists with it.
    steps
        Empty where the report's text gives none.
    """

    group: GroupId
    needs: tuple[NeedId, ...]
    steps: tuple[JourneyStep, ...] = ()
