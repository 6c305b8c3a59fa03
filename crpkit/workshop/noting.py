"""Notes: entering what was said or written on paper, and what stands on the wall."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from crpkit.errors import InputProblems, Problem, did_you_mean
from crpkit.store import Draft, Event
from crpkit.workshop.activities import ActivityState, notes_of
from crpkit.workshop.activities.ask import AskState
from crpkit.workshop.activities.notes import CHANNELS, Note
from crpkit.workshop.checks import refused
from crpkit.workshop.entries import clean_entry, entry_body
from crpkit.workshop.record import Record, ids_from
from crpkit.workshop.state import WorkshopState

MOST_NOTES_AT_ONCE = 500
_MOST_IN_ONE_EVENT = 2_000


class Notes(Record):
    """What can be done with notes; a part of :class:`crpkit.workshop.Workshop`."""

    def write_notes(
        self,
        activity: str,
        texts: Sequence[str],
        channel: str = "spoken",
        event_ids: Sequence[str] | None = None,
        *,
        box: str = "",
        about: str = "",
        mores: Sequence[Mapping[str, str]] | None = None,
        families: Sequence[str] = (),
        table: str | None = None,
        voice: str = "",
    ) -> tuple[Event, ...]:
        """Enter notes that were said or written on paper: all of them, or, if one cannot be kept, none.

        Parameters
        ----------
        activity
            Notes, or another activity that people write in, open or closed.
        texts
            1 to 2,000 characters each.
        channel
            ``spoken`` or ``paper``.
        event_ids
            One id for each note; those that are there already are left as they are.
        box, about
            Under which heading, and about which item, where the activity has several.
        mores
            For each note its other fields (field → text), where the activity has some.
        families, table
            Of whoever said them, where that is known.
        voice
            From where they speak, where the activity asks for that and it is known.

        Returns
        -------
        tuple of Event
            One for each note; its id is the note's.

        Raises
        ------
        InputProblems
            Everything that is wrong with the notes.
        """
        where = self._notes_of(activity)
        if channel not in CHANNELS:
            raise refused(f"“{channel}” is not a channel", did_you_mean(channel, CHANNELS), field="channel")
        if not 1 <= len(texts) <= MOST_NOTES_AT_ONCE:
            found = f"{len(texts)} notes cannot be entered at once"
            raise refused(found, f"Enter 1 to {MOST_NOTES_AT_ONCE}.", field="texts")
        if event_ids is not None and len(event_ids) != len(texts):
            raise refused("There is not one id for each note", "Reload the page.", field="event_ids")
        if mores is not None and len(mores) != len(texts):
            raise refused("There are not other fields for each note", "Reload the page.", field="mores")
        ids: Sequence[str | None] = event_ids or [None] * len(texts)
        words = _clean_entries(where, box, about, texts, mores or [{}] * len(texts))
        body = entry_body(where, box, about) | {"channel": channel}
        body |= {"families": list(families)} if families else {}
        body |= {"table": table} if table else {}
        body |= _voice_of(where, voice)
        drafts = [
            Draft(self.stream, "notes/written", body, said, id=event_id)
            for said, event_id in zip(words, ids, strict=True)
        ]
        return self._append(*drafts)

    def show_notes(self, notes: Sequence[str], event_id: str | None = None) -> None:
        """Put notes on the wall, in mixed order.

        Parameters
        ----------
        notes
            Their ids. Notes that are there already keep their places; those taken back are left out.
        event_id
            Made by the page; sending it again changes nothing.

        Raises
        ------
        InputProblems
            If a note is unknown, needs care, or all were taken back; then nothing is shown.
        """
        state = self.state
        found = [_find(state, note)[1] for note in notes]
        care = [note for note in found if note.state == "care"]
        if care:
            what = "This note needs" if len(found) == 1 else f"{len(care)} of these notes need"
            remedy = "Say first that the care is over, if it may be shown."
            raise refused(f"{what} care and cannot be shown", remedy, field="notes")
        if found and all(note.text is None for note in found):
            raise refused("The words of this note were taken back", "Show another.", "notes", "taken-back")
        self._move(notes, "shown", ("held", "hidden"), event_id)

    def hide_notes(self, notes: Sequence[str], event_id: str | None = None) -> None:
        """Take notes from the wall, or keep them from it; see :meth:`show_notes` for the parameters."""
        self._move(notes, "hidden", ("held", "shown"), event_id)

    def hold_notes(self, notes: Sequence[str], event_id: str | None = None) -> None:
        """Put notes back among those that wait to be shown; see :meth:`show_notes` for the parameters."""
        self._move(notes, "held", ("shown", "hidden"), event_id)

    def set_care(self, note: str, care: bool = True, event_id: str | None = None) -> None:
        """Set a note aside that needs care: it leaves the wall, and its words stand in no table and no export.

        Parameters
        ----------
        note
            Its id.
        care
            ``False`` says that the care is over; the note is held again.
        event_id
            Made by the page; sending it again changes nothing.

        Raises
        ------
        InputProblems
            If there is no such note, or it was taken back.
        """
        activity, found = self._note(note)
        if found.state == "taken-back":
            raise refused("This note was taken back", "Nothing of it is left.", "note", "taken-back")
        if (found.state == "care") != care:
            kind = "notes/care" if care else "notes/care-over"
            self._write(kind, {"activity": activity, "note": note}, event_id=event_id)

    def _move(self, notes: Sequence[str], step: str, movable: tuple[str, ...], event_id: str | None) -> None:
        """Write one event for each activity; notes that cannot be moved so are left as they are."""
        places: dict[str, list[str]] = {}
        state = self.state
        for note in dict.fromkeys(notes):
            activity, found = _find(state, note)
            if found.state in movable and not (step == "shown" and found.text is None):
                places.setdefault(activity, []).append(note)
        parts = [
            {"activity": activity, "notes": names[start : start + _MOST_IN_ONE_EVENT]}
            for activity, names in places.items()
            for start in range(0, len(names), _MOST_IN_ONE_EVENT)
        ]
        ids = ids_from(event_id, len(parts))
        if parts:
            self._append(
                *(
                    Draft(self.stream, f"notes/{step}", body, id=name)
                    for body, name in zip(parts, ids, strict=True)
                )
            )

    def _notes_of(self, activity: str) -> ActivityState:
        found = self.state.activities.get(activity)
        if found is None or notes_of(found) is None:
            known = [name for name, one in self.state.activities.items() if notes_of(one) is not None]
            near = did_you_mean(activity, known)
            raise refused(f"There are no notes “{activity}”", near, "activity", "unknown-activity")
        return found

    def _note(self, note: str) -> tuple[str, Note]:
        """Return a note and the activity it belongs to."""
        return _find(self.state, note)


def _voice_of(activity: ActivityState, voice: str) -> dict[str, str]:
    """Return what the body of an entry says of from where somebody speaks; nothing where that is not asked."""
    voices = activity.voices if isinstance(activity, AskState) else None
    if voices is None or not voice:
        return {}
    if not voices.has(voice):
        remedy = did_you_mean(voice, voices.ids) or f"Use one of: {', '.join(voices.ids)}."
        raise refused(f"“{voice}” is none of the answers to “{voices.title}”", remedy, "voice", "no-voice")
    return {"voice": voice}


def _find(state: WorkshopState, note: str) -> tuple[str, Note]:
    for activity in state.activities.values():
        written = notes_of(activity)
        if written is not None and note in written.notes:
            return activity.id, written.notes[note]
    raise refused("There is no such note in this workshop", "Load the page again.", "note", "unknown-note")


def _clean_entries(
    activity: ActivityState, box: str, about: str, texts: Iterable[str], mores: Sequence[Mapping[str, str]]
) -> list[dict[str, str]]:
    clean, problems = [], []
    for number, (text, more) in enumerate(zip(texts, mores, strict=True), 1):
        try:
            clean.append(clean_entry(activity, box, about, text, more))
        except InputProblems as error:
            problems += [
                Problem(one.found, one.remedy, line=number, field=f"note {number}") for one in error.problems
            ]
    if problems:
        raise InputProblems(problems)
    return clean
