"""Days on which nothing is planned: bank and school holidays, and days that a team has blocked."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Annotated, Literal

from pydantic import Field, model_validator

from crpkit.errors import InputProblems, Problem
from crpkit.framework.facts import Frozen, HowKnown, Title, Words
from crpkit.planning.files import DATA, table_file
from crpkit.tables import read_yaml, validate

KIND = "crpkit/holidays"
FILE = "holidays.yaml"
LONGEST = 366
Where = Literal["E", "W", "S", "N"]
Blocked = date | tuple[date, date] | tuple[date, date, str]
"""A day, the first and last day of a time, or these two and why."""


class Closed(Frozen):
    """Some days on which nothing is planned.

    Attributes
    ----------
    title
        What people call them.
    kind
        ``bank``, ``school`` or ``other``; ``blocked`` for those that a team has blocked.
    first, last
        First and last day; where ``last`` is left out, one day.
    where
        First letters of area codes (England, Wales, Scotland, Northern Ireland); empty for everywhere.
    how_known, source
        How the dates are known, and from where.
    """

    title: Title
    kind: Literal["bank", "school", "other", "blocked"]
    first: date
    last: date = Field(default=date.min)
    where: tuple[Where, ...] = ()
    how_known: HowKnown = HowKnown.CONFIRMED
    source: Words | None = None

    @model_validator(mode="before")
    @classmethod
    def _one_day(cls, given: object) -> object:
        if isinstance(given, dict) and given.get("last") is None and "first" in given:
            return {**given, "last": given["first"]}
        return given

    @model_validator(mode="after")
    def _in_order(self) -> Closed:
        if self.last < self.first:
            raise ValueError(f"The last day, {self.last}, is before the first, {self.first}: change the two")
        if (self.last - self.first).days > LONGEST:
            raise ValueError(
                "That is more than a year: write each time that is closed as a record of its own"
            )
        return self

    @property
    def days(self) -> Iterable[date]:
        """Each of the days."""
        return (self.first + timedelta(number) for number in range((self.last - self.first).days + 1))

    def holds_in(self, code: str) -> bool:
        """Say whether it is closed in the place with this area code; without a code, only what is closed everywhere."""
        return not self.where or code[:1].upper() in self.where


class Holidays(Frozen):
    """A dated table of holidays.

    Attributes
    ----------
    worked_out_on
        The day on which somebody looked.
    records
        The days.
    """

    worked_out_on: date | None = None
    records: Annotated[tuple[Closed, ...], Field(max_length=2000)] = ()

    def in_place(self, code: str) -> tuple[Closed, ...]:
        """Return those that hold in a place, by its nine-character area code, in order of time."""
        mine = (one for one in self.records if one.holds_in(code))
        return tuple(sorted(mine, key=lambda one: (one.first, one.last, one.title)))


def read_holidays(path: Path | str | None = None) -> Holidays:
    """Read a table of holidays.

    Parameters
    ----------
    path
        A file, or a folder that may hold ``holidays.yaml``; the kit's own table if there is none.

    Raises
    ------
    InputProblems
        If the file cannot be understood; with every line that is wrong.
    """
    file = table_file(path, FILE)
    return _shipped() if file == DATA / FILE else _read(file)


@cache
def _shipped() -> Holidays:
    return _read(DATA / FILE)


def _read(path: Path) -> Holidays:
    return validate(read_yaml(path, KIND, shared=True), Holidays)


def blocked_days(blocked: Iterable[Blocked]) -> tuple[Closed, ...]:
    """Return days that a team has blocked, checked.

    Parameters
    ----------
    blocked
        A day, (first, last), or (first, last, why) each.

    Raises
    ------
    InputProblems
        For each that is no day, ends before it begins, or is longer than a year.
    """
    found, problems = [], []
    for place, one in enumerate(blocked, start=1):
        try:
            found.append(_blocked(one))
        except (TypeError, ValueError) as error:
            said = str(error) if isinstance(error, _NoDays) else f"{one!r} is not a day or some days"
            remedy = "Write a day, or its first and last day: (date(2027, 7, 26), date(2027, 8, 27), “why”)."
            problems.append(Problem(said, remedy, field=f"blocked, number {place}"))
    if problems:
        raise InputProblems(problems)
    return tuple(found)


class _NoDays(ValueError):
    """Something about blocked days that is said to people as it stands."""


def _blocked(one: Blocked) -> Closed:
    parts: Sequence[object] = one if isinstance(one, tuple) else (one, one)
    if not 2 <= len(parts) <= 3:
        raise _NoDays(f"{len(parts)} things stand where two days are needed")
    first, last = (_day(part) for part in parts[:2])
    title = " ".join(str(parts[2]).split())[:200] if len(parts) == 3 else ""
    if last < first:
        raise _NoDays(f"The last day, {last}, is before the first, {first}")
    if (last - first).days > LONGEST:
        raise _NoDays(f"From {first} to {last} is more than a year")
    return Closed(title=title or "Blocked by the team", kind="blocked", first=first, last=last)


def _day(part: object) -> date:
    if isinstance(part, datetime):
        return part.date()
    if not isinstance(part, date):
        raise _NoDays(f"{part!r} is not a day")
    return part
