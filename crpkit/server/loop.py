"""Running until the work is done or the person has had enough, on all three systems."""

from __future__ import annotations

import asyncio
import signal
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from types import FrameType
from typing import Any

WANTED_FILES = 4_096
SELECTABLE = 512  # what select() watches on Windows
_STOP_SIGNALS = ("SIGTERM", "SIGHUP")  # asked to end; the terminal's window was closed


def loop_factory() -> Callable[[], asyncio.AbstractEventLoop] | None:
    """Return what makes the event loop; ``None`` for the system's usual one."""
    # Tornado and ZeroMQ cannot use Windows' own kind of loop.
    return asyncio.SelectorEventLoop if sys.platform == "win32" else None


def open_files() -> int:
    """Return how many files and connections this process may have open, after asking for more if that is few.

    macOS gives a program 256 to begin with; Windows cannot watch more than 512 connections in one loop.
    """
    if sys.platform == "win32":
        return SELECTABLE
    import resource

    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    most = WANTED_FILES if hard == resource.RLIM_INFINITY else min(hard, WANTED_FILES)
    if soft < most:
        with suppress(ValueError, OSError):
            resource.setrlimit(resource.RLIMIT_NOFILE, (most, hard))
    return resource.getrlimit(resource.RLIMIT_NOFILE)[0]


@contextmanager
def stop_signals(task: asyncio.Task[Any] | None) -> Iterator[None]:
    """Stop in good order when the system asks to; Ctrl+C is seen to by asyncio.

    Parameters
    ----------
    task
        What is cancelled.
    """
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
def wakeful() -> Iterator[None]:
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


def say(words: str) -> None:
    """Write words to the person, at once.

    Parameters
    ----------
    words
        What to say; a line break is added.
    """
    sys.stdout.write(words + "\n")
    sys.stdout.flush()
