"""All live workshops of a server: the rooms, the thread that reads for them, and the loop that keeps them current.

The database is the only truth. Whoever writes to it, a phone through this server, a notebook's kernel or the
command line, the loop notices, folds the new events and tells each client what it may see.
"""

from __future__ import annotations

import asyncio
import logging
import secrets
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path
from time import monotonic
from typing import Any, Protocol, TypeVar

from crpkit.errors import CrpkitError, InputProblems, Problem, did_you_mean
from crpkit.server.door import Door
from crpkit.server.live.room import Room
from crpkit.server.live.views import Around
from crpkit.server.live.words import page_language
from crpkit.server.loop import open_files
from crpkit.server.reach import Reach
from crpkit.store import Log, Watcher
from crpkit.texts import care_words
from crpkit.workshop import Workshop, agenda_files, read_agenda
from crpkit.workshop.codes import clean_code
from crpkit.workshop.kinds import Kind, kinds
from crpkit.workspace import Workspace, open_workspace

T = TypeVar("T")
_log = logging.getLogger(__name__)

POLL = 0.05  # seconds between looks at what other programs wrote
SILENCE = 30.0  # seconds without a word after which a connection is closed
SWEEP = 5.0
SPEECHLESS = 5.0  # seconds within which a connection must say hello
MOST = 2_500  # connections: more than the largest room, so that a flood of them cannot use up the computer
RESERVE = 150  # of the files that may be open: for the database, kernels, pages, and consoles


def _kind_card(kind: Kind) -> dict[str, Any]:
    choosing = kind.choosing
    return {
        "id": kind.id,
        "title": kind.title,
        "about": kind.about,
        "engine": kind.engine,
        "method": choosing.method if choosing else "",
        "most": choosing.most if choosing else None,
        "usual": bool(choosing and choosing.items),
        "items": bool(choosing) or bool(kind.writing and kind.writing.about_items),
        "offers": bool(kind.writing and kind.writing.offers),
    }


def _agenda_card(file: Path, workspace: Workspace) -> dict[str, Any]:
    try:
        agenda = read_agenda(file, workspace.folder, workspace.framework)
    except InputProblems as error:
        return {"name": file.name, "title": file.stem, "minutes": 0, "wrong": str(error.problems[0])}
    return {"name": file.name, "title": agenda.title, "about": agenda.about, "minutes": agenda.minutes}


class Connection(Protocol):
    """A connection, as the hall sees it, whether it has said hello or not."""

    heard: float
    greeted: bool

    def drop(self) -> None:
        """Close without a word."""


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
        self._opening: dict[str, asyncio.Future[Room]] = {}
        self._watcher: Watcher | None = None
        self._wake = asyncio.Event()
        # One thread for all reading and for what consoles do: workshops are folded by it and by nothing else.
        self._clerk = ThreadPoolExecutor(max_workers=1, thread_name_prefix="crpkit-live")
        # Taking back waits for other programs to stop reading; nobody else's entry may wait for that.
        self._eraser = ThreadPoolExecutor(max_workers=1, thread_name_prefix="crpkit-erase")
        self._language: str | None = None
        self._secret = secrets.token_bytes(32)
        self.open: set[Connection] = set()
        self.most = min(MOST, open_files() - RESERVE)

    async def work(self, task: Callable[[], T]) -> T:
        """Do something that reads or writes the database, beside the server's loop."""
        return await self._on(self._clerk, task)

    async def erase(self, task: Callable[[], T]) -> T:
        """Take words back, beside everything else."""
        return await self._on(self._eraser, task)

    async def _on(self, pool: ThreadPoolExecutor, task: Callable[[], T]) -> T:
        try:
            running = asyncio.get_running_loop().run_in_executor(pool, task)
        except RuntimeError as error:
            raise CrpkitError("The kit is stopping", "Start it again.") from error
        return await running

    async def language(self) -> str:
        """Return the language of the light pages; read once."""
        if self._language is None:
            self._language = await self.work(self._read_language)
        return self._language

    def _read_language(self) -> str:
        try:
            return page_language(self.open_workspace().marker.language, self.folder)
        except CrpkitError:
            return page_language(None, self.folder)  # the page itself will say what is wrong with the folder

    async def room(self, code: str) -> Room:
        """Return the room of a workshop.

        Raises
        ------
        CrpkitError
            If there is no such workshop, or the workspace cannot be read.
        """
        code = clean_code(code)
        if code not in self._rooms:
            opening = self._opening.get(code)
            if opening is None:
                opening = self._opening[code] = asyncio.ensure_future(self._opened(code))
                opening.add_done_callback(lambda _: self._opening.pop(code, None))
            return await asyncio.shield(opening)  # another one who waits for it may go away meanwhile
        return self._rooms[code]

    async def _opened(self, code: str) -> Room:
        """Open a room; nobody gets it before it knows what is in the log."""
        workshop, around = await self.work(lambda: self._open(code))
        room = Room(self, workshop, around)
        await room.refresh()
        self._rooms[code] = room
        self.wake()  # what was written meanwhile may have been news to the other rooms only
        return room

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
            secret=self._secret,
            second=self._door.console_link(self.reach.base, code) if self.reach.public else None,
        )

    @property
    def log(self) -> Log:
        """The log; there is one as soon as there is a room."""
        if self._workspace is None:
            raise CrpkitError("The workspace is not open")
        return self._workspace.log

    def wake(self) -> None:
        """Have the loop look at once; may be called from any thread through the loop only."""
        self._wake.set()

    async def run(self) -> None:
        """Keep every room current until cancelled; a fault is told and the loop begins anew."""
        while True:
            try:
                await self._keep_current()
            except Exception:
                _log.exception("the loop that keeps all rooms current had a fault and begins anew")
                await asyncio.sleep(POLL)

    async def _keep_current(self) -> None:
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
        now = monotonic()
        for connection in list(self.open):
            if connection.heard < now - (SILENCE if connection.greeted else SPEECHLESS):
                connection.drop()
        for code, room in list(self._rooms.items()):
            if not room.clients and room.idle(now - SILENCE):
                del self._rooms[code]

    async def close(self) -> None:
        """Send everybody away and close what was opened here."""
        for room in self._rooms.values():
            for client in list(room.clients):
                client.farewell("stopping", "The kit was stopped. What you sent is safe.")
        self._rooms.clear()
        self._eraser.shutdown(wait=True)
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
        from crpkit.workshop import framework_lists, journey_lists, list_files, read_list

        workspace = self.open_workspace()
        found = framework_lists(workspace.framework)
        for file in list_files(workspace.folder):
            with suppress(CrpkitError):  # the workshop page and "check" say what is wrong with it
                found[file.name] = read_list(file)
        found |= journey_lists(workspace.folder)
        return [{"key": key, **options.model_dump(mode="json")} for key, options in found.items()]

    def agendas(self) -> list[dict[str, Any]]:
        """Return the agendas that a console can choose from; on the clerk's thread (:meth:`work`)."""
        workspace = self.open_workspace()
        return [_agenda_card(file, workspace) for file in agenda_files(workspace.folder)]

    def kinds(self) -> list[dict[str, Any]]:
        """Return the kinds of activities that a console can add; on the clerk's thread (:meth:`work`).

        If a kind of the team's own cannot be read, those of the kit; ``crpkit check`` says what is wrong.
        """
        try:
            found = kinds(self.open_workspace().folder)
        except InputProblems:
            found = kinds()
        return [_kind_card(kind) for kind in found.values()]

    def set_agenda(self, workshop: Workshop, name: str, event_id: str) -> None:
        """Lay out an agenda of the workspace; on the clerk's thread (:meth:`work`).

        Raises
        ------
        InputProblems
            If there is no such file, or it has a mistake; the session goes on with what it had.
        """
        workspace = self.open_workspace()
        files = {file.name: file for file in agenda_files(workspace.folder)}
        if name not in files:
            raise InputProblems(
                [Problem(f"There is no agenda “{name}”", did_you_mean(name, files), field="name")]
            )
        workshop.set_agenda(read_agenda(files[name], workspace.folder, workspace.framework), event_id)
