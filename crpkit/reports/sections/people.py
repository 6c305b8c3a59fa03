"""Who was in the room: rounded, beside a target if there is one, with words on what that can carry."""

from __future__ import annotations

from collections.abc import Iterator

import pandas as pd

from crpkit.charts import Figure
from crpkit.reports.document import FigureBlock, Heading, Paragraph, Part
from crpkit.reports.gathered import Gathered
from crpkit.reports.rounded import Rounded, rounded_bars
from crpkit.workshop.attendance import Attendance

_NAMES = {
    "title": "Family",
    "people": "People",
    "share_percent": "Share (%)",
    "target_percent": "Target (%)",
}


def people_section(given: Gathered) -> Iterator[Part]:
    """Yield who was in the room."""
    yield Heading(2, "Who was in the room")
    if not given.here.people:
        yield Paragraph(given.here.published().words)
        return
    yield FigureBlock(attendance_figure(given.here), titled=False)


def attendance_figure(here: Attendance) -> Figure:
    """Return the attendance as a figure that may leave the room."""
    safe = here.published()
    table = safe.frame
    gone = [name for name in ("share_percent", "target_percent") if table[name].isna().all()]
    bars = [
        Rounded(
            str(row.title),
            str(row.people),
            f" · {row.share_percent} %" if isinstance(row.share_percent, str) else "",
        )
        for row in table.itertuples(index=False)
    ]
    shown: pd.DataFrame = table.drop(columns=gone).rename(columns=_NAMES)
    return rounded_bars(bars, "Who was in the room", safe.words, shown)
