"""Themes: notes sorted on a board. Where a note lies is said here; the note itself is never touched."""

from crpkit.workshop.activities.themes.apply import apply_themes
from crpkit.workshop.activities.themes.state import NOWHERE, Board, Theme, ThemesState

__all__ = ["NOWHERE", "Board", "Theme", "ThemesState", "apply_themes"]
