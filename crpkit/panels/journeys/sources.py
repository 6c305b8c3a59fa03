"""Where a finding comes from, in words that people can follow back."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from crpkit.framework import Framework
from crpkit.framework.models import HowKnown
from crpkit.journeys import Detail, RoadTest
from crpkit.journeys.fields import label_of
from crpkit.journeys.rulebook.phrasing import joined
from crpkit.personas import FACTS, TeamFact

RESTS: dict[HowKnown, str] = {
    HowKnown.REPORTED: "the report says so",
    HowKnown.CONFIRMED: "you have checked it",
    HowKnown.INFERRED: "our reading of the report",
    HowKnown.ASSUMED: "rests on what you assume",
    HowKnown.UNKNOWN: "nobody knows yet",
}
"""How well a finding is known, as the end of a line."""
_STATED: dict[HowKnown, str] = {
    HowKnown.REPORTED: "from the report",
    HowKnown.CONFIRMED: "checked",
    HowKnown.INFERRED: "our reading",
    HowKnown.ASSUMED: "as assumed",
    HowKnown.UNKNOWN: "not known",
}
_PART = "framework:components/"
_SHELVES = {
    "interventions": "part of the support",
    "barriers": "barrier",
    "principles": "principle",
    "needs": "need",
}


def sources_in_words(source: str, test: RoadTest) -> list[str]:
    """Return what a finding rests on, in words: first the parts of the report, then the rest.

    Parameters
    ----------
    source
        Evidence ids, separated by spaces, as of :class:`crpkit.journeys.Finding`.
    test
        The road-test in which it was found.
    """
    every = source.split()
    report = [one.removeprefix("report:") for one in every if one.startswith("report:")]
    parts = dict.fromkeys(_title(test.framework, "report_parts", one) for one in report)
    named = [f"the report: {'; '.join(parts)}"] if parts else []
    used = [one for one in every if one.startswith(_PART)]
    parts_used = dict.fromkeys(
        f"“{_title(test.framework, 'components', one.removeprefix(_PART))}”" for one in used
    )
    if parts_used:
        named.append(
            f"{'parts' if len(parts_used) > 1 else 'part'} of the support: {joined(list(parts_used))}"
        )
    rest = (_in_words(one, test) for one in every if not one.startswith(("report:", _PART)))
    return [*named, *dict.fromkeys(rest)]


def _in_words(one: str, test: RoadTest) -> str:
    kind, _, rest = one.partition(":")
    name, _, more = rest.partition("/")
    if kind == "persona" and more and name == test.persona.id:
        return _of_persona(test, more)
    if kind == "journey" and name == test.journey.id:
        return _of_journey(test, more)
    if kind == "framework" and name in _SHELVES:
        return f"{_SHELVES[name]} “{_title(test.framework, name, more)}”"
    if kind == "kit":
        return f"a measure of the kit’s own ({rest.replace('-', ' ')})"
    if kind == "team":
        return f"your team ({rest.replace('/', ', ')})"
    if kind == "rule":
        return f"the rule “{rest}”"
    return one


def _title(framework: Framework, shelf: str, id: str) -> str:
    """Return the title of a record; its id if a team's overlay has taken it out."""
    found: Collection[Any] = getattr(framework, shelf)
    return next((str(one.title) for one in found if one.id == id), id)


def _of_persona(test: RoadTest, field: str) -> str:
    fact = getattr(test.persona, field, None)
    label = next((one.label for one in FACTS if one.name == field), field.replace("_", " "))
    state = f" ({_STATED[fact.how_known]})" if isinstance(fact, TeamFact) else ""
    return f"the persona: {label}{state}"


def _of_journey(test: RoadTest, rest: str) -> str:
    """Name a field of a step and how it is known; a field alone stands for that of several steps."""
    step, _, field = rest.partition("/")
    found = next((one for one in test.journey.steps if one.id == step), None)
    if found is None:
        return f"this journey: {label_of(step).lower()}" if step else "this journey"
    if not field:
        return f"the step “{found.title}”"
    detail = getattr(found, field, None)
    state = f" ({_STATED[detail.how_known]})" if isinstance(detail, Detail) else ""
    return f"the step “{found.title}”: {label_of(field).lower()}{state}"
