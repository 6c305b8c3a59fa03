"""The sheets with sums: by component, and by who gives it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from crpkit.reports.budget.formulas import NOT_KNOWN, Figure, Formula, at, how_far
from crpkit.reports.budget.lines import COMPONENT, FUNDER, KIND, Lines
from crpkit.reports.budget.looks import Looks, put
from crpkit.reports.budget.rows import CASH, IN_KIND

_FIRST = 2
_SPARE = 5  # rows for funders that somebody adds
_MEASURES = ("at least", "at most", "not known")


def write_by_component(book: Any, looks: Looks, money: Lines, days: Lines) -> None:
    """Write pounds and days by component."""
    sheet = book.add_worksheet("By component")
    put(sheet, 0, 0, "By component", looks.title)
    names = list(dict.fromkeys(row.component for row in (*money.rows, *days.rows)))
    groups = (("Pounds", money, None), ("Staff days", days, None))
    _write(sheet, looks, "Component", names, COMPONENT, groups, looks.text)


def write_by_funder(book: Any, looks: Looks, money: Lines, days: Lines) -> None:
    """Write cash, what is given in kind, and days, by who gives it; with rows for those yet to be added."""
    sheet = book.add_worksheet("By funder")
    put(sheet, 0, 0, "By who gives it: write the same name here as on the sheet with the lines", looks.title)
    names = list(dict.fromkeys(row.funder for row in (*money.rows, *days.rows)))
    groups = (
        ("Cash, pounds", money, CASH),
        ("In kind, pounds", money, IN_KIND),
        ("Staff days in kind", days, IN_KIND),
        ("Staff days that are paid for", days, CASH),
    )
    _write(sheet, looks, "Who gives it", [*names, *[""] * _SPARE], FUNDER, groups, looks.given_text)


def _write(
    sheet: Any,
    looks: Looks,
    head: str,
    names: Sequence[str],
    by: int,
    groups: Sequence[tuple[str, Lines, str | None]],
    name_look: Any,
) -> None:
    put(sheet, 1, 0, head, looks.head)
    sheet.set_row(1, 48)
    sheet.set_column(0, 0, 48)
    sheet.set_column(1, 4 * len(groups), 12)
    for place, (title, _, _) in enumerate(groups):
        for number, said in enumerate((*_MEASURES, "")):
            words = f"{title}, {said}" if said else "These sums are"
            put(sheet, 1, 1 + 4 * place + number, words, looks.head)
    for number, name in enumerate(names):
        row = _FIRST + number
        put(sheet, row, 0, name, name_look)
        for place, (_, lines, kind) in enumerate(groups):
            cells = _cells(lines, by, at(row, 0, "c"), name, kind)
            for column, cell in enumerate(cells, start=1 + 4 * place):
                put(sheet, row, column, cell, looks.count if column % 4 == 3 else looks.number)
            missing = at(row, 4 * place + 3)
            put(sheet, row, 4 * place + 4, how_far(missing, cells[2].value), looks.note)
    sheet.freeze_panes(_FIRST, 1)
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)


def _cells(lines: Lines, by: int, cell: str, name: str, kind: str | None) -> list[Formula]:
    """Return least, most, and how many lines are not known, of those that have this name.

    Names are compared cell by cell: SUMIF would read “=x” or “a*” as a rule.
    """
    mine = [
        number
        for number, row in enumerate(lines.rows)
        if _same(row.component if by == COMPONENT else row.funder, name) and kind in (None, row.kind)
    ]
    chosen = f"--({lines.cells(by)}={cell})"
    if kind is not None:
        chosen += f',--({lines.cells(KIND)}="{kind}")'
    found = []
    for column, values in ((lines.all_low, lines.low), (lines.all_low + 1, lines.high)):
        found.append(_sum(chosen, lines.cells(column), [values[number] for number in mine]))
    missing = sum(lines.low[number] == NOT_KNOWN for number in mine)
    unknown = f'=SUMPRODUCT({chosen},--({lines.cells(lines.all_low)}="{NOT_KNOWN}"))'
    return [*found, Formula(unknown, float(missing))]


def _same(one: str, other: str) -> bool:
    return bool(other) and one.casefold() == other.casefold()  # as a spreadsheet compares


def _sum(chosen: str, cells: str, values: Sequence[Figure]) -> Formula:
    numbers = [value for value in values if not isinstance(value, str)]
    here, known = f"SUMPRODUCT({chosen})", f"SUMPRODUCT({chosen},--ISNUMBER({cells}))"
    formula = f'=IF(AND({here}>0,{known}=0),"{NOT_KNOWN}",SUMPRODUCT({chosen},{cells}))'
    return Formula(formula, NOT_KNOWN if values and not numbers else float(sum(numbers)))
