"""The six characters by which a room finds its workshop."""

from __future__ import annotations

import re
import secrets

from crpkit.errors import InputProblems, Problem

ALPHABET = "ABCDEFGHJKMNPQRSTUVWXYZ23456789"  # no 0/O and no 1/I/L: they are misread from the back row
LENGTH = 6


def drawn(length: int) -> str:
    """Return so many characters drawn at random from :data:`ALPHABET`."""
    return "".join(secrets.choice(ALPHABET) for _ in range(length))


def typed(text: str, length: int) -> str | None:
    """Return what a person typed as it is kept: upper case, without spaces and hyphens.

    ``None`` if it is not so many characters of :data:`ALPHABET`.
    """
    # People type hyphens, copy the phone's unbreaking ones, and have programs that make dashes of them.
    plain = re.sub(r"[\s\-\u2010-\u2015\u2212_.]", "", text).upper()
    return plain if len(plain) == length and set(plain) <= set(ALPHABET) else None


def new_code() -> str:
    """Return six characters drawn at random."""
    return drawn(LENGTH)


def clean_code(text: str) -> str:
    """Return a code as it is kept: upper case, without spaces and hyphens.

    Raises
    ------
    InputProblems
        If it is not six of the characters in use.
    """
    code = typed(text, LENGTH)
    if code is None:
        found = f"“{text}” is not a workshop code"
        remedy = f"A code has {LENGTH} letters and numbers, without 0, O, 1, I and L."
        raise InputProblems([Problem(found, remedy, field="code")])
    return code
