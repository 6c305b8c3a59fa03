"""Statements: where groups meet and where they part."""

from __future__ import annotations

import math

import pandas as pd

CONSENSUS_COLUMNS = [
    "item",
    "group",
    "agree",
    "disagree",
    "passed",
    "people",
    "p_agree",
    "representative",
    "consensus",
]


def consensus(votes: pd.DataFrame) -> pd.DataFrame:
    """Return for each statement and group how likely somebody in it agrees, and how far all groups agree.

    Parameters
    ----------
    votes
        Columns ``item, group, value`` (1 agree, −1 disagree, 0 pass) and, if wanted, ``people`` (how many stand behind
        a row; 1 if absent).

    Returns
    -------
    DataFrame
        Columns ``item, group, agree, disagree, passed, people, p_agree`` ((1 + agree) / (2 + people)),
        ``representative`` (p_agree in the group, divided by p_agree outside it; missing if there is one group only) and
        ``consensus`` (p_agree of all groups multiplied, the same for each row of an item: near 1 only if every group
        agrees).

    Notes
    -----
    As in Polis (Small, Bjorkegren, Erkkilä, Shaw & Megill 2021, doi 10.6035/recerca.5516), for groups that people said
    they belong to. Groups are never learned from the answers here: that needs about 50 people.
    """
    people = votes["people"] if "people" in votes else pd.Series(1, index=votes.index)
    table = votes.assign(people=people)
    rows: list[tuple[object, ...]] = []
    groups = sorted(table["group"].unique())
    for item, of_item in table.groupby("item", sort=False):
        counts = {group: _counts(of_item[of_item["group"] == group]) for group in groups}
        agreed = {group: _p(one[0], sum(one)) for group, one in counts.items()}
        together = math.prod(agreed.values())
        for group in groups:
            agree, disagree, passed = counts[group]
            others = [counts[other] for other in groups if other != group]
            elsewhere = _p(sum(one[0] for one in others), sum(sum(one) for one in others))
            beside = agreed[group] / elsewhere if others else None
            rows.append(
                (
                    item,
                    group,
                    agree,
                    disagree,
                    passed,
                    agree + disagree + passed,
                    agreed[group],
                    beside,
                    together,
                )
            )
    return pd.DataFrame(rows, columns=CONSENSUS_COLUMNS)


def _counts(table: pd.DataFrame) -> tuple[int, int, int]:
    agree, disagree, passed = (
        int(table.loc[table["value"] == value, "people"].sum()) for value in (1, -1, 0)
    )
    return agree, disagree, passed


def _p(agree: int, people: int) -> float:
    return (1 + agree) / (2 + people)
