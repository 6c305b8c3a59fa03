"""The same persona on two journeys, side by side."""

from __future__ import annotations

from crpkit.charts.journeys import journey_maps_side_by_side
from crpkit.journeys import RoadTest, road_test
from crpkit.panels import controls as ui
from crpkit.panels.journeys.desk import JourneysDesk


class BesideAnother(ui.Column):
    """Choose another journey, and see the two beside each other."""

    def __init__(self, desk: JourneysDesk) -> None:
        self._desk = desk
        self.other = ui.Choice("Another journey", (), hint="The same person on another way.")
        self.other.on_change(lambda _: self._draw())
        self.view = ui.FigureView()
        self.view.add_class("crp-jf-beside")
        super().__init__([self.other, self.view])
        self.add_class("crp-jf-part")

    def show(self, test: RoadTest) -> None:
        """Offer the other journeys; the one that stood beside stays, if it is still there."""
        self.other.set_options(
            [(id, one.title) for id, one in self._desk.choices.items() if id != test.journey.id]
        )
        self._draw()

    def _draw(self) -> None:
        desk, other = self._desk, self.other.value
        if desk.test is None or desk.persona is None or other not in desk.choices:
            self.view.show(None)
            return
        beside = road_test(desk.choices[other], desk.persona, framework=desk.framework, rules=desk.asked)
        self.view.show(journey_maps_side_by_side(desk.test, beside))
