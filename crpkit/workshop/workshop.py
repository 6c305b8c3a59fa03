"""One co-design workshop: what can be done to it, and what it looks like now or earlier."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Protocol

import pandas as pd

from crpkit.errors import CrpkitError, InputProblems, Problem, did_you_mean
from crpkit.store import Draft, Event, Log
from crpkit.workshop.activities.dots import CHANNELS, DotEntry, DotOption, DotsState
from crpkit.workshop.codes import clean_code, new_code
from crpkit.workshop.export import export_workshop
from crpkit.workshop.letters import letter
from crpkit.workshop.lists import OptionList
from crpkit.workshop.state import WorkshopState, apply, fold

STREAM = "workshop:"
LONGEST_TITLE = 120
MOST_PEOPLE = 2000
MOST_DOTS_EACH = 20
EVENT_COLUMNS = ["seq", "id", "at", "actor", "kind", "evidence", "body", "words"]


class HasLog(Protocol):
    """What a workshop needs of a workspace."""

    @property
    def log(self) -> Log:
        """The log the workshop is written to."""


class Workshop:
    """A workshop in a workspace's log.

    Use :meth:`create` or :meth:`open`. Everything is written at once: closing the browser or the
    computer loses nothing.

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
        title = _clean_title(title)
        known = codes(workspace.log)
        code = clean_code(code) if code is not None else _free_code(known)
        if code in known:
            raise InputProblems(
                [Problem(f"There is a workshop {code} already", "Choose another code.", field="code")]
            )
        workshop = cls(workspace.log, code)
        workshop._write("workshop/created", {}, {"title": title})
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
            raise InputProblems([Problem(found, did_you_mean(code, known), field="code")])
        return cls(workspace.log, code)

    @property
    def stream(self) -> str:
        """The name of its stream in the log."""
        return STREAM + self.code

    @property
    def state(self) -> WorkshopState:
        """The workshop as it is now, with whatever other pages wrote meanwhile."""
        for event in self._log.events(self.stream, after=self._seen):
            self._state = apply(self._state, event)
            self._seen = event.seq
        return self._state

    def refold(self) -> None:
        """Read everything again; needed after words were taken back."""
        self._seen, self._state = 0, WorkshopState(self.code)

    def retitle(self, title: str) -> None:
        """Give the workshop another title (1 to 120 characters)."""
        self._write("workshop/titled", {}, {"title": _clean_title(title)})

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
        counts = {name: number for name, number in (families or {}).items() if number is not None}
        problems = [
            Problem(f"{number} is not a number of people", f"Write 0 to {MOST_PEOPLE}.", field=name)
            for name, number in [*counts.items(), *([("total", total)] if total is not None else [])]
            if not 0 <= number <= MOST_PEOPLE
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
        if not 1 <= dots_each <= MOST_DOTS_EACH:
            remedy = f"Write 1 to {MOST_DOTS_EACH}."
            raise InputProblems([Problem(f"{dots_each} dots each cannot be used", remedy, field="dots_each")])
        if activity in self.state.activities:
            found = f"This workshop has an activity “{activity}” already"
            raise InputProblems([Problem(found, "Open it, or choose another name.", field="activity")])
        body, words = _dots_content(options, prompt)
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
            raise InputProblems(
                [Problem(found, did_you_mean(activity, self.state.activities), field="activity")]
            )
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
        vote = self.dots(activity)
        chosen = _find_option(vote, option)
        self._refuse_too_many(vote, dots, activity)
        if channel not in CHANNELS:
            raise InputProblems(
                [Problem(f"“{channel}” is not a channel", did_you_mean(channel, CHANNELS), field="channel")]
            )
        body = {"activity": activity, "option": chosen.id, "dots": dots, "channel": channel}
        return self._write("dots/placed", body, event_id=event_id)

    def _refuse_too_many(self, vote: DotsState, dots: int, activity: str) -> None:
        if dots < 1:
            raise InputProblems([Problem(f"{dots} dots cannot be placed", "Write 1 or more.", field="dots")])
        left = self.dots_left(activity)
        if left is not None and dots > left:
            people = self.state.room.total
            found = (
                f"{people} people with {vote.dots_each} dots each have {(people or 0) * vote.dots_each} dots; "
                f"{vote.placed} are placed, so {max(left, 0)} are left, not {dots}"
            )
            raise InputProblems([Problem(found, "Check the number, or count the room again.", field="dots")])

    def undo_dots(self, activity: str = "first-choice") -> DotEntry | None:
        """Undo the latest entry that still counts, and return it; ``None`` if there is none."""
        counting = self.dots(activity).counting
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

    def replay(self, at: datetime | str | None = None) -> WorkshopState:
        """Return the workshop as it was at a moment, folded from the log.

        Parameters
        ----------
        at
            A time, or ISO 8601 text; without a zone it is read as UTC. Now if nothing is given.

        Raises
        ------
        InputProblems
            If the text is not a time.
        """
        return fold(self.code, self._log.events(self.stream, until=_moment(at)))

    def export(self, folder: Path | str) -> list[Path]:
        """Write the result, the ballots and the log as CSV, Excel and JSON Lines.

        Parameters
        ----------
        folder
            Where to write; made if it is not there.

        Returns
        -------
        list of Path
            The files, each with ``private`` in its name: they are for the facilitator.

        Raises
        ------
        InputProblems
            If a file cannot be written. Files that were there before are then untouched.
        """
        return export_workshop(self.state, Path(folder), self._log.export_lines(self.stream))

    def _write(
        self,
        kind: str,
        body: dict[str, object],
        words: dict[str, str] | None = None,
        event_id: str | None = None,
    ) -> Event:
        draft = Draft(stream=self.stream, kind=kind, body=body, words=words or {}, id=event_id)
        return self._log.append(draft)[0]


def codes(log: Log) -> list[str]:
    """Return the codes of all workshops in a log, oldest first."""
    return [stream.removeprefix(STREAM) for stream in log.streams(STREAM)]


def _free_code(known: list[str]) -> str:
    for _ in range(100):
        code = new_code()
        if code not in known:
            return code
    raise CrpkitError("No free workshop code was found", "Give a code yourself.")


def _clean_title(title: str) -> str:
    text = " ".join(title.split())
    if not text or len(text) > LONGEST_TITLE:
        found = "The title is empty" if not text else f"The title has {len(text)} characters"
        raise InputProblems([Problem(found, f"Write 1 to {LONGEST_TITLE} characters.", field="title")])
    return text


def _dots_content(options: OptionList, prompt: str) -> tuple[list[dict[str, str]], dict[str, str]]:
    body, words = [], {"prompt": prompt.strip() or options.prompt, "list": options.title}
    for number, option in enumerate(options.options):
        name = f"o{number + 1}"
        body.append({"id": name, "letter": letter(number), "source": option.source})
        words[f"{name}.title"] = option.title
        if option.detail:
            words[f"{name}.detail"] = option.detail
    return body, words


def _find_option(vote: DotsState, name: str) -> DotOption:
    for option in vote.options:
        if name in (option.id, option.letter):
            return option
    known = [option.letter for option in vote.options]
    raise InputProblems([Problem(f"There is no option “{name}”", did_you_mean(name, known), field="option")])


def _moment(at: datetime | str | None) -> datetime | None:
    if isinstance(at, str):
        try:
            at = datetime.fromisoformat(at)
        except ValueError as error:
            remedy = "Write it like 2026-11-23T19:30."
            raise InputProblems([Problem(f"“{at}” is not a time", remedy, field="at")]) from error
    if at is not None and at.tzinfo is None:
        return at.replace(tzinfo=UTC)
    return at


def _json(value: Mapping[str, object]) -> str:
    return json.dumps(dict(value), ensure_ascii=False, default=dict)
