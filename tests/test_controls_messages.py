"""What holds for every control: one way in, and no trust in what comes in."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from ipywidgets import Widget
from traitlets import TraitError

from crpkit.errors import CrpkitError, InputProblems, Problem
from crpkit.panels import controls as ui
from crpkit.panels.controls import base
from crpkit.panels.personas import Gallery, PersonaForm
from tests.controls_helpers import answers, hostile, tell

OPTIONS = [("a", "Apples"), ("b", "Bread")]
MAKERS: list[Callable[[], ui.Control]] = [
    lambda: ui.Button("Save"),
    lambda: ui.TextBox("Title"),
    lambda: ui.TextBox("Note", lines=3),
    lambda: ui.NumberBox("People"),
    lambda: ui.NumberBox("Money", step=0.5, minimum=None, maximum=None),
    lambda: ui.RangeInput("Sure", 3),
    lambda: ui.Choice("Food", OPTIONS),
    lambda: ui.Choice("Food", OPTIONS, style="ticks"),
    lambda: ui.FilePicker("Answers"),
    lambda: ui.Status(),
    lambda: ui.Progress("Reading"),
    lambda: ui.Page(),
    lambda: ui.ButtonGrid("Dots", [("k", "A", "Apples")]),
    lambda: ui.FigureView(),
    lambda: ui.Steps(["One", "Two"], [ui.Status(), ui.Status()])._navs[0],
]
KINDS = ["set", "enter", "click", "press", "part", "open", "beat", "stop", "go"]


@given(
    st.sampled_from(MAKERS),
    st.sampled_from(KINDS),
    st.dictionaries(st.text(max_size=8), hostile, max_size=3),
    hostile,
)
def test_no_message_breaks_a_control(make, kind, more, value) -> None:
    control = make()
    names = ("value", "n", "presses", "upload", "part", "name", "size", "search", "path")
    tell(control, kind, [b"x"], **{name: value for name in names})
    control._handle_custom_msg({**more, "kind": kind, "id": "again"}, [])
    json.dumps(control._state, allow_nan=False).encode("utf-8")  # what it shows can still be sent


@given(hostile)
def test_what_is_no_message_is_dropped(content) -> None:
    button = ui.Button("Save", lambda: pytest.fail("pressed by something that is no message"))
    sent = answers(button)
    button._handle_custom_msg(content, [])
    assert sent == []


def everything_in(widget: Widget) -> Iterator[Widget]:
    """A widget and all it is made of."""
    yield widget
    for child in getattr(widget, "children", ()):
        yield from everything_in(child)


FRAMES: list[Callable[[], Widget]] = [
    lambda: ui.Html("<p>Words</p>"),
    lambda: ui.Row([ui.Html("a"), ui.Status()]),
    lambda: ui.Column([ui.Row([ui.Html("a")])]),
    lambda: ui.Heading("Title", "A sentence"),
    lambda: ui.Section("Title", "A sentence", ui.Status()),
    lambda: ui.Steps(["One", "Two"], [ui.Status(), ui.Section("Title")]),
    lambda: ui.Tabs(["One", "Two"], [ui.Status(), ui.Html("a")]),
    lambda: PersonaForm(lambda persona, before: "here"),
    lambda: Gallery(),
]


@pytest.mark.parametrize("make", [*MAKERS, *FRAMES])
def test_no_trait_can_be_set_by_the_page(make) -> None:
    for widget in everything_in(make()):
        assert_takes_nothing(widget)


def assert_takes_nothing(control: Widget) -> None:
    before = control.get_state()
    for junk in ({"label": "mine"}, "mine", []):
        with suppress(TraitError):
            control.set_state(dict.fromkeys(control.keys, junk))
    for name, value in {"value": "<b>mine</b>", "children": [], "_dom_classes": ["mine"]}.items():
        if name in control.keys:
            state = {"method": "update", "state": {name: value}, "buffer_paths": []}
            control._handle_msg({"content": {"data": state}})
    control._handle_msg(
        {"content": {"data": {"method": "update", "state": {"_spec": {"label": "mine"}}, "buffer_paths": []}}}
    )
    assert control.get_state() == before


def test_a_message_delivered_twice_counts_once_and_is_answered_twice() -> None:
    pressed: list[int] = []
    button = ui.Button("Save", lambda: pressed.append(1))
    sent = answers(button)
    message = tell(button, "click")
    button._handle_custom_msg(message, [])
    assert pressed == [1]
    assert [(each["kind"], each["id"]) for each in sent] == [("ack", message["id"])] * 2
    tell(button, "click")
    assert pressed == [1, 1]


def test_the_memory_of_messages_is_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(base, "MOST_IDS", 3)
    button = ui.Button("Save")
    for _ in range(10):
        tell(button, "click")
    assert len(button._handled) == 3


def test_an_error_for_people_becomes_a_sentence_and_goes_with_the_next_success() -> None:
    def fail() -> None:
        raise CrpkitError("The file is locked", "Close it in the other program.")

    button = ui.Button("Save", fail)
    tell(button, "click")
    assert button._state["error"] == "The file is locked. Close it in the other program."
    button.on_click(lambda: None)
    tell(button, "click")
    assert button._state["error"] == ""


def test_places_in_files_are_named_but_not_names_of_fields() -> None:
    error = InputProblems(
        [
            Problem("Too many dots", "Check the number.", field="dots"),
            Problem("Not a list", file=Path("a.csv"), line=3),
        ]
    )
    assert base.in_words(error) == "Too many dots. Check the number.\na.csv, line 3: Not a list."


def test_a_file_of_the_folder_is_named_by_where_it_lies_in_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CRPKIT_WORKSPACE", str(tmp_path / "ours"))
    inside = Problem("Not a list", file=tmp_path / "ours" / "workshop_data" / "costs.yaml", line=3)
    beside = Problem("Not a list", file=tmp_path / "oursx" / "costs.yaml")
    where = Path("workshop_data") / "costs.yaml"
    assert base.in_words(InputProblems([inside])) == f"{where}, line 3: Not a list."
    assert str(tmp_path / "oursx") in base.in_words(InputProblems([beside]))


def test_any_other_error_is_logged_and_said_plainly(caplog: pytest.LogCaptureFixture) -> None:
    def fail() -> None:
        raise RuntimeError("secret detail")

    button = ui.Button("Save", fail)
    tell(button, "click")
    assert button.problem == base.SORRY
    assert "secret" not in json.dumps(button._state)
    assert "secret detail" in caplog.text


def test_a_blocked_button_does_nothing_and_says_why() -> None:
    pressed: list[int] = []
    button = ui.Button("Open", lambda: pressed.append(1), blocker="Give a title first.")
    tell(button, "click")
    assert pressed == [] and button._state["blocker"] == "Give a title first."
    button.blocker = ""
    tell(button, "click")
    assert pressed == [1]


def test_nothing_is_sent_when_nothing_changed() -> None:
    button = ui.Button("Save")
    states: list[object] = []
    button.observe(states.append, ["_spec", "_state"])
    button.blocker = ""
    button.label = "Save"
    assert states == []
    button.label = "Save a copy"
    assert len(states) == 1


@given(st.text(st.characters()))
def test_labels_can_always_be_sent(text: str) -> None:
    button = ui.Button(text, blocker=text)
    json.dumps([button._spec, button._state]).encode("utf-8")
    json.dumps([button._spec, button._state], ensure_ascii=False).encode("utf-8")


@given(st.text(st.characters()))
def test_escaped_text_holds_no_markup(text: str) -> None:
    escaped = ui.escape(text)
    assert not set(escaped) & set("<>\"'")
    escaped.encode("utf-8")


def test_escape_keeps_the_words() -> None:
    assert ui.escape("<script>alert('a')</script> & é 🎉") == (
        "&lt;script&gt;alert(&#x27;a&#x27;)&lt;/script&gt; &amp; é 🎉"
    )
