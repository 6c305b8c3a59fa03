"""What every section of the plan's document looks at."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

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
from crpkit.workspace import Workspace

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

    def group(self, name: str) -> str:
        """Return the title of a group."""
        return self.framework.groups[name].title if name in self.framework.groups.ids else "Everyone"

    def for_whom(self, line: Line) -> str:
        """Return whom a line reaches, in words."""
        groups = line.option.groups
        if not groups or len(groups) == len(self.framework.groups.ids):
            return "everyone"
        return listed_all(self.group(name) for name in groups)

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
        """Group → share that the plan answers, to the nearest tenth; nothing of groups of which few answered."""
        people = self.picture.people.set_index("scope")["people"]
        return {
            group: f"about {10 * round(10 * share)} %"
            for group, share in self.plan.answered.items()
            if group in people.index and people[group] >= SCORED
        }


def money_words(amount: Range) -> str:
    """Return money as people read it in a document, to the nearest pound: ``£1,200 to £3,400``."""
    return _words(amount, lambda number: pounds(round(number)), "nothing new")


def day_words(amount: Range) -> str:
    """Return staff days as people read them, to the nearest half: ``4 to 6 days``."""
    return _words(amount, lambda number: days(round(2 * number) / 2), "none")


def _words(amount: Range, say, nothing: str) -> str:  # type: ignore[no-untyped-def]
    if amount.low is None or amount.high is None:
        return "not known"
    low, high = say(amount.low), say(amount.high)
    if not amount.missing and not amount.high:
        return nothing
    words = high if low == high else f"{low} to {high}"
    return f"at least {low}; not all is known" if amount.missing else words


def listed_all(words: Iterable[str]) -> str:
    """Return all of several words as a list in a sentence."""
    all_words = list(dict.fromkeys(words))
    if len(all_words) < 2:
        return "".join(all_words)
    return f"{', '.join(all_words[:-1])} and {all_words[-1]}"


def lower(words: str) -> str:
    """Return words as they stand inside a sentence."""
    return words[:1].lower() + words[1:] if words[1:2].islower() else words
