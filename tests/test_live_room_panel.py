"""The part of the workshop page about phones, without a browser."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from crpkit.panels.first_choice import FirstChoice
from crpkit.panels.live_room import LiveRoom
from crpkit.workshop import Workshop
from crpkit.workspace import Workspace, new_workspace, open_workspace
from tests.workshop_helpers import joined


@pytest.fixture
def workspace(tmp_path: Path) -> Iterator[Workspace]:
    workspace = open_workspace(new_workspace(tmp_path / "place"))
    yield workspace
    workspace.close()


def page(workspace: Workspace, workshop: Workshop | None = None) -> tuple[FirstChoice, LiveRoom]:
    choice = FirstChoice(workspace)
    room = LiveRoom(choice.desk)
    choice.open({"code": workshop.code} if workshop else None)
    return choice, room


def test_it_is_hidden_until_a_workshop_is_open(workspace: Workspace) -> None:
    choice, room = page(workspace)
    assert room.layout.display == "none"
    choice.set_up.title.value = "Tuesday"
    choice.set_up.refresh()
    choice.set_up.save.click()
    assert room.layout.display is None
    assert room.save.blocker == "Nothing has been put to the room yet."


def test_the_ways_in_lead_to_this_workshop_and_only_where_the_server_is(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    workshop = Workshop.create(workspace, "Tuesday")
    monkeypatch.setenv("VOILA_APP_PORT", "8866")
    monkeypatch.setenv("CRPKIT_STARTER", "py start.py")
    _, room = page(workspace, workshop)
    assert f'href="/console/{workshop.code}"' in room.ways.value
    assert f'href="/screen/{workshop.code}"' in room.ways.value
    assert "<code>py start.py rehearse</code>" in room.ways.value
    monkeypatch.setenv("CRPKIT_PHONES", "http://192.168.1.5:8866/join")
    room.refresh()
    assert "http://192.168.1.5:8866/join" in room.ways.value and "rehearse" not in room.ways.value
    monkeypatch.delenv("VOILA_APP_PORT")
    room.refresh()
    assert "href" not in room.ways.value and "py start.py serve --lan" in room.ways.value


def test_what_came_in_is_shown_escaped_and_without_what_needs_care_or_was_taken_back(
    workspace: Workspace,
) -> None:
    workshop = Workshop.create(workspace, "Tuesday")
    workshop.open_activity("notes", "What <would> help?")
    phone = joined(workshop, 1)[0]
    for text in ("<script>tea</script>", "I am being hurt", "Never mind"):
        phone.note(text)
    ids = dict(zip(workshop.notes().text, workshop.notes().note_id, strict=True))
    assert "tea" not in page(workspace, workshop)[1].came_in.value, "held notes are read on the console"
    workshop.show_notes([ids["<script>tea</script>"]])
    workshop.set_care(ids["I am being hurt"])
    workshop.take_back(ids["Never mind"])
    _, room = page(workspace, workshop)
    shown = room.came_in.value
    assert "What &lt;would&gt; help?" in shown and "&lt;script&gt;tea" in shown
    assert "hurt" not in shown and "Never mind" not in shown
    assert "2 notes, 1 taken back. Open on the phones now." in shown
    assert "1 phone has joined. Nobody has counted the room." in room.people.value
    workshop.count_room(9, paper=4)
    room.refresh()
    assert "9 in the room; 1 phone has joined, 4 take part without a phone." in room.people.value


def test_a_workshop_of_notes_alone_can_be_saved_from_the_page(workspace: Workspace) -> None:
    workshop = Workshop.create(workspace, "Tuesday")
    workshop.open_activity("notes", "What would help?")
    joined(workshop, 1)[0].note("Tea")
    _, room = page(workspace, workshop)
    assert room.save.blocker == ""
    room.save.click()
    assert "Saved" in room.status.text
    saved = {path.name for path in (workspace.outputs / workshop.code).iterdir()}
    assert f"{workshop.code}-notes-1-notes-private.csv" in saved


def test_the_result_waits_until_the_phones_vote_is_closed(workspace: Workspace) -> None:
    workshop = Workshop.create(workspace, "Tuesday")
    workshop.open_activity("dots", "Which?", ["Tea", "Cake"], activity="first-choice")
    joined(workshop, 1)[0].cast({"o1": 2}, "first-choice")
    choice, _ = page(workspace, workshop)
    assert choice.result.toggle.blocker.startswith("The vote is open on the phones.")
    workshop.close_activity("first-choice")
    choice.desk.tell()
    assert choice.result.toggle.blocker == ""
    choice.result.toggle.click()
    assert workshop.dots().shown
