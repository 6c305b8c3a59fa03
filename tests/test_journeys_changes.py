"""Everyone at once, and changes in a copy."""

from __future__ import annotations

from typing import Any

import pandas as pd
import pytest

from crpkit.errors import InputProblems, Stopped
from crpkit.framework.models import HowKnown
from crpkit.journeys import (
    Change,
    adapt,
    apply_change,
    before_and_after,
    compare,
    comparing,
    load_journeys,
    road_test,
)
from crpkit.journeys.comparing import COLUMNS
from crpkit.personas import load_personas
from tests.journeys_helpers import a_journey, confirmed

STARTERS = load_journeys()
PERSONAS = load_personas()


def test_compare_all_pairs() -> None:
    frame = compare(STARTERS, PERSONAS)
    assert len(frame) == 36 and list(frame.columns) == list(COLUMNS)
    shares = frame[["met", "partly", "not_met", "unknown"]].sum(axis=1)
    assert ((shares - 1).abs() < 1e-9).all()
    for _, rows in frame.groupby("journey"):
        worst = rows[rows["fewest_met"]]
        served = rows["met"] + rows["partly"]
        assert len(worst) and served[worst.index].max() == pytest.approx(served.min())
        assert (rows.loc[rows["most_blockers"], "blockers"] == rows["blockers"].max()).all()
    own = frame[frame["meant_for"]]
    assert len(own) == 6 and (own["blockers"] == 0).all()
    one = frame.set_index(["journey", "persona"]).loc[("community-experienced", "community-new")]
    assert one["asked"] == 67 and pd.isna(one["had"])


def test_compare_says_how_far_it_is_and_can_be_stopped() -> None:
    told: list[tuple[int, int]] = []
    compare(STARTERS, PERSONAS, progress=lambda done, of: told.append((done, of)))
    assert told[-1] == (36, 36) and len(told) > 3
    with pytest.raises(Stopped):
        compare(STARTERS, PERSONAS, progress=lambda done, of: False)
    assert next(comparing(STARTERS, list(PERSONAS.values()))) == (10, 36)
    assert len(compare([], PERSONAS)) == 0


def test_what_a_change_does_to_each_persona() -> None:
    before = STARTERS["community-new"]
    change = Change("component", "hub-contacts-database", step="meets-researchers", why="Too far away")
    frame = before_and_after(before, apply_change(before, change), PERSONAS)
    lost = frame[(frame["persona"] == "community-new") & (frame["about"] == "finding-a-partner")]
    assert lost[["before", "after"]].values.tolist() == [["yes", "partly"]]
    assert before_and_after(before, before, PERSONAS).empty


def test_a_change_is_made_in_a_copy() -> None:
    before = STARTERS["community-new"]
    kept = before.model_dump()
    change = Change(
        "hours",
        confirmed(2),
        step="meets-researchers",
        was=4,
        why="Four hours are too long",
        answers=("hours/meets-researchers",),
        agreed_by=("the quay team",),
    )
    after = apply_change(before, change)
    assert before.model_dump() == kept
    assert after["meets-researchers"].hours.value == 2
    assert after["meets-researchers"].hours.how_known is HowKnown.CONFIRMED
    assert (after.status, after.based_on, after.source) == ("team", before.id, ())
    assert road_test(after, PERSONAS["community-new"]).asked == 37.5
    record = change.as_record()
    assert record["from"] == 4 and record["agreed_by"] == ["the quay team"]
    assert apply_change(before, record) == after
    blank = Change("hours", None, step="meets-researchers", was=2)
    assert apply_change(after, blank.as_record())["meets-researchers"].hours.known is False
    filled = Change("hours", 3, step="is-coached", was=None)
    with pytest.raises(InputProblems, match="is 8, not nothing"):
        apply_change(before, filled.as_record())


def test_a_change_to_a_component_reaches_every_step_that_uses_it() -> None:
    journey = a_journey({"component": "hub-webinars"}, {}, {"component": "hub-webinars"})
    after = apply_change(journey, {"component": "hub-webinars", "field": "payment", "to": 20})
    assert [step.payment.value for step in after.steps] == [20, None, 20]
    blank = apply_change(after, {"component": "hub-webinars", "field": "payment", "to": None})
    assert not any(step.payment.known for step in blank.steps)


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"step": "step-9", "field": "hours", "to": 1}, "Did you mean “step-1”"),
        ({"component": "hub-webinar", "field": "hours", "to": 1}, "Did you mean “hub-webinars”"),
        ({"step": "step-1", "field": "hour", "to": 1}, "Did you mean “hours”"),
        ({"step": "step-1", "field": "hours", "to": -1}, "write 0 to 10,000"),
        ({"step": "step-1", "field": "component", "to": "hub"}, "There is no component “hub”"),
        ({"step": "step-1", "field": "leads_to", "to": [{"to": "step-1"}]}, "circle"),
        ({"step": "step-1", "field": "hours", "to": 1, "from": 9}, "is 3, not 9"),
        ({"field": "hours", "to": 1}, "Name one of them"),
        ({"step": "step-1", "to": 1}, "does not say “field”"),
        ({"step": "step-1", "field": "hours", "to": 1, "wy": "x"}, "Did you mean “why”"),
        ({"step": "step-1", "field": "id", "to": "x"}, "no field “id” to change"),
    ],
)
def test_changes_that_cannot_be_made(change: dict[str, Any], words: str) -> None:
    journey = a_journey({"component": "hub-webinars", "hours": 3})
    with pytest.raises(InputProblems) as error:
        apply_change(journey, change)
    assert words in str(error.value)
    assert all(problem.file is None for problem in error.value.problems)


def test_steps_can_be_taken_out_added_and_put_in_another_order() -> None:
    journey = STARTERS["researcher-early-career"]
    ours = adapt(
        journey, id="ours", steps=[*journey.steps[2:], *journey.steps[:2], {"id": "x", "title": "X"}]
    )
    assert [step.id for step in ours.steps][-1] == "x" and len(ours.steps) == 5
    assert (ours.id, ours.based_on, ours.status) == ("ours", "researcher-early-career", "team")
    assert ours["meets-broker"] == journey["meets-broker"]
