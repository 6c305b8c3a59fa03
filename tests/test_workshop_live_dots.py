"""Votes from phones: hidden until closed, changeable until then, and nobody counts twice."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator
from pathlib import Path

import openpyxl
import pytest

from crpkit.errors import InputProblems
from crpkit.store import Draft
from crpkit.workshop import DotsState, Option, Refused, Workshop
from tests.workshop_helpers import Desk, joined, three


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    desk = Desk(tmp_path / "log.sqlite")
    yield desk
    desk.log.close()


@pytest.fixture
def workshop(desk: Desk) -> Workshop:
    workshop = Workshop.create(desk, "Dots", "QUAYS2")
    workshop.open_activity("dots", "Which would help most?", three())
    return workshop


def totals(workshop: Workshop) -> list[int]:
    return list(workshop.dots("dots-1").totals().values())


def test_dots_from_phones_paper_and_voices_add_up(workshop: Workshop) -> None:
    a, b = joined(workshop, 2)
    a.cast({"o1": 2, "o3": 1})
    b.cast({"o1": 3})
    workshop.place_many([("A", 1), ("B", 4)], "paper", "dots-1")
    vote = workshop.dots("dots-1")
    assert totals(workshop) == [6, 4, 1] and vote.placed == 11 and vote.voters == 2
    assert workshop.ballots("dots-1")["channel"].tolist() == ["paper", "paper"]
    assert len(workshop.votes()) == 0 and len(workshop.votes(with_open=True)) == 5
    workshop.close_activity("dots-1")
    table = workshop.ballots("dots-1")
    assert table["channel"].tolist() == ["paper", "paper", "phone", "phone", "phone"]
    assert table["actor"].tolist()[2:] == [a.id, a.id, b.id]
    assert vote.result()["dots"].tolist() == [6, 4, 1]
    votes = workshop.votes()
    assert votes["dots"].sum() == 11
    assert votes["participant"].tolist()[2:] == [a.id, a.id, b.id]
    assert votes["consent"].tolist()[:3] == ["not asked", "not asked", "count, quote, trace"]


def test_the_ballot_cast_last_counts(workshop: Workshop) -> None:
    (a,) = joined(workshop, 1)
    a.cast({"o1": 3})
    a.cast({"o2": 1})
    assert totals(workshop) == [0, 1, 0]
    a.cast({})
    assert totals(workshop) == [0, 0, 0] and workshop.dots("dots-1").voters == 0
    cast = workshop.dots("dots-1").cast[a.id]
    assert cast.dots == {} and cast.channel == "phone"


def test_a_ballot_sent_again_changes_nothing(workshop: Workshop) -> None:
    (a,) = joined(workshop, 1)
    for dots in ({"o1": 3}, {"o2": 3}):
        a.cast(dots, event_id="A" * 26)
    assert totals(workshop) == [3, 0, 0]


def test_what_comes_after_closing_does_not_count(desk: Desk, workshop: Workshop) -> None:
    (a,) = joined(workshop, 1)
    a.cast({"o1": 1})
    workshop.close_activity("dots-1")
    with pytest.raises(Refused) as refusal:
        a.cast({"o2": 1})
    assert refusal.value.why == "closed"
    body = {"activity": "dots-1", "channel": "phone"}
    desk.log.append(Draft(workshop.stream, "dots/cast", body, {"ballot": "o2:3"}, actor=a.id))
    assert totals(workshop) == [1, 0, 0]
    workshop.reopen_activity("dots-1")
    assert totals(workshop) == [1, 0, 0]
    a.cast({"o2": 2})
    assert totals(workshop) == [0, 2, 0]


def test_a_result_is_hidden_while_the_vote_is_open(desk: Desk, workshop: Workshop, tmp_path: Path) -> None:
    (a,) = joined(workshop, 1)
    a.cast({"o1": 1})
    with pytest.raises(Refused, match="hidden until it is closed"):
        workshop.show(activity="dots-1")
    desk.log.append(Draft(workshop.stream, "dots/shown", {"activity": "dots-1"}))
    assert not workshop.dots("dots-1").shown
    assert [file.name for file in workshop.export(tmp_path / "open")][:2] == [
        "QUAYS2-dots-1-ballots-private.csv",
        "QUAYS2-participants-private.csv",
    ]
    workshop.close_activity("dots-1")
    workshop.show(activity="dots-1")
    assert workshop.dots("dots-1").shown
    assert "QUAYS2-dots-1-result.csv" in {file.name for file in workshop.export(tmp_path / "closed")}
    workshop.reopen_activity("dots-1")
    assert not workshop.dots("dots-1").shown
    workshop.close_activity("dots-1")
    assert not workshop.dots("dots-1").shown


def test_ballots_leave_by_no_way_while_the_vote_is_open(
    desk: Desk, workshop: Workshop, tmp_path: Path
) -> None:
    (a,) = joined(workshop, 1)
    a.cast({"o1": 3})  # changed later, and hidden all the same
    a.cast({"o2": 2})
    workshop.place_dots("C", 1, "paper", "dots-1")

    def leaves(name: str) -> tuple[list[str], int, list[str], list[dict]]:
        """Return the channels of the ballots in file and workbook, and the words of ballots in events and record."""
        files = {file.name: file for file in workshop.export(tmp_path / name)}
        with files["QUAYS2-dots-1-ballots-private.csv"].open(encoding="utf-8-sig", newline="") as file:
            channels = [row["channel"] for row in csv.DictReader(file)]
        book = openpyxl.load_workbook(files["QUAYS2-private.xlsx"])
        rows = book["Ballots dots-1"].max_row - 1
        events = workshop.events()
        told = events[events["kind"] == "dots/cast"]["words"].tolist()
        lines = map(json.loads, files["QUAYS2-log-private.jsonl"].read_text("utf-8").splitlines())
        return channels, rows, told, [line["words"] for line in lines if line.get("kind") == "dots/cast"]

    assert leaves("open") == (["paper"], 1, ["{}", "{}"], [{}, {}])
    other = Desk(tmp_path / "other" / "log.sqlite")
    try:
        record = (tmp_path / "open" / "QUAYS2-log-private.jsonl").read_text("utf-8")
        other.log.import_lines([json.loads(line) for line in record.splitlines()])
        assert Workshop.open(other, "QUAYS2").dots("dots-1").placed == 1
    finally:
        other.log.close()
    workshop.close_activity("dots-1")
    channels, rows, told, lines = leaves("closed")
    assert (channels, rows) == (["paper", "phone"], 2)
    assert "o1:3" in told[0] and lines == [{"ballot": "o1:3"}, {"ballot": "o2:2"}]
    workshop.reopen_activity("dots-1")
    assert leaves("open again")[3] == [{}, {}]


def test_a_vote_that_phones_never_saw_is_shown_as_before(workshop: Workshop) -> None:
    workshop.add_dots(three())
    joined(workshop, 1)
    vote = workshop.dots()
    assert (vote.open, vote.live, len(vote.people)) == (False, False, 0)
    workshop.show()
    assert workshop.dots().shown


def test_who_is_set_aside_or_merged_does_not_count_twice(workshop: Workshop) -> None:
    a, b, c = joined(workshop, 3)
    b.cast({"o2": 1})
    a.cast({"o1": 3})
    c.cast({"o3": 2})
    workshop.set_aside(c.id)
    assert totals(workshop) == [3, 1, 0]
    workshop.merge(a.id, b.id)
    assert totals(workshop) == [3, 0, 0] and workshop.dots("dots-1").voters == 1
    assert workshop.votes(with_open=True)["participant"].tolist() == [b.id]
    b.cast({"o2": 2})
    assert totals(workshop) == [0, 2, 0]
    workshop.merge(a.id, None)
    workshop.set_aside(c.id, False)
    assert totals(workshop) == [3, 2, 2]


def test_a_ballot_before_joining_counts_from_joining_on(desk: Desk, workshop: Workshop) -> None:
    a, b = joined(workshop, 1)[0], "p-LATER"
    a.cast({"o1": 1})
    body = {"activity": "dots-1", "channel": "phone"}
    desk.log.append(Draft(workshop.stream, "dots/cast", body, {"ballot": "o2:3"}, actor=b))
    assert totals(workshop) == [1, 0, 0]
    consent = {"consent": {"count": False, "quote": False, "trace": False}}
    desk.log.append(Draft(workshop.stream, "person/joined", consent, actor=b))
    assert totals(workshop) == [1, 3, 0]


def test_the_limit_of_the_room_counts_phones_too(workshop: Workshop) -> None:
    workshop.count_room(2)
    (a,) = joined(workshop, 1)
    a.cast({"o1": 3})
    assert workshop.dots_left("dots-1") == 3
    with pytest.raises(Refused, match="3 are left, not 4") as refusal:
        workshop.place_dots("A", 4, "paper", "dots-1")
    assert refusal.value.why == "too-many-dots"
    workshop.place_dots("A", 3, "paper", "dots-1")


def test_undo_sent_twice_undoes_one(workshop: Workshop) -> None:
    first, second = workshop.place_many([("A", 1), ("B", 2)], "paper", "dots-1")
    for _ in range(2):
        undone = workshop.undo_dots("dots-1", second.id, event_id="A" * 26)
        assert undone is not None and undone.event_id == second.id
    for _ in range(2):
        undone = workshop.undo_dots("dots-1", event_id="B" * 26)
        assert undone is not None and undone.event_id == first.id
    assert totals(workshop) == [0, 0, 0]


def test_an_entry_sent_again_after_it_was_taken_back_is_not_said_to_count(workshop: Workshop) -> None:
    entries, ids = [("A", 1), ("B", 2)], ["A" * 26, "B" * 26]
    for _ in range(2):
        assert [one.id for one in workshop.place_many(entries, "paper", "dots-1", ids)] == ids
    workshop.undo_dots("dots-1", ids[1])
    with pytest.raises(Refused, match="This entry was taken back; enter it again") as refusal:
        workshop.place_many(entries, "paper", "dots-1", ids)
    assert refusal.value.why == "bad-input" and totals(workshop) == [1, 0, 0]
    workshop.place_many([("B", 2)], "paper", "dots-1", ["C" * 26])
    assert totals(workshop) == [1, 2, 0]


def test_a_tally_that_came_too_late_is_refused_again_when_sent_again(desk: Desk, workshop: Workshop) -> None:
    workshop.count_room(1)
    body = {"activity": "dots-1", "option": "o2", "dots": 3, "channel": "spoken"}
    append, once = desk.log.append, []

    def just_before(*drafts: Draft) -> object:
        if not once:
            once.append(append(Draft(workshop.stream, "dots/placed", body)))
        return append(*drafts)

    desk.log.append = just_before  # type: ignore[method-assign, assignment]
    for words in ("just before", "taken back"):
        with pytest.raises(Refused, match=words):
            workshop.place_many([("A", 1)], "paper", "dots-1", ["A" * 26])
    assert totals(workshop) == [0, 3, 0]


@pytest.mark.parametrize(
    "options",
    [
        ["Hub", "Match"],
        [Option(title="Hub"), Option(title="Match", detail="Finds partners", source="framework:x/y")],
        [{"title": "Hub"}, {"title": "Match", "detail": ""}],
    ],
)
def test_options_one_by_one(workshop: Workshop, options: list) -> None:
    vote = workshop.dots(workshop.open_activity("dots", "Which?", options, dots_each=5))
    assert [(option.letter, option.title) for option in vote.options] == [("A", "Hub"), ("B", "Match")]
    assert (vote.prompt, vote.dots_each, vote.open, vote.live) == ("Which?", 5, True, True)


@pytest.mark.parametrize(
    ("words", "options", "dots_each"),
    [
        ("fewer than two options", None, 3),
        ("fewer than two options", ["Hub"], 3),
        ("stands in line 1 already", ["Hub", "hub"], 3),
        ("is empty", ["Hub", "\u200b"], 3),
        ("201 characters", ["Hub", "x" * 201], 3),
        ("detail of option 1 has 601", [{"title": "Hub", "detail": "x" * 601}, "Match"], 3),
        ("there are 61 options|There are 61 options", [f"Option {n}" for n in range(61)], 3),
        ("0 dots each", ["Hub", "Match"], 0),
        ("21 dots each", ["Hub", "Match"], 21),
    ],
)
def test_lists_that_cannot_be_voted_on(
    workshop: Workshop, words: str, options: list | None, dots_each: int
) -> None:
    before = len(workshop.events())
    with pytest.raises(InputProblems, match=words):
        workshop.open_activity("dots", "Which?", options, dots_each=dots_each)
    assert len(workshop.events()) == before


@pytest.mark.parametrize(
    "ballot", ["o9:1", "o1:4", "o1:0", "o1:-1", "o1:1 o1:1", "o1", "x", "o1:1:1", "o1:٣"]
)
def test_a_ballot_that_crpkit_would_not_write_counts_nothing(
    desk: Desk, workshop: Workshop, ballot: str
) -> None:
    (a,) = joined(workshop, 1)
    body = {"activity": "dots-1", "channel": "phone"}
    desk.log.append(Draft(workshop.stream, "dots/cast", body, {"ballot": ballot}, actor=a.id))
    desk.log.append(Draft(workshop.stream, "dots/cast", {"activity": "dots-2"}, {"ballot": "o1:1"}))
    assert totals(workshop) == [0, 0, 0] and len(workshop.votes(with_open=True)) == 0


@pytest.mark.parametrize("entries", [[], [("A", 1), ("Z", 1)]])
def test_a_tally_that_cannot_be_is_not_entered(workshop: Workshop, entries: list) -> None:
    with pytest.raises(Refused):
        workshop.place_many(entries, "paper", "dots-1")
    with pytest.raises(Refused):
        workshop.place_many([("A", 1)], "paper", "dots-1", ["A" * 26, "B" * 26])
    assert totals(workshop) == [0, 0, 0]


def test_what_did_not_change_stays_the_same_object(workshop: Workshop) -> None:
    workshop.open_activity("notes", "What helps?")
    a, b = joined(workshop, 2)
    a.note("One")
    before = workshop.state
    b.note("Two")
    after = workshop.state
    assert after.people is before.people and after.activities["dots-1"] is before.activities["dots-1"]
    notes = [state.activities["notes-1"].notes for state in (before, after)]  # type: ignore[attr-defined]
    assert all(notes[1][name] is note for name, note in notes[0].items())
    a.cast({"o1": 1})
    later = workshop.state
    assert later.activities["notes-1"] is after.activities["notes-1"]
    assert isinstance(later.activities["dots-1"], DotsState)
