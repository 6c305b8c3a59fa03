"""Memory and computing time of processes, and of one visitor of a plain notebook under stock Voilà."""

from __future__ import annotations

import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import psutil
from playwright.sync_api import sync_playwright

from benchmarks.pages import PATIENCE_MS, stock_voila
from tests.chromium import launch

SETTLED = 0.005  # a change of memory below this part of it counts as none


def resident(process: psutil.Process) -> int:
    """Return a process's resident memory in bytes, without its children."""
    return int(process.memory_info().rss)


def busy(process: psutil.Process) -> float:
    """Return the seconds for which a process has computed so far, without its children."""
    times = process.cpu_times()
    return float(times.user + times.system)


def settled(measure: Callable[[], int], seconds: float = 20.0) -> int:
    """Measure twice a second until nothing changes any more, or until the time is up."""
    end = time.monotonic() + seconds
    before = measure()
    while True:
        time.sleep(0.5)
        now = measure()
        if abs(now - before) <= SETTLED * before or time.monotonic() > end:
            return now
        before = now


def voila_visitor() -> float:
    """Return the memory in MB (10⁶ bytes) of the kernel of one visitor of a plain notebook under stock Voilà.

    Only what belongs to the kernel's process alone is counted (USS), not what it shares with others: the least that
    one more visitor costs.
    """
    with (
        tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder,
        stock_voila(Path(folder)) as address,
        sync_playwright() as playwright,
    ):
        browser = launch(playwright)
        page = browser.new_page()
        page.route(
            "**/*", lambda route: route.continue_() if "//localhost" in route.request.url else route.abort()
        )
        page.goto(address, wait_until="commit", timeout=PATIENCE_MS)
        page.locator("button:visible").first.wait_for(timeout=PATIENCE_MS)
        kernels = _kernels()
        used = settled(lambda: sum(int(kernel.memory_full_info().uss) for kernel in kernels))
        browser.close()
    return used / 1e6


def _kernels() -> list[psutil.Process]:
    found = [
        child
        for child in psutil.Process().children(recursive=True)
        if any("ipykernel" in word for word in child.cmdline())
    ]
    if not found:
        raise RuntimeError("stock Voilà started no kernel")
    return found
