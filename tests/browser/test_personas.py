"""The page of personas as a person meets it: by keyboard alone, filtered, printed."""

from __future__ import annotations

import re

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from crpkit.personas import load_personas
from tests.browser.conftest import Visit

HOSTILE = '<img src=x onerror="window.harmed = 1"><b>Ada</b>'
CARDS = ".crp-persona-small"


@pytest.fixture
def page(visit: Visit) -> Page:
    opened = visit.open("/personas")
    expect(opened.locator(CARDS).first).to_be_visible()
    return opened


def tab_to(page: Page, name: str) -> None:
    """Press Tab until the thing with this accessible name has the focus."""
    wanted = page.get_by_label(name, exact=True).or_(page.get_by_role("button", name=name, exact=True)).first
    for _ in range(120):
        page.keyboard.press("Tab")
        if wanted.evaluate("element => element === document.activeElement"):
            return
    raise AssertionError(f"the keyboard does not reach “{name}”")


def test_a_persona_is_made_by_keyboard_alone_and_its_markup_never_runs(page: Page, visit: Visit) -> None:
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
    save = page.get_by_role("button", name="Save the persona")
    expect(save).not_to_have_attribute("aria-disabled", "true")
    page.keyboard.press("Enter")
    expect(page.locator(".crp-persona-card h3")).to_have_text(HOSTILE)
    assert page.locator(".crp-persona-card :is(img, b)").count() == 0
    assert page.evaluate("window.harmed") is None
    personas = load_personas(visit.served.folder / "personas").values()
    assert [one.i_am for one in personas if one.title == HOSTILE] == [(f"Who I am {HOSTILE}",)]


def test_a_card_is_opened_and_left_by_keyboard_and_the_focus_comes_back(page: Page) -> None:
    name = "Open the card of A public engagement professional, new in post"
    tab_to(page, name)
    page.keyboard.press("Enter")
    expect(page.locator(".crp-persona-card h3")).to_be_focused()
    assert Axe().run(page).violations_count == 0
    for _ in ("Print this card", "Change or copy this card", "Back to all personas"):
        page.keyboard.press("Shift+Tab")
    page.keyboard.press("Enter")
    expect(page.get_by_role("button", name=name)).to_be_focused()


def test_a_card_goes_into_the_form_to_be_changed(page: Page) -> None:
    page.get_by_role("button", name=re.compile("Open the card of A small refugee charity")).click()
    page.get_by_role("button", name="Change or copy this card").click()
    expect(page.get_by_label("Start from")).to_be_focused()
    expect(page.get_by_label("Title")).to_have_value("A small refugee charity, new to research partnerships")
    page.get_by_role("button", name="Next: The card").click()
    expect(page.get_by_label("Who I am")).to_have_value(re.compile("^New to working with researchers\n"))


def test_the_filter_leaves_only_one_family(page: Page) -> None:
    every = page.locator(CARDS).count()
    page.get_by_label(re.compile("^Researchers")).check()
    expect(page.locator(f"{CARDS}:visible")).to_have_count(2)
    expect(page.get_by_text(f"2 of {every} personas shown")).to_be_attached()


def test_each_card_fills_one_sheet_of_paper_whatever_the_screen(page: Page) -> None:
    page.evaluate("window.print = () => {}")
    page.evaluate("Object.assign(document.documentElement.dataset, { mode: 'projector', light: 'dark' })")
    count = page.locator(CARDS).count()
    page.get_by_role("button", name="Print all cards").click()
    sheets = page.pdf(prefer_css_page_size=True)
    assert len(re.findall(rb"/Type\s*/Page\b", sheets)) == count
    expect(page.locator(".crp-persona-print")).to_have_count(0)
    assert page.evaluate("({ ...document.documentElement.dataset }.mode)") == "projector"
