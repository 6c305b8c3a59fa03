"""What the parts of a plan ask of people's time: an editable table, in which nearly everything is unknown at first."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Annotated

from pydantic import AfterValidator, ConfigDict, Field, model_validator

from crpkit.errors import InputProblems, Problem, did_you_mean
from crpkit.framework import Framework, load_framework
from crpkit.framework.facts import Frozen, HowKnown, Words
from crpkit.planning.figures import Span
from crpkit.planning.files import DATA, table_file
from crpkit.planning.ranges import UNKNOWN, Range
from crpkit.tables import Document, read_yaml, validate

KIND = "crpkit/times"
FILE = "times.yaml"
REVIEWS = "reviews"
"""Stands in the table for looking back together."""


def _up_to(most: float, unit: str) -> AfterValidator:
    def check(span: Range) -> Range:
        if span.known and span.most > most:
            raise ValueError(f"“{span.most:g}” cannot be right: write {unit} from 0 to {most:g}")
        return span

    return AfterValidator(check)


class Asked(Frozen):
    """What one component asks of people's time.

    Attributes
    ----------
    component
        Its id, or ``reviews``.
    each
        Hours that a person gives each time.
    monthly
        Hours a month, for what goes on without fixed dates.
    own_time
        Whether people use it when they like, so that nothing is asked.
    every_weeks
        Weeks from one time to the next, where it is not as the framework says.
    groups
        Ids of the groups it asks; empty: those whom the framework names for it.
    how_known, source, note
        How that is known, from where, and what a reader should know.
    """

    model_config = ConfigDict(arbitrary_types_allowed=True)
    component: str
    each: Annotated[Span, _up_to(1000, "hours")] = UNKNOWN
    monthly: Annotated[Span, _up_to(744, "hours a month")] = UNKNOWN
    own_time: bool = False
    every_weeks: Annotated[Span, _up_to(520, "weeks")] = UNKNOWN
    groups: tuple[str, ...] = ()
    how_known: HowKnown = HowKnown.ASSUMED
    source: Words | None = None
    note: Words | None = None

    @model_validator(mode="after")
    def _not_both(self) -> Asked:
        if self.own_time and (self.each.known or self.monthly.known or self.every_weeks.known):
            raise ValueError(
                "Either people use it in their own time, or it asks for hours: take one of them out"
            )
        if self.every_weeks.known and self.every_weeks.least < 1:
            raise ValueError("every_weeks is 1 week or more")
        return self


class _Table(Frozen):
    written_on: object = None
    records: Annotated[tuple[Asked, ...], Field(max_length=1000)] = ()


Times = Mapping[str, Asked]
"""Id of a component, or ``reviews`` → what it asks."""


def read_times(path: Path | str | None = None, framework: Framework | None = None) -> Times:
    """Read a table of what components ask of people's time.

    Parameters
    ----------
    path
        A file, or a folder that may hold ``times.yaml``; the kit's own table if there is none.
    framework
        With the team's overlay; the packaged one if not given.

    Raises
    ------
    InputProblems
        If the file cannot be understood; with every line that is wrong, names no component, or names one twice.
    """
    file = table_file(path, FILE)
    return _shipped() if file == DATA / FILE else _read(file, framework or load_framework())


@cache
def _shipped() -> Times:
    return _read(DATA / FILE, load_framework())


def _read(path: Path, framework: Framework) -> Times:
    document = read_yaml(path, KIND, shared=True)
    table = validate(document, _Table)
    problems = list(_unknown(document, table, framework))
    if problems:
        raise InputProblems(problems)
    return {one.component: one for one in table.records}


def _unknown(document: Document, table: _Table, framework: Framework) -> Iterator[Problem]:
    """Yield what names no component or group, and what stands there twice."""
    known = {REVIEWS, *(one.id for one in framework.components)}
    groups = {one.id for one in framework.groups}
    seen: set[str] = set()
    for place, one in enumerate(table.records):
        line = document.line(("records", place))
        if one.component not in known:
            remedy = did_you_mean(one.component, known) or "Use the id of a component."
            yield Problem(
                f"There is no component “{one.component}”", remedy, document.path, line, "component"
            )
        elif one.component in seen:
            found = f"“{one.component}” stands here a second time"
            yield Problem(found, "Keep one of the two.", document.path, line, "component")
        seen.add(one.component)
        for group in one.groups:
            if group not in groups:
                found = f"There is no group “{group}”"
                yield Problem(found, did_you_mean(group, groups), document.path, line, "groups")
