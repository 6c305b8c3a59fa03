"""The sheets with a budget's lines: what is paid, and days of staff."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from crpkit.planning.models import Plan
from crpkit.reports.budget.formulas import NOT_KNOWN, Figure, Formula, at, down, sum_of, unknown_in
from crpkit.reports.budget.looks import Looks, put
from crpkit.reports.budget.rows import CASH, IN_KIND, ONCE, YEARLY, Row, years_of

MONEY, DAYS = "Lines", "Staff days"
HEADS = (
    "Component",
    "What for",
    "Counted",
    "Cash or in kind",
    "Who gives it",
    "At least",
    "At most",
    "Set-up begins in month",
    "Set-up takes, months at least",
    "Set-up takes, months at most",
)
COMPONENT, KIND, FUNDER, LOW, HIGH, BEGINS, LEAD_LOW, LEAD_HIGH = 0, 3, 4, 5, 6, 7, 8, 9
FIRST_YEAR = len(HEADS)
_MONTHS_ROW, _FROM_ROW, _TO_ROW, _HEAD_ROW = 1, 3, 4, 5
FIRST = 6
_WIDTHS = (38, 34, 9, 12, 22, 11, 11, 10, 11, 11)


@dataclass(frozen=True)
class Lines:
    """A sheet of lines as it was written: where things are, and what stands there.

    Attributes
    ----------
    sheet
        Its name.
    rows
        What it holds.
    years
        First and last month of each year.
    low, high
        Of each row over all months: pounds or days, or “not known”.
    by_year
        Of each row and year: least and most.
    """

    sheet: str
    rows: tuple[Row, ...]
    years: tuple[tuple[int, int], ...]
    low: tuple[Figure, ...]
    high: tuple[Figure, ...]
    by_year: tuple[tuple[tuple[Figure, Figure], ...], ...]

    @property
    def last(self) -> int:
        """The last row, counted from 0; sheets without lines keep an empty one."""
        return FIRST + max(1, len(self.rows)) - 1

    @property
    def all_low(self) -> int:
        """The column with the least over all months; the most stands beside it."""
        return FIRST_YEAR + 2 * len(self.years)

    def cells(self, column: int) -> str:
        """Return the name of a column's cells, as another sheet writes it."""
        return down(column, FIRST, self.last, self.sheet)


def write_lines(
    book: Any, looks: Looks, plan: Plan, sheet_name: str, rows: Sequence[Row], about: str
) -> Lines:
    """Write a sheet of lines with formulas, and return what stands where."""
    lines = _lines(plan, sheet_name, rows)
    sheet = book.add_worksheet(sheet_name)
    put(sheet, 0, 0, f"{plan.title}: {sheet_name.lower()}", looks.title)
    put(sheet, _MONTHS_ROW, 0, "Months of the plan", looks.text)
    put(sheet, _MONTHS_ROW, 1, float(plan.months), looks.given)
    put(sheet, 2, 0, about, looks.note)
    _heads(sheet, looks, lines)
    for number, row in enumerate(lines.rows):
        _row(sheet, looks, lines, number, row)
    _total(sheet, looks, lines)
    for column, width in enumerate((*_WIDTHS, *[11] * (2 * len(lines.years) + 2), 14, 40)):
        sheet.set_column(column, column, width)
    for column, allowed in ((KIND, [CASH, IN_KIND]), (2, [ONCE, YEARLY])):
        sheet.data_validation(FIRST, column, lines.last, column, {"validate": "list", "source": allowed})
    sheet.freeze_panes(FIRST, 2)
    _for_paper(sheet)
    return lines


def _for_paper(sheet: Any) -> None:
    sheet.set_landscape()
    sheet.set_paper(9)  # A4
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(_HEAD_ROW)


def _lines(plan: Plan, sheet: str, rows: Sequence[Row]) -> Lines:
    years = tuple(years_of(plan.months))
    by_year = tuple(tuple(_ends(row, *year) for year in years) for row in rows)
    sums = [tuple(_sum([year[end] for year in each]) for end in (0, 1)) for each in by_year]
    return Lines(sheet, tuple(rows), years, tuple(s[0] for s in sums), tuple(s[1] for s in sums), by_year)


def _ends(row: Row, first: int, last: int) -> tuple[Figure, Figure]:
    found = row.in_months(first, last)
    return (NOT_KNOWN, NOT_KNOWN) if found.low is None or found.high is None else (found.low, found.high)


def _sum(values: Sequence[Figure]) -> Figure:
    numbers = [value for value in values if not isinstance(value, str)]
    return sum(numbers) if len(numbers) == len(values) else NOT_KNOWN


def _heads(sheet: Any, looks: Looks, lines: Lines) -> None:
    for column, head in enumerate(HEADS):
        put(sheet, _HEAD_ROW, column, head, looks.head)
    put(sheet, _FROM_ROW, FIRST_YEAR - 1, "from month", looks.note)
    put(sheet, _TO_ROW, FIRST_YEAR - 1, "to month", looks.note)
    months = at(_MONTHS_ROW, 1, "rc")
    for year, (first, last) in enumerate(lines.years):
        for end, said in enumerate(("at least", "at most")):
            column = FIRST_YEAR + 2 * year + end
            put(sheet, _FROM_ROW, column, float(first), looks.note)
            put(sheet, _TO_ROW, column, Formula(f"=MIN({12 * year + 12},{months})", float(last)), looks.note)
            put(sheet, _HEAD_ROW, column, f"Year {year + 1}, {said}", looks.head)
    for place, head in enumerate(
        ("All months, at least", "All months, at most", "How we know", "From where")
    ):
        put(sheet, _HEAD_ROW, lines.all_low + place, head, looks.head)
    sheet.set_row(_HEAD_ROW, 48)


def _row(sheet: Any, looks: Looks, lines: Lines, number: int, row: Row) -> None:
    place = FIRST + number
    for column, words in enumerate((row.component, row.what, row.counted, row.kind, row.funder)):
        put(sheet, place, column, words, looks.text if column < 2 else looks.given_text)
    numbers = (row.amount.low, row.amount.high, float(row.begins), row.lead.low, row.lead.high)
    for column, amount in enumerate(numbers, start=LOW):
        put(sheet, place, column, NOT_KNOWN if amount is None else amount, looks.given)
    for year, ends in enumerate(lines.by_year[number]):
        for end, value in enumerate(ends):
            column = FIRST_YEAR + 2 * year + end
            put(sheet, place, column, Formula(_in_year(place, column, end), value), looks.number)
    for end, value in enumerate((lines.low[number], lines.high[number])):
        years = [at(place, FIRST_YEAR + 2 * year + end) for year in range(len(lines.years))]
        known = at(place, LOW + end)
        formula = f'=IF(ISNUMBER({known}),{"+".join(years)},"{NOT_KNOWN}")'
        put(sheet, place, lines.all_low + end, Formula(formula, value), looks.number)
    put(sheet, place, lines.all_low + 2, row.how_known, looks.text)
    put(sheet, place, lines.all_low + 3, row.source, looks.text)


def _in_year(row: int, column: int, end: int) -> str:
    """Return the formula for one row and year: at least (0) or at most (1)."""
    amount, counted = at(row, LOW + end, "c"), at(row, 2, "c")
    begins, lead = at(row, BEGINS, "c"), at(row, LEAD_LOW if end else LEAD_HIGH, "c")
    first, last = at(_FROM_ROW, column, "r"), at(_TO_ROW, column, "r")
    once = f"IF(AND({begins}>={first},{begins}<={last}),{amount},0)"
    unknown = f"MAX(0,{last}-{first}+1)" if end else "0"
    months = f"IF(ISNUMBER({lead}),MAX(0,{last}-MAX({first}-1,{lead})),{unknown})"
    return f'=IF(ISNUMBER({amount}),IF({counted}="{ONCE}",{once},{amount}*{months}/12),"{NOT_KNOWN}")'


def _total(sheet: Any, looks: Looks, lines: Lines) -> None:
    row = lines.last + 2
    put(sheet, row, 0, "All of it, as far as it is known", looks.strong)
    put(sheet, row + 1, 0, "How many of these lines are not known", looks.text)
    columns: list[tuple[int, list[Figure]]] = []
    for year in range(len(lines.years)):
        for end in (0, 1):
            columns.append((FIRST_YEAR + 2 * year + end, [each[year][end] for each in lines.by_year]))
    columns += [(lines.all_low, list(lines.low)), (lines.all_low + 1, list(lines.high))]
    for column, values in columns:
        cells = down(column, FIRST, lines.last)
        put(sheet, row, column, sum_of(cells, values or [0.0]), looks.sum)
        put(sheet, row + 1, column, unknown_in(cells, values), looks.count)
