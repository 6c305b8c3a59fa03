"""A learner's way as a picture: the map, two side by side, hours by month, all personas on all journeys."""

from crpkit.charts.journeys.beside import journey_maps_side_by_side
from crpkit.charts.journeys.heat import needs_heat
from crpkit.charts.journeys.hours import journey_load
from crpkit.charts.journeys.maps import journey_map

__all__ = ["journey_load", "journey_map", "journey_maps_side_by_side", "needs_heat"]
