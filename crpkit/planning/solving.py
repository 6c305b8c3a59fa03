"""The best plan where there are too many to try: an exact solver (HiGHS, through SciPy) that proves what it finds.

A variable of 0 or 1 for each option. For each pattern of needs two more: answered at least by half, and in full; each
at most the sum of the options that answer so far, so a need is answered as far as the best option answers it. Costs,
days, floors and the rest are rows of one matrix, made once; each question changes bounds only. What the solver returns
is rounded to options and reckoned again with the definition of :class:`crpkit.planning.instance.Instance`.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cached_property

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.sparse import csc_array

from crpkit.errors import CrpkitError
from crpkit.planning.finding import Aim, price
from crpkit.planning.instance import Choice, Instance, Limits

_INFEASIBLE = 2
_SCALE = 1000.0  # shares are small numbers beside the solver's tolerance of a millionth
_SLACK = 1e-6


class Solver:
    """The rows and columns of an instance.

    Parameters
    ----------
    instance
        Of any size.
    """

    proof = "solved"

    def __init__(self, instance: Instance) -> None:
        self.instance = instance
        self._patterns = instance.patterns
        self._options = len(instance.options)
        self._size = self._patterns.values.shape[1]
        self._columns = self._options + 2 * self._size + 1
        self._price = price(instance)
        self._found: dict[tuple[object, ...], tuple[float, Choice] | None] = {}
        self._open: dict[tuple[object, ...], np.ndarray] = {}
        self._rows: list[np.ndarray] = []
        self._named: dict[str, int] = {}
        self._low: list[float] = []
        self._high: list[float] = []
        self._build()
        self._matrix = csc_array(np.array(self._rows).reshape(len(self._rows), self._columns))

    # -- rows

    def _build(self) -> None:
        for row in self._structure():
            self._add(row, -np.inf, 0.0)
        for row in self._one_way():
            self._add(row, -np.inf, 1.0)
        instance = self.instance
        self._name("budget", self._of_options([instance.cost(one) / _SCALE for one in instance.options]))
        self._name("days", self._of_options([instance.days(one) for one in instance.options]))
        self._name("price", self._of_options(self._price / _SCALE))
        weights = instance.worth.wishes.weights
        self._name("worth", self._of_needs(weights @ self._patterns.values))
        for group, values in zip(instance.worth.wishes.groups, self._patterns.values, strict=True):
            row = self._of_needs(values)
            self._name(f"floor:{group}", row)
            row = row.copy()
            row[-1] = -1.0  # the last column: the least share of any group, times the scale
            self._name(f"even:{group}", row)

    def _add(self, row: np.ndarray, low: float, high: float) -> None:
        self._rows.append(row)
        self._low.append(low)
        self._high.append(high)

    def _name(self, name: str, row: np.ndarray) -> None:
        self._named[name] = len(self._rows)
        self._add(row, -np.inf, np.inf)

    def _of_options(self, values: Sequence[float] | np.ndarray) -> np.ndarray:
        row = np.zeros(self._columns)
        row[: self._options] = values
        return row

    def _of_needs(self, values: np.ndarray) -> np.ndarray:
        """Return the row that adds up what is answered: half for at least by half, half for in full."""
        row = np.zeros(self._columns)
        row[self._options : -1] = np.concatenate([values, values]) * _SCALE / 2
        return row

    def _structure(self) -> Iterator[np.ndarray]:
        for at, most in ((0, 0.5), (1, 1.0)):
            for pattern in range(self._size):
                row = self._of_options(-1.0 * (self._patterns.levels[:, pattern] >= most))
                row[self._options + at * self._size + pattern] = 1.0
                yield row
        yield from self._dependencies()

    def _dependencies(self) -> Iterator[np.ndarray]:
        """Return a row for each component and what it depends on: no more of the one than of the other."""
        depend: dict[tuple[str, tuple[str, ...]], list[int]] = {}
        for number, option in enumerate(self.instance.options):
            for among in [*[(name,) for name in option.after], *option.after_any]:
                depend.setdefault((option.component, tuple(sorted(among))), []).append(number)
        for (_, among), numbers in depend.items():
            row = self._of_options([-1.0 * (one.component in among) for one in self.instance.options])
            row[numbers] += 1.0
            yield row

    def _one_way(self) -> Iterator[np.ndarray]:
        for component in dict.fromkeys(one.component for one in self.instance.options):
            yield self._of_options([1.0 * (one.component == component) for one in self.instance.options])

    @cached_property
    def _beaten(self) -> list[set[str]]:
        """For each option, ids of other ways of the same that do as much for no more: it need not be looked at then."""
        instance, levels = self.instance, self._patterns.levels
        found: list[set[str]] = []
        for number, one in enumerate(instance.options):
            found.append(
                {
                    other.id
                    for at, other in enumerate(instance.options)
                    if other.component == one.component
                    and (self._price[at], at) < (self._price[number], number)
                    and instance.cost(other) <= instance.cost(one)
                    and instance.days(other) <= instance.days(one)
                    and (instance.known(other) or not instance.known(one))
                    and set(other.after) <= set(one.after)
                    and set(other.after_any) <= set(one.after_any)
                    and (levels[at] >= levels[number]).all()
                }
            )
        return found

    # -- solving

    def best(self, aims: Sequence[Aim], limits: Limits, at_least: float | None = None) -> Choice | None:
        """See :meth:`crpkit.planning.finding.Finder.best`.

        Raises
        ------
        CrpkitError
            If the solver gives up without proof.
        """
        low, high = np.array(self._low), np.array(self._high)
        self._limit(low, high, limits, at_least)
        choice: Choice | None = None
        for number, aim in enumerate(aims):
            key = (
                tuple(aims[: number + 1]),
                limits.key,
                at_least,
            )  # the first aims are asked for again and again
            if key not in self._found:
                bounds = self._bounds(limits, "even" in key[0])
                self._found[key] = self._solve(
                    self._objective(aim), low, high, bounds, self._required(limits)
                )
            found = self._found[key]
            if found is None:
                return choice
            value, choice = found
            self._hold(aim, value, low, high)
        return choice

    def _limit(self, low: np.ndarray, high: np.ndarray, limits: Limits, at_least: float | None) -> None:
        if limits.budget is not None:
            high[self._named["budget"]] = limits.budget / _SCALE
        if limits.staff_days is not None:
            high[self._named["days"]] = limits.staff_days
        for group, floor in limits.floors.items():
            low[self._named[f"floor:{group}"]] = floor * _SCALE - _SLACK
        if at_least is not None:
            low[self._named["worth"]] = at_least * _SCALE - _SLACK

    def _bounds(self, limits: Limits, even: bool) -> Bounds:
        most = np.ones(self._columns)
        most[: self._options] = self._worth_a_look(limits)
        most[-1] = _SCALE * even
        return Bounds(np.zeros(self._columns), most)

    def _worth_a_look(self, limits: Limits) -> np.ndarray:
        """Return for each option whether the limits leave it open, and no other way is as good in all respects."""
        key = (limits.months, limits.require, limits.exclude)  # all that decides on an option by itself
        if key not in self._open:
            ids = {one.id for one in self.instance.within(limits)}
            self._open[key] = np.array(
                [
                    one.id in ids and (one.id in limits.require or not self._beaten[number] & ids)
                    for number, one in enumerate(self.instance.options)
                ],
                dtype=float,
            )
        return self._open[key]

    def _required(self, limits: Limits) -> list[LinearConstraint]:
        rows = [
            self._of_options([1.0 * (name in (one.id, one.component)) for one in self.instance.options])
            for name in limits.require
        ]
        return [LinearConstraint(np.array(rows), 1.0, np.inf)] if rows else []

    def _objective(self, aim: Aim) -> np.ndarray:
        if aim == "cost":
            return self._rows[self._named["price"]]
        if aim == "worth":
            return -self._rows[self._named["worth"]]
        row = np.zeros(self._columns)
        row[-1] = -1.0
        return row

    def _hold(self, aim: Aim, value: float, low: np.ndarray, high: np.ndarray) -> None:
        """Let what was reached by one aim be kept while the next is looked for."""
        if aim == "cost":
            high[self._named["price"]] = value + _SLACK
        elif aim == "worth":
            low[self._named["worth"]] = -value - _SLACK
        else:
            for group in self.instance.worth.wishes.groups:
                low[self._named[f"floor:{group}"]] = max(low[self._named[f"floor:{group}"]], -value - _SLACK)

    def _solve(
        self,
        objective: np.ndarray,
        low: np.ndarray,
        high: np.ndarray,
        bounds: Bounds,
        extra: list[LinearConstraint],
    ) -> tuple[float, Choice] | None:
        low, high = low.copy(), high.copy()
        if objective[-1]:
            for group in self.instance.worth.wishes.groups:
                low[self._named[f"even:{group}"]] = 0.0
        kinds = np.ones(self._columns)
        kinds[-1] = 0  # needs could be fractions, too; as whole numbers the solver has less to repair
        result = milp(
            objective,
            integrality=kinds,
            bounds=bounds,
            constraints=[LinearConstraint(self._matrix, low, high), *extra],
            options={"mip_rel_gap": 0.0},
        )
        if result.status == _INFEASIBLE:
            return None
        if result.status != 0 or result.x is None:
            raise CrpkitError(
                f"No best plan was found ({result.message})", "Rule out some options, or ask us."
            )
        picked = np.flatnonzero(result.x[: self._options] > 0.5)
        return float(result.fun), self.instance.choice(self.instance.options[one] for one in picked)
