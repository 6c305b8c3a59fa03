"""From ballots to a result, by the method of choosing."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

import pandas as pd

from crpkit.workshop.activities.ask.parts import Answer, Item
from crpkit.workshop.activities.tables import tidy_frame


@dataclass(frozen=True)
class Counted:
    """A ballot that counts.

    Attributes
    ----------
    ballot
        Item id → number.
    people
        How many people it stands for; 0 if nobody counted them.
    weight
        How many times its numbers count.
    families
        Family id → people of these, as far as they were said. One person can belong to several.
    channel
        ``phone``, ``spoken``, ``paper`` or ``table``.
    table
        The table of whoever gave it, or ``None``.
    actor, evidence
        Whose it is, and where it can be followed back to.
    voice
        From where they speak, where that is asked.
    """

    ballot: Mapping[str, int]
    people: int
    weight: int
    families: Mapping[str, int]
    channel: str
    table: str | None
    actor: str
    evidence: str
    voice: str = ""


def result(
    method: str, items: Sequence[Item], answers: Sequence[Answer], counted: Iterable[Counted]
) -> pd.DataFrame:
    """Return one row per item, first what came out first; items in the order of their letters among equals.

    Returns
    -------
    DataFrame
        ``letter, item, title`` and

        - one, approval: ``people`` (who chose it), ``share_percent`` (of the people who chose anything), ``place``;
        - points: ``points``, ``people`` (known to have given it some), ``share_percent`` (of all points), ``place``;
        - ranking: ``score``, ``first`` (people who put it first), ``people`` (who ranked it), ``place``;
        - scale: a column of people for each answer, named by its id, and ``people``; in the order of the items.

    Notes
    -----
    The score of a ranking is Borda's count: with k items, the first gets k − 1, the next k − 2, the last 0. Items
    that somebody did not rank share equally what is left.
    """
    ballots = list(counted)
    if method == "scale":
        return _scale(items, answers, ballots)
    if method == "ranking":
        return _ranking(items, ballots)
    if method == "points":
        return _points(items, ballots)
    return _ticked(items, ballots)


def _ticked(items: Sequence[Item], ballots: Sequence[Counted]) -> pd.DataFrame:
    people = {item.id: sum(one.weight for one in ballots if item.id in one.ballot) for item in items}
    all_of_them = sum(one.weight for one in ballots if one.ballot)
    rows = [
        (*_names(item), people[item.id], _percent(people[item.id], all_of_them), _place(people, item.id))
        for item in _ordered(items, people)
    ]
    return tidy_frame(rows, ["letter", "item", "title", "people", "share_percent", "place"])


def _points(items: Sequence[Item], ballots: Sequence[Counted]) -> pd.DataFrame:
    points = {item.id: sum(one.ballot.get(item.id, 0) * one.weight for one in ballots) for item in items}
    people = {item.id: sum(one.people for one in ballots if item.id in one.ballot) for item in items}
    placed = sum(points.values())
    rows = [
        (
            *_names(item),
            points[item.id],
            people[item.id],
            _percent(points[item.id], placed),
            _place(points, item.id),
        )
        for item in _ordered(items, points)
    ]
    columns = ["letter", "item", "title", "points", "people", "share_percent", "place"]
    return tidy_frame(rows, columns)


def _ranking(items: Sequence[Item], ballots: Sequence[Counted]) -> pd.DataFrame:
    scores = {item.id: Fraction(0) for item in items}
    first, people = dict.fromkeys(scores, 0), dict.fromkeys(scores, 0)
    for one in ballots:
        if not one.ballot:
            continue
        left = len(items) - len(one.ballot)
        # Items 1 … left get the points left − 1 … 0, shared equally.
        rest = Fraction(left - 1, 2) if left else Fraction(0)
        for name in scores:
            rank = one.ballot.get(name)
            scores[name] += one.weight * (rest if rank is None else len(items) - rank)
            people[name] += one.weight * (rank is not None)
            first[name] += one.weight * (rank == 1)
    rows = [
        (*_names(item), float(scores[item.id]), first[item.id], people[item.id], _place(scores, item.id))
        for item in _ordered(items, scores)
    ]
    return tidy_frame(rows, ["letter", "item", "title", "score", "first", "people", "place"])


def _scale(items: Sequence[Item], answers: Sequence[Answer], ballots: Sequence[Counted]) -> pd.DataFrame:
    rows = []
    for item in items:
        given = [
            sum(one.weight for one in ballots if one.ballot.get(item.id) == number)
            for number in range(1, len(answers) + 1)
        ]
        rows.append((*_names(item), *given, sum(given)))
    names = [answer.id for answer in answers]
    return tidy_frame(rows, ["letter", "item", "title", *names, "people"])


def _names(item: Item) -> tuple[str, str, str | None]:
    return item.letter, item.id, item.title


def _ordered(items: Sequence[Item], numbers: Mapping[str, int | Fraction]) -> list[Item]:
    return sorted(items, key=lambda item: -numbers[item.id])


def _place(numbers: Mapping[str, int | Fraction], item: str) -> int:
    return 1 + sum(other > numbers[item] for other in numbers.values())


def _percent(part: int, whole: int) -> float | None:
    return 100 * part / whole if whole else None
