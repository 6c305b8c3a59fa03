"""What people would like: every need for everyone, for each family and each group, by three methods side by side."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import pandas as pd

from crpkit.framework import Framework
from crpkit.needs.resampling import Drawn
from crpkit.needs.scores import quadrant
from crpkit.needs.tallies import FEW, Cells, Having, Ratings, Scope, by_scope

COLUMNS = (
    "scope",
    "scope_title",
    "scope_kind",
    "need",
    "title",
    "kind",
    "answered",
    "not_heard",
    "pairs",
    "importance",
    "performance",
    "mwds",
    "mwds_low",
    "mwds_high",
    "mwds_place",
    "top",
    "below",
    "above",
    "rds",
    "rds_place",
    "quadrant",
    "wanted",
    "wanted_percent",
    "told",
    "lacking",
    "partly",
    "has",
    "not_wanted",
    "lacking_percent",
    "lacking_low",
    "lacking_high",
    "few",
    "words",
)


def needs_frame(
    ratings: Ratings,
    having: Having,
    cells: Cells,
    scopes: Sequence[Scope],
    framework: Framework,
    drawn: Drawn,
) -> pd.DataFrame:
    """Return one row per scope and need.

    Returns
    -------
    pandas.DataFrame
        ``scope, scope_title, scope_kind``, ``need, title, kind``; ``answered`` (people who answered, with those who
        have not heard of it), ``not_heard``. Of what can be learned: ``pairs`` (people who rated both),
        ``importance``, ``performance`` (means, 1 to 5), ``mwds`` with ``mwds_low``, ``mwds_high`` (95 %),
        ``mwds_place``, ``top`` (share of draws among the first 5), ``below``, ``above`` (people), ``rds``,
        ``rds_place``, ``quadrant``, ``wanted`` (people to whom it matters quite a lot or more, and who are less sure
        than it matters). Of what people have: ``told``, ``lacking``, ``partly``, ``has``, ``not_wanted`` (people),
        ``lacking_percent`` (without it or with part of it, of those who told) with ``lacking_low``, ``lacking_high``;
        ``wanted`` is ``lacking`` and ``partly``. ``wanted_percent`` is ``wanted`` of ``pairs`` or ``told``. ``few``
        says that under 10 people answered: then no means, scores and shares stand there, but ``words`` do. Numbers
        that do not belong to the kind of need, or are not known, are ``NaN``.
    """
    learned = _learned(ratings, cells, scopes, framework, drawn)
    had = _had(having, cells, scopes, framework, drawn)
    frame = (
        pd.concat([part for part in (learned, had) if len(part)], ignore_index=True)
        if (len(learned) or len(had))
        else pd.DataFrame(columns=list(COLUMNS))
    )
    frame = frame.reindex(columns=list(COLUMNS))
    frame["words"] = [_said(row) for row in frame.to_dict("records")]
    order = {name: at for at, name in enumerate(scope.id for scope in scopes)}
    place = {name: at for at, name in enumerate(framework.needs.ids)}
    keys = [(order[scope], place[need]) for scope, need in zip(frame["scope"], frame["need"], strict=True)]
    return frame.iloc[sorted(range(len(frame)), key=keys.__getitem__)].reset_index(drop=True)


def _sums(blocks: Mapping[str, np.ndarray], cells: Cells, scopes: Sequence[Scope]) -> dict[str, np.ndarray]:
    return {name: by_scope(cells.sums(values), scopes) for name, values in blocks.items()}


def _mean(total: np.ndarray, count: np.ndarray) -> np.ndarray:
    with np.errstate(invalid="ignore", divide="ignore"):
        return np.asarray(np.where(count > 0, total / count, np.nan))


def _named(needs: Sequence[str], scopes: Sequence[Scope], framework: Framework) -> dict[str, list[str]]:
    records = [framework.needs[name] for name in needs]
    return {
        "scope": [scope.id for scope in scopes for _ in records],
        "scope_title": [scope.title for scope in scopes for _ in records],
        "scope_kind": [scope.kind for scope in scopes for _ in records],
        "need": [need.id for _ in scopes for need in records],
        "title": [need.title for _ in scopes for need in records],
        "kind": [need.kind for _ in scopes for need in records],
    }


def _learned(
    ratings: Ratings, cells: Cells, scopes: Sequence[Scope], framework: Framework, drawn: Drawn
) -> pd.DataFrame:
    sums = _sums(ratings.blocks(), cells, scopes)
    pairs = sums["pairs"]
    few = pairs < FEW
    importance, performance = (
        _mean(sums["importance"], sums["rated"]),
        _mean(sums["confidence"], sums["sure"]),
    )
    mwds = _mean(sums["gap"], pairs) * _mean(sums["pair_importance"], pairs)
    rds = 100 * _mean(sums["above"] - sums["below"], pairs)
    importance, performance, mwds, rds = (
        np.where(few, np.nan, values) for values in (importance, performance, mwds, rds)
    )
    columns = {
        "answered": sums["answered"],
        "not_heard": sums["unheard"],
        "pairs": pairs,
        "importance": importance,
        "performance": performance,
        "mwds": mwds,
        "mwds_low": np.where(few, np.nan, drawn.low),
        "mwds_high": np.where(few, np.nan, drawn.high),
        "mwds_place": _places(-mwds),
        "top": np.where(few, np.nan, drawn.top),
        "below": sums["below"],
        "above": sums["above"],
        "rds": rds,
        "rds_place": _places(rds),
        "quadrant": _quadrants(importance, performance),
        "wanted": sums["wanted"],
        "wanted_percent": np.where(few, np.nan, 100 * _mean(sums["wanted"], pairs)),
        "few": few,
    }
    named = _named(ratings.needs, scopes, framework)
    return pd.DataFrame(named | {name: values.ravel() for name, values in columns.items()})


def _had(
    having: Having, cells: Cells, scopes: Sequence[Scope], framework: Framework, drawn: Drawn
) -> pd.DataFrame:
    sums = _sums(having.blocks(), cells, scopes)
    few = sums["told"] < FEW
    columns = {
        "answered": sums["answered"],
        "not_heard": sums["unheard"],
        "told": sums["told"],
        "lacking": sums["lacking"],
        "partly": sums["partly"],
        "has": sums["has"],
        "not_wanted": sums["not_wanted"],
        "wanted": sums["without"],
        "wanted_percent": np.where(few, np.nan, 100 * _mean(sums["without"], sums["told"])),
        "lacking_percent": np.where(few, np.nan, 100 * _mean(sums["without"], sums["told"])),
        "lacking_low": np.where(few, np.nan, 100 * drawn.share_low),
        "lacking_high": np.where(few, np.nan, 100 * drawn.share_high),
        "few": few,
    }
    named = _named(having.needs, scopes, framework)
    return pd.DataFrame(named | {name: values.ravel() for name, values in columns.items()})


def _places(values: np.ndarray) -> np.ndarray:
    """Return the place of each value in its row, the lowest first; equals share the better place."""
    rounded = np.round(values, 9)
    places = (rounded[:, None, :] < rounded[:, :, None]).sum(axis=2) + 1.0
    return np.where(np.isnan(values), np.nan, places)


def _quadrants(importance: np.ndarray, performance: np.ndarray) -> np.ndarray:
    """Return the quadrant of each need in its scope, parted at the means of what is known there."""
    found = np.full(importance.shape, None, dtype=object)
    for row, (up, across) in enumerate(zip(importance, performance, strict=True)):
        there = np.isfinite(up) & np.isfinite(across)
        if not there.any():
            continue
        lines = (float(across[there].mean()), float(up[there].mean()))
        for at in np.flatnonzero(there):
            found[row, at] = quadrant(up[at], across[at], lines)
    return found


# -- words for few


_COUNTS = ("nobody", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine")


def _said(row: Mapping[Any, Any]) -> str:
    if not row["few"]:
        return ""
    learned = row["pairs"] == row["pairs"]
    people = int(row["pairs"] if learned else row["told"])
    if people == 0:
        return "Nobody here has answered this yet."
    without = int(row["below"] if learned else row["wanted"])
    who = f"{_COUNTS[people].capitalize()} {'person has' if people == 1 else 'people have'} answered"
    what = "less sure of it than it matters to them" if learned else "without it, or with only part of it"
    return f"{who}: {share_in_words(without, people)} {what}."


def share_in_words(part: int, whole: int) -> str:
    """Return how many of a few people, without a number: “none is”, “most are”, “all are”."""
    if whole == 1:
        return "the person is" if part else "the person is not"
    if part == 0:
        return "none is"
    if part == whole:
        return "all are"
    return "about half are" if 2 * part == whole else "most are" if 2 * part > whole else "some are"
