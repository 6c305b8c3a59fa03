"""Which choices of different sessions are the same, and what of them may be added up."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TypeGuard

import pandas as pd

from crpkit.tables import tidy
from crpkit.workshop.activities.ask import AskState, Item
from crpkit.workshop.activities.dots import DotOption, DotsState
from crpkit.workshop.checks import many

Vote = DotsState | AskState
_METHODS = ("one", "approval", "points", "ranking")
_NUMBER = {"points": "points", "ranking": "score"}
_NOT_A_CHOICE = ("check-in",)


def is_choice(activity: object) -> TypeGuard[Vote]:
    """Say whether people choose from options in an activity; who is here and what one thinks are no choices."""
    if isinstance(activity, DotsState):
        return True
    return (
        isinstance(activity, AskState) and activity.method in _METHODS and activity.kind not in _NOT_A_CHOICE
    )


def same_words(text: str | None) -> str:
    """Return what is left of a text when capital letters and spaces do not matter."""
    return tidy(text or "").casefold()


@dataclass(frozen=True)
class Asked:
    """A choice as it was put to one session."""

    session: str
    vote: Vote

    @property
    def way(self) -> tuple[str, str, int | None]:
        """How one chose: method, what a point is called, and how much of it each person had."""
        if isinstance(self.vote, DotsState):
            return "points", "dot", self.vote.dots_each
        return self.vote.method, self.vote.unit if self.vote.method == "points" else "", self.vote.most

    @property
    def options(self) -> Sequence[DotOption | Item]:
        """What was on offer."""
        return self.vote.options if isinstance(self.vote, DotsState) else self.vote.items

    @cached_property
    def keys(self) -> Mapping[str, str]:
        """Option → what makes it the same in another session: what it stands for, else its title.

        An option whose title was taken back is like no other.
        """
        keys: dict[str, str] = {}
        for one in self.options:
            key = one.source or same_words(one.title)
            if not key or key in keys.values():
                key = f"{self.session}/{self.vote.id}/{one.id}"
            keys[one.id] = key
        return keys

    @cached_property
    def result(self) -> pd.DataFrame:
        """The result, with columns ``key``, ``source`` and ``number`` whatever the method."""
        frame = self.vote.result()
        if isinstance(self.vote, DotsState):
            frame = frame.rename(columns={"dots": "points", "option": "item"}).assign(people=None)
        sources = {one.id: one.source for one in self.options}
        return frame.assign(
            key=[self.keys[name] for name in frame["item"]],
            source=[sources[name] for name in frame["item"]],
            number=frame[_NUMBER.get(self.way[0], "people")].astype(float),
        )


@dataclass(frozen=True)
class Choice:
    """A choice that was put to one session or more, in the same way.

    Attributes
    ----------
    name
        The question; with the way of choosing where it was also asked in another way.
    asked
        Each session in which it was asked.
    """

    name: str
    asked: tuple[Asked, ...]

    @cached_property
    def on_offer(self) -> Mapping[str, int]:
        """Option → in how many sessions it could be chosen."""
        return Counter(key for one in self.asked for key in one.keys.values())

    @property
    def adds_up(self) -> bool:
        """Whether anything can be added up: more than one session, and for a ranking the same options in each."""
        if len(self.asked) < 2:
            return False
        return self.asked[0].way[0] != "ranking" or not self.only_somewhere

    @property
    def only_somewhere(self) -> int:
        """How many options were not on offer in every session."""
        return sum(number < len(self.asked) for number in self.on_offer.values())

    @cached_property
    def together(self) -> Mapping[str, float]:
        """Option → its numbers of all sessions added up; only options that every session had on offer."""
        if not self.adds_up:
            return {}
        totals = {key: 0.0 for key, number in self.on_offer.items() if number == len(self.asked)}
        for one in self.asked:
            for key, number in zip(one.result["key"], one.result["number"], strict=True):
                if key in totals:
                    totals[key] += number
        return totals

    def rows(self) -> Iterator[tuple[object, ...]]:
        """Yield the rows of :meth:`crpkit.workshop.combining.Combined.choices`."""
        for one in self.asked:
            method, unit, _ = one.way
            for row in one.result.to_dict("records"):
                yield (
                    self.name,
                    one.vote.prompt,
                    method,
                    unit,
                    one.session,
                    one.vote.id,
                    row["key"],
                    row["title"],
                    row["source"],
                    row["number"],
                    row["people"],
                    row.get("share_percent"),
                    row["place"],
                    self.together.get(row["key"]),
                    self.on_offer[row["key"]],
                )

    @property
    def words(self) -> str:
        """Whether it was added up, and why not, in plain sentences."""
        if len(self.asked) == 1:
            return f"“{self.name}”: only in {self.asked[0].session}. It stands by itself."
        where = many(len(self.asked), "session", "sessions")
        if not self.adds_up:
            return f"“{self.name}”: in {where} with different options, so the rankings are not added up."
        words = f"“{self.name}”: asked in the same way in {where}, and added up."
        if self.only_somewhere:
            words += (
                f" {many(self.only_somewhere, 'option was', 'options were')} not on offer in all of them and not added "
                "up; so the others did not compete with the same ones everywhere."
            )
        return words


def matched(asked: Iterable[Asked]) -> tuple[Choice, ...]:
    """Bring together what was asked in the same way and is the same, at most once for each session.

    Two are the same if they have the same question, or if they are the same step (by its id) and share an option.
    """
    groups: list[list[Asked]] = []
    for one in asked:
        fitting = [group for group in groups if _fits(group, one)]
        fitting.sort(key=lambda group: same_words(group[0].vote.prompt) != same_words(one.vote.prompt))
        if fitting:
            fitting[0].append(one)
        else:
            groups.append([one])
    names = _names(groups)
    return tuple(Choice(name, tuple(group)) for name, group in zip(names, groups, strict=True))


def _fits(group: Sequence[Asked], one: Asked) -> bool:
    if group[0].way != one.way or any(other.session == one.session for other in group):
        return False
    return any(_alike(other, one) for other in group)


def _alike(one: Asked, other: Asked) -> bool:
    if same_words(one.vote.prompt) and same_words(one.vote.prompt) == same_words(other.vote.prompt):
        return True
    shared = set(one.keys.values()) & set(other.keys.values())
    return one.vote.id == other.vote.id and bool(shared)


def _names(groups: Sequence[Sequence[Asked]]) -> list[str]:
    """Name each choice by its question; where several have the same, also by the way of choosing, else by a number."""
    questions = [tidy(group[0].vote.prompt or "") or group[0].vote.id for group in groups]
    names: list[str] = []
    for question, group in zip(questions, groups, strict=True):
        name = question if questions.count(question) == 1 else f"{question} – {_way_in_words(group[0].way)}"
        number = 2
        full = name
        while full in names:
            full, number = f"{name} ({number})", number + 1
        names.append(full)
    return names


def _way_in_words(way: tuple[str, str, int | None]) -> str:
    method, unit, most = way
    if method == "points":
        return many(most, f"{unit} each", f"{unit}s each") if most else f"{unit}s"
    if method == "approval":
        return f"up to {most} each" if most else "as many as one likes"
    return {"one": "one each", "ranking": "ranking"}[method]
