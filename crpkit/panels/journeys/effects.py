"""What the changes do: before and after, for this person and for everyone."""

from __future__ import annotations

from crpkit.charts.journeys import journey_maps_side_by_side
from crpkit.journeys import Journey, before_and_after, road_test
from crpkit.panels import controls as ui
from crpkit.panels.journeys.before_after import effect_html, effects_of, everyone_html
from crpkit.panels.journeys.desk import JourneysDesk

_SAME = "The rules find the same as before. That does not say that nothing changes for this person."


def _titles(before: Journey, after: Journey) -> dict[str, str]:
    return {step.id: step.title for journey in (before, after) for step in journey.steps}


class Effects(ui.Column):
    """Before and after; shown once something has been tried.

    Parameters
    ----------
    desk
        What the steps of the page share.
    """

    def __init__(self, desk: JourneysDesk) -> None:
        self._desk = desk
        self._shown: object = None
        self.mine, self.all = ui.Html(), ui.Html()
        self.maps = ui.FigureView()
        self.maps.add_class("crp-jf-beside")
        self.one_back = ui.Button("Undo the last deed", desk.undo, "secondary")
        self.all_back = ui.Button("Take all changes out again", desk.undo_changes, "secondary")
        buttons = ui.Row([self.one_back, self.all_back])
        buttons.add_class("crp-row")
        mine = ui.Section("What it does for this person", "", self.mine, buttons, level=3)
        everyone = ui.Section(
            "What it does for everyone else",
            "A change that helps one person can hold up another. The rules see only part of that: ask people.",
            self.all,
            level=3,
        )
        beside = ui.Section("Before and after, step by step", "", self.maps, level=3)
        super().__init__([mine, everyone, beside])
        self.add_class("crp-stack")
        self.refresh()

    def refresh(self) -> None:
        """Show before and after, if there is a before."""
        desk = self._desk
        before, after, test = desk.before, desk.journey, desk.test
        there = before is not None and after is not None and test is not None and desk.persona is not None
        self.layout.display = None if there else "none"
        now = (before, test) if there else None
        if now == self._shown or before is None or after is None or test is None or desk.persona is None:
            self._shown = now
            return
        self._shown = now
        was = road_test(before, desk.persona, framework=desk.framework, rules=desk.asked)
        self.maps.show(journey_maps_side_by_side(was, test))
        frame = before_and_after(before, after, desk.personas, desk.framework, rules=desk.asked)
        needs, effects = (
            {need.id: need.title for need in desk.framework.needs},
            effects_of(frame, _titles(before, after)),
        )
        mine = effects.get(desk.persona.id)
        inside = effect_html(mine, needs) if mine is not None else f"<p>{_SAME}</p>"
        self.mine.value = f'<div class="crp-jf">{inside}</div>'
        self.all.value = everyone_html(effects, desk.personas, needs)
        self.one_back.layout.display = None if desk.can_undo else "none"
