"""The page of the plan: what to run here, what to take from elsewhere, what to leave; when, and at what cost."""

from crpkit.panels.plan.page import PlanPage

__all__ = ["PlanPage"]
