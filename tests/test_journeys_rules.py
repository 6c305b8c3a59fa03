"""Each rule of the road-test: once it fires, once it must not, once it does not know."""

from __future__ import annotations

from pathlib import Path

import pytest

from crpkit.framework import load_framework
from crpkit.framework.models import HowKnown
from crpkit.journeys import adapt, load_journeys, road_test, rules
from tests.journeys_helpers import a_journey, confirmed, found, needs, overlay, severities, someone

UNKNOWN = HowKnown.UNKNOWN


def test_every_rule_is_tested_here() -> None:
    source = Path(__file__).read_text(encoding="utf-8")
    assert all(f'"{name}"' in source for name in rules() if name != "needs-met")


# ------------------------------------------------------------------ needs


def test_needs_met_by_a_strong_link() -> None:
    journey = a_journey({"component": "match-events"})
    test = road_test(journey, someone("community-new"), rules=["needs-met"])
    (one,) = [need for need in test.needs if need.need == "finding-a-partner"]
    assert (one.met, one.step, one.links, one.inferred) == ("yes", "step-1", 1, 0)
    (finding,) = [finding for finding in test.findings if finding.need == "finding-a-partner"]
    assert finding.severity == "helps" and finding.step == "step-1"
    assert "report:appendix-4" in finding.source and "framework:components/match-events" in finding.source


def test_needs_not_met_and_partly_met_and_inferred_links() -> None:
    journey = a_journey({"component": "hub-webinars"})
    test = road_test(journey, someone("community-new"))
    met = needs(test)
    assert met["finding-a-partner"] == "no" and met["managing-power"] == "partly"
    by_need = {finding.need: finding for finding in test.findings if finding.rule == "needs-met"}
    assert by_need["finding-a-partner"].severity == "hold-up"
    assert "inferred" in by_need["understanding-universities"].message
    assert by_need["understanding-universities"].how_known is HowKnown.INFERRED
    assert by_need["fitting-funding-rules"].severity == "question"  # of the system: no journey is to blame


def test_needs_of_a_step_that_does_not_say_its_component_are_not_known() -> None:
    journey = a_journey({"intervention": "matchmaking"})
    findings = found("needs-met", journey, someone("community-new"))
    (one,) = [finding for finding in findings if finding.need == "finding-a-partner"]
    assert one.severity == "not-known" and one.how_known is UNKNOWN


def test_a_step_nobody_can_take_meets_no_need() -> None:
    journey = a_journey({"component": "match-learning-groups"})
    assert needs(road_test(journey, someone("community-new")))["learning-from-peers"] == "no"
    begun = a_journey({"component": "match-learning-groups"}, holds_at_start=["in-a-partnership"])
    assert needs(road_test(begun, someone("community-new")))["learning-from-peers"] == "partly"


def test_a_need_met_on_one_way_only_is_partly_met() -> None:
    journey = a_journey(
        {"leads_to": [{"to": "step-2"}, {"to": "step-3"}]},
        {"component": "match-events", "ends": True},
        {},
    )
    assert needs(road_test(journey, someone("community-new")))["finding-a-partner"] == "partly"


def test_a_step_can_answer_a_need_itself() -> None:
    answer = {"need": "finding-a-partner", "strength": "strong"}
    test = road_test(a_journey({"answers": [answer]}), someone("community-new"))
    (one,) = [need for need in test.needs if need.need == "finding-a-partner"]
    assert one.met == "yes" and one.how_known is HowKnown.ASSUMED
    (finding,) = [finding for finding in test.findings if finding.need == "finding-a-partner"]
    assert "if the assumption holds" in finding.message


# ------------------------------------------------------------------ principles


def test_principles_touched_and_neglected() -> None:
    findings = found("principles", a_journey({"principles": ["power"]}), someone())
    assert [one.severity for one in findings].count("helps") == 1
    assert [one.severity for one in findings].count("question") == 7


def test_principles_all_touched_none_neglected() -> None:
    everything = list(load_framework().principles.ids)
    findings = found("principles", a_journey({"principles": confirmed(everything)}), someone())
    assert severities(findings) == ["helps"]
    assert not any("assumption" in one.message for one in findings)


def test_principles_not_said() -> None:
    (one,) = found("principles", a_journey({}), someone())
    assert one.severity == "not-known" and one.how_known is UNKNOWN


# ------------------------------------------------------------------ hours


def test_hours_more_than_they_have() -> None:
    journey = a_journey(
        {"month": 0, "months": 2, "hours": confirmed(12)}, {"month": 1, "months": 0, "hours": 1}
    )
    (one,) = found("hours", journey, someone(hours_a_month=confirmed(6)))
    assert one.severity == "hold-up" and "7 hours asked, 6 had" in one.message and "Month 2" in one.message
    assert one.how_known is HowKnown.ASSUMED and "if the assumption holds" in one.message
    assert "persona:someone/hours_a_month" in one.source


def test_hours_enough() -> None:
    journey = a_journey({"month": 0, "months": 2, "hours": 12})
    assert found("hours", journey, someone(hours_a_month=6)) == ()


@pytest.mark.parametrize(
    ("step", "facts"),
    [
        ({"month": 0, "hours": 5}, {}),
        ({"month": 0}, {"hours_a_month": 5}),
        ({"hours": 5}, {"hours_a_month": 5}),
    ],
)
def test_hours_not_known(step: dict[str, object], facts: dict[str, object]) -> None:
    findings = found("hours", a_journey(step), someone(**facts))
    assert severities(findings) == ["not-known"]


def test_hours_of_a_step_of_unknown_length_may_spread_over_months() -> None:
    findings = found("hours", a_journey({"month": 0, "hours": 12}), someone(hours_a_month=6))
    assert severities(findings) == ["not-known", "question"]


def test_hours_without_a_month_are_a_question() -> None:
    findings = found("hours", a_journey({"hours": 50}), someone(hours_a_month=5))
    assert severities(findings) == ["not-known", "question"]


# ------------------------------------------------------------------ long silences


def test_long_silences_between_steps_and_within_one() -> None:
    journey = a_journey(
        {"month": 0, "months": 1}, {"month": 6}, {"month": 7, "repeats": {"times": 2, "every": 5}}
    )
    first, second = found("long-silences", journey, someone())
    assert first.step == "step-2" and "5 months" in first.message
    assert second.step == "step-3" and "from one" in second.message


def test_long_silences_filled_by_what_goes_on_meanwhile() -> None:
    journey = a_journey({"month": 0, "months": 12}, {"month": 1, "months": 0}, {"month": 10, "months": 0})
    assert found("long-silences", journey, someone()) == ()


def test_long_silences_not_known() -> None:
    again = {"month": 0, "repeats": {"times": 3}}
    for journey in (a_journey({"month": 0}, {}), a_journey(again), a_journey({"repeats": {}})):
        (one,) = found("long-silences", journey, someone())
        assert one.severity == "not-known"


# ------------------------------------------------------------------ earlier steps


def test_earlier_steps_missing_late_or_on_some_ways_only() -> None:
    late = a_journey({"after": ["step-2"]}, {})
    assert severities(found("earlier-steps", late, someone())) == ["blocker"]
    early = a_journey({"month": 2, "months": 3}, {"month": 3, "after": ["step-1"]})
    assert severities(found("earlier-steps", early, someone())) == ["hold-up"]
    around = a_journey(
        {"leads_to": [{"to": "step-2"}, {"to": "step-3"}]},
        {"month": 0},
        {"month": 1, "after": ["step-2"]},
    )
    assert severities(found("earlier-steps", around, someone())) == ["hold-up"]


def test_earlier_steps_in_order() -> None:
    journey = a_journey(
        {"component": "match-pre-work", "month": 0, "months": 0.5},
        {"component": "match-events", "month": 1, "after": ["step-1"]},
    )
    assert found("earlier-steps", journey, someone()) == ()


def test_earlier_steps_not_known_when() -> None:
    for earlier in ({}, {"month": 0}):
        journey = a_journey(earlier, {"month": 1, "after": ["step-1"]})
        assert severities(found("earlier-steps", journey, someone())) == ["not-known"]


def test_earlier_steps_of_a_match_event() -> None:
    (one,) = found("earlier-steps", a_journey({"component": "match-events"}), someone())
    assert one.severity == "question" and one.source.startswith("report:part-2-matchmaking ")


# ------------------------------------------------------------------ money


def test_out_of_pocket_more_than_they_have() -> None:
    journey = a_journey({"month": 0, "cost": 30, "repeats": {"times": 3, "every": 1}})
    (one,) = found("out-of-pocket", journey, someone(money=confirmed(60)))
    assert one.severity == "blocker" and "£90 in a year" in one.message and "£60" in one.message


def test_out_of_pocket_enough_each_year_or_nothing_to_pay() -> None:
    two_years = a_journey({"month": 0, "cost": 50}, {"month": 14, "cost": 50})
    assert found("out-of-pocket", two_years, someone(money=50)) == ()
    assert found("out-of-pocket", a_journey({"cost": 0}), someone()) == ()


def test_out_of_pocket_of_ways_that_exclude_each_other() -> None:
    journey = a_journey(
        {"cost": 0, "leads_to": [{"to": "step-2"}, {"to": "step-3"}]},
        {"month": 1, "cost": 40, "ends": True},
        {"month": 1, "cost": 50},
    )
    assert found("out-of-pocket", journey, someone(money=50)) == ()
    assert severities(found("out-of-pocket", journey, someone(money=49))) == ["blocker"]


def test_out_of_pocket_not_known() -> None:
    assert severities(found("out-of-pocket", a_journey({"cost": 5}), someone())) == ["not-known"]
    assert severities(found("out-of-pocket", a_journey({}), someone(money=100))) == ["not-known"]
    again = a_journey({"month": 0, "cost": 5, "repeats": {"every": 1}})
    assert severities(found("out-of-pocket", again, someone(money=100))) == ["not-known"]


def test_unpaid_time_is_told() -> None:
    (one,) = found("unpaid-time", a_journey({"hours": 4, "payment": 0}), someone())
    assert one.severity == "hold-up" and "4 hours" in one.message and one.need == "paid-time-to-take-part"


def test_unpaid_time_is_not_told_where_it_is_paid_or_takes_none() -> None:
    assert found("unpaid-time", a_journey({"hours": 4, "payment": 80}, {"hours": 0}), someone()) == ()


def test_unpaid_time_not_known() -> None:
    (one,) = found("unpaid-time", a_journey({"hours": 4}), someone())
    assert one.severity == "not-known"


# ------------------------------------------------------------------ eligibility


def test_eligibility_firm_condition_stops_them() -> None:
    journey = a_journey({"component": "match-learning-groups"})
    (one,) = found("eligibility", journey, someone("community-new"))
    assert one.severity == "blocker" and "report:part-2-matchmaking" in one.source


def test_eligibility_met_by_a_step_before() -> None:
    journey = a_journey({"gives": ["in-a-partnership"]}, {"component": "match-learning-groups"})
    assert found("eligibility", journey, someone("community-new")) == ()


def test_eligibility_met_on_some_ways_only_is_not_known() -> None:
    journey = a_journey(
        {"leads_to": [{"to": "step-2"}, {"to": "step-3"}]},
        {"gives": ["in-a-partnership"]},
        {"component": "match-learning-groups"},
    )
    assert severities(found("eligibility", journey, someone("community-new"))) == ["not-known"]


def test_eligibility_disputed_condition_is_a_question() -> None:
    journey = a_journey({"component": "mentoring-pairs", "month": 0, "cost": 0})
    (one,) = found("eligibility", journey, someone("community-experienced", years_of_experience=1))
    assert one.severity == "question" and "disputed" in one.message
    assert "report:part-2-mentoring" in one.source and "report:part-2-matchmaking" in one.source
    assert one.message.endswith("This is not so for them, if the assumption holds.")


def test_eligibility_years_pass_on_the_way() -> None:
    person = someone("community-experienced", years_of_experience=confirmed(1.5))
    late = a_journey({"month": 0}, {"component": "mentoring-pairs", "month": 9, "cost": 0})
    assert found("eligibility", late, person) == ()


def test_eligibility_not_known() -> None:
    journey = a_journey({"component": "mentoring-pairs", "month": 0, "cost": 0})
    (one,) = found("eligibility", journey, someone("community-experienced"))
    assert one.severity == "not-known" and one.how_known is UNKNOWN


def test_eligibility_of_a_part_that_is_not_named_is_not_known() -> None:
    journey = a_journey({"intervention": "mentoring"}, {"intervention": "coaching"})
    (one,) = found("eligibility", journey, someone())
    assert one.severity == "not-known"
    (one,) = found("on-offer", journey, someone())
    assert one.severity == "not-known" and "framework:interventions/mentoring" in one.source
    (one,) = found("safeguarding", journey, someone())
    assert (one.severity, one.step) == ("not-known", "step-2")


def test_eligibility_a_bursary_is_for_whom_the_price_keeps_away() -> None:
    journey = a_journey(
        {"component": "mentoring-bursaries"}, {"component": "mentoring-training", "cost": 300}
    )
    journey = adapt(journey, holds_at_start=["is-a-mentor"])
    assert found("eligibility", journey, someone("community-experienced", money=100)) == ()
    assert severities(found("eligibility", journey, someone(money=400))) == ["blocker"]
    assert severities(found("eligibility", journey, someone())) == ["not-known"]


def test_eligibility_of_the_journey_itself() -> None:
    asked = {"id": "online", "text": "They have a computer.", "force": "guidance"}
    asked |= {"when": {"persona.digital_access": {"is": "own"}}}
    journey = a_journey({"requires": [asked]})
    assert severities(found("eligibility", journey, someone(digital_access="phone"))) == ["hold-up"]
    assert found("eligibility", journey, someone(digital_access="own")) == ()
    assert severities(found("eligibility", journey, someone())) == ["not-known"]


# ------------------------------------------------------------------ on offer


@pytest.mark.parametrize(
    ("availability", "severity"),
    [("not available", ["blocker"]), ("available", []), ("unknown", ["not-known"])],
)
def test_on_offer(tmp_path: Path, availability: str, severity: list[str]) -> None:
    changed = overlay(
        tmp_path, f"change:\n  components:\n    match-events:\n      availability: {availability}\n"
    )
    journey = a_journey({"component": "match-events"})
    assert severities(found("on-offer", journey, someone(), changed)) == severity
    if availability == "not available":
        assert needs(road_test(journey, someone(), changed))["finding-a-partner"] == "no"


# ------------------------------------------------------------------ access


def test_access_needs_not_seen_to() -> None:
    journey = a_journey({"serves": ["Step-free way in"]})
    (one,) = found("access-needs", journey, someone(access_needs=["BSL interpreter", "step-free"]))
    assert one.severity == "hold-up" and "BSL" in one.message and "“step-free”" not in one.message


def test_access_needs_seen_to_or_none() -> None:
    journey = a_journey({"serves": ["Step-free way in", "large print"]})
    assert found("access-needs", journey, someone(access_needs=["Large print"])) == ()
    assert found("access-needs", a_journey({}), someone(access_needs=[])) == ()


def test_access_needs_named_in_part_are_a_question() -> None:
    journey = a_journey({"serves": ["childcare"]})
    (one,) = found("access-needs", journey, someone(access_needs=["BSL interpreter and childcare"]))
    assert one.severity == "question"


def test_access_needs_not_known() -> None:
    assert severities(found("access-needs", a_journey({"serves": []}), someone())) == ["not-known"]
    (one,) = found("access-needs", a_journey({}), someone(access_needs=["large print"]))
    assert one.severity == "not-known"


def test_going_online_without_internet() -> None:
    journey = a_journey({"component": "hub-webinars"})
    assert severities(found("going-online", journey, someone(digital_access="none"))) == ["blocker"]
    assert severities(found("going-online", journey, someone(digital_access="phone"))) == ["question"]


def test_going_online_where_one_need_not() -> None:
    both = a_journey({"component": "match-events"})
    assert found("going-online", both, someone(digital_access="none")) == ()
    here = a_journey({"component": "hub-webinars", "mode": ["in-person"]})
    assert found("going-online", here, someone(digital_access="none")) == ()
    assert found("going-online", a_journey({"mode": ["online"]}), someone(digital_access="own")) == ()


def test_going_online_not_known() -> None:
    assert severities(found("going-online", a_journey({"mode": ["online"]}), someone())) == ["not-known"]
    assert severities(found("going-online", a_journey({}), someone(digital_access="none"))) == ["not-known"]


# ------------------------------------------------------------------ words


def test_hard_words_are_found() -> None:
    told = "Stakeholders will collaborate on the methodology."
    (one,) = found("hard-words", a_journey({"told": confirmed(told)}), someone())
    assert one.severity == "hold-up" and "“collaborate” (work together)" in one.message
    long = "Notwithstanding considerable administrative complexities, representatives of participating organisations communicate recommendations regarding appropriate arrangements, periodically and systematically."
    findings = found("hard-words", a_journey({"told": long}), someone())
    assert any("hard to read at any age" in one.message for one in findings)
    older = "Before the morning begins, everybody receives several paragraphs describing who will be speaking and where."
    (one,) = found("hard-words", a_journey({"told": older}), someone())
    assert "only from an age of about 1" in one.message


def test_hard_words_are_not_found_in_plain_ones() -> None:
    told = "Come and meet people who live near you. We have tea. You can go home when you like, and bring a friend."
    assert found("hard-words", a_journey({"told": told}), someone()) == ()


def test_hard_words_not_known() -> None:
    assert severities(found("hard-words", a_journey({}), someone())) == ["not-known"]


# ------------------------------------------------------------------ barriers


def test_barriers_that_stand_in_the_way() -> None:
    journey = a_journey(
        {"month": 0, "hours": 20, "payment": 0, "cost": 0, "told": "An innovative initiative."},
        {"component": "mentoring-groups", "month": 1, "hours": 1, "payment": 5, "cost": 0, "told": "Come."},
    )
    findings = found("barriers", journey, someone("community-new", hours_a_month=5, money=0))
    held = " ".join(one.source for one in findings if one.severity == "hold-up")
    for barrier in ("no-time", "costs", "language", "only-for-the-experienced"):
        assert f"framework:barriers/{barrier}" in held, barrier
    assert all("report:" in one.source for one in findings)


def test_barriers_that_do_not(tmp_path: Path) -> None:
    available = "change:\n  components:\n    hub-webinars:\n      availability: available\n"
    journey = a_journey(
        {
            "component": "hub-webinars",
            "month": 0,
            "months": 0,
            "hours": 2,
            "payment": 30,
            "cost": 0,
            "told": "Come and see.",
        },
        found_through="A poster at the library",
    )
    person = someone("community-new", hours_a_month=5, money=0)
    (one,) = found("barriers", journey, person, overlay(tmp_path, available))
    assert one.severity == "not-known"  # what employers think, and how scattered offers are, no journey tells
    assert "does not count at work" in one.message and "Too little time" not in one.message


def test_barriers_not_known() -> None:
    (one,) = found("barriers", a_journey({}), someone("community-new"))
    assert one.severity == "not-known" and "Too little time" in one.message


def test_barriers_of_others_are_left_out() -> None:
    (one,) = found("barriers", a_journey({}), someone("researcher-established"))
    assert "Little on offer for communities" not in one.message


def test_barriers_fee_for_mentoring() -> None:
    journey = a_journey({"component": "mentoring-pairs", "cost": 300})
    findings = found("barriers", journey, someone("community-experienced", money=20))
    assert any("framework:barriers/paying-for-mentoring" in one.source for one in findings)


# ------------------------------------------------------------------ care


def test_safeguarding_missing() -> None:
    journey = a_journey(
        {"component": "coaching-group-sessions", "safeguarding": False}, {"safeguarding": False}
    )
    first, second = found("safeguarding", journey, someone())
    assert first.severity == "blocker" and "report:part-2-coaching" in first.source
    assert second.severity == "hold-up"


def test_safeguarding_there_or_not_called_for() -> None:
    journey = a_journey({"component": "coaching-group-sessions", "safeguarding": True}, {})
    assert found("safeguarding", journey, someone()) == ()


def test_safeguarding_not_known() -> None:
    journey = a_journey({"component": "coaching-group-sessions"})
    assert severities(found("safeguarding", journey, someone())) == ["not-known"]


def test_accreditation_is_a_question_either_way() -> None:
    leads = a_journey({"accreditation": True})
    assert severities(found("accreditation", leads, someone("researcher-established"))) == ["question"]
    without = a_journey({"component": "programme-online-sessions", "accreditation": False})
    assert severities(found("accreditation", without, someone("community-new"))) == ["question"]


def test_accreditation_is_no_matter_elsewhere() -> None:
    without = a_journey({"component": "programme-online-sessions", "accreditation": False})
    assert found("accreditation", without, someone("researcher-established")) == ()
    assert found("accreditation", a_journey({"component": "hub-webinars"}), someone()) == ()


def test_accreditation_not_known() -> None:
    journey = a_journey({"component": "programme-online-sessions"})
    assert severities(found("accreditation", journey, someone())) == ["not-known"]


# ------------------------------------------------------------------ all of them


def test_a_blank_persona_never_makes_a_rule_say_fine() -> None:
    """With nothing filled in, each rule that looks at a field of the persona says that it does not know."""
    for journey in load_journeys().values():
        test = road_test(journey, someone(journey.groups[0]))
        silent = {one.rule for one in test.findings if one.severity == "not-known"}
        assert {"access-needs", "barriers", "hours"} <= silent, journey.id


# ------------------------------------------------------------------ on what findings rest


def test_a_silence_between_rounds_rests_on_how_often_they_come() -> None:
    said = {"month": confirmed(0), "months": confirmed(0)}
    for every, how in ((5, "assumed"), (confirmed(5), "confirmed")):
        journey = a_journey({**said, "repeats": {"times": confirmed(2), "every": every}})
        (one,) = found("long-silences", journey, someone())
        assert one.how_known.value == how and ("if the assumption holds" in one.message) == (how == "assumed")


def test_a_step_that_is_not_over_in_time_rests_on_how_long_it_lasts() -> None:
    for months, how in ((3, "assumed"), (confirmed(3), "confirmed")):
        journey = a_journey(
            {"month": confirmed(0), "months": months}, {"month": confirmed(1), "after": ["step-1"]}
        )
        (one,) = found("earlier-steps", journey, someone())
        assert (one.severity, one.how_known.value) == ("hold-up", how)


def test_costs_of_which_nobody_knows_the_year_are_no_barrier_yet() -> None:
    paid = {"hours": 1, "payment": 5}
    for month, there in (({"month": 0}, True), ({}, False)):
        findings = found("barriers", a_journey({**paid, "cost": 50, **month}), someone(money=40))
        held = any("barriers/costs" in one.source for one in findings if one.severity == "hold-up")
        assert held is there
