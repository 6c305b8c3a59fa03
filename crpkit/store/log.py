"""The log: what happened, in order, on disk before anyone is told so."""

from __future__ import annotations

import weakref
from collections.abc import Callable, Iterable, Iterator, Mapping
from concurrent.futures import Future
from datetime import datetime
from pathlib import Path
from typing import Any

from sqlalchemy import Connection

from crpkit.errors import CrpkitError, InputProblems
from crpkit.store import clearing, queries, transfer
from crpkit.store.clean import clean_draft, wrong_name
from crpkit.store.database import Database
from crpkit.store.problems import UnknownEvent
from crpkit.store.records import Draft, Event
from crpkit.store.watcher import Watcher
from crpkit.store.writer import Writer

Check = Callable[[tuple[Event, ...]], object]
PATIENCE = 1.0  # seconds that taking back waits for other programs to stop reading


class Log:
    """The append-only log of a workspace; safe to use from several threads and several processes at once.

    A missing file is an empty log; the first write makes it.

    Parameters
    ----------
    path
        The database file.
    read_only
        Never write, and never make the file.
    timeout
        Seconds to wait while another program holds the database.

    Raises
    ------
    StoreDamaged, StoreNewer, StoreLocked, StoreError
        If there is a file that cannot be used. Nothing is moved or deleted.
    """

    def __init__(self, path: Path, read_only: bool = False, timeout: float = 10.0) -> None:
        self._database = Database(path, read_only, timeout)
        self._writer = Writer(self._database)
        self._watchers: weakref.WeakSet[Watcher] = weakref.WeakSet()
        # Also runs when the log is forgotten and when Python ends, so that what was submitted gets to disk.
        self._end = weakref.finalize(self, _shut, self._writer, self._watchers, self._database)
        try:
            left_over = clearing.needed(self._database)
        except CrpkitError:
            self.close()
            raise
        if left_over and not read_only:
            # A crash came between taking words back and clearing their traces.
            self._writer.submit(lambda connection: None, erases=True)

    @property
    def path(self) -> Path:
        """The database file."""
        return self._database.path

    def append(self, *drafts: Draft) -> tuple[Event, ...]:
        """Write events, all or none, and return when they are on disk.

        Parameters
        ----------
        *drafts
            What to write. An id that is known changes nothing.

        Returns
        -------
        tuple of Event
            One for each draft, as it stands in the log.

        Raises
        ------
        InputProblems
            If a draft cannot be kept; everything that is wrong with it.
        StoreReadOnly, StoreLocked, StoreError
            If the database cannot be written. Appending the same drafts again is safe.
        """
        return self.submit(drafts).result()

    def submit(
        self, drafts: Iterable[Draft], check: Check | None = None, after: int = 0
    ) -> Future[tuple[Event, ...]]:
        """Write events, all or none, without waiting.

        Parameters
        ----------
        drafts
            What to write. An id that is known changes nothing.
        check
            Decides inside the transaction whether they may still be written: called with the events of their stream
            that came after ``after``, and raises a :class:`CrpkitError` if not. Not called if all ids are known.
            Runs on the writing thread: it must be short and must not use the log.
        after
            The ``seq`` up to which the caller knows the stream.

        Returns
        -------
        Future
            Done when the events are on disk; see :meth:`append` for its result and its errors. Its callbacks
            run on the writing thread: they must be short and must not wait for the log.
        """
        try:
            clean = [clean_draft(draft) for draft in drafts]
        except InputProblems as error:
            refused: Future[tuple[Event, ...]] = Future()
            refused.set_exception(error)
            return refused
        return self._writer.submit(lambda connection: _add_checked(connection, clean, check, after))

    def events(self, stream: str, after: int = 0, until: datetime | None = None) -> tuple[Event, ...]:
        """Return the events of a stream, in order.

        Parameters
        ----------
        stream
            Its name, for example ``workshop:K7MPWX``.
        after
            Only those whose ``seq`` is greater.
        until
            Only those up to this moment (with a time zone).

        Raises
        ------
        StoreError
            If the database cannot be read.
        ValueError
            If ``until`` has no time zone.
        """
        return tuple(stored.event for stored in self._read(stream, after, until))

    def find(self, event_id: str) -> Event | None:
        """Return one event by its id, from whatever stream; ``None`` if there is none.

        Raises
        ------
        StoreError
            If the database cannot be read.
        """
        if not self._database.ready():
            return None
        with self._database.reading() as connection:
            try:
                return queries.find(connection, event_id)
            except UnknownEvent:
                return None

    def streams(self, prefix: str = "") -> tuple[str, ...]:
        """Return the names of the streams that begin so, the oldest first.

        Raises
        ------
        StoreError
            If the database cannot be read.
        """
        if not self._database.ready():
            return ()
        with self._database.reading() as connection:
            return queries.streams(connection, prefix)

    def erase(self, event_id: str, actor: str, field: str | None = None) -> None:
        """Take back words: overwrite them, leave a tombstone, record ``log/erased`` in the same stream.

        The text leaves every file of the database. While another program is reading, its traces stay a little
        longer: ask :meth:`cleared`. Earlier exports and backups are not touched. Words that were taken back
        before stay so.

        Parameters
        ----------
        event_id
            Whose words.
        actor
            Who takes them back: a pseudonym.
        field
            Which words; all of the event by default.

        Raises
        ------
        UnknownEvent
            If there is no such event or field.
        StoreReadOnly, StoreLocked, StoreError
            If the database cannot be written.
        """
        problem = wrong_name("actor", actor)
        if problem is not None:
            raise InputProblems([problem])
        erasing = self._writer.submit(
            lambda connection: queries.erase(connection, event_id, actor, field), erases=True
        )
        erasing.result()
        self._writer.cleared(PATIENCE)

    def erase_many(self, event_ids: Iterable[str], actor: str) -> None:
        """Take back all words of several events, all or none, with one wait; see :meth:`erase`.

        Parameters
        ----------
        event_ids
            Whose words; none changes nothing.
        actor
            Who takes them back: a pseudonym.

        Raises
        ------
        UnknownEvent
            If one of the events is not there; then nothing is taken back.
        StoreReadOnly, StoreLocked, StoreError
            If the database cannot be written.
        """
        problem = wrong_name("actor", actor)
        if problem is not None:
            raise InputProblems([problem])
        names = list(dict.fromkeys(event_ids))
        if names:
            erasing = self._writer.submit(
                lambda connection: queries.erase_many(connection, names, actor), erases=True
            )
            erasing.result()
            self._writer.cleared(PATIENCE)

    def cleared(self, timeout: float = 0.0) -> bool:
        """Return whether words that this log took back are out of every file of the database.

        Parameters
        ----------
        timeout
            Seconds to wait for it. Clearing goes on by itself until other programs stop reading.
        """
        return self._writer.cleared(timeout)

    def watch(self) -> Watcher:
        """Return a watcher that tells whether anything was written, by this process or another."""
        watcher = Watcher(self._database)
        self._watchers.add(watcher)
        return watcher

    def export_lines(self, stream: str) -> Iterator[dict[str, Any]]:
        """Return a stream as JSON values, one a line: a header, then the events.

        Individual-level, for the facilitator only. The fields are in :mod:`crpkit.store.transfer`.
        """
        return transfer.write_lines(stream, self._read(stream))

    def import_lines(self, lines: Iterable[Mapping[str, Any]], file: Path | None = None) -> int:
        """Bring an export back, all or nothing; what is there already stays as it is.

        Parameters
        ----------
        lines
            The header and the events, as :meth:`export_lines` gave them.
        file
            Where they stand, for messages.

        Returns
        -------
        int
            How many events the export holds.

        Raises
        ------
        InputProblems
            Every line that cannot be used; then nothing was brought back.
        StoreError
            If the database cannot be written.
        """
        stream, events = transfer.read_lines(lines, file)
        bringing = self._writer.submit(
            lambda connection: transfer.add_lines(connection, stream, events), erases=True
        )
        bringing.result()
        return len(events)

    def import_file(self, path: Path) -> int:
        """Bring an export file (JSON Lines) back; see :meth:`import_lines`."""
        return self.import_lines(transfer.load_lines(path), path)

    def close(self) -> None:
        """Write what was submitted, then close every connection; may be called again."""
        self._end()

    def __enter__(self) -> Log:
        return self

    def __exit__(self, *exception: object) -> None:
        self.close()

    def _read(self, stream: str, after: int = 0, until: datetime | None = None) -> list[queries.Stored]:
        if not self._database.ready():
            return []
        with self._database.reading() as connection:
            return queries.read(connection, stream, after, until)


def _add_checked(
    connection: Connection, drafts: list[Draft], check: Check | None, after: int
) -> tuple[Event, ...]:
    if check is not None and not all(queries.is_known(connection, draft.id) for draft in drafts):
        for stream in dict.fromkeys(draft.stream for draft in drafts):
            check(tuple(stored.event for stored in queries.read(connection, stream, after)))
    return _add_all(connection, drafts)


def _add_all(connection: Connection, drafts: list[Draft]) -> tuple[Event, ...]:
    return tuple(queries.add(connection, draft)[0] for draft in drafts)


def _shut(writer: Writer, watchers: Iterable[Watcher], database: Database) -> None:
    writer.stop()
    for watcher in list(watchers):
        watcher.close()
    database.close()
