"""How far long work has come, and a way to stop it."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Iterable, Iterator

from crpkit.panels.controls.base import Control, Json, Message
from crpkit.panels.controls.look import script
from crpkit.panels.controls.text import one_line

_PAUSE = 0.1  # seconds between two messages to the page
_BREATH = 0.001  # seconds in which the kernel can hear a Stop


class Progress(Control):
    """A bar with words and a Stop button; shown only while something is going on.

    Parameters
    ----------
    label
        What is being done, such as ``Reading answers``.
    on_stop
        Called without arguments when a person presses Stop. Without it, and outside :meth:`run`,
        there is no Stop button.

    Notes
    -----
    A kernel hears Stop only between pieces of work. :meth:`run` sees to that; a plain loop that
    calls :meth:`step` shows the bar but cannot be stopped.
    """

    _esm = script("progress")

    def __init__(self, label: str, on_stop: Callable[[], object] | None = None) -> None:
        self._label, self._on_stop = one_line(label), on_stop
        self._done, self._total, self._going, self._can_stop = 0, 0, False, on_stop is not None
        self._stopped = False
        self._sent = 0.0
        self._task: asyncio.Task[None] | None = None
        super().__init__()

    def _describe(self) -> Json:
        return {"label": self._label}

    def _now(self) -> Json:
        return {
            "done": self._done,
            "total": self._total,
            "going": self._going,
            "stop": self._can_stop,
            "stopped": self._stopped,
        }

    @property
    def stopped(self) -> bool:
        """Whether a person has pressed Stop since the start."""
        return self._stopped

    def start(self, total: int) -> None:
        """Begin.

        Parameters
        ----------
        total
            How many pieces of work there are; 0 when no one knows.
        """
        self._done, self._total, self._going, self._stopped = 0, max(0, total), True, False
        self._problem = ""
        self._redraw()

    def step(self, n: int | None = None) -> None:
        """Say that ``n`` pieces are done in all; without ``n``, one more than before."""
        done = self._done + 1 if n is None else n
        self._done = max(0, min(done, self._total) if self._total else done)
        if self._done == self._total or time.monotonic() - self._sent > _PAUSE:
            self._sent = time.monotonic()
            self._redraw()

    def finish(self) -> None:
        """End, however far it came."""
        self._going = False
        self._redraw()

    def run(
        self, pieces: Iterable[object], total: int, then: Callable[[bool], object] | None = None
    ) -> asyncio.Task[None] | None:
        """Do long work piece by piece, so that the page stays alive and Stop is heard.

        Parameters
        ----------
        pieces
            Each element drawn from it does one piece of the work: a generator function's generator.
        total
            How many pieces there are; 0 when no one knows.
        then
            Called at the end with whether all pieces were done.

        Returns
        -------
        asyncio.Task or None
            The running work; ``None`` when there is no event loop and all was done before returning.
        """
        self._can_stop = True
        self.start(total)
        work = self._work(pieces, then)
        try:
            loop = asyncio.get_running_loop()
        except RuntimeError:
            asyncio.run(work)
            return None
        self._task = loop.create_task(work)
        return self._task

    async def _work(self, pieces: Iterable[object], then: Callable[[bool], object] | None) -> None:
        each = iter(pieces)
        going = True
        while going and not self._stopped:
            going = self._run(lambda: self._draw_one(each)) and self._going
            await asyncio.sleep(_BREATH)
        whole = not self._stopped and not self._problem
        self.finish()
        self._run(then, whole)

    def _draw_one(self, each: Iterator[object]) -> None:
        """Do one piece; the last one ends the work."""
        nothing = object()
        if next(each, nothing) is nothing:
            self._going = False
        else:
            self.step()

    def _receive(self, message: Message) -> None:
        if message.kind == "stop" and self._going and self._can_stop and not self._stopped:
            self._stopped = True
            self._redraw()
            self._run(self._on_stop)
