"""A stream as JSON Lines: a header, then one line an event.

The header is ``{"type": "crpkit/log", "version": 1, "private": true, "stream": …,
"events": …}``. A line has ``seq, id, kind, actor, at, body, words`` and ``erased``
(field → time); words that were taken back are null. Exports are individual-level
and for the facilitator only.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Any, NoReturn

from sqlalchemy import Connection

from crpkit.errors import InputProblems, Problem, did_you_mean
from crpkit.store import queries
from crpkit.store.clean import LARGEST_NUMBER, clean_draft, wrong_name
from crpkit.store.records import Draft, Event, written_time

KIND = "crpkit/log"
VERSION = 1
_FIELDS = ("seq", "id", "kind", "actor", "at", "body", "words", "erased")
_WHOLE_FILE = "Use a whole export as crpkit wrote it; nothing of this one was taken in."


@dataclass(frozen=True)
class Line:
    """One event out of an export.

    Attributes
    ----------
    seq
        Its number where it came from.
    draft
        The event, clean; its words are those that were not taken back.
    erased
        Field → when its words were taken back.
    """

    seq: int
    draft: Draft
    erased: dict[str, str]


def write_lines(stream: str, stored: Iterable[queries.Stored]) -> Iterator[dict[str, Any]]:
    """Return the header and the lines of a stream."""
    rows = [_written(event, erased) for event, erased in stored]
    yield {"type": KIND, "version": VERSION, "private": True, "stream": stream, "events": len(rows)}
    yield from rows


def _written(event: Event, erased: dict[str, str]) -> dict[str, Any]:
    return {
        "seq": event.seq,
        "id": event.id,
        "kind": event.kind,
        "actor": event.actor,
        "at": written_time(event.at),
        "body": event.body,
        "words": dict(event.words),
        "erased": erased,
    }


def load_lines(path: Path) -> list[Any]:
    """Read an export file: one JSON value a line.

    Raises
    ------
    InputProblems
        If the file cannot be read, with every line that is not JSON.
    """
    try:
        text = path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        raise InputProblems([Problem("The file is not UTF-8 text", _WHOLE_FILE, path)]) from error
    except OSError as error:
        found = f"The file cannot be opened ({error.strerror})"
        raise InputProblems([Problem(found, "Check that it is there and readable.", path)]) from error
    values, problems = [], []
    # Not splitlines(): that would also break at U+2028 and others, which JSON texts may hold.
    for number, line in enumerate(text.rstrip("\n").split("\n"), 1):
        try:
            values.append(json.loads(line, parse_constant=_no_constant))
        except (ValueError, RecursionError):
            problems.append(Problem("This line is not JSON", _WHOLE_FILE, path, number))
    if problems:
        raise InputProblems(problems)
    return values


def _no_constant(name: str) -> NoReturn:
    raise ValueError(name)


def read_lines(lines: Iterable[Any], file: Path | None = None) -> tuple[str, list[Line]]:
    """Check an export and return its stream and its events.

    Parameters
    ----------
    lines
        The header and the events, as parsed from JSON.
    file
        Where they stand, for messages.

    Raises
    ------
    InputProblems
        Every line that cannot be used.
    """
    header, *rest = [*lines] or [None]
    stream = _read_header(header, len(rest), file)
    events: list[Line] = []
    problems: list[Problem] = []
    for number, line in enumerate(rest, 2):
        try:
            events.append(_read_line(line, stream, events[-1].seq if events else 0))
        except InputProblems as error:
            problems += [replace(problem, file=file, line=number) for problem in error.problems]
    if problems:
        raise InputProblems(problems)
    return stream, events


def _read_header(header: object, count: int, file: Path | None) -> str:
    def refuse(found: str, remedy: str, field: str | None = None) -> InputProblems:
        return InputProblems([Problem(found, remedy, file, 1, field)])

    if not isinstance(header, Mapping) or header.get("type") != KIND:
        raise refuse("This is not an exported log", f'The first line must say “"type": "{KIND}"”.')
    version = header.get("version")
    if not isinstance(version, int) or not 1 <= version <= VERSION:
        found = f"The export has version {version}; this crpkit reads up to version {VERSION}"
        raise refuse(found, "Install a newer crpkit.", "version")
    problem = wrong_name("stream", header.get("stream"))
    if problem is not None:
        raise refuse(problem.found, problem.remedy, "stream")
    if header.get("events", count) != count:
        found = f"The first line promises {header['events']} events; there are {count}"
        raise refuse(found, f"The file was cut short or changed. {_WHOLE_FILE}", "events")
    return str(header["stream"])


def _read_line(line: object, stream: str, before: int) -> Line:
    if not isinstance(line, Mapping):
        raise InputProblems([Problem("This line is not an event", _WHOLE_FILE)])
    problems = [
        Problem(f"There is no field “{name}”", did_you_mean(name, _FIELDS), field=str(name)[:80])
        for name in line
        if name not in _FIELDS
    ]
    problems += [
        Problem("This field is missing", _WHOLE_FILE, field=name) for name in _FIELDS if name not in line
    ]
    if problems:
        raise InputProblems(problems)
    seq = line["seq"]
    if not isinstance(seq, int) or isinstance(seq, bool) or not before < seq <= LARGEST_NUMBER:
        raise InputProblems([Problem("The numbers of the events do not rise", _WHOLE_FILE, field="seq")])
    erased = _read_erased(line["erased"], line["words"])
    words = {name: text for name, text in line["words"].items() if name not in erased}
    draft = Draft(
        stream, line["kind"], line["body"], words, line["actor"], line["id"], _read_time(line["at"], "at")
    )
    return Line(seq, clean_draft(draft, own=True), erased)


def _read_time(text: object, field: str) -> datetime:
    try:
        moment = datetime.fromisoformat(str(text))
        written_time(moment)
    except ValueError as error:
        raise InputProblems(
            [Problem(f"“{str(text)[:80]}” is not a time", _WHOLE_FILE, field=field)]
        ) from error
    return moment


def _read_erased(erased: object, words: object) -> dict[str, str]:
    if not isinstance(erased, Mapping) or not isinstance(words, Mapping):
        raise InputProblems([Problem("The words of this event cannot be read", _WHOLE_FILE, field="words")])
    problems = [problem for name in erased if (problem := wrong_name("field", name))]
    if problems:
        raise InputProblems(problems)
    if any(words.get(name) is not None for name in erased):
        raise InputProblems([Problem("Words that were taken back stand here", _WHOLE_FILE, field="words")])
    return {name: written_time(_read_time(at, "erased")) for name, at in erased.items()}


def add_lines(connection: Connection, stream: str, lines: list[Line]) -> None:
    """Bring events back; those that are there stay, and words taken back in either place stay away.

    Events keep their numbers if these are free and come after all others of the stream; else they are
    numbered anew, in the same order.
    """
    known = queries.ids_of(connection, stream)
    fresh = [line.seq for line in lines if line.draft.id not in known]
    keep = not fresh or (
        fresh[0] > queries.last_number(connection, stream) and not queries.taken(connection, fresh)
    )
    for line in lines:
        assert line.draft.id is not None
        _, new = queries.add(connection, line.draft, line.seq if keep else None)
        if new:
            queries.add_tombstones(connection, line.draft.id, line.erased)
        else:
            queries.bury(connection, line.draft.id, line.erased)
