"""The tables of a plan, as files in a folder."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pandas as pd

from crpkit.planning.choosing import Plans
from crpkit.planning.kept import KeptPlan
from crpkit.planning.pilots import pilot_cards, pilots_frame
from crpkit.reports.budget import write_budget
from crpkit.reports.datapackage import rows_of
from crpkit.reports.plan.given import Given
from crpkit.reports.plan.threads import thread
from crpkit.reports.plan.times import When
from crpkit.tables import write_csv
from crpkit.tables.yamls import make_folder
from crpkit.workspace import Workspace

_PRIVATE = ("least",)
_BY_GROUP = "answered:"


def write_plan_tables(
    workspace: Workspace, kept: KeptPlan, found: Plans, table: pd.DataFrame, folder: Path | str
) -> list[Path]:
    """Write the tables of a plan.

    Parameters
    ----------
    workspace, kept
        The workspace, and the plan.
    found, table
        The plans it was chosen among, and all options, as of :func:`crpkit.planning.make_plan`.
    folder
        Where to; made if it is not there. Files of the same names are replaced.

    Returns
    -------
    list of pathlib.Path
        ``plan.csv``, ``front.csv``, ``options.csv``, ``rests-on.csv``, ``threads.csv``, ``pilots.csv``,
        ``budget.xlsx``; if the plan has a first day ``timetable.csv``, ``timetable.ics`` and ``hours.csv``. With exact
        numbers of small groups, for the team alone: ``groups-private.csv`` and ``pilots-private.csv``.

    Raises
    ------
    InputProblems
        If a file cannot be written.
    """
    from datetime import UTC, datetime

    place = Path(folder)
    make_folder(place)
    given = Given(workspace, kept, datetime.now(UTC))
    plan, framework = given.plan, given.framework
    front = found.front
    by_group = [name for name in front.columns if name.startswith(_BY_GROUP) or name in _PRIVATE]
    frames: dict[str, pd.DataFrame] = {
        "plan": plan.frame(),
        "front": front.drop(columns=by_group),
        "options": table,
        "rests-on": found.rests_on(plan.name, None),
        "threads": thread(workspace, kept),
        "pilots": pilots_frame(pilot_cards(plan, framework=framework)),
        "groups-private": _groups(given),
        "pilots-private": pilots_frame(pilot_cards(plan, framework=framework, diagnosis=given.picture)),
    }
    when = When(given).table
    if when is not None:
        frames |= {"timetable": when.frame(), "hours": when.hours()}
    paths = [_write(place / f"{name}.csv", frame) for name, frame in frames.items()]
    if when is not None:
        paths.append(when.ics(place / "timetable.ics"))
    paths.append(write_budget(plan, place / "budget.xlsx"))
    return paths


def _write(path: Path, frame: pd.DataFrame) -> Path:
    flat = frame.map(_flat)
    write_csv(path, [str(name) for name in flat.columns], rows_of(flat))
    return path


def _flat(cell: object) -> object:
    if isinstance(cell, tuple):
        return "; ".join(map(str, cell))
    if isinstance(cell, Mapping):
        return "; ".join(f"{name}: {_flat(value)}" for name, value in cell.items())
    return cell


def _groups(given: Given) -> pd.DataFrame:
    plan = given.plan
    rows = [
        (group, given.group(group), share, plan.without_inferred.get(group))
        for group, share in plan.answered.items()
    ]
    return pd.DataFrame(rows, columns=["group", "title", "answered", "without_inferred"])
