"""Excel workbooks with plain cells: nothing a person wrote can become a formula."""

from __future__ import annotations

from collections.abc import Mapping
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING

from crpkit.tables.yamls import write_bytes

if TYPE_CHECKING:
    import pandas as pd
    import xlsxwriter

_LONGEST_SHEET_NAME = 31
_WIDEST_COLUMN = 60


def write_workbook(path: Path, sheets: Mapping[str, pd.DataFrame]) -> None:
    """Write tidy tables as an Excel workbook, one sheet each.

    Parameters
    ----------
    path
        The ``.xlsx`` file to write.
    sheets
        Sheet name → table. Text is written as text, numbers as numbers.

    Raises
    ------
    InputProblems
        If the file cannot be written (often because it is open in Excel).
    """
    import xlsxwriter  # here, so that reading a text file does not wait for it

    buffer = BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(buffer, options) as book:
        heading = book.add_format({"bold": True, "bottom": 1})
        for name, table in sheets.items():
            _write_sheet(book.add_worksheet(name[:_LONGEST_SHEET_NAME]), table, heading)
    write_bytes(path, buffer.getvalue())


def _write_sheet(sheet: xlsxwriter.worksheet.Worksheet, table: pd.DataFrame, heading: object) -> None:
    for column, name in enumerate(table.columns):
        cells = [None if empty else cell for cell, empty in zip(table[name], table[name].isna(), strict=True)]
        width = max([len(str(name)), *(len(str(cell)) for cell in cells if cell is not None)])
        sheet.set_column(column, column, min(width + 2, _WIDEST_COLUMN))
        sheet.write_string(0, column, str(name), heading)
        for row, cell in enumerate(cells, start=1):
            _write_cell(sheet, row, column, cell)
    sheet.freeze_panes(1, 0)


def _write_cell(sheet: xlsxwriter.worksheet.Worksheet, row: int, column: int, cell: object) -> None:
    if cell is None:
        return
    if isinstance(cell, bool):
        sheet.write_boolean(row, column, cell)
    elif isinstance(cell, int | float):
        sheet.write_number(row, column, cell)
    else:
        sheet.write_string(row, column, str(cell))
