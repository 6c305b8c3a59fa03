"""Notes from a spreadsheet: one note in each row."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from crpkit.errors import InputProblems, Problem, did_you_mean
from crpkit.workshop.activities.ask import AskState, Box
from crpkit.workshop.entries import clean_entry
from crpkit.workshop.importing.found import FromPaper, Left, Taken
from crpkit.workshop.importing.sheet import header, is_formula, read_sheet
from crpkit.workshop.importing.voice import asks_for_voice, voice_from
from crpkit.workshop.noting import MOST_NOTES_AT_ONCE

_TEXT = ("text", "note", "notes", "words", "card", "what", "idea", "comment")
_HEADING = ("heading", "box", "under")
_ABOUT = ("about", "option", "item")
_TABLE = ("table",)


def notes_from_csv(activity: Any, data: bytes, tables: tuple[str, ...] = ()) -> FromPaper:
    """Read notes for an activity that people write in.

    A first row may say what the columns hold: ``text`` (or note, words, card …), ``heading`` and ``about`` where the
    activity has several, ``table``, ``voice`` where it asks from where people speak, and the names of other fields.
    Without such a row, the first column is the text.

    Parameters
    ----------
    activity
        Notes, or another activity that people write in.
    data
        The file.
    tables
        Names of the tables in the room.

    Returns
    -------
    FromPaper
        Its entries are arguments of :meth:`crpkit.workshop.Workshop.write_notes`.

    Raises
    ------
    InputProblems
        If the file cannot be read at all.
    """
    sheet = read_sheet(data)
    rows = list(sheet.rows)
    columns = header(rows[0][1], _known(activity)) if rows else None
    left, taken = list(sheet.left), []
    if columns is None:
        columns = {0: "text"}
        left += _more_columns(rows)
        rows = [(line, cells) for line, cells in rows if not any(cells[1:])]
    else:
        columns = _once(columns)
        left += _not_read(rows[0][1], columns)
        rows = rows[1:]
        if "text" not in columns.values():
            left.append(Left(1, "No column is called “text”. Call the one with the notes so."))
            rows = []
    entries: dict[tuple[str, str, str | None, str], dict[str, Any]] = {}
    for line, cells in rows:
        try:
            entry = _entry(activity, {what: _at(cells, place) for place, what in columns.items()}, tables)
        except InputProblems as error:
            left.append(Left(line, error.problems[0].sentence))
            continue
        taken.append(Taken(line, entry["words"]))
        one = entries.setdefault(entry["key"], _empty(activity, entry))
        one["texts"].append(entry["text"])
        one["mores"].append(entry["more"])
    groups = tuple(part for one in entries.values() for part in _in_parts(one))
    return FromPaper(tuple(taken), tuple(sorted(left, key=lambda one: one.line)), groups)


def _known(activity: Any) -> dict[str, str]:
    known = {name: "text" for name in _TEXT} | dict.fromkeys(_TABLE, "table")
    if isinstance(activity, AskState):
        known |= {"voice": "voice"} if asks_for_voice(activity) else {}
        known |= dict.fromkeys(_HEADING, "box") | dict.fromkeys(_ABOUT, "about")
        for box in activity.boxes:
            for field in box.fields:
                name = "text" if field.id == "text" else f"field:{field.id}"
                known |= {word.casefold(): name for word in (field.id, field.title) if word}
    return known


def _at(cells: tuple[str, ...], place: int) -> str:
    return cells[place] if place < len(cells) else ""


def _more_columns(rows: list[tuple[int, tuple[str, ...]]]) -> Iterator[Left]:
    for line, cells in rows:
        if any(cells[1:]):
            words = "This row has several cells, and no first row says what they hold: name the columns, one “text”."
            yield Left(line, words)


def _once(columns: dict[int, str]) -> dict[int, str]:
    """Return one column for each thing: the first."""
    found: dict[int, str] = {}
    for place, what in columns.items():
        if what not in found.values():
            found[place] = what
    return found


def _not_read(head: tuple[str, ...], columns: dict[int, str]) -> Iterator[Left]:
    for place, cell in enumerate(head):
        if cell and place not in columns:
            yield Left(1, f"The column “{cell}” is not read. Is it one of: text, heading, about, table?")


def _in_parts(one: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """Yield a group of notes in parts that can be entered at once."""
    for start in range(0, len(one["texts"]), MOST_NOTES_AT_ONCE):
        part = slice(start, start + MOST_NOTES_AT_ONCE)
        yield {**one, "texts": one["texts"][part], "mores": one["mores"][part]}


def _entry(activity: Any, said: dict[str, str], tables: tuple[str, ...]) -> dict[str, Any]:
    text = said.get("text", "")
    if not text:
        raise _wrong("There are no words in this row", "If cells are merged, write the words in each row.")
    formula = next((cell for cell in said.values() if is_formula(cell)), None)
    if formula is not None:
        raise _wrong(f"“{formula}” is a formula, not words", "Write what it should say.")
    table = said.get("table") or None
    if table is not None and table not in tables:
        near = did_you_mean(table, tables) if tables else ""
        raise _wrong(f"There is no table “{table}”", near or "Name the tables first, under “People”.")
    box, about = "", ""
    if isinstance(activity, AskState):
        box = _box(activity, said.get("box", ""), "box" in said).id
        about = _about(activity, said.get("about", ""))
    voice = voice_from(activity, said.get("voice", ""))
    more = {
        what.removeprefix("field:"): cell for what, cell in said.items() if what.startswith("field:") and cell
    }
    words = clean_entry(activity, box, about, text, more)  # raises what is wrong with it
    shown = " · ".join([words["text"], *(words[name] for name in words if name != "text")])
    return {
        "key": (box, about, table, voice),
        "text": text,
        "more": {name: cell for name, cell in words.items() if name != "text"},
        "words": shown,
    }


def _box(activity: AskState, name: str, has_column: bool) -> Box:
    if not name and (not has_column or len(activity.boxes) == 1):
        return activity.boxes[0]
    found = [box for box in activity.boxes if name.casefold() in (box.id.casefold(), box.title.casefold())]
    if not found:
        titles = [box.title for box in activity.boxes]
        if not name:
            raise _wrong("The heading is empty", "If cells are merged, write the heading in each row.")
        raise _wrong(
            f"There is no heading “{name}”", did_you_mean(name, titles) or f"Use one of: {', '.join(titles)}."
        )
    return found[0]


def _about(activity: AskState, name: str) -> str:
    if not activity.about_items:
        return ""
    if not name and len(activity.items) == 1:
        return activity.items[0].id
    for item in activity.items:
        if name.casefold() in (item.letter.casefold(), (item.title or "").casefold()) and name:
            return item.id
    if not name:
        raise _wrong("It is not said what this is about", "Write the option’s letter in a column “about”.")
    raise _wrong(f"There is no option “{name}”", "Write its letter, for example A.")


def _empty(activity: Any, entry: dict[str, Any]) -> dict[str, Any]:
    box, about, table, voice = entry["key"]
    said = {"voice": voice} if voice else {}
    return {"texts": [], "mores": [], "box": box, "about": about, "table": table, **said}


def _wrong(found: str, remedy: str) -> InputProblems:
    return InputProblems([Problem(found, remedy)])
