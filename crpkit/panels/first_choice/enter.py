"""Step 4: dots as they are called out or counted from paper."""

from __future__ import annotations

from crpkit.panels import controls as ui
from crpkit.panels.first_choice.desk import NOT_GIVEN, Desk
from crpkit.workshop import DotsState

CHANNELS = [("spoken", "Called out"), ("paper", "Counted from paper")]


class EnterDots(ui.Column):
    """Enter dots and undo them; counts stay hidden until the result is shown."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._letters: tuple[str, ...] = ()
        self._last: str | None = None  # the entry that the Undo button names
        self.channel = ui.Choice("How the dots reach you", CHANNELS, "spoken", style="cards")
        self.tally = ui.Html()
        self.undo = ui.Button("Undo the last entry", self._undo, kind="secondary")
        self.grid = ui.ButtonGrid(
            "The options", on_presses=self._press, actions=[("add", "Add a dot", "to")], blocker=NOT_GIVEN
        )
        bar = ui.Row([self.tally, self.undo])
        bar.add_class("crp-row")
        super().__init__([self.channel, bar, self.grid])
        desk.on_change(self.refresh)
        self.refresh()

    def refresh(self) -> None:
        """Show how many dots are in, and what undoing would take back."""
        vote = self._desk.vote
        if vote is None:
            self.grid.set_items([])
            self._letters = ()
            self.grid.blocker = self.undo.blocker = NOT_GIVEN
            self.tally.value = ""
            return
        letters = tuple(option.letter + (option.title or "") for option in vote.options)
        if letters != self._letters:
            self._letters = letters
            self.grid.set_items([(o.id, o.letter, o.title or "(taken back)") for o in vote.options])
        self.grid.set_counts(vote.totals() if vote.shown else None)
        left = self._desk.workshop.dots_left() if self._desk.workshop else None
        self.grid.blocker = (
            "All dots are placed. Undo one, or count the room again in “Set up”." if left == 0 else ""
        )
        self.tally.value = f'<p class="crp-tally" role="status">{ui.escape(tally(vote, left))}</p>'
        self.undo.label = _undo_label(vote)
        self._last = vote.counting[-1].event_id if vote.counting else None
        self.undo.blocker = "" if vote.counting else "There is nothing to undo."

    def _press(self, presses: tuple[tuple[str, str, int], ...], message_id: str) -> None:
        self._desk.place([(option, dots) for option, _, dots in presses], self.channel.value or "spoken")

    def _undo(self) -> None:
        self.grid.clear_news()
        self._desk.undo(self._last)


def tally(vote: DotsState, left: int | None) -> str:
    """Say how many dots are in, without saying where."""
    placed = f"{vote.placed} dot{'' if vote.placed == 1 else 's'} in"
    if left is None:
        return f"{placed}. Nobody has counted the room, so there is no upper limit."
    if left < 0:
        return f"{placed}: {-left} more than the room can have. Check the head-count in “Set up”."
    return f"{placed}, {left} still to come."


def _undo_label(vote: DotsState) -> str:
    if not vote.counting:
        return "Undo the last entry"
    last = vote.counting[-1]
    letter = next(option.letter for option in vote.options if option.id == last.option)
    return f"Undo: {last.dots} dot{'' if last.dots == 1 else 's'} for {letter}"
