"""A thorough look at a log that changes nothing."""

from __future__ import annotations

from pathlib import Path

from crpkit.errors import Problem
from crpkit.store import queries, sqlite
from crpkit.store.database import Database
from crpkit.store.problems import StoreDamaged, StoreError


def check_log(path: Path, timeout: float = 10.0) -> list[Problem]:
    """Return everything that is wrong with a log.

    Parameters
    ----------
    path
        The database file; if it is missing, nothing is wrong.
    timeout
        Seconds to wait while another program holds it.

    Returns
    -------
    list of Problem
        Damage, a newer version, a lock; nothing is changed, moved or deleted.
    """
    database = Database(path, read_only=True, timeout=timeout)
    try:
        if database.ready():
            _read_everything(database)
    except StoreError as error:
        return [error.problem]
    finally:
        database.close()
    return []


def _read_everything(database: Database) -> None:
    with database.reading() as connection:
        findings = sqlite.full_check(connection)
        if findings:
            raise StoreDamaged(database.path, "; ".join(findings))
        for stream in queries.streams(connection):
            queries.read(connection, stream)
