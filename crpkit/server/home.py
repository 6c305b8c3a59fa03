"""What the home page tells: read beside the server's loop, and again only when something in the folder changed."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from crpkit.errors import CrpkitError, InputProblems, Problem

if TYPE_CHECKING:
    from crpkit.overview import WorkspaceSummary

SHOWN_PROBLEMS = 5
_TEXTS = ("*.yaml", "personas/*.yaml", "workshop_data/**/*", "notebooks/*.ipynb")
_DATABASE = ("*.sqlite", "*.sqlite-wal")
Fingerprint = tuple[tuple[str, int, int], ...]


@dataclass(frozen=True)
class WorkshopRow:
    """A workshop as the home page shows it."""

    code: str
    title: str
    when: str
    dots: str


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
    """Reads the workspace on a thread of its own.

    Parameters
    ----------
    folder
        The workspace.
    workspace
        The workspace, already open; opened here if not given.
    summarise
        Says what is in a workspace; :func:`crpkit.overview.summary` if not given.
    """

    def __init__(
        self,
        folder: Path,
        workspace: Any = None,
        summarise: Callable[[Any], WorkspaceSummary] | None = None,
    ) -> None:
        self.folder = folder
        self._given = workspace
        self._summarise = summarise
        self._workspace = workspace
        self._summary: WorkspaceSummary | None = None
        self._view: HomeView | None = None
        self._texts: Fingerprint = ()
        self._database: Fingerprint = ()
        self._thread = ThreadPoolExecutor(max_workers=1, thread_name_prefix="crpkit-home")

    async def view(self) -> HomeView:
        """Return what to show; what has not changed is not read again."""
        if self._view is not None and self._is_fresh():
            return self._view
        return await asyncio.get_running_loop().run_in_executor(self._thread, self._read)

    def _is_fresh(self) -> bool:
        return self._texts == _fingerprint(self.folder, _TEXTS) and self._database == _fingerprint(
            self.folder, _DATABASE
        )

    def _read(self) -> HomeView:
        texts, database = _fingerprint(self.folder, _TEXTS), _fingerprint(self.folder, _DATABASE)
        if self._view is not None and (texts, database) == (self._texts, self._database):
            return self._view
        try:
            summary = self._summarised(texts)
            view = _view(self.folder, summary)
        except InputProblems as error:
            view = _broken(self.folder, error.problems)
        except CrpkitError as error:
            view = _broken(self.folder, (error.problem,))
        # As they were before reading: what is written meanwhile is then seen next time.
        self._texts, self._database, self._view = texts, database, view
        return view

    def _summarised(self, texts: Fingerprint) -> WorkspaceSummary:
        if self._summary is not None and texts == self._texts and self._given is None:
            from crpkit.overview import workshop_lines

            self._summary = replace(self._summary, workshops=workshop_lines(self._workspace.log))
            return self._summary
        self._summary = None
        if self._given is None:
            self._reopen()
        self._summary = (self._summarise or _summary)(self._workspace)
        return self._summary

    def _reopen(self) -> None:
        from crpkit.workspace import open_workspace

        if self._workspace is not None:
            self._workspace.close()
            self._workspace = None
        self._workspace = open_workspace(self.folder)

    def close(self) -> None:
        """Close the workspace, if it was opened here, and the thread."""
        if self._workspace is not None and self._given is None:
            self._thread.submit(self._workspace.close)
        self._thread.shutdown(wait=True)


def _summary(workspace: Any) -> WorkspaceSummary:
    from crpkit.overview import summary

    return summary(workspace)


def _fingerprint(folder: Path, patterns: tuple[str, ...]) -> Fingerprint:
    """Return name, size and time of change of every file that matters."""
    return tuple(sorted(_stats(folder, patterns)))


def _stats(folder: Path, patterns: tuple[str, ...]) -> Iterator[tuple[str, int, int]]:
    for pattern in patterns:
        for path in folder.glob(pattern):
            try:
                facts = path.stat()
            except OSError:
                continue  # gone since it was listed
            yield str(path), facts.st_size, facts.st_mtime_ns


def _view(folder: Path, summary: WorkspaceSummary) -> HomeView:
    problems = [_in_words(problem, folder) for problem in summary.problems]
    return HomeView(
        title=summary.title,
        folder=str(folder),
        personas=summary.personas,
        workshops=tuple(
            WorkshopRow(
                line.code, line.title or "A workshop without a title", _when(line.started), _dots(line.dots)
            )
            for line in summary.workshops
        ),
        problems=tuple(problems[:SHOWN_PROBLEMS]),
        more_problems=max(0, len(problems) - SHOWN_PROBLEMS),
        warnings=tuple(_in_words(warning, folder) for warning in getattr(summary, "warnings", ())),
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


def _dots(count: int) -> str:
    if count == 0:
        return "no dots yet"
    return "1 dot" if count == 1 else f"{count:,} dots"


def _when(started: datetime | None) -> str:
    if started is None:
        return "not begun"
    local = started.astimezone()
    return f"{local.day} {local:%B %Y}, {local:%H:%M}"
