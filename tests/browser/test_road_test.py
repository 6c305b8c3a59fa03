"""A road-test as it is done: a way is put to the room, walked on phones and on paper, changed, tested anew, and kept."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from openpyxl import load_workbook
from playwright.sync_api import Page, expect

from crpkit.workshop import Workshop
from crpkit.workspace import open_workspace
from tests.browser.console_page import note, press
from tests.browser.test_live_room import PHONE, Rooms, button, come_in, open_at, visits
from tests.browser.test_pages import assert_no_violations
from tests.browser.test_road_test_room import (
    ALONGSIDE,
    IMAGINING,
    LIVED,
    STEPS,
    at_step,
    enter_paper,
    feels,
    speak_from,
)
from tests.serving import Served

__all__ = ["visits"]
WHY = "Nobody here has four hours on one day"
HELP = "Come in pairs, with tea"


def go(page: Page, step: str) -> None:
    page.get_by_role("navigation", name="Steps").get_by_role("button", name=re.compile(step)).click()
    expect(page.get_by_role("heading", name=re.compile(rf"^Step \d of 7 {step}$"), level=2)).to_be_visible()


def visible_button(page: Page, name: str | re.Pattern[str]):  # type: ignore[no-untyped-def]
    return page.get_by_role("button", name=name).locator("visible=true")


@pytest.fixture
def page(served: Served, visits: Rooms) -> Page:
    """The page, with a persona and the way chosen in the address."""
    desk = visits(served, {"width": 1280, "height": 800})
    address = f"{served.base}/journeys?persona=community-new&journey=community-new&step=4"
    page = open_at(desk, address)
    expect(page.get_by_role("heading", name="Step 4 of 7 In the room", level=2)).to_be_visible()
    return page


def put_to_the_room(page: Page) -> str:
    """Make a workshop for today and open the road-test; return the workshop's code."""
    visible_button(page, "Make one for today’s meeting").click()
    made = page.get_by_text(re.compile("Made: the workshop ([A-Z0-9]{6})"))
    expect(made).to_be_visible()
    code = re.findall(r"[A-Z0-9]{6}", made.inner_text())[0]
    visible_button(page, "Put it to the room").click()
    expect(page.get_by_text("It is open on the phones now.")).to_be_visible()
    return str(code)


def walk_it(served: Served, visits: Rooms, code: str) -> None:
    """Two phones and eleven sheets of paper answer; one writes what would help."""
    phones = [open_at(visits(served, PHONE), f"{served.base}/join/{code}") for _ in range(2)]
    for phone, voice, answer in zip(phones, (LIVED, IMAGINING), ("Good", "Neither"), strict=True):
        come_in(phone, "Count me", "quoted", "traced")
        speak_from(phone, voice)
        feels(phone, answer)
    button(phones[0], "Next").click()
    button(phones[0], "Next").click()
    button(phones[0], "Next").click()
    expect(at_step(phones[0], 4)).to_be_visible()
    phones[0].get_by_role("textbox", name="What would help?").fill(HELP)
    button(phones[0], re.compile("^Send.*help")).click()
    expect(phones[0].get_by_role("listitem").filter(has_text=HELP)).to_be_visible()
    console = open_at(visits(served, {"width": 1280, "height": 800}), f"{served.base}/console/{code}")
    console.get_by_role("navigation", name="Activities").get_by_role("link", name=re.compile("Walk")).click()
    enter_paper(console, LIVED, 6, {STEPS[0]: "Very good", STEPS[3]: "Very hard"})
    enter_paper(console, ALONGSIDE, 5, {STEPS[0]: "Good", STEPS[3]: "Good"})
    press(note(console, HELP), "Show")


def change_the_hours(page: Page) -> None:
    """Shorten the match event, say what that answers, and who agreed."""
    page.get_by_role("combobox", name="Where", exact=True).select_option(label=f"D: {STEPS[3]}")
    page.get_by_role("combobox", name="What to change").select_option(label="Hours asked of them")
    hours = page.get_by_role("spinbutton", name="What it should be")
    expect(hours).to_have_value("4")
    hours.fill("1.5")
    hours.blur()
    page.get_by_role("textbox", name="Why").fill(WHY)
    answered = page.get_by_role("combobox", name="Or what somebody said in the room")
    label = answered.locator("option").filter(has_text=HELP).first.text_content()
    answered.select_option(label=label)
    page.get_by_role("checkbox", name="Community: new to partnerships").locator("visible=true").check()
    visible_button(page, "Try it").click()
    expect(page.get_by_text("Tried. See below")).to_be_visible()


def test_a_way_is_walked_changed_tested_again_and_kept(served: Served, visits: Rooms, page: Page) -> None:
    code = put_to_the_room(page)
    walk_it(served, visits, code)
    visible_button(page, "Close it and show what people said").click()

    # people beside rules, voices apart, nothing averaged
    table = page.get_by_role("table", name="People and rules, step by step")
    row = table.get_by_role("row").filter(has=page.get_by_role("rowheader", name=re.compile(STEPS[3])))
    expect(row).to_contain_text(f"{LIVED}: half say -2 or more")
    expect(row).to_contain_text(f"{ALONGSIDE}: half say +1 or more")
    expect(table.get_by_role("row").nth(1)).to_contain_text(f"{IMAGINING}: fewer than 5 people")
    expect(page.get_by_role("heading", name="Where people and rules do not agree")).to_be_visible()
    assert_no_violations(page, "what the room said, on the page")

    # changed and tested anew
    go(page, "Change it")
    change_the_hours(page)
    assert_no_violations(page, "a change and what it does")
    visible_button(page, "Record it").click()
    expect(page.get_by_role("status").filter(has_text=re.compile(r"Recorded\.$"))).to_be_visible()
    expect(visible_button(page, "Take back change 1")).to_be_visible()
    go(page, "What the rules find")
    page.get_by_role("tab", name="Hours").click()
    expect(page.locator(".crp-figure").locator("visible=true").first).to_be_visible()

    # found again in what is written: record, workbook, single lines
    page.goto(f"{served.base}/workshop?code={code}")
    visible_button(page, "Write it as a web page").click()
    written = page.get_by_text("The record is written: outputs/")
    expect(written).to_be_visible()
    record = next((served.folder / "outputs").glob(f"**/{code}-record-*.html")).read_text(encoding="utf-8")
    assert "Changes agreed" in record and WHY in record and HELP in record
    check_exports(served, code)

    # and gone when it is taken back
    page.goto(f"{served.base}/journeys?persona=community-new&journey=community-new&workshop={code}&step=6")
    visible_button(page, "Take back change 1").click()
    expect(page.get_by_text("Taken back. What was said of it is gone from the record.")).to_be_visible()
    workspace = open_workspace(served.folder)
    workshop = Workshop.open(workspace, code)
    assert not len(workshop.changes())
    workspace.close()


def check_exports(served: Served, code: str) -> None:
    workspace = open_workspace(served.folder)
    workshop = Workshop.open(workspace, code)
    changes = workshop.changes()
    assert changes[["journey", "step", "field", "to", "why"]].to_numpy().tolist()[0][-1] == WHY
    said = workshop.road_test_notes(next(iter(workshop.state.activities)))
    assert list(changes["answers"]) == [list(said["evidence"])]
    files = [Path(one) for one in workshop.export(served.folder / "outputs" / f"all-{code}")]
    book = load_workbook(next(one for one in files if one.suffix == ".xlsx"))
    cells = [str(cell) for sheet in book for row in sheet.iter_rows(values_only=True) for cell in row if cell]
    assert WHY in cells
    lines = next(one for one in files if one.suffix == ".jsonl").read_text(encoding="utf-8").splitlines()
    assert any(WHY in json.dumps(json.loads(line), ensure_ascii=False) for line in lines)
    workspace.close()
