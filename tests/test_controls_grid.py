"""The grid of options: every press counts once, and only a press that can be meant counts."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crpkit.errors import CrpkitError
from crpkit.panels import controls as ui
from tests.controls_helpers import hostile, tell

ITEMS = [("m", "A", "Match events", "Half a day"), ("f", "B", "<b>Fund</b>")]


def grid(**more) -> tuple[ui.ButtonGrid, list[tuple[str, str, int]]]:
    pressed: list[tuple[str, str, int]] = []
    return ui.ButtonGrid("Dots", ITEMS, lambda *press: pressed.append(press), **more), pressed


def test_a_press_says_option_action_and_how_many() -> None:
    control, pressed = grid()
    message = tell(control, "press", presses=[["m", "add", 1]])
    control._handle_custom_msg(message, [])
    tell(control, "press", presses=[["f", "add", 12], ["m", "take", 1]])
    assert pressed == [("m", "add", 1), ("f", "add", 12), ("m", "take", 1)]


@given(
    st.one_of(
        hostile,
        st.lists(st.tuples(hostile, hostile, hostile).map(list), max_size=3),
        st.lists(st.tuples(st.just("m"), st.just("add"), hostile).map(list), max_size=3),
    )
)
def test_nothing_but_a_press_that_can_be_meant_comes_through(presses) -> None:
    control, pressed = grid(most=20)
    tell(control, "press", presses=presses)
    for key, action, n in pressed:
        assert key in {"m", "f"} and action in {"add", "take"} and type(n) is int and 1 <= n <= 20


@pytest.mark.parametrize(
    "wrong", [["x", "add", 1], ["m", "drop", 1], ["m", "add", 0], ["m", "add", 501], ["m", "add", True]]
)
def test_one_wrong_press_drops_the_whole_line(wrong: list[object]) -> None:
    control, pressed = grid()
    tell(control, "press", presses=[["m", "add", 1], wrong])
    assert pressed == []


def test_a_line_stops_at_the_first_press_that_fails_and_its_reason_stays() -> None:
    done: list[str] = []

    def press(key: str, action: str, n: int) -> None:
        if n > 3:
            raise CrpkitError("There are only 3 dots left")
        done.append(key)

    control = ui.ButtonGrid("Dots", ITEMS, press)
    tell(control, "press", presses=[["m", "add", 1], ["f", "add", 9], ["m", "add", 1]])
    assert done == ["m"] and control.problem == "There are only 3 dots left."


def test_a_blocked_grid_takes_no_press() -> None:
    control, pressed = grid(blocker="The vote is closed.")
    tell(control, "press", presses=[["m", "add", 1]])
    assert pressed == []
    control.blocker = ""
    tell(control, "press", presses=[["m", "add", 1]])
    assert len(pressed) == 1


def test_counts_change_without_sending_the_options_again() -> None:
    control, _ = grid()
    changed: list[str] = []
    control.observe(lambda change: changed.append(change["name"]), ["_spec", "_state"])
    control.set_counts({"m": 3, "gone": 9})
    assert control.counts == {"m": 3} and changed == ["_state"]
    control.set_counts(None)
    assert control.counts is None and control._state["counts"] is None


def test_other_options_take_their_counts_along() -> None:
    control, _ = grid()
    control.set_counts({"m": 3, "f": 1})
    control.set_items([("f", "A", "Fund")])
    assert control.counts == {"f": 1} and control._spec["items"] == [["f", "A", "Fund", ""]]
    with pytest.raises(ValueError, match="same key"):
        control.set_items([("f", "A", "Fund"), ("f", "B", "Fund again")])


def test_a_line_is_taken_whole_or_not_at_all_and_the_page_learns_how_much_was() -> None:
    heard: list[tuple[object, str]] = []

    def take(presses: tuple[tuple[str, str, int], ...], message_id: str) -> None:
        if sum(n for _, _, n in presses) > 3:
            raise CrpkitError("There are only 3 dots left")
        heard.append((presses, message_id))

    control = ui.ButtonGrid("Dots", ITEMS, on_presses=take)
    tell(control, "press", presses=[["m", "add", 2], ["f", "add", 2]])
    assert heard == [] and control.problem == "There are only 3 dots left." and control._state["taken"] == 0
    message = tell(control, "press", presses=[["m", "add", 1], ["f", "add", 2]])
    control._handle_custom_msg(message, [])
    assert heard == [((("m", "add", 1), ("f", "add", 2)), message["id"])]
    assert control.problem == "" and control._state["taken"] == 2


def test_the_page_learns_what_was_not_taken_one_by_one_or_blocked_or_gone() -> None:
    def press(key: str, action: str, n: int) -> None:
        control.blocker = "All dots are placed."

    control = ui.ButtonGrid("Dots", ITEMS, press)
    tell(control, "press", presses=[["m", "add", 1], ["f", "add", 1]])
    assert control._state["taken"] == 1
    tell(control, "press", presses=[["m", "add", 1]])
    assert control._state["taken"] == 0 and control.problem == ""
    control.blocker = ""
    control.set_items(ITEMS[:1])
    tell(control, "press", presses=[["f", "add", 1]])
    assert control._state["taken"] == 0 and "The list has changed" in control.problem
