"""Three ways to say how much people would like to learn something, from what they rate themselves.

Each takes what people said of how much an item matters (importance) and of how sure they are of it (ability): tables of
respondents × items. The methods agree often and not always; where they part, :mod:`crpkit.needs.parting` says why.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

import numpy as np
import pandas as pd

QUADRANTS = ("concentrate", "keep-up", "low-priority", "well-covered")


def borich(importance: pd.DataFrame, ability: pd.DataFrame) -> pd.DataFrame:
    """Return Borich's mean weighted discrepancy score of each item.

    Parameters
    ----------
    importance, ability
        Respondent × item, on the same scale; ``NaN`` where nothing was answered. A frame of one row may hold means.

    Returns
    -------
    pandas.DataFrame
        Indexed by item: ``mwds``, the mean of (importance − ability) × mean importance over the respondents who rated
        both; ``NaN`` where nobody did. Higher means that more is wanted. Its unit is that of the scale, squared.

    Raises
    ------
    ValueError
        If the tables do not have the same respondents and items.

    Notes
    -----
    Borich, G. D. (1980). A needs assessment model for conducting follow-up studies. *Journal of Teacher Education*
    31(3), 39–42.
    """
    one, other = _pairs(importance, ability)
    with_pairs = np.isfinite(one).any(axis=0)
    means = _mean(one)
    return pd.DataFrame(
        {"mwds": np.where(with_pairs, _mean(one - other) * means, np.nan)}, index=_items(importance)
    )


def borich_from_means(
    importance_means: Mapping[str, float] | pd.Series, ability_means: Mapping[str, float] | pd.Series
) -> pd.DataFrame:
    """Return Borich's score from published means, item by item; exact where every respondent rated both.

    Raises
    ------
    ValueError
        If the items are not the same.
    """
    one, other = pd.Series(importance_means, dtype=float), pd.Series(ability_means, dtype=float)
    if set(one.index) != set(other.index):
        raise ValueError("The two have different items")
    return borich(one.to_frame().T, other[one.index].to_frame().T.set_axis(one.to_frame().T.index))


def ranked_discrepancy(importance: pd.DataFrame, ability: pd.DataFrame) -> pd.DataFrame:
    """Return the ranked discrepancy score of each item: how many rate their ability lower, and how many higher.

    Parameters
    ----------
    importance, ability
        As for :func:`borich`. Only which of the two is higher counts, not by how much.

    Returns
    -------
    pandas.DataFrame
        Indexed by item, in percent of the respondents who rated both: ``nr`` (ability below importance), ``pr``
        (above), ``tr`` (equal), and ``rds`` = ``pr`` − ``nr``, from −100 to 100; most negative means that most is
        wanted.

    Raises
    ------
    ValueError
        If the tables do not have the same respondents and items.

    Notes
    -----
    Narine, L. & Harder, A. (2021). Comparing the Borich model with the Ranked Discrepancy Model for competency
    assessment. *Advancements in Agricultural Development* 2(3), 96–111, doi 10.37433/aad.v2i3.169.
    """
    one, other = _pairs(importance, ability)
    pairs = np.isfinite(one).sum(axis=0)
    with np.errstate(invalid="ignore", divide="ignore"):
        shares = {
            name: np.where(pairs > 0, 100.0 * counted.sum(axis=0) / pairs, np.nan)
            for name, counted in (("nr", other < one), ("pr", other > one), ("tr", other == one))
        }
    frame = pd.DataFrame(shares, index=_items(importance))
    frame["rds"] = frame["pr"] - frame["nr"]
    return frame


def importance_performance(
    importance: pd.DataFrame,
    ability: pd.DataFrame,
    centre: Literal["data", "scale"] = "data",
    scale: tuple[float, float] = (1, 5),
) -> pd.DataFrame:
    """Return in which of four quadrants each item lies.

    Parameters
    ----------
    importance, ability
        As for :func:`borich`. Each mean is taken over all who answered that question.
    centre
        Where the lines cross: at the mean of the items' means (``data``), or in the middle of the scale. What people
        rate themselves bunches high, so that the middle of the scale may part nothing.
    scale
        Lowest and highest answer.

    Returns
    -------
    pandas.DataFrame
        Indexed by item: ``importance`` and ``performance`` (means), and ``quadrant``: ``concentrate`` (matters much,
        not sure yet), ``keep-up`` (matters much, sure), ``low-priority`` (matters less, not sure), ``well-covered``
        (matters less, sure); ``None`` where a mean is missing. What lies on a line counts as above it.

    Raises
    ------
    ValueError
        If the tables do not have the same items, or ``centre`` is another word.

    Notes
    -----
    Martilla, J. A. & James, J. C. (1977). Importance-performance analysis. *Journal of Marketing* 41(1), 77–79.
    """
    if centre not in ("data", "scale"):
        raise ValueError(f"centre is “{centre}”; write “data” or “scale”")
    if list(importance.columns) != list(ability.columns):
        raise ValueError("The tables have different items")
    across, up = _mean(_numbers(ability)), _mean(_numbers(importance))
    known = np.isfinite(across) & np.isfinite(up)
    middle = sum(scale) / 2
    lines = (
        (float(np.mean(across[known])), float(np.mean(up[known])))
        if centre == "data" and known.any()
        else (middle, middle)
    )
    names = [
        quadrant(high, sure, lines) if there else None
        for high, sure, there in zip(up, across, known, strict=True)
    ]
    frame = pd.DataFrame({"importance": up, "performance": across}, index=_items(importance))
    frame["quadrant"] = pd.Series(names, index=frame.index, dtype=object)
    return frame


def quadrant(importance: float, performance: float, lines: tuple[float, float]) -> str:
    """Return the quadrant of a point; ``lines`` are where performance and importance are parted."""
    at_least = 1e-9  # so that a mean that lies on the line is not put below it by the last bit
    matters, sure = importance >= lines[1] - at_least, performance >= lines[0] - at_least
    if matters:
        return "keep-up" if sure else "concentrate"
    return "well-covered" if sure else "low-priority"


def _pairs(importance: pd.DataFrame, ability: pd.DataFrame) -> tuple[np.ndarray, np.ndarray]:
    """Return both tables, empty wherever one of the two is."""
    if list(importance.columns) != list(ability.columns) or not importance.index.equals(ability.index):
        raise ValueError("The two tables need the same respondents (rows) and the same items (columns)")
    one, other = _numbers(importance), _numbers(ability)
    both = np.isfinite(one) & np.isfinite(other)
    return np.where(both, one, np.nan), np.where(both, other, np.nan)


def _numbers(frame: pd.DataFrame) -> np.ndarray:
    return np.asarray(frame.to_numpy(dtype=float, na_value=np.nan))


def _mean(values: np.ndarray) -> np.ndarray:
    """Return the mean of each column over what is there; ``NaN`` where nothing is."""
    there = np.isfinite(values)
    count = there.sum(axis=0)
    with np.errstate(invalid="ignore", divide="ignore"):
        return np.asarray(np.where(count > 0, np.where(there, values, 0.0).sum(axis=0) / count, np.nan))


def _items(frame: pd.DataFrame) -> pd.Index:
    return pd.Index(frame.columns, name="item")
