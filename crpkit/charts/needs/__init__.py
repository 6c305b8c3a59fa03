"""Pictures of what would help in a place: how sure, how much, for whom, what is here, and who could help whom."""

from crpkit.charts.needs.existing import existing_by_group
from crpkit.charts.needs.intervals import need_intervals
from crpkit.charts.needs.matrix import needs_by_group
from crpkit.charts.needs.offers import offers_and_needs
from crpkit.charts.needs.quadrants import need_quadrants

__all__ = ["existing_by_group", "need_intervals", "need_quadrants", "needs_by_group", "offers_and_needs"]
