"""The page of journeys: a persona's way through the support, tried, talked about and changed."""

from crpkit.panels.journeys.page import JourneysPage

__all__ = ["JourneysPage"]
