"""Small tables that a team fills in: rows with named columns, read leniently, every row not used said why."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from crpkit.errors import InputProblems, Problem
from crpkit.needs.wordings import Wordings, parted, plain
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
        self.guessed: dict[str, str] = {}
        self._known = Wordings(
            {name: name for name in titles} | {title: name for name, title in titles.items()}
        )

    def find(self, words: str) -> str | None:
        """Return the id that words mean: by id, by title, or clearly close to one, which is noted in ``guessed``."""
        name = self._known.exact(words)
        if name is None:
            name = self._known.closest(words)[0]
            if name is not None:
                self.guessed[words.strip()] = name
        return name

    def is_exact(self, words: str) -> bool:
        """Return whether words are an id or a title."""
        return self._known.exact(words) is not None

    def is_close(self, words: str) -> bool:
        """Return whether words are clearly close to an id or a title."""
        return self._known.closest(words)[0] is not None

    def remarks(self) -> list[str]:
        """Return what was taken for what although it reads otherwise, a sentence each."""
        return [f"“{words}” was read as “{self.titles[name]}”." for words, name in self.guessed.items()]


def named_in(words: str, *kinds: Names) -> list[tuple[str, int]]:
    """Return what a list names: each id with the number of its kind, or the words themselves with -1.

    Parameters
    ----------
    words
        Parted by semicolons, commas or line ends; a title may itself hold these.
    kinds
        Where to look. What is exactly so in any of them counts before what is only close in another.
    """
    pieces = (
        piece for part in parted(words, lambda one: _exact(one, kinds)) for piece in _parts(part, kinds)
    )
    return list(dict.fromkeys(_meant(piece, kinds) for piece in pieces))


def _exact(words: str, kinds: Sequence[Names]) -> bool:
    return any(names.is_exact(words) for names in kinds)


def _parts(part: str, kinds: Sequence[Names]) -> Iterator[str]:
    whole = "," not in part or _exact(part, kinds) or any(names.is_close(part) for names in kinds)
    yield from (piece.strip() for piece in ([part] if whole else part.split(",")) if plain(piece))


def _meant(piece: str, kinds: Sequence[Names]) -> tuple[str, int]:
    certain = [number for number, names in enumerate(kinds) if names.is_exact(piece)]
    for number in certain or range(len(kinds)):
        name = kinds[number].find(piece)
        if name is not None:
            return name, number
    return piece, -1
