"""Taking back: one note, or everything a person gave."""

from __future__ import annotations

from dataclasses import dataclass

from crpkit.errors import CrpkitError
from crpkit.store import Draft, Event
from crpkit.workshop.checks import refused
from crpkit.workshop.photos import PHOTO_KIND
from crpkit.workshop.receipts import person_of
from crpkit.workshop.record import CASTS
from crpkit.workshop.theming import Theming

FACILITATOR = "facilitator"
_ROUNDS = 5


@dataclass(frozen=True)
class Erased:
    """What was taken back.

    Attributes
    ----------
    person
        Whose it was: the pseudonym.
    notes, ballots
        How many notes, and in how many votes; 0 if everything had been taken back before.
    merged
        Labels (``P9``) of other phones that were said to be this person's and still hold something of theirs.
    photos
        How many photos.
    """

    person: str
    notes: int
    ballots: int
    merged: tuple[str, ...] = ()
    photos: int = 0


class TakingBack(Theming):
    """How words leave a workshop; a part of :class:`crpkit.workshop.Workshop`.

    Words leave the database and its other files, and every export made afterwards. Exports and backups made before
    still hold them.
    """

    def take_back(self, note: str, actor: str = FACILITATOR) -> None:
        """Take back one note: its words are overwritten, its row stays and says so. Doing it twice is harmless.

        Parameters
        ----------
        note
            Its id.
        actor
            Who takes it back: the person who gave it (nobody else's can be), or the facilitator for someone.

        Raises
        ------
        InputProblems
            If there is no such note, or it is another person's.
        """
        _, found = self._note(note)
        if actor not in (FACILITATOR, found.actor):
            raise refused("This is not your note", "Take back your own.", "note", "unknown-note")
        self._log.erase(note, actor)

    def erase(self, receipt: str) -> Erased:
        """Take back everything a person gave, with the receipt code that stood on the phone.

        Parameters
        ----------
        receipt
            Twelve characters, with or without hyphens.

        Raises
        ------
        InputProblems
            If it is not a receipt, or nobody joined this workshop with it.
        """
        person = person_of(self.code, receipt)
        if self.state.people.get(person) is None:
            found = f"Nobody joined the workshop {self.code} with this receipt code"
            remedy = "Check the code, and that it is for this workshop. Nothing was taken back."
            raise refused(found, remedy, "receipt", "unknown-person")
        return self.erase_person(person, person)

    def erase_person(self, person: str, actor: str = FACILITATOR) -> Erased:
        """Take back everything a person gave: notes, ballots, and what was said about oneself.

        Parameters
        ----------
        person
            The pseudonym.
        actor
            Who does it: the person, or the facilitator for someone.

        Raises
        ------
        InputProblems
            If nobody joined under this pseudonym.
        CrpkitError
            If so much came from the phone meanwhile that something is still left.
        """
        if self.state.people.get(person) is None:
            raise refused(
                "This person is not in the workshop", "Check the pseudonym.", "person", "unknown-person"
            )
        taken: list[Event] = []
        # Something may come from the phone while this goes on; after the mark hardly anything does.
        for _ in range(_ROUNDS):
            left, marked = self._given(person), self._is_marked(person)
            if marked and not left:
                break
            taken += left
            self._log.erase_many([event.id for event in left], actor)
            if not marked:
                self._log.append(Draft(self.stream, "person/took-back", actor=person))
        if self._given(person):
            found = "Something came from this phone again and again meanwhile, so some of it is still there"
            raise CrpkitError(found, "Take everything back once more.")
        notes = sum(event.kind == "notes/written" for event in taken)
        casts = [event for event in taken if event.kind in CASTS]
        standing = {event.body.get("activity"): bool(event.words.get("ballot")) for event in casts}
        others = [one.label for one in self.state.people.same(person) if self._given(one.id)]
        photos = sum(event.kind == PHOTO_KIND for event in taken)
        return Erased(person, notes, sum(standing.values()), tuple(others), photos)

    def _given(self, person: str) -> list[Event]:
        """Return the events of a person that still hold words."""
        return [
            event
            for event in self._log.events(self.stream)
            if event.actor == person and any(text is not None for text in event.words.values())
        ]

    def _is_marked(self, person: str) -> bool:
        found = self.state.people.get(person)
        return found is not None and found.taken_back
