"""Themes: sorting notes on a board, naming, merging, splitting, undoing."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

import pandas as pd

from crpkit.errors import did_you_mean
from crpkit.store import Event, new_id
from crpkit.workshop.activities import notes_of
from crpkit.workshop.activities.notes import NOT_ASKED, NOT_SAID, Note
from crpkit.workshop.activities.tables import tidy_frame
from crpkit.workshop.activities.themes import NOWHERE, ThemesState, apply_themes
from crpkit.workshop.checks import refused, visible
from crpkit.workshop.photographing import Photographing
from crpkit.workshop.state import WorkshopState

LONGEST_THEME = 120
MOST_THEMES = 60
THEME_COLUMNS = [
    "activity_id",
    "theme_id",
    "title",
    "note_id",
    "text",
    "families",
    "channel",
    "state",
    "consent",
    "evidence",
]


class Theming(Photographing):
    """What can be done with themes; a part of :class:`crpkit.workshop.Workshop`."""

    def board(self, activity: str) -> ThemesState:
        """Return a board of themes as it is now.

        Raises
        ------
        InputProblems
            If the workshop has no such board.
        """
        found = self.state.activities.get(activity)
        if not isinstance(found, ThemesState):
            known = [name for name, one in self.state.activities.items() if isinstance(one, ThemesState)]
            near = did_you_mean(activity, known)
            raise refused(f"There are no themes “{activity}”", near, "activity", "unknown-activity")
        return found

    def make_theme(
        self, activity: str, title: str, notes: Sequence[str] = (), event_id: str | None = None
    ) -> str:
        """Make a theme, and put notes into it; return its name.

        Parameters
        ----------
        activity
            The board.
        title
            Up to 120 characters; may be empty until somebody names it.
        notes
            Ids of notes, wherever they lie.
        event_id
            Made by the page; sending it again changes nothing.

        Raises
        ------
        InputProblems
            If the title is too long, a note is not on this board, or there are 60 themes.
        """
        self._refuse_more(activity)
        body = {"theme": _theme_id(event_id), "notes": self._on_board(activity, notes)}
        return self._act(activity, "made", body, _title(title), event_id, "theme")

    def name_theme(self, activity: str, theme: str, title: str, event_id: str | None = None) -> None:
        """Give a theme another title."""
        self._known(activity, theme)
        self._act(activity, "named", {"theme": theme}, _title(title), event_id)

    def put_notes(
        self, activity: str, notes: Sequence[str], theme: str | None, event_id: str | None = None
    ) -> None:
        """Put notes into a theme, on the pile of what fits nowhere (``nowhere``), or unsorted again (``None``)."""
        if theme is not None and theme != NOWHERE:
            self._known(activity, theme)
        body = {"notes": self._on_board(activity, notes), "theme": theme}
        self._act(activity, "put", body, {}, event_id)

    def merge_themes(self, activity: str, theme: str, into: str, event_id: str | None = None) -> None:
        """Put all notes of a theme into another; the first is gone then."""
        self._known(activity, theme)
        self._known(activity, into)
        if theme == into:
            raise refused("A theme cannot be merged with itself", "Choose another.", "into")
        self._act(activity, "merged", {"theme": theme, "into": into}, {}, event_id)

    def split_theme(
        self, activity: str, theme: str, notes: Sequence[str], title: str = "", event_id: str | None = None
    ) -> str:
        """Take notes out of a theme into a new one beside it; return its name."""
        places = self.board(activity).places
        self._known(activity, theme)
        self._refuse_more(activity)
        inside = [note for note in notes if places.get(note) == theme]
        if not inside:
            raise refused("No note of this theme was chosen", "Choose some of its notes.", "notes", "empty")
        body = {"theme": theme, "new": _theme_id(event_id), "notes": inside}
        return self._act(activity, "split", body, _title(title), event_id, "new")

    def undo_theme(self, activity: str, act: str, event_id: str | None = None) -> None:
        """Undo the last thing that was done on the board, by its event id.

        Raises
        ------
        InputProblems
            If something else was done since, here or on another console.
        """
        board = self.board(activity)
        known = None if event_id is None else self._log.find(event_id)
        if known is not None and known.kind == "themes/undone" and known.body.get("act") == act:
            return  # sent again
        if board.last != act:
            found = "Something else was done on this board since"
            raise refused(found, "Look at it, then undo again if you want.", "act", "moved-on")
        body = {"activity": activity, "act": act}
        event = self._write("themes/undone", body, event_id=event_id)
        self._refuse_overtaken(activity, event)

    def _refuse_overtaken(self, activity: str, event: Event) -> None:
        """Say so if another console did something in the same moment, so that this undo did nothing."""
        board: ThemesState | None = None
        for one in self._log.events(self.stream):
            if one.body.get("activity") != activity or not one.kind.startswith("themes/"):
                continue
            after = apply_themes(board, one)
            if one.id == event.id and after is board:
                found = "Something else was done on this board in the same moment"
                raise refused(found, "Look at it, then undo again if you want.", "act", "moved-on")
            board = after

    def themes(self) -> pd.DataFrame:
        """Return what lies in which theme: one row for each note, and one for each theme without any.

        Returns
        -------
        DataFrame
            Columns ``activity_id, theme_id`` (missing for notes that are not sorted; ``nowhere`` for those that fit
            nowhere), ``title, note_id, text`` (missing for notes that need care), ``families, channel, state, consent,
            evidence``, as of :meth:`notes`. Notes that were taken back are left out. Individual-level: private.
        """
        state = self.state
        rows: list[tuple[object, ...]] = []
        for board in state.activities.values():
            if isinstance(board, ThemesState):
                rows += _rows(state, board)
        return tidy_frame(rows, THEME_COLUMNS)

    def _act(
        self,
        activity: str,
        step: str,
        body: Mapping[str, object],
        words: Mapping[str, str],
        event_id: str | None,
        returns: str = "",
    ) -> str:
        self.board(activity)
        event = self._write(f"themes/{step}", {"activity": activity, **body}, words, event_id)
        return str(event.body.get(returns, ""))

    def _known(self, activity: str, theme: str) -> None:
        themes = self.board(activity).themes
        if theme not in themes:
            found = "This theme is not there any more"
            raise refused(found, "Look at the board: it may have been merged.", "theme", "unknown-option")

    def _refuse_more(self, activity: str) -> None:
        if len(self.board(activity).themes) >= MOST_THEMES:
            raise refused(f"There are {MOST_THEMES} themes already", "Merge some first.", "theme")

    def _on_board(self, activity: str, notes: Sequence[str]) -> list[str]:
        known = board_notes(self.state, self.board(activity))
        strange = [note for note in notes if note not in known]
        if strange and len(strange) == len(notes):
            raise refused(
                "This note is not on the board", "It may have been taken back.", "notes", "unknown-note"
            )
        return [note for note in dict.fromkeys(notes) if note in known]


def board_notes(state: WorkshopState, board: ThemesState) -> dict[str, Note]:
    """Return the notes that lie on a board: those of its activities that stand and need no care."""
    return {
        note.id: note
        for name, activity in state.activities.items()
        if (not board.of or name in board.of) and (written := notes_of(activity)) is not None
        for note in written.notes.values()
        if note.text is not None and note.state not in ("care", "taken-back")
    }


def _rows(state: WorkshopState, board: ThemesState) -> Iterator[tuple[object, ...]]:
    notes = board_notes(state, board)
    inside: dict[str | None, list[Note]] = {}
    for note in notes.values():
        inside.setdefault(board.places.get(note.id), []).append(note)
    for theme in board.themes.values():
        for note in inside.get(theme.id, []):
            yield (board.id, theme.id, theme.title, *_note(state, note))
        if theme.id not in inside:
            yield (board.id, theme.id, theme.title, None, None, "", "", "", "", "")
    for place, title in ((NOWHERE, "Fits nowhere"), (None, None)):
        for note in inside.get(place, []):
            yield (board.id, place, title, *_note(state, note))


def _note(state: WorkshopState, note: Note) -> tuple[object, ...]:
    people = state.people
    known = people.get(note.actor) is not None
    return (
        note.id,
        note.text,
        ", ".join(people.families(note.actor) or note.families) or NOT_SAID,
        note.channel,
        note.state,
        str(people.consent(note.actor)) if known else NOT_ASKED,
        note.evidence,
    )


def _title(title: str) -> dict[str, str]:
    text = " ".join(visible(title).split())
    if len(text) > LONGEST_THEME:
        found = f"The title has {len(text)} characters"
        raise refused(found, f"Use {LONGEST_THEME} or fewer.", "title", "too-long")
    return {"title": text}


def _theme_id(event_id: str | None) -> str:
    return f"t-{event_id or new_id()}"[:64]
