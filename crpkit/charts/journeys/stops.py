"""A road-test made ready for drawing: each step with what stands on its card, and which findings are numbered."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from crpkit.framework.models import HowKnown
from crpkit.journeys import SEVERITIES, Detail, Finding, RoadTest, Step
from crpkit.journeys.rulebook.phrasing import pounds
from crpkit.journeys.telling import months_in_words, part_of
from crpkit.journeys.ways import Ways, ways
from crpkit.workshop.letters import letter

MOST_FINDINGS = 8
NEEDS_RULE = "needs-met"  # what it finds stands in the strip of needs
_PLACE = {severity: number for number, severity in enumerate(SEVERITIES)}


@dataclass(frozen=True)
class Fact:
    """A line on a card: its sign (``hours``, ``cost``, ``repeats``, ``ends``), words, and how it is known."""

    name: str
    words: str
    how_known: HowKnown


@dataclass(frozen=True)
class Stop:
    """A step as it stands on the map.

    Attributes
    ----------
    id, letter, title
        Of the step; the letter stands for it in the lanes and the list.
    part
        Id of its part of the support; ``None`` for something else that happens.
    when
        Its months in words; ``when_known`` says whether anybody knows them.
    facts
        Hours, cost, whether it comes again.
    only_if
        In which cases people come here, where ways part.
    leads_to
        Letters of the steps it leads to.
    ends
        Whether a way can end here.
    marks
        Numbered findings, with their numbers.
    more
        How many more findings there are at this step.
    """

    id: str
    letter: str
    title: str
    part: str | None
    when: str
    when_known: bool
    facts: tuple[Fact, ...]
    only_if: tuple[str, ...]
    leads_to: tuple[str, ...]
    ends: bool
    marks: tuple[tuple[int, Finding], ...]
    more: int


class Stops:
    """All that a map shows of a road-test.

    Parameters
    ----------
    test
        The road-test.
    most
        How many findings are numbered.
    numbered
        Which may be; all that are no help and about no need, if not given.
    """

    def __init__(
        self, test: RoadTest, most: int = MOST_FINDINGS, numbered: Collection[Finding] | None = None
    ) -> None:
        self.test, self.most, self._numbered = test, most, numbered
        self.ways: Ways = ways(test.journey)
        self.letters: Mapping[str, str] = {
            step.id: letters(number) for number, step in enumerate(test.journey.steps)
        }

    @cached_property
    def listed(self) -> tuple[tuple[int, Finding], ...]:
        """The findings that are numbered, the most serious first."""
        some = [one for one in self._weighed if self._numbered is None or one in self._numbered]
        return tuple(enumerate(some[: self.most], 1))

    @cached_property
    def left_out(self) -> int:
        """How many findings beside these are no help and about no need: they stand in the table only."""
        return len(self._weighed) - len(self.listed)

    @cached_property
    def _weighed(self) -> list[Finding]:
        found = [one for one in self.test.findings if one.severity != "helps" and one.rule != NEEDS_RULE]
        return sorted(found, key=lambda one: _PLACE[one.severity])

    def marks(self, step: str | None) -> tuple[tuple[int, Finding], ...]:
        """Return the numbered findings at a step; with ``None``, of the journey as a whole."""
        return tuple((number, one) for number, one in self.listed if one.step == step)

    @cached_property
    def stops(self) -> tuple[Stop, ...]:
        """The steps, in the order of the file."""
        return tuple(self._stop(step) for step in self.test.journey.steps)

    def _stop(self, step: Step) -> Stop:
        marks = self.marks(step.id)
        here = sum(one.step == step.id for one in self._weighed)
        only_if = tuple(
            branch.when
            for other in self.test.journey.steps
            for branch in other.leads_to
            if branch.to == step.id and branch.when
        )
        ends = step.id in self.ways.ends
        leads_to = tuple(self.letters[to] for to in self.ways.leads_to[step.id])
        also_ends = (Fact("ends", "can end here", HowKnown.CONFIRMED),) if ends and leads_to else ()
        return Stop(
            id=step.id,
            letter=self.letters[step.id],
            title=step.title,
            part=part_of(self.test, step),
            when=months_in_words(step),
            when_known=step.month.known,
            facts=(*facts_of(step), *also_ends),
            only_if=only_if,
            leads_to=leads_to,
            ends=ends,
            marks=marks,
            more=here - len(marks),
        )


def letters(number: int) -> str:
    """Return the letter of a step by its place from 0: the one that phones, console and projector show for it, too."""
    return letter(number)


def facts_of(step: Step) -> tuple[Fact, ...]:
    """Return hours, cost and repeats in words, each with how it is known."""
    again = step.repeats is not None
    found = [
        Fact("hours", _hours(step.hours, again), step.hours.how_known),
        Fact("cost", _cost(step.cost, again), step.cost.how_known),
    ]
    if step.repeats is not None:
        times, every = step.repeats.times, step.repeats.every
        words = "times not known" if times.value is None else f"{times.value} times"
        if every.value is not None:
            words += f", every {amount(every.value)} months" if every.value != 1 else ", every month"
        known = [one.how_known for one in (times, every) if one.known]
        how = HowKnown.UNKNOWN if not times.known else _least_sure(known)
        found.append(Fact("repeats", words, how))
    return tuple(found)


def _least_sure(known: Sequence[HowKnown]) -> HowKnown:
    return HowKnown.ASSUMED if HowKnown.ASSUMED in known else known[0]


def _hours(hours: Detail[float], again: bool) -> str:
    if hours.value is None:
        return "hours not known"
    words = f"{amount(hours.value)} {'hour' if hours.value == 1 else 'hours'}"
    return f"{words} each" if again else words


def _cost(cost: Detail[float], again: bool) -> str:
    if cost.value is None:
        return "cost not known"
    if not cost.value:
        return "no cost"
    return f"{pounds(cost.value)} each" if again else pounds(cost.value)


def amount(value: float) -> str:
    """Return a number with two decimals at most, and none without need: 3, 0.5, 1.75."""
    return f"{round(value, 2):g}" if value < 100_000 else f"{value:,.0f}"
