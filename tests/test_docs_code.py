"""What the docs tell a person to write does what they say: files are written, code is run, in the order of the page."""

from __future__ import annotations

import contextlib
import io
import re
from pathlib import Path

import pytest

from crpkit.cli import main
from crpkit.workspace import new_workspace

DOCS = Path(__file__).resolve().parents[1] / "docs"
SAVE_AS = re.compile(r"[Ss]ave this as `([^`]+)`")
BLOCK = re.compile(r"^```(\w*)\n(.*?)^```$", re.M | re.S)


def test_add_an_activity(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    page = (DOCS / "adding-an-activity.md").read_text(encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    folder = new_workspace("our-place")
    names: dict[str, object] = {}
    done, said = [], io.StringIO()
    for found in BLOCK.finditer(page):
        language, text = found.groups()
        if language == "yaml":
            (name,) = SAVE_AS.findall(page[: found.start()])[-1:]
            (folder / name).parent.mkdir(exist_ok=True)
            (folder / name).write_text(text, encoding="utf-8")
            done.append(name)
            assert main(["check", "our-place"]) == 0
        elif language == "python":
            with contextlib.redirect_stdout(said):
                exec(compile(text, "adding-an-activity.md", "exec"), names)
            done.append("python")
    assert done == [
        "workshop_data/kinds/weather.yaml",
        "python",
        "python",
        "workshop_data/agendas/short.yaml",
        "python",
        "workshop_data/kinds/a-day.yaml",
        "python",
        "python",
    ]
    assert said.getvalue().strip()
    assert (folder / "outputs" / "pack.pdf").read_bytes().startswith(b"%PDF")
    assert (
        "Open a window" in (folder / "outputs" / "record.html").read_text(encoding="utf-8")
        or "Sunny" in said.getvalue()
    )


def test_add_a_rule(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from crpkit.journeys import drop_rule

    page = (DOCS / "adding-a-rule.md").read_text(encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    folder = new_workspace("our-place")
    names: dict[str, object] = {}
    done, said = [], io.StringIO()
    try:
        for found in BLOCK.finditer(page):
            language, text = found.groups()
            if language == "yaml":
                (name,) = SAVE_AS.findall(page[: found.start()])[-1:]
                (folder / name).parent.mkdir(exist_ok=True)
                (folder / name).write_text(text, encoding="utf-8")
                assert main(["check", "our-place"]) == 0
            else:
                with contextlib.redirect_stdout(said):
                    exec(compile(text, "adding-a-rule.md", "exec"), names)
            done.append(language)
    finally:
        drop_rule("few-places")
    assert done == ["python", "yaml", "python", "python"]
    assert "hours: Hours asked" in said.getvalue() and "evenings" in said.getvalue()
    assert "'is-coached'" in said.getvalue()


def test_the_journey_in_the_page_on_files_can_be_read(tmp_path: Path) -> None:
    from crpkit.journeys import load_journeys

    page = (DOCS / "files.md").read_text(encoding="utf-8")
    journey, requires = (text for _, text in BLOCK.findall(page[page.index("## Journeys") :])[:2])
    (tmp_path / "our-way-in.yaml").write_text(journey + requires, encoding="utf-8")
    read = load_journeys(tmp_path)["our-way-in"]
    assert len(read.steps) == 3 and read["reading"].requires[0].state == "in-a-partnership"
