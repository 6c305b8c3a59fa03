"""The page of personas in a real browser, by keyboard alone."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

pytest.importorskip("playwright.sync_api")

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect, sync_playwright

from crpkit.personas import load_personas
from crpkit.workspace import new_workspace
from tests.chromium import find_browser, launch
from tests.serving import Served, serving

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(find_browser() is None, reason="no Chromium or Chrome is installed"),
]
HOSTILE = '<img src=x onerror="window.harmed = 1"><b>Ada</b>'
SECONDS = 60_000


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    with serving(new_workspace(tmp_path_factory.mktemp("page") / "ours")) as running:
        yield running


@pytest.fixture
def page(served: Served) -> Iterator[Page]:
    with sync_playwright() as playwright:
        browser = launch(playwright)
        tab = browser.new_page(viewport={"width": 1024, "height": 768})
        tab.set_default_timeout(SECONDS)
        tab.goto(served.address)
        tab.goto(f"{served.base}/personas")
        expect(tab.locator(".crp-persona-small")).to_have_count(6, timeout=SECONDS)
        yield tab
        browser.close()


def tab_to(page: Page, name: str) -> None:
    """Press Tab until the thing with this accessible name has the focus."""
    wanted = page.get_by_label(name, exact=True).or_(page.get_by_role("button", name=name, exact=True)).first
    for _ in range(120):
        page.keyboard.press("Tab")
        if wanted.evaluate("element => element === document.activeElement"):
            return
    raise AssertionError(f"the keyboard does not reach “{name}”")


def test_a_persona_is_made_by_keyboard_alone_and_its_markup_never_runs(page: Page, served: Served) -> None:
    tab_to(page, "Title")
    page.keyboard.type(HOSTILE)
    tab_to(page, "Group")
    page.keyboard.type("Community: new")
    tab_to(page, "Next: The card")
    page.keyboard.press("Enter")
    for label in ("Who I am", "What I’d like", "How do I …?"):
        tab_to(page, label)
        page.keyboard.type(f"{label} {HOSTILE}")
    tab_to(page, "Save the persona")
    expect(page.get_by_role("button", name="Save the persona")).not_to_have_attribute("aria-disabled", "true")
    page.keyboard.press("Enter")
    expect(page.locator(".crp-persona-card h3")).to_have_text(HOSTILE)
    assert page.locator(".crp-persona-card :is(img, b)").count() == 0
    assert page.evaluate("window.harmed") is None
    saved = [one for one in load_personas(served.folder / "personas").values() if one.title == HOSTILE]
    assert [one.i_am for one in saved] == [(f"Who I am {HOSTILE}",)]


def test_a_card_is_opened_and_left_by_keyboard_and_the_focus_comes_back(page: Page) -> None:
    name = "Open the card of A public engagement professional, new in post"
    tab_to(page, name)
    page.keyboard.press("Enter")
    expect(page.locator(".crp-persona-card h3")).to_be_focused()
    assert Axe().run(page).violations_count == 0
    page.keyboard.press("Shift+Tab")
    page.keyboard.press("Shift+Tab")
    page.keyboard.press("Shift+Tab")
    page.keyboard.press("Enter")
    expect(page.get_by_role("button", name=name)).to_be_focused()


def test_the_filter_leaves_only_one_family(page: Page) -> None:
    page.get_by_label("Researchers").check()
    expect(page.locator(".crp-persona-small:visible")).to_have_count(2)
    expect(
        page.get_by_text("2 of 6 personas shown").or_(page.get_by_text("2 of 7 personas shown"))
    ).to_be_attached()


def test_each_card_fills_one_sheet_of_paper(page: Page) -> None:
    page.evaluate("window.print = () => {}")
    count = page.locator(".crp-persona-small").count()
    page.get_by_role("button", name="Print all cards").click()
    sheets = page.pdf(prefer_css_page_size=True)
    assert sheets.count(b"/Type /Page\n") == count
    assert page.locator(".crp-persona-print").count() == 0
