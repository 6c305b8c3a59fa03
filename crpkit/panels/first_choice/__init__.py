"""The page of a first choice: set up, pick a list, show it, enter dots, show the result."""

from crpkit.panels.first_choice.page import FirstChoice

__all__ = ["FirstChoice"]
