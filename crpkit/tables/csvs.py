"""CSV that Excel opens rightly and that cannot run anything there."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Sequence
from io import StringIO
from pathlib import Path
from typing import Any

from crpkit.errors import InputProblems, Problem
from crpkit.tables.yamls import write_text

_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")


def excel_safe(cell: Any) -> Any:
    """Make a cell harmless that a spreadsheet would run as a formula.

    Text that begins with ``= + - @``, a tab or a return gets an apostrophe before
    it; numbers are left alone.
    """
    if isinstance(cell, str) and cell.lstrip(" ").startswith(_FORMULA_STARTS):
        return "'" + cell
    return cell


def write_csv(path: Path, columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
    """Write a CSV with a byte-order mark, so that Excel reads it as UTF-8.

    Parameters
    ----------
    path
        The file to write.
    columns
        The header row.
    rows
        One sequence per row, as long as ``columns``.

    Raises
    ------
    InputProblems
        If the file cannot be written.
    """
    buffer = StringIO()
    writer = csv.writer(buffer, lineterminator="\r\n")
    writer.writerow(columns)
    for row in rows:
        writer.writerow(["" if cell is None else excel_safe(cell) for cell in row])
    write_text(path, "\ufeff" + buffer.getvalue())


def read_rows(path: Path) -> list[tuple[int, list[str]]]:
    """Read a small CSV leniently: comma or semicolon, with or without byte-order mark.

    Returns
    -------
    list of (int, list of str)
        The line in the file (from 1) on which the row begins, and the trimmed cells; empty rows are left out.

    Raises
    ------
    InputProblems
        If the file cannot be opened, is not UTF-8 text, or has a quotation mark without its other half.
    """
    try:
        text = path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        remedy = "In Excel choose “CSV UTF-8 (comma delimited)” when saving."
        raise InputProblems([Problem("The file is not UTF-8 text", remedy, path, 1)]) from error
    except OSError as error:
        found = f"The file cannot be opened ({error.strerror})"
        raise InputProblems([Problem(found, "Check that it is there and readable.", path)]) from error
    first = text.splitlines()[0] if text.splitlines() else ""
    delimiter = ";" if first.count(";") > first.count(",") else ","
    # Not lenient about quotation marks: an open one would swallow all the rows after it.
    reader = csv.reader(StringIO(text, newline=""), delimiter=delimiter, strict=True)
    rows, begins = [], 1
    try:
        for row in reader:
            cells = [cell.strip() for cell in row]
            if any(cells):
                rows.append((begins, cells))
            begins = reader.line_num + 1
    except csv.Error as error:
        raise InputProblems([_misread(path, begins, str(error))]) from error
    return rows


def _misread(path: Path, line: int, error: str) -> Problem:
    if "field larger than" in error:
        found = f"A cell has more than {csv.field_size_limit():,} characters"
        return Problem(
            found, "Is a quotation mark left open before it? If not, shorten the cell.", path, line
        )
    found = "A quotation mark is open here, or closed too early"
    remedy = 'Put one (") before and one after the cell; write "" for one that belongs to the words.'
    return Problem(found, remedy, path, line)
