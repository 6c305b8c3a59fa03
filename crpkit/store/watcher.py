"""Noticing that something was written, by this process or by another."""

from __future__ import annotations

import sqlite3
import threading

from crpkit.store.database import Database


class Watcher:
    """Tells cheaply whether anything was written since it was last asked; a few microseconds a time.

    Make it before reading, then nothing is missed in between.

    Parameters
    ----------
    database
        What to watch.
    """

    def __init__(self, database: Database) -> None:
        self._database = database
        self._connection: sqlite3.Connection | None = None
        self._lock = threading.Lock()
        self._seen = self._version()

    def changed(self) -> bool:
        """Return whether anything was written since this was last asked, or since the watcher was made.

        Raises
        ------
        StoreError
            If the log was closed, or the database moved or damaged since.
        """
        with self._lock:
            version = self._version()
            changed = version != self._seen
            self._seen = version
            return changed

    def _version(self) -> int | None:
        if not self._database.ready():
            return None
        if self._connection is None:
            self._connection = self._database.watching()
        return self._database.data_version(self._connection)

    def close(self) -> None:
        """Close the watcher's connection; may be called again."""
        with self._lock:
            if self._connection is not None:
                self._connection.close()
                self._connection = None

    def __del__(self) -> None:
        self.close()

    def __enter__(self) -> Watcher:
        return self

    def __exit__(self, *exception: object) -> None:
        self.close()
