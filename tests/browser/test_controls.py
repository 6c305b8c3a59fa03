"""The shared controls in a browser: usable by keyboard alone, quiet for axe, and never taking away what one types."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import nbformat
import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from crpkit.workspace import new_workspace
from tests.browser.conftest import Visit
from tests.browser.test_pages import MODES, set_mode
from tests.serving import Served, serving

GALLERY = Path(__file__).with_name("controls_gallery.py")
PARTS = ["Press", "Write", "Choose", "Count", "See"]
SMALLEST = 44


@pytest.fixture(scope="module")
def gallery(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """A server of its own: its page “Plan” is a gallery of every shared control."""
    folder = new_workspace(tmp_path_factory.mktemp("gallery") / "controls")
    words = nbformat.v4.new_markdown_cell("# Controls")
    code = nbformat.v4.new_code_cell(GALLERY.read_text(encoding="utf-8"))
    nbformat.write(nbformat.v4.new_notebook(cells=[words, code]), folder / "notebooks" / "plan.ipynb")
    with serving(folder) as served:
        yield served


@pytest.fixture(scope="module")
def opened(browser: Browser, gallery: Served) -> Iterator[tuple[Page, list[str]]]:
    """The page, opened once for all tests, and what went wrong on it."""
    visit = Visit(browser, gallery)
    troubles = visit.outside
    visit.context.on("weberror", lambda error: troubles.append(str(error.error)))
    page = visit.context.new_page()
    page.goto(gallery.base + "/plan?code=K7M", wait_until="commit")
    expect(page.locator("html[data-kit=ready]")).to_be_attached(timeout=30_000)
    yield page, troubles
    visit.context.close()


@pytest.fixture
def page(opened: tuple[Page, list[str]]) -> Iterator[Page]:
    page, troubles = opened
    page.set_viewport_size({"width": 1280, "height": 900})
    set_mode(page, "light")
    page.get_by_role("button", name=re.compile("^Step 1:")).click()
    yield page
    assert troubles == []


def go(page: Page, name: str) -> None:
    if name == "See":
        go(page, "Count")  # it opens the last step
    page.get_by_role("button", name=re.compile(rf"^Step \d: {name}$")).click()
    expect(page.get_by_role("heading", name=re.compile(rf"^Step \d of 5 {name}$"))).to_be_focused()


def news(page: Page, words: str) -> None:
    expect(page.locator(".crp-news-line")).to_contain_text(words)


def test_opening_a_page_leaves_the_cursor_where_it_is(opened: tuple[Page, list[str]]) -> None:
    page, _ = opened
    page.get_by_role("button", name=re.compile("^Step 1:")).wait_for()
    assert page.evaluate("document.activeElement === document.body")


def test_the_page_reports_that_it_is_open_with_its_address(page: Page) -> None:
    page.get_by_role("button", name="Address").click()
    news(page, "address: [{'code': 'K7M'}]")


@pytest.mark.parametrize("mode", MODES)
def test_no_axe_violations_and_large_targets(page: Page, mode: str) -> None:
    set_mode(page, mode)
    for name in PARTS:
        go(page, name)
        found = Axe().run(page).response["violations"]
        assert not found, [(item["id"], item["nodes"][0]["html"][:120]) for item in found]
        small = page.evaluate(
            """smallest => [...document.querySelectorAll(".crp :is(button, summary, select, textarea, input)")]
            .filter(each => each.offsetParent && !each.matches("[type=radio], [type=checkbox]"))
            .map(each => [each.outerHTML.slice(0, 80), each.offsetWidth, each.offsetHeight])
            .filter(([, width, height]) => Math.min(width, height) < smallest)""",
            SMALLEST,
        )
        assert small == []


def test_no_sideways_scrolling_at_400_percent(page: Page) -> None:
    page.set_viewport_size({"width": 320, "height": 256})
    for name in PARTS:
        go(page, name)
        assert page.evaluate("document.documentElement.scrollWidth") <= 320, name


def test_a_control_displayed_twice_shares_no_id(page: Page) -> None:
    for name in PARTS:
        go(page, name)
        ids = page.evaluate(
            "[...document.querySelectorAll('.crp [id], .crp-panel[id]')].map(each => each.id)"
        )
        assert len(ids) == len(set(ids))
    go(page, "Write")
    first, second = page.get_by_label("Title").all()
    first.fill("Both")
    first.press("Tab")
    expect(second).to_have_value("Both")
    news(page, "title: 'Both'")  # nothing of this may come in while the next test presses keys


def test_buttons_by_keyboard(page: Page) -> None:
    page.get_by_role("button", name="Open").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("button", name="Open")).to_have_accessible_description("Give a title first.")
    page.keyboard.press("Shift+Tab")
    page.keyboard.press("Space")
    news(page, "saved:")
    expect(page.get_by_role("button", name="Save")).to_be_focused()
    page.get_by_role("button", name="Fail").press("Enter")
    expect(page.get_by_text("The file is locked. Close it first.")).to_be_visible()
    assert page.get_by_text("Traceback").count() == 0


def test_a_late_answer_is_said_and_a_message_sent_again_counts_once(page: Page) -> None:
    page.get_by_role("button", name="Sleep").dblclick()
    waiting = page.get_by_text("Waiting for the computer to answer.")
    expect(waiting).to_be_visible(timeout=6_000)
    expect(waiting).to_have_count(0, timeout=12_000)
    page.get_by_role("button", name="How often").click()  # all that was sent before has been dealt with
    news(page, "slept: 1")


def test_data_that_is_loaded_never_takes_away_what_one_is_typing(page: Page) -> None:
    page.get_by_role("button", name="Refresh").click()  # in a second and a half
    go(page, "Write")
    box = page.get_by_label("Title").first
    box.fill("")
    box.press_sequentially("My own wor", delay=20)
    news(page, "Refreshed")
    box.press_sequentially("ds", delay=60)
    expect(box).to_have_value("My own words")
    box.press("Tab")
    news(page, "title: 'My own words'")
    expect(box).to_have_value("My own words")


def test_words_and_numbers_by_keyboard(page: Page) -> None:
    go(page, "Write")
    box = page.get_by_label("Title").first
    box.fill("A title that is far too long")
    expect(page.get_by_text("This is 8 characters too long.").first).to_be_visible()
    expect(box).to_have_attribute("aria-invalid", "true")
    expect(box).to_have_value("A title that is far too long")
    entry = page.get_by_label("Add an option")
    entry.press_sequentially("one\ntwo\nthr")
    news(page, "Added: 'two'")
    expect(entry).to_have_value("thr")
    number = page.get_by_label("People", exact=True)
    number.fill("12")
    for _ in range(3):
        page.get_by_role("button", name="1 more: People").press("Enter")
    news(page, "people: 15")
    number.fill("900")
    expect(page.get_by_text("Write a whole number from 0 to 500.")).to_be_visible()
    expect(number).to_have_value("900")
    scale = page.get_by_role("slider", name="How sure")
    scale.press("End")
    news(page, "sure: 4")
    expect(scale).to_have_attribute("aria-valuetext", "very")


def test_choices_by_keyboard_and_by_touch(page: Page) -> None:
    go(page, "Choose")
    page.get_by_label("From a list").select_option(label="Cheese")
    news(page, "listed: 'c'")
    group = page.get_by_role("group", name="One of these")
    group.get_by_role("radio", name="Bread").focus()
    page.keyboard.press("ArrowDown")
    news(page, "radios: 'c'")
    page.get_by_role("group", name="A card").get_by_text("Red or green").click(
        force=True
    )  # anywhere on the card
    news(page, "cards: 'a'")
    page.get_by_role("checkbox", name="Bread").press("Space")
    news(page, "ticks: ('a', 'b')")


def count(page: Page, letter: str) -> str:
    item = page.get_by_role("listitem").filter(has=page.get_by_role("button", name=f"Add a dot to {letter},"))
    return item.locator(".crp-count").inner_text().split()[0]


def test_dots_as_they_are_called_out(page: Page) -> None:
    go(page, "Count")
    add = page.get_by_role("button", name="Add a dot to B, Option <b>B</b>", exact=True)
    add.focus()
    for _ in range(12):
        page.keyboard.press("Enter")
    expect(page.get_by_text("B, Option <b>B</b>: 12 dots.")).to_be_visible()
    expect(add).to_be_focused()
    page.keyboard.press("ArrowDown")
    expect(page.get_by_role("button", name="Add a dot to C,")).to_be_focused()
    line = page.get_by_label("Type letters as they are called out")
    line.fill("b 3, a cc")
    line.press("Enter")
    expect(page.get_by_text("“CC” is not one of the letters")).to_be_visible()
    expect(line).to_have_value("b 3, a cc")
    line.fill("b 3, a C c")
    line.press("Enter")
    line.press("Enter")
    expect(page.get_by_text("Noted: 3 for B, 1 for A, 1 for C, 1 for C.")).to_be_visible()
    assert [count(page, letter) for letter in "ABC"] == ["1", "15", "2"]
    many = page.get_by_label("How many dots for D,")
    many.fill("40")
    many.press("Enter")
    expect(page.get_by_text("D, Option <b>D</b>: 40 dots.")).to_be_visible()
    many.fill("51")
    many.press("Enter")
    expect(page.get_by_text("There are not so many dots.")).to_be_visible()
    page.get_by_role("button", name="Take one back from D,").click()
    expect(page.get_by_text("D, Option <b>D</b>: 39 dots.")).to_be_visible()


def test_letters_that_are_refused_come_back_into_the_box(page: Page) -> None:
    go(page, "Count")
    line = page.get_by_label("Type letters as they are called out")
    line.fill("e 2, f 60 g")
    line.press("Enter")
    expect(page.get_by_text("There are not so many dots.")).to_be_visible()
    expect(line).to_have_value("F 60 G 1")
    assert [count(page, letter) for letter in "EFG"] == ["2", "0", "0"]
    many = page.get_by_label("How many dots for H,")
    many.fill("70")
    many.press("Enter")
    expect(many).to_have_value("70")
    line.fill("f 60")
    line.press("Enter")
    expect(line).to_have_value("f 60")
    line.fill("f 6")
    line.press("Enter")
    expect(page.get_by_text("F, Option <b>F</b>: 6 dots.")).to_be_visible()
    expect(line).to_have_value("")


def test_tabs_by_arrow_keys_and_a_figure_without_its_picture(page: Page) -> None:
    go(page, "See")
    figure = page.get_by_role("group", name="Dots").first
    expect(figure.get_by_role("img", name="Dots")).to_be_visible()
    figure.get_by_text("Show as table").press("Enter")
    expect(figure.get_by_role("rowheader", name="<b>Apples</b>")).to_be_visible()
    page.get_by_role("tab", name="Picture").press("ArrowRight")
    expect(page.get_by_role("tab", name="Words")).to_be_focused()
    expect(page.get_by_role("tabpanel", name="Words")).to_contain_text("Only words.")
    expect(figure).to_be_hidden()


def test_long_work_shows_how_far_it_is_and_can_be_stopped(page: Page) -> None:
    page.get_by_role("button", name="Read", exact=True).click()
    expect(page.get_by_role("progressbar", name="Reading answers")).to_be_visible()
    page.get_by_role("button", name="Stop Reading answers").click()
    news(page, "whole: False")
    expect(page.get_by_role("progressbar")).to_have_count(0)


def test_a_file_arrives_whole_and_its_name_is_only_words(page: Page) -> None:
    box = page.get_by_label("Answers", exact=True)
    box.set_input_files({"name": "<b>x.CSV", "mimeType": "text/csv", "buffer": b"a" * 1_200_000})
    news(page, "file: '<b>x.CSV', 1200000")
    box.set_input_files({"name": "x.exe", "mimeType": "text/csv", "buffer": b"a"})
    expect(page.get_by_text("Choose one that ends in .csv or .xlsx.")).to_be_visible()
