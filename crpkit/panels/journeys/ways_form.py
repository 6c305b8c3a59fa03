"""Where a step leads: to the next one, or by a fork to several, each with its case."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from crpkit.charts.journeys.stops import letters
from crpkit.journeys import Branch, Step
from crpkit.panels import controls as ui

_NONE = ""
MOST = 5
_ENDS = (("on", "The way leads on"), ("may", "The way can also end here"), ("end", "The way ends here"))


class WaysForm(ui.Column):
    """Says where a step leads, and whether the way can end there.

    Parameters
    ----------
    on_change
        Called with ``leads_to`` and ``ends`` as they stand in a file.
    """

    def __init__(self, on_change: Callable[[dict[str, Any]], object]) -> None:
        self._on_change = on_change
        self._step: Step | None = None
        self.ends = ui.Choice("After this step", _ENDS, "on", style="radios")
        self.ends.on_change(lambda _: self._changed())
        self.rows = [_WayRow(n, self._changed) for n in range(MOST)]
        self.hint = ui.Html(
            '<p class="crp-hint">If nothing is chosen, it leads to the next step in the list.</p>'
        )
        super().__init__([self.ends, self.hint, *self.rows])
        self.add_class("crp-stack")

    def show(self, step: Step, steps: Sequence[Step]) -> None:
        """Show where a step leads."""
        self._step = step
        self.ends.value = (
            "end" if step.ends and not step.leads_to else "may" if step.ends and step.leads_to else "on"
        )
        others = [(one.id, f"{letters(n)}. {one.title}") for n, one in enumerate(steps) if one.id != step.id]
        for n, row in enumerate(self.rows):
            branch = step.leads_to[n] if n < len(step.leads_to) else None
            row.show(branch, others)
            row.layout.display = None if n <= len(step.leads_to) and self.ends.value != "end" else "none"
        self.hint.layout.display = None if not step.leads_to and self.ends.value != "end" else "none"

    def _changed(self) -> None:
        ends = self.ends.value
        ways = [] if ends == "end" else [row.given for row in self.rows if row.given is not None]
        if ends == "may" and not ways and self._step is not None:
            self.ends.problem = "First choose where it leads otherwise."
            return
        self._on_change({"leads_to": ways, "ends": ends != "on"})


class _WayRow(ui.Row):
    """One way: to which step, and in which case."""

    def __init__(self, number: int, on_change: Callable[[], object]) -> None:
        first = "Leads to" if not number else f"Or leads to ({number + 1})"
        self.to = ui.Choice(first, [(_NONE, "Nothing chosen")], _NONE)
        self.when = ui.TextBox(
            "in which case?" if not number else f"in which case? ({number + 1})", max_length=300
        )
        self.to.on_change(lambda _: on_change())
        self.when.on_change(lambda _: on_change() if self.to.value != _NONE else None)
        super().__init__([self.to, self.when])
        self.add_class("crp-journey-way")

    def show(self, branch: Branch | None, others: Sequence[tuple[str, str]]) -> None:
        """Show a way, or an empty row."""
        self.to.set_options([(_NONE, "Nothing chosen"), *others])
        known = {id for id, _ in others}
        self.to.value = branch.to if branch is not None and branch.to in known else _NONE
        words = (branch.when if branch is not None else "") or ""
        if self.when.value != words and (branch is not None or self.to.value == _NONE):
            self.when.reset(words)

    @property
    def given(self) -> dict[str, Any] | None:
        """The way as it stands in a file."""
        if self.to.value == _NONE:
            return None
        return {"to": self.to.value, **({"when": self.when.value} if self.when.value else {})}
