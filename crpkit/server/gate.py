"""Every request passes here first, and the door decides."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tornado.httputil import HTTPServerRequest
from tornado.web import Application

from crpkit.server.door import Verdict
from crpkit.server.handlers import Ask, Enter, LightHandler, Refuse
from crpkit.server.headers import SafeHeaders

if TYPE_CHECKING:
    from crpkit.server.app import KitServer

_TURNED: dict[Verdict, type[LightHandler]] = {
    Verdict.ENTER: Enter,
    Verdict.ASK: Ask,
    Verdict.REFUSE: Refuse,
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
        cookie = request.cookies.get(door.cookie)
        verdict = door.judge(
            request.method or "",
            request.uri or "",
            request.headers,
            cookie.value if cookie is not None else None,
        )
        if verdict is Verdict.PASS:
            return super().find_handler(request, **kwargs)
        return self.get_handler_delegate(request, _TURNED[verdict], {"kit": self._kit})
