"""Comparing words: how close what stands in a spreadsheet is to what was asked."""

from __future__ import annotations

import difflib
import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Mapping

_NUMBERED = re.compile(r"^\s*(?:q(?:uestion)?\s*)?\d{1,3}\s*[.):]\s*(?=[^\d\s])", re.IGNORECASE)
_SAME_AGAIN = re.compile(
    r"(?<=[^\W\d])\d$"
)  # Microsoft Forms puts a number behind a heading that stands there twice
_APART = re.compile(r"[\W_]+")
CLOSE = 0.82
"""From this likeness on (0 to 1, of :class:`difflib.SequenceMatcher`) two wordings may be the same question."""
CLEAR = 0.04
"""By so much the best must be closer than the second, else neither is taken."""

_LONG_END = 4  # words


def plain(text: object) -> str:
    """Return words in small letters, without marks, accents, numbering, and all between them one blank."""
    words = unicodedata.normalize("NFKD", _NUMBERED.sub("", str(text)))
    words = "".join(letter for letter in words if not unicodedata.combining(letter))
    return _APART.sub(" ", words.casefold().replace("&", " and ")).strip()


def without_count(text: str) -> str:
    """Return a heading without the digit that a form put behind it because it stood there before."""
    return _SAME_AGAIN.sub("", text.strip())


class Wordings:
    """Known wordings and what each stands for; finds the closest.

    Parameters
    ----------
    known
        Wording → what it stands for. Several wordings may stand for the same.
    """

    def __init__(self, known: Mapping[str, str]) -> None:
        self._known: dict[str, str] = {}
        for words, name in known.items():
            self._known.setdefault(plain(words), name)
        self._known.pop("", None)

    def exact(self, words: str) -> str | None:
        """Return what exactly these words stand for, whatever their case, marks and numbering."""
        found = self._known.get(plain(words))
        return found if found is not None else self._known.get(plain(without_count(words)))

    def closest(self, words: str) -> tuple[str | None, float]:
        """Return what the closest wording stands for and how close it is, or ``None`` if nothing is clearly closest."""
        sought = plain(words)
        if not sought:
            return None, 0.0
        best: dict[str, float] = {}
        for known, name in self._known.items():
            likeness = _likeness(sought, known)
            if likeness > best.get(name, 0.0):
                best[name] = likeness
        ranked = sorted(best.items(), key=lambda pair: -pair[1])
        if not ranked or ranked[0][1] < CLOSE:
            return None, ranked[0][1] if ranked else 0.0
        second = ranked[1][1] if len(ranked) > 1 else 0.0
        clear = ranked[0][1] - second >= CLEAR or ranked[0][1] == 1.0
        return (ranked[0][0] if clear else None), ranked[0][1]


def _likeness(one: str, other: str) -> float:
    one, other = _without_same_end(one, other)
    matcher = difflib.SequenceMatcher(None, one, other, autojunk=False)
    if matcher.real_quick_ratio() < CLOSE or matcher.quick_ratio() < CLOSE:
        return 0.0
    return matcher.ratio()


def _without_same_end(one: str, other: str) -> tuple[str, str]:
    """Cut off a long end that both have: “… how much does this matter to you” makes no two questions alike."""
    first, second = one.split(), other.split()
    same = 0
    while same < min(len(first), len(second)) and first[-1 - same] == second[-1 - same]:
        same += 1
    if same < _LONG_END or same == len(first) or same == len(second):
        return one, other
    return " ".join(first[:-same]), " ".join(second[:-same])


def parted(text: str, is_known: Callable[[str], bool]) -> Iterator[str]:
    """Yield what stands in one cell between semicolons and line ends; a known wording may itself hold semicolons."""
    for line in text.split("\n"):
        pieces = line.split(";")
        at = 0
        while at < len(pieces):
            # The longest first; of one piece alone the caller finds out.
            end = next(
                (end for end in range(len(pieces), at + 1, -1) if is_known(";".join(pieces[at:end]))), at + 1
            )
            yield ";".join(pieces[at:end])
            at = end


def split_known(text: str, known: Wordings, longest_first: Iterable[str]) -> tuple[list[str], list[str]]:
    """Return the answers named in one cell, and what is left of it.

    Parameters
    ----------
    text
        Several answers in one cell, parted by semicolons, commas or line ends. An answer may itself hold a comma.
    known
        Answers and their values.
    longest_first
        Their words, the longest first.
    """
    found: list[str] = []
    left: list[str] = []
    for part in parted(text, lambda words: known.exact(words) is not None):
        name = known.exact(part)
        if name is not None:
            found.append(name)
            continue
        rest = f" {plain(part)} "
        for words in longest_first:
            if rest.strip() and f" {plain(words)} " in rest and "," in part:
                name = known.exact(words)
                if name is not None:
                    found.append(name)
                    rest = rest.replace(f" {plain(words)} ", " , ")
        if "," not in part:
            near, _ = known.closest(part)
            if near is not None:
                found.append(near)
                rest = ""
        left += [piece.strip() for piece in rest.split(",") if piece.strip()]
    return list(dict.fromkeys(found)), left
