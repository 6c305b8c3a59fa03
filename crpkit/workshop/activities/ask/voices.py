"""What people answered by from where they speak: counted apart for each voice, and never together."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pandas as pd

from crpkit.tables.small import LEAST_SHOWN
from crpkit.workshop.activities.ask.parts import NOT_SAID, Item
from crpkit.workshop.activities.tables import tidy_frame

if TYPE_CHECKING:
    from crpkit.workshop.activities.ask.state import AskState

JOURNEY = "journey:"
FELT_COLUMNS = ["step", "voice", "feeling", "people"]
COUNT_COLUMNS = ["letter", "item", "title", "voice", "answer", "people"]


@dataclass(frozen=True)
class Spread:
    """What one voice says of one item.

    Attributes
    ----------
    people
        How many of them answered.
    low, middle, high
        A quarter of their answers is worth ``low`` or less, half ``middle`` or less, a quarter ``high`` or more.
    """

    people: int
    low: float
    middle: float
    high: float


def voice_counts(state: AskState) -> Mapping[tuple[str, str, int], int]:
    """Return item, voice and number of the answer (from 1) → people; exact, so for the facilitator only."""
    counts: Counter[tuple[str, str, int]] = Counter()
    for one in state.counted:
        for item, number in one.ballot.items():
            counts[item, one.voice or NOT_SAID, number] += one.weight
    return counts


def voice_frame(state: AskState) -> pd.DataFrame:
    """Return one row for each item, voice and answer, also where nobody gave it; exact.

    Returns
    -------
    DataFrame
        Columns ``letter, item, title, voice`` (``not-said`` for those who would rather not say), ``answer`` (its id)
        and ``people``.
    """
    counts = voice_counts(state)
    rows = [
        (item.letter, item.id, item.title, voice, answer.id, counts.get((item.id, voice, number), 0))
        for item in state.items
        for voice in voice_ids(state)
        for number, answer in enumerate(state.answers, 1)
    ]
    return tidy_frame(rows, COUNT_COLUMNS)


def voice_ids(state: AskState) -> tuple[str, ...]:
    """Return the voices in order, those who would rather not say last; none where that is not asked."""
    return () if state.voices is None else (*state.voices.ids, NOT_SAID)


def felt_frame(state: AskState) -> pd.DataFrame:
    """Return how each step would feel, as :data:`crpkit.journeys.felt.FEELING_COLUMNS` describes it; exact.

    Answers without a value, and of people who would rather not say from where they speak, are not in it.

    Returns
    -------
    DataFrame
        Columns ``step`` (of the journey; of an item that stands for no step its own id), ``voice``, ``feeling``,
        ``people``; only where somebody said so.
    """
    steps = {item.id: step_of(item) for item in state.items}
    known = () if state.voices is None else state.voices.ids
    found: Counter[tuple[str, str, int]] = Counter()
    for (item, voice, number), people in voice_counts(state).items():
        value = state.answers[number - 1].value
        if value is not None and voice in known:
            found[steps[item], voice, value] += people
    order = {step: place for place, step in enumerate(dict.fromkeys(steps.values()))}
    rows = [(step, voice, value, people) for (step, voice, value), people in found.items()]
    rows.sort(key=lambda row: (order[row[0]], known.index(row[1]), row[2]))
    return tidy_frame(rows, FELT_COLUMNS)


def step_of(item: Item) -> str:
    """Return the id of the step of a journey that an item stands for; its own id if it stands for none."""
    return item.source.rpartition("/")[2] if item.source.startswith(JOURNEY) else item.id


def spreads(state: AskState, least: int = LEAST_SHOWN) -> Mapping[str, Mapping[str, Spread]]:
    """Return voice → item → what may be shown of it to the room.

    Only what at least so many people of a voice said of an item is there. Nothing is given for all voices together, so
    what is left out cannot be worked out from what is shown. Whoever would rather not say is a voice of their own, but
    not drawn.

    Parameters
    ----------
    state
        An activity that asks from where people speak.
    least
        How many of a voice must have answered.
    """
    said: dict[str, dict[str, list[int]]] = {voice: {} for voice in voice_ids(state) if voice != NOT_SAID}
    for (item, voice, number), people in voice_counts(state).items():
        value = state.answers[number - 1].value
        if value is not None and voice in said:
            said[voice].setdefault(item, []).extend([value] * people)
    return {
        voice: {
            item.id: _spread(sorted(values))
            for item in state.items
            if len(values := of.get(item.id, [])) >= max(1, least)
        }
        for voice, of in said.items()
    }


def voices_answering(state: AskState) -> Mapping[str, int]:
    """Return voice → people who answered; of hands raised item by item, those of the item with the most."""
    most: dict[str, int] = dict.fromkeys(voice_ids(state), 0)
    by_item: Counter[tuple[str, str]] = Counter()
    for (item, voice, _), people in voice_counts(state).items():
        by_item[voice, item] += people
    for (voice, _), people in by_item.items():
        most[voice] = max(most[voice], people)
    return most


def _spread(values: Sequence[int]) -> Spread:
    low, middle, high = (_quantile(values, share) for share in (0.25, 0.5, 0.75))
    return Spread(len(values), low, middle, high)


def _quantile(values: Sequence[int], share: float) -> float:
    """Return the value below which a share of sorted values lies, between two of them in a straight line."""
    place = (len(values) - 1) * share
    low = math.floor(place)
    high = min(low + 1, len(values) - 1)
    return values[low] + (values[high] - values[low]) * (place - low)
