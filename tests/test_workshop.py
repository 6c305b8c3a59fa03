"""One workshop: what it refuses, what it adds up to, and that replay, export and state never disagree."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crpkit.errors import InputProblems
from crpkit.store import Draft, Log
from crpkit.workshop import Option, OptionList, Workshop, fold, typed_list
from crpkit.workshop.codes import ALPHABET, clean_code, new_code
from crpkit.workshop.letters import letter

THREE = OptionList(
    title="Three", prompt="Which?", options=tuple(Option(title=name) for name in ("Hub", "Match", "Coach"))
)


class Desk:
    """A workspace as far as a workshop needs one."""

    def __init__(self, path: Path) -> None:
        self.log = Log(path)


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    desk = Desk(tmp_path / "log.sqlite")
    yield desk
    desk.log.close()


@pytest.fixture
def vote(desk: Desk) -> Workshop:
    workshop = Workshop.create(desk, "A first choice", "QUAYS2")
    workshop.count_room(4, {"community": 2})
    workshop.add_dots(THREE)
    return workshop


def test_hand_counted_result(vote: Workshop) -> None:
    for option, dots in [("B", 3), ("A", 2), ("B", 2), ("C", 2)]:
        vote.place_dots(option, dots, "paper")
    result = vote.dots().result()
    assert list(zip(result["letter"], result["dots"], result["place"], strict=True)) == [
        ("B", 5, 1),
        ("A", 2, 2),
        ("C", 2, 2),
    ]
    assert result["share_percent"].round(1).tolist() == [55.6, 22.2, 22.2]
    assert vote.dots_left() == 3


def test_more_dots_than_people_could_have(vote: Workshop) -> None:
    vote.place_dots("A", 10)
    with pytest.raises(
        InputProblems, match=r"4 people with 3 dots each have 12 dots; 10 are placed, so 2 are left, not 3"
    ):
        vote.place_dots("A", 3)
    assert vote.dots().placed == 10


def test_an_uncounted_room_sets_no_limit(desk: Desk) -> None:
    workshop = Workshop.create(desk, "Nobody counted")
    workshop.add_dots(THREE)
    workshop.place_dots("A", 500)
    assert workshop.dots_left() is None


def test_undo_takes_back_one_entry_and_keeps_it_in_the_log(vote: Workshop) -> None:
    vote.place_dots("A", 2)
    vote.place_dots("B", 3)
    undone = vote.undo_dots()
    assert undone is not None and undone.dots == 3
    assert vote.dots().totals() == {"o1": 2, "o2": 0, "o3": 0}
    assert vote.ballots()["dots"].tolist() == [2]
    assert vote.events()["kind"].tolist()[-2:] == ["dots/placed", "dots/undone"]
    vote.undo_dots()
    assert vote.undo_dots() is None


def test_a_press_sent_twice_counts_once(vote: Workshop) -> None:
    for _ in range(2):
        vote.place_dots("A", 1, event_id="01ARZ3NDEKTSV4RRFFQ69G5FAV")
    assert vote.dots().placed == 1


def test_two_pages_see_the_same(desk: Desk, vote: Workshop) -> None:
    other = Workshop.open(desk, "quays2")
    other.place_dots("C")
    vote.place_dots("C")
    assert vote.dots().totals() == other.dots().totals() == {"o1": 0, "o2": 0, "o3": 2}


def test_replay_at_a_moment(vote: Workshop) -> None:
    vote.place_dots("A")
    first = vote.events()["at"].iloc[-1]
    vote.place_dots("B", 2)
    then = vote.replay(first.isoformat()).activities["first-choice"]
    assert then.totals()["o1"] == 1  # type: ignore[attr-defined]
    assert vote.replay().activities == vote.state.activities
    with pytest.raises(InputProblems, match="is not a time"):
        vote.replay("yesterday")


@pytest.mark.parametrize(
    ("words", "call"),
    [
        ("families add up to 5", lambda w: w.count_room(4, {"community": 3, "brokers": 2})),
        ("is not a number of people", lambda w: w.count_room(-1)),
        ("no option “Z”", lambda w: w.place_dots("Z")),
        ("is not a channel", lambda w: w.place_dots("A", 1, "telepathy")),
        ("has an activity", lambda w: w.add_dots(THREE)),
        ("dots each", lambda w: w.add_dots(THREE, dots_each=21, activity="more")),
        ("no dot vote", lambda w: w.dots("secnd")),
        ("title is empty", lambda w: w.retitle("  ")),
    ],
)
def test_refusals_change_nothing(vote: Workshop, words: str, call: object) -> None:
    before = len(vote.events())
    with pytest.raises(InputProblems, match=words):
        call(vote)  # type: ignore[operator]
    assert len(vote.events()) == before


def test_an_unknown_code_names_the_nearest(desk: Desk, vote: Workshop) -> None:
    with pytest.raises(InputProblems, match="Did you mean “QUAYS2”"):
        Workshop.open(desk, "QUAYS3")
    with pytest.raises(InputProblems, match="already"):
        Workshop.create(desk, "Again", "QUAYS2")


def test_export_files_agree_and_hold_no_formula(desk: Desk, tmp_path: Path) -> None:
    workshop = Workshop.create(desk, "=HYPERLINK(0)", "FRMAB2")
    workshop.add_dots(typed_list("=1+1\n@SUM(A1)\n<script>alert(1)</script>"))
    workshop.place_dots("A", 2)
    workshop.place_dots("C", 1, "paper")
    files = {path.name: path for path in workshop.export(tmp_path / "out")}
    assert [name for name in files if "private" not in name] == ["FRMAB2-first-choice-result.csv"]
    with files["FRMAB2-first-choice-result.csv"].open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    assert [(row["title"], row["dots"]) for row in rows] == [
        ("'=1+1", "2"),
        ("<script>alert(1)</script>", "1"),
        ("'@SUM(A1)", "0"),
    ]
    book = openpyxl.load_workbook(files["FRMAB2-private.xlsx"])
    kinds = {cell.data_type for sheet in book for row in sheet.iter_rows() for cell in row}
    assert "f" not in kinds
    lines = files["FRMAB2-log-private.jsonl"].read_text(encoding="utf-8").splitlines()
    assert json.loads(lines[0])["private"] is True
    assert len(lines) == 1 + len(workshop.events())


def test_restoring_an_export_gives_the_same_workshop(vote: Workshop, tmp_path: Path) -> None:
    vote.place_dots("B", 2)
    vote.undo_dots()
    vote.place_dots("C", 1, "paper")
    log_file = next(path for path in vote.export(tmp_path) if path.suffix == ".jsonl")
    other = Desk(tmp_path / "other.sqlite")
    try:
        other.log.import_lines(
            [json.loads(line) for line in log_file.read_text(encoding="utf-8").splitlines()]
        )
        assert Workshop.open(other, "QUAYS2").state == vote.state
    finally:
        other.log.close()


@settings(max_examples=25, deadline=None)
@given(steps=st.lists(st.tuples(st.sampled_from("ABC"), st.integers(1, 4), st.booleans()), max_size=25))
def test_whatever_is_entered_the_numbers_add_up(
    tmp_path_factory: pytest.TempPathFactory, steps: list
) -> None:
    desk = Desk(tmp_path_factory.mktemp("log") / "log.sqlite")
    try:
        workshop = Workshop.create(desk, "Any")
        workshop.count_room(10)
        workshop.add_dots(THREE)
        for option, dots, undo in steps:
            try:
                workshop.place_dots(option, dots)
            except InputProblems:
                assert dots > (workshop.dots_left() or 0)
            if undo:
                workshop.undo_dots()
        vote = workshop.dots()
        assert sum(vote.totals().values()) == vote.placed == workshop.ballots()["dots"].sum() <= 30
        assert vote.placed + (workshop.dots_left() or 0) == 30
        assert fold(workshop.code, desk.log.events(workshop.stream)) == workshop.state
    finally:
        desk.log.close()


def test_letters_never_look_like_numbers() -> None:
    letters = [letter(number) for number in range(600)]
    assert len(set(letters)) == 600
    assert letters[:9] == list("ABCDEFGHJ") and letters[23:26] == ["Z", "AA", "AB"]
    assert not {"I", "O"} & set("".join(letters))


@given(st.text(max_size=12))
def test_any_text_is_a_code_or_a_sentence(text: str) -> None:
    try:
        assert set(clean_code(text)) <= set(ALPHABET)
    except InputProblems as error:
        assert "is not a workshop code" in str(error)


def test_new_codes_are_codes() -> None:
    assert all(clean_code(code) == code for code in (new_code() for _ in range(200)))


@pytest.mark.parametrize(
    ("kind", "body"),
    [
        ("room/counted", {}),
        ("room/counted", {"total": "many", "families": {}}),
        ("room/counted", {"total": 3, "families": ["community"]}),
        ("dots/placed", {}),
        ("dots/placed", {"activity": "first-choice", "option": "o1", "dots": -5, "channel": "spoken"}),
        ("dots/placed", {"activity": "first-choice", "option": "o1", "dots": "x", "channel": "spoken"}),
        ("dots/placed", {"activity": "first-choice", "option": "o9", "dots": 1, "channel": "spoken"}),
        ("dots/undone", {"activity": "first-choice"}),
        ("dots/added", {"activity": "first-choice", "dots_each": 9, "options": []}),
        ("dots/added", {"activity": "second", "dots_each": 3}),
        ("workshop/created", {}),
        ("something/else", {"activity": 3}),
    ],
)
def test_an_event_that_crpkit_would_not_write_changes_nothing(
    desk: Desk, vote: Workshop, kind: str, body: dict
) -> None:
    vote.place_dots("A", 2)
    before = vote.state
    desk.log.append(Draft(stream=vote.stream, kind=kind, body=body))
    assert vote.state == before == Workshop.open(desk, "QUAYS2").state


def test_words_taken_back_are_gone_from_an_open_workshop_too(
    desk: Desk, vote: Workshop, tmp_path: Path
) -> None:
    added = next(event for event in desk.log.events(vote.stream) if event.kind == "dots/added")
    assert vote.dots().options[0].title == "Hub"
    desk.log.erase(added.id, "facilitator", "o1.title")
    assert vote.dots().options[0].title is None
    assert all(
        "Hub" not in file.read_text("utf-8-sig") for file in vote.export(tmp_path) if file.suffix != ".xlsx"
    )


@pytest.mark.parametrize("dots", [0, -1, 1.9, True, 10**17, "2"])
def test_only_whole_sensible_numbers_of_dots(desk: Desk, dots: object) -> None:
    workshop = Workshop.create(desk, "Nobody counted")
    workshop.add_dots(THREE)
    with pytest.raises(InputProblems, match="cannot be placed"):
        workshop.place_dots("A", dots)  # type: ignore[arg-type]


def test_the_last_dots_go_to_whoever_was_first(desk: Desk, vote: Workshop) -> None:
    vote.place_dots("A", 11)
    late = Draft(
        stream=vote.stream,
        kind="dots/placed",
        body={"activity": "first-choice", "option": "o2", "dots": 1, "channel": "spoken"},
    )
    append, once = desk.log.append, []

    def just_before(*drafts: Draft) -> object:
        if not once:
            once.append(append(late))
        return append(*drafts)

    desk.log.append = just_before  # type: ignore[method-assign, assignment]
    with pytest.raises(InputProblems, match="just before"):
        vote.place_dots("C", 1)
    assert vote.dots().totals() == {"o1": 11, "o2": 1, "o3": 0}


def test_an_entry_sent_again_when_no_dots_are_left_changes_nothing(vote: Workshop) -> None:
    again = {"dots": 12, "event_id": "01ARZ3NDEKTSV4RRFFQ69G5FAV"}
    first = vote.place_dots("A", **again)  # type: ignore[arg-type]
    assert vote.place_dots("A", **again) == first  # type: ignore[arg-type]
    assert vote.dots().placed == 12


def test_an_id_of_another_workshop_is_refused(desk: Desk, vote: Workshop) -> None:
    event = vote.place_dots("A")
    other = Workshop.create(desk, "Other")
    other.add_dots(THREE)
    with pytest.raises(InputProblems, match="another workshop"):
        other.place_dots("A", event_id=event.id)


@pytest.mark.parametrize("title", ["", "   ", "\x00", "\u200b\u200b"])
def test_a_title_must_have_something_to_see(desk: Desk, title: str) -> None:
    with pytest.raises(InputProblems, match="title is empty"):
        Workshop.create(desk, title)


@pytest.mark.parametrize("name", ["../../x", "a:b", "A", "", "x" * 21])
def test_names_of_activities_are_safe_in_files(vote: Workshop, name: str) -> None:
    with pytest.raises(InputProblems, match="cannot name an activity"):
        vote.add_dots(THREE, activity=name)


@pytest.mark.parametrize("at", [3, "9999-12-31T23:59:59-14:00", "yesterday"])
def test_what_is_no_time(vote: Workshop, at: object) -> None:
    with pytest.raises(InputProblems, match="is not a time"):
        vote.replay(at)  # type: ignore[arg-type]


def test_a_day_means_its_end(vote: Workshop) -> None:
    assert vote.replay(datetime.now(UTC).date()) == vote.state
