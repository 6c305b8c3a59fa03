"""Every request passes here first, and the door decides."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tornado.httputil import HTTPServerRequest
from tornado.web import Application

from crpkit.server.door import Verdict
from crpkit.server.handlers import Ask, AskConsole, Away, Enter, EnterConsole, LightHandler, Refuse
from crpkit.server.headers import SafeHeaders

if TYPE_CHECKING:
    from crpkit.server.app import KitServer

_TURNED: dict[Verdict, type[LightHandler]] = {
    Verdict.ENTER: Enter,
    Verdict.ASK: Ask,
    Verdict.REFUSE: Refuse,
    Verdict.ENTER_CONSOLE: EnterConsole,
    Verdict.ASK_CONSOLE: AskConsole,
    Verdict.AWAY: Away,
}


class GuardedApplication(Application):
    """The web application behind the door.

    Parameters
    ----------
    kit
        The server, with the door.
    handlers, settings
        As Tornado takes them.
    """

    def __init__(self, kit: KitServer, handlers: list[Any], **settings: Any) -> None:
        self._kit = kit
        super().__init__(handlers, transforms=[SafeHeaders], **settings)

    def find_handler(self, request: HTTPServerRequest, **kwargs: Any) -> Any:
        """Return the handler of a request, or the one that turns it away."""
        door = self._kit.door
        verdict = door.judge(
            request.method or "",
            request.uri or "",
            request.headers,
            cookie_of(request, door.cookie),
            cookie_of(request, door.console_cookie),
            request.remote_ip or "",
        )
        if verdict is Verdict.PASS:
            return super().find_handler(request, **kwargs)
        return self.get_handler_delegate(request, _TURNED[verdict], {"kit": self._kit})


def cookie_of(request: HTTPServerRequest, name: str) -> str | None:
    """Return the value of a cookie, if the browser sent it."""
    cookie = request.cookies.get(name)
    return cookie.value if cookie is not None else None
