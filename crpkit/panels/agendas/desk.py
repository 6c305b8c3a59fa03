"""The page of agendas: which one, its steps with their times, the form of one step, and saving."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import Any

from crpkit.errors import CrpkitError, InputProblems
from crpkit.framework import load_framework
from crpkit.panels import controls as ui
from crpkit.panels.agendas.form import StepForm
from crpkit.panels.agendas.words import in_sight, step_line
from crpkit.workshop import journey_lists, list_files, read_list
from crpkit.workshop.agenda import Agenda, agenda_files, editing, read_agenda
from crpkit.workshop.kinds import kinds
from crpkit.workshop.lists import OptionList
from crpkit.workspace import Workspace

_NEW, _THIS, _BESIDE = "", "this", "beside"
_FIRST = "check-in"


class AgendaDesk(ui.Column):
    """Everything to lay out an agenda; built without data, :meth:`use` gives it a workspace.

    Attributes
    ----------
    agenda
        The agenda as it is now, saved or not.
    """

    def __init__(self) -> None:
        self._framework = load_framework()
        self._kinds = dict(kinds())
        self._lists: dict[str, OptionList] = {}
        self._folder: Path | None = None
        self._file: Path | None = None
        self._saved: Agenda | None = None
        self._wanted: str | None = None
        self._now = ""
        self.agenda = self._fresh()
        self._build()
        super().__init__(self._laid_out())
        self.add_class("crp-agenda-page")
        self._start(self.agenda, None)

    # -- building

    def _build(self) -> None:
        self.which = ui.Choice("Start from", [(_NEW, "An empty agenda")], _NEW)
        self.which.on_change(self._choose)
        self.away = ui.Button("Throw away what I changed", self._throw_away, "danger")
        self.title = ui.TextBox("Title of the session", max_length=120)
        self.title.on_change(lambda value: self._become(title=value))
        self.tables = ui.TextBox(
            "Tables, if people sit at tables", hint="Their names, with commas between them."
        )
        self.tables.on_change(lambda value: self._become(tables=_names(value)))
        self.begins = ui.TextBox("Begins at", "10:00", hint="Hours and minutes.", max_length=5)
        self.begins.on_change(lambda _: self._show())
        self.sight = ui.Html()
        self.sight.add_class("crp-agenda-sight")
        self.steps = ui.Choice("Steps", (), style="radios")
        self.steps.on_change(self._go)
        self.buttons = [
            ui.Button("Move up", lambda: self._act(editing.moved, -1), "secondary"),
            ui.Button("Move down", lambda: self._act(editing.moved, 1), "secondary"),
            ui.Button("5 minutes longer", lambda: self._act(editing.lengthened, 5), "secondary"),
            ui.Button("5 minutes shorter", lambda: self._act(editing.lengthened, -5), "secondary"),
            ui.Button("Duplicate", self._duplicate, "secondary"),
            ui.Button("Take out", self._take_out, "secondary"),
        ]
        self.kind = ui.Choice("A new step of this kind", ())
        self.add = ui.Button("Add it below", self._add, "secondary")
        self.form = StepForm(self._change)
        self.aim = ui.Choice("When you save", (), style="radios")
        self.save = ui.Button("Save the agenda", self._save)
        self.print = ui.Button("Write the print pack (PDF)", self._print, "secondary")
        self.status, self.moved = ui.Status(), ui.Status()

    def _laid_out(self) -> list[Any]:
        about = ui.Row([self.title, self.tables, self.begins])
        about.add_class("crp-agenda-about")
        first = ui.Section(
            "Which agenda",
            "Start from one that is there, or from an empty one. Nothing changes on disk until you save.",
            self.which,
            self.away,
            about,
        )
        row, adding = ui.Row(self.buttons), ui.Row([self.kind, self.add])
        row.add_class("crp-agenda-buttons")
        adding.add_class("crp-agenda-adding")
        steps = ui.Section(
            "Its steps", "Choose a step to move or change it.", self.steps, row, self.moved, adding
        )
        form = ui.Section("The step you chose", "", self.form)
        form.add_class("crp-agenda-one")
        two = ui.Row([steps, form])
        two.add_class("crp-agenda-two")
        last = ui.Section(
            "Save it",
            "Run it from the console: “Add an activity”, then “Use this agenda”.",
            self.aim,
            self.save,
            self.print,
            self.status,
        )
        return [first, self.sight, two, last]

    # -- what the page gives it

    def use(self, workspace: Workspace, chosen: str = "") -> None:
        """Read the workspace's agendas, kinds and lists.

        Parameters
        ----------
        workspace
            The workspace.
        chosen
            Name of an agenda's file that is to be open; one that is not there is ignored.
        """
        self._folder = workspace.folder
        wrong: list[str] = []
        self._framework = _or(lambda: workspace.framework, self._framework, wrong)
        self._kinds = dict(_or(lambda: kinds(workspace.folder), self._kinds, wrong))
        self._lists = {}
        for file in list_files(workspace.folder):
            with suppress(CrpkitError):  # "check" says what is wrong with a list
                self._lists[file.name] = read_list(file)
        self._lists |= journey_lists(workspace.folder)
        self.kind.set_options([(kind.id, kind.title, kind.about) for kind in self._kinds.values()])
        self.kind.value = "notes"
        self._list_files()
        if chosen in [value for value, *_ in self.which.options]:
            self._open(chosen)
        if wrong:
            self.status.say(" ".join(wrong), "problem")

    def _list_files(self) -> None:
        files = agenda_files(self._folder) if self._folder else []
        self.which.set_options([(_NEW, "An empty agenda"), *((file.name, _title_of(file)) for file in files)])
        self.which.value = self._file.name if self._file in files and self._file is not None else _NEW

    # -- which agenda

    @property
    def changed(self) -> bool:
        """Whether something is not saved."""
        return self.agenda != self._saved

    def _fresh(self) -> Agenda:
        kind = self._kinds[_FIRST]
        empty = Agenda("A new session", (), (kind,))
        return editing.added(empty, kind, self._framework)[0]

    def _choose(self, name: str) -> None:
        if self.changed:
            self._wanted = name
            self.which.value = self._file.name if self._file else _NEW
            self.away.layout.display = None
            self.status.say("What you changed is not saved. Save it first, or throw it away.", "problem")
            return
        self._open(name)

    def _throw_away(self) -> None:
        self._open(self._wanted or _NEW)

    def _open(self, name: str) -> None:
        if not name or self._folder is None:
            self._start(self._fresh(), None)
            return
        file = self._folder / editing.FOLDER / name
        try:
            self._start(read_agenda(file, self._folder, self._framework), file)
        except InputProblems as error:
            said = " ".join(f"Line {p.line}: {p.sentence}" if p.line else p.sentence for p in error.problems)
            self.status.say(f"This agenda cannot be opened yet. {said}", "problem")

    def _start(self, agenda: Agenda, file: Path | None) -> None:
        self.agenda = self._saved = agenda
        self._file, self._wanted, self._now = file, None, agenda.steps[0].id
        self.away.layout.display = "none"
        self.which.value = file.name if file else _NEW
        self.title.reset(agenda.title)
        self.tables.reset(", ".join(agenda.tables))
        aims = [(_THIS, f"Change {file.name}"), (_BESIDE, "Make a new agenda beside it")] if file else []
        self.aim.set_options(aims)
        self.aim.value = _THIS if file else None
        self.aim.layout.display = None if file else "none"
        self.status.clear()
        self.moved.clear()
        self._show(anew=True)

    # -- changing

    def _become(self, **values: Any) -> None:
        self.agenda = replace(self.agenda, **values)
        self._show()

    def _go(self, name: str) -> None:
        self._now = name
        self._show(anew=True)

    def _act(self, change: Callable[[Agenda, str, int], Agenda], by: int) -> None:
        self.agenda = change(self.agenda, self._now, by)
        step = next(one for one in self.agenda.steps if one.id == self._now)
        place = f"number {self.agenda.steps.index(step) + 1} of {len(self.agenda.steps)}"
        self.moved.say(f"“{step.title}” is {place} and takes {step.minutes} minutes.")
        self._show()

    def _duplicate(self) -> None:
        self.agenda, self._now = editing.duplicated(self.agenda, self._now)
        self.moved.say("The copy is below it, and chosen now.")
        self._show(anew=True)

    def _take_out(self) -> None:
        names = [step.id for step in self.agenda.steps]
        place = names.index(self._now)
        title = self.agenda.steps[place].title
        self.agenda = editing.removed(self.agenda, self._now)
        self._now = self.agenda.steps[min(place, len(self.agenda.steps) - 1)].id
        self.moved.say(f"“{title}” is taken out. It comes back if you open the agenda again without saving.")
        self._show(anew=True)

    def _add(self) -> None:
        kind = self._kinds[str(self.kind.value)]
        found = editing.added(self.agenda, kind, self._framework, self._now, self._folder)
        self.agenda, self._now = found
        self.moved.say(f"“{kind.title}” is added, and chosen now.")
        self._show(anew=True)

    def _change(self, values: dict[str, Any]) -> None:
        self.agenda = editing.changed(self.agenda, self._now, **values)
        self._show()

    # -- showing

    def _show(self, anew: bool = False) -> None:
        try:
            times = dict(editing.clock(self.agenda, self.begins.value))
        except InputProblems:
            times = {}
        wrong = editing.problems_of(self.agenda, self._framework, self._folder)
        titles = {step.id: step.title for step in self.agenda.steps}
        said = [f"{titles.get(name, 'The agenda')}: {problem.sentence}" for name, problem in wrong]
        if not self.agenda.title.strip():
            said = ["Write a title."]
        broken = {name for name, _ in wrong}
        self.steps.set_options(
            [
                step_line(step, self.agenda.kind(step.kind).title, times.get(step.id, ""), step.id in broken)
                for step in self.agenda.steps
            ]
        )
        self.steps.value = self._now
        self.sight.value = in_sight(self.agenda, times, said)
        step = next(one for one in self.agenda.steps if one.id == self._now)
        self.form.show(self.agenda, step, self._framework, self._lists, anew)
        self.save.blocker = " ".join(said)
        self.print.blocker = " ".join(said)
        self._block_buttons(step.id)

    def _block_buttons(self, name: str) -> None:
        up, down, *_, out = self.buttons
        names = [step.id for step in self.agenda.steps]
        up.blocker = "It is the first step." if name == names[0] else ""
        down.blocker = "It is the last step." if name == names[-1] else ""
        out.blocker = "An agenda needs a step." if len(names) == 1 else ""

    # -- saving

    def _save(self) -> None:
        if self._folder is None:
            raise CrpkitError("No workspace is open", "Reload the page.")
        instead = self._file if self.aim.value == _THIS else None
        file = editing.save_agenda(self.agenda, self._folder, self._framework, instead)
        now, self._file = self._now, file
        self._list_files()
        self._start(self.agenda, file)
        self._go(now)
        self.status.say(
            f"“{self.agenda.title}” is saved: {file.relative_to(self._folder).as_posix()}", "done"
        )

    def _print(self) -> None:
        if self._folder is None:
            raise CrpkitError("No workspace is open", "Reload the page.")
        from crpkit.reports import print_pack  # it is slow to load

        stem = self._file.stem if self._file else "agenda"
        file = self._folder / "outputs" / f"{stem}-print-pack.pdf"
        file.parent.mkdir(exist_ok=True)
        print_pack(self.agenda, file, self._folder)
        self.status.say(
            f"The print pack is written: outputs/{file.name}. Its third page says what to print.", "done"
        )


def _names(text: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(name for name in (" ".join(part.split()) for part in text.split(",")) if name))


def _title_of(file: Path) -> str:
    try:
        return read_agenda(file, file.parents[2]).title
    except InputProblems:
        return f"{file.name} (to be mended)"


def _or(read: Callable[[], Any], otherwise: Any, wrong: list[str]) -> Any:
    try:
        return read()
    except CrpkitError as error:
        wrong.append(str(error))
        return otherwise
