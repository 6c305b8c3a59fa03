"""Several sessions in one picture: what is added up, what stands side by side, and what is said about it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pandas as pd
import pytest

from crpkit.charts.sessions import choice_figures, combined_figures
from crpkit.errors import InputProblems
from crpkit.workshop import Option, Workshop, combine
from crpkit.workshop.matching import Asked, matched
from tests.workshop_helpers import ALL, RECEIPTS, Desk, Phone, three

WHICH = "Which would help most here?"


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    desk = Desk(tmp_path / "log.sqlite")
    yield desk
    desk.log.close()


@pytest.fixture
def leith(desk: Desk) -> Workshop:
    return Workshop.create(desk, "Leith", "QUAYS2")


@pytest.fixture
def granton(desk: Desk) -> Workshop:
    return Workshop.create(desk, "Granton", "HARBR3")


@pytest.fixture
def muirhouse(desk: Desk) -> Workshop:
    return Workshop.create(desk, "Muirhouse", "STREN4")


def hub(title: str = "Hub") -> Option:
    return Option(title=title, source="framework:components/hub")


def choose(
    workshop: Workshop, options: list[str | Option], method: str, prompt: str = WHICH, **more: object
) -> str:
    return workshop.open_activity("choose", prompt, options, method=method, activity="menu", **more)  # type: ignore[arg-type]


def numbers(frame: pd.DataFrame, column: str = "number") -> dict[tuple[str, str], float]:
    return {
        (row["session"], row["title"]): row[column]
        for row in frame.to_dict("records")
        if not pd.isna(row[column])
    }


def test_the_same_choice_in_two_sessions_is_added_up(leith: Workshop, granton: Workshop) -> None:
    choose(leith, [hub(), "Coach"], "approval")
    choose(granton, ["coach", hub("A place to meet")], "approval", prompt=f"{WHICH.upper()} ")
    leith.place("menu", {"A": 1, "B": 1}, people=4)
    leith.place("menu", {"A": 1}, people=2)
    granton.place("menu", {"A": 1}, people=3)
    granton.place("menu", {"B": 1}, people=1)
    for workshop in (leith, granton):
        workshop.close_activity("menu")
    both = combine([leith, granton])
    assert numbers(both.choices()) == {
        ("QUAYS2 Leith", "Hub"): 6,
        ("QUAYS2 Leith", "Coach"): 4,
        ("HARBR3 Granton", "coach"): 3,
        ("HARBR3 Granton", "A place to meet"): 1,
    }
    table = both.table(WHICH)
    assert table.columns.tolist() == ["option", "title", "QUAYS2 Leith", "HARBR3 Granton", "together"]
    assert table[["option", "together"]].values.tolist() == [["framework:components/hub", 7], ["coach", 7]]
    assert "asked in the same way in 2 sessions, and added up" in both.words
    assert "somebody who came to two of them counts in each" in both.words


def test_the_picture_tells_the_sessions_apart(leith: Workshop, granton: Workshop) -> None:
    for workshop, people in ((leith, 4), (granton, 3)):
        choose(workshop, ["Hub", "Coach"], "approval")
        workshop.place("menu", {"A": 1}, people=people)
        workshop.place("menu", {"B": 1}, people=3)
        workshop.close_activity("menu")
    (figure,) = choice_figures(combine([leith, granton]))
    assert figure.table.values.tolist() == [["Hub", 4, 3, 7], ["Coach", 3, 3, 6]]
    assert figure.words == (
        "“Hub” has the most people over 2 sessions: 7. "
        "First in each – QUAYS2 Leith: “Hub”; HARBR3 Granton: “Hub” and “Coach”."
    )
    assert "QUAYS2 Leith" in figure.svg and "HARBR3 Granton" in figure.svg
    one_only = combine([leith])
    assert choice_figures(one_only) == ()


def test_what_was_not_on_offer_everywhere_is_not_added_up(
    leith: Workshop, granton: Workshop, muirhouse: Workshop
) -> None:
    for workshop, options in (
        (leith, ["Hub", "Coach"]),
        (granton, ["Hub", "Coach"]),
        (muirhouse, ["Hub", "Match"]),
    ):
        choose(workshop, options, "approval")
        workshop.place("menu", {"A": 1}, people=2)
        workshop.place("menu", {"B": 1}, people=1)
        workshop.close_activity("menu")
    combined = combine([leith, granton, muirhouse])
    table = combined.table(WHICH).set_index("title")
    assert table.loc["Hub", "together"] == 6
    assert table.loc[["Coach", "Match"], "together"].isna().all()
    assert pd.isna(table.loc["Coach", "STREN4 Muirhouse"])
    assert "2 options were not on offer in all of them and not added up" in combined.words


def test_other_ways_of_choosing_stand_side_by_side(leith: Workshop, granton: Workshop) -> None:
    choose(leith, ["Hub", "Coach"], "approval")
    choose(granton, ["Hub", "Coach"], "ranking")
    leith.place("menu", {"A": 1})
    granton.place("menu", {"A": 1, "B": 2})
    for workshop in (leith, granton):
        workshop.close_activity("menu")
    combined = combine([leith, granton])
    frame = combined.choices()
    assert frame["together"].isna().all()
    assert list(dict.fromkeys(frame["choice"])) == [f"{WHICH} – up to 3 each", f"{WHICH} – ranking"]
    assert combined.words.count("It stands by itself.") == 2


def test_other_numbers_of_points_are_not_added_up(leith: Workshop, granton: Workshop) -> None:
    leith.add_dots(three(), WHICH, dots_each=3)
    granton.add_dots(three(), WHICH, dots_each=5)
    leith.place_dots("A", 2)
    granton.place_dots("A", 4)
    assert combine([leith, granton]).choices()["together"].isna().all()


def test_dots_entered_in_two_ways_are_the_same_way_of_choosing(leith: Workshop, granton: Workshop) -> None:
    leith.add_dots(three(), WHICH, dots_each=3)
    leith.place_dots("A", 2)
    choose(granton, ["Hub", "Match", "Coach"], "dots", most=3)
    granton.place("menu", {"A": 2, "C": 1})
    granton.close_activity("menu")
    table = combine([leith, granton]).table(WHICH)
    assert table["together"].tolist() == [4, 1, 0]


def test_rankings_of_different_lists_are_not_added_up(leith: Workshop, granton: Workshop) -> None:
    for workshop, options in ((leith, ["Hub", "Coach"]), (granton, ["Hub", "Coach", "Match"])):
        choose(workshop, options, "ranking")
        workshop.place("menu", {"A": 1, "B": 2})
        workshop.close_activity("menu")
    combined = combine([leith, granton])
    assert combined.choices()["together"].isna().all()
    assert "in 2 sessions with different options, so the rankings are not added up" in combined.words


def test_two_votes_on_the_same_question_in_one_session_are_never_one(
    leith: Workshop, granton: Workshop
) -> None:
    for name in ("before", "after"):
        leith.open_activity("choose", WHICH, ["Hub", "Coach"], method="approval", activity=name)
        leith.place(name, {"A": 1}, people=3)
        leith.close_activity(name)
    granton.open_activity("choose", WHICH, ["Hub", "Coach"], method="approval", activity="after")
    granton.place("after", {"B": 1}, people=2)
    granton.close_activity("after")
    frame = combine([leith, granton]).choices()
    assert frame["choice"].nunique() == 2
    assert numbers(frame[frame["choice"] == frame["choice"].iloc[-1]]) == {
        ("QUAYS2 Leith", "Hub"): 3,
        ("QUAYS2 Leith", "Coach"): 0,
    }


def test_what_is_open_is_left_out_and_said(leith: Workshop) -> None:
    choose(leith, ["Hub", "Coach"], "approval")
    leith.place("menu", {"A": 1})
    combined = combine([leith])
    assert combined.choices().empty
    assert "1 choice is left out: people can still choose." in combined.words


def test_titles_that_were_taken_back_are_like_no_other(leith: Workshop, granton: Workshop) -> None:
    votes = []
    for workshop in (leith, granton):
        choose(workshop, ["Hub", "Coach"], "approval")
        vote = workshop.ask("menu")
        votes.append(Asked(workshop.code, vote.without_words(vote.added_by, ("o2.title",))))
    (choice,) = matched(votes)
    assert choice.only_somewhere == 2 and set(choice.together) == {"hub"}


def test_who_is_here_is_no_choice_and_people_are_not_added_up(leith: Workshop, granton: Workshop) -> None:
    leith.count_room(12, {"community": 7})
    granton.count_room(9, {"community": 2, "brokers": 6})
    combined = combine([leith, granton])
    here = combined.attendance({"community": 33, "brokers": 32})
    frame = here.frame()
    assert frame.columns[0] == "session"
    assert frame[frame["family"] == "community"]["people"].tolist() == [7, 2]
    assert "These are not added up" in here.words
    assert combined.sessions["people"].tolist() == [12, 9]
    leith.open_activity("check-in", "Who is here?", activity="check-in", options=["Communities", "Brokers"])
    leith.close_activity("check-in")
    assert combine([leith]).choices().empty


def test_notes_keep_their_session(leith: Workshop, granton: Workshop) -> None:
    for workshop in (leith, granton):
        workshop.open_activity("notes", "What got in the way?", activity="notes-1")
        Phone(workshop, RECEIPTS[0]).join(ALL).note(f"A note from {workshop.code}")
    frame = combine([leith, granton]).notes()
    assert frame["session"].tolist() == ["QUAYS2 Leith", "HARBR3 Granton"]
    assert frame["text"].tolist() == ["A note from QUAYS2", "A note from HARBR3"]
    assert frame["participant"].nunique() == 2  # the same person, and nobody can tell
    assert combine([leith, granton]).sessions["notes"].tolist() == [1, 1]


def test_themes_of_the_same_name_are_one_and_keep_their_sessions(
    leith: Workshop, granton: Workshop, monkeypatch: pytest.MonkeyPatch
) -> None:
    columns = ["activity_id", "theme_id", "title", "note_id", "text", "state"]
    sorted_notes = {
        "QUAYS2": [
            ("t", "t1", "Time  and money", "n1", "a", "shown"),
            ("t", "t1", "Time  and money", "n2", None, "taken-back"),
            ("t", "nowhere", None, "n3", "c", "shown"),
            ("t", None, None, "n4", "d", "held"),
        ],
        "HARBR3": [
            ("t", "t7", "time and Money ", "n5", "e", "shown"),
            ("t", "t8", "Trust", "n6", "f", "shown"),
        ],
    }

    def themes(workshop: Workshop) -> pd.DataFrame:
        return pd.DataFrame(sorted_notes[workshop.code], columns=columns)

    monkeypatch.setattr(Workshop, "themes", themes, raising=False)
    both = combine([leith, granton])
    frame = both.themes()
    assert frame.columns.tolist() == ["session", *columns, "theme"]
    assert frame["theme"].tolist() == [
        "Time and money",
        "Time and money",
        None,
        None,
        "Time and money",
        "Trust",
    ]
    assert both.theme_counts().values.tolist() == [["Time and money", 1, 1, 2], ["Trust", 0, 1, 1]]
    picture = combined_figures(both)[0]
    assert picture.words == (
        "3 notes in 2 themes. “Time and money” has the most: 2 notes. In all of them: “Time and money”."
    )


def test_nothing_and_the_same_twice_are_refused(leith: Workshop, desk: Desk) -> None:
    with pytest.raises(InputProblems, match="No workshop was given"):
        combine([])
    with pytest.raises(InputProblems, match="QUAYS2 was given twice"):
        combine([leith, Workshop.open(desk, "QUAYS2")])
    with pytest.raises(InputProblems, match="There is no choice “Other”"):
        combine([leith]).table("Other")
