"""A cell that reckons: its formula, and the figure that it comes to now."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from xlsxwriter.utility import xl_col_to_name, xl_rowcol_to_cell

NOT_KNOWN = "not known"
Figure = float | str
"""A number, or the words “not known”."""


@dataclass(frozen=True)
class Formula:
    """A formula, and its value, which is stored beside it: programs that do not reckon show that."""

    text: str
    value: Figure


def at(row: int, column: int, fixed: str = "") -> str:
    """Return the name of a cell; ``fixed`` is ``r``, ``c`` or ``rc`` for what does not move when it is copied."""
    return str(xl_rowcol_to_cell(row, column, row_abs="r" in fixed, col_abs="c" in fixed))


def down(column: int, first: int, last: int, sheet: str = "") -> str:
    """Return the name of the cells of a column, from one row to another, on another sheet if need be."""
    name = xl_col_to_name(column)
    before = f"'{sheet}'!" if sheet else ""
    return f"{before}${name}${first + 1}:${name}${last + 1}"


def total(values: Iterable[Figure]) -> Figure:
    """Return the sum of what is known; the words if nothing is."""
    given = list(values)
    numbers = [value for value in given if not isinstance(value, str)]
    return sum(numbers) if numbers or not given else NOT_KNOWN


def sum_of(cells: str, values: Iterable[Figure]) -> Formula:
    """Return the sum of cells; what is not known is left out, and the words stand there if all is."""
    none = f'AND(COUNT({cells})=0,COUNTIF({cells},"{NOT_KNOWN}")>0)'
    return Formula(f'=IF({none},"{NOT_KNOWN}",SUM({cells}))', total(values))


def unknown_in(cells: str, values: Iterable[Figure]) -> Formula:
    """Return how many cells are not known."""
    return Formula(f'=COUNTIF({cells},"{NOT_KNOWN}")', float(sum(value == NOT_KNOWN for value in values)))


def how_far(cell: str, missing: Figure) -> Formula:
    """Return what to say before a sum from which something is left out."""
    return Formula(f'=IF({cell}>0,"at least","in all")', "at least" if missing else "in all")
