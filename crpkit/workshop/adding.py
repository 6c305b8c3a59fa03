"""Adding activities, opening and closing them for phones."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from crpkit.errors import did_you_mean
from crpkit.framework import load_framework
from crpkit.workshop.activities import ActivityState
from crpkit.workshop.agenda.options import options_from
from crpkit.workshop.checks import NAME, clean_prompt, dots_draft, refused
from crpkit.workshop.kind_drafts import Given, kind_draft, known_kind
from crpkit.workshop.kinds import Kind
from crpkit.workshop.lists import Option, OptionList, given_list
from crpkit.workshop.record import Record, ids_from
from crpkit.workspace import OVERLAY

Options = OptionList | Sequence[str | Option | Mapping[str, str]]


class Adding(Record):
    """What can be done with activities of every kind; a part of :class:`crpkit.workshop.Workshop`."""

    def open_activity(
        self,
        kind: str | Kind,
        prompt: str,
        options: Options | None = None,
        *,
        dots_each: int = 3,
        method: str = "",
        most: int | None = None,
        subject: str = "",
        activity: str | None = None,
        open: bool = True,
        event_id: str | None = None,
    ) -> str:
        """Add an activity in which phones take part, and open it.

        Parameters
        ----------
        kind
            ``notes`` (silent notes on a prompt), ``dots`` (a vote with dots), the name of another kind that comes with
            the kit or lies in the workspace (:func:`crpkit.workshop.kinds.kinds`), or a kind itself.
        prompt
            The question put to the room; of a vote the list's own if empty.
        options
            What can be chosen or written about: a list, or the options one by one (at least two for a vote); what the
            kind usually has if not given.
        dots_each
            Dots a person has in a vote, 1 to 20.
        method, most
            How one chooses (``dots, approval, points, ranking``), where the kind leaves it open, and how many points or
            ticks a person has.
        subject
            What it is about: an option that was chosen before.
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
        text = clean_prompt(prompt)
        name = kind if isinstance(kind, str) else kind.id
        if kind == "dots":
            engine, body, words = "dots", *dots_draft(given_list(options or (), text), text, dots_each)
        else:
            found = known_kind(kind, self._folder)
            given = Given(text, options or self._usual(found), method, most, subject)
            engine, body, words = kind_draft(found, given)
        added = self._add(engine, body, words, self._free(activity, name, event_id), event_id)
        if open:
            self._write(f"{engine}/opened", {"activity": added}, event_id=ids_from(event_id, 2)[1])
        return added

    def _usual(self, kind: Kind) -> Options | None:
        """Return what is chosen from in a kind when nothing else is said, for example the eight principles."""
        source = kind.choosing.items if kind.choosing is not None else None
        if source is None:
            return None
        overlay = None if self._folder is None else self._folder / OVERLAY
        framework = load_framework(overlay if overlay is not None and overlay.is_file() else None)
        return options_from(source, (), framework, self._folder)

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
        return known[activity].engine, known[activity]

    def _free(self, activity: str | None, kind: str = "", event_id: str | None = None) -> str:
        """Return the name a new activity gets, or raise if the one asked for cannot be used."""
        known = self.state.activities
        if activity is None:
            agenda = self.state.agenda
            taken = {*known, *(step.id for step in agenda.steps)} if agenda else set(known)
            return next(name for n in range(1, len(taken) + 2) if (name := f"{kind}-{n}") not in taken)
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
