"""Small surveys for tests: the kit's own questions, answered as the test says."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import xlsxwriter

from crpkit import resources
from crpkit.needs import Questionnaire, questionnaire

ASKED: Questionnaire = questionnaire()
EXAMPLE = resources.folder("workshop_data") / "example" / "needs"
ETHICS, POWER, PARTNER = "working-ethically", "managing-power", "finding-a-partner"


def ask(name: str) -> str:
    """Return a question as people read it."""
    return ASKED[name].ask


def words(name: str, value: str | int) -> str:
    """Return the words of an answer."""
    return next(answer.words for answer in ASKED[name].answers if answer.value == value)


def write_xlsx(
    path: Path, *rows: Sequence[Any], more: Mapping[str, Sequence[Sequence[Any]]] | None = None
) -> Path:
    """Write rows into a workbook; ``more`` are further sheets."""
    with xlsxwriter.Workbook(
        str(path), {"default_date_format": "yyyy-mm-dd", "strings_to_formulas": False}
    ) as book:
        for name, content in {"Form1": rows, **(more or {})}.items():
            sheet = book.add_worksheet(name)
            for number, row in enumerate(content):
                for place, cell in enumerate(row):
                    if cell is not None and cell != "":
                        sheet.write(number, place, cell)
    return path


def write_text(path: Path, *rows: Sequence[Any], between: str = ",", encoding: str = "utf-8-sig") -> Path:
    """Write rows as CSV; a cell that holds the mark is put in quotes."""
    lines = [
        between.join(f'"{cell}"' if between in str(cell) or "\n" in str(cell) else str(cell) for cell in row)
        for row in rows
    ]
    path.write_bytes(("\r\n".join(lines) + "\r\n").encode(encoding))
    return path
