"""When nothing fits: which limits clash, and the smallest change of each that would help."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from crpkit.errors import InputProblems, Problem
from crpkit.planning.asking import LONGEST
from crpkit.planning.finding import Finder, finder_of
from crpkit.planning.instance import Instance, Limits
from crpkit.planning.models import Option
from crpkit.planning.saying import days, listed, percent, pounds


@dataclass(frozen=True)
class Blamed:
    """One of the limits that cannot all be kept, and the smallest change that would help.

    Attributes
    ----------
    limit
        ``budget``, ``staff_days``, ``months``, ``floors: GROUP``, ``require: NAME``, ``exclude: NAME``,
        ``unknown: COMPONENT`` (its costs or lead time) or ``allowed: COMPONENT`` (what the team ruled out).
    asked
        The limit in words.
    change
        What would help while all other limits stay, in words; empty if changing this one alone does not.
    value
        The figure in it, in pounds, days, months or shares, not rounded; ``None`` where there is none. A floor that
        would tell the share of a group without a figure is the next lower of tens of per cent.
    """

    limit: str
    asked: str
    change: str
    value: float | None = None


EVERY = "every group"
_CLOSE = 1e-9


class NothingFits(InputProblems):
    """No plan keeps to all limits.

    Attributes
    ----------
    blamed
        Limits that clash: without any one of them the others could be kept.
    """

    def __init__(self, blamed: Sequence[Blamed]) -> None:
        self.blamed = tuple(blamed)
        limits = [one for one in blamed if _kind(one.limit) not in ("unknown", "allowed")]
        asked = listed([one.asked for one in limits], 8)
        found = f"No plan can do all of this at once: {asked}" if len(limits) > 1 else f"No plan can {asked}"
        changes = [one.change for one in blamed if one.change]
        remedy = "To change one of them alone does not help; change several."
        if changes:
            remedy = f"{'One of these' if len(changes) > 1 else 'This'} would help: {'; '.join(changes)}."
        field = ", ".join(dict.fromkeys(_kind(one.limit) for one in limits))
        super().__init__([Problem(found, remedy, field=field)])


def clash(
    instance: Instance, limits: Limits, every: Sequence[Option], without_figure: frozenset[str] = frozenset()
) -> NothingFits:
    """Return why nothing fits.

    Limits are taken away one by one; what can be taken away without anything fitting is not to blame. What is left is
    a smallest set that clashes: none of it can be spared. Beside it stand facts of which one alone is in the way: costs
    that nobody knows, and what the team ruled out.

    Parameters
    ----------
    instance, limits
        Of which no plan fits.
    every
        All options, also those that the team ruled out.
    without_figure
        Ids of the groups of which no figure is given: see :func:`crpkit.planning.few.groups_without_figure`.
    """
    search = _Search(instance, limits, every, without_figure)
    facts = list(search.facts())
    left = list(search.limits())
    for part in list(left):
        rest = [one for one in left if one != part]
        if not search.fits([*facts, *rest]):
            left = rest
    blamed = [search.blamed(part) for part in left]
    found = (search.blamed(fact) for fact in facts)
    return NothingFits([*blamed, *(one for one in found if one.change)])


class _Search:
    def __init__(
        self,
        instance: Instance,
        limits: Limits,
        every: Sequence[Option],
        without_figure: frozenset[str] = frozenset(),
    ) -> None:
        self._instance, self._limits, self._without_figure = instance, limits, without_figure
        self._ruled = sorted(
            {one.component for one in every if one.allowed is False and one.possible and one.way != "not-now"}
        )
        open_to_team = [
            replace(one, allowed=None) if one.allowed is False and one.possible else one for one in every
        ]
        self._all = tuple(one for one in open_to_team if one.usable and one.way != "not-now")
        self._ids = {one.id for one in instance.options}
        self._titles = {one.component: one.title for one in every} | {one.id: one.words for one in every}
        groups = instance.worth.wishes
        self._titles |= dict(zip(groups.groups, groups.titles, strict=True))
        self._titles[EVERY] = EVERY
        floors = limits.floors
        self._one_floor = 1 < len(floors) == len(groups.groups) and len(set(floors.values())) == 1
        self._one_floor &= any(floors.values())
        self._finders: dict[frozenset[str], Finder] = {}

    def limits(self) -> Iterator[str]:
        """Name the limits; what comes first is the first to be let go, so that figures are blamed before wishes."""
        limits = self._limits
        yield from (f"exclude: {one}" for one in limits.exclude)
        if limits.months is not None:
            yield "months"
        if limits.staff_days is not None:
            yield "staff_days"
        if limits.budget is not None:
            yield "budget"
        yield from (f"require: {one}" for one in limits.require)
        if self._one_floor:
            yield f"floors: {EVERY}"
        else:
            yield from (f"floors: {one}" for one, floor in limits.floors.items() if floor > 0)

    def facts(self) -> Iterator[str]:
        """Name what stands in the way without being a limit."""
        yield from (f"unknown: {one}" for one in self._unknown())
        yield from (f"allowed: {one}" for one in self._ruled)

    def parts(self) -> Iterator[str]:
        yield from self.facts()
        yield from self.limits()

    def _unknown(self) -> list[str]:
        if self._instance.unknown_fits:
            return []
        return list(dict.fromkeys(one.component for one in self._all if not self._instance.known(one)))

    # -- trying

    def fits(self, parts: Sequence[str]) -> bool:
        return self._finder(parts).best(("cost",), self._limits_of(parts)) is not None

    def _finder(self, parts: Sequence[str]) -> Finder:
        """Return the finder in which what is not among the parts is let go."""
        facts = frozenset(one for one in parts if one.startswith(("unknown:", "allowed:")))
        if facts not in self._finders:
            ruled = {_name(one) for one in facts if one.startswith("allowed:")}
            unknown = {_name(one) for one in facts if one.startswith("unknown:")}
            options = tuple(
                one
                for one in self._all
                if (one.id in self._ids or one.component not in ruled)
                and (self._instance.known(one) or one.component not in unknown)
            )
            self._finders[facts] = finder_of(replace(self._instance, options=options, unknown_fits=True))
        return self._finders[facts]

    def _limits_of(self, parts: Sequence[str]) -> Limits:
        limits = self._limits
        kept = set(parts)
        return Limits(
            limits.budget if "budget" in kept else None,
            limits.staff_days if "staff_days" in kept else None,
            limits.months if "months" in kept else None,
            {
                group: floor
                for group, floor in limits.floors.items()
                if {f"floors: {group}", f"floors: {EVERY}"} & kept
            },
            tuple(one for one in limits.require if f"require: {one}" in kept),
            tuple(one for one in limits.exclude if f"exclude: {one}" in kept),
        )

    # -- what would help

    def blamed(self, part: str) -> Blamed:
        """Return a part that is to blame, with the smallest change that would help."""
        asked = self._asked(part)
        rest = [one for one in self.parts() if one != part]
        if not self.fits(rest):
            return Blamed(part, asked, "")
        change, value = self._change(part, rest)
        return Blamed(part, asked, change, value)

    def _asked(self, part: str) -> str:
        limits, name = self._limits, _name(part)
        title = self._titles.get(name, name)
        return {
            "budget": lambda: f"spend no more than {pounds(limits.budget or 0)}",
            "staff_days": lambda: f"take no more than {days(limits.staff_days or 0)} of staff",
            "months": lambda: f"run everything within {limits.months} months",
            "floors": lambda: f"answer at least {percent(self._floor(name))} for {_quoted(title)}",
            "require": lambda: f"have “{title}” in it",
            "exclude": lambda: f"leave out “{title}”",
            "unknown": lambda: f"plan without knowing what “{title}” costs and takes",
            "allowed": lambda: f"keep to what the team ruled out of “{title}”",
        }[_kind(part)]()

    def _floor(self, group: str) -> float:
        return max(self._limits.floors.values()) if group == EVERY else self._limits.floors[group]

    def _change(self, part: str, rest: Sequence[str]) -> tuple[str, float | None]:
        kind, name = _kind(part), _name(part)
        title = self._titles.get(name, name)
        if kind == "budget":
            least = self._least(rest, "budget")
            return (
                f"a budget of {pounds(math.ceil(least))} instead of {pounds(self._limits.budget or 0)}",
                least,
            )
        if kind == "staff_days":
            least = self._least(rest, "staff_days")
            return (
                f"{days(math.ceil(10 * least) / 10)} of staff instead of {days(self._limits.staff_days or 0)}",
                least,
            )
        if kind == "months":
            return self._longer(rest)
        if kind == "floors":
            most = self._highest(name, rest)
            if name in self._without_figure or (name == EVERY and self._without_figure):
                most = (
                    np.floor(10 * most + _CLOSE) / 10
                )  # the highest itself is what is answered for so few people
            return f"a floor of {np.floor(1000 * most + _CLOSE) / 10:g} % for {_quoted(title)}", float(most)
        return _FACT[kind].format(title=title), None

    def _least(self, rest: Sequence[str], what: str) -> float:
        """Return the least money or days with which all other limits can be kept."""
        finder, limits = self._finder(rest), self._limits_of(rest)
        if what == "budget":
            choice = finder.best(("cost",), limits)
            return choice.cost if choice is not None else 0.0
        choice = finder.best(("cost",), limits)
        high = choice.days if choice is not None else 0.0
        low = 0.0
        while high - low > 0.05:  # each answer tells how many days a plan that fits really takes
            middle = (low + high) / 2
            choice = finder.best(("cost",), limits.but(staff_days=middle))
            low, high = (middle, high) if choice is None else (low, min(choice.days, middle))
        return high

    def _longer(self, rest: Sequence[str]) -> tuple[str, float | None]:
        leads = sorted({int(-(-one.lead_months.most // 1)) + 1 for one in self._all})
        for months in (one for one in leads if one > (self._limits.months or 0) and one <= LONGEST):
            search = _Search(replace(self._instance, months=months), self._limits.but(months=months), ())
            search._all, search._ids, search._ruled = self._all, self._ids, self._ruled
            if search.fits([*rest, "months"]):
                return f"{months} months instead of {self._limits.months}", float(months)
        return "", None

    def _highest(self, group: str, rest: Sequence[str]) -> float:
        """Return the most that a group's floor, or that of all, can be while all other limits are kept."""
        if group == EVERY:
            even = self._finder(rest).best(("even",), self._limits_of(rest))
            return min(even.shares) if even is not None else 0.0
        instance = self._finder(rest).instance
        weights = [1.0 * (one == group) for one in instance.worth.wishes.groups]
        wishes = replace(instance.worth.wishes, weights=np.array(weights))
        finder = finder_of(replace(instance, worth=replace(instance.worth, wishes=wishes)))
        choice = finder.best(("worth",), self._limits_of(rest))
        return choice.worth if choice is not None else 0.0


_FACT: Mapping[str, str] = {
    "require": "do without “{title}”",
    "exclude": "allow “{title}”",
    "unknown": "find out what “{title}” costs and takes; it may help",
    "allowed": "allow what was ruled out of “{title}”",
}


def _quoted(title: str) -> str:
    return title if title == EVERY else f"“{title}”"


def _kind(part: str) -> str:
    return part.partition(":")[0]


def _name(part: str) -> str:
    return part.partition(": ")[2]
