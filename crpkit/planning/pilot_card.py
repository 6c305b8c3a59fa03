"""A pilot's card: one small trial, on one page."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from crpkit.planning.measuring import Measure
from crpkit.planning.ranges import Range

AT_MOST = 12
"""People in a pilot at most; our choice: few enough to ask each of them."""


@dataclass(frozen=True)
class FollowUp:
    """When the same is asked again: months after the beginning, and month of the plan (from 1; none if unknown)."""

    after: int
    month: int | None
    within_plan: bool


@dataclass(frozen=True)
class PilotCard:
    """One small trial, on one page.

    Attributes
    ----------
    id, component, title, way
        Id of the option and of the component, what people read, and how it comes about.
    tests
        What is tried, as a sentence.
    why
        Why this, in sentences.
    groups, with_whom
        Ids and titles of the groups who take part.
    people
        For how many there would be room in the time of the pilot; it begins with fewer.
    months
        How long it runs before people decide.
    begins
        Months from the start of the plan after which it runs, at the latest; none if nobody knows.
    baseline
        By which month of the plan (from 1) the first answers are in: before anything begins; none if nobody knows.
    measures
        How it will be known, each tied to a need.
    follow_up
        When the same is asked again.
    afterwards
        What happens to the people, in sentences.
    stop_when
        When to stop, in sentences.
    cost, days
        Pounds and staff days of the pilot: the set-up, and running it for its months; with what people are paid, if
        the plan pays them.
    paid
        Whether people are paid.
    lead, partners
        Who leads, and who works with them; blank if nobody yet.
    find_out
        What is not known, and has to be found out before it begins.
    evidence
        Evidence ids.
    """

    id: str
    component: str
    title: str
    way: str
    tests: str
    why: tuple[str, ...]
    groups: tuple[str, ...]
    with_whom: tuple[str, ...]
    people: Range
    months: int
    begins: float | None
    baseline: int | None
    measures: tuple[Measure, ...]
    follow_up: tuple[FollowUp, ...]
    afterwards: tuple[str, ...]
    stop_when: tuple[str, ...]
    cost: Range
    days: Range
    paid: bool
    lead: str
    partners: tuple[str, ...]
    find_out: tuple[str, ...]
    evidence: tuple[str, ...]

    @property
    def parts(self) -> tuple[tuple[str, tuple[str, ...]], ...]:
        """The card as headings with sentences, in the order in which it is read; whoever prints it starts here."""
        return (
            ("What we try", (self.tests,)),
            ("Why", self.why),
            ("With whom", (self._people(), self._lead())),
            ("How we will know", tuple(one.words for one in self.measures)),
            ("When we ask", tuple(self.asked(lambda month: f"month {month} of the plan"))),
            ("What happens to people afterwards", self.afterwards),
            ("When we stop", self.stop_when),
            ("What it takes", (self._cost(),)),
            ("Find out first", self.find_out),
        )

    def _people(self) -> str:
        room = (
            f"there would be room for {self.people}"
            if self.people.known
            else "how many there is room for is not known"
        )
        said = f"One small group to begin with, {AT_MOST} people at most; in {self.months} months {room}"
        return f"{said}. From: {joined(self.with_whom)}." if self.with_whom else f"{said}."

    def _lead(self) -> str:
        lead = f"Lead: {self.lead}" if self.lead else "Nobody leads it yet"
        return f"{lead}. Partners: {joined(self.partners)}." if self.partners else f"{lead}."

    def asked(self, month: Callable[[int], str]) -> Iterator[str]:
        """Yield when people are asked.

        Parameters
        ----------
        month
            Says a month of the plan (from 1) in words.
        """
        if self.baseline is None:
            yield "Before anything begins; when that is, is not known yet."
        else:
            yield f"Before anything begins: by {month(self.baseline)}."
        for one in self.follow_up:
            over = "" if one.within_plan else ", when this plan is over. Name now who will ask"
            when = f": in {month(one.month)}{over}" if one.month is not None else ""
            yield f"Again {one.after} months after it began{when}."

    def _cost(self) -> str:
        cost = f"{self.cost} pounds" if self.cost.known else f"Not fully known: {_least(self.cost, 'pounds')}"
        days = (
            f"{self.days} days of staff" if self.days.known else f"days of staff: {_least(self.days, 'days')}"
        )
        paid = "People are paid for their time and costs." if self.paid else "Nobody is paid for taking part."
        return f"{cost}; {days}; for the set-up and {self.months} months. {paid}"


def joined(words: Sequence[str]) -> str:
    """Return things as they stand in a sentence: a, b and c."""
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} and {words[-1]}"


def _least(amount: Range, unit: str) -> str:
    return f"at least {Range(amount.least, amount.most)} {unit}" if amount.most else "not known"
