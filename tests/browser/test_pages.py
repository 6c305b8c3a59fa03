"""What every page must be: free of axe violations in every mode, offline, and of one piece at any width."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from tests.browser.conftest import Visit

Prepare = Callable[[Page], None]
PAGES = ["/", "/personas", "/workshop", "/workshop?code=QUAYS2", "/plan", "/nowhere"]
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


def assert_no_violations(page: Page, where: str, modes: Iterable[str] = MODES) -> None:
    """Let axe judge what is on show, in each mode."""
    for mode in modes:
        set_mode(page, mode)
        found = Axe().run(page).response["violations"]
        assert not found, f"{where} {mode}: " + "; ".join(
            f"{item['id']}: {[node['html'][:120] for node in item['nodes']][:3]}" for item in found
        )


@pytest.mark.parametrize("path", PAGES)
def test_no_axe_violations(visit: Visit, path: str) -> None:
    page = visit.open(path) if path != "/nowhere" else lost(visit)
    assert_no_violations(page, path)


def test_no_axe_violations_where_one_is_asked_for_the_link(visit: Visit) -> None:
    visit.context.clear_cookies()
    page = visit.context.new_page()
    answer = page.goto(visit.served.base + "/")
    assert answer is not None and answer.status == 403
    assert_no_violations(page, "without the link")


STEPS = ["Set up", "Pick a list", "Show the list", "Enter dots", "Result"]


def go(page: Page, name: str) -> None:
    page.get_by_role("button", name=re.compile(rf"^Step \d: {name}")).click()
    expect(page.get_by_role("heading", name=re.compile(rf"^Step \d of \d {name}$"))).to_be_visible()


def test_no_axe_violations_in_any_step_of_the_worked_example(visit: Visit) -> None:
    page = visit.open("/workshop?code=QUAYS2")
    for name in STEPS:
        go(page, name)
        if name == "Result":
            show = page.get_by_role("button", name="Show the result")
            if show.count():
                assert_no_violations(page, "the hidden result", ["light"])
                show.click()
            page.get_by_text("Show as table").first.click()
        assert_no_violations(page, name)


def test_no_axe_violations_in_a_new_workshop(visit: Visit) -> None:
    page = visit.open("/workshop")
    page.get_by_role("textbox", name="Title").fill("Axe looks on")
    page.get_by_role("spinbutton", name="People in the room").fill("5")
    page.get_by_role("spinbutton", name="Researchers").fill("6")
    expect(page.get_by_text("These add up to 6")).to_be_visible()
    assert_no_violations(page, "a head-count that does not add up")
    page.get_by_role("spinbutton", name="Researchers").fill("2")
    page.get_by_role("button", name="Begin", exact=True).click()
    expect(page.get_by_role("button", name="Give out the letters")).to_be_visible()
    page.get_by_text("Type our own", exact=True).click()
    expect(page.get_by_role("textbox", name="Your own options")).to_be_visible()
    assert_no_violations(page, "a list of one’s own")
    page.get_by_role("textbox", name="Your own options").fill("Tea\nשלום\nCake")
    page.get_by_role("button", name="Give out the letters").click()
    for name in STEPS[2:]:
        go(page, name)
        assert_no_violations(page, f"new: {name}", ["light", "dark"])


def test_no_axe_violations_in_a_card_and_in_the_form(visit: Visit) -> None:
    page = visit.open("/personas")
    page.get_by_role("button", name=re.compile("^Open the card of")).first.click()
    expect(page.locator(".crp-persona-card")).to_be_visible()
    assert_no_violations(page, "a card")
    page.get_by_role("button", name="Change or copy this card").click()
    expect(page.get_by_label("Title")).not_to_have_value("")
    for name in ("Who it is", "The card", "What a road-test needs"):
        go(page, name)
        assert_no_violations(page, f"form: {name}")


@pytest.mark.parametrize("path", ["/", "/personas", "/workshop?code=QUAYS2"])
def test_paper_is_light_whatever_the_screen(visit: Visit, path: str) -> None:
    page = visit.open(path)
    page.evaluate("Object.assign(document.documentElement.dataset, { light: 'dark', mode: 'projector' })")
    page.emulate_media(media="print")
    names = ["paper", "card", "ink", "dot", "dot-ink", "community", "warn", "done", "text"]
    read = """names => names.map(name => getComputedStyle(document.documentElement).getPropertyValue(`--crp-${name}`))"""
    dark = page.evaluate(read, names)
    page.evaluate(
        "delete document.documentElement.dataset.mode; document.documentElement.dataset.light = 'light'"
    )
    assert dark == page.evaluate(read, names)
    assert dark[:3] == ["#fff", "#fff", "#000"]


def lost(visit: Visit) -> Page:
    page = visit.context.new_page()
    answer = page.goto(visit.served.base + "/nowhere")
    assert answer is not None and answer.status == 404
    return page


@pytest.mark.parametrize("path", ["/", "/personas", "/workshop", "/plan"])
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
