"""Step 5: the result, hidden until it is shown, and the files."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from crpkit.charts import dot_wall
from crpkit.panels import controls as ui
from crpkit.panels.first_choice.desk import NOT_GIVEN, Desk
from crpkit.panels.first_choice.enter import tally


class Result(ui.Column):
    """Show the result to the room, hide it again, save it."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._is_shown = False  # what the button's words rest on: another page may have changed it meanwhile
        self.toggle = ui.Button("Show the result", self._toggle)
        self.save = ui.Button("Save as files", self._save, kind="secondary")
        self.status = ui.Status()
        self.title = ui.Html()
        self.figure = ui.FigureView()
        self.tally = ui.Html()
        buttons = ui.Row([self.toggle, self.save])
        buttons.add_class("crp-row")
        super().__init__([self.tally, buttons, self.status, self.title, self.figure])
        desk.on_change(self.refresh)
        self.refresh()

    def refresh(self) -> None:
        """Show the figure only while the result is shown."""
        vote = self._desk.vote
        shown = self._is_shown = bool(vote and vote.shown)
        left = self._desk.workshop.dots_left() if self._desk.workshop and vote else None
        self.tally.value = (
            f'<p class="crp-tally">{ui.escape(tally(vote, left))}</p>' if vote and not shown else ""
        )
        self.toggle.label = "Hide the result" if shown else "Show the result"
        self.toggle.blocker = self.save.blocker = "" if vote else NOT_GIVEN
        if vote and vote.open:
            self.toggle.blocker = "The vote is open on the phones. Close it first, in the console."
        if vote and not vote.shown and not vote.placed:
            self.toggle.blocker = "No dots have been entered yet."
        title = self._desk.workshop.state.title if self._desk.workshop else None
        self.title.value = f'<p class="crp-eyebrow">{ui.escape(title or "")}</p>' if shown else ""
        self.figure.show(dot_wall(vote) if vote and shown else None)

    def _toggle(self) -> None:
        self._desk.show(not self._is_shown)

    def _save(self) -> None:
        self.status.say(saved(self._desk.export()), "done")


def saved(files: Sequence[Path]) -> str:
    """Say which files were saved, and which of them are for the facilitator only."""
    return (
        f"Saved {len(files)} files in {files[0].parent}: "
        + ", ".join(file.name for file in files)
        + ". Those with “private” in their names hold single entries: they are for you, not for sending round."
    )
