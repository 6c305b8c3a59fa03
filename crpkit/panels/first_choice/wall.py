"""Step 3: the list as the room reads it, each option with its letter."""

from __future__ import annotations

from crpkit.panels import controls as ui
from crpkit.panels.first_choice.desk import NOT_GIVEN, Desk
from crpkit.workshop import DotsState


class ListWall(ui.Column):
    """All options with their letters, large enough for the back row."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self.wall = ui.Html()
        super().__init__([self.wall])
        desk.on_change(self.refresh)
        self.refresh()

    def refresh(self) -> None:
        """Show the options of the vote."""
        vote = self._desk.vote
        title = self._desk.workshop.state.title if self._desk.workshop else None
        self.wall.value = wall_html(vote, title or "") if vote else f"<p>{ui.escape(NOT_GIVEN)}</p>"


def wall_html(vote: DotsState, title: str = "") -> str:
    """Return the workshop's title, the question, and the options with their letters; all text is escaped."""
    items = "".join(
        f'<li><span class="crp-letter">{ui.escape(option.letter)}</span>'
        f"<bdi>{ui.escape(option.title if option.title is not None else '(taken back)')}</bdi></li>"
        for option in vote.options
    )
    dots = "1 dot" if vote.dots_each == 1 else f"{vote.dots_each} dots"
    return (
        f'<p class="crp-eyebrow"><bdi>{ui.escape(title)}</bdi></p>'
        f'<h3 class="crp-question"><bdi>{ui.escape(vote.prompt or "Which of these would help most here?")}</bdi></h3>'
        f'<p class="crp-lead">You have {dots}. Put them where you like; all on one is fine.</p>'
        f'<ul class="crp-wall" role="list" style="--crp-wall-columns: {columns(len(vote.options))}">{items}</ul>'
    )


def columns(options: int) -> int:
    """Return how many columns the projector needs so that the whole list fits one screen."""
    return 1 if options <= 8 else 2 if options <= 20 else 3
