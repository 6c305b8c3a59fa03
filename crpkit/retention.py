"""What a team still keeps after the day until which people were told that their words are kept. Deletes nothing."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

from crpkit.errors import Problem
from crpkit.store import Event, Log
from crpkit.workspace import DATABASE, MARKER, Marker

# Words of whoever ran the workshop. All other words count as people's, also those of kinds that are yet to come.
FACILITATORS = frozenset({"workshop/created", "workshop/titled", "notes/added", "dots/added"})
_SHOWN = 12  # names in one sentence


def is_over(marker: Marker, today: date | None = None) -> bool:
    """Tell whether the day until which words are kept is over; never, if the team has set none."""
    return marker.keep_until is not None and (today or date.today()) > marker.keep_until


def overdue(folder: Path, marker: Marker, log: Log | None, today: date | None = None) -> list[Problem]:
    """Return what is kept too long: one problem for the record, one for what was saved.

    Parameters
    ----------
    folder
        The workspace.
    marker
        Its marker; without ``keep_until`` nothing is overdue.
    log
        Its log, if it can be read.
    today
        The day to judge by; the computer's if not given.

    Raises
    ------
    StoreError
        If the log cannot be read.
    OSError
        If the folder of what was saved cannot be looked into.
    """
    until = marker.keep_until
    if until is None or not is_over(marker, today):
        return []
    told = f"People’s words were to be kept until {until.day} {until:%B %Y}"
    correct = f"If people were told another day, correct keep_until in {MARKER}."
    problems = []
    held = list(_held(log)) if log is not None else []
    if held:
        remedy = (
            "Take the words back, or close crpkit and delete this file and those beside it that end in -wal and -shm. "
            f"{correct}"
        )
        problems.append(Problem(f"{told}. Still in the record: {_listed(held)}", remedy, folder / DATABASE))
    saved = _saved(folder / "outputs")
    if saved:
        remedy = f"Delete what holds people’s words, and every copy and backup of it. {correct}"
        problems.append(Problem(f"{told}. Files still lie in {_listed(saved)}", remedy, folder / "outputs"))
    return problems


def _held(log: Log) -> Iterator[str]:
    for stream in log.streams("workshop:"):
        number = sum(map(_from_people, log.events(stream)))
        if number:
            entries = "1 entry" if number == 1 else f"{number} entries"
            yield f"{stream.partition(':')[2]} ({entries} with words)"


def _from_people(event: Event) -> bool:
    return event.kind not in FACILITATORS and any(event.words.values())


def _saved(outputs: Path) -> list[str]:
    """Name the folders of ``outputs/`` in which files lie, however deep, and ``outputs/`` itself for loose ones."""
    if not outputs.is_dir():
        return []
    inside = sorted(outputs.iterdir())
    names = [f"outputs/{place.name}" for place in inside if place.is_dir() and _has_files(place)]
    loose = any(place.is_file() and not place.name.startswith(".") for place in inside)
    return (["outputs"] if loose else []) + names


def _has_files(place: Path) -> bool:
    return any(path.is_file() and not path.name.startswith(".") for path in place.rglob("*"))


def _listed(names: list[str]) -> str:
    rest = len(names) - _SHOWN
    return ", ".join(names[:_SHOWN]) + (f" and {rest} more" if rest > 0 else "")
