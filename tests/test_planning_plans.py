"""From the worked example's survey to plans: options, limits, unknown costs, payment, links, what plans rest on."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crpkit import resources
from crpkit.errors import InputProblems
from crpkit.framework import load_framework
from crpkit.needs import Audit, Diagnosis, diagnose, read_audit, read_place, read_survey
from crpkit.planning import (
    FRONT_COLUMNS,
    LINE_COLUMNS,
    OPTION_COLUMNS,
    NothingFits,
    Plan,
    Plans,
    decide,
    firmness,
    options,
    plans,
    read_costs,
    read_rates,
)
from crpkit.planning.few import groups_without_figure
from crpkit.planning.lines import starts
from crpkit.planning.option_rows import records_of
from crpkit.planning.resting import RESTS_COLUMNS
from crpkit.planning.worth import wishes_of
from tests.needs_helpers import EXAMPLE
from tests.planning_helpers import option

FRAMEWORK = load_framework()
PLANNING = resources.folder("workshop_data") / "example" / "planning"
COSTS, RATES = read_costs(PLANNING, FRAMEWORK), read_rates(PLANNING, FRAMEWORK)
AUDIT = read_audit(EXAMPLE / "what-is-here.xlsx", FRAMEWORK)
OPTIONS = options(FRAMEWORK, AUDIT, COSTS, rates=RATES)
SURE = ("most-needs", "most-even", "only-sure", "start-small")


def _diagnosis() -> Diagnosis:
    survey = read_survey(EXAMPLE / "survey-autumn.xlsx", FRAMEWORK)
    return diagnose(survey, AUDIT, read_place(EXAMPLE / "place.yaml"), draws=0)


DIAGNOSIS = _diagnosis()
FOUND = plans(OPTIONS, DIAGNOSIS, 20_000, rates=RATES)


def way(component: str, name: str, table: pd.DataFrame = OPTIONS) -> Mapping[str, Any]:
    (row,) = table[table["id"] == f"{component}/{name}"].to_dict("records")
    return {str(column): value for column, value in row.items()}


def sure(found: Plans) -> list[Plan]:
    return [plan for name, plan in found.named.items() if name in SURE]


# -- options


@pytest.mark.parametrize(
    ("component", "open_ways"),
    [
        ("match-events", {"keep", "strengthen", "adapt"}),  # partly here; run locally, with a national part
        (
            "match-pre-work",
            {"national", "adapt", "build"},
        ),  # not here; the framework does not say where it is run
        ("match-partnership-fund", {"keep", "national", "adapt"}),  # planned by the council
        ("programme-online-sessions", {"keep"}),  # good, for every group
        ("hub-peer-space", {"keep", "strengthen", "national", "adapt"}),  # good, but for brokers only
        ("programme-local-learning-groups", {"adapt", "build"}),  # not here; not run nationally
        ("programme-follow-up-funding", {"national"}),  # unknown; run nationally only
        ("match-learning-groups", {"build", "adapt"}),  # written down as not known
    ],
)
def test_which_ways_are_open(component: str, open_ways: set[str]) -> None:
    rows = OPTIONS[(OPTIONS["component"] == component) & OPTIONS["possible"].astype(bool)]
    assert set(rows["way"]) == open_ways | {"not-now"}


def test_a_national_offer_of_which_nobody_knows_is_only_if_confirmed() -> None:
    offers = OPTIONS[OPTIONS["way"].isin(["national", "adapt"]) & OPTIONS["possible"].astype(bool)]
    assert len(offers) > 20
    assert offers["if_confirmed"].astype(bool).all()


def test_a_national_offer_that_the_team_found_out_about() -> None:
    records = [
        one.model_copy(update={"availability": said})
        if (said := {"hub-webinars": "available", "hub-case-studies": "not available"}.get(one.id))
        else one
        for one in FRAMEWORK.components
    ]
    changed = type(FRAMEWORK).of(
        {name: list(getattr(FRAMEWORK, name)) for name in FRAMEWORK.names} | {"components": records}
    )
    table = options(changed, AUDIT, COSTS, rates=RATES)
    assert way("hub-webinars", "national", table)["possible"]
    assert not way("hub-webinars", "national", table)["if_confirmed"]
    assert not way("hub-case-studies", "national", table)["possible"]


def test_what_nobody_wrote_down_is_unknown_and_not_here_or_missing() -> None:
    bare = options(FRAMEWORK)
    keep = bare[bare["way"] == "keep"]
    assert not keep["possible"].astype(bool).any()
    assert set(keep["why"]) == {"Nobody has written down whether it is here. Find out."}
    build = bare[(bare["way"] == "build") & bare["possible"].astype(bool)]
    assert build["why"].str.contains("Find out before you begin").all()


def test_without_a_table_no_cost_is_known_but_that_of_what_runs_already() -> None:
    bare = options(FRAMEWORK, AUDIT)
    new = bare[~bare["way"].isin(["keep", "not-now"])]
    assert new["setup_high"].isna().all() and new["yearly_high"].isna().all()
    kept = way("match-events", "keep", bare)
    assert (kept["setup_high"], kept["yearly_high"], kept["how_known"]) == (0, 0, "assumed")
    assert set(bare.columns) == set(OPTION_COLUMNS)


def test_payments_follow_from_hours_visits_and_rates() -> None:
    row = COSTS.row("match-pre-work", "build")
    assert row is not None
    hours, visits = row.figure("paid_hours_yearly"), row.figure("visits_yearly")
    found = way("match-pre-work", "build")
    assert (hours.high, visits.high) == (90, 45)
    assert found["pay_yearly_high"] == pytest.approx(90 * 27.5 + 45 * (9 + 12 + 10))
    assert found["pay_yearly_low"] == pytest.approx(60 * 27.5 + 30 * 4)


def test_matching_is_needed_where_no_funded_programme_runs() -> None:
    groups = way("programme-local-learning-groups", "build")["after_any"]
    matching = tuple(one.id for one in FRAMEWORK.components if one.intervention == "matchmaking")
    assert matching in groups  # the example says that its programme is not funded
    conditions = AUDIT.conditions[AUDIT.conditions["condition"] != "selection"]
    unsaid = options(FRAMEWORK, replace(AUDIT, conditions=conditions), COSTS, rates=RATES)
    assert matching not in way("programme-local-learning-groups", "build", unsaid)["after_any"]
    found = plans(unsaid, replace(DIAGNOSIS, audit=replace(AUDIT, conditions=conditions)), 20_000)
    assert any("funded partnership programme" in one for one in found.questions)
    assert not any("funded partnership programme" in one for one in FOUND.questions)


def test_everything_draws_on_the_hub_and_events_on_what_comes_before() -> None:
    hub = tuple(one.id for one in FRAMEWORK.components if one.intervention == "hub")
    for row in OPTIONS.to_dict("records"):
        new = row["way"] not in ("keep", "not-now")
        assert (hub in row["after_any"]) == (new and row["intervention"] != "hub"), row["id"]
    assert way("match-events", "strengthen")["after"] == ("match-pre-work",)


def test_the_team_allows_and_rules_out_with_a_reason() -> None:
    said = decide(
        OPTIONS,
        {"programme-online-sessions/build": True, "mentoring-pairs/strengthen": False},
        {
            "programme-online-sessions/build": "We have the people for it",
            "mentoring-pairs/strengthen": "The university said no",
        },
    )
    found = plans(said, DIAGNOSIS, 20_000)
    assert all("mentoring-pairs/strengthen" not in plan.options for plan in found.named.values())
    ruled = found.named["most-needs"].frame().set_index("component")
    assert ruled.loc["mentoring-pairs", "way"] == "keep"
    assert OPTIONS["allowed"].isna().all()  # what was given stays as it was
    with pytest.raises(InputProblems) as caught:
        decide(OPTIONS, {"mentoring-pairs/build": False, "mentoring-pair/build": True})
    assert [one.field for one in caught.value.problems] == ["reason", "allowed"]


# -- plans


@settings(max_examples=25, deadline=None)
@given(
    st.integers(0, 60_000),
    st.one_of(st.none(), st.integers(0, 120)),
    st.sampled_from([6, 12, 18, 24]),
    st.sampled_from([None, 0.1, 0.3, 0.45]),
    st.lists(st.sampled_from(FRAMEWORK.components.ids), max_size=2, unique=True),
    st.booleans(),
)
def test_what_holds_of_every_plan(
    budget: int, days: int | None, months: int, floor: float | None, exclude: list[str], pay: bool
) -> None:
    try:
        found = plans(OPTIONS, DIAGNOSIS, budget, days, months, floor, exclude=exclude, pay=pay, rates=RATES)
    except NothingFits as error:
        assert floor and error.blamed
        return
    for plan in sure(found):
        assert plan.cost.known and plan.cost.most <= budget + 1e-6
        assert plan.cost.least <= plan.cost.most
        assert days is None or (plan.days.known and plan.days.most <= days + 1e-6)
        assert all(share >= (floor or 0) - 1e-9 for share in plan.answered.values())
        there = {line.component for line in plan.chosen}
        assert not there & set(exclude)
        for line in plan.chosen:
            assert set(line.option.after) <= there
            assert all(set(among) & there for among in line.option.after_any)
            assert line.runs_from is not None and line.runs_from <= months
        assert all(plan.without_inferred[group] <= share + 1e-9 for group, share in plan.answered.items())
        assert sum(line.cost.most for line in plan.lines) == pytest.approx(plan.cost.most)
    worths = {plan.name: plan.worth for plan in sure(found)}
    assert worths["most-needs"] == max(worths.values())


def test_every_component_has_a_line_and_those_not_now_say_why() -> None:
    for plan in FOUND.named.values():
        assert [line.component for line in plan.lines] == list(FRAMEWORK.components.ids)
        assert all(line.note for line in plan.lines if line.start_month is None)
        assert all(line.evidence for line in plan.lines)
        assert list(plan.frame().columns) == list(LINE_COLUMNS)
        assert plan.title in plan._repr_html_()


def test_plans_are_clearly_different_and_say_when_two_would_be_the_same() -> None:
    sets = [frozenset(plan.options) for plan in FOUND.named.values()]
    assert len(set(sets)) == len(sets) >= 3
    for name, other in FOUND.same.items():
        assert name not in FOUND.named
        assert any("also the answer to" in one for one in FOUND.named[other].why)
        assert FOUND.explain(name).plan == other


def test_the_front_leads_from_what_is_here_to_the_most_that_fits() -> None:
    front = FOUND.front
    assert list(front.columns)[: len(FRONT_COLUMNS)] == list(FRONT_COLUMNS)
    assert front["cost_high"].is_monotonic_increasing and front["worth"].is_monotonic_increasing
    assert front["cost_high"].iloc[0] == 0
    assert front["worth"].iloc[-1] == pytest.approx(FOUND.named["most-needs"].worth)
    assert "most-needs" in front["plan"].iloc[-1]


def test_an_option_of_unknown_cost_is_planned_only_apart() -> None:
    found = plans(options(FRAMEWORK, AUDIT), DIAGNOSIS, 1_000_000)
    most = found.named["most-needs"]
    assert {line.option.way for line in most.chosen} == {"keep"}
    assert most.cost.most == 0
    apart = found.named["if-affordable"]
    assert apart.worth > most.worth
    new = [line for line in apart.chosen if line.option.way != "keep"]
    assert len(new) > 5 and apart.cost.missing == len(new) and not apart.cost.known
    assert any("What these cost" in one for one in found.questions)
    assert any("cannot be shown to fit" in one for one in apart.why)


def test_paying_nobody_is_possible_and_named_for_what_it_is() -> None:
    paid, unpaid = FOUND.named["most-needs"], plans(OPTIONS, DIAGNOSIS, 20_000, pay=False).named["most-needs"]
    assert paid.payments.included and not paid.payments.departs_from
    assert paid.payments.total.most > 0 and "benefits" in paid.payments.caution
    assert unpaid.payments.departs_from == ("power", "accessible")
    assert any("Recognise and address power imbalances" in one for one in unpaid.why)
    assert unpaid.payments.total.most > 0  # what it would have been
    again = [line.option.money(18, pay=True).most for line in unpaid.chosen]
    assert sum(again) == pytest.approx(unpaid.cost.most + unpaid.payments.total.most)


def test_links_are_counted_by_who_says_so_and_the_team_can_change_them() -> None:
    plan = FOUND.named["most-needs"]
    wanted = set(wishes_of(DIAGNOSIS).needs)
    chosen = {line.component for line in plan.chosen}
    links = [one for one in FRAMEWORK.links if one.component in chosen and one.need in wanted]
    assert plan.links == {
        "ours": sum(one.how_known == "inferred" for one in links),
        "team": 0,
        "report": sum(one.how_known == "reported" for one in links),
    }
    none = {(one.component, one.need): "none" for one in FRAMEWORK.links}
    assert plans(OPTIONS, DIAGNOSIS, 20_000, links=none).named["most-needs"].worth == 0
    table = pd.DataFrame(
        [("hub-feedback", "getting-funding", "strong")], columns=["component", "need", "strength"]
    )
    other = plans(OPTIONS, DIAGNOSIS, 20_000, require=["match-events"], links=table)
    assert "hub-feedback" not in {line.component for line in other.named["most-needs"].chosen}  # cost unknown
    with pytest.raises(InputProblems) as caught:
        plans(OPTIONS, DIAGNOSIS, 20_000, links={("hub-feedbac", "getting-fundin"): "very"})
    assert len(caught.value.problems) == 3


def test_counting_by_people_lets_the_larger_group_weigh_more() -> None:
    by_share, by_people = wishes_of(DIAGNOSIS), wishes_of(DIAGNOSIS, "people")
    assert by_share.weights == pytest.approx([1 / 6] * 6)
    assert by_people.weights.sum() == pytest.approx(1)
    assert by_people.groups[by_people.weights.argmax()] == "community-new"
    assert by_share.sizes.sum(axis=1) == pytest.approx([1] * 6)


def test_groups_of_which_few_answered_are_named() -> None:
    (said,) = [one for one in FOUND.questions if "would say the same" in one]
    assert "Broker: new to the role" in said and "Community: new to partnerships" not in said


def test_a_wrong_request_is_refused_all_at_once() -> None:
    with pytest.raises(InputProblems) as caught:
        plans(
            OPTIONS,
            DIAGNOSIS,
            float("nan"),
            -1,
            0,
            {"broker-new": 2, "brokers": 0.2},
            ["match-event"],
            ["hub-webinars/not-now"],
        )
    fields = [one.field for one in caught.value.problems]
    assert fields == ["budget", "staff_days", "months", "floors: broker-new", "floors", "require", "exclude"]


@pytest.mark.parametrize("floors", [{"broker-new": 0.43}, {"community-new": 0.43}, 0.43], ids=str)
def test_a_floor_that_would_help_tells_no_share_of_a_few_people(floors: Any) -> None:
    few = groups_without_figure(DIAGNOSIS, wishes_of(DIAGNOSIS))
    assert "broker-new" in few and "community-new" not in few, "the example no longer shows this"
    with pytest.raises(NothingFits) as caught:
        plans(OPTIONS, DIAGNOSIS, 60, floors=floors, rates=RATES)
    (value,) = [one.value for one in caught.value.blamed if one.limit.startswith("floors")]
    assert value is not None and (value % 0.1 < 1e-9) is (floors != {"community-new": 0.43})
    changed = value if floors == 0.43 else {next(iter(floors)): value}
    assert plans(OPTIONS, DIAGNOSIS, 60, floors=changed, rates=RATES).named  # and it does help


def test_nobody_has_said_what_they_would_like() -> None:
    silent = replace(DIAGNOSIS, needs=DIAGNOSIS.needs.assign(wanted=0))
    with pytest.raises(InputProblems, match="Nobody has said yet"):
        plans(OPTIONS, silent, 1000)


def test_nothing_may_be_planned_at_all() -> None:
    ids = [one for one in OPTIONS["id"] if not one.endswith("/not-now")]
    found = plans(decide(OPTIONS, dict.fromkeys(ids, False), "Not this year"), DIAGNOSIS, 1000)
    (plan,) = found.named.values()
    assert plan.options == () and plan.worth == 0
    assert len(found.front) == 1


@pytest.mark.parametrize(
    ("asked", "blamed"),
    [
        ({"budget": 2000, "floors": 0.4}, ["budget", "floors: every group"]),
        ({"budget": 2000, "require": ["match-pre-work"]}, ["budget", "require: match-pre-work"]),
        (
            {"budget": 90_000, "months": 3, "require": ["coaching-group-sessions"]},
            ["months", "require: coaching"],
        ),
        (
            {"budget": 90_000, "staff_days": 4, "require": ["match-pre-work"]},
            ["staff_days", "require: match-pre"],
        ),
        ({"budget": 90_000, "require": ["hub-feedback"]}, ["require: hub-feedback"]),
    ],
)
def test_who_is_to_blame_when_nothing_fits(asked: dict[str, Any], blamed: list[str]) -> None:
    with pytest.raises(NothingFits) as caught:
        plans(OPTIONS, DIAGNOSIS, **asked)
    limits = [one.limit for one in caught.value.blamed if not one.limit.startswith("unknown")]
    assert len(limits) == len(blamed)
    assert all(limit.startswith(start) for limit, start in zip(limits, blamed, strict=True))
    for one in caught.value.blamed:
        if one.limit in ("budget", "staff_days", "months") and one.value is not None:
            value = int(one.value) if one.limit == "months" else one.value
            assert plans(OPTIONS, DIAGNOSIS, **(asked | {one.limit: value})).named


def test_an_unknown_cost_in_the_way_is_something_to_find_out() -> None:
    with pytest.raises(NothingFits, match="find out what “Way to give feedback” costs"):
        plans(OPTIONS, DIAGNOSIS, 90_000, require=["hub-feedback"])


# -- when, why, and on what


def test_set_ups_end_no_earlier_than_those_of_what_they_depend_on() -> None:
    chosen = (
        option("a", lead=2, after=("b",), after_any=(("c", "d"),)),
        option("b", lead=5, after=("e",)),
        option("c", lead=9),
        option("d", lead=7),
        option("e", lead=1),
    )
    assert starts(chosen) == {"a": 5, "b": 0, "c": 0, "d": 0, "e": 0}  # a waits for d, the sooner of two


def test_explaining_tells_of_each_component_what_it_brings_and_costs() -> None:
    plan = FOUND.named["most-needs"]
    told = FOUND.explain("most-needs")
    frame = told.frame().set_index("component")
    assert told.sentences == plan.why
    assert list(frame.index) == list(FRAMEWORK.components.ids)
    for line in plan.chosen:
        without = plans(OPTIONS, DIAGNOSIS, 20_000).instance.worth.worth(
            one.option for one in plan.chosen if one is not line
        )
        assert frame.loc[line.component, "brings"] == pytest.approx(plan.worth - without)
    coaching = frame.loc["coaching-group-sessions"]
    assert coaching["costs"] > 0 and "Pool of coaches" in coaching["with_it"]
    with pytest.raises(InputProblems, match="Did you mean “most-needs”"):
        FOUND.explain("most-need")


def test_what_a_plan_rests_on_would_change_it() -> None:
    rests = FOUND.rests_on("most-needs", None)
    assert list(rests.columns) == list(RESTS_COLUMNS)
    assert len(FOUND.rests_on("most-needs")) == 8
    assert rests["worth_change"].abs().is_monotonic_decreasing
    assert all(leaves or enters for leaves, enters in zip(rests["leaves"], rests["enters"], strict=True))
    offer = rests[rests["kind"] == "offer"].iloc[0]
    gone = [one.id for one in records_of(OPTIONS) if one.component == offer["component"] and one.if_confirmed]
    again = plans(decide(OPTIONS, dict.fromkeys(gone, False), "No such offer"), DIAGNOSIS, 20_000)
    change = again.named["most-needs"].worth - FOUND.named["most-needs"].worth
    assert change == pytest.approx(offer["worth_change"])
    assert all(rests["find_out"])


def test_what_nobody_knows_says_how_much_it_may_cost() -> None:
    rests = FOUND.rests_on("most-needs", None)
    unknown = rests[rests["kind"] == "unknown"]
    assert len(unknown)
    assert unknown["if_otherwise"].str.contains("as long as it costs no more than £").all()
    assert (unknown["worth_change"] > 0).all()


def test_firmness_is_the_same_for_the_same_random_numbers() -> None:
    one, other = firmness(FOUND, 500, seed=3), firmness(FOUND, 500, seed=3)
    pd.testing.assert_frame_equal(one, other)
    assert one["first"].between(0, 1).all() and one["first"].sum() >= 1
    assert one["mean_place"].min() >= 1


def test_no_group_named_means_everyone_together() -> None:
    needs = DIAGNOSIS.needs
    together = replace(DIAGNOSIS, needs=needs[needs["scope_kind"] != "group"])
    found = plans(OPTIONS, together, 20_000)
    assert list(found.named["most-needs"].answered) == ["all"]


def test_audit_is_not_needed() -> None:
    found = plans(options(FRAMEWORK, None, COSTS, rates=RATES), DIAGNOSIS, 5000)
    assert isinstance(AUDIT, Audit)
    assert all(line.option.way != "keep" for plan in found.named.values() for line in plan.chosen)


def test_no_figure_is_given_of_a_group_of_which_few_answered() -> None:
    few = {"broker-new", "broker-experienced", "researcher-early-career", "researcher-established"}
    people = DIAGNOSIS.people[DIAGNOSIS.people["scope_kind"] == "group"].set_index("scope")["people"]
    hidden = {group for group in FOUND.instance.worth.wishes.groups if people[group] < 10}
    assert hidden and hidden <= few | {"community-experienced"} and FOUND.without_figure >= hidden
    front = FOUND.front
    for group in FOUND.instance.worth.wishes.groups:
        assert front[f"answered:{group}"].isna().all() == (group in FOUND.without_figure)
    titles = [FRAMEWORK.groups[group].title for group in hidden]
    for plan in FOUND.named.values():
        assert not any(title in said for title in titles for said in plan.why)
    shown = [name for name in front.columns if name.startswith("answered:")]
    assert front["least"].equals(front[shown].min(axis=1))


def test_one_group_of_few_is_not_worked_out_from_the_others() -> None:
    people = DIAGNOSIS.people.copy()
    numbers = {group: 20 + at for at, group in enumerate(FOUND.instance.worth.wishes.groups)}
    numbers["broker-new"] = 9
    people["people"] = [
        numbers.get(scope, many) for scope, many in zip(people["scope"], people["people"], strict=True)
    ]
    told = replace(DIAGNOSIS, people=people)
    hidden = groups_without_figure(told, FOUND.instance.worth.wishes)
    smallest = min((group for group in numbers if group != "broker-new"), key=numbers.__getitem__)
    assert hidden == {"broker-new", smallest}
