"""From what would help and what is here to a plan: what to run here, take from elsewhere, or leave, at what cost."""

from crpkit.planning.choosing import FRONT_COLUMNS, Plans, plans
from crpkit.planning.clashing import Blamed, NothingFits
from crpkit.planning.costs import Costs, read_costs
from crpkit.planning.deciding import decide
from crpkit.planning.firmness import firmness
from crpkit.planning.linking import links_of
from crpkit.planning.models import LINE_COLUMNS, WAYS, Line, Option, Payments, Plan
from crpkit.planning.offering import options
from crpkit.planning.option_rows import OPTION_COLUMNS
from crpkit.planning.ranges import Range
from crpkit.planning.rates import Rates, read_rates
from crpkit.planning.tables import tables_of

__all__ = [
    "FRONT_COLUMNS",
    "LINE_COLUMNS",
    "OPTION_COLUMNS",
    "WAYS",
    "Blamed",
    "Costs",
    "Line",
    "NothingFits",
    "Option",
    "Payments",
    "Plan",
    "Plans",
    "Range",
    "Rates",
    "decide",
    "firmness",
    "links_of",
    "options",
    "plans",
    "read_costs",
    "read_rates",
    "tables_of",
]
