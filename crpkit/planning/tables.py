"""Where a workspace keeps its tables of costs and rates."""

from __future__ import annotations

from pathlib import Path

from crpkit.planning.costs import FILE as COSTS
from crpkit.planning.costs import Costs, read_costs
from crpkit.planning.rates import FILE as RATES
from crpkit.planning.rates import Rates, read_rates
from crpkit.workspace import Workspace

FOLDER = Path("workshop_data") / "planning"
_EXAMPLE = Path("workshop_data") / "example" / "planning"


def tables_of(workspace: Workspace) -> tuple[Costs, Rates]:
    """Return the tables that hold in a workspace.

    Each is the team's own in ``workshop_data/planning``; else, where the worked example belongs to the workspace, the
    made-up one of the example; else the kit's own.

    Raises
    ------
    InputProblems
        If a table is there and something is wrong with it.
    """
    return (
        read_costs(_where(workspace, COSTS), workspace.framework),
        read_rates(_where(workspace, RATES), workspace.framework),
    )


def _where(workspace: Workspace, file: str) -> Path | None:
    folders = [FOLDER, *([_EXAMPLE] if workspace.marker.example else [])]
    return next((path for one in folders if (path := workspace.folder / one / file).is_file()), None)
