"""A whole room: a console, the projector's screen and four phones; then the same with everything cut in turn."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from crpkit.workshop import Workshop
from crpkit.workspace import new_workspace, open_workspace
from tests.browser.conftest import PATIENCE_MS, Visit
from tests.serving import Served, free_port, serving

PHONE = {"width": 390, "height": 844}
PROJECTOR = {"width": 1920, "height": 1080}
PROMPT = "What would help you work together?"
OPTIONS = ("A lift home", "Childcare", "Pay on the day")
Rooms = Callable[..., Visit]


@pytest.fixture
def visits(browser: Browser) -> Iterator[Rooms]:
    """Makes browsers of people in the room; none may ask another machine for anything."""
    made: list[Visit] = []

    def visit(served: Served, viewport: dict[str, int] = PHONE) -> Visit:
        made.append(Visit(browser, served, viewport=viewport))
        return made[-1]

    yield visit
    for one in made:
        one.context.close()
        assert one.outside == [], "a page asked another machine for something"


def open_at(visit: Visit, address: str) -> Page:
    page = visit.context.new_page()
    page.goto(address, timeout=PATIENCE_MS)
    return page


def button(page: Page, name: str | re.Pattern[str]):  # type: ignore[no-untyped-def]
    return page.get_by_role("button", name=name)


def come_in(page: Page, *choices: str, family: str | None = None) -> None:
    """Agree to some things, say what one is, or nothing, and go in."""
    for choice in choices:
        page.get_by_role("checkbox", name=re.compile(choice)).check()
    button(page, "Go on").click()
    if family is not None:
        page.get_by_role("checkbox", name=re.compile(family)).check()
    button(page, "Go in").click()
    expect(button(page, "My receipt and choices")).to_be_visible()


def write(page: Page, text: str) -> None:
    page.get_by_role("textbox", name="Your note").fill(text)
    button(page, "Send").click()


def kept(page: Page, text: str, state: str = "Kept") -> None:
    expect(page.get_by_role("listitem").filter(has_text=text)).to_contain_text(state)


def dot(page: Page, title: str) -> None:
    button(page, re.compile(f"^One dot more for ., {title}$")).click()


def go(console: Page, name: str) -> None:
    console.get_by_role("navigation").get_by_role("link", name=re.compile(name)).click()
    expect(console.get_by_role("heading", level=2, name=re.compile(name))).to_be_visible()


def test_notes_and_dots_with_a_console_a_screen_and_four_phones(served: Served, visits: Rooms) -> None:
    workspace = open_workspace(served.folder)
    workshop = Workshop.create(workspace, "Four phones")
    desk = visits(served, {"width": 1280, "height": 800})
    console = open_at(desk, f"{served.base}/console/{workshop.code}")
    screen = open_at(visits(served, PROJECTOR), f"{served.base}/screen/{workshop.code}")
    expect(screen.get_by_text("Waiting for the first phone")).to_be_visible()
    expect(screen.get_by_role("img", name=re.compile("QR code of the address"))).to_be_visible()

    # three phones by 127.0.0.1, and one by a name that is not localhost: no secure context there
    phones = [open_at(visits(served), f"{served.base}/join/{workshop.code}") for _ in range(3)]
    phones.append(open_at(visits(served), f"{served.phone_base}/join/{workshop.code}"))
    assert [page.evaluate("isSecureContext") for page in phones] == [True, True, True, False]
    come_in(phones[0], "Count me", "quoted", "traced", family="ommunit")
    come_in(phones[1], "Count me", family="roker")
    come_in(phones[2])
    come_in(phones[3], "Count me", "quoted")
    expect(screen.get_by_text("4 phones have joined")).to_be_visible()

    # notes: written in silence, held, then shown one by one
    go(console, "Add an activity")
    console.get_by_role("textbox", name="Question for the room").fill(PROMPT)
    button(console, "Add and open now").click()
    texts = ["A lift home", "<b>Childcare</b> & tea", "Call Mrs Miller on 020", "شاي للجميع"]
    for page, text in zip(phones, texts, strict=True):
        expect(page.get_by_role("heading", name=PROMPT)).to_be_visible()
        write(page, text)
        kept(page, text)
    expect(screen.get_by_text("4 notes have come in")).to_be_visible()
    for text in texts:
        expect(screen.get_by_text(text)).to_have_count(0)
    rows = console.get_by_role("tabpanel").get_by_role("listitem")
    show_new(console)
    expect(rows).to_have_count(4)
    rows.filter(has_text="Mrs Miller").get_by_role("button", name="Hide", exact=True).click()
    rows.filter(has_text="Childcare").get_by_role("button", name="Show", exact=True).click()
    expect(screen.get_by_text("<b>Childcare</b> & tea")).to_be_visible()
    kept(phones[1], "Childcare", "On the wall")
    button(console, re.compile(r"^Show all \d held")).click()
    expect(screen.get_by_text("شاي للجميع")).to_be_visible()
    expect(screen.get_by_text("Mrs Miller")).to_have_count(0)

    # dots: hidden till closed, from phones and spoken, then shown
    vote = workshop.open_activity("dots", "Which first?", OPTIONS, dots_each=2)
    workshop.stage("activity", vote)
    for page, wanted in zip(phones, ["Childcare", "Childcare", "A lift home", "Childcare"], strict=True):
        expect(page.get_by_role("heading", name="Which first?")).to_be_visible()
        dot(page, wanted)
        expect(page.get_by_text("1 dot left")).to_be_visible()
    expect(screen.get_by_text("4 phones have voted")).to_be_visible()
    workshop.place_many([("C", 2)], "spoken", vote)
    for page in phones:  # letters stay, whatever the order
        expect(page.get_by_role("heading", name="B: Childcare")).to_be_visible()
    workshop.close_activity(vote)
    for page in phones:
        expect(page.get_by_text(re.compile("closed", re.I)).first).to_be_visible()
    expect(screen.get_by_role("table")).to_have_count(0)
    workshop.show(True, vote)
    expect(screen.get_by_text(re.compile(r"Childcare.* has the most: 3 dots"))).to_be_visible()
    assert workshop.dots(vote).totals() == {"o1": 1, "o2": 3, "o3": 2}
    frame = workshop.notes()
    assert sorted(frame.text) == sorted(texts)
    assert list(frame.set_index("text").consent.loc[texts]) == [
        "count, quote, trace",
        "count",
        "none",
        "count, quote",
    ]
    workspace.close()


def show_new(console: Page) -> None:
    """Take in the notes that came while the console showed others."""
    news = button(console, re.compile(r"^\d+ new note"))
    if news.count():
        news.click()


def test_everything_is_cut_in_turn_and_the_record_is_what_was_entered(visits: Rooms, tmp_path: Path) -> None:
    folder = new_workspace(tmp_path / "cut")
    workspace = open_workspace(folder)
    workshop = Workshop.create(workspace, "Cut in turn")
    notes = workshop.open_activity("notes", PROMPT)
    workshop.stage("activity", notes)
    entered: list[tuple[str, str]] = []
    port = free_port()

    with serving(folder, "--host", "kit.test", port=port) as served:
        phone = visits(served)
        page = open_at(phone, f"{served.phone_base}/join/{workshop.code}")
        come_in(page, "Count me")
        other = open_at(visits(served), f"{served.base}/join/{workshop.code}")
        come_in(other)
        desk = visits(served, {"width": 1280, "height": 800})
        console = open_at(desk, f"{served.base}/console/{workshop.code}")
        screen = open_at(visits(served, PROJECTOR), f"{served.base}/screen/{workshop.code}")
        expect(screen.get_by_role("heading", name=PROMPT)).to_be_visible()
        write(page, "Before anything")
        kept(page, "Before anything")
        entered.append(("Before anything", "phone"))

        # the phone: no network, a half-written note and a sent one; then it is closed in mid-air and opened again
        phone.context.set_offline(True)
        write(page, "Sent without a network")
        kept(page, "Sent without a network", "Waiting")
        page.get_by_role("textbox", name="Your note").fill("Half-writ")
        page.close()
        write(other, "From another meanwhile")
        kept(other, "From another meanwhile")
        phone.context.set_offline(False)
        page = open_at(phone, f"{served.phone_base}/join/{workshop.code}")
        expect(page.get_by_role("textbox", name="Your note")).to_have_value("Half-writ")
        kept(page, "Sent without a network")
        entered += [("Sent without a network", "phone"), ("From another meanwhile", "phone")]

        # the console: closed while something is typed; the room goes on; another one goes on with it
        console.get_by_role("textbox", name="Notes, one on each line").fill("Said aloud\nSaid twice")
        console.close()
        write(other, "While no console was open")
        kept(other, "While no console was open")
        console = open_at(desk, f"{served.base}/console/{workshop.code}")
        expect(console.get_by_role("textbox", name="Notes, one on each line")).to_have_value(
            "Said aloud\nSaid twice"
        )
        button(console, "Add 2 notes").click()
        button(console, "2 new notes").click()
        expect(console.get_by_role("tabpanel").get_by_role("listitem")).to_have_count(6)
        entered += [
            ("While no console was open", "phone"),
            ("Said aloud", "spoken"),
            ("Said twice", "spoken"),
        ]

        # the server: killed, not stopped
        served.process.kill()
        served.process.wait()
        write(other, "Written while the kit was down")
        kept(other, "Written while the kit was down", "Waiting")
        expect(screen.get_by_text("No connection")).to_be_visible()
        expect(screen.get_by_role("heading", name=PROMPT)).to_be_visible()

    with serving(folder, "--host", "kit.test", port=port) as served:
        kept(other, "Written while the kit was down")
        entered.append(("Written while the kit was down", "phone"))
        expect(screen.get_by_text("No connection")).to_be_hidden()
        # the same tab of the console goes on once the new link was opened in its browser
        desk.context.request.get(served.address)
        row = console.get_by_role("tabpanel").get_by_role("listitem").filter(has_text="Said twice")
        row.get_by_role("button", name="Show", exact=True).click()
        expect(screen.get_by_text("Said twice")).to_be_visible()
        page.get_by_role("textbox", name="Your note").press("End")
        page.keyboard.type("ten, now whole")
        button(page, "Send").click()
        kept(page, "Half-written, now whole")
        entered.append(("Half-written, now whole", "phone"))

    found = workshop.notes()
    assert sorted(zip(found.text, found.channel, strict=True)) == sorted(entered), "item by item, once each"
    assert list(found.set_index("text").state.loc[["Said twice", "Said aloud"]]) == ["shown", "held"]
    assert len(workshop.participants()) == 2
    workspace.close()
