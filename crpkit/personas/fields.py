"""What a road-test asks of a persona, field by field, and in which words.

The report's six cards say almost nothing about these, so most stay blank until a
team finds out or makes an assumption and says so.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Literal

DigitalAccess = Literal["none", "phone", "shared", "own"]
DIGITAL_ACCESS: Mapping[DigitalAccess, str] = MappingProxyType(
    {
        "none": "No internet",
        "phone": "A phone only",
        "shared": "A shared or borrowed computer",
        "own": "A computer of their own",
    }
)

CONFIDENCE: Mapping[int, str] = MappingProxyType(
    {
        1: "1 – not at all sure",
        2: "2 – a little sure",
        3: "3 – fairly sure",
        4: "4 – sure",
        5: "5 – very sure",
    }
)


@dataclass(frozen=True)
class FactField:
    """One thing that a road-test needs to know.

    Attributes
    ----------
    name
        Field name in the file.
    label
        A few words for a form or a card.
    question
        What to ask, in one sentence.
    unit
        What a number counts; empty for words.
    least, most
        Limits of a number; nothing for words.
    """

    name: str
    label: str
    question: str
    unit: str = ""
    least: float | None = None
    most: float | None = None


FACTS: tuple[FactField, ...] = (
    FactField("place", "Place", "Where do they live or work?"),
    FactField(
        "hours_a_month", "Time", "How many hours a month could they give to this?", "hours a month", 0, 744
    ),
    FactField(
        "money",
        "Money",
        "How many pounds a year could they spend out of pocket?",
        "pounds a year",
        0,
        1_000_000,
    ),
    FactField(
        "years_of_experience",
        "Experience",
        "For how many years have they worked in community research partnerships?",
        "years",
        0,
        80,
    ),
    FactField("confidence", "Confidence", "How sure of themselves are they, from 1 to 5?", "out of 5", 1, 5),
    FactField("access_needs", "Access", "What do they need so that they can take part?"),
    FactField("digital_access", "Going online", "What can they go online with?"),
)
"""In the order in which files, cards and forms show them."""
