"""What the page of needs keeps and tells, without a browser."""

from __future__ import annotations

from pathlib import Path

import pytest

from crpkit.errors import InputProblems
from crpkit.needs import diagnose
from crpkit.panels.needs.desk import NeedsDesk
from crpkit.workspace import Workspace, new_workspace, open_workspace
from tests.needs_helpers import ETHICS, EXAMPLE, ask, write_xlsx

IMPORTANCE, CONFIDENCE = f"importance:{ETHICS}", f"confidence:{ETHICS}"


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    new_workspace(tmp_path / "place")
    return open_workspace(tmp_path / "place")


def opened(workspace: Workspace) -> NeedsDesk:
    desk = NeedsDesk(workspace)
    desk.open()
    return desk


def test_what_the_team_says_of_a_column_is_done_at_once_and_after_a_reload(
    workspace: Workspace, tmp_path: Path
) -> None:
    odd = "Something of our own"
    file = write_xlsx(tmp_path / "s.xlsx", [ask(IMPORTANCE), odd], [5, 4], [3, 2])
    desk = opened(workspace)
    desk.take_survey("s.xlsx", file.read_bytes())
    assert desk.survey is not None and CONFIDENCE not in desk.survey.answers
    desk.tell_columns({odd: CONFIDENCE})
    assert desk.survey.answers[CONFIDENCE].tolist() == [4, 2]
    again = opened(workspace)
    assert again.survey is not None and again.survey.answers[CONFIDENCE].tolist() == [4, 2]
    again.tell_columns({odd: "leave-out"})
    assert CONFIDENCE not in again.survey.answers


def test_what_was_said_of_the_file_is_said_after_a_reload(workspace: Workspace) -> None:
    desk = opened(workspace)
    file = EXAMPLE / "survey-autumn.xlsx"
    desk.take_survey(file.name, file.read_bytes())
    again = opened(workspace)
    first, second = desk.survey, again.survey
    assert first is not None and second is not None
    assert set(first.remarks) <= set(second.remarks) and any("Email" in one for one in second.remarks)
    told = [sorted(zip(one.unused["column"], one.unused["reason"], strict=True)) for one in (first, second)]
    assert told[0] == told[1]


def test_a_picture_is_made_again_after_a_reload_unless_something_has_changed(workspace: Workspace) -> None:
    desk = opened(workspace)
    file = EXAMPLE / "survey-autumn.xlsx"
    desk.take_survey(file.name, file.read_bytes())
    assert not opened(workspace).was_made
    assert desk.survey is not None
    desk.take_picture(diagnose(desk.survey, draws=0))
    again = opened(workspace)
    assert again.was_made
    component = next(iter(again.framework.components)).id
    again.note_offer({"component": component, "status": "good"})
    assert not again.was_made and not opened(workspace).was_made


def test_a_file_that_cannot_be_read_is_named_as_the_team_knows_it(workspace: Workspace) -> None:
    with pytest.raises(InputProblems) as caught:
        opened(workspace).take_survey("ours.csv", b"")
    assert str(caught.value.problems[0].file) == "ours.csv" and "again" in str(caught.value)


@pytest.mark.parametrize(
    "words", ["", "[]", "type: crpkit/survey-readings\nversion: 1\nsurveys: {x: 3}\n", "\x00"]
)
def test_a_note_that_is_broken_keeps_nothing_away(workspace: Workspace, words: str) -> None:
    desk = opened(workspace)
    file = EXAMPLE / "survey-autumn.xlsx"
    desk.take_survey(file.name, file.read_bytes())
    (workspace.folder / "workshop_data" / "needs" / "readings.yaml").write_text(words, encoding="utf-8")
    again = opened(workspace)
    assert again.survey is not None and len(again.survey) == 45 and not again.trouble and not again.was_made
    again.take_picture(diagnose(again.survey, draws=0))
    assert opened(workspace).was_made
