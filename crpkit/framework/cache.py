"""A quick copy of the framework's files, as Python keeps one of its modules.

Reading YAML takes longer than all the rest of loading. What was read and found right is therefore kept as JSON in
``__pycache__``, with a digest of the YAML it came from. A copy that is missing, damaged or out of date is not used;
where none can be written, nothing is lost but time. The copy knows no line numbers: when something is wrong after
all, the YAML is read again.
"""

from __future__ import annotations

import json
import sys
from contextlib import suppress
from hashlib import sha256
from importlib.util import cache_from_source
from pathlib import Path

from crpkit.errors import InputProblems
from crpkit.framework.entries import Entry, Place, Reading
from crpkit.framework.models import COLLECTIONS
from crpkit.tables.yamls import Document, write_text


def read_copy(folder: Path) -> Reading | None:
    """Return what the copy holds, or nothing if there is no copy of the files as they are now.

    Parameters
    ----------
    folder
        Holds one YAML file a collection.
    """
    try:
        held = json.loads(_copy_of(folder).read_text(encoding="utf-8"))
        if held["digest"] != _digest(folder):
            return None
        records = {name: held["records"][name] for name in COLLECTIONS}
    except (OSError, ValueError, KeyError, TypeError):
        return None
    reading = Reading()
    for name, found in records.items():
        document = Document(folder / f"{name}.yaml", {"records": found}, 1)
        for number, data in enumerate(found):
            reading.entries.append(Entry(name, Place(document, ("records", number)), data))
    return reading


def write_copy(folder: Path, reading: Reading) -> None:
    """Keep a copy of what was read, if it may be written; ``reading`` must be without problems."""
    if sys.dont_write_bytecode:
        return
    records: dict[str, list[object]] = {name: [] for name in COLLECTIONS}
    for entry in reading.entries:
        records[entry.collection].append(entry.data)
    with suppress(
        OSError, InputProblems, TypeError
    ):  # read-only, or holds what JSON cannot say: read YAML next time
        text = json.dumps({"digest": _digest(folder), "records": records}, ensure_ascii=False)
        path = _copy_of(folder)
        path.parent.mkdir(parents=True, exist_ok=True)
        write_text(path, text)


def _copy_of(folder: Path) -> Path:
    return Path(cache_from_source(str(folder / "framework.py"))).with_suffix(".json")


def _digest(folder: Path) -> str:
    digest = sha256()
    for name in COLLECTIONS:
        digest.update((folder / f"{name}.yaml").read_bytes())
    return digest.hexdigest()
