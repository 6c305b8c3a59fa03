"""The part of the workshop page for afterwards: attendance beside a target, the record, sessions together."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from pathlib import Path

from crpkit.charts import attendance_beside_target, combined_figures
from crpkit.errors import CrpkitError, InputProblems
from crpkit.panels import controls as ui
from crpkit.panels.first_choice.desk import NOT_BEGUN, Desk
from crpkit.workshop import Workshop, combine, study_target

NO_TARGET, STUDY, OWN = "none", "study", "own"
_TARGETS = (
    (NO_TARGET, "No target", "Only who was here"),
    (STUDY, "The study’s own shares", "33, 32, 29 and 5 %; they add up to 99, as printed"),
    (OWN, "Our own", "Shares that fit this place"),
)
_SPOKEN = (
    ("joint", "Only from sheets that a table wrote together"),
    ("all", "All of it: we asked everyone, and they agreed"),
    ("none", "None of it"),
)
_RECORD = (
    "One press writes down the agenda as it was run, who was here, every result, the themes, what was worked out and "
    "what people will do. Words are quoted only of those who agreed."
)
_TOGETHER = "They may have had different agendas. What they have in common stands side by side, told apart by session."


class Afterwards(ui.Column):
    """Hidden until a workshop is open.

    Parameters
    ----------
    desk
        The model of the page.
    """

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._code: str | None = None
        self._build()
        people = ui.Section(
            "Who was in the room", "", self.target, self.shares, self.look, self.figure, level=3
        )
        record = ui.Section("The record", _RECORD, self.spoken, self.writing, self.status, level=3)
        together = ui.Section(
            "Several sessions, one picture",
            _TOGETHER,
            self.sessions,
            self.combine,
            self.said,
            self.together,
            level=3,
        )
        section = ui.Section("Afterwards", "What the session leaves behind.", people, record, together)
        super().__init__([section])
        self.add_class("crp-afterwards")
        desk.on_change(self.refresh)
        self.refresh()

    def _build(self) -> None:
        self.target = ui.Choice("Beside which target?", _TARGETS, NO_TARGET, style="cards")
        self.target.on_change(lambda _: self._show_target())
        self.boxes: dict[str, ui.NumberBox] = {}
        self.shares = ui.Row([])
        self.shares.add_class("crp-row")
        self.look = ui.Button("Show who was in the room", self._look, "secondary")
        self.figure = ui.FigureView()
        self.spoken = ui.Choice(
            "What you wrote down for people without a phone", _SPOKEN, "joint", style="radios"
        )
        buttons = [
            ui.Button("Write the record for Word", lambda: self._write(".docx")),
            ui.Button("Write it as a web page", lambda: self._write(".html"), "secondary"),
            ui.Button("Write what may be shared", self._share, "secondary"),
        ]
        self.writing = ui.Row(buttons)
        self.writing.add_class("crp-row")
        self.status, self.said = ui.Status(), ui.Status()
        self.sessions = ui.Choice(
            "Which sessions", (), (), style="ticks", empty="There is one session so far."
        )
        self.sessions.on_change(lambda _: self._block())
        self.combine = ui.Button("Show them together", self._combine, "secondary")
        self.together = ui.Column([])

    def refresh(self) -> None:
        """Show what is now so."""
        workshop = self._desk.workshop
        self.layout.display = None if workshop else "none"
        if workshop is None or workshop.code == self._code:
            return
        self._code = workshop.code
        self.figure.show(None)
        self.together.children = ()
        self.status.clear()
        self.said.clear()
        self._families()
        lines = {line.code: line for line in self._desk.earlier}
        self.sessions.set_options(
            [(code, f"{line.title or 'A workshop'} ({code})") for code, line in lines.items()]
        )
        self.sessions.value = (workshop.code,) if workshop.code in lines else ()
        self._block()

    def _families(self) -> None:
        self.boxes = {
            name: ui.NumberBox(title, minimum=0, maximum=100, unit="%")
            for name, title in self._titles().items()
        }
        self.shares.children = tuple(self.boxes.values())
        self._show_target()

    def _show_target(self) -> None:
        self.shares.layout.display = None if self.target.value == OWN else "none"

    def _block(self) -> None:
        chosen = self.sessions.value or ()
        self.combine.blocker = "" if len(tuple(chosen)) >= 2 else "Tick two sessions or more."

    # -- what is pressed

    def _titles(self) -> Mapping[str, str]:
        workspace = self._desk.workspace
        return {} if workspace is None else {one.id: one.title for one in workspace.framework.families}

    def _aim(self) -> Mapping[str, float] | None:
        workspace = self._desk.workspace
        if workspace is None or self.target.value == NO_TARGET:
            return None
        if self.target.value == STUDY:
            return study_target(workspace.framework)
        own = {name: float(box.value) for name, box in self.boxes.items() if box.value is not None}
        if not own:
            raise CrpkitError("Our own target is empty", "Write a share for one family or more.")
        return own

    def _workshop(self) -> Workshop:
        if self._desk.workshop is None:
            raise CrpkitError(NOT_BEGUN)
        return self._desk.workshop

    def _look(self) -> None:
        here = self._workshop().attendance(self._aim())
        self.figure.show(attendance_beside_target(here))

    def _place(self) -> Path:
        workspace = self._desk.workspace
        if workspace is None:
            raise CrpkitError("The page has not been opened yet", "Reload it.")
        place = workspace.outputs / self._workshop().code
        place.mkdir(parents=True, exist_ok=True)
        return place

    def _write(self, ending: str) -> None:
        from crpkit.reports import (
            write_record,  # Word’s library is slow to load, and many pages never need it
        )

        workshop = self._workshop()
        file = self._place() / f"{workshop.code}-record-{date.today():%Y-%m-%d}{ending}"
        write_record(
            workshop,
            file,
            target=self._aim(),
            families=self._titles() or None,
            spoken=self.spoken.value,
        )
        self.status.say(f"The record is written: {_shown(file)}. Read it before you send it round.", "done")

    def _share(self) -> None:
        from crpkit.reports import write_shareable

        place = self._place() / "shareable"
        files = write_shareable(
            self._workshop(),
            place,
            target=self._aim(),
            families=self._titles() or None,
            spoken=self.spoken.value,
        )
        self.status.say(
            f"{len(files)} files that may be shared are in {_shown(place)}. Small numbers are rounded in them.",
            "done",
        )

    def _combine(self) -> None:
        workspace = self._desk.workspace
        assert workspace is not None
        try:
            together = combine([Workshop.open(workspace, code) for code in self.sessions.value or ()])
        except InputProblems as error:
            self.said.say(" ".join(problem.sentence for problem in error.problems), "problem")
            return
        figures = combined_figures(together)
        self.together.children = tuple(ui.FigureView(figure) for figure in figures)
        self.said.say(together.words, "info")


def _shown(path: Path) -> str:
    return "/".join(path.parts[-3:])
