"""The road-test: voices stand apart, from the first ballot to the record; agreed changes; journeys as lists."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook

from crpkit.charts.journeys import journey_map
from crpkit.charts.walks import walk_figure
from crpkit.errors import InputProblems
from crpkit.journeys import load_journeys, road_test
from crpkit.journeys.felt import VOICES, read_feelings
from crpkit.personas import load_personas
from crpkit.reports import write_record, write_shareable
from crpkit.reports.pack.sheets import sheets
from crpkit.store import Log
from crpkit.workshop import Consent, Workshop, journey_lists, read_agenda
from crpkit.workshop.activities.ask import NOT_SAID, AskState
from crpkit.workshop.activities.ask.voices import spreads, voice_frame
from crpkit.workshop.folding import fold
from crpkit.workshop.importing import notes_from_csv, tallies_from_csv
from crpkit.workshop.kinds import Kind, kinds
from crpkit.workshop.sending import ballot_draft
from crpkit.workshop.state import apply
from crpkit.workspace import Workspace, new_workspace, open_workspace
from tests.workshop_helpers import Desk, Phone, joined

PROMPT = "How would each step feel to you?"
STEPS = ("hears-of-it", "reads-the-guide", "gets-ready", "meets-researchers")


@pytest.fixture
def place(tmp_path: Path) -> Iterator[Workspace]:
    workspace = open_workspace(new_workspace(tmp_path / "place"))
    yield workspace
    workspace.close()


@pytest.fixture
def walk(place: Workspace) -> Workshop:
    workshop = Workshop.create(place, "Walking through it")
    workshop.open_activity("road-test", PROMPT, journey_lists(None)["journey:community-new"], activity="walk")
    return workshop


def cast(phone: Phone, voice: str, dots: dict[str, int]) -> None:
    phone._send(ballot_draft(phone.workshop.state, phone.id, "walk", dots, voice=voice))


def felt(workshop: Workshop) -> dict[tuple[str, str, int], int]:
    rows = workshop.feelings("walk").to_dict("records")
    return {(row["step"], row["voice"], row["feeling"]): row["people"] for row in rows}


def same_when_read_again(workshop: Workshop) -> bool:
    """Whether folding on, folding one by one and folding from the start give the same."""
    events = workshop._log.events(workshop.stream)
    again = fold(workshop.code, events)
    one_by_one = fold(workshop.code, [])
    for event in events:
        one_by_one = apply(one_by_one, event)
    return workshop.state == again == one_by_one


# ---- who speaks from where


def test_nothing_counts_before_it_is_said_from_where_one_speaks(walk: Workshop) -> None:
    phone = joined(walk, 1)[0]
    with pytest.raises(InputProblems, match="From where do you speak"):
        cast(phone, "", {"o1": 1})
    with pytest.raises(InputProblems, match="Did you mean “lived”"):
        cast(phone, "live", {"o1": 1})
    cast(phone, "lived", {})  # the voice alone: no feeling yet
    walk.close_activity("walk")
    assert felt(walk) == {}


def test_voices_are_counted_apart_and_the_last_ballot_counts_with_its_voice(walk: Workshop) -> None:
    one, two, three = joined(walk, 3)
    cast(one, "lived", {"o1": 1, "o2": 5})
    cast(two, "alongside", {"o1": 5})
    cast(three, NOT_SAID, {"o1": 3})
    cast(one, "imagining", {"o1": 2, "o2": 5})  # changed where one speaks from: it goes with the ballot
    walk.place("walk", {"A": 1}, people=4, voice="lived")
    walk.place("walk", {"B": 4}, people=2)
    walk.close_activity("walk")
    assert felt(walk) == {
        ("hears-of-it", "lived", -2): 4,
        ("hears-of-it", "alongside", 2): 1,
        ("hears-of-it", "imagining", -1): 1,
        ("reads-the-guide", "imagining", 2): 1,
    }
    unsaid = walk.voices_said("walk").query("voice == 'not-said' and people > 0")
    assert unsaid[["item", "answer", "people"]].to_numpy().tolist() == [
        ["o1", "neither", 1],
        ["o2", "good", 2],
    ]
    assert same_when_read_again(walk)
    read_feelings(walk.feelings("walk"), STEPS)  # what the journeys take


def test_answers_are_hidden_while_phones_can_answer(walk: Workshop) -> None:
    walk.place("walk", {"A": 1}, voice="lived")
    with pytest.raises(InputProblems, match="hidden from everyone until it is closed"):
        walk.feelings("walk")
    walk.open_activity("choose", "Which?", ["A lift", "Pay"], activity="which")
    with pytest.raises(InputProblems, match="does not ask from where people speak"):
        walk.feelings("which")


def test_who_takes_everything_back_counts_no_more(walk: Workshop) -> None:
    one, two = joined(walk, 2)
    cast(one, "lived", {"o1": 1})
    cast(two, "lived", {"o1": 2})
    walk.write_notes("walk", ["Somebody who comes along"], "paper", box="help", about="o1", voice="lived")
    walk.erase_person(one.id)
    walk.close_activity("walk")
    assert felt(walk) == {("hears-of-it", "lived", -1): 1}
    assert same_when_read_again(walk)


def test_two_phones_of_one_person_speak_once(walk: Workshop) -> None:
    one, two = joined(walk, 2)
    cast(one, "lived", {"o1": 1})
    cast(two, "alongside", {"o1": 4})
    walk.merge(two.id, one.id)
    walk.close_activity("walk")
    assert felt(walk) == {("hears-of-it", "alongside", 1): 1}


def test_a_ballot_from_paper_can_be_undone_and_a_table_cannot_speak_as_one(walk: Workshop) -> None:
    walk.name_tables(["Oak"])
    with pytest.raises(InputProblems, match="A table cannot answer as one here"):
        walk.place("walk", {"A": 1}, people=4, channel="table", table="Oak", voice="lived")
    event = walk.place("walk", {"A": 1}, people=4, voice="lived")
    walk.undo_placed("walk", event.id)
    walk.close_activity("walk")
    assert felt(walk) == {}


def test_the_room_goes_to_a_step(walk: Workshop) -> None:
    walk.go_to_item("walk", "B", "same-id")
    walk.go_to_item("walk", "B", "same-id")
    assert walk.ask("walk").at == "o2"
    with pytest.raises(InputProblems, match="There is no step “Q”"):
        walk.go_to_item("walk", "Q")
    walk.go_to_item("walk", None)
    assert walk.ask("walk").at is None
    assert same_when_read_again(walk)


def test_what_would_help_comes_with_its_step_and_voice(walk: Workshop) -> None:
    one, two = joined(walk, 2)
    cast(one, "lived", {"o2": 1})
    for phone, text, box in ((one, "Pictures", "help"), (two, "Small print", "stop")):
        phone._send(_note(walk, phone, text, box, "o2"))
    walk.write_notes("walk", ["A lift"], "paper", box="help", about="o1", voice="alongside")
    care = walk.write_notes("walk", ["Something heavy"], "spoken", box="stop", about="o1")[0]
    walk.set_care(care.id)
    gone = walk.write_notes("walk", ["Take this out"], "paper", box="stop", about="o1")[0]
    walk.take_back(gone.id)
    rows = walk.road_test_notes("walk")[["step", "box", "voice", "text"]].to_numpy().tolist()
    assert rows == [
        ["hears-of-it", "help", "alongside", "A lift"],
        ["reads-the-guide", "help", "lived", "Pictures"],
        ["reads-the-guide", "stop", None, "Small print"],
    ]


def _note(workshop: Workshop, phone: Phone, text: str, box: str, about: str) -> object:
    from crpkit.workshop.sending import note_draft

    return note_draft(workshop.state, phone.id, "walk", text, box=box, about=about)


# ---- what may be shown


BALLOTS = st.lists(
    st.tuples(
        st.sampled_from([*VOICES, NOT_SAID]),
        st.dictionaries(st.sampled_from("ABCD"), st.integers(1, 5), min_size=1),
        st.integers(1, 7),
    ),
    max_size=12,
)


@settings(max_examples=40, deadline=None)
@given(ballots=BALLOTS)
def test_voices_add_up_to_the_ballots_and_few_are_not_shown(
    tmp_path_factory: pytest.TempPathFactory, ballots: Sequence[tuple[str, dict[str, int], int]]
) -> None:
    workshop = Workshop.create(Desk(tmp_path_factory.mktemp("walk") / "log.sqlite"), "Any")
    options = [{"title": f"Step {step}", "source": f"journey:j/{step}"} for step in STEPS]
    workshop.open_activity("road-test", PROMPT, options, activity="walk")
    for voice, ballot, people in ballots:
        workshop.place("walk", ballot, people=people, voice=voice)
    workshop.close_activity("walk")
    state = workshop.ask("walk")
    given_answers = Counter[tuple[str, str]]()
    for voice, ballot, people in ballots:
        given_answers.update({(f"o{'ABCD'.index(name) + 1}", voice): people for name in ballot})
    counted = voice_frame(state).groupby(["item", "voice"])["people"].sum()
    assert {key: int(people) for key, people in counted.items() if people} == dict(given_answers)
    shown = spreads(state)
    assert NOT_SAID not in shown
    for voice, of in shown.items():
        for item, one in of.items():
            assert one.people == given_answers[item, voice] >= 5
            assert -2 <= one.low <= one.middle <= one.high <= 2
        assert all((item.id in of) == (given_answers[item.id, voice] >= 5) for item in state.items)
    drawn = read_feelings(workshop.feelings("walk"), STEPS)
    for (step, voice), said in drawn.items():  # the journeys draw the very same
        one = shown[voice].get(f"o{STEPS.index(step) + 1}")
        assert (one is None) == (said.middle is None)
        assert one is None or (one.low, one.middle, one.high) == (said.low, said.middle, said.high)


def test_the_middle_half_by_hand(walk: Workshop) -> None:
    # -2 -2 -1 0 2: the middle is -1, a quarter of the way along lie -2 and 0
    for number, people in ((1, 2), (2, 1), (3, 1), (5, 1)):
        walk.place("walk", {"A": number}, people=people, voice="lived")
    walk.place("walk", {"A": 5}, people=4, voice="alongside")
    found = spreads(walk.ask("walk"))
    one = found["lived"]["o1"]
    assert (one.people, one.low, one.middle, one.high) == (5, -2, -1, 0)
    assert found["alongside"] == {} == found["imagining"]


# ---- paper


def test_sheets_from_a_file_say_from_where(walk: Workshop) -> None:
    data = (
        "voice,people,A,B\nI have lived this,3,Very hard,2\nalongside,1,,Good\n,2,Good,\nfar away,1,Good,\n"
    )
    found = tallies_from_csv(walk.ask("walk"), data.encode())
    assert [one["voice"] for one in found.entries[0]["ballots"] if "voice" in one] == ["lived", "alongside"]
    assert [left.line for left in found.left] == [5]
    assert "from where somebody speaks" in found.left[0].words
    walk.place_all("walk", found.entries[0]["ballots"], found.entries[0]["channel"])
    walk.close_activity("walk")
    assert felt(walk) == {
        ("hears-of-it", "lived", -2): 3,
        ("reads-the-guide", "lived", -1): 3,
        ("reads-the-guide", "alongside", 1): 1,
    }


def test_notes_from_a_file_say_from_where(walk: Workshop) -> None:
    data = "text,heading,about,voice\nA lift,help,A,I work alongside\nToo far,stop,A,\n"
    found = notes_from_csv(walk.ask("walk"), data.encode())
    assert found.left == ()
    for entry in found.entries:
        walk.write_notes("walk", channel="paper", **entry)
    assert list(walk.road_test_notes("walk")["voice"]) == ["alongside", None]


def test_the_pack_has_a_sheet_to_walk_with(place: Workspace) -> None:
    file = place.folder / "workshop_data" / "agendas" / "walk.yaml"
    file.write_text(
        "type: crpkit/agenda\nversion: 1\ntitle: A walk\nsteps:\n"
        "  - {kind: road-test, id: walk, prompt: How?, options: 'journey:community-new', pick: [gets-ready, hears-of-it]}\n",
        encoding="utf-8",
    )
    agenda = read_agenda(file, place.folder)
    sheet = next(one for one in sheets(agenda) if one.kind == "walk")
    assert [item["title"] for item in sheet.data["items"]][1] == "Hears of it from someone they trust"
    assert sheet.data["voices"] == [*VOICES.values(), "I would rather not say"]
    assert sheet.data["values"] == ["−2", "−1", "0", "+1", "+2"]
    workshop = Workshop.create(place, "From an agenda", agenda=agenda)
    workshop.next_step()
    workshop.place("walk", {"A": 5}, voice="lived")
    workshop.close_activity("walk")
    assert list(workshop.feelings("walk")["step"]) == ["gets-ready"]


# ---- kinds and lists


def test_the_words_of_the_voices_are_those_of_the_journeys() -> None:
    kind = kinds()["road-test"]
    assert kind.voices is not None and kind.choosing is not None
    assert {one.id: one.title for one in kind.voices.answers} == dict(VOICES)
    assert [one.value for one in kind.choosing.answers] == [-2, -1, 0, 1, 2]


def test_voices_need_a_scale_with_values() -> None:
    base = kinds()["road-test"].model_dump(mode="json", exclude_defaults=True)
    with pytest.raises(ValueError, match="two answers or more have a “value”"):
        Kind.model_validate(base | {"choosing": {"method": "points"}})
    with pytest.raises(ValueError, match="can be there once"):
        twice = [{"id": "lived", "title": "Me"}, {"id": "lived", "title": "I"}]
        Kind.model_validate(base | {"voices": {"title": "Where?", "answers": twice}})


def test_journeys_of_a_team_are_lists_beside_the_starters(place: Workspace) -> None:
    own = place.folder / "workshop_data" / "journeys"
    own.mkdir(exist_ok=True)
    (own / "ours.yaml").write_text(
        "type: crpkit/journey\nversion: 1\nid: ours\ntitle: Ours\nsteps:\n"
        "  - {id: one, title: One, told: {value: Come in, how_known: assumed}}\n  - {id: two, title: Two}\n",
        encoding="utf-8",
    )
    (own / "broken.yaml").write_text("type: crpkit/journey\nversion: 1\nsteps: none\n", encoding="utf-8")
    lists = journey_lists(place.folder)
    assert "journey:community-new" in lists and "journey:broken" not in lists
    ours = lists["journey:ours"].options
    assert [(one.title, one.detail, one.source) for one in ours] == [
        ("One", "Come in", "journey:ours/one"),
        ("Two", "", "journey:ours/two"),
    ]


# ---- agreed changes

CHANGE = {
    "journey": "community-new",
    "step": "meets-researchers",
    "field": "hours",
    "from": 4,
    "to": {"value": 2, "how_known": "assumed"},
    "why": "Half a day is too long away from the shop",
    "answers": ["hours/meets-researchers"],
    "agreed_by": ["residents"],
}


def test_a_change_is_recorded_read_and_taken_back(walk: Workshop, tmp_path: Path) -> None:
    name = walk.record_change(CHANGE, ["charity staff"], at="2026-11-23T19:30")
    other = walk.record_change({"component": "match-events", "field": "childcare", "to": True})
    found = walk.changes()
    first = found.iloc[0].to_dict()
    assert first["id"] == name and first["to"] == CHANGE["to"] and first["from"] == 4
    assert first["agreed_by"] == ["residents", "charity staff"] and first["answers"] == CHANGE["answers"]
    assert first["when"].isoformat() == "2026-11-23T19:30:00+00:00"
    assert first["evidence"] == f"workshop:{walk.code}/change-agreed/{name}"
    assert found["from"].iloc[1] is None and found["component"].iloc[1] == "match-events"
    assert same_when_read_again(walk)
    written = walk.export(tmp_path / "before")
    assert any(path.name.endswith("-changes-private.csv") for path in written)
    book = load_workbook(next(path for path in written if path.suffix == ".xlsx"))
    assert "too long away" in str([[cell.value for cell in row] for row in book["Changes"].rows])

    walk.take_back_change(name)
    walk.take_back_change(name)
    assert list(walk.changes()["id"]) == [other]
    assert same_when_read_again(walk)
    after = walk.export(tmp_path / "after")
    assert all(b"too long away" not in path.read_bytes() for path in after if path.suffix != ".xlsx")
    database = walk._log.events(walk.stream)
    assert all("too long away" not in str(event.words) for event in database)


def test_a_record_that_is_brought_back_holds_the_same_changes(walk: Workshop, tmp_path: Path) -> None:
    walk.record_change(CHANGE)
    walk.place("walk", {"A": 1}, people=5, voice="lived")
    walk.close_activity("walk")
    lines = tmp_path / "log.jsonl"
    written = next(path for path in walk.export(tmp_path / "out") if path.suffix == ".jsonl")
    lines.write_bytes(written.read_bytes())
    other = Desk(tmp_path / "other.sqlite")
    other.log.import_lines([json.loads(line) for line in lines.read_text(encoding="utf-8").splitlines()])
    again = Workshop.open(other, walk.code)
    assert again.changes().equals(walk.changes())
    assert again.feelings("walk").equals(walk.feelings("walk"))


def test_a_change_that_cannot_be_used_is_refused_all_at_once(walk: Workshop) -> None:
    with pytest.raises(InputProblems) as caught:
        walk.record_change({"feild": "hours", "to": {1, 2}, "answers": 5, "step": "a", "component": "b"})
    said = str(caught.value)
    for words in (
        "no field “feild”",
        "does not say “field”",
        "a step and a component",
        "cannot be kept",
        "not a list",
    ):
        assert words in said, words
    assert not len(walk.changes())


# ---- the record


def test_the_record_draws_voices_of_eight_and_names_no_small_one(walk: Workshop, tmp_path: Path) -> None:
    walk.place("walk", {"A": 1, "B": 4}, people=9, voice="lived")
    walk.place("walk", {"A": 5}, people=8, voice="alongside")
    phone = Phone(walk, "Z" * 12).join(Consent(True, True, True))
    cast(phone, "imagining", {"o1": 3})
    note = phone._send(_note(walk, phone, "A friend at the door", "help", "o1"))
    walk.show_notes([note.id])
    walk.close_activity("walk")
    walk.record_change(CHANGE)
    page = write_record(walk, tmp_path / "record.html", spoken="all").read_text(encoding="utf-8")
    assert "A friend at the door" in page and "Speaks from" not in page
    lead = "Where each voice feels lowest: “I have lived this” at “Hears of it from someone they trust”"
    assert lead in page and "Voices are furthest apart at “Hears of it" in page
    assert "fewer than 8 people" in page and "about 10 people" not in page
    for words in (
        "Changes agreed",
        "Meets researchers at a match event",
        "too long away from the shop",
        "residents",
        "Hours asked of them",
        "2 hours",
    ):
        assert words in page, words
    word = write_record(walk, tmp_path / "record.docx")
    assert word.stat().st_size > 10_000
    shared = write_shareable(walk, tmp_path / "share", spoken="all")
    result = next(path for path in shared if path.name == "result-walk.csv").read_text(encoding="utf-8-sig")
    assert "A,Hears of it from someone they trust,lived,very-hard,Very hard,10" in result
    small = [line for line in result.splitlines() if ",imagining," in line or ",not-said," in line]
    assert small and all(line.endswith(",not shown") for line in small), "no zero beside tells what they said"


def test_the_record_names_voices_where_each_is_large(walk: Workshop, tmp_path: Path) -> None:
    for voice in VOICES:
        walk.place("walk", {"A": 3}, people=8, voice=voice)
    shown = walk.write_notes("walk", ["A lift home"], "paper", box="help", about="o1", voice="lived")
    walk.show_notes([shown[0].id])
    walk.close_activity("walk")
    page = write_record(walk, tmp_path / "record.html", spoken="all").read_text(encoding="utf-8")
    assert "Speaks from" in page and "I have lived this" in page


def test_the_record_leads_to_a_note_only_if_its_writer_agreed(walk: Workshop, tmp_path: Path) -> None:
    for receipt, trace in (("Y" * 12, True), ("N" * 12, False)):
        phone = Phone(walk, receipt).join(Consent(True, True, trace))
        cast(phone, "lived", {"o1": 1})
        phone._send(_note(walk, phone, f"A lift, {trace}", "help", "o1"))
    rows = walk.road_test_notes("walk")
    ids = {"True" in row["text"]: row["evidence"] for row in rows.to_dict("records")}
    paper = walk.write_notes("walk", ["A friend"], "paper", box="help", about="o1")[0]
    ids_paper = walk.road_test_notes("walk").iloc[-1]["evidence"]
    assert paper.id in ids_paper
    walk.close_activity("walk")
    for id in (ids[True], ids[False], ids_paper):
        walk.record_change(CHANGE | {"answers": [id]})
    page = write_record(walk, tmp_path / "record.html", spoken="all").read_text(encoding="utf-8")
    assert ids[True] in page and ids[False] not in page and ids_paper not in page
    assert page.count("something said in the room") == 2


def test_an_old_log_without_voices_is_read_as_before(tmp_path: Path) -> None:
    workshop = Workshop.create(Desk(tmp_path / "log.sqlite"), "Before")
    workshop.open_activity("statements", "Agree?", ["One", "Two"], activity="says")
    workshop.place("says", {"A": 1}, people=3)
    workshop.close_activity("says")
    state = workshop.ask("says")
    assert isinstance(state, AskState) and state.voices is None
    assert list(state.result()["agree"]) == [3, 0]
    assert isinstance(workshop._log, Log)


def test_a_voice_that_feels_alike_everywhere_has_no_lowest_step(walk: Workshop) -> None:
    walk.place("walk", {"A": 5, "B": 5}, people=8, voice="alongside")
    walk.place("walk", {"A": 5, "B": 1}, people=8, voice="lived")
    walk.close_activity("walk")
    figure = walk_figure(walk.ask("walk"))
    assert figure is not None
    assert "lowest: “I have lived this” at “Reads" in figure.words
    assert "“I work alongside” feels alike at each step" in figure.words
    test = road_test(load_journeys()["community-new"], load_personas()["community-new"])
    words = journey_map(test, walk.feelings("walk")).words
    assert "Those who say “I work alongside” feel alike at each step that is drawn" in words
    assert "Those who say “I have lived this” feel lowest at “Reads" in words
