"""The lines of a budget: what is paid once or every year, and what nobody knows."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from crpkit.planning.models import Line, Plan
from crpkit.planning.ranges import UNKNOWN, Range

ONCE, YEARLY = "once", "a year"
CASH, IN_KIND = "cash", "in kind"
NOBODY_YET = "not agreed yet"
PAID: Mapping[str, str] = {
    "time": "Paying people for their time",
    "expenses": "Travel and food",
    "access": "Making it accessible",
    "childcare": "Care of children and others",
}
_PAYING = "Paying people for time and costs"


@dataclass(frozen=True)
class Row:
    """One line of a budget.

    Attributes
    ----------
    component, what
        The component's title, and what is paid for.
    counted
        ``once`` or ``a year``.
    kind, funder
        ``cash`` or ``in kind``, and who gives it.
    amount
        Pounds or days; known or not at all, never part of it.
    begins
        In which month of the plan the set-up begins, from 1.
    lead
        Months that the set-up takes.
    how_known, source
        How the amount is known, and from where.
    """

    component: str
    what: str
    counted: str
    kind: str
    funder: str
    amount: Range
    begins: int
    lead: Range
    how_known: str
    source: str

    def in_months(self, first: int, last: int) -> Range:
        """Return what falls into the months from ``first`` to ``last``, both counted from 1.

        Yearly amounts count from the end of the set-up, as if nothing had to wait; see
        :meth:`crpkit.planning.Option.months_counted`.
        """
        if self.counted == ONCE:
            return self.amount.times(1.0 if first <= self.begins <= last else 0.0)
        low = high = 0.0
        if self.lead.low is None or self.lead.high is None:
            high = max(0.0, last - (first - 1))
        else:
            low = max(0.0, last - max(first - 1, self.lead.high))
            high = max(0.0, last - max(first - 1, self.lead.low))
        return self.amount.times(low / 12, high / 12)


def years_of(months: int) -> list[tuple[int, int]]:
    """Return first and last month of each year of a plan, counted from 1."""
    return [(12 * year + 1, min(12 * year + 12, months)) for year in range(max(1, math.ceil(months / 12)))]


def money_rows(plan: Plan, funders: Mapping[str, str]) -> list[Row]:
    """Return what is paid in pounds, line by line of the plan."""
    return [row for line in plan.chosen for row in _money(plan, line, funders)]


def _money(plan: Plan, line: Line, funders: Mapping[str, str]) -> Iterator[Row]:
    option = line.option
    yield from _rows(line, "Setting it up", ONCE, CASH, option.setup, funders)
    yield from _rows(line, "Running it", YEARLY, CASH, option.yearly, funders)
    if not plan.payments.included:
        return
    parts = {PAID.get(name, name): both for name, both in option.pay_parts.items()}
    parts = parts or {_PAYING: (option.pay_setup, option.pay_yearly)}
    for place, (when, counted) in enumerate((("while it is set up", ONCE), ("while it runs", YEARLY))):
        amounts = {what: both[place] for what, both in parts.items()}
        if all(amount.low is None for amount in amounts.values()):
            amounts = {_PAYING: UNKNOWN}  # one line says it, not one for each part
        for what, amount in amounts.items():
            if _something(amount):
                yield from _rows(line, f"{what}, {when}", counted, CASH, amount, funders)


def day_rows(plan: Plan, funders: Mapping[str, str]) -> list[Row]:
    """Return the days of paid staff, line by line of the plan; in kind, unless somebody pays for them."""
    found: list[Row] = []
    for line in plan.chosen:
        found += _rows(line, "Setting it up", ONCE, IN_KIND, line.option.setup_days, funders)
        found += _rows(line, "Running it", YEARLY, IN_KIND, line.option.yearly_days, funders)
    return found


def _something(amount: Range) -> bool:
    return not (amount.known and not amount.most)


def _rows(
    line: Line, what: str, counted: str, kind: str, amount: Range, funders: Mapping[str, str]
) -> Iterator[Row]:
    """Yield what is known as one row, and each part that nobody knows as a row of its own."""
    option = line.option
    funder = " ".join(funders.get(line.component, "").split()) or NOBODY_YET
    begins = (line.start_month or 0) + 1
    known = [] if amount.low is None else [(what, Range(amount.low, amount.high))]
    missing = max(1, amount.missing) if amount.low is None else amount.missing
    for words, one in known + [(f"{what} (more)" if known else what, UNKNOWN)] * missing:
        yield Row(
            f"{option.title}: {option.way_title.lower()}",
            words,
            counted,
            kind,
            funder,
            one,
            begins,
            option.lead_months,
            option.how_known,
            option.source,
        )
