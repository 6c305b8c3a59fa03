"""One figure of a table of costs: a number, a span, so much for each of so many, or unknown; with where it is from."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Annotated, Any

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, model_validator

from crpkit.errors import Problem
from crpkit.framework import HowKnown
from crpkit.planning.ranges import Range
from crpkit.tables import Tidy, short

UNKNOWN_WORDS = ("unknown", "not known", "?", "")
Text = Annotated[str, Tidy, Field(max_length=600)]
_HOW_TO_WRITE = "Write a number such as 1200, a span such as [800, 1200], or unknown."


class _Mistake(ValueError):
    """What is wrong with a figure, as one sentence with its remedy."""

    def __init__(self, found: str, remedy: str) -> None:
        super().__init__(Problem(found, remedy).sentence)


def as_range(value: object) -> Range:
    """Return what somebody wrote as a range.

    Parameters
    ----------
    value
        A number, a list of two, ``unknown`` or nothing.

    Raises
    ------
    ValueError
        With a sentence that says what to write.
    """
    if isinstance(value, Range):
        return value
    if value is None or (isinstance(value, str) and value.strip().casefold() in UNKNOWN_WORDS):
        return Range()
    if isinstance(value, list | tuple):
        if len(value) != 2:
            raise _Mistake(f"A span with {len(value)} ends", _HOW_TO_WRITE)
        low, high = (_number(one) for one in value)
        if low > high:
            found = f"The span is upside down: {low:g} is more than {high:g}"
            raise _Mistake(found, f"Write [{high:g}, {low:g}] if that is meant.")
        return Range(low, high)
    number = _number(value)
    return Range(number, number)


def _number(value: object) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise _Mistake(f"“{short(value)}” is not a number", _HOW_TO_WRITE)
    if not 0 <= value < 1e12:  # also refuses what is not a number at all
        raise _Mistake(f"“{value}” cannot be an amount", "Write 0 or more.")
    return float(value)


Span = Annotated[Range, BeforeValidator(as_range)]


class Figure(BaseModel):
    """A figure with its evidence.

    In a file a bare number, span or ``unknown`` stands for a figure whose ``how_known``, ``source`` and ``on`` are
    those of its row.

    Attributes
    ----------
    value
        The figure; unknown if not given.
    each, times
        Instead of ``value``: so much for each, and how many of them, for example up to £1,000 for each partnership.
    how_known, source, on, note
        How it is known, from where, of which day, and what a reader should know about it.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", arbitrary_types_allowed=True)
    value: Span = Range()
    each: Span | None = None
    times: Span = Range()
    how_known: HowKnown | None = None
    source: Text = ""
    on: date | None = None
    note: Text = ""

    @model_validator(mode="before")
    @classmethod
    def _bare(cls, given: object) -> Any:
        if isinstance(given, Mapping | BaseModel):
            return given
        return {"value": as_range(given)}

    @model_validator(mode="after")
    def _one_of_both(self) -> Figure:
        if self.each is not None and self.value != Range():
            raise _Mistake("A value and so much for each", "Write value, or each and times; not both.")
        return self

    @property
    def range(self) -> Range:
        """The figure as a range."""
        return self.value if self.each is None else self.each.by(self.times)
