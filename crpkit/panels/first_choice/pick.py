"""Step 2: what can be chosen, and the question."""

from __future__ import annotations

from crpkit.errors import CrpkitError
from crpkit.panels import controls as ui
from crpkit.panels.first_choice.desk import NOT_BEGUN, Desk
from crpkit.workshop import OptionList, framework_lists, list_files, read_list, typed_list
from crpkit.workshop.workshop import MOST_DOTS_EACH

TYPED = "typed"
DEFAULT_PROMPT = "Which of these would help most here?"
FINAL = "Each option gets a letter, and keeps it: afterwards the list cannot be changed in this workshop."


class PickList(ui.Column):
    """Pick a list, leave options out, set the question, give out the letters."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._lists: dict[str, OptionList] = {}
        self._offered = DEFAULT_PROMPT
        self.source = ui.Choice("The list", style="cards")
        self.typed = ui.TextBox("Your own options", lines=8, hint="One on each line.", max_length=20_000)
        self.prompt = ui.TextBox("The question", DEFAULT_PROMPT, max_length=300)
        self.dots_each = ui.NumberBox(
            "Dots each", 3, minimum=1, maximum=MOST_DOTS_EACH, hint="Three is usual."
        )
        self.kept = ui.Choice(
            "Which go on the wall", style="ticks", hint="Untick what should not be offered today."
        )
        self.all = ui.Button("Tick all", lambda: self._tick(True), kind="quiet")
        self.none = ui.Button("Tick none", lambda: self._tick(False), kind="quiet")
        self.ticks = ui.Row([self.all, self.none])
        self.ticks.add_class("crp-row")
        self.give = ui.Button("Give out the letters", self._give)
        self.final = ui.Html(f'<p class="crp-lead">{FINAL}</p>')
        self.status = ui.Status()
        self.given = ui.Html()
        self.form = ui.Column(
            [
                self.source,
                self.typed,
                self.ticks,
                self.kept,
                self.prompt,
                self.dots_each,
                self.final,
                self.give,
            ]
        )
        self.source.on_change(lambda _: self._choose())
        self.typed.on_change(lambda _: self._guard())
        self.kept.on_change(lambda _: self._guard())
        self.dots_each.on_change(lambda _: self._guard())
        super().__init__([self.form, self.given, self.status])
        desk.on_change(self.refresh)
        self.refresh()

    def refresh(self) -> None:
        """Show the form, or, once the letters are given out, what they stand for."""
        if self._desk.workspace is not None and not self._lists and not self._desk.trouble:
            self._read_lists()
        vote = self._desk.vote
        self.form.layout.display = "none" if vote else None
        self.given.layout.display = None if vote else "none"
        if vote:
            self.given.value = (
                f"<p>The letters are given out: <strong>{len(vote.options)} options</strong> with "
                f"{vote.dots_each} dots each for “{ui.escape(vote.prompt or '')}”. "
                "They stay as they are, so that everyone can trust their letter. "
                "For another list, begin another workshop in the step “Set up”.</p>"
            )
        self._guard()

    def _read_lists(self) -> None:
        workspace = self._desk.workspace
        assert workspace is not None
        self._lists = framework_lists(workspace.framework)
        broken = []
        for file in list_files(workspace.folder):
            try:
                self._lists[file.name] = read_list(file)
            except CrpkitError as error:
                broken.append(str(error))
        offered = [(key, found.title, f"{len(found.options)} options") for key, found in self._lists.items()]
        self.source.set_options([*offered, (TYPED, "Type our own", "")])
        self.source.value = next(iter(self._lists), TYPED)
        if broken:
            self.status.say("Some lists cannot be read: " + " ".join(broken), "problem")
        self._choose()

    def _choose(self) -> None:
        found = self._lists.get(self.source.value)
        self.typed.layout.display = "none" if found else None
        self.kept.layout.display = self.ticks.layout.display = None if found else "none"
        if found:
            self.kept.set_options(
                [(str(n), option.title, option.detail) for n, option in enumerate(found.options)]
            )
            self.kept.value = tuple(str(n) for n in range(len(found.options)))
            if self.prompt.value in (self._offered, ""):  # a question of the facilitator's own stays
                self.prompt.value = self._offered = found.prompt or DEFAULT_PROMPT
        self._guard()

    def _tick(self, every: bool) -> None:
        self.kept.value = tuple(value for value, _, _ in self.kept.options) if every else ()
        self._guard()

    def _picked(self) -> OptionList:
        """Return the list with what was ticked.

        Raises
        ------
        InputProblems
            If what was typed in is no list.
        """
        found = self._lists.get(self.source.value)
        if found is None:
            return typed_list(self.typed.value)
        kept = tuple(option for n, option in enumerate(found.options) if str(n) in self.kept.value)
        return found.model_copy(update={"options": kept})

    def _guard(self) -> None:
        self.give.blocker = self._blocker()

    def _blocker(self) -> str:
        if self._desk.workshop is None:
            return NOT_BEGUN
        if self.dots_each.value is None:
            return "Say how many dots each person has."
        if self.source.value != TYPED and len(self.kept.value) < 2:
            return "Tick at least two options."
        try:
            self._picked()
        except CrpkitError as error:
            return str(error).replace("\n", " ")
        return ""

    def _give(self) -> None:
        self._desk.give_letters(self._picked(), self.prompt.value, int(self.dots_each.value or 3))
        self.status.clear()
