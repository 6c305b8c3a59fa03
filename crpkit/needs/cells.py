"""What people answered, column by column: numbers, words, several ticks in one cell.

Each different cell of a column is understood once, so that a hundred thousand answers take no longer than a few.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Any

import numpy as np
import pandas as pd

from crpkit.needs.columns import answers_of, without_mail
from crpkit.needs.questions import NOT_HEARD, Question
from crpkit.needs.wordings import Wordings, plain, split_known
from crpkit.tables.grids import Cell, words_of

LOWEST, HIGHEST, SEVEN, TEN = 1, 5, 7, 10
_NOTHING = {
    "",
    "na",
    "n a",
    "none",
    "no answer",
    "not answered",
    "prefer not to say",
    "i would rather not say",
}
_NOTHING |= {"nan", "null", "dont know", "don t know", "skipped", "blank"}
_UNHEARD = Wordings(
    {
        words: NOT_HEARD
        for words in (
            "I have not heard of it",
            "not heard of it",
            "never heard of it",
            "I've not heard of it",
            "not-heard",
            "not heard",
            "I have never heard of it",
        )
    }
)
_LEADING = re.compile(r"^\s*(?P<number>[+-]?\d+(?:[.,]\d+)?)\s*(?P<rest>\D.*)?$", re.DOTALL)
_YES = frozenset(("1", "true", "yes", "y", "x", "ticked", "selected", "checked", "✓", "✔"))
_NO = frozenset(("0", "false", "no", "n", ""))


@dataclass
class Misread:
    """Cells that were not understood: what stands there, in how many rows, the first of these, and why."""

    found: str
    why: str
    rows: list[int] = field(default_factory=list)


@dataclass(frozen=True)
class Rated:
    """A column of ratings.

    Attributes
    ----------
    numbers
        One a row, 1 to 5; ``NaN`` where nothing was rated.
    unheard
        Where people said that they have not heard of it.
    misread
        Cells that were not understood.
    scale
        How far the numbers go: 5, 7 or 10.
    in_words
        Whether most were rated in words: these say which way they run.
    """

    numbers: np.ndarray
    unheard: np.ndarray
    misread: list[Misread]
    scale: int = HIGHEST
    in_words: bool = False


def read_rated(question: Question, cells: Sequence[Cell], first_row: int, scale: int | None = None) -> Rated:
    """Read ratings: numbers (with a point or a comma), the words of the answers, or both (“4 – Quite a lot”).

    Parameters
    ----------
    question
        What was asked.
    cells
        The column below its heading.
    first_row
        Row of the first cell in the file.
    scale
        5, 7 or 10: how far the numbers go; taken from them if not given. Numbers that go further are brought to 1 to 5;
        answers in words stay what they are.
    """
    words = answers_of(question)
    raw = _each(cells, lambda cell: _rating(cell, words))
    numbers = np.array([one if isinstance(one, float) else np.nan for one in raw], dtype=float)
    in_words = np.array([float(one) if isinstance(one, _Word) else np.nan for one in raw], dtype=float)
    highest = scale or _goes_to(numbers, in_words)
    outside = (numbers < LOWEST) | (numbers > highest)
    misread = _collect(cells, raw, first_row)
    if outside.any():
        why = f"a number from {LOWEST} to {highest} was expected"
        misread += _collect(cells, [_Wrong(why) if out else None for out in outside], first_row)
    numbers = np.where(outside, np.nan, numbers)
    if highest > HIGHEST:
        numbers = LOWEST + (numbers - LOWEST) * (HIGHEST - LOWEST) / (highest - LOWEST)
    values = np.where(np.isnan(in_words), numbers, in_words)
    unheard = np.array([one == NOT_HEARD for one in raw], dtype=bool)
    worded = int(np.isfinite(in_words).sum())
    return Rated(values, unheard, misread, highest, worded > int(np.isfinite(numbers).sum()))


def read_choice(question: Question, cells: Sequence[Cell], first_row: int) -> tuple[list[str], list[Misread]]:
    """Read one answer a row, as its value; empty text where nothing was answered."""
    words = answers_of(question)
    raw = _each(cells, lambda cell: _chosen(cell, words))
    return [one if isinstance(one, str) else "" for one in raw], _collect(cells, raw, first_row)


def read_choices(
    question: Question, cells: Sequence[Cell], first_row: int
) -> tuple[list[frozenset[str] | None], list[Misread]]:
    """Read several answers a row, as a set of values; ``None`` where the cell is empty."""
    words = answers_of(question)
    longest = sorted((answer.words for answer in question.answers), key=len, reverse=True)
    left: dict[str, list[int]] = {}

    def one(cell: Cell) -> Any:
        text = words_of(cell) if not isinstance(cell, str) else cell
        if plain(text) in _NOTHING:
            return None
        found, rest = split_known(text, words, longest)
        if not found and rest:  # a form that writes the values themselves, with blanks between them
            found, rest = split_known(";".join(text.split()), words, ()) if " " in text else (found, rest)
            rest = rest if not found else []
        for piece in rest:
            left.setdefault(piece, [])
        return (frozenset(found), tuple(rest))

    raw = _each(cells, one)
    for place, answer in enumerate(raw):
        for piece in answer[1] if answer else ():
            left[piece].append(first_row + place)
    misread = [Misread(piece, "none of the answers that were offered", rows) for piece, rows in left.items()]
    return [answer[0] if answer else None for answer in raw], misread


def read_tick(cells: Sequence[Cell], first_row: int) -> tuple[np.ndarray, np.ndarray, list[Misread]]:
    """Read a column that stands for one answer: where it is ticked, and where something stands at all."""

    def one(cell: Cell) -> Any:
        said = words_of(cell).casefold()
        if said in _YES:
            return True
        return (
            False
            if said in _NO
            else _Wrong(
                "a tick (1 or 0, yes or no) was expected; this question counts as not answered in this row"
            )
        )

    raw = _each(cells, one)
    there = np.array([words_of(cell) != "" for cell in cells], dtype=bool)
    return np.array([answer is True for answer in raw], dtype=bool), there, _collect(cells, raw, first_row)


def read_words(cells: Sequence[Cell]) -> tuple[list[str], int]:
    """Read free answers without e-mail addresses, and how many of those there were."""
    found, mails = [], 0
    for cell in cells:
        text, count = without_mail(words_of(cell)) if cell != "" else ("", 0)
        found.append(text)
        mails += count
    return found, mails


@dataclass(frozen=True)
class _Wrong:
    why: str


class _Word(int):
    """A rating that was given in words: it has its place on the scale of 1 to 5, whatever the numbers go to."""


def _goes_to(numbers: np.ndarray, in_words: np.ndarray) -> int:
    """Return how far a column's numbers go: one high number among words is a slip, not another scale."""
    there = np.isfinite(numbers)
    if there.sum() <= np.isfinite(in_words).sum():
        return HIGHEST
    for lower, top in ((SEVEN, TEN), (HIGHEST, SEVEN)):
        above = there & (numbers > lower) & (numbers <= TEN)
        if above.sum() >= 2 and above.sum() >= 0.05 * there.sum():
            return top
    return HIGHEST


_A_DATE = "a date, where a number was expected: the spreadsheet may have changed it"
_DATE = re.compile(r"\d{4}-\d\d-\d\d\b")


def _rating(cell: Cell, words: Wordings) -> Any:
    if isinstance(cell, bool):
        return _Wrong("yes or no is no rating")
    if isinstance(cell, int | float):
        return float(cell)
    if isinstance(cell, date | datetime | time | timedelta):
        return _Wrong(_A_DATE)
    if plain(cell) in _NOTHING:
        return None
    if _UNHEARD.exact(cell):
        return NOT_HEARD
    number = _LEADING.match(cell)
    if number and plain(number["rest"] or "") in ("", "out of 5", "of 5"):
        return float(number["number"].replace(",", "."))  # text that is a number is one, as in a workbook
    if _DATE.match(cell):
        return _Wrong(_A_DATE)
    exact = words.exact(cell)
    if exact is not None:
        return exact if exact == NOT_HEARD else _Word(exact)
    if number and _named(number, words):
        return _Word(round(float(number["number"].replace(",", "."))))
    near, _ = words.closest(cell)
    if near is not None:
        return near if near == NOT_HEARD else _Word(near)
    return _Wrong("neither a number nor one of the answers that were offered")


def _named(number: re.Match[str], words: Wordings) -> bool:
    """Say whether the words behind a number are those of an answer: “4 – Quite a lot”."""
    return words.exact(number["rest"]) is not None or words.closest(number["rest"])[0] is not None


def _chosen(cell: Cell, words: Wordings) -> Any:
    if cell == "":
        return None
    text = words_of(cell)
    exact = words.exact(text)
    if exact is not None:
        return exact
    if _UNHEARD.exact(text) and words.exact(NOT_HEARD):
        return NOT_HEARD
    if plain(text) in _NOTHING:
        return None
    near, _ = words.closest(text)
    return near if near is not None else _Wrong("none of the answers that were offered")


def _each(cells: Sequence[Cell], read: Callable[[Cell], Any]) -> list[Any]:
    """Return what each cell means; equal cells are read once."""
    known: dict[tuple[type, Cell], Any] = {}
    found = []
    for cell in cells:
        key = (type(cell), cell)
        if key not in known:
            known[key] = read(cell)
        found.append(known[key])
    return found


def _collect(cells: Sequence[Cell], raw: Sequence[Any], first_row: int) -> list[Misread]:
    found: dict[tuple[str, str], Misread] = {}
    for place, one in enumerate(raw):
        if isinstance(one, _Wrong):
            words = words_of(cells[place])
            found.setdefault((words, one.why), Misread(words, one.why)).rows.append(first_row + place)
    return list(found.values())


def as_categories(values: Sequence[str], question: Question) -> pd.Categorical:
    """Return answers as categories in the order in which they were offered; missing where nothing was answered."""
    names = [str(answer.value) for answer in question.answers]
    return pd.Categorical([value or None for value in values], categories=names)
