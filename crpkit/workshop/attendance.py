"""Who was in the room, beside a target, and which claims that can carry.

Two sources are put together: phones whose owners agreed to be counted, with the families they named, and the
facilitator's head-count. Where both speak of a family the larger number stands, because each can only have missed
people. Somebody with several families is counted in each. What nobody said is a row of its own, never spread over the
others and never left out.
"""

from __future__ import annotations

import html
import math
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

import pandas as pd

from crpkit.errors import InputProblems, Problem, did_you_mean
from crpkit.framework import Framework
from crpkit.tables.small import (
    LEAST_SHOWN,
    Safe,
    listed,
    published_count,
    published_percent,
    total_gives_away,
)
from crpkit.workshop.checks import many
from crpkit.workshop.state import WorkshopState

NOT_KNOWN = "not-said"
NOT_KNOWN_TITLE = "Not said"
COLUMNS = [
    "family",
    "title",
    "people",
    "share_percent",
    "target_percent",
    "difference_points",
    "up_to_percent",
]


@dataclass(frozen=True)
class FamilyHere:
    """One family in the room.

    Attributes
    ----------
    id, title
        Of the family.
    people
        How many are known to belong to it.
    target
        Its share in the target, in percent, as given; ``None`` if none was given.
    """

    id: str
    title: str
    people: int
    target: float | None


@dataclass(frozen=True)
class Attendance:
    """Who was in the room.

    Attributes
    ----------
    families
        Every family, in the order of the framework, also those of which nobody was here.
    people
        Everyone who was counted.
    unknown
        Those of whom no family is known.
    phones, counted
        People counted by their phones; people counted by the facilitator, or ``None`` if nobody counted.
    several
        People who named more than one family; they are counted in each.
    target
        The target as given, or ``None``.
    """

    families: tuple[FamilyHere, ...]
    people: int
    unknown: int
    phones: int
    counted: int | None
    several: int
    target: Mapping[str, float] | None

    def share(self, family: FamilyHere) -> float | None:
        """Return a family's share of everyone who was counted, in percent; ``None`` if nobody was."""
        return 100 * family.people / self.people if self.people else None

    def up_to(self, family: FamilyHere) -> float | None:
        """Return the share a family would have if all whose family is not known belonged to it."""
        return 100 * min(self.people, family.people + self.unknown) / self.people if self.people else None

    def frame(self) -> pd.DataFrame:
        """Return one row per family, and one for people whose family is not known, if there are any.

        Returns
        -------
        DataFrame
            Columns ``family, title, people`` (exact: for the room), ``share_percent`` (of everyone counted;
            families can add up to more than 100 because one person can belong to several), ``target_percent`` (as
            given; never made to add up to 100), ``difference_points`` (share − target) and ``up_to_percent`` (the share
            if everyone whose family is not known belonged to it). Missing where there is no number.
        """
        rows: list[tuple[object, ...]] = []
        for one in self.families:
            share = self.share(one)
            apart = None if share is None or one.target is None else share - one.target
            rows.append((one.id, one.title, one.people, share, one.target, apart, self.up_to(one)))
        if self.unknown:
            share = 100 * self.unknown / self.people
            rows.append((NOT_KNOWN, NOT_KNOWN_TITLE, self.unknown, share, None, None, share))
        frame = pd.DataFrame(rows, columns=COLUMNS)
        numbers = [name for name in COLUMNS if name.endswith(("percent", "points"))]
        return frame.astype(dict.fromkeys(numbers, float))

    def published(self) -> Safe:
        """Return table and words as they may leave the room: rounded numbers, no shares of few people.

        Returns
        -------
        Safe
            Columns ``title, people, share_percent, target_percent``, as text; ``None`` where nothing may be shown.
        """
        here = [(one.title, one.people, one.target) for one in self.families]
        if self.unknown:
            here.append((NOT_KNOWN_TITLE, self.unknown, None))
        rows = [
            (title, published_count(people), self.published_share(people), _written(target))
            for title, people, target in here
        ]
        columns = ["title", "people", "share_percent", "target_percent"]
        return Safe(pd.DataFrame(rows, columns=columns, dtype=object), " ".join(_sentences(self, True)))

    @cached_property
    def total_is_safe(self) -> bool:
        """Whether the number of all people may be published beside those of the families."""
        parts = [*(one.people for one in self.families), self.unknown]
        return not total_gives_away(parts, self.people, self.overlap)

    @property
    def overlap(self) -> bool:
        """Whether some people were counted in more than one family."""
        return self.several > 0 or sum(one.people for one in self.families) > self.people

    def published_share(self, people: int) -> str | None:
        """Return a share of all people, in percent, as it may leave the room."""
        return published_percent(people, self.people) if self.total_is_safe else None

    @property
    def words(self) -> str:
        """What the attendance says, and which claims it can carry, in plain sentences.

        Its numbers are exact: for the room. Those of :meth:`published` may leave it.
        """
        return " ".join(self.sentences)

    @cached_property
    def sentences(self) -> tuple[str, ...]:
        """The sentences of :attr:`words`, one by one."""
        return tuple(_sentences(self, False))

    def _repr_html_(self) -> str:
        table = self.frame().round(1).to_html(index=False, na_rep="–")
        return f"{table}<p>{html.escape(self.words)}</p>"


def study_target(framework: Framework) -> dict[str, float]:
    """Return each family's share of the people who took part in the study, in percent, as printed.

    They add up to 99 and stay so. Families without a share are left out.
    """
    return {
        family.id: float(family.share_percent.value)
        for family in framework.families
        if family.share_percent.value is not None
    }


def attendance(
    state: WorkshopState, families: Mapping[str, str], target: Mapping[str, float] | None = None
) -> Attendance:
    """Return who was in the room.

    Parameters
    ----------
    state
        The workshop.
    families
        Family id → title, in the order to show them.
    target
        Family id → share in percent that the facilitator aims at; it stays as given.

    Raises
    ------
    InputProblems
        If the target names an unknown family, a share is no number from 0 to 100, or all add up to more than 100 by
        more than rounding can make.
    """
    problems = list(_wrong_target(target or {}, families))
    if problems:
        raise InputProblems(problems)
    named = [set(state.people.families(person.id)) for person in state.people.counted]
    on_phones = Counter(family for one in named for family in one)
    room = state.room.families
    here = {name: max(on_phones[name], room.get(name, 0)) for name in {**families, **on_phones, **room}}
    with_family = sum(bool(one) for one in named)
    people = max(state.room.total or 0, len(named) + (state.room.paper or 0), sum(room.values()))
    more_than_once = on_phones.total() - with_family
    known = max(with_family, sum(room.values()), sum(here.values()) - more_than_once)
    return Attendance(
        families=tuple(
            FamilyHere(name, families.get(name, name), here[name], (target or {}).get(name))
            for name in here
            if name in families or here[name]
        ),
        people=people,
        unknown=max(0, people - known),
        phones=len(named),
        counted=state.room.total,
        several=sum(len(one) > 1 for one in named),
        target=dict(target) if target else None,
    )


def _wrong_target(target: Mapping[str, float], families: Mapping[str, str]) -> Iterator[Problem]:
    good = []
    for name, share in target.items():
        if name not in families:
            yield Problem(f"“{name}” is not a family", did_you_mean(name, families), field=str(name))
        if isinstance(share, bool) or not isinstance(share, int | float) or not math.isfinite(share):
            yield Problem(f"“{share}” is not a share", "Write a number from 0 to 100.", field=str(name))
        elif not 0 <= share <= 100:
            found = f"A share of {_written(share)} % cannot be"
            yield Problem(found, "Write a number from 0 to 100.", field=str(name))
        else:
            good.append(share)
    # Each share may have been rounded up by half a point.
    if len(good) == len(target) and sum(good) > 100 + 0.5 * len(good):
        found = f"The shares add up to {_written(sum(good))} %, more than 100 and more than rounding can make"
        yield Problem(found, "Correct one of them.", field="target")


def _sentences(here: Attendance, public: bool) -> Iterator[str]:
    if not here.people:
        yield "Nobody has been counted yet, so nothing can be said about who was here."
        return
    yield from _counted(here, public)
    yield from _not_known(here, public)
    if here.unknown < here.people:
        yield from _claims(here, public)
        yield from _beside_target(here, public)
    yield "Who came was not drawn by lot: these numbers say who was here, not what others think."


def _counted(here: Attendance, public: bool) -> Iterator[str]:
    if public and not here.total_is_safe:
        yield "How many people were counted is not shown: beside the families it would give small numbers away."
    else:
        yield f"{_people(here.people, public)} counted.".capitalize()
    if here.counted is None:
        yield "Nobody counted the room: people who did not agree to be counted are missing."
    elif here.people > here.counted:
        yield "More people are known to have been here than were counted in the room; the larger number is used."
    if here.overlap:
        yield (
            "Some people were counted in more than one family, so the shares can add up to more than 100 %."
        )


def _not_known(here: Attendance, public: bool) -> Iterator[str]:
    if here.unknown and here.unknown == here.people:
        yield "Nobody’s family is known, so no share of any family can be told."
    elif here.unknown:
        number = many(here.unknown, "person", "people")
        share = _percent(here.unknown, here.people)
        if public:
            about = "about " if here.unknown >= LEAST_SHOWN else ""
            number = f"{about}{published_count(here.unknown)} people"
            share = here.published_share(here.unknown) or ""
        part = f"{number} ({share} %)" if share else number
        yield f"Of {part} no family is known: each share could be higher by as much."


def _claims(here: Attendance, public: bool) -> Iterator[str]:
    enough = [_with_number(one, public) for one in here.families if one.people >= LEAST_SHOWN]
    few = [_with_number(one, public) for one in here.families if 0 < one.people < LEAST_SHOWN]
    none = [one.title for one in here.families if not one.people]
    if enough:
        yield f"Enough people for results of their own: {listed(enough)}."
    if few:
        yield (
            f"Fewer than 5 people: {listed(few)}. What they said counts as theirs, but no results are shown for them "
            "alone, and they cannot speak for others."
        )
    if none:
        known = "is known to have been here from" if here.unknown else "was here from"
        yield f"Nobody {known}: {listed(none)}. Nothing can be claimed about them."


def _people(number: int, public: bool) -> str:
    if public and number < LEAST_SHOWN:
        return f"{published_count(number)} people were"
    if public:
        return f"about {published_count(number)} people were"
    return many(number, "person was", "people were")


def _with_number(one: FamilyHere, public: bool) -> str:
    if not public:
        return f"{one.title} ({one.people})"
    return f"{one.title} (about {published_count(one.people)})" if one.people >= LEAST_SHOWN else one.title


def _beside_target(here: Attendance, public: bool) -> Iterator[str]:
    if here.target is None:
        return
    total = sum(here.target.values())
    if abs(total - 100) > 1e-9:
        yield f"The target adds up to {_written(total)} %. It stays as it was given."
    if here.people < LEAST_SHOWN and not (public and not here.total_is_safe):
        yield "So few people cannot be compared with a target."
        return
    sides: dict[str, list[str]] = {"more": [], "less": [], "near": [], "open": []}
    for one in here.families:
        side = _side_published(here, one) if public else _side(here, one)
        if side:
            sides[side].append(one.title)
    near = (
        "Within 5 points of the target"
        if public
        else f"As near to the target as {here.people} people can come"
    )
    sayings = {
        "more": "A larger share than the target",
        "less": "A smaller share than the target",
        "near": near,
        "open": "Too many families are not known to compare with the target",
    }
    for side, titles in sides.items():
        if titles:
            yield f"{sayings[side]}: {listed(titles)}."


def _side(here: Attendance, one: FamilyHere) -> str:
    """Say on which side of the target a family is, whoever the unknown are; half a person and rounding are near."""
    if one.target is None:
        return ""
    leeway = max(0.5, here.people * 0.005)
    aim = here.people * one.target / 100
    return _beside(one.people - aim, min(here.people, one.people + here.unknown) - aim, leeway)


def _side_published(here: Attendance, one: FamilyHere) -> str:
    """Say the same from published numbers alone, so that the comparison gives nothing away."""
    share = here.published_share(one.people)
    if share is None or one.target is None:
        return ""
    unknown = here.published_share(max(here.unknown, LEAST_SHOWN)) if here.unknown else "0"
    least = float(share) - one.target
    return _beside(least, least + float(unknown or 0), 5)


def _beside(least: float, most: float, leeway: float) -> str:
    if least > leeway:
        return "more"
    if most < -leeway:
        return "less"
    return "near" if -leeway <= least and most <= leeway else "open"


def _percent(part: int, whole: int) -> str:
    return f"{100 * part / whole:.0f}"


def _written(number: float | None) -> str | None:
    return None if number is None else f"{number:g}"
