"""Starting on a machine with Python alone: a half-made environment is mended."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

import start


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    venv = tmp_path / ".venv"
    monkeypatch.setattr(start, "VENV", venv)
    monkeypatch.setattr(start, "PYTHON", venv / "bin" / "python")
    return venv


def make(here: Path) -> None:
    (here / "bin").mkdir(parents=True)
    (here / "bin" / "python").touch()


@pytest.mark.parametrize("runs", [True, False])
def test_python_without_pip_is_mended(here: Path, monkeypatch: pytest.MonkeyPatch, runs: bool) -> None:
    make(here)
    asked = []

    def run(words: list[str], **_: object) -> subprocess.CompletedProcess[str]:
        asked.append(words[1:])
        fails = "pip" in words or (words[-1] == "--version" and not runs)
        return subprocess.CompletedProcess(words, int(fails), "", "")

    monkeypatch.setattr(subprocess, "run", run)
    assert start.make_environment()
    assert asked[-1][:2] == ["-m", "venv"] and ("--clear" in asked[-1]) != runs


def test_a_half_made_environment_does_not_stay(
    here: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def run(words: list[str], **_: object) -> subprocess.CompletedProcess[str]:
        if "venv" not in words:
            raise FileNotFoundError(words[0])
        make(here)
        return subprocess.CompletedProcess(words, 1, "", "ensurepip is not available")

    monkeypatch.setattr(subprocess, "run", run)
    for _ in range(2):  # and running it again says the same
        assert not start.make_environment()
        assert not here.exists() and "python3-venv" in capsys.readouterr().err
