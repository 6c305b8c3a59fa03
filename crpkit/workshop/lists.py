"""Lists to choose from: out of the framework, from a team's file, or typed in.

A list file in ``workshop_data/lists`` is YAML (``type: crpkit/options``) or a CSV
with the columns ``title`` and, if wanted, ``detail``.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from crpkit.errors import InputProblems, Problem
from crpkit.framework import Framework
from crpkit.tables import read_rows, read_yaml, validate

KIND = "crpkit/options"
LONGEST_TITLE = 200
MOST_OPTIONS = 60
_FROM_FRAMEWORK = {
    "components": "What support could look like: the framework’s components",
    "interventions": "The five linked interventions",
    "needs": "What people said they need",
    "principles": "The eight principles",
    "tensions": "Tensions and wider considerations",
}
Text = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=LONGEST_TITLE)]


class Option(BaseModel):
    """One thing that can be chosen.

    Attributes
    ----------
    title
        What stands on the projector.
    detail
        A sentence that explains it.
    source
        Evidence id of what it stands for, for example ``framework:components/match-events``.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")
    title: Text
    detail: Annotated[str, StringConstraints(strip_whitespace=True, max_length=600)] = ""
    source: str = ""


class OptionList(BaseModel):
    """Options with a title and the question put to the room."""

    model_config = ConfigDict(frozen=True, extra="forbid")
    title: Text
    prompt: Annotated[str, StringConstraints(strip_whitespace=True, max_length=400)] = ""
    options: Annotated[tuple[Option, ...], Field(min_length=2, max_length=MOST_OPTIONS)]


def framework_lists(framework: Framework) -> dict[str, OptionList]:
    """Return the lists that the framework offers, the components first.

    Returns
    -------
    dict
        Name of the collection → list.
    """
    prompt = "Which of these would help most here?"
    lists = {}
    for name, title in _FROM_FRAMEWORK.items():
        records = list(getattr(framework, name))[:MOST_OPTIONS]
        options = tuple(
            Option(title=record.title, detail=record.summary, source=f"framework:{name}/{record.id}")
            for record in records
        )
        if len(options) >= 2:
            lists[name] = OptionList(title=title, prompt=prompt, options=options)
    return lists


def list_files(folder: Path) -> list[Path]:
    """Return the list files in ``workshop_data`` below a workspace folder, in alphabetical order."""
    places = [folder / "workshop_data" / "lists", folder / "workshop_data" / "example" / "lists"]
    return sorted(
        file
        for place in places
        if place.is_dir()
        for file in place.iterdir()
        if file.suffix in (".yaml", ".csv")
    )


def read_list(path: Path) -> OptionList:
    """Read a list file.

    Raises
    ------
    InputProblems
        With file, line and field of everything that could not be understood.
    """
    if path.suffix == ".csv":
        return _read_csv_list(path)
    document = read_yaml(path, KIND)
    found = validate(document, OptionList)
    _refuse_doubles(
        (option.title, document.line(["options", number, "title"]), path)
        for number, option in enumerate(found.options)
    )
    return found


def _read_csv_list(path: Path) -> OptionList:
    rows = read_rows(path)
    header = [cell.lower() for cell in rows[0][1]] if rows else []
    if "title" not in header:
        raise InputProblems(
            [
                Problem(
                    "The first row has no column “title”", "Name the columns “title” and “detail”.", path, 1
                )
            ]
        )
    title, detail = header.index("title"), header.index("detail") if "detail" in header else None
    lines = [
        (row[title], row[detail] if detail is not None and detail < len(row) else "", number)
        for number, row in rows[1:]
        if title < len(row) and row[title]
    ]
    _refuse_length(len(lines), path)
    _refuse_long((text, number, path) for text, _, number in lines)
    _refuse_doubles((text, number, path) for text, _, number in lines)
    options = tuple(Option(title=text, detail=more[:600]) for text, more, _ in lines)
    return OptionList(title=path.stem.replace("-", " "), options=options)


def typed_list(text: str, title: str = "Our own list") -> OptionList:
    """Make a list from lines that were typed in, one option a line.

    Raises
    ------
    InputProblems
        If there are fewer than two, too many, doubled or very long ones.
    """
    lines = [(line.strip(), number, None) for number, line in enumerate(text.splitlines(), 1) if line.strip()]
    _refuse_length(len(lines), None)
    _refuse_long(lines)
    _refuse_doubles(lines)
    return OptionList(title=title, options=tuple(Option(title=line) for line, _, _ in lines))


def _refuse_length(count: int, path: Path | None) -> None:
    if count < 2:
        raise InputProblems(
            [Problem("There are fewer than two options", "Write one option on each line.", path)]
        )
    if count > MOST_OPTIONS:
        found = f"There are {count} options; a room cannot choose from more than {MOST_OPTIONS}"
        raise InputProblems([Problem(found, "Leave some out.", path)])


def _refuse_long(lines: Iterable[tuple[str, int, Path | None]]) -> None:
    problems = [
        Problem(f"This option has {len(text)} characters", f"Use {LONGEST_TITLE} or fewer.", path, number)
        for text, number, path in lines
        if len(text) > LONGEST_TITLE
    ]
    if problems:
        raise InputProblems(problems)


def _refuse_doubles(lines: Iterable[tuple[str, int, Path | None]]) -> None:
    seen: dict[str, int] = {}
    problems = []
    for text, number, path in lines:
        first = seen.setdefault(text.casefold(), number)
        if first != number:
            problems.append(
                Problem(
                    f"“{text}” stands in line {first} already", "Keep one of them.", path, number, "title"
                )
            )
    if problems:
        raise InputProblems(problems)
