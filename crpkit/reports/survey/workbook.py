"""A workbook from which the survey is set up in a few minutes, with a sheet to type answers from paper into."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO
from typing import Any

import xlsxwriter

from crpkit.needs import Questionnaire
from crpkit.needs.questions import Question

_STEPS = (
    "Open Microsoft Forms (forms.office.com), choose “New form”, and paste the title.",
    "Go down the sheet “Questions”. For each row add a question of the type in column D.",
    "Copy the question from column C and paste it as the question. For “Likert” this is only the line above the grid.",
    "Copy the cell with the answers (column E), click into the first answer, and paste: each line becomes one answer.",
    "For “Likert”, paste column F into the first statement in the same way. Leave the statements as they are: by their "
    "words the kit knows them again.",
    "For “Choice, several answers”, switch “Multiple answers” on. Do not add “Other”: there are free questions "
    "for that.",
    "Ask nothing as “Required”. In the settings choose “Anyone can respond” and switch “Record name” off.",
    "Try it yourself once, and ask somebody who does not do this for work to try it.",
    "Afterwards: “Responses”, “Open in Excel”. Give that file to the kit as it is.",
    "Google Forms and KoboToolbox work likewise: a grid of multiple choice for “Likert”. Download the answers as CSV.",
    "Answers on paper: type them into the sheet “Answers”, a row for each, and save it as a file of its own.",
)
_WIDE = 60


@dataclass(frozen=True)
class _Line:
    heading: str
    ask: str
    kind: str
    answers: str
    statements: str = ""
    help: str = ""


def workbook_bytes(survey: Questionnaire) -> bytes:
    """Return the workbook: “How to”, “Questions”, “Answers”."""
    buffer = BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(buffer, options) as book:
        book.set_properties({"title": survey.title, "author": ""})
        looks = _Looks(book)
        _how_to(book, looks, survey)
        _questions(book, looks, survey)
        _answers(book, looks, survey)
    return buffer.getvalue()


class _Looks:
    def __init__(self, book: Any) -> None:
        self.title = book.add_format({"bold": True, "font_size": 20, "text_wrap": True, "valign": "top"})
        self.head = book.add_format(
            {"bold": True, "text_wrap": True, "valign": "top", "bottom": 2, "bg_color": "#DCEFEC"}
        )
        self.text = book.add_format({"text_wrap": True, "valign": "top"})
        self.strong = book.add_format({"bold": True, "text_wrap": True, "valign": "top"})
        self.number = book.add_format(
            {"bold": True, "valign": "top", "align": "right", "font_color": "#0B5754"}
        )


def _how_to(book: Any, looks: _Looks, survey: Questionnaire) -> None:
    sheet = book.add_worksheet("How to")
    sheet.hide_gridlines(2)
    sheet.set_column(0, 0, 5)
    sheet.set_column(1, 1, 100)
    sheet.write_string(0, 1, survey.title, looks.title)
    sheet.write_string(1, 1, survey.about, looks.text)
    sheet.set_row(1, 64)
    for number, step in enumerate(_STEPS, start=1):
        sheet.write_number(number + 2, 0, number, looks.number)
        sheet.write_string(number + 2, 1, step, looks.text)
        sheet.set_row(number + 2, 34)


def _questions(book: Any, looks: _Looks, survey: Questionnaire) -> None:
    sheet = book.add_worksheet("Questions")
    heads = ("No.", "Section", "Question", "Type in Microsoft Forms", "Answers", "Statements", "Help")
    for column, (head, width) in enumerate(zip(heads, (5, 26, 44, 26, 40, _WIDE, 44), strict=True)):
        sheet.set_column(column, column, width)
        sheet.write_string(0, column, head, looks.head)
    for row, line in enumerate(_lines(survey), start=1):
        sheet.write_number(row, 0, row, looks.number)
        cells = (line.heading, line.ask, line.kind, line.answers, line.statements, line.help)
        for column, words in enumerate(cells, start=1):
            sheet.write_string(row, column, words, looks.strong if column == 2 else looks.text)
        tall = max(words.count("\n") + 1 for words in cells)
        sheet.set_row(row, min(400, max(34, 15.5 * tall)))
    sheet.freeze_panes(1, 0)


def _lines(survey: Questionnaire) -> Iterator[_Line]:
    done: set[str] = set()
    heading = ""
    for question in survey.questions:
        heading = question.heading or heading
        if question.what in ("importance", "confidence", "have"):
            if question.what not in done:
                done.add(question.what)
                yield _grid(survey, question, heading)
            continue
        kind = {"choice": "Choice", "choices": "Choice, several answers", "words": "Text, long answer"}[
            question.what
        ]
        answers = "\n".join(answer.words for answer in question.answers)
        yield _Line(heading, question.ask, kind, answers, help=question.about)


_GRIDS = {
    "importance": "How much does each of these matter to you?",
    "confidence": "How sure do you feel of each of these today?",
    "have": "Do you have each of these today?",
}


def _grid(survey: Questionnaire, first: Question, heading: str) -> _Line:
    statements = "\n".join(question.ask for question in survey.questions if question.what == first.what)
    answers = "\n".join(answer.words for answer in first.answers)
    return _Line(heading, _GRIDS[first.what], "Likert", answers, statements, first.about)


def _answers(book: Any, looks: _Looks, survey: Questionnaire) -> None:
    """Write the sheet to type into: a column for each question, with its answers to choose from."""
    sheet, lists = book.add_worksheet("Answers"), book.add_worksheet("Lists")
    lists.hide()
    sheet.write_string(0, 0, "Number of the paper", looks.head)
    sheet.set_column(0, len(survey.questions), 24)
    sheet.set_row(0, 80)
    sheet.freeze_panes(1, 1)
    for column, question in enumerate(survey.questions, start=1):
        sheet.write_string(0, column, question.ask, looks.head)
        if not question.answers:
            continue
        for row, answer in enumerate(question.answers):
            lists.write_string(row, column, answer.words)
        if question.what == "choices":
            said = "Several answers: write them with a semicolon (;) between them."
            sheet.data_validation(
                1,
                column,
                1000,
                column,
                {"validate": "any", "input_title": "Several answers", "input_message": said},
            )
            continue
        name = xlsxwriter.utility.xl_col_to_name(column, col_abs=True)
        source = f"=Lists!{name}$1:{name}${len(question.answers)}"
        sheet.data_validation(1, column, 1000, column, {"validate": "list", "source": source})
