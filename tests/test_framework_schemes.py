"""Barriers, challenges and schemes: the counts of the report, and both values where two places disagree."""

from __future__ import annotations

from collections import Counter

import pytest

from crpkit import load_framework
from crpkit.framework.models import Fact

FRAMEWORK = load_framework()


def test_barriers_name_families_only_where_the_report_does() -> None:
    families = {barrier.id: set(barrier.families) for barrier in FRAMEWORK.barriers}
    learners = {"community", "brokers", "researchers"}
    assert families["no-time"] == families["costs"] == families["not-knowing-what-there-is"] == learners
    assert families["little-for-communities"] == {"community"}
    assert families["paying-for-mentoring"] == families["accreditation-as-a-hurdle"] == set()
    assert not any("funders" in named for named in families.values())


def test_every_line_of_appendix_3_is_a_challenge() -> None:
    sides = [challenge.side for challenge in FRAMEWORK.challenges]
    assert Counter(sides) == {"higher-education": 7, "community": 8, "both": 9}
    assert {challenge.source for challenge in FRAMEWORK.challenges} == {("appendix-3",)}


def test_the_line_about_time_that_stands_twice_is_kept_twice() -> None:
    twins = [
        FRAMEWORK.challenges[f"time-to-{end}"]
        for end in ("develop-and-sustain", "initiate-develop-and-sustain")
    ]
    assert all(twin.side == "both" and "both are kept" in twin.summary for twin in twins)


def test_schemes_are_counted_as_the_report_counts_them() -> None:
    kinds = Counter(scheme.kind for scheme in FRAMEWORK.schemes)
    assert kinds == {"activity": 13, "resource": 3, "programme": 3, "case-study": 2}
    told = [scheme for scheme in FRAMEWORK.schemes if "part-1-case-studies" in scheme.source]
    assert len(told) == 5
    for scheme in FRAMEWORK.schemes:
        assert ("appendix-2" in scheme.source) == (scheme.kind != "case-study"), scheme.id


def values(facts: tuple[Fact[str], ...]) -> dict[str | None, str | None]:
    return {fact.source: fact.value for fact in facts}


@pytest.mark.parametrize(
    ("scheme", "field", "appendix", "case_study"),
    [
        ("nccpe-engage-academy", "length", "6 to 9 months", "7 months"),
        ("knowledge-for-change", "length", "6 months", "21 weeks"),
        ("knowledge-for-change", "organiser", "UNESCO Chairs", "Social Responsibility"),
        ("knowledge-for-change", "audience", "K4C hub", "Academics"),
        ("community-leaders", "audience", "researchers", "Community organisations"),
        ("nccpe-engage-academy", "audience", "(PEP)", "charity"),
    ],
)
def test_two_places_that_disagree_keep_both_values(
    scheme: str, field: str, appendix: str, case_study: str
) -> None:
    facts = getattr(FRAMEWORK.schemes[scheme], field)
    kept = values(facts)
    assert len(facts) == len(kept) == 2
    assert appendix in (kept["appendix-2"] or "")
    assert case_study in (kept["part-1-case-studies"] or "")
    assert any(fact.note for fact in facts)


def test_only_the_case_studies_say_when_a_scheme_began() -> None:
    began = {scheme.id: scheme.started[0].value for scheme in FRAMEWORK.schemes if scheme.started}
    assert began == {
        "knowledge-for-change": "2018",
        "community-leaders": "2018",
        "future-leaders-fellows-development-network": "2020",
        "nccpe-engage-academy": "2015",
        "clore-fellowship": "2003",
    }


def test_running_is_unknown_unless_the_report_tells() -> None:
    running = {
        scheme.id: (scheme.running.value, str(scheme.running.how_known)) for scheme in FRAMEWORK.schemes
    }
    assert [one for one, known in running.items() if known[0] is False] == ["public-engagement-masterclass"]
    dated = {"aspirant-directors-childrens-services", "common-purpose-senior-and-emerging-leaders"}
    assert {one for one, known in running.items() if known == (True, "inferred")} == dated
    told = {scheme.id for scheme in FRAMEWORK.schemes if "part-1-case-studies" in scheme.source}
    assert {one for one, known in running.items() if known == (True, "reported")} == told
    assert {known for one, known in running.items() if one not in dated | told} == {
        (None, "unknown"),
        (False, "reported"),
    }


def test_the_fellows_network_and_its_mentoring_are_two_records_that_say_so() -> None:
    network = FRAMEWORK.schemes["future-leaders-fellows-development-network"]
    mentoring = FRAMEWORK.schemes["flf-leadership-mentoring"]
    assert (network.kind, mentoring.kind) == ("case-study", "activity")
    assert "record of its own" in network.summary
    assert "the report does not say so" in mentoring.summary
