"""Lists to choose from: nothing is cut off silently, and what is wrong is named."""

from __future__ import annotations

from pathlib import Path

import pytest

from crpkit import load_framework
from crpkit.errors import InputProblems
from crpkit.framework import COLLECTIONS, Framework
from crpkit.workshop import framework_lists, list_files, read_list, typed_list


def refused(tmp_path: Path, text: str, name: str = "list.csv") -> list[tuple[int | None, str]]:
    path = tmp_path / name
    path.write_text(text, encoding="utf-8")
    with pytest.raises(InputProblems) as caught:
        read_list(path)
    assert all(problem.file == path for problem in caught.value.problems)
    return [(problem.line, problem.sentence) for problem in caught.value.problems]


def test_every_framework_list_can_be_offered() -> None:
    lists = framework_lists(load_framework())
    assert next(iter(lists)) == "components" and all(len(found.options) > 1 for found in lists.values())


def test_long_details_are_shortened_and_long_titles_refused() -> None:
    model = COLLECTIONS["tensions"]

    def framework(**fields: str) -> Framework:
        records = list(load_framework().tensions)
        return Framework.of({"tensions": [model.model_copy(records[0], update=fields), *records[1:]]})

    detail = framework_lists(framework(summary="word " * 200))["tensions"].options[0].detail
    assert len(detail) == 600 and detail.endswith("…")
    for title in ("t" * 201, "  ", "\0"):
        with pytest.raises(InputProblems, match="has no title that can be an option"):
            framework_lists(framework(title=title))


def test_a_list_that_was_cut_says_so() -> None:
    needs = list(load_framework().needs)
    more = [need.model_copy(update={"id": f"more-{n}"}) for n, need in enumerate(needs)]
    offered = framework_lists(Framework.of({"needs": [*needs, *more]}))["needs"]
    assert len(offered.options) == 60 and offered.title.endswith(f"(the first 60 of {2 * len(needs)})")


def test_words_after_a_comma_are_not_cut_off(tmp_path: Path) -> None:
    found = refused(tmp_path, "title\nTea, coffee\nMilk\n")
    assert [line for line, _ in found] == [2] and '"Tea, coffee"' in found[0][1]
    path = tmp_path / "right.csv"
    path.write_text('title;;\n"Tea, coffee";;\nMilk;;\n', encoding="utf-8")
    assert [option.title for option in read_list(path).options] == ["Tea, coffee", "Milk"]


@pytest.mark.parametrize("blank", ["\0", "\u200b", "\u3164"])
def test_what_cannot_be_seen_is_no_option(tmp_path: Path, blank: str) -> None:
    assert [line for line, _ in refused(tmp_path, f"title\nTea\n{blank}\nMilk\n")] == [3]
    escaped = "".join(f"\\u{ord(character):04x}" for character in blank)
    yaml = f'type: crpkit/options\nversion: 1\ntitle: L\noptions:\n  - title: Tea\n  - title: "{escaped}"\n'
    assert refused(tmp_path, yaml, "list.yaml") == [(6, "The text is empty. Write a few words.")]
    with pytest.raises(InputProblems, match="nothing in it can be seen"):
        typed_list(f"Tea\n{blank}\nMilk")


def test_endings_in_any_case(tmp_path: Path) -> None:
    folder = tmp_path / "workshop_data" / "lists"
    folder.mkdir(parents=True)
    (folder / "a.CSV").write_text("title\nTea\nMilk\n", encoding="utf-8")
    text = "type: crpkit/options\nversion: 1\ntitle: L\noptions: [{title: Tea}, {title: Milk}]\n"
    (folder / "b.yml").write_text(text, encoding="utf-8")
    (folder / "-.csv").write_text("title\nTea\nMilk\n", encoding="utf-8")
    files = list_files(tmp_path)
    assert [file.name for file in files] == ["-.csv", "a.CSV", "b.yml"]
    assert all(len(read_list(file).options) == 2 for file in files)
