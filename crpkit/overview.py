"""A whole workspace at a glance: everything that is wrong with it, and what is in it."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from crpkit.errors import CrpkitError, InputProblems, Problem
from crpkit.framework import Framework, check_framework, load_framework
from crpkit.personas import check_personas, read_personas
from crpkit.store import Log, check_log, folder_warning
from crpkit.tables import read_yaml, validate
from crpkit.workshop import Workshop, codes, list_files, read_list
from crpkit.workshop.activities.dots import DotsState
from crpkit.workspace import DATABASE, KIND, MARKER, NEWEST, OVERLAY, Marker, Workspace


@dataclass(frozen=True)
class WorkshopLine:
    """A workshop as one line of a list.

    Attributes
    ----------
    code, title, started
        Its six characters, its title (``None`` if taken back), and when it was begun (UTC).
    dots
        Dots placed in it so far.
    """

    code: str
    title: str | None
    started: datetime | None
    dots: int


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
        Everything ``crpkit check`` reports.
    warnings
        What may go wrong later, for example a folder that is synchronised.
    """

    title: str
    personas: int
    workshops: tuple[WorkshopLine, ...]
    problems: tuple[Problem, ...]
    warnings: tuple[Problem, ...] = ()


def check_workspace(folder: Path) -> list[Problem]:
    """Read everything in a workspace and return every problem; one broken file hides no other's.

    Parameters
    ----------
    folder
        The folder with the marker file.
    """
    overlay = folder / OVERLAY
    problems = _trying(lambda: validate(read_yaml(folder / MARKER, KIND, NEWEST), Marker))
    problems += check_framework(overlay if overlay.is_file() else None)
    problems += check_personas(folder / "personas", _groups(overlay))
    for file in list_files(folder):
        problems += _trying(lambda file=file: read_list(file))  # type: ignore[misc]
    problems += _check_notebooks(folder / "notebooks")
    if (folder / DATABASE).exists():
        problems += check_log(folder / DATABASE)
    return problems


def _trying(read: Callable[[], object]) -> list[Problem]:
    try:
        read()
    except InputProblems as error:
        return list(error.problems)
    except CrpkitError as error:
        return [error.problem]
    return []


def _groups(overlay: Path) -> list[str]:
    """Return the ids of the groups a persona may name; those of the plain framework if the overlay is broken."""
    framework: Framework
    try:
        framework = load_framework(overlay if overlay.is_file() else None)
    except CrpkitError:
        framework = load_framework()
    return list(framework.groups.ids)


def _check_notebooks(folder: Path) -> list[Problem]:
    problems = []
    for file in sorted(folder.glob("*.ipynb")):
        try:
            cells = json.loads(file.read_text(encoding="utf-8"))["cells"]
        except (OSError, ValueError, KeyError, TypeError):
            remedy = "Open it in JupyterLab, or delete it to use the one that comes with crpkit."
            problems.append(Problem("The notebook cannot be read", remedy, file))
            continue
        if any(cell.get("outputs") for cell in cells):
            remedy = "In JupyterLab choose Edit, Clear Outputs of All Cells, and save."
            problems.append(
                Problem("The notebook holds outputs, which may be people’s answers", remedy, file)
            )
    return problems


def summary(workspace: Workspace) -> WorkspaceSummary:
    """Return what is in a workspace; a broken part is reported and the rest still told."""
    problems = check_workspace(workspace.folder)
    personas = len(read_personas(workspace.folder / "personas", _groups(workspace.folder / OVERLAY)).personas)
    try:
        workshops = workshop_lines(workspace.log)
    except CrpkitError as error:
        workshops = ()
        if error.problem.found not in {problem.found for problem in problems}:
            problems.append(error.problem)
    warning = folder_warning(workspace.folder)
    return WorkspaceSummary(
        workspace.title, personas, workshops, tuple(problems), (warning,) if warning is not None else ()
    )


def workshop_lines(log: Log) -> tuple[WorkshopLine, ...]:
    """Return all workshops in a log, the newest first."""
    lines = [_line(Workshop(log, code)) for code in codes(log)]
    return tuple(sorted(lines, key=lambda line: (line.started is not None, line.started), reverse=True))


def _line(workshop: Workshop) -> WorkshopLine:
    state = workshop.state
    placed = sum(activity.placed for activity in state.activities.values() if isinstance(activity, DotsState))
    return WorkshopLine(state.code, state.title, state.started, placed)
