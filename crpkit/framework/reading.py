"""Reading the framework's files: one YAML file a collection."""

from __future__ import annotations

from pathlib import Path

from crpkit.errors import InputProblems, did_you_mean
from crpkit.framework.entries import Entry, Place, Reading
from crpkit.framework.models import COLLECTIONS
from crpkit.tables.yamls import Document, read_yaml

KIND = "crpkit/framework"
_HEADER = ("type", "version", "collection", "records")


def read_folder(folder: Path) -> Reading:
    """Read all collections of a folder; a file that is broken does not hide what is wrong in the others.

    Parameters
    ----------
    folder
        Holds one file a collection, for example ``needs.yaml``.
    """
    reading = Reading()
    for name in COLLECTIONS:
        try:
            reading.entries += entries_of(read_yaml(folder / f"{name}.yaml", KIND), name)
        except InputProblems as error:
            reading.problems += error.problems
            reading.unread.add(name)
    return reading


def entries_of(document: Document, name: str) -> list[Entry]:
    """Return the records of one file as they stand there.

    Raises
    ------
    InputProblems
        If the file is of another collection or has no list of records.
    """
    top = Place(document)
    data = document.data
    problems = [
        top.problem(f"There is no field “{key}”", did_you_mean(key, _HEADER), [key])
        for key in data
        if key not in _HEADER
    ]
    if data.get("collection") != name:
        found = f"The collection is “{data.get('collection')}”"
        problems.append(top.problem(found, f"Write “collection: {name}”.", ["collection"]))
    records = data.get("records")
    if not isinstance(records, list):
        remedy = "Begin each record with “- id: …” under “records:”."
        problems.append(top.problem("There is no list of records", remedy, ["records"]))
    if problems:
        raise InputProblems(problems)
    return [
        Entry(name, Place(document, ("records", number)), raw) for number, raw in enumerate(records or ())
    ]
