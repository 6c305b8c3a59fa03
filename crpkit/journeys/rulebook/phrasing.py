"""Small turns of phrase that several rules share."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from crpkit.journeys.walk import Walk

_MOST = 4


def quoted(walk: Walk, ids: Iterable[str]) -> str:
    """Return the titles of steps in quotes; of many, the first ones and how many more."""
    titles = [f"“{walk.route.steps[id].title}”" for id in ids]
    more = len(titles) - _MOST
    if more > 1:
        return f"{', '.join(titles[:_MOST])} and {more} more"
    return joined(titles)


def joined(words: Sequence[str]) -> str:
    """Return words in a row, with “and” before the last."""
    return " and ".join([", ".join(words[:-1]), words[-1]] if len(words) > 1 else words)


def number(value: float) -> str:
    """Return a number as people write it: whole where it is, else with one decimal."""
    rounded = round(value, 1)
    return f"{rounded:,.0f}" if rounded == int(rounded) else f"{rounded:,.1f}"


def pounds(value: float) -> str:
    """Return an amount of money."""
    return f"£{value:,.0f}" if value == int(value) else f"£{value:,.2f}"


def counted(amount: float, one: str, many: str = "") -> str:
    """Return a number with its noun: ``1 hour``, ``2.5 hours``."""
    said = number(amount)
    return f"{said} {one if said == '1' else many or one + 's'}"


def sentence(words: str) -> str:
    """Return words that end like a sentence."""
    return words if words.endswith((".", "?", "!")) else words + "."
