"""The place: what is known of who lives and works there, each thing with its source and date; all of it optional."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, field_validator

from crpkit.tables import Tidy, read_yaml, validate, write_yaml

KIND = "crpkit/place"
FILE = "place.yaml"
_CODE = re.compile(r"[A-Z]\d{8}")
PREFIXES = {
    "E06": "England, unitary authority",
    "E07": "England, district",
    "E08": "England, metropolitan district",
    "E09": "England, London borough",
    "E10": "England, county",
    "E47": "England, combined authority",
    "W06": "Wales, unitary authority",
    "S12": "Scotland, council area",
    "N09": "Northern Ireland, district",
}
"""First three characters of the codes of the Office for National Statistics that stand for a place of this size."""
Text = Annotated[str, Tidy, Field(max_length=300)]
Name = Annotated[str, Tidy, Field(min_length=1, max_length=200)]


class Known(BaseModel):
    """One thing that is known of a place.

    Attributes
    ----------
    name
        What it is called.
    percent
        For a group of the population: its share of those who live or work here, 0 to 100.
    source, on
        Where this is from, and of which day or year; empty if nobody noted it.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")
    name: Name
    percent: Annotated[float | None, Field(ge=0, le=100)] = None
    family: Annotated[str, Tidy, Field(max_length=80)] = ""
    source: Text = ""
    on: Annotated[str, Tidy, Field(max_length=40)] = ""

    @field_validator("on", mode="before")
    @classmethod
    def _day(cls, value: object) -> object:
        return (
            value.isoformat() if isinstance(value, date) else str(value) if isinstance(value, int) else value
        )


class Place(BaseModel):
    """A place; whatever is not known stays empty.

    Attributes
    ----------
    name, code
        What people call it, and its nine-character code of the Office for National Statistics. Only the shape and the
        first three characters of the code are checked.
    groups
        Known groups of the population, with shares where these are known.
    organisations, universities, brokers
        Who is here.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")
    name: Text = ""
    code: Text = ""
    groups: tuple[Known, ...] = ()
    organisations: tuple[Known, ...] = ()
    universities: tuple[Known, ...] = ()
    brokers: tuple[Known, ...] = ()

    @field_validator("code")
    @classmethod
    def _shape(cls, value: str) -> str:
        problem = code_problem(value)
        if problem:
            raise ValueError(problem)
        return value

    @property
    def kind(self) -> str:
        """What kind of place the code stands for; empty without one."""
        return PREFIXES.get(self.code[:3], "")


def code_problem(code: str) -> str:
    """Return what is wrong with the code of a place, in a sentence; nothing if it is empty or has the right shape."""
    if not code:
        return ""
    if not _CODE.fullmatch(code):
        return f"“{code}” is no code of a place. Write a letter and eight digits, such as E08000025, or leave it blank."
    if code[:3] not in PREFIXES:
        return f"“{code}” begins with {code[:3]}. Codes of councils begin with {', '.join(PREFIXES)}."
    return ""


def read_place(path: Path | str) -> Place:
    """Read a place.

    Raises
    ------
    InputProblems
        With file, line and field.
    """
    return validate(read_yaml(Path(path), KIND), Place)


def write_place(place: Place, path: Path | str) -> Path:
    """Write a place, so that a person can read and change the file.

    Raises
    ------
    InputProblems
        If it cannot be written; what was there before is untouched.
    """
    file = Path(path)
    write_yaml(file, {"type": KIND, "version": 1, **place.model_dump(exclude_defaults=True, mode="json")})
    return file
