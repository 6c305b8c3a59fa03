"""What workshops chose, and what road-tests found: beside the plan, and not part of how it was reckoned."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pandas as pd

from crpkit.planning.lenses import agreed_changes, workshop_choices
from crpkit.reports.document import Bullets, DataTable, Heading, Paragraph, Part, Run, Words
from crpkit.reports.plan.given import Given, listed_all
from crpkit.tables.small import published_count

_MOST = 8
_COUNTED = {"dots": "Dots", "points": "Points", "people": "Chosen by"}


def beside(given: Given) -> Iterator[Part]:
    """Yield what people chose in workshops and agreed to change, beside the plan."""
    choices = workshop_choices(given.workspace)
    tables = [
        table
        for (code, asked), mine in choices.groupby(["workshop", "asked"], sort=False)
        if (table := _chosen(given, str(code), str(asked), mine)) is not None
    ]
    changes = [_changed(given, row) for row in agreed_changes(given.workspace).to_dict("records")]
    if not tables and not changes:
        return
    yield Heading(2, "What people chose in workshops")
    yield Paragraph(
        "This stands beside the plan. It did not go into the reckoning: a room is not everyone, and a vote says what "
        "people like, not what helps.",
        "lead",
    )
    yield from tables
    if changes:
        yield Heading(3, "Changes that road-tests led to")
        yield Bullets(tuple(changes))


def _chosen(given: Given, code: str, asked: str, mine: pd.DataFrame) -> DataTable | None:
    """Return what came first in one vote; what nobody chose is left out."""
    counted = str(mine["counted"].iloc[0])
    first = (mine[mine["count"] > 0] if counted else mine).sort_values("place", kind="stable")[:_MOST]
    if not len(first):
        return None
    inside = {line.component for line in given.chosen}
    rows = tuple(
        (
            given.component(row["component"]),
            published_count(round(row["count"])) if counted else str(row["place"]),
            "yes" if row["component"] in inside else "not now",
        )
        for row in first.to_dict("records")
    )
    rounded = ", rounded to the nearest 5" if counted else ""
    caption = f"{asked or 'A choice'} In {given.sources.workshop(code)}{rounded}"
    return DataTable(caption, ("Support", _COUNTED.get(counted, "Place"), "In this plan?"), rows)


def _changed(given: Given, row: dict[Any, Any]) -> Words:
    why = f" Because: {row['why'].rstrip('.')}." if row["why"] else ""
    agreed = f" Agreed by: {listed_all(row['agreed_by'])}." if len(row["agreed_by"] or ()) else ""
    return (Run(f"{row['words']}", True), Run(f"{why}{agreed} ({given.sources.workshop(row['workshop'])})"))
