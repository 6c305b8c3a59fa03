"""What is here already: each component of support against the place, as a team found it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from crpkit.framework import Framework, load_framework
from crpkit.needs.tabled import Names, Rows, named_in, needed_tables, tables_in
from crpkit.needs.wordings import plain
from crpkit.tables.grids import read_grids

STATUSES: Mapping[str, str] = {
    "good": "Good",
    "partly": "Partly there",
    "planned": "Planned",
    "none": "Not here",
    "unknown": "Not known",
}
"""How far a component is here, and what people read; ``unknown`` is a value like the others."""
STATES: Mapping[str, str] = {"met": "Met", "lacking": "Not met", "unknown": "Not known"}
EVERYONE = ("everyone", "all", "all groups")
COLUMNS: Mapping[str, Sequence[str]] = {
    "component": ("Component", "Support", "What", "Offer"),
    "status": ("Is it here?", "Status", "Here", "State"),
    "groups": ("For whom", "Groups", "Audience"),
    "by": ("By whom", "Who runs it", "Provider", "Organiser"),
    "capacity": ("Places a year", "Capacity a year", "Capacity", "Places"),
    "cost": ("Cost to take part", "Cost", "Price"),
    "access": ("How to get in", "Access", "Who can take part"),
    "evidence": ("How we know", "Evidence", "Source", "How do you know"),
}
_CONDITIONS: Mapping[str, Sequence[str]] = {
    "intervention": ("Part of the support", "Intervention"),
    "condition": ("What must stand first", "Condition"),
    "state": ("Is it met?", "State", "Met"),
    "note": ("Note", "How we know", "Evidence"),
}
_NEEDED = ("intervention", "condition", "state")
_STATUS_WORDS = {
    "good": ("good", "yes", "here", "it is here", "works well", "available"),
    "partly": ("partly", "partly there", "some", "in part", "partial"),
    "planned": ("planned", "plan", "coming", "in preparation"),
    "none": ("none", "not here", "no", "missing", "absent", "nothing"),
    "unknown": ("unknown", "not known", "dont know", "don t know", "not sure", ""),
}
_STATE_WORDS = {
    "met": ("met", "yes", "done", "ok"),
    "lacking": ("lacking", "not met", "no", "missing"),
    "unknown": _STATUS_WORDS["unknown"],
}


@dataclass(frozen=True)
class Audit:
    """What is here, as a team found it.

    Attributes
    ----------
    components
        One row an offer (a component may have several): ``component`` (id), ``status`` (of :data:`STATUSES`),
        ``groups`` (ids of the groups it is for, as a tuple; empty where that is not known), ``by``, ``capacity``,
        ``cost``, ``access``, ``evidence`` (as written; empty if nothing was), ``source`` (evidence id of the row). What
        the file does not name has no row: what nobody wrote down is unknown.
    conditions
        One row a condition that the file speaks of: ``intervention``, ``condition`` (ids), ``state`` (of
        :data:`STATES`), ``note``, ``source``.
    unused
        What was left out: ``sheet``, ``row``, ``column``, ``found``, ``reason``.
    remarks
        What was read as something that it is only close to, in sentences.
    """

    components: pd.DataFrame
    conditions: pd.DataFrame
    unused: pd.DataFrame
    remarks: tuple[str, ...] = ()

    def status(self, component: str) -> str:
        """Return the best status that any offer of a component has; ``unknown`` where nobody wrote one down."""
        found = set(self.components.loc[self.components["component"] == component, "status"])
        return next((name for name in STATUSES if name in found), "unknown")


def read_audit(path: Path | str, framework: Framework | None = None) -> Audit:
    """Read the sheet of what is here.

    Parameters
    ----------
    path
        CSV or Excel with the columns of :data:`COLUMNS`; in a workbook, a sheet with conditions may stand beside.
    framework
        With a team's overlay, if there is one.

    Raises
    ------
    InputProblems
        If the file is no spreadsheet, or has no sheet with a component and whether it is here.
    """
    framework = framework or load_framework()
    reading, grids = _Reading(framework, Path(path)), read_grids(path)
    for rows in needed_tables(Path(path), grids, COLUMNS, ("component", "status")):
        reading.offers(rows)
    for rows in tables_in(grids, _CONDITIONS, _NEEDED):  # without such a sheet every condition stays unknown
        reading.conditions(rows)
    return reading.audit()


def read_conditions(path: Path | str, framework: Framework | None = None) -> Audit:
    """Read conditions alone, from a file of their own.

    Raises
    ------
    InputProblems
        If the file is no spreadsheet, or names no intervention, condition and state.
    """
    reading = _Reading(framework or load_framework(), Path(path))
    for rows in needed_tables(Path(path), read_grids(path), _CONDITIONS, _NEEDED):
        reading.conditions(rows)
    return reading.audit()


def no_audit() -> Audit:
    """Return the audit of a place of which nothing is known yet."""
    return Audit(
        pd.DataFrame(columns=[*COLUMNS, "source"]),
        pd.DataFrame(columns=["intervention", "condition", "state", "note", "source"]),
        pd.DataFrame(columns=["sheet", "row", "column", "found", "reason"]),
    )


class _Reading:
    def __init__(self, framework: Framework, file: Path) -> None:
        self._file = file
        self._components = Names({one.id: one.title for one in framework.components})
        self._groups = Names({one.id: one.title for one in framework.groups})
        self._families = Names({one.id: one.title for one in framework.families})
        self._of_family = {
            family.id: [group.id for group in framework.groups if group.family == family.id]
            for family in framework.families
        }
        self._interventions = Names({one.id: one.title for one in framework.interventions})
        self._of_intervention = {
            one.id: Names(
                {
                    condition.id: condition.text
                    for component in framework.components
                    if component.intervention == one.id
                    for condition in component.setup_conditions
                }
            )
            for one in framework.interventions
        }
        self._offers: list[tuple[object, ...]] = []
        self._conditions: list[tuple[str, ...]] = []
        self._left: list[tuple[str, int, str, str, str]] = []

    def offers(self, rows: Rows) -> None:
        for row, cells in rows.rows:
            component = self._components.find(cells["component"])
            status = _word(cells["status"], _STATUS_WORDS)
            if component is None:
                why = "no component of the framework is called so; add it to framework.yaml if it is one of yours"
                self._leave(rows, row, "component", cells["component"], why)
            elif status is None:
                words = ", ".join(STATUSES.values())
                self._leave(rows, row, "status", cells["status"], f"write one of: {words}")
            else:
                groups = self._for_whom(rows, row, cells.get("groups", ""))
                texts = (cells.get(name, "") for name in ("by", "capacity", "cost", "access", "evidence"))
                self._offers.append((component, status, groups, *texts, self._source(row, component)))

    def conditions(self, rows: Rows) -> None:
        for row, cells in rows.rows:
            self._condition(rows, row, cells)

    def _condition(self, rows: Rows, row: int, cells: Mapping[str, str]) -> None:
        part = self._interventions.find(cells["intervention"])
        condition = self._of_intervention[part].find(cells["condition"]) if part else None
        state = _word(cells["state"], _STATE_WORDS)
        if part is None:
            self._leave(
                rows, row, "intervention", cells["intervention"], "no part of the support is called so"
            )
        elif condition is None:
            self._leave(rows, row, "condition", cells["condition"], "no condition of this part reads so")
        elif state is None:
            words = ", ".join(STATES.values())
            self._leave(rows, row, "state", cells["state"], f"write one of: {words}")
        else:
            self._conditions.append(
                (part, condition, state, cells.get("note", ""), self._source(row, condition))
            )

    def _for_whom(self, rows: Rows, row: int, words: str) -> tuple[str, ...]:
        if plain(words) in EVERYONE:
            return tuple(self._groups.titles)
        found: list[str] = []
        for name, kind in named_in(words, self._groups, self._families):
            if kind == -1:
                self._leave(rows, row, "groups", name, "none of the groups; the rest of the row counts")
            else:
                found += [name] if kind == 0 else self._of_family[name]
        return tuple(dict.fromkeys(found))

    def _leave(self, rows: Rows, row: int, column: str, found: str, reason: str) -> None:
        self._left.append((rows.sheet, row, {**COLUMNS, **_CONDITIONS}[column][0], found, reason))

    def _source(self, row: int, name: str) -> str:
        return f"audit:{'-'.join(plain(self._file.stem).split())}/row/{row}/{name}"

    def audit(self) -> Audit:
        empty = no_audit()
        return Audit(
            pd.DataFrame(self._offers, columns=empty.components.columns),
            pd.DataFrame(self._conditions, columns=empty.conditions.columns),
            pd.DataFrame(self._left, columns=empty.unused.columns),
            tuple(remark for names in self._names() for remark in names.remarks()),
        )

    def _names(self) -> Iterator[Names]:
        yield from (self._components, self._groups, self._families, self._interventions)
        yield from self._of_intervention.values()


def _word(words: str, known: Mapping[str, Sequence[str]]) -> str | None:
    sought = plain(words)
    return next((name for name, others in known.items() if sought == name or sought in others), None)
