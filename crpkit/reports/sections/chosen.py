"""What people chose: the result of the whole room, and by group as far as that may be shown."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pandas as pd

from crpkit.charts import Figure, activity_figures
from crpkit.charts.activities import result_figures
from crpkit.charts.looks import named
from crpkit.charts.walks import walk_figure
from crpkit.reports.by_group import RULE, result_by_family, result_by_table
from crpkit.reports.document import NO_VALUE, DataTable, FigureBlock, Heading, Paragraph, Part
from crpkit.reports.gathered import Gathered
from crpkit.reports.rounded import Rounded, rounded_bars
from crpkit.reports.sections.opening import OF_PEOPLE
from crpkit.tables.small import NO_AVERAGE, published_count, published_table
from crpkit.workshop import DotsState
from crpkit.workshop.activities import is_vote
from crpkit.workshop.activities.ask import AskState

STILL_OPEN = "This was still open when the record was written, so what people chose stays hidden."
FAMILY_SOURCE = "framework:families/"


def chosen_parts(given: Gathered, activity: object) -> Iterator[Part]:
    """Yield the result of a choice; nothing but a sentence while it is open."""
    if not is_vote(activity):
        return
    if activity.open:
        yield Paragraph(STILL_OPEN)
    elif isinstance(activity, DotsState):
        yield from (_block(figure, activity.prompt) for figure in activity_figures(activity, given.state))
    elif activity.voices is not None:
        walk = walk_figure(activity, NO_AVERAGE + 1, published_count)
        if walk is not None:
            yield _block(walk, activity.prompt)
    elif activity.items and tells_of_people(activity):
        yield from _people(activity)
    elif activity.items:
        whole_room = replace(given.state, tables=())  # by table it is shown rounded, see below
        yield from (_block(figure, activity.prompt) for figure in result_figures(activity, whole_room))
        yield from _options(activity)
        yield from _groups(given, activity)


def _block(figure: Figure, prompt: str | None) -> FigureBlock:
    """Return a figure; the question stands above it already."""
    return FigureBlock(figure, titled=figure.title != prompt)


def tells_of_people(activity: AskState) -> bool:
    """Say whether people choose what they are, so that the result is a count of groups of people."""
    families = [item.source.startswith(FAMILY_SOURCE) for item in activity.items]
    return activity.kind == "check-in" or (bool(families) and all(families))


def _people(activity: AskState) -> Iterator[Part]:
    """Yield a count of groups of people, rounded."""
    if activity.method not in ("one", "approval"):
        yield Paragraph("What people said about themselves is left out, because it could tell who is who.")
        return
    result = activity.result()
    titles = [named(title) for title in result["title"]]
    counts = pd.DataFrame({"People": [round(count) for count in result["people"]]}, index=titles)
    safe = published_table(counts, totals=activity.method == "one")
    rows = list(zip(safe.frame.index, safe.frame["People"], strict=True))
    bars = [Rounded(str(title), str(count)) for title, count in rows[: len(titles)]]
    table = pd.DataFrame([(str(title), count) for title, count in rows], columns=["Answer", "People"])
    words = f"{OF_PEOPLE} {safe.words}"
    yield _block(rounded_bars(bars, activity.prompt or activity.title, words.strip(), table), activity.prompt)


def _options(activity: AskState) -> Iterator[Part]:
    """Yield what the options mean that somebody chose, where that was said."""
    result = activity.result()
    chosen = {name for name, people in zip(result["item"], result["people"], strict=True) if people}
    rows = [
        (f"{item.letter}  {named(item.title)}", item.detail or NO_VALUE, item.scale or NO_VALUE)
        for item in activity.first
        if item.id in chosen and (item.detail or item.scale)
    ]
    if rows and activity.method != "scale":
        with_scale = any(scale != NO_VALUE for _, _, scale in rows)
        header = ("Option", "What it is", *(("Scale of investment",) if with_scale else ()))
        cells = tuple(row if with_scale else row[:2] for row in rows)
        yield DataTable("What the options are that were chosen", header, cells)


def _groups(given: Gathered, activity: AskState) -> Iterator[Part]:
    tables = [
        result_by_table(activity, given.state.tables),
        result_by_family(activity, given.families, given.state.people),
    ]
    shown = [table for table in tables if table is not None]
    if shown:
        yield Heading(3, "By group")
        yield from shown
        yield Paragraph(RULE, "small")
