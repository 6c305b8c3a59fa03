"""Beginning another journey: a copy of the one that is chosen, or an empty one."""

from __future__ import annotations

from crpkit.errors import CrpkitError
from crpkit.journeys import Journey, Step, adapt
from crpkit.panels import controls as ui
from crpkit.panels.journeys.desk import NO_JOURNEY, JourneysDesk
from crpkit.personas import make_id

FIRST = "Hears of it"


class BeginBox(ui.Column):
    """A title, and two ways to begin."""

    def __init__(self, desk: JourneysDesk) -> None:
        self._desk = desk
        self.title = ui.TextBox("Title of another journey", max_length=120)
        self.copy = ui.Button("Copy the chosen one", self._copy, "secondary")
        self.empty = ui.Button("Begin with an empty one", self._empty, "secondary")
        self.status = ui.Status()
        buttons = ui.Row([self.copy, self.empty])
        buttons.add_class("crp-row")
        super().__init__([self.title, buttons, self.status])
        self.add_class("crp-stack")
        desk.on_change(self.refresh)
        self.refresh()

    def refresh(self) -> None:
        """A copy needs something to copy."""
        self.copy.blocker = "" if self._desk.journey is not None else NO_JOURNEY

    def _copy(self) -> None:
        journey = self._desk.journey
        assert journey is not None
        title = self._wanted()
        self._begin(adapt(journey, framework=self._desk.framework, id=make_id(title), title=title))

    def _empty(self) -> None:
        title = self._wanted()
        first = Step(id="hears-of-it", title=FIRST)
        groups = (self._desk.persona.group,) if self._desk.persona is not None else ()
        self._begin(Journey(id=make_id(title), title=title, groups=groups, steps=(first,)))

    def _wanted(self) -> str:
        if not self.title.value:
            raise CrpkitError("The journey has no title yet", "Write one first.")
        return self.title.value

    def _begin(self, journey: Journey) -> None:
        self._desk.begin(journey)
        self.title.reset()
        self.status.say(f"You work on “{journey.title}” now. It is not saved yet.", "done")
