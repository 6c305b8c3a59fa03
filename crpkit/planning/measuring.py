"""How it will be known whether something helped: the needs it is meant to answer, asked now and again later."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pandas as pd

from crpkit.framework import Framework
from crpkit.framework.people import Need
from crpkit.needs.questions import LEARNED
from crpkit.needs.tallies import ALL

if TYPE_CHECKING:
    from crpkit.needs import Diagnosis

MOST = 4
"""Measures on a card: more would not be asked."""


@dataclass(frozen=True)
class Measure:
    """One thing to ask before, and again after 6 and 12 months.

    Attributes
    ----------
    need, title
        Id of the need it is tied to (empty for the open question), and what people read.
    question
        What is asked; the same each time.
    now
        Where people stand today, in words.
    baseline_known
        Whether anybody knows that.
    how_known
        How the link between the part and the need is known.
    evidence
        Evidence ids.
    """

    need: str
    title: str
    question: str
    now: str
    baseline_known: bool
    how_known: str = ""
    evidence: tuple[str, ...] = ()

    @property
    def words(self) -> str:
        """It as it stands on a card."""
        return f"{self.title}: {self.question} Now: {self.now}" if self.need else self.question


def measures_of(
    component: str, framework: Framework, diagnosis: Diagnosis | None = None
) -> tuple[Measure, ...]:
    """Return what to ask about a component: the needs linked to it, strong links first, and one open question.

    Parameters
    ----------
    component
        Its id.
    framework
        Gives the links.
    diagnosis
        Gives where people stand now: everyone together, never single groups, and no numbers of fewer than ten.
    """
    links = sorted(
        (one for one in framework.links if one.component == component),
        key=lambda one: one.strength != "strong",
    )
    found = []
    for link in links[:MOST]:
        need = framework.needs[link.need]
        now, known = _now(need, diagnosis)
        evidence = (f"framework:links/{link.id}",)
        how = link.how_known.value
        found.append(Measure(need.id, need.title, _question(need), now, known, how, evidence))
    open_one = "In their own words: what has changed for you, for better or worse?"
    return (*found, Measure("", "", open_one, "", True))


def _question(need: Need) -> str:
    if need.kind != LEARNED:
        return "Do you have this today: yes, partly or no?"
    return "How sure do you feel of this today, from 1 to 5?"


def _now(need: Need, diagnosis: Diagnosis | None) -> tuple[str, bool]:
    """Return where people stand, and whether anybody knows."""
    row = None if diagnosis is None else _row(diagnosis, need.id)
    if row is None:
        return "nobody has asked yet.", False
    if row["few"]:
        return "too few people answered for a number.", False
    if need.kind != LEARNED:
        if pd.isna(row["lacking_percent"]):
            return "not known.", False
        percent, people = round(float(row["lacking_percent"])), int(row["told"])
        return f"{percent} % of {people} people are without it, or have only part of it.", True
    if pd.isna(row["performance"]):
        return "not known.", False
    return f"{float(row['performance']):.1f} on average, of {int(row['pairs'])} people.", True


def _row(diagnosis: Diagnosis, need: str) -> dict[Any, Any] | None:
    needs = diagnosis.needs
    mine = needs[(needs["scope"] == ALL) & (needs["need"] == need)]
    return dict(mine.iloc[0]) if len(mine) else None
