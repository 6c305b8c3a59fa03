"""What most kinds of activities are made of: things to choose from, and headings to write under.

A kind (:mod:`crpkit.workshop.kinds`) says which of the two it has and how; the event that adds an activity carries all
of it, so that a log can be read where that kind is not known.
"""

from crpkit.workshop.activities.ask.apply import apply_ask, apply_written, said_together
from crpkit.workshop.activities.ask.ballots import METHODS, fits
from crpkit.workshop.activities.ask.counting import Counted
from crpkit.workshop.activities.ask.drafts import ask_draft
from crpkit.workshop.activities.ask.parts import NOT_SAID, Answer, Box, Field, Item, Placed, Voices
from crpkit.workshop.activities.ask.state import AskState

__all__ = [
    "METHODS",
    "NOT_SAID",
    "Answer",
    "AskState",
    "Box",
    "Counted",
    "Field",
    "Item",
    "Placed",
    "Voices",
    "apply_ask",
    "apply_written",
    "ask_draft",
    "fits",
    "said_together",
]
