"""The page of needs: what would help here, and what is here already."""

from crpkit.panels.needs.page import NeedsPage

__all__ = ["NeedsPage"]
