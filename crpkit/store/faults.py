"""From SQLite's error codes to sentences for people."""

from __future__ import annotations

import sqlite3
from pathlib import Path

from sqlalchemy.exc import DBAPIError

from crpkit.store.files import wal_holds_entries, wal_of
from crpkit.store.problems import (
    UNTOUCHED,
    StoreDamaged,
    StoreError,
    StoreLocked,
    StoreMoved,
    StoreReadOnly,
)

_PRIMARY = 0xFF  # the lower byte of an extended result code


def primary_code(error: BaseException) -> int | None:
    """Return SQLite's primary result code; ``None`` for errors of the Python driver itself."""
    code = getattr(error, "sqlite_errorcode", None)
    return None if code is None else int(code) & _PRIMARY


def explained(path: Path, error: DBAPIError | sqlite3.Error, timeout: float) -> StoreError:
    """Turn an error of the database into one for people.

    Parameters
    ----------
    path
        The database file.
    error
        What was raised.
    timeout
        Seconds that were waited for locks.
    """
    cause = error.orig if isinstance(error, DBAPIError) and error.orig is not None else error
    code = primary_code(cause)
    if code in (sqlite3.SQLITE_NOTADB, sqlite3.SQLITE_CORRUPT):
        return StoreDamaged(path, str(cause))
    if code is None and "decode" in str(cause).lower():
        return StoreDamaged(path, "it holds text that is not UTF-8")
    if code in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED, sqlite3.SQLITE_PROTOCOL):
        return StoreLocked(path, timeout)
    if getattr(cause, "sqlite_errorcode", None) == sqlite3.SQLITE_READONLY_DBMOVED:
        return StoreMoved(path)
    if code == sqlite3.SQLITE_READONLY:
        return StoreReadOnly(path)
    if code == sqlite3.SQLITE_CANTOPEN:
        return _cannot_open(path)
    if code == sqlite3.SQLITE_FULL:
        return StoreError(path, "The disk is full", f"{UNTOUCHED} Make room on it and try again.")
    remedy = f"{UNTOUCHED} Try again; if it stays so, check the disk, and copy the workspace to another one."
    return StoreError(path, f"The database could not do this ({cause})", remedy)


def _cannot_open(path: Path) -> StoreError:
    if not path.parent.is_dir():
        return StoreError(path, "The folder does not exist", f"{UNTOUCHED} Check the name of the workspace.")
    if not path.exists():
        return StoreReadOnly(path, "There is no database yet, and the folder cannot be written to")
    if wal_holds_entries(path):
        found = f"The newest entries stand in {wal_of(path).name}, and the folder cannot be written to"
        return StoreReadOnly(path, found)
    return StoreError(path, "The file cannot be opened", f"{UNTOUCHED} Check that you may read it.")
