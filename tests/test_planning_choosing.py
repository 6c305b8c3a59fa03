"""Which options together: a table worked by hand, and the solver against trying everything."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings

from crpkit.planning.clashing import NothingFits, clash
from crpkit.planning.enumerating import Enumerated
from crpkit.planning.finding import Finder, front
from crpkit.planning.instance import Instance, Limits
from crpkit.planning.naming import named_choices
from crpkit.planning.solving import Solver
from tests.planning_helpers import all_that_fit, instances, limits, option, worth_of

FINDERS = (Enumerated, Solver)


def table() -> Instance:
    """Return four options: what each answers and costs can be reckoned on paper."""
    worth = worth_of(
        {"A": {"n1": 2, "n2": 2}, "B": {"n1": 1, "n2": 1, "n3": 2}},
        {
            ("a", "n1"): "strong",
            ("b", "n1"): "some",
            ("b", "n2"): "strong",
            ("c", "n3"): "strong",
            ("d", "n2"): "some",
        },
    )
    options = (option("a", cost=100), option("b", cost=200), option("c", cost=300))
    return Instance((*options, option("d", "national", cost=50, if_confirmed=True)), worth, 18)


@pytest.mark.parametrize("finder", FINDERS)
@pytest.mark.parametrize(
    ("budget", "chosen", "cost", "worth", "shares"),
    [
        (0, set(), 0, 0, (0, 0)),
        (60, {"d/national"}, 50, 0.1875, (0.25, 0.125)),
        (149, {"a/build"}, 100, 0.375, (0.5, 0.25)),
        (150, {"a/build", "d/national"}, 150, 0.5625, (0.75, 0.375)),
        (
            250,
            {"a/build", "d/national"},
            150,
            0.5625,
            (0.75, 0.375),
        ),  # b alone answers as much, and costs more
        (
            350,
            {"a/build", "b/build"},
            300,
            0.75,
            (1.0, 0.5),
        ),  # d adds nothing beside b: two halves make no whole
        (600, {"a/build", "b/build", "c/build"}, 600, 1.0, (1.0, 1.0)),
    ],
)
def test_hand_worked_table(
    finder: type[Enumerated] | type[Solver],
    budget: float,
    chosen: set[str],
    cost: float,
    worth: float,
    shares: tuple[float, ...],
) -> None:
    found = finder(table()).best(("worth", "cost"), Limits(budget=budget, months=18))
    assert found is not None
    assert (found.ids, found.cost) == (chosen, cost)
    assert found.worth == pytest.approx(worth)
    assert found.shares == pytest.approx(shares)


@pytest.mark.parametrize("finder", FINDERS)
def test_front_of_the_hand_worked_table(finder: type[Enumerated] | type[Solver]) -> None:
    found = front(finder(table()), Limits(budget=350, months=18), 13)
    assert [(one.cost, round(one.worth, 4)) for one in found] == [
        (0, 0),
        (50, 0.1875),
        (100, 0.375),
        (150, 0.5625),
        (300, 0.75),
    ]


@pytest.mark.parametrize("finder", FINDERS)
def test_named_plans_of_the_hand_worked_table(finder: type[Enumerated] | type[Solver]) -> None:
    found = named_choices(finder(table()), Limits(budget=400, months=18))
    chosen = {name: sorted(choice.ids) for name, (_, choice) in found.items()}
    assert chosen == {
        "most-needs": ["a/build", "b/build"],  # 0.75; least 0.5
        "most-even": ["a/build", "b/build"],  # a and c leave group A at 0.5, too, and answer 0.625
        "only-sure": ["a/build", "b/build"],
        "start-small": ["a/build"],  # 0.375 is half of 0.75
    }


@pytest.mark.parametrize("finder", FINDERS)
def test_what_something_depends_on_comes_with_it(finder: type[Enumerated] | type[Solver]) -> None:
    worth = worth_of({"A": {"n": 1}}, {("a", "n"): "strong"})
    options = (
        option("a", cost=10, after=("p",), after_any=(("h1", "h2"),)),
        option("p", cost=5),
        option("h1", cost=7),
        option("h2", cost=3),
    )
    instance = Instance(options, worth, 18)
    found = finder(instance).best(("worth", "cost"), Limits(budget=100))
    assert found is not None
    assert found.ids == {"a/build", "p/build", "h2/build"}
    short = finder(instance).best(("worth", "cost"), Limits(budget=17))
    assert short is not None and short.ids == frozenset()


@settings(max_examples=200, deadline=None)
@given(instances(), limits())
def test_solver_and_enumeration_find_what_trying_everything_finds(instance: Instance, asked: Limits) -> None:
    every = list(all_that_fit(instance, asked))
    for make in FINDERS:
        finder: Finder = make(instance)
        most = finder.best(("worth", "cost"), asked)
        even = finder.best(("even",), asked)
        least = finder.best(("cost",), asked)
        if not every:
            assert most is even is least is None
            continue
        assert most is not None and even is not None and least is not None
        best = max(one.worth for one in every)
        assert most.worth == pytest.approx(best, abs=1e-9)
        cheapest = min(one.cost for one in every if one.worth >= best - 1e-9)
        assert most.cost == pytest.approx(cheapest, abs=0.5)  # pence part what costs the same
        assert min(even.shares) == pytest.approx(max(one.least for one in every), abs=1e-9)
        assert least.cost == pytest.approx(min(one.cost for one in every), abs=0.5)
        sets = {one.ids for one in every}
        assert {most.ids, even.ids, least.ids} <= sets
        assert all(instance.keeps(one, asked) for one in (most, even, least))


@settings(max_examples=60, deadline=None)
@given(instances(), limits())
def test_nothing_on_the_front_is_beaten(instance: Instance, asked: Limits) -> None:
    every = list(all_that_fit(instance, asked))
    found = front(Solver(instance), asked, 6)
    assert bool(found) == bool(every)
    for choice in found:
        better = [one for one in every if one.cost <= choice.cost + 1e-6 and one.worth > choice.worth + 1e-9]
        assert not better
    worths = [one.worth for one in found]
    assert worths == sorted(worths)


@settings(max_examples=80, deadline=None)
@given(instances(), limits())
def test_blamed_limits_clash_and_each_could_be_spared(instance: Instance, asked: Limits) -> None:
    if any(True for _ in all_that_fit(instance, asked)):
        return
    blamed = clash(instance, asked, instance.options).blamed
    kept = {one.limit for one in blamed}
    assert not list(all_that_fit(instance, _only(asked, kept)))
    for one in kept:
        assert list(all_that_fit(instance, _only(asked, kept - {one})))
    for one in (one for one in blamed if one.change):
        if one.limit == "months":  # a longer plan also counts more months of cost
            assert one.value is not None and one.value == int(one.value)
            longer = replace(instance, months=int(one.value))
            assert list(all_that_fit(longer, asked.but(months=int(one.value))))
        else:
            assert list(all_that_fit(instance, _changed(asked, one.limit, one.value))), one


@settings(max_examples=80, deadline=None)
@given(instances(), limits())
def test_the_change_of_budget_is_the_smallest(instance: Instance, asked: Limits) -> None:
    if any(True for _ in all_that_fit(instance, asked)):
        return
    for one in clash(instance, asked, instance.options).blamed:
        if one.limit == "budget" and one.value is not None:
            assert not list(all_that_fit(instance, asked.but(budget=one.value - 0.5)))


def _only(asked: Limits, kept: set[str]) -> Limits:
    every = "floors: every group" in kept
    return Limits(
        asked.budget if "budget" in kept else None,
        asked.staff_days if "staff_days" in kept else None,
        asked.months if "months" in kept else None,
        {name: floor for name, floor in asked.floors.items() if every or f"floors: {name}" in kept},
        tuple(name for name in asked.require if f"require: {name}" in kept),
        tuple(name for name in asked.exclude if f"exclude: {name}" in kept),
    )


def _changed(asked: Limits, limit: str, value: float | None) -> Limits:
    kind, _, name = limit.partition(": ")
    if kind == "budget":
        return asked.but(budget=value)
    if kind == "staff_days":
        return asked.but(staff_days=value)
    if kind == "floors":
        groups = asked.floors if name == "every group" else [name]
        return asked.but(floors={**asked.floors, **dict.fromkeys(groups, value)})
    field = {"require": asked.require, "exclude": asked.exclude}[kind]
    return asked.but(**{kind: tuple(one for one in field if one != name)})


@pytest.mark.parametrize(
    ("asked", "blamed", "said"),
    [
        (
            Limits(budget=250, require=("c",)),
            ["budget", "require: c"],
            "a budget of £300 instead of £250; do without “C”",
        ),
        (
            Limits(budget=350, floors={"A": 0.0, "B": 0.6}),
            ["budget", "floors: B"],
            "a budget of £350",
        ),
        (Limits(exclude=("b", "d"), floors={"A": 0.8}), ["exclude: b", "floors: A"], "allow “B”"),
    ],
)
def test_who_is_to_blame_in_the_hand_worked_table(asked: Limits, blamed: list[str], said: str) -> None:
    if said == "a budget of £350":
        asked = asked.but(budget=340)
    error = clash(table(), asked, table().options)
    assert isinstance(error, NothingFits)
    assert [one.limit for one in error.blamed] == blamed
    assert said in str(error)
