"""What every page must be: free of axe violations in every mode, offline, and of one piece at any width."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

from tests.browser.conftest import Visit

Prepare = Callable[[Page], None]
PAGES = ["/", "/personas", "/workshop", "/workshop?code=QUAYS2", "/nowhere"]
MODES = {
    "light": {"light": "light"},
    "dark": {"light": "dark"},
    "projector": {"light": "light", "mode": "projector"},
}


def set_mode(page: Page, mode: str) -> None:
    """Set a mode and let the page paint it, so that nothing is judged half-way between two colours."""
    page.evaluate(
        """async mode => {
            const d = document.documentElement.dataset;
            delete d.mode;
            Object.assign(d, mode);
            const frame = () => new Promise(requestAnimationFrame);
            await frame();
            await frame();
            await Promise.all(document.getAnimations().map(each => each.finished.catch(() => {})));
        }""",
        MODES[mode],
    )


@pytest.mark.parametrize("path", PAGES)
def test_no_axe_violations(visit: Visit, path: str) -> None:
    page = visit.open(path) if path != "/nowhere" else lost(visit)
    for mode in MODES:
        set_mode(page, mode)
        found = Axe().run(page).response["violations"]
        assert not found, f"{path} {mode}: " + "; ".join(
            f"{item['id']}: {[node['html'][:120] for node in item['nodes']][:3]}" for item in found
        )


def lost(visit: Visit) -> Page:
    page = visit.context.new_page()
    answer = page.goto(visit.served.base + "/nowhere")
    assert answer is not None and answer.status == 404
    return page


@pytest.mark.parametrize("path", ["/", "/personas", "/workshop"])
def test_no_sideways_scrolling_at_400_percent(visit: Visit, path: str) -> None:
    page = visit.open(path)
    page.set_viewport_size({"width": 320, "height": 640})
    assert page.evaluate("document.documentElement.scrollWidth") <= 320


@pytest.mark.parametrize("path", ["/", "/personas", "/workshop"])
def test_landmarks_and_names(visit: Visit, path: str) -> None:
    page = visit.open(path)
    assert page.get_by_role("main").count() == 1
    assert page.get_by_role("banner").count() == 1
    assert page.get_by_role("heading", level=1).count() == 1
    assert page.locator("html").get_attribute("lang") == "en-GB"
    page.keyboard.press("Tab")
    skip = page.locator(":focus")
    assert "Skip" in skip.inner_text()
    assert page.get_by_role("navigation").first.get_by_role("link").count() >= 3
