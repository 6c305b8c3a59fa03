"""Pages made ready before anyone asks: one of each kind waits with its kernel running.

A page that waits holds no data and nothing of a visitor: our notebooks build their controls empty and read
their state when the page reports that it is open.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from typing import Protocol

from crpkit.server.pages import Page

REFILL_SECONDS = 2.0
"""How long to wait before making the next one ready: the visitor who took the last one comes first."""


class Renderer(Protocol):
    """What makes a page's HTML, piece by piece.

    Attributes
    ----------
    trouble
        What went wrong in the notebook; the page then ends with a sentence about it.
    """

    trouble: str

    async def initialize(self) -> None:
        """Read the notebook."""

    def generate_content_generator(self) -> AsyncIterator[tuple[str, object]]:
        """Give the pieces."""


RendererOf = Callable[[Page, Callable[[], Awaitable[str]]], Renderer]
StartKernel = Callable[[Page], Awaitable[str]]


class PageStopped(Exception):
    """The making of a page was stopped: its visitor has gone, or the server is closing."""


class PageRun:
    """A page while it is being made; whoever reads it gets the pieces as they come.

    Parameters
    ----------
    page
        Which page.
    renderer_of
        Makes a renderer from the page and a function that starts its kernel.
    start_kernel
        Starts a kernel for the page and returns its id.

    Attributes
    ----------
    stamp
        Notebook and time of its last change when the run began.
    kernel
        The kernel's id, once it runs; cancelled if it never will.
    """

    def __init__(self, page: Page, renderer_of: RendererOf, start_kernel: StartKernel) -> None:
        self.page = page
        self.stamp = page.stamp
        self.kernel: asyncio.Future[str] = asyncio.get_running_loop().create_future()
        self._renderer = renderer_of(page, self._start)
        self._pieces: list[str] = []
        self._news = asyncio.Event()
        self._start_kernel = start_kernel
        self._task = asyncio.create_task(self._make())
        self._task.add_done_callback(self._finish)

    async def _make(self) -> None:
        await self._renderer.initialize()
        async for piece, _ in self._renderer.generate_content_generator():
            self._pieces.append(piece)
            self._tell()

    async def _start(self) -> str:
        kernel_id = await self._start_kernel(self.page)
        self.kernel.set_result(kernel_id)
        return kernel_id

    def _tell(self) -> None:
        self._news.set()
        self._news = asyncio.Event()

    def _finish(self, task: asyncio.Task[None]) -> None:
        if not task.cancelled():
            task.exception()  # looked at, so that asyncio does not complain of one nobody waited for
        self.kernel.cancel()
        self._tell()

    @property
    def kernel_id(self) -> str | None:
        """The kernel's id if it has been started."""
        started = self.kernel.done() and not self.kernel.cancelled()
        return self.kernel.result() if started else None

    @property
    def failed(self) -> bool:
        """Whether the page could not be made."""
        return self._task.done() and (self._task.cancelled() or self._task.exception() is not None)

    @property
    def troubled(self) -> bool:
        """Whether something in its notebook failed."""
        return bool(self._renderer.trouble)

    @property
    def complete(self) -> bool:
        """Whether all of it is there."""
        return self._task.done() and not self.failed

    async def pieces(self) -> AsyncIterator[str]:
        """Give what there is, then what is new, until the page is complete.

        Raises
        ------
        PageStopped
            If it was stopped.
        Exception
            What the making of the page failed with, after the pieces made before.
        """
        given = 0
        while True:
            news = self._news
            if given < len(self._pieces):
                new = self._pieces[given:]
                given += len(new)
                yield "".join(new)
                continue
            if self._task.cancelled():
                raise PageStopped
            if self._task.done():
                await self._task
                return
            await news.wait()

    async def finished(self) -> None:
        """Wait until it is complete, or has failed."""
        await asyncio.wait([self._task])

    def stop(self) -> None:
        """Stop making it."""
        self._task.cancel()


class Pool:
    """One page of each kind that waits for its visitor.

    Parameters
    ----------
    begin
        Begins to make a page.
    is_alive
        Whether the kernel with this id still runs.
    end
        Ends a kernel.
    refill_seconds
        How long to wait before the next one is made ready.
    """

    def __init__(
        self,
        begin: Callable[[Page], PageRun],
        is_alive: Callable[[str], Awaitable[bool]],
        end: Callable[[str], Awaitable[None]],
        refill_seconds: float = REFILL_SECONDS,
    ) -> None:
        self._begin = begin
        self._is_alive = is_alive
        self._end = end
        self._refill_seconds = refill_seconds
        self._waiting: dict[str, PageRun] = {}
        self._errands: set[asyncio.Task[None]] = set()

    @property
    def ready(self) -> list[str]:
        """Names of the pages that are complete and wait."""
        return sorted(name for name, run in self._waiting.items() if run.complete)

    def fill(self, page: Page) -> PageRun:
        """Begin to make a page ready if none of its kind waits; return the one that waits."""
        if page.name not in self._waiting:
            self._waiting[page.name] = self._begin(page)
        return self._waiting[page.name]

    async def take(self, page: Page) -> PageRun:
        """Return the page that waits, if it is still good, else one that is just begun; the next one follows."""
        run = self._waiting.pop(page.name, None)
        if run is not None and not await self._is_good(run, page):
            self._errand(self.discard(run))
            run = None
        self._errand(self._refill(page))
        return run or self._begin(page)

    async def _is_good(self, run: PageRun, page: Page) -> bool:
        # What failed while nobody looked may work by now, and must not be shown as today's news.
        if run.failed or run.troubled or run.stamp != page.stamp:
            return False
        return run.kernel_id is None or await self._is_alive(run.kernel_id)

    async def discard(self, run: PageRun) -> None:
        """Throw away a page and end its kernel."""
        run.stop()
        if run.kernel_id is not None:
            await self._end(run.kernel_id)

    async def _refill(self, page: Page) -> None:
        await asyncio.sleep(self._refill_seconds)
        self.fill(page)

    def _errand(self, work: Awaitable[None]) -> None:
        task = asyncio.ensure_future(work)
        self._errands.add(task)
        task.add_done_callback(self._errands.discard)

    def close(self) -> None:
        """Stop everything that is under way; the kernels are ended by who owns them."""
        for task in self._errands:
            task.cancel()
        for run in self._waiting.values():
            run.stop()
        self._waiting.clear()
