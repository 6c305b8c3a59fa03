"""A value of a journey together with how it is known; *unknown* is a value of its own, never zero."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, Generic, TypeVar

from pydantic import AfterValidator, BaseModel, BeforeValidator, Field, model_validator

from crpkit.framework.facts import Frozen, HowKnown, PartId, Words

T = TypeVar("T")
_SURE_FIRST = (
    HowKnown.REPORTED,
    HowKnown.CONFIRMED,
    HowKnown.INFERRED,
    HowKnown.ASSUMED,
    HowKnown.UNKNOWN,
)
_RANK = {how: number for number, how in enumerate(_SURE_FIRST)}


class Detail(Frozen, Generic[T]):
    """One detail of a step.

    In a file a bare value counts as assumed, as in a persona; nothing written, or ``null``, is unknown.

    Attributes
    ----------
    value
        The value; ``None`` while nobody knows.
    how_known
        ``reported`` (in the report), ``inferred`` (our reading of it), ``confirmed`` or ``assumed`` (by a team), or
        ``unknown``.
    source
        Part of the report, for what it says.
    note
        What a reader should know about it.
    """

    value: T | None = None
    how_known: HowKnown = HowKnown.UNKNOWN
    source: PartId | None = None
    note: Words | None = None

    @model_validator(mode="before")
    @classmethod
    def _from_bare_value(cls, value: object) -> object:
        if isinstance(value, BaseModel):
            return value
        if not isinstance(value, Mapping):
            return {} if value is None else {"value": value, "how_known": HowKnown.ASSUMED}
        if value.get("value") is not None and "how_known" not in value:
            return {**value, "how_known": HowKnown.ASSUMED}
        return value

    @model_validator(mode="after")
    def _unknown_has_no_value(self) -> Detail[T]:
        if (self.value is None) == self.known:
            raise ValueError("Write “how_known: assumed” or “confirmed” with a value, “unknown” without one")
        return self

    @property
    def known(self) -> bool:
        """Whether there is a value at all, however it is known."""
        return self.how_known is not HowKnown.UNKNOWN

    def __str__(self) -> str:
        """Return the value in words, or ``not known``."""
        if self.value is None:
            return "not known"
        return f"{self.value:g}" if isinstance(self.value, float) else str(self.value)


def not_known() -> Any:
    """Return the default of a detail: nobody knows yet."""
    return Field(default=None, validate_default=True)


def weakest(ways: Iterable[HowKnown]) -> HowKnown:
    """Return how a thing is known that rests on several: as well as the least sure of them.

    Of nothing at all it is ``reported``, so that it changes nothing where more is added.
    """
    return max(ways, key=_RANK.__getitem__, default=HowKnown.REPORTED)


def within(least: float, most: float, unit: str) -> AfterValidator:
    """Return the check that a number in a file lies within limits; it also refuses what is no number at all."""

    def check(number: float) -> float:
        if not least <= number <= most:
            raise ValueError(f"“{number:g}” cannot be right; write {least:g} to {most:,.0f} ({unit})")
        return number

    return AfterValidator(check)


def _no_truth_value(value: object) -> object:
    if isinstance(value, bool):
        raise ValueError("A number is needed here, not true or false")
    return value


NoTruthValue = BeforeValidator(_no_truth_value)
