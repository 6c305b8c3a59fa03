"""The needs page as a local team uses it: from an untidy workbook to a summary, with a reload in the middle."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from pathlib import Path

import docx
import pandas as pd
import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from crpkit.workspace import new_workspace
from tests.browser.conftest import Visit
from tests.browser.test_pages import assert_no_violations, set_mode
from tests.needs_helpers import EXAMPLE
from tests.serving import Served, free_port, serving

FILES = {
    "survey": EXAMPLE / "survey-autumn.xlsx",
    "here": EXAMPLE / "what-is-here.xlsx",
    "said": EXAMPLE / "excerpts.csv",
}
TABS = {
    "What matters": "What matters, and how sure people feel",
    "Who would like what": "Who would like what",
    "What is here": "What is here already, and for whom",
    "Who could help": "Who could help whom",
    "What people would like": "What people would like most",
}
SHOTS = os.environ.get("CRPKIT_SHOTS", "")


@pytest.fixture(scope="module")
def own(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """A server of its own: a team’s empty folder."""
    folder = new_workspace(tmp_path_factory.mktemp("needs") / "ours", example=True)
    with serving(folder, "--port", str(free_port())) as served:
        yield served


@pytest.fixture
def ours(browser: Browser, own: Served) -> Iterator[Visit]:
    visit = Visit(browser, own, viewport={"width": 1280, "height": 800})
    yield visit
    visit.context.close()
    assert visit.outside == [], "a page asked another machine for something"


def go(page: Page, step: str) -> None:
    page.get_by_role("navigation", name="Steps").get_by_role("button", name=re.compile(step)).click()
    expect(title(page, step)).to_be_visible()


def title(page: Page, step: str) -> Locator:
    return page.get_by_role("heading", name=re.compile(rf"^Step \d of 5 {step}$"), level=2)


def press(page: Page, name: str) -> None:
    page.get_by_role("button", name=name, exact=True).click()


def shoot(page: Page, name: str) -> None:
    """Take pictures to look at, if somebody wants to."""
    if not SHOTS:
        return
    Path(SHOTS).mkdir(exist_ok=True)
    for size, (width, height) in {"p": (1920, 1080), "m": (1024, 768), "n": (390, 844)}.items():
        page.set_viewport_size({"width": width, "height": height})
        page.screenshot(path=f"{SHOTS}/{name}-{size}.png", full_page=True)
    page.set_viewport_size({"width": 1280, "height": 800})


def checked(page: Page, name: str) -> None:
    shoot(page, name)
    assert_no_violations(page, name)
    set_mode(page, "light")


def test_five_steps_from_an_untidy_workbook_to_the_summary(ours: Visit, own: Served) -> None:
    page = ours.open("/needs")
    expect(title(page, "The place")).to_be_visible()
    # -- the place
    page.get_by_role("textbox", name="What the place is called").fill("Saltmarsh Quay (made up)")
    code = page.get_by_role("textbox", name="Its code, if it has one")
    code.fill("E99")
    expect(page.get_by_text("is no code of a place")).to_be_visible()
    code.fill("")
    page.get_by_role("spinbutton", name=re.compile("Communities")).fill("92")
    page.get_by_role("textbox", name="Universities").fill("A university an hour away; the team; 2026")
    press(page, "Keep this")
    expect(page.get_by_text("Done: Kept.", exact=True)).to_be_visible()
    checked(page, "1-place")
    # -- what people said
    go(page, "What people said")
    page.get_by_label("Choose the file with the answers").set_input_files(
        files=[{"name": "signin.csv", "mimeType": "text/csv", "buffer": b"<html><body>Sign in</body></html>"}]
    )
    expect(page.get_by_text("This is a web page, not a spreadsheet")).to_be_visible()
    page.get_by_label("Choose the file with the answers").set_input_files(FILES["survey"])
    expect(page.get_by_text("45 people have answered.")).to_be_visible()
    expect(page.get_by_text("Not read, because it may say who somebody is: “Email”, “Name”.")).to_be_visible()
    page.get_by_text(re.compile("What was not used: ")).click()
    expect(page.get_by_role("cell", name="no bus after six")).to_be_visible()
    matched = page.get_by_role("combobox", name="Handling power: how much does it matter to you?")
    expect(matched).to_be_visible()
    page.get_by_role("combobox", name="How did you hear of this survey?").select_option(
        label="Leave this column out"
    )
    press(page, "Use these columns")
    expect(page.get_by_text("The answers were read with these columns.")).to_be_visible()
    page.get_by_label("Choose the file with the excerpts").set_input_files(FILES["said"])
    expect(page.get_by_text("10 excerpts were read.")).to_be_visible()
    press(page, "Write it on paper (PDF)")
    expect(page.get_by_text("Written: outputs/survey-short.pdf")).to_be_visible()
    checked(page, "2-said")
    # -- what is here: by a sheet, and one by hand
    go(page, "What is here")
    page.get_by_label("Choose the filled-in sheet").set_input_files(FILES["here"])
    expect(
        page.get_by_text(re.compile("15 lines were read. Not used: row 19, “Festival of ideas”"))
    ).to_be_visible()
    page.get_by_role("combobox", name="Kind of support").select_option(label="The Hub: Case studies")
    page.get_by_role("radio", name="Planned").check()
    page.get_by_role("textbox", name="How you know, and when").fill("The team, November 2026")
    press(page, "Note it")
    expect(page.get_by_text("Noted: “Case studies” – planned.")).to_be_visible()
    checked(page, "3-here")

    # -- a reload in the middle finds everything as it was
    page.reload()
    page.locator("html[data-kit='ready']").wait_for(state="attached")
    expect(title(page, "What is here")).to_be_visible()
    expect(page.get_by_role("row", name=re.compile("Case studies Planned"))).to_be_visible()
    go(page, "The place")
    expect(page.get_by_role("textbox", name="What the place is called")).to_have_value(
        "Saltmarsh Quay (made up)"
    )
    expect(page.get_by_role("spinbutton", name=re.compile("Communities"))).to_have_value("92")
    go(page, "What people said")
    expect(page.get_by_text("45 people have answered.")).to_be_visible()
    # -- the picture
    go(page, "The picture")
    press(page, "Make the picture")
    done = page.get_by_role("status").filter(has_text="Furthest from where they would like to be")
    expect(done).to_be_visible()  # the fifth step has these words too
    for tab, figure in TABS.items():
        page.get_by_role("tab", name=tab, exact=True).click()
        expect(page.get_by_role("group", name=figure, exact=True)).to_be_visible()
        shoot(page, f"4-{tab[:12].strip().lower().replace(' ', '-')}")
    page.get_by_role("combobox", name="Whose answers").select_option(label="Broker: new to the role")
    expect(
        page.get_by_text(re.compile("Five people have answered|Four people have answered")).first
    ).to_be_visible()
    assert not re.search(
        r"\d\.\d", page.locator("main").inner_text().split("In words")[1].split("What this cannot say")[0]
    )
    page.get_by_role("combobox", name="Whose answers").select_option(label="Everyone")
    checked(page, "4-picture")
    # -- what it means
    go(page, "What it means")
    expect(page.get_by_text("Learning does not change these.")).to_be_visible()
    press(page, "Write summary, tables and pictures")
    expect(page.get_by_text(re.compile("Written: outputs/needs-survey-autumn"))).to_be_visible(timeout=90_000)
    checked(page, "5-meaning")

    out = own.folder / "outputs" / "needs-survey-autumn"
    summary = " ".join(one.text for one in docx.Document(str(out / "summary.docx")).paragraphs)
    assert "What would help at Saltmarsh Quay (made up)" in summary and "About 45 people answered." in summary
    shared = pd.read_csv(out / "shareable" / "coverage.csv", encoding="utf-8-sig").set_index("component")
    assert shared.loc["hub-case-studies", ["status", "how_known"]].tolist() == ["planned", "confirmed"]
    kept = own.folder / "workshop_data" / "needs"
    assert "@" not in (kept / "survey-autumn-private.csv").read_text(encoding="utf-8-sig")


def test_by_keyboard_alone(ours: Visit) -> None:
    page = ours.open("/needs")
    field = page.get_by_role("textbox", name="What the place is called")
    expect(field).to_be_visible()

    def tab_to(name: str, role: str = "button") -> None:
        for _ in range(120):
            page.keyboard.press("Tab")
            if page.get_by_role(role, name=name, exact=True).evaluate_all(
                "all => all.includes(document.activeElement)"
            ):
                return
        raise AssertionError(f"“{name}” cannot be reached by Tab")

    tab_to("What the place is called", "textbox")
    page.keyboard.press("Control+A")
    page.keyboard.type("By keyboard")
    tab_to("Keep this")
    page.keyboard.press("Enter")
    expect(page.get_by_text("Done: Kept.", exact=True)).to_be_visible()
    tab_to("Next: What people said")
    page.keyboard.press("Enter")
    expect(title(page, "What people said")).to_be_visible()
    tab_to("Next: What is here")
    page.keyboard.press("Enter")
    tab_to("Note it")
    page.keyboard.press("Enter")
    expect(page.get_by_text(re.compile("Noted: “"))).to_be_visible()
