"""One database file: made whole or not at all, looked at before it is used, closed when done."""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from sqlalchemy import Connection, Engine
from sqlalchemy.exc import DBAPIError

from crpkit.store import sqlite
from crpkit.store.faults import explained
from crpkit.store.files import put_new, wal_holds_entries, wal_of
from crpkit.store.ids import new_id
from crpkit.store.problems import (
    StoreClosed,
    StoreDamaged,
    StoreError,
    StoreMoved,
    StoreNewer,
    StoreReadOnly,
    UnreadableRow,
)
from crpkit.store.schema import VERSION, make_tables, missing_tables, read_version


class Database:
    """The file behind a log; a missing file is an empty log and is made by the first write.

    Parameters
    ----------
    path
        The database file.
    read_only
        Never write and never make the file.
    timeout
        Seconds to wait while another program holds the database.
    """

    def __init__(self, path: Path, read_only: bool, timeout: float) -> None:
        self.path = path.absolute()
        self.read_only = read_only
        self.timeout = timeout
        self._access: sqlite.Access = "ro" if read_only else "rw"
        self._engine: Engine = sqlite.make_engine(self.path, self._access, timeout)
        self._writing = sqlite.writing(self._engine)
        self._file: tuple[int, int] | None = None
        self._lock = threading.Lock()
        self._closed = False
        self._keeps_wal = False

    def ready(self) -> bool:
        """Return whether there is a database to read; the first time, look whether it is sound.

        Raises
        ------
        StoreError
            If it is damaged, newer, not ours, moved since, or closed.
        """
        with self._lock:
            if self._closed:
                raise StoreClosed(self.path)
            file = _identity(self.path)
            if self._file is None and file is not None:
                self._verify()
                self._file = file
            if self._file != file:
                raise StoreMoved(self.path)
            if file is None and wal_holds_entries(self.path):
                # A new database of the same name would swallow the old one's newest entries.
                raise StoreDamaged(self.path, f"it is missing, but {wal_of(self.path).name} is there")
            return file is not None

    def _verify(self) -> None:
        if self.path.stat().st_size == 0:
            # To SQLite this is an empty database; but we never leave one, so something was lost.
            raise StoreDamaged(
                self.path, "the file is empty (0 bytes); copying or syncing it may not have finished"
            )
        with self._explained(), self._engine.begin() as connection:
            version = read_version(connection)
            if version is None:
                raise StoreDamaged(self.path, "it is a database of something else than crpkit")
            if version > VERSION:
                raise StoreNewer(self.path, version, VERSION)
            findings = missing_tables(connection) or sqlite.quick_check(connection)
            if findings:
                raise StoreDamaged(self.path, "; ".join(findings))

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """Give a connection that sees one state throughout; only while :meth:`ready`."""
        with self._explained(), self._engine.begin() as connection:
            yield connection

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """Give a connection that holds the write lock, and commit to disk at the end.

        Raises
        ------
        StoreError
            If the database cannot be written; nothing of the transaction is then kept.
        """
        if self.read_only:
            raise StoreReadOnly(self.path, "The log was opened for reading only")
        if not self.ready():
            self._make()
            self.ready()
        self._use_wal()
        with self._explained(), self._writing.begin() as connection:
            yield connection

    def _use_wal(self) -> None:
        # A copy that another program made may have lost it.
        if not self._keeps_wal:
            with self._explained():
                sqlite.use_wal(self._engine)
            self._keeps_wal = True

    def watching(self) -> sqlite3.Connection:
        """Open a connection of its own, for :func:`crpkit.store.sqlite.data_version`."""
        with self._explained():
            return sqlite.connect(self.path, self._access, self.timeout)

    def data_version(self, connection: sqlite3.Connection) -> int:
        """Return a number that changes when any other connection has committed."""
        with self._explained():
            return sqlite.data_version(connection)

    def rebuild(self) -> bool:
        """Write the file anew from what is in it; return False while somebody else writes."""
        with self._explained():
            return sqlite.rebuild(self._engine)

    def empty_wal(self) -> bool:
        """Clear the write-ahead log; return False while somebody reads an older state."""
        with self._explained():
            return sqlite.empty_wal(self._engine)

    def close(self) -> None:
        """Close all connections; may be called again."""
        with self._lock:
            self._closed = True
        self._engine.dispose()

    def _make(self) -> None:
        """Make the file beside its place and put it there whole, without replacing one that came first."""
        draft = self.path.with_name(f".{self.path.name}.{new_id()}.new")
        engine = sqlite.make_engine(draft, "rwc", self.timeout)
        try:
            with self._explained():
                sqlite.use_wal(engine)
                with sqlite.writing(engine).begin() as connection:
                    make_tables(connection)
            engine.dispose()
            put_new(draft, self.path)
        except OSError as error:
            raise StoreReadOnly(self.path, f"The database cannot be made ({error.strerror})") from error
        finally:
            engine.dispose()
            with suppress(OSError):  # a virus scanner may hold it; left behind it does no harm
                draft.unlink(missing_ok=True)

    def explain(self, error: DBAPIError | sqlite3.Error) -> StoreError:
        """Turn an error of the database into one for people."""
        return explained(self.path, error, self.timeout)

    @contextmanager
    def _explained(self) -> Iterator[None]:
        try:
            yield
        except (DBAPIError, sqlite3.Error) as error:
            raise self.explain(error) from error
        except UnreadableRow as error:
            raise StoreDamaged(self.path, str(error)) from error


def _identity(path: Path) -> tuple[int, int] | None:
    try:
        status = path.stat()
    except (FileNotFoundError, NotADirectoryError):
        return None
    except OSError as error:
        raise StoreError(path, f"The file cannot be looked at ({error.strerror})") from error
    return status.st_dev, status.st_ino
