"""A survey a year later beside the first: what changed, and how sure that is."""

from __future__ import annotations

import numpy as np
import pandas as pd

from crpkit.needs.diagnosis import Diagnosis
from crpkit.needs.resampling import LEVEL
from crpkit.needs.tallies import ALL


def compare(before: Diagnosis, after: Diagnosis) -> pd.DataFrame:
    """Return the needs of everyone in two surveys side by side.

    The two are taken as of different people, drawn independently: who answered twice is not known. A difference in
    who answered can look like a change.

    Parameters
    ----------
    before, after
        Two pictures, of the same place.

    Returns
    -------
    pandas.DataFrame
        A row a need that both asked about: ``need, title, kind``; ``before, after`` (Borich's score, or the percentage
        without it for what people have), ``change`` (after − before), ``low, high`` (its 95 % interval; only for
        scores), ``words``. ``NaN`` where one of the two has too few answers.
    """
    one, other = (_everyone(found) for found in (before, after))
    rows = []
    for need in (name for name in one.index if name in other.index):
        rated = one.loc[need, "pairs"] == one.loc[need, "pairs"]
        column = "mwds" if rated else "lacking_percent"
        first, second = float(one.loc[need, column]), float(other.loc[need, column])
        low, high = (
            _interval(before, after, need)
            if rated and first == first and second == second
            else (np.nan, np.nan)
        )
        rows.append(
            {
                "need": need,
                "title": one.loc[need, "title"],
                "kind": one.loc[need, "kind"],
                "before": first,
                "after": second,
                "change": second - first,
                "low": low,
                "high": high,
                "words": _words(second - first, low, high, rated),
            }
        )
    columns = ["need", "title", "kind", "before", "after", "change", "low", "high", "words"]
    return pd.DataFrame(rows, columns=columns)


def _everyone(found: Diagnosis) -> pd.DataFrame:
    return found.needs[found.needs["scope"] == ALL].set_index("need")


def _interval(before: Diagnosis, after: Diagnosis, need: str) -> tuple[float, float]:
    """Return the interval of the difference: each draw of one survey with one of the other."""
    draws = []
    for found in (before, after):
        values = found.drawn_everyone[:, found.drawn_needs.index(need)]
        draws.append(values[np.isfinite(values)])
    many = min(map(len, draws))
    if not many:
        return np.nan, np.nan
    # The same seed would pair draws that are alike; turning one round breaks that.
    difference = draws[1][:many] - np.random.default_rng(0).permutation(draws[0])[:many]
    ends = [100 * (1 - LEVEL) / 2, 100 * (1 + LEVEL) / 2]
    low, high = np.percentile(difference, ends)
    return float(low), float(high)


def _words(change: float, low: float, high: float, rated: bool) -> str:
    if change != change:
        return "Too few answers in one of the two."
    if not rated:
        if abs(change) < 1:
            return "As many are without it as before."
        return f"{'More' if change > 0 else 'Fewer'} people are without it than before."
    if low != low:
        return ""
    if low <= 0 <= high:
        return "No change that can be told from chance."
    nearer = "further from" if change > 0 else "nearer to"
    return f"People feel {nearer} where they would like to be than before."
