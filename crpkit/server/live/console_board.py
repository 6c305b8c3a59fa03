"""What a console's messages about agenda and themes do to the workshop."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from crpkit.server.live.wire_agenda import Extend, Go, Skip
from crpkit.server.live.wire_parts import Said
from crpkit.server.live.wire_themes import MakeTheme, MergeThemes, NameTheme, PutNotes, SplitTheme, UndoTheme
from crpkit.workshop import Workshop


def _go(workshop: Workshop, said: Go) -> None:
    workshop.go(said.step, said.seen, said.id)


def _extend(workshop: Workshop, said: Extend) -> None:
    workshop.extend(said.minutes, said.step, said.id)


def _skip(workshop: Workshop, said: Skip) -> None:
    workshop.skip(said.step, said.skipped, said.id)


def _finish(workshop: Workshop, said: Said) -> None:
    workshop.finish_agenda(said.id)


def _make(workshop: Workshop, said: MakeTheme) -> object:
    return workshop.make_theme(said.activity, said.title, said.notes, said.id)


def _name(workshop: Workshop, said: NameTheme) -> None:
    workshop.name_theme(said.activity, said.theme, said.title, said.id)


def _put(workshop: Workshop, said: PutNotes) -> None:
    workshop.put_notes(said.activity, said.notes, said.theme, said.id)


def _merge(workshop: Workshop, said: MergeThemes) -> None:
    workshop.merge_themes(said.activity, said.theme, said.into, said.id)


def _split(workshop: Workshop, said: SplitTheme) -> object:
    return workshop.split_theme(said.activity, said.theme, said.notes, said.title, said.id)


def _undo(workshop: Workshop, said: UndoTheme) -> None:
    workshop.undo_theme(said.activity, said.act, said.id)


BOARD_ACTS: dict[str, Callable[[Workshop, Any], object]] = {
    "agenda-go": _go,
    "agenda-extend": _extend,
    "agenda-skip": _skip,
    "agenda-finish": _finish,
    "theme-make": _make,
    "theme-name": _name,
    "theme-put": _put,
    "theme-merge": _merge,
    "theme-split": _split,
    "theme-undo": _undo,
}
