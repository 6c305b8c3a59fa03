"""Where the three methods do not agree, and why."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd

APART = 3
"""From so many places apart on, two methods are said to disagree."""
FIRST = 5


def partings(needs: pd.DataFrame) -> pd.DataFrame:
    """Return the needs on which the methods do not agree.

    Parameters
    ----------
    needs
        As of :func:`crpkit.needs.picture.needs_frame`.

    Returns
    -------
    pandas.DataFrame
        ``scope, need, title, mwds_place, rds_place, quadrant, why`` (a sentence or two), the most apart first.
    """
    rated = needs[needs["mwds_place"].notna()]
    rows = []
    for row in rated.to_dict("records"):
        why = _why(row)
        if why:
            rows.append({**{name: row[name] for name in _KEPT}, "why": why})
    frame = pd.DataFrame(rows, columns=[*_KEPT, "why"])
    apart = (frame["mwds_place"] - frame["rds_place"]).abs()
    return frame.loc[apart.sort_values(ascending=False, kind="stable").index].reset_index(drop=True)


_KEPT = ("scope", "need", "title", "mwds_place", "rds_place", "quadrant")


def _why(row: Mapping[Any, Any]) -> str:
    by_size, by_count = row["mwds_place"], row["rds_place"]
    words = []
    if by_count - by_size >= APART:
        words.append(
            f"By how far people feel from where they would like to be it comes {nth(by_size)}, by how many feel so "
            f"{nth(by_count)}: for some people the distance is large, but they are fewer than elsewhere."
        )
    elif by_size - by_count >= APART:
        words.append(
            f"By how many people are less sure than it matters it comes {nth(by_count)}, by how far "
            f"{nth(by_size)}: many feel a little short of it, or it matters less to them than other things."
        )
    first = min(by_size, by_count) <= FIRST
    if first and row["quadrant"] in ("keep-up", "well-covered"):
        words.append(
            "People are surer of it than of most other things, and still less sure than it matters to them."
        )
    if first and row["quadrant"] == "low-priority":
        words.append("They are not sure of it, but it matters less to them than most other things.")
    if not first and row["quadrant"] == "concentrate":
        words.append(
            "It matters more than most and people are less sure of it than of most, if only by a little."
        )
    return " ".join(words)


def nth(place: float) -> str:
    """Return a place in words: 1st, 2nd, 3rd, 11th."""
    number = int(place)
    end = "th" if 10 <= number % 100 <= 20 else {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")
    return f"{number}{end}"
