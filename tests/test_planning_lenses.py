"""Beside a plan: what workshops chose, and what road-tests agreed to change; read once, for the page and the document."""

from __future__ import annotations

import math
from pathlib import Path

import pytest

from crpkit.framework import load_framework
from crpkit.planning.lenses import CHANGE_COLUMNS, CHOICE_COLUMNS, agreed_changes, workshop_choices
from crpkit.workshop import Workshop
from crpkit.workshop.lists import framework_lists
from crpkit.workspace import Workspace, new_workspace, open_workspace

STEP = {
    "journey": "community-new",
    "step": "meets-researchers",
    "field": "hours",
    "from": {"value": 4, "how_known": "assumed"},
    "to": {"value": 2, "how_known": "assumed"},
    "why": "A whole evening is too long.",
    "agreed_by": ["residents"],
}


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    return open_workspace(new_workspace(tmp_path / "quay"))


def _vote(workspace: Workspace, method: str) -> Workshop:
    workshop = Workshop.create(workspace, "Ours")
    workshop.open_activity(
        "choose",
        "Which first?",
        framework_lists(load_framework())["components"],
        method=method,
        activity="vote",
    )
    return workshop


def _ids(workshop: Workshop) -> dict[str, str]:
    items = workshop.ask("vote").items
    return {one.source.rpartition("/")[2]: one.id for one in items}


def test_ticks_of_a_closed_vote_are_counted_and_an_open_one_is_not_there(workspace: Workspace) -> None:
    workshop = _vote(workspace, "approval")
    ids = _ids(workshop)
    workshop.place("vote", {ids["match-events"]: 1, ids["hub-how-to-guide"]: 1}, people=1)
    workshop.place("vote", {ids["match-events"]: 1}, people=1)
    assert not len(workshop_choices(workspace))
    workshop.close_activity("vote")
    found = workshop_choices(workspace)
    assert list(found.columns) == list(CHOICE_COLUMNS)
    counts = dict(zip(found["component"], found["count"], strict=True))
    assert (counts["match-events"], counts["hub-how-to-guide"], counts["hub-webinars"]) == (2, 1, 0)
    assert set(found["counted"]) == {"people"} and found["component"].iloc[0] == "match-events"


def test_a_ranking_has_places_and_no_counts(workspace: Workspace) -> None:
    workshop = _vote(workspace, "ranking")
    ids = _ids(workshop)
    workshop.place("vote", {ids["mentoring-pairs"]: 1, ids["match-events"]: 2}, people=1)
    workshop.close_activity("vote")
    found = workshop_choices(workspace)
    places = dict(zip(found["component"], found["place"], strict=True))
    assert places["mentoring-pairs"] == 1 < places["match-events"]
    assert all(math.isnan(one) for one in found["count"]) and set(found["counted"]) == {""}


def test_a_change_is_told_in_words_until_it_is_taken_back(workspace: Workspace) -> None:
    workshop = Workshop.create(workspace, "Ours")
    workshop.record_change(STEP)
    found = agreed_changes(workspace)
    assert list(found.columns) == list(CHANGE_COLUMNS)
    (words,) = found["words"]
    assert words == "Hours asked of them, at “Meets researchers at a match event”: from 4 hours to 2 hours."
    assert tuple(found["agreed_by"].iloc[0]) == ("residents",)
    workshop.take_back_change(workshop.changes()["id"].iloc[0])
    assert not len(agreed_changes(workspace))
