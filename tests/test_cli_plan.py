"""The commands that make a plan and write it."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from crpkit.cli import main
from crpkit.planning import kept_plan
from crpkit.planning.drafts import settings_file
from crpkit.workspace import new_workspace


@pytest.fixture(scope="module")
def quay(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return new_workspace(tmp_path_factory.mktemp("cli") / "quay", example=True)


def test_from_the_example_to_the_document(
    quay: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "out"
    words = [
        "plan",
        str(quay),
        "--budget",
        "20000",
        "--staff-days",
        "60",
        "--start",
        "2027-01-11",
        "--out",
        str(out),
    ]
    assert main(words) == 0
    said = capsys.readouterr().out
    assert "Most of what people would like" in said and "Kept:" in said
    kept = kept_plan(quay)
    assert kept is not None and kept.settings.staff_days == 60 and kept.plan.days.most <= 60
    names = {file.name for file in out.iterdir()}
    assert {
        "plan.csv",
        "front.csv",
        "options.csv",
        "rests-on.csv",
        "threads.csv",
        "pilots.csv",
        "timetable.csv",
        "timetable.ics",
        "hours.csv",
        "budget.xlsx",
        "groups-private.csv",
        "pilots-private.csv",
    } == names
    assert "answered:" not in (out / "front.csv").read_text(encoding="utf-8-sig").splitlines()[0]
    for name in ("plan.docx", "plan.html"):
        assert main(["report", str(quay), "--out", str(tmp_path / name)]) == 0
        assert (tmp_path / name).stat().st_size > 10_000
    assert "out of date" not in capsys.readouterr().out


def test_what_is_not_given_stays_as_it_was(quay: Path) -> None:
    assert main(["plan", str(quay), "--budget", "20000", "--months", "12", "--plan", "start-small"]) == 0
    assert main(["plan", str(quay), "--budget", "£3,000"]) == 0
    kept = kept_plan(quay)
    assert kept is not None and kept.chosen == "start-small"
    assert (kept.settings.budget, kept.settings.months) == (3000, 12)


def test_without_a_survey_it_says_so(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = new_workspace(tmp_path / "new")
    assert main(["plan", str(folder), "--budget", "20000"]) == 2
    assert "no answers to a survey yet" in capsys.readouterr().err
    assert kept_plan(folder) is None


def test_a_budget_that_nothing_fits(quay: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["plan", str(quay), "--budget", "20000"]) == 0
    before = kept_plan(quay)
    file = settings_file(quay)
    assert before is not None
    text = file.read_text(encoding="utf-8")
    file.write_text(f"{text}require: [mentoring-training]\n", encoding="utf-8")
    assert main(["plan", str(quay), "--budget", "10"]) == 2
    said = capsys.readouterr().err
    assert (
        "spend no more than £10" in said
        and "a budget of £" in said
        and "Training and support for mentors" in said
    )
    file.write_text(text, encoding="utf-8")
    assert kept_plan(quay) == before  # what was kept stays


@pytest.mark.parametrize(
    "words", [["--budget", "lots"], ["--budget", "1", "--start", "soon"], ["--budget", "-1"], []]
)
def test_what_cannot_be_meant_is_refused(
    quay: Path, words: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as raised:
        main(["plan", str(quay), *words])
    assert raised.value.code == 2 and capsys.readouterr().err


def test_a_report_of_no_plan(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = new_workspace(tmp_path / "new")
    assert main(["report", str(folder), "--out", str(tmp_path / "plan.docx")]) == 2
    assert "No plan is kept" in capsys.readouterr().err


def test_what_the_solver_prints_by_itself_stands_not_among_the_words() -> None:
    code = (
        "import os, sys; from crpkit.cli.quiet import part_output; print('before'); part_output(); "
        "os.write(1, b'HiGHS says'); print('after – ü'); sys.exit(3)"
    )
    ended = subprocess.run([sys.executable, "-X", "utf8", "-c", code], capture_output=True, timeout=60)
    assert ended.returncode == 3 and not ended.stderr
    assert ended.stdout.decode("utf-8").split() == ["before", "after", "–", "ü"]
