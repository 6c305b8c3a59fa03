"""Messages about a board of themes."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from crpkit.server.live.wire_parts import MOST, Name, Said

Notes = Annotated[list[Name], Field(max_length=MOST)]


class MakeTheme(Said):
    """A new theme, with notes if wanted."""

    activity: Name
    title: str
    notes: Notes = []


class NameTheme(Said):
    """Another title for a theme."""

    activity: Name
    theme: Name
    title: str


class PutNotes(Said):
    """Notes into a theme, on the pile (``nowhere``), or back to the unsorted (null)."""

    activity: Name
    notes: Annotated[list[Name], Field(min_length=1, max_length=MOST)]
    theme: Name | None = None


class MergeThemes(Said):
    """All notes of a theme into another."""

    activity: Name
    theme: Name
    into: Name


class SplitTheme(Said):
    """Some notes of a theme into a new one."""

    activity: Name
    theme: Name
    notes: Annotated[list[Name], Field(min_length=1, max_length=MOST)]
    title: str = ""


class UndoTheme(Said):
    """Undo the last act, by its id."""

    activity: Name
    act: Name
