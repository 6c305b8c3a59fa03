"""The first choice as a tree of widgets, without a browser: what it waits for, and what it refuses."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from uuid import uuid4

import pytest

from crpkit.panels.first_choice import FirstChoice
from crpkit.panels.first_choice.page import ENTER, PICK, RESULT, SET_UP, WALL
from crpkit.workshop import Workshop
from crpkit.workspace import Workspace, new_workspace, open_workspace


@pytest.fixture
def workspace(tmp_path: Path) -> Iterator[Workspace]:
    workspace = open_workspace(new_workspace(tmp_path / "place"))
    yield workspace
    workspace.close()


def begun(workspace: Workspace, people: int | None = 4) -> FirstChoice:
    page = FirstChoice(workspace)
    page.open()
    page.set_up.title.value = "Tuesday"
    page.set_up.total.value = people
    page.set_up.refresh()
    page.set_up.save.click()
    return page


def press(page: FirstChoice, option: str, dots: int) -> None:
    """Send what a browser sends when dots are entered."""
    page.enter.grid._handle_custom_msg(
        {"kind": "press", "id": uuid4().hex, "presses": [[option, "add", dots]]}, []
    )


def test_a_warm_page_holds_no_data_and_touches_no_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CRPKIT_WORKSPACE", str(tmp_path / "nowhere"))
    page = FirstChoice()
    assert page.desk.workspace is None
    assert page.pick.source.options == () and page.set_up.earlier.options == ()
    assert page.set_up.save.blocker == "This page is still being opened."


def test_steps_open_one_after_the_other(workspace: Workspace) -> None:
    page = FirstChoice(workspace)
    page.open()
    assert page.steps.current == SET_UP and set(page.steps.blocks) == {PICK, WALL, ENTER, RESULT}
    page = begun(workspace)
    assert page.steps.current == PICK and set(page.steps.blocks) == {WALL, ENTER, RESULT}
    page.pick.give.click()
    assert page.steps.current == WALL and not page.steps.blocks
    assert page.desk.vote is not None and len(page.desk.vote.options) == len(workspace.framework.components)


def test_blockers_say_what_is_missing(workspace: Workspace) -> None:
    page = FirstChoice(workspace)
    page.open()
    assert page.set_up.save.blocker == "Give the workshop a title first."
    page.set_up.save.click()
    assert page.desk.workshop is None
    assert page.enter.undo.blocker and page.enter.grid.blocker and page.result.toggle.blocker


def test_dots_beyond_the_room_are_refused_in_words(workspace: Workspace) -> None:
    page = begun(workspace, people=2)
    page.pick.give.click()
    press(page, "o1", 7)
    assert "2 people with 3 dots each have 6 dots" in page.enter.grid.problem
    assert page.desk.vote is not None and page.desk.vote.placed == 0
    press(page, "o1", 6)
    assert page.enter.grid.blocker.startswith("All dots are placed")


def test_counts_stay_hidden_until_shown(workspace: Workspace) -> None:
    page = begun(workspace)
    page.pick.give.click()
    press(page, "o2", 2)
    assert page.enter.grid.counts is None and page.result.figure.figure is None
    page.result.toggle.click()
    assert page.result.figure.figure is not None and page.enter.grid.counts == {
        option.id: 2 if option.id == "o2" else 0
        for option in page.desk.vote.options  # type: ignore[union-attr]
    }
    page.result.toggle.click()
    assert page.enter.grid.counts is None and page.result.figure.figure is None


def test_two_open_pages_stay_true(workspace: Workspace) -> None:
    page = begun(workspace)
    page.pick.give.click()
    assert page.desk.workshop is not None
    other = FirstChoice(workspace)
    other.open({"code": page.desk.workshop.code})
    press(other, "o1", 5)
    press(page, "o1", 5)
    assert page.desk.vote is not None and page.desk.vote.placed == 10


def test_an_address_with_a_wrong_code_says_so_at_the_top(workspace: Workspace) -> None:
    code = Workshop.create(workspace, "Kept").code
    page = FirstChoice(workspace)
    page.open({"code": "<script>"})
    assert "is not a workshop code" in page.set_up.trouble.text
    assert [value for value, _, _ in page.set_up.earlier.options] == [code]


def test_a_broken_overlay_is_said_at_the_top(workspace: Workspace) -> None:
    (workspace.folder / "framework.yaml").write_text(
        "type: crpkit/framework-overlay\nversion: 1\nad: {}\n", "utf-8"
    )
    page = FirstChoice(workspace)
    page.open()
    assert "framework.yaml" in page.set_up.trouble.text and "Did you mean “add”?" in page.set_up.trouble.text


def two_pages(workspace: Workspace) -> tuple[FirstChoice, FirstChoice]:
    page = begun(workspace, people=30)
    page.pick.give.click()
    assert page.desk.workshop is not None
    other = FirstChoice(workspace)
    other.open({"code": page.desk.workshop.code})
    return page, other


def test_undo_takes_back_what_the_button_names(workspace: Workspace) -> None:
    page, other = two_pages(workspace)
    press(page, "o3", 2)
    assert page.enter.undo.label == "Undo: 2 dots for C"
    press(other, "o4", 5)
    page.enter.undo.click()
    assert page.desk.vote is not None
    assert (page.desk.vote.totals()["o3"], page.desk.vote.totals()["o4"]) == (0, 5)
    assert page.enter.undo.label == "Undo: 5 dots for D"
    other.enter.undo.click()
    page.enter.undo.click()
    assert "undone already" in page.enter.undo.problem


def test_show_and_hide_do_what_the_button_says(workspace: Workspace) -> None:
    page, other = two_pages(workspace)
    press(page, "o1", 1)
    other.desk.tell()
    page.result.toggle.click()
    assert other.result.toggle.label == "Show the result"
    other.result.toggle.click()
    assert page.desk.vote is not None and page.desk.vote.shown


def test_a_change_on_one_page_does_not_undo_anothers(workspace: Workspace) -> None:
    page, other = two_pages(workspace)
    page.set_up.title.value = "A better title"
    page.set_up.save.click()
    other.set_up.families["brokers"].value = 3
    other.set_up.save.click()
    assert page.desk.workshop is not None
    state = page.desk.workshop.state
    assert (state.title, state.room.total, dict(state.room.families)) == (
        "A better title",
        30,
        {"brokers": 3},
    )


def test_letters_in_one_line_count_all_or_none(workspace: Workspace) -> None:
    page = begun(workspace, people=1)
    page.pick.give.click()
    line = [["o1", "add", 2], ["o2", "add", 2]]
    page.enter.grid._handle_custom_msg({"kind": "press", "id": uuid4().hex, "presses": line}, [])
    assert (
        "1 person with 3 dots each has 3 dots; 0 are placed, so 3 are left, not 4" in page.enter.grid.problem
    )
    assert page.desk.vote is not None and page.desk.vote.placed == 0


def test_a_page_notices_what_another_wrote(workspace: Workspace) -> None:
    page, other = two_pages(workspace)
    press(page, "o1", 4)
    assert "0 dots in" in other.enter.tally.value
    other.desk.look()
    assert "4 dots in" in other.enter.tally.value


def test_a_broken_list_hides_no_other(workspace: Workspace) -> None:
    lists = workspace.folder / "workshop_data" / "lists"
    (lists / "broken.csv").write_text("name\n", encoding="utf-8")
    page = begun(workspace)
    assert "broken.csv" in page.pick.status.text and "column “title”" in page.pick.status.text
    assert "easier-to-take-part.yaml" in [value for value, _, _ in page.pick.source.options]


def test_saving_twice_and_exporting(workspace: Workspace) -> None:
    page = begun(workspace)
    assert page.desk.workshop is not None
    code = page.desk.workshop.code
    page.set_up.title.value = "Wednesday"
    page.set_up.save.click()
    assert page.desk.workshop.code == code and page.desk.workshop.state.title == "Wednesday"
    page.pick.give.click()
    page.result.save.click()
    assert page.result.status.text.startswith("Saved 4 files")
    assert len(list((workspace.outputs / code).iterdir())) == 4


def test_a_damaged_database_is_said_at_the_top_and_nothing_is_touched(tmp_path: Path) -> None:
    place = new_workspace(tmp_path / "place")
    (place / "crpkit.sqlite").write_bytes(b"\x00nonsense" * 500)
    page = FirstChoice(open_workspace(place))
    page.open({"code": "QUAYS2"})
    assert "crpkit.sqlite" in page.set_up.trouble.text and "crpkit restore" in page.set_up.trouble.text
    page.set_up.title.value = "Anyway"
    page.set_up.refresh()
    assert page.set_up.save.blocker.startswith("The folder has to be mended")
    assert (place / "crpkit.sqlite").read_bytes() == b"\x00nonsense" * 500
