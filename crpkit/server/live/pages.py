"""The three light pages and the small things they ask for; no kernel is behind any of them."""

from __future__ import annotations

from typing import Any

from tornado.web import HTTPError

from crpkit.errors import CrpkitError, InputProblems
from crpkit.server.handlers import LightHandler
from crpkit.server.headers import light_policy
from crpkit.server.live.wire import VERSION
from crpkit.server.live.wire_parts import Role
from crpkit.server.live.words import words_for
from crpkit.server.reach import qr_svg
from crpkit.workshop.codes import clean_code

_RIGHT_TO_LEFT = {"ar", "he", "fa", "ur", "ps", "sd", "ug", "yi", "ku", "dv"}


class LivePage(LightHandler):
    """A page that says everything over its WebSocket."""

    role: Role = "phone"
    name = "join"

    async def get(self, code: str | None = None) -> None:
        """Answer with the page; whether there is such a workshop, the WebSocket says."""
        language = await self.kit.hall.language()
        config = {
            "role": self.role,
            "code": _clean(code),
            "typed": (code or "")[:40],
            "v": VERSION,
            "lang": language,
            "words": words_for(self.role, language, self.kit.folder),
        }
        self.set_header("Content-Security-Policy", light_policy(self.request.host))
        direction = "rtl" if language.split("-")[0].lower() in _RIGHT_TO_LEFT else "ltr"
        self.show("live.html.j2", config=config, name=self.name, lang=language, dir=direction)

    head = get


class JoinPage(LivePage):
    """What a phone sees."""


class ScreenPage(LivePage):
    """What stands on the projector."""

    role: Role = "screen"
    name = "screen"


class ConsolePage(LivePage):
    """What the facilitator works with."""

    role: Role = "console"
    name = "console"


def _clean(code: str | None) -> str:
    """Return a code as it is kept, or nothing if it cannot be one."""
    try:
        return clean_code(code or "")
    except InputProblems:
        return ""


class JoinQr(LightHandler):
    """The QR code of a workshop's join address."""

    def get(self, code: str) -> None:
        """Answer with a picture."""
        known = _clean(code)
        if not known:
            raise HTTPError(404)
        _picture(self, self.kit.hall.reach.join_url(known))


class WifiQr(LightHandler):
    """The QR code that takes a phone into the room's Wi-Fi."""

    def get(self, code: str) -> None:
        """Answer with a picture."""
        wifi = self.kit.hall.reach.wifi
        if wifi is None:
            raise HTTPError(404)
        _picture(self, wifi.text)


def _picture(handler: LightHandler, text: str) -> None:
    handler.set_header("Content-Type", "image/svg+xml")
    handler.set_header("Cache-Control", "no-store")
    handler.finish(qr_svg(text))


class Lists(LightHandler):
    """What a console can put to the vote."""

    async def get(self, code: str) -> None:
        """Answer with the lists, for a console only."""
        door = self.kit.door
        if not door.may_console(self.get_cookie(door.cookie), self.get_cookie(door.console_cookie)):
            raise HTTPError(403)
        self.set_header("Cache-Control", "no-store")
        try:
            lists: Any = await self.kit.hall.work(self.kit.hall.lists)
        except CrpkitError as error:
            self.finish({"lists": [], "words": str(error)})
            return
        self.finish({"lists": lists})
