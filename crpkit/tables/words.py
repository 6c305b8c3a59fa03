"""Text that people wrote, made safe to keep and to show, in any script."""

from __future__ import annotations

import re
import unicodedata

from pydantic import BeforeValidator

from crpkit.errors import clean

# Letters by name, and yet nothing is drawn: the fillers of Hangul, and Braille without dots.
_BLANK = frozenset("\u115f\u1160\u2800\u3164\uffa0")
# They turn the direction until they are ended: after a title that is quoted or cut, all words would run backwards.
_TURNERS = re.compile("[\u202a-\u202e\u2066-\u2069]")
_SPACES = re.compile(r"[ \t\n\r\v\f\x1c-\x1f\x85\u2028\u2029]+")


def tidy(text: str) -> str:
    """Return text on one line, without control characters and half characters; empty if nothing can be seen.

    Joiners and marks inside visible text stay: scripts and emoji need them. What overrides the direction of all text
    after it goes; letters bring their own direction.
    """
    line = _SPACES.sub(" ", _TURNERS.sub("", clean(text))).strip()
    return line if any(map(_shows, line)) else ""


def _shows(character: str) -> bool:
    return unicodedata.category(character)[0] not in "CZ" and (
        character not in _BLANK and not _is_lone_mark(character)
    )


def _is_lone_mark(character: str) -> bool:
    # U+034F and the variation selectors are marks that draw nothing by themselves.
    return (
        character == "\u034f"
        or "\ufe00" <= character <= "\ufe0f"
        or "\U000e0100" <= character <= "\U000e01ef"
    )


def _tidy_if_text(value: object) -> object:
    return tidy(value) if isinstance(value, str) else value


Tidy = BeforeValidator(_tidy_if_text)
"""Put in an ``Annotated[str, …]`` to have the text tidied before its length is judged."""
