"""Numbers that may be text: “fewer than 5”, “not shown”, or nothing at all."""

from __future__ import annotations

from typing import Any


def number_of(value: Any) -> float:
    """Return how long a bar for a count is: the number, as long as the most that “fewer than” can be, or 0."""
    if value is None or value != value:
        return 0.0
    text = str(value)
    if text.startswith("fewer than "):
        return float(text.removeprefix("fewer than ")) - 1
    try:
        return float(text)
    except ValueError:
        return 0.0


def is_exact(value: Any) -> bool:
    """Say whether a count is a number."""
    return isinstance(value, int | float) or str(value).replace(".", "", 1).isdecimal()


def written(value: Any) -> str:
    """Return a count as it is written; a dash where nothing is known."""
    if value is None or value != value:
        return "–"
    return f"{value:g}" if isinstance(value, float) else str(value)


def known(value: Any) -> bool:
    """Say whether there is a number."""
    return value is not None and value == value
