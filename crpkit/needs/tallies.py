"""Sums over respondents, once for each group: whatever is asked of everyone or a family is a sum of these.

Respondents fall into cells (one for each group, one for those who said none), so that a hundred thousand answers are
gone through once, and a resample is a product of weights and the same numbers.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from crpkit.framework import Framework
from crpkit.needs.survey import Survey

ALL = "all"
NO_GROUP = ""
FEW = 10
"""Under so many answers, words instead of numbers."""


@dataclass(frozen=True)
class Scope:
    """Whose answers: everyone's, a family's, or a group's.

    Attributes
    ----------
    id, title, kind
        ``kind`` is ``all``, ``family`` or ``group``.
    cells
        Places of the cells (see :class:`Cells`) that belong to it.
    """

    id: str
    title: str
    kind: str
    cells: tuple[int, ...]


@dataclass(frozen=True)
class Cells:
    """Respondents sorted by group.

    Attributes
    ----------
    order
        Positions of the respondents, group after group.
    starts
        Where each cell begins in ``order``; one more at the end.
    names
        Id of the group of each cell; :data:`NO_GROUP` for people who said none of them.
    """

    order: np.ndarray
    starts: np.ndarray
    names: tuple[str, ...]

    def sums(self, values: np.ndarray) -> np.ndarray:
        """Return the sum of each column in each cell: cell × column. ``values`` must be in the order of the cells."""
        return np.stack(
            [
                values[begin:end].sum(axis=0, dtype=np.float64)
                for begin, end in zip(self.starts, self.starts[1:], strict=False)
            ]
        )


def cells_of(survey: Survey, framework: Framework) -> Cells:
    """Return the respondents of a survey by group."""
    names = (*framework.groups.ids, NO_GROUP)
    if "group" in survey.answers:
        codes = survey.answers["group"].astype(object).map({name: at for at, name in enumerate(names)})
        number = codes.fillna(len(names) - 1).to_numpy(dtype=np.int64)
    else:
        number = np.full(len(survey), len(names) - 1, dtype=np.int64)
    order = np.argsort(number, kind="stable")
    starts = np.searchsorted(number[order], np.arange(len(names) + 1))
    return Cells(order, starts, names)


def scopes_of(cells: Cells, framework: Framework) -> list[Scope]:
    """Return everyone, the families and the groups; those of whom nobody answered stay in, with nobody."""
    place = {name: at for at, name in enumerate(cells.names)}
    scopes = [Scope(ALL, "Everyone", "all", tuple(range(len(cells.names))))]
    for family in framework.families:
        groups = [group for group in framework.groups if group.family == family.id]
        if groups:
            scopes.append(
                Scope(family.id, family.title, "family", tuple(place[group.id] for group in groups))
            )
    scopes += [Scope(group.id, group.title, "group", (place[group.id],)) for group in framework.groups]
    return scopes


def by_scope(sums: np.ndarray, scopes: Sequence[Scope]) -> np.ndarray:
    """Return sums of cells as sums of scopes; the axis before the last is that of the cells."""
    return np.stack([sums[..., list(scope.cells), :].sum(axis=-2) for scope in scopes], axis=-2)


@dataclass(frozen=True)
class Ratings:
    """Ratings of what can be learned, respondents in the order of the cells.

    Attributes
    ----------
    needs
        Ids of the needs.
    importance, confidence
        Respondent × need; ``NaN`` where not rated.
    unheard
        Respondent × need: has not heard of it.
    """

    needs: tuple[str, ...]
    importance: np.ndarray
    confidence: np.ndarray
    unheard: np.ndarray

    def blocks(self) -> Mapping[str, np.ndarray]:
        """Return what is summed, each respondent × need; see the keys."""
        here, sure = np.isfinite(self.importance), np.isfinite(self.confidence)
        pairs = here & sure
        gap = np.where(pairs, self.importance - self.confidence, 0.0)
        return {
            "rated": here,
            "importance": np.where(here, self.importance, 0.0),
            "sure": sure,
            "confidence": np.where(sure, self.confidence, 0.0),
            "pairs": pairs,
            "pair_importance": np.where(pairs, self.importance, 0.0),
            "gap": gap,
            "below": gap > 0,
            "above": gap < 0,
            "wanted": (gap > 0) & (self.importance >= WANTED_FROM),
            "unheard": self.unheard,
            "answered": here | sure | self.unheard,
        }


WANTED_FROM = 4
"""From this importance on, somebody who is less sure than it matters counts as wanting something."""


@dataclass(frozen=True)
class Having:
    """What people have or lack, respondents in the order of the cells; each respondent × need.

    Attributes
    ----------
    needs
        Ids of the needs: connections, resources, conditions.
    answered, lacking, partly, has, not_wanted, unheard
        ``lacking`` is “no, and I would like it”; a share is of those who said yes, partly, or no.
    """

    needs: tuple[str, ...]
    answered: np.ndarray
    lacking: np.ndarray
    partly: np.ndarray
    has: np.ndarray
    not_wanted: np.ndarray
    unheard: np.ndarray

    def blocks(self) -> Mapping[str, np.ndarray]:
        """Return what is summed."""
        told = self.lacking | self.partly | self.has | self.not_wanted
        return {
            "told": told,
            "without": self.lacking | self.partly,
            "lacking": self.lacking,
            "partly": self.partly,
            "has": self.has,
            "not_wanted": self.not_wanted,
            "unheard": self.unheard,
            "answered": told | self.unheard,
        }


def ratings_of(survey: Survey, cells: Cells) -> Ratings:
    """Return the ratings of all needs for which importance and confidence were asked."""
    importance, confidence = survey.table("importance"), survey.table("confidence")
    needs = tuple(name for name in importance.columns if name in confidence.columns)
    unheard = survey.table("unheard")
    return Ratings(
        needs,
        importance[list(needs)].to_numpy(dtype=np.float64)[cells.order],
        confidence[list(needs)].to_numpy(dtype=np.float64)[cells.order],
        unheard[list(needs)].to_numpy(dtype=bool)[cells.order],
    )


def having_of(survey: Survey, cells: Cells) -> Having:
    """Return what people said that they have."""
    table = survey.table("have")
    needs = tuple(table.columns)
    values = ("no", "partly", "yes", "not-wanted", "not-heard")
    codes = (
        np.stack([_codes(table[name], values)[cells.order] for name in needs], axis=1)
        if needs
        else np.zeros((len(survey), 0), dtype=np.int8)
    )
    parts = [codes == number for number in range(len(values))]
    return Having(needs, codes >= 0, *parts)


def _codes(column: object, values: Sequence[str]) -> np.ndarray:
    import pandas as pd

    found = pd.Categorical(column, categories=list(values))  # type: ignore[call-overload]
    return np.asarray(found.codes)
