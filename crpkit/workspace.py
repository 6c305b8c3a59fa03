"""The folder a team works in.

A plain folder with the marker file ``crpkit.yaml``; beside it ``personas/``, ``workshop_data/``,
``notebooks/``, ``outputs/``, the database, and, if the team wants, ``framework.yaml`` that overlays the framework.
"""

from __future__ import annotations

import os
import re
import shutil
from collections.abc import Mapping
from datetime import date, datetime
from functools import cached_property
from pathlib import Path
from typing import Annotated

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field
from pydantic_core import PydanticCustomError
from ruamel.yaml.comments import CommentedMap

from crpkit import resources
from crpkit.errors import InputProblems, Problem
from crpkit.framework import Framework, load_framework
from crpkit.personas import Persona, load_personas
from crpkit.store import Log
from crpkit.store.transfer import load_lines, read_lines
from crpkit.tables import Tidy, read_yaml, short, tidy, validate, write_yaml

MARKER = "crpkit.yaml"
DATABASE = "crpkit.sqlite"
OVERLAY = "framework.yaml"
KIND = "crpkit/workspace"
NEWEST = 1
LONGEST_TITLE = 120
VARIABLE = "CRPKIT_WORKSPACE"
FOLDERS = ("personas", "workshop_data", "notebooks", "outputs")
ENGLISH = "en-GB"
_TAG = re.compile(  # language, script, region, variant: what every browser takes
    r"[A-Za-z]{2,3}(-[A-Za-z]{4})?(-([A-Za-z]{2}|[0-9]{3}))?(-([A-Za-z0-9]{5,8}|[0-9][A-Za-z0-9]{3}))?"
)


def _day(value: object) -> object:
    """Take a date, also in quotes; a number or a moment is none (pydantic would count seconds from 1970)."""
    if isinstance(value, str):
        try:
            return date.fromisoformat(value.strip()) if value.strip() else None
        except ValueError:
            pass
    elif value is None or (isinstance(value, date) and not isinstance(value, datetime)):
        return value
    raise PydanticCustomError("date_parsing", "not a day")


def _tag(value: object) -> object:
    words = tidy(value).replace("_", "-") if isinstance(value, str) else value
    if words is None or words == "":
        return ENGLISH
    if isinstance(words, str) and _TAG.fullmatch(words):
        return words
    raise ValueError(f"“{short(value)}” is not the tag of a language. Write one such as en-GB, cy or pl.")


class Marker(BaseModel):
    """What stands in the marker file.

    Attributes
    ----------
    title
        What the team calls its work.
    example
        True if the worked example (a made-up place) belongs to the workspace.
    keep_until
        The day until which people's words are kept, as they were told; ``None`` if the team has set none.
    language
        Tag of the language that phones, projector and console speak; British English if not given.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")
    title: Annotated[str, Tidy, Field(min_length=1, max_length=LONGEST_TITLE)]
    example: bool = False
    keep_until: Annotated[date | None, BeforeValidator(_day)] = None
    language: Annotated[str, BeforeValidator(_tag)] = ENGLISH


class Workspace:
    """An open workspace.

    Use :func:`open_workspace`. The framework is read once, personas each time they are asked for.

    Attributes
    ----------
    folder
        The folder, as an absolute path.
    marker
        Title, and whether the worked example belongs to it.
    """

    def __init__(self, folder: Path, marker: Marker) -> None:
        self.folder = folder
        self.marker = marker

    @property
    def title(self) -> str:
        """What the team calls its work."""
        return self.marker.title

    @property
    def overlay(self) -> Path | None:
        """The team's overlay of the framework, if there is one."""
        path = self.folder / OVERLAY
        return path if path.is_file() else None

    @cached_property
    def framework(self) -> Framework:
        """The framework with the team's overlay."""
        return load_framework(self.overlay)

    @property
    def personas(self) -> Mapping[str, Persona]:
        """Persona id → persona, read anew."""
        return load_personas(self.folder / "personas", self.framework.groups.ids)

    @property
    def outputs(self) -> Path:
        """Where exports go."""
        return self.folder / "outputs"

    @cached_property
    def log(self) -> Log:
        """The log of all workshops, opened when first used.

        Raises
        ------
        CrpkitError
            If the database is damaged, locked, or of a newer version; nothing is moved or deleted.
        """
        path = self.folder / DATABASE
        fresh = not path.exists()
        if fresh and self.marker.example:
            _bring_in_example(self.folder)
        return Log(path)

    def close(self) -> None:
        """Close the log, if it was opened."""
        log = self.__dict__.pop("log", None)
        if log is not None:
            log.close()


def open_workspace(folder: Path | str | None = None) -> Workspace:
    """Open a workspace.

    Parameters
    ----------
    folder
        The folder with the marker file. If not given: ``CRPKIT_WORKSPACE`` (set by the server), else the current
        folder or the nearest one above it that has a marker.

    Returns
    -------
    Workspace
        With ``.framework``, ``.personas``, ``.folder`` and ``.log``.

    Raises
    ------
    InputProblems
        If the folder is no workspace, or its marker cannot be read or is of a newer version.
    """
    place = locate(folder)
    return Workspace(place, validate(read_yaml(place / MARKER, KIND, NEWEST), Marker))


def locate(folder: Path | str | None = None) -> Path:
    """Return the folder of a workspace without reading its marker; see :func:`open_workspace`.

    Raises
    ------
    InputProblems
        If the folder has no marker.
    """
    place = _resolved(folder) if folder is not None else find_workspace()
    try:
        there = (place / MARKER).is_file()
    except OSError as error:
        raise InputProblems([_unusable(place, error)]) from error
    if not there:
        found = f"This folder is not a workspace: it has no {MARKER}"
        remedy = f"Make one with: {typed_before()} new {_quoted(place)}"
        raise InputProblems([Problem(found, remedy, place)])
    return place


def find_workspace(start: Path | None = None) -> Path:
    """Return the workspace named by ``CRPKIT_WORKSPACE``, else the nearest one from a folder upwards.

    If there is none, the starting folder itself is returned.
    """
    named = os.environ.get(VARIABLE)
    if named and start is None:
        return Path(named).resolve()
    here = (start or Path.cwd()).resolve()
    for place in (here, *here.parents):
        if _has_marker(place):
            return place
    return here


def workspace_around(file: Path | str) -> Path | None:
    """Return the folder of the workspace that a file lies in; ``None`` if it lies in none."""
    place = find_workspace(_resolved(file).parent)
    return place if _has_marker(place) else None


def _has_marker(place: Path) -> bool:
    try:
        return (place / MARKER).is_file()
    except OSError:  # a folder above that this person may not look into is not theirs
        return False


def _resolved(folder: Path | str) -> Path:
    try:
        return Path(folder).expanduser().resolve()
    except (OSError, RuntimeError, ValueError) as error:
        raise InputProblems([_unusable(Path(folder), error)]) from error


def _unusable(place: Path, error: Exception) -> Problem:
    reason = error.strerror if isinstance(error, OSError) else str(error)
    remedy = "Choose a shorter name, or a folder that you may look into."
    shown = Path(short(place)) if len(place.name) > LONGEST_TITLE else place
    return Problem(f"This folder cannot be used ({reason})", remedy, shown)


def new_workspace(folder: Path | str, example: bool = False, title: str | None = None) -> Path:
    """Make a workspace with the starter personas, templates and texts, but no answers.

    Parameters
    ----------
    folder
        A folder that is not there yet, or is empty.
    example
        Add the worked example: a made-up place with a finished first choice.
    title
        What the team calls its work; made from the folder's name if not given.

    Returns
    -------
    Path
        The folder.

    Raises
    ------
    InputProblems
        If the folder has something in it already or cannot be written to. Nothing is then changed.
    """
    place = _resolved(folder)
    heading = _title_of(place, example, title)
    try:
        _refuse_used(place)
    except OSError as error:
        raise InputProblems([_unusable(place, error)]) from error
    data = resources.folder("workshop_data")
    try:
        for part in FOLDERS:
            (place / part).mkdir(parents=True, exist_ok=True)
        _copy_yaml(resources.folder("personas"), place / "personas")
        skipped = shutil.ignore_patterns() if example else shutil.ignore_patterns("example")
        shutil.copytree(data, place / "workshop_data", dirs_exist_ok=True, ignore=skipped)
        if example and (data / "example" / "personas").is_dir():
            _copy_yaml(data / "example" / "personas", place / "personas")
    except OSError as error:
        found = f"The workspace cannot be written ({error.strerror})"
        raise InputProblems([Problem(found, "Choose a folder that you may write to.", place)]) from error
    write_yaml(place / MARKER, _first_marker(heading, example))
    return place


def _first_marker(title: str, example: bool) -> Mapping[str, object]:
    marker = CommentedMap(type=KIND, version=NEWEST, title=title, example=example, keep_until=None)
    remark = "people’s words are kept until this day, for example 2027-03-31; blank: not set"
    marker.yaml_add_eol_comment(remark, "keep_until", column=0)
    return marker


def _title_of(place: Path, example: bool, title: str | None) -> str:
    if title is not None and len(tidy(title)) > LONGEST_TITLE:
        found = f"The title has {len(tidy(title))} characters"
        raise InputProblems([Problem(found, f"Use {LONGEST_TITLE} or fewer.", field="title")])
    made = "Saltmarsh Quay (a made-up place)" if example else place.name.replace("-", " ").replace("_", " ")
    return tidy(title or "") or tidy(made)[:LONGEST_TITLE].strip() or "Our workspace"


def _refuse_used(place: Path) -> None:
    if place.exists() and not place.is_dir():
        raise InputProblems([Problem("This is a file, not a folder", "Choose another name.", place)])
    if (place / MARKER).exists():
        remedy = f"Open it with: {typed_before()} serve {_quoted(place)}"
        raise InputProblems([Problem("There is a workspace here already", remedy, place)])
    if place.is_dir() and any(place.iterdir()):
        remedy = "Choose an empty folder or a new name; nothing was changed."
        raise InputProblems([Problem("The folder has something in it already", remedy, place)])


def _copy_yaml(source: Path, target: Path) -> None:
    for file in sorted(source.glob("*.yaml")):
        shutil.copyfile(file, target / file.name)


def example_logs(folder: Path) -> list[Path]:
    """Return the exported logs of the worked example, which a new database begins with."""
    return sorted((folder / "workshop_data" / "example").glob("*.jsonl"))


def _bring_in_example(folder: Path) -> None:
    """Begin the database with the worked example; if a file of it is broken, there is no database."""
    files = example_logs(folder)
    for file in files:  # all of them are looked at before the first is taken in
        read_lines(load_lines(file), file)
    log = Log(folder / DATABASE)
    try:
        for file in files:
            log.import_file(file)
    finally:
        log.close()


def typed_before() -> str:
    """Return what people type before a command's word: ``crpkit``, or the starter that they ran it by."""
    return os.environ.get("CRPKIT_STARTER") or "crpkit"


def _quoted(path: Path) -> str:
    return f'"{path}"' if " " in str(path) else str(path)
