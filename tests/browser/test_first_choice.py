"""A first choice as a facilitator runs it: from the title to the files, with the browser closed in the middle."""

from __future__ import annotations

import csv
import re

from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import Visit, saved
from tests.serving import Served

TITLE = "Ferry Road <b>& friends</b> 🌊"


def step(page: Page, name: str) -> None:
    page.get_by_role("navigation", name="Steps").get_by_role("button", name=re.compile(name)).click()


def enter(page: Page, letters: str) -> None:
    """Type letters as they are called out."""
    box = page.get_by_role("textbox", name=re.compile("letter", re.I))
    box.fill(letters)
    box.press("Enter")


def tally(page: Page, words: str) -> None:
    expect(page.get_by_text(words).filter(visible=True)).to_be_visible()


def test_from_title_to_file_with_the_browser_closed_between(browser: Browser, served: Served) -> None:
    first = Visit(browser, served, viewport={"width": 1280, "height": 800})
    page = first.open("/workshop")
    page.get_by_role("textbox", name="Title").fill(TITLE)
    page.get_by_role("spinbutton", name="People in the room").fill("5")
    page.get_by_role("spinbutton", name="Researchers").fill("6")
    expect(page.get_by_text("These add up to 6, more than the 5 in the room.")).to_be_visible()
    page.get_by_role("spinbutton", name="Researchers").fill("2")
    expect(page.get_by_text("These add up to 6")).to_be_hidden()
    page.get_by_role("button", name="Begin", exact=True).click()
    expect(page.get_by_role("radio", name=re.compile("components"))).to_be_checked()
    page.get_by_role("button", name="Give out the letters").click()
    expect(page.get_by_text("You have 3 dots.")).to_be_visible()
    options = page.locator(".crp-wall li")
    assert options.count() >= 25
    letter_b = options.nth(1).inner_text()
    step(page, "Enter dots")
    page.get_by_role("button", name=re.compile(r"^Add a dot to A\b")).click()
    tally(page, "1 dot in, 14 still to come.")
    enter(page, "B 4")
    tally(page, "5 dots in, 10 still to come.")
    first.context.close()
    assert first.outside == []

    second = Visit(browser, served, viewport={"width": 1280, "height": 800})
    page = second.open("/")
    page.get_by_role("link", name=re.compile("^Go on with Ferry Road")).click()
    tally(page, "5 dots in, 10 still to come.")
    page.get_by_text("Counted from paper", exact=True).click()
    enter(page, "C 11")
    expect(
        page.get_by_text("5 people with 3 dots each have 15 dots; 5 are placed, so 10 are left, not 11.")
    ).to_be_visible()
    enter(page, "C 2")
    tally(page, "7 dots in, 8 still to come.")
    page.get_by_role("button", name="Undo: 2 dots for C").click()
    tally(page, "5 dots in, 10 still to come.")
    enter(page, "C 3")
    tally(page, "8 dots in, 7 still to come.")
    step(page, "Result")
    assert page.locator("figure").count() == 0
    page.get_by_role("button", name="Show the result").click()
    expect(page.locator("figure")).to_contain_text("has the most dots: 4 of 8")
    page.get_by_text("Show as table").click()
    expect(page.get_by_role("table")).to_contain_text(letter_b.split("\n")[-1])
    page.get_by_role("button", name="Save as files").click()
    expect(page.get_by_text(re.compile(r"Saved 4 files"))).to_be_visible()
    code = re.search(r"outputs[/\\](\w{6})", page.get_by_text("Saved 4 files").inner_text())
    second.context.close()
    assert second.outside == [] and code is not None

    result = saved(served.folder, f"{code[1]}-first-choice-result.csv")
    with result.open(encoding="utf-8-sig", newline="") as file:
        rows = [(row["letter"], row["dots"]) for row in csv.DictReader(file)]
    assert rows[:3] == [("B", "4"), ("C", "3"), ("A", "1")]
    ballots = saved(served.folder, f"{code[1]}-first-choice-ballots-private.csv")
    with ballots.open(encoding="utf-8-sig", newline="") as file:
        assert [row["channel"] for row in csv.DictReader(file)] == ["spoken", "spoken", "paper"]
    saved(served.folder, f"{code[1]}-private.xlsx")
    assert TITLE in saved(served.folder, f"{code[1]}-log-private.jsonl").read_text(encoding="utf-8")


def test_what_people_write_is_shown_and_never_run(visit: Visit) -> None:
    page = visit.open("/workshop")
    page.get_by_role("textbox", name="Title").fill("<img src=x onerror=window.ran=1>")
    page.get_by_role("button", name="Begin", exact=True).click()
    page.get_by_text("Type our own", exact=True).click()
    page.get_by_role("textbox", name="Your own options").fill(
        "<script>window.ran=1</script>\n<b onclick='window.ran=1'>b</b>\n=1+1"
    )
    page.get_by_role("textbox", name="The question").fill("<svg onload=window.ran=1>")
    page.get_by_role("button", name="Give out the letters").click()
    expect(page.get_by_role("listitem").filter(has_text="<script>window.ran=1</script>")).to_be_visible()
    step(page, "Enter dots")
    page.get_by_role("button", name=re.compile(r"^Add a dot to A\b")).click()
    step(page, "Result")
    page.get_by_role("button", name="Show the result").click()
    expect(page.locator("figure")).to_contain_text("<script>window.ran=1</script>")
    visit.open("/").get_by_text("<img src=x onerror=window.ran=1>").wait_for()
    assert all(page.evaluate("window.ran === undefined") for page in visit.context.pages)


def test_by_keyboard_alone(visit: Visit) -> None:
    page = visit.open("/workshop")
    reach(page, "textbox", "Title")
    page.keyboard.type("By keyboard")
    begin = page.get_by_role("button", name="Begin", exact=True)
    expect(begin).not_to_have_attribute("aria-disabled", "true")  # the page has taken the title in
    reach(page, "button", "Begin")
    page.keyboard.press("Enter")
    expect(page.get_by_role("radio", name=re.compile("components"))).to_be_visible()
    reach(page, "button", "Give out the letters")
    page.keyboard.press("Enter")
    expect(page.get_by_text("You have 3 dots.")).to_be_visible()
    reach(page, "button", "Next")
    page.keyboard.press("Enter")
    reach(page, "button", "Add a dot to A")
    page.keyboard.press("Space")
    tally(page, "1 dot in.")
    reach(page, "button", "Next")
    page.keyboard.press("Enter")
    reach(page, "button", "Show the result")
    page.keyboard.press("Enter")
    expect(page.locator("figure")).to_contain_text("has the most dots: 1 of 1")


def reach(page: Page, role: str, name: str, most: int = 150) -> None:
    """Press Tab until the named control has the focus, which must then be visible."""
    for _ in range(most):
        page.keyboard.press("Tab")
        wanted = page.get_by_role(role, name=re.compile(name)).and_(page.locator(":focus"))  # type: ignore[arg-type]
        if wanted.count():
            outline = wanted.evaluate(
                "e => { const s = getComputedStyle(e); return s.outlineStyle !== 'none' || s.boxShadow !== 'none' }"
            )
            assert outline, f"{name}: the focus cannot be seen"
            return
    raise AssertionError(f"{role} “{name}” cannot be reached by keyboard")
