"""Whose words may stand in what leaves the room.

- Words from a phone: those of people who agreed to be quoted, if they stand on the wall.
- Words that the facilitator wrote down for somebody, spoken or on paper: nobody was asked by the kit. They are left
  out, except on *joint sheets*, where all write under each other's eyes (a working agreement, a canvas, commitments):
  what the facilitator wrote there is what the room put down together, and stands as that, nobody's own.
- Words that need care, wait, were taken from the wall or taken back: never.

Some words travel: an entry can be let in as an option, and an option can come up again in a later step. They are left
out there as well.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Literal

from crpkit.workshop import DotsState, Note, NotesState, WorkshopState
from crpkit.workshop.activities import ActivityState, notes_of
from crpkit.workshop.activities.ask import AskState, Item
from crpkit.workshop.maps import frozen

Spoken = Literal["joint", "all", "none"]
NOT_QUOTED = "Offered in the room, not quoted"


@dataclass(frozen=True)
class Quoting:
    """What may be quoted of a workshop.

    Attributes
    ----------
    state
        The workshop.
    spoken
        Of words that the facilitator wrote down for somebody: those on joint sheets (``joint``), ``all`` (because the
        facilitator asked, or looked at the ticks on the slips), or ``none``.
    """

    state: WorkshopState
    spoken: Spoken = "joint"

    def agreed(self, note: Note, activity: ActivityState) -> bool:
        """Say whether whoever wrote an entry agreed to have it quoted, or nobody needs to be asked."""
        if self.state.people.get(note.actor) is not None:
            return self.state.people.consent(note.actor).quote
        written = notes_of(activity)
        return self.spoken == "all" or (self.spoken == "joint" and written is not None and written.at_once)

    def may(self, note: Note, activity: ActivityState) -> bool:
        """Say whether the words of an entry may be quoted."""
        return note.state == "shown" and note.text is not None and self.agreed(note, activity)

    def quoted(self, activity: ActivityState) -> list[Note]:
        """Return the entries of an activity that may be quoted, in the order of the wall."""
        return sorted(
            (note for note in standing(activity) if self.may(note, activity)),
            key=lambda note: note.place or 0,
        )

    @cached_property
    def kept(self) -> frozenset[str]:
        """Words that were let in as options although whoever wrote them may not be quoted."""
        return frozenset(_kept(self))

    def shown(self) -> WorkshopState:
        """Return the workshop without words that may not be quoted where they became options or subjects."""
        return replace(
            self.state,
            activities=frozen({name: self._shown(one) for name, one in self.state.activities.items()}),
        )

    def _shown(self, activity: ActivityState) -> ActivityState:
        if isinstance(activity, DotsState):
            options = tuple(
                replace(one, title=NOT_QUOTED, detail="") if one.title in self.kept else one
                for one in activity.options
            )
            return activity if options == activity.options else replace(activity, options=options)
        if not isinstance(activity, AskState):
            return activity
        said = tuple(self._item(activity, item) for item in activity.items)
        subject = NOT_QUOTED if activity.subject in self.kept else activity.subject
        return replace(activity, said=said, subject=subject)

    def _item(self, activity: AskState, item: Item) -> Item:
        """Return an item as it may be shown; it no longer points to its entry, whose words it carries now."""
        note = None if item.note is None else activity.writing.notes.get(item.note)
        if note is not None and note.state == "taken-back":
            return replace(item, title=None, detail=None, note=None)
        private = note is not None and not self.agreed(note, activity)
        if private or (note is not None and note.state == "care") or item.title in self.kept:
            return replace(item, title=NOT_QUOTED, detail="", note=None)
        return replace(item, note=None)


def standing(activity: ActivityState) -> list[Note]:
    """Return the entries that stand: those that were taken back, or need care, are as if they had never been."""
    written = notes_of(activity)
    if written is None:
        return []
    return [note for note in written.notes.values() if note.state not in ("taken-back", "care")]


def _kept(quoting: Quoting) -> Iterator[str]:
    for activity in quoting.state.activities.values():
        if not isinstance(activity, AskState):
            continue
        for item in activity.said:
            note = None if item.note is None else activity.writing.notes.get(item.note)
            if (
                note is not None
                and note.text
                and (note.state == "care" or not quoting.agreed(note, activity))
            ):
                yield note.text


def is_written(activity: ActivityState) -> bool:
    """Say whether people write in an activity."""
    return isinstance(activity, NotesState) or (isinstance(activity, AskState) and bool(activity.boxes))
