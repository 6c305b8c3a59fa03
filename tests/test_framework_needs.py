"""Needs and links: does the kit hold every need the report prints, and mark what is ours?"""

from __future__ import annotations

import re
from collections import Counter

import pytest

from crpkit import load_framework
from crpkit.framework.models import Need, Voice
from tests.printed_needs import BROKERS, PLACES, printed

FRAMEWORK = load_framework()


def voices() -> list[tuple[Need, Voice]]:
    return [(need, voice) for need in FRAMEWORK.needs for voice in need.voiced_by]


def test_the_checklist_holds_every_printed_line() -> None:
    lines = {
        place: sum(not key.startswith("…") for column in columns.values() for key in column)
        for place, columns in PLACES.items()
    }
    assert lines == {"needs-table": 8 + 3 + 5 + 9 + 4, "persona-card": 9 + 10 + 9 + 10 + 6 + 6, "journey": 14}


@pytest.mark.parametrize("place", PLACES)
def test_every_printed_line_is_voiced_and_nothing_else_is(place: str) -> None:
    held = {(need.id, voice.group) for need, voice in voices() if voice.where == place}
    assert held == printed(place)


def test_findings_are_kept_and_marked_where_they_speak_of_more_than_one_group() -> None:
    found = [(need.id, voice) for need, voice in voices() if voice.where == "findings"]
    assert {voice.how_known for _, voice in found} == {"inferred"}
    assert {need for need, voice in found if voice.source == "executive-summary"} == {
        "benefit-for-the-community",
        "contexts-for-engagement",
        "exploring-ideas-together",
        "first-hand-experience",
        "learning-from-peers",
        "learning-on-a-real-project",
        "sharing-what-we-know",
    }
    assert {need for need, voice in found if voice.source == "part-1-needed"} == {
        "choice-in-how-to-learn",
        "learning-from-peers",
        "learning-on-a-real-project",
        "learning-side-by-side",
        "learning-valued-at-work",
        "recognition",
        "sessions-for-ones-own-group",
        "time-to-take-it-in",
    }
    who = {voice.group for need, voice in found if need == "first-hand-experience"}
    assert who == BROKERS


def test_sources_of_a_need_are_those_of_its_voices_and_no_voice_stands_twice() -> None:
    for need in FRAMEWORK.needs:
        assert set(need.source) == {voice.source for voice in need.voiced_by}, need.id
        assert len(set(need.voiced_by)) == len(need.voiced_by), need.id
    parts = {"needs-table": "appendix-4", "persona-card": "appendix-4", "journey": "part-2-journeys"}
    assert all(voice.source == parts.get(voice.where, voice.source) for _, voice in voices())


def test_brokers_share_one_column_of_the_table_and_the_data_say_so() -> None:
    column = Counter((voice.group, voice.how_known) for _, voice in voices() if voice.where == "needs-table")
    assert {key: n for key, n in column.items() if key[0] in BROKERS} == {
        ("broker-new", "inferred"): 5,
        ("broker-experienced", "inferred"): 5,
    }
    others = {known for (group, known) in column if group not in BROKERS}
    assert others == {"reported"}
    assert {voice.how_known for _, voice in voices() if voice.where in ("persona-card", "journey")} == {
        "reported"
    }


def test_each_group_has_needs_of_more_than_one_kind() -> None:
    for group in FRAMEWORK.groups:
        kinds = {need.kind for need, voice in voices() if voice.group == group.id}
        assert len(kinds) >= 3, group.id


def test_kinds() -> None:
    kinds = Counter(need.kind for need in FRAMEWORK.needs)
    assert set(kinds) == {"knowledge-or-skill", "connection", "resource", "system-condition"}
    conditions = {need.id for need in FRAMEWORK.needs if need.kind == "system-condition"}
    assert conditions == {"recognition", "fitting-funding-rules", "learning-valued-at-work"}
    assert {FRAMEWORK.needs[one].kind for one in ("pilot-funding", "getting-funding")} == {"resource"}
    about_conditions = re.compile(r"recogni|contract|fund|employer", re.IGNORECASE)
    for need in FRAMEWORK.needs:
        assert need.kind != "knowledge-or-skill" or not about_conditions.search(need.title), need.id


def test_links_are_named_after_what_they_join_and_never_doubled() -> None:
    pairs = [(link.need, link.component) for link in FRAMEWORK.links]
    assert len(set(pairs)) == len(pairs)
    for link in FRAMEWORK.links:
        need, component = FRAMEWORK.needs[link.need], FRAMEWORK.components[link.component]
        assert link.id == f"{need.id}-to-{component.id}"
        assert link.title == f"{need.title}: {component.title}"


def test_strong_links_are_few_reported_and_promise_no_change_of_the_system() -> None:
    strong = [link for link in FRAMEWORK.links if link.strength == "strong"]
    assert 0 < len(strong) <= len(FRAMEWORK.links) / 5
    assert {link.how_known for link in strong} == {"reported"}
    assert all(FRAMEWORK.needs[link.need].kind != "system-condition" for link in strong)
    assert {link.how_known for link in FRAMEWORK.links} == {"reported", "inferred"}
    assert {link.strength for link in FRAMEWORK.links} == {"some", "strong"}


def test_links_that_the_report_states() -> None:
    known = {(link.component, link.need): link.how_known for link in FRAMEWORK.links}
    stated = {
        "hub-webinars": ["managing-power", "getting-funding", "working-ethically"],
        "match-events": ["finding-a-partner", "exploring-ideas-together"],
        "match-partnership-fund": ["exploring-ideas-together"],
        "mentoring-pairs": [
            "managing-power",
            "recognition",
            "working-ethically",
            "evaluation-skills",
            "sustaining-partnerships",
        ],
        "coaching-group-sessions": ["building-a-partnership"],
        "programme-seed-funding": ["paid-time-to-take-part"],
        "programme-follow-up-funding": ["building-a-partnership", "getting-funding"],
        "programme-national-resources": ["supporting-others-partnerships"],
        "programme-local-learning-groups": ["learning-side-by-side"],
    }
    for component, needs in stated.items():
        for need in needs:
            assert known[component, need] == "reported", (component, need)


def test_pay_for_time_is_reported_only_where_the_time_is_for_learning() -> None:
    known = {
        link.component: str(link.how_known)
        for link in FRAMEWORK.links
        if link.need == "paid-time-to-take-part"
    }
    assert known == {
        "programme-seed-funding": "reported",
        "match-partnership-fund": "inferred",
        "mentoring-bursaries": "reported",
    }


def test_only_what_serves_the_hub_itself_answers_no_need() -> None:
    linked = {link.component for link in FRAMEWORK.links}
    assert {component.id for component in FRAMEWORK.components} - linked == {"hub-feedback"}


def test_what_the_offer_does_not_answer_stays_without_a_link() -> None:
    linked = {link.need for link in FRAMEWORK.links}
    assert {need.id for need in FRAMEWORK.needs} - linked == {
        "research-or-engagement",
        "managing-time",
        "fitting-funding-rules",
        "learning-valued-at-work",
    }
    system = [link for link in FRAMEWORK.links if FRAMEWORK.needs[link.need].kind == "system-condition"]
    assert [(link.need, link.component, link.strength) for link in system] == [
        ("recognition", "mentoring-pairs", "some")
    ]
