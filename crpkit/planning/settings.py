"""What a team asks of a plan, and what it writes to each line, as it stands in a file that the team can edit."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from typing import Annotated, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, PlainSerializer, field_validator

from crpkit.tables import Tidy, short

MONTHS = 18
MOST_MONTHS = 120
_PAIR = re.compile(r"[^/\s]+/[^/\s]+")
Name = Annotated[str, Tidy, Field(min_length=1, max_length=120)]
Short = Annotated[str, Tidy, Field(max_length=300)]
Long = Annotated[str, Tidy, Field(max_length=4000)]
Money = Annotated[float, Field(ge=0, lt=1e12, allow_inf_nan=False)]
Share = Annotated[float, Field(ge=0, le=1)]


def _list(value: object) -> object:
    """Take one word, too, where a list of words is meant."""
    return [value] if isinstance(value, str) else value


Names = Annotated[tuple[Name, ...], BeforeValidator(_list)]


def _decision(value: object) -> object:
    """Take ``{allowed: no, reason: …}``, as it stands in the file."""
    if isinstance(value, Mapping) and set(value) <= {"allowed", "reason"} and "allowed" in value:
        return value["allowed"], value.get("reason") or ""
    return value


def _written_decision(value: tuple[bool, str]) -> dict[str, object]:
    return {"allowed": value[0], "reason": value[1]}


Decision = Annotated[
    tuple[bool, Long],
    BeforeValidator(_decision),
    PlainSerializer(_written_decision, return_type=dict[str, object]),
]


def _period(value: object) -> object:
    """Take ``{from: …, to: …, why: …}``, as it stands in the file; without ``to`` it is one day."""
    if isinstance(value, Mapping) and set(value) <= {"from", "to", "why"} and "from" in value:
        return value["from"], value.get("to") or value["from"], value.get("why") or ""
    return value


def _written_period(value: tuple[date, date, str]) -> dict[str, str]:
    return {"from": value[0].isoformat(), "to": value[1].isoformat(), "why": value[2]}


Period = Annotated[
    tuple[date, date, Short],
    BeforeValidator(_period),
    PlainSerializer(_written_period, return_type=dict[str, str]),
]


class Settings(BaseModel):
    """What a team asks of a plan.

    Attributes
    ----------
    budget
        Pounds for the whole plan.
    staff_days
        Days of paid staff there are; no limit if not given.
    months
        How long the plan runs.
    start
        Its first day; not known yet if not given.
    pay
        Whether people are paid for taking part.
    floors
        Group id → the least share (0 to 1) of what people in it would like that must be answered.
    require, exclude
        Ids of components or options that must, or must not, be in it.
    allowed
        Option id → allowed (``True``) or ruled out (``False``), and why.
    links
        ``component/need`` → ``none``, ``some`` or ``strong``: what the team said of links.
    blocked
        First and last day, and why, of times in which nothing is planned.
    survey
        Name of the survey it rests on; the newest picture's, or the only one, if empty.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")
    budget: Money
    staff_days: Money | None = None
    months: Annotated[int, Field(ge=1, le=MOST_MONTHS)] = MONTHS
    start: date | None = None
    pay: bool = True
    floors: Mapping[Name, Share] = {}
    require: Names = ()
    exclude: Names = ()
    allowed: Mapping[Name, Decision] = {}
    links: Mapping[Name, Literal["none", "some", "strong"]] = {}
    blocked: tuple[Period, ...] = ()
    survey: Annotated[str, Tidy, Field(max_length=120)] = ""

    @field_validator("links")
    @classmethod
    def _pairs(cls, value: Mapping[str, str]) -> Mapping[str, str]:
        for name in value:
            if not _PAIR.fullmatch(name):
                raise ValueError(f"“{short(name)}” is no link. Write a component and a need: component/need.")
        return value

    @field_validator("allowed")
    @classmethod
    def _reasons(cls, value: Mapping[str, tuple[bool, str]]) -> Mapping[str, tuple[bool, str]]:
        for name, (allowed, reason) in value.items():
            if not reason:
                what = "allowed" if allowed else "ruled out"
                raise ValueError(f"“{short(name)}” is {what} without a reason. Write why; it is kept.")
        return value

    @field_validator("blocked")
    @classmethod
    def _in_order(cls, value: tuple[tuple[date, date, str], ...]) -> tuple[tuple[date, date, str], ...]:
        for first, last, _ in value:
            if last < first:
                raise ValueError(
                    f"{last} is before {first}. Write the first day under from, the last under to."
                )
        return value

    @property
    def team_links(self) -> Mapping[tuple[str, str], str]:
        """The team's links by component and need, as :func:`crpkit.planning.plans` takes them."""
        pairs = ((tuple(name.split("/", 1)), strength) for name, strength in self.links.items())
        return {(pair[0], pair[1]): strength for pair, strength in pairs}


class LineNotes(BaseModel):
    """What a team wrote to one line of its plan; what is empty stays as the kit proposes.

    Attributes
    ----------
    lead, partners
        Who leads, and who works with them.
    note
        What was decided, and why.
    loses
        Who might lose by it, and what is done about that.
    principles
        Id of a prompt of the eight principles → what the team found.
    gains
        Who gains, in the team's words, beside what is reckoned.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")
    lead: Short = ""
    partners: Annotated[tuple[Short, ...], BeforeValidator(_list)] = ()
    note: Long = ""
    loses: Long = ""
    principles: Mapping[Name, Long] = {}
    gains: Long = ""
