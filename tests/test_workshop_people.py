"""Who takes part: joining, what each agreed to, who counts, and what the facilitator says about the room."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from crpkit.errors import InputProblems
from crpkit.store import Draft
from crpkit.workshop import Consent, Refused, Workshop
from crpkit.workshop.codes import ALPHABET
from crpkit.workshop.receipts import clean_receipt, new_receipt, person_of, written_receipt
from tests.workshop_helpers import ALL, RECEIPTS, Desk, Phone, joined


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    desk = Desk(tmp_path / "log.sqlite")
    yield desk
    desk.log.close()


@pytest.fixture
def workshop(desk: Desk) -> Workshop:
    return Workshop.create(desk, "A room full of phones", "QUAYS2")


def test_people_are_numbered_as_they_join(workshop: Workshop) -> None:
    phones = joined(workshop, 3)
    people = workshop.state.people
    assert [person.id for person in people] == [phone.id for phone in phones]
    assert [person.label for person in people] == ["P1", "P2", "P3"]
    assert len(people) == 3 and people.get("p-nobody") is None


def test_joining_again_changes_what_was_said_and_nothing_else(workshop: Workshop) -> None:
    phone = Phone(workshop, RECEIPTS[0]).join(ALL, ("community", "brokers"), "new")
    before = workshop.state.people.get(phone.id)
    assert before is not None and before.families == ("community", "brokers") and before.experience == "new"
    phone.join(Consent(count=True))
    after = workshop.state.people.get(phone.id)
    assert after is not None and (after.number, after.joined) == (before.number, before.joined)
    assert (after.consent, after.families, after.experience) == (Consent(count=True), (), "")
    assert len(workshop.state.people) == 1


def test_only_those_who_agreed_are_in_figures_about_who_was_here(workshop: Workshop) -> None:
    first, second, third = joined(workshop, 3)
    second.join(Consent(quote=True))
    workshop.set_aside(third.id)
    people = workshop.state.people
    assert [person.id for person in people.counting] == [first.id, second.id]
    assert [person.id for person in people.counted] == [first.id]


def test_who_did_not_agree_to_be_counted_is_in_no_figure_that_leaves_the_room(
    workshop: Workshop, tmp_path: Path
) -> None:
    a, b, c, d, _ = joined(workshop, 5)
    a.join(ALL, ("community",), "new")
    b.join(Consent(quote=True, trace=True), ("researchers",), "experienced")
    c.join(Consent(quote=True), ("funders",))  # the same person as d, who agreed there
    d.join(ALL, ("brokers",))
    workshop.merge(c.id, d.id)
    table = workshop.participants()
    assert table["counts"].tolist() == [True, False, False, False, True]
    assert table["families"].tolist() == ["community", "", "", "", "not said"]
    assert table["experience"].tolist() == ["new", "", "", "", "not said"]
    assert len(workshop.state.people.counting) == 4, "phones, for the room itself"
    files = {file.name: file for file in workshop.export(tmp_path)}
    told = files["QUAYS2-participants-private.csv"].read_text("utf-8-sig")
    assert "community" in told and not any(
        name in told for name in ("researchers", "experienced", "funders", "brokers")
    )
    about = openpyxl.load_workbook(files["QUAYS2-private.xlsx"])["About"]
    said = {row[0]: row[1] for row in about.iter_rows(values_only=True)}
    assert said["People who agreed to be counted among those who took part"] == 2
    assert not any("Phones" in str(what) for what in said)
    workshop.set_aside(c.id)  # it was nobody's after all
    assert workshop.participants()["families"].tolist()[3] == "brokers"


def test_a_voter_is_followed_through_merges(workshop: Workshop) -> None:
    a, b, c, d = joined(workshop, 4)
    workshop.merge(a.id, b.id)
    workshop.merge(b.id, c.id)
    people = workshop.state.people
    assert [people.voter(phone.id) for phone in (a, b, c, d)] == [c.id, c.id, c.id, d.id]
    assert people.voter("p-nobody") is None
    workshop.set_aside(c.id)
    assert [workshop.state.people.voter(phone.id) for phone in (a, c, d)] == [None, None, d.id]
    workshop.set_aside(c.id, False)
    workshop.merge(b.id, None)
    assert workshop.state.people.voter(a.id) == b.id


def test_who_took_everything_back_is_passed_over(workshop: Workshop) -> None:
    a, b, c, d = joined(workshop, 4)
    workshop.merge(a.id, b.id)
    workshop.merge(b.id, c.id)
    workshop.merge(d.id, c.id)

    def voters() -> list[str | None]:
        people = workshop.state.people
        found = [people.voter(phone.id) for phone in (a, b, c, d)]
        assert {one.id for one in people.counting} == {voter for voter in found if voter}
        return found

    workshop.erase(c.receipt)
    assert voters() == [b.id, b.id, None, b.id], "three phones that are one person stay one"
    workshop.erase(b.receipt)
    assert voters() == [d.id, None, None, d.id]
    assert workshop.state.people.stands_for(a.id) == d.id
    workshop.set_aside(d.id)
    assert voters() == [a.id, None, None, None]
    workshop.set_aside(b.id)
    assert voters() == [None] * 4, "merged into one that is nobody's"


@pytest.mark.parametrize(
    ("pairs", "words"),
    [
        ([("A", "A")], "P1 is P1 already"),
        ([("A", "B"), ("B", "A")], "P1 is P2 already"),
        ([("A", "B"), ("B", "C"), ("C", "A")], "already"),
        ([("A", "?")], "not in the workshop"),
        ([("?", "A")], "not in the workshop"),
    ],
)
def test_merges_that_make_no_sense_are_refused(
    workshop: Workshop, pairs: list[tuple[str, str]], words: str
) -> None:
    names = dict(zip("ABC", (phone.id for phone in joined(workshop, 3)), strict=True)) | {"?": "p-nobody"}
    *before, last = pairs
    for one, into in before:
        workshop.merge(names[one], names[into])
    events = len(workshop.events())
    with pytest.raises(Refused, match=words):
        workshop.merge(names[last[0]], names[last[1]])
    assert len(workshop.events()) == events


def test_a_ring_of_merges_in_the_log_is_not_closed(desk: Desk, workshop: Workshop) -> None:
    a, b = joined(workshop, 2)
    for one, into in ((a.id, b.id), (b.id, a.id), (b.id, b.id), (b.id, "p-nobody")):
        desk.log.append(Draft(workshop.stream, "person/merged", {"person": one, "into": into}))
    assert [workshop.state.people.voter(one.id) for one in (a, b)] == [b.id, b.id]


def test_of_two_phones_of_one_person_only_what_both_agreed_to_holds(workshop: Workshop) -> None:
    a, b = joined(workshop, 2)
    a.join(Consent(count=True, quote=True), ("community",))
    b.join(Consent(count=True, trace=True))
    workshop.merge(a.id, b.id)
    people = workshop.state.people
    assert people.consent(a.id) == people.consent(b.id) == Consent(count=True)
    assert people.families(a.id) == ("community",)


def test_a_table_of_participants(workshop: Workshop) -> None:
    workshop.open_activity("notes", "What helps?")
    a, b = joined(workshop, 2)
    a.join(Consent(count=True), ("community", "brokers"), "new")
    a.note("One")
    workshop.set_aside(b.id)
    table = workshop.participants()
    assert table["label"].tolist() == ["P1", "P2"]
    assert table["families"].tolist() == ["community, brokers", "not said"]
    assert table["experience"].tolist() == ["new", "not said"]
    assert table["consent"].tolist() == ["count", "count, quote, trace"]
    assert table["counts"].tolist() == [True, False]
    assert table["notes"].tolist() == [1, 0]


def test_the_room_is_counted_with_those_on_paper(workshop: Workshop) -> None:
    workshop.count_room(20, {"community": 8}, paper=5)
    room = workshop.state.room
    assert (room.total, room.paper, room.not_said) == (20, 5, 12)
    with pytest.raises(InputProblems, match="21 people are without a phone, but 20 are in the room"):
        workshop.count_room(20, paper=21)
    with pytest.raises(InputProblems, match="-1 is not a number of people"):
        workshop.count_room(None, paper=-1)
    workshop.count_room(None, paper=3)
    assert (workshop.state.room.total, workshop.state.room.paper) == (None, 3)


def test_the_stage(workshop: Workshop) -> None:
    assert (workshop.state.stage.what, workshop.state.now) == ("join", None)
    name = workshop.open_activity("notes", "What helps?")
    assert workshop.state.now == name
    workshop.stage("activity", name)
    assert (workshop.state.stage.what, workshop.state.stage.activity) == ("activity", name)
    workshop.stage("blank")
    assert workshop.state.stage.what == "blank"
    for what, activity in (("fireworks", None), ("activity", "notes-9")):
        with pytest.raises(InputProblems):
            workshop.stage(what, activity)


def test_ending_and_going_on(workshop: Workshop) -> None:
    (phone,) = joined(workshop, 1)
    workshop.open_activity("notes", "What helps?")
    workshop.end()
    workshop.end()
    with pytest.raises(Refused) as refusal:
        phone.note("Too late")
    assert refusal.value.why == "ended"
    workshop.resume()
    phone.note("In time")
    assert workshop.events()["kind"].tolist().count("workshop/ended") == 1


def test_a_message_sent_twice_is_one_event(workshop: Workshop) -> None:
    (phone,) = joined(workshop, 1)
    for _ in range(2):
        workshop.count_room(5, event_id="A" * 26)
        workshop.set_aside(phone.id, event_id="B" * 26)
        workshop.stage("blank", event_id="C" * 26)
        workshop.retitle("Another title", event_id="D" * 26)
    assert len(workshop.events()) == 6
    with pytest.raises(Refused) as refusal:
        workshop.stage("join", event_id="A" * 26)
    assert refusal.value.why == "id-taken"


def test_nobody_unknown_is_set_aside(workshop: Workshop) -> None:
    with pytest.raises(Refused) as refusal:
        workshop.set_aside("p-nobody")
    assert refusal.value.why == "unknown-person"


def test_receipts() -> None:
    assert clean_receipt(" k7mp-wx3a 9qrs ") == "K7MPWX3A9QRS"
    assert written_receipt("K7MPWX3A9QRS") == "K7MP-WX3A-9QRS"
    person = person_of("QUAYS2", "k7mp-wx3a-9qrs")
    assert person == person_of("QUAYS2", "K7MPWX3A9QRS") and len(person) == 18
    assert person != person_of("QUAYS3", "K7MPWX3A9QRS") != person_of("QUAYS3", "K7MPWX3A9QRT")
    drawn = {new_receipt() for _ in range(200)}
    assert len(drawn) == 200 and all(clean_receipt(receipt) == receipt for receipt in drawn)


@given(st.text(max_size=20))
def test_any_text_is_a_receipt_or_a_sentence(text: str) -> None:
    try:
        assert set(clean_receipt(text)) <= set(ALPHABET)
    except InputProblems as error:
        assert "is not a receipt code" in str(error)


@pytest.mark.parametrize(
    ("kind", "body", "words"),
    [
        ("person/joined", {}, {}),
        ("person/joined", {"consent": True}, {}),
        ("person/joined", {"consent": {"count": 1, "quote": True, "trace": True}}, {}),
        ("person/aside", {"person": "p-1"}, {}),
        ("person/aside", {"aside": True}, {}),
        ("person/merged", {"person": "p-1", "into": 3}, {}),
        ("person/merged", {"person": "p-1"}, {}),
        ("person/took-back", {}, {}),
        ("person/danced", {}, {}),
        ("screen/staged", {"what": "fireworks"}, {}),
        ("screen/staged", {"what": "activity", "activity": 3}, {}),
        ("room/counted", {"total": 3, "families": {}, "paper": "few"}, {}),
        ("log/erased-not", {}, {}),
        ("workshop/exploded", {}, {}),
    ],
)
def test_an_event_that_crpkit_would_not_write_changes_nothing(
    desk: Desk, workshop: Workshop, kind: str, body: dict, words: dict
) -> None:
    joined(workshop, 1)
    before = workshop.state
    if not kind.startswith("log/"):
        desk.log.append(Draft(workshop.stream, kind, body, words, actor="p-1"))
    assert workshop.state is before
