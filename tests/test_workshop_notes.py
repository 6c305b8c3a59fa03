"""Silent notes: held until they are shown, in mixed order; what needs care leaves the wall and every table."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from crpkit.errors import InputProblems
from crpkit.store import Draft
from crpkit.workshop import Consent, NotesState, Refused, Workshop
from tests.workshop_helpers import RECEIPTS, Desk, Phone, joined

SECRET = "Zebedee said the unsayable"


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    desk = Desk(tmp_path / "log.sqlite")
    yield desk
    desk.log.close()


@pytest.fixture
def workshop(desk: Desk) -> Workshop:
    workshop = Workshop.create(desk, "Notes", "QUAYS2")
    workshop.open_activity("notes", "What would help here?")
    return workshop


def notes_of(workshop: Workshop, activity: str = "notes-1") -> NotesState:
    state = workshop.state.activities[activity]
    assert isinstance(state, NotesState)
    return state


def wall(workshop: Workshop) -> list[str]:
    notes = [note for note in notes_of(workshop).notes.values() if note.state == "shown"]
    return [note.id for note in sorted(notes, key=lambda note: note.place or 0)]


def test_a_note_is_held_until_it_is_shown(workshop: Workshop) -> None:
    (phone,) = joined(workshop, 1)
    note = phone.note("A quiet place\nto meet")
    held = notes_of(workshop).notes[note]
    assert (held.text, held.state, held.place) == ("A quiet place\nto meet", "held", None)
    assert (held.channel, held.actor) == ("phone", phone.id)
    workshop.show_notes([note])
    assert wall(workshop) == [note]
    workshop.hide_notes([note])
    assert (notes_of(workshop).notes[note].state, wall(workshop)) == ("hidden", [])
    workshop.hold_notes([note])
    assert notes_of(workshop).counts == {"held": 1, "shown": 0, "hidden": 0, "care": 0, "taken-back": 0}


def test_the_order_on_the_wall_is_mixed_and_stays(workshop: Workshop) -> None:
    ids = [event.id for event in workshop.write_notes("notes-1", [f"Note {n}" for n in range(30)])]
    workshop.show_notes(ids[:20])
    first = wall(workshop)
    assert sorted(first) == sorted(ids[:20]) and first != ids[:20]
    workshop.show_notes(ids)
    assert wall(workshop)[:20] == first and sorted(wall(workshop)[20:]) == sorted(ids[20:])
    workshop.hide_notes(first[:1])
    workshop.show_notes(first[:1])
    assert wall(workshop)[-1] == first[0]
    assert Workshop(workshop._log, workshop.code).state == workshop.state


def test_a_note_that_needs_care_leaves_the_wall(workshop: Workshop) -> None:
    (note,) = (event.id for event in workshop.write_notes("notes-1", [SECRET]))
    workshop.show_notes([note])
    workshop.set_care(note)
    assert (notes_of(workshop).notes[note].state, wall(workshop)) == ("care", [])
    with pytest.raises(Refused, match="needs care"):
        workshop.show_notes([note])
    for move in (workshop.hide_notes, workshop.hold_notes):
        move([note])
        assert notes_of(workshop).notes[note].state == "care"
    workshop.set_care(note, care=False)
    assert notes_of(workshop).notes[note].state == "held"


def test_words_in_need_of_care_are_in_no_table_and_no_export(
    desk: Desk, workshop: Workshop, tmp_path: Path
) -> None:
    (phone,) = joined(workshop, 1)
    note = phone.note(SECRET)
    phone.note("May leave")
    workshop.set_care(note)
    assert workshop.notes()["text"].tolist() == [None, "May leave"]
    assert workshop.notes(with_care=True)["text"].tolist() == [SECRET, "May leave"]
    assert SECRET not in str(workshop.events()["words"].tolist())
    files = workshop.export(tmp_path / "out")
    assert not any(SECRET in text for text in everything(files))
    assert all("May leave" in text for text in everything(files) if "state" in text)
    lines = [json.loads(line) for line in files[-1].read_text("utf-8").splitlines()]
    assert next(line for line in lines if line.get("id") == note)["words"] == {}
    other = Desk(tmp_path / "other" / "log.sqlite")
    try:
        other.log.import_lines(lines)
        again = Workshop.open(other, "QUAYS2")
        assert notes_of(again).notes[note].state == "care"
        again.set_care(note, care=False)
        with pytest.raises(Refused):
            again.show_notes([note])
        assert again.export(tmp_path / "again")
    finally:
        other.log.close()
    workshop.set_care(note, care=False)
    assert SECRET in workshop.export(tmp_path / "later")[-1].read_text("utf-8")


def everything(files: list[Path]) -> Iterator[str]:
    """The texts of all files; of a workbook, all its cells."""
    import openpyxl

    for file in files:
        if file.suffix == ".xlsx":
            book = openpyxl.load_workbook(file)
            yield "\n".join(str(cell.value) for sheet in book for row in sheet.iter_rows() for cell in row)
        else:
            yield file.read_text("utf-8-sig")


def test_spoken_and_paper_notes(workshop: Workshop) -> None:
    workshop.close_activity("notes-1")
    events = workshop.write_notes("notes-1", ["Said", "Said too"], event_ids=["A" * 26, "B" * 26])
    assert [event.id for event in events] == ["A" * 26, "B" * 26]
    workshop.write_notes("notes-1", ["Said", "Said too"], event_ids=["A" * 26, "B" * 26])
    workshop.write_notes("notes-1", ["Written"], "paper")
    table = workshop.notes()
    assert table["channel"].tolist() == ["spoken", "spoken", "paper"]
    assert table["participant"].isna().all()
    assert set(table["consent"]) == {"not asked"} and set(table["families"]) == {"not said"}


@pytest.mark.parametrize(
    ("words", "call"),
    [
        ("note 2: The note is empty", lambda w: w.write_notes("notes-1", ["One", " \u200b", "Three"])),
        ("2,001 characters; at most 2,000", lambda w: w.write_notes("notes-1", ["x" * 2001])),
        ("0 notes cannot be entered", lambda w: w.write_notes("notes-1", [])),
        ("is not a channel", lambda w: w.write_notes("notes-1", ["One"], "phone")),
        ("no notes “notes-2”", lambda w: w.write_notes("notes-2", ["One"])),
        ("one id for each note", lambda w: w.write_notes("notes-1", ["One"], event_ids=[])),
        ("no such note", lambda w: w.show_notes(["nothing"])),
        ("no such note", lambda w: w.set_care("nothing")),
        ("no such note", lambda w: w.take_back("nothing")),
        ("no activity “noets”", lambda w: w.open_activity("noets", "What?")),
        ("question is empty", lambda w: w.open_activity("notes", " ")),
        ("401 characters", lambda w: w.open_activity("notes", "x" * 401)),
        ("have no list", lambda w: w.open_activity("notes", "What?", ["A", "B"])),
        ("an activity “notes-1” already", lambda w: w.open_activity("notes", "What?", activity="notes-1")),
        ("no activity “notes-7”", lambda w: w.close_activity("notes-7")),
    ],
)
def test_refusals_are_sentences_and_change_nothing(workshop: Workshop, words: str, call: object) -> None:
    before = len(workshop.events())
    with pytest.raises(InputProblems, match=words):
        call(workshop)  # type: ignore[operator]
    assert len(workshop.events()) == before


def test_names_of_activities(workshop: Workshop) -> None:
    assert workshop.open_activity("notes", "And then?") == "notes-2"
    assert workshop.open_activity("dots", "Which?", ["Hub", "Match"]) == "dots-1"
    assert workshop.open_activity("notes", "Own name", activity="worries", open=False) == "worries"
    state = workshop.state
    assert list(state.activities) == ["notes-1", "notes-2", "dots-1", "worries"]
    assert [activity.open for activity in state.activities.values()] == [True, True, True, False]
    assert state.now == "dots-1"
    workshop.reopen_activity("notes-1")
    assert workshop.state.now == "notes-1"


def test_opening_sent_twice_opens_one(workshop: Workshop) -> None:
    for _ in range(2):
        assert workshop.open_activity("notes", "Again?", event_id="A" * 26) == "notes-2"
    workshop.close_activity("notes-2")
    workshop.open_activity("notes", "Again?", event_id="A" * 26)
    assert not notes_of(workshop, "notes-2").open
    for _ in range(2):
        assert workshop.open_activity("notes", "Own", activity="own", event_id="B" * 26) == "own"
    assert len(workshop.state.activities) == 3


def test_notes_are_kept_when_they_come_late(desk: Desk, workshop: Workshop) -> None:
    (phone,) = joined(workshop, 1)
    workshop.close_activity("notes-1")
    with pytest.raises(Refused) as refusal:
        phone.note("Late")
    assert refusal.value.why == "closed"
    body = {"activity": "notes-1", "channel": "phone"}
    desk.log.append(Draft(workshop.stream, "notes/written", body, {"text": "On its way"}, actor=phone.id))
    assert workshop.notes()["text"].tolist() == ["On its way"]


def test_consent_and_participant_are_as_they_are_now(workshop: Workshop) -> None:
    a, b = joined(workshop, 2)
    a.join(Consent(), ("community",))
    a.note("From the first phone")
    b.note("From the second phone")
    assert workshop.notes()["consent"].tolist() == ["none", "count, quote, trace"]
    a.join(Consent(count=True, quote=True), ("community",))
    assert workshop.notes()["consent"].tolist() == ["count, quote", "count, quote, trace"]
    workshop.merge(a.id, b.id)
    table = workshop.notes()
    assert table["participant"].tolist() == [b.id, b.id]
    assert table["families"].tolist() == ["community", "not said"]
    workshop.set_aside(b.id)
    assert workshop.notes()["participant"].tolist() == [b.id, b.id]


def test_a_person_set_aside_can_write(workshop: Workshop) -> None:
    (phone,) = joined(workshop, 1)
    workshop.set_aside(phone.id)
    phone.note("Still here")
    assert workshop.notes()["state"].tolist() == ["held"]


def test_no_formula_leaves_with_a_note(workshop: Workshop, tmp_path: Path) -> None:
    import openpyxl

    (phone,) = joined(workshop, 1)
    for text in ("=1+1", " =HYPERLINK(0)", "+1", "-1", "@SUM(A1)", "\t=1", "a\u2028b\x01\uffff\ufffe", "<b>"):
        phone.note(text)
    files = {file.name: file for file in workshop.export(tmp_path)}
    assert set(files) == {
        "QUAYS2-notes-1-notes-private.csv",
        "QUAYS2-participants-private.csv",
        "QUAYS2-private.xlsx",
        "QUAYS2-log-private.jsonl",
    }
    book = openpyxl.load_workbook(files["QUAYS2-private.xlsx"])
    assert {"Notes notes-1", "Participants"} <= set(book.sheetnames)
    assert "f" not in {cell.data_type for sheet in book for row in sheet.iter_rows() for cell in row}
    text = files["QUAYS2-notes-1-notes-private.csv"].read_text("utf-8-sig")
    assert "'=1+1" in text and "' =HYPERLINK" in text and "'@SUM" in text
    assert "private: for the facilitator only" in text


@pytest.mark.parametrize(
    ("kind", "body", "words"),
    [
        ("notes/added", {"activity": "notes-1"}, {"prompt": "Another"}),
        ("notes/added", {}, {}),
        ("notes/written", {"activity": "notes-1"}, {"text": "x"}),
        ("notes/written", {"activity": "notes-1", "channel": 3}, {"text": "x"}),
        ("notes/written", {"activity": "notes-1", "channel": "phone", "families": "x"}, {"text": "x"}),
        ("notes/written", {"activity": "notes-9", "channel": "phone"}, {"text": "x"}),
        ("notes/shown", {"activity": "notes-1", "notes": "all"}, {}),
        ("notes/hidden", {"activity": "notes-1", "notes": [3]}, {}),
        ("notes/held", {"activity": "notes-1", "notes": ["nothing"]}, {}),
        ("notes/care", {"activity": "notes-1"}, {}),
        ("notes/care-over", {"activity": "notes-1", "note": "nothing"}, {}),
        ("notes/opened", {"activity": ["notes-1"]}, {}),
        ("notes/sung", {"activity": "notes-1"}, {}),
    ],
)
def test_an_event_that_crpkit_would_not_write_changes_nothing(
    desk: Desk, workshop: Workshop, kind: str, body: dict, words: dict
) -> None:
    Phone(workshop, RECEIPTS[0]).join().note("Here")
    before = workshop.state
    desk.log.append(Draft(workshop.stream, kind, body, words))
    assert workshop.state is before
