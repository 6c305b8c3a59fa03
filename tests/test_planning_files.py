"""Tables of costs and rates: read, checked, every mistake told at once with its line; ranges that stay ranges."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crpkit import resources
from crpkit.errors import InputProblems
from crpkit.framework import load_framework
from crpkit.planning import Range, read_costs, read_rates, tables_of
from crpkit.planning.depending import Depends, circle, edges
from crpkit.planning.option_rows import frame_of, records_of
from crpkit.workspace import new_workspace, open_workspace
from tests.planning_helpers import option

FRAMEWORK = load_framework()
EXAMPLE = resources.folder("workshop_data") / "example" / "planning"
HEAD = "type: crpkit/costs\nversion: 1\n"


def costs_file(folder: Path, text: str) -> Path:
    path = folder / "costs.yaml"
    path.write_text(HEAD + text, encoding="utf-8")
    return path


def problems_of(path: Path) -> list[tuple[int | None, str]]:
    with pytest.raises(InputProblems) as caught:
        read_costs(path, FRAMEWORK)
    assert all(problem.file == path for problem in caught.value.problems)
    return [(problem.line, problem.sentence) for problem in caught.value.problems]


def test_every_mistake_is_told_at_once_with_its_line(tmp_path: Path) -> None:
    path = costs_file(
        tmp_path,
        """costs:
  - component: match-event
    way: build
    how_known: assumed
    setup: [900, 400]
    yearly: much
    setup_days: -3
  - component: match-events
    way: buy
    setup: [1, 2, 3]
  - component: match-pre-work
    way: [build, adapt]
    yearly: 100
  - component: match-pre-work
    way: build
    how_known: assumed
dependencies:
  - of: [coachings]
    after: [hub]
""",
    )
    told = problems_of(path)
    assert [(line, words.split(".")[0]) for line, words in told] == [
        (4, "There is no component “match-event”"),
        (7, "The span is upside down: 900 is more than 400"),
        (8, "“much” is not a number"),
        (9, "“-3” cannot be an amount"),
        (11, "“buy” is not one of the ways"),
        (12, "A span with 3 ends"),
        (17, "match-pre-work and build stand in line 14 already"),
        (20, "There is no component or intervention “coachings”"),
        (21, "There is no component “hub”"),
    ]
    assert "Did you mean “match-events”?" in told[0][1]
    assert "Write [400, 900] if that is meant." in told[1][1]
    assert "unknown" in told[2][1]


def test_a_figure_of_which_nobody_says_how_it_is_known_is_refused(tmp_path: Path) -> None:
    path = costs_file(
        tmp_path, "costs:\n  - {component: match-events, way: build, setup: 100, yearly: unknown}\n"
    )
    assert problems_of(path) == [
        (
            4,
            "Nobody says how these are known: setup. Add “how_known: confirmed” (by you), reported, inferred or "
            "assumed, and a source.",
        )
    ]


def test_a_circle_of_dependencies_is_named(tmp_path: Path) -> None:
    path = costs_file(
        tmp_path,
        "dependencies:\n  - {of: [match-pre-work], after: [match-learning-groups]}\n"
        "  - {of: [match-learning-groups], one_of: [match-events]}\n",
    )
    ((_, words),) = problems_of(path)
    names = ("match-events", "match-pre-work", "match-learning-groups")
    assert "in a circle" in words and all(name in words for name in names)


def test_dropping_one_of_them_breaks_the_circle(tmp_path: Path) -> None:
    path = costs_file(
        tmp_path,
        "dependencies:\n  - {of: [match-pre-work], after: [match-events]}\n"
        "  - {of: [match-events], drop: [match-pre-work]}\n",
    )
    read = read_costs(path, FRAMEWORK)
    found = edges(FRAMEWORK, read.dependencies, None)
    assert found["match-events"].after == ()
    assert found["match-pre-work"].after == ("match-events",)


def test_circle_finds_the_circle_and_not_what_leads_to_it() -> None:
    depends = {
        "in": Depends(("a",)),
        "a": Depends((), (("b", "free"),)),
        "b": Depends(("c",)),
        "c": Depends(("a",)),
        "free": Depends(),
    }
    assert circle(depends) == ("a", "b", "c")
    assert circle(depends | {"c": Depends()}) == ()


def test_the_kits_own_table_knows_almost_nothing_and_says_so() -> None:
    own = read_costs(framework=FRAMEWORK)
    assert not own.made_up
    known = [
        (key, name) for key, row in own.rows.items() for name in ("setup", "yearly") if row.figure(name).known
    ]
    assert known == []  # the one sum that the report names is for each partnership, and nobody knows how many
    fund = own.row("match-partnership-fund", "build")
    assert fund is not None and fund.yearly.each == Range(0, 1000) and not fund.yearly.range.known


def test_so_much_for_each_of_so_many(tmp_path: Path) -> None:
    path = costs_file(
        tmp_path,
        "costs:\n  - {component: match-partnership-fund, way: build, how_known: confirmed, "
        "yearly: {each: [500, 1000], times: [3, 4]}}\n",
    )
    row = read_costs(path, FRAMEWORK).row("match-partnership-fund", "build")
    assert row is not None
    assert row.figure("yearly") == Range(1500, 4000)
    assert row.known_by() == "confirmed"


def test_a_row_is_known_only_as_well_as_its_least_sure_figure(tmp_path: Path) -> None:
    path = costs_file(
        tmp_path,
        "how_known: confirmed\nsource: the treasurer\non: 2026-05-01\ncosts:\n"
        "  - {component: match-events, way: build, setup: 100, yearly: {value: 50, how_known: assumed, source: a guess}}\n",
    )
    row = read_costs(path, FRAMEWORK).row("match-events", "build")
    assert row is not None
    assert row.known_by() == "assumed"
    assert row.sources == "the treasurer, 2026-05-01; a guess"


def test_the_examples_tables_are_sound_and_marked_as_made_up() -> None:
    costs = read_costs(EXAMPLE, FRAMEWORK)
    assert costs.made_up and len(costs.rows) > 20
    assert {row.how_known for row in costs.rows.values()} == {"assumed"}
    rates = read_rates(EXAMPLE, FRAMEWORK)
    assert all(rates.rate(part).known for part in ("time", "expenses", "access", "childcare"))


def test_rates_say_of_which_day_they_are_and_what_to_find_out() -> None:
    rates = read_rates(framework=FRAMEWORK)
    assert rates.on.isoformat() == "2025-12-16"
    assert rates.rate("time") == Range(27.5, 27.5)
    assert not rates.rate("childcare").known
    assert "benefits" in rates.caution and "visas" in rates.caution
    assert set(rates.principles) <= set(FRAMEWORK.principles.ids)


def test_rates_with_a_principle_that_does_not_exist(tmp_path: Path) -> None:
    path = tmp_path / "rates.yaml"
    path.write_text(
        "type: crpkit/rates\nversion: 1\non: 2026-01-01\ncaution: Ask first.\nrates: {time: [20, 10]}\n",
        "utf-8",
    )
    with pytest.raises(InputProblems, match="upside down"):
        read_rates(path, FRAMEWORK)
    path.write_text(path.read_text("utf-8").replace("[20, 10]", "20") + "principles: [powers]\n", "utf-8")
    with pytest.raises(InputProblems, match="Did you mean “power”"):
        read_rates(path, FRAMEWORK)


SPANS = st.one_of(
    st.just(Range()),
    st.tuples(st.integers(0, 1000), st.integers(0, 1000)).map(lambda ends: Range(min(ends), max(ends))),
)


@given(st.lists(SPANS, max_size=8))
def test_unknown_stays_apart_in_sums(spans: list[Range]) -> None:
    total = Range.total(spans)
    known = [span for span in spans if span.known]
    assert total.missing == len(spans) - len(known)
    assert total.known == (total.missing == 0)
    assert total.low == sum(span.least for span in known)
    assert total.high == sum(span.most for span in known)
    assert total.low is not None and total.high is not None and total.low <= total.high


@given(SPANS, SPANS)
def test_products_of_ranges(one: Range, other: Range) -> None:
    product = one.by(other)
    assert product.known == (one.known and other.known)
    if product.known:
        assert (product.low, product.high) == (one.least * other.least, one.most * other.most)


def test_ranges_read_as_words() -> None:
    assert str(Range()) == "unknown"
    assert str(Range(800, 1200) + Range()) == "800 to 1,200 and 1 thing unknown"
    with pytest.raises(ValueError, match="above"):
        Range(2, 1)


def test_options_survive_the_way_through_a_table() -> None:
    given = (option("a", cost=3, after=("b",)), option("b", "keep", cost=None, lead=None))
    assert records_of(frame_of(given)) == given


def test_a_table_of_options_that_somebody_broke() -> None:
    table = frame_of((option("a"), option("b"), option("c")))
    table.loc[0, "setup_low"], table.loc[0, "setup_high"] = 9, 4
    table.loc[1, "way"] = "buy"
    table.loc[2, "yearly_low"] = None
    with pytest.raises(InputProblems) as caught:
        records_of(table)
    assert [(one.field, one.found) for one in caught.value.problems] == [
        ("a/build", "setup is upside down: 9 to 4"),
        ("b/build", "“buy” is not one of the ways: keep, strengthen, national, adapt, build, not-now"),
        ("c/build", "yearly has one end only"),
    ]
    with pytest.raises(InputProblems, match="has no column possible"):
        records_of(table.drop(columns=["possible"]))


def test_a_teams_own_table_comes_before_the_examples_and_the_kits(tmp_path: Path) -> None:
    example = open_workspace(new_workspace(tmp_path / "example", example=True))
    bare = open_workspace(new_workspace(tmp_path / "bare"))
    assert tables_of(example)[0].made_up and not tables_of(bare)[0].made_up
    own = bare.folder / "workshop_data" / "planning"
    own.mkdir(parents=True)
    costs_file(own, "title: Ours\n")
    costs, rates = tables_of(bare)
    assert costs.title == "Ours" and rates.title == read_rates(framework=FRAMEWORK).title
