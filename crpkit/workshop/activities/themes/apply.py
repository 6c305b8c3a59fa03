"""Folding what is done on a board of themes."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace

from crpkit.store import Event
from crpkit.workshop import bodies
from crpkit.workshop.activities.themes.state import NOWHERE, Act, Board, Theme, ThemesState
from crpkit.workshop.maps import frozen, with_item, with_items

MOST_ACTS = 200  # that can be undone


def apply_themes(state: ThemesState | None, event: Event) -> ThemesState | None:
    """Return the board after one of the ``themes/…`` events.

    These are added, opened, closed, made, named, put, merged, split and undone. An act that changes nothing is none:
    there is nothing to undo about it. Undoing names the act; it does nothing if another came since.

    Raises
    ------
    Malformed
        If the body does not hold what crpkit writes.
    """
    step = event.kind.partition("/")[2]
    if state is None:
        return _added(event) if step == "added" else None
    if step in ("opened", "closed"):
        return state if state.open == (step == "opened") else replace(state, open=step == "opened")
    if step == "undone":
        return _undone(state, bodies.name(event.body, "act"))
    act = _ACTS.get(step)
    if act is None:
        return state
    board = act(state.board, event)
    if board == state.board:
        return state
    acts = (*state.acts, Act(event.id, state.board))[-MOST_ACTS:]
    return replace(state, board=board, acts=acts)


def _added(event: Event) -> ThemesState:
    of = bodies.names(event.body, "of") if "of" in event.body else ()
    return ThemesState(bodies.name(event.body, "activity"), event.words.get("prompt"), of, added_by=event.id)


def _undone(state: ThemesState, act: str) -> ThemesState:
    if state.last != act:
        return state
    return replace(state, board=state.acts[-1].before, acts=state.acts[:-1])


def _made(board: Board, event: Event) -> Board:
    theme = bodies.name(event.body, "theme")
    if theme in board.themes or theme == NOWHERE:
        return board
    made = Theme(theme, event.words.get("title", ""), event.id)
    board = replace(board, themes=with_item(board.themes, theme, made))
    return _with(board, bodies.names(event.body, "notes"), theme)


def _named(board: Board, event: Event) -> Board:
    theme = board.themes.get(bodies.name(event.body, "theme"))
    if theme is None:
        return board
    named = Theme(theme.id, event.words.get("title", ""), event.id)
    return replace(board, themes=with_item(board.themes, theme.id, named))


def _put(board: Board, event: Event) -> Board:
    notes = bodies.names(event.body, "notes")
    if event.body.get("theme") is None:
        left = {note: place for note, place in board.places.items() if note not in notes}
        return board if len(left) == len(board.places) else replace(board, places=frozen(left))
    theme = bodies.name(event.body, "theme")
    return _with(board, notes, theme) if theme in board.themes or theme == NOWHERE else board


def _merged(board: Board, event: Event) -> Board:
    theme, into = bodies.name(event.body, "theme"), bodies.name(event.body, "into")
    if theme == into or theme not in board.themes or into not in board.themes:
        return board
    moved = [note for note, place in board.places.items() if place == theme]
    themes = {name: one for name, one in board.themes.items() if name != theme}
    return replace(_with(board, moved, into), themes=frozen(themes))


def _split(board: Board, event: Event) -> Board:
    theme, new = bodies.name(event.body, "theme"), bodies.name(event.body, "new")
    if theme not in board.themes or new in board.themes or new == NOWHERE:
        return board
    notes = [note for note in bodies.names(event.body, "notes") if board.places.get(note) == theme]
    made = Theme(new, event.words.get("title", ""), event.id)
    order: dict[str, Theme] = {}
    for name, one in board.themes.items():  # the new one stands beside the one it came from
        order[name] = one
        if name == theme:
            order[new] = made
    return _with(replace(board, themes=frozen(order)), notes, new)


def _with(board: Board, notes: Iterable[str], theme: str) -> Board:
    moved = {note: theme for note in notes if board.places.get(note) != theme}
    return replace(board, places=with_items(board.places, moved)) if moved else board


_ACTS: Mapping[str, Callable[[Board, Event], Board]] = {
    "made": _made,
    "named": _named,
    "put": _put,
    "merged": _merged,
    "split": _split,
}
