"""A road-test for other programs: as Mermaid’s *user journey*, and as JSON."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from crpkit.journeys.felt import VOICES, Feelings, Felt, read_feelings
from crpkit.journeys.models import Step
from crpkit.journeys.roadtest import RoadTest
from crpkit.journeys.timing import months_of, spans
from crpkit.journeys.ways import ways

if TYPE_CHECKING:
    import pandas as pd

JSON_FIELDS: Mapping[str, str] = {
    "type, version": "“crpkit/road-test”, 1",
    "journey": "id, title, status (reported, draft or team), source, based_on",
    "persona": "id, title, group, hours_a_month (value and how_known)",
    "steps": "as in a journey’s file, and: leads_to, ends, part (of the support), feelings",
    "steps[].feelings": "voice → people, low, middle, high (-2 to 2); null where fewer than five spoke",
    "findings": "rule, step, severity, message, source, need, how_known",
    "needs": "need, title, met, step, steps, how_known, links, inferred, source, why",
    "hours": "month, asked, asked_least, had, how_known, steps, not_known",
    "rules": "names of the rules that ran",
}
"""What :func:`to_json` writes. What nobody knows is ``null``, never 0."""
NOT_ASKED = "feeling not known"
"""Stands in Mermaid where a person’s name would, at steps of which nobody said how they would feel."""
_MIDDLE = 3  # Mermaid cannot do without a number from 1 to 5
# Mermaid reads these as its own; it takes “#58;” for a colon. A line must not begin with one of its keywords.
_OWN = re.compile(r"[#:;%<>&{}`\\]")
_KEYWORD = re.compile(r"\s*(?:title|section|journey|acctitle|accdescr)", re.IGNORECASE)
_NOT_A_LINE = re.compile(r"[\s\x00-\x1f\x7f-\x9f\u2028\u2029\ufeff]+")


def to_mermaid(road_test: RoadTest, feelings: pd.DataFrame | None = None) -> str:
    """Return a journey in the language of Mermaid, to draw it in a wiki or on GitHub.

    Parameters
    ----------
    road_test
        As of :func:`~crpkit.journeys.road_test`.
    feelings
        As in :func:`~crpkit.journeys.read_feelings`. There is one line for each step and voice, so that no voices are
        averaged; from 1 (feels bad) to 5 (feels good), as Mermaid wants it. Where fewer than five spoke, and where
        nobody was asked, the person is called “feeling not known”, and the number 3 means nothing.

    Returns
    -------
    str
        Lines of text; months are sections, steps are tasks.
    """
    steps = road_test.journey.steps
    felt = read_feelings(feelings, [step.id for step in steps])
    title = f"{road_test.journey.title} ({road_test.persona.title})"
    lines = ["journey", f"    title {mermaid_text(title)}"]
    section = ""
    for step in steps:
        when = months_in_words(step)
        if when != section:
            lines.append(f"    section {mermaid_text(when)}")
            section = when
        lines += [
            f"      {_first_word_safe(mermaid_text(step.title))}: {rest}" for rest in _scores(step, felt)
        ]
    return "\n".join(lines) + "\n"


def _scores(step: Step, felt: Feelings) -> Iterator[str]:
    told = False
    for voice, words in VOICES.items():
        one = felt.get((step.id, voice))
        if one is not None and one.middle is not None:
            told = True
            yield f"{one.middle + _MIDDLE:g}: {mermaid_text(words)}"
    if not told:
        yield f"{_MIDDLE}: {NOT_ASKED}"


def mermaid_text(words: str) -> str:
    """Return words on one line in which Mermaid finds nothing of its own."""
    line = _NOT_A_LINE.sub(" ", words).strip()
    return _OWN.sub(lambda found: f"#{ord(found[0])};", line) or "…"


def _first_word_safe(words: str) -> str:
    """Write the first letter as a number where a task would begin like a keyword."""
    return f"#{ord(words[0])};{words[1:]}" if _KEYWORD.match(words) else words


def months_in_words(step: Step) -> str:
    """Return the months of a step, counted from 1: “Month 3”, “Months 4–6”, “From month 2”, “Month not known”."""
    placed = spans(step)
    if not placed:
        return "Month not known"
    months = [month + 1 for span in placed for month in months_of(span)]
    first, last = min(months), max(months)
    rounds_open = step.repeats is not None and not (step.repeats.times.known and step.repeats.every.known)
    if not step.months.known or rounds_open:
        return f"From month {first}"
    return f"Month {first}" if first == last else f"Months {first}–{last}"


def to_json(road_test: RoadTest, feelings: pd.DataFrame | None = None) -> str:
    """Return a road-test as JSON; the fields are described in :data:`JSON_FIELDS`.

    Parameters
    ----------
    road_test
        As of :func:`~crpkit.journeys.road_test`.
    feelings
        As in :func:`~crpkit.journeys.read_feelings`.
    """
    journey, persona, record = road_test.journey, road_test.persona, road_test.as_record()
    felt = read_feelings(feelings, [step.id for step in journey.steps])
    told = {
        "type": "crpkit/road-test",
        "version": 1,
        "journey": {
            "id": journey.id,
            "title": journey.title,
            "status": journey.status,
            "source": list(journey.source),
            "based_on": journey.based_on,
        },
        "persona": {
            "id": persona.id,
            "title": persona.title,
            "group": persona.group,
            "hours_a_month": {
                "value": persona.hours_a_month.value,
                "how_known": persona.hours_a_month.how_known.value,
            },
        },
        "steps": list(_steps(road_test, felt)),
        **{name: record[name] for name in ("findings", "needs", "hours", "rules")},
    }
    return json.dumps(told, ensure_ascii=False, indent=2, allow_nan=False) + "\n"


def _steps(road_test: RoadTest, felt: Feelings) -> Iterator[dict[str, Any]]:
    found = ways(road_test.journey)
    for step in road_test.journey.steps:
        written = step.model_dump(mode="json", exclude={"leads_to", "ends"})
        branches = {branch.to: branch.when for branch in step.leads_to}
        yield {
            **written,
            "leads_to": [{"to": to, "when": branches.get(to)} for to in found.leads_to[step.id]],
            "ends": step.id in found.ends,
            "part": part_of(road_test, step),
            "feelings": {voice: _of_felt(felt.get((step.id, voice))) for voice in VOICES},
        }


def part_of(road_test: RoadTest, step: Step) -> str | None:
    """Return the id of the part of the support that a step belongs to; ``None`` for something else that happens."""
    for component in road_test.framework.components:
        if component.id == step.component:
            return component.intervention
    return step.intervention


def _of_felt(one: Felt | None) -> dict[str, float | int | None] | None:
    return None if one is None or one.middle is None else asdict(one)
