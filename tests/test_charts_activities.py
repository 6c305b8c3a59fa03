"""Figures of results: the numbers are there, ties are said as ties, colour is never alone, nothing hidden is shown."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import SimpleNamespace
from xml.etree.ElementTree import fromstring

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crpkit.charts import (
    Figure,
    TimedStep,
    activity_figures,
    agenda_as_run,
    attendance_beside_target,
    by_family,
    by_table,
    planned_and_run,
    theme_piles,
    theme_piles_by,
)
from crpkit.charts.looks import PALE, looks_for
from crpkit.errors import InputProblems
from crpkit.panels.controls.figures import figure_html
from crpkit.workshop import Consent, HeadCount, People, Person, WorkshopState
from crpkit.workshop.activities.ask import Answer, AskState, Box, Field, Item, Placed
from crpkit.workshop.activities.casts import Cast
from crpkit.workshop.activities.notes import Note, NotesState
from crpkit.workshop.agenda.running import AgendaState, Run, RunStep
from crpkit.workshop.attendance import attendance
from crpkit.workshop.letters import letter

SVG = "{http://www.w3.org/2000/svg}"
NOW = datetime(2026, 1, 1, tzinfo=UTC)
STATEMENT = (Answer("agree", "Agree"), Answer("disagree", "Disagree"), Answer("pass", "Pass"))
PRINCIPLE = (
    Answer("yes", "Yes"),
    Answer("partly", "Partly"),
    Answer("not-yet", "Not yet"),
    Answer("cannot-say", "Cannot say"),
)
FAMILIES = {"community": "Communities", "brokers": "Brokers"}
ROOM = WorkshopState("TESTAA", tables=("Oak", "Ash"))


def placed(
    number: int, ballot: dict[str, int], people: int = 1, table: str | None = None, **families: int
) -> Placed:
    return Placed(f"e{number}", f"x:{number}", NOW, "facilitator", ballot, people, families, "paper", table)


def ask(
    method: str, *ballots: Placed, titles: tuple[str | None, ...] = ("Hub", "Match", "Coach"), **more: object
) -> AskState:
    items = tuple(Item(f"o{n + 1}", letter(n), title) for n, title in enumerate(titles))
    return AskState("menu", "choose", "Choose", "Which?", method=method, said=items, placed=ballots, **more)  # type: ignore[arg-type]


def texts(svg: str | None) -> list[str]:
    return [element.text or "" for element in fromstring(svg or "<svg/>").iter(f"{SVG}text")]


def one(activity: object, **more: object) -> Figure:
    (figure,) = activity_figures(activity, WorkshopState("TESTAA"), **more)  # type: ignore[arg-type]
    return figure


def test_people_who_chose() -> None:
    figure = one(ask("approval", placed(1, {"o1": 1, "o2": 1}, 4), placed(2, {"o2": 1}, 2)))
    assert figure.words == "“Match” was chosen by the most: 6 people. Next: “Hub” with 4 people."
    assert figure.table.values.tolist() == [
        ["B", "Match", 6, 100, 1],
        ["A", "Hub", 4, 67, 2],
        ["C", "Coach", 0, 0, 3],
    ]
    assert {"6", "100 %", "4", "67 %", "Nobody chose: C"} <= set(texts(figure.svg))
    assert {"6", "4", "Nobody chose: C"} <= set(texts(figure.svg_narrow))


def test_ties_are_said_as_ties() -> None:
    figure = one(ask("approval", placed(1, {"o1": 1, "o2": 1}, 3)))
    assert figure.words == "“Hub” and “Match” share first place with 3 people each."


def test_points_and_dots() -> None:
    ballots = (placed(1, {"o1": 2, "o2": 1}), placed(2, {"o1": 3}, 2))
    points = one(ask("points", *ballots, most=3))
    assert points.words == "“Hub” has the most points: 8. Next: “Match” with 1 point."
    assert "from 3 people" in texts(points.svg)
    dots = one(ask("points", *ballots, most=3, unit="dot"))
    assert len(fromstring(dots.svg).findall(f"{SVG}circle")) == 9
    assert dots.words.startswith("“Hub” has the most dots: 8 of 9.")


def test_a_ranking_says_what_its_score_is_made_of() -> None:
    figure = one(ask("ranking", placed(1, {"o1": 1, "o2": 2}), placed(2, {"o2": 1, "o1": 2, "o3": 3}, 2)))
    assert figure.words == (
        "“Match” comes first: 5 points. Next: “Hub” with 4 points. “Match” was put first by 2 people."
    )
    assert any(line.startswith("The first of 3 gets 2 points") for line in texts(figure.svg))
    assert one(ask("ranking")).words == "Nobody has ranked yet."


def test_agree_and_disagree_stand_to_both_sides_and_numbers_beside_them() -> None:
    ballots = (placed(1, {"o1": 1, "o2": 2, "o3": 1}, 6), placed(2, {"o1": 1, "o2": 2, "o3": 2}, 5))
    figure = one(ask("scale", *ballots, placed(3, {"o1": 3}), answers=STATEMENT))
    assert figure.words == (
        "Most people agree with “Hub” (11 of 12). Most people disagree with “Match” (11 of 11). "
        "The room is divided over “Coach”."
    )
    assert texts(figure.svg).count("11") == 2
    assert figure.table.columns.tolist() == ["Letter", "Item", "Agree", "Disagree", "Pass", "People"]
    assert figure.table.iloc[0].tolist() == ["A", "Hub", 11, 0, 1, 12]


def test_a_scale_of_four_is_one_bar_of_parts() -> None:
    ballots = (placed(1, {"o1": 1, "o2": 3}, 3), placed(2, {"o1": 2, "o2": 4}, 1))
    figure = one(ask("scale", *ballots, answers=PRINCIPLE))
    assert figure.words == "“Yes” most often for “Hub” (3 of 4). “Not yet” most often for “Match” (3 of 4)."
    assert {"Yes", "Partly", "Not yet", "Cannot say", "nobody answered"} <= set(texts(figure.svg))


def test_numbers_too_wide_for_their_part_stand_beside_the_bar() -> None:
    figure = one(ask("scale", placed(1, {"o1": 1}, 300), placed(2, {"o1": 2}, 1), answers=PRINCIPLE))
    assert "1 Partly" in texts(figure.svg) and "300" in texts(figure.svg)


def test_every_answer_differs_without_colour() -> None:
    for answers in (STATEMENT, PRINCIPLE, PRINCIPLE[:2]):
        looks = looks_for([answer.id for answer in answers])
        assert len({(look.fill, look.hatch) for look in looks.values()}) == len(answers)
    assert looks_for(["agree", "disagree", "pass"])["pass"] is PALE


def test_nothing_of_a_choice_is_drawn_while_it_is_open() -> None:
    vote = ask("approval", placed(1, {"o1": 1}, 9), open=True)
    assert activity_figures(vote, ROOM, families=FAMILIES) == ()
    assert by_table(vote, ("Oak",)) is None and by_family(vote, FAMILIES) is None


def test_by_table_small_tables_are_hidden_and_none_can_be_worked_out() -> None:
    ballots = (
        placed(1, {"o1": 1}, 6, "Oak"),
        placed(2, {"o1": 1}, 3, "Ash"),
        placed(3, {"o2": 1}, 4, "Ash"),
        placed(4, {"o2": 1}, 2, "Elm"),
    )
    figure = by_table(ask("approval", *ballots), ("Oak", "Ash", "Elm"))
    assert figure is not None
    assert figure.table.columns.tolist() == ["Letter", "Item", "Ash"]
    assert (
        "Not shown for Elm: fewer than 5 answers. Nor for Oak: the rest could be worked out." in figure.words
    )
    shown = by_table(ask("approval", *ballots[:3]), ("Oak", "Ash"))
    assert shown is not None and shown.table[["Oak", "Ash"]].values.tolist() == [
        ["6", "3"],
        ["0", "4"],
        ["0", "0"],
    ]
    assert "First by group – Oak: “Hub”; Ash: “Match”." in shown.words
    assert by_table(ask("approval", placed(1, {"o1": 1}, 4, "Oak"))) is None


def test_families_of_phones_are_used_only_where_their_owners_agreed() -> None:
    people = {
        f"p{n}": Person(f"p{n}", n, NOW, Consent(count=n != 1), families=("community",)) for n in range(1, 8)
    }
    cast = {name: _cast(name, "o2" if name in ("p1", "p2") else "o1") for name in people}
    vote = ask("approval", people=People(people), cast=cast, live=True)
    figure = by_family(vote, FAMILIES)
    # Six of seven may be counted; the one who may not is alone, and would be worked out.
    assert figure is None
    cast |= {f"q{n}": _cast(f"q{n}") for n in range(5)}
    people |= {f"q{n}": Person(f"q{n}", 10 + n, NOW, Consent(count=True)) for n in range(5)}
    shown = by_family(ask("approval", people=People(people), cast=cast, live=True), FAMILIES)
    assert shown is not None
    assert shown.table.columns.tolist() == ["Letter", "Item", "Communities", "Not said"]
    assert shown.table.iloc[0].tolist() == ["A", "Hub", "5", "5"]


def _cast(person: str, item: str = "o1") -> Cast:
    return Cast(event_id=f"c-{person}", evidence=f"x:{person}", at=NOW, actor=person, dots={item: 1})


def test_a_scale_by_group_gives_the_answers_in_order() -> None:
    ballots = (placed(1, {"o1": 1, "o2": 2}, 5, "Oak"), placed(2, {"o1": 2, "o2": 2}, 6, "Ash"))
    figure = by_table(ask("scale", *ballots, answers=STATEMENT), ("Oak", "Ash"))
    assert figure is not None
    assert {"5 · 0 · 0", "0 · 6 · 0"} <= set(texts(figure.svg))
    assert figure.table.columns.tolist()[2:5] == ["Oak: Agree", "Oak: Disagree", "Oak: Pass"]
    assert figure.words.startswith("Most “Agree” by group – Oak: “Hub”.")


def note(
    number: int, text: str | None, state: str = "shown", actor: str = "facilitator", **more: object
) -> Note:
    return Note(f"n{number}", f"x:n{number}", NOW, actor, "paper", text, state, place=number, **more)  # type: ignore[arg-type]


def notes(*all_of_them: Note) -> NotesState:
    return NotesState("notes-1", "What got in the way?", notes={one.id: one for one in all_of_them})


def test_only_what_stands_on_the_wall_is_on_the_cards() -> None:
    figure = one(
        notes(
            note(1, "Time"), note(2, "Held", "held"), note(3, "Secret", "care"), note(4, None, "taken-back")
        )
    )
    assert figure.table["Entry"].tolist() == ["Time"]
    assert "Time" in texts(figure.svg) and not {"Held", "Secret"} & set(texts(figure.svg))
    assert figure.words == "3 entries were written. 2 are not shown."


def test_what_leaves_the_room_holds_only_words_of_people_who_agreed() -> None:
    people = People(
        {
            "p1": Person("p1", 1, NOW, Consent(quote=True)),
            "p2": Person("p2", 2, NOW, Consent(count=True)),
        }
    )
    state = WorkshopState("TESTAA", people=people)
    activity = notes(
        note(1, "May be quoted", actor="p1"), note(2, "May not", actor="p2"), note(3, "On paper")
    )
    (figure,) = activity_figures(activity, state, quoted_only=True)
    assert figure.table["Entry"].tolist() == ["May be quoted"]
    assert "May not" not in figure.svg + (figure.svg_narrow or "") + figure.words
    assert figure.words == "3 entries were written. 2 are not quoted."


def test_a_canvas_has_its_headings_and_how_many_entries_each() -> None:
    boxes = (Box("aim", "Aim"), Box("who", "Who it is for"))
    writing = notes(note(1, "Meet", box="aim"), note(2, "Talk", box="aim"))
    wall, counts = activity_figures(
        AskState("d", "develop", "Develop", "How?", boxes=boxes, writing=writing), ROOM
    )
    assert wall.table.values.tolist() == [["Aim", "Meet"], ["Aim", "Talk"]]
    assert {"Aim", "Who it is for", "nothing written"} <= set(texts(wall.svg))
    assert counts.words == "2 entries in all. Most under “Aim”: 2. Nothing under “Who it is for”."


def test_commitments_line_by_line() -> None:
    box = Box("do", "What", fields=(Field("who", "Who"), Field("text", "What"), Field("when", "By when")))
    entry = note(1, "Find a room", box="do", more={"who": "A charity", "when": None})
    figure = one(AskState("c", "commitments", "Commitments", "Next?", boxes=(box,), writing=notes(entry)))
    assert figure.table.to_dict("records") == [{"Who": "A charity", "What": "Find a room", "By when": ""}]
    assert {"Who", "What", "By when", "A charity", "Find a room"} <= set(texts(figure.svg))


def test_entries_about_items_stand_under_them() -> None:
    activity = AskState(
        "p",
        "principles",
        "Principles",
        "Better?",
        boxes=(Box("improve", "What would improve it"),),
        about_items=True,
        said=(Item("o1", "A", "Openness"), Item("o2", "B", "Care")),
        writing=notes(note(1, "Food", about="o2"), note(2, "Money")),
    )
    table = one(activity).table
    assert table["Heading"].tolist() == ["B  Care", "Not about one of them"]


def test_themes_count_notes_that_stand() -> None:
    themes = SimpleNamespace(
        id="themes-1",
        prompt="What we heard",
        of=("notes-1",),
        themes={"t1": SimpleNamespace(title="Time", order=1), "t2": SimpleNamespace(title="Trust", order=0)},
        places={"n1": "t1", "n2": "t1", "n3": "nowhere", "n4": "t2"},
    )
    written = notes(
        note(1, "a"), note(2, "b", "held"), note(3, "c"), note(4, None, "taken-back"), note(5, "e")
    )
    (figure,) = activity_figures(themes, WorkshopState("TESTAA", activities={"notes-1": written}))
    assert figure.table.values.tolist() == [
        ["Time", 2],
        ["Trust", 0],
        ["Fits nowhere", 1],
        ["Not sorted yet", 1],
    ]
    assert figure.words == (
        "2 notes in 2 themes. “Time” has the most: 2 notes. 1 fits nowhere and 1 is not sorted yet."
    )


def test_a_card_a_note_and_sessions_told_apart() -> None:
    cards = len(fromstring(theme_piles({"Time": 3, "Trust": 2}, "What?").svg).findall(f"{SVG}rect"))
    assert cards == 5
    figure = theme_piles_by(["One", "Two"], {"Time": {"One": 2, "Two": 1}, "Trust": {"Two": 1}}, "Both")
    assert figure.table.values.tolist() == [["Time", 2, 1, 3], ["Trust", 0, 1, 1]]
    assert "In all of them: “Time”." in figure.words


def test_the_agenda_as_planned_and_as_run() -> None:
    steps = [
        TimedStep("Welcome", 10, ((0, 14),)),
        TimedStep("Break", 10, ((14, 20), (21, 25))),
        TimedStep("Choose", 20, skipped=True),
    ]
    figure = planned_and_run(steps)
    assert figure.words == (
        "2 of 3 steps ran, in 24 minutes; 40 minutes were planned. Most over time: “Welcome”, 4 minutes. "
        "Left out: “Choose”."
    )
    assert figure.table["Difference"].tolist()[:2] == [4, 0] and "left out" in texts(figure.svg)
    assert planned_and_run(steps[2:]).words == "1 step, 20 minutes planned. None has run yet."


def test_a_step_that_ran_twice_has_two_stretches() -> None:
    def minute(number: int) -> datetime:
        return NOW + timedelta(minutes=number)

    agenda = AgendaState(
        title="Our evening",
        steps=tuple(RunStep(name, "notes", 10, name.title()) for name in ("welcome", "notes")),
        runs=tuple(
            Run(name, minute(began), None if ended is None else minute(ended))
            for name, began, ended in [
                ("welcome", 0, 5),
                ("notes", 5, 12),
                ("welcome", 12, 14),
                ("notes", 14, None),
            ]
        ),
    )
    assert agenda_as_run(agenda).table["Minutes it took"].tolist() == [7, 7]
    assert agenda_as_run(agenda, at=minute(20)).table["Minutes it took"].tolist() == [7, 13]
    assert agenda_as_run(agenda).title == "Our evening: as planned and as it ran"


def test_attendance_is_beside_its_target() -> None:
    here = attendance(
        WorkshopState("TESTAA", room=HeadCount(20, {"community": 10})),
        FAMILIES,
        {"community": 33, "brokers": 32},
    )
    figure = attendance_beside_target(here)
    assert {"target 33 %", "target 32 %", "10 people, 50 % (at most 100 %)"} <= set(texts(figure.svg))
    assert figure.words == here.words
    assert "Target (%)" not in attendance_beside_target(attendance(ROOM, FAMILIES)).table.columns


def test_a_picture_can_be_saved(tmp_path: Path) -> None:
    figure = one(ask("approval", placed(1, {"o1": 1}, 4)))
    assert figure.save(tmp_path / "choice.svg").read_text(encoding="utf-8") == figure.svg
    with pytest.raises(InputProblems, match="Let it end in"):
        figure.save(tmp_path / "choice.jpg")
    with pytest.raises(InputProblems, match="cannot be written"):
        figure.save(tmp_path / "nowhere" / "choice.svg")


@settings(deadline=None, max_examples=40)
@given(
    st.lists(st.one_of(st.none(), st.text(max_size=200)), min_size=1, max_size=8),
    st.sampled_from(["one", "approval", "points", "ranking", "scale"]),
    st.lists(st.integers(1, 40), max_size=8),
)
def test_any_words_and_numbers_make_a_sound_picture(
    titles: list[str | None], method: str, people: list[int]
) -> None:
    ballots = [placed(n, {f"o{n % len(titles) + 1}": 1}, count, "Oak") for n, count in enumerate(people)]
    vote = ask(method, *ballots, titles=tuple(titles), answers=PRINCIPLE if method == "scale" else ())
    for figure in activity_figures(vote, ROOM, families=FAMILIES):
        assert figure.words and figure_html(figure)
        for svg, width, least in ((figure.svg, 1600, 26), (figure.svg_narrow or "", 420, 16)):
            root = fromstring(svg)
            assert {element.tag.removeprefix(SVG) for element in root.iter()} <= {
                "svg",
                "rect",
                "circle",
                "text",
                "path",
            }
            assert root.get("viewBox", "").startswith(f"0 0 {width} ")
            assert all(float(element.get("font-size", "0")) >= least for element in root.iter(f"{SVG}text"))
            assert not re.search(r"\bnan\b|-?\binf\b", re.sub(r"<text.*?</text>", "", svg.split(">", 1)[1]))
            for element in root.iter(f"{SVG}rect"):
                left, wide = float(element.get("x", "0")), float(element.get("width", "0"))
                assert left >= -1 and left + wide <= width + 1


@settings(deadline=None, max_examples=30)
@given(st.lists(st.tuples(st.text(max_size=300), st.text(max_size=80)), max_size=30))
def test_any_entry_fits_on_the_wall(entries: list[tuple[str, str]]) -> None:
    written = notes(*(note(n, text, more={"who": who}) for n, (text, who) in enumerate(entries)))
    figure = one(written)
    for svg in (figure.svg, figure.svg_narrow or ""):
        height = float(fromstring(svg).get("viewBox", "0 0 0 0").split()[3])
        assert all(
            float(element.get("y", "0")) <= height + 1 for element in fromstring(svg).iter(f"{SVG}text")
        )
