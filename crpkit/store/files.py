"""The files of a database: their addresses, and putting a new one in its place whole."""

from __future__ import annotations

import os
from pathlib import Path
from urllib.parse import quote


def file_uri(path: Path) -> str:
    """Return a file's address with every special character escaped; Windows shares get their four slashes."""
    text = path.absolute().as_posix()
    if not text.startswith("/"):
        text = "/" + text
    return "file://" + quote(os.fsencode(text), safe="/:")


def wal_of(path: Path) -> Path:
    """Return the write-ahead log: it holds the newest entries until they are moved into the database."""
    return path.with_name(path.name + "-wal")


def wal_holds_entries(path: Path) -> bool:
    """Return whether there is a write-ahead log with something in it."""
    wal = wal_of(path)
    return wal.is_file() and wal.stat().st_size > 0


def put_new(draft: Path, path: Path) -> None:
    """Put a finished file in its place; one that another process put there first is left as it is.

    Raises
    ------
    OSError
        If the folder cannot be written to.
    """
    try:
        path.hardlink_to(draft)
    except FileExistsError:
        return
    except OSError:
        _copy_new(draft, path)  # a file system without links, as on many memory sticks


def _copy_new(draft: Path, path: Path) -> None:
    try:
        with path.open("xb") as file:
            file.write(draft.read_bytes())
            file.flush()
            os.fsync(file.fileno())
    except FileExistsError:
        return
