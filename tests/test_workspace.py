"""The folder a team works in: making, finding, checking; and the command line that does it."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from crpkit import __version__, overview
from crpkit.cli import main
from crpkit.errors import CrpkitError, InputProblems, Problem
from crpkit.overview import check_workspace, summary
from crpkit.workshop import Workshop
from crpkit.workspace import DATABASE, MARKER, new_workspace, open_workspace


@pytest.fixture
def place(tmp_path: Path) -> Path:
    return new_workspace(tmp_path / "Our place", title="Our place")


def test_a_new_workspace_has_starters_and_no_answers(place: Path) -> None:
    assert {path.name for path in place.iterdir()} == {
        MARKER,
        "personas",
        "workshop_data",
        "notebooks",
        "outputs",
    }
    assert len(list((place / "personas").glob("*.yaml"))) == 6
    assert not (place / "workshop_data" / "example").exists()
    assert check_workspace(place) == []
    workspace = open_workspace(place)
    assert workspace.title == "Our place"
    assert workspace.log.streams("workshop:") == ()
    workspace.close()


def test_the_example_has_a_finished_first_choice(tmp_path: Path) -> None:
    place = new_workspace(tmp_path / "ex", example=True)
    workspace = open_workspace(place)
    try:
        found = summary(workspace)
        assert [line.code for line in found.workshops] == ["QUAYS2"]
        assert found.personas > 6 and not found.problems
        vote = Workshop.open(workspace, "QUAYS2")
        assert vote.dots().shown and vote.dots().placed == found.workshops[0].dots > 30
        assert vote.dots_left() is not None and vote.dots_left() >= 0
    finally:
        workspace.close()
    assert check_workspace(place) == []


def test_making_never_touches_what_is_there(tmp_path: Path, place: Path) -> None:
    used = tmp_path / "used"
    used.mkdir()
    (used / "thesis.docx").write_bytes(b"years of work")
    for folder, words in [
        (used, "something in it already"),
        (place, "a workspace here already"),
        (used / "thesis.docx", "a file"),
    ]:
        with pytest.raises(InputProblems, match=words):
            new_workspace(folder)
    assert [path.name for path in used.iterdir()] == ["thesis.docx"]


def test_found_from_below_and_by_the_environment(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("CRPKIT_WORKSPACE", raising=False)
    monkeypatch.chdir(place / "personas")
    assert open_workspace().folder == place
    monkeypatch.chdir(place.parent)
    monkeypatch.setenv("CRPKIT_WORKSPACE", str(place))
    assert open_workspace().folder == place


def test_one_broken_file_hides_no_other(place: Path) -> None:
    (place / MARKER).write_text("type: crpkit/workspace\nversion: 1\ntitel: X\n", encoding="utf-8")
    personas = sorted((place / "personas").glob("*.yaml"))
    personas[0].write_text("type: [\n", encoding="utf-8")
    text = personas[1].read_text(encoding="utf-8")
    personas[1].write_text(text.replace("group: ", "group: x"), encoding="utf-8")
    (place / "workshop_data" / "lists" / "mine.csv").write_text("name\nA\n", encoding="utf-8")
    (place / "notebooks" / "workshop.ipynb").write_text("{", encoding="utf-8")
    (place / "framework.yaml").write_text(
        "type: crpkit/framework-overlay\nversion: 1\nremove:\n  neds: []\n", encoding="utf-8"
    )
    (place / DATABASE).write_bytes(b"not a database at all, but long enough to be one" * 40)
    files = {problem.file.name for problem in check_workspace(place) if problem.file}
    assert {
        MARKER,
        personas[0].name,
        personas[1].name,
        "mine.csv",
        "workshop.ipynb",
        "framework.yaml",
        DATABASE,
    } <= files
    assert (place / DATABASE).exists()


def test_notebooks_with_outputs_are_named(place: Path) -> None:
    cell = {"cell_type": "code", "source": "1", "outputs": [{"output_type": "stream"}], "metadata": {}}
    path = place / "notebooks" / "mine.ipynb"
    path.write_text(json.dumps({"cells": [cell]}), encoding="utf-8")
    assert [problem.file for problem in check_workspace(place)] == [path]


def test_a_summary_survives_a_damaged_database(place: Path) -> None:
    (place / DATABASE).write_bytes(os.urandom(8192))
    found = summary(open_workspace(place))
    assert found.personas == 6 and found.workshops == ()
    assert any("crpkit restore" in problem.remedy for problem in found.problems)


def test_restoring_names_every_line_that_is_not_json(place: Path, tmp_path: Path) -> None:
    broken = tmp_path / "export.jsonl"
    broken.write_text('{"a": 1}\nnot\n{}\nnor this\n', encoding="utf-8")
    workspace = open_workspace(place)
    with pytest.raises(InputProblems) as caught:
        workspace.log.import_file(broken)
    workspace.close()
    assert [problem.line for problem in caught.value.problems] == [2, 4]


def test_hostile_folder_names(tmp_path: Path) -> None:
    place = new_workspace(
        tmp_path / "Zoë’s #1 <b>place</b>?" if os.name != "nt" else tmp_path / "Zoë’s #1 place"
    )
    workspace = open_workspace(place)
    Workshop.create(workspace, "<script>alert(1)</script>")
    assert summary(workspace).workshops[0].title == "<script>alert(1)</script>"
    workspace.close()


def test_version() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "crpkit", "--version"], capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == f"crpkit {__version__}"


def test_check_exits_with_2_and_names_file_line_field(
    place: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["check", str(place)]) == 0
    path = next((place / "personas").glob("*.yaml"))
    path.write_text(path.read_text(encoding="utf-8").replace("i_am:", "i_an:"), encoding="utf-8")
    assert main(["check", str(place)]) == 2
    told = capsys.readouterr().err
    assert f"{path}, line" in told and "i_an" in told and "Did you mean “i_am”?" in told


@pytest.mark.parametrize("words", [["check"], ["serve", "--no-browser"], ["restore", "x.jsonl"]])
def test_not_a_workspace(
    words: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("CRPKIT_STARTER", raising=False)
    assert main([words[0], *words[1:]]) == 2
    assert "crpkit new" in capsys.readouterr().err
    monkeypatch.setenv("CRPKIT_STARTER", "python3 start.py")  # nobody who types this has “crpkit” at hand
    assert main([words[0], *words[1:]]) == 2
    assert "python3 start.py new" in capsys.readouterr().err


def test_new_and_restore_from_the_command_line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["new", str(tmp_path / "a"), "--example"]) == 0
    assert main(["new", str(tmp_path / "b")]) == 0
    export = tmp_path / "a" / "workshop_data" / "example" / "first-choice.jsonl"
    assert main(["restore", str(export), str(tmp_path / "b")]) == 0
    assert main(["restore", str(export), str(tmp_path / "b")]) == 0
    workspace = open_workspace(tmp_path / "b")
    assert Workshop.open(workspace, "QUAYS2").dots().placed > 30
    workspace.close()
    assert main(["restore", str(tmp_path / "nothing.jsonl"), str(tmp_path / "b")]) == 2
    assert "nothing.jsonl" in capsys.readouterr().err


def test_a_newer_workspace_is_left_alone(place: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (place / MARKER).write_text("type: crpkit/workspace\nversion: 99\ntitle: Later\n", encoding="utf-8")
    assert main(["check", str(place)]) == 2
    assert "Install a newer crpkit" in capsys.readouterr().err


def test_a_moved_workspace_still_opens(place: Path, tmp_path: Path) -> None:
    workspace = open_workspace(place)
    code = Workshop.create(workspace, "Kept").code
    workspace.close()
    moved = Path(shutil.move(place, tmp_path / "elsewhere"))
    workspace = open_workspace(moved)
    assert Workshop.open(workspace, code).state.title == "Kept"
    workspace.close()


@pytest.mark.parametrize("content", ['{"cells": 3}', '{"cells": [1]}', "[]", "3", "[" * 100_000])
def test_a_notebook_that_is_none_is_a_problem(place: Path, content: str) -> None:
    path = place / "notebooks" / "mine.ipynb"
    path.write_text(content, encoding="utf-8")
    assert [(problem.file, problem.found) for problem in check_workspace(place)] == [
        (path, "The notebook cannot be read")
    ]


def test_a_record_that_cannot_be_an_option_is_a_problem(place: Path) -> None:
    for title, words in [("t" * 201, "201 characters"), ('"   "', "empty"), ('"\\0\\u200b"', "empty")]:
        text = f"type: crpkit/framework-overlay\nversion: 1\nchange:\n  components:\n    match-events:\n      title: {title}\n"
        (place / "framework.yaml").write_text(text, encoding="utf-8")
        found = check_workspace(place)
        assert [(problem.line, problem.field) for problem in found] == [(6, "title")]
        assert words in found[0].sentence


def test_half_a_character_reaches_no_window(place: Path) -> None:
    text = 'type: crpkit/workspace\nversion: 1\ntitle: ok\n"ti\\ud800": "\\ud800"\n'
    (place / MARKER).write_text(text, encoding="utf-8")
    (problem,) = check_workspace(place)
    assert str(problem).encode("utf-8") and "\ufffd" in str(problem)
    (place / MARKER).write_text('type: crpkit/workspace\nversion: 1\ntitle: ["\\ud800"]\n', encoding="utf-8")
    (problem,) = check_workspace(place)
    assert problem.found.encode("utf-8")


def test_a_broken_example_is_named_and_leaves_no_database(tmp_path: Path) -> None:
    place = new_workspace(tmp_path / "ex", example=True)
    broken = place / "workshop_data" / "example" / "second.jsonl"
    broken.write_text("not json\n", encoding="utf-8")
    assert [(problem.file, problem.line) for problem in check_workspace(place)] == [(broken, 1)]
    workspace = open_workspace(place)
    with pytest.raises(InputProblems, match=r"second\.jsonl"):
        _ = workspace.log
    found = summary(workspace)
    workspace.close()
    assert [problem.file for problem in found.problems] == [broken] and found.personas > 6
    assert not list(place.glob(f"{DATABASE}*"))


def test_an_unreadable_workshop_hides_no_other(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    workspace = open_workspace(place)
    good, bad = Workshop.create(workspace, "Good").code, Workshop.create(workspace, "Bad").code

    class Picky(Workshop):
        @property
        def state(self):  # type: ignore[no-untyped-def]
            if self.code == bad:
                raise CrpkitError("An event has no total", "Restore it from an export.")
            return super().state

    monkeypatch.setattr(overview, "Workshop", Picky)
    found = summary(workspace)
    workspace.close()
    assert [line.code for line in found.workshops] == [good]
    assert [problem.file for problem in found.problems] == [place / DATABASE]
    assert bad in found.problems[0].found and found.problems == tuple(check_workspace(place))


def test_a_locked_database_is_tried_once(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    workspace = open_workspace(place)
    Workshop.create(workspace, "Kept")
    workspace.close()
    waits = []

    def locked(path: Path, timeout: float = 10.0) -> list[Problem]:
        waits.append(timeout)
        return [Problem("Another program has been using the database", "", path)]

    monkeypatch.setattr(overview, "check_log", locked)
    workspace = open_workspace(place)
    found = summary(workspace)
    assert len(waits) == 1 and waits[0] <= 2 and "log" not in workspace.__dict__
    assert [problem.file for problem in found.problems] == [place / DATABASE] and found.personas == 6


def test_a_name_too_long_for_a_folder(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for command in ("new", "check", "serve"):
        assert main([command, str(tmp_path / ("x" * 300))]) == 2
    assert capsys.readouterr().err.count("Choose a shorter name") == 3
    long = tmp_path / ("y" * 200)
    assert main(["new", str(long)]) == 0 and main(["check", str(long)]) == 0


def test_a_folder_that_may_not_be_read(
    place: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def refuse(self: Path) -> bool:
        raise PermissionError(13, "Permission denied", str(self))

    monkeypatch.setattr(Path, "is_file", refuse)
    assert main(["check", str(place)]) == 2
    assert "This folder cannot be used (Permission denied)" in capsys.readouterr().err


@pytest.mark.parametrize("port", ["80", "1023", "65536", "٨٨٨٨", "-1", "9" * 5000])
def test_ports_that_the_help_does_not_promise(port: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as caught:
        main(["serve", f"--port={port}"])
    assert caught.value.code == 2 and "1024 to 65535" in capsys.readouterr().err
