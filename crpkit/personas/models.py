"""The record of a persona: a made-up person who stands for one of the participant groups.

The six starter personas follow the cards in Appendix 4 of the report. What a
road-test needs beyond them is blank until a team fills it in, and each such
value says how it is known.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Annotated, Any, Generic, TypeVar

from pydantic import AfterValidator, BaseModel, BeforeValidator, Field, model_validator

from crpkit.framework.models import Frozen, HowKnown
from crpkit.personas.fields import FACTS, DigitalAccess
from crpkit.personas.words import check_id, check_line, check_lines, check_some_lines, check_title

T = TypeVar("T")

_LIMITS = {fact.name: (fact.least, fact.most, fact.unit) for fact in FACTS}

Id = Annotated[str, BeforeValidator(check_id)]
Line = Annotated[str, BeforeValidator(check_line)]
Title = Annotated[Line, AfterValidator(check_title)]
Lines = Annotated[tuple[Line, ...], AfterValidator(check_lines)]
SomeLines = Annotated[tuple[Line, ...], AfterValidator(check_some_lines)]


class TeamFact(Frozen, Generic[T]):
    """A value that a team fills in, together with how it is known.

    Attributes
    ----------
    value
        The value; ``None`` while nobody knows.
    how_known
        ``reported`` (in the report), ``confirmed`` or ``assumed`` (by the team), or ``unknown``.
    note
        Anything a reader should know about it.
    by
        Who says so: a role or a group, not a person's name.
    """

    value: T | None = None
    how_known: HowKnown = HowKnown.UNKNOWN
    note: Line | None = None
    by: Line | None = None

    def __repr_name__(self) -> str:
        return "TeamFact"

    @property
    def known(self) -> bool:
        """Whether there is a value at all, however it is known."""
        return self.how_known is not HowKnown.UNKNOWN

    @model_validator(mode="after")
    def _hangs_together(self) -> TeamFact[T]:
        if self.how_known is HowKnown.INFERRED:
            raise ValueError("“inferred” is not used in personas; write assumed, confirmed or reported")
        if (self.value is None) == self.known:
            raise ValueError("Write “how_known: assumed” or “confirmed” with a value, “unknown” without one")
        return self


def _as_fact(value: object) -> object:
    """Read nothing as unknown, and a value that does not say how it is known as the team's assumption."""
    if value is None:
        return {}
    if isinstance(value, BaseModel):
        return value.model_dump()
    if not isinstance(value, Mapping):
        return {"value": value, "how_known": HowKnown.ASSUMED}
    if value.get("value") is not None and "how_known" not in value:
        return {**value, "how_known": HowKnown.ASSUMED}
    return value


def _not_a_truth_value(value: object) -> object:
    if isinstance(value, bool):
        raise ValueError("A number is needed here, not true or false")
    return value


def _within(name: str) -> AfterValidator:
    least, most, unit = _LIMITS[name]

    def check(number: float) -> float:
        if not (math.isfinite(number) and (least or 0) <= number <= (most or math.inf)):
            raise ValueError(f"“{number:g}” cannot be right; write {least:g} to {most:,.0f} ({unit})")
        return round(number, 2)  # a hundredth of an hour, a penny; files keep no more digits faithfully

    return AfterValidator(check)


_Number = Annotated[float, BeforeValidator(_not_a_truth_value)]
_Whole = Annotated[int, BeforeValidator(_not_a_truth_value)]
_AsFact = BeforeValidator(_as_fact)
_BLANK: Any = Field(default=None, validate_default=True)


class Persona(Frozen):
    """One persona, as it stands in its file.

    Attributes
    ----------
    id
        Short name in small letters with hyphens; also the name of the file.
    title
        What a person reads first.
    group
        Id of the participant group it stands for.
    i_am, id_like, how_do_i
        The three columns of the card: lines in plain words, at least one each.
    source
        Part of the report that the three columns come from; nothing for a team's own persona.
    based_on
        Id of the persona that this one was adapted from, if any.
    place
        Where they live or work.
    hours_a_month
        Hours a month they could give; this and the next two to two decimals.
    money
        Pounds a year they could spend out of pocket.
    years_of_experience
        Years of work in community research partnerships.
    confidence
        1 (not at all sure) to 5 (very sure).
    access_needs
        What they need so that they can take part; an empty list says that they need nothing special.
    digital_access
        ``none``, ``phone``, ``shared`` or ``own`` (see :data:`crpkit.personas.DIGITAL_ACCESS`).
    """

    id: Id
    title: Title
    group: Id
    i_am: SomeLines
    id_like: SomeLines
    how_do_i: SomeLines
    source: Id | None = None
    based_on: Id | None = None
    place: Annotated[TeamFact[Line], _AsFact] = _BLANK
    hours_a_month: Annotated[TeamFact[Annotated[_Number, _within("hours_a_month")]], _AsFact] = _BLANK
    money: Annotated[TeamFact[Annotated[_Number, _within("money")]], _AsFact] = _BLANK
    years_of_experience: Annotated[TeamFact[Annotated[_Number, _within("years_of_experience")]], _AsFact] = (
        _BLANK
    )
    confidence: Annotated[TeamFact[Annotated[_Whole, _within("confidence")]], _AsFact] = _BLANK
    access_needs: Annotated[TeamFact[Lines], _AsFact] = _BLANK
    digital_access: Annotated[TeamFact[DigitalAccess], _AsFact] = _BLANK

    @property
    def facts(self) -> Mapping[str, TeamFact[Any]]:
        """What a road-test needs, by field name, known or not."""
        return {fact.name: getattr(self, fact.name) for fact in FACTS}

    @property
    def evidence(self) -> str:
        """Evidence id: ``report:appendix-4``, or ``team:persona/…`` for a team's own."""
        return f"report:{self.source}" if self.source else f"team:persona/{self.id}"
