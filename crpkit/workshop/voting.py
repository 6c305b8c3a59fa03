"""Dot votes: adding them, entering dots that were called out or counted from paper, showing the result."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from crpkit.errors import did_you_mean
from crpkit.store import Draft, Event
from crpkit.workshop.activities import is_vote
from crpkit.workshop.activities.dots import CHANNELS, DotEntry, DotsState
from crpkit.workshop.adding import Adding
from crpkit.workshop.checks import count, dots_draft, find_option, many, refused
from crpkit.workshop.lists import OptionList


class Votes(Adding):
    """What can be done with dot votes; a part of :class:`crpkit.workshop.Workshop`."""

    def add_dots(
        self, options: OptionList, prompt: str = "", dots_each: int = 3, activity: str = "first-choice"
    ) -> DotsState:
        """Add a dot vote; each option gets the letter it keeps.

        Parameters
        ----------
        options
            What can be chosen.
        prompt
            The question; the list's own if empty.
        dots_each
            Dots a person has, 1 to 20.
        activity
            Its name within the workshop.

        Raises
        ------
        InputProblems
            If the number of dots is out of range or the activity is there already.
        """
        self._add("dots", *dots_draft(options, prompt, dots_each), self._free(activity))
        return self.dots(activity)

    def dots(self, activity: str = "first-choice") -> DotsState:
        """Return a dot vote as it is now.

        Raises
        ------
        InputProblems
            If the workshop has no such dot vote.
        """
        state = self.state.activities.get(activity)
        if not isinstance(state, DotsState):
            found = f"This workshop has no dot vote “{activity}”"
            known = did_you_mean(activity, self.state.activities)
            raise refused(found, known, "activity", "unknown-activity")
        return state

    def dots_left(self, activity: str = "first-choice") -> int | None:
        """Return how many dots the room can still place; ``None`` if nobody counted the room."""
        people = self.state.room.total
        vote = self.dots(activity)
        return None if people is None else people * vote.dots_each - vote.placed

    def place_dots(
        self,
        option: str,
        dots: int = 1,
        channel: str = "spoken",
        activity: str = "first-choice",
        event_id: str | None = None,
    ) -> Event:
        """Enter dots for one option.

        Parameters
        ----------
        option
            The option's id or letter.
        dots
            How many, 1 or more.
        channel
            ``spoken`` (called out) or ``paper`` (counted from paper).
        activity
            The dot vote.
        event_id
            Made by the page, so that a button pressed once counts once; sending it again changes nothing.

        Raises
        ------
        InputProblems
            If there is no such option or channel, or the people in the room could not have so many dots.
        """
        return self.place_many([(option, dots)], channel, activity, [event_id] if event_id else None)[0]

    def place_many(
        self,
        entries: Sequence[tuple[str, int]],
        channel: str = "spoken",
        activity: str = "first-choice",
        event_ids: Sequence[str] | None = None,
    ) -> tuple[Event, ...]:
        """Enter dots for several options at once: all of them, or, if one cannot be, none.

        Parameters
        ----------
        entries
            Pairs of option (id or letter) and number of dots.
        channel, activity
            As of :meth:`place_dots`.
        event_ids
            One id for each entry; entries that are there already are left as they are.

        Raises
        ------
        InputProblems
            As :meth:`place_dots`, or if an entry sent before was taken back since; then nothing was entered.
        """
        vote = self.dots(activity)
        if event_ids and self._are_placed(event_ids, vote):
            return tuple(event for event in self._log.events(self.stream) if event.id in event_ids)
        if channel not in CHANNELS:
            raise refused(f"“{channel}” is not a channel", did_you_mean(channel, CHANNELS), field="channel")
        if not entries or (event_ids and len(event_ids) != len(entries)):
            found = "There are no dots to enter" if not entries else "There is not one id for each entry"
            raise refused(found, "Enter dots for one option or more.", "entries", "empty")
        chosen = [(find_option(vote, option).id, count(dots)) for option, dots in entries]
        self._refuse_too_many(vote, sum(dots for _, dots in chosen))
        ids: Sequence[str | None] = event_ids or [None] * len(chosen)
        bodies = [
            {"activity": activity, "option": name, "dots": dots, "channel": channel} for name, dots in chosen
        ]
        drafts = [
            Draft(stream=self.stream, kind="dots/placed", body=body, id=event_id)
            for body, event_id in zip(bodies, ids, strict=True)
        ]
        events = self._append(*drafts)
        self._take_back_if_late(events, activity)
        return events

    def _are_placed(self, event_ids: Sequence[str], vote: DotsState) -> bool:
        """Return whether all this was sent before; refuse if it does not count any more, as "done" would be untrue."""
        sent = {entry.event_id: entry for entry in vote.entries if entry.event_id in event_ids}
        if any(entry.undone for entry in sent.values()):
            raise refused("This entry was taken back; enter it again", field="entries")
        return len(sent) == len(set(event_ids))

    def _take_back_if_late(self, events: Sequence[Event], activity: str) -> None:
        """Undo entries that another page's, written at the same moment, left no dots for; the earlier ones stay."""
        vote = self.dots(activity)
        people, last = self.state.room.total, max(event.seq for event in events)
        order = {event.id: event.seq for event in self._log.events(self.stream)} if people is not None else {}
        until = sum(dots for entry, _, dots in vote.rows() if order.get(entry.event_id, 0) <= last)
        if people is None or until <= people * vote.dots_each:
            return
        for event in events:
            self._write("dots/undone", {"activity": activity, "entry": event.id})
        found = "The last dots were placed just before, from another page or a phone"
        raise refused(found, "Look at the number that is left.", "dots", "too-many-dots")

    def _refuse_too_many(self, vote: DotsState, dots: int) -> None:
        people = self.state.room.total
        if people is None or dots <= people * vote.dots_each - vote.placed:
            return
        left = max(people * vote.dots_each - vote.placed, 0)
        found = (
            f"{many(people, 'person', 'people')} with {many(vote.dots_each, 'dot', 'dots')} each "
            f"{'has' if people == 1 else 'have'} {many(people * vote.dots_each, 'dot', 'dots')}; "
            f"{vote.placed} {'is' if vote.placed == 1 else 'are'} placed, so "
            f"{left} {'is' if left == 1 else 'are'} left, not {dots}"
        )
        raise refused(found, "Check the number, or count the room again.", "dots", "too-many-dots")

    def undo_dots(
        self, activity: str = "first-choice", entry: str | None = None, event_id: str | None = None
    ) -> DotEntry | None:
        """Undo an entry, and return it; ``None`` if there is none to undo.

        Parameters
        ----------
        activity
            The dot vote.
        entry
            The event id of the entry; the latest that still counts if not given. A page gives the one it shows, so
            that nobody undoes what another page entered meanwhile.
        event_id
            Made by the page; sending it again changes nothing.

        Raises
        ------
        InputProblems
            If this entry does not count any more.
        """
        counting = self.dots(activity).counting
        if entry is not None:
            counting = tuple(one for one in counting if one.event_id == entry)
        if event_id is not None and (sent := self._undone_by(event_id, activity)) is not None:
            return sent
        if not counting:
            if entry is not None:
                raise refused("This entry was undone already", "Look at the number of dots.", field="entry")
            return None
        body = {"activity": activity, "entry": counting[-1].event_id}
        self._write("dots/undone", body, event_id=event_id)
        return counting[-1]

    def _undone_by(self, event_id: str, activity: str) -> DotEntry | None:
        """Return the entry that an event took back, if this was sent before."""
        sent = [event for event in self._log.events(self.stream) if event.id == event_id]
        entries = {entry.event_id: entry for entry in self.dots(activity).entries}
        return entries.get(str(sent[0].body.get("entry"))) if sent else None

    def show(self, shown: bool = True, activity: str = "first-choice", event_id: str | None = None) -> None:
        """Show the result to the room, or hide it again.

        Parameters
        ----------
        shown
            ``False`` hides it.
        activity
            The dot vote.
        event_id
            Made by the page; sending it again changes nothing.

        Raises
        ------
        InputProblems
            If phones can still vote: votes are hidden from everyone until they are closed.
        """
        found = self.state.activities.get(activity)
        vote = found if is_vote(found) else self.dots(activity)
        if shown and vote.open:
            words = "The vote is still open, and votes are hidden until it is closed"
            raise refused(words, "Close it first.", "activity", "bad-input")
        if vote.shown != shown:
            step = "shown" if shown else "hidden"
            self._write(f"{vote.engine}/{step}", {"activity": activity}, event_id=event_id)

    def ballots(self, activity: str = "first-choice") -> pd.DataFrame:
        """Return one row per entry that counts, and one per option of each ballot from a phone.

        Ballots from phones are left out while the vote is open: they are hidden from everyone until it is closed.

        Returns
        -------
        DataFrame
            Columns ``evidence, at, channel, actor, letter, option, title, dots``. The channel is ``spoken``,
            ``paper`` or ``phone``. Individual-level: private.
        """
        return self.dots(activity).ballots()
