"""Mistakes in the framework's files: each is found, in its line, and none hides another."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crpkit.errors import InputProblems, Problem
from crpkit.framework import loading
from crpkit.framework.checking import check, references
from crpkit.framework.entries import Reading
from crpkit.framework.loading import DATA, load_folder
from crpkit.framework.models import COLLECTIONS
from crpkit.framework.reading import KIND, entries_of, read_folder
from crpkit.tables.yamls import read_yaml

PACKAGED = read_folder(DATA)
REFERENCES = [
    (entry, reference) for entry in PACKAGED.entries for reference in references(entry.model, entry.data)
]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    copy = tmp_path / "data"
    shutil.copytree(DATA, copy, ignore=shutil.ignore_patterns("__pycache__"))
    return copy


def edit(path: Path, old: str, new: str) -> int:
    """Replace the first occurrence of a text in a file; return the line it stands on."""
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    return text[: text.index(old)].count("\n") + 1


def problems_of(folder: Path) -> list[Problem]:
    with pytest.raises(InputProblems) as caught:
        load_folder(folder)
    return list(caught.value.problems)


def test_the_packaged_files_are_right() -> None:
    assert loading.check_framework() == []
    assert len(REFERENCES) > 500
    assert {reference.collection for _, reference in REFERENCES} == {
        "families",
        "groups",
        "interventions",
        "components",
        "needs",
        "report_parts",
    }


@settings(max_examples=40, deadline=None)
@given(st.sampled_from(REFERENCES), st.sampled_from(["x{}", "{}-x", "{}z"]))
def test_any_misspelt_reference_is_reported_with_its_line(
    tmp_path_factory: pytest.TempPathFactory, found: tuple, pattern: str
) -> None:
    entry, reference = found
    misspelt = pattern.format(reference.id)
    line = entry.place.inside(reference.path).line
    lines = entry.place.document.path.read_text(encoding="utf-8").split("\n")
    word = re.compile(rf"(?<![\w-]){re.escape(reference.id)}(?![\w-])")
    # the id may stand in the same line as another field's value: change the last one
    spots = list(word.finditer(lines[line - 1]))
    for spot in spots:
        changed = lines[line - 1][: spot.start()] + misspelt + lines[line - 1][spot.end() :]
        path = tmp_path_factory.mktemp("misspelt") / entry.place.document.path.name
        path.write_text("\n".join([*lines[: line - 1], changed, *lines[line:]]), encoding="utf-8")
        fresh = entries_of(read_yaml(path, KIND), entry.collection)
        others = [other for other in PACKAGED.entries if other.collection != entry.collection]
        reading = Reading(entries=[*others, *fresh])
        check(reading)
        hits = [(p.file, p.line) for p in reading.problems if f"There is no “{misspelt}”" in p.found]
        if (path, line) in hits:
            break
    else:
        pytest.fail(f"not reported: {misspelt} in line {line} of {entry.place.document.path.name}")
    told = next(p for p in reading.problems if f"There is no “{misspelt}”" in p.found)
    assert "Did you mean" in told.remedy


def test_every_problem_of_every_file_comes_at_once(folder: Path) -> None:
    expected = {
        ("groups.yaml", edit(folder / "groups.yaml", "family: brokers", "family: broker")),
        (
            "components.yaml",
            edit(folder / "components.yaml", "capacity: {most: 10,", "capacity: {most: ten,"),
        ),
        (
            "journeys.yaml",
            edit(folder / "journeys.yaml", "component: match-events", "component: match-event"),
        ),
        ("tensions.yaml", edit(folder / "tensions.yaml", "kind: consideration", "kind: considerations")),
        ("links.yaml", edit(folder / "links.yaml", "strength: ", "strenght: ")),
    }
    (folder / "schemes.yaml").write_text("type: [\n", encoding="utf-8")
    (folder / "barriers.yaml").unlink()
    found = {(p.file.name, p.line) for p in problems_of(folder) if p.file}
    assert expected <= found
    assert {"schemes.yaml", "barriers.yaml"} <= {name for name, _ in found}


def test_a_wrong_field_and_a_misspelt_id_in_one_record_are_both_told(folder: Path) -> None:
    path = folder / "groups.yaml"
    edit(path, "family: community\n    experience: new", "family: comunity\n    experience: newish")
    sentences = [problem.sentence for problem in problems_of(folder)]
    assert any("There is no “comunity” in families. Did you mean “community”?" in s for s in sentences)
    assert any("“newish”" in s for s in sentences)


def test_a_file_that_cannot_be_read_makes_no_false_alarms(folder: Path) -> None:
    (folder / "needs.yaml").write_text("type: crpkit/framework\nversion: 1\n  x: [\n", encoding="utf-8")
    problems = problems_of(folder)
    assert [problem.file.name for problem in problems if problem.file] == ["needs.yaml"]


def test_an_id_that_is_there_twice_names_both_lines(folder: Path) -> None:
    path = folder / "tensions.yaml"
    text = path.read_text(encoding="utf-8")
    first = text[: text.index("id: who-funds")].count("\n") + 1
    second = edit(path, "id: systemic-change", "id: who-funds")
    (problem,) = problems_of(folder)
    assert (problem.line, problem.field) == (second, "id")
    assert f"line {first} and here" in problem.found


def test_a_prompt_that_is_there_twice_names_both_lines(folder: Path) -> None:
    second = edit(folder / "principles.yaml", "id: power-3", "id: power-1")
    (problem,) = problems_of(folder)
    assert (problem.line, problem.field) == (second, "prompts.2.id")
    assert f"line {second - 2} and here" in problem.found


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("collection: groups", "collection: grops", "“grops”"),
        ("records:", "record:", "There is no list of records"),
        ("records:", "extra: 1\nrecords:", "There is no field “extra”"),
        ("version: 1", "version: 2", "this crpkit reads up to version 1"),
        (
            "sits_in: {value: [community], how_known: reported",
            "sits_in: {how_known: reported",
            "A fact has a",
        ),
        ("  - id: broker-new\n", "  - just words\n  - id: broker-new\n", "just words"),
        ("  - id: broker-new\n", "  - 7: x\n    id: broker-new\n", "7"),
    ],
)
def test_a_file_of_another_shape_is_told_in_words(folder: Path, old: str, new: str, said: str) -> None:
    edit(folder / "groups.yaml", old, new)
    told = [str(problem) for problem in problems_of(folder)]
    assert any(said in line and "groups.yaml, line" in line for line in told), told


def test_a_disputed_condition_must_say_why(folder: Path) -> None:
    edit(
        folder / "components.yaml",
        "{id: paid, text: Coaches are paid, force: firm}",
        "{id: paid, text: x, force: disputed}",
    )
    (problem,) = problems_of(folder)
    assert "needs a note" in problem.found


def test_the_collections_are_those_of_the_folder() -> None:
    assert {path.stem for path in DATA.glob("*.yaml")} == set(COLLECTIONS)
