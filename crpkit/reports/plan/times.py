"""When what happens, and what it asks of people's time."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from functools import cached_property

import pandas as pd

from crpkit import charts
from crpkit.errors import CrpkitError
from crpkit.planning.timetabling import Timetable, hours_had, timetable
from crpkit.reports.document import Bullets, DataTable, FigureBlock, Heading, Paragraph, Part
from crpkit.reports.plan.given import Given
from crpkit.reports.sources import in_words

_MOST_NOTES = 8
_KINDS = ("set-up", "runs", "meeting")


class When:
    """The timetable of a kept plan; none while it has no first day."""

    def __init__(self, given: Given) -> None:
        self._given = given

    @cached_property
    def table(self) -> Timetable | None:
        """The timetable."""
        given = self._given
        start = given.kept.settings.start
        if start is None:
            return None
        inputs = given.inputs
        return timetable(
            given.plan,
            start,
            given.kept.settings.blocked,
            framework=given.framework,
            times=inputs.times,
            holidays=inputs.holidays,
            place_code=inputs.place.code if inputs.place else "",
            had=hours_had(self._personas()),
        )

    def _personas(self) -> list:  # type: ignore[type-arg]
        try:
            return list(self._given.workspace.personas.values())
        except CrpkitError:  # a broken persona leaves unknown what people have; “crpkit check” names it
            return []


def times(given: Given) -> Iterator[Part]:
    """Yield the timetable, and the hours asked of each group."""
    yield Heading(2, "When")
    table = When(given).table
    if table is None:
        yield Paragraph("No first day is set yet, so months are counted from the plan’s beginning.")
        yield _by_month(given)
        return
    yield FigureBlock(
        replace(charts.timetable(table), title="When what happens", table=_steps(given, table)), titled=False
    )
    yield from _hours(table)
    if table.notes:
        yield Heading(3, "To know about these dates")
        yield Bullets(table.notes[:_MOST_NOTES])


def _by_month(given: Given) -> DataTable:
    rows = tuple(
        (line.option.title, given.month(line.start_month), given.month(line.runs_from))
        for line in given.changing
    )
    return DataTable("From which month", ("What", "Setting up begins", "Runs from, at the latest"), rows)


def _steps(given: Given, table: Timetable) -> pd.DataFrame:
    """Return the dates that matter, a row each; every single date is in the calendar file beside the document."""
    rows = []
    for line in given.chosen:
        mine = [event for event in table.events if event.component == line.component]
        begins, runs, met = ([one.start for one in mine if one.kind == kind] for kind in _KINDS)
        meetings = f"{len(met)}, the first on {in_words(met[0])}" if met else None
        first = in_words(runs[0]) if runs else "not known"
        rows.append((line.option.title, in_words(begins[0]) if begins else None, first, meetings))
    reviews = [event.start for event in table.events if event.kind == "review"]
    rows += [("Looking back together", None, in_words(day), None) for day in reviews]
    return pd.DataFrame(rows, columns=["What", "Setting up begins", "Runs from, or day", "Meetings"])


def _hours(table: Timetable) -> Iterator[Part]:
    hours = table.hours()
    if not len(hours):
        return
    rows = []
    for _, mine in hours.groupby("group", sort=False):
        row = mine.iloc[0]
        most = mine["asked_high"].max()
        had = _span(row["had_low"], row["had_high"])
        unknown = int(mine["not_known"].max())
        asked = "not known" if pd.isna(most) else f"up to {most:.0f}"
        if unknown and not pd.isna(most):
            asked = f"at least {mine['asked_low'].max():.0f}; not all is known"
        rows.append((str(row["group_title"]), asked, had, _beside(mine)))
    header = ("Group", "Hours asked in the busiest month", "Hours they have a month", "Does it fit?")
    yield DataTable("Hours asked of a person who takes part in everything for the group", header, tuple(rows))


def _beside(rows: pd.DataFrame) -> str:
    words = set(rows["beside"])
    for found in ("more than they have", "perhaps more"):
        if found in words:
            months = int((rows["beside"] == found).sum())
            return f"{found}, in {months} month{'s' if months > 1 else ''}"
    return "not known" if "not known" in words else "yes"


def _span(low: float, high: float) -> str:
    if pd.isna(low) or pd.isna(high):
        return "not known"
    return f"{low:g}" if low == high else f"{low:g} to {high:g}"
