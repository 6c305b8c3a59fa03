"""What every section of the plan's document looks at."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from math import floor

from crpkit.framework import Framework
from crpkit.needs import Diagnosis, diagnose
from crpkit.planning.days import after_months
from crpkit.planning.inputs import Inputs
from crpkit.planning.kept import KeptPlan
from crpkit.planning.linking import Link, Links, links_of
from crpkit.planning.models import Line, Plan
from crpkit.planning.ranges import Range
from crpkit.planning.saying import days, pounds
from crpkit.reports.diagnosis.published import ALL, Published, publish
from crpkit.reports.plan.voices import Voice, voices
from crpkit.reports.sources import Sources
from crpkit.tables.small import published_count
from crpkit.workspace import Workspace

_PEOPLE = re.compile(r"\b(\d+) (?:people|person)\b")
SCORED = 10
"""So many of a group must have answered before anything is said of what the plan answers for it."""


@dataclass(frozen=True)
class Given:
    """A kept plan, and what it is shown with.

    Attributes
    ----------
    workspace, kept
        The workspace, and its plan.
    at
        When the document is written.
    """

    workspace: Workspace
    kept: KeptPlan
    at: datetime

    @cached_property
    def plan(self) -> Plan:
        """The plan, with what the team wrote to its lines."""
        return self.kept.edited

    @cached_property
    def inputs(self) -> Inputs:
        """What it was made from, as it is now."""
        return Inputs(self.workspace, self.kept.settings.survey)

    @property
    def framework(self) -> Framework:
        """With the team's overlay."""
        return self.inputs.framework

    @cached_property
    def sources(self) -> Sources:
        """Says where something is from."""
        return Sources(self.workspace, self.kept.settings)

    @cached_property
    def picture(self) -> Diagnosis:
        """The picture of needs, as it is now."""
        inputs = self.inputs
        return diagnose(
            inputs.survey, inputs.audit, inputs.place, inputs.excerpts, draws=0, framework=inputs.framework
        )

    @cached_property
    def published(self) -> Published:
        """The same as it may be published."""
        return publish(self.picture)

    @cached_property
    def voices(self) -> tuple[Voice, ...]:
        """What people said and agreed to have traced."""
        return voices(self.inputs, self.sources)

    @cached_property
    def links(self) -> Links:
        """The links that it is reckoned by."""
        return links_of(self.framework, self.kept.settings.team_links or None)

    # -- what is in it

    @cached_property
    def chosen(self) -> tuple[Line, ...]:
        """What is in the plan: what changes first, then what stays as it is."""
        return tuple(sorted(self.plan.chosen, key=lambda line: line.option.way == "keep"))

    @property
    def changing(self) -> tuple[Line, ...]:
        """What begins, or changes."""
        return tuple(line for line in self.chosen if line.option.way != "keep")

    @property
    def staying(self) -> tuple[Line, ...]:
        """What stays as it is."""
        return tuple(line for line in self.chosen if line.option.way == "keep")

    @property
    def planned(self) -> tuple[Line, ...]:
        """What stays, but is only planned by others: it holds if they confirm it."""
        return tuple(line for line in self.staying if line.option.if_confirmed)

    @property
    def left(self) -> tuple[Line, ...]:
        """What is not in it."""
        return tuple(line for line in self.plan.lines if line.option.way == "not-now")

    def helps(self, line: Line) -> tuple[Link, ...]:
        """Return the links of a line to needs that people here would like answered, the strong ones first."""
        wanted = set(self.wanted)
        found = [link for link in self.links.of(line.component) if link.need in wanted]
        return tuple(sorted(found, key=lambda link: -link.weight))

    def level(self, need: str) -> float:
        """Return how far the plan answers a need of those whom it reaches: 0, ½ or 1."""
        return max(
            (
                min(link.weight, 1.0 if line.option.full else 0.5)
                for line in self.chosen
                for link in self.links.of(line.component)
                if link.need == need
            ),
            default=0.0,
        )

    @cached_property
    def wanted(self) -> Mapping[str, str]:
        """Need → how many people would like it, as it may be published; the most wanted first."""
        exact = self.picture.needs[self.picture.needs["scope"] == ALL]
        order = exact[exact["wanted"] > 0].sort_values("wanted", ascending=False, kind="stable")["need"]
        shown = self.published.needs[self.published.needs["scope"] == ALL].set_index("need")["wanted"]
        return {str(need): str(shown[need]) for need in order}

    # -- words

    @property
    def place(self) -> str:
        """The place’s name; empty if nobody entered it."""
        return self.inputs.place.name if self.inputs.place else ""

    def need(self, name: str) -> str:
        """Return the title of a need."""
        return self.framework.needs[name].title if name in self.framework.needs.ids else name

    def component(self, name: str) -> str:
        """Return the title of a component."""
        return self.framework.components[name].title if name in self.framework.components.ids else name

    def group(self, name: str) -> str:
        """Return the title of a group."""
        return self.framework.groups[name].title if name in self.framework.groups.ids else "Everyone"

    def for_whom(self, line: Line) -> str:
        """Return whom a line reaches, in words."""
        groups = line.option.groups
        return self.groups(groups) if groups else "everyone"

    def groups(self, names: Iterable[str]) -> str:
        """Return groups in words, whole families by the family's name."""
        left = list(dict.fromkeys(names))
        if len(left) == len(self.framework.groups.ids):
            return "everyone"
        said = []
        for family in self.framework.families:
            mine = [group.id for group in self.framework.groups if group.family == family.id]
            if mine and set(mine) <= set(left):
                said.append(lower(family.title))
                left = [name for name in left if name not in mine]
        return listed_all([*said, *(f"“{self.group(name)}”" for name in left)])

    def begins(self, line: Line) -> str:
        """Return from when a line runs, in words; ``now`` for what is here."""
        here = line.option.way == "keep" and not line.option.if_confirmed
        return "now" if here else self.month(line.runs_from)

    def month(self, month: float | None) -> str:
        """Return a month of the plan in words: ``April 2027``, or ``month 4`` while no start is set."""
        if month is None:
            return "not known"
        whole = int(month) if month == int(month) else int(month) + 1
        start = self.kept.settings.start
        if start is None:
            return f"month {whole + 1}"
        return f"{after_months(start, whole):%B %Y}"

    def numbers(self) -> Mapping[str, str]:
        """Return family → share that the plan answers, to the nearest tenth; nothing of families of which few answered.

        A family’s share is the mean of its groups’, each by how many of it answered.
        """
        people = self.picture.people.set_index("scope")["people"]
        found = {}
        for family in self.framework.families:
            mine = {
                group.id: int(people[group.id])
                for group in self.framework.groups
                if group.family == family.id and group.id in self.plan.answered and group.id in people.index
            }
            many = sum(mine.values())
            if many >= SCORED:
                share = sum(self.plan.answered[group] * number for group, number in mine.items()) / many
                found[family.id] = f"about {10 * round(10 * share)} %"
        return found


def money_words(amount: Range) -> str:
    """Return money as people read it in a document, to the nearest pound: ``£1,200 to £3,400``."""
    if amount.known and not amount.most:
        return "nothing new"
    return _span(amount, *(pounds(round(one)) for one in (amount.least, amount.most)))


def day_words(amount: Range) -> str:
    """Return staff days as people read them, to the nearest half: ``4 to 6.5 days``."""
    if amount.known and not amount.most:
        return "none"
    low, high = (days(floor(2 * one + 0.5) / 2) for one in (amount.least, amount.most))
    return _span(amount, low if low == high or amount.missing else low.split()[0], high)


def _span(amount: Range, low: str, high: str) -> str:
    if amount.low is None:
        return "not known"
    words = high if low == high else f"{low} to {high}"
    return f"at least {low}; not all is known" if amount.missing else words


def rounded(words: str) -> str:
    """Return words with numbers of people as they may be published."""
    return _PEOPLE.sub(lambda found: f"{published_count(int(found[1]))} people", words)


def listed_all(words: Iterable[str]) -> str:
    """Return all of several words as a list in a sentence."""
    all_words = list(dict.fromkeys(words))
    if len(all_words) < 2:
        return "".join(all_words)
    return f"{', '.join(all_words[:-1])} and {all_words[-1]}"


def lower(words: str) -> str:
    """Return words as they stand inside a sentence."""
    return words[:1].lower() + words[1:] if words[1:2].islower() or words.startswith("A ") else words


def inside(name: str) -> str:
    """Return who somebody is as it stands inside a sentence: names keep their capital, articles do not."""
    return lower(name) if name.startswith(("The ", "A ", "An ", "Whoever ")) else name
