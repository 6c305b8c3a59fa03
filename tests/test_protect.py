"""Published tables: what may stand there, and that nothing hidden can be worked out."""

from __future__ import annotations

import itertools

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crpkit.errors import InputProblems
from crpkit.tables import protect
from crpkit.tables.averages import averages_to_leave_out
from crpkit.tables.hiding import Cell, Sum
from tests.attack import bounds, few_averaged, interval

GROUPS = ("new", "experienced", "other")


def crosstab(cells: list[list[int]]) -> tuple[pd.DataFrame, list[Sum]]:
    """Return a table with totals of rows and columns, and what a reader knows of it."""
    columns = [f"g{number}" for number in range(len(cells[0]))]
    frame = pd.DataFrame(cells, columns=columns, index=[f"r{number}" for number in range(len(cells))])
    frame["Total"] = frame.sum(axis=1)
    frame.loc["Total"] = frame.sum(axis=0)
    sums = [Sum((row, "Total"), tuple((row, name) for name in columns)) for row in frame.index]
    rows = [row for row in frame.index if row != "Total"]
    sums += [Sum(("Total", name), tuple((row, name) for row in rows)) for name in frame.columns]
    return frame, sums


def attacked(frame: pd.DataFrame, safe: pd.DataFrame, sums: list[Sum], names: list[str]) -> list[object]:
    """Return the cells that can be worked out although they must not."""
    published = {(row, name): safe.loc[row, name] for row in safe.index for name in names}
    found = bounds(published, [(one.whole, one.parts) for one in sums if one.exact])
    return [
        cell
        for cell, (low, high) in found.items()
        if low == high and (published[cell] == "not shown" or int(frame.loc[cell]) > 0)
    ]


# -- by hand


def test_a_column_without_sums_is_rounded_and_no_more() -> None:
    frame = pd.DataFrame({"what": list("abcdef"), "people": [0, 1, 4, 5, 8, 22]})
    safe = protect(frame, ["people"])
    assert safe["people"].tolist() == ["0", "fewer than 5", "fewer than 5", "5", "10", "20"]
    assert safe["what"].tolist() == list("abcdef")


def test_a_part_that_could_be_worked_out_from_its_total_is_hidden_with_a_neighbour() -> None:
    # 10 = 9 + 1 could also be 8 + 2 … 12 + …: rounding already keeps it open. 2 = 1 + 1 does not: 1 to 4 is at least 2.
    frame = pd.DataFrame({"people": [1, 1, 2]}, index=["a", "b", "all"])
    sums = [Sum(("all", "people"), (("a", "people"), ("b", "people")))]
    safe = protect(frame, ["people"], sums=sums)
    assert not attacked(frame, safe, sums, ["people"])


def test_eight_as_five_and_one_to_four_needs_no_hiding_but_seven_as_five_and_two_might() -> None:
    for parts in itertools.product(range(9), repeat=2):
        frame = pd.DataFrame({"people": [*parts, sum(parts)]}, index=["a", "b", "all"])
        sums = [Sum(("all", "people"), (("a", "people"), ("b", "people")))]
        safe = protect(frame, ["people"], sums=sums)
        assert not attacked(frame, safe, sums, ["people"]), parts


def test_averages_and_shares_on_few_people_are_left_out() -> None:
    frame = pd.DataFrame(
        {
            "people": [7, 8, 22, 23, 40],
            "wanting": [3, 4, 11, 12, 20],
            "mean": [3.14159, 3.14159, 4.0, 4.25, 1.0],
            "percent": [42.9, 50.0, 50.0, 52.2, 50.0],
        }
    )
    safe = protect(frame, {"people": ["mean", "percent"], "wanting": []}, shares={"percent": "wanting"})
    assert safe["mean"].tolist() == [None, 3.1, 4.0, 4.2, 1.0]
    # made of rounded counts: 10 of 25, 20 of 40, and not 12 of 23
    assert safe["percent"].tolist() == [None, None, None, 40, 50]


def test_a_hidden_average_is_not_left_alone_beside_its_whole() -> None:
    frame = pd.DataFrame(
        {"people": [5, 20, 30, 55], "mean": [1.0, 3.0, 4.0, 3.5]}, index=["a", "b", "c", "all"]
    )
    sums = [Sum(("all", "people"), tuple((name, "people") for name in "abc"))]
    assert protect(frame, {"people": ["mean"]}, sums=sums)["mean"].tolist() == [None, None, 4.0, 3.5]


def test_an_average_that_follows_from_a_whole_with_nobody_else_is_not_left_alone() -> None:
    """Ten who rate 4.1 and a whole of fourteen at 3.2 would tell that the other four all rated 1."""
    frame = pd.DataFrame({"people": [10, 4, 14], "mean": [4.1, 1.0, 3.2]}, index=["a", "b", "all"])
    for exact in (True, False):
        sums = [Sum(("all", "people"), (("a", "people"), ("b", "people")), exact)]
        assert protect(frame, {"people": ["mean"]}, sums=sums)["mean"].tolist() == [None, None, 3.2]


def test_a_stricter_rule() -> None:
    frame = pd.DataFrame({"people": [9, 10, 2], "mean": [1.0, 2.0, 3.0]})
    safe = protect(frame, {"people": ["mean"]}, threshold=10, averages=9)
    assert safe["people"].tolist() == ["fewer than 10", "10", "fewer than 10"]
    assert safe["mean"].tolist() == [None, 2.0, None]


def test_what_is_wrong_is_said_all_at_once() -> None:
    frame = pd.DataFrame({"people": [1.5, -2], "n": [1, 2]})
    with pytest.raises(InputProblems) as caught:
        protect(frame, {"people": ["mean"], "peple": []}, shares={"n": "none"})
    said = [problem.sentence for problem in caught.value.problems]
    assert len(said) == 4 and any("1.5" in one for one in said) and any("people" in one for one in said)
    with pytest.raises(InputProblems, match="same label"):
        protect(pd.DataFrame({"n": [1, 2]}, index=[0, 0]), ["n"])
    with pytest.raises(InputProblems, match="no count stands"):
        protect(frame[["n"]], ["n"], sums=[Sum(("all", "n"), ((0, "n"),))])
    with pytest.raises(ValueError, match="at least 3"):
        protect(frame[["n"]], ["n"], threshold=2)


def test_a_count_that_is_not_there_stays_away() -> None:
    safe = protect(pd.DataFrame({"n": [None, 3.0], "mean": [2.0, None]}), {"n": ["mean"]})
    assert safe["n"].tolist() == [None, "fewer than 5"] and safe["mean"].tolist() == [None, None]


# -- for any table

CELLS = st.integers(2, 4).flatmap(
    lambda width: st.lists(
        st.lists(st.integers(0, 14), min_size=width, max_size=width), min_size=2, max_size=4
    )
)


@settings(max_examples=60, deadline=None)
@given(CELLS)
def test_no_attack_on_a_table_with_totals_succeeds(cells: list[list[int]]) -> None:
    frame, sums = crosstab(cells)
    before = frame.copy()
    safe = protect(frame, list(frame.columns), sums=sums)
    pd.testing.assert_frame_equal(frame, before)  # it is not changed
    assert list(safe.index) == list(frame.index) and list(safe.columns) == list(frame.columns)
    for cell in safe.to_numpy().ravel():
        interval(cell)  # one of the forms that may stand there
    for row, name in itertools.product(frame.index, frame.columns):
        shown = safe.loc[row, name]
        low, high = interval(shown)
        assert low <= frame.loc[row, name] and (high is None or frame.loc[row, name] <= high)
        assert (frame.loc[row, name] == 0) == (shown == "0") or shown == "not shown"
    assert not attacked(frame, safe, sums, list(frame.columns))


@settings(max_examples=40, deadline=None)
@given(st.lists(st.integers(0, 12), min_size=6, max_size=6), st.integers(0, 6))
def test_no_attack_on_everyone_families_and_groups_succeeds(groups: list[int], unsaid: int) -> None:
    """Groups add up to families, families to everyone, but for those who named none: who are nowhere in the table."""
    names = [f"g{number}" for number in range(6)]
    families = {f"f{number}": names[2 * number : 2 * number + 2] for number in range(3)}
    counts = dict(zip(names, groups, strict=True))
    counts |= {family: sum(counts[name] for name in mine) for family, mine in families.items()}
    counts["all"] = sum(groups) + unsaid
    frame = pd.DataFrame({"people": counts})
    sums = [Sum((f, "people"), tuple((name, "people") for name in mine)) for f, mine in families.items()]
    sums.append(Sum(("all", "people"), tuple((f, "people") for f in families), exact=False))
    safe = protect(frame, ["people"], sums=sums)
    published: dict[object, object] = {(row, "people"): safe.loc[row, "people"] for row in safe.index}
    equal = [(one.whole, one.parts) for one in sums[:-1]]
    equal.append((sums[-1].whole, (*sums[-1].parts, "the rest")))
    truth = {cell: counts[cell[0]] for cell in published} | {"the rest": unsaid}  # type: ignore[index]
    for cell, (low, high) in bounds(published, equal).items():
        assert low < high or (truth[cell] == 0 and published.get(cell) != "not shown"), cell


def averaged(safe: pd.DataFrame) -> set[Cell]:
    """Return the cells of people whose average is shown."""
    return {
        (row, name.removeprefix("mean "))
        for name in safe.columns
        if name.startswith("mean ")
        for row in safe.index
        if safe.loc[row, name] is not None
    }


@settings(max_examples=40, deadline=None)
@given(CELLS, st.sampled_from([4, 7, 10]))
def test_no_average_of_a_few_follows_from_a_table_with_totals(cells: list[list[int]], few: int) -> None:
    frame, sums = crosstab(cells)
    names = list(frame.columns)
    people = {(row, name): int(frame.loc[row, name]) for row in frame.index for name in names}
    for name in names:
        frame[f"mean {name}"] = 3.0
    safe = protect(frame, {name: [f"mean {name}"] for name in names}, averages=few, sums=sums)
    equal = [(one.whole, one.parts) for one in sums]
    assert few_averaged(people, averaged(safe), equal, few) == []


@settings(max_examples=60, deadline=None)
@given(st.lists(st.integers(0, 15), min_size=6, max_size=6), st.integers(0, 9))
def test_no_average_of_a_few_follows_from_everyone_families_and_groups(
    groups: list[int], unsaid: int
) -> None:
    names = [f"g{number}" for number in range(6)]
    families = {f"f{number}": names[2 * number : 2 * number + 2] for number in range(3)}
    counts = dict(zip(names, groups, strict=True))
    counts |= {family: sum(counts[name] for name in mine) for family, mine in families.items()}
    counts["all"] = sum(groups) + unsaid
    frame = pd.DataFrame({"people": counts, "mean people": 3.0})
    sums = [Sum((f, "people"), tuple((name, "people") for name in mine)) for f, mine in families.items()]
    sums.append(Sum(("all", "people"), tuple((f, "people") for f in families), exact=False))
    safe = protect(frame, {"people": ["mean people"]}, sums=sums)
    people = {(row, "people"): count for row, count in counts.items()} | {("rest", ""): unsaid}
    equal = [(one.whole, one.parts) for one in sums[:-1]]
    equal.append((sums[-1].whole, (*sums[-1].parts, ("rest", ""))))
    assert few_averaged(people, averaged(safe), equal, 7) == []


def test_groups_of_two_families_together_can_be_few_too() -> None:
    """3 of one family and 2 of the other: each is hidden behind a bigger one, and all that is shown leaves five."""
    people = {"a": 3, "b": 20, "ab": 23, "c": 2, "d": 30, "cd": 32, "all": 55}
    shown = {(name, "") for name in ("b", "d", "all")}
    equal = [
        (("ab", ""), (("a", ""), ("b", ""))),
        (("cd", ""), (("c", ""), ("d", ""))),
        (("all", ""), (("ab", ""), ("cd", ""))),
    ]
    counts = {(name, ""): count for name, count in people.items()}
    together = {("a", ""), ("c", "")}
    assert few_averaged(counts, shown, equal, 7) == [together]
    sums = [Sum(whole, parts) for whole, parts in equal]
    away = averages_to_leave_out(counts, sums, 7, absent=set(counts) - shown)
    assert few_averaged(counts, set(counts) - away, equal, 7) == [] and away != set(counts)


def test_whether_there_is_an_average_tells_no_number_of_people() -> None:
    frame = pd.DataFrame({"people": range(1, 58), "mean": 3.5})
    for threshold, averages in itertools.product(range(3, 15), range(1, 17)):
        safe = protect(frame, {"people": ["mean"]}, threshold=threshold, averages=averages)
        alike = safe.astype(str).value_counts(["people", "mean"])
        assert alike.min() > 1, (threshold, averages)


def test_sums_that_do_not_hold_are_told() -> None:
    frame = pd.DataFrame({"n": [3, 4, 8]}, index=["a", "b", "all"])
    parts = (("a", "n"), ("b", "n"))
    with pytest.raises(InputProblems, match="add up to 7, but 8"):
        protect(frame, ["n"], sums=[Sum(("all", "n"), parts)])
    protect(frame, ["n"], sums=[Sum(("all", "n"), parts, exact=False)])
    with pytest.raises(InputProblems, match="add up to 12, but 4"):
        protect(frame, ["n"], sums=[Sum(("b", "n"), (("all", "n"), ("b", "n")), exact=False)])


def test_a_share_needs_both_its_counts_and_a_part_that_is_shown() -> None:
    frame = pd.DataFrame(
        {
            "n": pd.array([40, 40, 40, None], dtype="Int64"),
            "part": pd.array([8, None, 0, 3], dtype="Int64"),
            "percent": 20.0,
        }
    )
    safe = protect(frame, {"n": ["percent"], "part": []}, threshold=10, shares={"percent": "part"})
    assert safe["percent"].tolist() == [None, None, 0, None]
    assert safe["n"].tolist() == ["40", "40", "40", None]
