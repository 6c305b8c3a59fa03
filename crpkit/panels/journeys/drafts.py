"""Journeys that are being worked on: as they are now, as they were before their changes, and how they came to be so."""

from __future__ import annotations

from dataclasses import dataclass, field

from crpkit.journeys import Change, Journey

_MOST_DEEDS = 200  # how many deeds can be undone


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
