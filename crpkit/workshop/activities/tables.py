"""The tables that an activity gives to an export."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import pandas as pd

_MAY_BE_MISSING = ("text", "title", "participant", "into", "note_id", "theme_id")


@dataclass(frozen=True)
class ActivityTable:
    """One table of an activity.

    Attributes
    ----------
    name
        What is in it: ``result``, ``ballots``, ``notes`` …
    frame
        The table.
    private
        Whether it holds single entries, which are for the facilitator only.
    file
        Whether it is also written as a file of its own, beside its sheet in the workbook.
    """

    name: str
    frame: pd.DataFrame
    private: bool
    file: bool = True


def tidy_frame(rows: Sequence[tuple[object, ...]], columns: Sequence[str]) -> pd.DataFrame:
    """Return rows as a table in which what is missing is ``None``, whichever way pandas keeps text."""
    table = pd.DataFrame(rows, columns=list(columns))
    for name in set(_MAY_BE_MISSING).intersection(columns):
        place = list(columns).index(name)
        table[name] = pd.Series([row[place] for row in rows], dtype=object)
    return table
