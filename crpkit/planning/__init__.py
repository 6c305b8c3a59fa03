"""From what would help and what is here to a plan: what to run here or take from elsewhere, when, and at what cost."""

from crpkit.planning.holidays import Holidays, read_holidays
from crpkit.planning.models import WAYS, Line, Option, Payments, Plan
from crpkit.planning.ranges import Range
from crpkit.planning.times import read_times
from crpkit.planning.timetabling import Timetable, hours_had, timetable

__all__ = [
    "WAYS",
    "Holidays",
    "Line",
    "Option",
    "Payments",
    "Plan",
    "Range",
    "Timetable",
    "hours_had",
    "read_holidays",
    "read_times",
    "timetable",
]
