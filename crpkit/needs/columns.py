"""Which column of a spreadsheet holds the answers to which question."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from crpkit.needs.questions import Question, Questionnaire
from crpkit.needs.wordings import Wordings, plain
from crpkit.tables.grids import Cell, Grid, words_of

How = Literal["same", "close", "told", "option", "dropped", "form", "none"]
LEAVE_OUT = "leave-out"
"""What a column is told to be when it is to be left out."""
RESPONSE, STARTED, ENDED = "form:id", "form:start", "form:end"
_FORM = {
    RESPONSE: ("id", "response id", "respondent id", "_id", "_uuid", "_index", "number of the paper"),
    STARTED: ("start time", "start"),
    ENDED: (
        "completion time",
        "timestamp",
        "end",
        "submission time",
        "_submission_time",
        "submitted at",
        "date submitted",
    ),
}
_PERSON = re.compile(
    r"\b(?:sur|user|nick)?names?\b|\be ?mails?\b|\b(?:tele)?phone\b|\bmobile\b|\bwhatsapp\b|\bcontact\b|\baddress\b|"
    r"\bpost ?code\b|\bsignature\b|\bdate of birth\b|\bdob\b|\bsubmitted by\b|^respondent$|^nom$|\bdeviceid\b|"
    r"\b(?:student|nhs|staff) (?:number|id)\b|^last modified (?:by|time)$"
)
_MAIL = re.compile(r"[\w.+-]+@[\w-]+\.[\w.-]+")
_GRID = re.compile(r"^(?P<question>.*?)\s*\[(?P<row>.+)\]\s*$", re.DOTALL)
MOST_HEADER_ROWS = 6


@dataclass(frozen=True)
class Column:
    """What was found in one column.

    Attributes
    ----------
    place
        Number of the column, from 0.
    heading
        What stands above it.
    question
        Id of the question, ``form:…`` for what the form itself adds, or empty.
    how
        ``same`` words as asked, ``close`` (to be confirmed), ``told`` by the team, one ``option`` of a question with a
        column for each, ``form``, ``dropped`` because it may say who somebody is, or ``none``.
    likeness
        0 to 1: how close the wording is.
    option
        For ``option``: the answer that this column stands for.
    """

    place: int
    heading: str
    question: str = ""
    how: How = "none"
    likeness: float = 0.0
    option: str = ""


@dataclass(frozen=True)
class Head:
    """Where the headings stand, and what they say when rows above each other are read together."""

    row: int
    headings: tuple[str, ...]
    remark: str = ""


def find_head(grid: Grid, sheet: Questionnaire) -> Head:
    """Return the headings: of the first rows, the one that says most of what was asked, alone or with the one above.

    Merged cells leave gaps in the upper row: what stands left of a gap goes for it.
    """
    known = _wordings(sheet)
    rows = [tuple(words_of(cell) for cell in row) for row in grid.rows[:MOST_HEADER_ROWS]]
    best, most = Head(_first_row(rows), _row(rows, _first_row(rows))), -1
    for number, row in enumerate(rows):
        above = _filled(rows[number - 1]) if number else ()
        together = (
            tuple(_joined(over, under) for over, under in zip(above, row, strict=True)) if above else ()
        )
        for headings, doubled in ((row, False), (together, True)):
            found = sum(_says_something(words, known, sheet) for words in headings)
            if found > most:
                best, most = Head(number, headings, _said(number, doubled)), found
    return best


def _says_something(heading: str, known: Wordings, sheet: Questionnaire) -> bool:
    if not heading:
        return False
    return (
        _as_form(heading) != ""
        or any(known.exact(words) is not None for words in _readings(heading))
        or _option(heading, sheet) is not None
    )


def match_columns(
    grid: Grid, head: Head, sheet: Questionnaire, told: Mapping[str, str] | None = None
) -> list[Column]:
    """Return what each column holds.

    Parameters
    ----------
    grid, head
        The sheet and its headings.
    sheet
        What was asked.
    told
        Heading → id of the question, or :data:`LEAVE_OUT`: what the team decided. It goes before all else, but a column
        that may say who somebody is stays dropped.
    """
    known, told = _wordings(sheet), {plain(words): name for words, name in (told or {}).items()}
    found = [_column(place, words, known, told, sheet) for place, words in enumerate(head.headings)]
    taken: dict[str, Column] = {}
    for column in sorted(found, key=_first_choice):
        if column.question and column.how in ("same", "close", "told") and column.question in taken:
            found[column.place] = Column(column.place, column.heading)  # another column fits better
        elif column.question and column.how in ("same", "close", "told"):
            taken[column.question] = column
    return [
        _drop_mail(column, [row[column.place] for row in grid.rows[head.row + 1 :][:200]]) for column in found
    ]


def _first_choice(column: Column) -> tuple[int, float]:
    return {"told": 0, "same": 1, "close": 2}.get(column.how, 3), -column.likeness


def _column(
    place: int, heading: str, known: Wordings, told: Mapping[str, str], sheet: Questionnaire
) -> Column:
    name = plain(heading)
    exact = known.exact(heading)
    if exact is None and _PERSON.search(name):
        return Column(place, heading, how="dropped")
    if name in told:
        if told[name] == LEAVE_OUT:
            return Column(place, heading, how="told")
        return Column(place, heading, told[name], "told", 1.0)
    if form := _as_form(heading):
        return Column(place, heading, form, "form", 1.0)
    for words in _readings(heading):
        if exact := known.exact(words):
            return Column(place, heading, exact, "same", 1.0)
    option = _option(heading, sheet)
    if option:
        return Column(place, heading, option[0], "option", 1.0, option[1])
    return _closest(place, heading, known)


def _closest(place: int, heading: str, known: Wordings) -> Column:
    best = max((known.closest(words) for words in _readings(heading)), key=lambda pair: pair[1])
    return Column(place, heading, best[0] or "", "close" if best[0] else "none", best[1])


def _readings(heading: str) -> list[str]:
    """Return the ways to read a heading: whole, the row of a grid, what stands behind the groups of a form."""
    readings = [heading]
    if grid := _GRID.match(heading):
        readings += [grid["row"], f"{grid['row']} {grid['question']}"]
    if "/" in heading:
        readings.append(heading.rsplit("/", 1)[1])
    return [words for words in readings if plain(words)] or [heading]


def _option(heading: str, sheet: Questionnaire) -> tuple[str, str] | None:
    """Return question and answer for a column of one answer: ``barriers/costs`` or ``Question [Answer]``."""
    grid = _GRID.match(heading)
    pairs = [(grid["question"], grid["row"])] if grid else []
    if "/" in heading:
        parts = heading.split("/")
        pairs.append((parts[-2], parts[-1]))
    for asked, answered in pairs:
        for question in sheet.questions:
            if question.what == "choices" and plain(asked) in (plain(question.id), plain(question.ask)):
                value = answers_of(question).exact(answered)
                if value is not None:
                    return question.id, value
    return None


def answers_of(question: Question) -> Wordings:
    """Return the wordings of a question's answers, by their values."""
    return Wordings(
        {str(answer.value): str(answer.value) for answer in question.answers}
        | {answer.words: str(answer.value) for answer in question.answers}
    )


def _wordings(sheet: Questionnaire) -> Wordings:
    known: dict[str, str] = {}
    for question in sheet.questions:
        known[question.ask] = question.id
        known.setdefault(question.id, question.id)
    return Wordings(known)


def _as_form(heading: str) -> str:
    name = heading.strip().casefold()
    return next((what for what, words in _FORM.items() if name in words), "")


def _drop_mail(column: Column, cells: Sequence[Cell]) -> Column:
    """Drop a column in which most cells are e-mail addresses, whatever stands above it."""
    said = [str(cell) for cell in cells if cell != ""]
    mails = sum(_MAIL.fullmatch(cell.strip()) is not None for cell in said)
    if said and mails * 2 > len(said):
        return Column(column.place, column.heading, how="dropped")
    return column


def without_mail(text: str) -> tuple[str, int]:
    """Return words without e-mail addresses, and how many there were."""
    return _MAIL.subn("[address left out]", text)


def _first_row(rows: Sequence[tuple[str, ...]]) -> int:
    return next((number for number, row in enumerate(rows) if sum(map(bool, row)) > 1), 0)


def _row(rows: Sequence[tuple[str, ...]], number: int) -> tuple[str, ...]:
    return rows[number] if rows else ()


def _filled(row: Sequence[str]) -> tuple[str, ...]:
    filled, last = [], ""
    for cell in row:
        last = cell or last
        filled.append(last)
    return tuple(filled)


def _joined(over: str, under: str) -> str:
    if not under:
        return over
    return f"{over} [{under}]" if over and plain(over) != plain(under) else under


def _said(row: int, doubled: bool) -> str:
    if doubled:
        return f"The headings stand in two rows ({row} and {row + 1}); they were read together."
    return f"The headings stand in row {row + 1}; what is above was left out." if row else ""
