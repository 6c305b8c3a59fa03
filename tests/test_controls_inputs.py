"""Boxes, scales and choices: what they take, what they refuse, whom they tell."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crpkit.errors import CrpkitError
from crpkit.panels import controls as ui
from crpkit.panels.controls.text import clean
from tests.controls_helpers import hostile, tell

FOOD = [("a", "Apples", "Red or green"), ("b", "Bread"), ("c", "Cheese")]


@given(st.text(st.characters(), max_size=60))
def test_text_arrives_clean_and_only_once(text: str) -> None:
    box = ui.TextBox("Title", max_length=30)
    heard: list[str] = []
    box.on_change(heard.append)
    tell(box, "set", value=text)
    tell(box, "set", value=text)
    tidy = " ".join(clean(text).split())
    if len(tidy) > 30:
        assert box.value == "" and heard == [] and "too long" in box.problem
    else:
        assert box.value == tidy and heard == ([tidy] if tidy else []) and box.problem == ""
    box.value.encode("utf-8")


def test_many_lines_keep_their_breaks() -> None:
    box = ui.TextBox("Note", lines=4)
    tell(box, "set", value="  one\r\ntwo\x00\rthree \ud83c ")
    assert box.value == "one\ntwo\nthree \ufffd"


def test_what_is_refused_stays_on_screen_and_the_last_good_value_in_python() -> None:
    box = ui.TextBox("Title", "short", max_length=10)
    problems: list[str] = []
    box.on_problem(problems.append)
    tell(box, "set", value="far too long a title")
    assert box.value == "short" and box._state["refused"] is True
    tell(box, "set", value="fine")
    assert box.value == "fine" and box._state["refused"] is False
    assert problems == ["This is 10 characters too long. Write at most 10.", ""]


def test_enter_hands_over_the_text_and_empties_the_box() -> None:
    entered: list[str] = []
    box = ui.TextBox("Add", on_enter=entered.append)
    tell(box, "enter", value=" one ")
    assert entered == ["one"] and box.value == "" and box.problem == ""
    tell(box, "enter", value="x" * 400)
    assert entered == ["one"] and "too long" in box.problem


def test_a_form_filled_anew_replaces_even_what_is_being_typed() -> None:
    box = ui.TextBox("Title", "old")
    before = box._state["reset"]
    box.reset("new")
    assert box.value == "new" and box._state["reset"] == before + 1


def test_a_text_that_cannot_be_used_stays_in_the_box() -> None:
    def fail(text: str) -> None:
        raise CrpkitError("There is one of that name")

    box = ui.TextBox("Add", on_enter=fail)
    tell(box, "enter", value="one")
    assert box.value == "one" and box.problem == "There is one of that name."


def test_setting_a_value_from_python_tells_nobody_and_clears_the_problem() -> None:
    box = ui.NumberBox("People", maximum=10)
    box.on_change(lambda value: pytest.fail("told of what Python did itself"))
    tell(box, "set", value=99)
    assert "Write a whole number from 0 to 10." in box.problem
    box.value = 4
    assert box._state == {"value": 4, "refused": False, "error": "", "turn": 2}
    with pytest.raises(ui.Refused):
        box.value = 11
    assert box.value == 4


@given(hostile)
def test_a_number_box_holds_a_number_in_range_or_nothing(raw) -> None:
    box = ui.NumberBox("People", 5, minimum=0, maximum=100)
    tell(box, "set", value=raw)
    assert box.value is None or (type(box.value) is int and 0 <= box.value <= 100)
    assert (box.value is None) == (raw is None)


@given(hostile)
def test_a_decimal_box_holds_a_finite_number_or_nothing(raw) -> None:
    box = ui.NumberBox("Money", 2.5, minimum=None, maximum=None, step=0.5)
    tell(box, "set", value=raw)
    assert box.value is None or (type(box.value) is float and math.isfinite(box.value))


@pytest.mark.parametrize(
    ("raw", "words"),
    [(-1, "too small"), (7.5, "whole numbers"), (True, "not a number"), ("7", "not a number")],
)
def test_a_number_box_says_what_is_wrong(raw, words: str) -> None:
    box = ui.NumberBox("People", maximum=1_000)
    tell(box, "set", value=raw)
    assert words in box.problem and "from 0 to 1,000" in box.problem


def test_a_scale_knows_its_positions_in_words() -> None:
    scale = ui.RangeInput("Sure", 0.5, 0, 1, 0.25, words={0: "not at all", 1.0: "very"})
    assert scale._spec["words"] == ["not at all", "0.25", "0.5", "0.75", "very"]
    heard: list[float] = []
    scale.on_change(heard.append)
    tell(scale, "set", value=4)
    for wrong in (5, -1, 2.0, True, None, "2", [2]):
        tell(scale, "set", value=wrong)
    assert scale.value == 1.0 and heard == [1.0]
    scale.value = 0.3  # the nearest position
    assert scale.value == 0.25 and scale._state["value"] == 1


@pytest.mark.parametrize(("low", "high", "step"), [(0, 10, 0), (0, 10, -1), (5, 4, 1), (0, 10_000, 1)])
def test_a_scale_without_sensible_positions_cannot_be_made(low: int, high: int, step: int) -> None:
    with pytest.raises(ValueError, match="positions"):
        ui.RangeInput("Sure", low, low, high, step)


@given(hostile, st.sampled_from(["list", "radios", "cards"]))
def test_only_what_is_offered_can_be_chosen(raw, style) -> None:
    choice = ui.Choice("Food", FOOD, "b", style=style)
    tell(choice, "set", value=raw)
    taken = (
        isinstance(raw, list) and all(isinstance(key, str) for key in raw) and (not raw or raw[0] in "abc")
    )
    assert choice.value in ("a", "b", "c", None)
    if not taken:
        assert choice.value == "b" and choice.problem == "That is not in the list any more. Choose again."


@given(st.lists(st.sampled_from(["a", "b", "c", "d", ""])))
def test_ticks_come_in_the_order_of_the_options(keys: list[str]) -> None:
    choice = ui.Choice("Food", FOOD, style="ticks")
    tell(choice, "set", value=keys)
    wanted = () if {"d", ""} & set(keys) else tuple(key for key in "abc" if key in keys)
    assert choice.value == wanted


def test_values_may_be_anything_and_come_back_as_they_were() -> None:
    choice = ui.Choice("How many", [(1, "One"), (2, "Two"), (None, "No idea")], 2)
    tell(choice, "set", value=["1"])
    assert choice.value == 1 and type(choice.value) is int
    with pytest.raises(ValueError, match="same value"):
        ui.Choice("How many", [(1, "One"), ("1", "One again")])


def test_other_options_keep_the_choice_as_far_as_it_is_still_offered() -> None:
    one = ui.Choice("Food", FOOD, "b")
    many = ui.Choice("Food", FOOD, ("a", "c"), style="ticks")
    for choice in (one, many):
        choice.set_options([("c", "Cheese"), ("d", "Dates")])
    assert one.value is None and many.value == ("c",)
    tell(one, "set", value=["b"])  # a page that has not heard of it yet
    assert one.value is None and "not in the list any more" in one.problem
