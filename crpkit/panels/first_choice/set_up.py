"""Step 1: a title, and who is in the room, as far as they wish to say."""

from __future__ import annotations

from crpkit.framework import Framework, load_framework
from crpkit.overview import WorkshopLine
from crpkit.panels import controls as ui
from crpkit.panels.first_choice.desk import Desk
from crpkit.workshop.checks import LONGEST_TITLE
from crpkit.workshop.workshop import MOST_PEOPLE

FAMILIES_HINT = (
    "Only if people like to say. Brokers bring communities and researchers together. "
    "Nobody has to be counted anywhere; the rest stays “not said”."
)


class SetUp(ui.Column):
    """Begin a workshop, or go on with an earlier one."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._shown: str | None = None
        self._filled: tuple[str, int | None, dict[str, int]] = ("", None, {})
        self.trouble = ui.Status()
        self.title = ui.TextBox("Title", hint="What the room reads at the top.", max_length=LONGEST_TITLE)
        self.total = ui.NumberBox(
            "People in the room", maximum=MOST_PEOPLE, hint="Leave it empty if nobody has counted."
        )
        self.title.on_change(lambda _: self._guard())
        self._watch(self.total)
        self.families: dict[str, ui.NumberBox] = {}
        self.save = ui.Button("Begin", self._save)
        self.status = ui.Status()
        self._counts = ui.Row()
        self._counts.add_class("crp-columns")
        self._offer_families(load_framework())
        self.new = ui.Button("Begin another workshop", self._desk.put_away, kind="quiet")
        self.earlier = ui.Choice("Workshops in this folder")
        self.go_on = ui.Button("Go on with it", self._go_on, kind="secondary")
        self.again = ui.Section("Or go on with an earlier one", "", self.earlier, self.go_on, level=3)
        self.again.add_class("crp-card")
        super().__init__([self.trouble, self._form(), self.again])
        self.add_class("crp-stack")
        desk.on_change(self.refresh)
        self.refresh()

    def _watch(self, box: ui.NumberBox) -> None:
        box.on_change(lambda _: self._guard())
        box.on_problem(lambda _: self._guard())

    def _form(self) -> ui.Column:
        buttons = ui.Row([self.save, self.new])
        buttons.add_class("crp-row")
        people = ui.Section("Who is here", FAMILIES_HINT, self._counts, level=3)
        form = ui.Column([self.title, self.total, people, buttons, self.status])
        form.add_class("crp-card")
        return form

    def _offer_families(self, framework: Framework) -> None:
        """Offer a box for each family, also for one that a team added."""
        titles = {family.id: family.title for family in framework.families}
        if list(titles) == list(self.families):
            return
        self.families = {name: ui.NumberBox(title, maximum=MOST_PEOPLE) for name, title in titles.items()}
        for box in self.families.values():
            self._watch(box)
        self._counts.children = tuple(self.families.values())

    def refresh(self) -> None:
        """Show the workshop that is open, or the form for a new one."""
        if self._desk.workspace is not None:
            self._offer_families(self._desk.workspace.framework)
        said = self._desk.trouble or self._desk.notice
        if said != self.trouble.text:
            self.trouble.say(said, "problem")
        workshop = self._desk.workshop
        code = workshop.code if workshop else None
        earlier = [line for line in self._desk.earlier if line.code != code]
        self.earlier.set_options([(line.code, _line(line)) for line in earlier])
        self.again.layout.display = None if earlier else "none"
        self.new.layout.display = None if workshop else "none"
        self.save.label = "Save changes" if workshop else "Begin"
        if code != self._shown:
            self._shown = code
            self._fill()
        self._guard()

    def _fill(self) -> None:
        workshop = self._desk.workshop
        state = workshop.state if workshop else None
        self._filled = (
            ((state.title or ""), state.room.total, dict(state.room.families)) if state else ("", None, {})
        )
        self.title.value, self.total.value, families = self._filled
        for name, box in self.families.items():
            box.value = families.get(name)
        if workshop:
            self.status.say(f"Open: workshop {workshop.code}. Everything in it is saved.", "done")
        else:
            self.status.clear()

    def _guard(self) -> None:
        self.save.blocker = self._blocker()
        if self._desk.workshop is not None and self._entered() != self._filled:
            self.status.say("Not saved yet: press “Save changes”.", "info")

    def _blocker(self) -> str:
        if self._desk.trouble:
            return "The folder has to be mended first; see above."
        if self._desk.workspace is None:
            return "This page is still being opened."
        if any(box.problem for box in (self.total, *self.families.values())):
            return "Correct the number that is marked first."
        if not self.title.value.strip():
            return "Give the workshop a title first."
        _, total, families = self._entered()
        if total is not None and sum(families.values()) > total:
            said = f"These add up to {sum(families.values())}, more than the {total} in the room."
            return f"{said} Correct one of the numbers."
        return ""

    def _entered(self) -> tuple[str, int | None, dict[str, int]]:
        total = None if self.total.value is None else int(self.total.value)
        families = {name: int(box.value) for name, box in self.families.items() if box.value is not None}
        return self.title.value, total, families

    def _save(self) -> None:
        entered = self._entered()
        if self._desk.workshop is None:
            self._desk.begin(*entered)
            return
        # only what was changed here: another page may have changed the rest meanwhile
        title = entered[0] if entered[0] != self._filled[0] else None
        room = entered[1:] if entered[1:] != self._filled[1:] else None
        self._desk.correct(title, room)
        self._fill()
        self.status.say("Saved.", "done")

    def _go_on(self) -> None:
        if self.earlier.value is None:
            self.status.say("Choose one of the workshops first.", "problem")
        else:
            self._desk.go_on_with(self.earlier.value)


def _line(line: WorkshopLine) -> str:
    return f"{line.title or '(title taken back)'} · {line.code} · {line.came_in}"
