"""What a second reader of the road-tests asked for: three cases a rule, sources that say it, no blank read as a no."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from crpkit.framework import load_framework
from crpkit.framework.models import HowKnown
from crpkit.journeys import Finding, MetNeed, load_journeys, road_test, rules
from crpkit.personas import load_personas
from tests.journeys_helpers import a_journey, confirmed, found, overlay, someone

STARTERS = load_journeys()
PERSONAS = load_personas()
PAID = "paid-time-to-take-part"
ALL_PRINCIPLES = list(load_framework().principles.ids)


@dataclass(frozen=True)
class Case:
    """A journey and someone on it."""

    steps: list[dict[str, Any]]
    facts: dict[str, Any] = field(default_factory=dict)
    group: str = "community-new"
    overlay: str = ""
    fields: dict[str, Any] = field(default_factory=dict)


def _available(component: str, said: str) -> str:
    return f"change:\n  components:\n    {component}:\n      availability: {said}\n"


def _answers(group: str) -> list[dict[str, str]]:
    """Answers to all that a group needs."""
    needs = [need for need in load_framework().needs if group in {one.group for one in need.voiced_by}]
    return [{"need": need.id, "strength": "strong"} for need in needs]


COACHING = "coaching-group-sessions"
SESSIONS = "programme-online-sessions"
FIRES_SILENT_UNKNOWN: dict[str, tuple[Case, Case, Case]] = {
    "needs-met": (
        Case([{}]),
        Case([{"answers": _answers("community-new")}]),
        Case([{"intervention": "matchmaking"}]),
    ),
    "principles": (
        Case([{"principles": ["power"]}]),
        Case([{"principles": ALL_PRINCIPLES}]),
        Case([{}]),
    ),
    "hours": (
        Case([{"month": 0, "months": 0, "hours": 9}], {"hours_a_month": 8}),
        Case([{"month": 0, "months": 0, "hours": 8}], {"hours_a_month": 8}),
        Case([{"month": 0, "months": 0, "hours": 9}]),
    ),
    "long-silences": (
        Case([{"month": 0, "months": 1}, {"month": 5}]),
        Case([{"month": 0, "months": 1}, {"month": 4}]),
        Case([{"month": 0, "months": 1}, {}]),
    ),
    "earlier-steps": (
        Case([{"month": 2, "months": 1}, {"month": 1, "after": ["step-1"]}]),
        Case([{"month": 0, "months": 1}, {"month": 1, "after": ["step-1"]}]),
        Case([{"month": 0, "months": 1}, {"after": ["step-1"]}]),
    ),
    "out-of-pocket": (
        Case([{"month": 0, "cost": 6}], {"money": 5}),
        Case([{"month": 0, "cost": 5}], {"money": 5}),
        Case([{"month": 0, "cost": 6}]),
    ),
    "unpaid-time": (
        Case([{"hours": 2, "payment": 0}]),
        Case([{"hours": 2, "payment": 1}]),
        Case([{"hours": 2}]),
    ),
    "eligibility": (
        Case([{"component": "mentoring-pairs", "month": 0, "cost": 0}], {"years_of_experience": 2}),
        Case([{"component": "mentoring-pairs", "month": 0, "cost": 0}], {"years_of_experience": 2.5}),
        Case([{"component": "mentoring-pairs", "month": 0, "cost": 0}]),
    ),
    "on-offer": (
        Case([{"component": "match-events"}], overlay=_available("match-events", "not available")),
        Case([{"component": "match-events"}], overlay=_available("match-events", "available")),
        Case([{"component": "match-events"}]),
    ),
    "access-needs": (
        Case([{"serves": ["lift"]}], {"access_needs": ["large print"]}),
        Case([{"serves": ["large print"]}], {"access_needs": ["large print"]}),
        Case([{}], {"access_needs": ["large print"]}),
    ),
    "going-online": (
        Case([{"mode": ["online"]}], {"digital_access": "none"}),
        Case([{"mode": ["online", "in-person"]}], {"digital_access": "none"}),
        Case([{}], {"digital_access": "none"}),
    ),
    "hard-words": (
        Case([{"told": "Meet the stakeholders."}]),
        Case([{"told": "Meet your neighbours."}]),
        Case([{}]),
    ),
    "barriers": (
        Case([{"component": "match-events"}], overlay=_available("match-events", "not available")),
        Case(
            [
                {
                    "component": "hub-webinars",
                    "month": 0,
                    "months": 0,
                    "hours": 2,
                    "payment": 30,
                    "cost": 0,
                    "told": "Come.",
                }
            ],
            {"hours_a_month": 5},
            "broker-new",
            # what employers think, and how scattered offers are, no journey tells
            _available("hub-webinars", "available")
            + "remove: {barriers: [not-valued-at-work, scattered-offers]}\n",
            {"found_through": "A poster"},
        ),
        Case([{"component": "match-events"}]),
    ),
    "safeguarding": (
        Case([{"component": COACHING, "safeguarding": False}]),
        Case([{"component": COACHING, "safeguarding": True}]),
        Case([{"component": COACHING}]),
    ),
    "accreditation": (
        Case([{"component": SESSIONS, "accreditation": True}]),
        Case([{"component": SESSIONS, "accreditation": False}], group="broker-new"),
        Case([{"component": SESSIONS}], group="broker-new"),
    ),
}


def test_every_rule_has_three_cases() -> None:
    assert set(FIRES_SILENT_UNKNOWN) == set(rules())


@pytest.mark.parametrize("name", FIRES_SILENT_UNKNOWN)
def test_a_rule_fires_is_silent_and_does_not_know(name: str, tmp_path: Path) -> None:
    said = []
    for case in FIRES_SILENT_UNKNOWN[name]:
        framework = overlay(tmp_path, case.overlay) if case.overlay else None
        person, journey = someone(case.group, **case.facts), a_journey(*case.steps, **case.fields)
        said.append({one.severity for one in found(name, journey, person, framework)})
    fires, silent, unknown = said
    assert fires & {"blocker", "hold-up", "question"}
    assert silent <= {"helps"}
    assert "not-known" in unknown and not unknown & {"blocker"}


# ------------------------------------------------------------------ a blank is never a no


def _need(id: str, *steps: dict[str, Any], group: str = "community-new") -> MetNeed:
    test = road_test(a_journey(*steps), someone(group))
    return next(one for one in test.needs if one.need == id)


def test_paid_time_is_what_the_steps_pay() -> None:
    assert _need(PAID, {"hours": 2, "payment": 0}).met == "no"
    blank = _need(PAID, {"hours": 2})
    assert (blank.met, blank.how_known, blank.step) == ("unknown", HowKnown.UNKNOWN, "step-1")
    assert _need(PAID, {"hours": 2, "payment": 0}, {"hours": 1}).met == "unknown"
    paid = _need(PAID, {"hours": 2, "payment": confirmed(30)}, {"hours": 1, "payment": 0})
    assert (paid.met, paid.step, paid.links) == ("partly", "step-1", 0)
    assert _need(PAID, {"hours": 2, "payment": 30}, {"hours": 0}).met == "yes"
    assert "journey:ours/step-1/payment" in paid.source and "report:part-4-considerations" in paid.source


def test_paid_time_through_a_fund_stays() -> None:
    fund = _need(PAID, {"component": "programme-seed-funding"})
    assert (fund.met, fund.links) == ("yes", 1) and "framework:components" in fund.source


def test_paid_time_at_a_closed_step_helps_nobody() -> None:
    assert _need(PAID, {"component": "match-learning-groups", "hours": 2, "payment": 30}).met == "no"


@pytest.mark.parametrize("id", STARTERS)
def test_no_starter_says_both_that_time_is_not_paid_and_that_nobody_knows(id: str) -> None:
    test = road_test(STARTERS[id], PERSONAS[id])
    not_known = [one for one in test.findings if one.rule == "unpaid-time" and one.severity == "not-known"]
    assert not_known and PAID not in {one.need for one in test.met("no")}


def test_the_report_has_coaches_paid() -> None:
    (one,) = found("unpaid-time", a_journey({"component": "coaching-coach-pool"}), someone())
    assert one.severity == "not-known" and "the report has people paid" in one.message
    assert "report:part-2-coaching" in one.source
    unpaid = a_journey(
        {"component": "coaching-coach-pool", "payment": 0, "hours": 3}, {"intervention": "coaching"}
    )
    first, second = found("unpaid-time", unpaid, someone())
    assert first.severity == "hold-up" and "The report has people paid for “Step 1”" in first.message
    assert "the report" not in second.message  # which part of the coaching it is, nobody has said


def test_what_newcomers_may_join_stays_open_where_the_report_is_in_two_minds() -> None:
    def named(component: str) -> bool:
        findings = found("barriers", a_journey({"component": component}), someone("community-new"))
        return any("Only for those with experience" in one.message for one in findings)

    assert named("match-events") and named("hub-webinars") and named("programme-online-sessions")
    assert not named("match-pre-work")


def test_a_need_met_at_a_step_that_may_be_closed_says_so() -> None:
    mentor = _need("working-ethically", {"component": "mentoring-pairs"}, group="researcher-early-career")
    assert mentor.met == "yes" and "Whether they can take part there is not settled." in mentor.why
    sure = _need(
        "exploring-ideas-together", {"component": "match-partnership-fund"}, group="researcher-early-career"
    )
    assert "not settled" not in sure.why
    both = [{"component": "match-events"}, {"component": "match-partnership-fund"}]
    assert _need("exploring-ideas-together", *both, group="researcher-early-career").step == "step-2"


# ------------------------------------------------------------------ reported only where the report says it


def test_a_component_that_is_our_reading_makes_what_rests_on_it_inferred() -> None:
    sure = {"component": COACHING, "safeguarding": confirmed(False)}
    ours = {**sure, "component_how_known": "inferred"}
    for step, how in ((sure, HowKnown.CONFIRMED), (ours, HowKnown.INFERRED)):
        (one,) = found("safeguarding", a_journey(step), someone())
        assert (one.severity, one.how_known) == ("blocker", how)
    for known, how in ((None, HowKnown.REPORTED), ("inferred", HowKnown.INFERRED)):
        journey = a_journey({"component": "match-events", "component_how_known": known})
        (question,) = found("eligibility", journey, someone())
        (before,) = found("earlier-steps", journey, someone())
        assert question.how_known is before.how_known is how


def test_that_a_broker_who_brings_others_takes_part_is_our_reading() -> None:
    test = road_test(STARTERS["broker-new"], PERSONAS["broker-new"])
    here = [one for one in test.at("brings-researchers") if one.severity != "not-known"]
    assert here and all(one.how_known is HowKnown.INFERRED for one in here)


def _starter(id: str, rule: str, step: str) -> Finding:
    test = road_test(STARTERS[id], PERSONAS[id], rules=[rule])
    return next(one for one in test.findings if one.step == step)


def test_what_is_online_only_meets_no_need_of_who_has_no_internet() -> None:
    def met(access: str | None, **step: Any) -> str:
        journey = a_journey({"component": "hub-webinars", **step})
        test = road_test(journey, someone("community-experienced", digital_access=access))
        return next(one.met for one in test.needs if one.need == "managing-power")

    assert met("none") == "no"
    assert met("phone") == met(None) == met("none", mode=["online", "in-person"]) == "partly"


def test_words_tell_which_needs_the_report_names_for_the_group() -> None:
    """Appendix 4 and part 2 name 9 for those new to it; what is said of all communities, or of everyone, is ours."""
    said = road_test(STARTERS["community-new"], PERSONAS["community-new"]).explain()
    assert "Of 21 needs of this group" in said and "The report names 9 of them for this group" in said


def test_who_passes_it_on_does_not_gain_what_others_do() -> None:
    step = {"component": "alumni-ambassadors"}
    assert _need("what-partnerships-are", step, group="broker-new").met == "no"
    assert _need("sharing-what-we-know", step, group="broker-experienced").met == "partly"
    some_part = {"intervention": "programme"}  # there one may meet them
    assert "alumni-ambassadors" in _need("getting-started", some_part, group="broker-new").source


def test_the_source_is_the_part_that_says_it() -> None:
    safe = _starter("community-new", "safeguarding", "is-coached")
    assert [part for part in safe.source.split() if part.startswith("report:")] == ["report:part-2-coaching"]
    could = _starter("community-experienced", "accreditation", "shows-the-work")
    assert "report:part-2-programme" in could.source and "report:part-4-considerations" in could.source


def test_that_no_step_answers_a_need_is_our_reading_of_the_journey() -> None:
    for id, journey in STARTERS.items():
        for one in road_test(journey, PERSONAS[id]).met("no"):
            assert one.how_known is HowKnown.INFERRED and f"journey:{id}" in one.source.split()


def test_conditions_of_components_with_several_sources_name_their_own() -> None:
    both = {("programme-local-learning-groups", "all-partners")}  # both parts say it
    bare = {
        (component.id, condition.id)
        for component in load_framework().components
        if len(component.source) > 1
        for condition in (*component.eligibility, *component.setup_conditions)
        if condition.source is None
    }
    assert bare == both
