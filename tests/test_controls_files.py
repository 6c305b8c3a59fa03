"""Files that people choose: they arrive whole or not at all, and their names are only shown."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crpkit.errors import CrpkitError
from crpkit.panels import controls as ui
from crpkit.panels.controls.files import LONGEST_NAME, shown_name
from tests.controls_helpers import tell

Files = list[tuple[str, bytes]]


def picker(**more) -> tuple[ui.FilePicker, Files]:
    files: Files = []
    return ui.FilePicker(
        "Answers", on_file=lambda name, content: files.append((name, content)), **more
    ), files


def send(
    control: ui.FilePicker, name: object, content: bytes, size: object = None, cut: int = 4, key: str = "u"
) -> None:
    parts = [content[at : at + cut] for at in range(0, len(content), cut)] or [b""]
    for n, part in enumerate(parts):
        tell(
            control,
            "part",
            [part],
            upload=key,
            part=n,
            name=name,
            size=len(content) if size is None else size,
        )


@given(st.binary(max_size=64), st.integers(min_value=1, max_value=20))
def test_a_file_arrives_as_it_was(content: bytes, cut: int) -> None:
    control, files = picker()
    send(control, "answers.CSV", content, cut=cut)
    assert files == [("answers.CSV", content)]
    assert control._state["words"].startswith("answers.CSV has been read")


def test_a_part_delivered_twice_counts_once() -> None:
    control, files = picker()
    message = tell(control, "part", [b"ab"], upload="u", part=0, name="a.csv", size=4)
    control._handle_custom_msg(message, [b"ab"])
    tell(control, "part", [b"cd"], upload="u", part=1, name="a.csv", size=4)
    assert files == [("a.csv", b"abcd")]


@pytest.mark.parametrize(("name", "size"), [("a.exe", 4), ("csv", 4), ("a.csv.exe", 4), ("a.csv", 101)])
def test_other_kinds_and_large_files_are_refused_before_they_come(name: str, size: int) -> None:
    control, files = picker(max_bytes=100)
    send(control, name, b"abcd", size=size)
    assert files == [] and "Choose one" in control.problem and control._upload is None


def test_more_than_was_announced_is_refused() -> None:
    control, files = picker(max_bytes=100)
    tell(control, "part", [b"x" * 50], upload="u", part=0, name="a.csv", size=10)
    assert files == [] and "did not arrive whole" in control.problem and control._upload is None


def test_a_missing_part_is_noticed() -> None:
    control, files = picker()
    tell(control, "part", [b"ab"], upload="u", part=0, name="a.csv", size=6)
    tell(control, "part", [b"ef"], upload="u", part=2, name="a.csv", size=6)
    tell(control, "part", [b"cd"], upload="u", part=1, name="a.csv", size=6)
    assert files == [] and "did not arrive whole" in control.problem


def test_a_second_file_may_be_chosen_while_the_first_is_coming() -> None:
    control, files = picker()
    tell(control, "part", [b"ab"], upload="one", part=0, name="a.csv", size=6)
    send(control, "b.csv", b"hello", key="two")
    tell(control, "part", [b"cd"], upload="one", part=1, name="a.csv", size=6)
    assert files == [("b.csv", b"hello")]


def test_a_file_that_cannot_be_used_is_said_to_be_so() -> None:
    def fail(name: str, content: bytes) -> None:
        raise CrpkitError(f"{name} has no rows")

    control = ui.FilePicker("Answers", on_file=fail)
    send(control, "a.csv", b"")
    assert control.problem == "a.csv has no rows." and control._state["words"] == ""


@given(st.text(st.characters()))
def test_a_shown_name_is_short_one_line_and_no_path(name: str) -> None:
    shown = shown_name(name)
    assert 0 < len(shown) <= LONGEST_NAME
    assert not set(shown) & set("/\\\n\r\0\u202e\u2066")
    shown.encode("utf-8")


def test_a_name_cannot_pose_as_another_kind_and_keeps_its_ending() -> None:
    assert shown_name("C:\\fake\\..\\report\u202evsc.exe") == "reportvsc.exe"
    assert shown_name("../../etc/passwd") == "passwd"
    assert shown_name("x" * 300 + ".xlsx").endswith("….xlsx")
