"""Adding activities, opening and closing them for phones."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from crpkit.errors import did_you_mean
from crpkit.workshop.activities import ActivityState
from crpkit.workshop.activities.dots import DotsState
from crpkit.workshop.checks import NAME, clean_prompt, dots_draft, refused
from crpkit.workshop.lists import Option, OptionList, given_list
from crpkit.workshop.record import Record, ids_from

KINDS = ("notes", "dots")


class Adding(Record):
    """What can be done with activities of every kind; a part of :class:`crpkit.workshop.Workshop`."""

    def open_activity(
        self,
        kind: str,
        prompt: str,
        options: OptionList | Sequence[str | Option | Mapping[str, str]] | None = None,
        *,
        dots_each: int = 3,
        activity: str | None = None,
        open: bool = True,
        event_id: str | None = None,
    ) -> str:
        """Add an activity in which phones take part, and open it.

        Parameters
        ----------
        kind
            ``notes`` (silent notes on a prompt) or ``dots`` (a vote on a list).
        prompt
            The question put to the room; of a vote the list's own if empty.
        options
            For a vote what can be chosen: a list, or the options one by one (at least two).
        dots_each
            Dots a person has in a vote, 1 to 20.
        activity
            Its name within the workshop; ``notes-1``, ``dots-1`` … if not given.
        open
            ``False`` only adds it.
        event_id
            Made by the page; sending it again changes nothing.

        Returns
        -------
        str
            Its name.

        Raises
        ------
        InputProblems
            If there is no such kind, the question is empty, or the options cannot be used.
        """
        if kind not in KINDS:
            raise refused(f"There is no activity “{kind}”", did_you_mean(kind, KINDS), field="kind")
        text = clean_prompt(prompt)
        if kind == "dots":
            body, words = dots_draft(given_list(options or (), text), text, dots_each)
        else:
            body, words = {}, {"prompt": text}
            if not text or options:
                found = "The question is empty" if not text else "Notes have no list of options"
                raise refused(found, "Write a question to the room, and nothing else.", field="prompt")
        name = self._add(kind, body, words, self._free(activity, kind, event_id), event_id)
        if open:
            self._write(f"{kind}/opened", {"activity": name}, event_id=ids_from(event_id, 2)[1])
        return name

    def close_activity(self, activity: str, event_id: str | None = None) -> None:
        """Close an activity: phones can write in it no more; ballots stand as they are.

        Raises
        ------
        InputProblems
            If the workshop has no such activity.
        """
        kind, found = self._activity(activity)
        if found.open:
            self._write(f"{kind}/closed", {"activity": activity}, event_id=event_id)

    def reopen_activity(self, activity: str, event_id: str | None = None) -> None:
        """Open an activity and put it before the room; the result of a vote is hidden again.

        Raises
        ------
        InputProblems
            If the workshop has no such activity.
        """
        kind, found = self._activity(activity)
        if not found.open or self.state.now != activity:
            self._write(f"{kind}/opened", {"activity": activity}, event_id=event_id)

    def _activity(self, activity: str) -> tuple[str, ActivityState]:
        known = self.state.activities
        if activity not in known:
            near = did_you_mean(activity, known)
            raise refused(f"There is no activity “{activity}”", near, "activity", "unknown-activity")
        return "dots" if isinstance(known[activity], DotsState) else "notes", known[activity]

    def _free(self, activity: str | None, kind: str = "", event_id: str | None = None) -> str:
        """Return the name a new activity gets, or raise if the one asked for cannot be used."""
        known = self.state.activities
        if activity is None:
            return next(name for n in range(1, len(known) + 2) if (name := f"{kind}-{n}") not in known)
        if not NAME.fullmatch(activity):
            remedy = "Use small letters, numbers and hyphens, 20 at the most."
            raise refused(f"“{activity}” cannot name an activity", remedy, field="activity")
        if activity in known and (event_id is None or known[activity].added_by != event_id):
            found = f"This workshop has an activity “{activity}” already"
            raise refused(found, "Open it, or choose another name.", field="activity")
        return activity

    def _add(
        self,
        kind: str,
        body: Mapping[str, object],
        words: dict[str, str],
        activity: str,
        event_id: str | None = None,
    ) -> str:
        event = self._write(f"{kind}/added", {"activity": activity, **body}, words, event_id)
        name = str(event.body["activity"])  # as it was called when this was sent first
        if self.state.activities[name].added_by != event.id:
            found = f"Another page added “{name}” at the same moment"
            raise refused(found, "Look at what is there now, then try again.", field="activity")
        return name
