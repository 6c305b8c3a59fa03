"""What was said of components elsewhere, to stand beside a plan and never in it: votes, and changes from road-tests."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from types import MappingProxyType
from typing import Any

import pandas as pd

from crpkit.errors import CrpkitError
from crpkit.journeys.fields import change_in_words
from crpkit.journeys.reading import read_journeys
from crpkit.workshop.activities.ask import AskState
from crpkit.workshop.activities.dots import DotsState
from crpkit.workshop.workshop import Workshop, codes
from crpkit.workspace import Workspace

CHOICE_COLUMNS: Mapping[str, str] = MappingProxyType(
    {
        "workshop": "Its six characters.",
        "title": "Its title.",
        "asked": "What the room was asked.",
        "component": "Id of the component.",
        "place": "Its place in the result, from 1; equals share one.",
        "of": "Among how many things.",
        "counted": "What was counted: ``dots``, ``points`` or ``people``; empty of a ranking.",
        "count": "How many; exact, so round it before it is shown to others. Nothing where nothing was counted.",
        "evidence": "Evidence id.",
    }
)
"""The columns of :func:`workshop_choices`."""
CHANGE_COLUMNS: Mapping[str, str] = MappingProxyType(
    {
        "workshop": "Its six characters.",
        "title": "Its title.",
        "component": "Id of the component, where the change names one.",
        "journey": "Id of the journey, where it names one.",
        "step": "Id of the step, where it names one.",
        "field": "What was changed.",
        "from": "What it was, as JSON holds it.",
        "to": "What it is to be.",
        "why": "Why, as it was written.",
        "agreed_by": "Who agreed: roles or groups, as a tuple.",
        "words": "What is changed, where, from what to what, in a sentence.",
        "evidence": "Evidence id.",
    }
)
"""The columns of :func:`agreed_changes`."""
_BEGINS = "framework:components/"
_COUNTED = ("dots", "points", "people")


def workshop_choices(workspace: Workspace) -> pd.DataFrame:
    """Return the places of components in votes that are closed: totals of a room, and nobody's ballot.

    Returns
    -------
    pandas.DataFrame
        The columns of :data:`CHOICE_COLUMNS`, each vote in the order of its result. Rankings, points, ticks and dots;
        scales have no places.
    """
    rows = [row for workshop in _workshops(workspace) for row in _choices(workshop)]
    return pd.DataFrame(rows, columns=list(CHOICE_COLUMNS))


def agreed_changes(workspace: Workspace) -> pd.DataFrame:
    """Return the changes that rooms agreed on in road-tests, and that were not taken back.

    Returns
    -------
    pandas.DataFrame
        The columns of :data:`CHANGE_COLUMNS`.
    """
    journeys = read_journeys(workspace.folder, workspace.framework).journeys
    rows = [
        {
            **row,
            "workshop": workshop.code,
            "title": workshop.state.title or "",
            "words": change_in_words(
                {str(name): value for name, value in row.items()},
                journeys.get(str(row["journey"])),
                workspace.framework,
            ),
        }
        for workshop in _workshops(workspace)
        for row in workshop.changes().to_dict("records")
    ]
    return pd.DataFrame(rows, columns=list(CHANGE_COLUMNS))


def _workshops(workspace: Workspace) -> Iterator[Workshop]:
    """Yield the workshops; one that cannot be read hides none of the others, and “crpkit check” names it."""
    log = workspace.log
    for code in codes(log):
        try:
            yield Workshop.open(workspace, code)
        except CrpkitError:
            continue


def _choices(workshop: Workshop) -> Iterator[dict[str, Any]]:
    for activity in workshop.state.activities.values():
        if isinstance(activity, DotsState):
            items, name = {one.id: one.source for one in activity.options}, "option"
        elif isinstance(activity, AskState) and activity.method and activity.voices is None:
            items, name = {one.id: one.source for one in activity.items}, "item"
        else:
            continue
        result = activity.result()
        if activity.open or "place" not in result or not _anybody(result):
            continue
        # How many ranked something says nothing of how high; of a ranking the order counts.
        counted = "" if "score" in result else next((one for one in _COUNTED if one in result), "")
        for row in result.to_dict("records"):
            source = items.get(row[name]) or ""
            if source.startswith(_BEGINS):
                yield {
                    "workshop": workshop.code,
                    "title": workshop.state.title or "",
                    "asked": activity.prompt or "",
                    "component": source.removeprefix(_BEGINS),
                    "place": int(row["place"]),
                    "of": len(result),
                    "counted": counted,
                    "count": float(row[counted]) if counted else math.nan,
                    "evidence": f"workshop:{workshop.code}/{activity.id}/{row[name]}",
                }


def _anybody(result: pd.DataFrame) -> bool:
    """Say whether anything was chosen: without that, everything shares the first place."""
    counted = next((name for name in _COUNTED if name in result), None)
    return counted is not None and float(result[counted].sum()) > 0
