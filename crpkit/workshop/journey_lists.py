"""The steps of journeys as lists: read as they stand in the files, without walking them.

What a journey means is the business of :mod:`crpkit.journeys`; here only ids and titles are of interest, so that a room
can go through the steps and what came of it can be brought back to them.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from crpkit.errors import CrpkitError, InputProblems, Problem, did_you_mean
from crpkit.resources import starter_journeys
from crpkit.tables import read_yaml, tidy
from crpkit.workshop.lists import LONGEST_DETAIL, LONGEST_TITLE, MOST_OPTIONS, Option, OptionList

JOURNEY = "journey:"
KIND = "crpkit/journey"
RULES = "rules.yaml"  # lies beside journeys, and is none
PROMPT = "How would each step feel to you?"


def journey_files(folder: Path | None) -> dict[str, Path]:
    """Return id → file: the starters, then a team's own, which may take the place of a starter.

    Parameters
    ----------
    folder
        A workspace, or ``None`` for the starters alone.
    """
    places = [starter_journeys(), *([] if folder is None else [folder / "workshop_data" / "journeys"])]
    return {
        file.stem: file
        for place in places
        if place.is_dir()
        for file in sorted(place.iterdir())
        if file.suffix.lower() in (".yaml", ".yml") and file.name != RULES and not file.name.startswith(".")
    }


def journey_lists(folder: Path | None) -> dict[str, OptionList]:
    """Return ``journey:ID`` → its steps; files that cannot be read are left out, ``crpkit check`` says why."""
    found = {}
    for name in journey_files(folder):
        try:
            found[JOURNEY + name] = journey_list(name, folder)
        except CrpkitError:
            continue
    return found


def journey_list(name: str, folder: Path | None) -> OptionList:
    """Return the steps of a journey, each with ``journey:ID/STEP`` as what it stands for.

    Raises
    ------
    InputProblems
        If there is no such journey, or its file holds no steps with an id and a title.
    """
    files = journey_files(folder)
    if name not in files:
        near = did_you_mean(name, files) or f"Use one of: {', '.join(files)}."
        raise InputProblems([Problem(f"There is no journey “{name}”", near, field="options")])
    document = read_yaml(files[name], KIND)
    steps = document.data.get("steps")
    rows = [one for one in steps if isinstance(one, Mapping)] if isinstance(steps, list) else []
    options = tuple(_option(name, one) for one in rows if one.get("id") and tidy(str(one.get("title") or "")))
    if len(options) < 2 or len(options) > MOST_OPTIONS or len(options) < len(rows):
        found = "The journey cannot be walked through in the room"
        remedy = f"Give it 2 to {MOST_OPTIONS} steps, each with an id and a title."
        raise InputProblems([Problem(found, remedy, files[name], document.line(["steps"]), "steps")])
    title = tidy(str(document.data.get("title") or name))
    return OptionList(title=_cut(f"Journey: {title}", LONGEST_TITLE), prompt=PROMPT, options=options)


def _option(journey: str, step: Mapping[str, Any]) -> Option:
    told = step.get("told")
    if isinstance(told, Mapping):  # written with how it is known
        told = told.get("value")
    return Option(
        title=_cut(tidy(str(step["title"])), LONGEST_TITLE),
        detail=_cut(tidy(str(told or "")), LONGEST_DETAIL),
        source=f"{JOURNEY}{journey}/{step['id']}",
    )


def _cut(text: str, most: int) -> str:
    return text if len(text) <= most else text[: most - 1].rstrip() + "…"
