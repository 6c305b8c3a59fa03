"""Letters for options: each option keeps one for the room."""

from __future__ import annotations

LETTERS = "ABCDEFGHJKLMNPQRSTUVWXYZ"  # without I and O, which look like 1 and 0


def letter(number: int) -> str:
    """Return the letter of an option by its place in the list.

    Parameters
    ----------
    number
        0 for the first option.

    Returns
    -------
    str
        ``A`` … ``Z`` without I and O, then ``AA``, ``AB`` …
    """
    first, last = divmod(number, len(LETTERS))
    return (letter(first - 1) if first else "") + LETTERS[last]
