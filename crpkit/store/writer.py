"""One thread writes; whatever is waiting when it comes round goes to disk in one commit."""

from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import dataclass
from functools import partial
from typing import Any, TypeVar

from sqlalchemy import Connection
from sqlalchemy.exc import DataError, IntegrityError, InterfaceError, ProgrammingError

from crpkit.errors import CrpkitError
from crpkit.store.clearing import Clearing
from crpkit.store.database import Database
from crpkit.store.problems import StoreClosed, StoreError

T = TypeVar("T")

MOST_TOGETHER = 500  # pieces of work in one commit, so that none waits long
_ITS_OWN_FAULT = (IntegrityError, DataError, InterfaceError, ProgrammingError)  # the database itself is well


@dataclass
class _Job:
    work: Callable[[Connection], Any]
    future: Future[Any]
    erases: bool


class Writer:
    """Commits work in groups on one thread of its own, which starts with the first piece.

    Parameters
    ----------
    database
        Where to write.
    """

    def __init__(self, database: Database) -> None:
        self._database = database
        self._changed = threading.Condition()
        self._waiting: list[_Job] = []
        self._group: list[_Job] = []
        self._thread: threading.Thread | None = None
        self._stopping = False
        self._traces = False
        self._clearing = Clearing(database)

    def submit(self, work: Callable[[Connection], T], erases: bool = False) -> Future[T]:
        """Queue a piece of work.

        Parameters
        ----------
        work
            Called with a connection that holds the write lock. Must not commit.
        erases
            Whether it overwrites words, whose traces are then to be cleared.

        Returns
        -------
        Future
            Done when the work is on disk. Holds the error if it or the commit of its group failed.
        """
        future: Future[T] = Future()
        with self._changed:
            if self._stopping:
                future.set_exception(StoreClosed(self._database.path))
                return future
            self._waiting.append(_Job(work, future, erases))
            if self._thread is None:
                self._thread = threading.Thread(target=self._run, name="crpkit-log-writer", daemon=True)
                self._thread.start()
            self._changed.notify_all()
        return future

    def cleared(self, timeout: float) -> bool:
        """Wait until the traces of overwritten words are cleared; return whether it is so.

        Parameters
        ----------
        timeout
            Seconds to wait.
        """
        with self._changed:
            return self._changed.wait_for(lambda: not self._traces, timeout)

    def stop(self) -> None:
        """Commit what is waiting and end the thread; may be called again."""
        with self._changed:
            self._stopping = True
            thread = self._thread
            self._changed.notify_all()
        if thread is not None and thread is not threading.current_thread():
            thread.join()

    def _run(self) -> None:
        try:
            while self._wait():
                self._take()
                if self._group:
                    self._commit(self._group)
                self._clear()
        finally:
            # Reached with work in hand only through a fault of ours: nobody may wait for ever.
            self._abandon()

    def _wait(self) -> bool:
        """Wait for work, or for the next try to clear; return False when all is done."""
        with self._changed:
            self._changed.wait_for(
                lambda: self._waiting or self._stopping, self._clearing.pause if self._traces else None
            )
            return bool(self._waiting) or not self._stopping

    def _take(self) -> None:
        with self._changed:
            jobs, self._waiting = self._waiting[:MOST_TOGETHER], self._waiting[MOST_TOGETHER:]
            self._group = [job for job in jobs if job.future.set_running_or_notify_cancel()]

    def _commit(self, group: list[_Job]) -> None:
        try:
            with self._database.writing() as connection:
                answers = [self._attempt(job, connection) for job in group]
        except CrpkitError as error:
            for job in group:
                job.future.set_exception(error)
            return
        if any(job.erases for job in group):
            self._set_traces(True)
        for answer in answers:
            answer()

    def _attempt(self, job: _Job, connection: Connection) -> Callable[[], None]:
        """Do the work so that its failure undoes it alone; return what is to be told after the commit."""
        savepoint = connection.begin_nested()
        try:
            result = job.work(connection)
        except (*_ITS_OWN_FAULT, CrpkitError) as error:
            savepoint.rollback()
            explained = error if isinstance(error, CrpkitError) else self._database.explain(error)
            return partial(job.future.set_exception, explained)
        # Any other error, such as a full disk, ends the transaction: the savepoint is then gone as well.
        savepoint.commit()
        return partial(job.future.set_result, result)

    def _clear(self) -> None:
        if self._traces and self._clearing.attempt():
            self._set_traces(False)

    def _set_traces(self, traces: bool) -> None:
        with self._changed:
            self._traces = traces
            self._changed.notify_all()

    def _abandon(self) -> None:
        with self._changed:
            left = [job for job in [*self._group, *self._waiting] if not job.future.done()]
            self._group, self._waiting, self._thread = [], [], None
        for job in left:
            job.future.set_exception(
                StoreError(self._database.path, "The entry was not kept: a fault in crpkit")
            )
