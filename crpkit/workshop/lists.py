"""Lists to choose from: out of the framework, from a team's file, or typed in.

A list file in ``workshop_data/lists`` is YAML (``type: crpkit/options``) or a CSV
with the columns ``title`` and, if wanted, ``detail``.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from crpkit.errors import InputProblems, Problem
from crpkit.framework import Framework, Record
from crpkit.tables import Tidy, read_rows, read_yaml, short, tidy, validate

KIND = "crpkit/options"
LONGEST_TITLE = 200
LONGEST_DETAIL = 600
LONGEST_PROMPT = 400
MOST_OPTIONS = 60
_FROM_FRAMEWORK = {
    "components": "What support could look like: the framework’s components",
    "interventions": "The five linked interventions",
    "needs": "What people said they need",
    "principles": "The eight principles",
    "tensions": "Tensions and wider considerations",
}
Text = Annotated[str, Tidy, Field(min_length=1, max_length=LONGEST_TITLE)]


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
    scale
        What the report says of its scale of investment, in words; empty if that is not known or means nothing.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")
    title: Text
    detail: Annotated[str, Tidy, Field(max_length=LONGEST_DETAIL)] = ""
    source: Annotated[str, Tidy, Field(max_length=LONGEST_TITLE)] = ""
    scale: Annotated[str, Tidy, Field(max_length=LONGEST_DETAIL)] = ""


class OptionList(BaseModel):
    """Options with a title and the question put to the room."""

    model_config = ConfigDict(frozen=True, extra="forbid")
    title: Text
    prompt: Annotated[str, Tidy, Field(max_length=LONGEST_PROMPT)] = ""
    options: Annotated[tuple[Option, ...], Field(min_length=2, max_length=MOST_OPTIONS)]


def framework_lists(framework: Framework) -> dict[str, OptionList]:
    """Return the lists that the framework offers, the components first.

    Of a collection with more than :data:`MOST_OPTIONS` records the first ones are offered, and the title says so.

    Returns
    -------
    dict
        Name of the collection → list.

    Raises
    ------
    InputProblems
        If a record cannot be an option.
    """
    lists = {}
    for name, title in _FROM_FRAMEWORK.items():
        records: list[Record] = list(getattr(framework, name))
        if len(records) > MOST_OPTIONS:
            title = f"{title} (the first {MOST_OPTIONS} of {len(records)})"
        options = tuple(_option(name, record) for record in records[:MOST_OPTIONS])
        if len(options) >= 2:
            lists[name] = OptionList(
                title=title, prompt="Which of these would help most here?", options=options
            )
    return lists


def _option(collection: str, record: Record) -> Option:
    source = f"framework:{collection}/{record.id}"
    detail = tidy(record.summary)
    if len(detail) > LONGEST_DETAIL:
        detail = detail[: LONGEST_DETAIL - 1].rstrip() + "…"
    try:
        return Option(title=record.title, detail=detail, source=source)
    except ValidationError as error:
        found = f"The record “{record.id}” in {collection} has no title that can be an option"
        remedy = f"Give it a title of 1 to {LONGEST_TITLE} characters."
        raise InputProblems([Problem(found, remedy, field="title")]) from error


def list_files(folder: Path) -> list[Path]:
    """Return the list files in ``workshop_data`` below a workspace folder, in alphabetical order."""
    places = [folder / "workshop_data" / "lists", folder / "workshop_data" / "example" / "lists"]
    return sorted(
        file
        for place in places
        if place.is_dir()
        for file in place.iterdir()
        if file.suffix.lower() in (".yaml", ".yml", ".csv")
    )


def read_list(path: Path) -> OptionList:
    """Read a list file.

    Raises
    ------
    InputProblems
        With file, line and field of everything that could not be understood.
    """
    if path.suffix.lower() == ".csv":
        return _read_csv_list(path)
    document = read_yaml(path, KIND)
    found = validate(document, OptionList)
    lines = [(option.title, document.line(["options", n, "title"])) for n, option in enumerate(found.options)]
    problems = list(_wrong_lines(lines, path))
    if problems:
        raise InputProblems(problems)
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
        (tidy(row[title]), tidy(row[detail]) if detail is not None and detail < len(row) else "", number)
        for number, row in rows[1:]
        if title < len(row)
    ]
    problems = [*_surplus(rows, header, path), *_wrong_details(lines, path)]
    problems += _too_few_or_many(len(lines), path)
    problems += _wrong_lines([(text, number) for text, _, number in lines], path)
    if problems:
        raise InputProblems(sorted(problems, key=lambda problem: problem.line or 0))
    options = tuple(Option(title=text, detail=more) for text, more, _ in lines)
    name = tidy(path.stem.replace("-", " "))[:LONGEST_TITLE] or "A list"
    return OptionList(title=name, options=options)


def _surplus(rows: list[tuple[int, list[str]]], header: list[str], path: Path) -> Iterator[Problem]:
    """Find cells in no column: often a comma inside the words, which would else be cut off there."""
    for number, row in rows[1:]:
        stray = [cell for place, cell in enumerate(row) if cell and not "".join(header[place : place + 1])]
        if stray:
            found = f"“{short(stray[0])}” stands in a column without a name"
            remedy = 'If it belongs to the words before the comma, put all of them in quotes: "Tea, coffee".'
            yield Problem(found, remedy, path, number)


def _wrong_details(lines: Iterable[tuple[str, str, int]], path: Path) -> Iterator[Problem]:
    for _, more, number in lines:
        if len(more) > LONGEST_DETAIL:
            found = f"The detail has {len(more)} characters"
            yield Problem(found, f"Use {LONGEST_DETAIL} or fewer.", path, number, "detail")


def typed_list(text: str, title: str = "Our own list") -> OptionList:
    """Make a list from lines that were typed in, one option a line.

    Raises
    ------
    InputProblems
        If there are fewer than two, too many, doubled or very long ones.
    """
    lines = [(tidy(line), number) for number, line in enumerate(text.splitlines(), 1) if line.strip()]
    problems = [*_too_few_or_many(len(lines), None), *_wrong_lines(lines, None)]
    if problems:
        raise InputProblems(problems)
    return OptionList(title=title, options=tuple(Option(title=line) for line, _ in lines))


def given_options(
    options: OptionList | Iterable[str | Option | Mapping[str, str]], fewest: int = 2
) -> tuple[Option, ...]:
    """Return options given one by one; texts, options, or mappings.

    A mapping has ``title`` and, if wanted, ``detail`` and ``source`` (what it stands for).
    """
    if isinstance(options, OptionList):
        return options.options
    given = list(options)
    rows = [_title_and_detail(option) for option in given]
    lines = [(tidy(title), number) for number, (title, _, _) in enumerate(rows, 1)]
    problems = [*_too_few_or_many(len(lines), None, fewest), *_wrong_lines(lines, None)]
    for number, (_, detail, _) in enumerate(rows, 1):
        if len(tidy(detail)) > LONGEST_DETAIL:
            found = f"The detail of option {number} has {len(tidy(detail))} characters"
            problems.append(Problem(found, f"Use {LONGEST_DETAIL} or fewer.", field="detail"))
    if problems:
        raise InputProblems(problems)
    return tuple(
        one if isinstance(one, Option) else Option(title=title, detail=detail, source=source)
        for one, (title, detail, source) in zip(given, rows, strict=True)
    )


def given_list(
    options: OptionList | Iterable[str | Option | Mapping[str, str]], prompt: str = ""
) -> OptionList:
    """Make a list from options given one by one: texts, options, or mappings with ``title`` and ``detail``.

    Raises
    ------
    InputProblems
        If there are fewer than two, too many, doubled, empty or very long ones; the line is the option's number.
    """
    if isinstance(options, OptionList):
        return options
    return OptionList(title=short(tidy(prompt)) or "Our own list", options=given_options(options))


def _title_and_detail(option: str | Option | Mapping[str, str]) -> tuple[str, str, str]:
    if isinstance(option, Option):
        return option.title, option.detail, option.source
    if isinstance(option, Mapping):
        title, detail, source = (str(option.get(name) or "") for name in ("title", "detail", "source"))
        return title, detail, source
    return str(option), "", ""


def _too_few_or_many(count: int, path: Path | None, fewest: int = 2) -> Iterator[Problem]:
    if count < fewest:
        yield Problem("There are fewer than two options", "Write one option on each line.", path)
    if count > MOST_OPTIONS:
        found = f"There are {count} options; a room cannot choose from more than {MOST_OPTIONS}"
        yield Problem(found, "Leave some out.", path)


def _wrong_lines(lines: Iterable[tuple[str, int]], path: Path | None) -> Iterator[Problem]:
    """Find options that are empty, very long, or there already."""
    seen: dict[str, int] = {}
    for text, number in lines:
        first = seen.setdefault(text.casefold(), number) if text else number
        if not text:
            yield Problem(
                "The option is empty: nothing in it can be seen", "Write a few words.", path, number
            )
        elif len(text) > LONGEST_TITLE:
            found = f"This option has {len(text)} characters"
            yield Problem(found, f"Use {LONGEST_TITLE} or fewer.", path, number)
        elif first != number:
            found = f"“{short(text)}” stands in line {first} already"
            yield Problem(found, "Keep one of them.", path, number, "title")
