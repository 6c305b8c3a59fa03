"""Journeys that are being worked on: as they are now, as they were before their changes, and how they came to be so."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

from crpkit.errors import CrpkitError
from crpkit.framework import Framework
from crpkit.journeys import Change, Journey, save_journey
from crpkit.journeys.reading import journeys_folder, read_journey

_MOST_DEEDS = 200  # how many deeds can be undone
_HIDDEN = ".drafts"  # in the folder of journeys, which leaves out what begins with a dot


@dataclass
class Draft:
    """A journey that is being worked on.

    Attributes
    ----------
    journey
        As it is now.
    before
        As it was before the changes that were applied to it; ``None`` if none were.
    changes
        These changes, the first one first.
    """

    journey: Journey
    before: Journey | None = None
    changes: tuple[Change, ...] = ()
    _past: list[tuple[Journey, Journey | None, tuple[Change, ...]]] = field(default_factory=list)

    @property
    def has_past(self) -> bool:
        """Whether there is a deed to undo."""
        return bool(self._past)

    def become(self, journey: Journey, before: Journey | None, changes: tuple[Change, ...] = ()) -> None:
        """Change it, so that this can be undone."""
        self._past.append((self.journey, self.before, self.changes))
        del self._past[:-_MOST_DEEDS]
        self.journey, self.before, self.changes = journey, before, changes

    def undo(self) -> None:
        """Undo the last deed; does nothing if there is none."""
        if self._past:
            self.journey, self.before, self.changes = self._past.pop()

    def saved_as(self, journey: Journey) -> None:
        """Go on with the journey that was saved; under another name its past belongs to the one it was made from."""
        if journey.id != self.journey.id:
            self._past.clear()
        self.journey = journey


def _place(workspace: Path) -> Path:
    return journeys_folder(workspace) / _HIDDEN


def kept_drafts(workspace: Path, framework: Framework) -> Mapping[str, Journey]:
    """Return the journeys that were changed and not saved when a page was left; one that is broken is left out."""
    found = {}
    for path in sorted(_place(workspace).glob("*.yaml")):
        with suppress(CrpkitError, OSError):
            journey = read_journey(path, framework)
            found[journey.id] = journey
    return found


def keep_draft(workspace: Path, journey: Journey) -> str:
    """Keep a journey that is not saved, so that closing the page loses nothing; returns why it cannot, or nothing."""
    try:
        save_journey(journey, _place(workspace), replace=True)
    except (CrpkitError, OSError) as error:
        return f"What you change cannot be kept until you save it: {error}"
    return ""


def drop_draft(workspace: Path, id: str) -> None:
    """Forget what was kept: it is saved now, or as it was."""
    with suppress(OSError):
        (_place(workspace) / f"{id}.yaml").unlink(missing_ok=True)
