"""One co-design workshop: what can be done to it, and what it looks like now or earlier."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Protocol

import pandas as pd

from crpkit.errors import CrpkitError, did_you_mean
from crpkit.framework import load_framework
from crpkit.store import Log
from crpkit.tables.yamls import write_bytes
from crpkit.workshop.agenda import Agenda, read_agenda
from crpkit.workshop.agreeing import Agreeing
from crpkit.workshop.attendance import Attendance, attendance
from crpkit.workshop.checks import MOST_DOTS_EACH, clean_title, refused
from crpkit.workshop.codes import clean_code, new_code
from crpkit.workshop.export import export_workshop
from crpkit.workshop.frames import notes_frame, participants_frame, votes_frame
from crpkit.workshop.record import STREAM
from crpkit.workshop.room import MOST_PEOPLE, Room
from crpkit.workshop.running import Running
from crpkit.workshop.taking_back import TakingBack
from crpkit.workshop.voting import Votes
from crpkit.workshop.walking import Walking

__all__ = ["MOST_DOTS_EACH", "MOST_PEOPLE", "HasLog", "Workshop", "codes"]


class HasLog(Protocol):
    """What a workshop needs of a workspace."""

    @property
    def log(self) -> Log:
        """The log the workshop is written to."""


class Workshop(Room, Votes, TakingBack, Walking, Agreeing, Running):
    """A workshop in a workspace's log.

    Use :meth:`create` or :meth:`open`. Everything is written at once: closing the browser or the
    computer loses nothing.

    Attributes
    ----------
    code
        Six characters.
    """

    @classmethod
    def create(
        cls,
        workspace: HasLog,
        title: str,
        code: str | None = None,
        agenda: Agenda | Path | str | None = None,
    ) -> Workshop:
        """Begin a new workshop.

        Parameters
        ----------
        workspace
            Where its log is.
        title
            What stands at the top of the projector; 1 to 120 characters.
        code
            Six characters; drawn at random if none is given.
        agenda
            An agenda, or its file; none if not given.

        Raises
        ------
        InputProblems
            If the title or code cannot be used, the code is taken, or the agenda has a mistake; then nothing is begun.
        """
        title = clean_title(title)
        plan = (
            read_agenda(agenda, getattr(workspace, "folder", None))
            if isinstance(agenda, Path | str)
            else agenda
        )
        known = codes(workspace.log)
        code = clean_code(code) if code is not None else _free_code(known)
        if code in known:
            raise refused(f"There is a workshop {code} already", "Choose another code.", field="code")
        workshop = cls(workspace.log, code, getattr(workspace, "folder", None))
        created = workshop._write("workshop/created", {}, {"title": title})
        if (
            workspace.log.events(workshop.stream)[0].id != created.id
        ):  # another page took the code just before
            raise refused(f"There is a workshop {code} already", "Choose another code.", field="code")
        if plan is not None:
            workshop.set_agenda(plan)
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
        return cls(workspace.log, code, getattr(workspace, "folder", None))

    def notes(self, with_care: bool = False) -> pd.DataFrame:
        """Return one row per note, those that were taken back included.

        Parameters
        ----------
        with_care
            Also give the words of notes that need care. Such words stand in no export; keep it so.

        Returns
        -------
        DataFrame
            Columns ``note_id, activity_id, text`` (missing if taken back or in need of care), ``participant`` (a
            pseudonym; of someone who joined twice the one that counts; missing for spoken and paper notes),
            ``families`` (or ``not said``), ``channel`` (``phone``, ``spoken``, ``paper``), ``at`` (UTC), ``state``
            (``held``, ``shown``, ``hidden``, ``care``, ``taken-back``), ``consent`` (as it is now: ``count, quote,
            trace``, ``none`` or ``not asked``) and ``evidence``. Individual-level: private.
        """
        return notes_frame(self.state, with_care)

    def votes(self, with_open: bool = False) -> pd.DataFrame:
        """Return one row for each option of each ballot that counts, and for each spoken or paper entry.

        Parameters
        ----------
        with_open
            Also give votes that phones can still change. They are hidden from everyone until they are closed: show
            them to nobody.

        Returns
        -------
        DataFrame
            Columns ``ballot_id, activity_id, option, letter, title, dots`` (of other ways of choosing than dots: 1,
            points, the rank, or the number of the answer), ``participant, families, channel, at, consent, evidence``,
            as of :meth:`notes`, and ``people`` (how many it stands for; missing where nobody counted them).
            Individual-level: private.
        """
        return votes_frame(self.state, with_open)

    def participants(self) -> pd.DataFrame:
        """Return one row per phone that joined.

        Returns
        -------
        DataFrame
            Columns ``participant, label, at, families, experience`` (empty for those who did not agree to be
            counted), ``consent, counts`` (agreed to be counted, and not set aside, merged or taken back), ``aside,
            into, taken_back, notes, ballots`` (that stand). Individual-level: private.
        """
        return participants_frame(self.state)

    def attendance(
        self, target: Mapping[str, float] | None = None, families: Mapping[str, str] | None = None
    ) -> Attendance:
        """Return who was in the room, beside a target if there is one, with words on what that can carry.

        Parameters
        ----------
        target
            Family id → share in percent that the facilitator aims at, for example that of
            :func:`crpkit.workshop.attendance.study_target`. It stays as given, also where it does not add up to 100.
        families
            Family id → title, in the order to show them; those of the framework if not given.

        Raises
        ------
        InputProblems
            If the target names an unknown family, a share is no number from 0 to 100, or all add up to more than 100
            by more than rounding can make.
        """
        if families is None:
            families = {family.id: family.title for family in load_framework().families}
        return attendance(self.state, families, target)

    def export(self, folder: Path | str) -> list[Path]:
        """Write results, ballots, notes and participants as CSV and Excel, and the log as JSON Lines.

        Words that were taken back, words of notes that need care, and ballots from phones in votes that are still open
        are in none of the files.

        Parameters
        ----------
        folder
            Where to write; made if it is not there.

        Returns
        -------
        list of Path
            The files. The result of a vote is what the room saw, and is left out while phones can vote; those with
            ``private`` in their names hold single entries and are for the facilitator, photos among them.

        Raises
        ------
        InputProblems
            If a file cannot be written, often because it is open in another program. That file is then as it was;
            each file is replaced as a whole or not at all.
        """
        lines = list(self._log.export_lines(self.stream))  # before the state: see ``withheld``
        state = self.state
        written = export_workshop(state, Path(folder), lines)
        for number, photo in enumerate((one for one in state.photos.values() if not one.gone), start=1):
            picture = self.picture(photo.id)
            if picture is not None:  # taken back a moment ago
                written.append(Path(folder) / f"{self.code}-photo-{number:02}-private.jpg")
                write_bytes(written[-1], picture)
        return written


def codes(log: Log) -> list[str]:
    """Return the codes of all workshops in a log, oldest first."""
    return [stream.removeprefix(STREAM) for stream in log.streams(STREAM)]


def _free_code(known: list[str]) -> str:
    for _ in range(100):
        code = new_code()
        if code not in known:
            return code
    raise CrpkitError("No free workshop code was found", "Give a code yourself.")
