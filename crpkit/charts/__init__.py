"""Results as pictures, each with its words and its table."""

from crpkit.charts.activities import activity_figures
from crpkit.charts.bars import people_bars, points_bars, ranking_bars
from crpkit.charts.dots import dot_figure, dot_wall
from crpkit.charts.figure import Figure
from crpkit.charts.groups import by_family, by_table
from crpkit.charts.journeys import journey_load, journey_map, journey_maps_side_by_side, needs_heat
from crpkit.charts.needs import (
    existing_by_group,
    need_intervals,
    need_quadrants,
    needs_by_group,
    offers_and_needs,
)
from crpkit.charts.planning import front, timetable
from crpkit.charts.presence import attendance_beside_target
from crpkit.charts.scales import scale_bars
from crpkit.charts.sessions import combined_figures
from crpkit.charts.themes import theme_piles, theme_piles_by
from crpkit.charts.timeline import TimedStep, agenda_as_run, planned_and_run
from crpkit.charts.writing import Card, Group, entries_by_box, lines_table, wall

__all__ = [
    "Card",
    "Figure",
    "Group",
    "TimedStep",
    "activity_figures",
    "agenda_as_run",
    "attendance_beside_target",
    "by_family",
    "by_table",
    "combined_figures",
    "dot_figure",
    "dot_wall",
    "entries_by_box",
    "existing_by_group",
    "front",
    "journey_load",
    "journey_map",
    "journey_maps_side_by_side",
    "lines_table",
    "need_intervals",
    "need_quadrants",
    "needs_by_group",
    "needs_heat",
    "offers_and_needs",
    "people_bars",
    "planned_and_run",
    "points_bars",
    "ranking_bars",
    "scale_bars",
    "theme_piles",
    "theme_piles_by",
    "timetable",
    "wall",
]
