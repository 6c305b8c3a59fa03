"""Adding photos, leaving them out of the record, and reading them."""

from __future__ import annotations

from crpkit.workshop.asking import Asking
from crpkit.workshop.checks import refused, visible
from crpkit.workshop.photos import LONGEST_CAPTION, MOST_PHOTOS, Photo, photo_draft
from crpkit.workshop.pictures import as_words, from_words, small_picture


class Photographing(Asking):
    """What can be done with photos; a part of :class:`crpkit.workshop.Workshop`."""

    def add_photo(
        self,
        data: bytes,
        activity: str = "",
        caption: str = "",
        actor: str = "facilitator",
        event_id: str | None = None,
    ) -> Photo:
        """Attach a photo to an activity, or to the workshop as a whole.

        Parameters
        ----------
        data
            A picture file as it came. It is made small; where and when it was taken is not kept.
        activity
            Which activity; empty for the whole workshop.
        caption
            What is on it, in words, for those who cannot see it; up to 300 characters.
        actor
            The pseudonym of the person whose phone took it, or the facilitator.
        event_id
            Made by the page; sending it again changes nothing.

        Raises
        ------
        InputProblems
            If it is no picture, there is no such activity, there are 100 photos already, or the caption is too long.
        """
        state = self.state
        if event_id is not None and event_id in state.photos:
            return state.photos[event_id]
        if activity and activity not in state.activities:
            raise refused(
                f"There is no activity “{activity}”", "Choose another.", "activity", "unknown-activity"
            )
        words = " ".join(visible(caption).split())
        if len(words) > LONGEST_CAPTION:
            raise refused(
                f"The caption has {len(words)} characters", f"Use {LONGEST_CAPTION}.", "caption", "too-long"
            )
        if sum(not one.gone for one in state.photos.values()) >= MOST_PHOTOS:
            raise refused(f"There are {MOST_PHOTOS} photos already", "Take one back first.", "photo")
        person = state.people.get(actor)
        if person is not None and person.taken_back:
            raise refused("You took everything back", "To take part again, join anew.", why="taken-back")
        small = small_picture(data)
        kept = as_words(small.jpeg) | ({"caption": words} if words else {})
        draft = photo_draft(self.stream, activity, (small.width, small.height), kept, actor, event_id)
        event = self._append(draft)[0]
        return self.state.photos[event.id]

    def hide_photo(self, photo: str, hidden: bool = True, event_id: str | None = None) -> None:
        """Leave a photo out of the record, or take it in again.

        Raises
        ------
        InputProblems
            If there is no such photo.
        """
        if self._photo(photo).hidden != hidden:
            self._write("photo/hidden", {"photo": photo, "hidden": hidden}, event_id=event_id)

    def take_back_photo(self, photo: str, actor: str = "facilitator") -> None:
        """Take a photo back: nothing of it is left in the database, its row stays and says so.

        Parameters
        ----------
        actor
            The person who added it (nobody else's can be taken back), or the facilitator for someone.

        Raises
        ------
        InputProblems
            If there is no such photo, or it is another person's.
        """
        found = self._photo(photo)
        if actor not in ("facilitator", found.actor):
            raise refused("This is not your photo", "Take back your own.", "photo", "unknown-note")
        self._log.erase(photo, actor)

    def picture(self, photo: str) -> bytes | None:
        """Return a photo as a JPEG; ``None`` if it was taken back.

        Raises
        ------
        InputProblems
            If there is no such photo.
        """
        self._photo(photo)
        event = self._log.find(photo)
        return None if event is None else from_words(event.words)

    def _photo(self, photo: str) -> Photo:
        found = self.state.photos.get(photo)
        if found is None:
            raise refused("There is no such photo in this workshop", "Load the page again.", "photo")
        return found
