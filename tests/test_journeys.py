"""Journeys as files, the road-test as a whole, everyone at once, changes."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crpkit.errors import CrpkitError, InputProblems, Stopped
from crpkit.framework import load_framework
from crpkit.framework.models import HowKnown
from crpkit.journeys import (
    Change,
    Journey,
    Walk,
    adapt,
    apply_change,
    before_and_after,
    check_journeys,
    compare,
    comparing,
    drop_rule,
    load_journeys,
    load_rules,
    read_journeys,
    road_test,
    rule,
    rules,
    save_journey,
)
from crpkit.journeys.clauses import COMPARES, FIELDS
from crpkit.journeys.comparing import COLUMNS
from crpkit.journeys.roadtest import FINDING_COLUMNS, HOUR_COLUMNS
from crpkit.personas import load_personas
from crpkit.tables.plain import reading_grade, syllables
from crpkit.workspace import new_workspace
from tests.journeys_helpers import a_journey, confirmed, needs, severities, someone

HEAD = "type: crpkit/journey\nversion: 1\n"
STARTERS = load_journeys()
PERSONAS = load_personas()


def write(folder: Path, text: str, name: str = "ours") -> Path:
    path = folder / f"{name}.yaml"
    path.write_text(f"{HEAD}id: {name}\ntitle: Ours\n{text}", encoding="utf-8")
    return path


def problems(folder: Path) -> list[str]:
    return [str(problem) for problem in check_journeys(folder)]


# ------------------------------------------------------------------ starters


def test_there_is_a_starter_for_each_group_and_drafts_are_marked() -> None:
    assert list(STARTERS) == list(load_framework().groups.ids) == list(PERSONAS)
    reported = {id for id, journey in STARTERS.items() if journey.status == "reported"}
    assert reported == {"broker-new", "researcher-early-career"}
    assert {journey.status for journey in STARTERS.values()} == {"reported", "draft"}


def test_reported_starters_are_those_of_the_framework() -> None:
    """The steps stand in two files, so that a team can copy one: they must not part."""
    for told in load_framework().journeys:
        journey = STARTERS[told.id]
        assert (journey.status == "reported") == bool(told.steps)
        if told.steps:
            assert [step.id for step in journey.steps] == [step.id for step in told.steps]
            for step, of_report in zip(journey.steps, told.steps, strict=True):
                assert (step.title, step.component) == (of_report.text, of_report.component)
                assert step.intervention == of_report.intervention
                assert step.how_known is HowKnown.REPORTED and step.source == "part-2-journeys"
                assert not any((step.month.known, step.hours.known, step.cost.known, step.payment.known))


def test_drafts_claim_nothing_reported_without_its_source() -> None:
    for journey in STARTERS.values():
        for step in journey.steps:
            if journey.status == "draft":
                assert step.how_known is HowKnown.ASSUMED
            for name in type(step).model_fields:
                detail = getattr(step, name)
                if getattr(detail, "how_known", None) in (HowKnown.REPORTED, HowKnown.INFERRED):
                    assert detail.source, (journey.id, step.id, name)


@pytest.mark.parametrize("id", STARTERS)
def test_starters_run_against_their_own_personas(id: str) -> None:
    test = road_test(STARTERS[id], PERSONAS[id])
    assert test.findings and test.needs and set(test.rules) >= {"hours", "needs-met", "eligibility"}
    assert not [one for one in test.findings if one.severity in ("blocker", "notice")]
    for one in test.findings:
        assert one.message and one.source
        assert (one.how_known is HowKnown.ASSUMED) == ("if your assumption holds" in one.message)
        assert (one.severity == "not-known") == (one.how_known is HowKnown.UNKNOWN)
    parts = set(load_framework().report_parts.ids)
    for one in test.findings:
        for source in one.source.split():
            kind, _, rest = source.partition(":")
            assert kind in ("report", "persona", "journey", "framework", "kit")
            assert kind != "report" or rest in parts
    assert list(test.frame().columns) == list(FINDING_COLUMNS)
    assert list(test.hours.columns) == list(HOUR_COLUMNS)
    assert test.hours["had"].isna().all()
    said = test.explain()
    assert "inferred by us" in said and "not known" in said and test.persona.title in said


def test_what_the_report_says_of_these_two_stands() -> None:
    researcher = road_test(STARTERS["researcher-early-career"], PERSONAS["researcher-early-career"])
    met = needs(researcher)
    assert (met["finding-a-partner"], met["building-a-partnership"], met["support-along-the-way"]) == (
        "yes",
        "yes",
        "yes",
    )
    broker = needs(road_test(STARTERS["broker-new"], PERSONAS["broker-new"]))
    assert broker["finding-a-partner"] == "yes" and broker["supporting-others-partnerships"] == "unknown"
    assert road_test(STARTERS["broker-new"], PERSONAS["broker-new"]).asked is None


# ------------------------------------------------------------------ reading


def test_all_problems_at_once_with_file_line_field_and_remedy(tmp_path: Path) -> None:
    write(
        tmp_path,
        "steps:\n"
        "  - id: one\n    title: One\n    component: match-event\n    hours: -3\n"
        "  - id: two\n    titel: Two\n    month: soon\n"
        "  - id: three\n    title: Three\n    cost: {value: 5, how_known: unknown}\n"
        "    answers: [{need: finding-a-partnr}]\n",
    )
    found = problems(tmp_path)
    text = "\n".join(found)
    assert all(line.startswith(str(tmp_path / "ours.yaml") + ", line ") for line in found)
    assert (
        "line 8: steps.0.component: There is no component “match-event”. Did you mean “match-events”?" in text
    )
    assert "line 9: steps.0.hours" in text and "“-3” cannot be right; write 0 to 10,000 (hours)" in text
    assert "line 11: steps.1.titel: There is no field “titel”. Did you mean “title”?" in text
    assert "Nothing is written for “title”" in text
    assert "“soon” is not a number" in text
    assert "steps.2.cost" in text and "“unknown” without one" in text
    assert "There is no need “finding-a-partnr”. Did you mean “finding-a-partner”?" in text


def test_circles_lost_steps_and_wrong_names(tmp_path: Path) -> None:
    write(
        tmp_path,
        "steps:\n"
        "  - {id: one, title: One}\n"
        "  - {id: two, title: Two, leads_to: [{to: one}, {to: thre}], after: [on]}\n"
        "  - {id: three, title: Three}\n",
    )
    text = "\n".join(problems(tmp_path))
    assert "line 7: steps.1.leads_to: The way goes round in a circle: one → two → one" in text
    assert "repeats:" in text
    assert "There is no step “thre”. Did you mean “three”?" in text
    assert "steps.1.after: There is no step “on”. Did you mean “one”?" in text
    assert "line 8: steps.2.id: No step leads to “three”" in text


def test_a_step_that_leads_to_itself_is_a_circle(tmp_path: Path) -> None:
    write(tmp_path, "steps:\n  - {id: one, title: One, leads_to: [{to: one}]}\n")
    assert "one → one" in problems(tmp_path)[0]


def test_ids_twice_names_of_files_and_sound_ones_beside_broken_ones(tmp_path: Path) -> None:
    write(tmp_path, "steps:\n  - {id: one, title: One}\n  - {id: one, title: Again}\n")
    (tmp_path / "other.yaml").write_text(
        f"{HEAD}id: another\ntitle: A\nsteps: [{{id: one, title: One}}]\n", encoding="utf-8"
    )
    write(tmp_path, "steps:\n  - {id: one, title: One}\n", "sound")
    read = read_journeys(tmp_path)
    text = "\n".join(map(str, read.problems))
    assert "The id “one” is there twice" in text and "is not the name of the file" in text
    assert set(read.journeys) == {*STARTERS, "sound"}
    with pytest.raises(InputProblems):
        load_journeys(tmp_path)
    (problem,) = check_journeys(tmp_path / "nowhere")
    assert "cannot be opened" in problem.sentence


def test_the_workspace_s_own_lie_beside_and_above_the_starters(tmp_path: Path) -> None:
    folder = new_workspace(tmp_path / "place")
    assert load_journeys(folder) == STARTERS
    (folder / "framework.yaml").write_text(
        "type: crpkit/framework-overlay\nversion: 1\nadd:\n  components:\n    - id: kitchen-table\n"
        "      title: Kitchen table\n      summary: Two hours.\n      intervention: matchmaking\n",
        encoding="utf-8",
    )
    own = folder / "workshop_data" / "journeys"
    own.mkdir()
    write(own, "steps:\n  - {id: one, title: One, component: kitchen-table}\n", "broker-new")
    (own / "rules.yaml").write_text("type: crpkit/journey-rules\nversion: 1\nrules: []\n", encoding="utf-8")
    for place in (folder, own):
        loaded = load_journeys(place)
        assert len(loaded) == 6 and loaded["broker-new"].steps[0].component == "kitchen-table"
        assert loaded["broker-new"].status == "team"


def test_saving_and_reading_again_gives_the_same(tmp_path: Path) -> None:
    folder = new_workspace(tmp_path / "place")
    for journey in STARTERS.values():
        save_journey(journey, folder)
        with pytest.raises(InputProblems, match="already"):
            save_journey(journey, folder)
        save_journey(journey, folder, replace=True)
    asked = {"id": "a", "text": "A", "when": {"persona.money": {"above": 5}}}
    ours = a_journey({"requires": [asked], "mode": ["online"]})
    save_journey(ours, folder)
    assert load_journeys(folder) == {**STARTERS, "ours": ours}


def test_a_detail_says_how_it_is_known() -> None:
    (step,) = a_journey({"hours": 2, "cost": None, "payment": {"value": 0, "how_known": "confirmed"}}).steps
    assert (step.hours.value, step.hours.how_known) == (2, HowKnown.ASSUMED)
    assert (step.cost.value, step.cost.how_known, str(step.cost)) == (None, HowKnown.UNKNOWN, "not known")
    assert (step.payment.value, step.payment.how_known) == (0, HowKnown.CONFIRMED)
    with pytest.raises(InputProblems):
        a_journey({"hours": True})
    with pytest.raises(InputProblems):
        a_journey({"hours": float("nan")})


def test_a_step_is_found_by_its_id() -> None:
    assert STARTERS["broker-new"]["learns"].title.startswith("Takes part")
    with pytest.raises(KeyError, match="Did you mean “learns”"):
        STARTERS["broker-new"]["learn"]


# ------------------------------------------------------------------ hours by month


def test_hours_by_month() -> None:
    journey = a_journey(
        {"month": 0, "months": 3, "hours": 6},
        {"month": 1, "hours": 2, "repeats": {"times": 2, "every": 2}},
        {"month": 1},
        {"hours": 5},
    )
    frame = road_test(journey, someone(hours_a_month=4)).hours
    assert frame["month"].tolist()[:4] == [1, 2, 3, 4] and frame["month"].isna().tolist() == [False] * 4 + [
        True
    ]
    assert frame["asked"].tolist() == [2, 4, 2, 2, 5]
    assert frame["had"].tolist() == [4] * 5
    assert frame["not_known"].tolist() == [0, 1, 0, 0, 0]


def test_a_month_in_which_only_unknown_hours_fall_is_not_zero() -> None:
    frame = road_test(a_journey({"month": 0}, {"month": 1, "hours": 3}), someone()).hours
    assert pd.isna(frame["asked"][0]) and frame["asked"][1] == 3


def test_hours_of_ways_that_part() -> None:
    journey = a_journey(
        {"month": 0, "hours": 1, "leads_to": [{"to": "step-2"}, {"to": "step-3"}]},
        {"month": 1, "hours": 8, "ends": True},
        {"month": 1, "hours": 3},
    )
    test = road_test(journey, someone())
    assert test.asked == 9
    assert test.hours[["asked", "asked_least"]].values.tolist() == [[1, 1], [8, 3]]


# ------------------------------------------------------------------ rules of a team's own


@pytest.fixture
def own_rules() -> Any:
    before = set(rules())
    yield
    for name in set(rules()) - before:
        drop_rule(name)


@pytest.mark.usefixtures("own_rules")
def test_a_decorated_function_is_a_rule_that_can_be_switched_off() -> None:
    @rule("long-title")
    def long_title(walk: Walk) -> Any:
        """Titles that nobody reads to the end."""
        for step in walk.steps:
            if len(step.title) > 5:
                yield walk.finding("A long title.", step, "hold-up", how_known=step.how_known)

    journey, person = a_journey({"title": "Much too long"}), someone()
    assert rules()["long-title"].title == "Titles that nobody reads to the end"
    (one,) = road_test(journey, person).at("step-1")[:0] or [
        finding for finding in road_test(journey, person).findings if finding.rule == "long-title"
    ]
    assert one.source == "journey:ours/step-1" and one.message == "A long title, if your assumption holds."
    without = road_test(journey, person, rules=rules(without=["long-title"]))
    assert "long-title" not in without.rules and "hours" in without.rules
    assert [finding.rule for finding in road_test(journey, person, rules=[long_title]).findings] == [
        "long-title"
    ]
    rule("long-title")(long_title)  # a cell that is run again


@pytest.mark.usefixtures("own_rules")
def test_names_of_rules() -> None:
    with pytest.raises(CrpkitError, match="already a rule “hours”"):

        @rule("hours")
        def mine(walk: Walk) -> Any:
            return ()

    with pytest.raises(CrpkitError, match=r"has no name"):
        rule(lambda walk: ())  # type: ignore[arg-type]
    with pytest.raises(CrpkitError, match="Did you mean “hours”"):
        rules(without=["hour"])
    with pytest.raises(CrpkitError, match="Did you mean “hours”"):
        road_test(a_journey({}), someone(), rules=["hour"])
    assert "hours" in rules()


@pytest.mark.usefixtures("own_rules")
def test_a_broken_rule_names_file_and_line_and_the_others_still_run() -> None:
    @rule("broken")
    def broken(walk: Walk) -> Any:
        yield walk.finding("Said before it broke.")
        yield 1 / 0

    @rule("odd")
    def odd(walk: Walk) -> Any:
        return ["words"]

    @rule("lost")
    def lost(walk: Walk) -> Any:
        yield walk.finding("Where?", "step-9")

    @rule("vague")
    def vague(walk: Walk) -> Any:
        yield walk.finding("So it is said.", how_known="confirmd")

    test = road_test(a_journey({}), someone())
    notices = {one.rule: one.message for one in test.findings if one.severity == "notice"}
    assert set(notices) == {"broken", "odd", "lost", "vague"}
    line = broken.__code__.co_firstlineno + 3
    assert f"{__file__}, line {line}" in notices["broken"] and "ZeroDivisionError" in notices["broken"]
    assert 'rules(without=["broken"])' in notices["broken"]
    assert "Did you mean “confirmed”" in notices["vague"]
    assert "walk.finding" in notices["odd"] and "Did you mean “step-1”" in notices["lost"]
    assert any(one.message == "Said before it broke." for one in test.findings)
    assert any(one.rule == "hours" for one in test.findings)
    assert "The rule “broken” broke" in test.explain()


RULES = """type: crpkit/journey-rules
version: 1
rules:
  - id: long-day
    title: Long days
    when: {step.hours: {above: 6}, persona.group: {is: community-new}}
    says: "{step} is a long day for {persona}."
    severity: hold-up
  - id: phone-only
    when:
      persona.digital_access: {is: phone}
    says: They have a phone only.
"""


def test_rules_in_yaml(tmp_path: Path) -> None:
    (tmp_path / "rules.yaml").write_text(RULES, encoding="utf-8")
    team = load_rules(tmp_path)
    assert [one.name for one in team] == ["long-day", "phone-only"] and "rules.yaml, line 4" in team[0].place
    journey = a_journey({"hours": 7}, {"hours": 5}, {})
    test = road_test(journey, someone("community-new", digital_access=confirmed("phone")), rules=team)
    fired = {(one.rule, one.step): one for one in test.findings}
    assert set(fired) == {("long-day", "step-1"), ("long-day", "step-3"), ("phone-only", None)}
    assert (
        fired["long-day", "step-1"].message == "Step 1 is a long day for Someone, if your assumption holds."
    )
    assert (
        fired["long-day", "step-1"].source
        == "team:rules/long-day journey:ours/step-1/hours persona:someone/group"
    )
    assert (
        fired["long-day", "step-3"].severity == "not-known"
        and "step.hours" in fired["long-day", "step-3"].message
    )
    assert fired["phone-only", None].how_known is HowKnown.CONFIRMED
    (unknown,) = road_test(journey, someone("broker-new"), rules=team).findings
    assert (unknown.rule, unknown.severity) == ("phone-only", "not-known")
    assert load_rules(new_workspace(tmp_path / "place")) == ()
    assert "long-day" not in rules()


def test_problems_of_rules_in_yaml(tmp_path: Path) -> None:
    (tmp_path / "rules.yaml").write_text(
        "type: crpkit/journey-rules\nversion: 1\nrule: 1\nrules:\n"
        "  - {id: hours, when: {step.hours: {above: 1}}, says: A}\n"
        "  - {id: a, when: {step.hour: {above: 1}, step.told: {abov: x}}, says: A, severity: bad}\n"
        "  - {id: b, when: {step.told: {above: x}, step.cost: {includes: 3}, step.mode: {known: maybe}}, says: A}\n"
        "  - {id: c, says: A}\n"
        "  - {id: d, when: {persona.group: {is: a}}, says: A, need: getting-startd}\n",
        encoding="utf-8",
    )
    with pytest.raises(InputProblems) as error:
        load_rules(tmp_path / "rules.yaml")
    text = str(error.value)
    for words in (
        "There is no field “rule”",
        "There is already a rule “hours”",
        "There is no field “step.hour” that a condition could ask for. Did you mean “step.hours”?",
        "“abov” compares nothing. Did you mean “above”?",
        "“bad” is not one of the words",
        "“above” works with numbers only",
        "“includes” looks into words and lists",
        "write true or false",
        "There is no need “getting-startd”. Did you mean “getting-started”?",
        "Nothing is written for “when”",
    ):
        assert words in text, words
    assert "line 6" in text and "line 7" in text


def test_every_field_and_compare_can_be_asked() -> None:
    journey = a_journey(
        {"component": "hub-webinars", "told": "Hello", "serves": ["large print"], "where": "Here"}
    )
    from crpkit.journeys.clauses import Clause
    from crpkit.journeys.walk import Route

    walk = Walk(Route(journey, load_framework()), someone(place="Here"))
    for field in FIELDS:
        for value in (True, False):
            assert walk.judge([Clause(field, "known", value)], walk.steps[0]).verdict in ("yes", "no")
    ask = lambda field, compare, value: walk.judge([Clause(field, compare, value)], walk.steps[0]).verdict  # noqa: E731
    assert ask("step.component", "is", "hub-webinars") == "yes"
    assert ask("step.intervention", "is_not", "hub") == "no"
    assert ask("step.mode", "is", ("online",)) == "yes" and ask("step.mode", "includes", "in-person") == "no"
    assert (
        ask("step.told", "includes", "hell") == "yes"
        and ask("step.serves", "includes", "Large print") == "yes"
    )
    assert ask("step.hours", "at_least", 1) == "unknown" and ask("persona.place", "is", "here") == "yes"
    assert ask("journey.id", "is", "ours") == "yes" and set(COMPARES) >= {"at_most", "below"}


# ------------------------------------------------------------------ everyone at once


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


# ------------------------------------------------------------------ changes


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


# ------------------------------------------------------------------ properties


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


# ------------------------------------------------------------------ words


@pytest.mark.parametrize(
    ("word", "count"),
    [
        ("people", 2),
        ("partnership", 3),
        ("university", 5),
        ("home", 1),
        ("community", 4),
        ("learned", 1),
        ("table", 2),
    ],
)
def test_syllables(word: str, count: int) -> None:
    assert syllables(word) == count


def test_reading_grade() -> None:
    assert reading_grade("") == 0
    easy, hard = (
        "We meet at six. Bring a friend.",
        "Institutional infrastructure necessitates considerable coordination.",
    )
    assert reading_grade(easy) < 3 < 12 < reading_grade(hard)


# ------------------------------------------------------------------ the rest of the house


def test_check_reads_journeys_and_rules(tmp_path: Path) -> None:
    from crpkit.overview import check_workspace

    folder = new_workspace(tmp_path / "place")
    own = folder / "workshop_data" / "journeys"
    own.mkdir()
    assert check_workspace(folder) == []
    write(own, "steps:\n  - {id: one, title: One, component: hub}\n")
    (own / "rules.yaml").write_text("type: crpkit/journey-rules\nversion: 1\nrules: 3\n", encoding="utf-8")
    text = "\n".join(map(str, check_workspace(folder)))
    assert "There is no component “hub”" in text and "There is no list of rules" in text


def test_a_group_of_the_team_s_own_whose_needs_nobody_knows() -> None:
    from crpkit.personas import new_persona

    person = new_persona("Poet", "poets", ["Here"], ["To learn"], ["Begin"], groups=["poets"])
    test = road_test(STARTERS["community-new"], person)
    assert test.needs == () and not [one for one in test.findings if one.severity == "notice"]
    assert any(one.rule == "needs-met" and one.severity == "not-known" for one in test.findings)
    assert "is not in the framework" in test.explain()
    assert pd.isna(compare([STARTERS["community-new"]], [person])["met"][0])


def test_a_component_that_the_team_took_out(tmp_path: Path) -> None:
    (tmp_path / "framework.yaml").write_text(
        "type: crpkit/framework-overlay\nversion: 1\nremove:\n  components: [hub-webinars]\n",
        encoding="utf-8",
    )
    changed = load_framework(tmp_path / "framework.yaml")
    (one,) = road_test(
        a_journey({"component": "hub-webinars"}), someone(), changed, rules=["on-offer"]
    ).findings
    assert one.severity == "blocker" and "took out" in one.message


def test_years_begin_with_the_partnership_for_who_had_none() -> None:
    steps = [
        {"month": 0, "months": 2, "gives": ["in-a-partnership"]},
        {"component": "mentoring-pairs", "cost": 0},
    ]
    person = someone("researcher-early-career", years_of_experience=0)
    for month, verdict in ((26, ["question"]), (27, [])):
        journey = a_journey(steps[0], {**steps[1], "month": month})
        assert severities(road_test(journey, person, rules=["eligibility"]).findings) == verdict, month


def test_the_benchmark_works() -> None:
    from benchmarks.journeys import measure

    figures = measure(3, 4, False)
    assert figures["pairs"] == 12 and {"road_test_ms", "all_pairs_s"} <= set(figures)
