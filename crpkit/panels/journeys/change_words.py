"""A change in a sentence, and what it can answer: findings of the road-test, notes of the room."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from crpkit.journeys import SEVERITIES, Change, Finding, Journey, RoadTest
from crpkit.panels.journeys.asking import walks
from crpkit.workshop import Workshop

_BOXES = {"help": "Would help", "stop": "Would stop people"}
_MOST_LETTERS = 110


def answer_id(one: Finding) -> str:
    """Return what a change writes to say that it answers a finding: rule and step, of a need rule and need."""
    return "/".join(filter(None, (one.rule, one.need if one.need else one.step)))


def findings_to_answer(test: RoadTest, steps: Sequence[str]) -> list[tuple[str, str]]:
    """Return the findings that a change can answer, first those at the steps that it changes, the worst first."""
    order = list(SEVERITIES)
    some = [one for one in test.findings if one.severity not in ("helps", "notice")]
    some.sort(key=lambda one: (one.step not in steps, order.index(one.severity)))
    found: dict[str, str] = {}
    for one in some:
        found.setdefault(answer_id(one), _short(f"{SEVERITIES[one.severity]}: {one.message}"))
    return list(found.items())


def notes_to_answer(
    workshop: Workshop | None, journey: Journey, steps: Sequence[str]
) -> list[tuple[str, str]]:
    """Return what people wrote in a journey’s road-tests, first at the steps that are changed: id and words."""
    if workshop is None:
        return []
    titles = {step.id: step.title for step in journey.steps}
    rows = [
        row
        for activity in walks(workshop, journey)
        for row in workshop.road_test_notes(activity.id).to_dict("records")
        if row["step"] in titles
    ]
    rows.sort(key=lambda row: row["step"] not in steps)
    return [
        (
            str(row["evidence"]),
            _short(f"{_BOXES.get(str(row['box']), 'Said')}, at “{titles[row['step']]}”: {row['text']}"),
        )
        for row in rows
    ]


def _short(words: str) -> str:
    line = " ".join(words.split())
    return line if len(line) <= _MOST_LETTERS else f"{line[: _MOST_LETTERS - 1].rstrip()}…"


def record_of(change: Change, journey: Journey) -> dict[str, Any]:
    """Return a change as a workshop keeps it, with the journey that it is about."""
    return {**change.as_record(), "journey": journey.id}
