"""The console to the eye and to the keyboard: every mode, every width, many notes, and nothing heavy."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

import crpkit
from crpkit.server.live.words import ROOMS
from crpkit.workshop import Workshop
from tests.browser.conftest import Visit
from tests.browser.console_page import OPTIONS, QUESTION, Desk, Line, new_workshop, note, tab
from tests.browser.test_pages import MODES, assert_no_violations, set_mode
from tests.workshop_helpers import joined

LIVE = Path(crpkit.__file__).parent / "server" / "static" / "live"
HEAVIEST = 150_000  # bytes of the whole page
PLACES = ["notes-1", "dots-1", "dots-2", "add", "people", "joining"]
TEXTS = (
    "Childcare during the sessions would make all the difference. I have two small ones and nobody to leave them with.",
    "Pay people for their time, not with vouchers.",
    "שלום, texts in Hebrew too",
    "https://example.org/" + "x" * 90,
)


@pytest.fixture
def busy(visit: Visit) -> Iterator[Desk]:
    """A console in the middle of a workshop: every kind of note, a vote that is open and one that is closed."""
    workshop = new_workshop(visit.served.folder, "What would help people here take part in research?")
    people = joined(workshop, 5)
    workshop.open_activity("notes", QUESTION)
    for number, text in enumerate(TEXTS * 2):
        people[number % 5].note(text)
    vote(workshop, "Which of these should we try first?")
    people[0].cast({"o1": 2, "o2": 1})
    workshop.close_activity("dots-1")
    vote(workshop, "And which later?")
    workshop.count_room(9, {"community": 3}, 3)
    workshop.set_aside(people[3].id)
    workshop.merge(people[4].id, people[0].id)
    ids = list(workshop.notes()["note_id"])
    workshop.show_notes(ids[:2])
    workshop.hide_notes(ids[2:3])
    workshop.set_care(ids[3])
    workshop.take_back(ids[4])
    yield Desk(visit, workshop)


def vote(workshop: Workshop, prompt: str) -> None:
    workshop.open_activity(
        "dots", prompt, [{"title": title, "detail": f"More about {title}."} for title in OPTIONS]
    )


def go(page: Page, place: str) -> None:
    page.evaluate("place => { location.hash = '#' + place; }", place)
    expect(page.get_by_role("navigation").locator("[aria-current='page']")).to_have_attribute(
        "href", f"#{place}"
    )


@pytest.mark.parametrize("place", PLACES)
def test_no_axe_violations_in_any_place(busy: Desk, place: str) -> None:
    go(busy.page, place)
    closed = busy.page.locator("details:not([open]) > summary")
    while closed.count():  # each click takes one off, so they are not listed beforehand
        closed.first.click()
    assert_no_violations(busy.page, place)
    assert_strong_contrast(busy.page, place)


def assert_strong_contrast(page: Page, where: str) -> None:
    """Text has 7:1 against its ground in each mode, as the tokens promise."""
    for mode in MODES:
        set_mode(page, mode)
        found = Axe().run(page, options={"runOnly": ["color-contrast-enhanced"]}).response["violations"]
        weak = [node["html"][:120] for item in found for node in item["nodes"]]
        assert weak == [], f"{where} {mode}"


def test_no_axe_violations_in_any_pile_of_notes(busy: Desk) -> None:
    page = busy.page
    go(page, "notes-1")
    for name in ("Held", "On the wall", "Hidden", "Needs care", "Taken back"):
        tab(page, name).click()
        expect(tab(page, name)).to_have_attribute("aria-selected", "true")
        assert_no_violations(page, name)
        assert_strong_contrast(page, name)


def test_no_axe_violations_in_a_question_a_refusal_and_a_list_to_tick(busy: Desk) -> None:
    page = busy.page
    go(page, "notes-1")
    page.get_by_role("button", name="Erase …").first.click()
    assert_no_violations(page, "a question")
    page.keyboard.press("Escape")
    go(page, "people")
    page.get_by_role("textbox", name="People in the room").fill("many")
    page.get_by_role("button", name="Save the head-count").click()
    page.get_by_role("button", name="Merge … P2").click()
    assert_no_violations(page, "a refusal and a merge")
    go(page, "add")
    page.get_by_role("radio", name="Dots").check()
    choice = page.get_by_role("combobox", name="Options")
    expect(choice.get_by_role("option")).not_to_have_count(1)
    choice.select_option(index=1)
    expect(page.get_by_role("checkbox").first).to_be_checked()
    assert_no_violations(page, "a list to tick")


@pytest.mark.parametrize("width", [320, 390, 1024])
def test_no_sideways_scrolling(busy: Desk, width: int) -> None:
    busy.page.set_viewport_size({"width": width, "height": 700})
    for place in PLACES:
        go(busy.page, place)
        assert busy.page.evaluate("document.documentElement.scrollWidth") <= width, place


def test_landmarks_headings_and_the_way_past_them(busy: Desk) -> None:
    page = busy.page
    for role in ("main", "banner", "navigation"):
        assert page.get_by_role(role).count() == 1  # type: ignore[arg-type]
    for place in PLACES:
        go(page, place)
        levels = [
            int(tag[1])
            for tag in page.evaluate(
                "[...document.querySelectorAll('h1,h2,h3,h4')].filter(h => h.checkVisibility()).map(h => h.tagName)"
            )
        ]
        assert levels[0] == 1 and levels.count(1) == 1
        assert all(after - before <= 1 for before, after in pairwise(levels)), place
    page.reload()
    page.get_by_role("navigation").wait_for()
    page.keyboard.press("Tab")
    expect(page.locator(":focus")).to_have_text("Skip to the work")
    page.keyboard.press("Enter")
    expect(page.locator(".co-work h2").first).to_be_focused()


def test_whatever_is_pressed_is_large_enough(busy: Desk) -> None:
    for place in PLACES:
        go(busy.page, place)
        small = busy.page.evaluate(
            """() => [...document.querySelectorAll("button, summary, select, textarea, a[href], input:not([type=radio]):not([type=checkbox])")]
              .filter(each => each.checkVisibility({visibilityProperty: true}) && !each.matches(".kit-skip"))
              .map(each => [each.textContent || each.id, each.getBoundingClientRect()])
              .filter(([, box]) => Math.min(box.width, box.height) < 43.9)
              .map(([words, box]) => `${words}: ${box.width} x ${box.height}`)"""
        )
        assert small == [], place


def test_the_keyboard_alone_is_enough(visit: Visit) -> None:
    desk = Desk(visit, new_workshop(visit.served.folder))
    page, keyboard = desk.page, desk.page.keyboard
    reach(page, "textbox", "Question for the room")
    keyboard.type(QUESTION)
    reach(page, "button", "Add and open now")
    keyboard.press("Enter")
    expect(page.get_by_role("heading", level=2, name=QUESTION)).to_be_focused()
    reach(page, "textbox", "Notes, one on each line")
    keyboard.type("Tea\nCake\nPay")
    keyboard.press("Control+Enter")
    expect(tab(page, "Held", 3)).to_be_visible()
    reach(page, "tab", re.compile("Held"))
    keyboard.press("ArrowRight")
    expect(tab(page, "On the wall")).to_be_focused()
    keyboard.press("ArrowLeft")
    expect(tab(page, "Held")).to_have_attribute("aria-selected", "true")
    reach(page, "button", "Show")
    keyboard.press("Enter")
    expect(tab(page, "On the wall", 1)).to_be_visible()
    keyboard.press("ArrowDown")
    keyboard.press("Enter")
    expect(tab(page, "On the wall", 2)).to_be_visible()
    assert len(desk.texts("shown")) == 2
    reach(page, "button", "Hold")
    keyboard.press("Enter")
    expect(page.get_by_role("tabpanel").locator("li:focus")).to_have_count(1)
    expect(tab(page, "On the wall", 1)).to_be_visible()
    assert len(desk.texts("shown")) == 1


def reach(page: Page, role: Any, name: str | re.Pattern[str]) -> None:
    """Go to a control with the Tab key alone."""
    there = page.get_by_role(role, name=name, exact=isinstance(name, str))
    for _ in range(120):
        page.keyboard.press("Tab")
        if any(each.evaluate("element => element === document.activeElement") for each in there.all()):
            return
    raise AssertionError(f"the Tab key does not reach {name}")


def test_a_thousand_notes_stay_usable(visit: Visit) -> None:
    workshop = new_workshop(visit.served.folder)
    workshop.open_activity("notes", QUESTION)
    for half in (0, 500):
        workshop.write_notes("notes-1", [f"Note {number:04}" for number in range(half, half + 500)])
    desk = Desk(visit, workshop)
    page = desk.page
    rows = page.get_by_role("tabpanel").get_by_role("listitem")
    expect(tab(page, "Held", 1000)).to_be_visible()
    expect(rows).to_have_count(100)
    expect(page.get_by_role("button", name=re.compile(r"Show the \d+ you have read"))).to_be_visible()
    page.get_by_role("button", name="Show 100 more").click()
    expect(rows).to_have_count(200)
    expect(rows.nth(100)).to_be_focused()
    first = rows.first.inner_text().split("\n")[0]
    took = page.evaluate(
        """() => new Promise(resolve => {
            const row = document.querySelector(".co-list > li");
            const began = performance.now();
            new MutationObserver(() => row.matches(".co-note-shown") && resolve(performance.now() - began))
                .observe(row, {attributes: true});
            row.querySelector("[data-act='shown']").click();
        })"""
    )
    assert took < 2_000, f"{took:.0f} ms from press to sight"
    assert desk.texts("shown") == [first]


def test_the_page_is_light_and_of_one_piece(visit: Visit) -> None:
    code = new_workshop(visit.served.folder).code
    page = visit.context.new_page()
    wire = visit.context.new_cdp_session(page)
    wire.send("Network.enable")
    weight: list[int] = []
    wire.on("Network.loadingFinished", lambda event: weight.append(event["encodedDataLength"]))
    problems: list[str] = []
    page.on("console", lambda message: problems.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: problems.append(str(error)))
    page.goto(f"{visit.served.base}/console/{code}", wait_until="networkidle")
    page.get_by_role("navigation").wait_for()
    assert problems == []
    assert page.locator("main [style]").count() == 0
    assert 50_000 < sum(weight) < HEAVIEST, f"{sum(weight)} bytes in {len(weight)} files"


def test_every_word_has_its_key_and_every_key_its_use() -> None:
    files = [*LIVE.glob("console*.js"), LIVE / "timer.js"]
    source = "\n".join(path.read_text(encoding="utf-8") for path in files)
    known = {**ROOMS["common"], **ROOMS["console"]}
    plain = set(re.findall(r'\bt\(\s*"([^"]+)"', source)) | set(re.findall(r'"(console\.[a-z.-]+)"', source))
    plural = set(re.findall(r'\btn\(\s*["`]([^"`$]+)["`]', source))
    plain -= plural
    stems = set(re.findall(r"\btn?\(\s*`([^`$]+)\$\{", source))
    missing = [key for key in plain if key not in known]
    missing += [
        f"{key}.{form}" for key in plural for form in ("one", "other") if f"{key}.{form}" not in known
    ]
    assert missing == []
    used = plain | {f"{key}.{form}" for key in plural for form in ("one", "other")}
    unused = [key for key in ROOMS["console"] if key not in used and not key.startswith(tuple(stems))]
    assert unused == []
    assert json.loads(json.dumps(ROOMS["console"])) == ROOMS["console"]


def test_a_note_is_never_named_after_a_person(busy: Desk) -> None:
    go(busy.page, "notes-1")
    row = note(busy.page, "Pay people").first
    expect(row).to_contain_text(re.compile(r"P\d · phone · \d\d:\d\d"))


def test_the_banner_covers_nothing_and_leaves_the_title_its_room(visit: Visit) -> None:
    line = Line(visit)
    workshop = new_workshop(visit.served.folder, "What would help people here take part in research?")
    workshop.open_activity("notes", QUESTION)
    workshop.write_notes("notes-1", TEXTS)
    desk = Desk(visit, workshop)
    page = desk.page
    page.set_viewport_size({"width": 1024, "height": 768})
    line.cut(turned_away=True)
    banner = page.get_by_role("region", name="New link needed")
    expect(banner).to_be_visible()
    above, below = banner.bounding_box(), page.get_by_role("region", name="At a glance").bounding_box()
    assert above and below and above["y"] + above["height"] <= below["y"]
    assert banner.evaluate("each => getComputedStyle(each).position") == "static", "it scrolls with the page"
    title = page.get_by_role("heading", level=1).bounding_box()
    assert title and title["width"] > 250 and title["height"] < 80


def test_what_is_needed_first_is_on_the_first_screen(busy: Desk) -> None:
    page = busy.page
    page.set_viewport_size({"width": 1024, "height": 768})
    go(page, "dots-2")
    box = page.get_by_role("textbox", name="Letters as they are called out")
    expect(box).to_be_in_viewport()
    go(page, "notes-1")
    tab(page, "Needs care").click()
    expect(page.get_by_role("tabpanel").get_by_role("listitem").first).to_be_in_viewport(ratio=1)
    expect(page.get_by_text("Call 999")).to_be_in_viewport()
