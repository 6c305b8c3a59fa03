"""Reading journeys: the kit's starters, and a team's own beside or instead of them; all problems at once."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path

from crpkit.errors import InputProblems, Problem, did_you_mean
from crpkit.framework import Framework, load_framework
from crpkit.framework.checking import Reference, references
from crpkit.framework.models import COLLECTIONS
from crpkit.journeys.clauses import misspelt
from crpkit.journeys.models import Journey
from crpkit.journeys.ways import faults
from crpkit.personas import make_id
from crpkit.tables import Document, read_yaml, validate
from crpkit.workspace import MARKER, OVERLAY, workspace_around

KIND = "crpkit/journey"
FOLDER = ("workshop_data", "journeys")
RULES = "rules.yaml"
ENDINGS = (".yaml", ".yml")
DATA = Path(__file__).resolve().parent / "data"
_TEAM = "team"


@dataclass(frozen=True)
class JourneyFiles:
    """Journeys as read.

    Attributes
    ----------
    journeys
        The sound ones by id: the starters, then a team's own.
    problems
        Everything that is wrong with the others.
    """

    journeys: Mapping[str, Journey]
    problems: tuple[Problem, ...]


def load_journeys(
    folder: Path | str | None = None, framework: Framework | None = None
) -> Mapping[str, Journey]:
    """Load the starters and, from a folder, a team's own journeys.

    Parameters
    ----------
    folder
        A workspace (its ``workshop_data/journeys`` is read), or a folder of journey files. A journey with the id of a
        starter takes its place. If not given: the starters alone.
    framework
        By which components, needs and groups are checked; the workspace's own if the folder belongs to one.

    Returns
    -------
    Mapping of str to Journey
        Id → journey.

    Raises
    ------
    InputProblems
        Everything that is wrong in any file. Use :func:`read_journeys` to keep the sound ones.
    """
    read = read_journeys(folder, framework)
    if read.problems:
        raise InputProblems(read.problems)
    return read.journeys


def read_journeys(folder: Path | str | None = None, framework: Framework | None = None) -> JourneyFiles:
    """Do what :func:`load_journeys` does; a broken file does not hide the others."""
    problems: list[Problem] = []
    found: dict[str, Journey] = {journey.id: journey for journey in _starters()}
    if folder is not None:
        place = Path(folder)
        known = framework or framework_of(place)
        own: dict[str, Path] = {}
        for path in _files(place, problems):
            try:
                journey = read_journey(path, known)
            except InputProblems as error:
                problems.extend(error.problems)
                continue
            if journey.id in own:
                problems.append(_twice(journey.id, path, own[journey.id]))
                continue
            found[journey.id], own[journey.id] = journey, path
    return JourneyFiles(found, tuple(problems))


def check_journeys(folder: Path | str | None = None, framework: Framework | None = None) -> list[Problem]:
    """Return every problem in every journey file of a folder; none if all is well."""
    return list(read_journeys(folder, framework).problems)


def read_journey(path: Path, framework: Framework | None = None) -> Journey:
    """Read one journey file.

    Raises
    ------
    InputProblems
        Everything that is wrong with it: file, line, field, what was found, what to write instead.
    """
    return checked(read_yaml(path, KIND), framework or load_framework())


def checked(document: Document, framework: Framework) -> Journey:
    """Turn a document into a journey.

    Raises
    ------
    InputProblems
        Everything that is wrong with it.
    """
    problems = list(_unknown_ids(document, framework))
    journey = None
    try:
        journey = validate(document, Journey)
    except InputProblems as error:
        problems += error.problems
    problems += _other_name(document, problems)
    if journey is not None:
        problems += _twice_inside(document, journey)
        problems += _never(document, journey, framework)
        for number, field, problem in faults(journey.steps):
            path = ("steps", number, field)
            name = f"steps.{number}.{field}"
            problems.append(replace(problem, file=document.path, line=document.line(path), field=name))
    if problems or journey is None:
        raise InputProblems(sorted(problems, key=lambda problem: problem.line or 0))
    return journey


def framework_of(folder: Path) -> Framework:
    """Return the framework with the overlay of the workspace that a folder is or lies in."""
    around = folder if (folder / MARKER).is_file() else workspace_around(folder / MARKER)
    overlay = around / OVERLAY if around is not None else None
    return load_framework(overlay if overlay is not None and overlay.is_file() else None)


def journeys_folder(folder: Path) -> Path:
    """Return where a folder's journeys are: in a workspace, a folder of its own."""
    return folder.joinpath(*FOLDER) if (folder / MARKER).is_file() else folder


@lru_cache(maxsize=1)
def _starters() -> tuple[Journey, ...]:
    """Return the kit's own, in the order of their groups; frozen, so read once."""
    framework = load_framework()
    read = [read_journey(path, framework) for path in DATA.glob("*.yaml")]
    return tuple(sorted(read, key=lambda journey: _place(journey, framework)))


def _files(folder: Path, problems: list[Problem]) -> list[Path]:
    place = journeys_folder(folder)
    if place != folder and not place.is_dir():
        return []  # a workspace without journeys of its own
    try:
        return sorted(
            path
            for path in place.iterdir()
            if path.suffix.lower() in ENDINGS
            and not path.name.startswith(".")
            and path.name != RULES
            and path.is_file()
        )
    except OSError as error:
        found = f"The folder of journeys cannot be opened ({error.strerror})"
        problems.append(Problem(found, "Check that it is there and that you may read it.", place))
        return []


def _place(journey: Journey, framework: Framework) -> tuple[int, str]:
    order = {id: number for number, id in enumerate(framework.groups.ids)}
    return min((order.get(group, len(order)) for group in journey.groups), default=len(order)), journey.id


def _unknown_ids(document: Document, framework: Framework) -> Iterator[Problem]:
    for reference in (*references(Journey, document.data), *_bare_principles(document)):
        known = framework.collection(reference.collection).ids
        if reference.id in known or (reference.collection == "report_parts" and reference.id == _TEAM):
            continue
        name = COLLECTIONS[reference.collection].__name__.lower()
        kind = {"reportpart": "part of the report"}.get(name, name)
        remedy = did_you_mean(reference.id, known) or f"Use the id of a {kind} of the framework."
        field = ".".join(str(step) for step in reference.path)
        found = f"There is no {kind} “{reference.id}”"
        yield Problem(found, remedy, document.path, document.line(reference.path), field)


def _bare_principles(document: Document) -> Iterator[Reference]:
    """Find the ids in lists that stand for a detail without saying how it is known: ``principles: [power]``."""
    steps = document.data.get("steps")
    for number, step in enumerate(steps if isinstance(steps, list) else ()):
        listed = step.get("principles") if isinstance(step, Mapping) else None
        for place, id in enumerate(listed if isinstance(listed, list) else ()):
            if isinstance(id, str):
                yield Reference(("steps", number, "principles", place), "principles", id)


def _twice_inside(document: Document, journey: Journey) -> Iterator[Problem]:
    seen: dict[str, int] = {}
    for number, step in enumerate(journey.steps):
        line = document.line(("steps", number, "id"))
        if step.id in seen:
            found = f"The id “{step.id}” is there twice: in line {seen[step.id]} and here"
            yield Problem(found, "Give one of them another id.", document.path, line, f"steps.{number}.id")
        seen.setdefault(step.id, line)


def _never(document: Document, journey: Journey, framework: Framework) -> Iterator[Problem]:
    """Find conditions that can never hold."""
    for number, step in enumerate(journey.steps):
        for place, asked in enumerate(step.requires):
            for clause in asked.when:
                words = misspelt(clause, framework)
                if words is not None:
                    path = ("steps", number, "requires", place, "when", clause.field)
                    field = f"steps.{number}.requires.{place}.when"
                    yield Problem(*words, document.path, document.line(path), field)


def _other_name(document: Document, already: list[Problem]) -> Iterator[Problem]:
    written, stem = document.data.get("id"), document.path.stem
    if not isinstance(written, str) or written == stem or not stem:
        return
    if any(problem.field == "id" for problem in already):
        return
    found = f"The id “{written}” is not the name of the file"
    remedy = f"Name the file “{written}.yaml”, or write “id: {make_id(stem)}”."
    yield Problem(found, remedy, document.path, document.line(["id"]), "id")


def _twice(id: str, path: Path, first: Path) -> Problem:
    found = f"There is already a journey “{id}”, in {first.name}"
    return Problem(found, "Remove one of the two files, or give one another id.", path, field="id")
