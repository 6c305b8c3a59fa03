"""What the fields of a step are called, and how a value and a change read: one place for pages, records and plans."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from types import MappingProxyType
from typing import Any

from crpkit.framework import Framework
from crpkit.journeys.models import Journey
from crpkit.journeys.rulebook.phrasing import joined, number, pounds

LABELS: Mapping[str, str] = MappingProxyType(
    {
        "hours": "Hours asked of them",
        "cost": "What it costs them",
        "payment": "What they are paid",
        "mode": "Online or in person",
        "where": "Where it is",
        "month": "When it begins",
        "months": "How long it lasts",
        "delivered_by": "Who runs it",
        "serves": "What it does so that people can take part",
        "told": "What they are told",
        "safeguarding": "Somebody keeps people safe here",
        "accreditation": "It leads to a certificate",
        "principles": "Which principles it puts into practice",
        "component": "Which part of the support it uses",
        "after": "Which steps must come before",
        "title": "What the step is called",
    }
)
"""Field of a step as in the file → what a person reads; in the order in which the page offers them."""
UNITS: Mapping[str, str] = MappingProxyType(
    {"hours": "hours", "cost": "£", "payment": "£", "month": "months", "months": "months"}
)
"""What the number of a field counts; ``£`` for money. A month is counted from the start of the journey."""
NOT_KNOWN = "not known"


def label_of(name: str) -> str:
    """Return what a field is called; of one that no page offers, its name in words."""
    return LABELS.get(name) or name.replace("_", " ").capitalize()


def in_words(
    name: str, value: Any, framework: Framework, titles: Mapping[str, str], quoted: bool = True
) -> str:
    """Return a value as people write it.

    Parameters
    ----------
    name
        Of the field.
    value
        As in a change: bare, or with how it is known.
    framework
        For titles of parts of the support and of principles.
    titles
        Titles of the journey's steps, by id.
    quoted
        Whether words stand in quotation marks, as they do inside a sentence.
    """
    if isinstance(value, Mapping):
        value = value.get("value")
    if name == "component":
        return _titled(framework.components, value, quoted) if value else "no part of the support"
    if value is None or value == "":
        return NOT_KNOWN
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, int | float):
        return _amount(name, value)
    if isinstance(value, str):
        return _quoted(value, quoted)
    return _listed(name, list(value), framework, titles, quoted)


def change_in_words(record: Mapping[str, Any], journey: Journey | None, framework: Framework) -> str:
    """Say what a change changes, and where: Hours asked of them, at “Pre-work”: from 4 hours to 2 hours.

    Parameters
    ----------
    record
        As of :meth:`crpkit.journeys.Change.as_record`; what it was is told only if ``from`` is there.
    journey
        For titles of its steps; without it ids stand for them.
    framework
        For titles of parts of the support.
    """
    titles = {step.id: step.title for step in journey.steps} if journey is not None else {}
    field = str(record["field"])
    to = in_words(field, record.get("to"), framework, titles)
    was = f"from {in_words(field, record['from'], framework, titles)} " if "from" in record else ""
    return f"{label_of(field)}, {_where(record, titles, framework)}: {was}to {to}."


def _where(record: Mapping[str, Any], titles: Mapping[str, str], framework: Framework) -> str:
    if record.get("step"):
        return f"at “{titles.get(str(record['step']), str(record['step']))}”"
    return f"wherever {_titled(framework.components, str(record.get('component') or ''), True)} is used"


def _amount(name: str, value: float) -> str:
    unit = UNITS.get(name, "")
    if unit == "£":
        return pounds(value)
    return f"{number(value)} {unit.removesuffix('s') if value == 1 else unit}".strip()


def _listed(
    name: str, values: list[Any], framework: Framework, titles: Mapping[str, str], quoted: bool
) -> str:
    if not values:
        return "none"
    if name == "principles":
        return joined([_titled(framework.principles, one, quoted) for one in values])
    if name == "after":
        return joined([_quoted(titles.get(one, one), quoted) for one in values])
    if name == "mode":
        return " or ".join(str(one).replace("-", " ") for one in sorted(values, reverse=True))
    return joined([_quoted(str(one), quoted) for one in values])


def _titled(shelf: Iterable[Any], id: str, quoted: bool) -> str:
    return _quoted(next((one.title for one in shelf if one.id == id), id), quoted)


def _quoted(words: str, quoted: bool) -> str:
    return f"“{words}”" if quoted else words
