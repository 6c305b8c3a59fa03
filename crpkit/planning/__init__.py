"""From what would help and what is here to a plan: what to run here, take from elsewhere, or leave, at what cost."""

from crpkit.planning.calendar_tables import calendar_tables_of
from crpkit.planning.choosing import FRONT_COLUMNS, Plans, plans
from crpkit.planning.clashing import Blamed, NothingFits
from crpkit.planning.costs import Costs, read_costs
from crpkit.planning.deciding import decide
from crpkit.planning.firmness import firmness
from crpkit.planning.holidays import Holidays, read_holidays
from crpkit.planning.linking import links_of
from crpkit.planning.models import LINE_COLUMNS, WAYS, Line, Option, Payments, Plan
from crpkit.planning.offering import options
from crpkit.planning.option_rows import OPTION_COLUMNS
from crpkit.planning.pilot_card import PilotCard
from crpkit.planning.pilots import pilot_cards, pilots_frame
from crpkit.planning.ranges import Range
from crpkit.planning.rates import Rates, read_rates
from crpkit.planning.tables import tables_of
from crpkit.planning.times import read_times
from crpkit.planning.timetabling import Timetable, hours_had, timetable

__all__ = [
    "FRONT_COLUMNS",
    "LINE_COLUMNS",
    "OPTION_COLUMNS",
    "WAYS",
    "Blamed",
    "Costs",
    "Holidays",
    "Line",
    "NothingFits",
    "Option",
    "Payments",
    "PilotCard",
    "Plan",
    "Plans",
    "Range",
    "Rates",
    "Timetable",
    "calendar_tables_of",
    "decide",
    "firmness",
    "hours_had",
    "links_of",
    "options",
    "pilot_cards",
    "pilots_frame",
    "plans",
    "read_costs",
    "read_holidays",
    "read_rates",
    "read_times",
    "tables_of",
    "timetable",
]
