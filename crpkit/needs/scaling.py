"""Scales that may not be what they seem: asked about, never changed on suspicion."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass

import numpy as np

FEWEST = 20  # people, for a likeness between answers to mean anything
AGAINST = -0.5
"""From this correlation with the other columns on, a column may run the other way."""
_SAYS_SO = re.compile(
    r"\b1\s*(?:=|:|is|means|–|-)\s*(?:very|most|extremely|highest|high|best|strongly agree)", re.I
)


@dataclass(frozen=True)
class Asked:
    """Something for the team to say.

    Attributes
    ----------
    heading
        The column it is about; empty for the whole file.
    what
        ``reversed``, ``scales`` or ``same-ratings``.
    words
        The question, in a sentence or two.
    """

    heading: str
    what: str
    words: str


def scales_differ(scales: Mapping[str, int]) -> Iterator[Asked]:
    """Ask where ratings go further than 5."""
    for top in sorted(set(scales.values()) - {5}):
        longer = [name for name, scale in scales.items() if scale == top]
        named = ", ".join(f"“{name}”" for name in longer[:4]) + (" and others" if len(longer) > 4 else "")
        words = (
            f"The numbers in {named} go up to {top}. They were brought to 1 to 5: {top} became 5, 1 stayed 1."
        )
        if len(longer) < len(scales):
            words += " Other columns were read by numbers of their own. Is that right?"
        yield Asked("", "scales", words)


def reversed_suspected(
    rated: Mapping[str, tuple[str, np.ndarray]], settled: Collection[str] = ()
) -> Iterator[Asked]:
    """Ask about columns whose numbers may run the other way.

    A heading may say so (“1 = very important”), or the answers of a column go against those of the others of its kind.

    Parameters
    ----------
    rated
        Heading → id of the question, and its ratings.
    settled
        Headings about which there is nothing to ask: the team has said it, or people answered in words.
    """
    for heading, (question, numbers) in rated.items():
        if heading in settled:
            continue
        kind = question.split(":")[0]
        others = [other for name, (q, other) in rated.items() if q.split(":")[0] == kind and name != heading]
        if _SAYS_SO.search(heading) or _goes_against(numbers, others):
            yield Asked(
                heading,
                "reversed",
                f"“{heading}”: do low numbers mean more here? Nothing was turned round; say so if they do.",
            )


def _goes_against(numbers: np.ndarray, others: list[np.ndarray]) -> bool:
    if len(others) < 2:
        return False
    together = np.stack(others)
    there = np.isfinite(together)
    count = there.sum(axis=0)
    means = np.where(count > 0, np.where(there, together, 0).sum(axis=0) / np.maximum(count, 1), np.nan)
    both = np.isfinite(numbers) & np.isfinite(means)
    if both.sum() < FEWEST:
        return False
    one, other = numbers[both], means[both]
    if one.std() == 0 or other.std() == 0:
        return False
    return bool(np.corrcoef(one, other)[0, 1] <= AGAINST)
