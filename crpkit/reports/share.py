"""What may be given to anyone: results and quotable words as CSV, described so that a program can read them.

Apart from the raw export (:mod:`crpkit.workshop.export`), which is for the facilitator only. Nothing here is of one
person, but words that may be quoted; they stand without pseudonym, family, time and channel. All counts of people,
ballots and points are rounded, those of the whole room too: a table can be put beside others, so it must stand alone.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import pandas as pd

from crpkit.errors import InputProblems, Problem
from crpkit.reports.datapackage import Resource, described_resource, rows_of
from crpkit.reports.gathered import Gathered
from crpkit.reports.quoting import Spoken, standing
from crpkit.reports.record import gather
from crpkit.reports.sections.chosen import tells_of_people
from crpkit.reports.sections.themed import theme_title
from crpkit.reports.share_fields import FIELDS
from crpkit.tables import write_csv
from crpkit.tables.small import LEAST_SHOWN, NOT_SHOWN, published_count, published_frame, published_table
from crpkit.tables.yamls import make_folder, write_text
from crpkit.workshop import DotsState, Workshop
from crpkit.workshop.activities import ActivityState, is_vote, notes_of
from crpkit.workshop.activities.ask import AskState
from crpkit.workshop.activities.ask.voices import voice_frame
from crpkit.workshop.activities.themes import NOWHERE, ThemesState
from crpkit.workshop.theming import board_notes

_OURS = re.compile(r"(?:attendance|activities|words|themes|result-[a-z0-9-]+)\.csv")
_NAME = re.compile(r"[^a-z0-9]+")


def write_shareable(
    workshop: Workshop,
    folder: Path | str,
    *,
    target: Mapping[str, float] | None = None,
    families: Mapping[str, str] | None = None,
    spoken: Spoken = "joint",
) -> list[Path]:
    """Write what may be given to anyone: CSV files and ``datapackage.json``, which describes them (Frictionless).

    Parameters
    ----------
    workshop
        The workshop. What is still open is left out.
    folder
        Where to; made if it is not there.
    target, families, spoken
        As of :func:`crpkit.reports.write_record`.

    Returns
    -------
    list of Path
        The files.

    Raises
    ------
    InputProblems
        If the target cannot be used, or a file cannot be written.
    """
    given = gather(workshop, target=target, families=families, spoken=spoken)
    place = Path(folder)
    make_folder(place)
    resources = [one for one in shareable(given) if len(one.frame)]
    _drop_older(place, {f"{one.name}.csv" for one in resources})
    paths = []
    for one in resources:
        paths.append(place / f"{one.name}.csv")
        write_csv(paths[-1], list(one.frame.columns), rows_of(one.frame))
    package = place / "datapackage.json"
    write_text(package, json.dumps(datapackage(given, resources), ensure_ascii=False, indent=2) + "\n")
    return [*paths, package]


def _drop_older(place: Path, names: set[str]) -> None:
    """Delete tables that were written here before and are no more: what they hold may have been taken back since."""
    try:
        older = json.loads((place / "datapackage.json").read_text(encoding="utf-8"))["resources"]
        paths = [str(one["path"]) for one in older]
    except (OSError, ValueError, KeyError, TypeError):
        return
    for name in paths:
        if _OURS.fullmatch(name) and name not in names:
            try:
                (place / name).unlink(missing_ok=True)
            except OSError as error:
                found = f"A table from before cannot be deleted ({error.strerror})"
                raise InputProblems(
                    [Problem(found, "Close it elsewhere, then write again.", place / name)]
                ) from error


def shareable(given: Gathered) -> Iterator[Resource]:
    """Yield the tables."""
    yield Resource("attendance", "Who was in the room, rounded", given.here.published().frame)
    yield Resource("activities", "What was done, in order", _activities(given))
    names: set[str] = set()
    for heading, activity in given.headings():
        if is_vote(activity) and not activity.open:
            frame = _dots(activity) if isinstance(activity, DotsState) else _result(activity)
            yield Resource(_file(activity.id, names), f"{heading}: what was chosen, rounded", frame)
    yield Resource("words", "Words of people who agreed to be quoted", _words(given))
    yield Resource("themes", "Themes, and the notes in them that may be quoted", _themes(given))


def _file(activity: str, names: set[str]) -> str:
    """Return a name for the result of an activity that nothing else has."""
    name = f"result-{_NAME.sub('-', activity.lower()).strip('-') or 'activity'}"
    while name in names:
        name += "-2"
    names.add(name)
    return name


def _activities(given: Gathered) -> pd.DataFrame:
    rows = [
        (one.id, heading, getattr(one, "kind", one.engine), one.prompt, _method(one), one.open)
        for heading, one in given.headings()
    ]
    return pd.DataFrame(rows, columns=["activity", "title", "kind", "prompt", "method", "open"], dtype=object)


def _method(activity: ActivityState) -> str | None:
    if isinstance(activity, DotsState):
        return "points"
    return (activity.method or None) if isinstance(activity, AskState) else None


def _dots(activity: DotsState) -> pd.DataFrame:
    rows = [(one.option.letter, one.option.title, one.dots) for one in activity.ranked()]
    frame = pd.DataFrame(rows, columns=["letter", "title", "points"], dtype=object)
    return published_frame(frame, ["points"], "points").frame


def _result(activity: AskState) -> pd.DataFrame:
    if activity.voices is not None:
        return _by_voice(activity)
    result = activity.result().drop(columns="item")
    if tells_of_people(activity):
        counts = pd.DataFrame({"people": [round(count) for count in result["people"]]})
        safe = published_table(counts, totals=False).frame
        return pd.DataFrame(
            {"letter": list(result["letter"]), "title": list(result["title"]), "people": list(safe["people"])}
        )
    if activity.method == "scale":
        return _scale(activity, result)
    counted = {"points": ["points", "people"], "ranking": ["first", "people"]}.get(
        activity.method, ["people"]
    )
    order = {"points": "points", "ranking": "first"}.get(activity.method, "people")
    return published_frame(result, counted, order, ["score"]).frame


def _scale(activity: AskState, result: pd.DataFrame) -> pd.DataFrame:
    """Return one row for each item and answer, so that every such table has the same columns."""
    rows = []
    for row in result.to_dict("records"):
        safe = published_table(
            pd.DataFrame([[int(row[one.id]) for one in activity.answers]]), totals=False
        ).frame
        for at, answer in enumerate(activity.answers):
            rows.append((row["letter"], row["title"], answer.id, answer.title, safe.iloc[0, at]))
    return pd.DataFrame(rows, columns=["letter", "title", "answer", "answer_title", "people"], dtype=object)


def _by_voice(activity: AskState) -> pd.DataFrame:
    """Return one row for each item, voice and answer; voices are never added up, and stand as no totals do.

    Of fewer than five people of one voice nothing is told: that none of them gave the other answers would tell theirs.
    """
    found = voice_frame(activity)
    titles = {one.id: one.title for one in activity.answers}
    rows = []
    for (letter, voice), part in found.groupby(["letter", "voice"], sort=False):
        counts = pd.DataFrame([[int(number) for number in part["people"]]])
        safe = published_table(counts, totals=False).frame
        few = int(part["people"].sum()) < LEAST_SHOWN
        for at, row in enumerate(part.to_dict("records")):
            people = NOT_SHOWN if few else safe.iloc[0, at]
            rows.append((letter, row["title"], voice, row["answer"], titles[row["answer"]], people))
    columns = ["letter", "title", "voice", "answer", "answer_title", "people"]
    return pd.DataFrame(rows, columns=columns, dtype=object)


def _words(given: Gathered) -> pd.DataFrame:
    rows: list[tuple[object, ...]] = []
    for activity in given.state.activities.values():
        boxes, about = {}, {}
        if isinstance(activity, AskState):
            boxes = {box.id: box.title for box in activity.boxes}
            about = {item.id: item.title for item in activity.items}
        for note in sorted(given.quoting.quoted(activity), key=lambda note: (note.box, note.text or "")):
            more = "; ".join(f"{name}: {words}" for name, words in note.more.items() if words)
            rows.append(
                (activity.id, boxes.get(note.box) or None, about.get(note.about), note.text, more or None)
            )
    return pd.DataFrame(rows, columns=["activity", "heading", "about", "text", "more"], dtype=object)


def _themes(given: Gathered) -> pd.DataFrame:
    rows: list[tuple[object, ...]] = []
    for board in given.state.activities.values():
        if not isinstance(board, ThemesState):
            continue
        notes = board_notes(given.state, board)
        quotable = {
            note.id: note.text
            for activity in given.state.activities.values()
            if notes_of(activity) is not None
            for note in standing(activity)
            if note.id in notes and given.quoting.may(note, activity)
        }
        titles = {theme.id: theme_title(theme.title) for theme in board.themes.values()}
        for name, title in {**titles, NOWHERE: "Fits nowhere"}.items():
            inside = [note for note in notes if board.places.get(note) == name]
            if not inside and name == NOWHERE:
                continue
            count = published_count(len(inside))
            texts: Sequence[str | None] = sorted(quotable[note] or "" for note in inside if note in quotable)
            rows += [(board.id, title, count, text) for text in texts or [None]]
    return pd.DataFrame(rows, columns=["activity", "theme", "notes", "text"], dtype=object)


def datapackage(given: Gathered, resources: Sequence[Resource]) -> dict[str, Any]:
    """Return what describes the files, after the Data Package standard (version 1)."""
    title = given.state.title or "A workshop"
    return {
        "profile": "tabular-data-package",
        "name": f"workshop-{given.state.code.lower()}",
        "title": title,
        "description": (
            "What may be shared of a workshop. Counts are rounded to the nearest 5, 1 to 4 stand as “fewer than 5”; "
            "words are those of people who agreed to be quoted. Cells that a spreadsheet would take for a formula "
            "begin with an apostrophe."
        ),
        "created": given.at.isoformat(timespec="seconds"),
        "resources": [described_resource(one, FIELDS) for one in resources],
    }
