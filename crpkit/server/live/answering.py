"""From a message to an answer: checked against the workshop, written, on disk, then said to be done."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from crpkit.errors import CrpkitError, InputProblems
from crpkit.server.live import console, wire
from crpkit.server.live.room import Room
from crpkit.server.live.wire import BallotSaid, Join, NoteSaid, Role, Said, TakeAllBack, TakeBack
from crpkit.store import Draft, StoreError
from crpkit.workshop.activities.dots import DotsState
from crpkit.workshop.checks import refused
from crpkit.workshop.people import Consent
from crpkit.workshop.sending import Refused, ballot_draft, join_draft, note_draft

if TYPE_CHECKING:
    from crpkit.server.live.hall import Hall

_log = logging.getLogger(__name__)


class Answering:
    """Answers what one client says.

    Parameters
    ----------
    hall
        All rooms.
    room
        The workshop.
    role, person
        Who speaks; the person's pseudonym for a phone.
    """

    def __init__(self, hall: Hall, room: Room, role: Role, person: str) -> None:
        self._hall = hall
        self._room = room
        self._role = role
        self._person = person

    async def answer(self, kind: str, said: Said) -> dict[str, Any]:
        """Do what a message says and return the answer; nothing is raised."""
        try:
            if self._role == "console":
                await self._for_console(kind, said)
            else:
                await self._for_phone(said)
        except Refused as error:
            return wire.refused(said.id, error.why, _words(error))
        except InputProblems as error:
            return wire.refused(said.id, "bad-input", _words(error))
        except StoreError as error:
            return wire.refused(said.id, "busy", error.problem.sentence, 2.0)
        except CrpkitError as error:
            return wire.refused(said.id, "bad-input", error.problem.sentence)
        except Exception:
            # One client's bad luck must not end its connection without a word, and nobody else's at all.
            _log.exception("a message of type %s could not be answered", kind)
            return wire.refused(said.id, "busy", "Something went wrong. It is sent again in a moment.", 5.0)
        return wire.done(said.id)

    async def _for_console(self, kind: str, said: Said) -> None:
        act: Callable[[], object] = console.action(self._room.workshop, kind, said)
        await self._hall.work(act)
        await self._room.refresh()

    async def _for_phone(self, said: Said) -> None:
        if isinstance(said, TakeBack):
            await self._take_back(said)
        elif isinstance(said, TakeAllBack):
            await self._hall.work(lambda: self._room.workshop.erase_person(self._person, self._person))
            await self._room.refresh()
        else:
            await self._enter(said)

    async def _take_back(self, said: TakeBack) -> None:
        workshop, person = self._room.workshop, self._person
        await self._hall.work(lambda: workshop.take_back(said.note, actor=person))
        await self._room.refresh()

    async def _enter(self, said: Said) -> None:
        try:
            draft = self._draft(said)
        except Refused:
            # Perhaps it is here already and only the answer was lost; meanwhile the activity may have been closed.
            if not await self._is_known(said) or (isinstance(said, BallotSaid) and not self._counts(said)):
                raise
            return
        event = (await asyncio.wrap_future(self._hall.log.submit([draft])))[0]
        if (event.stream, event.kind, event.actor) != (draft.stream, draft.kind, draft.actor):
            raise refused("This id belongs to another entry", "Send it with another id.", why="id-taken")
        await self._room.folded(event.seq)
        if isinstance(said, BallotSaid) and not self._counts(said):
            raise refused(
                "The vote was closed just before", "What counted before still counts.", why="closed"
            )

    def _draft(self, said: Said) -> Draft:
        state, person = self._room.state, self._person
        if isinstance(said, Join):
            consent = Consent(said.consent.count, said.consent.quote, said.consent.trace)
            known = self._room.families
            return join_draft(state, person, consent, said.families, said.experience, known, said.id)
        if isinstance(said, NoteSaid):
            return note_draft(state, person, said.activity, said.text, said.id)
        assert isinstance(said, BallotSaid)
        return ballot_draft(state, person, said.activity, said.dots, said.id)

    async def _is_known(self, said: Said) -> bool:
        stream = self._room.workshop.stream
        event = await self._hall.work(lambda: self._hall.log.find(said.id))
        return event is not None and (event.stream, event.actor) == (stream, self._person)

    def _counts(self, said: BallotSaid) -> bool:
        """Say whether the ballot came before the vote was closed, as the log has it, or a newer one did."""
        vote = self._room.state.activities.get(said.activity)
        if not isinstance(vote, DotsState):
            return False
        cast = vote.cast.get(self._person)
        return vote.open or (cast is not None and cast.event_id == said.id)


def _words(error: InputProblems) -> str:
    """Return what is wrong; where, only if there are several problems."""
    return error.problems[0].sentence if len(error.problems) == 1 else str(error)
