"""Beside the plans and never mixed in: what workshops chose, and what road-tests agreed to change."""

from __future__ import annotations

from collections.abc import Iterator

from crpkit.errors import CrpkitError
from crpkit.overview import workshop_lines
from crpkit.panels import controls as ui
from crpkit.panels.plan.desk import PlanDesk
from crpkit.workshop import Workshop

_BEGINS = "framework:components/"


def lenses_html(desk: PlanDesk) -> str:
    """Return what was chosen elsewhere, each beside what the plan that was taken does with it."""
    return ""
