"""What people are paid for taking part: a dated table of rates, and what that comes to."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

from crpkit.errors import InputProblems, Problem, did_you_mean
from crpkit.framework import Framework, load_framework
from crpkit.planning.costs import DATA, CostRow
from crpkit.planning.figures import Figure, Text
from crpkit.planning.ranges import NOTHING, Range
from crpkit.tables import read_yaml, validate

KIND = "crpkit/rates"
FILE = "rates.yaml"
PARTS: Mapping[str, str] = {
    "time": "An hour of somebody's time",
    "expenses": "Travel and food, each time somebody comes",
    "access": "What makes it possible for disabled people and for speakers of other languages, each time",
    "childcare": "Care of children and others, each time",
}
"""What is paid, and for what."""


class _Rates(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")
    time: Figure = Figure()
    expenses: Figure = Figure()
    access: Figure = Figure()
    childcare: Figure = Figure()


class Rates(BaseModel):
    """A table of rates.

    Attributes
    ----------
    title, on, source
        What it is called, of which day, and from where.
    rates
        Pounds for each of :data:`PARTS`.
    principles
        Ids of the principles that a plan without payment departs from.
    caution
        What to find out before anyone is paid.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")
    title: Text = ""
    on: date
    source: Text = ""
    rates: _Rates
    principles: tuple[str, ...] = ()
    caution: Annotated[str, Field(min_length=1, max_length=2000)]

    def rate(self, part: str) -> Range:
        """Return pounds for one of :data:`PARTS`."""
        found: Figure = getattr(self.rates, part)
        return found.range

    def paid(self, row: CostRow, when: str) -> Mapping[str, Range]:
        """Return what people are paid for one row of the table of costs.

        Parameters
        ----------
        row
            Says for how many hours and visits.
        when
            ``setup`` or ``yearly``.
        """
        hours, visits = row.figure(f"paid_hours_{when}"), row.figure(f"visits_{when}")
        return {part: _product(hours if part == "time" else visits, self.rate(part)) for part in PARTS}


def _product(times: Range, rate: Range) -> Range:
    """Return so many times a rate; nothing at all costs nothing, whatever the rate."""
    return NOTHING if times == NOTHING else times.by(rate)


def read_rates(path: Path | str | None = None, framework: Framework | None = None) -> Rates:
    """Read a table of rates.

    Parameters
    ----------
    path
        A file, or a folder that may hold ``rates.yaml``; the kit's own table if there is none.
    framework
        By which the principles are checked.

    Raises
    ------
    InputProblems
        With file, line, field and remedy.
    """
    file = Path(path) if path is not None else DATA
    if file.is_dir():
        file = file / FILE if (file / FILE).is_file() else DATA / FILE
    document = read_yaml(file, KIND, shared=True)
    rates = validate(document, Rates)
    known = (framework or load_framework()).principles.ids
    problems = [
        Problem(
            f"There is no principle “{name}”",
            did_you_mean(name, known),
            file,
            document.line(("principles", at)),
            f"principles.{at}",
        )
        for at, name in enumerate(rates.principles)
        if name not in known
    ]
    if problems:
        raise InputProblems(problems)
    return rates
