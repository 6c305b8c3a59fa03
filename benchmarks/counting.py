"""Counting again from the workspace, after the server has stopped: what is in the record, item by item."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from benchmarks.talking import Sent
from crpkit.workshop import Workshop
from crpkit.workspace import open_workspace

KINDS = {"notes/written": "note", "dots/cast": "ballot"}


@dataclass(frozen=True)
class Count:
    """What the record holds of what was sent.

    Attributes
    ----------
    stored
        Rows of ``Workshop.notes()``.
    lost
        Acknowledged, but not in the record, or not with the words or dots that were sent.
    missing
        Sent, but not in the record; includes what is lost.
    duplicated
        Entries more than were sent: the same again under whatever id.
    outdated
        People whose ballot that counts is not the one they sent last.
    """

    stored: int
    lost: int
    missing: int
    duplicated: int
    outdated: int


def recount(folder: Path, code: str, sent: Iterable[Sent]) -> Count:
    """Compare the workspace's record with what was sent.

    Notes are looked for in ``Workshop.notes()`` by id and, independently, by their text, which no two share; ballots
    among the events of the log by id, and by how many each person has.
    """
    sent = list(sent)
    workspace = open_workspace(folder)
    try:
        workshop = Workshop.open(workspace, code)
        rows = workshop.notes()
        events = [event for event in workspace.log.events(workshop.stream) if event.kind in KINDS]
        standing = {
            activity: {person: dict(cast.dots or {}) for person, cast in workshop.dots(activity).cast.items()}
            for activity in {one.activity for one in sent if one.kind == "ballot"}
        }
    finally:
        workspace.close()
    texts = dict(zip(rows["note_id"], rows["text"], strict=True))
    casts = {event.id: event for event in events if KINDS[event.kind] == "ballot"}
    absent = [
        one
        for one in sent
        if (
            texts.get(one.id) != one.content
            if one.kind == "note"
            else one.id not in casts or casts[one.id].actor != one.person
        )
    ]
    return Count(
        stored=len(rows),
        lost=sum(one.acknowledged_ms is not None for one in absent),
        missing=len(absent),
        duplicated=_extra(list(rows["text"]), sent) + _extra_ballots(casts.values(), sent),
        outdated=sum(
            standing[activity].get(person) != dots for (person, activity), dots in _last(sent).items()
        ),
    )


def _extra(texts: list[str], sent: list[Sent]) -> int:
    """Count rows beyond one for each note that was sent."""
    expected = Counter(one.content for one in sent if one.kind == "note")
    return (Counter(texts) - expected).total()


def _extra_ballots(casts: Iterable[object], sent: list[Sent]) -> int:
    """Count casts beyond those that each person sent."""
    expected = Counter(one.person for one in sent if one.kind == "ballot")
    return (Counter(cast.actor for cast in casts) - expected).total()  # type: ignore[attr-defined]


def _last(sent: list[Sent]) -> dict[tuple[str, str], dict[str, int]]:
    """Return the last ballot of each person in each activity."""
    return {(one.person, one.activity): one.content for one in sent if one.kind == "ballot"}
