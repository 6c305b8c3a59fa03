"""What a console can do beyond notes and dots: every kind by hand, photos, the clicker, a blank projector."""

from __future__ import annotations

import io
import re
from pathlib import Path

import pytest
from PIL import ExifTags, Image
from playwright.sync_api import Page, expect

from crpkit.workshop import Workshop, read_agenda
from tests.browser.conftest import Visit
from tests.browser.console_page import Desk, new_workshop, with_dots, with_notes
from tests.browser.test_live_room import button, come_in
from tests.browser.test_pages import assert_no_violations

AGENDA = Path(__file__).parents[2] / "workshop_data" / "agendas" / "taster-20-minutes.yaml"


def picture(tmp_path: Path, name: str = "wall.jpg") -> Path:
    """A photo as a phone takes it: large, with the place in it."""
    image = Image.new("RGB", (2600, 1800), "#dce6d8")
    exif = image.getexif()
    exif[ExifTags.Base.Make] = "A secret phone"
    exif.get_ifd(ExifTags.IFD.GPSInfo)[ExifTags.GPS.GPSLatitudeRef] = "N"
    image.save(tmp_path / name, exif=exif)
    return tmp_path / name


def add_other(page: Page, kind: str, prompt: str) -> None:
    page.get_by_role("radio", name="Something else").check()
    page.get_by_role("combobox", name="Which one?").select_option(label=kind)
    page.get_by_role("textbox", name="Question for the room").fill(prompt)


def test_every_kind_can_be_added_by_hand(visit: Visit) -> None:
    desk = Desk(visit, new_workshop(visit.served.folder))
    page = desk.page
    desk.go("Add an activity")
    button(page, "Add and open now").click()
    expect(page.get_by_text("Write the question for the room.").first).to_be_visible()
    page.get_by_role("radio", name="Something else").check()
    button(page, "Add and open now").click()
    expect(page.get_by_text("Choose which kind of activity.").first).to_be_visible()
    assert_no_violations(page, "something else")

    add_other(page, "Choose", "Which two?")
    page.get_by_role("combobox", name="How people choose").select_option(label="Ticks")
    page.get_by_role("textbox", name="Ticks for each person").fill("2")
    page.get_by_role("textbox", name="Our own options").fill("A lift home\nChildcare\nPay")
    assert_no_violations(page, "choose")
    button(page, "Add and open now").click()
    expect(page.get_by_role("heading", level=2, name="Which two?")).to_be_visible()

    desk.go("Add an activity")
    add_other(page, "Check it against the principles", "Does a coach do this?")
    button(page, "Add and open now").click()
    expect(page.get_by_role("heading", level=2, name="Does a coach do this?")).to_be_visible()

    desk.go("Add an activity")
    add_other(page, "What we will do", "What next?")
    button(page, "Add for later").click()
    expect(page.get_by_role("heading", level=2, name="What next?")).to_be_visible()

    made = {one.prompt: one for one in desk.workshop.state.activities.values()}
    which, coach, after = made["Which two?"], made["Does a coach do this?"], made["What next?"]
    assert (which.method, which.most, [one.title for one in which.items]) == (
        "approval",
        2,
        ["A lift home", "Childcare", "Pay"],
    )
    assert (coach.kind, len(coach.items), coach.open) == ("principles", 8, True)
    assert (after.kind, after.open) == ("commitments", False)


def test_a_kind_of_the_teams_own(visit: Visit) -> None:
    place = visit.served.folder / "workshop_data" / "kinds"
    place.mkdir(exist_ok=True)
    (place / "weather.yaml").write_text(
        "type: crpkit/activity-kind\nversion: 1\nid: weather\ntitle: The weather in here\nabout: How it feels.\n"
        "choosing: {method: one}\n",
        encoding="utf-8",
    )
    desk = Desk(visit, new_workshop(visit.served.folder))
    desk.go("Add an activity")
    add_other(desk.page, "The weather in here", "How is it?")
    desk.page.get_by_role("textbox", name="Our own options").fill("Sun\nRain")
    button(desk.page, "Add and open now").click()
    expect(desk.page.get_by_role("heading", level=2, name="How is it?")).to_be_visible()
    assert next(iter(desk.workshop.state.activities.values())).kind == "weather"


def test_a_photo_from_a_phone_and_one_from_the_console(visit: Visit, tmp_path: Path) -> None:
    desk, _ = with_notes(visit)
    phone = visit.context.browser.new_context(viewport={"width": 390, "height": 844}).new_page()  # type: ignore[union-attr]
    phone.goto(f"{visit.served.base}/join/{desk.code}")
    come_in(phone)
    phone.get_by_text("Add a photo", exact=True).click()
    button(phone, "Send photo").click()
    expect(phone.get_by_text("Take or choose a photo first.")).to_be_visible()
    phone.get_by_label("Take or choose a photo").set_input_files(picture(tmp_path))
    phone.get_by_role("textbox", name="What it shows").fill("The wall at noon")
    assert_no_violations(phone, "photo")
    button(phone, "Send photo").click()
    expect(phone.get_by_role("img", name="The wall at noon")).to_be_visible()
    assert (
        phone.get_by_role("img", name="The wall at noon").evaluate(
            "image => image.complete && image.naturalWidth"
        )
        == 1600
    )

    page = desk.page
    page.get_by_role("heading", level=3, name="Photos").click()
    expect(page.get_by_role("img", name="The wall at noon")).to_be_visible()
    page.get_by_label("The photo", exact=True).set_input_files(picture(tmp_path, "chart.jpg"))
    page.get_by_label("What is on it, in words").fill("A flip chart")
    button(page, "Add this photo").click()
    expect(page.get_by_role("img", name="A flip chart")).to_be_visible()
    assert_no_violations(page, "photos")

    (wall,) = [one for one in desk.workshop.state.photos.values() if one.caption == "The wall at noon"]
    data = desk.workshop.picture(wall.id)
    assert data is not None and not Image.open(io.BytesIO(data)).getexif()
    button(phone, re.compile("Take back.*The wall at noon")).click()
    expect(page.get_by_role("img", name="The wall at noon")).to_have_count(0)
    assert desk.workshop.picture(wall.id) is None
    phone.context.close()


def test_something_that_is_no_picture(visit: Visit, tmp_path: Path) -> None:
    desk, _ = with_notes(visit)
    (tmp_path / "wall.jpg").write_bytes(b"not a picture")
    desk.page.get_by_role("heading", level=3, name="Photos").click()
    desk.page.get_by_label("The photo", exact=True).set_input_files(tmp_path / "wall.jpg")
    button(desk.page, "Add this photo").click()
    expect(desk.page.get_by_text(re.compile("not a picture|no picture", re.IGNORECASE)).first).to_be_visible()
    assert not desk.workshop.state.photos


def test_a_spreadsheet_is_looked_at_and_then_entered(visit: Visit, tmp_path: Path) -> None:
    desk, _ = with_notes(visit)
    page = desk.page
    (tmp_path / "cards.csv").write_bytes(
        "text;table\nCafé at noon;\n=A1;\nA lift home;Oak\n".encode("cp1252")
    )
    page.get_by_text("Bring in a file").click()
    button(page, "Look at it first").click()
    expect(page.get_by_text("Choose a file first.").first).to_be_visible()
    page.get_by_label("The table, saved as CSV").set_input_files(tmp_path / "cards.csv")
    button(page, "Look at it first").click()
    preview = page.get_by_role("region", name="What cards.csv says")
    expect(preview.get_by_text("1 row can be entered.")).to_be_visible()
    expect(preview.get_by_role("listitem")).to_have_text(
        [
            re.compile("row 2.*Café at noon"),
            re.compile("row 2.*not UTF-8"),
            re.compile("row 3.*is a formula"),
            re.compile("row 4.*no table “Oak”"),
        ]
    )
    assert_no_violations(page, "preview")
    assert desk.texts("held") == []
    button(preview, "Enter 1 row").click()
    expect(preview).to_have_count(0)
    assert desk.texts("held") == ["Café at noon"]


def test_a_tally_from_a_spreadsheet(visit: Visit, tmp_path: Path) -> None:
    desk, _ = with_dots(visit)
    (tmp_path / "dots.csv").write_text("letter,dots\nA,5\nPay,2\n", encoding="utf-8")
    desk.page.get_by_text("Bring in a file").click()
    desk.page.get_by_label("The table, saved as CSV").set_input_files(tmp_path / "dots.csv")
    button(desk.page, "Look at it first").click()
    button(desk.page, "Enter 2 rows").click()
    expect(desk.page.get_by_text("2 rows from the file are in the record.").first).to_be_visible()
    assert sorted(desk.workshop.dots("dots-1").totals().values()) == [0, 2, 5]


def test_b_blanks_the_projector_and_brings_it_back(visit: Visit) -> None:
    desk, _ = with_dots(visit)
    page, group = desk.page, desk.page.get_by_role("group", name="Projector")
    button(page, "Activity").first.click()
    expect(group.get_by_role("button", pressed=True)).to_have_text("Activity")
    page.get_by_role("heading", level=2).first.click()
    page.keyboard.press("b")
    expect(group.get_by_role("button", pressed=True)).to_have_text("Blank")
    page.keyboard.press("b")
    expect(group.get_by_role("button", pressed=True)).to_have_text("Activity")
    desk.go("Add an activity")
    field = page.get_by_role("textbox", name="Question for the room")
    field.fill("")
    field.press_sequentially("b.B")  # typing is not pressing
    expect(field).to_have_value("b.B")
    expect(group.get_by_role("button", pressed=True)).to_have_text("Activity")


@pytest.fixture
def running(visit: Visit) -> Desk:
    workshop = new_workshop(visit.served.folder)
    workshop.set_agenda(read_agenda(AGENDA))
    workshop.next_step()
    return Desk(visit, workshop)


def step(workshop: Workshop) -> str | None:
    return workshop.state.agenda.now if workshop.state.agenda else None


def test_a_clicker_goes_on_and_back_when_it_is_wanted(running: Desk) -> None:
    page, strip = running.page, running.page.get_by_role("region", name="Agenda")
    page.keyboard.press("PageDown")  # turns the page only
    clicker = button(page, "Clicker")
    expect(clicker).to_have_attribute("aria-pressed", "false")
    assert step(running.workshop) == "hello"
    clicker.click()
    expect(clicker).to_have_attribute("aria-pressed", "true")
    for key, title in (("PageDown", "One thought"), ("PageDown", "Choose"), ("PageUp", "One thought")):
        page.keyboard.press(key)
        expect(strip.get_by_role("link")).to_have_text(title)
        expect(button(strip, re.compile("^Next"))).not_to_have_attribute("aria-busy", "true")
    assert step(running.workshop) == "write"
    page.reload()
    expect(button(page, "Clicker")).to_have_attribute("aria-pressed", "true")


def test_the_page_goes_along_with_the_agenda_unless_she_is_somewhere_else(running: Desk) -> None:
    page, work = running.page, running.page.locator("#work")
    strip = page.get_by_role("region", name="Agenda")
    expect(page).to_have_url(re.compile("#hello$"))
    on = button(strip, re.compile("^Next"))
    on.click()
    expect(page).to_have_url(re.compile("#write$"))
    expect(work.get_by_role("button", name=re.compile("^Close")).first).to_be_visible()
    expect(on).to_be_focused()  # pressing it once more goes on once more
    button(strip, "Back").click()
    expect(page).to_have_url(re.compile("#hello$"))
    running.go("People")
    expect(on).not_to_have_attribute("aria-disabled", "true")
    on.click()
    expect(strip.get_by_role("link")).to_have_text("One thought")
    expect(page).to_have_url(re.compile("#people$"))
