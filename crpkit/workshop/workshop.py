"""One co-design workshop: what can be done to it, and what it looks like now or earlier."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Protocol

import pandas as pd

from crpkit.errors import CrpkitError, InputProblems, Problem, did_you_mean
from crpkit.store import Draft, Event, Log
from crpkit.workshop.activities.dots import CHANNELS, DotEntry, DotsState
from crpkit.workshop.checks import clean_title, count, dots_content, find_option, many, refused, whole
from crpkit.workshop.codes import clean_code, new_code
from crpkit.workshop.export import export_workshop
from crpkit.workshop.lists import OptionList
from crpkit.workshop.record import STREAM, Record

MOST_PEOPLE = 2000
MOST_DOTS_EACH = 20
_NAME = re.compile(r"[a-z0-9][a-z0-9-]{0,19}")


class HasLog(Protocol):
    """What a workshop needs of a workspace."""

    @property
    def log(self) -> Log:
        """The log the workshop is written to."""


class Workshop(Record):
    """A workshop in a workspace's log.

    Use :meth:`create` or :meth:`open`. Everything is written at once: closing the browser or the
    computer loses nothing.

    Attributes
    ----------
    code
        Six characters.
    """

    @classmethod
    def create(cls, workspace: HasLog, title: str, code: str | None = None) -> Workshop:
        """Begin a new workshop.

        Parameters
        ----------
        workspace
            Where its log is.
        title
            What stands at the top of the projector; 1 to 120 characters.
        code
            Six characters; drawn at random if none is given.

        Raises
        ------
        InputProblems
            If the title or code cannot be used, or the code is taken.
        """
        title = clean_title(title)
        known = codes(workspace.log)
        code = clean_code(code) if code is not None else _free_code(known)
        if code in known:
            raise refused(f"There is a workshop {code} already", "Choose another code.", field="code")
        workshop = cls(workspace.log, code)
        created = workshop._write("workshop/created", {}, {"title": title})
        if (
            workspace.log.events(workshop.stream)[0].id != created.id
        ):  # another page took the code just before
            raise refused(f"There is a workshop {code} already", "Choose another code.", field="code")
        return workshop

    @classmethod
    def open(cls, workspace: HasLog, code: str) -> Workshop:
        """Open a workshop that was begun before.

        Raises
        ------
        InputProblems
            If there is none with this code.
        """
        code = clean_code(code)
        known = codes(workspace.log)
        if code not in known:
            found = f"There is no workshop {code} in this workspace"
            raise refused(found, did_you_mean(code, known), field="code")
        return cls(workspace.log, code)

    def retitle(self, title: str) -> None:
        """Give the workshop another title (1 to 120 characters)."""
        self._write("workshop/titled", {}, {"title": clean_title(title)})

    def count_room(self, total: int | None, families: Mapping[str, int] | None = None) -> None:
        """Write down how many people are in the room.

        Parameters
        ----------
        total
            All people; ``None`` if nobody has counted.
        families
            Family id → people, as far as they wish to say.

        Raises
        ------
        InputProblems
            If a number is below 0 or above 2000, or the families add up to more than the total.
        """
        counts = dict(families or {})
        said = [*counts.items(), *([("total", total)] if total is not None else [])]
        problems = [
            Problem(f"{number} is not a number of people", f"Write 0 to {MOST_PEOPLE}.", field=name)
            for name, number in said
            if not whole(number, 0, MOST_PEOPLE)
        ]
        problems += [
            Problem(
                f"“{name}” is not a family", "Write the id of a family, for example community.", field=name
            )
            for name in counts
            if not _NAME.fullmatch(name)
        ]
        if not problems and total is not None and sum(counts.values()) > total:
            found = f"The families add up to {sum(counts.values())}, but {total} people are in the room"
            problems = [Problem(found, "Correct one of the numbers.", field="total")]
        if problems:
            raise InputProblems(problems)
        self._write("room/counted", {"total": total, "families": counts})

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
        if not _NAME.fullmatch(activity):
            remedy = "Use small letters, numbers and hyphens, 20 at the most."
            raise refused(f"“{activity}” cannot name an activity", remedy, field="activity")
        if not whole(dots_each, 1, MOST_DOTS_EACH):
            remedy = f"Write 1 to {MOST_DOTS_EACH}."
            raise refused(f"{dots_each} dots each cannot be used", remedy, field="dots_each")
        if activity in self.state.activities:
            found = f"This workshop has an activity “{activity}” already"
            raise refused(found, "Open it, or choose another name.", field="activity")
        body, words = dots_content(options, prompt)
        self._write("dots/added", {"activity": activity, "dots_each": dots_each, "options": body}, words)
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
            raise refused(found, did_you_mean(activity, self.state.activities), field="activity")
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
            As :meth:`place_dots`; then nothing was entered.
        """
        vote = self.dots(activity)
        if event_ids and set(event_ids) <= {entry.event_id for entry in vote.entries}:
            return tuple(event for event in self._log.events(self.stream) if event.id in event_ids)
        if channel not in CHANNELS:
            raise refused(f"“{channel}” is not a channel", did_you_mean(channel, CHANNELS), field="channel")
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
        events = self._log.append(*drafts)
        if any(event.stream != self.stream for event in events):
            raise refused("This entry belongs to another workshop", "Reload the page.", field="event_id")
        self._take_back_if_late(events, activity)
        return events

    def _take_back_if_late(self, events: Sequence[Event], activity: str) -> None:
        """Undo entries that another page's, written at the same moment, left no dots for; the earlier ones stay."""
        vote = self.dots(activity)
        people, last = self.state.room.total, max(event.seq for event in events)
        order = {event.id: event.seq for event in self._log.events(self.stream)} if people is not None else {}
        until = sum(entry.dots for entry in vote.counting if order.get(entry.event_id, 0) <= last)
        if people is None or until <= people * vote.dots_each:
            return
        for event in events:
            self._write("dots/undone", {"activity": activity, "entry": event.id})
        raise InputProblems(
            [
                Problem(
                    "Another page entered the last dots just before",
                    "Look at the number that is left.",
                    field="dots",
                )
            ]
        )

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
        raise refused(found, "Check the number, or count the room again.", field="dots")

    def undo_dots(self, activity: str = "first-choice", entry: str | None = None) -> DotEntry | None:
        """Undo an entry, and return it; ``None`` if there is none to undo.

        Parameters
        ----------
        activity
            The dot vote.
        entry
            The event id of the entry; the latest that still counts if not given. A page gives the one it shows, so
            that nobody undoes what another page entered meanwhile.

        Raises
        ------
        InputProblems
            If this entry does not count any more.
        """
        counting = self.dots(activity).counting
        if entry is not None:
            counting = tuple(one for one in counting if one.event_id == entry)
            if not counting:
                raise refused("This entry was undone already", "Look at the number of dots.", field="entry")
        if not counting:
            return None
        self._write("dots/undone", {"activity": activity, "entry": counting[-1].event_id})
        return counting[-1]

    def show(self, shown: bool = True, activity: str = "first-choice") -> None:
        """Show the result to the room, or hide it again."""
        if self.dots(activity).shown != shown:
            self._write("dots/shown" if shown else "dots/hidden", {"activity": activity})

    def ballots(self, activity: str = "first-choice") -> pd.DataFrame:
        """Return one row per entry that counts.

        Returns
        -------
        DataFrame
            Columns ``evidence, at, channel, actor, letter, option, title, dots``. Individual-level: private.
        """
        return self.dots(activity).ballots()

    def export(self, folder: Path | str) -> list[Path]:
        """Write the result, the ballots and the log as CSV, Excel and JSON Lines.

        Parameters
        ----------
        folder
            Where to write; made if it is not there.

        Returns
        -------
        list of Path
            The files. The result is what the room saw; those with ``private`` in their names hold single entries and
            are for the facilitator.

        Raises
        ------
        InputProblems
            If a file cannot be written, often because it is open in another program. That file is then as it was;
            each file is replaced as a whole or not at all.
        """
        return export_workshop(self.state, Path(folder), self._log.export_lines(self.stream))


def codes(log: Log) -> list[str]:
    """Return the codes of all workshops in a log, oldest first."""
    return [stream.removeprefix(STREAM) for stream in log.streams(STREAM)]


def _free_code(known: list[str]) -> str:
    for _ in range(100):
        code = new_code()
        if code not in known:
            return code
    raise CrpkitError("No free workshop code was found", "Give a code yourself.")
