"""Who was in the room: what is counted, what is beside the target, and which claims it can carry."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crpkit.errors import InputProblems
from crpkit.framework import load_framework
from crpkit.tables.small import FEWER, published_count, total_gives_away
from crpkit.workshop import Consent, HeadCount, Workshop, WorkshopState
from crpkit.workshop.attendance import COLUMNS, attendance, study_target
from tests.workshop_helpers import ALL, RECEIPTS, Desk, Phone

FAMILIES = {
    "community": "Communities",
    "brokers": "Brokers",
    "researchers": "Researchers",
    "funders": "Funders",
}
STUDY = {"community": 33.0, "brokers": 32.0, "researchers": 29.0, "funders": 5.0}


def room(total: int | None, paper: int | None = None, **families: int) -> WorkshopState:
    return WorkshopState("TESTAA", room=HeadCount(total, families, paper))


@pytest.fixture
def workshop(tmp_path: Path) -> Iterator[Workshop]:
    desk = Desk(tmp_path / "log.sqlite")
    yield Workshop.create(desk, "Who is here", "QUAYS2")
    desk.log.close()


def test_the_studys_own_shares_are_never_rescaled() -> None:
    target = study_target(load_framework())
    assert target == STUDY
    here = attendance(room(20, community=7, brokers=6, researchers=6, funders=1), FAMILIES, target)
    assert here.frame()["target_percent"].tolist() == [33, 32, 29, 5]
    assert "The target adds up to 99 %. It stays as it was given." in here.sentences
    assert "As near to the target as 20 people can come: Communities, Brokers, Researchers and Funders." in (
        here.sentences
    )


def test_a_table_of_families() -> None:
    frame = attendance(room(20, community=10, brokers=6), FAMILIES, {"community": 33}).frame()
    assert list(frame.columns) == COLUMNS
    assert frame["people"].tolist() == [10, 6, 0, 0, 4]
    assert frame["title"].tolist()[-1] == "Not said"
    first = frame.iloc[0]
    assert (first.share_percent, first.target_percent, first.difference_points, first.up_to_percent) == (
        50,
        33,
        17,
        70,
    )
    assert frame["target_percent"].isna().tolist() == [False, True, True, True, True]


def test_which_claims_it_can_carry() -> None:
    said = attendance(room(20, community=10, brokers=8, researchers=2), FAMILIES, STUDY).sentences
    assert "Enough people for results of their own: Communities (10) and Brokers (8)." in said
    assert any(one.startswith("Fewer than 5 people: Researchers (2).") for one in said)
    assert "Nobody was here from: Funders. Nothing can be claimed about them." in said
    assert "A larger share than the target: Communities and Brokers." in said
    assert "A smaller share than the target: Researchers and Funders." in said


def test_people_whose_family_is_not_known_are_said_and_may_undo_a_comparison() -> None:
    here = attendance(room(20, community=5, brokers=5), FAMILIES, STUDY)
    said = here.sentences
    assert "Of 10 people (50 %) no family is known: each share could be higher by as much." in said
    assert (
        "Nobody is known to have been here from: Researchers and Funders. Nothing can be claimed about them."
        in said
    )
    assert (
        "Too many families are not known to compare with the target: Communities, Brokers, Researchers and Funders."
        in said
    )
    nobody = attendance(room(12), FAMILIES, STUDY)
    assert "Nobody’s family is known, so no share of any family can be told." in nobody.sentences
    assert "target" not in nobody.words


def test_nobody_was_counted() -> None:
    here = attendance(WorkshopState("TESTAA"), FAMILIES, STUDY)
    assert here.words == "Nobody has been counted yet, so nothing can be said about who was here."
    assert here.frame()["share_percent"].isna().all()
    assert here.published().frame["people"].tolist() == ["0"] * 4


def test_phones_that_agreed_and_people_of_several_families(workshop: Workshop) -> None:
    Phone(workshop, RECEIPTS[0]).join(ALL, ("community", "brokers"))
    Phone(workshop, RECEIPTS[1]).join(ALL, ("community",))
    Phone(workshop, RECEIPTS[2]).join(Consent(quote=True), ("funders",))
    Phone(workshop, RECEIPTS[3]).join(ALL)
    here = workshop.attendance()
    frame = here.frame().set_index("family")["people"]
    assert frame.to_dict() == {
        "community": 2,
        "brokers": 1,
        "researchers": 0,
        "funders": 0,
        "not-said": 1,
    }
    assert (here.people, here.phones, here.several, here.unknown) == (3, 3, 1, 1)
    assert "Some people were counted in more than one family" in here.words
    assert "Nobody counted the room" in here.words


def test_the_larger_of_two_counts_stands(workshop: Workshop) -> None:
    for receipt in RECEIPTS[:3]:
        Phone(workshop, receipt).join(ALL, ("community",))
    workshop.count_room(6, {"community": 1, "brokers": 2}, paper=2)
    here = workshop.attendance(target={"brokers": 50})
    assert here.frame()["people"].tolist() == [3, 2, 0, 0, 1]
    assert here.people == 6 and here.counted == 6
    workshop.count_room(2, {"brokers": 2})
    assert workshop.attendance().people == 3
    assert "the larger number is used" in workshop.attendance().words


@pytest.mark.parametrize(
    ("target", "fields"),
    [
        ({"comunity": 33}, ["comunity"]),
        ({"community": -1, "brokers": "many"}, ["community", "brokers"]),
        ({"community": 101}, ["community"]),
        ({"community": float("nan")}, ["community"]),
        ({"community": True}, ["community"]),
        ({"community": 60, "brokers": 45}, ["target"]),
    ],
)
def test_bad_targets_are_refused_all_at_once(target: dict[str, Any], fields: list[str]) -> None:
    with pytest.raises(InputProblems) as caught:
        attendance(room(20), FAMILIES, target)
    assert [problem.field for problem in caught.value.problems] == fields
    assert all(problem.remedy for problem in caught.value.problems)


def test_what_rounding_makes_is_no_mistake() -> None:
    target = {"community": 33.5, "brokers": 33.5, "researchers": 33.5}  # 100.5
    assert attendance(room(20, community=20), FAMILIES, target).target == target


def test_what_leaves_the_room_holds_no_exact_number() -> None:
    here = attendance(room(27, community=13, brokers=9, funders=2), FAMILIES, STUDY)
    safe = here.published()
    assert safe.frame["people"].tolist() == ["15", "10", "0", "fewer than 5", "fewer than 5"]
    assert safe.frame["share_percent"].tolist() == ["60", "40", "0", None, None]
    assert safe.words.startswith("About 25 people were counted. Of fewer than 5 people no family is known")
    assert not any(number in safe.words for number in ("27", "13", "(9)", "(2)"))


numbers = st.fixed_dictionaries({name: st.integers(0, 12) for name in FAMILIES})


@given(numbers, st.integers(0, 10), st.fixed_dictionaries({name: st.floats(0, 25) for name in FAMILIES}))
def test_published_words_follow_from_published_numbers(
    families: dict[str, int], more: int, target: dict[str, float]
) -> None:
    here = attendance(room(sum(families.values()) + more, **families), FAMILIES, target)
    frame = here.frame()
    assert here.unknown == more
    assert (frame["up_to_percent"].dropna() >= frame["share_percent"].dropna()).all()
    # Another room with the same published numbers is told in the same words.
    shift = {name: n + 1 if n in (1, 2, 5, 8) else n for name, n in families.items()}
    other = attendance(room(sum(shift.values()) + more, **shift), FAMILIES, target)
    same_total = published_count(here.people) == published_count(other.people)
    same_total = same_total and here.total_is_safe == other.total_is_safe
    if same_total and other.published().frame.equals(here.published().frame):
        assert other.published().words == here.published().words


@given(st.lists(st.integers(0, 9), min_size=2, max_size=3), st.integers(0, 3))
def test_a_total_that_would_give_a_family_away_is_kept_back(parts: list[int], more: int) -> None:
    families = dict(zip(FAMILIES, parts, strict=False))
    here = attendance(room(sum(parts) + more, **families), FAMILIES)
    whole = [*parts, *[0] * (4 - len(parts)), more]
    safe = here.published()
    if "not shown" in safe.words:
        assert safe.frame["share_percent"].isna().all()
        return
    low, high = could_be(published_count(here.people))
    ranges = [range(a, b + 1) for a, b in (could_be(published_count(count)) for count in whole)]
    found = [one for one in itertools.product(*ranges) if low <= sum(one) <= high]
    for count, values in zip(whole, zip(*found, strict=True), strict=True):
        assert count == 0 or len(set(values)) > 1


def could_be(shown: str) -> tuple[int, int]:
    if shown == FEWER:
        return 1, 4
    return (0, 0) if shown == "0" else (max(5, int(shown) - 2), int(shown) + 2)


def test_four_and_four_of_eight() -> None:
    safe = attendance(room(8, community=4, brokers=4), FAMILIES).published()
    assert safe.words.startswith("How many people were counted is not shown")
    # 7 and 7 of 13 who overlap: “5”, “5” and “15” together would say so.
    assert total_gives_away([7, 7], 13, overlap=True) and not total_gives_away([7, 9], 13, overlap=True)
