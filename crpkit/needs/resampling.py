"""How sure the picture is: the same made of respondents drawn again and again, each with all they said.

Percentile bootstrap (Efron, B. & Tibshirani, R. (1993). *An Introduction to the Bootstrap*, chapter 13). A draw takes
as many respondents as there are, with replacement; a person’s ratings stay together, so that what hangs together does.
One draw serves everyone, families and groups.
"""

from __future__ import annotations

from collections.abc import Callable, Generator, Sequence
from dataclasses import dataclass

import numpy as np

from crpkit.needs.tallies import FEW, Cells, Having, Ratings, Scope, by_scope

DRAWS = 2000
LEVEL = 0.95
TOP = 5
_BLOCK_BYTES = 48_000_000
_BLOCKS = 10  # at least: so often somebody can stop it
Progress = Callable[[int, int], bool | None]
"""Called with how many draws are done, and of how many; returning ``False`` stops."""


@dataclass(frozen=True)
class Drawn:
    """What the draws gave: scope × need.

    Attributes
    ----------
    low, high
        Ends of the interval of the score (:func:`~crpkit.needs.borich`), at :data:`LEVEL`.
    top
        In which share of draws the need was among the first :data:`TOP`.
    share_low, share_high
        Ends of the interval of the share of people without something, 0 to 1 (for needs of :class:`Having`).
    everyone
        Draw × need: the score of everyone in each draw, to compare with another survey.
    """

    low: np.ndarray
    high: np.ndarray
    top: np.ndarray
    share_low: np.ndarray
    share_high: np.ndarray
    everyone: np.ndarray


def resampling(
    ratings: Ratings,
    having: Having,
    cells: Cells,
    scopes: Sequence[Scope],
    draws: int = DRAWS,
    seed: int = 0,
) -> Generator[tuple[int, int], None, Drawn]:
    """Draw respondents with replacement, block by block: yields how many draws are done, and of how many.

    Parameters
    ----------
    ratings, having, cells, scopes
        What people said, and whose answers to look at. The first scope is everyone.
    draws
        How many; 0 gives no intervals.
    seed
        Of the random numbers.
    """
    needs, things = len(ratings.needs), len(having.needs)
    scores = np.full((draws, len(scopes), needs), np.nan)
    shares = np.full((draws, len(scopes), things), np.nan)
    people = len(cells.order)
    numbers = _numbers(ratings, having, people)
    rng = np.random.default_rng(seed)
    block = max(1, min(max(1, draws // _BLOCKS), _BLOCK_BYTES // (max(people, 1) * numbers.itemsize)))
    for start in range(0, draws, block):
        many = min(block, draws - start)
        sums = _drawn_sums(rng, numbers, cells, many)
        found = by_scope(sums, scopes)
        scores[start : start + many] = _scores(found[..., : 3 * needs], needs)
        shares[start : start + many] = _shares(found[..., 3 * needs :], things)
        yield start + many, draws
    # What has too few answers for a number takes no place among the first either.
    few = by_scope(cells.sums(ratings.blocks()["pairs"]), scopes) < FEW
    scores[:, few] = np.nan
    return _summed_up(scores, shares)


def _numbers(ratings: Ratings, having: Having, people: int) -> np.ndarray:
    """Return what is weighted: pairs, importance and gap of each need, then who told and who is without."""
    one, other = ratings.blocks(), having.blocks()
    parts = [one["pairs"], one["pair_importance"], one["gap"], other["told"], other["without"]]
    # Sums of many small whole numbers are exact enough in single precision, and twice as fast.
    kind = np.float32 if people > 5_000 else np.float64
    return np.ascontiguousarray(np.concatenate([part.astype(kind) for part in parts], axis=1))


def _drawn_sums(rng: np.random.Generator, numbers: np.ndarray, cells: Cells, many: int) -> np.ndarray:
    """Return draw × cell × column."""
    people = len(numbers)
    weights = np.empty((many, people), dtype=numbers.dtype)
    for draw in range(many):
        weights[draw] = np.bincount(rng.integers(0, people, people, dtype=np.uint32), minlength=people)
    return np.stack(
        [
            (weights[:, begin:end] @ numbers[begin:end]).astype(np.float64)
            for begin, end in zip(cells.starts, cells.starts[1:], strict=False)
        ],
        axis=1,
    )


def _scores(sums: np.ndarray, needs: int) -> np.ndarray:
    pairs, importance, gap = (sums[..., at * needs : (at + 1) * needs] for at in range(3))
    with np.errstate(invalid="ignore", divide="ignore"):
        return np.asarray(np.where(pairs > 0.5, (gap / pairs) * (importance / pairs), np.nan))


def _shares(sums: np.ndarray, things: int) -> np.ndarray:
    told, without = sums[..., :things], sums[..., things:]
    with np.errstate(invalid="ignore", divide="ignore"):
        return np.asarray(np.where(told > 0.5, without / told, np.nan))


def _summed_up(scores: np.ndarray, shares: np.ndarray) -> Drawn:
    low, high = _ends(scores)
    share_low, share_high = _ends(shares)
    return Drawn(low, high, _among_first(scores, TOP), share_low, share_high, scores[:, 0, :])


def _ends(values: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return the percentiles over the draws; ``NaN`` where no draw has a value."""
    if not len(values):
        empty = np.full(values.shape[1:], np.nan)
        return empty, empty
    ends = [100 * (1 - LEVEL) / 2, 100 * (1 + LEVEL) / 2]
    gaps = np.isnan(values)
    if not gaps.any():
        low, high = np.percentile(values, ends, axis=0)
        return low, high
    # Only a small group that a draw misses wholly leaves gaps; these columns are looked at one by one.
    low = np.full(values.shape[1:], np.nan)
    high = low.copy()
    for at in np.ndindex(*values.shape[1:]):
        there = values[(slice(None), *at)]
        there = there[np.isfinite(there)]
        if there.size:
            low[at], high[at] = np.percentile(there, ends)
    return low, high


def _among_first(scores: np.ndarray, top: int) -> np.ndarray:
    """Return in which share of draws each need is among the first; ties at the last place count for each of them."""
    if not scores.size:
        return np.full(scores.shape[1:], np.nan)
    filled = np.where(np.isnan(scores), -np.inf, scores)
    last = min(top, scores.shape[-1])
    bar = np.partition(filled, -last, axis=-1)[..., -last]
    among = (filled >= bar[..., None]) & np.isfinite(scores)
    return np.asarray(np.where(np.isfinite(scores).any(axis=0), among.mean(axis=0), np.nan))
