"""A workshop as its log tells it: folded, replayed, listed; and the one way to write to it."""

from __future__ import annotations

import hashlib
import json
import threading
from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime
from pathlib import Path

import pandas as pd

from crpkit.store import Draft, Event, Log
from crpkit.workshop.activities import is_vote, notes_of
from crpkit.workshop.checks import moment, refused
from crpkit.workshop.folding import fold, fold_on
from crpkit.workshop.state import WorkshopState

STREAM = "workshop:"
CASTS = ("dots/cast", "ask/cast")  # ballots from phones
EVENT_COLUMNS = ["seq", "id", "at", "actor", "kind", "evidence", "body", "words"]


class Record:
    """One workshop's part of a log.

    Attributes
    ----------
    code
        Six characters.
    """

    def __init__(self, log: Log, code: str, folder: Path | None = None) -> None:
        self.code = code
        self._folder = folder
        self._log = log
        self._seen = 0
        self._state = WorkshopState(code)
        self._reading = threading.Lock()

    @property
    def stream(self) -> str:
        """The name of its stream in the log."""
        return STREAM + self.code

    @property
    def state(self) -> WorkshopState:
        """The workshop as it is now, with whatever other pages wrote meanwhile.

        Raises
        ------
        CrpkitError
            If the log cannot be read.
        """
        with self._reading:  # two threads must not fold the same events twice
            fresh = self._log.events(self.stream, after=self._seen)
            if fresh:
                self._state = fold_on(self._state, fresh)
                self._seen = fresh[-1].seq
            return self._state

    @property
    def seen(self) -> int:
        """The number of the newest event that is part of what :attr:`state` returned last; 0 before."""
        return self._seen

    def events(self) -> pd.DataFrame:
        """Return everything that happened, in order, undone entries included.

        Returns
        -------
        DataFrame
            Columns ``seq, id, at`` (UTC), ``actor, kind, evidence, body`` and ``words`` (JSON text; words taken back
            are null; those of notes that need care, and of ballots from phones in votes that are open, are left
            out; so are the pictures of photos).
        """
        events = self._log.events(self.stream)
        private = withheld(self.state)

        def words(event: Event) -> Mapping[str, str | None]:
            hidden = private(event.id, event.actor, event.kind, event.body)
            return {
                name: text
                for name, text in event.words.items()
                if not name.startswith("image-") and (text is None or not hidden)
            }

        rows = [
            (
                event.seq,
                event.id,
                event.at,
                event.actor,
                event.kind,
                event.evidence,
                _json(event.body),
                _json(words(event)),
            )
            for event in events
        ]
        return pd.DataFrame(rows, columns=EVENT_COLUMNS)

    def replay(self, at: datetime | date | str | None = None) -> WorkshopState:
        """Return the workshop as it was at a moment, folded from the log.

        Parameters
        ----------
        at
            A time, or ISO 8601 text; without a zone it is read as UTC, a day as its end. Now if nothing is given.

        Raises
        ------
        InputProblems
            If the text is not a time.
        """
        return fold(self.code, self._log.events(self.stream, until=moment(at)))

    def _write(
        self,
        kind: str,
        body: Mapping[str, object],
        words: Mapping[str, str] | None = None,
        event_id: str | None = None,
    ) -> Event:
        draft = Draft(stream=self.stream, kind=kind, body=body, words=words or {}, id=event_id)
        return self._append(draft)[0]

    def _append(self, *drafts: Draft) -> tuple[Event, ...]:
        """Write events; an id that is known changes nothing, and one that stands for something else is refused."""
        events = self._log.append(*drafts)
        if any(event.stream != self.stream for event in events):
            raise refused(
                "This entry belongs to another workshop", "Reload the page.", "event_id", "id-taken"
            )
        if any(event.kind != draft.kind for event, draft in zip(events, drafts, strict=True)):
            raise refused(
                "Something else was sent under this id before", "Reload the page.", "event_id", "id-taken"
            )
        return events


def withheld(state: WorkshopState) -> Callable[[str, str, str, Mapping[str, object]], bool]:
    """Return what says, of an event's id, actor, kind and body, whether its words may leave the log.

    Words of notes that need care stay, ballots from phones in votes that are open (earlier ones of the same person
    too), and what is being taken back while an export is made. So the state must be read after the events.
    """
    kept = {
        note.id
        for activity in state.activities.values()
        if (written := notes_of(activity)) is not None
        for note in written.notes.values()
        if note.state in ("care", "taken-back")
    }
    kept |= {change.id for change in state.changes.values() if change.gone}
    gone = {person.id for person in state.people if person.taken_back}
    secret = [vote.id for vote in state.activities.values() if is_vote(vote) and vote.open]

    def stays(event_id: str, actor: str, kind: str, body: Mapping[str, object]) -> bool:
        cast = kind in CASTS and body.get("activity") in secret
        return event_id in kept or actor in gone or cast

    return stays


def ids_from(event_id: str | None, count: int) -> Sequence[str | None]:
    """Return ids for the events that one entry is written as: the one given first, the others made from it."""
    if event_id is None:
        return [None] * count
    made = [hashlib.sha256(f"{event_id} {number}".encode()).hexdigest()[:32] for number in range(1, count)]
    return [event_id, *made]


def _json(value: Mapping[str, object]) -> str:
    return json.dumps(dict(value), ensure_ascii=False, default=dict)
