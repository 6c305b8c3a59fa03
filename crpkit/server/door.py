"""Who may come in: one decision for every request, before any page sees it.

The kit listens on this computer only, and still asks for its token: other people's programs and web pages on
the same computer can reach the port too. A page from elsewhere is turned away by the ``Host`` and ``Origin``
headers, which a browser sets by itself (this also stops DNS rebinding).
"""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum, auto
from urllib.parse import parse_qsl, urlencode

OPEN_TO_ALL = "/static/kit/"
"""Addresses below this one hold the look and nothing else."""


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
    """

    port: int
    token: str = field(default_factory=lambda: secrets.token_urlsafe(24))
    session: str = field(default_factory=lambda: secrets.token_urlsafe(24))

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

    @property
    def hosts(self) -> frozenset[str]:
        """What the ``Host`` header may say."""
        names = ("127.0.0.1", "localhost", "[::1]")
        bare = names if self.port == 80 else ()
        return frozenset([*(f"{name}:{self.port}" for name in names), *bare])

    def judge(self, method: str, url: str, headers: Mapping[str, str], cookie: str | None) -> Verdict:
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
        """
        if not self._is_ours(headers):
            return Verdict.REFUSE
        path, _, query = url.partition("?")
        if path.startswith(OPEN_TO_ALL):
            return Verdict.PASS
        known = cookie is not None and _same(cookie, self.session)
        offered = dict(parse_qsl(query)).get("token")
        if offered is not None and method in {"GET", "HEAD"} and (known or _same(offered, self.token)):
            return Verdict.ENTER
        return Verdict.PASS if known else Verdict.ASK

    def _is_ours(self, headers: Mapping[str, str]) -> bool:
        if headers.get("Host", "").lower() not in self.hosts:
            return False
        origin = headers.get("Origin")
        return origin is None or origin.lower() in {f"http://{host}" for host in self.hosts}


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
