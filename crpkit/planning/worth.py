"""What a plan is worth: which part of what people would like it answers, group by group.

The rule, in full. For each group and need the picture of needs says how many people would like it (``wanted``), and how
many answered. With ``count="share"`` the size of a need in a group is the share of those who answered, and every group
counts the same, however many of it answered; with ``count="people"`` the size is the number of people, and a group
counts by all that its people would like. A need is answered as far as the best thing in the plan answers it: in full by
a strong link, by half by one “to some extent”; two halves make no whole. What is here only in part answers by half at
most, and what is here only for some groups answers for these. A group's share is the size of what is answered over the
size of all that people in it would like: also of what no component can answer. What nobody was asked is in neither.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Literal

import numpy as np

from crpkit.errors import InputProblems, Problem
from crpkit.needs.diagnosis import Diagnosis
from crpkit.planning.linking import Links
from crpkit.planning.models import Option

Count = Literal["share", "people"]
EVERYONE = "all"


@dataclass(frozen=True)
class Wishes:
    """What people would like, by group and need.

    Attributes
    ----------
    groups, titles
        Ids and titles of the groups of which somebody answered.
    needs
        Ids of the needs that somebody would like answered.
    sizes
        Group × need, each row adding up to 1: which part of what the group would like this need is.
    weights
        What each group counts; adds up to 1.
    people
        Group × need: how many would like it.
    count
        How sizes were made.
    silent
        Ids of the groups of which nobody answered: nothing is known of them.
    """

    groups: tuple[str, ...]
    titles: tuple[str, ...]
    needs: tuple[str, ...]
    sizes: np.ndarray
    weights: np.ndarray
    people: np.ndarray
    count: Count
    silent: tuple[str, ...]


def wishes_of(diagnosis: Diagnosis, count: Count = "share") -> Wishes:
    """Return what people would like.

    Where nobody named a group, everyone together is the one group.

    Raises
    ------
    InputProblems
        If nobody said of any need that they would like it.
    """
    frame = diagnosis.needs
    kind = "group" if ((frame["scope_kind"] == "group") & (frame["wanted"] > 0)).any() else EVERYONE
    rows = frame[(frame["scope_kind"] == kind) & (frame["wanted"] > 0)]
    if not len(rows):
        found = "Nobody has said yet what they would like, so no plan can be weighed"
        raise InputProblems([Problem(found, "Read a survey with answers first.", field="diagnosis")])
    groups = tuple(dict.fromkeys(rows["scope"]))
    needs = tuple(dict.fromkeys(rows["need"]))
    people = np.zeros((len(groups), len(needs)))
    size = np.zeros_like(people)
    answered = rows["pairs"].where(rows["pairs"].notna(), rows["told"])
    for scope, need, wanted, of in zip(rows["scope"], rows["need"], rows["wanted"], answered, strict=True):
        at = groups.index(scope), needs.index(need)
        people[at] = wanted
        size[at] = wanted / of if count == "share" else wanted
    total = size.sum(axis=1)
    weights = total / total.sum() if count == "people" else np.full(len(groups), 1 / len(groups))
    titles = tuple(rows.drop_duplicates("scope")["scope_title"])
    silent = tuple(one for one in diagnosis.framework.groups.ids if kind == "group" and one not in groups)
    return Wishes(groups, titles, needs, size / total[:, None], weights, people, count, silent)


@dataclass(frozen=True)
class Worth:
    """Wishes and links together: what options answer.

    Attributes
    ----------
    wishes, links
        What it is made of.
    """

    wishes: Wishes
    links: Links

    @cached_property
    def _weights(self) -> Mapping[str, np.ndarray]:
        at = {need: number for number, need in enumerate(self.wishes.needs)}
        found: dict[str, np.ndarray] = {}
        for link in self.links.all:
            if link.weight > 0 and link.need in at:
                row = found.setdefault(link.component, np.zeros(len(at)))
                row[at[link.need]] = link.weight
        return found

    def levels(self, option: Option) -> np.ndarray:
        """Return how far an option answers each need of each group (0, ½, 1): group × need."""
        key = (option.component, option.way == "not-now", option.full, option.groups)
        if key not in self._levels:
            self._levels[key] = self._level(option)
        return self._levels[key]

    @cached_property
    def _levels(self) -> dict[tuple[object, ...], np.ndarray]:
        return {}

    def _level(self, option: Option) -> np.ndarray:
        groups = self.wishes.groups
        row = self._weights.get(option.component)
        if row is None or option.way == "not-now":
            return np.zeros((len(groups), len(self.wishes.needs)))
        row = row if option.full else np.minimum(row, 0.5)
        reached = [not option.groups or group in option.groups or group == EVERYONE for group in groups]
        return np.outer(reached, row)

    def together(self, options: Iterable[Option]) -> np.ndarray:
        """Return how far several options answer each need of each group."""
        best = np.zeros((len(self.wishes.groups), len(self.wishes.needs)))
        for option in options:
            np.maximum(best, self.levels(option), out=best)
        return best

    def shares(self, options: Iterable[Option]) -> np.ndarray:
        """Return for each group the share of what it would like that several options answer."""
        found: np.ndarray = (self.wishes.sizes * self.together(options)).sum(axis=1)
        return found

    def answered(self, options: Iterable[Option]) -> dict[str, float]:
        """Return :meth:`shares` by group id."""
        return dict(zip(self.wishes.groups, map(float, self.shares(options)), strict=True))

    def worth(self, options: Iterable[Option]) -> float:
        """Return the share for all groups together, each by its weight."""
        return float(self.wishes.weights @ self.shares(options))
