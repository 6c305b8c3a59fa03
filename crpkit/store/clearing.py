"""Getting words that were taken back out of every byte of the files.

Overwriting a row is not enough. When SQLite moves rows between pages it can leave
a copy in the unused part of a page, also with ``secure_delete`` on, and older
states of pages stand in the write-ahead log. So the file is rebuilt from what is
still there, and the log emptied. A mark in ``meta``, set in the transaction that
overwrites the words, makes sure that this is done even after a crash.
"""

from __future__ import annotations

from crpkit.store import queries
from crpkit.store.database import Database
from crpkit.store.problems import StoreError

FIRST_PAUSE = 0.1  # seconds until the next try while another program is in the way
LONGEST_PAUSE = 5.0


def needed(database: Database) -> bool:
    """Return whether words were taken back whose traces are still to be cleared."""
    if not database.ready():
        return False
    with database.reading() as connection:
        return queries.mark_of_traces(connection) is not None


class Clearing:
    """One attempt after another to clear traces, until it is done.

    Parameters
    ----------
    database
        What to clear.
    """

    def __init__(self, database: Database) -> None:
        self._database = database
        self._rebuilt: str | None = None
        self.pause = FIRST_PAUSE

    def attempt(self) -> bool:
        """Clear what can be cleared now, without waiting for other programs.

        Returns
        -------
        bool
            Whether no traces are left. If not, try again after ``pause`` seconds.
        """
        try:
            done = self._clear()
        except StoreError:
            # Nothing is lost: the words are overwritten, and the mark stays for the next attempt.
            done = False
        self.pause = FIRST_PAUSE if done else min(2 * self.pause, LONGEST_PAUSE)
        return done

    def _clear(self) -> bool:
        with self._database.reading() as connection:
            marked = queries.mark_of_traces(connection)
        if marked is None:
            return True  # another process was quicker
        if self._rebuilt != marked:
            if not self._database.rebuild():
                return False
            self._rebuilt = marked
        if not self._database.empty_wal():
            return False
        with self._database.writing() as connection:
            queries.unmark_traces(connection, marked)
        return True
