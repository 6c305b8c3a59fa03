"""Untidy spreadsheets as plain grids of cells: CSV in any encoding, and Excel workbooks.

Nothing is guessed about what the cells mean. What is no spreadsheet at all is refused with a sentence that says what to
do.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from io import BytesIO, StringIO
from pathlib import Path

from crpkit.errors import InputProblems, Problem
from crpkit.tables.decoding import DELIMITERS, decoded, delimiter

Cell = str | int | float | bool | date | time | datetime | timedelta
MOST_ROWS = 250_000
LARGEST = 200_000_000  # bytes
_ZIP, _COMPOUND = b"PK\x03\x04", b"\xd0\xcf\x11\xe0"
_LOCKED = "EncryptedPackage".encode("utf-16-le")
_SAVE_AGAIN = "Open it in Excel, choose “Save as”, “Excel Workbook (.xlsx)”, and read the new file."


@dataclass(frozen=True)
class Grid:
    """One sheet.

    Attributes
    ----------
    name
        Of the sheet; empty for a CSV.
    rows
        Cells by row, all as long as the longest; empty text where nothing stands. The first is row 1 of the file.
    remarks
        What is to be said about how it was read.
    """

    name: str
    rows: Sequence[Sequence[Cell]]
    remarks: tuple[str, ...] = ()


def read_grids(path: Path | str) -> list[Grid]:
    """Read every sheet of a spreadsheet in which something stands.

    Parameters
    ----------
    path
        A ``.xlsx``, ``.xlsm``, ``.xls`` or ``.ods`` workbook, or CSV text with commas, semicolons or tabs. What the
        file is counts, not how its name ends.

    Raises
    ------
    InputProblems
        If it cannot be opened, is empty, too large, locked with a password, a web page, or no spreadsheet.
    """
    file = Path(path)
    try:
        size = file.stat().st_size
        data = file.read_bytes() if size <= LARGEST else b""
    except OSError as error:
        raise _refused(
            file, f"The file cannot be opened ({error.strerror})", "Check that it is there and readable."
        ) from error
    if size > LARGEST:
        raise _refused(file, f"The file has more than {LARGEST // 1_000_000} MB", "Split it.")
    if not data.strip():
        raise _refused(file, "The file is empty", "Download or save it again, then choose that file.")
    grids = _workbook(file, data) if data.startswith((_ZIP, _COMPOUND)) else [_csv(file, data)]
    grids = [grid for grid in grids if any(cell != "" for row in grid.rows for cell in row)]
    if not grids:
        raise _refused(file, "No sheet of the file has anything in it", "Choose the file with the answers.")
    for grid in grids:
        if len(grid.rows) > MOST_ROWS:
            found = f"The file has {len(grid.rows):,} rows"
            raise _refused(file, found, f"Split it into files of at most {MOST_ROWS:,} rows.")
    return grids


def _refused(file: Path, found: str, remedy: str) -> InputProblems:
    return InputProblems([Problem(found, remedy, file)])


def _workbook(file: Path, data: bytes) -> list[Grid]:
    if data.startswith(_COMPOUND) and _LOCKED in data:
        remedy = "Open it in Excel, take the password off (File, Info, Protect Workbook), save it, and read it again."
        raise _refused(file, "The workbook is locked with a password", remedy)
    from python_calamine import CalamineWorkbook, PasswordError

    try:
        book = CalamineWorkbook.from_filelike(BytesIO(data))
        found = [(name, _kept_once(book.get_sheet_by_name(name).iter_rows())) for name in book.sheet_names]
    except PasswordError as error:
        raise _refused(file, "The workbook is locked with a password", _SAVE_AGAIN) from error
    except Exception as error:  # calamine has an error class for each format
        raise _refused(file, f"The workbook cannot be read ({error})", _SAVE_AGAIN) from error
    return [Grid(name, rows) for name, rows in found]


def _kept_once(rows: Iterable[Sequence[Cell]]) -> list[list[Cell]]:
    """Return rows in which equal words are one object: a large survey says the same five things a million times."""
    known: dict[Cell, Cell] = {}
    return [[known.setdefault(cell, cell) if type(cell) is str else cell for cell in row] for row in rows]


def _csv(file: Path, data: bytes) -> Grid:
    text, doubtful = decoded(data)
    _refuse_other_text(file, text)
    remarks = []
    if doubtful is not None:
        remarks.append(
            f"The file is not UTF-8. It was read as Windows text: check letters such as é, ö and £ in row {doubtful}."
        )
    # A title may stand above the table: the line with the most cells tells what is between them.
    lines = [line for line in text.splitlines()[:40] if line.strip()]
    fullest = max(lines, key=lambda line: max(map(line.count, DELIMITERS)), default="")
    try:
        rows = _rows(text, delimiter(fullest))
    except csv.Error as error:
        found = f"The CSV cannot be read ({error})"
        raise _refused(file, found, "Save it again as “CSV UTF-8 (comma delimited)”.") from error
    return Grid("", rows, tuple(remarks))


def _refuse_other_text(file: Path, text: str) -> None:
    begin = text.lstrip("\ufeff \t\r\n")[:2000].casefold()
    if begin.startswith(("<!", "<html", "<table", "<?xml", "<head", "<meta", "<script", "<div", "<body")):
        remedy = (
            "Often it is a sign-in page. Download the answers again in the browser; "
            "or open it in Excel and save it as .xlsx."
        )
        raise _refused(file, "This is a web page, not a spreadsheet, whatever its name says", remedy)
    if begin.startswith("%pdf"):
        raise _refused(file, "This is a PDF, not a spreadsheet", "Download the answers as Excel or CSV.")
    if begin.startswith(("{", "[")):
        raise _refused(file, "This is JSON, not a spreadsheet", "Download the answers as Excel or CSV.")
    if "\0" in text[:10_000]:
        raise _refused(
            file, "This is neither a workbook nor a text file", "Download the answers as Excel or CSV."
        )


def _rows(text: str, between: str) -> list[list[Cell]]:
    # A cell may hold a long answer; csv's own limit of 131,072 characters stands.
    rows: list[list[Cell]] = [
        [cell.strip() for cell in row] for row in csv.reader(StringIO(text, newline=""), delimiter=between)
    ]
    longest = max((len(row) for row in rows), default=0)
    return [row + [""] * (longest - len(row)) for row in rows]


def words_of(cell: Cell) -> str:
    """Return a cell as text on one line; whole numbers without a point."""
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    if isinstance(cell, bool):
        return "yes" if cell else "no"
    return " ".join(str(cell).split())
