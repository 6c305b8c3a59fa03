"""The control for what a field of a step should be: a number, words, lines, or a choice."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from typing import Any

from crpkit.framework import Framework
from crpkit.journeys import Journey, Step
from crpkit.panels import controls as ui
from crpkit.panels.journeys.fields import FieldOfStep, value_of

LABEL = "What it should be"
NOTHING = "nothing"  # written into a box of lines: that there is none, which is not the same as not known
_NONE = ""
_LIMITS: dict[str, tuple[float, int]] = {  # step and largest number, as the journey's file takes them
    "hours": (0.5, 10_000),
    "cost": (0.5, 1_000_000),
    "payment": (0.5, 1_000_000),
    "month": (0.5, 600),
    "months": (0.5, 600),
}
_LONG = ("told",)


class ValueBox(ui.Column):
    """Holds one value; which control it shows depends on the field.

    Parameters
    ----------
    on_change
        Called without arguments when a person changes the value.
    """

    def __init__(self, on_change: Callable[[], object]) -> None:
        self._on_change = on_change
        self.field: FieldOfStep | None = None
        self.box: ui.NumberBox | ui.TextBox | ui.Choice | None = None
        super().__init__([])

    def show(self, field: FieldOfStep, steps: Sequence[Step], framework: Framework, journey: Journey) -> None:
        """Show the control of a field, filled with what it is at the first of these steps; empty if nobody knows."""
        self.field, value = field, value_of(steps[0], field.name)
        box = _make(field, framework, journey, {step.id for step in steps})
        self.box = box
        if isinstance(box, ui.NumberBox):
            box.value = value
        elif isinstance(box, ui.TextBox):
            box.value = _as_text(value)
        elif field.kind == "several":
            none = value is not None and not value
            box.value = tuple(
                one for one, *_ in box.options if (one == _NONE if none else one in (value or ()))
            )
        else:
            box.value = next((one for one, *_ in box.options if one == _offered(field, value)), None)
        box.on_change(lambda _: self._on_change())
        box.on_problem(lambda _: self._on_change())
        self.children = (box,)

    @property
    def value(self) -> Any:
        """The value as a change takes it; ``None`` while nothing is said."""
        box, field = self.box, self.field
        if box is None or field is None:
            return None
        if field.kind == "lines":
            lines = [line.strip() for line in str(box.value).splitlines() if line.strip()]
            return [] if [line.casefold() for line in lines] == [NOTHING] else lines or None
        if field.kind == "several":
            ticked = list(box.value) if isinstance(box.value, tuple) else []
            return [one for one in ticked if one != _NONE] if ticked else None
        if field.kind == "words":
            return box.value or None
        return box.value

    @property
    def trouble(self) -> str:
        """Why the value cannot be used as it is; empty if it can."""
        box, field = self.box, self.field
        if box is None or field is None:
            return "First choose what to change."
        if box.problem:
            return box.problem
        return "Say what it should be." if self.value is None else ""


def _as_text(value: Any) -> str:
    if value is None or isinstance(value, str):
        return value or ""
    return "\n".join(value) or NOTHING.capitalize()


def _offered(field: FieldOfStep, value: Any) -> Any:
    return "" if field.name == "component" and value is None else value


def _make(
    field: FieldOfStep, framework: Framework, journey: Journey, own: Collection[str]
) -> ui.NumberBox | ui.TextBox | ui.Choice:
    if field.kind == "number":
        step, most = _LIMITS[field.name]
        return ui.NumberBox(LABEL, maximum=most, step=step, unit=field.unit, hint=field.hint)
    if field.kind in ("words", "lines"):
        tall = field.kind == "lines" or field.name in _LONG
        return ui.TextBox(LABEL, lines=3 if tall else 1, hint=field.hint, max_length=2_000 if tall else 200)
    options = _options(field, framework, journey, own)
    if field.kind == "several":
        return ui.Choice(LABEL, options, (), style="ticks", hint=field.hint)
    few = len(options) < 5
    return ui.Choice(LABEL, options, style="radios" if few else "list", hint=field.hint)


def _options(
    field: FieldOfStep, framework: Framework, journey: Journey, own: Collection[str]
) -> list[tuple[Any, str]]:
    if field.name == "component":
        titles = {one.id: one.title for one in framework.interventions}
        parts = [
            (one.id, f"{titles.get(one.intervention, one.intervention)}: {one.title}")
            for one in framework.components
        ]
        return [("", "None: something else that happens"), *parts]
    if field.name == "principles":
        return [(_NONE, "None of them"), *((one.id, one.title) for one in framework.principles)]
    if field.name == "after":
        return [(_NONE, "None"), *((step.id, step.title) for step in journey.steps if step.id not in own)]
    return list(field.options)
