"""Laying out an agenda in the notebook’s page, as its user would."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from crpkit.workshop import read_agenda
from tests.browser.conftest import Visit
from tests.browser.test_pages import MODES, assert_no_violations, set_mode

TWO_HOURS = "What support would help here?"


@pytest.fixture
def page(visit: Visit) -> Page:
    page = visit.open("/agenda")
    expect(page.get_by_role("radio", name=re.compile("Who is here"))).to_be_visible()
    return page


def start_from(page: Page, title: str) -> None:
    page.get_by_role("combobox", name="Start from").select_option(label=title)
    expect(page.get_by_role("textbox", name="Title of the session")).to_have_value(title)


def titles(page: Page) -> list[str]:
    """The titles of the steps, in order: between the time and the minutes."""
    radios = page.get_by_role("group", name="Steps", exact=True).get_by_role("radio")
    texts = radios.evaluate_all("all => all.map(one => one.parentElement.textContent)")
    return [re.sub(r"^\d+:\d+\s+|\d+ min · .*$", "", " ".join(text.split())) for text in texts]


def choose(page: Page, title: str) -> None:
    page.get_by_role("group", name="Steps", exact=True).get_by_role(
        "radio", name=re.compile(f"[0-9] +{title}")
    ).check()
    expect(page.get_by_role("textbox", name="Title of the step")).to_have_value(title)


def press(page: Page, name: str) -> None:
    page.get_by_role("button", name=name, exact=True).click()


def test_a_starter_is_changed_and_saved_beside_it(page: Page, visit: Visit) -> None:
    start_from(page, TWO_HOURS)
    expect(page.get_by_text("10:00 to 12:00")).to_be_visible()
    choose(page, "Break")
    press(page, "Move down")
    expect(page.get_by_text("“Break” is number 7 of 10 and takes 10 minutes.")).to_be_visible()
    press(page, "5 minutes longer")
    expect(page.get_by_text("10:00 to 12:05")).to_be_visible()
    press(page, "Duplicate")
    expect(page.get_by_text("10:00 to 12:20")).to_be_visible()
    page.get_by_role("textbox", name="Title of the step").fill("Another break")
    page.get_by_role("combobox", name="A new step of this kind").select_option(label="Where do you stand?")
    press(page, "Add it below")
    expect(page.get_by_role("textbox", name="Title of the step")).to_have_value("Where do you stand?")
    choose(page, "Looking back")
    press(page, "Take out")
    assert titles(page)[5:9] == ["Where do you stand?", "Break", "Another break", "Where do you stand?"]
    page.get_by_role("textbox", name="Title of the session").fill("Our two hours")
    page.get_by_role("textbox", name="Begins at").fill("18:30")
    expect(page.get_by_text(re.compile("18:30 to 20:5"))).to_be_visible()
    page.get_by_role("radio", name="Make a new agenda beside it").check()
    press(page, "Save the agenda")
    expect(
        page.get_by_text("“Our two hours” is saved: workshop_data/agendas/our-two-hours.yaml")
    ).to_be_visible()
    folder = visit.served.folder
    saved = read_agenda(folder / "workshop_data" / "agendas" / "our-two-hours.yaml", folder)
    assert [step.title for step in saved.steps[5:9]] == titles(page)[5:9]
    assert [step.minutes for step in saved.steps if "reak" in step.title] == [15, 15]


def test_hard_words_are_marked_with_plainer_ones(page: Page) -> None:
    start_from(page, TWO_HOURS)
    choose(page, "Choose from the menu")
    expect(page.get_by_text("No hard words in the title and the question.")).to_be_visible()
    page.get_by_role("textbox", name="What is put to the room").fill("Which stakeholders should we ask?")
    page.get_by_role("textbox", name="What is put to the room").blur()
    expect(page.get_by_role("listitem").filter(has_text=re.compile("stakeholders → people"))).to_be_visible()
    expect(page.get_by_role("radio", name=re.compile("Choose from the menu")).locator("..")).to_contain_text(
        "1 hard word"
    )


def test_what_is_wrong_is_said_beside_the_button_and_nothing_is_lost(page: Page, visit: Visit) -> None:
    start_from(page, "A taste of it")
    choose(page, "Choose")
    page.get_by_role("combobox", name="What there is to choose from").select_option(label="Typed here")
    save = page.get_by_role("button", name="Save the agenda")
    expect(save).to_have_attribute("aria-disabled", "true")
    expect(save).to_have_accessible_description(re.compile("Choose: There is nothing to choose from"))
    page.get_by_role("textbox", name="Your own options").fill("A lift home\nChildcare")
    page.get_by_role("textbox", name="Your own options").blur()
    expect(save).not_to_have_attribute("aria-disabled", "true")
    page.get_by_role("combobox", name="Start from").select_option(label="An empty agenda")
    expect(
        page.get_by_text("What you changed is not saved. Save it first, or throw it away.")
    ).to_be_visible()
    expect(page.get_by_role("textbox", name="Title of the session")).to_have_value("A taste of it")
    press(page, "Throw away what I changed")
    expect(page.get_by_role("textbox", name="Title of the session")).to_have_value("A new session")
    taster = Path(visit.served.folder) / "workshop_data" / "agendas" / "taster-20-minutes.yaml"
    assert "framework:interventions" in taster.read_text(encoding="utf-8")


def test_the_print_pack_is_written(page: Page, visit: Visit) -> None:
    start_from(page, "A taste of it")
    press(page, "Write the print pack (PDF)")
    expect(
        page.get_by_text("The print pack is written: outputs/taster-20-minutes-print-pack.pdf")
    ).to_be_visible()
    assert (
        (visit.served.folder / "outputs" / "taster-20-minutes-print-pack.pdf")
        .read_bytes()
        .startswith(b"%PDF")
    )


@pytest.mark.parametrize("size", [(1920, 1080), (1024, 768), (390, 844)])
def test_it_fits_and_has_no_violations(page: Page, size: tuple[int, int]) -> None:
    page.set_viewport_size({"width": size[0], "height": size[1]})
    start_from(page, TWO_HOURS)
    choose(page, "Choose from the menu")
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth + 1")
    for mode in MODES:
        set_mode(page, mode)
        assert_no_violations(page, f"agenda {mode}")
