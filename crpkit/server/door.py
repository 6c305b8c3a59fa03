"""Who may come in: one decision for every request, before any page sees it.

The facilitator's pages are for this computer, and still ask for its token: other people's programs and web pages
on the same computer can reach the port too. A page from elsewhere is turned away by the ``Host`` and ``Origin``
headers, which a browser sets by itself (this also stops DNS rebinding). When the room is let in, phones reach
the light pages by the names of this computer on its network, and nothing else; a console there needs a token of
its own, so that the one that opens everything never crosses the network.
"""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum, auto
from urllib.parse import parse_qsl, urlencode

OPEN_TO_ALL = "/static/kit/"
"""Addresses below this one hold the look and nothing else."""
CONSOLE = "/console/"
_FOR_THE_ROOM = (OPEN_TO_ALL, "/join/", "/screen/", "/live/")


class Verdict(Enum):
    """What to do with a request."""

    PASS = auto()
    """Let it through."""
    ENTER = auto()
    """It brings the token: swap that for a cookie and send the browser to the clean address."""
    ASK = auto()
    """It has neither token nor cookie: say where to find the link."""
    REFUSE = auto()
    """It comes by another name than ours, or from another site's page."""
    ENTER_CONSOLE = auto()
    """It brings the console's token: swap that for the console's cookie."""
    ASK_CONSOLE = auto()
    """It wants the console and has no right to it."""
    AWAY = auto()
    """It comes over the network and wants a page that opens on this computer only."""


@dataclass(frozen=True)
class Door:
    """The token, the cookie and the names of this server.

    Attributes
    ----------
    port
        The port the server listens on.
    token
        What the link that opens the kit carries.
    session
        What the cookie carries: not the token, as browsers send cookies to every port of a computer.
    names
        What phones call this computer, without the port; none while the room is not let in.
    console_token, console_session
        The same two for a console on another device; they open the consoles and nothing else.
    """

    port: int
    token: str = field(default_factory=lambda: secrets.token_urlsafe(24))
    session: str = field(default_factory=lambda: secrets.token_urlsafe(24))
    names: tuple[str, ...] = ()
    console_token: str = field(default_factory=lambda: secrets.token_urlsafe(24))
    console_session: str = field(default_factory=lambda: secrets.token_urlsafe(24))

    @property
    def cookie(self) -> str:
        """Name of the cookie; it has the port in it, so that two open kits keep theirs apart."""
        return f"crpkit-{self.port}"

    @property
    def address(self) -> str:
        """The home page's address, without the token."""
        return f"http://127.0.0.1:{self.port}/"

    @property
    def link(self) -> str:
        """The link that opens the kit."""
        return f"{self.address}?{urlencode({'token': self.token})}"

    def console_link(self, base: str, code: str) -> str:
        """Return the link that opens a workshop's console on another device.

        Parameters
        ----------
        base
            How other devices call this server, for example ``http://192.168.1.5:8866``.
        code
            The workshop's.
        """
        return f"{base}{CONSOLE}{code}?{urlencode({'token': self.console_token})}"

    @property
    def console_cookie(self) -> str:
        """Name of the cookie of a console on another device."""
        return f"crpkit-console-{self.port}"

    @property
    def hosts(self) -> frozenset[str]:
        """What the ``Host`` header may say on this computer."""
        return self._with_port(("127.0.0.1", "localhost", "[::1]"))

    @property
    def room_hosts(self) -> frozenset[str]:
        """What the ``Host`` header may say on a phone."""
        return self._with_port(tuple(name.lower() for name in self.names))

    def _with_port(self, names: tuple[str, ...]) -> frozenset[str]:
        bare = names if self.port == 80 else ()
        return frozenset([*(f"{name}:{self.port}" for name in names), *bare])

    def judge(
        self,
        method: str,
        url: str,
        headers: Mapping[str, str],
        cookie: str | None,
        console: str | None = None,
        remote: str = "127.0.0.1",
    ) -> Verdict:
        """Decide about one request.

        Parameters
        ----------
        method
            The HTTP method.
        url
            Path and query, as the request line has them.
        headers
            The request's headers; ``Host`` and ``Origin`` are read.
        cookie
            The value of the cookie called :attr:`cookie`, if the browser sent one.
        console
            The value of the cookie called :attr:`console_cookie`, if the browser sent one.
        remote
            The address the request comes from.
        """
        here = self._is_from_here(headers, remote)
        if not here and not self._is_from_the_room(headers):
            return Verdict.REFUSE
        path, _, query = url.partition("?")
        asks = method in {"GET", "HEAD"}
        offered = dict(parse_qsl(query)).get("token") if asks else None
        known = here and self.may_all(cookie)
        if here and offered is not None and (known or _same(offered, self.token)):
            return Verdict.ENTER
        if path.startswith(CONSOLE):
            return self._judge_console(offered, known or self.may_console(cookie, console))
        if path == "/join" or path.startswith(_FOR_THE_ROOM):
            return Verdict.PASS
        if not here:
            return Verdict.AWAY
        return Verdict.PASS if known else Verdict.ASK

    def _judge_console(self, offered: str | None, known: bool) -> Verdict:
        if offered is not None and (known or _same(offered, self.console_token)):
            return Verdict.ENTER_CONSOLE
        return Verdict.PASS if known else Verdict.ASK_CONSOLE

    def may_all(self, cookie: str | None) -> bool:
        """Say whether this cookie opens everything."""
        return cookie is not None and _same(cookie, self.session)

    def may_console(self, cookie: str | None, console: str | None) -> bool:
        """Say whether one of these two cookies opens the console."""
        return self.may_all(cookie) or (console is not None and _same(console, self.console_session))

    def _is_from_here(self, headers: Mapping[str, str], remote: str) -> bool:
        # A machine on the network may claim in its Host header to be this one.
        return self._is_ours(headers, self.hosts) and (remote == "::1" or remote.startswith("127."))

    def _is_from_the_room(self, headers: Mapping[str, str]) -> bool:
        return self._is_ours(headers, self.room_hosts)

    def _is_ours(self, headers: Mapping[str, str], hosts: frozenset[str]) -> bool:
        if headers.get("Host", "").lower() not in hosts:
            return False
        origin = headers.get("Origin")
        return origin is None or origin.lower() in {f"http://{host}" for host in hosts}


def clean_address(url: str) -> str:
    """Return path and query without the token, never pointing to another computer.

    Parameters
    ----------
    url
        Path and query, as the request line has them.
    """
    path, _, query = url.partition("?")
    kept = [(name, value) for name, value in parse_qsl(query, keep_blank_values=True) if name != "token"]
    # Two slashes or a backslash at the beginning would name another computer.
    safe = "/" + path.replace("\\", "/").lstrip("/")
    return f"{safe}?{urlencode(kept)}" if kept else safe


def _same(given: str, expected: str) -> bool:
    return secrets.compare_digest(given.encode(), expected.encode())
