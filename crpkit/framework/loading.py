"""Loading the learning framework, with or without a team's overlay."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from crpkit.errors import InputProblems, Problem
from crpkit.framework.checking import check
from crpkit.framework.entries import Reading
from crpkit.framework.framework import Framework
from crpkit.framework.overlay import apply_overlay
from crpkit.framework.reading import read_folder

DATA = Path(__file__).resolve().parent / "data"


def load_framework(overlay: Path | str | None = None) -> Framework:
    """Return the learning framework.

    Parameters
    ----------
    overlay
        A team's overlay file (see :mod:`crpkit.framework.overlay`), if there is one.

    Returns
    -------
    Framework
        Frozen; the same object each time when there is no overlay.

    Raises
    ------
    InputProblems
        Every problem in the framework's files and in the overlay, with file, line, field and remedy.
    """
    if overlay is None:
        return _packaged()[0]
    try:
        reading = _packaged()[1].again()
    except InputProblems:  # the kit's own files are broken: tell that together with the overlay's problems
        reading = read_folder(DATA)
    return _assemble(reading, Path(overlay))


def load_folder(folder: Path) -> Framework:
    """Return a framework read from a folder of one YAML file a collection.

    Parameters
    ----------
    folder
        For example a copy of the kit's own ``framework/data``, changed by a researcher.

    Raises
    ------
    InputProblems
        As :func:`load_framework`.
    """
    return _load(folder)[0]


def check_framework(overlay: Path | None = None) -> list[Problem]:
    """Return every problem in the framework's files and in a team's overlay; none if all is well."""
    try:
        load_framework(overlay)
    except InputProblems as error:
        return list(error.problems)
    return []


@lru_cache(maxsize=1)
def _packaged() -> tuple[Framework, Reading]:
    return _load(DATA)


def _load(folder: Path) -> tuple[Framework, Reading]:
    reading = read_folder(folder)
    return _assemble(reading), reading


def _assemble(reading: Reading, overlay: Path | None = None) -> Framework:
    if overlay is not None:
        apply_overlay(reading, overlay)
    records = check(reading)
    if reading.problems:
        raise InputProblems(reading.problems)
    return Framework.of(records)
