"""What must hold before a step: one condition after the other."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from crpkit.journeys import STATES, Requirement, Step
from crpkit.panels import controls as ui
from crpkit.personas import make_id

_NEW, _NO_STATE = "", ""
_FORCE = (
    ("firm", "It must hold"),
    ("guidance", "It should hold"),
    ("disputed", "People disagree whether it should"),
)
_HOW = (("assumed", "We assume it"), ("confirmed", "We asked or checked"))
_KITS = {"reported": "The report says so", "inferred": "Our reading of the report"}


class RequiresForm(ui.Column):
    """Conditions of a step: choose one or write a new one.

    Parameters
    ----------
    on_change
        Called with ``requires`` as it stands in a file.
    """

    def __init__(self, on_change: Callable[[dict[str, Any]], object]) -> None:
        self._on_change = on_change
        self._all: dict[str, Requirement] = {}
        self._step = ""
        self.which = ui.Choice("Condition", [(_NEW, "A new one")], _NEW)
        self.which.on_change(lambda _: self._fill())
        self.text = ui.TextBox("What must hold before", max_length=600)
        self.state = ui.Choice("Does it say one of these?", [(_NO_STATE, "None of these")], _NO_STATE)
        self.state.set_options(
            [(_NO_STATE, "None of these"), *((id, f"The person {words}") for id, words in STATES.items())]
        )
        self.state.value = _NO_STATE
        self.force = ui.Choice("How firm is it?", _FORCE, "firm")
        self.how = ui.Choice("How do you know the condition?", _HOW, "assumed")
        self.keep = ui.Button("Keep this condition", self._keep, "secondary")
        self.drop = ui.Button("Take it away", self._drop, "quiet")
        boxes, buttons = ui.Row([self.state, self.force, self.how]), ui.Row([self.keep, self.drop])
        boxes.add_class("crp-columns")
        buttons.add_class("crp-row")
        super().__init__([self.which, self.text, boxes, buttons])
        self.add_class("crp-stack")

    def show(self, step: Step) -> None:
        """Show the conditions of a step; one that is being written stays."""
        same = step.id == self._step
        self._step, self._all = step.id, {one.id: one for one in step.requires}
        chosen = self.which.value if same and self.which.value in self._all else _NEW
        left = not same or chosen != self.which.value
        self.which.set_options([(_NEW, "A new one"), *((one.id, one.text[:110]) for one in step.requires)])
        self.which.value = chosen
        self.which.layout.display = None if self._all else "none"
        if left:
            self._fill()

    def _fill(self) -> None:
        one = self._all.get(str(self.which.value or _NEW))
        how = one.how_known.value if one is not None else "assumed"
        self.how.set_options([*_HOW, *([(how, _KITS[how])] if how in _KITS else [])])
        words = one.text if one is not None else ""
        if self.text.value != words:
            self.text.reset(words)
        self.state.value = (one.state if one is not None else None) or _NO_STATE
        self.force.value = one.force if one is not None else "firm"
        self.how.value = how if how in ("assumed", "confirmed", *_KITS) else "assumed"
        self.drop.layout.display = None if one is not None else "none"

    def _keep(self) -> None:
        if not self.text.value:
            self.text.problem = "Write what must hold."
            return
        id = str(self.which.value or _NEW) or make_id(self.text.value[:50], self._all)
        before = self._all.get(id)
        kept = {} if before is None else before.model_dump(mode="json", exclude_defaults=True)
        said = {"id": id, "text": self.text.value, "force": self.force.value, "how_known": self.how.value}
        if before is not None and before.state != (self.state.value or None):
            kept.pop("when", None)  # what was read from fields belongs to another condition
        kept.pop("state", None)
        new = {**kept, **said, **({"state": self.state.value} if self.state.value else {})}
        self._hand_over({**self._written(), id: new})

    def _drop(self) -> None:
        gone = str(self.which.value)
        self._hand_over({id: one for id, one in self._written().items() if id != gone})

    def _written(self) -> dict[str, dict[str, Any]]:
        return {id: one.model_dump(mode="json", exclude_defaults=True) for id, one in self._all.items()}

    def _hand_over(self, rows: dict[str, dict[str, Any]]) -> None:
        """Hand over all conditions, and make room for the next."""
        self.which.value = _NEW
        self.text.reset()
        self._on_change({"requires": list(rows.values())})
