"""What holds of every journey and every persona."""

from __future__ import annotations

from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from crpkit.errors import InputProblems
from crpkit.framework import load_framework
from crpkit.journeys import (
    Change,
    Journey,
    Step,
    adapt,
    apply_change,
    load_journeys,
    road_test,
    rules,
)
from crpkit.personas import load_personas
from tests.journeys_helpers import a_journey, severities, someone

STARTERS = load_journeys()
PERSONAS = load_personas()


NUMBERS = st.integers(0, 40)
STEPS = st.lists(
    st.fixed_dictionaries(
        {},
        optional={
            "hours": NUMBERS,
            "month": st.integers(0, 30),
            "months": st.integers(0, 12),
            "cost": NUMBERS,
            "payment": NUMBERS,
            "component": st.sampled_from(load_framework().components.ids),
            "repeats": st.fixed_dictionaries(
                {}, optional={"times": st.integers(1, 5), "every": st.integers(0, 4)}
            ),
            "told": st.sampled_from(["Come and see.", "We facilitate dialogue."]),
            "gives": st.just(["in-a-partnership"]),
        },
    ),
    min_size=1,
    max_size=6,
)
PEOPLE = st.builds(
    someone,
    st.sampled_from(load_framework().groups.ids),
    hours_a_month=st.none() | NUMBERS,
    money=st.none() | NUMBERS,
    years_of_experience=st.none() | st.integers(0, 10),
    digital_access=st.none() | st.sampled_from(["none", "phone", "shared", "own"]),
    access_needs=st.none() | st.just(["large print"]),
)


def branched(steps: list[dict[str, Any]]) -> Journey:
    """The steps in a row, but one may go past the second."""
    if len(steps) > 2:
        steps = [{**steps[0], "leads_to": [{"to": "step-2"}, {"to": "step-3"}]}, *steps[1:]]
    return a_journey(*steps)


@settings(max_examples=60, deadline=None)
@given(STEPS, PEOPLE, st.integers(0, 5), st.integers(1, 20))
def test_more_hours_never_lower_what_is_asked(
    steps: list[dict[str, Any]], person: Any, at: int, more: int
) -> None:
    number = at % len(steps)
    added = [dict(step) for step in steps]
    added[number]["hours"] = added[number].get("hours", 0) + more
    before, after = (road_test(branched(each), person, rules=["hours"]) for each in (steps, added))
    assert (after.asked or 0) >= (before.asked or 0)
    filled = [test.hours["asked"].fillna(0).tolist() for test in (before, after)]
    assert sum(filled[1]) + 1e-9 >= sum(filled[0])


@settings(max_examples=60, deadline=None)
@given(STEPS, PEOPLE, st.randoms(use_true_random=False))
def test_the_order_of_rules_does_not_matter_and_none_breaks(
    steps: list[dict[str, Any]], person: Any, luck: Any
) -> None:
    journey = branched(steps)
    names = list(rules())
    luck.shuffle(names)
    one, two = road_test(journey, person), road_test(journey, person, rules=names)
    assert one.findings == two.findings and one.needs == two.needs
    assert not [finding for finding in one.findings if finding.severity == "notice"]
    assert one.explain() and len(one.frame()) == len(one.findings)
    assert {need.met for need in one.needs} <= {"yes", "partly", "no", "unknown"}
    placed = one.hours[one.hours["month"].notna()]
    assert (placed["asked_least"].fillna(0) <= placed["asked"].fillna(0) + 1e-9).all()


@settings(max_examples=40, deadline=None)
@given(STEPS, st.integers(0, 5), st.sampled_from(["hours", "cost", "payment"]), st.none() | NUMBERS)
def test_a_change_leaves_the_original_untouched(
    steps: list[dict[str, Any]], at: int, field: str, value: int | None
) -> None:
    journey = branched(steps)
    kept = journey.model_dump()
    step = journey.steps[at % len(steps)].id
    after = apply_change(journey, Change(field, value, step=step))
    assert journey.model_dump() == kept
    assert getattr(after[step], field).value == value
    assert all(one == two for one, two in zip(journey.steps, after.steps, strict=True) if one.id != step)


@settings(max_examples=40, deadline=None)
@given(STEPS, PEOPLE)
def test_filling_in_hours_a_month_never_adds_not_known(steps: list[dict[str, Any]], person: Any) -> None:
    from crpkit.personas import adapt as adapt_persona

    journey = branched(steps)
    blank, filled = (adapt_persona(person, hours_a_month=hours) for hours in (None, 10))
    count = [
        severities(road_test(journey, one, rules=["hours"]).findings).count("not-known")
        for one in (blank, filled)
    ]
    assert count[1] <= count[0] == 1


JUNK = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text(max_size=5)
    | st.sampled_from(["step-1", "power"]),
    lambda inner: st.lists(inner, max_size=2) | st.dictionaries(st.text(max_size=5), inner, max_size=2),
    max_leaves=4,
)


@settings(max_examples=200, deadline=None)
@given(st.sampled_from(sorted(Step.model_fields)), JUNK)
def test_whatever_stands_in_a_field_is_read_or_explained(field: str, junk: Any) -> None:
    try:
        journey = a_journey({"component": "hub-webinars"}, {field: junk})
    except InputProblems as error:
        assert all(problem.sentence for problem in error.problems)
    else:
        assert not [one for one in road_test(journey, someone()).findings if one.severity == "notice"]
    try:
        apply_change(STARTERS["broker-new"], Change(field, junk, step="learns"))
    except InputProblems as error:
        assert all(problem.file is None for problem in error.problems)


@settings(max_examples=100, deadline=None)
@given(st.sampled_from([*sorted(Journey.model_fields), "extra"]), JUNK)
def test_whatever_stands_in_a_journey_is_read_or_explained(field: str, junk: Any) -> None:
    try:
        journey = adapt(STARTERS["broker-new"], **{field: junk})
    except InputProblems as error:
        assert error.problems
    else:
        assert road_test(journey, someone()).findings
