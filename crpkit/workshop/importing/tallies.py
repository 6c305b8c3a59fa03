"""Tallies from a spreadsheet: a count for each option, or one row for each ballot sheet."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from crpkit.errors import InputProblems, Problem, did_you_mean
from crpkit.workshop.activities.ask import AskState, fits
from crpkit.workshop.importing.found import FromPaper, Left, Taken
from crpkit.workshop.importing.sheet import header, is_formula, read_sheet
from crpkit.workshop.importing.voice import asks_for_voice, voice_from

_OPTION = ("option", "letter", "item", "statement", "title")
_COUNT = ("dots", "points", "count", "number", "people", "ticks", "hands", "total", "votes")
_MOST = 9_999
_THOUSANDS = re.compile(r"[0-9]{1,3}(,[0-9]{3})+(\.0*)?")
_WHOLE = re.compile(r"[0-9]+([.,]0*)?")
Rows = Sequence[tuple[int, tuple[str, ...]]]
_WIDE = "Write a row for each ballot sheet, and a column for each option, headed by its letter."


def tallies_from_csv(activity: Any, data: bytes, tables: Sequence[str] = ()) -> FromPaper:
    """Read a tally for an activity in which people choose.

    Either a row for each option with its letter or title and a count (dots, ticks, points that were counted together);
    or a row for each ballot sheet and a column for each option, headed by its letter or title, if wanted with columns
    ``people`` (how many agreed to it), ``table`` and, where that is asked, ``voice`` (from where they speak).
    Putting in order and scales need the second form: there a cell holds the place, or the answer or its number.

    Returns
    -------
    FromPaper
        Its entries are arguments of :meth:`~crpkit.workshop.Workshop.place_many` for dots, and of
        :meth:`~crpkit.workshop.Workshop.place_all` for all else.

    Raises
    ------
    InputProblems
        If the file cannot be read at all.
    """
    sheet = read_sheet(data)
    if not sheet.rows:
        return FromPaper((), sheet.left, ())
    reader = _Reader(activity, tuple(tables))
    reader.left += sheet.left
    first = sheet.rows[0][1]
    options = {place: found for place, cell in enumerate(first) if (found := reader.option(cell)) is not None}
    counted = any(_number(cell) is not None for cell in first)
    if len(options) >= 2 or (
        options and not counted and len(first) > 1 and not isinstance(activity, AskState)
    ):
        reader.ballots(first, options, sheet.rows[1:])
    else:
        reader.counts(sheet.rows)
    return reader.found()


class _Reader:
    """Collects what was understood and what was not."""

    def __init__(self, activity: Any, tables: tuple[str, ...]) -> None:
        self.activity = activity
        self.tables = tables
        self.taken: list[Taken] = []
        self.left: list[Left] = []
        self.entries: list[tuple[str, int]] = []
        self.sheets: list[dict[str, Any]] = []
        self.items = list(activity.items if isinstance(activity, AskState) else activity.options)

    def option(self, cell: str) -> Any:
        """Return the option that a cell names by letter or title; ``None`` if none."""
        said = cell.casefold()
        return next(
            (
                one
                for one in self.items
                if said and said in (one.letter.casefold(), (one.title or "").casefold())
            ),
            None,
        )

    # -- a count for each option

    def counts(self, rows: Rows) -> None:
        """Read rows of an option and a count."""
        ask = isinstance(self.activity, AskState)
        if ask and self.activity.method in ("ranking", "scale"):
            self.left.append(Left(rows[0][0], f"A count for each option says too little here. {_WIDE}"))
            return
        known = dict.fromkeys(_OPTION, "option") | dict.fromkeys(_COUNT, "count")
        columns = header(rows[0][1], known)
        where = {what: place for place, what in (columns or {}).items()}
        option_at, count_at = where.get("option", 0), where.get("count", 1)
        for line, cells in rows[1:] if columns else rows:
            self._count(line, _at(cells, option_at), _at(cells, count_at))

    def _count(self, line: int, name: str, cell: str) -> None:
        found, number = self.option(name), _number(cell)
        if is_formula(cell) or is_formula(name):
            self._leave(line, f"“{cell if is_formula(cell) else name}” is a formula. Write its result.")
        elif not name:
            self._leave(line, "No option is named. If cells are merged, write the letter in each row.")
        elif found is None:
            near = did_you_mean(name, [one.title for one in self.items if one.title])
            self._leave(line, f"There is no option “{name}”. {near or 'Write its letter, for example A.'}")
        elif not cell:
            self._leave(line, f"There is no number beside {found.letter}. Write 0, or leave the row out.")
        elif number is None or number > _MOST:
            self._leave(line, f"“{cell}” is not a whole number from 0 to {_MOST:,}. Write digits only.")
        elif number:
            self.entries.append((found.id, number))
            self.taken.append(Taken(line, f"{found.letter} {found.title or ''}: {number}"))

    # -- a row for each ballot sheet

    def ballots(
        self, first: tuple[str, ...], options: dict[int, Any], rows: Sequence[tuple[int, tuple[str, ...]]]
    ) -> None:
        """Read rows that are ballot sheets."""
        other = {cell.casefold(): place for place, cell in enumerate(first) if place not in options and cell}
        known = ("people", "table", *(("voice",) if asks_for_voice(self.activity) else ()))
        unknown = [cell for cell in other if cell not in known]
        for cell in unknown:
            self.left.append(Left(1, f"The column “{first[other[cell]]}” is no option and is left out."))
        for line, cells in rows:
            try:
                self._ballot(line, cells, options, other)
            except InputProblems as error:
                self._leave(line, error.problems[0].sentence)

    def _ballot(
        self, line: int, cells: tuple[str, ...], options: dict[int, Any], other: dict[str, int]
    ) -> None:
        ballot = {}
        for place, option in options.items():
            number = self._mark(_at(cells, place), option)
            if number:
                ballot[option.id] = number
        if not ballot:
            raise _wrong("Nothing is chosen in this row", "Leave the row out.")
        people = self._people(_at(cells, other["people"])) if "people" in other else 1
        table = self._table(_at(cells, other["table"])) if "table" in other else None
        voice = voice_from(self.activity, _at(cells, other["voice"]) if "voice" in other else "")
        self._check(ballot)
        letters = {option.id: option.letter for option in options.values()}
        words = " ".join(f"{letters[name]}:{number}" for name, number in ballot.items())
        more = [f"{people} people" if people != 1 else "", table or "", voice]
        self.taken.append(Taken(line, " · ".join(filter(None, [words, *more]))))
        # A table without a number of people says where somebody sat, not that all of it agreed.
        together = table is not None and "people" in other and not asks_for_voice(self.activity)
        sheet = {"ballot": ballot, "people": people, "table": table, "together": together}
        self.sheets.append(sheet | ({"voice": voice} if voice else {}))

    def _mark(self, cell: str, option: Any) -> int:
        if not cell or cell in ("-", "–", "0"):
            return 0
        if is_formula(cell):
            raise _wrong(f"“{cell}” is a formula", "Write its result.")
        method = self.activity.method if isinstance(self.activity, AskState) else "points"
        if method == "scale":
            for number, answer in enumerate(self.activity.answers, start=1):
                if cell.casefold() in (answer.title.casefold(), answer.id.casefold(), str(number)):
                    return number
            titles = [answer.title for answer in self.activity.answers]
            raise _wrong(
                f"“{cell}” under {option.letter} is no answer",
                did_you_mean(cell, titles) or f"Use {', '.join(titles)}.",
            )
        if method in ("one", "approval") and cell.casefold() in ("x", "✓", "✔", "yes", "1"):
            return 1
        found = _number(cell)
        if found is None:
            raise _wrong(f"“{cell}” under {option.letter} is not a whole number", "Write digits only.")
        return found

    def _people(self, cell: str) -> int:
        number = _number(cell)
        if not number:
            raise _wrong(f"“{cell}” is not a number of people", "Write a whole number from 1.")
        return number

    def _table(self, cell: str) -> str | None:
        if cell and cell not in self.tables:
            near = did_you_mean(cell, self.tables) if self.tables else ""
            raise _wrong(f"There is no table “{cell}”", near or "Name the tables first, under “People”.")
        return cell or None

    def _check(self, ballot: dict[str, int]) -> None:
        if not isinstance(self.activity, AskState):
            if sum(ballot.values()) > self.activity.dots_each:
                raise _wrong(
                    f"There are more than {self.activity.dots_each} dots on this sheet", "Count it again."
                )
            return
        items = {item.id for item in self.items}
        if not fits(ballot, self.activity.method, self.activity.most, len(self.activity.answers), items):
            raise _wrong("This ballot breaks the rules of the choice", "Look at the sheet again.")

    # -- the end

    def _leave(self, line: int, words: str) -> None:
        self.left.append(Left(line, words))

    def found(self) -> FromPaper:
        """Return all of it; for dots as a tally, for other methods as ballots."""
        dots = not isinstance(self.activity, AskState)
        if dots:
            placed = [*self.entries, *((name, n) for one in self.sheets for name, n in one["ballot"].items())]
            entries: tuple[dict[str, Any], ...] = ({"entries": placed},) if placed else ()
        else:
            entries = self._as_ballots()
        return FromPaper(tuple(self.taken), tuple(sorted(self.left, key=lambda one: one.line)), entries)

    def _as_ballots(self) -> tuple[dict[str, Any], ...]:
        method, found = self.activity.method, []
        if self.entries and method == "points":  # the points of all, counted from the wall
            together: dict[str, int] = {}
            for name, number in self.entries:
                together[name] = together.get(name, 0) + number
            found.append({"channel": "paper", "ballots": [{"ballot": together, "people": 0, "each": False}]})
        elif self.entries:  # so many people had this one
            ballots = [{"ballot": {name: 1}, "people": number} for name, number in self.entries]
            found.append({"channel": "paper", "ballots": ballots})
        alone, tables = (
            [
                {name: value for name, value in one.items() if name != "together"}
                for one in self.sheets
                if one["together"] == together
            ]
            for together in (False, True)
        )
        found += [{"channel": "paper", "ballots": alone}] if alone else []
        found += [{"channel": "table", "ballots": tables}] if tables else []
        return tuple(found)


def _number(cell: str) -> int | None:
    """Read a whole number as spreadsheets write it: ``12``, ``12.0``, ``12,0``, ``1,200``; not ``1,5``."""
    plain = cell.replace(" ", "").replace("\u00a0", "")
    if _THOUSANDS.fullmatch(plain):
        return int(re.sub(r"\D", "", plain.split(".")[0]))
    return int(re.split("[.,]", plain)[0]) if _WHOLE.fullmatch(plain) else None


def _at(cells: tuple[str, ...], place: int) -> str:
    return cells[place] if place < len(cells) else ""


def _wrong(found: str, remedy: str) -> InputProblems:
    return InputProblems([Problem(found, remedy)])
