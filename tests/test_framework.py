"""What the framework says, beside the report's own figures and lists."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import FrozenInstanceError

import pytest
from pydantic import ValidationError

import crpkit
from crpkit.errors import CrpkitError
from crpkit.framework.models import COLLECTIONS, HowKnown, Record

FRAMEWORK = crpkit.load_framework()


def test_counts_are_the_reports() -> None:
    assert len(FRAMEWORK.groups) == 6
    assert len(FRAMEWORK.principles) == 8
    assert [len(principle.prompts) for principle in FRAMEWORK.principles] == [4, 3, 3, 4, 4, 4, 2, 2]
    assert sum(len(principle.prompts) for principle in FRAMEWORK.principles) == 26
    assert FRAMEWORK.interventions.ids == ("hub", "programme", "matchmaking", "coaching", "mentoring")
    assert len({intervention.part for intervention in FRAMEWORK.interventions}) == 4
    assert FRAMEWORK.journeys.ids == (
        "community-new",
        "community-experienced",
        "broker-new",
        "researcher-early-career",
    )
    assert [level.order for level in FRAMEWORK.system_levels] == [1, 2, 3, 4]
    assert [len(recommendation.actions) for recommendation in FRAMEWORK.recommendations] == [4, 3, 5]
    assert [tension.kind for tension in FRAMEWORK.tensions] == ["tension"] * 4 + ["consideration"] * 3
    assert {"capacity-to-take-part", "time-is-precious", "accreditation"} < set(FRAMEWORK.tensions.ids)
    assert len(FRAMEWORK.report_parts) == 24


def test_groups_and_families() -> None:
    shares = {family.id: family.share_percent.value for family in FRAMEWORK.families}
    assert shares == {"community": 33, "brokers": 32, "researchers": 29, "funders": 5}
    assert [family.id for family in FRAMEWORK.families if not family.learner] == ["funders"]
    assert [(group.family, group.experience) for group in FRAMEWORK.groups] == [
        (family, experience)
        for family in ("community", "brokers", "researchers")
        for experience in ("new", "experienced")
    ]
    broker = FRAMEWORK.groups["broker-new"]
    assert broker.sits_in.value == {"university", "community"}
    columns = {group.needs_table_column.value for group in FRAMEWORK.groups}
    assert len(columns) == 5
    assert broker.needs_table_column.value == FRAMEWORK.groups["broker-experienced"].needs_table_column.value
    assert broker.needs_table_column.how_known is HowKnown.INFERRED


def test_brokers_in_communities_are_reported_only_of_the_experienced() -> None:
    known = {group: FRAMEWORK.groups[group].sits_in for group in ("broker-new", "broker-experienced")}
    assert {group: str(fact.how_known) for group, fact in known.items()} == {
        "broker-new": "inferred",
        "broker-experienced": "reported",
    }
    assert all(fact.note for fact in known.values())


def test_every_line_of_the_provision_row_is_kept() -> None:
    lines = {
        group.id: [fact for fact in group.provision if fact.source is None] for group in FRAMEWORK.groups
    }
    assert {id: len(facts) for id, facts in lines.items()} == {
        "community-new": 5,
        "community-experienced": 6,
        "broker-new": 2,
        "broker-experienced": 2,
        "researcher-early-career": 3,
        "researcher-established": 4,
    }
    for group in FRAMEWORK.groups:
        shared = {str(fact.how_known) for fact in group.provision}
        assert shared == {"inferred" if group.family == "brokers" else "reported"}, group.id


def test_the_hub_underpins_all_the_others() -> None:
    for intervention in FRAMEWORK.interventions:
        assert ("hub" in intervention.draws_on) == (intervention.id != "hub")
    assert FRAMEWORK.interventions["hub"].links_to == ("programme", "matchmaking", "coaching", "mentoring")
    assert FRAMEWORK.interventions["mentoring"].links_to == ("hub", "programme", "coaching", "matchmaking")


def test_scale_of_investment_is_carried_over_not_invented() -> None:
    levels = {
        intervention.id: [scale.level for scale in intervention.scale_of_investment]
        for intervention in FRAMEWORK.interventions
    }
    assert levels == {
        "hub": ["high", "low"],
        "programme": ["high"],
        "matchmaking": [None, None],
        "coaching": ["high"],
        "mentoring": [],
    }
    assert FRAMEWORK.interventions["mentoring"].scale_note
    said = [scale.stated for i in FRAMEWORK.interventions for scale in i.scale_of_investment]
    assert not any("medium" in words.lower() for words in said)


def test_numbers_of_the_components() -> None:
    components = FRAMEWORK.components
    group = components["match-learning-groups"].capacity
    assert (group.value.most, group.value.unit, group.how_known) == (10, "people in a group", "reported")
    fund = components["match-partnership-fund"].ceiling
    assert (fund.value.most, fund.how_known) == (1000, "reported")
    assert components["mentoring-pairs"].length.value.months == 12
    assert FRAMEWORK.interventions["programme"].length.value.months == 18
    sessions = components["programme-online-sessions"]
    assert (sessions.delivered_by.value, sessions.mode.value) == ({"national"}, {"online"})
    local = components["programme-local-learning-groups"]
    assert (local.supported_by.value, local.delivered_by.value) == ({"national"}, {"regional", "local"})
    assert [(cadence.words, cadence.source) for cadence in local.cadence] == [
        ("Every 6 to 8 weeks", "part-2-programme"),
        ("Bi-monthly", "part-2-overview"),
    ]
    assert [cadence.weeks_how_known for cadence in local.cadence] == ["reported", "inferred"]


def test_only_the_stated_numbers_are_there() -> None:
    assert [component.id for component in FRAMEWORK.components if component.capacity.value] == [
        "match-learning-groups"
    ]
    assert [component.id for component in FRAMEWORK.components if component.ceiling.value] == [
        "match-partnership-fund"
    ]


def test_things_named_twice_stay_two_records() -> None:
    assert {
        "programme-local-learning-groups",
        "match-learning-groups",
        "programme-follow-up-funding",
        "programme-partnership-funding",
        "match-partnership-fund",
        "match-project-funding-support",
    } < set(FRAMEWORK.components.ids)
    assert FRAMEWORK.components["alumni-ambassadors"].also_named_for == ("matchmaking",)


def test_disputed_conditions_say_both_sides_and_where() -> None:
    disputed = {
        (component.id, condition.id): condition
        for component in FRAMEWORK.components
        for condition in (*component.eligibility, *component.setup_conditions)
        if condition.force == "disputed"
    }
    mentors = disputed["mentoring-pairs", "over-two-years"]
    assert (mentors.source, mentors.other_source) == ("part-2-mentoring", "part-2-matchmaking")
    assert ("match-events", "open-to-newcomers") in disputed
    assert ("coaching-group-sessions", "new-partnerships") in disputed
    assert ("programme-online-sessions", "accreditation") in disputed
    for where, condition in disputed.items():
        assert condition.note, where
        assert condition.source, where
        assert condition.other_source, where


def test_conditions_for_setting_up_coaching() -> None:
    held = {
        condition.id: condition.force
        for condition in FRAMEWORK.components["coaching-group-sessions"].setup_conditions
    }
    assert {"assessment-criteria", "equal-numbers", "safeguarding", "code-of-conduct", "supervision"} <= set(
        held
    )
    assert held["assessment-criteria"] == "firm"
    assert held["equal-numbers"] == held["supervision"] == "guidance"


def test_nobody_knows_yet_what_can_be_had() -> None:
    assert {component.availability for component in FRAMEWORK.components} == {"unknown"}


def test_what_is_inferred_has_a_note() -> None:
    for component in FRAMEWORK.components:
        for name in ("supported_by", "delivered_by", "mode", "length", "capacity", "ceiling"):
            fact = getattr(component, name)
            assert fact.how_known is not HowKnown.INFERRED or fact.note, (component.id, name)
            assert (fact.value is None) == (fact.how_known is HowKnown.UNKNOWN)


def test_two_journeys_have_steps() -> None:
    steps = {
        journey.id: [(step.intervention, step.component) for step in journey.steps]
        for journey in FRAMEWORK.journeys
    }
    assert steps == {
        "community-new": [],
        "community-experienced": [],
        "broker-new": [("programme", None), ("hub", None), ("matchmaking", "match-events")],
        "researcher-early-career": [
            ("matchmaking", "match-events"),
            ("hub", "hub-peer-space"),
            (None, None),
            ("coaching", "coaching-group-sessions"),
        ],
    }


def test_journeys_and_needs_agree_on_who_needs_what() -> None:
    for journey in FRAMEWORK.journeys:
        voiced = {
            need.id
            for need in FRAMEWORK.needs
            for voice in need.voiced_by
            if (voice.where, voice.group) == ("journey", journey.group)
        }
        assert set(journey.needs) == voiced


def test_parts_of_a_component_belong_together() -> None:
    for component in FRAMEWORK.components:
        assert component.intervention not in component.also_named_for
        assert component.id not in component.draws_on
    for journey in FRAMEWORK.journeys:
        for step in journey.steps:
            if step.component:
                assert FRAMEWORK.components[step.component].intervention == step.intervention


def test_evidence_names_the_report() -> None:
    assert "report:part-2-hub" in FRAMEWORK.interventions["hub"].evidence
    for name in COLLECTIONS:
        for record in FRAMEWORK.collection(name):
            assert record.team_fields == ()
            if isinstance(record, Record):
                assert record.how_known in ("reported", "inferred"), (name, record.id)


def test_no_record_uses_words_that_shut_people_out() -> None:
    for name in COLLECTIONS:
        text = FRAMEWORK.frame(name).to_csv().lower()
        assert "professional development programme" not in text


def test_the_framework_is_frozen() -> None:
    with pytest.raises(FrozenInstanceError):
        FRAMEWORK.needs = FRAMEWORK.links  # type: ignore[misc,assignment]
    with pytest.raises(AttributeError):
        FRAMEWORK.needs._by_id = {}  # type: ignore[assignment]
    with pytest.raises(ValidationError):
        FRAMEWORK.groups["broker-new"].title = "x"
    with pytest.raises(TypeError):
        FRAMEWORK.groups._by_id["x"] = None  # type: ignore[index]
    assert crpkit.load_framework() is FRAMEWORK


def test_a_collection_knows_its_records() -> None:
    components = FRAMEWORK.components
    assert "match-events" in components
    assert components["match-events"] in components
    assert "match-event" not in components
    assert None not in components
    assert [record.id for record in components] == list(components.ids)
    assert len(components) == len(components.ids) == len(set(components.ids))
    assert repr(components) == f"<{len(components)} components>"
    assert "6 groups, 8 principles, 5 interventions" in repr(FRAMEWORK)


def test_an_unknown_id_is_a_key_error_that_helps() -> None:
    with pytest.raises(KeyError) as caught:
        FRAMEWORK.components["match-evnts"]
    assert isinstance(caught.value, CrpkitError)
    assert str(caught.value) == "There is no “match-evnts” in components. Did you mean “match-events”?"
    with pytest.raises(KeyError, match="Did you mean “needs”"):
        FRAMEWORK.frame("neds")


@pytest.mark.parametrize("name", COLLECTIONS)
def test_a_frame_has_one_row_a_record_and_every_column_is_explained(name: str) -> None:
    frame = FRAMEWORK.frame(name)
    assert list(frame["id"]) == list(getattr(FRAMEWORK, name).ids)
    assert list(frame.columns[:5]) == ["id", "title", "summary", "source", "how_known"]
    notes = FRAMEWORK.columns(name)
    assert list(notes) == list(frame.columns)
    assert all(notes.values()), [column for column, note in notes.items() if not note]


def test_a_frame_is_flat_and_keeps_unknown_apart() -> None:
    frame = FRAMEWORK.frame("components").set_index("id")
    groups = frame.loc["match-learning-groups"]
    assert (groups["capacity_most"], groups["capacity_how_known"]) == (10, "reported")
    assert groups["delivered_by_how_known"] == "inferred"
    pre_work = frame.loc["match-pre-work"]
    assert pre_work["mode"] is None
    assert pre_work["mode_how_known"] == "unknown"
    assert pre_work["ceiling_most"] is None
    assert frame.loc["match-events", "delivered_by"] == "local; regional"
    cells = [cell for column in frame for cell in frame[column]]
    assert {type(cell) for cell in cells} <= {str, float, int, bool, type(None)}
    assert FRAMEWORK.frame("system_levels")["order"].dtype.kind == "i"


def test_loading_brings_in_no_pandas() -> None:
    code = "import sys, crpkit; crpkit.load_framework(); sys.exit('pandas' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code]).returncode == 0
