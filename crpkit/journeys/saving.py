"""Saving a team's own journey, so that a person can read and change the file."""

from __future__ import annotations

from pathlib import Path

from crpkit.errors import InputProblems, Problem
from crpkit.journeys.models import Journey
from crpkit.journeys.reading import KIND, journeys_folder
from crpkit.tables import write_yaml
from crpkit.tables.yamls import make_folder


def save_journey(journey: Journey, folder: Path | str, replace: bool = False) -> Path:
    """Save a journey as one file, named by its id.

    Parameters
    ----------
    journey
        What to save.
    folder
        A workspace (it is saved in ``workshop_data/journeys``), or a folder of journey files.
    replace
        Write over a file that is there.

    Returns
    -------
    Path
        The file.

    Raises
    ------
    InputProblems
        If the file is there already and is not to be replaced, or cannot be written; nothing is then changed.
    """
    place = journeys_folder(Path(folder))
    make_folder(place)
    path = place / f"{journey.id}.yaml"
    if path.exists() and not replace:
        found, remedy = (
            "There is a journey of this name already",
            "Give yours another id, or replace the file.",
        )
        raise InputProblems([Problem(found, remedy, path, field="id")])
    write_yaml(path, {"type": KIND, "version": 1, **journey.written()})
    return path
