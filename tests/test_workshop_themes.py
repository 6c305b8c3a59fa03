"""Themes: sorting notes, undoing, two consoles, and notes that are never touched."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crpkit.errors import InputProblems
from crpkit.workshop import Refused, Workshop, fold
from tests.workshop_helpers import Desk, joined


@pytest.fixture
def workshop(tmp_path: Path) -> Workshop:
    return ready(tmp_path)


def ready(folder: Path) -> Workshop:
    workshop = Workshop.create(Desk(folder / "log.db"), "Our workshop")
    workshop.open_activity("notes", "What helps?", activity="notes")
    workshop.write_notes("notes", ["Money", "Time", "Trust", "Tea"])
    workshop.open_activity("themes", "What belongs together?", activity="board")
    return workshop


def ids(workshop: Workshop) -> dict[str, str]:
    notes = workshop.notes()
    return dict(zip(notes["text"], notes["note_id"], strict=True))


def lying(workshop: Workshop) -> dict[str, object]:
    frame = workshop.themes().dropna(subset=["note_id"])
    return {text: title for text, title in zip(frame["text"], frame["title"], strict=True)}


def test_notes_are_sorted_merged_split_and_the_pile_is_kept(workshop: Workshop) -> None:
    note = ids(workshop)
    pay = workshop.make_theme("board", "Pay", [note["Money"], note["Time"]])
    trust = workshop.make_theme("board", "Trust", [note["Trust"]])
    workshop.put_notes("board", [note["Tea"]], "nowhere")
    assert lying(workshop) == {"Money": "Pay", "Time": "Pay", "Trust": "Trust", "Tea": "Fits nowhere"}
    hours = workshop.split_theme("board", pay, [note["Time"]], "Hours")
    workshop.name_theme("board", pay, "Being paid")
    assert [theme.title for theme in workshop.board("board").themes.values()] == [
        "Being paid",
        "Hours",
        "Trust",
    ]
    workshop.merge_themes("board", trust, hours)
    assert lying(workshop) == {
        "Money": "Being paid",
        "Time": "Hours",
        "Trust": "Hours",
        "Tea": "Fits nowhere",
    }
    workshop.put_notes("board", [note["Money"]], None)
    frame = workshop.themes()
    assert list(frame[frame["note_id"] == note["Money"]]["theme_id"]) == [None]
    assert list(frame[frame["theme_id"] == pay]["note_id"]) == [None], (
        "a theme without notes is still a theme"
    )


def test_undo_takes_back_the_act_it_names_and_no_other(workshop: Workshop) -> None:
    note = ids(workshop)
    workshop.make_theme("board", "Pay", [note["Money"]], event_id="first")
    workshop.make_theme("board", "Trust", [note["Trust"]], event_id="second")
    with pytest.raises(Refused) as refusal:
        workshop.undo_theme("board", "first")
    assert refusal.value.why == "moved-on"
    workshop.undo_theme("board", "second", event_id="undo")
    workshop.undo_theme("board", "second", event_id="undo")
    assert lying(workshop)["Trust"] is None and lying(workshop)["Money"] == "Pay"
    workshop.undo_theme("board", "first")
    assert workshop.board("board").themes == {} and workshop.board("board").places == {}


def test_what_two_consoles_do_at_once_is_kept(workshop: Workshop) -> None:
    note = ids(workshop)
    other = Workshop.open(Holder(workshop), workshop.code)
    pay = workshop.make_theme("board", "Pay", [note["Money"]])
    trust = other.make_theme("board", "Trust", [note["Trust"]])
    workshop.put_notes("board", [note["Time"]], trust)
    other.put_notes("board", [note["Tea"]], pay)
    assert lying(workshop) == lying(other)
    assert lying(workshop) == {"Money": "Pay", "Tea": "Pay", "Trust": "Trust", "Time": "Trust"}
    workshop.merge_themes("board", pay, trust)
    with pytest.raises(InputProblems):
        other.name_theme("board", pay, "Too late")


class Holder:
    def __init__(self, workshop: Workshop) -> None:
        self.log = workshop._log


def test_what_was_taken_back_or_needs_care_is_on_no_board(workshop: Workshop) -> None:
    note = ids(workshop)
    workshop.make_theme("board", "Pay", list(note.values()))
    workshop.take_back(note["Money"])
    workshop.set_care(note["Trust"])
    assert set(lying(workshop)) == {"Time", "Tea"}
    with pytest.raises(InputProblems):
        workshop.put_notes("board", [note["Money"]], "nowhere")


def test_a_board_can_be_for_some_activities_only_and_has_entries_of_every_kind(workshop: Workshop) -> None:
    reflection = workshop.open_activity("reflection", "How was it?")
    (phone,) = joined(workshop, 1)
    entry = workshop.write_notes(reflection, ["More time"])[0].id
    assert "More time" in lying(workshop)
    from crpkit.workshop.kind_drafts import Given, kind_draft, known_kind

    engine, body, words = kind_draft(known_kind("themes"), Given("Sort", of=(reflection,)))
    workshop._add(engine, body, words, "small")
    with pytest.raises(InputProblems):
        workshop.put_notes("small", [ids(workshop)["Money"]], "nowhere")
    workshop.put_notes("small", [entry], "nowhere")
    assert phone.id in {person.id for person in workshop.state.people}


_ACTS = st.lists(
    st.tuples(
        st.sampled_from(["make", "put", "merge", "split", "name", "undo", "back"]),
        st.integers(0, 5),
        st.integers(0, 5),
    ),
    max_size=25,
)


@settings(max_examples=40, deadline=None)
@given(_ACTS)
def test_folding_on_is_folding_anew_and_every_note_lies_in_one_place(
    tmp_path_factory: pytest.TempPathFactory, acts: list[tuple[str, int, int]]
) -> None:
    workshop = ready(tmp_path_factory.mktemp("themes"))
    first = {text: one for text, one in ids(workshop).items()}
    for what, one, two in acts:
        before = workshop.board("board")
        try:
            act(workshop, list(first.values()), what, one, two)
        except InputProblems:
            continue
        board = workshop.board("board")
        assert fold(workshop.code, workshop._log.events(workshop.stream)) == workshop.state
        standing = [note for note in workshop.notes().itertuples() if note.state != "taken-back"]
        placed = workshop.themes().dropna(subset=["note_id"])["note_id"]
        assert sorted(placed) == sorted(note.note_id for note in standing)
        assert set(board.places.values()) <= {*board.themes, "nowhere"}
        if what != "undo" and board.acts != before.acts:
            workshop.undo_theme("board", board.last or "")
            assert workshop.board("board").board == before.board
            return
    texts = {note.text for note in workshop.notes().itertuples() if note.state != "taken-back"}
    assert texts <= set(first), "no words of a note are ever another"


def act(workshop: Workshop, notes: list[str], what: str, one: int, two: int) -> None:
    themes = list(workshop.board("board").themes)
    theme = themes[one % len(themes)] if themes else "none"
    if what == "make":
        workshop.make_theme("board", f"T{one}", [notes[two % 4]])
    elif what == "put":
        workshop.put_notes("board", [notes[two % 4]], (theme, "nowhere", None)[two % 3])
    elif what == "merge":
        workshop.merge_themes("board", theme, themes[two % len(themes)] if themes else "none")
    elif what == "split":
        workshop.split_theme("board", theme, notes, f"S{two}")
    elif what == "name":
        workshop.name_theme("board", theme, f"N{two}")
    elif what == "undo":
        workshop.undo_theme("board", workshop.board("board").last or "none")
    else:
        workshop.take_back(notes[two % 4])
