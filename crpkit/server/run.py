"""From one command to an open page, and back to a quiet computer."""

from __future__ import annotations

import asyncio
import os
import socket
import threading
import webbrowser
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from crpkit.server.addresses import choose, find_candidates
from crpkit.server.door import Door
from crpkit.server.loop import loop_factory, say, stop_signals, wakeful
from crpkit.server.port import PORT, claim_port
from crpkit.server.reach import Reach, Wifi
from crpkit.server.welcome import welcome

if TYPE_CHECKING:
    from crpkit.server.app import KitServer

__all__ = ["PORT", "claim_port", "serve"]


def serve(
    folder: Path,
    port: int = PORT,
    browser: bool = True,
    workspace: Any = None,
    lan: bool = False,
    host: str | None = None,
    wifi: Wifi | None = None,
) -> None:
    """Serve a workspace until Ctrl+C: to this computer, and if asked to the phones in the room.

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
    lan
        Let phones in, at the address they most likely reach.
    host
        Let phones in at this address of this computer, or by this name that leads to it.
    wifi
        The Wi-Fi that the projector shows a code for.

    Raises
    ------
    CrpkitError
        If the port is taken or may not be used, or there is no address for phones.
    """
    folder = Path(folder).resolve()
    choice = choose(host, find_candidates()) if lan or host is not None else None
    sockets = claim_port(port, folder, choice.listen if choice else None)
    port = sockets[0].getsockname()[1]
    reach = Reach(choice.address if choice else None, port, wifi)
    door = Door(port, names=reach.names)
    # Voilà takes a second to import: after the port is ours, so that "taken" is said at once.
    from crpkit.server.app import KitServer

    server = KitServer(folder, door, workspace, debug=bool(os.environ.get("CRPKIT_DEBUG")), reach=reach)
    words = welcome(folder, door, reach, choice.others if choice else ())
    try:
        with asyncio.Runner(loop_factory=loop_factory()) as runner:
            runner.run(_run(server, sockets, _opener(words, door.link if browser else None)))
    except KeyboardInterrupt:
        pass
    finally:
        for held in sockets:
            held.close()
    say("Stopped.")


def _opener(words: str, link: str | None) -> Callable[[], None]:
    def opened() -> None:
        say(words)
        if link is not None:
            threading.Thread(target=webbrowser.open, args=(link,), daemon=True).start()

    return opened


async def _run(server: KitServer, sockets: list[socket.socket], opened: Callable[[], None]) -> None:
    with stop_signals(asyncio.current_task()), wakeful():
        try:
            await server.run(sockets, opened)
        except asyncio.CancelledError:
            return
