"""Small numbers: nothing hidden can be worked out, checked by trying every table that fits what is shown."""

from __future__ import annotations

import itertools
from collections.abc import Iterator

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crpkit.tables.bounds import Bounded, pinned, with_totals
from crpkit.tables.small import (
    FEWER,
    NOT_SHOWN,
    TOTAL,
    in_room,
    published_average,
    published_count,
    published_frame,
    published_percent,
    published_table,
)


def could_be(shown: str | None) -> tuple[int, int]:
    """What a reader knows of a published number."""
    if shown in (None, NOT_SHOWN):
        return 0, 30
    if shown == FEWER:
        return 1, 4
    return (0, 0) if shown == "0" else (max(5, int(shown) - 2), int(shown) + 2)


def fitting(frame: pd.DataFrame) -> Iterator[tuple[int, ...]]:
    """Every list of counts that a reader of a published list with a total holds for possible."""
    cells = [could_be(value) for value in frame["n"]]
    *parts, (low, high) = cells if TOTAL in frame.index else [*cells, (0, 10**6)]
    for counts in itertools.product(*(range(a, b + 1) for a, b in parts)):
        if low <= sum(counts) <= high:
            yield (*counts, sum(counts))


@settings(deadline=None, max_examples=60)
@given(st.lists(st.integers(0, 12), min_size=2, max_size=4))
def test_no_published_count_can_be_worked_out(counts: list[int]) -> None:
    safe = published_table(pd.DataFrame({"n": counts}))
    assert safe.frame.index[-1] == TOTAL
    found = list(fitting(safe.frame))
    assert (*counts, sum(counts)) in found
    for place, values in enumerate(zip(*found, strict=True)):
        assert len(set(values)) > 1 or safe.frame["n"].iloc[place] == "0"


def test_what_would_give_counts_away_is_not_shown() -> None:
    # 4 and 4 are each “fewer than 5”; a total of about 10 beside them would say that both are 4.
    safe = published_table(pd.DataFrame({"n": [4, 4]}))
    assert list(safe.frame["n"]).count(NOT_SHOWN) == 1
    assert "Not shown" in safe.words
    # 1 + 1 + 1 + 1 beside “fewer than 5” says that each is 1.
    assert NOT_SHOWN in list(published_table(pd.DataFrame({"n": [1, 1, 1, 1]})).frame["n"])
    assert list(published_table(pd.DataFrame({"n": [12, 8, 0]})).frame["n"]) == ["10", "10", "0", "20"]


@settings(deadline=None, max_examples=40)
@given(st.lists(st.lists(st.integers(0, 9), min_size=2, max_size=2), min_size=2, max_size=2))
def test_nor_in_a_table_with_totals_on_both_sides(cells: list[list[int]]) -> None:
    frame = published_table(pd.DataFrame(cells, columns=["a", "b"])).frame
    known = [[could_be(value) for value in row] for row in frame.to_numpy()]
    ranges = [range(low, high + 1) for row in known[:2] for low, high in row[:2]]
    found = []
    for a, b, c, d in itertools.product(*ranges):
        sums = [(a + b, known[0][2]), (c + d, known[1][2]), (a + c, known[2][0]), (b + d, known[2][1])]
        sums.append((a + b + c + d, known[2][2]))
        if all(low <= count <= high or (low, high) == (0, 30) for count, (low, high) in sums):
            found.append((a, b, a + b, c, d, c + d, a + c, b + d, a + b + c + d))
    shown = list(frame.to_numpy().ravel())
    for place, values in enumerate(zip(*found, strict=True)):
        assert len(set(values)) > 1 or shown[place] == "0"


@settings(deadline=None, max_examples=80)
@given(
    st.lists(st.lists(st.integers(0, 5), min_size=3, max_size=3), min_size=2, max_size=3),
    st.data(),
)
def test_the_network_finds_what_trying_finds(cells: list[list[int]], data: st.DataObject) -> None:
    places = with_totals(cells)
    table = {}
    for place, count in places.items():
        low = data.draw(st.integers(max(0, count - 1), count))
        table[place] = Bounded(count, low, data.draw(st.integers(count, count + 1)))
    options = [
        range(table[row, column].least, table[row, column].most + 1)
        for row in range(len(cells))
        for column in range(3)
    ]
    seen: dict[object, set[int]] = {place: set() for place in places}
    for tried in itertools.product(*options):
        other = with_totals([list(tried[start : start + 3]) for start in range(0, len(tried), 3)])
        if all(table[place].least <= count <= table[place].most for place, count in other.items()):
            for place, count in other.items():
                seen[place].add(count)
    assert pinned(table) == {place for place, values in seen.items() if len(values) == 1}


@pytest.mark.parametrize(
    ("count", "words"),
    [(0, "0"), (1, FEWER), (4, FEWER), (5, "5"), (7, "5"), (8, "10"), (12, "10"), (13, "15")],
)
def test_one_count(count: int, words: str) -> None:
    assert published_count(count) == words


def test_averages_and_percentages_need_enough_people() -> None:
    assert published_average(3.25, 7) is None
    assert published_average(3.25, 8) == "3.2"
    assert published_percent(11, 22) is None
    assert published_percent(11, 23) == "40"  # 10 of 25: made of what is published, not of 11 / 23 = 48
    assert published_percent(3, 60) is None
    assert published_percent(0, 60) == "0"
    with pytest.raises(ValueError, match="not a number of people"):
        published_count(-1)


def test_places_are_made_of_what_is_published() -> None:
    result = pd.DataFrame(
        {
            "letter": ["C", "A", "B"],
            "people": [7, 6, 2],
            "share_percent": [46.7, 40.0, 13.3],
            "place": [1, 2, 3],
        }
    )
    safe = published_frame(result, ["people"], place_by="people").frame
    assert safe.to_dict("list") == {
        "letter": ["A", "C", "B"],
        "people": ["5", "5", FEWER],
        "place": [1, 1, 3],
    }


def by_group(**columns: list[int]) -> pd.DataFrame:
    return pd.DataFrame(columns)


def test_a_small_group_is_hidden_and_another_with_it() -> None:
    safe = in_room(by_group(oak=[3, 2], ash=[4, 3], elm=[1, 1]), {"oak": 5, "ash": 7, "elm": 2})
    assert safe.shown == ("ash",)
    assert safe.frame["elm"].tolist() == [None, None] and safe.frame["oak"].tolist() == [None, None]
    assert safe.frame["ash"].tolist() == ["4", "3"]
    assert safe.words == "Not shown for elm: fewer than 5 answers. Nor for oak: the rest could be worked out."


def test_two_small_groups_cover_each_other_unless_neither_chose_it() -> None:
    answers = {"oak": 9, "ash": 3, "elm": 4}
    assert in_room(by_group(oak=[4, 5], ash=[1, 2], elm=[2, 2]), answers).shown == ("oak",)
    # Nobody in the two small groups chose the second: oak’s number would say so.
    assert in_room(by_group(oak=[4, 5], ash=[1, 0], elm=[2, 0]), answers).shown == ()
    # Nobody at all chose it: that, the total says already.
    assert in_room(by_group(oak=[4, 0], ash=[1, 0], elm=[2, 0]), answers).shown == ("oak",)


def test_large_groups_are_all_shown_and_empty_ones_are_left_out() -> None:
    safe = in_room(by_group(oak=[3, 2], ash=[4, 3], none=[0, 0]), {"oak": 5, "ash": 7, "none": 0})
    assert safe.words == "" and safe.hidden == () and list(safe.frame.columns) == ["oak", "ash"]
    assert in_room(by_group(oak=[3, 2], ash=[4, 3]), {"oak": 5, "ash": 7}, least=6).shown == ()


@settings(deadline=None, max_examples=80)
@given(
    st.lists(st.lists(st.integers(0, 6), min_size=3, max_size=3), min_size=2, max_size=3), st.integers(1, 6)
)
def test_hidden_groups_cannot_be_worked_out_in_a_vote_for_one(cells: list[list[int]], least: int) -> None:
    counts = pd.DataFrame(cells, columns=["a", "b", "c"])
    answers = {name: int(counts[name].sum()) for name in counts}
    safe = in_room(counts, answers, exclusive=True, least=least)
    assert all(answers[name] >= least for name in safe.shown)
    hidden = list(safe.hidden)
    if not hidden or not safe.shown:
        return
    rest = counts[hidden]
    totals = rest.sum(axis=1).tolist()
    found = list(_tables(totals, [answers[name] for name in hidden]))
    everything = list(
        _tables(counts.sum(axis=1).tolist(), [answers[name] for name in counts if answers[name]])
    )
    names = [name for name in counts if answers[name]]
    for row, name in itertools.product(range(len(cells)), hidden):
        known = len({table[row][hidden.index(name)] for table in found}) == 1
        plain = len({table[row][names.index(name)] for table in everything}) == 1
        assert not known or plain


def _tables(rows: list[int], columns: list[int]) -> Iterator[list[list[int]]]:
    """Every table with these totals."""
    if not rows:
        if not any(columns):
            yield []
        return
    for first in itertools.product(*(range(min(rows[0], most) + 1) for most in columns)):
        if sum(first) == rows[0]:
            left = [most - count for most, count in zip(columns, first, strict=True)]
            for others in _tables(rows[1:], left):
                yield [list(first), *others]
