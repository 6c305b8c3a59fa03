"""Where what people in the room said and what the rules found do not agree: shown side by side, never averaged."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from crpkit.journeys.felt import VOICES, Felt, read_feelings
from crpkit.journeys.findings import Finding
from crpkit.journeys.roadtest import RoadTest

if TYPE_CHECKING:
    import pandas as pd

GOOD, HARD = 1.0, -1.0
"""From which middle feeling on a step counts as good, or as hard."""
_IN_THE_WAY = ("blocker", "hold-up")
_SPEAKS = (*_IN_THE_WAY, "question")


@dataclass(frozen=True)
class Disagreement:
    """One voice and the rules at one step.

    Attributes
    ----------
    step, voice
        Ids of both; each voice is looked at by itself.
    kind
        ``people-fine`` where half of them or more feel good and a rule stops the person or holds them up;
        ``rules-silent`` where half or more find it hard and no rule speaks.
    felt
        What was said.
    findings
        What stands against it; empty for ``rules-silent``.
    words
        In a sentence or two.
    """

    step: str
    voice: str
    kind: Literal["people-fine", "rules-silent"]
    felt: Felt
    findings: tuple[Finding, ...]
    words: str


def disagreements(road_test: RoadTest, feelings: pd.DataFrame) -> tuple[Disagreement, ...]:
    """Return where people and rules do not agree, step by step.

    Parameters
    ----------
    road_test
        What the rules found.
    feelings
        What people said: columns as in :data:`~crpkit.journeys.FEELING_COLUMNS`. Where fewer than five of a voice
        spoke of a step, nothing is said of it.

    Raises
    ------
    InputProblems
        If the feelings cannot be read.
    """
    steps = road_test.journey.steps
    felt = read_feelings(feelings, [step.id for step in steps])
    found = []
    for step in steps:
        for voice in VOICES:
            said = felt.get((step.id, voice))
            if said is not None and said.middle is not None:
                one = _compared(road_test, step.id, voice, said, said.middle)
                found += [one] if one is not None else []
    return tuple(found)


def _compared(test: RoadTest, step: str, voice: str, said: Felt, middle: float) -> Disagreement | None:
    title, whose = test.journey[step].title, VOICES[voice]
    against = tuple(one for one in test.at(step) if one.severity in _IN_THE_WAY)
    if middle >= GOOD and against:
        words = (
            f"“{title}”: of {said.people} who say “{whose}”, half or more feel good about it ({middle:+g} or more). "
            f"The rules find something in the way. Ask what people know that the rules do not."
        )
        return Disagreement(step, voice, "people-fine", said, against, words)
    if middle <= HARD and not any(one.severity in _SPEAKS for one in test.at(step)):
        words = (
            f"“{title}”: of {said.people} who say “{whose}”, half or more find it hard ({middle:+g} or less). "
            "No rule says why. Ask what makes it hard."
        )
        return Disagreement(step, voice, "rules-silent", said, (), words)
    return None
