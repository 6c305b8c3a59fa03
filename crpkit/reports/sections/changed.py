"""Changes to a journey that were agreed in the workshop."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from crpkit.charts.looks import named
from crpkit.reports.document import NO_VALUE, DataTable, Heading, Paragraph, Part
from crpkit.reports.gathered import Gathered
from crpkit.workshop.activities.ask import AskState
from crpkit.workshop.changes import AgreedChange, standing

TITLE = "Changes agreed"


def changes_section(given: Gathered) -> Iterator[Part]:
    """Yield what was agreed to be different, where, why, and who agreed; nothing if nothing was."""
    found = list(standing(given.state.changes))
    if not found:
        return
    titles = _titles(given)
    several = len({one.journey for one in found if one.journey}) > 1
    answering = any(one.answers for one in found)
    header = ["Where", "What", "Until now", "From now on", "Why", "Who agreed"]
    rows = []
    for one in found:
        row = [
            _where(one, titles, several),
            one.field.replace("_", " "),
            in_words(one.was),
            in_words(one.to),
            one.why or NO_VALUE,
            ", ".join(one.agreed_by) or NO_VALUE,
        ]
        rows.append((*row, *((", ".join(one.answers) or NO_VALUE,) if answering else ())))
    yield Heading(2, TITLE)
    yield Paragraph(
        "Each was recorded in the room when it was agreed. The journey itself is changed elsewhere.", "small"
    )
    yield DataTable(TITLE, (*header, *(("Answers to",) if answering else ())), tuple(rows))


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
