"""From a visitor's wish to a page with its kernel, and back when the visitor has gone."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Iterable
from typing import Any

from crpkit.errors import CrpkitError
from crpkit.server.kernels import Seats
from crpkit.server.pages import Page
from crpkit.server.pool import PageRun, Pool, RendererOf

SWEEP_SECONDS = 20.0
FAREWELL_SECONDS = 5.0
_LOOK_AGAIN = 0.1


class Visits:
    """All open pages, and those that wait.

    Parameters
    ----------
    kernels
        Jupyter's kernel manager.
    seats
        How many may be open, and which are.
    renderer_of
        Makes a page's renderer.
    environment
        What each kernel's environment holds.
    log
        Where to say what needs attention.
    """

    def __init__(
        self,
        kernels: Any,
        seats: Seats,
        renderer_of: RendererOf,
        environment: dict[str, str],
        log: logging.Logger | logging.LoggerAdapter[Any],
    ) -> None:
        self.kernels = kernels
        self.seats = seats
        self.pool = Pool(self._begin, self.is_alive, self.seats.end)
        self._renderer_of = renderer_of
        self._environment = environment
        self._log = log
        self._errands: set[asyncio.Future[None]] = set()
        self._starting: set[asyncio.Future[str]] = set()

    async def make_ready(self, pages: Iterable[Page]) -> None:
        """Make one page after the other ready, so that a small computer can do other things as well."""
        for page in pages:
            await self.pool.fill(page).finished()

    async def take(self, page: Page) -> PageRun:
        """Return a page for a visitor.

        Raises
        ------
        RoomFull
            If too many are open.
        """
        self.seats.reserve()
        try:
            run = await self.pool.take(page)
        except BaseException:
            self.seats.give_back()
            raise
        run.kernel.add_done_callback(self._seat)
        return run

    def _seat(self, kernel: asyncio.Future[str]) -> None:
        if kernel.cancelled():
            self.seats.give_back()
        else:
            self.seats.settle(kernel.result())

    def drop(self, run: PageRun) -> None:
        """Throw away a page that nobody reads any more, and end its kernel."""
        self._errand(self.pool.discard(run))

    async def is_alive(self, kernel_id: str) -> bool:
        """Whether a kernel runs; one that died is cleared away."""
        if kernel_id not in self.kernels:
            return False
        if await self.kernels.get_kernel(kernel_id).is_alive():
            return True
        await self.seats.end(kernel_id)
        return False

    def leave(self, kernel_id: str) -> None:
        """A page says that it closes: end its kernel as soon as its connection is gone."""
        self._errand(self._end_when_left(kernel_id))

    def _errand(self, work: Awaitable[None]) -> None:
        task = asyncio.ensure_future(work)
        self._errands.add(task)
        task.add_done_callback(self._errands.discard)

    async def _end_when_left(self, kernel_id: str) -> None:
        # A page that stays after all (a download, a cancelled "leave this page?") keeps its connection.
        for _ in range(int(FAREWELL_SECONDS / _LOOK_AGAIN)):
            if not self.seats.is_connected(kernel_id):
                await self.seats.end(kernel_id)
                return
            await asyncio.sleep(_LOOK_AGAIN)

    async def sweep(self) -> None:
        """Go on ending kernels whose page went without a word (a browser that crashed)."""
        while True:
            await asyncio.sleep(SWEEP_SECONDS)
            for kernel_id in self.seats.abandoned():
                self._log.debug("Kernel %s has lost its page", kernel_id)
                await self.seats.end(kernel_id)

    def _begin(self, page: Page) -> PageRun:
        return PageRun(page, self._renderer_of, self._start_kernel)

    async def _start_kernel(self, page: Page) -> str:
        start: Awaitable[str] = self.kernels.start_kernel(
            kernel_name="python3", path=str(page.notebook.parent), env=dict(self._environment)
        )
        task = asyncio.ensure_future(start)
        self._starting.add(task)
        task.add_done_callback(self._starting.discard)
        try:
            # A start that is broken off half-way would leave a process that nobody knows of.
            return await asyncio.shield(task)
        except asyncio.CancelledError:
            task.add_done_callback(self._end_unwanted)
            raise
        except (OSError, RuntimeError) as error:
            remedy = "Close other programs or tabs, then try again."
            raise CrpkitError("The page could not start: the computer has no room for it", remedy) from error

    def _end_unwanted(self, started: asyncio.Future[str]) -> None:
        """End a kernel whose visitor turned away while it was starting."""
        if not started.cancelled() and started.exception() is None:
            self._errand(self.seats.end(started.result()))

    async def close(self) -> None:
        """Stop what is under way and end every kernel."""
        for task in self._errands:
            task.cancel()
        self.pool.close()
        if self._starting:  # a kernel that is just being started is known only when it runs
            await asyncio.wait(self._starting)
        await asyncio.gather(*map(self.seats.end, self.kernels.list_kernel_ids()))
