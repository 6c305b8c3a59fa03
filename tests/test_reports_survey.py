"""The survey ready to send: paper that one can read, a workbook to set it up from, a list."""

from __future__ import annotations

import csv
from contextlib import closing
from pathlib import Path

import openpyxl
import pypdfium2.raw as pdfium
import pytest

from crpkit.cli import main
from crpkit.errors import InputProblems
from crpkit.framework import load_framework
from crpkit.needs import Questionnaire, questionnaire, read_survey
from crpkit.needs.columns import find_head, match_columns
from crpkit.reports import write_survey
from crpkit.tables.grids import read_grids
from tests.test_reports_pack import pages, texts

GROUPS = load_framework().groups.ids
FORMS = {"full": questionnaire(), **{group: questionnaire(short=True, group=group) for group in GROUPS}}


@pytest.fixture(scope="module", params=list(FORMS))
def paper(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> tuple[Questionnaire, Path]:
    form = FORMS[request.param]
    return form, write_survey(form, tmp_path_factory.mktemp("paper") / "survey.pdf")


def test_every_letter_has_14_points_and_lies_within_the_margins(paper: tuple[Questionnaire, Path]) -> None:
    _, file = paper
    for number, page in enumerate(pages(file), start=1):
        width, _ = page.get_size()
        with closing(page.get_textpage()) as words:
            for place in range(words.count_chars()):
                letter = chr(pdfium.FPDFText_GetUnicode(words, place))
                if letter.isspace():
                    continue
                assert pdfium.FPDFText_GetFontSize(words, place) >= 13.99, f"page {number}: {letter!r}"
                left, _, right, _ = words.get_charbox(place)
                assert left >= 40 and right <= width - 40, f"page {number}: {letter!r} at {left}"


def test_everything_is_asked_and_nothing_asks_for_a_name(paper: tuple[Questionnaire, Path]) -> None:
    form, file = paper
    found = " ".join(texts(file))
    for need in form.needs:
        assert need.title in found
    for question in form.questions:
        if question.what not in ("importance", "confidence", "have"):
            assert question.ask in found
    assert "Write no names" in found
    assert "Your name" not in found and "professional development" not in found.lower()


def test_the_short_form_takes_at_most_seven_pages(tmp_path: Path) -> None:
    for group in GROUPS:
        file = write_survey(FORMS[group], tmp_path / f"{group}.pdf")
        assert len(texts(file)) <= 7, group


def test_answers_typed_into_the_workbook_are_read_again(tmp_path: Path) -> None:
    form = FORMS["community-new"]
    file = write_survey(form, tmp_path / "survey.xlsx")
    book = openpyxl.load_workbook(file)
    assert book.sheetnames == ["How to", "Questions", "Answers", "Lists"]
    assert not [cell for sheet in book for row in sheet.iter_rows() for cell in row if cell.data_type == "f"]
    sheet = book["Answers"]
    heads = [cell.value for cell in sheet[1]]
    assert heads == ["Number of the paper", *(question.ask for question in form.questions)]
    grid = next(grid for grid in read_grids(file) if grid.name == "Answers")
    columns = match_columns(grid, find_head(grid, questionnaire()), questionnaire())
    assert {column.how for column in columns} == {"form", "same"}
    for column, question in enumerate(form.questions, start=2):
        if question.answers:
            answer = question.answers[1 if len(question.answers) > 1 else 0].words
            sheet.cell(
                2, column, f"{answer}; {question.answers[0].words}" if question.what == "choices" else answer
            )
    sheet.cell(2, 1, 1)
    for other in ("How to", "Questions", "Lists"):
        del book[other]
    book.save(tmp_path / "typed.xlsx")
    survey = read_survey(tmp_path / "typed.xlsx")
    assert len(survey) == 1 and not len(survey.unused)
    rated = survey.answers[
        [name for name in survey.answers if name.startswith(("importance:", "confidence:"))]
    ]
    assert (rated == 2).all(axis=None)


def test_statements_of_the_workbook_are_the_columns_that_forms_will_make(tmp_path: Path) -> None:
    book = openpyxl.load_workbook(write_survey(FORMS["full"], tmp_path / "survey.xlsx"))
    rows = list(book["Questions"].iter_rows(min_row=2, values_only=True))
    grids = [row for row in rows if row[3] == "Likert"]
    stated = [line for row in grids for line in str(row[5]).splitlines()]
    assert stated.count(stated[0]) == 1 and len(set(stated)) == len(stated)
    rated = {q.ask for q in FORMS["full"].questions if q.what in ("importance", "confidence", "have")}
    assert set(stated) == rated and len(grids) == 3


def test_the_list_has_every_question(tmp_path: Path) -> None:
    with write_survey(FORMS["full"], tmp_path / "survey.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    assert [row["id"] for row in rows] == [question.id for question in FORMS["full"].questions]
    assert rows[1]["answers"].startswith("Not at all | A little")


def test_the_command_writes_it_and_says_what_is_wrong(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "s.pdf"
    assert main(["survey", str(file), "--short", "--group", "broker-new"]) == 0 and file.is_file()
    before = file.read_bytes()
    assert main(["survey", str(file), "--group", "brokers-new"]) == 2
    assert "broker-new" in capsys.readouterr().err and file.read_bytes() == before
    assert main(["survey", str(tmp_path / "s.docx")]) == 2
    assert ".pdf, .xlsx or .csv" in capsys.readouterr().err
    with pytest.raises(InputProblems):
        write_survey(FORMS["full"], tmp_path / "s.txt")
