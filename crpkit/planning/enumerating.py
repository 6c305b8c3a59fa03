"""Every combination of options, tried one by one: few enough to do so, and then nothing is hidden."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from crpkit.planning.finding import Aim, price
from crpkit.planning.instance import Choice, Instance, Limits

_CLOSE = 1e-9


class Enumerated:
    """All combinations: option numbers, cost, days and shares of each.

    Parameters
    ----------
    instance
        With few options.
    """

    proof = "enumerated"

    def __init__(self, instance: Instance) -> None:
        self.instance = instance
        by_component: dict[str, list[int]] = {}
        for number, option in enumerate(instance.options):
            by_component.setdefault(option.component, []).append(number)
        self._slots = list(by_component)
        ways = [np.array([-1, *numbers]) for numbers in by_component.values()]
        grid = np.meshgrid(*ways, indexing="ij") if ways else []
        self._picked = (
            np.stack([one.ravel() for one in grid], axis=1) if ways else np.zeros((1, 0), dtype=int)
        )
        options = instance.options
        self._cost = self._sum(np.array([instance.cost(one) for one in options]))
        self._days = self._sum(np.array([instance.days(one) for one in options]))
        self._price = self._sum(price(instance))
        self._shares = self._answered()

    def _sum(self, values: np.ndarray) -> np.ndarray:
        found: np.ndarray = np.append(values, 0.0)[self._picked].sum(axis=1)
        return found

    def _answered(self) -> np.ndarray:
        patterns = self.instance.patterns
        size = patterns.values.shape[1]
        levels = np.vstack([patterns.levels, np.zeros((1, size))])
        best = np.zeros((len(self._picked), size))
        for slot in range(self._picked.shape[1]):
            np.maximum(best, levels[self._picked[:, slot]], out=best)
        found: np.ndarray = best @ patterns.values.T
        return found

    def best(self, aims: Sequence[Aim], limits: Limits, at_least: float | None = None) -> Choice | None:
        """See :meth:`crpkit.planning.finding.Finder.best`."""
        weights = self.instance.worth.wishes.weights
        worth = self._shares @ weights
        left = np.flatnonzero(self._fits(limits) & (worth >= (at_least or 0.0) - _CLOSE))
        for aim in aims:
            if not len(left):
                return None
            scores = {"worth": worth, "even": self._shares.min(axis=1), "cost": -self._price}[aim][left]
            left = left[scores >= scores.max() - _CLOSE]
        if not len(left):
            return None
        return self.instance.choice(self.instance.options[one] for one in self._picked[left[0]] if one >= 0)

    def _fits(self, limits: Limits) -> np.ndarray:
        options, groups = self.instance.options, self.instance.worth.wishes.groups
        open_ids = {one.id for one in self.instance.within(limits)}
        allowed = np.array([one.id in open_ids for one in options] + [True])
        fits = allowed[self._picked].all(axis=1)
        if limits.budget is not None:
            fits &= self._cost <= limits.budget + _CLOSE * (1 + limits.budget)
        if limits.staff_days is not None:
            fits &= self._days <= limits.staff_days + _CLOSE
        for number, group in enumerate(groups):
            fits &= self._shares[:, number] >= limits.floors.get(group, 0.0) - _CLOSE
        for name in limits.require:
            fits &= self._any([name in (one.id, one.component) for one in options])
        for number, option in enumerate(options):
            fits &= ~self._has(number) | self._supported(option.after, option.after_any)
        return np.asarray(fits)

    def _any(self, marked: Sequence[bool]) -> np.ndarray:
        found: np.ndarray = np.array([*marked, False])[self._picked].any(axis=1)
        return found

    def _has(self, number: int) -> np.ndarray:
        found: np.ndarray = (self._picked == number).any(axis=1)
        return found

    def _supported(self, after: tuple[str, ...], after_any: tuple[tuple[str, ...], ...]) -> np.ndarray:
        there = np.ones(len(self._picked), dtype=bool)
        for among in [*[(name,) for name in after], *after_any]:
            there &= self._any([one.component in among for one in self.instance.options])
        return there
