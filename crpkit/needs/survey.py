"""Reading what people answered: from Microsoft Forms, Google Forms, KoboToolbox, or any CSV or Excel sheet."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from crpkit.errors import InputProblems, Problem, did_you_mean
from crpkit.framework import Framework, load_framework
from crpkit.needs import cells as read
from crpkit.needs.columns import (
    ENDED,
    LEAVE_OUT,
    RESPONSE,
    Column,
    Head,
    find_head,
    match_columns,
    without_mail,
)
from crpkit.needs.questions import Question, Questionnaire, questionnaire
from crpkit.needs.scaling import Asked, reversed_suspected, scales_differ
from crpkit.needs.wordings import plain
from crpkit.tables.grids import Cell, Grid, read_grids, words_of

Told = Mapping[str, "str | Mapping[str, Any]"]
_MANY_ROWS = 20_000


@dataclass(frozen=True)
class Survey:
    """What people answered, ready to be looked at.

    Attributes
    ----------
    name
        Short name, from the file's; part of every evidence id.
    answers
        One row a respondent, indexed by ``row`` in the file. Columns: ``importance:NEED`` and ``confidence:NEED`` (1 to
        5, ``NaN`` where not rated), ``unheard:NEED`` (bool), ``have:NEED`` (category), ``group`` and other single
        choices (category), ``offer:NEED``, ``barriers:ID`` and other ticks (bool; ``answered:QUESTION`` says who
        answered that question at all), free words (text, empty if none). Only of questions that were asked.
    unused
        What was left out, one line each: ``row`` (0 for a whole column), ``column``, ``found``, ``reason``.
    mapping
        Heading → id of the question, or ``leave-out``; what :func:`read_survey` takes as ``mapping`` next time.
    columns
        How each column was matched, for confirmation: ``heading``, ``question``, ``asked``, ``how``, ``likeness``.
    remarks
        What is to be said about the file, in sentences.
    asks
        What the team should say: nothing was changed on suspicion.
    questions
        What was asked, as the kit would ask it.
    framework
        By which it was read.
    """

    name: str
    answers: pd.DataFrame
    unused: pd.DataFrame
    mapping: Mapping[str, str | Mapping[str, Any]]
    columns: pd.DataFrame
    remarks: tuple[str, ...]
    asks: tuple[Asked, ...]
    questions: Questionnaire
    framework: Framework

    def __len__(self) -> int:
        """Return how many people answered."""
        return len(self.answers)

    def evidence(self, row: int, question: str) -> str:
        """Return the evidence id of one answer: ``survey:autumn/row/17/importance/working-ethically``."""
        return f"survey:{self.name}/row/{row}/{question.replace(':', '/')}"

    def table(self, what: str) -> pd.DataFrame:
        """Return respondent × need for ``importance``, ``confidence``, ``have`` or ``unheard``."""
        start = f"{what}:"
        found = self.answers[[name for name in self.answers.columns if name.startswith(start)]]
        return found.rename(columns=lambda name: name.removeprefix(start))

    def _repr_html_(self) -> str:
        said = "".join(f"<li>{remark}</li>" for remark in self.remarks)
        return f"<p>{len(self)} answers, {len(self.unused)} things left out.</p><ul>{said}</ul>"


def read_survey(path: Path | str, framework: Framework | None = None, mapping: Told | None = None) -> Survey:
    """Read the answers to a survey.

    Columns with names, e-mail addresses and the like are dropped before anything else is read. Columns are matched to
    questions by their wording; a close one is taken and marked ``close`` in :attr:`Survey.columns`, to be confirmed.

    Parameters
    ----------
    path
        CSV or Excel, as downloaded.
    framework
        With a team's overlay, if there is one.
    mapping
        Heading → id of a question or ``leave-out``; or → ``{question: …, scale: 7, reversed: true}`` for numbers that
        go to 7 or run the other way.

    Raises
    ------
    InputProblems
        If the file is no spreadsheet, nothing in it answers a question, or the mapping names no question.
    """
    return open_survey(path, framework, mapping).survey()


def open_survey(path: Path | str, framework: Framework | None = None, mapping: Told | None = None) -> Opened:
    """Find the sheet with the answers and what its columns hold; see :func:`read_survey`."""
    file = Path(path)
    framework = framework or load_framework()
    asked = questionnaire(framework)
    told = _checked(mapping or {}, asked, file)
    grid, head, columns = _best_sheet(
        read_grids(file), asked, {name: one["question"] for name, one in told.items()}
    )
    if not any(column.question and column.how != "form" for column in columns):
        found = "No column answers a question of the survey"
        remedy = "Choose the sheet with the answers, or say for each column which question it answers."
        raise InputProblems([Problem(found, remedy, file, head.row + 1)])
    return Opened(file, framework, asked, told, grid, head, columns)


def survey_name(file: Path) -> str:
    """Return the short name of a survey from its file's."""
    return re.sub(r"[^a-z0-9]+", "-", plain(file.stem)).strip("-") or "survey"


def _checked(mapping: Told, asked: Questionnaire, file: Path) -> dict[str, dict[str, Any]]:
    problems, told = [], {}
    names = [question.id for question in asked.questions]
    for heading, one in mapping.items():
        known: dict[str, Any] = {"question": one} if isinstance(one, str) else dict(one)
        name = str(known.get("question", ""))
        if name != LEAVE_OUT and not name.startswith("form:") and name not in names:
            problems.append(
                Problem(f"There is no question “{name}”", did_you_mean(name, names), file, 1, heading)
            )
        if known.get("scale", 5) not in (5, 7, 10):
            problems.append(
                Problem(f"The scale is “{known['scale']}”", "Write 5, 7 or 10.", file, 1, heading)
            )
        told[heading] = known
    if problems:
        raise InputProblems(problems)
    return told


def _best_sheet(
    grids: Sequence[Grid], asked: Questionnaire, told: Mapping[str, str]
) -> tuple[Grid, Head, list[Column]]:
    """Return the sheet in which most columns answer a question, its headings, and what its columns hold."""
    best = None
    for grid in grids:
        head = find_head(grid, asked)
        columns = match_columns(grid, head, asked, told)
        found = sum(1 for column in columns if column.question)
        if best is None or found > best[0]:
            best = (found, grid, head, columns)
    assert best is not None  # read_grids returns at least one
    return best[1:]


@dataclass
class Opened:
    """A sheet whose columns are known; :meth:`survey` reads it once, gathering what was left out and is to be said."""

    file: Path
    framework: Framework
    asked: Questionnaire
    told: Mapping[str, Mapping[str, Any]]
    grid: Grid
    head: Head
    columns: list[Column]
    taken: dict[str, Any] = field(default_factory=dict)
    unused: list[tuple[int, str, str, str]] = field(default_factory=list)
    remarks: list[str] = field(default_factory=list)
    asks: list[Asked] = field(default_factory=list)
    scales: dict[str, int] = field(default_factory=dict)
    in_words: set[str] = field(default_factory=set)

    def survey(self) -> Survey:
        """Return what people answered."""
        below = self.grid.rows[self.head.row + 1 :]
        self.first = self.head.row + 2
        self.cells = list(zip(*below, strict=True)) if below else [()] * len(self.columns)
        self.remarks += [*self.grid.remarks, *([self.head.remark] if self.head.remark else [])]
        self._say_dropped()
        for column in self.columns:
            self._column(column)
        self._options()
        self._say_scales()
        rows = pd.RangeIndex(self.first, self.first + len(below), name="row")
        answers = pd.DataFrame(self.taken, index=rows)
        answers = self._without_repeats(self._without_empty(answers))
        if len(answers) > _MANY_ROWS:
            self.remarks.append(f"{len(answers):,} answers: is this one survey of one place?")
        return Survey(
            name=survey_name(self.file),
            answers=answers,
            unused=pd.DataFrame(self.unused, columns=["row", "column", "found", "reason"]),
            mapping=self._mapping(),
            columns=self._matched(),
            remarks=tuple(self.remarks),
            asks=tuple(self.asks),
            questions=self.asked,
            framework=self.framework,
        )

    # -- columns

    def _say_dropped(self) -> None:
        dropped = [
            column.heading or f"column {column.place + 1}"
            for column in self.columns
            if column.how == "dropped"
        ]
        if dropped:
            named = ", ".join(f"“{name}”" for name in dropped)
            self.remarks.append(f"Not read, because it may say who somebody is: {named}.")
            self.unused += [(0, name, "", "it may say who somebody is") for name in dropped]
        for column in self.columns:
            if column.how == "none" and column.heading:
                self.unused.append((0, column.heading, "", "no question of the survey is worded like this"))

    def _column(self, column: Column) -> None:
        if column.question not in self.asked or column.how not in ("same", "close", "told"):
            return
        question, cells = self.asked[column.question], self.cells[column.place]
        if question.what in ("importance", "confidence"):
            self._rated(column, question, cells)
        elif question.what == "words":
            self.taken[question.id], mails = read.read_words(cells)
            if mails:
                self.remarks.append(f"In “{column.heading}” {mails} e-mail addresses were left out.")
        elif question.what == "choices":
            found, misread = read.read_choices(question, cells, self.first)
            self._tick_all(
                question, [(one or frozenset()) for one in found], [one is not None for one in found]
            )
            self._leave(column, misread)
        else:
            values, misread = read.read_choice(question, cells, self.first)
            self.taken[question.id] = read.as_categories(values, question)
            self._leave(column, misread)

    def _rated(self, column: Column, question: Question, cells: Sequence[Cell]) -> None:
        told = self.told.get(column.heading, {})
        rated = read.read_rated(question, cells, self.first, told.get("scale"))
        numbers = rated.numbers
        if told.get("reversed") is True:
            numbers = read.LOWEST + read.HIGHEST - numbers
            self.remarks.append(f"“{column.heading}” was turned round, as you said.")
        self.taken[question.id] = numbers
        self.scales[column.heading] = rated.scale
        if rated.in_words:
            self.in_words.add(column.heading)
        unheard = f"unheard:{question.need}"
        self.taken[unheard] = self.taken.get(unheard, np.zeros(len(cells), dtype=bool)) | rated.unheard
        self._leave(column, rated.misread)

    def _options(self) -> None:
        """Read questions that have a column for each answer."""
        for question in (one for one in self.asked.questions if one.what == "choices"):
            mine = [
                column for column in self.columns if column.how == "option" and column.question == question.id
            ]
            if not mine or f"answered:{question.id}" in self.taken:
                continue
            there = np.zeros(len(self.cells[mine[0].place]), dtype=bool)
            doubtful = there.copy()
            for column in mine:
                ticked, said, misread = read.read_tick(self.cells[column.place], self.first)
                self.taken[f"{question.id}:{column.option}"] = ticked
                there |= said
                doubtful[[row - self.first for one in misread for row in one.rows]] = True
                self._leave(column, misread)
            # What is no tick is no “not ticked” either; an answer without a column was not offered.
            self.taken[f"answered:{question.id}"] = there & ~doubtful

    def _tick_all(self, question: Question, found: Sequence[frozenset[str]], there: Sequence[bool]) -> None:
        for answer in question.answers:
            value = str(answer.value)
            self.taken[f"{question.id}:{value}"] = np.array([value in one for one in found], dtype=bool)
        self.taken[f"answered:{question.id}"] = np.array(there, dtype=bool)

    def _leave(self, column: Column, misread: Sequence[read.Misread]) -> None:
        for one in misread:
            found, _ = without_mail(one.found)
            self.unused += [(row, column.heading, found, one.why) for row in one.rows]

    def _say_scales(self) -> None:
        self.asks += scales_differ(self.scales)
        rated = {
            column.heading: (column.question, self.taken[column.question])
            for column in self.columns
            if column.heading in self.scales and column.question in self.taken
        }
        settled = {name for name, told in self.told.items() if "reversed" in told} | self.in_words
        self.asks += reversed_suspected(rated, settled)

    # -- rows

    def _without_empty(self, answers: pd.DataFrame) -> pd.DataFrame:
        said = pd.Series(False, index=answers.index)
        for _, column in answers.items():
            if pd.api.types.is_bool_dtype(column):
                said |= column
            elif pd.api.types.is_numeric_dtype(column) or isinstance(column.dtype, pd.CategoricalDtype):
                said |= column.notna()
            else:
                said |= column != ""
        self.unused += [
            (int(row), "", "", "nothing was answered in this row") for row in answers.index[~said]
        ]
        return answers[said]

    def _without_repeats(self, answers: pd.DataFrame) -> pd.DataFrame:
        """Leave out rows that the form wrote twice: of the same number at the same time, or with the same answers.

        A number that comes again with other answers may be of another form that was pasted below: that is asked.
        """
        numbers, times = (self._form_cells(what, answers.index) for what in (RESPONSE, ENDED))
        same_number = (numbers != "") & numbers.duplicated(keep="last")
        same_answers = answers.assign(number=numbers, time=times).duplicated(keep="last")
        same_time = (times != "") & pd.DataFrame({"n": numbers, "t": times}).duplicated(keep="last")
        again = (same_number & (same_answers | same_time)) | ((numbers == "") & (times != "") & same_answers)
        last = dict(zip(zip(numbers, times, strict=True), answers.index, strict=True))
        for row in answers.index[again]:
            what = "response number" if numbers[row] else "time and the same answers"
            reason = f"the same {what} as row {last[numbers[row], times[row]]}, which is kept"
            self.unused.append((int(row), "", numbers[row] or times[row], reason))
        if (same_number & ~again).any():
            words = "Response numbers come again with other answers. Were two forms put together? All of them count."
            self.asks.append(Asked("", "same-numbers", words))
        answers = answers[~again]
        self._ask_about_twins(answers)
        return answers

    def _form_cells(self, what: str, rows: pd.Index) -> pd.Series:
        """Return what the form itself wrote beside the answers, as text; empty where it wrote nothing."""
        place = next((column.place for column in self.columns if column.question == what), None)
        cells = ["" if place is None else words_of(self.cells[place][row - self.first]) for row in rows]
        return pd.Series(cells, index=rows, dtype=object)

    def _ask_about_twins(self, answers: pd.DataFrame) -> None:
        rated = answers[[name for name in answers.columns if name.startswith(("importance:", "confidence:"))]]
        many = rated.notna().sum(axis=1) >= 10
        twins = rated[many][rated[many].duplicated(keep=False)]
        # Somebody who ticks the same answer all the way down is no copy of another who does so.
        twins = twins[twins.nunique(axis=1) > 2]
        if len(twins):
            rows = ", ".join(str(row) for row in twins.index[:10])
            words = f"Rows {rows} hold the same ratings. Were some answers copied? All of them count."
            self.asks.append(Asked("", "same-ratings", words))

    # -- what is handed on

    def _mapping(self) -> dict[str, str | Mapping[str, Any]]:
        found: dict[str, str | Mapping[str, Any]] = {}
        for column in self.columns:
            told = self.told.get(column.heading)
            if told is not None:
                found[column.heading] = told["question"] if set(told) == {"question"} else dict(told)
            elif column.question and column.how in ("same", "close"):
                found[column.heading] = column.question
        return found

    def _matched(self) -> pd.DataFrame:
        rows = [
            (
                column.heading,
                column.question,
                self.asked[column.question].ask if column.question in self.asked else "",
                column.how,
                round(column.likeness, 2),
            )
            for column in self.columns
        ]
        return pd.DataFrame(rows, columns=["heading", "question", "asked", "how", "likeness"])
