"""The list of rules: what each looks at, and whether it is asked."""

from __future__ import annotations

from crpkit.journeys import Rule
from crpkit.panels import controls as ui
from crpkit.panels.journeys.desk import JourneysDesk


class RuleSwitches(ui.Column):
    """All rules with a box to tick; what is not ticked is not asked, and that is said."""

    def __init__(self, desk: JourneysDesk) -> None:
        self._desk = desk
        self.on = ui.Choice(
            "Rules that are asked",
            (),
            (),
            style="ticks",
            hint="Take the tick away to leave a rule out: of this page only, and until it is opened again.",
        )
        self.on.on_change(lambda _: self._switch())
        self.all = ui.Button("Ask them all", self._ask_all, "secondary")
        self.status = ui.Status()
        super().__init__([self.on, self.all, self.status])
        self.add_class("crp-jf-part")

    def refresh(self) -> None:
        """Show the rules there are, and which of them are asked."""
        desk = self._desk
        options = [(name, rule.title, _whose(rule)) for name, rule in desk.rules.items()]
        if list(self.on.options) != options:
            self.on.set_options(options)
        asked = tuple(name for name in desk.rules if name not in desk.off)
        if self.on.value != asked:
            self.on.value = asked
        off = [desk.rules[name].title for name in desk.rules if name in desk.off]
        self.all.layout.display = None if off else "none"
        words = f"Not asked: {'; '.join(off)}. What they would find is not known." if off else ""
        if self.status.text != words:
            self.status.say(words)

    def _switch(self) -> None:
        asked = set(self.on.value)
        for name in tuple(self._desk.rules):
            if (name in asked) == (name in self._desk.off):
                self._desk.switch_rule(name, name in asked)

    def _ask_all(self) -> None:
        for name in tuple(self._desk.off):
            self._desk.switch_rule(name, True)


def _whose(rule: Rule) -> str:
    """Say where a rule comes from."""
    own = not rule.judge.__module__.startswith("crpkit.journeys.rulebook.")
    place = f" ({rule.place})" if rule.place else ""
    return f"{rule.name} – your team’s{place}" if own else rule.name
