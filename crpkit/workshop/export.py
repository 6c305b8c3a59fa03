"""Writing a workshop out: CSV and Excel for people, JSON Lines for the record and for recovery."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pandas as pd

from crpkit.errors import InputProblems, Problem
from crpkit.tables import write_csv, write_workbook
from crpkit.tables.yamls import write_text
from crpkit.workshop.activities import ActivityState
from crpkit.workshop.state import WorkshopState

PRIVATE = "private: for the facilitator only"


def export_workshop(state: WorkshopState, folder: Path, lines: Iterable[Mapping[str, Any]]) -> list[Path]:
    """Write all files of a workshop into a folder; see :meth:`crpkit.workshop.Workshop.export`."""
    _make(folder)
    written: list[Path] = []
    sheets: dict[str, pd.DataFrame] = {"About": _about(state)}
    for activity in state.activities.values():
        name = f"{state.code}-{activity.id}"
        result, ballots = _rounded(activity.result()), naive_times(activity.ballots())
        written += [folder / f"{name}-result.csv", folder / f"{name}-ballots-private.csv"]
        _write(written[-2], result)
        _write(written[-1], ballots.assign(handling=PRIVATE))
        sheets |= {f"Result {activity.id}": result, f"Ballots {activity.id}": ballots}
        sheets[f"Options {activity.id}"] = _options(activity)
    workbook = folder / f"{state.code}-private.xlsx"
    write_workbook(workbook, sheets)
    record = folder / f"{state.code}-log-private.jsonl"
    write_text(record, "".join(json.dumps(line, ensure_ascii=False) + "\n" for line in lines))
    return [*written, workbook, record]


def _make(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        found = f"The folder cannot be made ({error.strerror})"
        raise InputProblems([Problem(found, "Choose a folder that you may write to.", folder)]) from error


def _write(path: Path, table: pd.DataFrame) -> None:
    rows = [[None if pd.isna(cell) else cell for cell in row] for row in table.itertuples(index=False)]
    write_csv(path, list(table.columns), rows)


def _rounded(result: pd.DataFrame) -> pd.DataFrame:
    """Round shares to one decimal: more would only look exact."""
    return result.assign(share_percent=result["share_percent"].astype(float).round(1))


def naive_times(table: pd.DataFrame) -> pd.DataFrame:
    """Write times as text (ISO 8601, UTC): Excel has no time zones."""
    return table.assign(at=[at.isoformat(timespec="milliseconds") for at in table["at"]])


def _about(state: WorkshopState) -> pd.DataFrame:
    rows: list[tuple[str, object]] = [
        ("Workshop", state.title or "(taken back)"),
        ("Code", state.code),
        ("Begun (UTC)", state.started.isoformat(timespec="minutes") if state.started else None),
        ("Handling", PRIVATE),
        ("People in the room", state.room.total if state.room.total is not None else "not counted"),
    ]
    rows += [(f"… of these: {family}", number) for family, number in state.room.families.items()]
    if state.room.families and state.room.total is not None:
        rows.append(("… of these: not said", state.room.not_said))
    rows += [(f"Question ({activity.id})", activity.prompt) for activity in state.activities.values()]
    rows.append(("Written out (UTC)", datetime.now(UTC).isoformat(timespec="minutes")))
    return pd.DataFrame(rows, columns=["what", "value"])


def _options(activity: ActivityState) -> pd.DataFrame:
    options = getattr(activity, "options", ())
    rows = [(option.letter, option.id, option.title, option.detail, option.source) for option in options]
    return pd.DataFrame(rows, columns=["letter", "option", "title", "detail", "stands_for"])
