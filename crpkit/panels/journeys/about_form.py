"""What is said about a journey as a whole."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from crpkit.framework import Framework
from crpkit.journeys import STATES, Journey
from crpkit.panels import controls as ui
from crpkit.panels.journeys.details import DetailField, DetailRow
from crpkit.panels.journeys.told import STATUSES

_FOUND = DetailField("found_through", "How people hear of it", "words")


class AboutForm(ui.Column):
    """Its summary, for whom it is, what holds at the start, how people hear of it.

    Parameters
    ----------
    framework
        For the groups.
    on_change
        Called with the fields that changed, as they stand in a file.
    """

    def __init__(self, framework: Framework, on_change: Callable[[dict[str, Any]], object]) -> None:
        self.status = ui.Html()
        self.summary = ui.TextBox("In a few sentences", lines=3, max_length=1_000)
        groups = [(one.id, one.title) for one in framework.groups]
        self.groups = ui.Choice("For whom", groups, (), style="ticks", hint="Nobody ticked: for anyone.")
        self.start = ui.Choice("At the start, the person …", list(STATES.items()), (), style="ticks")
        self.found = DetailRow(_FOUND, lambda given: on_change({"found_through": given}))
        self.summary.on_change(lambda words: on_change({"summary": words or None}))
        self.groups.on_change(lambda ids: on_change({"groups": list(ids)}))
        self.start.on_change(lambda ids: on_change({"holds_at_start": list(ids)}))
        two = ui.Row([self.groups, self.start])
        two.add_class("crp-columns")
        super().__init__([self.status, self.summary, self.found, two])
        self.add_class("crp-stack")

    def show(self, journey: Journey, framework: Framework) -> None:
        """Show what is said; what somebody is typing is left alone where it says the same."""
        words = STATUSES[journey.status]
        based = f" It was made from “{journey.based_on}”." if journey.based_on else ""
        self.status.value = f"<p>{ui.escape(words + based)}</p>"
        summary = " ".join((journey.summary or "").split())
        if self.summary.value != summary and self.summary.value != (journey.summary or ""):
            self.summary.reset(summary)
        known = {one.id for one in framework.groups}
        self.groups.value = tuple(one for one in journey.groups if one in known)
        self.start.value = journey.holds_at_start
        self.found.show(journey.found_through)
