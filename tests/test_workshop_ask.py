"""Activities that ask: ballots by every method, tables, what is written under headings, and taking back."""

from __future__ import annotations

from collections.abc import Mapping
from functools import reduce
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crpkit.errors import InputProblems
from crpkit.store import new_id
from crpkit.workshop import Consent, Refused, Workshop, apply, fold
from crpkit.workshop.activities.ask import AskState, Counted, Item, fits
from crpkit.workshop.activities.ask.ballots import parsed
from crpkit.workshop.activities.ask.counting import result
from crpkit.workshop.sending import note_draft, table_draft
from tests.workshop_helpers import Desk, Phone, joined

OPTIONS = ("Hub", "Match", "Coach")


@pytest.fixture
def workshop(tmp_path: Path) -> Workshop:
    return Workshop.create(Desk(tmp_path / "log.db"), "Our workshop")


def choose(workshop: Workshop, method: str, most: int | None = None, **more: object) -> str:
    return workshop.open_activity("choose", "What helps?", OPTIONS, method=method, most=most, **more)  # type: ignore[arg-type]


def numbers(workshop: Workshop, activity: str, column: str) -> dict[str, object]:
    table = workshop.ask(activity).result()
    return dict(zip(table["letter"], table[column], strict=True))


def say(phone: Phone, activity: str, text: str, **where: object) -> str:
    draft = note_draft(phone.workshop.state, phone.id, activity, text, new_id(), **where)  # type: ignore[arg-type]
    return phone._send(draft).id


def sit(phone: Phone, table: str | None) -> None:
    phone._send(table_draft(phone.workshop.state, phone.id, table, new_id()))


# ---- methods


def test_ticks_are_counted_by_people(workshop: Workshop) -> None:
    activity = choose(workshop, "approval", most=2)
    one, two = joined(workshop, 2)
    one.cast({"o1": 1, "o2": 1}, activity)
    two.cast({"o2": 1}, activity)
    workshop.place(activity, {"B": 1, "C": 1}, people=3, channel="paper")
    assert numbers(workshop, activity, "people") == {"B": 5, "C": 3, "A": 1}
    assert numbers(workshop, activity, "share_percent") == pytest.approx({"B": 100, "C": 60, "A": 20})
    assert workshop.ask(activity).voters == 5


def test_points_of_a_wall_are_not_multiplied_and_a_tables_are(workshop: Workshop) -> None:
    activity = choose(workshop, "points", most=5)
    workshop.name_tables(["Oak"])
    workshop.place(activity, {"A": 12}, people=0, channel="paper", each=False)
    workshop.place(activity, {"A": 1, "B": 4}, people=3, channel="table", table="Oak")
    assert numbers(workshop, activity, "points") == {"A": 15, "B": 12, "C": 0}
    assert workshop.ask(activity).voters == 3


def test_dots_are_points_called_dots(workshop: Workshop) -> None:
    state = workshop.ask(choose(workshop, "dots"))
    assert (state.method, state.unit, state.most) == ("points", "dot", 3)


def test_a_ranking_is_counted_as_borda_did(workshop: Workshop) -> None:
    # By hand: k = 3. Two ballots A > B > C give A 2, B 1, C 0 each. A table of three says B > A, C is left out and gets
    # what is left, 0. One ballot says only C: A and B share 1 + 0, half a point each.
    activity = choose(workshop, "ranking")
    one, two, three = joined(workshop, 3)
    one.cast({"o1": 1, "o2": 2, "o3": 3}, activity)
    two.cast({"o1": 1, "o2": 2, "o3": 3}, activity)
    three.cast({"o3": 1}, activity)
    workshop.name_tables(["Oak"])
    workshop.place(activity, {"B": 1, "A": 2}, people=3, channel="table", table="Oak")
    assert numbers(workshop, activity, "score") == {"B": 2 + 6 + 0.5, "A": 4 + 3 + 0.5, "C": 0 + 0 + 2}
    assert numbers(workshop, activity, "first") == {"B": 3, "A": 2, "C": 1}
    assert numbers(workshop, activity, "people") == {"B": 5, "A": 5, "C": 3}
    assert numbers(workshop, activity, "place") == {"B": 1, "A": 2, "C": 3}


def test_statements_are_counted_by_answer_and_can_be_offered(workshop: Workshop) -> None:
    activity = workshop.open_activity("statements", "Where do you stand?", ["Pay everyone", "Meet at night"])
    one, two = joined(workshop, 2)
    offered = say(one, activity, "Bring the children")
    item = workshop.let_in(offered)
    assert (item.letter, item.title, workshop.let_in(offered)) == ("C", "Bring the children", item)
    one.cast({"o1": 1, "o3": 2}, activity)
    two.cast({"o1": 1, "o2": 3}, activity)
    workshop.place(activity, {"A": 2}, people=7, channel="spoken")
    workshop.close_activity(activity)
    table = workshop.statements().set_index("letter")
    agree, disagree, passed = (answer.id for answer in workshop.ask(activity).answers)
    assert list(table[agree]) == [2, 0, 0]
    assert list(table[disagree]) == [7, 0, 1]
    assert list(table[passed]) == [0, 1, 0]
    assert list(table["offered"]) == [False, False, True]
    workshop.take_back(offered)
    assert workshop.statements().set_index("letter").loc["C", "title"] is None


def test_open_votes_are_in_no_table(workshop: Workshop) -> None:
    activity = workshop.open_activity("statements", "Where do you stand?", ["Pay everyone", "Meet at night"])
    joined(workshop, 1)[0].cast({"o1": 1}, activity)
    assert workshop.statements().empty
    assert workshop.votes().empty and len(workshop.votes(with_open=True)) == 1
    workshop.close_activity(activity)
    assert len(workshop.votes()) == len(workshop.statements()) - 1 == 1


@pytest.mark.parametrize(
    ("method", "most", "ballot"),
    [
        ("approval", 2, {"o1": 1, "o2": 1, "o3": 1}),
        ("approval", None, {"o1": 2}),
        ("points", 5, {"o1": 3, "o2": 3}),
        ("ranking", None, {"o1": 1, "o2": 3}),
        ("ranking", None, {"o1": 1, "o2": 1}),
        ("ranking", None, {"o9": 1}),
    ],
)
def test_a_ballot_that_does_not_fit_is_refused_from_phone_and_console(
    workshop: Workshop, method: str, most: int | None, ballot: Mapping[str, int]
) -> None:
    activity = choose(workshop, method, most)
    (phone,) = joined(workshop, 1)
    with pytest.raises(Refused):
        phone.cast(ballot, activity)
    with pytest.raises(InputProblems):
        workshop.place(activity, ballot)
    assert workshop.ask(activity).counted == ()


# ---- tables


def test_members_of_a_table_that_chose_together_do_not_count_twice(workshop: Workshop) -> None:
    activity = choose(workshop, "approval")
    workshop.name_tables(["Oak", "Ash"])
    oak, ash, nowhere = joined(workshop, 3)
    sit(oak, "Oak")
    sit(ash, "Ash")
    for phone in (oak, ash, nowhere):
        phone.cast({"o1": 1}, activity)
    assert numbers(workshop, activity, "people")["A"] == 3
    entry = workshop.place(
        activity, {"B": 1}, people=4, channel="table", table="Oak", families={"community": 3, "brokers": 1}
    )
    assert numbers(workshop, activity, "people") == {"B": 4, "A": 2, "C": 0}
    with pytest.raises(Refused) as refusal:
        oak.cast({"o3": 1}, activity)
    assert refusal.value.why == "table-voted"
    ash.cast({"o3": 1}, activity)
    workshop.undo_placed(activity, entry.id)
    assert numbers(workshop, activity, "people") == {"A": 2, "C": 1, "B": 0}


def test_a_person_with_two_phones_at_a_table_counts_with_the_table(workshop: Workshop) -> None:
    activity = choose(workshop, "approval")
    workshop.name_tables(["Oak"])
    first, second = joined(workshop, 2)
    sit(first, "Oak")
    second.cast({"o1": 1}, activity)
    workshop.merge(second.id, first.id)
    workshop.place(activity, {"B": 1}, people=2, channel="table", table="Oak")
    assert numbers(workshop, activity, "people") == {"B": 2, "A": 0, "C": 0}


def test_more_people_than_are_in_the_room_are_refused(workshop: Workshop) -> None:
    activity = choose(workshop, "approval")
    workshop.name_tables(["Oak"])
    workshop.count_room(6)
    sitting, alone = joined(workshop, 2)
    sit(sitting, "Oak")
    sitting.cast({"o1": 1}, activity)
    alone.cast({"o1": 1}, activity)
    with pytest.raises(Refused, match="6"):
        workshop.place(activity, {"A": 1}, people=6, channel="table", table="Oak")
    workshop.place(activity, {"A": 1}, people=5, channel="table", table="Oak")
    assert numbers(workshop, activity, "people")["A"] == 6


def test_moving_to_another_table_afterwards_changes_no_result(workshop: Workshop) -> None:
    activity = choose(workshop, "approval")
    workshop.name_tables(["Oak", "Ash"])
    first, second, third, fourth = joined(workshop, 4)
    for phone in (first, second):
        sit(phone, "Oak")
    sit(third, "Ash")
    first.cast({"o1": 1}, activity)
    third.cast({"o1": 1}, activity)
    workshop.place(activity, {"B": 1}, people=2, channel="table", table="Oak")
    before = numbers(workshop, activity, "people")
    assert before == {"B": 2, "A": 1, "C": 0}
    sit(first, "Ash")  # was counted at Oak: does not count once more
    sit(second, None)
    sit(third, "Oak")  # came from elsewhere: keeps the own ballot
    assert numbers(workshop, activity, "people") == before
    with pytest.raises(Refused) as refusal:
        first.cast({"o3": 1}, activity)
    assert refusal.value.why == "table-voted"
    sit(fourth, "Oak")  # sat nowhere, and says now that it was Oak
    with pytest.raises(Refused):
        fourth.cast({"o1": 1}, activity)
    workshop.close_activity(activity)
    for phone, table in ((first, "Oak"), (second, "Oak"), (third, "Ash"), (fourth, "Ash")):
        sit(phone, table)
    assert numbers(workshop, activity, "people") == before
    workshop.name_tables([])
    assert numbers(workshop, activity, "people") == before


def test_a_table_chooses_together_once(workshop: Workshop) -> None:
    activity = choose(workshop, "approval")
    workshop.name_tables(["Oak", "Ash"])
    entry = workshop.place(activity, {"A": 1}, people=4, channel="table", table="Oak")
    for channel in ("table", "paper"):
        with pytest.raises(InputProblems, match="chosen together already"):
            workshop.place(activity, {"B": 1}, people=1, channel=channel, table="Oak")
    with pytest.raises(InputProblems, match="chosen together already"):
        workshop.place_all(activity, [{"ballot": {"A": 1}, "people": 2, "table": "Ash"}] * 2, "table")
    again = workshop.place(activity, {"A": 1}, people=4, channel="table", table="Oak", event_id=entry.id)
    assert again.id == entry.id  # sent again
    workshop.undo_placed(activity, entry.id)
    workshop.place(activity, {"B": 1}, people=5, channel="table", table="Oak")
    assert numbers(workshop, activity, "people")["B"] == 5


@pytest.mark.parametrize("table", [None, "Elm"])
def test_a_tables_ballot_needs_a_table_that_is_there(workshop: Workshop, table: str | None) -> None:
    activity = choose(workshop, "approval")
    workshop.name_tables(["Oak"])
    with pytest.raises(InputProblems):
        workshop.place(activity, {"A": 1}, people=2, channel="table", table=table)


# ---- writing under headings


def test_many_hands_work_out_an_option(workshop: Workshop) -> None:
    activity = workshop.open_activity("develop", "Work it out", ["A Hub", "A fund"])
    one, two = joined(workshop, 2)
    heads = [box.id for box in workshop.ask(activity).boxes]
    assert len(heads) == 7
    say(one, activity, "So that people find each other", box=heads[0], about="o1")
    say(two, activity, "So that it lasts", box=heads[0], about="o1")
    say(two, activity, "For newcomers", box=heads[1], about="o2")
    workshop.write_notes(activity, ["A leaflet too"], "paper", box=heads[3], about="o1", table=None)
    table = workshop.canvases()
    assert list(table[table["letter"] == "A"]["text"]) == [
        "So that people find each other",
        "So that it lasts",
        "A leaflet too",
    ]
    assert set(table["state"]) == {"shown"}
    with pytest.raises(Refused):
        say(one, activity, "About nothing", box=heads[0])
    with pytest.raises(Refused):
        say(one, activity, "Nowhere", box="not-there", about="o1")


def test_commitments_have_who_what_and_when(workshop: Workshop) -> None:
    activity = workshop.open_activity("commitments", "What will you do?")
    (phone,) = joined(workshop, 1)
    fields = [field.id for field in workshop.ask(activity).boxes[0].fields]
    assert fields == ["who", "text", "when"] or set(fields) == {"who", "text", "when"}
    note = say(phone, activity, "Ask the library", more={"who": "A community group", "when": "by May"})
    with pytest.raises(Refused):
        say(phone, activity, "Ask the library", more={"why": "because"})
    kept = workshop.ask(activity).writing.notes[note]
    assert dict(kept.more) == {"who": "A community group", "when": "by May"}
    workshop.take_back(note)
    gone = workshop.ask(activity).writing.notes[note]
    assert gone.text is None and set(gone.more.values()) == {None}


def test_taking_everything_back_takes_ballots_entries_and_the_seat(workshop: Workshop) -> None:
    activity = workshop.open_activity("statements", "Where do you stand?", ["Pay everyone", "Meet at night"])
    workshop.name_tables(["Oak"])
    (phone,) = joined(workshop, 1)
    sit(phone, "Oak")
    phone.cast({"o1": 1}, activity)
    say(phone, activity, "Secret words")
    erased = workshop.erase(phone.receipt)
    assert (erased.notes, erased.ballots) == (1, 1)
    state = workshop.ask(activity)
    assert state.counted == () and [note.text for note in state.writing.notes.values()] == [None]
    assert "Secret words" not in workshop.events()["words"].str.cat()
    assert workshop.state.people.get(phone.id).table is None  # type: ignore[union-attr]


def test_a_kind_of_another_team_is_read_from_the_log_alone(workshop: Workshop) -> None:
    activity = choose(workshop, "approval")
    log = list(workshop._log.events(workshop.stream))
    assert fold(workshop.code, log) == workshop.state
    assert isinstance(fold(workshop.code, log).activities[activity], AskState)


# ---- properties

_ACTS = st.lists(
    st.tuples(
        st.sampled_from(
            ["cast", "write", "place", "undo", "close", "open", "sit", "let-in", "aside", "back"]
        ),
        st.integers(0, 3),
        st.integers(0, 3),
    ),
    max_size=25,
)


@settings(max_examples=40, deadline=None)
@given(_ACTS)
def test_folding_on_is_folding_anew_whatever_happens(tmp_path_factory: pytest.TempPathFactory, acts) -> None:
    workshop = Workshop.create(Desk(tmp_path_factory.mktemp("ask") / "log.db"), "Any")
    activity = workshop.open_activity("statements", "Where?", ["One", "Two"])
    workshop.name_tables(["Oak", "Ash"])
    phones = joined(workshop, 4)
    for what, who, which in acts:
        try:
            _act(workshop, activity, phones[who], what, which)
        except InputProblems:
            continue
        events = workshop._log.events(workshop.stream)
        kept = workshop.state
        assert fold(workshop.code, events) == kept
        state = workshop.ask(activity)
        assert len({person for person, _ in state.ballots_counting}) == len(state.ballots_counting)
        table = state.result()
        answers = [answer.id for answer in state.answers]
        assert (table[answers].sum(axis=1) == table["people"]).all()
    last = workshop._log.events(workshop.stream)[-1]
    assert apply(workshop.state, last) == workshop.state or last.kind.startswith("log/")


def _act(workshop: Workshop, activity: str, phone: Phone, what: str, which: int) -> None:
    state = workshop.ask(activity)
    if what == "cast":
        phone.cast({"o1": 1 + which % 3, "o2": 1}, activity)
    elif what == "write":
        say(phone, activity, f"Words {which}")
    elif what == "place":
        workshop.place(activity, {"A": 1}, people=which + 1, channel="table", table=("Oak", "Ash")[which % 2])
    elif what == "undo" and state.standing:
        workshop.undo_placed(activity, state.standing[0].event_id)
    elif what in ("close", "open"):
        (workshop.close_activity if what == "close" else workshop.reopen_activity)(activity)
    elif what == "sit":
        sit(phone, (None, "Oak", "Ash", "Oak")[which])
    elif what == "let-in" and state.writing.notes:
        workshop.let_in(list(state.writing.notes)[which % len(state.writing.notes)])
    elif what == "aside":
        workshop.set_aside(phone.id, which % 2 == 0)
    elif what == "back" and state.writing.notes:
        workshop.take_back(next(iter(state.writing.notes)))


_ITEMS = tuple(Item(f"o{n}", "ABCDE"[n], f"Item {n}") for n in range(5))
_RANKINGS = st.lists(
    st.permutations(range(5)).flatmap(lambda order: st.integers(0, 5).map(lambda n: order[:n]))
)


@given(_RANKINGS)
def test_every_ballot_of_a_ranking_hands_out_the_same_points(rankings: list[list[int]]) -> None:
    ballots = [{f"o{item}": place + 1 for place, item in enumerate(order)} for order in rankings]
    assert all(fits(ballot, "ranking", None, 0, [item.id for item in _ITEMS]) for ballot in ballots)
    counted = [Counted(ballot, 1, 1, {}, "phone", None, "p", "e") for ballot in ballots]
    table = result("ranking", _ITEMS, (), counted)
    assert table["score"].sum() == pytest.approx(10 * sum(bool(ballot) for ballot in ballots))
    again = result("ranking", _ITEMS, (), reversed(counted))
    assert table.equals(again)


def test_one_choice_each(workshop: Workshop) -> None:
    activity = workshop.open_activity("check-in", "Who is here?", ["Residents", "Researchers"])
    one, two = joined(workshop, 2)
    one.cast({"o1": 1}, activity)
    one.cast({"o2": 1}, activity)
    two.cast({"o1": 1}, activity)
    with pytest.raises(Refused):
        two.cast({"o1": 1, "o2": 1}, activity)
    assert numbers(workshop, activity, "people") == {"A": 1, "B": 1}
    assert (
        reduce(lambda total, number: total + int(number), numbers(workshop, activity, "people").values(), 0)
        == 2
    )  # type: ignore[arg-type]
    assert isinstance(Consent(), Consent)


@pytest.mark.parametrize(
    ("words", "ballot"),
    [
        ("", {}),
        ("o1:2 o3:1", {"o1": 2, "o3": 1}),
        (" o1:2  o3:1 ", {"o1": 2, "o3": 1}),
        ("o1:9999", {"o1": 9999}),
        (None, None),
        ("o1", None),
        ("o1:0", None),
        ("o1:01", None),
        ("o1:10000", None),
        ("o1:1 o1:2", None),
        ("o1:1o2:1", None),
        ("o1:1:2", None),
        ("o1:-1", None),
        ("o1:٣", None),
    ],
)
def test_words_of_a_ballot(words: str | None, ballot: dict[str, int] | None) -> None:
    assert parsed(words) == ballot
