"""Small pieces of words and markup that several steps share."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime

from crpkit.errors import CrpkitError
from crpkit.panels import controls as ui
from crpkit.planning import Option, Range
from crpkit.planning.saying import pounds

KNOWN = {
    "reported": "the report says so",
    "inferred": "our reading",
    "confirmed": "confirmed by you",
    "assumed": "assumed",
    "unknown": "nobody knows",
}
_DAYS = ("%Y-%m-%d", "%d/%m/%Y", "%d.%m.%Y", "%d %B %Y", "%d %b %Y")
HOW_DAY = "Write it like 11 January 2027, or 2027-01-11."


def folded(summary: str, inside: str, aside: str = "", is_open: bool = False) -> str:
    """Return something folded away under a line that opens it; ``inside`` is markup, the rest is not."""
    more = f' <span class="crp-plan-aside">{ui.escape(aside)}</span>' if aside else ""
    return (
        f'<details class="crp-details crp-plan-fold"{" open" if is_open else ""}><summary><span>{ui.escape(summary)}'
        f"{more}</span></summary>{inside}</details>"
    )


def bullets(sentences: Iterable[str]) -> str:
    """Return sentences as a list."""
    return "<ul>" + "".join(f"<li>{ui.escape(one)}</li>" for one in sentences) + "</ul>"


def chip(words: str, kind: str = "") -> str:
    """Return a few words that stand out; what they say never hangs on their colour."""
    return f'<span class="crp-plan-chip{f" is-{kind}" if kind else ""}">{ui.escape(words)}</span>'


def note(sentence: str, kind: str = "") -> str:
    """Return a sentence in a box."""
    return f'<p class="crp-plan-note{f" is-{kind}" if kind else ""}">{ui.escape(sentence)}</p>'


def span_of(span: Range, before: str = "", after: str = "") -> str:
    """Return a range with its unit; what is unknown is said to be so."""
    if span.low is None or span.high is None or span.missing:
        return "not known"
    if before:
        low, high = pounds(span.low), pounds(span.high)
        return low if span.low == span.high else f"{low} to {high}"
    numbers = f"{span.low:g}" if span.low == span.high else f"{span.low:g} to {span.high:g}"
    return f"{numbers} {after}".strip()


def takes(option: Option) -> str:
    """Return what a way takes, in a sentence."""
    figures = (option.setup, option.yearly, option.setup_days, option.yearly_days, option.lead_months)
    if not any(one.known for one in figures):
        return "What it costs and takes is not known."
    if option.way == "keep" and not any(one.most for one in figures):
        return "It runs already and asks nothing new of your budget."
    money = f"{span_of(option.setup, '£')} to set up, {span_of(option.yearly, '£')} a year"
    paid = option.pay_setup + option.pay_yearly
    people = (
        ""
        if paid.known and not paid.most
        else (
            f" For people’s time, travel, access and childcare: {span_of(option.pay_setup, '£')} at first, "
            f"{span_of(option.pay_yearly, '£')} a year."
        )
    )
    days = f"{span_of(option.setup_days)} staff days at first, {span_of(option.yearly_days)} a year"
    return f"{money}.{people} {days}. {span_of(option.lead_months, after='months')} until it runs.".replace(
        "not known months", "Not known how long"
    )


def read_day(words: str) -> date | None:
    """Return a day that somebody typed; nothing if nothing was typed.

    Raises
    ------
    CrpkitError
        If it is no day.
    """
    typed = " ".join(words.split())
    if not typed:
        return None
    for form in _DAYS:
        try:
            return datetime.strptime(typed, form).date()
        except ValueError:
            continue
    raise CrpkitError(f"“{typed}” is not a day", HOW_DAY)


def say_day(day: date | None) -> str:
    """Return a day as people write it; nothing if there is none."""
    return f"{day.day} {day:%B %Y}" if day else ""
