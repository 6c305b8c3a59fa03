"""In step 4, when nothing fits: which limits clash, and a button for the smallest change of each that would help."""

from __future__ import annotations

import math
from collections.abc import Callable

from crpkit.panels import controls as ui
from crpkit.panels.plan.desk import PlanDesk
from crpkit.panels.plan.words import note
from crpkit.planning import Blamed
from crpkit.planning.clashing import EVERY


class Clash(ui.Column):
    """What is to blame; a press makes the change and looks again."""

    def __init__(self, desk: PlanDesk, again: Callable[[], object]) -> None:
        self._desk, self._again = desk, again
        self._shown: object = None
        self.words = ui.Html()
        self.buttons = ui.Column([])
        self.buttons.add_class("crp-stack")
        section = ui.Section("Nothing fits", "", self.words, self.buttons, level=3)
        super().__init__([section])
        self.add_class("crp-card")
        self.layout.display = "none"
        desk.on_change(self.refresh)

    def refresh(self) -> None:
        """Show the clash, if there is one."""
        clash = self._desk.clash
        if clash is self._shown:
            return
        self._shown = clash
        self.layout.display = None if clash else "none"
        if clash is None:
            self.buttons.children = ()
            return
        asked = "".join(f"<li>{ui.escape(one.asked)}</li>" for one in clash.blamed)
        helps = any(one.change for one in clash.blamed)
        remedy = (
            "One of these changes is enough; each is the smallest that helps."
            if helps
            else "No single change helps. Loosen more than one of them."
        )
        self.words.value = (
            f"{note('No plan can do all of this at once:', 'warn')}<ul>{asked}</ul><p>{ui.escape(remedy)}</p>"
        )
        self.buttons.children = tuple(self._button(one) for one in clash.blamed if one.change)

    def _button(self, blamed: Blamed) -> ui.Button | ui.Html:
        kind = blamed.limit.partition(":")[0]
        if kind == "unknown":
            return ui.Html(f"<p>Or {ui.escape(blamed.change)}.</p>")
        figure = kind in ("budget", "staff_days", "months", "floors")
        words = f"Take {blamed.change}" if figure else blamed.change[:1].upper() + blamed.change[1:]
        return ui.Button(words, lambda: self._make(blamed), "secondary")

    def _make(self, blamed: Blamed) -> None:
        make_change(self._desk, blamed)
        self._again()


def make_change(desk: PlanDesk, blamed: Blamed) -> None:
    """Ask for what would help in place of the limit that is to blame."""
    settings, value = desk.settings, blamed.value
    if settings is None:
        return
    kind, _, name = blamed.limit.partition(": ")
    if kind in ("budget", "staff_days") and value is not None:
        desk.ask(**{kind: float(math.ceil(value - 1e-9))})
    elif kind == "months" and value is not None:
        desk.ask(months=int(value))
    elif kind == "floors" and value is not None:
        floor = math.floor(100 * value + 1e-9) / 100
        groups = settings.floors if name == EVERY else [name]
        desk.ask(floors={**settings.floors, **dict.fromkeys(groups, floor)})
    elif kind in ("require", "exclude"):
        desk.ask(**{kind: tuple(one for one in getattr(settings, kind) if one != name)})
    elif kind == "allowed":
        desk.ask(
            allowed={
                option: said
                for option, said in settings.allowed.items()
                if said[0] or option.partition("/")[0] != name
            }
        )
