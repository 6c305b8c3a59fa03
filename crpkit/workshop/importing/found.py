"""What was found in a spreadsheet, before anything is entered."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Taken:
    """A row that can be entered: its line in the file, and what it says in words."""

    line: int
    words: str


@dataclass(frozen=True)
class Left:
    """A row that cannot be entered, or could be misread: its line, and why, with what to write instead."""

    line: int
    words: str


@dataclass(frozen=True)
class FromPaper:
    """A preview: nothing is in the record until the entries are written.

    Attributes
    ----------
    taken
        Rows that were understood, in their order.
    left
        Rows that were not, and remarks about the file.
    entries
        What would be written: arguments of ``write_notes``, ``place_many`` or ``place_all``, one mapping for each call.
    """

    taken: tuple[Taken, ...]
    left: tuple[Left, ...]
    entries: tuple[dict[str, Any], ...]
