"""A team's overlay file: it adds, changes and removes records without touching the package.

The file begins with ``type: crpkit/framework-overlay`` and ``version: 1``. Then come, as needed:

``date``
    The day of the team's decision; it becomes the evidence (``team:2026-11-23``).
``add``
    For each collection a list of whole records.
``change``
    For each collection the ids of records, and under each the fields to replace. All else stays as it is.
``remove``
    For each collection a list of ids. Links from and to a removed need or component go with it;
    anything else that still names the record is a problem.

What a team gives without saying how it is known counts as ``confirmed`` by the team, with the team as its
source. A record whose title or summary a team rewords is then the team's: its ``how_known`` becomes ``confirmed``
and the team stands among its sources, unless the overlay says otherwise. ``team_fields`` names what the team gave.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, MutableMapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from crpkit.errors import InputProblems, did_you_mean
from crpkit.framework.entries import Entry, Place, Reading
from crpkit.framework.models import COLLECTIONS, TeamEdit
from crpkit.framework.team import as_team, record_as_team, reword_as_team, team_source
from crpkit.tables.yamls import Document, read_yaml

KIND = "crpkit/framework-overlay"
_PARTS = ("add", "change", "remove")
_HEADER = ("type", "version", "date", *_PARTS)
_FIXED = "report_parts"
_ENDS = {"need": "needs", "component": "components"}


def apply_overlay(reading: Reading, path: Path) -> None:
    """Apply a team's overlay to what was read from the package.

    Parameters
    ----------
    reading
        Entries are added, replaced and removed in it; problems with the overlay are added to its problems.
    path
        The overlay file.
    """
    try:
        document = read_yaml(path, KIND)
    except InputProblems as error:
        reading.problems += error.problems
        return
    top = Place(document)
    for key in document.data:
        if key not in _HEADER:
            reading.problems.append(
                top.problem(f"There is no field “{key}”", did_you_mean(key, _HEADER), [key])
            )
    source, problem = team_source(document)
    if problem is not None:
        reading.problems.append(problem)
    _remove(reading, document)
    _change(reading, document, source)
    _add(reading, document, source)


def _collections(reading: Reading, document: Document, part: str) -> Iterator[tuple[str, Place, Any]]:
    """Go through the collections that one part of the overlay names; report those that are not there."""
    node = document.data.get(part)
    place = Place(document, (part,))
    if node is None:
        return
    if not isinstance(node, Mapping):
        remedy = f"Write the name of a collection under “{part}:”, for example “components:”."
        reading.problems.append(place.problem(f"“{part}” holds no collections", remedy))
        return
    usual = [name for name in COLLECTIONS if name != _FIXED]
    for name, value in node.items():
        if name in usual:
            yield name, place.inside([name]), value
        else:
            found = "The parts of the report cannot be changed" if name == _FIXED else f"There is no “{name}”"
            remedy = "As source write “team”." if name == _FIXED else did_you_mean(name, usual)
            reading.problems.append(place.problem(found, remedy, [name]))


def _remove(reading: Reading, document: Document) -> None:
    for name, place, ids in _collections(reading, document, "remove"):
        if not isinstance(ids, list):
            reading.problems.append(place.problem("This is not a list of ids", "Begin each id with “- ”."))
            continue
        known = reading.ids(name)
        for number, id in enumerate(ids):
            if isinstance(id, str) and id in known:
                reading.removed[name, id] = place.inside([number])
            elif name not in reading.unread:
                found = f"There is no “{id}” in {name.replace('_', ' ')}"
                reading.problems.append(place.problem(found, did_you_mean(id, known), [number]))
    reading.entries = [entry for entry in reading.entries if not _goes(entry, reading)]


def _goes(entry: Entry, reading: Reading) -> bool:
    if (entry.collection, entry.id) in reading.removed:
        return True
    if entry.collection != "links" or not isinstance(entry.data, Mapping):
        return False
    return any((collection, entry.data.get(end)) in reading.removed for end, collection in _ENDS.items())


def _change(reading: Reading, document: Document, source: str) -> None:
    for name, place, records in _collections(reading, document, "change"):
        if not isinstance(records, MutableMapping):
            remedy = "Write the id of a record, and under it the fields to change."
            reading.problems.append(place.problem("There are no ids here", remedy))
            continue
        known = reading.ids(name)
        for id, fields in list(records.items()):
            if id in known:
                records[id] = _change_one(reading, known[id], place.inside([id]), fields, source)
            elif name not in reading.unread:
                found = f"There is no “{id}” in {name.replace('_', ' ')}"
                reading.problems.append(place.problem(found, did_you_mean(id, known), [id]))


def _change_one(reading: Reading, entry: Entry, place: Place, fields: object, source: str) -> dict[str, Any]:
    """Put the changed record in the old one's place, and return it."""
    if not isinstance(fields, dict) or not fields:
        remedy = "Write “name of a field: new value” under it."
        reading.problems.append(place.problem(f"Nothing is said about “{entry.id}”", remedy))
        return {}
    if "id" in fields:
        remedy = "Remove this line; to have another id, remove the record and add a new one."
        reading.problems.append(place.problem("An id never changes", remedy, ["id"]))
    edit = TeamEdit(tuple(str(name) for name in fields), source)
    as_team(entry.model, fields, source)
    changed: dict[str, Any] = fields.copy()  # two records may share one block through a YAML alias
    changed |= {name: value for name, value in entry.data.items() if name == "id" or name not in fields}
    reword_as_team(entry.model, changed, fields, source)
    new = replace(entry, place=place, data=changed, team=edit)
    reading.entries = [new if other is entry else other for other in reading.entries]
    return changed


def _add(reading: Reading, document: Document, source: str) -> None:
    for name, place, records in _collections(reading, document, "add"):
        if not isinstance(records, list):
            reading.problems.append(
                place.problem("This is not a list of records", "Begin each with “- id: …”.")
            )
            continue
        known = reading.ids(name)
        for number, data in enumerate(records):
            here = place.inside([number])
            entry = Entry(name, here, data)
            if entry.id in known:
                found = f"There is a “{entry.id}” in {name.replace('_', ' ')} already"
                reading.problems.append(
                    here.problem(found, "Write it under “change:”, or use another id.", ["id"])
                )
                continue
            reading.entries.append(record_as_team(entry, source))
