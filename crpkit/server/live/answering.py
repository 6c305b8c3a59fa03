"""From a message to an answer: checked against the workshop, written, on disk, then said to be done."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable
from functools import reduce
from typing import TYPE_CHECKING, Any

from crpkit.errors import CrpkitError, InputProblems
from crpkit.server.live import console, wire
from crpkit.server.live.room import Room
from crpkit.server.live.wire import BallotSaid, Join, NoteSaid, TakeAllBack, TakeBack
from crpkit.server.live.wire_agenda import SetAgenda
from crpkit.server.live.wire_ask import OfPhoto, TableSaid
from crpkit.server.live.wire_parts import Role, Said
from crpkit.store import Draft, Event, StoreError
from crpkit.workshop.checks import refused
from crpkit.workshop.people import Consent
from crpkit.workshop.record import CASTS
from crpkit.workshop.sending import Refused, ballot_draft, join_draft, note_draft, table_draft
from crpkit.workshop.state import WorkshopState, apply

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
        except NotYet as error:
            return wire.refused(said.id, "busy", error.problem.sentence, error.seconds)
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
        act: Callable[[], object]
        if isinstance(said, SetAgenda):
            name, message_id = said.name, said.id
            act = lambda: self._hall.set_agenda(self._room.workshop, name, message_id)  # noqa: E731
        else:
            act = console.action(self._room.workshop, kind, said)
        await self._hall.work(act)
        await self._room.refresh()

    async def _for_phone(self, said: Said) -> None:
        workshop, person = self._room.workshop, self._person
        if isinstance(said, TakeBack):
            note = said.note
            await self._hall.erase(lambda: workshop.take_back(note, actor=person))
            await self._room.refresh()
        elif isinstance(said, OfPhoto):
            photo = said.photo
            await self._hall.erase(lambda: workshop.take_back_photo(photo, person))
            await self._room.refresh()
        elif isinstance(said, TakeAllBack):
            await self._hall.erase(lambda: workshop.erase_person(person, person))
            await self._room.refresh()
        else:
            await self._enter(said)

    async def _enter(self, said: Said) -> None:
        """Write what a phone says, if it may still be written when its turn at the database comes.

        It is checked twice: against the state as it was last folded, and once more inside the transaction, against what
        came since. So what is answered with “done” counts, and what is refused is not in the record.
        """
        state, seen = self._room.state, self._room.seen
        try:
            draft = self._draft(state, said)
        except Refused:
            # Perhaps it is here already and only the answer was lost; meanwhile the activity may have been closed.
            if await self._is_known(said):
                return
            raise
        if isinstance(said, Join) and state.people.get(self._person) is None:
            self._pace_newcomers()

        def check(news: tuple[Event, ...]) -> None:
            self._draft(reduce(apply, news, state), said)

        event = (await asyncio.wrap_future(self._hall.log.submit([draft], check, seen)))[0]
        if (event.stream, event.kind, event.actor) != (draft.stream, draft.kind, draft.actor):
            raise refused("This id belongs to another entry", "Send it with another id.", why="id-taken")
        await self._room.folded(event.seq)

    def _pace_newcomers(self) -> None:
        wait = self._room.newcomers.wait()
        if wait:
            raise NotYet("Very many are joining at this moment. You are let in shortly.", wait)

    def _draft(self, state: WorkshopState, said: Said) -> Draft:
        person = self._person
        if isinstance(said, Join):
            consent = Consent(said.consent.count, said.consent.quote, said.consent.trace)
            known = self._room.families
            return join_draft(state, person, consent, said.families, said.experience, known, said.id)
        if isinstance(said, NoteSaid):
            return note_draft(
                state,
                person,
                said.activity,
                said.text,
                said.id,
                box=said.box,
                about=said.about,
                more=said.more,
            )
        if isinstance(said, TableSaid):
            return table_draft(state, person, said.table, said.id)
        assert isinstance(said, BallotSaid)
        return ballot_draft(state, person, said.activity, said.dots, said.id, voice=said.voice)

    async def _is_known(self, said: Said) -> bool:
        kinds = _WRITTEN_AS[type(said)]
        event = await self._hall.work(lambda: self._hall.log.find(said.id))
        wanted = (self._room.workshop.stream, self._person)
        return event is not None and event.kind in kinds and (event.stream, event.actor) == wanted


class NotYet(CrpkitError):
    """It may be said again after some seconds.

    Attributes
    ----------
    seconds
        How many.
    """

    def __init__(self, found: str, seconds: float) -> None:
        super().__init__(found)
        self.seconds = seconds


_WRITTEN_AS: dict[type[Said], tuple[str, ...]] = {
    Join: ("person/joined",),
    NoteSaid: ("notes/written",),
    BallotSaid: CASTS,
    TableSaid: ("person/sat",),
}


def _words(error: InputProblems) -> str:
    """Return what is wrong, with the line if it is in a file; with the file only if there are several problems."""
    first = error.problems[0]
    if len(error.problems) > 1:
        return str(error)
    return f"Line {first.line}: {first.sentence}" if first.line else first.sentence
