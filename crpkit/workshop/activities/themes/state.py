"""A board of themes at one moment."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import ClassVar

from crpkit.workshop.activities.tables import ActivityTable, tidy_frame
from crpkit.workshop.maps import frozen, with_item
from crpkit.workshop.people import People

NOWHERE = "nowhere"
"""The pile for notes that fit in no theme."""
PLACE_COLUMNS = ["theme_id", "title", "note_id"]


@dataclass(frozen=True)
class Theme:
    """One theme.

    Attributes
    ----------
    id, title
        Its name within the board, and its words; ``None`` if they were taken back.
    named_by
        Id of the event that brought the title.
    """

    id: str
    title: str | None
    named_by: str


@dataclass(frozen=True)
class Board:
    """Which themes there are, and what lies in them; everything that undo brings back.

    Attributes
    ----------
    themes
        Theme id → theme, in their order on the board.
    places
        Note id → theme id, or :data:`NOWHERE`; notes that are not sorted yet are absent.
    """

    themes: Mapping[str, Theme] = field(default_factory=frozen)
    places: Mapping[str, str] = field(default_factory=frozen)


@dataclass(frozen=True)
class Act:
    """Something that was done to the board: the event, and the board before it."""

    event_id: str
    before: Board


@dataclass(frozen=True)
class ThemesState:
    """A board of themes.

    Attributes
    ----------
    id, prompt
        Its name in the workshop and the question.
    of
        The activities whose notes are sorted; empty for all.
    open
        Whether it is put before the room; phones only look.
    board
        Themes, and what lies in them.
    acts
        What was done, the latest last; undone acts are gone.
    added_by
        Id of the event that added it.
    """

    engine: ClassVar[str] = "themes"

    id: str
    prompt: str | None
    of: tuple[str, ...] = ()
    open: bool = False
    board: Board = field(default_factory=Board)
    acts: tuple[Act, ...] = ()
    added_by: str = ""

    @property
    def themes(self) -> Mapping[str, Theme]:
        """Theme id → theme."""
        return self.board.themes

    @property
    def places(self) -> Mapping[str, str]:
        """Note id → theme id, or :data:`NOWHERE`."""
        return self.board.places

    @property
    def last(self) -> str | None:
        """The act that undo would take back."""
        return self.acts[-1].event_id if self.acts else None

    def tables(self, people: People) -> tuple[ActivityTable, ...]:
        """Return which note lies where; the words of the notes stand in their own tables."""
        titles = {theme.id: theme.title for theme in self.themes.values()} | {NOWHERE: "Fits nowhere"}
        rows = [(place, titles.get(place), note) for note, place in self.places.items()]
        return (ActivityTable("themes", tidy_frame(rows, PLACE_COLUMNS), private=True),)

    def with_people(self, people: People) -> ThemesState:
        """Return the board: it does not depend on who counts."""
        return self

    def without_person(self, person: str) -> ThemesState:
        """Return the board: what was taken back is gone from the notes themselves."""
        return self

    def without_words(self, event_id: str, fields: tuple[str, ...]) -> ThemesState:
        """Return the board after words of an event were taken back, also from what undo would bring back."""
        if event_id == self.added_by and "prompt" in fields:
            return replace(self, prompt=None)
        if "title" not in fields or not self._holds(event_id):
            return self
        acts = tuple(replace(act, before=_untitled(act.before, event_id)) for act in self.acts)
        return replace(self, board=_untitled(self.board, event_id), acts=acts)

    def _holds(self, event_id: str) -> bool:
        boards = (self.board, *(act.before for act in self.acts))
        return any(theme.named_by == event_id for board in boards for theme in board.themes.values())


def _untitled(board: Board, event_id: str) -> Board:
    for theme in board.themes.values():
        if theme.named_by == event_id and theme.title is not None:
            board = replace(board, themes=with_item(board.themes, theme.id, replace(theme, title=None)))
    return board
