"""Reading kinds."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from types import MappingProxyType

from crpkit.errors import InputProblems, Problem
from crpkit.tables import read_yaml, validate
from crpkit.workshop.kinds.model import Kind

KIND = "crpkit/activity-kind"
OWN = Path(__file__).resolve().parent


def kinds(folder: Path | None = None) -> Mapping[str, Kind]:
    """Return the kinds that come with the kit, and those of a team.

    Parameters
    ----------
    folder
        A workspace; its ``workshop_data/kinds`` may add kinds and replace ours.

    Raises
    ------
    InputProblems
        Everything that is wrong with any of the files.
    """
    own = _own()
    if folder is None:
        return own
    place = folder / "workshop_data" / "kinds"
    return MappingProxyType({**own, **_read(sorted(place.glob("*.y*ml")) if place.is_dir() else [])})


@cache
def _own() -> Mapping[str, Kind]:
    return MappingProxyType(_read(sorted(OWN.glob("*.yaml"))))


def _read(files: list[Path]) -> dict[str, Kind]:
    found: dict[str, Kind] = {}
    problems: list[Problem] = []
    for file in files:
        try:
            kind = validate(read_yaml(file, KIND), Kind)
        except InputProblems as error:
            problems += error.problems
        else:
            found[kind.id] = kind
    if problems:
        raise InputProblems(problems)
    return found
