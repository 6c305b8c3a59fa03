"""What each role may see of an activity that asks from where people speak: voices stand apart, for everyone."""

from __future__ import annotations

from typing import Any

from crpkit.workshop.activities.ask import AskState
from crpkit.workshop.activities.ask.voices import spreads, voice_counts, voice_ids, voices_answering


def voices_for_all(state: AskState, visible: bool) -> dict[str, Any]:
    """Return the question, where the room is, and, once it is closed and shown, how each step would feel.

    Of a voice and a step nothing is told unless five people or more of that voice answered there.
    """
    assert state.voices is not None
    return {
        "voices": {
            "title": state.voices.title,
            "hint": state.voices.hint,
            "answers": [{"id": one.id, "title": one.title} for one in state.voices.answers],
        },
        "at": state.at,
        "felt": _felt(state) if visible else None,
    }


def voices_for_console(state: AskState) -> dict[str, Any]:
    """Return how many of each voice have answered, and how, as soon as it is closed: exact."""
    if state.open:
        return {"heard": None, "counts": None}
    counts = voice_counts(state)
    return {
        "heard": dict(voices_answering(state)),
        "counts": [
            {
                "item": item.id,
                "voice": voice,
                "people": [
                    counts.get((item.id, voice, number), 0) for number in range(1, len(state.answers) + 1)
                ],
            }
            for item in state.items
            for voice in voice_ids(state)
        ],
    }


def _felt(state: AskState) -> list[dict[str, Any]]:
    return [
        {
            "voice": voice,
            "item": item,
            "people": one.people,
            "low": one.low,
            "middle": one.middle,
            "high": one.high,
        }
        for voice, of in spreads(state).items()
        for item, one in of.items()
    ]
