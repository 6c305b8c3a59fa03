"""The first sheet: what it comes to by year, beside the money there is, and how it was reckoned."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from crpkit.planning.models import Plan
from crpkit.reports.budget.formulas import NOT_KNOWN, Figure, Formula, at, how_far, total
from crpkit.reports.budget.lines import FIRST_YEAR, KIND, Lines
from crpkit.reports.budget.looks import Looks, put
from crpkit.reports.budget.rows import CASH, IN_KIND

SHEET = "Summary"
_HEAD = 2
_RULES = (
    "Amber cells are meant to be changed; all sums follow. Where nobody knows a cost, “not known” stands: it is never "
    "counted as nothing, and a sum from which something is left out says “at least”.",
    "What is paid every year counts from the end of its own set-up, as if it did not have to wait for anything else: "
    "waiting is not counted as a saving.",
    "Set-up is paid in the year in which it begins. Where its length is not known, “at most” counts all months.",
    "“At least” and “at most” add up the ends of all ranges: it would be unusual for all to fall the same way.",
    "Days of staff are days. They become pounds only if somebody writes what a day costs.",
)


def write_summary(sheet: Any, looks: Looks, plan: Plan, money: Lines, days: Lines) -> None:
    """Write the first sheet.

    Parameters
    ----------
    sheet
        The empty sheet.
    looks
        Its formats.
    plan
        What it is about.
    money, days
        The sheets with the lines, as they were written.
    """
    put(sheet, 0, 0, f"{plan.title}: what it costs", looks.title)
    put(sheet, 1, 0, f"Over {plan.months} months. Pounds, unless it says days.", looks.note)
    heads = ("", *(f"Year {number + 1}" for number in range(len(money.years))), "All months")
    column = 1
    put(sheet, _HEAD, 0, "", looks.head)
    for head in heads[1:]:
        for said in ("at least", "at most"):
            put(sheet, _HEAD, column, f"{head}, {said}", looks.head)
            column += 1
    put(sheet, _HEAD, column, "Lines not known", looks.head)
    put(sheet, _HEAD, column + 1, "These sums are", looks.head)
    row = _HEAD + 1
    for title, lines, kind in (
        ("Cash, pounds", money, CASH),
        ("In kind, pounds", money, IN_KIND),
        ("Staff days in kind", days, IN_KIND),
        ("Staff days that are paid for", days, CASH),
    ):
        _sums(sheet, looks, row, title, lines, kind)
        row += 1
    high = at(_HEAD + 1, 2 * len(money.years) + 2, "rc")
    missing = at(_HEAD + 1, 2 * len(money.years) + 3, "rc")
    row = _beside_the_money(sheet, looks, row + 1, plan, money, (high, missing))
    row = _worth_of_days(sheet, looks, row + 1, days)
    for words in (*_RULES, *_about_payment(plan)):
        sheet.merge_range(row + 1, 0, row + 1, 8, "", looks.text)
        put(sheet, row + 1, 0, words, looks.text)
        sheet.set_row(row + 1, 15 * (1 + len(words) // 125))
        row += 1
    sheet.set_column(0, 0, 40)
    sheet.set_column(1, 12, 13)
    sheet.set_row(_HEAD, 34)
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 1)


def _sums(sheet: Any, looks: Looks, row: int, title: str, lines: Lines, kind: str) -> None:
    put(sheet, row, 0, title, looks.strong)
    mine = [number for number, one in enumerate(lines.rows) if one.kind == kind]
    chosen = f'--({lines.cells(KIND)}="{kind}")'
    ends: list[list[Figure]] = []
    for year in range(len(lines.years)):
        ends += [[lines.by_year[number][year][end] for number in mine] for end in (0, 1)]
    ends += [[lines.low[number] for number in mine], [lines.high[number] for number in mine]]
    for place, values in enumerate(ends):
        cells = lines.cells(FIRST_YEAR + place)
        known = f"SUMPRODUCT({chosen},--ISNUMBER({cells}))"
        formula = f'=IF(AND(SUMPRODUCT({chosen})>0,{known}=0),"{NOT_KNOWN}",SUMPRODUCT({chosen},{cells}))'
        put(sheet, row, 1 + place, Formula(formula, total(values or [0.0])), looks.sum)
    missing = float(sum(value == NOT_KNOWN for value in ends[-1]))
    unknown = f'=SUMPRODUCT({chosen},--({lines.cells(lines.all_low)}="{NOT_KNOWN}"))'
    put(sheet, row, 1 + len(ends), Formula(unknown, missing), looks.count)
    put(sheet, row, 2 + len(ends), how_far(at(row, 1 + len(ends)), missing), looks.note)


def _beside_the_money(
    sheet: Any, looks: Looks, row: int, plan: Plan, money: Lines, cells: tuple[str, str]
) -> int:
    """Write the money there is and what is left of it; nothing is said to be left while costs are not known."""
    high, missing = cells
    put(sheet, row, 0, "Money there is, pounds", looks.strong)
    put(sheet, row, 1, float(plan.budget), looks.given)
    put(sheet, row + 1, 0, "Left, if everything costs its most", looks.strong)
    paid = [value for value, one in zip(money.high, money.rows, strict=True) if one.kind == CASH]
    sums = total(paid or [0.0])
    unsure = isinstance(sums, str) or NOT_KNOWN in paid
    left: Figure = NOT_KNOWN if unsure or isinstance(sums, str) else plan.budget - sums
    formula = f'=IF({missing}>0,"{NOT_KNOWN}",{at(row, 1)}-{high})'
    put(sheet, row + 1, 1, Formula(formula, left), looks.sum)
    return row + 2


def _worth_of_days(sheet: Any, looks: Looks, row: int, days: Lines) -> int:
    """Write what the days in kind are worth, once somebody says what a day costs."""
    put(sheet, row, 0, "What a day of staff costs, pounds", looks.strong)
    put(sheet, row, 1, NOT_KNOWN, looks.given)
    put(sheet, row + 1, 0, "Days in kind, in pounds: at least, at most", looks.strong)
    source = _HEAD + 3
    for end in (0, 1):
        cell = at(source, 2 * len(days.years) + 1 + end)
        formula = (
            f'=IF(AND(ISNUMBER({at(row, 1, "rc")}),ISNUMBER({cell})),{at(row, 1, "rc")}*{cell},"{NOT_KNOWN}")'
        )
        put(sheet, row + 1, 1 + end, Formula(formula, NOT_KNOWN), looks.sum)
    return row + 2


def _about_payment(plan: Plan) -> Iterator[str]:
    paid = plan.payments
    if paid.included:
        rates = " ".join(part for part in (paid.rates_source, paid.rates_on) if part)
        yield f"People are paid for their time and costs. Rates: {rates or 'of the plan'}."
    else:
        yield (
            "Nobody is paid for their time or costs in this budget. That departs from the principles that people are "
            f"paid fairly and that cost keeps nobody away. It would come to: {paid.total} pounds."
        )
    if paid.caution:
        yield paid.caution
