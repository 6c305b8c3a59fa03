"""Themes: how many notes each has, and the notes that may be quoted."""

from __future__ import annotations

from collections.abc import Iterator

from crpkit.charts import theme_piles
from crpkit.charts.looks import named
from crpkit.reports.document import Card, CardGroup, Cards, FigureBlock, Heading, Paragraph, Part
from crpkit.reports.gathered import Gathered
from crpkit.workshop import Note
from crpkit.workshop.activities import notes_of
from crpkit.workshop.activities.themes import NOWHERE, ThemesState
from crpkit.workshop.theming import board_notes


def theme_parts(given: Gathered, board: ThemesState) -> Iterator[Part]:
    """Yield the themes of a board."""
    notes = board_notes(given.state, board)
    piles: dict[str, list[Note]] = {}
    for note in notes.values():
        piles.setdefault(board.places.get(note.id, ""), []).append(note)
    sizes: dict[str, int] = {}
    for theme in board.themes.values():
        title = theme_title(theme.title)
        sizes[title] = sizes.get(title, 0) + len(piles.get(theme.id, ()))
    title = board.prompt or "Themes"
    figure = theme_piles(sizes, title, len(piles.get(NOWHERE, ())), len(piles.get("", ())))
    yield FigureBlock(figure, titled=title != board.prompt)
    for theme in board.themes.values():
        yield from _pile(given, theme_title(theme.title), piles.get(theme.id, []))
    if piles.get(NOWHERE):
        yield from _pile(given, "Fits nowhere", piles[NOWHERE])


def theme_title(title: str | None) -> str:
    """Return what a theme is called."""
    return "Without a name" if title == "" else named(title)


def _counted(notes: int, quoted: int) -> str:
    if not notes:
        return "No note is in it."
    words = "1 note" if notes == 1 else f"{notes} notes"
    left = notes - quoted
    return f"{words}; {'it is' if notes == 1 else f'{left} of them'} not quoted." if left else f"{words}."


def _pile(given: Gathered, title: str, notes: list[Note]) -> Iterator[Part]:
    home = {
        name: activity
        for activity in given.state.activities.values()
        if (written := notes_of(activity)) is not None
        for name in written.notes
    }
    quoted = [note for note in notes if given.quoting.may(note, home[note.id])]
    yield Heading(3, title)
    yield Paragraph(_counted(len(notes), len(quoted)), "small")
    if quoted:
        yield Cards(title, (CardGroup("", tuple(Card(note.text or "") for note in quoted)),))
