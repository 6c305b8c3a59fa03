"""The page on a phone: from the code to taking everything back, with a bad network, without a mouse, at any width."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Locator, Page, WebSocketRoute, expect

from crpkit.workshop import Workshop
from crpkit.workspace import open_workspace
from tests.browser.conftest import PATIENCE_MS, Visit
from tests.browser.test_pages import MODES, assert_no_violations, set_mode
from tests.serving import Served

PHONE = {"width": 390, "height": 844}
TITLE = "What would help us work together?"
PROMPT = "What gets in the way of taking part?"
QUESTION = "Where should we begin?"
THINGS = ["Pay people in time", "A person one can ring", "Training nearby", "Childcare", "Plain words", "Tea"]
CHOICES = ["Count me", "My words may be quoted", "My words may be traced into the plan"]


@dataclass
class Live:
    """A workshop as its facilitator has it."""

    workshop: Workshop
    address: str

    @property
    def texts(self) -> list[str]:
        """All notes that stand."""
        return [text for text in self.workshop.notes()["text"] if isinstance(text, str)]

    def notes(self, prompt: str = PROMPT) -> str:
        return self.workshop.open_activity("notes", prompt)

    def vote(self, things: list[str] = THINGS) -> str:
        return self.workshop.open_activity("dots", QUESTION, things)

    @property
    def dots(self) -> dict[str, int]:
        """Title → dots of all votes."""
        votes = self.workshop.votes(with_open=True)
        return {str(title): int(dots) for title, dots in zip(votes["title"], votes["dots"], strict=True)}


@pytest.fixture
def live(served: Served) -> Iterator[Live]:
    workspace = open_workspace(served.folder)
    workshop = Workshop.create(workspace, TITLE)
    yield Live(workshop, f"{served.phone_base}/join/{workshop.code}")
    workspace.close()


@pytest.fixture
def phones(browser: Browser, served: Served) -> Iterator[Callable[[], Visit]]:
    """Makes phones, each a browser of its own that reaches the kit by a name that is not localhost."""
    visits: list[Visit] = []

    def phone(**options: object) -> Visit:
        visits.append(Visit(browser, served, **{"viewport": PHONE, "has_touch": True, **options}))
        return visits[-1]

    yield phone
    for visit in visits:
        visit.context.close()
        assert visit.outside == [], "a phone asked another machine for something"


@pytest.fixture
def phone(phones: Callable[[], Visit]) -> Visit:
    return phones()


def arrive(phone: Visit, live: Live) -> Page:
    page = phone.context.new_page()
    page.goto(live.address, timeout=PATIENCE_MS)
    return page


def button(page: Page, name: str | re.Pattern[str]) -> Locator:
    return page.get_by_role("button", name=name)


def heading(page: Page, name: str) -> Locator:
    return page.get_by_role("heading", level=1, name=name)


def join(phone: Visit, live: Live) -> Page:
    """Go in without a word about oneself."""
    page = arrive(phone, live)
    button(page, "Go on").click()
    button(page, "Go in").click()
    expect(button(page, "My receipt and choices")).to_be_visible()
    return page


def box(page: Page) -> Locator:
    return page.get_by_role("textbox", name="Your note")


def note(page: Page, text: str) -> Locator:
    """One's own note in the list."""
    return page.get_by_role("listitem").filter(has_text=text)


def write(page: Page, text: str) -> None:
    box(page).fill(text)
    button(page, "Send").click()


def go_offline(phone: Visit, page: Page) -> None:
    phone.context.set_offline(True)
    expect(page.get_by_text("No connection just now")).to_be_visible()


def go_online(phone: Visit, page: Page) -> None:
    phone.context.set_offline(False)
    expect(page.get_by_text("Connected", exact=True)).to_be_visible()


def more(page: Page, title: str) -> Locator:
    return button(page, re.compile(f"^One dot more for ., {title}$"))


def fewer(page: Page, title: str) -> Locator:
    return button(page, re.compile(f"^One dot fewer for ., {title}$"))


# ---- coming in


def test_the_code_is_read_kindly(phone: Visit, live: Live, served: Served) -> None:
    page = phone.context.new_page()
    page.goto(f"{served.phone_base}/join")
    code = page.get_by_role("textbox", name="The six characters of the code")
    for typed, said in [
        ("K7O", "No code has O in it"),
        ("K7M", "3 characters are missing"),
        ("K7MPWXX", "one character too many"),
    ]:
        code.fill(typed)
        button(page, "Go on").click()
        expect(page.get_by_role("alert")).to_contain_text(said)
        expect(code).to_be_focused()
    known = live.workshop.code
    code.fill(f" {known[:3].lower()} - {known[3:]}")
    code.press("Enter")
    expect(heading(page, f"Welcome to {TITLE}")).to_be_visible()
    assert page.url == live.address


def test_an_unknown_code_leads_back_to_the_field(phone: Visit, served: Served) -> None:
    page = phone.context.new_page()
    page.goto(f"{served.phone_base}/join/ZZZZZZ")
    expect(page.get_by_role("alert")).to_contain_text("There is no workshop with the code ZZZZZZ here")
    expect(page.get_by_role("textbox")).to_be_visible()


def test_from_consent_to_a_note_and_back(phone: Visit, live: Live) -> None:
    live.notes()
    page = arrive(phone, live)
    expect(heading(page, f"Welcome to {TITLE}")).to_be_visible()
    for said in ("Never your name", "On the facilitator’s computer only", "has not set a date", "in danger"):
        expect(page.get_by_text(said)).to_be_visible()
    for choice in CHOICES:
        expect(page.get_by_role("checkbox", name=choice)).not_to_be_checked()
    page.get_by_role("checkbox", name=CHOICES[0]).check()
    page.get_by_role("checkbox", name=CHOICES[2]).check()
    button(page, "Go on").click()
    expect(heading(page, "About you")).to_be_focused()
    page.get_by_role("checkbox", name="Communities").check()
    page.get_by_role("checkbox", name="Brokers").check()
    page.get_by_role("radio", name="It is new to me").check()
    button(page, "Go in").click()
    expect(heading(page, PROMPT)).to_be_focused()
    write(page, "The bus stops at six.")
    expect(note(page, "The bus stops at six.")).to_contain_text("Kept")
    expect(box(page)).to_be_empty()
    expect(box(page)).to_be_focused()
    kept = live.workshop.notes().iloc[0]
    assert kept["text"] == "The bus stops at six."
    person = live.workshop.participants().iloc[0]
    assert kept["participant"] == person["participant"]
    assert (person["families"], person["experience"], person["consent"]) == (
        "community, brokers",
        "new",
        "count, trace",
    )

    live.workshop.show_notes([str(kept["note_id"])])
    expect(note(page, "The bus stops at six.")).to_contain_text("On the wall")
    button(page, "Take back: The bus stops at six.").click()
    question = page.get_by_role("group", name="Take this note back?")
    expect(question).to_be_focused()
    page.keyboard.press("Escape")
    expect(button(page, "Take back: The bus stops at six.")).to_be_focused()
    page.keyboard.press("Enter")
    question.get_by_role("button", name="Take back").click()
    expect(note(page, "The bus stops at six.")).to_have_count(0)
    expect(box(page)).to_have_value("The bus stops at six.")
    expect(box(page)).to_be_focused()
    assert live.texts == []


def test_funders_are_not_asked_how_new_they_are(phone: Visit, live: Live) -> None:
    page = arrive(phone, live)
    button(page, "Go on").click()
    question = page.get_by_role("group", name="How well do you know")
    expect(question).to_be_visible()
    page.get_by_role("checkbox", name="Funders").check()
    expect(question).to_have_count(0)
    page.get_by_role("checkbox", name="Researchers").check()
    expect(question).to_be_visible()
    page.get_by_role("checkbox", name="I prefer not to say").check()
    expect(page.get_by_role("checkbox", name="Funders")).not_to_be_checked()


def test_what_was_ticked_survives_a_reload(phone: Visit, live: Live) -> None:
    page = arrive(phone, live)
    page.get_by_role("checkbox", name=CHOICES[1]).check()
    button(page, "Go on").click()
    page.get_by_role("checkbox", name="Funders").check()
    page.reload()
    expect(page.get_by_role("checkbox", name="Funders")).to_be_checked()
    button(page, "Back").click()
    expect(page.get_by_role("checkbox", name=CHOICES[1])).to_be_checked()
    expect(page.get_by_role("checkbox", name=CHOICES[0])).not_to_be_checked()


# ---- nothing is lost


def test_half_typed_words_under_a_heading_stay_when_it_closes(phone: Visit, live: Live) -> None:
    page = join(phone, live)
    activity = live.workshop.open_activity("commitments", "What will you do next?")
    what, who = (
        page.get_by_role("textbox", name=re.compile("^What")).first,
        page.get_by_role("textbox", name=re.compile("^Who")),
    )
    what.fill("Ring the library")
    who.fill("Our lunch club")
    live.workshop.close_activity(activity)
    expect(page.get_by_text("Your half-written note stays here").first).to_be_visible()
    for words in ("Ring the library", "Our lunch club"):
        expect(page.get_by_text(words, exact=True)).to_be_visible()
    live.workshop.open_activity("notes", PROMPT)
    expect(page.get_by_role("heading", name=PROMPT)).to_be_visible()
    earlier = page.get_by_role("button", name=re.compile("What will you do next"))
    earlier.click()  # it is still among what came earlier
    expect(page.get_by_text("Our lunch club", exact=True)).to_be_visible()
    live.workshop.reopen_activity(activity)
    expect(who).to_have_value("Our lunch club")
    who.focus()
    live.workshop.open_activity("notes", "And something else?")  # whoever types is not taken away
    expect(page.get_by_text("And something else?").first).to_be_visible()
    expect(who).to_have_value("Our lunch club")
    live.workshop.end()
    expect(page.get_by_text("Ring the library", exact=True)).to_be_visible()


def test_a_draft_survives_a_reload_and_stays_with_its_activity(phone: Visit, live: Live) -> None:
    live.notes()
    page = join(phone, live)
    box(page).fill("Half a though")
    page.reload()
    expect(box(page)).to_have_value("Half a though")
    live.notes("Another question")
    expect(page.get_by_text("The room is now at: Another question").first).to_be_visible()
    button(page, "Go there too").click()
    expect(heading(page, "Another question")).to_be_focused()
    expect(box(page)).to_be_empty()
    button(page, f"Go to: {PROMPT}").click()
    expect(box(page)).to_have_value("Half a though")


def test_news_does_not_touch_what_is_being_typed(phones: Callable[[], Visit], live: Live) -> None:
    activity = live.notes()
    page = join(phones(), live)
    other = join(phones(), live)
    box(page).press_sequentially("I think t")
    page.keyboard.press("ArrowLeft")
    write(other, "Mine is quicker")
    expect(note(other, "Mine is quicker")).to_contain_text("Kept")
    live.workshop.show_notes([str(live.workshop.notes().iloc[0]["note_id"])])
    live.vote()
    expect(page.get_by_text(f"The room is now at: {QUESTION}").first).to_be_visible()
    live.workshop.close_activity(activity)
    expect(page.get_by_text("This is closed. Your half-written note stays here").first).to_be_visible()
    expect(page.get_by_text("I think t", exact=True)).to_be_visible()
    live.workshop.reopen_activity(activity)
    expect(box(page)).to_have_value("I think t")


def test_typing_goes_on_through_news(phones: Callable[[], Visit], live: Live) -> None:
    live.notes()
    page = join(phones(), live)
    box(page).press_sequentially("I think t")
    page.keyboard.press("ArrowLeft")
    live.vote()
    expect(page.get_by_text(f"The room is now at: {QUESTION}").first).to_be_visible()
    page.keyboard.type("hough")
    expect(box(page)).to_have_value("I think hought")


def test_the_page_follows_the_room_when_nobody_is_writing(phone: Visit, live: Live) -> None:
    page = join(phone, live)
    expect(heading(page, "Nothing to do just now")).to_be_visible()
    live.notes()
    expect(heading(page, PROMPT)).to_be_focused()
    live.vote()
    expect(heading(page, QUESTION)).to_be_focused()


def test_written_offline_is_sent_once(phone: Visit, live: Live) -> None:
    live.notes()
    page = join(phone, live)
    go_offline(phone, page)
    write(page, "Nobody rang me back")
    write(page, "The hall is cold")
    for text in ("Nobody rang me back", "The hall is cold"):
        expect(note(page, text)).to_contain_text("Waiting to be sent")
    assert live.texts == []
    go_online(phone, page)
    for text in ("Nobody rang me back", "The hall is cold"):
        expect(note(page, text)).to_contain_text("Kept")
    assert sorted(live.texts) == ["Nobody rang me back", "The hall is cold"]
    page.reload()
    expect(note(page, "The hall is cold")).to_contain_text("Kept")
    assert len(live.texts) == 2


def test_written_offline_survives_a_closed_page_and_leaves_from_two_tabs_once(
    phone: Visit, live: Live
) -> None:
    live.notes()
    page = join(phone, live)
    go_offline(phone, page)
    write(page, "Written in the tunnel")
    expect(note(page, "Written in the tunnel")).to_contain_text("Waiting to be sent")
    page.close()
    phone.context.set_offline(False)
    one, two = arrive(phone, live), arrive(phone, live)
    for tab in (one, two):
        expect(note(tab, "Written in the tunnel")).to_contain_text("Kept")
        expect(note(tab, "Written in the tunnel")).to_have_count(1)
    assert live.texts == ["Written in the tunnel"]


def test_a_note_that_never_left_can_be_taken_back(phone: Visit, live: Live) -> None:
    live.notes()
    page = join(phone, live)
    go_offline(phone, page)
    write(page, "I did not mean it")
    button(page, "Take back: I did not mean it").click()
    page.get_by_role("group", name="Take this note back?").get_by_role("button", name="Take back").click()
    expect(box(page)).to_have_value("I did not mean it")
    box(page).fill("I meant this")
    button(page, "Send").click()
    go_online(phone, page)
    expect(note(page, "I meant this")).to_contain_text("Kept")
    assert live.texts == ["I meant this"]


def test_joining_offline_waits_too(phone: Visit, live: Live) -> None:
    live.notes()
    page = arrive(phone, live)
    button(page, "Go on").click()
    go_offline(phone, page)
    button(page, "Go in").click()
    write(page, "I was never here")
    expect(note(page, "I was never here")).to_contain_text("Waiting to be sent")
    go_online(phone, page)
    expect(note(page, "I was never here")).to_contain_text("Kept")
    assert live.texts == ["I was never here"]


def test_a_note_that_is_too_long_is_kept(phone: Visit, live: Live) -> None:
    live.notes()
    page = join(phone, live)
    said = page.get_by_role("status")
    box(page).fill("🙂" * 1899)
    expect(page.get_by_text("101 characters left")).to_be_visible()
    box(page).press("End")
    page.keyboard.insert_text("🙂")
    expect(said.filter(has_text="100 characters left")).to_have_count(1)
    page.keyboard.insert_text("🙂" * 110)
    expect(said.filter(has_text="10 characters too long")).to_have_count(1)
    send = button(page, "Send")
    expect(send).to_have_attribute("aria-disabled", "true")
    expect(send).to_have_accessible_description(re.compile("10 characters too long"))
    send.click(force=True)
    page.reload()
    assert box(page).input_value() == "🙂" * 2010
    assert live.texts == []
    box(page).fill("🙂" * 2000)
    button(page, "Send").click()
    expect(page.get_by_text("Kept", exact=True)).to_be_visible()
    assert live.texts == ["🙂" * 2000]


def test_an_empty_note_is_explained(phone: Visit, live: Live) -> None:
    live.notes()
    page = join(phone, live)
    write(page, "   ")
    expect(page.get_by_role("alert")).to_have_text("Write something first.")
    assert live.texts == []


def test_closed_keeps_the_text_and_sends_it_when_it_opens(phones: Callable[[], Visit], live: Live) -> None:
    activity = live.notes()
    phone, onlooker = phones(), join(phones(), live)
    page = join(phone, live)
    go_offline(phone, page)
    write(page, "Too late by a breath")
    live.workshop.close_activity(activity)
    expect(onlooker.get_by_text("This is closed").first).to_be_visible()  # so the server knows it too
    go_online(phone, page)
    late = note(page, "Too late by a breath")
    expect(late).to_contain_text("Waiting: it is sent by itself when this opens again")
    button(page, "Throw away: Too late").click()
    expect(page.get_by_role("group", name="Throw this note away?")).to_be_focused()
    button(page, "Cancel").click()
    assert live.texts == []
    page.reload()
    expect(late).to_contain_text("Waiting: it is sent by itself")
    live.workshop.reopen_activity(activity)
    expect(late).to_contain_text("Kept")
    assert live.texts == ["Too late by a breath"]


def test_a_kit_that_has_no_time_says_so_and_one_page_is_one_phone(phone: Visit, live: Live) -> None:
    hellos: list[dict[str, str]] = []
    answers = ["busy", "unknown-activity"]  # what the first notes are answered with

    def between(route: WebSocketRoute) -> None:
        server = route.connect_to_server()

        def heard(frame: str | bytes) -> None:
            said = json.loads(frame)
            if said["type"] == "hello":
                hellos.append(said)
            if said["type"] == "note" and answers:
                refusal = {
                    "type": "refused",
                    "id": said["id"],
                    "why": answers.pop(0),
                    "words": "The kit’s own.",
                }
                route.send(json.dumps({**refusal, "again_s": 1.5} if refusal["why"] == "busy" else refusal))
            else:
                server.send(frame)

        route.on_message(heard)
        lines.append(route)

    lines: list[WebSocketRoute] = []
    phone.context.route_web_socket(re.compile("/live/"), between)
    live.notes()
    page = join(phone, live)
    write(page, "In good time")
    strip = page.get_by_role("banner").get_by_role("status")
    expect(strip).to_have_text(
        "The facilitator’s computer is busy. This is kept here and sent again in a moment."
    )
    expect(note(page, "In good time")).to_contain_text("Waiting to be sent")
    expect(note(page, "In good time")).to_contain_text("This activity is not there any more.")
    expect(strip).to_have_text("Connected")
    expect(page.get_by_text("The kit’s own.")).to_have_count(0)
    lines[-1].close(code=4000)
    write(page, "On the second line")
    expect(note(page, "On the second line")).to_contain_text("Kept")
    page.reload()
    expect(note(page, "On the second line")).to_contain_text("Kept")
    first, second, third = (hello["page"] for hello in hellos)
    assert first == second != third
    assert live.texts == ["On the second line"]


def test_a_note_that_lands_after_it_was_taken_back_goes_too(phone: Visit, live: Live) -> None:
    held: list[Callable[[], None]] = []
    kinds: list[str] = []

    def between(route: WebSocketRoute) -> None:
        server = route.connect_to_server()

        def heard(frame: str | bytes) -> None:
            kinds.append(json.loads(frame)["type"])
            if kinds[-1] == "note" or kinds.count("take-back") == 2:
                held.append(lambda: server.send(frame))  # as by another tab, or an older connection
            else:
                server.send(frame)

        route.on_message(heard)

    phone.context.route_web_socket(re.compile("/live/"), between)
    live.notes()
    page = join(phone, live)
    write(page, "Said too soon")
    expect(note(page, "Said too soon")).to_contain_text("Waiting to be sent")
    button(page, "Take back: Said too soon").click()
    button(page.get_by_role("group", name="Take this note back?"), "Take back").click()
    expect(note(page, "Said too soon")).to_have_count(0)
    expect(box(page)).to_have_value("Said too soon")
    held[0]()
    expect(note(page, "Said too soon")).to_contain_text("Being taken back")
    assert live.texts == ["Said too soon"]
    held[1]()
    expect(note(page, "Said too soon")).to_have_count(0)
    assert live.texts == []


def test_a_browser_that_keeps_nothing_says_so(phone: Visit, live: Live) -> None:
    phone.context.add_init_script(
        "Object.defineProperty(window, 'localStorage', { get() { throw new DOMException('no', 'SecurityError'); } })"
    )
    live.notes()
    page = join(phone, live)
    expect(page.get_by_text("This browser keeps nothing")).to_be_visible()
    write(page, "All the same")
    expect(note(page, "All the same")).to_contain_text("Kept")
    assert live.texts == ["All the same"]


def test_a_note_that_came_too_late_can_go_back_into_the_box(phones: Callable[[], Visit], live: Live) -> None:
    live.notes()
    phone, onlooker = phones(), join(phones(), live)
    page = join(phone, live)
    go_offline(phone, page)
    write(page, "Too late")
    live.workshop.end()
    expect(heading(onlooker, "The workshop has ended")).to_be_visible()
    go_online(phone, page)
    expect(note(page, "Too late")).to_contain_text("This workshop has ended")
    button(page, "Put back into the box: Too late").click()
    expect(note(page, "Too late")).to_have_count(0)
    expect(page.get_by_text("Your half-written note stays here")).to_be_visible()
    live.workshop.resume()
    expect(box(page)).to_have_value("Too late")
    assert live.texts == []


# ---- dots


def test_a_ballot_changes_until_the_vote_is_closed(phone: Visit, live: Live) -> None:
    vote = live.vote()
    page = join(phone, live)
    expect(page.get_by_text("3 dots left")).to_be_visible()
    more(page, "Tea").click()
    more(page, "Tea").click()
    more(page, "Childcare").click()
    expect(page.get_by_text("All your dots are placed").first).to_be_visible()
    expect(more(page, "Plain words")).to_have_attribute("aria-disabled", "true")
    expect(page.get_by_text("Saved", exact=True)).to_be_visible()
    assert live.dots == {"Tea": 2, "Childcare": 1}
    fewer(page, "Tea").click()
    more(page, "Plain words").click()
    page.reload()
    expect(page.get_by_role("group", name="Plain words").get_by_role("status")).to_have_text("1")
    expect(page.get_by_text("Saved", exact=True)).to_be_visible()
    assert live.dots == {"Tea": 1, "Childcare": 1, "Plain words": 1}
    live.workshop.close_activity(vote)
    expect(page.get_by_text("Closed: look at the big screen.").first).to_be_visible()
    expect(more(page, "Tea")).to_have_count(0)
    live.workshop.show(activity=vote)
    expect(page.get_by_role("heading", name="The result")).to_be_visible()
    expect(page.get_by_role("listitem").filter(has_text="Tea")).to_contain_text("1 dot · 1 of them yours")
    live.workshop.reopen_activity(vote)
    expect(more(page, "Tea")).to_be_visible()


def test_only_the_newest_ballot_leaves(phone: Visit, live: Live) -> None:
    live.vote()
    page = join(phone, live)
    go_offline(phone, page)
    for title in ("Tea", "Childcare", "Plain words"):
        more(page, title).click()
    fewer(page, "Childcare").click()
    expect(page.get_by_text("Waiting to be sent", exact=True)).to_be_visible()
    go_online(phone, page)
    expect(page.get_by_text("Saved", exact=True)).to_be_visible()
    assert live.dots == {"Tea": 1, "Plain words": 1}


def test_a_ballot_that_came_too_late_says_so(phones: Callable[[], Visit], live: Live) -> None:
    vote = live.vote()
    phone, onlooker = phones(), join(phones(), live)
    page = join(phone, live)
    more(page, "Tea").click()
    expect(page.get_by_text("Saved", exact=True)).to_be_visible()
    go_offline(phone, page)
    more(page, "Childcare").click()
    live.workshop.close_activity(vote)
    expect(onlooker.get_by_text("Closed: look at the big screen.").first).to_be_visible()
    go_online(phone, page)
    expect(page.get_by_text("Your last change came after the vote was closed")).to_be_visible()
    expect(page.get_by_role("listitem").filter(has_text="Tea")).to_contain_text("1 dot")
    assert live.dots == {"Tea": 1}


def test_the_order_varies_and_the_letters_stay(phones: Callable[[], Visit], live: Live) -> None:
    things = [f"Thing {number}" for number in range(12)]
    live.vote(things)
    orders = []
    for _ in range(2):
        page = join(phones(), live)
        titles = page.get_by_role("heading", level=3)
        expect(titles).to_have_count(12)
        shown = titles.all_inner_texts()
        page.reload()
        expect(titles).to_have_text(shown)
        orders.append([" ".join(text.split()) for text in shown])
    assert orders[0] != orders[1]
    assert sorted(orders[0]) == sorted(orders[1])
    assert [text.split(": ")[1] for text in sorted(orders[0])] == things


# ---- one's own


def receipt(page: Page) -> str:
    button(page, "My receipt and choices").click()
    expect(heading(page, "My receipt and choices")).to_be_focused()
    found = page.get_by_text(re.compile(r"^[A-Z2-9]{4}‑[A-Z2-9]{4}‑[A-Z2-9]{4}$")).inner_text()
    button(page, "Back to the room").click()
    return found


def test_going_on_with_another_phone(phones: Callable[[], Visit], live: Live) -> None:
    live.notes()
    page = join(phones(), live)
    write(page, "From my old phone")
    expect(note(page, "From my old phone")).to_contain_text("Kept")
    code = receipt(page)
    other = arrive(phones(), live)
    button(other, "I was here before").click()
    field = other.get_by_role("textbox", name="Your receipt, twelve characters")
    field.fill("0" + code[1:])
    button(other, "Go on with it").click()
    expect(other.get_by_role("alert")).to_contain_text("No receipt has 0 in it")
    field.fill("AAAA-AAAA-AAAA")
    button(other, "Go on with it").click()
    expect(other.get_by_role("alert")).to_contain_text("Nobody took part here with the receipt")
    button(other, "I was here before").click()
    field.fill(code.lower())
    button(other, "Go on with it").click()
    expect(note(other, "From my old phone")).to_contain_text("Kept")
    assert len(live.workshop.participants()) == 1


def test_changing_choices(phone: Visit, live: Live) -> None:
    page = join(phone, live)
    button(page, "My receipt and choices").click()
    expect(page.get_by_text("May be quoted: no")).to_be_visible()
    button(page, "Change my choices").click()
    expect(heading(page, "Change my choices")).to_be_focused()
    page.get_by_role("checkbox", name=CHOICES[1]).check()
    button(page, "Save").click()
    expect(page.get_by_text("May be quoted: yes")).to_be_visible()
    expect(page.get_by_text("Connected", exact=True)).to_be_visible()
    page.reload()
    button(page, "My receipt and choices").click()
    expect(page.get_by_text("May be quoted: yes")).to_be_visible()
    assert live.workshop.participants().iloc[0]["consent"] == "quote"


def test_taking_everything_back(phone: Visit, live: Live) -> None:
    live.notes()
    page = join(phone, live)
    write(page, "Never mind me")
    expect(note(page, "Never mind me")).to_contain_text("Kept")
    box(page).fill("Nor this")
    button(page, "My receipt and choices").click()
    button(page, "Take everything back").click()
    question = page.get_by_role("group", name="Take everything back?")
    question.get_by_role("button", name="Cancel").click()
    expect(button(page, "Take everything back")).to_be_focused()
    page.keyboard.press("Enter")
    question.get_by_role("button", name="Yes, take everything back").click()
    expect(heading(page, "Everything is taken back")).to_be_focused()
    assert live.texts == []
    stored = "Object.entries(localStorage).filter(([, value]) => /Nor this|Never mind/.test(value)).length"
    assert page.evaluate(stored) == 0
    button(page, "Take part anew").click()
    expect(heading(page, f"Welcome to {TITLE}")).to_be_focused()


def test_someone_else_uses_the_phone(phone: Visit, live: Live) -> None:
    live.notes()
    page = join(phone, live)
    write(page, "The first one’s")
    expect(note(page, "The first one’s")).to_contain_text("Kept")
    box(page).fill("The first one’s draft")
    button(page, "My receipt and choices").click()
    button(page, "Someone else uses this phone now").click()
    button(page, "Begin anew").click()
    expect(heading(page, f"Welcome to {TITLE}")).to_be_focused()
    button(page, "Go on").click()
    button(page, "Go in").click()
    expect(box(page)).to_be_empty()
    expect(page.get_by_text("The first one’s")).to_have_count(0)
    write(page, "Mine now")
    expect(note(page, "Mine now")).to_contain_text("Kept")
    assert len(live.workshop.participants()) == 2


def test_the_question_of_the_room_stands_on_top_wherever_the_room_goes(phone: Visit, live: Live) -> None:
    first = live.notes("The first question?")
    page = join(phone, live)
    for move in range(3):
        asked = f"Question {move}?"
        if move % 2:
            live.workshop.open_activity("notes", asked)
        else:
            live.workshop.open_activity("dots", asked, THINGS)
        expect(heading(page, asked)).to_be_visible()
        top = heading(page, asked).bounding_box()
        below = button(page, re.compile("The first question")).bounding_box()
        part = page.get_by_role("textbox", name="Your note") if move % 2 else more(page, "Tea")
        inside = part.bounding_box()
        assert top and below and inside
        assert top["y"] < inside["y"] < below["y"]
    assert live.workshop.state.activities[first].open


def test_after_the_end_one_can_still_take_back(phone: Visit, live: Live) -> None:
    live.notes()
    page = join(phone, live)
    write(page, "Said and unsaid")
    expect(note(page, "Said and unsaid")).to_contain_text("Kept")
    live.workshop.end()
    expect(heading(page, "The workshop has ended")).to_be_focused()
    button(page, "Take back: Said and unsaid").click()
    page.get_by_role("group", name="Take this note back?").get_by_role("button", name="Take back").click()
    expect(page.get_by_text("You gave no notes.")).to_be_visible()
    assert live.texts == []


# ---- for everyone


def walk(phone: Visit, live: Live, served: Served) -> Iterator[tuple[str, Page]]:
    """Go through all there is, stopping at each step."""
    page = phone.context.new_page()
    page.goto(f"{served.phone_base}/join")
    button(page, "Go on").click()
    yield "code", page
    page.goto(live.address)
    expect(heading(page, f"Welcome to {TITLE}")).to_be_visible()
    page.get_by_role("checkbox", name=CHOICES[0]).check()
    yield "welcome", page
    button(page, "I was here before").click()
    button(page, "Go on with it").click()
    yield "again", page
    button(page, "Back").click()
    button(page, "Go on").click()
    page.get_by_role("checkbox", name="Communities").check()
    yield "about", page
    button(page, "Go in").click()
    expect(heading(page, "Nothing to do just now")).to_be_visible()
    yield "quiet", page
    yield from walk_notes(phone, live, page)
    yield from walk_dots(live, page)
    yield from walk_own(live, page)


def walk_notes(phone: Visit, live: Live, page: Page) -> Iterator[tuple[str, Page]]:
    live.notes()
    write(page, "A note with averyveryverylongwordthatdoesnotbreakanywhereatallandgoesonandon")
    expect(page.get_by_text("Kept", exact=True)).to_be_visible()
    yield "notes", page
    button(page, re.compile("^Take back: ")).click()
    box(page).fill("x" * 2010)
    yield "a note too long and a question", page
    go_offline(phone, page)
    yield "no connection", page
    go_online(phone, page)
    button(page, "Cancel").click()


def walk_dots(live: Live, page: Page) -> Iterator[tuple[str, Page]]:
    vote = live.vote()
    button(page, "Go there too").click()
    more(page, "Tea").click()
    expect(page.get_by_text("Saved", exact=True)).to_be_visible()
    yield "dots", page
    live.workshop.close_activity(vote)
    expect(page.get_by_text("Closed: look at the big screen.").first).to_be_visible()
    yield "closed", page
    live.workshop.show(activity=vote)
    expect(page.get_by_role("heading", name="The result")).to_be_visible()
    yield "result", page


def walk_own(live: Live, page: Page) -> Iterator[tuple[str, Page]]:
    button(page, "My receipt and choices").click()
    button(page, "Someone else uses this phone now").click()
    yield "yours", page
    button(page, "Change my choices").click()
    yield "choices", page
    button(page, "Cancel").click()
    button(page, "Back to the room").click()
    live.workshop.end()
    expect(heading(page, "The workshop has ended")).to_be_visible()
    yield "ended", page
    button(page, "My receipt and choices").click()
    button(page, "Take everything back").click()
    button(page, "Yes, take everything back").click()
    expect(heading(page, "Everything is taken back")).to_be_visible()
    yield "gone", page


def test_no_axe_violations_at_any_step(phone: Visit, live: Live, served: Served) -> None:
    for name, page in walk(phone, live, served):
        assert_no_violations(page, name)
        assert_strong_contrast(page, name)
        assert page.get_by_role("main").count() == 1, name
        assert page.get_by_role("banner").count() == 1, name
        assert page.get_by_role("heading", level=1).count() == 1, name


def assert_strong_contrast(page: Page, where: str) -> None:
    """Seven to one, which axe asks for only when told to."""
    for mode in MODES:
        set_mode(page, mode)
        found = Axe().run(page, options={"runOnly": ["color-contrast-enhanced"]}).response["violations"]
        assert not found, (
            f"{where} {mode}: {[node['html'][:120] for item in found for node in item['nodes']]}"
        )


TOO_SMALL = """() => [...document.querySelectorAll("button, a, input, textarea")]
    .filter((each) => each.offsetParent)
    .map((each) => [each, (each.closest("label") || each).getBoundingClientRect()])
    .filter(([, { width, height }]) => width < 44 || height < 44)
    .map(([each]) => each.outerHTML.slice(0, 120))"""


@pytest.mark.parametrize("mode", ["", "projector"])
def test_no_sideways_scrolling_and_no_small_target_at_320_pixels(
    phones: Callable[..., Visit], live: Live, served: Served, mode: str
) -> None:
    phone = phones(viewport={"width": 320, "height": 568})
    phone.context.add_init_script(f"sessionStorage.setItem('crp-mode', '{mode}')")
    for name, page in walk(phone, live, served):
        assert page.evaluate("document.documentElement.scrollWidth") <= 320, name
        assert page.evaluate(TOO_SMALL) == [], name


def tab_to(page: Page, target: Locator) -> None:
    """Press Tab until the target has the focus, as someone without a mouse does."""
    for _ in range(40):
        if target.evaluate("each => each === document.activeElement"):
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"cannot be reached by Tab: {target}")


def press(page: Page, target: Locator, key: str = "Enter") -> None:
    tab_to(page, target)
    page.keyboard.press(key)


def test_the_keyboard_alone_is_enough(phone: Visit, live: Live) -> None:
    activity = live.notes()
    page = arrive(phone, live)
    expect(heading(page, f"Welcome to {TITLE}")).to_be_visible()
    press(page, page.get_by_role("checkbox", name=CHOICES[0]), "Space")
    press(page, button(page, "Go on"))
    expect(heading(page, "About you")).to_be_focused()
    press(page, page.get_by_role("checkbox", name="Communities"), "Space")
    press(page, button(page, "Go in"))
    expect(heading(page, PROMPT)).to_be_focused()
    tab_to(page, box(page))
    page.keyboard.type("Typed")
    press(page, button(page, "Send"))
    expect(note(page, "Typed")).to_contain_text("Kept")
    press(page, button(page, "Take back: Typed"))
    press(
        page, page.get_by_role("group", name="Take this note back?").get_by_role("button", name="Take back")
    )
    expect(box(page)).to_be_focused()
    expect(box(page)).to_have_value("Typed")
    expect(note(page, "Typed")).to_have_count(0)
    page.keyboard.press("Control+Enter")
    expect(note(page, "Typed")).to_contain_text("Kept")
    live.workshop.close_activity(activity)
    live.vote()
    expect(heading(page, QUESTION)).to_be_focused()
    press(page, button(page, f"Go to: {PROMPT}"))
    expect(heading(page, PROMPT)).to_be_focused()
    press(page, button(page, "Go there too"))
    expect(heading(page, QUESTION)).to_be_focused()
    press(page, more(page, "Tea"), "Space")
    expect(more(page, "Tea")).to_be_focused()
    expect(page.get_by_text("Saved", exact=True)).to_be_visible()
    assert live.dots == {"Tea": 1}
    ring = more(page, "Tea").evaluate("each => getComputedStyle(each).outlineStyle")
    assert ring == "solid"


def test_the_page_is_light(phone: Visit, live: Live) -> None:
    live.notes()
    page = phone.context.new_page()
    wire = phone.context.new_cdp_session(page)
    wire.send("Network.enable")
    sizes: list[float] = []
    wire.on("Network.loadingFinished", lambda event: sizes.append(event["encodedDataLength"]))
    page.goto(live.address)
    expect(heading(page, f"Welcome to {TITLE}")).to_be_visible()
    page.evaluate("document.fonts.ready")
    assert len(sizes) > 10
    assert sum(sizes) < 150_000
