"""What the home page tells: read beside the server's loop, and again only when something in the folder changed."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from time import monotonic
from typing import TYPE_CHECKING, Any

from crpkit.errors import CrpkitError, InputProblems, Problem

if TYPE_CHECKING:
    from crpkit.overview import WorkspaceSummary
    from crpkit.store.watcher import Watcher
    from crpkit.workspace import Workspace

SHOWN_PROBLEMS = 5
_TEXTS = (
    "*.yaml",
    "personas/*",  # whatever the ending: which ones count is for the readers to say
    "workshop_data/**/*",
    "notebooks/*.ipynb",
    "outputs",  # a folder's own time changes when something in it comes or goes
    "outputs/*",
)
PATIENCE = 3.0  # seconds a visitor waits for a reading before what was read last is shown instead
FIRST = (
    30.0  # seconds for the first one: a slow laptop loads the kit itself, and there is nothing to show yet
)
SLOW = 1.0  # seconds after which a reading that found problems is not begun anew at once
KEPT = 5.0  # seconds such a reading is shown again
_STILL_READING = (
    "Reading the folder takes long. Perhaps another program holds its database, or the folder is being "
    "synchronised. Close the other program, then reload this page."
)
Fingerprint = tuple[tuple[str, int, int], ...]


@dataclass(frozen=True)
class WorkshopRow:
    """A workshop as the home page shows it."""

    code: str
    title: str
    when: str
    came_in: str


@dataclass(frozen=True)
class HomeView:
    """Everything the home page shows, in words.

    Attributes
    ----------
    title, folder
        What the team calls its work, and where it lies.
    personas
        How many personas there are; ``None`` if the folder could not be read.
    workshops
        The newest first.
    problems, more_problems
        The first few problems, and how many there are beside them.
    warnings
        What may go wrong later.
    """

    title: str
    folder: str
    personas: int | None = None
    workshops: tuple[WorkshopRow, ...] = ()
    problems: tuple[str, ...] = ()
    more_problems: int = 0
    warnings: tuple[str, ...] = ()


class HomeReader:
    """Reads the workspace on a thread of its own; what has not changed is not read again.

    Parameters
    ----------
    folder
        The workspace.
    workspace
        The workspace, already open; opened here if not given.
    """

    def __init__(self, folder: Path, workspace: Any = None) -> None:
        self.folder = folder
        self._given = workspace
        self._workspace = workspace
        self._summary: WorkspaceSummary | None = None
        self._texts: Fingerprint | None = None
        self._watcher: Watcher | None = None
        self._running: asyncio.Future[HomeView] | None = None
        self._latest: HomeView | None = None
        self._keep_until = 0.0
        self._thread = ThreadPoolExecutor(max_workers=1, thread_name_prefix="crpkit-home")

    async def view(self) -> HomeView:
        """Return what to show.

        After :data:`PATIENCE` seconds (:data:`FIRST` for the first reading) that is what was read last, and a sentence
        that says so.
        """
        if self._latest is not None and monotonic() < self._keep_until:
            return self._latest
        if self._running is None or self._running.done():
            self._running = asyncio.get_running_loop().run_in_executor(self._thread, self._timed)
        running = self._running
        done, _ = await asyncio.wait([running], timeout=FIRST if self._latest is None else PATIENCE)
        if done:
            return running.result()
        before = self._latest or HomeView(self.folder.name, str(self.folder))
        return replace(before, warnings=(_STILL_READING, *before.warnings))

    def _timed(self) -> HomeView:
        began = monotonic()
        self._latest = self._read()
        ended = monotonic()
        # A locked database is waited for each time it is read: reloading must not wait again and again.
        self._keep_until = ended + KEPT if self._latest.problems and ended - began > SLOW else 0.0
        return self._latest

    def _read(self) -> HomeView:
        texts = _fingerprint(self.folder)
        try:
            self._summary = self._refreshed(texts)
        except InputProblems as error:
            self._summary = None
            return _broken(self.folder, error.problems)
        except CrpkitError as error:
            self._summary = None
            return _broken(self.folder, (error.problem,))
        self._texts = texts
        return _view(self.folder, self._summary)

    def _refreshed(self, texts: Fingerprint) -> WorkspaceSummary:
        if self._summary is not None and self._watcher is not None and texts == self._texts:
            try:
                return self._read_workshops(self._summary) if self._watcher.changed() else self._summary
            except CrpkitError:
                pass  # reading everything says which file it is and what to do
        return self._read_all()

    def _read_all(self) -> WorkspaceSummary:
        from crpkit.overview import summary

        self._let_go()
        if self._given is None:
            from crpkit.workspace import open_workspace

            self._workspace = open_workspace(self.folder)
        self._watcher = _watch(self._workspace)
        return summary(self._workspace)

    def _read_workshops(self, before: WorkspaceSummary) -> WorkspaceSummary:
        from crpkit.overview import overdue_words, workshop_lines

        lines = workshop_lines(self._workspace.log)
        return replace(before, workshops=lines, overdue=overdue_words(self._workspace))

    def _let_go(self) -> None:
        if self._watcher is not None:
            self._watcher.close()
            self._watcher = None
        if self._workspace is not None and self._given is None:
            self._workspace.close()
            self._workspace = None

    def close(self) -> None:
        """Close what was opened here, and the thread."""
        self._thread.submit(self._let_go)
        self._thread.shutdown(wait=True)


def _watch(workspace: Workspace) -> Watcher | None:
    """Return a watcher of the log; ``None`` if it cannot be read, which the summary then tells."""
    try:
        return workspace.log.watch()
    except CrpkitError:
        return None


def _fingerprint(folder: Path) -> Fingerprint:
    """Return name, size and time of change of every text file that matters."""
    return tuple(sorted(_stats(folder)))


def _stats(folder: Path) -> Iterator[tuple[str, int, int]]:
    for pattern in _TEXTS:
        for path in folder.glob(pattern):
            try:
                facts = path.stat()
            except OSError:
                continue  # gone since it was listed
            yield str(path), facts.st_size, facts.st_mtime_ns


def _view(folder: Path, summary: WorkspaceSummary) -> HomeView:
    problems = [_in_words(problem, folder) for problem in (*summary.overdue, *summary.problems)]
    return HomeView(
        title=summary.title,
        folder=str(folder),
        personas=summary.personas,
        workshops=tuple(
            WorkshopRow(
                line.code, line.title or "A workshop without a title", _when(line.started), line.came_in
            )
            for line in summary.workshops
        ),
        problems=tuple(problems[:SHOWN_PROBLEMS]),
        more_problems=max(0, len(problems) - SHOWN_PROBLEMS),
        warnings=tuple(_in_words(warning, folder) for warning in summary.warnings),
    )


def _broken(folder: Path, problems: tuple[Problem, ...]) -> HomeView:
    words = [_in_words(problem, folder) for problem in problems]
    return HomeView(
        title=folder.name,
        folder=str(folder),
        problems=tuple(words[:SHOWN_PROBLEMS]),
        more_problems=max(0, len(words) - SHOWN_PROBLEMS),
    )


def _in_words(problem: Problem, folder: Path) -> str:
    """Return the problem with its file as seen from the folder."""
    if problem.file is not None and problem.file.is_relative_to(folder):
        problem = replace(problem, file=None if problem.file == folder else problem.file.relative_to(folder))
    return str(problem)


def _when(started: datetime | None) -> str:
    if started is None:
        return "not begun"
    local = started.astimezone()
    return f"{local.day} {local:%B %Y}, {local:%H:%M}"
