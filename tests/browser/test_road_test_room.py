"""A road-test in the room: three voices on phones, step by step; paper at the console; curves apart on the projector."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from playwright.sync_api import Page, expect

from crpkit.workshop import Workshop, journey_lists
from crpkit.workspace import open_workspace
from tests.browser.console_page import news, note, press
from tests.browser.test_live_room import PHONE, PROJECTOR, Rooms, button, come_in, open_at, visits
from tests.browser.test_pages import assert_no_violations
from tests.serving import Served

__all__ = ["visits"]
LIVED, ALONGSIDE, IMAGINING = "I have lived this", "I work alongside", "I am imagining"
STEPS = [one.title for one in journey_lists(None)["journey:community-new"].options]
PROMPT = "How would each step feel to you?"
NARROW = {"width": 320, "height": 640}


@dataclass
class Hall:
    """Everyone in the room, and the record as another program sees it."""

    workshop: Workshop
    console: Page
    screen: Page
    phones: list[Page]


@pytest.fixture
def hall(served: Served, visits: Rooms) -> Iterator[Hall]:
    workspace = open_workspace(served.folder)
    workshop = Workshop.create(workspace, "Walking through it")
    desk = visits(served, {"width": 1280, "height": 800})
    console = open_at(desk, f"{served.base}/console/{workshop.code}#add")
    screen = open_at(visits(served, PROJECTOR), f"{served.base}/screen/{workshop.code}")
    phones = [open_at(visits(served, PHONE), f"{served.base}/join/{workshop.code}") for _ in range(3)]
    for phone in phones:
        come_in(phone, "Count me", "quoted", "traced")
    yield Hall(workshop, console, screen, phones)
    workspace.close()


def add_it(console: Page) -> None:
    """Add the road-test of the starter journey at the console, and open it."""
    console.get_by_role("radio", name="Something else").check()
    console.get_by_role("combobox", name="Which one").select_option(label="Walk through it together")
    source = console.get_by_role("combobox", name="Options")
    label = source.locator("option").filter(has_text="from hearing of it").first.text_content()
    source.select_option(label=label)
    button(console, "Add and open now").click()
    expect(console.get_by_role("heading", level=2, name=PROMPT)).to_be_visible()


def speak_from(phone: Page, voice: str) -> None:
    expect(phone.get_by_role("heading", name="From where do you speak?")).to_be_visible()
    button(phone, voice).click()
    expect(at_step(phone, 1)).to_be_visible()


def at_step(phone: Page, number: int):  # type: ignore[no-untyped-def]
    return phone.get_by_role("region", name=STEPS[number - 1]).get_by_text(f"Step {number} of {len(STEPS)}")


def feels(phone: Page, answer: str) -> None:
    phone.get_by_role("radio", name=answer, exact=True).check(force=True)  # the picture around it is pressed
    expect(phone.get_by_role("status").filter(has_text="Saved")).to_be_visible()


def enter_paper(console: Page, voice: str, people: int, answers: dict[str, str]) -> None:
    """Enter what stands on sheets, all alike."""
    form = console.get_by_role("region", name="Enter a ballot")
    form.get_by_role("radio", name="Paper", exact=True).check()
    form.get_by_role("radio", name=voice, exact=True).check()
    for step, answer in answers.items():
        form.get_by_role("combobox", name=step).select_option(label=answer)
    form.get_by_role("textbox", name="How many people").fill(str(people))
    button(form, "Enter this ballot").click()
    news(console, "The ballot is entered.")


def test_a_journey_is_walked_by_three_voices_and_stands_apart(hall: Hall) -> None:
    workshop, console, screen, phones = hall.workshop, hall.console, hall.screen, hall.phones
    add_it(console)
    activity = next(iter(workshop.state.activities))
    assert_no_violations(console, "the road-test on the console")
    assert_no_violations(phones[0], "from where one speaks")
    expect(screen.get_by_role("listitem").filter(has_text=STEPS[7])).to_be_visible()

    # each phone speaks from its own place; nothing counts before that is said
    expect(phones[0].get_by_role("radio")).to_have_count(0)
    for phone, voice, answer in zip(
        phones, (LIVED, ALONGSIDE, IMAGINING), ("Very hard", "Good", "Neither"), strict=True
    ):
        speak_from(phone, voice)
        feels(phone, answer)
    assert_no_violations(phones[0], "a step on the phone")

    # one writes what would help; the facilitator goes on: who is not typing is taken along
    phones[0].get_by_role("textbox", name="What would help?").fill("Someone who comes along")
    button(phones[0], re.compile("^Send.*help")).click()
    expect(phones[0].get_by_role("listitem").filter(has_text="Someone who comes along")).to_be_visible()
    phones[1].get_by_role("textbox", name="What would stop you?").fill("Half a sent")
    button(console, "Begin at step 1").click()
    button(console, "Next step").click()
    expect(at_step(phones[0], 2)).to_be_visible()
    expect(screen.get_by_role("heading", level=2, name=STEPS[1])).to_be_visible()
    assert_no_violations(screen, "the step the room is at")
    expect(at_step(phones[1], 1)).to_be_visible()
    expect(phones[1].get_by_text("The room is at step 2")).to_be_visible()
    expect(phones[1].get_by_role("textbox", name="What would stop you?")).to_have_value("Half a sent")
    phones[1].get_by_role("textbox", name="What would stop you?").fill("")
    button(phones[1], "Go there").click()
    expect(at_step(phones[1], 2)).to_be_visible()
    button(phones[2], "Next").click()  # and one may still walk alone
    expect(at_step(phones[2], 3)).to_be_visible()
    feels(phones[2], "Hard")

    # paper counts the same
    first = {STEPS[0]: "Hard", STEPS[1]: "Good", STEPS[2]: "Very good", STEPS[3]: "Hard"}
    enter_paper(console, LIVED, 3, first)
    enter_paper(console, LIVED, 2, first | {STEPS[0]: "Very hard", STEPS[3]: "Neither"})
    enter_paper(console, ALONGSIDE, 5, {STEPS[0]: "Good", STEPS[1]: "Good", STEPS[3]: "Very good"})
    row = note(console, "Someone who comes along")
    press(row, "Show")

    # closed and shown: voices of five and more are drawn, each by itself; the third is not
    head = console.locator("#work")
    button(head, re.compile("^Close")).first.click()
    expect(head.get_by_role("table", name=LIVED)).to_contain_text("6 people")
    assert_no_violations(console, "the closed road-test on the console")
    button(head, "Show the result to the room").click()
    key = screen.locator(".screen-walk-key")
    expect(key).to_contain_text(f"{LIVED} · lowest at A")
    expect(key).to_contain_text("Voices are furthest apart at D")
    expect(key).to_contain_text(f"Not shown, fewer than 5 people at each step: {IMAGINING}")
    assert_no_violations(screen, "curves on the projector")
    pages = screen.get_by_role("navigation", name="Pages")
    expect(pages).to_contain_text("Page 1 of ")
    screen.keyboard.press("PageDown")
    expect(screen.get_by_role("table")).to_be_visible()
    expect(screen.get_by_role("table")).to_contain_text("Between “Very hard” and “Hard”")
    assert_no_violations(screen, "numbers on the projector")
    screen.keyboard.press("PageUp")
    screen.keyboard.press("PageUp")  # round to the last one
    expect(screen.get_by_role("table")).to_be_hidden()
    expect(screen.get_by_role("listitem").filter(has_text="Someone who comes along")).to_be_visible()
    expect(phones[2].get_by_role("heading", name="The result")).to_be_visible()
    assert_no_violations(phones[2], "the result on the phone")

    found = workshop.feelings(activity)
    lived = found[(found["step"] == "hears-of-it") & (found["voice"] == "lived")]
    assert dict(zip(lived["feeling"], lived["people"], strict=True)) == {-2: 3, -1: 3}
    assert set(found.loc[found["voice"] == "imagining", "people"]) == {1}
    said = workshop.road_test_notes(activity)
    assert said[["step", "box", "voice", "text"]].to_numpy().tolist() == [
        ["hears-of-it", "help", "lived", "Someone who comes along"]
    ]


def test_the_phone_needs_no_finger(served: Served, visits: Rooms) -> None:
    workspace = open_workspace(served.folder)
    workshop = Workshop.create(workspace, "By keyboard")
    workshop.open_activity("road-test", PROMPT, journey_lists(None)["journey:community-new"])
    page = open_at(visits(served, NARROW), f"{served.base}/join/{workshop.code}")
    come_in(page)
    button(page, "I would rather not say").focus()
    page.keyboard.press("Enter")
    expect(at_step(page, 1)).to_be_visible()
    page.get_by_role("radio", name="Very hard", exact=True).focus()
    page.keyboard.press("ArrowRight")
    expect(page.get_by_role("radio", name="Hard", exact=True)).to_be_checked()
    expect(page.get_by_role("status").filter(has_text="Saved")).to_be_visible()
    wide = page.evaluate("document.documentElement.scrollWidth")
    assert wide <= NARROW["width"], "nothing stands outside a narrow phone"
    button(page, "Next").focus()
    page.keyboard.press("Enter")
    expect(at_step(page, 2)).to_be_visible()
    expect(page.get_by_role("heading", level=2, name=STEPS[1])).to_be_focused()
    button(page, "Change").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="From where do you speak?")).to_be_focused()
    button(page, ALONGSIDE).focus()
    page.keyboard.press("Enter")
    expect(page.get_by_text(f"You speak from: {ALONGSIDE}").first).to_be_visible()
    page.reload()
    expect(page.get_by_text(f"You speak from: {ALONGSIDE}").first).to_be_visible()
    workspace.close()
