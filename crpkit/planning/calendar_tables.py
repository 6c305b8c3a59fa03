"""Where a workspace keeps its tables of holidays and of what things ask of people's time."""

from __future__ import annotations

from pathlib import Path

from crpkit.planning.holidays import FILE as HOLIDAYS
from crpkit.planning.holidays import Holidays, read_holidays
from crpkit.planning.tables import FOLDER
from crpkit.planning.times import FILE as TIMES
from crpkit.planning.times import Times, read_times
from crpkit.workspace import Workspace

_EXAMPLE = Path("workshop_data") / "example" / "planning"


def calendar_tables_of(workspace: Workspace) -> tuple[Times, Holidays]:
    """Return what things ask of people's time, and the holidays, as they hold in a workspace.

    Each is the team's own in ``workshop_data/planning``; else, where the worked example belongs to the workspace, the
    made-up one of the example; else the kit's own.

    Raises
    ------
    InputProblems
        If a table is there and something is wrong with it.
    """
    return (
        read_times(_where(workspace, TIMES), workspace.framework),
        read_holidays(_where(workspace, HOLIDAYS)),
    )


def _where(workspace: Workspace, file: str) -> Path | None:
    folders = [FOLDER, *([_EXAMPLE] if workspace.marker.example else [])]
    return next((path for one in folders if (path := workspace.folder / one / file).is_file()), None)
