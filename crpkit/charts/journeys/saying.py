"""A journey's map in words and as a table."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping

import pandas as pd

from crpkit.charts.journeys import feelings as felt_by
from crpkit.charts.journeys.hours import in_words as hours_in_words
from crpkit.charts.journeys.hours import load_of
from crpkit.charts.journeys.signs import part
from crpkit.charts.journeys.stops import Stop, Stops
from crpkit.journeys import MET, SEVERITIES, RoadTest
from crpkit.journeys.felt import VOICES, Feelings
from crpkit.journeys.rulebook.phrasing import counted, joined, number

TABLE_COLUMNS: Mapping[str, str] = {
    "Row": "step, finding or need",
    "At": "letter of the step; nothing for the journey as a whole",
    "Words": "title of the step or need, or what was found",
    "How serious, or how met": "of a finding or a need",
    "Number": "of a finding, where it is numbered on the map",
    "Part of the support": "that the step uses; “Other step” for something else that happens",
    "When": "months of the step, from 1",
    "Hours": "asked, each time",
    "Cost": "out of their own pocket, each time",
    "Leads to": "letters of the steps after it",
    "Rests on": "evidence ids of a finding or need",
    "How known": "reported, confirmed, inferred, assumed or unknown; of a step, of the step itself",
}
"""What the columns of the table mean. With feelings there is a column more for each voice."""
_STATUS = {"reported": "The report gives its steps.", "draft": "A draft of the kit’s own."}


def heading(test: RoadTest) -> tuple[str, str]:
    """Return the heading of a map, and the line below it."""
    status = _STATUS.get(test.journey.status, "")
    return test.journey.title, f"As walked by: {test.persona.title}. {status}".strip()


def in_words(stops: Stops, felt: Feelings) -> str:
    """Return what a map shows in a few sentences."""
    test = stops.test
    steps = counted(len(test.journey.steps), "step")
    found = [
        f"“{test.persona.title}” on the journey “{test.journey.title}”, in {steps}{needs_in_words(test)}."
    ]
    found.append(_serious(stops))
    found += hours_in_words(test, load_of(test))
    titles = {step.id: step.title for step in test.journey.steps}
    return " ".join([*found, *felt_by.in_words(felt, titles)])


def needs_in_words(test: RoadTest) -> str:
    """Return how many needs are met, as the end of a sentence."""
    if not test.needs:
        return "; their needs are not in the framework"
    count = Counter(one.met for one in test.needs)
    parts = [f"{count[met]} {words.lower()}" for met, words in MET.items() if count[met]]
    return f": of {counted(len(test.needs), 'need')}, {joined(parts)}"


def _serious(stops: Stops) -> str:
    count = Counter(one.severity for one in stops.test.findings if one.rule != "needs-met")
    unknown = count["not-known"]
    unsure = f"; {counted(unknown, 'thing')} could not be judged" if unknown else ""
    if count["blocker"]:
        at = next((one.step for one in stops.test.findings if one.severity == "blocker"), None)
        where = f", first at “{stops.test.journey[at].title}”" if at else ""
        verb = "stops" if count["blocker"] == 1 else "stop"
        return f"{counted(count['blocker'], 'finding')} {verb} them{where}{unsure}."
    held = count["hold-up"]
    if held:
        verb = "holds" if held == 1 else "hold"
        return f"No rule finds that anything stops them; {number(held)} {verb} them up{unsure}."
    return f"No rule finds that anything stops them or holds them up{unsure}."


def table_of(stops: Stops, felt: Feelings | None) -> pd.DataFrame:
    """Return steps, findings and needs as rows."""
    test = stops.test
    numbers = {id(one): place for place, one in stops.listed}
    rows = [_of_step(stop, test, felt) for stop in stops.stops]
    by_weight = sorted(test.findings, key=lambda one: list(SEVERITIES).index(one.severity))
    rows += [
        {
            "Row": "finding",
            "At": stops.letters.get(one.step or ""),
            "Words": one.message,
            "How serious, or how met": SEVERITIES[one.severity],
            "Number": numbers.get(id(one)),
            "Rests on": one.source,
            "How known": one.how_known.value,
        }
        for one in by_weight
    ]
    rows += [
        {
            "Row": "need",
            "At": stops.letters.get(one.step or ""),
            "Words": one.title,
            "How serious, or how met": MET[one.met],
            "Rests on": one.source,
            "How known": one.how_known.value,
        }
        for one in test.needs
    ]
    voices = list(VOICES.values()) if felt is not None else []
    return pd.DataFrame(rows, columns=[*TABLE_COLUMNS, *voices]).astype({"Number": "Int64"})


def _of_step(stop: Stop, test: RoadTest, felt: Feelings | None) -> dict[str, object]:
    facts = {fact.name: fact.words for fact in stop.facts}
    row: dict[str, object] = {
        "Row": "step",
        "At": stop.letter,
        "Words": stop.title,
        "Part of the support": part(stop.part)[0],
        "When": stop.when,
        "Hours": facts["hours"] + (f", {facts['repeats']}" if "repeats" in facts else ""),
        "Cost": facts["cost"],
        "Leads to": " or ".join(stop.leads_to) if stop.leads_to else "the end",
        "How known": test.journey[stop.id].how_known.value,
    }
    if felt is not None:
        row |= {words: felt_by.cell(felt.get((stop.id, name))) for name, words in VOICES.items()}
    return row
