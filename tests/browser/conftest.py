"""One browser and one server for all tests in this folder."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright

from crpkit.workspace import new_workspace
from tests.chromium import launch, silence
from tests.serving import PHONE_HOST, Served, serving

PATIENCE_MS = 30_000
expect.set_options(timeout=20_000)  # a slow machine is no failure


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """A browser for which every outside address takes the connection and never answers."""
    with silence() as flag, sync_playwright() as playwright:
        browser = launch(playwright, flag)
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    folder = new_workspace(tmp_path_factory.mktemp("work") / "example", example=True)
    with serving(folder, "--host", PHONE_HOST) as served:
        yield served


class Visit:
    """A browser profile of its own, and every request it made to another machine."""

    def __init__(self, browser: Browser, served: Served, **options: object) -> None:
        self.served = served
        self.outside: list[str] = []
        self.context: BrowserContext = browser.new_context(reduced_motion="reduce", **options)  # type: ignore[arg-type]
        self.context.set_default_timeout(PATIENCE_MS)
        self.context.on("request", lambda request: self._note(request.url))
        self.context.request.get(served.address)

    def _note(self, url: str) -> None:
        ours = (self.served.base, self.served.phone_base)
        address = f"http{url[2:]}" if url.startswith("ws") else url
        if address.startswith("http") and not address.startswith(ours):
            self.outside.append(url)

    def open(self, path: str) -> Page:
        """Open a page and wait until it says that it is ready."""
        page = self.context.new_page()
        page.goto(self.served.base + path, wait_until="commit", timeout=PATIENCE_MS)
        if path != "/":
            page.locator("html[data-kit='ready']").wait_for(state="attached")
        page.locator("main h1").first.wait_for()
        return page


@pytest.fixture
def visit(browser: Browser, served: Served) -> Iterator[Visit]:
    visit = Visit(browser, served, viewport={"width": 1280, "height": 800})
    yield visit
    visit.context.close()
    assert visit.outside == [], "a page asked another machine for something"


def saved(folder: Path, name: str) -> Path:
    """Return a saved file below a folder, by its name."""
    found = list((folder / "outputs").rglob(name))
    assert len(found) == 1, f"{name}: {found}"
    return found[0]
