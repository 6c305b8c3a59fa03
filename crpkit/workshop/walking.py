"""The road-test in the room: at which step it is, how each step would feel, what would help, what would stop people."""

from __future__ import annotations

import pandas as pd

from crpkit.errors import did_you_mean
from crpkit.workshop.activities.ask import NOT_SAID, AskState
from crpkit.workshop.activities.ask.voices import felt_frame, step_of, voice_frame
from crpkit.workshop.asking import Asking
from crpkit.workshop.checks import refused

NOTE_COLUMNS = ["step", "box", "voice", "text", "evidence"]


class Walking(Asking):
    """What can be done with a road-test; a part of :class:`crpkit.workshop.Workshop`."""

    def go_to_item(self, activity: str, item: str | None, event_id: str | None = None) -> None:
        """Say at which item the room is: phones follow, and the projector shows it large.

        Parameters
        ----------
        activity
            One that asks from where people speak.
        item
            Its id or letter; ``None``: at none, everyone walks alone.
        event_id
            Made by the page; sending it again changes nothing.

        Raises
        ------
        InputProblems
            If there is no such activity or item, or the activity does not go step by step.
        """
        state = self._walk(activity)
        found = None
        if item is not None:
            found = next((one.id for one in state.items if item in (one.id, one.letter)), None)
            if found is None:
                near = did_you_mean(item, [one.letter for one in state.items])
                raise refused(f"There is no step “{item}” here", near, "item", "unknown-option")
        if found != state.at:
            self._write("ask/at", {"activity": activity, "item": found}, event_id=event_id)

    def feelings(self, activity: str) -> pd.DataFrame:
        """Return how each step would feel, by from where people speak: exact counts, for the facilitator's own page.

        Ballots of people who took everything back are not in it; those that were entered from paper are. Neither are
        those who would rather not say from where they speak: see :meth:`voices_said`.

        Returns
        -------
        DataFrame
            Columns ``step`` (id of the journey's step), ``voice`` (``lived, alongside, imagining``), ``feeling`` (-2 to
            2) and ``people``, as :data:`crpkit.journeys.felt.FEELING_COLUMNS` describes them.

        Raises
        ------
        InputProblems
            If there is no such activity, it does not ask from where people speak, or phones can still answer.
        """
        return felt_frame(self._closed_walk(activity))

    def voices_said(self, activity: str) -> pd.DataFrame:
        """Return how many people of each voice gave which answer to each item; ``not-said`` is a voice of its own.

        Returns
        -------
        DataFrame
            Columns ``letter, item, title, voice, answer, people``; exact, also where nobody said so.

        Raises
        ------
        InputProblems
            As of :meth:`feelings`.
        """
        return voice_frame(self._closed_walk(activity))

    def road_test_notes(self, activity: str) -> pd.DataFrame:
        """Return what people wrote about each step, in the order of the steps.

        Entries that were taken back or need care are left out; those that do not stand on the wall are there.

        Returns
        -------
        DataFrame
            Columns ``step``, ``box`` (``help`` or ``stop``), ``voice`` (missing for those who did not say), ``text``
            and ``evidence``. Individual-level: private.

        Raises
        ------
        InputProblems
            If there is no such activity, or it does not ask from where people speak.
        """
        state = self._walk(activity)
        order = {item.id: place for place, item in enumerate(state.items)}
        steps = {item.id: step_of(item) for item in state.items}
        boxes = [box.id for box in state.boxes]
        notes = [
            note
            for note in state.writing.notes.values()
            if note.state not in ("taken-back", "care") and note.text is not None and note.about in steps
        ]
        notes.sort(key=lambda note: (order[note.about], boxes.index(note.box) if note.box in boxes else 0))
        rows: list[tuple[object, ...]] = []
        for note in notes:
            voice = state.voice_of(note)
            said = None if voice == NOT_SAID else voice
            rows.append((steps[note.about], note.box, said, note.text, note.evidence))
        return pd.DataFrame(rows, columns=NOTE_COLUMNS, dtype=object)

    def _walk(self, activity: str) -> AskState:
        state = self.ask(activity)
        if state.voices is None:
            found = f"“{activity}” does not ask from where people speak"
            raise refused(found, "Choose a road-test.", "activity", "unknown-activity")
        return state

    def _closed_walk(self, activity: str) -> AskState:
        state = self._walk(activity)
        if state.open:
            found = "People can still answer, and answers are hidden from everyone until it is closed"
            raise refused(found, "Close it first.", "activity", "bad-input")
        return state
