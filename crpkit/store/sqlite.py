"""Everything that is particular to SQLite; the rest of the store is portable SQL.

A move to PostgreSQL would replace this module. Note for then: sequence numbers
can there become visible out of order, so that a reader who asks for what came
after the last number it saw would miss some; take an advisory lock per stream.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Literal

from sqlalchemy import Connection, Engine, Table, create_engine, event
from sqlalchemy.dialects.sqlite import Insert, insert
from sqlalchemy.pool import ConnectionPoolEntry, QueuePool

from crpkit.store.faults import primary_code
from crpkit.store.files import file_uri, wal_holds_entries

Access = Literal["ro", "rw", "rwc"]

_WRITES = "crpkit_writes"
_PRAGMAS = (
    "foreign_keys = ON",
    "synchronous = FULL",  # a commit returns when it is on disk
    "fullfsync = ON",  # also on macOS, where fsync alone stops at the drive's cache
    "checkpoint_fullfsync = ON",
    "secure_delete = ON",  # what is overwritten is zeroed, not only unlinked
    "temp_store = MEMORY",  # nothing of what people wrote in temporary files
    "cell_size_check = ON",  # notice damage early
    "trusted_schema = OFF",  # the file may come from anywhere
)


class _Immutable(sqlite3.Connection):
    """A connection that takes no locks: only for a folder where nobody can write."""


def connect(path: Path, access: Access, timeout: float) -> sqlite3.Connection:
    """Open one connection and set it up.

    Parameters
    ----------
    path
        The database file.
    access
        Read, read and write, or also create.
    timeout
        Seconds to wait while another program holds the database.

    Raises
    ------
    sqlite3.Error
        If the file cannot be opened; see :func:`crpkit.store.faults.explained`.
    """
    connection = _open(path, f"mode={access}", timeout)
    try:
        _set_up(connection)
    except sqlite3.Error as error:
        connection.close()
        if access == "rwc" or not _folder_is_read_only(error) or wal_holds_entries(path):
            raise
        # SQLite wants to make helper files even to read. Where it may not, nobody else can write either.
        connection = _open(path, "mode=ro&immutable=1", timeout, _Immutable)
    return connection


def _open(
    path: Path, options: str, timeout: float, factory: type[sqlite3.Connection] = sqlite3.Connection
) -> sqlite3.Connection:
    return sqlite3.connect(
        f"{file_uri(path)}?{options}",
        timeout=timeout,
        isolation_level=None,  # SQLAlchemy begins transactions, not the driver
        check_same_thread=False,  # SQLAlchemy's pool hands a connection to one thread at a time
        factory=factory,
        uri=True,
    )


def _set_up(connection: sqlite3.Connection) -> None:
    for pragma in _PRAGMAS:
        connection.execute(f"PRAGMA {pragma}").fetchall()
    connection.execute("PRAGMA schema_version").fetchall()  # the first read: finds a file that is no database


def _folder_is_read_only(error: sqlite3.Error) -> bool:
    return primary_code(error) in (sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_READONLY)


def make_engine(path: Path, access: Access, timeout: float) -> Engine:
    """Return an engine for a file; see :func:`writing` for one that writes.

    Error messages hide the values of statements: they are what people wrote.
    """
    engine = create_engine(
        "sqlite://",
        creator=lambda: connect(path, access, timeout),
        poolclass=QueuePool,
        hide_parameters=True,
    )
    event.listen(engine, "begin", _begin)
    event.listen(engine, "checkin", _forget_immutable)
    return engine


def writing(engine: Engine) -> Engine:
    """Return the same engine whose transactions hold the write lock from their start."""
    return engine.execution_options(**{_WRITES: True})


def _begin(connection: Connection) -> None:
    writes = connection.get_execution_options().get(_WRITES, False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


def _forget_immutable(connection: sqlite3.Connection | None, entry: ConnectionPoolEntry) -> None:
    # Such a connection would not notice if the file changed after all.
    if isinstance(connection, _Immutable):
        entry.invalidate()


def insert_new(table: Table, key: str) -> Insert:
    """Return an INSERT that does nothing where the key is known already."""
    return insert(table).on_conflict_do_nothing(index_elements=[key])


def quick_check(connection: Connection) -> list[str]:
    """Return what SQLite finds wrong in the structure of the file (up to 5 findings)."""
    return _findings(connection, "quick_check")


def full_check(connection: Connection) -> list[str]:
    """Return what SQLite finds wrong in structure, indexes and references (up to 5 findings each)."""
    broken = connection.exec_driver_sql("PRAGMA foreign_key_check").fetchall()
    return _findings(connection, "integrity_check") + [f"{row[0]} refers to nothing" for row in broken[:5]]


def _findings(connection: Connection, pragma: str) -> list[str]:
    rows = connection.exec_driver_sql(f"PRAGMA {pragma}(5)").fetchall()
    return [str(row[0]) for row in rows if row[0] != "ok"]


def data_version(connection: sqlite3.Connection) -> int:
    """Return a number that changes when any other connection, in any process, has committed."""
    version: int = connection.execute("PRAGMA data_version").fetchone()[0]
    return version


@contextmanager
def _driver(engine: Engine) -> Iterator[sqlite3.Connection]:
    """Give a connection outside of any transaction."""
    with closing(engine.raw_connection()) as pooled:
        connection = pooled.driver_connection
        assert isinstance(connection, sqlite3.Connection)
        yield connection


def use_wal(engine: Engine) -> None:
    """Have the file keep a write-ahead log, so that readers and a writer do not wait for each other.

    It is a property of the file: only to be called once it is known to be ours.
    """
    with _driver(engine) as connection:
        connection.execute("PRAGMA journal_mode = WAL").fetchall()


def rebuild(engine: Engine) -> bool:
    """Write the whole file anew from the rows that are there; see :mod:`crpkit.store.clearing`.

    Returns
    -------
    bool
        False while another connection writes; it does not wait for that.
    """
    return _at_once(engine, "VACUUM") is not None


def empty_wal(engine: Engine) -> bool:
    """Move everything from the write-ahead log into the database and empty the log file.

    Returns
    -------
    bool
        False while another connection still reads an older state; it does not wait for that.
    """
    rows = _at_once(engine, "PRAGMA wal_checkpoint(TRUNCATE)")
    return rows is not None and not rows[0][0]  # the first column says whether it was kept from finishing


def _at_once(engine: Engine, statement: str) -> list[tuple[int, ...]] | None:
    """Execute outside of any transaction; return the rows, or ``None`` if another connection is in the way."""
    with _driver(engine) as connection:
        waiting = connection.execute("PRAGMA busy_timeout").fetchone()[0]
        # These hold the write lock while they wait, and would hold up everyone who writes.
        connection.execute("PRAGMA busy_timeout = 0")
        try:
            return connection.execute(statement).fetchall()
        except sqlite3.OperationalError as error:
            if primary_code(error) not in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED):
                raise
            return None
        finally:
            connection.execute(f"PRAGMA busy_timeout = {int(waiting)}")
