"""From what would help and what is here to a plan: what to run here, take from elsewhere, or leave; when, at what cost."""

from crpkit.planning.models import WAYS, Line, Option, Payments, Plan
from crpkit.planning.ranges import Range

__all__ = ["WAYS", "Line", "Option", "Payments", "Plan", "Range"]
