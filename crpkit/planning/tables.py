"""The tables that hold in a workspace: of costs, of what people are paid, of people's time, and of holidays.

Where a table is found is said in one place, :meth:`crpkit.planning.inputs.Inputs.table`: each is the team's own in
``workshop_data/planning``; else, while the plan is made from the answers of the worked example, the made-up one of the
example; else the kit's own. A team's real answers never meet made-up figures.
"""

from __future__ import annotations

from crpkit.planning.costs import Costs
from crpkit.planning.holidays import Holidays
from crpkit.planning.inputs import Inputs
from crpkit.planning.rates import Rates
from crpkit.planning.times import Times
from crpkit.workspace import Workspace


def tables_of(workspace: Workspace, survey: str = "") -> tuple[Costs, Rates]:
    """Return the tables of costs and of what people are paid, as they hold in a workspace.

    Parameters
    ----------
    workspace
        The workspace.
    survey
        Name of the survey of the plan; as :class:`crpkit.planning.inputs.Inputs` has it, if not given.

    Raises
    ------
    InputProblems
        If a table is there and something is wrong with it.
    """
    inputs = Inputs(workspace, survey)
    return inputs.costs, inputs.rates


def calendar_tables_of(workspace: Workspace, survey: str = "") -> tuple[Times, Holidays]:
    """Return what things ask of people's time, and the holidays, as they hold in a workspace.

    The parameters, and what is raised, are those of :func:`tables_of`.
    """
    inputs = Inputs(workspace, survey)
    return inputs.times, inputs.holidays
