"""What a person is told when something they gave the kit cannot be used.

A problem names the file, the line and the field, says what was found there and
what to write instead. Readers collect problems and hand them over all at once,
so that one mistake does not hide the next.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

_CONTROLS = re.compile(r"[\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f]")


def clean(text: str) -> str:
    """Return text that every file, page and window can take.

    Control characters other than line breaks and tabs go; half a surrogate pair becomes U+FFFD, two halves
    become their character. Nothing else changes.
    """
    whole = text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
    return _CONTROLS.sub("", whole)


@dataclass(frozen=True)
class Problem:
    """One thing that is wrong, and its remedy.

    Attributes
    ----------
    found
        What stands there now, in plain words.
    remedy
        What to write or do instead.
    file
        The file it stands in, if any.
    line
        Line number, counted from 1.
    field
        The name of the field, as a person would find it in the file.
    """

    found: str
    remedy: str = ""
    file: Path | None = None
    line: int | None = None
    field: str | None = None

    def __str__(self) -> str:
        """Return the problem as one line of text."""
        return ": ".join([*map(clean, self._place()), self.sentence])

    def _place(self) -> list[str]:
        places = []
        if self.file is not None:
            places.append(f"{self.file}, line {self.line}" if self.line else str(self.file))
        if self.field:
            places.append(self.field)
        return places

    @property
    def sentence(self) -> str:
        """What was found and what to do, without the place."""
        found = self.found if self.found.endswith((".", "?", "!")) else self.found + "."
        return clean(f"{found} {self.remedy}".strip())


class CrpkitError(Exception):
    """Base of all errors whose message is meant for the person at the keyboard.

    Parameters
    ----------
    found
        What happened, in plain words.
    remedy
        What the person can do about it.
    """

    def __init__(self, found: str, remedy: str = "") -> None:
        self.problem = Problem(found, remedy)
        super().__init__(self.problem.sentence)


class InputProblems(CrpkitError):
    """One or more problems in what was given, all of them at once.

    Attributes
    ----------
    problems
        Every problem that was found, in reading order.
    """

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__("\n".join(str(problem) for problem in self.problems))


class Stopped(Exception):
    """Somebody stopped a long piece of work; nothing is wrong."""


def did_you_mean(word: object, known: Iterable[str]) -> str:
    """Suggest the known word nearest to a mistyped one.

    Parameters
    ----------
    word
        What was found.
    known
        The words that would have been understood.

    Returns
    -------
    str
        A sentence: the nearest word, or the whole (short) list when none is near.
    """
    words = [str(name) for name in known]
    near = difflib.get_close_matches(str(word), words, n=1, cutoff=0.6)
    if near:
        return f"Did you mean “{near[0]}”?"
    if words and len(words) <= 12:
        return "Use one of: " + ", ".join(words) + "."
    return ""
