"""Records as they stand in files, before they are checked."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from crpkit.errors import Problem
from crpkit.framework.models import COLLECTIONS, Named, TeamEdit
from crpkit.tables.yamls import Document, Location


@dataclass(frozen=True)
class Place:
    """A place in a file.

    Attributes
    ----------
    document
        The file.
    location
        Keys and list positions from its top.
    """

    document: Document
    location: Location = ()

    @property
    def line(self) -> int:
        """The line, counted from 1."""
        return self.document.line(self.location)

    def inside(self, path: Location) -> Place:
        """Return a place further in."""
        return Place(self.document, (*self.location, *path))

    def problem(self, found: str, remedy: str = "", path: Location = ()) -> Problem:
        """Return a problem here, or at a path inside; the path is also the name of the field."""
        name = ".".join(str(step) for step in path) or None
        return Problem(found, remedy, self.document.path, self.inside(path).line, name)


@dataclass(frozen=True)
class Entry:
    """One record as it stands in a file.

    Attributes
    ----------
    collection
        The collection it belongs to.
    place
        Where it stands.
    data
        What stands there: a mapping, if the file is right.
    team
        What a team's overlay gave of it, if anything.
    """

    collection: str
    place: Place
    data: Any
    team: TeamEdit | None = None

    @property
    def model(self) -> type[Named]:
        """The class of the record."""
        return COLLECTIONS[self.collection]

    @property
    def id(self) -> str | None:
        """The record's id, if it has a usable one."""
        found = self.data.get("id") if isinstance(self.data, Mapping) else None
        return found if isinstance(found, str) else None

    @property
    def label(self) -> str:
        """The record in words, for example ``journey “broker-new”``."""
        kind = {"families": "family", "system_levels": "system level", "report_parts": "part of the report"}
        return f"{kind.get(self.collection, self.collection.removesuffix('s'))} “{self.id}”"


@dataclass
class Reading:
    """What was read from files.

    Attributes
    ----------
    entries
        All records, in reading order.
    unread
        Collections whose file could not be read: ids in them are not known to be wrong.
    problems
        What was wrong so far.
    removed
        Records that an overlay takes away, by collection and id, and where it says so.
    """

    entries: list[Entry] = field(default_factory=list)
    unread: set[str] = field(default_factory=set)
    problems: list[Problem] = field(default_factory=list)
    removed: dict[tuple[str, str], Place] = field(default_factory=dict)

    def again(self) -> Reading:
        """Return the same entries for an overlay to work on; these stay as they are."""
        return Reading(list(self.entries), set(self.unread))

    def ids(self, collection: str) -> dict[str, Entry]:
        """Return the entries of a collection by their ids, the first of each."""
        found: dict[str, Entry] = {}
        for entry in self.entries:
            if entry.collection == collection and entry.id is not None:
                found.setdefault(entry.id, entry)
        return found
