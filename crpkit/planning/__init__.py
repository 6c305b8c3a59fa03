"""From what would help and what is here to a plan: what to run here or take from elsewhere, when, at what cost."""

from crpkit.planning.choosing import FRONT_COLUMNS, Plans, plans
from crpkit.planning.clashing import Blamed, NothingFits
from crpkit.planning.costs import Costs, read_costs
from crpkit.planning.deciding import decide
from crpkit.planning.firmness import firmness
from crpkit.planning.holidays import Holidays, read_holidays
from crpkit.planning.keeping import keep_plan, kept_plan, make_plan, out_of_date, plan_to_keep
from crpkit.planning.kept import KeptPlan
from crpkit.planning.linking import links_of
from crpkit.planning.models import LINE_COLUMNS, WAYS, Line, Option, Payments, Plan
from crpkit.planning.offering import options
from crpkit.planning.option_rows import OPTION_COLUMNS
from crpkit.planning.pilot_card import PilotCard
from crpkit.planning.pilots import pilot_cards, pilots_frame
from crpkit.planning.ranges import Range
from crpkit.planning.rates import Rates, read_rates
from crpkit.planning.settings import LineNotes, Settings
from crpkit.planning.tables import calendar_tables_of, tables_of
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
    "KeptPlan",
    "Line",
    "LineNotes",
    "NothingFits",
    "Option",
    "Payments",
    "PilotCard",
    "Plan",
    "Plans",
    "Range",
    "Rates",
    "Settings",
    "Timetable",
    "calendar_tables_of",
    "decide",
    "firmness",
    "hours_had",
    "keep_plan",
    "kept_plan",
    "links_of",
    "make_plan",
    "options",
    "out_of_date",
    "pilot_cards",
    "pilots_frame",
    "plan_to_keep",
    "plans",
    "read_costs",
    "read_holidays",
    "read_rates",
    "read_times",
    "tables_of",
    "timetable",
]
