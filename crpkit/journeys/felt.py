"""How a journey would feel, as people in the room said: by step, and apart by from where they speak."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from crpkit.errors import InputProblems, Problem, did_you_mean

if TYPE_CHECKING:
    import pandas as pd

FEELING_COLUMNS: Mapping[str, str] = {
    "step": "id of the step",
    "voice": "lived, alongside or imagining: from where people speak",
    "feeling": "how it would feel, from -2 to 2",
    "people": "how many people of this voice said so",
}
"""What the columns of a frame of feelings mean."""
VOICES: Mapping[str, str] = {
    "lived": "I have lived this",
    "alongside": "I work alongside",
    "imagining": "I am imagining",
}
"""From where people speak, and how it reads."""
FEWEST = 5
"""Fewer people than this are neither drawn nor written out."""
LEAST, MOST = -2.0, 2.0


@dataclass(frozen=True)
class Felt:
    """What one voice says of one step.

    Attributes
    ----------
    people
        How many spoke.
    low, middle, high
        A quarter of them say ``low`` or less, half ``middle`` or less, a quarter ``high`` or more; nothing if fewer
        than five spoke.
    """

    people: int
    low: float | None
    middle: float | None
    high: float | None


Feelings = Mapping[tuple[str, str], Felt]
"""Step and voice → what was said."""


def read_feelings(frame: pd.DataFrame | None, steps: Sequence[str]) -> Feelings:
    """Check what people said and sum it up by step and voice; voices are never added up with one another.

    Parameters
    ----------
    frame
        Its columns are described in :data:`FEELING_COLUMNS`; nothing if nobody was asked.
    steps
        Ids of the steps there are.

    Raises
    ------
    InputProblems
        If a column is missing, or a row names no such step, no voice, no feeling from -2 to 2, or no number of people.
    """
    if frame is None:
        return {}
    missing = [name for name in FEELING_COLUMNS if name not in frame.columns]
    if missing:
        raise InputProblems(
            Problem(
                f"The feelings have no column “{name}”", f"It holds: {FEELING_COLUMNS[name]}.", field=name
            )
            for name in missing
        )
    problems = list[Problem]()
    said: dict[tuple[str, str], list[float]] = {}
    for number, row in enumerate(frame[list(FEELING_COLUMNS)].to_dict("records"), 1):
        wrong = list(_wrong(row, steps, number))
        problems += wrong
        if not wrong:
            here = said.setdefault((str(row["step"]), str(row["voice"])), [])
            here += [float(row["feeling"])] * int(row["people"])
    if problems:
        raise InputProblems(problems)
    return {key: _summed(sorted(values)) for key, values in said.items()}


def _wrong(row: Mapping[object, object], steps: Sequence[str], number: int) -> Iterator[Problem]:
    where = f"Row {number} of the feelings"
    for name, known in (("step", steps), ("voice", list(VOICES))):
        value = str(row[name])
        if value not in known:
            remedy = did_you_mean(value, known) or f"Use one of: {', '.join(known)}."
            yield Problem(f"{where} names a {name} “{value}” that is not there", remedy, field=name)
    if _number(row["feeling"], LEAST, MOST) is None:
        found = f"{where} has a feeling of “{row['feeling']}”"
        yield Problem(found, "Write a number from -2 to 2.", field="feeling")
    people = _number(row["people"], 0, 1e6)
    if people is None or people % 1:
        found = f"{where} has “{row['people']}” people"
        yield Problem(found, "Write how many people said so: a whole number, 0 or more.", field="people")


def _number(value: object, least: float, most: float) -> float | None:
    try:
        number = float(str(value))
    except ValueError:
        return None
    return number if least <= number <= most else None


def _summed(values: Sequence[float]) -> Felt:
    if len(values) < FEWEST:
        return Felt(len(values), None, None, None)
    return Felt(len(values), *(_quantile(values, share) for share in (0.25, 0.5, 0.75)))


def _quantile(values: Sequence[float], share: float) -> float:
    """Return the value below which a share of sorted values lies, between two of them in a straight line."""
    place = (len(values) - 1) * share
    low = math.floor(place)
    high = min(low + 1, len(values) - 1)
    return values[low] + (values[high] - values[low]) * (place - low)
