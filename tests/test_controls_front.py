"""The front-end files: self-contained, sent once, and true to the tokens."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from ipywidgets import Widget

import crpkit.panels.controls
from crpkit.panels import controls as ui
from crpkit.panels.controls.look import Look, look_reference, style

HERE = Path(crpkit.panels.controls.__file__).parent
MODULES = sorted((HERE / "esm").glob("*.js"))
SHEETS = sorted((HERE.parent / "look").glob("controls*.css"))


@pytest.mark.parametrize("path", MODULES, ids=lambda path: path.name)
def test_a_module_needs_nothing_from_anywhere(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert not re.search(r"https?:|//cdn|\bimport\b|\brequire\(|\beval\(|new Function|document\.write", text)
    assert text.count("export default {") == 1


@pytest.mark.parametrize(
    "path", [path for path in MODULES if path.name != "figure.js"], ids=lambda path: path.name
)
def test_text_is_never_put_in_as_html(path: Path) -> None:
    assert not re.search(r"innerHTML|outerHTML|insertAdjacentHTML", path.read_text(encoding="utf-8"))


def test_every_module_belongs_to_a_control() -> None:
    used = {cls._esm for cls in _classes(ui.Control)} | {Look._esm}
    assert {path.read_text(encoding="utf-8") for path in MODULES} == used


def _classes(root: type) -> list[type]:
    below = [found for child in root.__subclasses__() for found in [child, *_classes(child)]]
    # anywidget makes a class of its own for each widget; those hold a trait here, not the text
    return [
        cls for cls in below if isinstance(vars(cls).get("_esm"), str) and "panels.controls" in cls.__module__
    ]


@pytest.mark.parametrize("path", SHEETS, ids=lambda path: path.name)
def test_colours_come_from_the_tokens(path: Path) -> None:
    text = re.sub(r"/\*.*?\*/", "", path.read_text(encoding="utf-8"), flags=re.DOTALL)
    assert not re.search(r"#[0-9a-fA-F]{3,8}\b|\brgba?\(|url\(|@import", text)
    tokens = (path.parent / "tokens.css").read_text(encoding="utf-8")
    own = {"--crp-part", "--crp-tone"}  # set by the scale, and by the list that is put in order, itself
    assert set(re.findall(r"var\((--[\w-]+)", text)) - own <= set(re.findall(r"(--[\w-]+):", tokens))


def test_the_look_is_sent_once_and_not_with_each_control() -> None:
    first, second = ui.Button("One"), ui.TextBox("Two")
    assert first._look == second._look == look_reference()
    assert "_css" not in first.keys and len(str(first.get_state())) < 4_000
    look = _look(first)
    assert look.get_state()["_css"] == style()


def test_a_closed_look_is_made_anew() -> None:
    before = ui.Button("One")
    _look(before).close()
    after = ui.Button("Two")
    assert after._look != before._look and _look(after).comm is not None


def _look(control: ui.Control) -> Widget:
    from ipywidgets.widgets.widget import _instances

    return _instances[control._look.removeprefix("anywidget:")]
