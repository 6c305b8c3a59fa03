"""A real Chromium on the projector's page, in which the moment is taken at which each note can be seen.

A note's text holds the time at which it was sent and its number. A ``MutationObserver`` sees every change of the page; for
each note that comes in with one it looks at once whether it can be seen: it is laid out, not hidden by any style, and
inside the window. If it cannot yet, it is looked at again before every frame until it can. So a note on a page of the wall
that is not shown does not count as seen. Both clocks are this computer's.
"""

from __future__ import annotations

import asyncio
import re
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any, TypeVar

from playwright.sync_api import Browser, Page, Playwright, sync_playwright

from tests.chromium import launch

T = TypeVar("T")

PROJECTOR = {"width": 1920, "height": 1080}
MARK = "Sent at {sent:.1f} as number {number}."
MARKED = re.compile(r"Sent at (\d+\.\d) as number (\d+)\.")
OBSERVER = r"""
(() => {
  const MARK = /Sent at (\d+\.\d) as number (\d+)\./g;
  const seen = new Map();      // number -> milliseconds from sending to seeing
  const inPage = new Map();    // number -> milliseconds from sending to being in the page at all
  let pending = new Map();     // number -> [sent, element]
  const now = () => performance.timeOrigin + performance.now();
  const visible = (element) => {
    if (!element.isConnected) return false;
    if (!element.checkVisibility({ checkOpacity: true, checkVisibilityCSS: true })) return false;
    const box = element.getBoundingClientRect();
    return box.width > 0 && box.height > 0 && box.bottom > 0 && box.right > 0 && box.top < innerHeight && box.left < innerWidth;
  };
  const look = (number, sent, element) => {
    if (!visible(element)) return false;
    seen.set(number, now() - sent);
    return true;
  };
  const again = () => {
    for (const [number, [sent, element]] of pending) {
      if (!element.isConnected || look(number, sent, element)) pending.delete(number);
    }
    if (pending.size) requestAnimationFrame(again);
  };
  const take = (text) => {
    const element = text.parentElement;
    if (!element) return;
    for (const [, sent, number] of text.data.matchAll(MARK)) {
      if (seen.has(number)) continue;
      if (!inPage.has(number)) inPage.set(number, now() - Number(sent));
      if (look(number, Number(sent), element)) continue;
      if (!pending.size) requestAnimationFrame(again);
      pending.set(number, [Number(sent), element]);
    }
  };
  const texts = (node) => {
    if (node.nodeType === Node.TEXT_NODE) return take(node);
    if (node.nodeType !== Node.ELEMENT_NODE) return;
    const walker = document.createTreeWalker(node, NodeFilter.SHOW_TEXT);
    while (walker.nextNode()) take(walker.currentNode);
  };
  new MutationObserver((changes) => {
    for (const change of changes) {
      if (change.type === "characterData") texts(change.target);
      for (const node of change.addedNodes) texts(node);
    }
  }).observe(document, { subtree: true, childList: true, characterData: true });
  window.measured = () => ({ seen: Object.fromEntries(seen), inPage: Object.fromEntries(inPage) });
})();
"""


class Wall:
    """The projector's page; used from a coroutine, while the browser has a thread of its own."""

    def __init__(self) -> None:
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="browser")
        self._playwright: Playwright | None = None
        self._browser: Browser | None = None
        self._page: Page | None = None

    async def _do(self, work: Callable[[], T]) -> T:
        return await asyncio.get_running_loop().run_in_executor(self._thread, work)

    async def open(self, address: str) -> None:
        """Start the browser and open the page."""

        def start() -> None:
            self._playwright = sync_playwright().start()
            self._browser = launch(self._playwright)
            self._page = self._browser.new_context(viewport=PROJECTOR).new_page()
            self._page.add_init_script(OBSERVER)
            self._page.goto(address, wait_until="load")

        await self._do(start)

    async def wait_for(self, selector: str, seconds: float = 30) -> None:
        """Wait until something can be seen."""
        page = self._page
        assert page is not None
        await self._do(lambda: page.locator(selector).first.wait_for(timeout=seconds * 1000))

    async def run(self, script: str) -> Any:
        """Run a script in the page and return its value."""
        page = self._page
        assert page is not None
        return await self._do(lambda: page.evaluate(script))

    async def seen(self) -> dict[int, float]:
        """Return number of note → milliseconds from sending it until it could be seen."""
        measured = await self.run("measured().seen")
        return {int(number): float(value) for number, value in measured.items()}

    async def in_page(self) -> dict[int, float]:
        """Return number of note → milliseconds from sending it until it was in the page at all."""
        measured = await self.run("measured().inPage")
        return {int(number): float(value) for number, value in measured.items()}

    async def picture(self, path: str) -> None:
        """Keep a picture of the page."""
        page = self._page
        assert page is not None
        await self._do(lambda: page.screenshot(path=path))

    async def close(self) -> None:
        """End the browser."""

        def end() -> None:
            if self._browser is not None:
                self._browser.close()
            if self._playwright is not None:
                self._playwright.stop()

        await self._do(end)
        self._thread.shutdown()
