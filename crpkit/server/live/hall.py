"""All live workshops of a server: the rooms, the thread that reads for them, and the loop that keeps them current.

The database is the only truth. Whoever writes to it, a phone through this server, a notebook's kernel or the
command line, the loop notices, folds the new events and tells each client what it may see.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path
from time import monotonic
from typing import Any, TypeVar

from crpkit.errors import CrpkitError
from crpkit.server.door import Door
from crpkit.server.live.room import Room
from crpkit.server.live.views import Around
from crpkit.server.reach import Reach
from crpkit.store import Log, Watcher
from crpkit.texts import care_words
from crpkit.workshop import Workshop
from crpkit.workspace import Workspace, open_workspace

T = TypeVar("T")
_log = logging.getLogger(__name__)

POLL = 0.05  # seconds between looks at what other programs wrote
SILENCE = 30.0  # seconds without a word after which a connection is closed
SWEEP = 5.0
MOST = 2_500  # connections: more than the largest room, so that a flood of them cannot use up the computer


class Hall:
    """The live workshops of one workspace.

    Parameters
    ----------
    folder
        The workspace.
    reach
        How phones reach this computer.
    door
        Who may come in.
    workspace
        The workspace if it is open already; opened when first needed if not given.
    """

    def __init__(self, folder: Path, reach: Reach, door: Door, workspace: Workspace | None = None) -> None:
        self.folder = folder
        self.reach = reach
        self._door = door
        self._given = workspace
        self._workspace = workspace
        self._rooms: dict[str, Room] = {}
        self._watcher: Watcher | None = None
        self._wake = asyncio.Event()
        # One thread for all reading and for what consoles do: workshops are folded by it and by nothing else.
        self._clerk = ThreadPoolExecutor(max_workers=1, thread_name_prefix="crpkit-live")

    async def work(self, task: Callable[[], T]) -> T:
        """Do something that reads or writes the database, beside the server's loop."""
        return await asyncio.get_running_loop().run_in_executor(self._clerk, task)

    async def room(self, code: str) -> Room:
        """Return the room of a workshop.

        Raises
        ------
        CrpkitError
            If there is no such workshop, or the workspace cannot be read.
        """
        if code not in self._rooms:
            workshop, around = await self.work(lambda: self._open(code))
            room = self._rooms.setdefault(code, Room(self, workshop, around))
            await room.refresh()
        return self._rooms[code]

    def _open(self, code: str) -> tuple[Workshop, Around]:
        workspace = self.open_workspace()
        workshop = Workshop.open(workspace, code)
        if self._watcher is None:
            self._watcher = workspace.log.watch()
        return workshop, self._around(workspace, workshop.code)

    def open_workspace(self) -> Workspace:
        """Return the workspace; to be called on the clerk's thread (:meth:`work`)."""
        if self._workspace is None:
            self._workspace = open_workspace(self.folder)
        return self._workspace

    def _around(self, workspace: Workspace, code: str) -> Around:
        wifi = self.reach.wifi
        until = workspace.marker.keep_until
        return Around(
            team=workspace.title,
            until=until.isoformat() if until is not None else None,
            families={family.id: family.title for family in workspace.framework.families},
            join={
                "url": self.reach.join_url(code),
                "reachable": self.reach.public,
                "wifi": wifi.name if wifi is not None else None,
            },
            care=tuple(care_words(workspace.folder)),
            second=self._door.console_link(self.reach.base, code) if self.reach.public else None,
        )

    @property
    def log(self) -> Log:
        """The log; there is one as soon as there is a room."""
        if self._workspace is None:
            raise CrpkitError("The workspace is not open")
        return self._workspace.log

    @property
    def connections(self) -> int:
        """How many clients are connected, in all rooms."""
        return sum(len(room.clients) for room in self._rooms.values())

    def wake(self) -> None:
        """Have the loop look at once; may be called from any thread through the loop only."""
        self._wake.set()

    async def run(self) -> None:
        """Keep every room current until cancelled."""
        swept = monotonic()
        while True:
            with suppress(TimeoutError):
                await asyncio.wait_for(self._wake.wait(), POLL)
            woken = self._wake.is_set()
            self._wake.clear()
            if self._rooms and (self._has_news() or woken):
                await self._refresh_all()
            if monotonic() - swept > SWEEP:
                swept = monotonic()
                self._sweep()

    def _has_news(self) -> bool:
        try:
            return self._watcher is not None and self._watcher.changed()
        except CrpkitError:
            return True  # reading will say what it is

    async def _refresh_all(self) -> None:
        for room in list(self._rooms.values()):
            try:
                await room.refresh()
            except CrpkitError as error:
                room.fail(error)
            except (
                Exception
            ) as error:  # a fault in one room must not stop the loop that keeps all rooms current
                _log.exception("the workshop %s could not be told what is new", room.code)
                room.fail(CrpkitError(f"Something went wrong ({type(error).__name__})", "Reload the page."))

    def _sweep(self) -> None:
        """Close connections from which nothing comes, and forget rooms without any."""
        limit = monotonic() - SILENCE
        for code, room in list(self._rooms.items()):
            for client in list(room.clients):
                if client.heard < limit:
                    client.drop()
            if not room.clients and room.idle(limit):
                del self._rooms[code]

    async def close(self) -> None:
        """Send everybody away and close what was opened here."""
        for room in self._rooms.values():
            for client in list(room.clients):
                client.farewell("stopping", "The kit was stopped. What you sent is safe.")
        self._rooms.clear()
        await self.work(self._let_go)
        self._clerk.shutdown(wait=True)

    def _let_go(self) -> None:
        if self._watcher is not None:
            self._watcher.close()
            self._watcher = None
        if self._workspace is not None and self._given is None:
            self._workspace.close()
            self._workspace = None

    def lists(self) -> list[dict[str, Any]]:
        """Return the lists that a console can choose from; on the clerk's thread (:meth:`work`)."""
        from crpkit.workshop import framework_lists, list_files, read_list

        workspace = self.open_workspace()
        found = framework_lists(workspace.framework)
        for file in list_files(workspace.folder):
            with suppress(CrpkitError):  # the workshop page and "check" say what is wrong with it
                found[file.name] = read_list(file)
        return [{"key": key, **options.model_dump(mode="json")} for key, options in found.items()]
