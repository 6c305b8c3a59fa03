"""Photos: they come as files and not as messages, as they are larger than any message may be."""

from __future__ import annotations

from typing import Any

from pydantic import TypeAdapter, ValidationError
from tornado.web import stream_request_body

from crpkit.errors import CrpkitError, InputProblems
from crpkit.server.handlers import LightHandler
from crpkit.server.live import wire
from crpkit.server.live.wire_parts import Id
from crpkit.workshop import Refused, Workshop
from crpkit.workshop.checks import refused
from crpkit.workshop.pictures import LARGEST_FILE
from crpkit.workshop.receipts import person_of

RECEIPT = "Crp-Receipt"
MOST_OF_ONE = 20  # photos from one phone
_LONGEST_WORDS = 2_000  # characters of the address
_ID = TypeAdapter(Id)


@stream_request_body
class AddPhoto(LightHandler):
    """Takes one photo: from a phone with its receipt, or from a console.

    The address has ``id`` (made by the client: sending it again changes nothing), ``activity`` and ``caption``; the
    body is the file. The answer is the one of a message: done, or refused with a sentence.
    """

    def prepare(self) -> None:
        """Refuse what is too large before it is read."""
        self._parts: list[bytes] = []
        self._size = 0
        self.request.connection.set_max_body_size(LARGEST_FILE + 1)  # type: ignore[union-attr]

    def data_received(self, chunk: bytes) -> None:
        """Keep a piece of the file."""
        self._size += len(chunk)
        if self._size <= LARGEST_FILE:
            self._parts.append(chunk)

    def check_xsrf_cookie(self) -> None:
        """Other sites are turned away by the door, which looks at ``Origin`` and ``Host``."""

    async def post(self, code: str) -> None:
        """Keep the photo and say so."""
        message_id = self.get_query_argument("id", "")[:64]
        try:
            answer = await self._kept(code, message_id)
        except Refused as error:
            answer = wire.refused(message_id, error.why, error.problem.sentence)
        except InputProblems as error:
            answer = wire.refused(message_id, "bad-input", error.problems[0].sentence)
        except CrpkitError as error:
            answer = wire.refused(message_id, "busy", error.problem.sentence, 2.0)
        self.set_status(200 if answer["type"] == "done" else 400)
        self.set_header("Cache-Control", "no-store")
        self.finish(answer)

    async def _kept(self, code: str, message_id: str) -> dict[str, Any]:
        try:
            _ID.validate_python(message_id)
        except ValidationError as error:
            raise refused("The photo has no id", "Load the page again.", "id", "malformed") from error
        room = await self.kit.hall.room(code)
        actor = self._actor(room.code)
        activity = self.get_query_argument("activity", "")[:64]
        caption = self.get_query_argument("caption", "")[:_LONGEST_WORDS]
        data = b"".join(self._parts)

        def keep() -> object:
            _refuse_phone(room.workshop, actor)
            return room.workshop.add_photo(data, activity, caption, actor, message_id)

        await self.kit.hall.erase(keep)  # beside the clerk: making a photo small takes a while
        await room.refresh()
        return wire.done(message_id)

    def _actor(self, code: str) -> str:
        receipt = self.request.headers.get(RECEIPT)
        if receipt is not None:
            return person_of(code, receipt[:40])
        door = self.kit.door
        if door.may_console(self.get_cookie(door.cookie), self.get_cookie(door.console_cookie)):
            return "facilitator"
        raise refused("Only people in the workshop can add photos", "Join first.", why="not-joined")


def _refuse_phone(workshop: Workshop, actor: str) -> None:
    """Refuse a photo from a phone that did not join, comes after the end, or brought very many already."""
    if actor == "facilitator":
        return
    state = workshop.state
    if state.people.get(actor) is None:
        raise refused("You have not joined this workshop yet", "Join first.", why="not-joined")
    if state.ended:
        raise refused("This workshop has ended", "You can still take back what you gave.", why="ended")
    if sum(one.actor == actor and not one.gone for one in state.photos.values()) >= MOST_OF_ONE:
        raise refused(f"You have added {MOST_OF_ONE} photos", "Take one back first.", why="bad-input")


class ShowPhoto(LightHandler):
    """A photo, for a console or for the phone it came from."""

    async def get(self, code: str, photo: str) -> None:
        """Answer with the picture."""
        room = await self.kit.hall.room(code)
        known = room.state.photos.get(photo)
        if known is None or known.gone or not self._may(room.code, known.actor):
            self.say(404, "missing")
            return
        data = await self.kit.hall.work(lambda: room.workshop.picture(photo))
        if data is None:
            self.say(404, "missing")
            return
        self.set_header("Content-Type", "image/jpeg")
        self.set_header("Cache-Control", "no-store")  # it may be taken back at any moment
        self.finish(data)

    def _may(self, code: str, actor: str) -> bool:
        door = self.kit.door
        if door.may_console(self.get_cookie(door.cookie), self.get_cookie(door.console_cookie)):
            return True
        receipt = self.request.headers.get(RECEIPT)
        try:
            return receipt is not None and person_of(code, receipt[:40]) == actor
        except InputProblems:
            return False
