"""Changing an agenda step by step; every function returns another agenda and leaves the one given as it is."""

from __future__ import annotations

import re
import tempfile
from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from crpkit.errors import InputProblems, Problem
from crpkit.framework import Framework
from crpkit.tables.yamls import write_bytes
from crpkit.workshop.agenda.model import LONGEST_MINUTES, MOST_STEPS, Agenda, Step
from crpkit.workshop.agenda.options import options_from
from crpkit.workshop.agenda.reading import agenda_files, read_agenda
from crpkit.workshop.agenda.writing import agenda_text
from crpkit.workshop.checks import refused
from crpkit.workshop.kinds import Kind

FOLDER = Path("workshop_data") / "agendas"
_STEP = re.compile(r"steps\.(\d+)(?:\.(.*))?")


def added(
    agenda: Agenda,
    kind: Kind,
    framework: Framework,
    after: str | None = None,
    folder: Path | None = None,
) -> tuple[Agenda, str]:
    """Add a step of a kind, with what that kind usually has.

    Parameters
    ----------
    agenda
        The agenda.
    kind
        Of the new step.
    framework
        Where usual options come from, for example the principles.
    after
        Id of the step after which it comes; the last if not given.
    folder
        The workspace whose lists count.

    Returns
    -------
    Agenda
        The agenda with the step.
    str
        Id of the new step.

    Raises
    ------
    InputProblems
        If there are as many steps as an agenda can have.
    """
    _refuse_more(agenda)
    usual = kind.choosing.items if kind.choosing is not None else None
    options = options_from(usual, (), framework, folder) if usual else None
    name = _free(agenda, kind.id)
    step = Step(name, kind.id, kind.title, kind.title, kind.minutes, options=options, source=usual or "")
    place = len(agenda.steps) if after is None else _place(agenda, after) + 1
    return _with_kinds(agenda, _inserted(agenda, place, step), kind), name


def moved(agenda: Agenda, name: str, by: int) -> Agenda:
    """Move a step up (``by`` below 0) or down; at either end it stays."""
    place = _place(agenda, name)
    steps = list(agenda.steps)
    step = steps.pop(place)
    steps.insert(max(0, min(len(steps), place + by)), step)
    return replace(agenda, steps=tuple(steps))


def lengthened(agenda: Agenda, name: str, minutes: int) -> Agenda:
    """Give a step more minutes, or fewer; it keeps one and has at most eight hours."""
    before = agenda.steps[_place(agenda, name)].minutes
    return changed(agenda, name, minutes=max(1, min(LONGEST_MINUTES, before + minutes)))


def duplicated(agenda: Agenda, name: str) -> tuple[Agenda, str]:
    """Put a copy of a step below it; return the agenda and the copy's id.

    Raises
    ------
    InputProblems
        If there are as many steps as an agenda can have.
    """
    _refuse_more(agenda)
    place = _place(agenda, name)
    copy = replace(agenda.steps[place], id=_free(agenda, name), line=0)
    return replace(agenda, steps=_inserted(agenda, place + 1, copy)), copy.id


def removed(agenda: Agenda, name: str) -> Agenda:
    """Take a step out.

    Raises
    ------
    InputProblems
        If it is the only one.
    """
    if len(agenda.steps) == 1:
        raise refused("An agenda needs a step", "Add another one first.", "steps")
    place = _place(agenda, name)
    return replace(agenda, steps=(*agenda.steps[:place], *agenda.steps[place + 1 :]))


def changed(agenda: Agenda, name: str, **values: Any) -> Agenda:
    """Return the agenda with some fields of a step changed (see :class:`crpkit.workshop.agenda.Step`)."""
    place = _place(agenda, name)
    step = replace(agenda.steps[place], **values)
    return replace(agenda, steps=(*agenda.steps[:place], step, *agenda.steps[place + 1 :]))


def clock(agenda: Agenda, start: str) -> Mapping[str, str]:
    """Return step id → the time at which it begins, and ``""`` → the time at which all is done.

    Parameters
    ----------
    start
        When it begins: hours and minutes, for example ``10:00``.

    Raises
    ------
    InputProblems
        If it is no time.
    """
    try:
        at = datetime.strptime(start.strip().replace(".", ":"), "%H:%M")
    except ValueError as error:
        raise refused(
            f"“{start}” is not a time", "Write hours and minutes, for example 10:00.", "start"
        ) from error
    times: dict[str, str] = {}
    for step in agenda.steps:
        times[step.id] = f"{at:%H:%M}"
        at += timedelta(minutes=step.minutes)
    return {**times, "": f"{at:%H:%M}"}


def problems_of(
    agenda: Agenda, framework: Framework, folder: Path | None = None
) -> list[tuple[str, Problem]]:
    """Return what is wrong with an agenda that was put together: id of the step (or empty), and the problem.

    It is written and read as its file would be, so that what can be saved can be run.
    """
    with tempfile.TemporaryDirectory() as place:
        file = Path(place) / "agenda.yaml"
        file.write_text(agenda_text(agenda), encoding="utf-8")
        try:
            read_agenda(file, folder, framework)
        except InputProblems as error:
            return [_of_step(agenda, problem) for problem in error.problems]
    return []


def save_agenda(agenda: Agenda, folder: Path, framework: Framework, instead_of: Path | None = None) -> Path:
    """Write an agenda into a workspace.

    Parameters
    ----------
    agenda
        The agenda.
    folder
        The workspace.
    framework
        The framework that it names.
    instead_of
        The file whose place it takes; a new file, named after the title, if not given.

    Returns
    -------
    Path
        The file.

    Raises
    ------
    InputProblems
        If something is wrong with it, or it cannot be written; what was there before then stays.
    """
    wrong = problems_of(agenda, framework, folder)
    if wrong:
        raise InputProblems([replace(problem, file=None, line=None) for _, problem in wrong])
    file = instead_of or _new_file(agenda.title, folder)
    write_bytes(file, agenda_text(agenda).encode())
    return file


def _new_file(title: str, folder: Path) -> Path:
    stem = re.sub(r"[^a-z0-9]+", "-", title.lower()).strip("-")[:40].strip("-") or "agenda"
    taken = {file.stem.lower() for file in agenda_files(folder)}
    names = [stem, *(f"{stem}-{number}" for number in range(2, len(taken) + 3))]
    return folder / FOLDER / f"{next(name for name in names if name not in taken)}.yaml"


def _of_step(agenda: Agenda, problem: Problem) -> tuple[str, Problem]:
    found = _STEP.fullmatch(problem.field or "")
    number = int(found[1]) - 1 if found else -1
    name = agenda.steps[number].id if 0 <= number < len(agenda.steps) else ""
    return name, replace(problem, file=None, line=None, field=found[2] if found else problem.field)


def _place(agenda: Agenda, name: str) -> int:
    for place, step in enumerate(agenda.steps):
        if step.id == name:
            return place
    raise refused(f"There is no step “{name}”", "Choose another.", "steps")


def _inserted(agenda: Agenda, place: int, step: Step) -> tuple[Step, ...]:
    return (*agenda.steps[:place], step, *agenda.steps[place:])


def _with_kinds(agenda: Agenda, steps: tuple[Step, ...], kind: Kind) -> Agenda:
    known = kind.id in {one.id for one in agenda.kinds}
    return replace(agenda, steps=steps, kinds=agenda.kinds if known else (*agenda.kinds, kind))


def _free(agenda: Agenda, name: str) -> str:
    stem = re.sub(r"-\d+$", "", name)[:16]
    taken = {step.id for step in agenda.steps}
    names = [stem, *(f"{stem}-{number}" for number in range(2, MOST_STEPS + 2))]
    return next(one for one in names if one not in taken)


def _refuse_more(agenda: Agenda) -> None:
    if len(agenda.steps) >= MOST_STEPS:
        raise refused(f"An agenda has at most {MOST_STEPS} steps", "Take one out first.", "steps")
