"""In step 4: what a plan must reach for each group, what must be in it, and what must be left out."""

from __future__ import annotations

from crpkit.panels import controls as ui
from crpkit.panels.plan.desk import PlanDesk


class Asks(ui.Column):
    """Floors, must-haves and what to leave out; kept with one press."""

    def __init__(self, desk: PlanDesk) -> None:
        self._desk = desk
        self._shown: object = None
        groups, components = desk.framework.groups, desk.framework.components
        self.floors = {one.id: ui.NumberBox(one.title, None, 0, 100, unit="%") for one in groups}
        parts = {one.id: one.title for one in desk.framework.interventions}
        offered = [(one.id, one.title, parts[one.intervention]) for one in components]
        self.require = ui.Choice("Must be in it", offered, (), style="ticks")
        self.exclude = ui.Choice("Must be left out", offered, (), style="ticks")
        for one in (self.require, self.exclude):
            one.add_class("crp-plan-ticks")
            one.on_change(lambda _: self._guard())
        self.save = ui.Button("Keep these limits", self._save, "secondary")
        self.status = ui.Status()
        boxes = ui.Row(list(self.floors.values()))
        boxes.add_class("crp-columns")
        boxes.add_class("crp-plan-floors")
        floors = ui.Column(
            [
                ui.Html(
                    "<p>At least so much of what people in a group would like must be answered. "
                    "Empty means no floor.</p>"
                ),
                boxes,
            ]
        )
        floors.add_class("crp-stack")
        tabs = ui.Tabs(
            ("At least for each group", "Must be in it", "Must be left out"),
            [floors, self.require, self.exclude],
            "Limits",
        )
        section = ui.Section(
            "More to keep to",
            "Only if you want to. After a change, work the plans out again.",
            tabs,
            self.save,
            self.status,
            level=3,
        )
        super().__init__([section])
        self.add_class("crp-card")
        desk.on_change(self.refresh)
        self.refresh()

    def refresh(self) -> None:
        """Show what is kept."""
        settings = self._desk.settings
        now = None if settings is None else (settings.floors, settings.require, settings.exclude)
        if settings is None or now == self._shown:
            return
        self._shown = now
        for group, box in self.floors.items():
            floor = settings.floors.get(group)
            value = None if floor is None else round(100 * floor)
            if box.value != value:
                box.value = value
        for choice, names in ((self.require, settings.require), (self.exclude, settings.exclude)):
            known = {value for value, *_ in choice.options}
            wanted = tuple(name for name in names if name in known)
            if set(choice.value) != set(wanted):
                choice.value = wanted
        self._guard()

    def _guard(self) -> None:
        both = set(self.require.value) & set(self.exclude.value)
        titles = ", ".join(f"“{one.title}”" for one in self._desk.framework.components if one.id in both)
        self.save.blocker = f"Not both in it and left out: {titles}." if both else ""

    def _save(self) -> None:
        settings = self._desk.settings
        known = {value for value, *_ in self.require.options}
        # Ways (component/way) that stand in the file cannot be ticked here; they stay.
        before = settings.require if settings else ()
        without = settings.exclude if settings else ()
        self._desk.ask(
            floors={group: box.value / 100 for group, box in self.floors.items() if box.value},
            require=(*(one for one in before if one not in known), *self.require.value),
            exclude=(*(one for one in without if one not in known), *self.exclude.value),
        )
        self.status.say("Kept. Now work the plans out again.", "done")
