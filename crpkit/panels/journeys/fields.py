"""What of a step can be changed on the page, in plain words, and how a value reads."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

from crpkit.framework.models import HowKnown
from crpkit.journeys import Detail, Step
from crpkit.journeys.fields import UNITS, label_of
from crpkit.panels.personas.card import HOW_KNOWN


@dataclass(frozen=True)
class FieldOfStep:
    """A field that can be changed.

    Attributes
    ----------
    name
        As in the file.
    kind
        How its value is put in: a number, words, lines, one or several of a list.
    options
        Value and words of what there is to choose from; for parts of the support, principles and steps they come from
        elsewhere.
    hint
        A sentence on what to write.
    """

    name: str
    kind: Literal["number", "words", "lines", "one", "several"]
    options: tuple[tuple[Any, str], ...] = ()
    hint: str = ""

    @property
    def label(self) -> str:
        """What a person reads."""
        return label_of(self.name)

    @property
    def unit(self) -> str:
        """What a number counts; ``£`` for money."""
        return UNITS.get(self.name, "")

    @property
    def is_detail(self) -> bool:
        """Whether how it is known stands beside the value."""
        return self.name not in ("title", "component", "after")


_YES_NO = ((True, "Yes"), (False, "No"))
FIELDS: tuple[FieldOfStep, ...] = (
    FieldOfStep("hours", "number", hint="Each time, everything counted."),
    FieldOfStep("cost", "number", hint="Out of their own pocket, each time."),
    FieldOfStep("payment", "number", hint="Each time; 0 if it is unpaid."),
    FieldOfStep("mode", "several", (("online", "Online"), ("in-person", "In person"))),
    FieldOfStep("where", "words"),
    FieldOfStep("month", "number", hint="Months from the start of the journey."),
    FieldOfStep("months", "number", hint="0 for something on one day."),
    FieldOfStep("delivered_by", "words", hint="An organisation or a role, not a name."),
    FieldOfStep(
        "serves",
        "lines",
        hint="One on each line, such as an interpreter or childcare. Write “nothing” if it does nothing for this.",
    ),
    FieldOfStep("told", "words", hint="The very words they hear or read."),
    FieldOfStep("safeguarding", "one", _YES_NO),
    FieldOfStep("accreditation", "one", _YES_NO),
    FieldOfStep("principles", "several"),
    FieldOfStep("component", "one"),
    FieldOfStep("after", "several"),
    FieldOfStep("title", "words"),
)
"""In the order in which the page offers them."""
_BY_NAME: Mapping[str, FieldOfStep] = {one.name: one for one in FIELDS}


def field_of(name: str) -> FieldOfStep:
    """Return a field by its name in the file."""
    return _BY_NAME[name]


def value_of(step: Step, name: str) -> Any:
    """Return the bare value of a field; ``None`` if nobody knows it."""
    found = getattr(step, name)
    return found.value if isinstance(found, Detail) else found


def how_known_of(step: Step, name: str) -> HowKnown | None:
    """Return how a field is known; ``None`` where that is not said of it."""
    found = getattr(step, name)
    return found.how_known if isinstance(found, Detail) else None


def with_how(words: str, how: HowKnown | None) -> str:
    """Return a value in words, and how it is known behind it."""
    if how is None or how is HowKnown.UNKNOWN:
        return words
    return f"{words} ({HOW_KNOWN[how].lower()})"
