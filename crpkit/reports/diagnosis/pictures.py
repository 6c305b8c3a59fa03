"""The figures of the summary: drawn from what may be published."""

from __future__ import annotations

import math
from collections.abc import Mapping

from crpkit.charts import (
    Figure,
    existing_by_group,
    need_intervals,
    need_quadrants,
    needs_by_group,
    offers_and_needs,
)
from crpkit.needs import Diagnosis
from crpkit.reports.diagnosis.published import Published
from crpkit.tables.small import NO_PERCENTAGE


def published_figures(diagnosis: Diagnosis, published: Published, most: int = 10) -> Mapping[str, Figure]:
    """Return the five figures by the names of their files.

    Parameters
    ----------
    diagnosis
        For the titles of groups, and for what is here: nothing in that is about people.
    published
        All else is drawn from this.
    most
        How many rows are drawn.
    """
    groups = [(group.id, group.title) for group in diagnosis.framework.groups]
    return {
        "what-people-would-like": need_intervals(published.needs, most=most),
        "what-matters-and-how-sure": need_quadrants(published.needs),
        "who-would-like-what": needs_by_group(published.needs, groups, fewest=math.ceil(NO_PERCENTAGE)),
        "what-is-here": existing_by_group(diagnosis.coverage, groups),
        "who-could-help-whom": offers_and_needs(published.offers, most=most),
    }
