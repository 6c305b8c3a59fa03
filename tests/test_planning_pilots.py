"""Pilots: each new part has a card that says what is tried, how it will be known, when to stop; unknown stays unknown."""

from __future__ import annotations

from pathlib import Path

import pytest

from crpkit.framework import load_framework
from crpkit.needs import Diagnosis, diagnose, read_survey
from crpkit.planning import Payments, Range
from crpkit.planning.pilot_card import PilotCard
from crpkit.planning.pilots import pilot_cards, pilots_frame
from crpkit.planning.ranges import NOTHING
from tests.planning_made import line, option, plan

SURVEY = Path(__file__).parent.parent / "workshop_data" / "example" / "needs" / "survey-autumn.xlsx"


def card(*lines: object, **given: object) -> PilotCard:
    return pilot_cards(plan(*lines, **given))[0]  # type: ignore[arg-type]


@pytest.fixture(scope="module")
def asked() -> Diagnosis:
    return diagnose(read_survey(SURVEY), draws=20)


def test_only_what_is_new_is_tried() -> None:
    ways = ("keep", "strengthen", "national", "adapt", "build", "not-now")
    ids = [one.id for one in load_framework().components][:6]
    cards = pilot_cards(plan(*(line(option(id, way)) for id, way in zip(ids, ways, strict=True))))
    assert [one.id.rpartition("/")[2] for one in cards] == ["strengthen", "national", "adapt", "build"]


def test_the_cost_by_hand() -> None:
    one = card(line(option(pay_setup=Range.exactly(40), pay_yearly=Range(100.0, 200.0))))
    # 600 + 40, and half of 1,200 to 2,400 and of 100 to 200
    assert one.cost == Range(1290.0, 1940.0)
    assert one.days == Range(11.0, 17.0)
    assert one.people == Range(6.0, 10.0)


def test_unpaid_is_said_and_not_counted() -> None:
    unpaid = Payments(False, NOTHING, NOTHING, NOTHING, NOTHING)
    one = card(line(option(pay_setup=Range.exactly(40))), payments=unpaid)
    assert one.cost == Range(1200.0, 1800.0)
    assert "Nobody is paid" in dict(one.parts)["What it takes"][0]


def test_what_nobody_knows_has_to_be_found_out() -> None:
    one = card(line(option(yearly=Range(), lead_months=Range(), capacity=Range(), if_confirmed=True)))
    assert not one.cost.known and one.cost.least == 600
    assert "at least 600 pounds" in dict(one.parts)["What it takes"][0]
    told = " ".join(one.find_out)
    assert "what it costs a year, how long the set-up takes and how many people" in told
    assert "Whether it can be had at all" in told and "Where people stand today" in told
    assert one.baseline is None and [each.month for each in one.follow_up] == [None, None]


def test_the_baseline_is_before_and_the_last_question_may_be_after_the_plan() -> None:
    one = card(line(option(lead_months=Range(2.0, 4.0)), start_month=5))
    assert one.baseline == 9
    assert [(each.after, each.month, each.within_plan) for each in one.follow_up] == [
        (6, 16, True),
        (12, 22, False),
    ]
    assert "Name now who will ask" in " ".join(dict(one.parts)["When we ask"])


def test_measures_are_tied_to_needs_by_links_and_begin_where_people_stand(asked: Diagnosis) -> None:
    framework = load_framework()
    for component in {link.component for link in framework.links}:
        one = pilot_cards(plan(line(option(component))), diagnosis=asked)[0]
        linked = {link.need for link in framework.links if link.component == component}
        named = [each.need for each in one.measures if each.need]
        assert named and set(named) <= linked
        strong = {
            link.need for link in framework.links if link.component == component and link.strength == "strong"
        }
        if strong:
            assert named[0] in strong
        assert one.measures[-1].need == "", "one question is open"


def test_where_people_stand_is_that_of_the_answers(asked: Diagnosis) -> None:
    one = pilot_cards(plan(line(option("programme-online-sessions"))), diagnosis=asked)[0]
    everyone = asked.frame().set_index("need")
    numbers = 0
    for each in one.measures:
        if each.need in everyone.index and each.baseline_known:
            assert f"{everyone.loc[each.need, 'performance']:.1f}" in each.now
            numbers += 1
    assert numbers
    assert all(not each.baseline_known for each in pilot_cards(plan(line(option())))[0].measures if each.need)


def test_every_card_fits_a_page_and_has_all_its_parts(asked: Diagnosis) -> None:
    lines = [line(option(one.id)) for one in load_framework().components]
    for one in pilot_cards(plan(*lines), diagnosis=asked):
        assert len(one.parts) == 9 and all(all(sentences) and sentences for _, sentences in one.parts)
        assert sum(len(words.split()) for _, sentences in one.parts for words in sentences) < 480, one.title
    frame = pilots_frame(pilot_cards(plan(*lines[:2])))
    assert len(frame) == 2 and frame["When we stop"].str.contains("hurt").all()
