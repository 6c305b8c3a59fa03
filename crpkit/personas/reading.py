"""Reading a folder of personas: what can be read is kept, what cannot is explained, all at once."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from pathlib import Path

from crpkit import resources
from crpkit.errors import InputProblems, Problem
from crpkit.personas.groups import GROUPS, unknown_group
from crpkit.personas.models import Persona
from crpkit.personas.words import make_id
from crpkit.tables import Document, read_yaml, validate

KIND = "crpkit/persona"
ENDINGS = (".yaml", ".yml")


@dataclass(frozen=True)
class PersonaFiles:
    """A folder of persona files as read.

    Attributes
    ----------
    personas
        The sound ones by id, in the order of their groups, then by title.
    problems
        Everything that is wrong with the others.
    """

    personas: Mapping[str, Persona]
    problems: tuple[Problem, ...]


def read_personas(folder: Path | str | None = None, groups: Collection[str] = GROUPS) -> PersonaFiles:
    """Read every persona file in a folder; a broken one does not hide the others.

    Parameters
    ----------
    folder
        The folder; the six starter personas if none is given.
    groups
        Ids of the groups a persona may stand for, in order; the framework's six by default.

    Returns
    -------
    PersonaFiles
        The sound personas, and the problems with the rest.
    """
    folder = resources.folder("personas") if folder is None else Path(folder)
    problems: list[Problem] = []
    found: dict[str, tuple[Persona, Path]] = {}
    for path in _files(folder, problems):
        try:
            persona = read_persona(path, groups)
        except InputProblems as error:
            problems.extend(error.problems)
            continue
        if persona.id in found:
            problems.append(_duplicate(persona.id, path, found[persona.id][1]))
        else:
            found[persona.id] = persona, path
    return PersonaFiles(_in_order([persona for persona, _ in found.values()], groups), tuple(problems))


def load_personas(
    folder: Path | str | None = None, groups: Collection[str] = GROUPS
) -> Mapping[str, Persona]:
    """Load the personas of a folder.

    Parameters
    ----------
    folder
        The folder; the six starter personas if none is given.
    groups
        Ids of the groups a persona may stand for, in order; the framework's six by default.

    Returns
    -------
    Mapping of str to Persona
        Id → persona, in the order of their groups, then by title.

    Raises
    ------
    InputProblems
        Everything that is wrong in any file. Use :func:`read_personas` to keep the sound ones.
    """
    read = read_personas(folder, groups)
    if read.problems:
        raise InputProblems(read.problems)
    return read.personas


def check_personas(folder: Path | str | None = None, groups: Collection[str] = GROUPS) -> list[Problem]:
    """Return every problem in every persona file of a folder; an empty list if there is none."""
    return list(read_personas(folder, groups).problems)


def read_persona(path: Path, groups: Collection[str] = GROUPS) -> Persona:
    """Read one persona file.

    Raises
    ------
    InputProblems
        Everything that is wrong with it, with line and field.
    """
    document = read_yaml(path, KIND)
    problems: list[Problem] = []
    try:
        persona = validate(document, Persona)
    except InputProblems as error:
        problems.extend(error.problems)
    group, line = document.data.get("group"), document.line(["group"])
    problems += unknown_group(group, groups, problems, path, line)
    problems += _other_name(document, problems)
    if problems:
        raise InputProblems(sorted(problems, key=lambda problem: problem.line or 0))
    return persona


def _other_name(document: Document, already: list[Problem]) -> list[Problem]:
    """Return the problem with an id that is not the name of its file, unless the id is no id anyway."""
    written, stem = document.data.get("id"), document.path.stem
    if not isinstance(written, str) or written == stem or any(problem.field == "id" for problem in already):
        return []
    found = f"The id “{written}” is not the name of the file"
    remedy = f"Name the file “{written}.yaml”, or write “id: {make_id(stem)}”."
    return [Problem(found, remedy, document.path, document.line(["id"]), "id")]


def persona_files(folder: Path) -> list[Path]:
    """Return the persona files of a folder by name; hidden ones (half-written drafts) are left out.

    Raises
    ------
    OSError
        If the folder cannot be listed.
    """
    return sorted(
        path
        for path in folder.iterdir()
        if path.suffix.lower() in ENDINGS and not path.name.startswith(".") and path.is_file()
    )


def _files(folder: Path, problems: list[Problem]) -> list[Path]:
    try:
        return persona_files(folder)
    except OSError as error:
        found = f"The folder of personas cannot be opened ({error.strerror})"
        problems.append(Problem(found, "Check that it is there and that you may read it.", folder))
        return []


def _duplicate(name: str, path: Path, first: Path) -> Problem:
    found = f"There is already a persona “{name}”, in {first.name}"
    return Problem(found, "Remove one of the two files, or give one another id.", path, field="id")


def _in_order(personas: list[Persona], groups: Collection[str]) -> dict[str, Persona]:
    order = {group: number for number, group in enumerate(groups)}
    ranked = sorted(
        personas, key=lambda persona: (order[persona.group], persona.title.casefold(), persona.id)
    )
    return {persona.id: persona for persona in ranked}
