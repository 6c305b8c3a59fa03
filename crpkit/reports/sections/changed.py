"""Changes to a journey that were agreed in the workshop."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from crpkit.charts.looks import named
from crpkit.reports.document import NO_VALUE, DataTable, Heading, Paragraph, Part
from crpkit.reports.gathered import Gathered
from crpkit.reports.quoting import standing as standing_notes
from crpkit.workshop.activities.ask import AskState
from crpkit.workshop.changes import AgreedChange, standing

TITLE = "Changes agreed"
# what a field of a step is called, and what stands before and after its number
_FIELDS: Mapping[str, tuple[str, str, str]] = {
    "hours": ("hours asked of them", "", " hours"),
    "cost": ("what it costs them", "£", ""),
    "payment": ("what they are paid", "£", ""),
    "month": ("when it begins", "", " months from the start"),
    "months": ("how long it lasts", "", " months"),
    "mode": ("online or in person", "", ""),
    "where": ("where it is", "", ""),
    "delivered_by": ("who runs it", "", ""),
    "serves": ("what it does so that people can take part", "", ""),
    "told": ("what they are told", "", ""),
    "safeguarding": ("somebody keeps people safe here", "", ""),
    "accreditation": ("it leads to a certificate", "", ""),
    "principles": ("which principles it puts into practice", "", ""),
    "component": ("which part of the support it uses", "", ""),
    "after": ("which steps must come before", "", ""),
    "title": ("what the step is called", "", ""),
}
SAID_THERE = "something said in the room"
_NOTE = "workshop:"


def changes_section(given: Gathered) -> Iterator[Part]:
    """Yield what was agreed to be different, where, why, and who agreed; nothing if nothing was."""
    found = list(standing(given.state.changes))
    if not found:
        return
    titles = _titles(given)
    several = len({one.journey for one in found if one.journey}) > 1
    traced = _traced(given)
    answering = any(one.answers for one in found)
    header = ["Where", "What", "Until now", "From now on", "Why", "Who agreed"]
    rows = []
    for one in found:
        row = [
            _where(one, titles, several),
            _FIELDS.get(one.field, (one.field.replace("_", " "), "", ""))[0],
            with_unit(one.field, one.was),
            with_unit(one.field, one.to),
            one.why or NO_VALUE,
            ", ".join(one.agreed_by) or NO_VALUE,
        ]
        rows.append((*row, *((_answers(one, traced),) if answering else ())))
    yield Heading(2, TITLE)
    yield Paragraph(
        "Each was recorded in the room when it was agreed. The journey itself is changed elsewhere.", "small"
    )
    yield DataTable(TITLE, (*header, *(("Answers to",) if answering else ())), tuple(rows))


def _answers(one: AgreedChange, traced: frozenset[str]) -> str:
    """Return what a change answers; to an entry whose writer did not agree to be traced, nothing leads."""
    said = [id if id in traced or not id.startswith(_NOTE) else SAID_THERE for id in one.answers]
    return ", ".join(dict.fromkeys(said)) or NO_VALUE


def _traced(given: Gathered) -> frozenset[str]:
    """Return evidence ids of entries that stand, of people who agreed that their words may be traced into the plan."""
    state = given.quoting.state
    return frozenset(
        note.evidence
        for activity in state.activities.values()
        for note in standing_notes(activity)
        if state.people.get(note.actor) is not None and state.people.consent(note.actor).trace
    )


def in_words(value: Any) -> str:
    """Return a value of a journey's field as a person reads it."""
    if isinstance(value, Mapping):  # written with how it is known
        return in_words(value.get("value"))
    if value is None or value in ("", [], ()):
        return "not said"
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, list | tuple):
        return ", ".join(in_words(one) for one in value)
    return f"{value:g}" if isinstance(value, float) else str(value)


def with_unit(field: str, value: Any) -> str:
    """Return a value in words, a number with its unit: £24, 3 hours."""
    bare = value.get("value") if isinstance(value, Mapping) else value
    words = in_words(bare)
    if isinstance(bare, bool) or not isinstance(bare, int | float):
        return words
    _, before, after = _FIELDS.get(field, ("", "", ""))
    return (
        f"{before}{words}{after.removesuffix('s') if bare == 1 and after in (' hours', ' months') else after}"
    )


def _titles(given: Gathered) -> Mapping[str, str]:
    """Return what steps are called that the room went through: journey and step → title."""
    return {
        item.source.partition(":")[2]: named(item.title)
        for activity in given.state.activities.values()
        if isinstance(activity, AskState)
        for item in activity.items
        if item.source.startswith("journey:")
    }


def _where(one: AgreedChange, titles: Mapping[str, str], several: bool) -> str:
    if one.component:
        where = f"wherever “{one.component}” is used"
    else:
        where = titles.get(f"{one.journey}/{one.step}", one.step)
    return f"{one.journey}: {where}" if several and one.journey else where
