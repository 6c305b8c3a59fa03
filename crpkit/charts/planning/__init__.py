"""Pictures of plans: when what happens, and money against needs answered."""

from crpkit.charts.planning.front import front
from crpkit.charts.planning.when import timetable

__all__ = ["front", "timetable"]
