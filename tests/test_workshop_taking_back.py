"""Taking back: the words leave the database, its other files and every export made afterwards."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from crpkit.errors import CrpkitError, InputProblems
from crpkit.store import Draft
from crpkit.workshop import Erased, NotesState, Refused, Workshop
from crpkit.workshop.receipts import written_receipt
from tests.store_helpers import all_bytes
from tests.workshop_helpers import ALL, RECEIPTS, Desk, Phone, joined, three

SECRET = "Zebedee said the unsayable"


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    desk = Desk(tmp_path / "data" / "log.sqlite")
    yield desk
    desk.log.close()


@pytest.fixture
def workshop(desk: Desk) -> Workshop:
    workshop = Workshop.create(desk, "Taking back", "QUAYS2")
    workshop.open_activity("notes", "What helps?")
    workshop.open_activity("dots", "Which?", three())
    return workshop


def folded_anew(workshop: Workshop) -> object:
    return Workshop(workshop._log, workshop.code).state


def test_one_note(desk: Desk, workshop: Workshop) -> None:
    a, b = joined(workshop, 2)
    note, other = a.note(SECRET), b.note("stays")
    workshop.show_notes([note, other])
    with pytest.raises(Refused) as refusal:
        workshop.take_back(note, b.id)
    assert refusal.value.why == "unknown-note"
    for _ in range(2):
        workshop.take_back(note, a.id)
    table = workshop.notes(with_care=True)
    assert table["text"].tolist() == [None, "stays"]
    assert table["state"].tolist() == ["taken-back", "shown"]
    for change in (workshop.hide_notes, workshop.hold_notes):
        change([note])
    with pytest.raises(Refused):
        workshop.set_care(note)
    with pytest.raises(Refused, match="taken back"):
        workshop.show_notes([note])
    workshop.show_notes([note, other])
    assert workshop.state == folded_anew(workshop)
    assert desk.log.cleared(30) and SECRET.encode() not in all_bytes(desk.log.path)
    erased = workshop.events()["kind"].tolist().count("log/erased")
    assert erased == 1


def test_the_facilitator_takes_back_for_someone_also_what_needs_care(workshop: Workshop) -> None:
    (event,) = workshop.write_notes("notes-1", [SECRET])
    workshop.set_care(event.id)
    workshop.take_back(event.id)
    assert workshop.notes(with_care=True)["state"].tolist() == ["taken-back"]


def test_everything_with_the_receipt(desk: Desk, workshop: Workshop, tmp_path: Path) -> None:
    a, b = joined(workshop, 2)
    a.join(ALL, ("community", "funders"), "experienced")
    for number in range(3):
        a.note(f"{SECRET} {number}")
    b.note("stays")
    a.cast({"o1": 3})
    a.cast({"o2": 3})
    b.cast({"o3": 1})
    before = workshop.state
    assert workshop.erase(written_receipt(a.receipt)) == Erased(a.id, 3, 1)
    after = workshop.state
    assert after.activities["dots-1"].totals() == {"o1": 0, "o2": 0, "o3": 1}  # type: ignore[attr-defined]
    person = after.people.get(a.id)
    assert person is not None and person.taken_back
    assert (person.families, person.experience, person.consent.names()) == ((), "", ())
    assert [one.id for one in after.people.counting] == [b.id]
    assert workshop.notes()["state"].tolist() == ["taken-back"] * 3 + ["held"]
    assert workshop.participants()["taken_back"].tolist() == [True, False]
    assert after == folded_anew(workshop)
    assert before.people.get(b.id) is after.people.get(b.id)
    assert desk.log.cleared(30)
    found = all_bytes(desk.log.path)
    assert SECRET.encode() not in found and b"funders" not in found and b"o2:3" not in found
    for file in workshop.export(tmp_path / "out"):
        assert SECRET.encode() not in file.read_bytes() and b"funders" not in file.read_bytes()


def test_twice_is_harmless(workshop: Workshop) -> None:
    (a,) = joined(workshop, 1)
    a.note(SECRET)
    assert workshop.erase(a.receipt).notes == 1
    events = len(workshop.events())
    assert workshop.erase(a.receipt) == Erased(a.id, 0, 0)
    assert workshop.erase_person(a.id) == Erased(a.id, 0, 0)
    assert len(workshop.events()) == events


def test_who_only_joined_can_take_that_back(workshop: Workshop) -> None:
    phone = Phone(workshop, RECEIPTS[0]).join(ALL, ("community",))
    assert workshop.erase(phone.receipt) == Erased(phone.id, 0, 0)
    phone = Phone(workshop, RECEIPTS[1]).join()
    assert workshop.erase_person(phone.id) == Erased(phone.id, 0, 0)
    assert [person.taken_back for person in workshop.state.people] == [True, True]


@pytest.mark.parametrize(
    ("receipt", "words"), [("B" * 12, "Nobody joined"), ("K7MP", "not a receipt code"), ("", "not a receipt")]
)
def test_a_receipt_that_nobody_has(workshop: Workshop, receipt: str, words: str) -> None:
    joined(workshop, 1)
    before = workshop.state
    with pytest.raises(InputProblems, match=words):
        workshop.erase(receipt)
    with pytest.raises(InputProblems):
        workshop.erase_person("p-nobody")
    assert workshop.state is before


def test_what_comes_after_taking_back_is_gone_as_well(desk: Desk, workshop: Workshop, tmp_path: Path) -> None:
    (a,) = joined(workshop, 1)
    workshop.erase(a.receipt)
    body = {"channel": "phone"}
    desk.log.append(
        Draft(workshop.stream, "notes/written", {"activity": "notes-1", **body}, {"text": SECRET}, a.id),
        Draft(workshop.stream, "dots/cast", {"activity": "dots-1", **body}, {"ballot": "o1:3"}, a.id),
        Draft(
            workshop.stream,
            "person/joined",
            {"consent": {"count": True, "quote": True, "trace": True}},
            {"families": "funders"},
            a.id,
        ),
    )
    assert workshop.notes()["state"].tolist() == ["taken-back"] and len(workshop.votes(with_open=True)) == 0
    assert workshop.state.people.get(a.id).families == ()  # type: ignore[union-attr]
    assert SECRET not in str(workshop.events()["words"].tolist())
    for file in workshop.export(tmp_path / "out"):
        assert SECRET.encode() not in file.read_bytes() and b"funders" not in file.read_bytes()
    assert workshop.erase(a.receipt) == Erased(a.id, 1, 1)
    assert desk.log.cleared(30) and SECRET.encode() not in all_bytes(desk.log.path)
    assert workshop.state == folded_anew(workshop)


def test_something_that_comes_while_it_is_taken_back(
    desk: Desk, workshop: Workshop, monkeypatch: pytest.MonkeyPatch
) -> None:
    (a,) = joined(workshop, 1)
    a.note("early")
    erase_many, once = desk.log.erase_many, []

    def meanwhile(ids: list[str], actor: str) -> None:
        if not once:
            once.append(a.note(SECRET))
        erase_many(ids, actor)

    monkeypatch.setattr(desk.log, "erase_many", meanwhile)
    assert workshop.erase(a.receipt).notes == 2
    assert workshop.notes()["text"].tolist() == [None, None]
    assert desk.log.cleared(30) and SECRET.encode() not in all_bytes(desk.log.path)


def test_if_it_never_stops_coming_that_is_said(
    desk: Desk, workshop: Workshop, monkeypatch: pytest.MonkeyPatch
) -> None:
    (a,) = joined(workshop, 1)
    a.note("early")
    erase_many = desk.log.erase_many
    body = {"activity": "notes-1", "channel": "phone"}

    def again(ids: list[str], actor: str) -> None:
        erase_many(ids, actor)
        desk.log.append(Draft(workshop.stream, "notes/written", body, {"text": SECRET}, a.id))

    monkeypatch.setattr(desk.log, "erase_many", again)
    with pytest.raises(CrpkitError, match=r"still there.*once more"):
        workshop.erase(a.receipt)
    monkeypatch.undo()
    assert workshop.erase(a.receipt).notes == 1
    assert desk.log.cleared(30) and SECRET.encode() not in all_bytes(desk.log.path)


def test_replay_does_not_bring_words_back(workshop: Workshop) -> None:
    phone = Phone(workshop, RECEIPTS[0]).join(ALL, ("community",))
    note = phone.note(SECRET)
    workshop.show_notes([note])
    then = workshop.events()["at"].iloc[-1]
    workshop.erase(phone.receipt)
    earlier = workshop.replay(then.isoformat())
    notes = earlier.activities["notes-1"]
    assert isinstance(notes, NotesState)
    assert (notes.notes[note].text, notes.notes[note].state) == (None, "taken-back")
    assert earlier.people.get(phone.id).families == ()  # type: ignore[union-attr]


def test_taking_back_a_merged_phone_leaves_the_other(workshop: Workshop) -> None:
    a, b = joined(workshop, 2)
    a.note("first phone")
    b.note("second phone")
    a.cast({"o1": 3})
    workshop.merge(a.id, b.id)
    assert workshop.erase(a.receipt) == Erased(a.id, 1, 1, ("P2",))
    assert workshop.notes()["text"].tolist() == [None, "second phone"]
    b.cast({"o2": 1})
    assert workshop.dots("dots-1").placed == 1
    with pytest.raises(Refused) as refusal:
        workshop.merge(b.id, a.id)
    assert refusal.value.why == "taken-back"


def test_whoever_was_merged_into_someone_who_took_everything_back_still_counts_once(
    workshop: Workshop,
) -> None:
    a, b, c, d = joined(workshop, 4)  # three are one person; of d nothing came
    c.cast({"o3": 3})
    a.cast({"o1": 3})
    b.cast({"o2": 3})
    for other in (a, c, d):
        workshop.merge(other.id, b.id)
    assert list(workshop.dots("dots-1").totals().values()) == [0, 3, 0]
    assert workshop.erase(b.receipt) == Erased(b.id, 0, 1, ("P1", "P3"))
    assert list(workshop.dots("dots-1").totals().values()) == [3, 0, 0]
    assert workshop.votes(with_open=True)["participant"].tolist() == [a.id]
    assert workshop.state == folded_anew(workshop)
    workshop.set_aside(a.id)
    assert list(workshop.dots("dots-1").totals().values()) == [0, 0, 3]
    assert workshop.erase(c.receipt).merged == ("P1",), "what was set aside holds words as well"
    assert workshop.erase(a.receipt).merged == () and workshop.dots("dots-1").placed == 0


def test_places_on_the_wall_stay_when_earlier_notes_are_taken_back(workshop: Workshop) -> None:
    (a,) = joined(workshop, 1)
    first, second, third = (a.note(text) for text in ("one", "two", "three"))
    workshop.show_notes([first])
    workshop.show_notes([second])
    workshop.take_back(first, a.id)
    workshop.show_notes([third])
    assert workshop.state == folded_anew(workshop)
    notes = workshop.state.activities["notes-1"]
    assert isinstance(notes, NotesState)
    assert (notes.notes[second].place or 0) < (notes.notes[third].place or 0)


def test_words_of_the_facilitator_can_be_taken_back_too(desk: Desk, workshop: Workshop) -> None:
    workshop.retitle("Another title")
    first = workshop.state
    kinds = {event.kind: event.id for event in desk.log.events(workshop.stream)}
    desk.log.erase(kinds["workshop/titled"], "facilitator")
    desk.log.erase(kinds["notes/added"], "facilitator")
    desk.log.erase(kinds["dots/added"], "facilitator", "o1.title")
    desk.log.erase(kinds["dots/added"], "facilitator", "prompt")
    assert first.title == "Another title" and workshop.state.title is None
    assert [activity.prompt for activity in workshop.state.activities.values()] == [None, None]
    assert [option.title for option in workshop.dots("dots-1").options] == [None, "Match", "Coach"]
    assert workshop.state == folded_anew(workshop)
