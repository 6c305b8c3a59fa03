"""Changes to a journey that were agreed in the workshop."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from crpkit.charts.looks import named
from crpkit.framework import load_framework
from crpkit.journeys import rules
from crpkit.journeys.fields import in_words, label_of
from crpkit.reports.document import NO_VALUE, DataTable, Heading, Paragraph, Part
from crpkit.reports.gathered import Gathered
from crpkit.reports.quoting import standing as standing_notes
from crpkit.workshop.activities.ask import AskState
from crpkit.workshop.changes import AgreedChange, standing

TITLE = "Changes agreed"
SAID_THERE = "something said in the room"
_NOTE = "workshop:"


def changes_section(given: Gathered) -> Iterator[Part]:
    """Yield what was agreed to be different, where, why, and who agreed; nothing if nothing was."""
    found = list(standing(given.state.changes))
    if not found:
        return
    titles = _titles(given)
    framework, steps = load_framework(), {way.partition("/")[2]: title for way, title in titles.items()}
    several = len({one.journey for one in found if one.journey}) > 1
    traced = _traced(given)
    answering = any(one.answers for one in found)
    header = ["Where", "What", "Until now", "From now on", "Why", "Who agreed"]
    rows = []
    for one in found:
        row = [
            _where(one, titles, several),
            label_of(one.field),
            in_words(one.field, one.was, framework, steps, quoted=False),
            in_words(one.field, one.to, framework, steps, quoted=False),
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
    found = rules()
    said = []
    for id in one.answers:
        rule = found.get(id.partition("/")[0])
        if id.startswith(_NOTE):
            said.append(id if id in traced else SAID_THERE)
        else:
            said.append(f"what the road-test found: {rule.title[:1].lower()}{rule.title[1:]}" if rule else id)
    return "; ".join(dict.fromkeys(said)) or NO_VALUE


def _traced(given: Gathered) -> frozenset[str]:
    """Return evidence ids of entries that stand, of people who agreed that their words may be traced into the plan."""
    state = given.quoting.state
    return frozenset(
        note.evidence
        for activity in state.activities.values()
        for note in standing_notes(activity)
        if state.people.get(note.actor) is not None and state.people.consent(note.actor).trace
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
        where = f"wherever {in_words('component', one.component, load_framework(), {})} is used"
    else:
        where = titles.get(f"{one.journey}/{one.step}", one.step)
    return f"{one.journey}: {where}" if several and one.journey else where
