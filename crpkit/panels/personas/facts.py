"""The part of the form for what a road-test needs: each value beside how it is known."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from crpkit.framework import HowKnown
from crpkit.panels import controls as ui
from crpkit.personas import CONFIDENCE, DIGITAL_ACCESS, LONGEST_LINE, MOST_LINES, FactField, TeamFact

_NOT_YET = ""
_HOW = (
    (_NOT_YET, "Not known yet"),
    (HowKnown.ASSUMED.value, "We assume it"),
    (HowKnown.CONFIRMED.value, "We asked or checked"),
)
_REPORT = (HowKnown.REPORTED.value, "The report says so")
LONGEST_LIST = MOST_LINES * (LONGEST_LINE + 1)
_CHOICES: Mapping[str, Mapping[Any, str]] = {"confidence": CONFIDENCE, "digital_access": DIGITAL_ACCESS}


class FactRow(ui.Row):
    """One value, how it is known, and a note.

    Parameters
    ----------
    field
        Which value.
    on_change
        Called without arguments when a person has changed something.
    """

    def __init__(self, field: FactField, on_change: Callable[[], object]) -> None:
        self.field = field
        self._tell = on_change
        self._before: TeamFact[Any] | None = None
        self.value_box = _value_box(field)
        self.how = ui.Choice(f"{field.label}: how do you know?", _HOW, _NOT_YET)
        self.note = ui.TextBox(f"{field.label}: note", max_length=LONGEST_LINE)
        self.value_box.on_change(self._value_changed)
        self.how.on_change(lambda _: on_change())
        self.note.on_change(lambda _: on_change())
        for box in (self.value_box, self.how, self.note):
            box.on_problem(lambda _: on_change())
        super().__init__([self.value_box, self.how, self.note])
        self.add_class("crp-persona-fact")

    def _value_changed(self, _: object) -> None:
        """Take a new value for an assumption until someone says more; a value taken out is not known."""
        if self._has_value and self.how.value in (_NOT_YET, HowKnown.REPORTED.value):
            self.how.value = HowKnown.ASSUMED.value
        elif not self._has_value and self.field.name != "access_needs":
            self.how.value = _NOT_YET
        self._tell()

    @property
    def _has_value(self) -> bool:
        return self.value_box.value not in (None, "")

    def fill(self, fact: TeamFact[Any] | None) -> None:
        """Show a fact, or nothing."""
        self._before = fact
        known = fact is not None and fact.known
        value = fact.value if fact is not None and known else None
        if isinstance(self.value_box, ui.TextBox):
            self.value_box.reset("\n".join(value) if isinstance(value, tuple) else str(value or ""))
        elif isinstance(self.value_box, ui.Choice):
            self.value_box.value = _NOT_YET if value is None else value
        else:
            self.value_box.value = value
        reported = fact is not None and fact.how_known is HowKnown.REPORTED
        self.how.set_options(
            [*_HOW, _REPORT] if reported else _HOW
        )  # only what stands in the report may be said to
        self.how.value = fact.how_known.value if fact is not None and known else _NOT_YET
        self.note.reset((fact.note or "") if fact is not None else "")

    @property
    def given(self) -> dict[str, Any] | None:
        """What has been filled in, as :func:`crpkit.personas.new_persona` takes it."""
        value, how = self._plain_value(), self.how.value
        if how == _NOT_YET and not self.note.value:
            return None
        fact = {
            "value": None if how == _NOT_YET else value,
            "how_known": how or HowKnown.UNKNOWN.value,
            "note": self.note.value or None,
        }
        return {**fact, "by": self._said_by(fact)}

    def _said_by(self, fact: dict[str, Any]) -> str | None:
        """Keep who said it for as long as what they said stands."""
        before = self._before
        if before is None or (before.value, before.how_known) != (fact["value"], fact["how_known"]):
            return None
        return before.by

    def _plain_value(self) -> Any:
        value = self.value_box.value
        if self.field.name == "access_needs":
            return tuple(line for line in value.splitlines() if line.strip())
        return None if value == "" else value

    @property
    def blocker(self) -> str:
        """Why this row cannot be saved as it stands; empty if it can."""
        if any(box.problem for box in (self.value_box, self.how, self.note)):
            return f"Mend what is marked at “{self.field.label}”."
        if self.how.value == _NOT_YET and self._has_value:
            return f"At “{self.field.label}”, say how you know it, or take it out."
        if self.how.value != _NOT_YET and not self._has_value and self.field.name != "access_needs":
            return f"At “{self.field.label}”, fill it in, or choose “Not known yet”."
        return ""


def _value_box(field: FactField) -> Any:
    if field.name in _CHOICES:
        options = [(_NOT_YET, "Not known yet"), *_CHOICES[field.name].items()]
        return ui.Choice(field.label, options, _NOT_YET, hint=field.question)
    if field.name == "access_needs":
        hint = f"{field.question} One thing on each line; none if you know that they need nothing."
        return ui.TextBox(field.label, lines=3, hint=hint, max_length=LONGEST_LIST)
    if not field.unit:
        return ui.TextBox(field.label, hint=field.question, max_length=LONGEST_LINE)
    step = 1.0 if field.name == "money" else 0.5
    return ui.NumberBox(field.label, None, field.least, field.most, step, field.unit, field.question)
