"""Suggesting which notes may belong together; people decide."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy.cluster.hierarchy import fcluster, linkage

from crpkit.sensemaking.labels import theme_labels
from crpkit.sensemaking.wordlike import weighted

Table = NDArray[np.float64]
SUGGESTION_COLUMNS = ["text", "theme", "label", "distance"]
MOST_THEMES = 12  # more cannot be looked at in one go
FARTHEST = 0.92  # cosine distance from a theme's middle beyond which a text is on the pile


def suggest_themes(texts: Sequence[str], themes: int | None = None, seed: int = 0) -> pd.DataFrame:
    """Suggest which texts may belong together. Nothing is moved: people accept, change or ignore it.

    Parameters
    ----------
    texts
        Any number, in any language. The order does not matter.
    themes
        How many themes to look for; if not given, the number (2 to 12) for which texts lie closest to their own theme
        and farthest from the next (silhouette, Rousseeuw 1987).
    seed
        Kept for methods that draw lots; this one draws none, so every seed gives the same.

    Returns
    -------
    DataFrame
        Columns ``text, theme`` (from 0, the largest first; missing for a text that fits nowhere), ``label`` (words that
        set the theme apart; empty on the pile) and ``distance`` (cosine distance to the middle of its theme, 0 to 1; on
        the pile to the nearest), one row per text in the order given.

    Raises
    ------
    ValueError
        If ``themes`` is less than 1.

    Notes
    -----
    Runs of letters weighted by TF-IDF, joined by Ward's method. Such surface words find less than people do: of twenty
    invented notes in five themes they found little. That is why it only suggests.
    """
    if themes is not None and themes < 1:
        raise ValueError("themes must be 1 or more")
    del seed
    if not texts:
        return pd.DataFrame(columns=SUGGESTION_COLUMNS)
    # Texts are looked at in one fixed order, so that the order they come in changes nothing.
    distinct = sorted(set(texts))
    counted = Counter(texts)
    said = [counted[text] for text in distinct]
    table = weighted(distinct, said)
    found = _piled(table, _groups(table, themes), np.array(said))
    place = {text: number for number, text in enumerate(distinct)}
    names = found[[place[text] for text in texts]]
    order = _largest_first(names, texts)
    distances = _distances(table, found)
    labels = theme_labels(
        {str(name): [text for text in distinct if found[place[text]] == name] for name in order}
    )
    rows = [
        (
            text,
            pd.NA if name < 0 else order[int(name)],
            "" if name < 0 else labels[str(int(name))],
            float(distances[place[text]]),
        )
        for text, name in zip(texts, names, strict=True)
    ]
    frame = pd.DataFrame(rows, columns=SUGGESTION_COLUMNS)
    return frame.astype({"theme": "Int64"})


def _groups(table: Table, themes: int | None) -> NDArray[np.int64]:
    """Return a group for each row; rows without letters are −1."""
    groups = np.full(len(table), -1, dtype=np.int64)
    there = np.flatnonzero(np.linalg.norm(table, axis=1) > 0)
    if len(there) == 0:
        return groups
    if len(there) == 1 or themes == 1:
        groups[there] = 0
        return groups
    rows = table[there]
    tree = linkage(rows, method="ward")
    counts = [themes] if themes is not None else list(range(2, min(MOST_THEMES, len(rows) - 1) + 1)) or [1]
    cuts = [fcluster(tree, count, criterion="maxclust") - 1 for count in counts]
    closeness = rows @ rows.T
    best = max(range(len(cuts)), key=lambda n: (_silhouette(closeness, cuts[n]), -counts[n]))
    groups[there] = cuts[best]
    return groups


def _silhouette(closeness: Table, groups: NDArray[np.int64]) -> float:
    """Return the mean silhouette of a grouping, by cosine distance; a group of one counts 0."""
    names = np.unique(groups)
    if len(names) < 2:
        return -1.0
    member = (groups[:, None] == names[None, :]).astype(float)
    sizes = member.sum(axis=0)
    sums = (1 - closeness) @ member
    own = np.searchsorted(names, groups)
    mine = sums[np.arange(len(groups)), own] / np.maximum(sizes[own] - 1, 1)
    means = sums / sizes
    means[np.arange(len(groups)), own] = np.inf
    other = means.min(axis=1)
    scores = np.where(sizes[own] > 1, (other - mine) / np.maximum(np.maximum(mine, other), 1e-12), 0.0)
    return float(scores.mean())


def _piled(table: Table, groups: NDArray[np.int64], said: NDArray[np.int64]) -> NDArray[np.int64]:
    """Put rows that only one note says and that are alone, or far from the middle of their group, on the pile (−1)."""
    piled = groups.copy()
    piled[_distances(table, groups) > FARTHEST] = -1
    for name in np.unique(piled[piled >= 0]):
        if said[piled == name].sum() == 1:
            piled[piled == name] = -1
    return piled


def _distances(table: Table, groups: NDArray[np.int64]) -> Table:
    """Return the cosine distance of each row to the middle of its group; on the pile to the nearest middle."""
    names = np.unique(groups[groups >= 0])
    if len(names) == 0:
        return np.ones(len(table))
    middles = np.array([table[groups == name].sum(axis=0) for name in names])
    lengths = np.linalg.norm(middles, axis=1, keepdims=True)
    middles = np.divide(middles, lengths, out=np.zeros_like(middles), where=lengths > 0)
    apart = np.clip(1 - table @ middles.T, 0, 1)
    own = np.where(groups >= 0, np.searchsorted(names, groups), apart.argmin(axis=1))
    nearest: Table = apart[np.arange(len(table)), own]
    return nearest


def _largest_first(groups: NDArray[np.int64], texts: Sequence[str]) -> dict[int, int]:
    """Return group → its number from 0, the largest first; among equals by its first text in the alphabet."""
    names = sorted({int(name) for name in groups if name >= 0})
    inside = {name: [text for text, one in zip(texts, groups, strict=True) if one == name] for name in names}
    ordered = sorted(names, key=lambda name: (-len(inside[name]), min(inside[name])))
    return {name: number for number, name in enumerate(ordered)}
