"""The starter two-hour agenda, played by a room: four phones, two people on paper, a table that chooses together, two consoles.

Afterwards the record is compared with what was entered, item by item.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from html.parser import HTMLParser
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect

from crpkit.workshop import Workshop, read_agenda
from crpkit.workshop.agenda import agenda_text, editing
from crpkit.workspace import open_workspace
from tests.browser.console_page import news, note, press
from tests.browser.test_console_more import picture
from tests.browser.test_live_room import PHONE, PROJECTOR, Rooms, button, come_in, go, open_at, visits
from tests.browser.test_pages import assert_no_violations
from tests.serving import Served

__all__ = ["visits"]
TWO_HOURS = Path(__file__).parents[2] / "workshop_data" / "agendas" / "co-design-two-hours.yaml"
TITLE = "Our two hours, shortened"
MENU = [option.title or "" for option in read_agenda(TWO_HOURS).steps[3].options or ()]
GUIDE, CONTACTS, PEERS = MENU[:3]
ALL = ("Count me", "quoted", "traced")
OWN_LINE = "We should ask the people who left"


@dataclass
class Hall:
    """Everyone in the room, and the record as another program sees it."""

    workshop: Workshop
    console: Page
    second: Page
    screen: Page
    phones: list[Page]

    def begin(self, title: str) -> None:
        """Wait until everyone is on a step, and nobody’s page breaks a rule that axe knows."""
        self.strip_says(self.console, title)
        self.strip_says(self.second, title)
        self.console.get_by_role("region", name="Agenda").get_by_role("link", name=title).click()
        for phone in self.phones:
            expect(phone.locator(".join-agenda")).to_contain_text(f"Now: {title}")
        expect(self.screen.get_by_role("heading", level=1)).to_be_visible()
        self.check(title)

    def strip_says(self, console: Page, title: str) -> None:
        expect(console.get_by_role("region", name="Agenda").get_by_role("link", name=title)).to_be_visible()

    def next(self, console: Page | None = None) -> None:
        strip = (console or self.console).get_by_role("region", name="Agenda")
        on = strip.get_by_role("button", name=re.compile("^(Next|Begin)"))
        expect(on).not_to_have_attribute("aria-disabled", "true")
        on.click()

    def check(self, where: str) -> None:
        for name, page in (("console", self.console), ("screen", self.screen), ("phone", self.phones[0])):
            assert_no_violations(page, f"{where} on the {name}")

    def close_and_show(self) -> None:
        head = self.second.locator("#work")
        self.second.get_by_role("region", name="Agenda").get_by_role("link").click()
        head.get_by_role("button", name=re.compile("^Close")).click()
        head.get_by_role("button", name="Show the result to the room").click()
        for phone in self.phones:
            expect(phone.get_by_role("heading", name="The result")).to_be_visible()


@pytest.fixture
def hall(served: Served, visits: Rooms) -> Iterator[Hall]:
    shortened = read_agenda(TWO_HOURS)
    for step in shortened.steps:
        shortened = editing.changed(shortened, step.id, minutes=1)
    place = served.folder / "workshop_data" / "agendas" / "shortened.yaml"
    place.write_text(agenda_text(shortened).replace("What support would help here?", TITLE), encoding="utf-8")
    workspace = open_workspace(served.folder)
    workshop = Workshop.create(workspace, "The whole evening")
    desk = visits(served, {"width": 1280, "height": 800})
    console = open_at(desk, f"{served.base}/console/{workshop.code}#add")
    second = open_at(visits(served, {"width": 1024, "height": 768}), f"{served.base}/console/{workshop.code}")
    screen = open_at(visits(served, PROJECTOR), f"{served.base}/screen/{workshop.code}")
    phones = [open_at(visits(served, PHONE), f"{served.base}/join/{workshop.code}") for _ in range(4)]
    come_in(phones[0], *ALL, family="ommunit")
    come_in(phones[1], *ALL, family="roker")
    come_in(phones[2], "Count me", family="ommunit")  # may not be quoted
    come_in(phones[3], *ALL, family="esearcher")
    yield Hall(workshop, console, second, screen, phones)
    place.unlink()
    workspace.close()


def send(phone: Page, text: str, field: str | None = None) -> None:
    """Write something under the heading that is open."""
    box = phone.get_by_role("textbox", name=field) if field else phone.get_by_role("textbox").first
    box.fill(text)
    box.locator("xpath=ancestor::form").get_by_role("button", name=re.compile("^Send")).click()
    expect(phone.get_by_role("listitem").filter(has_text=text).first).to_be_visible()


def answer(phone: Page, statement: str, choice: str) -> None:
    phone.get_by_role("group", name=statement).get_by_role("radio", name=choice, exact=True).check()


def fold_out(page: Page, title: str | re.Pattern[str]) -> None:
    summary = page.locator("summary").filter(has_text=title).first
    if summary.locator("..").get_attribute("open") is None:
        summary.click()


def write_down(
    console: Page, text: str, heading: str | None = None, about: str | None = None, **more: str
) -> None:
    """Enter what stood on paper."""
    fold_out(console, "Enter what was said or written")
    form = console.locator("details.co-write")
    form.get_by_role("radio", name="on paper").check()
    if about:
        form.get_by_role("combobox", name="About which").select_option(label=about)
    if heading:
        form.get_by_role("combobox", name="Under which heading").select_option(label=heading)
    for label, words in more.items():
        form.get_by_role("textbox", name=label.replace("_", " ")).fill(words)
    form.locator("textarea#co-under-text").fill(text)
    form.get_by_role("button", name="Enter what was said or written").click()
    news(console, "It is entered.")
    expect(form.locator("textarea#co-under-text")).to_have_value("")


def place(console: Page, channel: str, people: int, marks: dict[str, str], family: str = "") -> None:
    """Enter a ballot for people without one of their own."""
    form = console.get_by_role("region", name="Enter a ballot")
    form.get_by_role("radio", name=channel, exact=True).check()
    for title, mark in marks.items():
        field: Locator = form.get_by_label(re.compile(re.escape(title))).first
        kind = field.evaluate("field => field.tagName + (field.type || '')")
        if kind.startswith("SELECT"):
            field.select_option(label=mark)
        elif kind.endswith(("radio", "checkbox")):
            field.check()
        else:
            field.fill(mark)
    form.get_by_role("textbox", name="How many people").fill(str(people))
    if family:
        fold_out(console, "Who they are")
        form.get_by_role("textbox", name=family).fill(str(people))
    form.get_by_role("button", name="Enter this ballot").click()
    expect(form.get_by_role("listitem").filter(has_text=f"{people} p").first).to_be_visible()


def dots(phone: Page, *titles: str) -> None:
    for title in titles:
        button(phone, re.compile(f"^One dot more for ., {re.escape(title)}$")).click()
    expect(phone.get_by_text("Saved", exact=True)).to_be_visible()


def test_the_whole_evening(hall: Hall, served: Served, tmp_path: Path) -> None:
    console, second, phones = hall.console, hall.second, hall.phones
    one, two, three, four = phones
    button(console, re.compile(f"Use this agenda.*{TITLE}")).click()
    go(console, "People")
    console.get_by_role("textbox", name=re.compile("in the room", re.IGNORECASE)).first.fill("6")
    button(console, "Save the head-count").click()
    hall.next()

    # who is here: four phones, two on paper
    hall.begin("Who is here")
    for phone, family in zip(phones, ("Communities", "Brokers", "Communities", "Researchers"), strict=True):
        phone.get_by_role("radio", name=re.compile(family)).check()
        expect(phone.get_by_text("Saved", exact=True)).to_be_visible()
    place(console, "Paper", 2, {"Communities": "x"}, family="Communities")
    hall.next()

    # what would help: held until it is shown
    hall.begin("What would help you take part")
    for phone, text in ((one, "A quiet corner"), (three, "Somebody to sign")):
        send(phone, text)
    expect(hall.screen.get_by_text("A quiet corner")).to_have_count(0)
    fold_out(console, "Spoken or on paper")
    console.get_by_role("radio", name="on paper").check()
    console.get_by_role("textbox", name="Notes, one on each line").fill("Large print")
    console.get_by_role("button", name=re.compile("^Add 1 note")).click()
    button(
        console, re.compile("new notes?$")
    ).click()  # they come in below what she is reading only when she is ready
    for text in ("A quiet corner", "Somebody to sign", "Large print"):
        press(note(console, text), "Show")
    for text in ("A quiet corner", "Somebody to sign", "Large print"):
        expect(hall.screen.get_by_text(text)).to_be_visible()
    hall.next(second)

    # how we treat each other: a point from a phone is let in, and people go along with it
    hall.begin("How we treat each other")
    send(two, "We let each other finish")
    button(console, re.compile("^Let in as an option.*We let each other finish")).click()
    for phone, choice in ((one, "I agree"), (two, "I agree"), (four, "Let us talk about it")):
        answer(phone, "We let each other finish", choice)
        expect(phone.get_by_text("Saved", exact=True)).to_be_visible()
    place(console, "Paper", 2, {"We let each other finish": "I agree"})
    hall.close_and_show()
    hall.next()

    # the menu: three phones alone; a table of three people with one of the phones; its member cannot also vote alone
    hall.begin("Choose from the menu")
    four.get_by_text("Which table are you at?").first.click() if not button(
        four, "Oak"
    ).is_visible() else None
    button(four, "Oak").click()
    expect(four.get_by_text("You are at the table Oak").first).to_be_visible()
    dots(one, GUIDE, GUIDE, CONTACTS)
    dots(two, CONTACTS, CONTACTS, PEERS)
    dots(three, GUIDE, PEERS, PEERS)
    dots(four, PEERS, PEERS, PEERS)
    form = console.get_by_role("region", name="Enter a ballot")
    form.get_by_role("radio", name="A table").check()
    form.get_by_role("combobox", name="Which table").select_option(label="Oak")
    for title, number in ((GUIDE, "2"), (CONTACTS, "1")):
        form.get_by_label(re.compile(re.escape(title))).fill(number)
    form.get_by_role("textbox", name="How many people").fill("3")
    fold_out(console, "Who they are")
    form.get_by_role("textbox", name="Communities").fill("2")
    form.get_by_role("textbox", name="Researchers").fill("1")
    button(console, "Enter this ballot").click()
    expect(form.get_by_role("listitem").filter(has_text="3 people")).to_be_visible()
    # both consoles at once: one closes while the other presses for another minute; neither act is lost
    strip = console.get_by_role("region", name="Agenda")
    second.get_by_role("region", name="Agenda").get_by_role("link").click()
    strip.get_by_role("button", name="1 more minute").click(no_wait_after=True)
    second.locator("#work").get_by_role("button", name=re.compile("^Close")).click()
    expect(console.locator("#work").get_by_role("button", name=re.compile("^Open"))).to_be_visible()
    assert hall.workshop.state.agenda is not None
    running = hall.workshop.state.agenda.step("choose")
    assert running is not None and running.extra == 1
    button(second, "Show the result to the room").click()
    expect(one.get_by_text("9 dots")).to_be_visible()  # 2 + 0 + 1 alone, and twice three at the table
    expect(hall.screen.get_by_role("table").or_(hall.screen.get_by_text(GUIDE)).first).to_be_visible()
    button(console, "Result by table").click()
    expect(console.get_by_text("Nothing can be shown by table")).to_be_visible()  # three people are too few
    expect(
        console.get_by_text("What tables chose together")
    ).to_be_visible()  # but this the table said itself
    hall.check("the result")
    chosen = hall.workshop.ask("choose").result().set_index("title")["points"]
    assert chosen[chosen > 0].to_dict() == {GUIDE: 9, CONTACTS: 6, PEERS: 3}
    hall.next()

    # working it out, many hands at once; nobody’s words vanish
    hall.begin("Work out the first three")
    for phone in (one, two):
        phone.get_by_role("combobox", name="What is it about?").select_option(index=1)
        fold_out(phone, "What is it for?")
    one.get_by_role("textbox").first.fill("So that nobody has to begin alone")
    send(two, "So that a first talk goes well", "What is it for?")
    send(one, "So that nobody has to begin alone", "What is it for?")
    expect(two.get_by_text("So that nobody has to begin alone").first).to_be_visible()
    write_down(console, "Written with the people who use it", heading="What happens?", about=f"A: {GUIDE}")
    console.get_by_role("heading", level=3, name="Photos").click()
    console.get_by_label("The photo").set_input_files(picture(tmp_path))
    console.get_by_label("What is on it, in words").fill("The canvas of table Oak")
    button(console, "Add this photo").click()
    expect(console.get_by_role("img", name="The canvas of table Oak")).to_be_visible()
    hall.check("with a photo")
    hall.next()
    hall.begin("Break")
    hall.next()

    # where do you stand: one line comes from the room
    hall.begin("Where do you stand?")
    send(four, OWN_LINE)
    button(console, re.compile(f"^Let in as an option.*{OWN_LINE}")).click()
    for phone, choice in ((one, "Agree"), (two, "Disagree"), (three, "Agree"), (four, "Pass")):
        answer(phone, OWN_LINE, choice)
        expect(phone.get_by_text("Saved", exact=True)).to_be_visible()
    place(console, "Paper", 2, {OWN_LINE: "Disagree"})
    hall.close_and_show()
    hall.next()

    hall.begin("Check it against the principles")
    expect(one.get_by_text(GUIDE).first).to_be_visible()
    first = hall.workshop.ask("principles").items[0].title or ""
    for phone, choice in ((one, "Yes"), (two, "Partly"), (three, "Not yet")):
        answer(phone, first, choice)
        expect(phone.get_by_text("Saved", exact=True)).to_be_visible()
    one.get_by_role("combobox", name="What is it about?").select_option(index=1)
    send(one, "Ask who is not in the room")
    hall.close_and_show()
    hall.next()

    hall.begin("What we will do")
    one.get_by_role("textbox", name="Who will do it?").fill("The library")
    one.get_by_role("textbox", name="By when?").fill("by the end of May")
    send(one, "Lends us its big room", "What will you do?")
    write_down(console, "Brings the tea", Who_will_do_it="A neighbour group", By_when="in March")
    hall.next()

    hall.begin("Looking back")
    fold_out(three, "What do you take away from today?")
    send(three, "This may not be quoted", "What do you take away")
    fold_out(four, "What was missing?")
    send(four, "Young people", "What was missing")
    fresh = button(console, re.compile("new notes?$"))
    for text in ("This may not be quoted", "Young people"):
        row = note(console, text)
        expect(row.or_(fresh).first).to_be_visible()
        if not row.is_visible():
            fresh.click()
        press(row, "Show")
    button(console, "End the agenda").click()
    expect(console.get_by_text("The agenda is over.")).to_be_visible()

    check_record(hall, served, first)


class Words(HTMLParser):
    """The text of a page, tables as rows of cells."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.rows: list[list[str]] = []
        self.text: list[str] = []
        self.images: list[str] = []
        self._cell: list[str] | None = None
        self._skip = 0
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in ("style", "script"):
            self._skip += 1
        if tag == "tr":
            self.rows.append([])
        if tag in ("td", "th"):
            self._cell = []
        if tag == "img":
            self.images.append(dict(attrs).get("alt") or "")

    def handle_endtag(self, tag: str) -> None:
        if tag in ("style", "script"):
            self._skip -= 1
        if tag in ("td", "th") and self._cell is not None:
            self.rows[-1].append(" ".join("".join(self._cell).split()))
            self._cell = None

    def handle_data(self, data: str) -> None:
        if self._skip:
            return
        self.text.append(data)
        if self._cell is not None:
            self._cell.append(data)

    def row(self, *begins: str) -> list[str]:
        """Return the first row that begins with these cells."""
        return next(row for row in self.rows if row[: len(begins)] == list(begins))


def check_record(hall: Hall, served: Served, principle: str) -> None:
    """Write the record from the workshop’s page, and compare it with what the room did."""
    page = hall.console.context.new_page()
    page.goto(f"{served.base}/workshop?code={hall.workshop.code}")
    page.get_by_role("button", name="Write it as a web page").click()
    expect(page.get_by_text("The record is written: outputs/")).to_be_visible()
    (file,) = (served.folder / "outputs" / hall.workshop.code).glob("*.html")
    words = Words(file.read_text(encoding="utf-8"))
    text = " ".join(" ".join(words.text).split())

    # the agenda as it was run, and who was here
    for step in read_agenda(TWO_HOURS).steps:
        assert step.title in text, step.title
    # six people are few: groups among them are told as few, while the room itself had the numbers
    for family in ("Communities", "Brokers", "Researchers"):
        assert words.row(family) == [family, "fewer than 5"]
    here = hall.workshop.ask("welcome").result().set_index("title")["people"]
    assert here.to_dict() == {"Communities": 4, "Brokers": 1, "Researchers": 1, "Funders": 0}
    # results of the whole room, as everyone there saw them
    for title, points in ((GUIDE, 9), (CONTACTS, 6), (PEERS, 3)):
        assert any(title in row and str(points) in row for row in words.rows), (title, points)
    for line, numbers in (
        ("We let each other finish", ["4", "1"]),
        (OWN_LINE, ["2", "3", "1"]),
        (principle, ["1", "1", "1"]),
    ):
        rows = [row for row in words.rows if line in row]
        assert any(_in_order(numbers, row[row.index(line) + 1 :]) for row in rows), (line, rows)
    # words of those who agreed to be quoted, and only theirs
    for quoted in (
        "A quiet corner",
        "So that nobody has to begin alone",
        "So that a first talk goes well",
        "Ask who is not in the room",
        "Young people",
        "Written with the people who use it",  # from the sheet that a table wrote together
    ):
        assert quoted in text, quoted
    for never in ("Somebody to sign", "This may not be quoted", "Large print"):
        assert never not in text, never
    # what was promised, with who and by when
    assert words.row("The library")[:3] == ["The library", "Lends us its big room", "by the end of May"]
    assert words.row("A neighbour group")[:3] == ["A neighbour group", "Brings the tea", "in March"]
    assert any("The canvas of table Oak" in alt for alt in words.images)
    assert set(hall.workshop.canvases()["text"]) == {
        "So that nobody has to begin alone",
        "So that a first talk goes well",
        "Written with the people who use it",
    }


def _in_order(numbers: list[str], cells: list[str]) -> bool:
    """Say whether numbers stand in a row of cells in this order."""
    rest = iter(cells)
    return all(number in rest for number in numbers)
