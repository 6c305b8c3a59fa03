"""From entries to records: duplicate ids, fields and cross-references, all problems at once."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from pydantic import BaseModel

from crpkit.errors import InputProblems, Problem, did_you_mean
from crpkit.framework.entries import Entry, Reading
from crpkit.framework.models import COLLECTIONS, Named
from crpkit.framework.shapes import shapes
from crpkit.tables.records import validate
from crpkit.tables.yamls import Location

_TEAM = re.compile(r"team(-[a-z0-9]+)*")


class Reference(NamedTuple):
    """An id in a record that names another record: where it stands, what it should be in, and it."""

    path: Location
    collection: str
    id: str


def check(reading: Reading) -> dict[str, list[Named]]:
    """Check all that was read, and turn it into records.

    Parameters
    ----------
    reading
        What was read; the problems found here are added to its own.

    Returns
    -------
    dict
        The records that are right, by collection.
    """
    known = {name: reading.ids(name) for name in COLLECTIONS}
    records: dict[str, list[Named]] = {name: [] for name in COLLECTIONS}
    for entry in reading.entries:
        reading.problems += _same_id_twice(entry, known)
        reading.problems += _same_part_twice(entry)
        try:
            records[entry.collection].append(_record(entry))
        except InputProblems as error:
            reading.problems += error.problems
    reading.problems += _unknown_ids(reading, known)
    reading.problems += _still_used(reading)
    reading.problems.sort(key=lambda problem: (str(problem.file or ""), problem.line or 0))
    return records


def references(model: type[BaseModel], node: object, path: tuple[str | int, ...] = ()) -> Iterator[Reference]:
    """Find every id in a record, as it stands in a file, that should name another record."""
    if not isinstance(node, Mapping):
        return
    for name, shape in shapes(model).items():
        for where, item in _items(node.get(name), (*path, name)):
            if shape.refers_to is not None and isinstance(item, str):
                yield Reference(where, shape.refers_to, item)
            elif shape.model is not None:
                yield from references(shape.model, item, where)


def _items(node: object, path: tuple[str | int, ...]) -> Iterator[tuple[tuple[str | int, ...], Any]]:
    if isinstance(node, list):
        yield from (((*path, number), item) for number, item in enumerate(node))
    elif node is not None:
        yield path, node


def _record(entry: Entry) -> Named:
    record = validate(entry.place.document, entry.model, entry.place.location)
    record._team = entry.team
    return record


def _same_id_twice(entry: Entry, known: Mapping[str, Mapping[str, Entry]]) -> Iterator[Problem]:
    if entry.id is None:
        return
    first = known[entry.collection][entry.id]
    if first is not entry:
        file = first.place.document.path
        where = "" if file == entry.place.document.path else f"{file.name}, "
        found = (
            f"The id “{entry.id}” is there twice: in {where}line {first.place.inside(['id']).line} and here"
        )
        yield entry.place.problem(found, "Give one of them another id.", ["id"])


def _same_part_twice(entry: Entry) -> Iterator[Problem]:
    """Find two parts of one record (two prompts, two conditions …) with the same id."""
    data = entry.data if isinstance(entry.data, Mapping) else {}
    for name in data:
        seen: dict[str, int] = {}
        for (_, *rest), item in _items(data[name], (name,)):
            id = item.get("id") if isinstance(item, Mapping) else None
            path = (name, *rest, "id")
            line = entry.place.inside(path).line
            if not isinstance(id, str):
                continue
            if id in seen:
                found = f"The id “{id}” is there twice: in line {seen[id]} and here"
                yield entry.place.problem(found, "Give one of them another id.", path)
            seen.setdefault(id, line)


def _unknown_ids(reading: Reading, known: Mapping[str, Mapping[str, Entry]]) -> Iterator[Problem]:
    for entry in reading.entries:
        for reference in references(entry.model, entry.data):
            if _stands(reference, reading, known) or _left_behind(entry, reference, reading):
                continue
            found = f"There is no “{reference.id}” in {reference.collection.replace('_', ' ')}"
            remedy = did_you_mean(reference.id, known[reference.collection])
            yield entry.place.problem(found, remedy or "Use an id that is there.", reference.path)


def _stands(reference: Reference, reading: Reading, known: Mapping[str, Mapping[str, Entry]]) -> bool:
    return (
        reference.id in known[reference.collection]
        or reference.collection in reading.unread
        or (reference.collection == "report_parts" and _TEAM.fullmatch(reference.id) is not None)
    )


def _left_behind(entry: Entry, reference: Reference, reading: Reading) -> bool:
    """Tell whether a record points to one that an overlay takes away, through no fault of its own."""
    own = entry.team.fields if entry.team else ()
    return (reference.collection, reference.id) in reading.removed and reference.path[0] not in own


def _still_used(reading: Reading) -> Iterator[Problem]:
    users: dict[tuple[str, str], dict[str, None]] = {}
    for entry in reading.entries:
        for reference in references(entry.model, entry.data):
            key = (reference.collection, reference.id)
            if key in reading.removed and _left_behind(entry, reference, reading):
                users.setdefault(key, {})[f"{entry.label} ({reference.path[0]})"] = None
    for key, names in users.items():
        if key[1] in reading.ids(key[0]):
            continue  # taken away and written anew
        verb = "name" if len(names) > 1 else "names"
        found = f"“{key[1]}” cannot be removed: {', '.join(names)} still {verb} it"
        yield reading.removed[key].problem(found, "Remove or change these as well.")
