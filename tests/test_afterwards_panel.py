"""The part of the workshop page for afterwards, without a browser; the session is the played one."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from crpkit.panels.afterwards import Afterwards
from crpkit.panels.first_choice import FirstChoice
from crpkit.workshop import Workshop
from crpkit.workspace import Workspace, new_workspace, open_workspace
from tests.played_session import PROMISE, play


@pytest.fixture(scope="module")
def played(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str]:
    folder = new_workspace(tmp_path_factory.mktemp("work") / "place")
    workspace = open_workspace(folder)
    code = play(folder, workspace).workshop.code
    workspace.close()
    return folder, code


@pytest.fixture
def workspace(played: tuple[Path, str]) -> Iterator[Workspace]:
    workspace = open_workspace(played[0])
    yield workspace
    workspace.close()


def page(workspace: Workspace, code: str) -> Afterwards:
    choice = FirstChoice(workspace)
    part = Afterwards(choice.desk)
    assert part.layout.display == "none"
    choice.open({"code": code})
    assert part.layout.display is None
    return part


def test_the_record_is_written_by_one_press(workspace: Workspace, played: tuple[Path, str]) -> None:
    part = page(workspace, played[1])
    word, web, share = part.writing.children
    web.click()
    assert part.status.text.startswith("The record is written: outputs/")
    (file,) = (workspace.outputs / played[1]).glob("*.html")
    assert PROMISE[1] in file.read_text(encoding="utf-8")
    word.click()
    assert list((workspace.outputs / played[1]).glob("*.docx"))
    share.click()
    package = workspace.outputs / played[1] / "shareable" / "datapackage.json"
    assert json.loads(package.read_text(encoding="utf-8"))["resources"]


def test_who_was_here_beside_the_studys_shares_and_ones_own(
    workspace: Workspace, played: tuple[Path, str]
) -> None:
    part = page(workspace, played[1])
    part.look.click()
    assert part.figure.figure is not None
    alone = part.figure.figure.table
    part.target.value = "study"
    part.look.click()
    beside = part.figure.figure.table
    assert list(alone.columns) != list(beside.columns) or not alone.equals(beside)
    assert "33" in beside.to_csv()
    part.target.value = "own"
    part._show_target()
    assert part.shares.layout.display is None
    part.look.click()
    assert "Our own target is empty" in part.look.problem
    next(iter(part.boxes.values())).value = 60
    part.look.click()
    assert part.look.problem == "" and "60" in part.figure.figure.table.to_csv()


def test_several_sessions_side_by_side(workspace: Workspace, played: tuple[Path, str]) -> None:
    other = Workshop.create(workspace, "A second evening")
    part = page(workspace, played[1])
    assert part.combine.blocker == "Tick two sessions or more."
    part.sessions.value = (played[1], other.code)
    part._block()
    assert part.combine.blocker == ""
    part.combine.click()
    assert part.said.text and part.combine.problem == ""
