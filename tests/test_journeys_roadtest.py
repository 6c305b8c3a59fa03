"""The road-test as a whole: hours by month, rules of a team’s own, words."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from crpkit.errors import CrpkitError, InputProblems
from crpkit.framework import load_framework
from crpkit.framework.models import HowKnown
from crpkit.journeys import (
    Finding,
    Walk,
    compare,
    drop_rule,
    load_journeys,
    load_rules,
    read_rules,
    road_test,
    rule,
    rules,
)
from crpkit.journeys.clauses import COMPARES, FIELDS
from crpkit.personas import load_personas
from crpkit.tables.plain import reading_grade, syllables
from crpkit.workspace import new_workspace
from tests.journeys_helpers import a_journey, confirmed, severities, someone

STARTERS = load_journeys()
PERSONAS = load_personas()


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
    assert one.source == "journey:ours/step-1" and one.message == "A long title, if the assumption holds."
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

    @rule
    def without_a_name(walk: Walk) -> Any:
        return ()

    assert rules()["without-a-name"].judge is without_a_name
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

    @rule("gone")
    def gone(walk: Walk) -> Any:
        raise SystemExit(3)

    @rule("made-up")
    def made_up(walk: Walk) -> Any:
        yield Finding("", None, "question", "Fine.", "me", how_known="assumed")  # type: ignore[arg-type]
        yield Finding("", None, "question", 5, "me")  # type: ignore[arg-type]

    test = road_test(a_journey({}), someone())
    notices = {one.rule: one.message for one in test.findings if one.severity == "notice"}
    assert set(notices) == {"broken", "odd", "lost", "vague", "gone", "made-up"}
    line = broken.__code__.co_firstlineno + 3
    assert f"{__file__}, line {line}" in notices["broken"] and "ZeroDivisionError" in notices["broken"]
    assert 'rules(without=["broken"])' in notices["broken"]
    assert len(test.frame()) == len(test.findings)
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
    assert fired["long-day", "step-1"].message == "Step 1 is a long day for Someone, if the assumption holds."
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


def test_a_broken_rule_of_a_file_leaves_the_sound_ones(tmp_path: Path) -> None:
    broken = "  - {id: late, when: {step.hous: {above: 1}}, says: A}\n  - {id: hours, when: {step.hours: {above: 1}}, says: B}\n"
    (tmp_path / "rules.yaml").write_text(RULES.rstrip("\n") + "\n" + broken, encoding="utf-8")
    read = read_rules(tmp_path)
    assert [one.name for one in read.rules] == ["long-day", "phone-only"]
    assert [("step.hous" in str(one), "already a rule" in str(one)) for one in read.problems] == [
        (True, False),
        (False, True),
    ]
    assert all("rules.yaml, line" in str(one) for one in read.problems)
    with pytest.raises(InputProblems):
        load_rules(tmp_path)


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


@pytest.mark.usefixtures("own_rules")
def test_a_rule_of_the_journey_alone_is_asked_once_for_all() -> None:
    asked = []

    @rule("once", journey_only=True)
    def once(walk: Walk) -> Any:
        asked.append(walk.persona.id)
        yield walk.finding("The same for everyone.")

    frame = compare([a_journey({})], PERSONAS, rules=["once"])
    assert frame["questions"].tolist() == [1] * 6 and len(asked) == 1


def test_rules_that_say_they_look_at_the_journey_alone_do() -> None:
    alone = [one for one in rules().values() if one.journey_only]
    assert len(alone) >= 6
    blank, filled = (
        someone(),
        someone("researcher-established", hours_a_month=3, money=5, digital_access="own"),
    )
    for journey in STARTERS.values():
        one, two = (road_test(journey, person, rules=alone).findings for person in (blank, filled))
        assert one == two


def test_one_broken_rule_of_a_file_keeps_none_of_the_others_away(tmp_path: Path) -> None:
    (tmp_path / "rules.yaml").write_text(
        RULES + "  - id: nowhere\n    when: {step.component: {is: match-evnts}}\n    says: Here\n"
        "  - id: either\n    when: {step.component: {is: [match-events, hub-webinars]}}\n    says: Here\n"
        "  - id: by-post\n    when: {step.mode: {is: post}}\n    says: Here\n"
        "  - id: nothing\n    when: {persona.money: {is: null}}\n    says: Here\n",
        encoding="utf-8",
    )
    read = read_rules(tmp_path)
    assert [one.name for one in read.rules] == ["long-day", "phone-only"]
    first, *more = read.problems
    assert first.file == tmp_path / "rules.yaml" and first.line and "match-evnts" in str(first)
    assert "Did you mean “match-events”" in str(first)
    said = " ".join(map(str, more))
    for words in ("compared with a list", "never “post”", "known: false"):
        assert words in said, words
    test = road_test(a_journey({}), someone(), rules=read.rules)
    assert test.rules == ("long-day", "phone-only")


def test_a_condition_of_a_step_that_can_never_hold_is_refused() -> None:
    asked = {"id": "own", "text": "Has a computer", "when": {"persona.digital_access": {"is": "laptop"}}}
    with pytest.raises(InputProblems, match="never “laptop”") as caught:
        a_journey({"requires": [asked]})
    (problem,) = caught.value.problems
    assert problem.field == "steps.0.requires.0.when"


def test_a_rule_that_was_only_handed_over_is_not_left_out_by_name() -> None:
    def handed_over(walk: Walk) -> Any:
        yield 1 / 0

    test = road_test(a_journey({}), someone(), rules=["hours", handed_over])
    (notice,) = [one.message for one in test.findings if one.severity == "notice"]
    assert "the rules you give" in notice and "without=" not in notice


def test_titles_in_the_words_of_a_rule_are_put_in_once(tmp_path: Path) -> None:
    (tmp_path / "rules.yaml").write_text(
        "type: crpkit/journey-rules\nversion: 1\nrules:\n"
        "  - id: odd\n    when: {step.hours: {known: false}}\n    says: '{step}: {persona}?'\n",
        encoding="utf-8",
    )
    (own,) = load_rules(tmp_path)
    assert own.title == "a step: a persona?"
    (one,) = road_test(a_journey({"title": "Of {persona}"}), someone(), rules=[own]).findings
    assert one.message.startswith("Of {persona}: Someone?")
