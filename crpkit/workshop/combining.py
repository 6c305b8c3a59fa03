"""Several sessions in one picture, told apart by session.

What may be added up is: notes under themes of the same name, and votes for the same option, asked in the same way,
where it was on offer in every session that was asked. Nothing else is. Nobody can be known across sessions: a person
who came twice has two pseudonyms, so people are never added up.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import pandas as pd

from crpkit.errors import InputProblems, Problem
from crpkit.tables import tidy
from crpkit.workshop.activities.tables import tidy_frame
from crpkit.workshop.attendance import Attendance
from crpkit.workshop.checks import many
from crpkit.workshop.matching import Asked, Choice, is_choice, matched, same_words
from crpkit.workshop.workshop import Workshop

SESSION_COLUMNS = ["session", "code", "title", "started", "people", "activities", "notes"]
CHOICE_COLUMNS = [
    "choice",
    "prompt",
    "method",
    "unit",
    "session",
    "activity_id",
    "option",
    "title",
    "source",
    "number",
    "people",
    "share_percent",
    "place",
    "together",
    "sessions",
]


@dataclass(frozen=True)
class Session:
    """One workshop among others.

    Attributes
    ----------
    name
        Code and title, as they stand in every table.
    workshop
        The workshop.
    """

    name: str
    workshop: Workshop


@dataclass(frozen=True)
class CombinedAttendance:
    """Who was in each session; side by side, because nobody can be known across sessions.

    Attributes
    ----------
    sessions
        Session → who was there.
    """

    sessions: Mapping[str, Attendance]

    def frame(self) -> pd.DataFrame:
        """Return the frames of :meth:`Attendance.frame` below each other, with a column ``session`` first."""
        parts = [here.frame().assign(session=name) for name, here in self.sessions.items()]
        frame = pd.concat(parts, ignore_index=True)
        return frame[["session", *(name for name in frame.columns if name != "session")]]

    @property
    def words(self) -> str:
        """What the attendance of each session can carry, and why it is not added up."""
        said = [f"{name}: {here.words}" for name, here in self.sessions.items()]
        if len(said) > 1:
            said.append("These are not added up: somebody who came to two sessions cannot be known.")
        return " ".join(said)

    def _repr_html_(self) -> str:
        return str(self.frame().round(1).to_html(index=False, na_rep="–"))


@dataclass(frozen=True)
class Combined:
    """Several workshops together; see :func:`combine`.

    Attributes
    ----------
    parts
        The sessions, in the order in which they were given.
    """

    parts: tuple[Session, ...]

    @property
    def sessions(self) -> pd.DataFrame:
        """One row per session: ``session, code, title, started`` (UTC), ``people`` (counted), ``activities, notes``."""
        rows = []
        for one in self.parts:
            state, notes = one.workshop.state, one.workshop.notes()
            standing = int((notes["state"] != "taken-back").sum())
            people = one.workshop.attendance().people
            rows.append(
                (one.name, state.code, state.title, state.started, people, len(state.activities), standing)
            )
        return tidy_frame(rows, SESSION_COLUMNS)

    def notes(self) -> pd.DataFrame:
        """Return the notes of all sessions, as of :meth:`Workshop.notes`, with a column ``session`` first. Private."""
        return self._below_each_other([(one.name, one.workshop.notes()) for one in self.parts])

    def themes(self) -> pd.DataFrame:
        """Return the notes of all sessions by theme, as of :meth:`Workshop.themes`.

        Returns
        -------
        DataFrame
            With two more columns: ``session`` first, and ``theme``, the same for themes whose titles are the same but
            for capital letters and spaces; missing for notes that are not sorted or fit nowhere. Private.
        """
        frame = self._below_each_other([(one.name, one.workshop.themes()) for one in self.parts])
        spelling: dict[str, str] = {}
        themes: list[str | None] = []
        for title, name in zip(frame["title"], frame["theme_id"], strict=True):
            sorted_in = isinstance(title, str) and isinstance(name, str) and name != "nowhere"
            themes.append(spelling.setdefault(same_words(title), tidy(title)) if sorted_in else None)
        frame["theme"] = pd.Series(themes, index=frame.index, dtype=object)
        return frame

    def theme_counts(self) -> pd.DataFrame:
        """Return one row per theme, most notes first: ``theme``, a column of notes for each session, ``notes``.

        Notes that were taken back are not counted; a theme without notes is left out.
        """
        frame = self.themes()
        frame = frame[frame["theme"].notna() & (frame["state"] != "taken-back") & frame["note_id"].notna()]
        names = [one.name for one in self.parts]
        order = list(dict.fromkeys(frame["theme"]))
        rows = [
            [theme, *(int(((frame["theme"] == theme) & (frame["session"] == name)).sum()) for name in names)]
            for theme in order
        ]
        table = pd.DataFrame([[*row, sum(row[1:])] for row in rows], columns=["theme", *names, "notes"])
        return table.sort_values("notes", ascending=False, kind="stable").reset_index(drop=True)

    @cached_property
    def _choices(self) -> tuple[Choice, ...]:
        return matched(self._asked())

    def _asked(self) -> Iterable[Asked]:
        for one in self.parts:
            for activity in one.workshop.state.activities.values():
                if is_choice(activity) and not activity.open:
                    yield Asked(one.name, activity)

    def choices(self) -> pd.DataFrame:
        """Return one row for each option of each choice in each session.

        Choices are the same where they were asked in the same way (method, points each) with the same question or as
        the same step; options where they stand for the same thing in the framework, else where their titles are the
        same. What phones can still change is left out.

        Returns
        -------
        DataFrame
            Columns ``choice, prompt, method, unit, session, activity_id, option, title, source``, ``number`` (people
            who chose it, points, or the score of a ranking), ``people`` (who chose or ranked it, as far as known),
            ``share_percent``, ``place`` (in that session), ``together`` (the numbers of all sessions added up; missing
            where that would say nothing, see :attr:`words`) and ``sessions`` (how many had it on offer).
        """
        rows = [row for choice in self._choices for row in choice.rows()]
        frame = tidy_frame(rows, CHOICE_COLUMNS)
        return frame.astype({"number": float, "together": float, "share_percent": float, "people": "Int64"})

    def table(self, choice: str) -> pd.DataFrame:
        """Return one choice with a column for each session: ``option, title``, the sessions, ``together``.

        Missing is what was not on offer there, or cannot be added up.

        Raises
        ------
        InputProblems
            If there is no such choice.
        """
        frame = self.choices()
        mine = frame[frame["choice"] == choice]
        if mine.empty:
            known = ", ".join(f"“{name}”" for name in dict.fromkeys(frame["choice"])) or "none yet"
            raise InputProblems(
                [Problem(f"There is no choice “{choice}”", f"There are: {known}.", field="choice")]
            )
        sessions = list(dict.fromkeys(mine["session"]))
        wide = mine.pivot(index="option", columns="session", values="number")[sessions]
        first = mine.drop_duplicates("option").set_index("option")
        wide.insert(0, "title", first["title"])
        wide["together"] = first["together"]
        by = ["together", *sessions] if wide["together"].notna().any() else sessions
        wide = wide.sort_values(by, ascending=False, kind="stable", na_position="last")
        wide.columns.name = None
        return wide.reset_index()

    def attendance(self, target: Mapping[str, float] | None = None) -> CombinedAttendance:
        """Return who was in each session, beside the same target; see :meth:`Workshop.attendance`."""
        return CombinedAttendance({one.name: one.workshop.attendance(target) for one in self.parts})

    @property
    def words(self) -> str:
        """What was put together and what was not, in plain sentences."""
        names = ", ".join(one.name for one in self.parts)
        said = [f"{many(len(self.parts), 'session', 'sessions')}: {names}."]
        if len(self.parts) > 1:
            said.append(
                "Nobody can be known across sessions: somebody who came to two of them counts in each, so people are "
                "not added up."
            )
        return " ".join([*said, *(choice.words for choice in self._choices), *self._left_open()])

    def _left_open(self) -> list[str]:
        count = sum(
            is_choice(activity) and activity.open
            for one in self.parts
            for activity in one.workshop.state.activities.values()
        )
        if not count:
            return []
        return [f"{many(count, 'choice is', 'choices are')} left out: people can still choose."]

    def _below_each_other(self, frames: Sequence[tuple[str, pd.DataFrame]]) -> pd.DataFrame:
        parts = [frame.assign(session=name) for name, frame in frames if len(frame)]
        columns = list(frames[0][1].columns)
        if not parts:
            return pd.DataFrame(columns=["session", *columns], dtype=object)
        return pd.concat(parts, ignore_index=True)[["session", *columns]]

    def _repr_html_(self) -> str:
        return str(self.sessions.to_html(index=False))


def combine(workshops: Iterable[Workshop]) -> Combined:
    """Put the logs of several workshops together, for themes and choices; their agendas may differ.

    Parameters
    ----------
    workshops
        One or more, from one workspace or several; each is a session.

    Raises
    ------
    InputProblems
        If there are none, or one is given twice.
    """
    given = list(workshops)
    problems = [] if given else [Problem("No workshop was given", "Give at least one.", field="workshops")]
    seen: set[tuple[str, object]] = set()
    parts: list[Session] = []
    for one in given:
        state = one.state
        if (state.code, state.started) in seen:
            found = f"Workshop {state.code} was given twice"
            problems.append(Problem(found, "Give it once; it would count double.", field="workshops"))
        seen.add((state.code, state.started))
        name = f"{state.code} {state.title or ''}".strip()
        taken = sum(part.name == name or part.name.startswith(f"{name} (") for part in parts)
        parts.append(Session(f"{name} ({taken + 1})" if taken else name, one))
    if problems:
        raise InputProblems(problems)
    return Combined(tuple(parts))
