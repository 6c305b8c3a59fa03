"""From one command to an open page, and back to a quiet computer."""

from __future__ import annotations

import asyncio
import errno
import http.client
import json
import os
import signal
import socket
import sys
import threading
import webbrowser
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from types import FrameType
from typing import TYPE_CHECKING, Any

from tornado.netutil import bind_sockets

from crpkit.errors import CrpkitError
from crpkit.server.digest import workspace_digest
from crpkit.server.door import Door

if TYPE_CHECKING:
    from crpkit.server.app import KitServer

PORT = 8866
STARTER = "CRPKIT_STARTER"  # holds what one types before "serve"
HERE = "127.0.0.1"
_NOT_ALLOWED = {errno.EACCES, getattr(errno, "WSAEACCES", errno.EACCES), errno.EPERM}
_STOP_SIGNALS = ("SIGTERM", "SIGHUP")  # asked to end; the terminal's window was closed


def serve(folder: Path, port: int = PORT, browser: bool = True, workspace: Any = None) -> None:
    """Serve a workspace to this computer until Ctrl+C.

    ``CRPKIT_DEBUG=1`` in the environment makes the console tell everything.

    Parameters
    ----------
    folder
        The workspace.
    port
        The number in the address; 0 takes any that is free.
    browser
        Open the browser.
    workspace
        The workspace, if it is open already.

    Raises
    ------
    CrpkitError
        If the port is taken or may not be used.
    """
    folder = Path(folder).resolve()
    sockets = claim_port(port, folder)
    door = Door(sockets[0].getsockname()[1])
    # Voilà takes a second to import: after the port is ours, so that "taken" is said at once.
    from crpkit.server.app import KitServer

    server = KitServer(folder, door, workspace, debug=bool(os.environ.get("CRPKIT_DEBUG")))
    try:
        with asyncio.Runner(loop_factory=_loop_factory()) as runner:
            runner.run(_run(server, sockets, browser))
    except KeyboardInterrupt:
        pass
    finally:
        for held in sockets:
            held.close()
    _say("Stopped.")


async def _run(server: KitServer, sockets: list[socket.socket], browser: bool) -> None:
    def opened() -> None:
        _say(_welcome(server.folder, server.door))
        if browser:
            threading.Thread(target=webbrowser.open, args=(server.door.link,), daemon=True).start()

    with _stop_signals(asyncio.current_task()), _wakeful():
        try:
            await server.run(sockets, opened)
        except asyncio.CancelledError:
            return


def _welcome(folder: Path, door: Door) -> str:
    return (
        f"The kit is open. Folder: {folder}\n\n"
        f"    {door.link}\n\n"
        "If no page opens, copy this link into a browser on this computer.\n"
        "Keep this window open while you work. To stop: Ctrl+C."
    )


def claim_port(port: int, folder: Path) -> list[socket.socket]:
    """Listen on a port of this computer.

    Parameters
    ----------
    port
        The port; never another one, as a printed address must stay true.
    folder
        The workspace; compared with the one that is served there if the port is taken.

    Raises
    ------
    CrpkitError
        If the port is taken (who has it is said if it is the kit) or may not be used.
    """
    try:
        return bind_sockets(port, HERE, family=socket.AF_INET)
    except OSError as error:
        if error.errno in _NOT_ALLOWED:
            raise CrpkitError(
                f"This computer does not let programs use port {port}", _other_port(port, folder)
            ) from error
        if error.errno != errno.EADDRINUSE and getattr(error, "winerror", 0) != 10048:
            raise
        raise _taken(port, folder) from error


def _taken(port: int, folder: Path) -> CrpkitError:
    served = _served_digest(port)
    address = f"http://{HERE}:{port}/"
    if served is None:
        return CrpkitError(f"Another program uses port {port} already", _other_port(port, folder))
    if served == workspace_digest(folder):
        remedy = "Go on in the page that is open, or press Ctrl+C in the window where the kit was started."
        return CrpkitError(f"The kit serves this folder already, at {address}", remedy)
    return CrpkitError(
        f"The kit is open on port {port} already, for another folder", _other_port(port, folder)
    )


def _other_port(port: int, folder: Path) -> str:
    other = port + 1 if 1024 <= port < 65535 else PORT
    # Whoever started the kit otherwise than by its command says how, so that what we advise can be typed there.
    command = os.environ.get(STARTER) or "crpkit"
    return f'Use another one: {command} serve "{folder}" --port {other}'


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


def _loop_factory() -> Callable[[], asyncio.AbstractEventLoop] | None:
    # Tornado and ZeroMQ cannot use Windows' own kind of loop.
    return asyncio.SelectorEventLoop if sys.platform == "win32" else None


@contextmanager
def _stop_signals(task: asyncio.Task[Any] | None) -> Iterator[None]:
    """Stop in good order when the system asks to; Ctrl+C is seen to by asyncio."""
    loop = asyncio.get_running_loop()

    def stop(number: int, frame: FrameType | None) -> None:
        if task is not None:
            loop.call_soon_threadsafe(task.cancel)

    if threading.current_thread() is not threading.main_thread():
        yield
        return
    known = [getattr(signal, name) for name in _STOP_SIGNALS if hasattr(signal, name)]
    before = {number: signal.signal(number, stop) for number in known}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


@contextmanager
def _wakeful() -> Iterator[None]:
    """Wake the loop twice a second on Windows, where it does not notice Ctrl+C while it waits."""
    if sys.platform != "win32":
        yield
        return
    task = asyncio.get_running_loop().create_task(_tick())
    try:
        yield
    finally:
        task.cancel()


async def _tick() -> None:
    while True:
        await asyncio.sleep(0.5)


def _say(words: str) -> None:
    sys.stdout.write(words + "\n")
    sys.stdout.flush()
