"""Taking a port of this computer, and saying who has it if it is taken."""

from __future__ import annotations

import errno
import http.client
import json
import os
import socket
from pathlib import Path

from tornado.netutil import bind_sockets

from crpkit.errors import CrpkitError
from crpkit.server.digest import workspace_digest
from crpkit.server.reach import HERE

PORT = 8866
STARTER = "CRPKIT_STARTER"  # holds what one types before "serve"
EVERYWHERE = "0.0.0.0"
REHEARSAL = "rehearsal"  # what the phone test says in place of a folder's digest
_NOT_ALLOWED = {errno.EACCES, getattr(errno, "WSAEACCES", errno.EACCES), errno.EPERM}
_TAKEN = {errno.EADDRINUSE, 10048}  # the second is what Windows says
_GONE = {errno.EADDRNOTAVAIL, 10049}


def claim_port(
    port: int, folder: Path | None, listen: str | None = None, command: str = "serve"
) -> list[socket.socket]:
    """Listen on a port of this computer.

    Parameters
    ----------
    port
        The port; never another one, as a printed address must stay true. 0 takes any that is free.
    folder
        The workspace, if there is one; compared with the one that is served there if the port is taken.
    listen
        An address of this computer on which other machines may come in as well; ``0.0.0.0`` for every one.
    command
        What the person typed after ``crpkit``, for the advice.

    Raises
    ------
    CrpkitError
        If the port is taken (who has it is said if it is the kit) or may not be used.
    """
    advice = _Advice(folder, command, listen)
    held = _bind(port, HERE, advice)
    if listen is None:
        return held
    port = held[0].getsockname()[1]
    if listen == EVERYWHERE:
        # Asked for first all the same: some systems would let us listen beside a program that is on it already.
        _close(held)
        return _bind(port, EVERYWHERE, advice)
    try:
        return [*held, *_bind(port, listen, advice)]
    except BaseException:
        _close(held)
        raise


def _bind(port: int, address: str, advice: _Advice) -> list[socket.socket]:
    try:
        return bind_sockets(port, address, family=socket.AF_INET)
    except OSError as error:
        number = getattr(error, "winerror", None) or error.errno
        if error.errno in _NOT_ALLOWED:
            raise CrpkitError(
                f"This computer does not let programs use port {port}", advice.other_port(port)
            ) from error
        if number in _GONE:
            remedy = "The network may just have changed: try again."
            raise CrpkitError(f"{address} is not an address of this computer any more", remedy) from error
        if number not in _TAKEN:
            raise
        raise advice.taken(port, address) from error


def _close(held: list[socket.socket]) -> None:
    for one in held:
        one.close()


class _Advice:
    """What to say, and what to type instead."""

    def __init__(self, folder: Path | None, command: str, listen: str | None) -> None:
        self._folder = folder
        self._command = command
        self._lan = listen is not None and command == "serve"

    def other_port(self, port: int) -> str:
        """Return the command with another port."""
        other = port + 1 if 1024 <= port < 65535 else PORT
        # Whoever started the kit otherwise than by its command says how, so that our advice can be typed there.
        starter = os.environ.get(STARTER) or "crpkit"
        lan = " --lan" if self._lan else ""
        folder = f' "{self._folder}"' if self._folder else ""
        return f"Use another one: {starter} {self._command}{folder} --port {other}{lan}"

    def taken(self, port: int, address: str) -> CrpkitError:
        """Return what to say about a port that is taken."""
        served = _served_digest(port)
        if served is None:
            where = "" if address in (HERE, EVERYWHERE) else f" on {address}"
            return CrpkitError(f"Another program uses port {port}{where} already", self.other_port(port))
        if served == REHEARSAL:
            return CrpkitError(
                f"The test with one phone is still open on port {port}",
                "End it with Enter or Ctrl+C in its window.",
            )
        if self._folder is None or self._command != "serve":
            return CrpkitError(
                f"The kit is open on port {port} already",
                f"Stop it with Ctrl+C in its window, so that the test takes the same way. {self.other_port(port)}",
            )
        if served != workspace_digest(self._folder):
            return CrpkitError(
                f"The kit is open on port {port} already, for another folder", self.other_port(port)
            )
        remedy = "Go on in the page that is open, or press Ctrl+C in the window where the kit was started."
        if self._lan:
            remedy += " To let phones in, it must be started with --lan."
        return CrpkitError(f"The kit serves this folder already, at http://{HERE}:{port}/", remedy)


def _served_digest(port: int) -> str | None:
    """Return the digest of the workspace that the kit serves on a port; ``None`` if it is not the kit."""
    connection = http.client.HTTPConnection(HERE, port, timeout=2)
    try:
        connection.request("GET", "/static/kit/hello")
        told = json.loads(connection.getresponse().read(1000))
    except (OSError, http.client.HTTPException, ValueError):
        return None
    finally:
        connection.close()
    return str(told.get("folder")) if isinstance(told, dict) and told.get("kit") == "crpkit" else None
