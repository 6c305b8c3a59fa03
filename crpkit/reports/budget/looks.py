"""How the budget's cells look, and how each is written: what people wrote can never become a formula."""

from __future__ import annotations

from typing import Any

from crpkit.errors import clean
from crpkit.reports.budget.formulas import Figure, Formula

_LONGEST = 32_000  # a cell holds 32,767 characters


class Looks:
    """The formats of one workbook; cells that are meant to be changed are amber."""

    def __init__(self, book: Any) -> None:
        wrapped = {"text_wrap": True, "valign": "top"}
        number = {"num_format": "#,##0", "valign": "top", "align": "right"}
        mine = {"bg_color": "#FDF3DC", "border": 1, "border_color": "#D9C79A"}
        self.title = book.add_format({"bold": True, "font_size": 16})
        self.head = book.add_format({"bold": True, "bottom": 2, "bg_color": "#DCEFEC", **wrapped})
        self.text = book.add_format(wrapped)
        self.note = book.add_format({"font_color": "#434D5E", "valign": "top"})
        self.strong = book.add_format({"bold": True, **wrapped})
        self.given = book.add_format({**number, **mine, "num_format": "General"})
        self.given_text = book.add_format({**wrapped, **mine})
        self.number = book.add_format(number)
        self.sum = book.add_format({**number, "bold": True, "top": 1})
        self.count = book.add_format({"num_format": "0", "align": "right", "font_color": "#434D5E"})


def put(sheet: Any, row: int, column: int, cell: Formula | float | str, look: Any) -> None:
    """Write one cell: a formula of ours with its value, a number, or text as text."""
    if isinstance(cell, Formula):
        sheet.write_formula(row, column, cell.text, look, _short(cell.value))
    elif isinstance(cell, str):
        sheet.write_string(row, column, clean(cell)[:_LONGEST], look)
    else:
        sheet.write_number(row, column, cell, look)


def _short(value: Figure) -> Figure:
    """Return a value as it is stored beside a formula: 3600, not 3600.0."""
    return int(value) if isinstance(value, float) and value.is_integer() else value
