"""What every value of the framework carries: how it is known, and what it points to."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Annotated, Any, Generic, TypeVar

from pydantic import BaseModel, ConfigDict, Field, model_validator

from crpkit.tables.words import Tidy

T = TypeVar("T")
Id = Annotated[str, Field(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=80)]
Words = Annotated[str, Tidy, Field(min_length=1, max_length=2000)]
Title = Annotated[str, Tidy, Field(min_length=1, max_length=200)]
Summary = Annotated[str, Tidy, Field(min_length=1, max_length=600)]


@dataclass(frozen=True)
class Ref:
    """Marks a field as the id of a record in a collection, so that it can be checked on reading."""

    collection: str


FamilyId = Annotated[Id, Ref("families")]
GroupId = Annotated[Id, Ref("groups")]
InterventionId = Annotated[Id, Ref("interventions")]
ComponentId = Annotated[Id, Ref("components")]
NeedId = Annotated[Id, Ref("needs")]
PartId = Annotated[Id, Ref("report_parts")]


class HowKnown(StrEnum):
    """How the kit knows a fact; ``unknown`` is a value like the others."""

    REPORTED = "reported"
    INFERRED = "inferred"
    CONFIRMED = "confirmed"
    ASSUMED = "assumed"
    UNKNOWN = "unknown"


class Frozen(BaseModel):
    """Base of all records: cannot be changed, refuses fields it does not know."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Fact(Frozen, Generic[T]):
    """A value together with how it is known.

    In a file, a bare value stands for a reported one and ``null`` for an unknown one.

    Attributes
    ----------
    value
        The value; ``None`` when it is unknown.
    how_known
        ``reported`` (by the study), ``inferred`` (by us) … or ``unknown``.
    source
        Part of the report, where it differs from the record's own.
    note
        What a reader should know about it, for example that two places disagree.
    """

    value: T | None = None
    how_known: HowKnown
    source: PartId | None = None
    note: Words | None = None

    @model_validator(mode="before")
    @classmethod
    def _from_bare_value(cls, value: object) -> object:
        if isinstance(value, BaseModel):
            return value
        if isinstance(value, Mapping) and ("how_known" in value or "value" in value):
            return {"how_known": "reported", **value}
        return {"value": value, "how_known": "unknown" if value is None else "reported"}

    @model_validator(mode="after")
    def _unknown_has_no_value(self) -> Fact[T]:
        if (self.value is None) != (self.how_known is HowKnown.UNKNOWN):
            raise ValueError("A fact has a value, or its how_known is “unknown”; not both, not neither")
        return self

    def __str__(self) -> str:
        """Return the value in words, or ``unknown``."""
        return "unknown" if self.value is None else str(self.value)


def unknown() -> Fact[Any]:
    """Return a fact that nobody knows yet."""
    return Fact[Any](how_known=HowKnown.UNKNOWN)


def not_known_yet() -> Any:
    """Return the default of a field whose value nobody has to know."""
    return Field(default=None, validate_default=True)
