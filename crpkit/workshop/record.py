"""A workshop as its log tells it: folded, replayed, listed; and the one way to write to it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date, datetime

import pandas as pd

from crpkit.store import Draft, Event, Log
from crpkit.workshop.checks import moment
from crpkit.workshop.state import WorkshopState, apply, fold

STREAM = "workshop:"
EVENT_COLUMNS = ["seq", "id", "at", "actor", "kind", "evidence", "body", "words"]


class Record:
    """One workshop's part of a log.

    Attributes
    ----------
    code
        Six characters.
    """

    def __init__(self, log: Log, code: str) -> None:
        self.code = code
        self._log = log
        self._seen = 0
        self._state = WorkshopState(code)

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
        events = self._log.events(self.stream, after=self._seen)
        if any(event.kind == "log/erased" for event in events):  # words that were read before are gone now
            self._state, events = WorkshopState(self.code), self._log.events(self.stream)
        for event in events:
            self._state = apply(self._state, event)
            self._seen = event.seq
        return self._state

    def events(self) -> pd.DataFrame:
        """Return everything that happened, in order, undone entries included.

        Returns
        -------
        DataFrame
            Columns ``seq, id, at`` (UTC), ``actor, kind, evidence, body`` and ``words`` (JSON text; words taken back
            are null).
        """
        rows = [
            (
                event.seq,
                event.id,
                event.at,
                event.actor,
                event.kind,
                event.evidence,
                _json(event.body),
                _json(event.words),
            )
            for event in self._log.events(self.stream)
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
        body: dict[str, object],
        words: dict[str, str] | None = None,
        event_id: str | None = None,
    ) -> Event:
        draft = Draft(stream=self.stream, kind=kind, body=body, words=words or {}, id=event_id)
        return self._log.append(draft)[0]


def _json(value: Mapping[str, object]) -> str:
    return json.dumps(dict(value), ensure_ascii=False, default=dict)
