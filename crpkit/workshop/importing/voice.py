"""From where people speak, as a cell says it."""

from __future__ import annotations

from typing import Any

from crpkit.errors import InputProblems, Problem, did_you_mean
from crpkit.workshop.activities.ask import NOT_SAID, AskState


def asks_for_voice(activity: Any) -> bool:
    """Say whether an activity asks from where people speak."""
    return isinstance(activity, AskState) and activity.voices is not None


def voice_from(activity: Any, cell: str) -> str:
    """Return the voice that a cell names by its words or its id; empty if it says nothing, or nothing is asked.

    Raises
    ------
    InputProblems
        If it is none of the answers.
    """
    voices = activity.voices if isinstance(activity, AskState) else None
    if voices is None or not cell or cell in ("-", "–"):
        return ""
    said = cell.casefold()
    if said in (NOT_SAID, "not said"):
        return NOT_SAID
    for one in voices.answers:
        if said in (one.id, one.title.casefold()):
            return str(one.id)
    titles = [one.title for one in voices.answers]
    remedy = did_you_mean(cell, titles) or f"Use {', '.join(titles)}, or leave it empty."
    raise InputProblems([Problem(f"“{cell}” does not say from where somebody speaks", remedy)])
