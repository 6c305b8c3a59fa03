"""What of a step can be changed on the page, in plain words, and how a value reads."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

from crpkit.framework import Framework
from crpkit.framework.models import HowKnown
from crpkit.journeys import Detail, Step
from crpkit.journeys.rulebook.phrasing import joined, number, pounds
from crpkit.panels.personas.card import HOW_KNOWN

NOT_KNOWN = "not known"


@dataclass(frozen=True)
class FieldOfStep:
    """A field that can be changed.

    Attributes
    ----------
    name
        As in the file.
    label
        What a person reads.
    kind
        How its value is put in: a number, words, lines, one or several of a list.
    unit
        What a number counts; ``£`` for money.
    options
        Value and words of what there is to choose from; for parts of the support, principles and steps they come from
        elsewhere.
    hint
        A sentence on what to write.
    """

    name: str
    label: str
    kind: Literal["number", "words", "lines", "one", "several"]
    unit: str = ""
    options: tuple[tuple[Any, str], ...] = ()
    hint: str = ""

    @property
    def is_detail(self) -> bool:
        """Whether how it is known stands beside the value."""
        return self.name not in ("title", "component", "after")


_YES_NO = ((True, "Yes"), (False, "No"))
FIELDS: tuple[FieldOfStep, ...] = (
    FieldOfStep("hours", "Hours asked of them", "number", "hours", hint="Each time, everything counted."),
    FieldOfStep("cost", "What it costs them", "number", "£", hint="Out of their own pocket, each time."),
    FieldOfStep("payment", "What they are paid", "number", "£", hint="Each time; 0 if it is unpaid."),
    FieldOfStep(
        "mode", "Online or in person", "several", "", (("online", "Online"), ("in-person", "In person"))
    ),
    FieldOfStep("where", "Where it is", "words"),
    FieldOfStep("month", "When it begins", "number", "months", hint="Months from the start of the journey."),
    FieldOfStep("months", "How long it lasts", "number", "months", hint="0 for something on one day."),
    FieldOfStep("delivered_by", "Who runs it", "words", hint="An organisation or a role, not a name."),
    FieldOfStep(
        "serves",
        "What it does so that people can take part",
        "lines",
        hint="One on each line, such as an interpreter or childcare. Write “nothing” if it does nothing for this.",
    ),
    FieldOfStep("told", "What they are told", "words", hint="The very words they hear or read."),
    FieldOfStep("safeguarding", "Somebody keeps people safe here", "one", "", _YES_NO),
    FieldOfStep("accreditation", "It leads to a certificate", "one", "", _YES_NO),
    FieldOfStep("principles", "Which principles it puts into practice", "several"),
    FieldOfStep("component", "Which part of the support it uses", "one"),
    FieldOfStep("after", "Which steps must come before", "several"),
    FieldOfStep("title", "What the step is called", "words"),
)
"""In the order in which the page offers them."""
_BY_NAME: Mapping[str, FieldOfStep] = {one.name: one for one in FIELDS}


def field_of(name: str) -> FieldOfStep:
    """Return a field by its name in the file."""
    return _BY_NAME[name]


def label_of(name: str) -> str:
    """Return what a field is called on the page; of one that is not offered there, its name in words."""
    return _BY_NAME[name].label if name in _BY_NAME else name.replace("_", " ").capitalize()


def value_of(step: Step, name: str) -> Any:
    """Return the bare value of a field; ``None`` if nobody knows it."""
    found = getattr(step, name)
    return found.value if isinstance(found, Detail) else found


def how_known_of(step: Step, name: str) -> HowKnown | None:
    """Return how a field is known; ``None`` where that is not said of it."""
    found = getattr(step, name)
    return found.how_known if isinstance(found, Detail) else None


def in_words(name: str, value: Any, framework: Framework, titles: Mapping[str, str]) -> str:
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
    """
    if isinstance(value, Mapping):
        value = value.get("value")
    if name == "component":
        return _titled(framework.components, value) if value else "no part of the support"
    if value is None:
        return NOT_KNOWN
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, int | float):
        return _amount(name, value)
    if isinstance(value, str):
        return f"“{value}”"
    return _listed(name, list(value), framework, titles)


def _amount(name: str, value: float) -> str:
    unit = _BY_NAME[name].unit if name in _BY_NAME else ""
    if unit == "£":
        return pounds(value)
    return f"{number(value)} {unit.removesuffix('s') if value == 1 else unit}".strip()


def _listed(name: str, values: list[Any], framework: Framework, titles: Mapping[str, str]) -> str:
    if not values:
        return "none"
    if name == "principles":
        return joined([_titled(framework.principles, one) for one in values])
    if name == "after":
        return joined([f"“{titles.get(one, one)}”" for one in values])
    if name == "mode":
        return " or ".join(str(one).replace("-", " ") for one in sorted(values, reverse=True))
    return joined([f"“{one}”" for one in values])


def _titled(shelf: Any, id: str) -> str:
    return next((f"“{one.title}”" for one in shelf if one.id == id), f"“{id}”")


def with_how(words: str, how: HowKnown | None) -> str:
    """Return a value in words, and how it is known behind it."""
    if how is None or how is HowKnown.UNKNOWN:
        return words
    return f"{words} ({HOW_KNOWN[how].lower()})"
