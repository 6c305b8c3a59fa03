"""A spreadsheet saved as CSV, in whatever encoding and with whatever between its cells."""

from __future__ import annotations

import csv
import re
from collections.abc import Sequence
from dataclasses import dataclass

from crpkit.errors import InputProblems, Problem
from crpkit.tables.decoding import DELIMITERS, decoded, delimiter
from crpkit.workshop.importing.found import Left

LARGEST = 2_000_000  # bytes
MOST_ROWS = 2_000
_FORMULA = ("=",)
_ERRORS = ("#N/A", "#NAME?", "#REF!", "#VALUE!", "#DIV/0!", "#NUM!", "#NULL!", "#SPILL!", "#CALC!")
_TOLD = re.compile(r"sep=(.?)", re.IGNORECASE)


@dataclass(frozen=True)
class Sheet:
    """Rows with their line in the file, and what is to be said about the file.

    Attributes
    ----------
    rows
        Line (from 1) and trimmed cells; rows in which nothing stands are left out.
    left
        Remarks, each with the line it is about.
    """

    rows: tuple[tuple[int, tuple[str, ...]], ...]
    left: tuple[Left, ...]


def read_sheet(data: bytes) -> Sheet:
    """Read a spreadsheet.

    UTF-8 and UTF-16 are known by their marks or by reading without a fault; anything else is taken as the Windows
    encoding of Western Europe, and a remark says so. Commas, semicolons and tabs are told apart by which of them there
    are most in the first line. An apostrophe that a spreadsheet put before a cell to make it harmless is taken off.

    Raises
    ------
    InputProblems
        If it is empty, too large, or no text at all (an .xlsx workbook, say).
    """
    if len(data) > LARGEST:
        raise InputProblems([Problem(f"The file has more than {LARGEST // 1_000_000} MB", "Split it.")])
    if data.startswith((b"PK\x03\x04", b"\xd0\xcf\x11\xe0")):
        remedy = "In Excel choose “Save as” and “CSV UTF-8 (comma delimited)”."
        raise InputProblems([Problem("This is a workbook, not a CSV file", remedy)])
    text, left = _decoded(data)
    if "\0" in text:
        raise InputProblems(
            [Problem("This is not a text file", "Save the table as CSV UTF-8 and choose that.")]
        )
    rows, broken = _rows(text)
    if not rows and not broken:
        raise InputProblems([Problem("The file is empty", "Write one note or one number in each row.")])
    if len(rows) > MOST_ROWS:
        raise InputProblems(
            [Problem(f"The file has {len(rows)} rows", f"Split it into files of {MOST_ROWS}.")]
        )
    return Sheet(tuple(rows), (*left, *broken))


def is_formula(cell: str) -> bool:
    """Say whether a cell holds a formula instead of its result, or an error that one ended in."""
    return cell.startswith(_FORMULA) or cell.upper() in _ERRORS


def _decoded(data: bytes) -> tuple[str, list[Left]]:
    text, line = decoded(data)
    remark = (
        "The file is not UTF-8. It was read as Windows text: check letters such as é, ö and £ in the preview."
    )
    return text, [] if line is None else [Left(line, remark)]


def _rows(text: str) -> tuple[list[tuple[int, tuple[str, ...]]], list[Left]]:
    lines = text.splitlines(keepends=True)
    first = next((line for line in lines if line.strip()), "")
    told = _TOLD.fullmatch(first.strip())  # what Excel itself writes: sep=;
    if told:
        between, start = told[1] or "\t", lines.index(first) + 1
    elif any(mark in first for mark in DELIMITERS):
        between, start = delimiter(first), 0
    else:  # one column: a comma in a later row belongs to the words
        between, start = "\x1f", 0
    rows: list[tuple[int, tuple[str, ...]]] = []
    left: list[Left] = []
    while start < len(lines):
        begins = start + 1
        reader = csv.reader(lines[start:], delimiter=between, strict=True)
        try:
            for row in reader:
                cells = tuple(_cell(cell) for cell in row)
                if any(cells):
                    rows.append((begins, cells))
                begins = start + reader.line_num + 1
            break
        except csv.Error:
            # An open quotation mark would swallow all that follows: only its own line is left out.
            left.append(
                Left(begins, "A quotation mark is open here, or closed too early. Write two of them for one.")
            )
            start = begins
    return rows, left


def _cell(cell: str) -> str:
    tidy = " ".join(cell.split())
    harmless = tidy[:1] == "'" and tidy[1:].lstrip()[:1] in ("=", "+", "-", "@")
    return tidy[1:].lstrip() if harmless else tidy


def header(cells: Sequence[str], known: dict[str, str]) -> dict[int, str] | None:
    """Return column → what it holds, if a row is a header; ``None`` if nothing in it is known.

    Parameters
    ----------
    cells
        The first row.
    known
        Word in small letters → what it stands for.
    """
    found = {place: known[cell.casefold()] for place, cell in enumerate(cells) if cell.casefold() in known}
    return found or None
