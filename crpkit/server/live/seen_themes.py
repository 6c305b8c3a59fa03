"""What each role may see of a board of themes."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from crpkit.server.live.telling import View
from crpkit.workshop.activities.themes import ThemesState
from crpkit.workshop.state import WorkshopState
from crpkit.workshop.theming import board_notes


def themes_activity(board: ThemesState, order: int) -> dict[str, Any]:
    """Return what every role may know of a board."""
    return {
        "id": board.id,
        "kind": "themes",
        "engine": "themes",
        "prompt": board.prompt,
        "open": board.open,
        "order": order,
        "of": list(board.of),
    }


def themes_view(
    state: WorkshopState, board: ThemesState, called: Callable[[str], str] | None = None, shown: bool = False
) -> View:
    """Return ``themes/ID``: the themes of a board in order, with the notes that lie in them.

    Parameters
    ----------
    called
        Returns the name of a note for this role; without it only how many notes there are is told.
    shown
        Name only notes that stand on the wall; how many there are in all is told in any case.
    """
    inside: dict[str | None, list[str]] = {name: [] for name in (*board.themes, "nowhere", None)}
    counts = dict.fromkeys(inside, 0)
    for note in board_notes(state, board).values():
        place = board.places.get(note.id)
        counts[place] += 1
        if called is not None and (not shown or note.state == "shown"):
            inside[place].append(called(note.id))
    themes = [
        {"id": theme.id, "title": theme.title, "notes": inside[theme.id], "count": counts[theme.id]}
        for theme in board.themes.values()
    ]
    piles = {
        name: {"notes": inside[place], "count": counts[place]}
        for name, place in (("nowhere", "nowhere"), ("unsorted", None))
    }
    return {f"themes/{board.id}": {"id": board.id, "themes": themes, **piles, "last": board.last}}
