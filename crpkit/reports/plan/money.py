"""What it costs by year, and what people are paid."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from crpkit.planning.ranges import Range
from crpkit.reports.budget.rows import Row, day_rows, money_rows, years_of
from crpkit.reports.document import Callout, DataTable, Heading, Paragraph, Part
from crpkit.reports.plan.given import Given, day_words, money_words
from crpkit.reports.plan.opening import paragraphs
from crpkit.reports.plan.sentences import Sentences
from crpkit.reports.sources import in_words

_PARTS = {
    "time": "People’s time",
    "expenses": "Travel and food",
    "access": "Making it accessible",
    "childcare": "Care of children and others",
}


def money(given: Given, sentences: Sentences) -> Iterator[Part]:
    """Yield money by year, and fair payment."""
    yield Heading(2, "What it costs")
    years = years_of(given.plan.months)
    rows = [row for row in money_rows(given.plan, {}) if not _free(row)]
    if rows:
        yield _by_year(given, rows, years)
        yield Paragraph(_HOW, "small")
    days = [row for row in day_rows(given.plan, {}) if not _free(row)]
    if days:
        yield DataTable(
            "Days of paid staff, given in kind unless somebody pays for them",
            ("What", *(_year(number, year) for number, year in enumerate(years, 1)), "Together"),
            (_sums("Staff days", days, years, day_words),),
        )
    if rows or days:
        yield Paragraph("Each figure is rounded, so a sum can differ by a pound or by half a day.", "small")
    yield from _payment(given, sentences)


_HOW = (
    "From the low to the high end of what is known; the plan fits the budget at the high end. What comes every year is "
    "counted from the end of its set-up. The workbook that goes with this document has each figure, with its source."
)


def _free(row: Row) -> bool:
    return row.amount.known and not row.amount.most


def _by_year(given: Given, rows: list[Row], years: list[tuple[int, int]]) -> DataTable:
    titles = dict.fromkeys(row.component for row in rows)
    lines = [
        _sums(title, [row for row in rows if row.component == title], years, money_words) for title in titles
    ]
    header = ("What", *(_year(number, year) for number, year in enumerate(years, 1)), "Together")
    total = _sums("Together", rows, years, money_words)
    return DataTable(
        f"Money by year, of a budget of £{given.plan.budget:,.0f}; who pays is not agreed yet",
        header,
        (*lines, total),
    )


def _year(number: int, year: tuple[int, int]) -> str:
    first, last = year
    return f"Year {number}" if last - first == 11 else f"Year {number} (months {first} to {last})"


def _sums(title: str, rows: list[Row], years: list[tuple[int, int]], words) -> tuple[str, ...]:  # type: ignore[no-untyped-def]
    each = [Range.total(row.in_months(*year) for row in rows) for year in years]
    return (title, *map(words, each), words(Range.total(each)))


def _payment(given: Given, sentences: Sentences) -> Iterator[Part]:
    payments = given.plan.payments
    yield Heading(3, "Paying people fairly")
    for text in paragraphs(sentences.of("payment")):
        yield Paragraph(text)
    parts = [(title, getattr(payments, name)) for name, title in _PARTS.items()]
    if payments.total.most:
        what = "What people are paid" if payments.included else "What it would cost to pay people"
        dated = f"; rates of {_dated(payments.rates_on)}" if payments.rates_on else ""
        rows = tuple((title, money_words(amount)) for title, amount in parts)
        yield DataTable(f"{what} over the plan{dated}", ("For", "Cost"), rows)
    if payments.caution:
        yield Callout("Before anyone is paid", (payments.caution,))


def _dated(day: str) -> str:
    try:
        return in_words(date.fromisoformat(day))
    except ValueError:
        return day
