"""The page on the projector: what stands on it, whether the back row can read it, and that nothing held back gets there."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

import crpkit.server
from crpkit.server.live import words, words_screen
from crpkit.workshop import Workshop
from crpkit.workspace import open_workspace
from tests.browser.conftest import PATIENCE_MS, Visit
from tests.browser.screen_page import (
    CODE,
    HD,
    PROMPT,
    SAYINGS,
    XGA,
    Told,
    dots_state,
    notes,
    notes_state,
    state,
)
from tests.browser.test_pages import MODES, assert_no_violations, set_mode

LIVE = Path(crpkit.server.__file__).parent / "static" / "live"
LEAST = {1080: 28, 768: 19.9}  # pixels of the smallest letters for what is to be read, by the screen's height
HEAVIEST = 150_000
THINGS = [
    "Pay people for their time",
    "Meet where people are",
    "Plain words",
    "One person to call",
    "Childcare",
]
MANY = [f"{SAYINGS[number % len(SAYINGS)]} ({number})" for number in range(20)]
WALL = [f"{SAYINGS[number % len(SAYINGS)]} ({number})" for number in range(70)]
Tell = Callable[..., Told]


@pytest.fixture
def tell(visit: Visit) -> Iterator[Tell]:
    told: list[Told] = []

    def make(said: dict[str, Any], size: dict[str, int] | None = None, **options: Any) -> Told:
        told.append(Told(visit, said, size, **options))
        return told[-1]

    yield make
    assert not [problem for one in told for problem in one.problems]


@pytest.fixture
def workshop(visit: Visit) -> Iterator[Workshop]:
    workspace = open_workspace(visit.served.folder)
    yield Workshop.create(workspace, "Saltmarsh Quay")
    workspace.close()


def open_screen(visit: Visit, workshop: Workshop, size: dict[str, int] = HD) -> Page:
    page = visit.context.new_page()
    page.set_viewport_size(size)  # type: ignore[arg-type]
    page.goto(f"{visit.served.base}/screen/{workshop.code}", timeout=PATIENCE_MS)
    expect(page.get_by_role("heading", level=1, name="Saltmarsh Quay")).to_be_visible()
    return page


def heading(page: Page, name: str) -> None:
    expect(page.get_by_role("heading", level=1, name=name)).to_be_visible()


# ---- with the real server


def test_from_joining_to_the_result(visit: Visit, workshop: Workshop) -> None:
    page = open_screen(visit, workshop)
    code = page.get_by_role("img", name=re.compile("QR code of the address"))
    expect(code).to_be_visible()
    assert code.evaluate("each => each.complete && each.naturalWidth > 0")
    expect(
        page.get_by_text(f"http://kit.test:{visit.served.base.rsplit(':', 1)[1]}/join", exact=True)
    ).to_be_visible()
    expect(page.get_by_text("Waiting for the first phone")).to_be_visible()

    wall = workshop.open_activity("notes", PROMPT)
    workshop.stage("activity", wall)
    heading(page, PROMPT)
    workshop.write_notes(wall, ["first", "second", "never shown"])
    expect(page.get_by_text("3 notes have come in")).to_be_visible()
    assert "never shown" not in page.content() and "first" not in page.locator("main").inner_text()
    ids = list(workshop.notes()["note_id"])
    workshop.show_notes(ids[:2])
    expect(page.get_by_role("listitem").filter(has_text="second")).to_be_visible()
    expect(page.get_by_text("come in")).to_have_count(0)  # it would tell that one is withheld
    workshop.hide_notes([ids[1]])
    expect(page.get_by_text("second")).to_have_count(0)
    expect(page.get_by_text("first")).to_be_visible()

    vote = workshop.open_activity("dots", "Where should we begin?", THINGS)
    workshop.stage("activity", vote)
    heading(page, "Where should we begin?")
    expect(page.get_by_text("You have 3 dots.")).to_be_visible()
    expect(page.get_by_text("Place them on your phone, say them, or use paper.")).to_be_visible()
    expect(page.get_by_role("listitem").filter(has_text="One person to call")).to_be_visible()
    workshop.place_many([("B", 5), ("A", 2)], channel="paper", activity=vote)
    workshop.close_activity(vote)
    expect(page.get_by_text("The vote is not open on phones.")).to_be_visible()
    assert "5 dots" not in page.content()
    workshop.show(True, vote)
    expect(page.get_by_text("B (Meet where people are) has the most: 5 dots.")).to_be_visible()
    row = page.get_by_role("row").nth(1)
    expect(row).to_contain_text("Meet where people are")
    expect(row).to_contain_text("5 dots")

    workshop.stage("blank")
    expect(page.locator("body.screen-dark")).to_be_attached()
    assert "Meet where people are" not in page.locator("body").inner_text()
    workshop.end()
    workshop.stage("join")
    expect(page.get_by_text("The workshop has ended")).to_be_visible()


def test_it_is_light_and_asks_nobody_else(visit: Visit, workshop: Workshop) -> None:
    page = visit.context.new_page()
    wire = visit.context.new_cdp_session(page)
    wire.send("Network.enable")
    wire.send("Network.setCacheDisabled", {"cacheDisabled": True})
    weight: list[int] = []
    wire.on("Network.loadingFinished", lambda event: weight.append(event["encodedDataLength"]))
    problems: list[str] = []
    page.on("console", lambda message: problems.append(message.text) if message.type == "error" else None)
    answer = page.goto(f"{visit.served.base}/screen/{workshop.code}", wait_until="networkidle")
    assert answer is not None
    heading(page, "Saltmarsh Quay")
    page.evaluate("document.fonts.ready")
    assert problems == []
    assert 50_000 < sum(weight) < HEAVIEST, f"{sum(weight)} bytes in {len(weight)} files"
    policy = answer.headers["content-security-policy"]
    assert policy.startswith("default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:")
    assert "style=" not in answer.text()


def test_an_unknown_code_says_so_and_no_code_too(visit: Visit) -> None:
    page = visit.context.new_page()
    page.goto(f"{visit.served.base}/screen/ABCDEF")
    heading(page, "This page cannot be shown")
    expect(page.get_by_text("There is no workshop with this code")).to_be_visible()
    page.goto(f"{visit.served.base}/screen/x")
    heading(page, "This address has no workshop code")


# ---- joining


def test_with_a_wifi_there_are_two_steps(tell: Tell) -> None:
    said = state()
    said["join"]["wifi"] = "Quay Hall Guests"
    told = tell(said)
    steps = told.page.get_by_role("listitem")
    expect(steps.nth(0)).to_contain_text("Join the Wi-Fi")
    expect(
        steps.nth(0).get_by_role("img", name="QR code that takes a phone into the Wi-Fi Quay Hall Guests")
    ).to_be_visible()
    expect(steps.nth(1)).to_contain_text("Point your camera here")
    expect(told.page.get_by_text("http://192.168.1.5:8866/join", exact=True)).to_be_visible()
    expect(told.page.get_by_text("12 phones have joined")).to_be_visible()
    assert told.page.locator(".screen-letter").all_inner_texts() == list(CODE)
    told.tell({"here": {"joined": 1, "connected": 1}})
    expect(told.page.get_by_text("1 phone has joined")).to_be_visible()


def test_without_lan_it_says_that_phones_cannot_join(tell: Tell) -> None:
    said = state()
    said["join"] = {"url": f"http://127.0.0.1:8866/join/{CODE}", "reachable": False, "wifi": None}
    told = tell(said)
    expect(told.page.get_by_role("heading", name="Phones cannot join yet")).to_be_visible()
    expect(told.page.get_by_text("crpkit serve --lan")).to_be_visible()
    assert told.page.get_by_role("img").count() == 0, "a code that leads nowhere"


def test_a_long_address_stays_readable(tell: Tell) -> None:
    said = state()
    said["join"] |= {"url": f"http://a-rather-long-name.council.example:8866/join/{CODE}", "wifi": "Hall"}
    told = tell(said, XGA)
    assert told.letters(".screen-address") >= LEAST[768]
    told.assert_of_one_piece()


# ---- the back row


STAGES: dict[str, tuple[Callable[[], dict[str, Any]], str]] = {
    "join": (state, ".screen-typing p, .screen-count, .screen-step h2"),
    "join with a Wi-Fi": (
        lambda: state(
            join={"url": f"http://192.168.1.5:8866/join/{CODE}", "reachable": True, "wifi": "Hall"}
        ),
        ".screen-typing p, .screen-count, .screen-step h2, .screen-free",
    ),
    "no notes": (lambda: notes_state(), "h1, .screen-lead, .screen-count"),
    "a note": (lambda: notes_state(SAYINGS[0]), "h1, .screen-note"),
    "some notes": (lambda: notes_state(*WALL[:12]), "h1, .screen-note"),
    "a full wall": (lambda: notes_state(*WALL), "h1, .screen-note, .screen-page-number, .screen-reminder"),
    "a long note": (lambda: notes_state(("A long story that goes on. " * 80)[:2000]), "h1, .screen-note"),
    "a long question": (lambda: notes_state(*WALL[:30], prompt=" ".join([PROMPT] * 7)), "h1, .screen-note"),
    "options": (
        lambda: dots_state(THINGS, detail="A few words more about it, for those who ask"),
        "h1, .screen-option-title, .screen-option-detail, .screen-lead",
    ),
    "many options": (lambda: dots_state(MANY), "h1, .screen-option-title"),
    "33 options": (lambda: dots_state(WALL[:33]), "h1, .screen-option-title, .live-letter"),
    "33 results": (
        lambda: dots_state(WALL[:33], list(range(33))),
        "h1, .screen-result th[scope=row], .screen-row-number, .live-letter",
    ),
    "result": (
        lambda: dots_state(THINGS, [5, 7, 7, 0, 1]),
        "h1, .screen-result th[scope=row], .screen-row-number",
    ),
    "a long result": (
        lambda: dots_state(MANY, list(range(20))),
        "h1, .screen-result th[scope=row], .screen-row-number",
    ),
    "ended": (
        lambda: state(workshop={"title": "Saltmarsh Quay", "code": CODE, "ended": True}),
        "h1, .screen-lead",
    ),
}


@pytest.mark.parametrize("size", [HD, XGA], ids=["1080", "768"])
def test_the_back_row_can_read_it_and_nothing_scrolls(tell: Tell, size: dict[str, int]) -> None:
    told = tell(state(), size)
    told.page.evaluate("document.fonts.load('700 1em Atkinson Hyperlegible')")
    for name, (said, selector) in STAGES.items():
        told.tell_all(said())
        told.assert_of_one_piece(name)
        assert told.letters(selector) >= LEAST[size["height"]], name


def test_no_axe_violations_and_strong_contrast(tell: Tell) -> None:
    told = tell(state())
    rule = "color-contrast-enhanced"
    strong = {"runOnly": {"type": "rule", "values": [rule]}, "rules": {rule: {"enabled": True}}}
    for name, (said, _) in STAGES.items():
        told.tell_all(said())
        assert_no_violations(told.page, name)
        for mode in MODES:
            set_mode(told.page, mode)
            found = Axe().run(told.page, options=strong).response["violations"]
            assert not found, f"{name} {mode}: {[node['html'] for item in found for node in item['nodes']]}"


def test_it_is_a_projectors_page_by_itself(tell: Tell) -> None:
    told = tell(state())
    expect(told.page.locator("html[data-mode=projector]")).to_be_attached()
    told.page.evaluate("delete document.documentElement.dataset.mode")
    expect(told.page.locator("html[data-mode=projector]")).to_be_attached()


def test_at_400_percent_it_flows(tell: Tell) -> None:
    told = tell(state(), {"width": 320, "height": 256})
    for name in ("join", "some notes", "many options", "result"):
        told.tell_all(STAGES[name][0]())
        assert_it_flows(told, name)


def assert_it_flows(told: Told, name: str) -> None:
    assert told.page.evaluate("document.documentElement.scrollWidth") <= 320
    assert told.page.evaluate("document.documentElement.scrollHeight") > 256
    assert told.page.locator(".screen-pages").count() == 0, "all of it is on one page that scrolls"
    assert_no_violations(told.page, name, ["light"])


@pytest.mark.parametrize("size", [HD, XGA], ids=["1080", "768"])
def test_what_a_newcomer_missed_is_there(tell: Tell, size: dict[str, int]) -> None:
    told = tell(STAGES["join with a Wi-Fi"][0](), size)
    expect(told.page.get_by_text("No phone? Paper and speaking count just the same.")).to_be_visible()
    told.tell_all(dots_state(THINGS))
    expect(told.page.get_by_text("http://192.168.1.5:8866/join", exact=True)).to_be_visible()


@pytest.mark.parametrize("size", [HD, XGA], ids=["1080", "768"])
@pytest.mark.parametrize("words", [1, 2, 3, 5, 7])
def test_the_question_is_the_biggest_thing_till_notes_come(
    tell: Tell, size: dict[str, int], words: int
) -> None:
    prompt = (f"{PROMPT} " * words)[: 38 * words].strip()
    told = tell(notes_state(prompt=prompt), size)
    others = ".screen-lead, .screen-count, .screen-reminder"
    assert told.letters("h1") >= 1.2 * max(told.letters(each) for each in others.split(", "))
    assert told.letters("h1") >= size["height"] * 0.045
    told.assert_of_one_piece()
    told.tell(notes(SAYINGS[0]))
    if words <= 5:
        assert told.letters("h1") >= size["height"] * 40 / 1080


@pytest.mark.parametrize("size", [HD, XGA], ids=["1080", "768"])
def test_letters_of_many_options_stay_in_their_circles(tell: Tell, size: dict[str, int]) -> None:
    told = tell(state(), size)
    for name in ("33 options", "33 results"):
        told.tell_all(STAGES[name][0]())
        while True:
            slack = told.page.locator(".live-letter:visible").evaluate_all(
                """all => all.map(each => {
                    const range = document.createRange();
                    range.selectNodeContents(each);
                    return (each.offsetWidth - range.getBoundingClientRect().width) / parseFloat(getComputedStyle(each).fontSize);
                })"""
            )
            assert min(slack) > 0.4, name
            if told.page.locator(".live-letter:visible").filter(has_text="AJ").count():
                break
            told.page.keyboard.press("PageDown")


# ---- the wall


def test_letters_are_as_large_as_fits(tell: Tell) -> None:
    told = tell(notes_state("One note"))
    few = told.letters(".screen-note")
    told.tell(notes(*WALL[:11], first=1))
    some = told.letters(".screen-note")
    told.tell(notes(*WALL[11:], first=12))
    many = told.letters(".screen-note")
    assert few > 56 and few > some > many and many == pytest.approx(28.08, abs=0.1)


def test_new_notes_move_none_that_is_there(tell: Tell) -> None:
    told = tell(notes_state(*WALL[:3]))
    moved = 0
    for number in range(3, 60):
        before, letters = told.boxes(), told.letters(".screen-note")
        told.tell(notes(WALL[number], first=number))
        after = told.boxes()
        assert WALL[number] in after, "what was just shown can be seen"
        if told.letters(".screen-note") != letters:
            moved += 1  # letters had to get smaller; then each note stays in its column
            assert {text: box[0] for text, box in after.items() if text in before} == {
                text: box[0] for text, box in before.items()
            }
        elif set(before) <= set(after):
            assert {text: after[text] for text in before} == before
        else:
            assert not set(before) & set(after), "another page, not half of one"
    assert moved <= 3


def test_a_wall_that_is_read_by_hand_stays(tell: Tell) -> None:
    told = tell(notes_state(*WALL[:40]))
    told.page.keyboard.press("PageDown")
    told.page.keyboard.press("PageUp")
    before = told.boxes()
    told.tell(notes(*WALL[40:], first=40))
    assert told.boxes() == before
    expect(told.page.get_by_text("New on page 2")).to_be_visible()
    told.page.keyboard.press("PageDown")
    expect(told.page.get_by_text("New on page 2")).to_have_count(0)


def test_pages_by_clicker_and_by_button(tell: Tell) -> None:
    told = tell(notes_state(*WALL))
    page = told.page
    pages = int(page.locator(".screen-page-number").inner_text().rsplit(" ", 1)[1])
    seen = []
    for number in range(1, pages + 1):
        expect(page.get_by_text(f"Page {number} of {pages}")).to_be_visible()
        seen += told.visible_notes()
        page.keyboard.press("PageDown")
    assert sorted(seen) == sorted(WALL), "every note is on one page"
    expect(page.get_by_text(f"Page 1 of {pages}")).to_be_visible()
    page.keyboard.press("PageUp")
    expect(page.get_by_text(f"Page {pages} of {pages}")).to_be_visible()
    page.get_by_role("button", name="Page on").press("Enter")
    expect(page.get_by_text(f"Page 1 of {pages}")).to_be_visible()


def test_pages_turn_by_themselves_until_stopped(tell: Tell) -> None:
    told = tell(notes_state(*WALL), clock=True)
    page = told.page
    expect(page.get_by_text("Page 1 of")).to_be_visible()
    page.clock.run_for(60_000)
    expect(page.get_by_text("Page 2 of")).to_be_visible()
    page.keyboard.press("p")
    expect(page.get_by_role("button", name="Turn pages by itself")).to_be_visible()
    page.clock.run_for(120_000)
    expect(page.get_by_text("Page 2 of")).to_be_visible()


def test_notes_that_go_leave_the_others_where_they_belong(tell: Tell) -> None:
    told = tell(notes_state(*WALL))
    told.tell({}, drop=tuple(f"note/n{number}" for number in range(5, 70)))
    told.drawn()
    told.tell(notes("And a new one", first=80))
    seen = told.visible_notes()
    assert "And a new one" in seen and set(seen) <= {*WALL[:5], "And a new one"}
    told.tell({}, drop=tuple(f"note/n{number}" for number in [*range(5), 80]))
    expect(told.page.get_by_text("Notes appear here when they are shown.")).to_be_visible()
    told.tell(notes("Afresh", first=90))
    assert told.visible_notes() == ["Afresh"] and told.letters(".screen-note") > 56


LONG = ("A long story that goes on and on. " * 50)[:1600]


def test_a_long_note_has_its_own_page_and_spoils_no_other(tell: Tell) -> None:
    told = tell(notes_state(*WALL[:16]))
    before, letters = told.boxes(), told.letters(".screen-note")
    told.tell_all(notes_state(*WALL[:16]))
    told.page.keyboard.press("p")
    told.tell(notes(LONG, first=16))
    assert told.boxes() == before and told.letters(".screen-note") == letters
    expect(told.page.get_by_text("New on page 2")).to_be_visible()
    told.page.keyboard.press("PageDown")
    assert told.visible_notes() == [LONG.strip()]
    assert told.letters(".screen-note") > LEAST[1080]
    told.assert_of_one_piece()
    told.tell(notes(*WALL[17:60], first=17))
    assert told.visible_notes() == [LONG.strip()], (
        "who reads the long note goes on reading, whatever its page"
    )
    expect(told.page.locator(".screen-page-number")).to_have_text(re.compile(r"Page (\d) of \1"))


def test_long_and_short_at_once_and_the_wall_after_the_long_one_went(tell: Tell) -> None:
    told = tell(notes_state(*WALL[:16]))
    letters = told.letters(".screen-note")
    told.tell_all(notes_state(LONG, *WALL[:16]))
    expect(told.page.get_by_text("of 2")).to_be_visible()
    told.page.keyboard.press("PageDown")
    for _ in range(2):
        if len(told.visible_notes()) == 1:
            told.page.keyboard.press("PageDown")
    assert sorted(told.visible_notes()) == sorted(WALL[:16])
    assert told.letters(".screen-note") == letters
    told.tell({}, drop=("note/n0",))
    expect(told.page.locator(".screen-pages")).to_have_count(0)
    assert sorted(told.visible_notes()) == sorted(WALL[:16]) and told.letters(".screen-note") == letters


def test_when_notes_go_letters_grow_and_pages_close_up(tell: Tell) -> None:
    told = tell(notes_state(*WALL[:12]))
    letters = told.letters(".screen-note")
    told.tell(notes(*WALL[12:], first=12))
    assert told.letters(".screen-note") < letters
    told.tell({}, drop=tuple(f"note/n{number}" for number in range(12, 70)))
    assert told.letters(".screen-note") == letters
    expect(told.page.locator(".screen-pages")).to_have_count(0)
    assert sorted(told.visible_notes()) == sorted(WALL[:12])


def test_the_count_tells_nothing_once_a_note_is_shown(tell: Tell) -> None:
    told = tell(notes_state())
    expect(told.page.get_by_text("3 notes have come in")).to_be_visible()
    told.tell(notes("One"))
    expect(told.page.get_by_text("come in")).to_have_count(0)
    told.tell({}, drop=("note/n0",))
    expect(told.page.get_by_text("Notes appear here when they are shown.")).to_be_visible()
    expect(told.page.get_by_text("come in")).to_have_count(0)


@pytest.mark.parametrize(
    "text",
    ["x" * 2000, "\n".join("a" * 1000), "水" * 2000, "🙂 " * 1000, "<b>bold</b> & <script>alert(1)</script>"],
    ids=["one word", "many lines", "wide letters", "pictures", "markup"],
)
def test_strange_notes_are_words_and_stay_in_the_window(tell: Tell, text: str) -> None:
    told = tell(notes_state("before", text, "after"))
    shown = "".join(told.page.locator(".screen-note").all_text_contents())
    assert re.sub(r"\s", "", text) in re.sub(r"\s", "", shown)
    for _ in range(3):
        told.assert_of_one_piece()
        told.page.keyboard.press("PageDown")
    assert_no_violations(told.page, "strange", ["light"])


# ---- dots


def test_a_vote_shows_who_may_do_what(tell: Tell) -> None:
    told = tell(dots_state(THINGS))
    expect(told.page.get_by_text("7 phones have voted")).to_be_visible()
    letters = told.page.locator(".screen-option .live-letter").all_inner_texts()
    assert letters == ["A", "B", "C", "D", "E"]
    told.tell({"activity/dots-1": dots_state(THINGS)["activity/dots-1"] | {"open": False}})
    expect(told.page.get_by_text("The vote is closed. The result comes in a moment.")).to_be_visible()


def test_the_result_tells_ties_and_every_number(tell: Tell) -> None:
    told = tell(dots_state(THINGS, [5, 7, 7, 0, 1]))
    expect(told.page.get_by_text("B and C have the most: 7 dots each.")).to_be_visible()
    rows = [re.sub(r"\s+", " ", row).strip() for row in told.page.get_by_role("row").all_inner_texts()[1:]]
    assert rows == [
        "B Meet where people are 7 dots",
        "C Plain words 7 dots",
        "A Pay people for their time 5 dots",
        "E Childcare 1 dot",
        "D One person to call 0 dots",
    ]
    widths = told.page.locator(".screen-bar > span").evaluate_all("all => all.map(each => each.offsetWidth)")
    assert (
        widths[0] == widths[1] and widths[2] == pytest.approx(widths[0] * 5 / 7, abs=2) and len(widths) == 4
    )
    told.tell({"activity/dots-1": dots_state(THINGS, [0] * 5)["activity/dots-1"]})
    expect(told.page.get_by_text("No dots were placed.")).to_be_visible()


def test_very_many_options_come_on_pages(tell: Tell) -> None:
    told = tell(dots_state([f"{SAYINGS[4]} ({number})" for number in range(26)]), XGA)
    told.assert_of_one_piece()
    first = told.page.locator(".screen-option:visible").count()
    told.page.keyboard.press("PageDown")
    assert first + told.page.locator(".screen-option:visible").count() <= 26
    told.assert_of_one_piece()


# ---- keys, and a bad line


def test_b_blanks_and_brings_back(tell: Tell) -> None:
    told = tell(notes_state("Can be read"))
    page = told.page
    for off in ("b", "Escape", "."):
        page.keyboard.press("b")
        expect(page.get_by_text("Can be read")).to_be_hidden()
        expect(page.get_by_role("heading", level=1, name="The screen is blank")).to_be_attached()
        assert_no_violations(page, "blank", ["light"])
        page.keyboard.press(off)
        expect(page.get_by_text("Can be read")).to_be_visible()
    page.get_by_role("button", name="Blank (B)").click()
    expect(page.get_by_text("Can be read")).to_be_hidden()
    told.tell({"stage": {"what": "join", "activity": None}})
    expect(page.get_by_text("Point your camera here")).to_be_visible()


def test_the_keyboard_reaches_every_button(tell: Tell) -> None:
    told = tell(notes_state(*WALL))
    page = told.page
    names = []
    expect(page.get_by_role("button")).to_have_count(6)
    for _ in range(6):
        page.keyboard.press("Tab")
        names.append(page.evaluate("document.activeElement.getAttribute('aria-label')"))
        assert page.evaluate("getComputedStyle(document.activeElement).outlineStyle") == "solid"
    assert names == [
        "Page back (PageUp)",
        "Page on (PageDown)",
        "Stop turning pages (P)",
        "Full screen (F)",
        "Blank (B)",
        "Dark",
    ]
    page.keyboard.press("Enter")
    expect(page.locator("html[data-light=dark]")).to_be_attached()


def test_a_lost_line_leaves_what_is_there(tell: Tell) -> None:
    told = tell(notes_state("Stays here"))
    assert told.line is not None
    told.said = notes_state("Stays here", "Came meanwhile")
    told.page.route_web_socket(f"**/live/{CODE}/screen", lambda line: line.close())
    told.line.close()
    expect(told.page.get_by_role("status").filter(has_text="No connection")).to_be_visible()
    expect(told.page.get_by_text("Stays here", exact=True)).to_be_visible()
    told.page.route_web_socket(f"**/live/{CODE}/screen", told._open)
    expect(told.page.get_by_text("Came meanwhile")).to_be_visible()
    expect(told.page.get_by_text("No connection")).to_have_count(0)
    assert told.page.locator(".screen-note").count() == 2


@pytest.mark.parametrize("size", [HD, XGA], ids=["1080", "768"])
@pytest.mark.parametrize("name", ["join", "join with a Wi-Fi", "a full wall", "a long result", "33 options"])
def test_the_sign_of_a_lost_line_covers_nothing_to_read(tell: Tell, size: dict[str, int], name: str) -> None:
    told = tell(STAGES[name][0](), size)
    told.page.route_web_socket(f"**/live/{CODE}/screen", lambda line: line.close())
    assert told.line is not None
    told.line.close()
    expect(told.page.get_by_role("status").filter(has_text="No connection")).to_be_visible()
    told.assert_of_one_piece(name)
    covered = told.page.evaluate(
        """() => {
            const sign = document.querySelector(".screen-lost").getBoundingClientRect();
            const all = [...document.querySelectorAll("main :is(h1, h2, p, li, img, tr, span), footer *")];
            return all.filter(each => !each.closest(".screen-lost, .live-hidden") && each.checkVisibility()).filter(each => {
                const box = each.getBoundingClientRect();
                return box.left < sign.right && sign.left < box.right && box.top < sign.bottom && sign.top < box.bottom;
            }).map(each => each.outerHTML.slice(0, 80));
        }"""
    )
    assert covered == []


# ---- words


def test_every_word_has_its_key_and_every_key_its_use() -> None:
    source = "\n".join(path.read_text(encoding="utf-8") for path in LIVE.glob("screen*.js"))
    known = {**words.ROOMS["common"], **words.ROOMS["screen"]}
    used = set(re.findall(r'\bt\(\s*"([\w.-]+)"', source))
    used |= set(re.findall(r'"(screen\.page\.(?:stop|go))"', source))
    used |= {f"screen.result.{name}" for name in ("letter", "option", "dots")}
    counted = set(re.findall(r'\btn\(\s*"([\w.-]+)"', source))
    assert used <= set(known), used - set(known)
    assert {f"{key}.{form}" for key in counted for form in ("one", "other")} <= set(known)
    of_page = {key for key in words_screen.WORDS if key != "screen.title"}
    assert of_page <= used | {f"{key}.{form}" for key in counted for form in ("one", "other")}
