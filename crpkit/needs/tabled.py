"""Small tables that a team fills in: rows with named columns, read leniently, every row not used said why."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from crpkit.errors import InputProblems, Problem
from crpkit.needs.wordings import Wordings, plain
from crpkit.tables.grids import Grid, words_of

_LOOKED_AT = 10  # rows in which the headings may stand


@dataclass(frozen=True)
class Rows:
    """Rows of a sheet by the names of their columns.

    Attributes
    ----------
    sheet
        Name of the sheet.
    rows
        Row in the file, and what stands in each column that was found.
    found
        Which columns were found.
    """

    sheet: str
    rows: tuple[tuple[int, Mapping[str, str]], ...]
    found: frozenset[str]


def tables_in(
    grids: Sequence[Grid], columns: Mapping[str, Sequence[str]], needed: Sequence[str]
) -> list[Rows]:
    """Return every sheet whose headings name the needed columns.

    Parameters
    ----------
    grids
        The sheets of a file.
    columns
        Name of a column → headings that it may have.
    needed
        Columns without which a sheet says nothing.
    """
    known = Wordings({heading: name for name, headings in columns.items() for heading in headings})
    tables = (_table(grid, known) for grid in grids)
    return [rows for rows in tables if rows is not None and set(needed) <= rows.found]


def needed_tables(
    path: Path, grids: Sequence[Grid], columns: Mapping[str, Sequence[str]], needed: Sequence[str]
) -> list[Rows]:
    """Return the same, at least one.

    Raises
    ------
    InputProblems
        If no sheet of the file has these columns.
    """
    found = tables_in(grids, columns, needed)
    if not found:
        named = " and ".join(f"“{columns[name][0]}”" for name in needed)
        remedy = f"Give it columns headed {named}; the kit’s own sheet has them."
        raise InputProblems([Problem("No sheet has the columns that are needed", remedy, path, 1)])
    return found


def _table(grid: Grid, known: Wordings) -> Rows | None:
    best: tuple[int, dict[int, str]] = (0, {})
    for number, row in enumerate(grid.rows[:_LOOKED_AT]):
        found: dict[int, str] = {}
        for place, cell in enumerate(row):
            name = known.exact(words_of(cell)) if cell != "" else None
            if name is not None and name not in found.values():
                found[place] = name
        if len(found) > len(best[1]):
            best = (number, found)
    head, named = best
    if not named:
        return None
    rows = tuple(
        (head + 2 + at, {name: words_of(row[place]) for place, name in named.items()})
        for at, row in enumerate(grid.rows[head + 1 :])
        if any(words_of(row[place]) for place in named)
    )
    return Rows(grid.name, rows, frozenset(named.values()))


class Names:
    """Ids and titles of records; says which of them words mean."""

    def __init__(self, titles: Mapping[str, str]) -> None:
        self.titles = dict(titles)
        self._known = Wordings(
            {name: name for name in titles} | {title: name for name, title in titles.items()}
        )

    def find(self, words: str) -> str | None:
        """Return the id that words mean, by id, title, or clearly close to one of them."""
        return self._known.exact(words) or self._known.closest(words)[0]

    def find_all(self, words: str) -> tuple[list[str], list[str]]:
        """Return the ids in a list parted by semicolons, commas or line ends, and what was not understood."""
        found: list[str] = []
        left: list[str] = []
        for piece in _pieces(words, self):
            name = self.find(piece)
            (found if name else left).append(name or piece)
        return list(dict.fromkeys(found)), left


def _pieces(words: str, names: Names) -> Iterator[str]:
    for part in words.replace("\n", ";").split(";"):
        if names.find(part) is not None or "," not in part:
            yield from ([part.strip()] if plain(part) else [])
        else:
            yield from (piece.strip() for piece in part.split(",") if plain(piece))
