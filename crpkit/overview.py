"""A whole workspace at a glance: everything that is wrong with it, and what is in it."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

from crpkit.errors import CrpkitError, InputProblems, Problem
from crpkit.framework import Framework, load_framework
from crpkit.personas import check_personas, read_personas
from crpkit.retention import is_over, overdue
from crpkit.store import Log, StoreError, check_log, folder_warning
from crpkit.store.transfer import load_lines, read_lines
from crpkit.tables import read_yaml, validate
from crpkit.texts import check_catalogues
from crpkit.workshop import Workshop, agenda_files, codes, framework_lists, list_files, read_agenda, read_list
from crpkit.workshop.activities.dots import DotsState
from crpkit.workshop.activities.notes import NotesState
from crpkit.workshop.kinds import kinds
from crpkit.workspace import (
    DATABASE,
    KIND,
    MARKER,
    NEWEST,
    OVERLAY,
    Marker,
    Workspace,
    example_logs,
)

PATIENCE = 2.0  # seconds to wait while another program holds the database; a page is waiting for the answer


@dataclass(frozen=True)
class WorkshopLine:
    """A workshop as one line of a list.

    Attributes
    ----------
    code, title, started
        Its six characters, its title (``None`` if taken back), and when it was begun (UTC).
    dots, notes
        Dots placed in it so far, and notes that stand.
    """

    code: str
    title: str | None
    started: datetime | None
    dots: int
    notes: int = 0

    @property
    def came_in(self) -> str:
        """What came in so far, in words."""
        parts = [
            f"1 {one}" if number == 1 else f"{number:,} {one}s"
            for number, one in ((self.notes, "note"), (self.dots, "dot"))
            if number
        ]
        return ", ".join(parts) or "nothing came in yet"


@dataclass(frozen=True)
class WorkspaceSummary:
    """What is in a workspace.

    Attributes
    ----------
    title
        What the team calls its work.
    personas
        Number of personas that can be read.
    workshops
        The newest first.
    problems
        Everything ``crpkit check`` reports but what is overdue.
    warnings
        What may go wrong later, for example a folder that is synchronised.
    overdue
        What is kept after the day until which people were told that their words are kept.
    """

    title: str
    personas: int
    workshops: tuple[WorkshopLine, ...]
    problems: tuple[Problem, ...]
    warnings: tuple[Problem, ...] = ()
    overdue: tuple[Problem, ...] = ()


def check_workspace(folder: Path, today: date | None = None) -> list[Problem]:
    """Read everything in a workspace and return every problem; one broken file hides no other's.

    Parameters
    ----------
    folder
        The folder with the marker file.
    today
        The day by which to judge what is kept too long; the computer's if not given. Nothing is deleted.
    """
    problems = _check_files(folder)
    damage = _check_database(folder)
    if damage or not (folder / DATABASE).exists():
        return problems + damage + _overdue_in(folder, None, today)
    try:
        log = Log(folder / DATABASE, read_only=True, timeout=PATIENCE)
    except StoreError as error:
        return [*problems, error.problem, *_overdue_in(folder, None, today)]
    try:
        return [*problems, *_trying(lambda: _refuse_unreadable(log)), *_overdue_in(folder, log, today)]
    finally:
        log.close()


def _overdue_in(folder: Path, log: Log | None, today: date | None) -> list[Problem]:
    """Return what is kept too long; a marker that cannot be read was reported already."""
    try:
        marker = _marker(folder)
    except InputProblems:
        return []
    return _collecting(lambda: overdue(folder, marker, log, today))


def _marker(folder: Path) -> Marker:
    return validate(read_yaml(folder / MARKER, KIND, NEWEST), Marker)


def _check_files(folder: Path) -> list[Problem]:
    overlay = folder / OVERLAY
    framework, problems = _framework(overlay if _is_file(overlay) else None)
    problems += _trying(lambda: _marker(folder))
    problems += _trying(lambda: framework_lists(framework))
    problems += _collecting(lambda: check_personas(folder / "personas", list(framework.groups.ids)))
    problems += _collecting(lambda: _check_lists(folder))
    problems += _collecting(lambda: _check_notebooks(folder / "notebooks"))
    problems += _collecting(lambda: check_catalogues(folder))
    problems += _check_needs(folder, framework)
    problems += _check_plan(folder, framework)
    problems += _check_journeys(folder, framework)
    for file in example_logs(folder):
        problems += _trying(lambda file=file: read_lines(load_lines(file), file))  # type: ignore[misc]
    return problems


def _check_database(folder: Path) -> list[Problem]:
    path = folder / DATABASE
    return _collecting(lambda: check_log(path, timeout=PATIENCE) if path.exists() else [])


def _framework(overlay: Path | None) -> tuple[Framework, list[Problem]]:
    """Return the team's framework, or the plain one and what is wrong with the overlay."""
    try:
        return load_framework(overlay), []
    except InputProblems as error:
        return (Framework.of({}) if overlay is None else _framework(None)[0]), list(error.problems)


def _check_lists(folder: Path) -> list[Problem]:
    problems = []
    for file in list_files(folder):
        problems += _trying(lambda file=file: read_list(file))  # type: ignore[misc]
    broken = _trying(lambda: kinds(folder))
    problems += broken
    for file in (
        [] if broken else agenda_files(folder)
    ):  # with a broken kind every agenda would be said to be wrong
        problems += _trying(lambda file=file: read_agenda(file, folder))  # type: ignore[misc]
    return problems


def _is_file(path: Path) -> bool:
    try:
        return path.is_file()
    except OSError:
        return False


def _refuse_unreadable(log: Log) -> None:
    problems = read_workshops(log)[1]
    if problems:
        raise InputProblems(problems)


def _collecting(check: Callable[[], list[Problem]]) -> list[Problem]:
    """Return what a check found; a folder that may not be read is one more problem."""
    found: list[Problem] = []
    return _trying(lambda: found.extend(check())) + found


def _trying(read: Callable[[], object]) -> list[Problem]:
    try:
        read()
    except InputProblems as error:
        return list(error.problems)
    except CrpkitError as error:
        return [error.problem]
    except OSError as error:
        found = f"This cannot be read ({error.strerror})"
        file = Path(error.filename) if isinstance(error.filename, str) else None
        return [Problem(found, "Check that you may read it.", file)]
    return []


def _check_journeys(folder: Path, framework: Framework) -> list[Problem]:
    """Read a team's own journeys and rules, where it has any."""
    if not (folder / "workshop_data" / "journeys").is_dir():
        return []
    from crpkit.journeys import check_journeys, load_rules

    problems = check_journeys(folder, framework)
    try:
        load_rules(folder, framework)
    except InputProblems as error:
        problems += error.problems
    return problems


def _check_needs(folder: Path, framework: Framework) -> list[Problem]:
    """Read what a team keeps about needs, but the answers themselves: a large survey takes long, and was read once."""
    if not (folder / "workshop_data" / "needs").is_dir():
        return []
    from crpkit.needs.keeping import Kept  # it loads what reckons, which most folders do without

    kept = Kept.of(folder, framework)
    readings = (lambda: kept.place, lambda: kept.mapping, lambda: kept.audit, lambda: kept.excerpts)
    return [problem for read in readings for problem in _trying(read)]


def _check_plan(folder: Path, framework: Framework) -> list[Problem]:
    """Read the plan that is kept, and the team's own tables of planning."""
    data = folder / "workshop_data"
    if not (data / "plan").is_dir() and not (data / "planning").is_dir():
        return []
    from crpkit.planning.costs import read_costs  # it loads what reckons, which most folders do without
    from crpkit.planning.drafts import kept_settings
    from crpkit.planning.holidays import read_holidays
    from crpkit.planning.keeping import kept_plan
    from crpkit.planning.rates import read_rates
    from crpkit.planning.times import read_times

    tables = data / "planning"
    readings = (
        lambda: kept_settings(folder),
        lambda: kept_plan(folder),
        lambda: read_costs(tables, framework) if tables.is_dir() else None,
        lambda: read_rates(tables, framework) if tables.is_dir() else None,
        lambda: read_times(tables, framework) if tables.is_dir() else None,
        lambda: read_holidays(tables) if tables.is_dir() else None,
    )
    return [problem for read in readings for problem in _trying(read)]


def _check_notebooks(folder: Path) -> list[Problem]:
    problems = []
    for file in sorted(folder.glob("*.ipynb")):
        cells = _cells(file)
        if cells is None:
            remedy = "Open it in JupyterLab, or delete it to use the one that comes with crpkit."
            problems.append(Problem("The notebook cannot be read", remedy, file))
        elif any(cell.get("outputs") for cell in cells):
            remedy = "In JupyterLab choose Edit, Clear Outputs of All Cells, and save."
            problems.append(
                Problem("The notebook holds outputs, which may be people’s answers", remedy, file)
            )
    return problems


def _cells(file: Path) -> list[dict[str, Any]] | None:
    try:
        content = json.loads(file.read_text(encoding="utf-8"))
    except (OSError, ValueError, RecursionError):
        return None
    cells = content.get("cells") if isinstance(content, dict) else None
    if not isinstance(cells, list) or not all(isinstance(cell, dict) for cell in cells):
        return None
    return cells


def summary(workspace: Workspace) -> WorkspaceSummary:
    """Return what is in a workspace; a broken part is reported and the rest still told.

    A database that is locked or damaged is tried once, for :data:`PATIENCE` seconds.
    """
    folder = workspace.folder
    problems = _check_files(folder)
    framework, _ = _framework(workspace.overlay)
    personas = len(read_personas(folder / "personas", list(framework.groups.ids)).personas)
    damage = _check_database(folder)
    workshops, unreadable = ((), damage) if damage else _read_log(workspace)
    problems += [problem for problem in unreadable if problem not in problems]
    warning = folder_warning(folder)
    warnings = (warning,) if warning is not None else ()
    late = overdue_words(workspace, readable=not damage)
    return WorkspaceSummary(workspace.title, personas, workshops, tuple(problems), warnings, late)


def overdue_words(workspace: Workspace, readable: bool = True) -> tuple[Problem, ...]:
    """Return what is kept too long; see :func:`crpkit.retention.overdue`.

    Parameters
    ----------
    workspace
        An open workspace.
    readable
        False if its log is known to be damaged or locked.
    """
    if not is_over(workspace.marker):
        return ()
    logs: list[Log] = []
    if readable:
        _trying(lambda: logs.append(workspace.log))  # what is wrong with it was reported already
    log = logs[0] if logs else None
    return tuple(_collecting(lambda: overdue(workspace.folder, workspace.marker, log)))


def _read_log(workspace: Workspace) -> tuple[tuple[WorkshopLine, ...], list[Problem]]:
    lines: tuple[WorkshopLine, ...] = ()
    problems: list[Problem] = []

    def read() -> None:
        nonlocal lines, problems
        lines, problems = read_workshops(workspace.log)

    refused = _trying(read)
    return lines, refused or problems


def workshop_lines(log: Log) -> tuple[WorkshopLine, ...]:
    """Return the workshops of a log that can be read, the newest first."""
    return read_workshops(log)[0]


def read_workshops(log: Log) -> tuple[tuple[WorkshopLine, ...], list[Problem]]:
    """Return the workshops of a log, the newest first, and one problem for each that cannot be read.

    Raises
    ------
    StoreError
        If the log itself cannot be read.
    """
    lines, problems = [], []
    for code in codes(log):
        try:
            lines.append(_line(Workshop(log, code)))
        except StoreError:
            raise
        except CrpkitError as error:
            found = f"The workshop {code} cannot be read: {error.problem.found}"
            problems.append(Problem(found, error.problem.remedy, log.path))
    lines.sort(key=lambda line: (line.started is not None, line.started), reverse=True)
    return tuple(lines), problems


def _line(workshop: Workshop) -> WorkshopLine:
    state = workshop.state
    activities = state.activities.values()
    placed = sum(activity.placed for activity in activities if isinstance(activity, DotsState))
    notes = sum(
        len(activity.notes) - activity.counts["taken-back"]
        for activity in activities
        if isinstance(activity, NotesState)
    )
    return WorkshopLine(state.code, state.title, state.started, placed, notes)
