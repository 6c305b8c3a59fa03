"""The question put to enumeration or to the solver: which options together, under which limits."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property

import numpy as np

from crpkit.planning.models import Option
from crpkit.planning.worth import Worth

_CLOSE = 1e-9


@dataclass(frozen=True)
class Limits:
    """What a plan must keep to.

    Attributes
    ----------
    budget, staff_days
        The most money and staff days, at the high end; ``None``: no limit.
    months
        How long the plan runs; every option in it runs before the last month begins. ``None``: no limit.
    floors
        The least share by group id.
    require, exclude
        Ids of components or options that must, or must not, be in the plan.
    """

    budget: float | None = None
    staff_days: float | None = None
    months: int | None = None
    floors: Mapping[str, float] = field(default_factory=dict)
    require: tuple[str, ...] = ()
    exclude: tuple[str, ...] = ()

    @property
    def key(self) -> tuple[object, ...]:
        """These limits as something that can be looked up."""
        floors = tuple(sorted(self.floors.items()))
        return (self.budget, self.staff_days, self.months, floors, self.require, self.exclude)

    def but(self, **changes: object) -> Limits:
        """Return these limits with some changed."""
        return replace(self, **changes)  # type: ignore[arg-type]


@dataclass(frozen=True)
class Choice:
    """Options that were chosen, and what they come to at the high end."""

    options: tuple[Option, ...]
    cost: float
    days: float
    worth: float
    shares: tuple[float, ...]

    @property
    def ids(self) -> frozenset[str]:
        """Ids of the options."""
        return frozenset(option.id for option in self.options)

    @property
    def components(self) -> frozenset[str]:
        """Ids of the components."""
        return frozenset(option.component for option in self.options)


@dataclass(frozen=True)
class Instance:
    """The options to choose among, and what they are worth.

    Attributes
    ----------
    options
        All that may be planned: usable, not *not now*.
    worth
        What they answer.
    months
        For how long costs are counted.
    pay
        Whether people are paid for taking part.
    count_days
        Whether staff days must be known, as they are limited.
    unknown_fits
        Whether options may be planned of which a figure is unknown; what is unknown is then outside the limits.
    """

    options: tuple[Option, ...]
    worth: Worth
    months: int
    pay: bool = True
    count_days: bool = False
    unknown_fits: bool = False

    def without(self, ids: Iterable[str]) -> Instance:
        """Return it without some options."""
        gone = set(ids)
        return replace(self, options=tuple(one for one in self.options if one.id not in gone))

    @cached_property
    def _figures(self) -> Mapping[str, tuple[float, float, bool]]:
        """By option id: money and days at the high end of what is known, and whether all that decides is known."""
        return {option.id: self._reckon(option) for option in self.options}

    def _reckon(self, option: Option) -> tuple[float, float, bool]:
        money, days = option.money(self.months, self.pay), option.days(self.months)
        known = money.known and option.lead_months.known and (days.known or not self.count_days)
        return money.most, days.most, known

    def _of(self, option: Option) -> tuple[float, float, bool]:
        return self._figures.get(option.id) or self._reckon(option)

    def known(self, option: Option) -> bool:
        """Return whether everything is known of an option that decides whether it fits."""
        return self._of(option)[2]

    def within(self, limits: Limits, component: str | None = None) -> tuple[Option, ...]:
        """Return the options, of all components or of one, that limits leave open, each by itself."""
        gone = set(limits.exclude)
        return tuple(
            one
            for one in self.options
            if (component is None or one.component == component)
            and (self.unknown_fits or self.known(one))
            and one.id not in gone
            and one.component not in gone
            and (limits.months is None or one.lead_months.most <= limits.months - 1)
        )

    def cost(self, option: Option) -> float:
        """Return the high end of what is known of an option's cost, in pounds."""
        return self._of(option)[0]

    def days(self, option: Option) -> float:
        """Return the high end of what is known of an option's staff days."""
        return self._of(option)[1]

    def choice(self, options: Iterable[Option]) -> Choice:
        """Return chosen options with what they come to."""
        chosen = tuple(options)
        shares = self.worth.shares(chosen)
        return Choice(
            chosen,
            sum(self.cost(one) for one in chosen),
            sum(self.days(one) for one in chosen),
            float(self.worth.wishes.weights @ shares),
            tuple(map(float, shares)),
        )

    def keeps(self, choice: Choice, limits: Limits) -> bool:
        """Return whether a choice keeps to all limits: the definition that enumeration and the solver share."""
        there, ids = choice.components, choice.ids
        floors = [limits.floors.get(group, 0.0) for group in self.worth.wishes.groups]
        return (
            len(there) == len(choice.options)
            and set(choice.options) <= set(self.within(limits))
            and (limits.budget is None or choice.cost <= limits.budget + _CLOSE * (1 + limits.budget))
            and (limits.staff_days is None or choice.days <= limits.staff_days + _CLOSE)
            and all(share >= floor - _CLOSE for share, floor in zip(choice.shares, floors, strict=True))
            and all(name in there or name in ids for name in limits.require)
            and all(
                set(one.after) <= there and all(set(among) & there for among in one.after_any)
                for one in choice.options
            )
        )

    @cached_property
    def patterns(self) -> Patterns:
        """The needs of groups, those together that the same options answer equally far."""
        return Patterns.of(self.options, self.worth)


@dataclass(frozen=True)
class Patterns:
    """Needs of groups that can only be answered together, as one.

    Attributes
    ----------
    levels
        Option × pattern: how far (0, ½, 1).
    values
        Group × pattern: which part of what the group would like.
    """

    levels: np.ndarray
    values: np.ndarray

    @classmethod
    def of(cls, options: Sequence[Option], worth: Worth) -> Patterns:
        """Find them; what nothing answers is left out."""
        sizes = worth.wishes.sizes
        groups, needs = sizes.shape
        cube = np.array([worth.levels(option) for option in options]).reshape(len(options), groups * needs)
        there = (sizes.ravel() > 0) & (cube.max(axis=0, initial=0) > 0)
        unique, back = np.unique(cube[:, there], axis=1, return_inverse=True)
        values = np.zeros((groups, unique.shape[1]))
        of_group = np.repeat(np.arange(groups), needs)[there]
        np.add.at(values, (of_group, np.ravel(back)), sizes.ravel()[there])
        return cls(unique, values)
