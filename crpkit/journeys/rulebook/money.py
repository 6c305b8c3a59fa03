"""Money out of pocket, and time that nobody pays for."""

from __future__ import annotations

from collections.abc import Iterator

from crpkit.framework.models import HowKnown
from crpkit.journeys.facts import weakest
from crpkit.journeys.findings import Finding, Severity
from crpkit.journeys.meeting import PAID_TIME
from crpkit.journeys.models import Step
from crpkit.journeys.registry import rule
from crpkit.journeys.rulebook.phrasing import counted, pounds, quoted
from crpkit.journeys.rulebook.setup import set_up, where_asked
from crpkit.journeys.timing import dearest_year, heaviest, times, totals
from crpkit.journeys.walk import Walk

_FEES = "report:part-2-principles"
_PAID_TIME = "report:part-4-considerations"


@rule("out-of-pocket", "Money they pay themselves, beside the money they have")
def out_of_pocket(walk: Walk) -> Iterator[Finding]:
    """Pounds of the dearest way, year by year where the months are known."""
    total, unknown, how = totals(walk.journey, walk.route.ways, "cost")
    money = walk.fact("money")
    sources = (walk.persona_source("money"), f"journey:{walk.journey.id}/cost", _FEES)
    if total and money.value is None:
        words = (
            f"They would pay {pounds(total)} out of their own pocket. How much they can spend is not known."
        )
        yield walk.finding(words, severity="not-known", source=sources, how_known=HowKnown.UNKNOWN)
    elif total and money.value is not None:
        year, placed = dearest_year(walk.journey, walk.route.ways)
        both = weakest((how, money.how_known))
        when = "in a year" if placed else "in all, nobody knows when"
        if year > money.value:
            step = max(walk.steps, key=lambda one: (one.cost.value or 0) * times(one))
            severity: Severity = "blocker" if placed else "question"
            words = f"They would pay {pounds(year)} {when}, and can spend {pounds(money.value)} a year."
            yield walk.finding(words, step, severity, sources, how_known=both)
    if unknown:
        words = f"What these cost the person is not known: {quoted(walk, unknown)}."
        yield walk.finding(words, unknown[0], "not-known", sources[1:], how_known=HowKnown.UNKNOWN)


@rule("unpaid-time", "Hours that nobody pays for")
def unpaid_time(walk: Walk) -> Iterator[Finding]:
    """Hours of steps for which nothing is paid; the report says again and again that time has to be paid for."""
    unpaid = [step for step in walk.steps if step.payment.value == 0 and step.hours.value != 0]
    if unpaid:
        hours = {step.id: (step.hours.value or 0) * times(step) for step in unpaid}
        asked, untimed = heaviest(walk.route.ways, hours), any(not step.hours.known for step in unpaid)
        ways = [detail.how_known for step in unpaid for detail in (step.payment, step.hours) if detail.known]
        amount = f"{counted(asked, 'hour')}{' or more' if untimed else ''}" if asked else "The time"
        how = weakest(ways)
        words = f"{amount} would be unpaid: {quoted(walk, [step.id for step in unpaid])}."
        sources = [_PAID_TIME, walk.step_source(unpaid[0], "payment")]
        owed = [step for step in unpaid if _to_be_paid(walk, step)]
        if owed:
            words += f" The report has people paid for {quoted(walk, [step.id for step in owed])}."
            sources += _where_paid(walk, owed[0])
        yield walk.finding(words, unpaid[0], "hold-up", sources, PAID_TIME, how)
    untold = [step for step in walk.steps if not step.payment.known and step.hours.value != 0]
    due = [step for step in untold if _to_be_paid(walk, step)]
    for step in due:
        words = f"“{step.title}”: the report has people paid for this. Whether they are, and how much, is not known."
        sources = [*_where_paid(walk, step), walk.step_source(step, "payment")]
        yield walk.finding(words, step, "not-known", sources, PAID_TIME, HowKnown.UNKNOWN)
    rest = [step.id for step in untold if step not in due]
    if rest:
        words = f"Whether their time is paid for is not known: {quoted(walk, rest)}."
        sources = [_PAID_TIME, f"journey:{walk.journey.id}/payment"]
        yield walk.finding(words, rest[0], "not-known", sources, PAID_TIME, HowKnown.UNKNOWN)


def _to_be_paid(walk: Walk, step: Step) -> bool:
    """Tell whether the report asks that who does this is paid; of a part that is not named, nobody can tell."""
    return not walk.unsaid(step) and set_up(walk, step, "paid") is not None


def _where_paid(walk: Walk, step: Step) -> tuple[str, ...]:
    return where_asked(walk, step, set_up(walk, step, "paid"))
