"""Step 1: the place, as far as the team wishes to say."""

from __future__ import annotations

from crpkit.needs import Known, Place
from crpkit.needs.place import code_problem
from crpkit.panels import controls as ui
from crpkit.panels.needs.desk import NeedsDesk
from crpkit.panels.needs.lead import step_of

_LINE = "One on each line. Behind it, if you like, with semicolons: where you know it from; of when."
_LISTS = (
    ("organisations", "Community organisations here"),
    ("universities", "Universities"),
    ("brokers", "Brokers: people and offices that bring the two together"),
)


class PlaceStep(ui.Column):
    """Name, code, who lives and works here, who else is here. All of it may stay empty."""

    def __init__(self, desk: NeedsDesk) -> None:
        self._desk = desk
        self._shown: Place | None = None
        self.trouble = ui.Status()
        self.name = ui.TextBox("What the place is called", max_length=120)
        self.code = ui.TextBox(
            "Its code, if it has one",
            hint="Of the Office for National Statistics, such as E08000025.",
            max_length=9,
        )
        self.code.on_change(lambda _: self._guard())
        families = [family for family in desk.framework.families if family.learner]
        self.shares = {
            family.id: ui.NumberBox(f"{family.title}, of those who live and work here", maximum=100, unit="%")
            for family in families
        }
        self._titles = {family.id: family.title for family in families}
        self.source = ui.TextBox("Where these shares are from", hint="And of which year.", max_length=200)
        self.lists = {
            name: ui.TextBox(title, lines=3, hint=_LINE, max_length=6_000) for name, title in _LISTS
        }
        self.save = ui.Button("Keep this", self._save)
        self.example = ui.Button("Look at the made-up example", self._desk.use_example, "secondary")
        self.status = ui.Status()
        shares = ui.Row(list(self.shares.values()))
        shares.add_class("crp-columns")
        first = ui.Row([self.name, self.code])
        first.add_class("crp-columns")
        buttons = ui.Row([self.save, self.example])
        buttons.add_class("crp-row")
        who = ui.Section(
            "Who lives and works here",
            "Only if you know it. It stands beside who answered, so that all can see who is missing.",
            shares,
            self.source,
            level=3,
        )
        others = ui.Section("Who else is here", "", *self.lists.values(), level=3)
        section = step_of(
            "Everything here may stay empty. You can come back to it.",
            first,
            who,
            others,
            buttons,
            self.status,
        )
        super().__init__([self.trouble, section])
        self.add_class("crp-stack")
        desk.on_change(self.refresh)

    def refresh(self) -> None:
        """Show what is kept."""
        if self._desk.trouble != self.trouble.text:
            self.trouble.say(self._desk.trouble, "problem")
        self.example.layout.display = None if self._desk.example and self._desk.survey is None else "none"
        place = self._desk.place
        if place is None or place == self._shown:
            return
        self._shown = place
        self.name.reset(place.name)
        self.code.reset(place.code)
        by_family = {one.family: one for one in place.groups}
        for name, box in self.shares.items():
            box.value = round(by_family[name].percent or 0) if name in by_family else None
        sources = {", ".join(filter(None, (one.source, one.on))) for one in place.groups if one.source}
        self.source.reset("; ".join(sorted(sources)))
        for name, box in self.lists.items():
            box.reset("\n".join(map(_line, getattr(place, name))))

    def _guard(self) -> None:
        self.save.blocker = code_problem(self.code.value.strip().upper())

    def _save(self) -> None:
        groups = tuple(
            Known(name=self._titles[name], family=name, percent=box.value, source=self.source.value)
            for name, box in self.shares.items()
            if box.value is not None
        )
        lists = {
            name: tuple(map(_known, filter(str.strip, box.value.splitlines())))
            for name, box in self.lists.items()
        }
        place = Place(name=self.name.value, code=self.code.value.strip().upper(), groups=groups, **lists)
        self._desk.keep_place(place)
        self.status.say(f"Kept.{' ' + place.kind + '.' if place.kind else ''}", "done")


def _line(one: Known) -> str:
    return "; ".join(filter(None, (one.name, one.source, one.on)))


def _known(line: str) -> Known:
    name, source, on, *_ = [*(part.strip() for part in line.split(";")), "", "", ""]
    return Known(name=name[:200] or "–", source=source[:300], on=on[:40])
