"""Step 3: what the rules find: the map first, then findings, needs and hours, and which rules were asked."""

from __future__ import annotations

import pandas as pd

from crpkit.charts.journeys import journey_load, journey_map
from crpkit.journeys import RoadTest
from crpkit.panels import controls as ui
from crpkit.panels.journeys.beside import BesideAnother
from crpkit.panels.journeys.desk import NO_JOURNEY, NO_PERSONA, JourneysDesk
from crpkit.panels.journeys.finding_list import FindingList
from crpkit.panels.journeys.needs_met import needs_html
from crpkit.panels.journeys.rule_switches import RuleSwitches
from crpkit.panels.needs.lead import step_of

VIEWS = ("The map", "What was found", "Needs", "Hours", "Another way beside it", "The rules")
_LEAD = "Rules look at each step for this person. They know little: what people who have lived it say counts more."

_LEFT_OUT = (
    "Something in this folder cannot be used and is left out. The step “Who” says what, and what to write."
)


class FoundStep(ui.Column):
    """What was found when the persona was walked along the journey. There is no single score.

    Parameters
    ----------
    desk
        What the steps of the page share.
    """

    def __init__(self, desk: JourneysDesk) -> None:
        self._desk = desk
        self._shown: RoadTest | None = None
        self._mapped: pd.DataFrame | None = None
        self.status = ui.Status()
        self.map, self.hours = ui.FigureView(), ui.FigureView()
        self.map.add_class("crp-jf-map-view")
        self.findings = FindingList(desk)
        self.needs, self.sentences = ui.Html(), ui.Html()
        self.beside = BesideAnother(desk)
        self.rules = RuleSwitches(desk)
        found = ui.Column([self.findings, self.sentences])
        found.add_class("crp-stack")
        parts = [self.map, found, self.needs, self.hours, self.beside, self.rules]
        self.tabs = ui.Tabs(VIEWS, parts, "What the rules find")
        super().__init__([step_of(_LEAD, self.status, self.tabs)])
        self.add_class("crp-jf-found")
        desk.on_change(self.refresh)
        self.refresh()

    def refresh(self) -> None:
        """Show the road-test of who and which way are now chosen."""
        self.rules.refresh()
        test = self._desk.test
        self.tabs.layout.display = None if test is not None else "none"
        self._say_what_is_missing()
        if test is not None and (test is not self._shown or not _alike(self._mapped, self._desk.felt)):
            self._mapped = self._desk.felt
            self.map.show(journey_map(test, self._mapped))
        if test is self._shown:
            return
        self._shown = test
        if test is not None:
            self._draw(test)

    def _say_what_is_missing(self) -> None:
        desk = self._desk
        left_out = _LEFT_OUT if desk.trouble else ""
        words = NO_PERSONA if desk.persona is None else NO_JOURNEY if desk.journey is None else left_out
        if words != self.status.text:
            self.status.say(words)

    def _draw(self, test: RoadTest) -> None:
        self.hours.show(journey_load(test))
        self.findings.show(test)
        self.needs.value = needs_html(test)
        self.sentences.value = sentences_html(test)
        self.beside.show(test)


def _alike(one: pd.DataFrame | None, other: pd.DataFrame | None) -> bool:
    return other is None if one is None else other is not None and one.equals(other)


def sentences_html(test: RoadTest) -> str:
    """Return all that was found in sentences, folded away."""
    lines = "".join(f"<p>{ui.escape(line)}</p>" for line in test.explain().splitlines())
    return (
        '<details class="crp-details crp-jf"><summary>All of it in sentences, to read out or to copy</summary>'
        f"{lines}</details>"
    )
