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
VOTE = "Which first?"
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


def dot(page: Page, title: str, step: str = "more") -> None:
    button(page, re.compile(f"^One dot {step} for ., {title}$")).click()


def placed(page: Page, title: str) -> int:
    """How many dots the phone shows for an option of an open vote."""
    return int(page.get_by_role("group", name=title).get_by_role("status").inner_text())


def saved(page: Page) -> dict[str, int]:
    """Wait until the phone says that its dots are saved, and return them."""
    expect(page.get_by_text("Saved", exact=True)).to_be_visible()
    dots = {title: placed(page, title) for title in OPTIONS}
    return {title: count for title, count in dots.items() if count}


def ballots(workshop: Workshop) -> dict[str, dict[str, int]]:
    """Whose phone it is → title → dots, as the record has them."""
    found: dict[str, dict[str, int]] = {}
    people = workshop.participants()
    labels = dict(zip(people.participant, people.label, strict=True))
    votes = workshop.votes(with_open=True)
    for person, title, dots in zip(votes.participant, votes.title, votes.dots, strict=True):
        own = found.setdefault(labels[person], {})
        assert title not in own, "a ballot is counted twice"
        own[title] = int(dots)
    return found


def add_vote(console: Page, dots_each: int) -> None:
    go(console, "Add an activity")
    console.get_by_role("radio", name="Dots").check()
    console.get_by_role("textbox", name="Question for the room").fill(VOTE)
    console.get_by_role("textbox", name="Our own options").fill("\n".join(OPTIONS))
    console.get_by_role("textbox", name="Dots for each person").fill(str(dots_each))
    button(console, "Add and open now").click()
    expect(console.get_by_role("heading", level=2, name=VOTE)).to_be_visible()


def turn(console: Page, words: str) -> None:
    """Open or close what is before the room."""
    switch = button(console, re.compile(f"^{words}"))
    expect(switch).not_to_have_attribute("aria-disabled", "true")
    switch.click()


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
    add_vote(console, dots_each=2)
    for page, wanted in zip(phones, ["Childcare", "Childcare", "A lift home", "Childcare"], strict=True):
        expect(page.get_by_role("heading", name=VOTE)).to_be_visible()
        dot(page, wanted)
        expect(page.get_by_text("1 dot left", exact=True)).to_be_visible()
    expect(screen.get_by_text("4 phones have voted")).to_be_visible()
    expect(console.get_by_text("4 ballots from phones")).to_be_visible()
    console.get_by_role("textbox", name="Letters as they are called out").fill("C 2")
    button(console, "Add").and_(console.get_by_role("button", name="Add", exact=True)).click()
    expect(console.get_by_text("Last entry: 2")).to_be_visible()
    expect(console.get_by_role("table")).to_have_count(0)
    for page in phones:  # letters stay, whatever the order
        expect(page.get_by_role("heading", name="B: Childcare")).to_be_visible()
    turn(console, "Close it")
    for page in phones:
        expect(page.get_by_text(re.compile("closed", re.I)).first).to_be_visible()
    expect(screen.get_by_role("table")).to_have_count(0)
    button(console, "Show the result to the room").click()
    expect(screen.get_by_text(re.compile(r"Childcare.* has the most: 3 dots"))).to_be_visible()
    vote = list(workshop.state.activities)[-1]
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

        # dots: the phone whose box is empty follows by itself, the other one goes there by choice
        vote = workshop.open_activity("dots", VOTE, OPTIONS, dots_each=2)
        expect(other.get_by_role("heading", name=VOTE)).to_be_visible()
        dot(other, "Childcare")
        button(page, "Go there too").click()
        dot(page, "A lift home")
        assert [saved(page), saved(other)] == [{"A lift home": 1}, {"Childcare": 1}]
        assert ballots(workshop) == {"P1": {"A lift home": 1}, "P2": {"Childcare": 1}}

        # the server: killed, not stopped
        served.process.kill()
        served.process.wait()
        dot(page, "A lift home")
        dot(other, "Childcare", "fewer")
        dot(other, "Pay on the day")
        for one in (page, other):
            expect(one.get_by_text("Waiting to be sent", exact=True)).to_be_visible()
            button(one, f"Go to: {PROMPT}").click()
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
        for one in (page, other):
            button(one, re.compile(f"^Go (to: {re.escape(VOTE)}|there too)")).first.click()
        shown = {"P1": saved(page), "P2": saved(other)}

    assert shown == {"P1": {"A lift home": 2}, "P2": {"Pay on the day": 1}}
    assert ballots(workshop) == shown, "each phone's last dots, once each"
    assert workshop.dots(vote).totals() == {"o1": 2, "o2": 0, "o3": 1}
    found = workshop.notes()
    assert sorted(zip(found.text, found.channel, strict=True)) == sorted(entered), "item by item, once each"
    assert list(found.set_index("text").state.loc[["Said twice", "Said aloud"]]) == ["shown", "held"]
    assert len(workshop.participants()) == 2
    workspace.close()


def test_what_a_phone_shows_as_saved_counts_however_the_vote_is_closed_and_opened(
    served: Served, visits: Rooms
) -> None:
    workspace = open_workspace(served.folder)
    workshop = Workshop.create(workspace, "Closed in mid-press")
    desk = visits(served, {"width": 1280, "height": 800})
    console = open_at(desk, f"{served.base}/console/{workshop.code}")
    phones = {}
    for label in ("P1", "P2", "P3"):
        phones[label] = open_at(visits(served), f"{served.phone_base}/join/{workshop.code}")
        come_in(phones[label])
    add_vote(console, dots_each=10)
    vote = list(workshop.state.activities)[-1]
    for page in phones.values():
        dot(page, "Childcare")
        assert saved(page) == {"Childcare": 1}
    for turns in range(4):
        for pressed, page in enumerate(phones.values()):
            for title in OPTIONS[: 1 + (pressed + turns) % 3]:
                dot(page, title)
            if pressed < turns:
                saved(page)
        turn(console, "Close it")  # the other presses are on their way, or still rest on the phone
        for page in phones.values():
            expect(page.get_by_role("heading", name="Where your dots are")).to_be_visible()
            expect(page.get_by_text("Waiting to be sent")).to_have_count(0)
        counted = ballots(workshop)
        for label, page in phones.items():
            own = page.get_by_role("listitem")
            for title in OPTIONS:
                dots = counted.get(label, {}).get(title, 0)
                if dots:
                    expect(own.filter(has_text=title)).to_contain_text(re.compile(rf"\b{dots} dots?\b"))
                else:
                    expect(own.filter(has_text=title)).to_have_count(0)
        assert ballots(workshop) == counted, "nothing counts that came after the vote was closed"
        turn(console, "Open it")
        shown = {label: saved(page) for label, page in phones.items()}
        assert ballots(workshop) == shown
    totals = {
        f"o{n}": sum(dots.get(title, 0) for dots in shown.values()) for n, title in enumerate(OPTIONS, 1)
    }
    assert workshop.dots(vote).totals() == totals
    assert sum(totals.values()) == 27, "every press of the three phones"
    workspace.close()
