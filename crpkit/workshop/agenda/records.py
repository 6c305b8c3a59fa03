"""An agenda as it stands in a file, before names are looked up."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

from crpkit.tables import Tidy
from crpkit.workshop.agenda.model import LONGEST_MINUTES, MOST_STEPS
from crpkit.workshop.lists import LONGEST_DETAIL, LONGEST_PROMPT, LONGEST_TITLE

Name = Annotated[str, Tidy, Field(pattern=r"^[a-z0-9][a-z0-9-]{0,19}$")]
Title = Annotated[str, Tidy, Field(min_length=1, max_length=120)]


class _Record(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True)


class OptionRecord(_Record):
    """One thing to choose: a title, and a sentence about it."""

    title: Annotated[str, Tidy, Field(min_length=1, max_length=LONGEST_TITLE)]
    detail: Annotated[str, Tidy, Field(max_length=LONGEST_DETAIL)] = ""


class StepRecord(_Record):
    """One step as it is written."""

    id: Name | None = None
    kind: Annotated[str, Tidy, Field(min_length=1, max_length=40)]
    title: Title | None = None
    prompt: Annotated[str, Tidy, Field(max_length=LONGEST_PROMPT)] = ""
    minutes: Annotated[int, Field(ge=1, le=LONGEST_MINUTES)] | None = None
    materials: Annotated[tuple[Title, ...], Field(max_length=30)] = ()
    note: Annotated[str, Tidy, Field(max_length=1_000)] = ""
    method: Literal["", "dots", "approval", "points", "ranking"] = ""
    most: Annotated[int, Field(ge=1, le=100)] | None = None
    options: Annotated[tuple[OptionRecord | Title, ...], Field(max_length=60)] | Title | None = None
    pick: Annotated[tuple[Title, ...], Field(max_length=60)] = ()
    top: Annotated[int, Field(ge=1, le=60)] | None = None
    from_step: Annotated[Name | None, Field(alias="from")] = None
    subject_from: Name | None = None
    of: Annotated[tuple[Name, ...], Field(max_length=40)] = ()


class AgendaRecord(_Record):
    """A whole agenda as it is written."""

    title: Title
    about: Annotated[str, Tidy, Field(max_length=600)] = ""
    tables: Annotated[
        tuple[Annotated[str, Tidy, Field(min_length=1, max_length=40)], ...], Field(max_length=40)
    ] = ()
    steps: Annotated[tuple[StepRecord, ...], Field(min_length=1, max_length=MOST_STEPS)]
