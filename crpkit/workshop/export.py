"""Writing a workshop out: CSV and Excel for people, JSON Lines for the record and for recovery."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pandas as pd

from crpkit.tables import write_csv, write_workbook
from crpkit.tables.yamls import make_folder, write_text
from crpkit.workshop.activities.tables import ActivityTable
from crpkit.workshop.changes import changes_frame
from crpkit.workshop.frames import participants_frame
from crpkit.workshop.record import withheld
from crpkit.workshop.state import WorkshopState

PRIVATE = "private: for the facilitator only"


def export_workshop(state: WorkshopState, folder: Path, lines: Iterable[Mapping[str, Any]]) -> list[Path]:
    """Write all files of a workshop into a folder; see :meth:`crpkit.workshop.Workshop.export`."""
    make_folder(folder)
    written: list[Path] = []
    sheets: dict[str, pd.DataFrame] = {"About": _about(state)}
    for name, table in _tables(state):
        frame = naive_times(table.frame)
        sheets[f"{table.name.capitalize()} {name}".strip()] = frame
        if table.file:
            parts = (state.code, name, table.name, "private" if table.private else "")
            written.append(folder / ("-".join(filter(None, parts)) + ".csv"))
            _write(written[-1], frame.assign(handling=PRIVATE) if table.private else frame)
    workbook = folder / f"{state.code}-private.xlsx"
    write_workbook(workbook, sheets)
    record = folder / f"{state.code}-log-private.jsonl"
    safe = _without_withheld(state, lines)
    write_text(record, "".join(json.dumps(line, ensure_ascii=False) + "\n" for line in safe))
    return [*written, workbook, record]


def _tables(state: WorkshopState) -> Iterator[tuple[str, ActivityTable]]:
    """Yield the tables with the names of their activities; the people who joined have none."""
    for activity in state.activities.values():
        for table in activity.tables(state.people):
            yield activity.id, table
    agreed = changes_frame(state.changes)
    if len(agreed):
        yield "", ActivityTable("changes", _as_text(agreed), private=True)
    if len(state.people):
        yield "", ActivityTable("participants", participants_frame(state), private=True)


def _as_text(table: pd.DataFrame) -> pd.DataFrame:
    """Return agreed changes as a spreadsheet can hold them: values as JSON has them, lists with semicolons."""
    text = table.copy()
    for name in ("from", "to"):
        text[name] = [
            None if value is None else json.dumps(value, ensure_ascii=False) for value in table[name]
        ]
    for name in ("answers", "agreed_by"):
        text[name] = ["; ".join(value) for value in table[name]]
    text["when"] = [at.isoformat(timespec="milliseconds") for at in table["when"]]
    return text


def _without_withheld(
    state: WorkshopState, lines: Iterable[Mapping[str, Any]]
) -> Iterator[Mapping[str, Any]]:
    """Yield the lines of the log; words that may not leave it are left out, the events stay."""
    private = withheld(state)
    for line in lines:
        if "id" in line and private(line["id"], line["actor"], line["kind"], line["body"]):
            words = {name: text for name, text in line["words"].items() if text is None}
            line = {**line, "words": words}
        yield line


def _write(path: Path, table: pd.DataFrame) -> None:
    rows = [[None if pd.isna(cell) else cell for cell in row] for row in table.itertuples(index=False)]
    write_csv(path, list(table.columns), rows)


def naive_times(table: pd.DataFrame) -> pd.DataFrame:
    """Write times as text (ISO 8601, UTC): Excel has no time zones."""
    if "at" not in table:
        return table
    return table.assign(at=[at.isoformat(timespec="milliseconds") for at in table["at"]])


def _about(state: WorkshopState) -> pd.DataFrame:
    rows: list[tuple[str, object]] = [
        ("Workshop", state.title or "(taken back)"),
        ("Code", state.code),
        ("Begun (UTC)", state.started.isoformat(timespec="minutes") if state.started else None),
        ("Handling", PRIVATE),
        ("People in the room", state.room.total if state.room.total is not None else "not counted"),
    ]
    if state.room.paper is not None:
        rows.append(("… of these: on paper", state.room.paper))
    if len(state.people):
        counted = len(state.people.counted)
        rows.append(("People who agreed to be counted among those who took part", counted))
    rows += [(f"… of these: {family}", number) for family, number in state.room.families.items()]
    if state.room.families and state.room.total is not None:
        rows.append(("… of these: not said", state.room.not_said))
    rows += [(f"Question ({activity.id})", activity.prompt) for activity in state.activities.values()]
    rows.append(("Written out (UTC)", datetime.now(UTC).isoformat(timespec="minutes")))
    return pd.DataFrame(rows, columns=["what", "value"])
