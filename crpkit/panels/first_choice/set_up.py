"""Step 1: a title, and who is in the room, as far as they wish to say."""

from __future__ import annotations

from ipywidgets import HBox, VBox

from crpkit.panels import controls as ui
from crpkit.panels.first_choice.desk import Desk
from crpkit.workshop.workshop import LONGEST_TITLE, MOST_PEOPLE

FAMILIES = {
    "community": "From communities",
    "brokers": "Brokers",
    "researchers": "Researchers",
    "funders": "Funders",
}
FAMILIES_HINT = (
    "Only if people like to say. Brokers bring communities and researchers together. "
    "Nobody has to be counted anywhere; the rest stays “not said”."
)


class SetUp(VBox):
    """Begin a workshop, or go on with an earlier one."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._shown: str | None = None
        self.earlier = ui.Choice("Workshops in this folder")
        self.go_on = ui.Button("Go on with it", self._go_on, kind="secondary")
        self.again = ui.Section("Or go on with an earlier one", "", self.earlier, self.go_on, level=3)
        self.again.add_class("crp-card")
        self.title = ui.TextBox("Title", hint="What the room reads at the top.", max_length=LONGEST_TITLE)
        self.total = ui.NumberBox(
            "People in the room", maximum=MOST_PEOPLE, hint="Leave it empty if nobody has counted."
        )
        self.families = {name: ui.NumberBox(label, maximum=MOST_PEOPLE) for name, label in FAMILIES.items()}
        self.save = ui.Button("Begin", self._save)
        self.new = ui.Button("Begin another workshop", self._desk.put_away, kind="quiet")
        self.status = ui.Status()
        self.title.on_change(lambda _: self._guard())
        for box in (self.total, *self.families.values()):
            box.on_change(lambda _: self._guard())
        counts = HBox(list(self.families.values()))
        counts.add_class("crp-columns")
        people = ui.Section("Who is here", FAMILIES_HINT, counts, level=3)
        buttons = HBox([self.save, self.new])
        buttons.add_class("crp-row")
        form = VBox([self.title, self.total, people, buttons, self.status])
        form.add_class("crp-card")
        self.trouble = ui.Status()
        super().__init__([self.trouble, form, self.again])
        self.add_class("crp-stack")
        desk.on_change(self.refresh)
        self.refresh()

    def refresh(self) -> None:
        """Show the workshop that is open, or the form for a new one."""
        workshop = self._desk.workshop
        code = workshop.code if workshop else None
        earlier = [line for line in self._desk.earlier() if line.code != code]
        self.earlier.set_options([(line.code, _line(line.title, line.code, line.dots)) for line in earlier])
        self.again.layout.display = None if earlier else "none"
        if self._desk.trouble != self.trouble.text:
            self.trouble.say(self._desk.trouble, "problem")
        self.new.layout.display = None if workshop else "none"
        self.save.label = "Save changes" if workshop else "Begin"
        if code != self._shown:
            self._shown = code
            self._fill()
        self._guard()

    def _fill(self) -> None:
        workshop = self._desk.workshop
        state = workshop.state if workshop else None
        self.title.value = (state.title or "") if state else ""
        self.total.value = state.room.total if state else None
        for name, box in self.families.items():
            box.value = state.room.families.get(name) if state else None
        if workshop:
            self.status.say(f"Open: workshop {workshop.code}. Everything in it is saved.", "done")
        else:
            self.status.clear()

    def _guard(self) -> None:
        self.save.blocker = self._blocker()

    def _blocker(self) -> str:
        if self._desk.trouble:
            return "The folder has to be mended first; see above."
        if self._desk.workspace is None:
            return "This page is still being opened."
        if not self.title.value.strip():
            return "Give the workshop a title first."
        said = sum(self._counts().values())
        if self.total.value is not None and said > self.total.value:
            room = f"the {self.total.value} in the room"
            return f"The families add up to {said}, more than {room}. Correct one of the numbers."
        return ""

    def _counts(self) -> dict[str, int]:
        return {name: int(box.value) for name, box in self.families.items() if box.value is not None}

    def _save(self) -> None:
        begun = self._desk.workshop is not None
        total = None if self.total.value is None else int(self.total.value)
        self._shown = self._desk.workshop.code if self._desk.workshop else self._shown
        self._desk.begin(self.title.value, total, self._counts())
        if begun:
            self.status.say("Saved.", "done")

    def _go_on(self) -> None:
        if self.earlier.value is None:
            self.status.say("Choose one of the workshops first.", "problem")
        else:
            self._desk.go_on_with(self.earlier.value)


def _line(title: str | None, code: str, dots: int) -> str:
    return f"{title or '(title taken back)'} · {code} · {'1 dot' if dots == 1 else f'{dots} dots'}"
