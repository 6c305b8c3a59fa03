"""Writing the survey out, by the ending of the file."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from pathlib import Path

import typst

from crpkit.charts.drawing import fonts_for
from crpkit.errors import CrpkitError, InputProblems, Problem
from crpkit.needs import Questionnaire
from crpkit.reports.survey.blocks import as_paper
from crpkit.reports.survey.workbook import workbook_bytes
from crpkit.tables import write_csv
from crpkit.tables.yamls import write_bytes

TEMPLATE = Path(__file__).parent / "survey.typ"
_TYPES = {"choice": "choice", "choices": "several choices", "words": "free words", "have": "choice"}


def write_survey(survey: Questionnaire, path: Path | str) -> Path:
    """Write the survey.

    Parameters
    ----------
    survey
        As of :func:`crpkit.needs.questionnaire`.
    path
        Where to: ``.pdf`` for paper; ``.xlsx`` to set it up in Microsoft Forms and to type answers from paper into;
        ``.csv`` as a list of questions for any other tool.

    Returns
    -------
    Path
        The file; one that was there is replaced as a whole or not at all.

    Raises
    ------
    InputProblems
        If the name ends otherwise, or the file cannot be written.
    CrpkitError
        If the paper could not be drawn.
    """
    file = Path(path)
    write = _FORMS.get(file.suffix.lower())
    if write is None:
        found = f"“{file.name}” is not the name of a survey"
        raise InputProblems([Problem(found, "Let it end in .pdf, .xlsx or .csv.", file)])
    write(survey, file)
    return file


def _write_pdf(survey: Questionnaire, file: Path) -> None:
    words = json.dumps(as_paper(survey), ensure_ascii=False)
    try:
        drawn = typst.compile(
            TEMPLATE.read_bytes(), sys_inputs={"survey": words}, format="pdf", font_paths=fonts_for(words)
        )
    except RuntimeError as error:
        raise CrpkitError(f"The survey could not be drawn ({error})", "Please report this.") from error
    write_bytes(file, bytes(drawn))


def _write_list(survey: Questionnaire, file: Path) -> None:
    columns = ["id", "part", "question", "type", "answers", "need", "help"]
    rows = [
        (
            question.id,
            question.part,
            question.ask,
            _TYPES.get(question.what, "scale of 1 to 5"),
            " | ".join(answer.words for answer in question.answers),
            question.need,
            question.about or question.summary,
        )
        for question in survey.questions
    ]
    write_csv(file, columns, rows)


def _write_workbook(survey: Questionnaire, file: Path) -> None:
    write_bytes(file, workbook_bytes(survey))


_FORMS: Mapping[str, Callable[[Questionnaire, Path], None]] = {
    ".pdf": _write_pdf,
    ".xlsx": _write_workbook,
    ".csv": _write_list,
}
