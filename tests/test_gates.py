"""What must hold for the whole tree: style, types, the workspace check, notebooks without outputs, offline pages."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
NOTEBOOKS = sorted((ROOT / "notebooks").glob("*.ipynb"))


def run(*words: str) -> subprocess.CompletedProcess[str]:
    env = {**os.environ, "PYTHONUTF8": "1"}
    return subprocess.run(
        [sys.executable, "-m", *words], cwd=ROOT, capture_output=True, text=True, encoding="utf-8", env=env
    )


@pytest.mark.parametrize(
    "words", [("ruff", "check", "."), ("ruff", "format", "--check", "."), ("mypy",)], ids=" ".join
)
def test_style_and_types(words: tuple[str, ...]) -> None:
    done = run(*words)
    assert done.returncode == 0, done.stdout + done.stderr


def test_the_repository_is_a_sound_workspace() -> None:
    done = run("crpkit", "check", str(ROOT))
    assert done.returncode == 0, done.stderr


def test_notebooks_hold_no_outputs() -> None:
    assert NOTEBOOKS
    for path in NOTEBOOKS:
        cells = json.loads(path.read_text(encoding="utf-8"))["cells"]
        assert not [cell for cell in cells if cell.get("outputs") or cell.get("execution_count")], path


def test_nothing_served_names_an_outside_address() -> None:
    outside = re.compile(
        r"""(?:src|href)=["']https?://|from ["']https?://|url\(["']?https?://|import\(["']https?://"""
    )
    served = [
        path
        for path in (ROOT / "crpkit").rglob("*")
        if path.suffix in {".html", ".j2", ".css", ".js", ".mjs", ".py"}
    ]
    assert served
    assert not [path for path in served if outside.search(path.read_text(encoding="utf-8"))]


def test_words_the_kit_never_says() -> None:
    shown = [
        *(ROOT / "crpkit").rglob("*.py"),
        *(ROOT / "crpkit").rglob("*.yaml"),
        *NOTEBOOKS,
        ROOT / "README.md",
    ]
    said = [
        path
        for path in shown
        if "professional development programme" in path.read_text(encoding="utf-8").lower()
    ]
    assert not said
