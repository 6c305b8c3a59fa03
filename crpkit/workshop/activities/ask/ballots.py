"""What a ballot may hold, by the method of choosing.

A ballot is a mapping from item to a whole number: 1 for what was ticked (``one``, ``approval``), points (``points``),
the place from 1 (``ranking``), or the number of the answer from 1 (``scale``).
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping

METHODS = ("one", "approval", "points", "ranking", "scale")
_BALLOT = re.compile(r"(?:\s*[^\s:]+:[1-9][0-9]{0,3}(?!\S))*\s*", re.ASCII)


def fits(
    ballot: Mapping[str, int], method: str, most: int | None, answers: int, items: Collection[str]
) -> bool:
    """Say whether a ballot can be cast.

    Parameters
    ----------
    ballot
        Item → number; items that were passed over are absent.
    method
        One of :data:`METHODS`.
    most
        Points to give (``points``) or items to tick (``approval``); ``None`` for any number.
    answers
        How many answers a scale has.
    items
        Ids of the items.
    """
    numbers = list(ballot.values())
    if not set(ballot).issubset(items) or min(numbers, default=1) < 1:
        return False
    highest = max(numbers, default=1)
    if method == "one":
        return len(numbers) <= 1 and highest == 1
    if method == "approval":
        return highest == 1 and (most is None or len(numbers) <= most)
    if method == "points":
        return most is None or sum(numbers) <= most
    if method == "ranking":
        return sorted(numbers) == list(range(1, len(numbers) + 1))
    return method == "scale" and (not numbers or highest <= answers)


def parsed(text: str | None) -> dict[str, int] | None:
    """Read the words of a ballot, ``o1:2 o3:1``; ``None`` if they are gone or cannot be read."""
    if text is None:
        return None
    if _BALLOT.fullmatch(text) is None:
        return None
    parts = [part.split(":") for part in text.split()]
    ballot = {item: int(number) for item, number in parts}
    return ballot if len(ballot) == len(parts) else None
