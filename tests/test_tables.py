"""Files that people edit: positions, headers, cells that cannot run, writing that loses nothing."""

from __future__ import annotations

import os
import stat
from pathlib import Path
from typing import Annotated

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import BaseModel, ConfigDict, Field

from crpkit.errors import InputProblems, did_you_mean
from crpkit.tables import (
    excel_safe,
    read_rows,
    read_yaml,
    tidy,
    validate,
    write_csv,
    write_workbook,
    write_yaml,
)
from crpkit.tables.nodes import refuse_bomb


class Item(BaseModel):
    model_config = ConfigDict(extra="forbid")
    name: str
    size: int = 0


class Box(BaseModel):
    model_config = ConfigDict(extra="forbid")
    items: tuple[Item, ...]


def written(tmp_path: Path, text: str) -> Path:
    path = tmp_path / "box.yaml"
    path.write_bytes(text.encode("utf-8"))
    return path


def problems(path: Path) -> list[tuple[int | None, str | None, str]]:
    with pytest.raises(InputProblems) as caught:
        validate(read_yaml(path, "test/box"), Box)
    return [(problem.line, problem.field, problem.sentence) for problem in caught.value.problems]


def test_every_problem_at_once_with_its_line(tmp_path: Path) -> None:
    path = written(
        tmp_path,
        "type: test/box\nversion: 1\nitems:\n  - name: a\n    siez: 3\n  - size: many\n  - name: [x]\n    size: 2\n",
    )
    found = problems(path)
    assert (5, "items.0.siez", "There is no field “siez”. Did you mean “size”?") in found
    assert (6, "items.1.size", "“many” is not a whole number. Write a whole number, for example 12.") in found
    assert any(
        line == 6 and field == "items.1.name" and "Nothing is written" in words
        for line, field, words in found
    )
    assert any(line == 7 and field == "items.2.name" for line, field, _ in found)
    assert len(found) == 4


@pytest.mark.parametrize(
    ("text", "line", "words"),
    [
        ("type: test/bxo\nversion: 1\n", 1, "Did you mean “test/box”?"),
        ("version: 1\n", 1, "does not say its type"),
        ("type: test/box\nversion: 2\n", 2, "Install a newer crpkit"),
        ("type: test/box\nversion: first\n", 2, "Write “version: 1”"),
        ("type: test/box\nversion: 1\nitems: [a\n", 4, "cannot be read here"),
        ("type: test/box\nversion: 1\nversion: 1\n", 3, "cannot be read here"),
        ("- a\n- b\n", 1, "is not a list of"),
        ("", 1, "is not a list of"),
        ("12: x\n", 1, "is not a word"),
    ],
)
def test_headers_and_syntax(tmp_path: Path, text: str, line: int, words: str) -> None:
    found = problems(written(tmp_path, text))
    assert [row for row, _, _ in found] == [line]
    assert words in found[0][2]


def test_not_utf8(tmp_path: Path) -> None:
    path = tmp_path / "box.yaml"
    path.write_bytes(b"type: test/box\nversion: 1\nname: caf\xe9\n")
    assert problems(path) == [(3, None, "A character is not UTF-8. Save the file again as UTF-8 text.")]


def test_yaml_keeps_words_that_look_like_something_else(tmp_path: Path) -> None:
    document = read_yaml(written(tmp_path, "type: t\nversion: 1\nno: no\nat: 12:30\n"), "t")
    assert dict(document.data) == {"type": "t", "version": 1, "no": "no", "at": "12:30"}


TEXT = st.text(st.characters(blacklist_categories=("Cs", "Cc")), max_size=200)


@settings(deadline=None)  # it waits for the disk
@given(
    st.dictionaries(
        st.from_regex(r"[a-z]{1,9}", fullmatch=True),
        st.one_of(TEXT, st.lists(TEXT, max_size=4), st.integers()),
        max_size=6,
    )
)
def test_yaml_round_trip(tmp_path_factory: pytest.TempPathFactory, data: dict) -> None:
    path = tmp_path_factory.mktemp("yaml") / "any.yaml"
    whole = {"type": "t", "version": 1, **{f"x{key}": value for key, value in data.items()}}
    write_yaml(path, whole)
    assert dict(read_yaml(path, "t").data) == whole


def test_a_failed_write_leaves_the_old_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "kept.csv"
    write_csv(path, ["a"], [["old"]])

    def refuse(*_: object) -> None:
        raise PermissionError(13, "open in Excel")

    monkeypatch.setattr(Path, "replace", refuse)
    with pytest.raises(InputProblems, match="open in another program"):
        write_csv(path, ["a"], [["new"]])
    assert read_rows(path) == [(1, ["a"]), (2, ["old"])]
    assert [file.name for file in tmp_path.iterdir()] == ["kept.csv"]


@given(st.text(max_size=40))
def test_no_cell_begins_a_formula(text: str) -> None:
    assert not str(excel_safe(text)).lstrip(" ").startswith(("=", "+", "-", "@", "\t", "\r"))


def test_numbers_stay_numbers() -> None:
    assert excel_safe(-3) == -3


def test_semicolons_and_byte_order_mark(tmp_path: Path) -> None:
    path = tmp_path / "excel.csv"
    path.write_bytes("\ufefftitle;detail\r\nCafé;a, b\r\n;\r\nLast;\r\n".encode())
    assert read_rows(path) == [(1, ["title", "detail"]), (2, ["Café", "a, b"]), (4, ["Last", ""])]


def test_workbook_sheets_have_short_names_and_no_links(tmp_path: Path) -> None:
    import openpyxl

    path = tmp_path / "book.xlsx"
    write_workbook(
        path, {"A very long sheet name that Excel refuses": pd.DataFrame({"x": ["=1", "http://a.b", None]})}
    )
    sheet = openpyxl.load_workbook(path).active
    assert sheet is not None and len(sheet.title) == 31
    assert [cell.value for cell in sheet["A"]] == ["x", "=1", "http://a.b"]
    assert sheet["A2"].data_type == "s" and sheet["A3"].hyperlink is None


@pytest.mark.parametrize(
    ("word", "known", "words"),
    [
        ("broker-nwe", ["broker-new", "community-new"], "Did you mean “broker-new”?"),
        ("zzz", ["a", "b"], "Use one of: a, b."),
        ("zzz", [str(n) for n in range(99)], ""),
    ],
)
def test_did_you_mean(word: str, known: list[str], words: str) -> None:
    assert did_you_mean(word, known) == words


class Strict(BaseModel):
    model_config = ConfigDict(extra="forbid")
    id: Annotated[str, Field(pattern="^[a-z]+$", max_length=5)] = "a"
    size: Annotated[int, Field(ge=1, lt=9)] = 1
    few: Annotated[tuple[Item, ...], Field(min_length=2, max_length=3)] = ()
    words: str = ""


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("id: A B", "“A B” cannot be used as an id. Use small letters"),
        ("id: abcdef", "The text has 6 characters. Use 5 or fewer."),
        ("size: 0", "“0” is too small. Write 1 or more."),
        ("size: 9", "“9” is too large. Write a number below 9."),
        ("few: [{name: a}]", "One entry stands here. At least 2 must stand here."),
        (
            "few: [{name: a}, {name: b}, {name: c}, {name: d}]",
            "4 entries stand here. At most 3 can stand here.",
        ),
        ("few: [Tea, {name: a}, {name: b}]", "“Tea” stands here by itself. Give it a name: “name: …”."),
        ("few: [{name: [b]}, {name: a}]", "is not text"),
    ],
)
def test_mistakes_in_plain_words_and_once(tmp_path: Path, line: str, words: str) -> None:
    path = written(tmp_path, f"type: test/box\nversion: 1\n{line}\n")
    with pytest.raises(InputProblems) as caught:
        validate(read_yaml(path, "test/box"), Strict)
    (problem,) = caught.value.problems
    assert words in problem.sentence and problem.line == 3
    assert not any(english in problem.sentence for english in ("should", "Tuple", "Input", "instance"))


def test_aliases_cannot_fill_the_memory(tmp_path: Path) -> None:
    rows = ["a0: &a0 [x, x, x, x, x, x, x, x, x, x]"]
    rows += [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 10)}]" for n in range(1, 30)]
    found = problems(written(tmp_path, "type: test/box\nversion: 1\n" + "\n".join(rows) + "\n"))
    assert len(found) == 1 and "more than 100,000 values" in found[0][2]
    circle: list[object] = []
    circle.append(circle)
    with pytest.raises(InputProblems, match="holds itself"):
        refuse_bomb(tmp_path / "box.yaml", circle)


@pytest.mark.parametrize(
    ("text", "line", "words"),
    [
        ("title\n" + "x" * 131_073, 2, "131,072"),
        ('title\nTea\n"Coffee\nMilk\n', 3, "quotation mark"),
        ('title\n"Tea\n"Coffee"\n', 2, "quotation mark"),
    ],
)
def test_a_csv_that_cannot_be_read(tmp_path: Path, text: str, line: int, words: str) -> None:
    path = tmp_path / "list.csv"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(InputProblems) as caught:
        read_rows(path)
    (problem,) = caught.value.problems
    assert problem.line == line and words in problem.sentence


@given(st.text(max_size=30))
def test_tidy_text_is_one_visible_line_or_nothing(text: str) -> None:
    once = tidy(text)
    assert once.encode("utf-8") is not None and once == tidy(once) == once.strip()
    assert len(once.splitlines()) <= 1


@pytest.mark.parametrize("text", ["", " ", "\0", "\u200b\u200d", "\u3164", "\u2800", "\ufeff", "\u00a0\n"])
def test_what_nobody_can_see_is_empty(text: str) -> None:
    assert tidy(text) == ""
    assert tidy("\u202eone \u2067two\u2069") == "one two"  # what would turn all words after it
    assert tidy(f"👩\u200d🔬{text}") == f"👩\u200d🔬{text}".strip().replace("\0", "").replace("\u00a0\n", "")


@pytest.mark.skipif(os.name == "nt", reason="Windows has no modes")
def test_written_files_keep_their_mode(tmp_path: Path) -> None:
    def mode(name: str) -> int:
        write_csv(tmp_path / name, ["a"], [])
        return stat.S_IMODE((tmp_path / name).stat().st_mode)

    old = os.umask(0o022)
    try:
        assert (mode("new.csv"), mode("log-private.csv")) == (0o644, 0o600)
    finally:
        os.umask(old)
    (tmp_path / "new.csv").chmod(0o664)
    (tmp_path / "log-private.csv").chmod(0o644)
    assert (mode("new.csv"), mode("log-private.csv")) == (0o664, 0o600)
