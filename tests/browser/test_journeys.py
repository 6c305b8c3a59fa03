"""The journeys page as a group uses it: a way is built by mouse and by keyboard, tried, saved, and there after a reload."""

from __future__ import annotations

import os
import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from crpkit.journeys import load_journeys
from crpkit.workspace import new_workspace
from tests.browser.conftest import Visit
from tests.browser.test_pages import assert_no_violations, set_mode
from tests.serving import Served, free_port, serving

WHO = "A small refugee charity, new to research partnerships"
STARTER = "A first partnership: from hearing of it to learning with others"
FIRST = "Hears of it from someone they trust"
READS = "Reads or listens to the first steps"
READY = "Gets ready: what could each side gain?"
SHOTS = os.environ.get("CRPKIT_SHOTS", "")


@pytest.fixture(scope="module")
def own(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """A server of its own: a team’s folder."""
    folder = new_workspace(tmp_path_factory.mktemp("journeys") / "ours", example=True)
    with serving(folder, "--port", str(free_port())) as served:
        yield served


@pytest.fixture(autouse=True)
def no_drafts(own: Served) -> None:
    """Nothing that a test before left unsaved waits in the folder."""
    shutil.rmtree(own.folder / "workshop_data" / "journeys" / ".drafts", ignore_errors=True)


@pytest.fixture
def ours(browser: Browser, own: Served) -> Iterator[Visit]:
    visit = Visit(browser, own, viewport={"width": 1280, "height": 800})
    yield visit
    visit.context.close()
    assert visit.outside == [], "a page asked another machine for something"


def go(page: Page, step: str) -> None:
    page.get_by_role("navigation", name="Steps").get_by_role("button", name=re.compile(step)).click()
    expect(page.get_by_role("heading", name=re.compile(rf"^Step \d of 7 {step}$"), level=2)).to_be_visible()


def press(page: Page, name: str) -> None:
    page.get_by_role("button", name=name, exact=True).locator("visible=true").click()


def begun(page: Page) -> Page:
    """Choose the persona and the starter."""
    page.get_by_role("radio", name=WHO).check()
    expect(page.get_by_role("heading", name=WHO, level=3)).to_be_visible()
    go(page, "The way")
    page.get_by_role("combobox", name="Journey to work on").select_option(label=STARTER)
    expect(steps(page)).to_have_count(8)
    return page


def steps(page: Page) -> Locator:
    return page.get_by_role("list", name="Steps of the way").get_by_role("listitem")


def titles(page: Page) -> list[str]:
    return page.locator(".crp-order-title").all_inner_texts()


def shoot(page: Page, name: str) -> None:
    """Take pictures to look at, if somebody wants to."""
    if not SHOTS:
        return
    Path(SHOTS).mkdir(exist_ok=True)
    before = page.viewport_size
    for size, (width, height) in {"p": (1920, 1080), "m": (1024, 768), "n": (390, 844)}.items():
        page.set_viewport_size({"width": width, "height": height})
        page.screenshot(path=f"{SHOTS}/{name}-{size}.png", full_page=True)
    set_mode(page, "projector")
    page.set_viewport_size({"width": 1920, "height": 1080})
    page.screenshot(path=f"{SHOTS}/{name}-j.png")
    page.evaluate("delete document.documentElement.dataset.mode")
    if before:
        page.set_viewport_size(before)


def checked(page: Page, name: str) -> None:
    shoot(page, name)
    assert_no_violations(page, name)
    set_mode(page, "light")


def drag(page: Page, what: str, onto: str) -> None:
    """Drag a step by its handle to where another stands."""
    handle = steps(page).filter(has_text=what).locator(".crp-order-handle")
    target = steps(page).filter(has_text=onto)
    target.evaluate("element => element.scrollIntoView({ block: 'center' })")
    start, end = handle.bounding_box(), target.bounding_box()
    assert start and end
    x, y = start["x"] + start["width"] / 2, start["y"] + start["height"] / 2
    page.mouse.move(x, y)
    page.mouse.down()
    for part in (0.3, 0.7, 1.0):
        page.mouse.move(x, y + (end["y"] - start["y"] - 4) * part)
    page.mouse.up()


def test_a_way_is_built_by_mouse_saved_and_there_after_a_reload(ours: Visit, own: Served) -> None:
    page = begun(ours.open("/journeys"))
    drag(page, READY, FIRST)
    expect(page.get_by_text(f"“{READY}” moved to 1 of 8.")).to_be_visible()
    assert titles(page)[:3] == [READY, FIRST, READS]
    # -- one step is told about
    steps(page).filter(has_text=READS).get_by_role("button", name=re.compile(f"^The Hub.*{READS}")).click()
    box = page.get_by_role("textbox", name="Title of the step")
    expect(box).to_have_value(READS)
    box.fill("Listens to the first steps, by telephone")
    box.blur()
    expect(
        page.get_by_role("heading", name=re.compile("Listens to the first steps"), level=3)
    ).to_be_visible()
    page.get_by_role("tab", name="Time and money").click()
    hours = page.get_by_role("spinbutton", name="Hours it asks of them")
    hours.fill("1.5")
    hours.blur()
    expect(steps(page).filter(has_text="Listens to").get_by_text("1.5 hours", exact=True)).to_be_visible()
    hours.press("Control+a")
    page.keyboard.type("many")  # letters leave the number: an empty box would say that nobody knows
    hours.blur()
    expect(hours).to_have_value("1.5")
    page.get_by_role("combobox", name="Hours it asks of them: how do you know?").select_option(
        label="We asked or checked"
    )
    # -- what cannot be used is said beside the form, and stays there
    page.get_by_role("tab", name="What happens").click()
    box.fill("")
    box.blur()
    expect(page.get_by_text("The text is empty")).to_be_visible()
    box.fill("Listens by telephone")
    box.blur()
    expect(page.get_by_text("The text is empty")).to_be_hidden()
    # -- one more, a copy, one away, and undone
    page.get_by_role("combobox", name="What to add").select_option(
        label="Peer-to-peer mentoring: Mentor pairs"
    )
    press(page, "Add it after the chosen step")
    expect(steps(page)).to_have_count(9)
    press(page, "Copy this step")
    expect(steps(page)).to_have_count(10)
    press(page, "Take this step away")
    expect(page.get_by_text(re.compile("is taken away.*led to it, and now leads to"))).to_be_visible()
    press(page, "Undo the last deed")
    expect(steps(page)).to_have_count(10)
    checked(page, "2-way")
    # -- saved
    page.get_by_role("textbox", name="Title to save it under").locator("visible=true").fill("Our first way")
    press(page, "Save the journey")
    expect(page.get_by_text("Saved: workshop_data/journeys/our-first-way.yaml")).to_be_visible()
    saved = load_journeys(own.folder)["our-first-way"]
    told = {step.title: step for step in saved.steps}["Listens by telephone"]
    assert (told.hours.value, str(told.hours.how_known)) == (1.5, "confirmed")
    assert saved.based_on == "community-new" and len(saved.steps) == 10
    page.reload()
    page.locator("html[data-kit='ready']").wait_for(state="attached")
    expect(steps(page)).to_have_count(10)
    expect(page.get_by_role("combobox", name="Journey to work on")).to_contain_text("Our first way")
    assert titles(page)[0] == READY


def test_the_order_is_changed_by_keyboard_alone_and_the_cursor_stays(ours: Visit) -> None:
    page = begun(ours.open("/journeys"))
    down = page.get_by_role("button", name=f"Move down “{FIRST}”")
    down.focus()
    page.keyboard.press("Enter")
    expect(page.get_by_text(f"“{FIRST}” moved to 2 of 8.")).to_be_visible()
    expect(down).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.get_by_text(f"“{FIRST}” moved to 3 of 8.")).to_be_visible()
    assert titles(page)[:3] == [READS, READY, FIRST]
    main = steps(page).filter(has_text=FIRST).locator(".crp-order-main")
    main.focus()
    page.keyboard.press("Alt+ArrowUp")
    expect(page.get_by_text(f"“{FIRST}” moved to 2 of 8.")).to_be_visible()
    expect(main).to_be_focused()
    page.keyboard.press("Enter")
    expect(main).to_have_attribute("aria-current", "true")
    up = page.get_by_role("button", name=f"Move up “{READS}”")
    expect(up).to_have_attribute("aria-disabled", "true")


def test_a_long_form_stays_inside_its_card_and_scrolls_there(ours: Visit) -> None:
    page = begun(ours.open("/journeys"))
    page.get_by_role("tab", name="Before, after").click()
    last = page.get_by_role("button", name="Take this step away", exact=True)
    card = page.locator(".crp-journey-step").filter(has=last)
    expect(page.get_by_role("button", name="Keep this condition", exact=True)).to_be_visible()
    assert card.evaluate(
        "box => box.scrollHeight > box.clientHeight && getComputedStyle(box).overflowY === 'auto'"
    )
    last.focus()
    inside, whole = last.bounding_box(), card.bounding_box()
    assert inside and whole and inside["y"] + inside["height"] <= whole["y"] + whole["height"]


def test_an_empty_journey_is_begun_and_a_title_twice_is_refused(ours: Visit) -> None:
    page = begun(ours.open("/journeys"))
    title = page.get_by_role("textbox", name="Title of another journey")
    title.fill("Nothing but tea <b>and</b> cake")
    press(page, "Begin with an empty one")
    expect(steps(page)).to_have_count(1)
    expect(page.get_by_text("It is not saved yet")).to_be_visible()
    title.fill("Nothing but tea <b>and</b> cake")
    press(page, "Copy the chosen one")
    expect(page.get_by_text(re.compile("There is a journey .* already"))).to_be_visible()
    expect(title).to_have_value("Nothing but tea <b>and</b> cake")
    assert page.locator("main b").filter(has_text="and").count() == 0


def test_every_step_can_be_reached_and_read(ours: Visit) -> None:
    page = ours.open("/journeys")
    expect(page.get_by_role("radio", name=WHO)).to_be_visible()
    blocked = page.get_by_role("navigation", name="Steps").get_by_role(
        "button", name=re.compile("What the rules")
    )
    expect(blocked).to_have_attribute("aria-disabled", "true")
    begun(page)
    go(page, "Who")
    checked(page, "1-who")
    go(page, "What the rules find")
    expect(page.locator(".crp-figure").locator("visible=true").first).to_be_visible()
    checked(page, "3-found")
    go(page, "In the room")
    press(page, "Make one for today’s meeting")
    expect(page.get_by_text(re.compile("Made: the workshop"))).to_be_visible()
    press(page, "Put it to the room")
    expect(page.get_by_text("It is open on the phones now.")).to_be_visible()
    checked(page, "4-room")
    go(page, "Everyone")
    press(page, "Walk everyone along every journey")
    expect(page.locator(".crp-figure").locator("visible=true").first).to_be_visible()
    checked(page, "5-everyone")
    go(page, "Change it")
    checked(page, "6-change")
    go(page, "Take it with you")
    press(page, "Write map, diagram and findings")
    expect(page.get_by_text("outputs/journey-community-new-community-new/map.pdf")).to_be_visible()
    checked(page, "7-take")


def test_on_a_phone_the_builder_needs_no_sideways_scrolling(browser: Browser, own: Served) -> None:
    visit = Visit(browser, own, viewport={"width": 390, "height": 844}, has_touch=True, is_mobile=True)
    page = begun(visit.open("/journeys"))
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    page.get_by_role("button", name=f"Move down “{FIRST}”").tap()
    expect(page.get_by_text(f"“{FIRST}” moved to 2 of 8.")).to_be_visible()
    assert_no_violations(page, "phone")
    visit.context.close()
    assert visit.outside == []
