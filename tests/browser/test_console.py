"""The facilitator's console: what she presses is in the record, and nothing moves under her hand."""

from __future__ import annotations

import json
import re

from playwright.sync_api import WebSocketRoute, expect

from tests.browser.conftest import Visit
from tests.browser.console_page import (
    QUESTION,
    Desk,
    Line,
    new_workshop,
    news,
    note,
    press,
    tab,
    with_dots,
    with_notes,
)
from tests.browser.test_pages import assert_no_violations
from tests.workshop_helpers import joined


def test_notes_are_held_until_she_shows_them_one_by_one(visit: Visit) -> None:
    desk, _ = with_notes(visit, ["Childcare", "A lift home", "Ask Jo Smith"])
    page = desk.page
    expect(tab(page, "Held", 3)).to_have_attribute("aria-selected", "true")
    press(note(page, "Childcare"), "Show")
    news(page, "The note is on the wall.")
    press(note(page, "Ask Jo Smith"), "Hide")
    expect(tab(page, "Held", 1)).to_be_visible()
    expect(tab(page, "On the wall", 1)).to_be_visible()
    expect(tab(page, "Hidden", 1)).to_be_visible()
    assert (desk.texts("shown"), desk.texts("hidden")) == (["Childcare"], ["Ask Jo Smith"])
    press(note(page, "Childcare"), "Hold")
    expect(tab(page, "Held", 2)).to_be_visible()
    expect(note(page, "Childcare").get_by_role("button", name="Show")).to_have_attribute(
        "aria-pressed", "false"
    )
    assert desk.texts("shown") == []
    assert "P1" in note(page, "Childcare").inner_text(), "a label, never a name"


def test_new_notes_wait_behind_a_button_and_move_nothing(visit: Visit) -> None:
    desk, phone = with_notes(visit, ["first", "second"])
    page = desk.page
    place = note(page, "second").bounding_box()
    press(note(page, "first"), "Show")
    for number in range(3):
        phone.note(f"later {number}")
    button = page.get_by_role("button", name="3 new notes")
    expect(button).to_be_visible()
    expect(tab(page, "Held", 4)).to_be_visible()
    assert note(page, "second").bounding_box() == place
    expect(note(page, "later 1")).to_have_count(0)
    button.click()
    rows = page.get_by_role("tabpanel").get_by_role("listitem")
    expect(rows).to_have_count(4)
    expect(rows.first).to_contain_text("later 2")
    expect(button).to_have_count(0)
    expect(page.get_by_role("tabpanel")).to_be_focused()


def test_show_all_means_those_on_her_screen(visit: Visit) -> None:
    desk, phone = with_notes(visit, ["one", "two"])
    page = desk.page
    expect(page.get_by_role("button", name="Show all 2 held notes")).to_be_visible()
    phone.note("not seen yet")
    expect(page.get_by_role("button", name="1 new note")).to_be_visible()
    page.get_by_role("button", name="Show the 2 you have read").click()
    news(page, "2 notes are on the wall.")
    assert (desk.texts("shown"), desk.texts("held")) == (["one", "two"], ["not seen yet"])
    page.get_by_role("button", name="Hold these 2 again").click()
    news(page, "2 notes are held again.")
    assert desk.texts("shown") == []


def test_only_notes_that_were_in_view_are_shown_together(visit: Visit) -> None:
    long = "So many words that few of these notes are in view at once. " * 8
    desk, _ = with_notes(visit, [f"{number:02} {long}" for number in range(11)])
    page = desk.page
    rows = page.get_by_role("tabpanel").get_by_role("listitem")
    some = page.get_by_role("button", name=re.compile(r"Show the \d you have read"))
    expect(some).to_be_visible()
    expect(rows.first).not_to_contain_text("not read yet")
    expect(rows.last).to_contain_text("not read yet")
    expect(page.get_by_text(re.compile(r"^\d+ in this list are still to be read\.$"))).to_be_visible()
    rows.last.get_by_role("button", name="Hide").focus()
    expect(rows.last).not_to_contain_text("not read yet")
    page.evaluate("scrollTo(0, 0)")
    read = [row.inner_text()[:2] for row in rows.all() if "not read yet" not in row.inner_text()]
    assert 2 <= len(read) < 11 and "00" in read and "10" in read
    page.get_by_role("button", name=f"Show the {len(read)} you have read").click()
    news(page, f"{len(read)} notes are on the wall.")
    assert [text[:2] for text in desk.texts("shown")] == sorted(read)
    expect(page.get_by_text("You have seen them all")).to_have_count(0)
    for row in rows.all():
        row.scroll_into_view_if_needed()
        expect(row).not_to_contain_text("not read yet")
    expect(page.get_by_role("button", name=f"Show all {11 - len(read)} held notes")).to_be_visible()


def test_a_page_that_nobody_looks_at_reads_nothing(visit: Visit) -> None:
    hidden = "Object.defineProperty(document, 'visibilityState', {get: () => window.looked ? 'visible' : 'hidden'})"
    visit.context.add_init_script(hidden)
    visit.context.clock.install()
    desk, _ = with_notes(visit, ["one"])
    page = desk.page
    expect(note(page, "one")).to_be_visible()
    page.clock.run_for(5_000)
    expect(note(page, "one")).to_contain_text("not read yet")
    page.evaluate("window.looked = true; document.dispatchEvent(new Event('visibilitychange'))")
    page.clock.run_for(2_000)
    expect(note(page, "one")).not_to_contain_text("not read yet")
    expect(page.get_by_role("button", name="Show the 1 held note", exact=True)).to_be_visible()


def test_what_was_taken_back_asks_to_save_the_files_again(visit: Visit) -> None:
    desk, phone = with_notes(visit, ["Tea", "Cake"])
    desk.workshop.take_back(phone.note("taken back before"))
    page = desk.open()
    words = "Words were taken back. Files saved before still hold them: save the files again."
    expect(note(page, "Tea")).to_be_visible()
    expect(page.get_by_text(words)).to_have_count(0)
    desk.workshop.erase(phone.receipt)
    notice = page.get_by_role("region", name="Words were taken back")
    expect(notice).to_contain_text(words)
    expect(notice.get_by_role("link", name="Workshop page and files")).to_have_attribute(
        "href", f"/workshop?code={desk.code}"
    )
    assert_no_violations(page, "words taken back")
    notice.get_by_role("button", name="Seen").click()
    expect(notice).to_have_count(0)


def test_a_note_that_needs_care_goes_to_a_pile_of_its_own(visit: Visit) -> None:
    desk, _ = with_notes(visit, ["I am being hurt at home", "Tea"])
    page = desk.page
    press(note(page, "I am being hurt"), "Needs care")
    news(page, "The note is with those that need care.")
    expect(page.get_by_text("I am being hurt at home")).to_be_hidden()
    expect(page.get_by_role("link", name="1 needs care")).to_be_visible()
    tab(page, "Needs care").click()
    row = note(page, "I am being hurt at home")
    expect(row).to_be_visible()
    expect(page.get_by_role("heading", name="What such a note asks of you")).to_be_visible()
    care = page.get_by_role("complementary")
    assert len(care.inner_text()) > 200
    expect(care).to_contain_text("has not filled in this text yet: workshop_data/texts/safeguarding.md")
    expect(care).to_contain_text("nobody else’s phone shows these notes")
    expect(care.locator(".co-care-urgent")).to_contain_text("Call 999")
    assert desk.texts("care") == ["I am being hurt at home"]
    expect(row.get_by_role("button", name="Show")).to_have_attribute("aria-disabled", "true")
    press(row, "Care is over")
    expect(tab(page, "Held", 2)).to_be_visible()
    assert desk.texts("care") == []


def test_erasing_asks_first(visit: Visit) -> None:
    desk, _ = with_notes(visit, ["My name is Ann", "Tea"])
    page = desk.page
    press(note(page, "My name is Ann"), "Erase …")
    question = page.get_by_role("dialog", name="Erase this note for the person who gave it?")
    expect(question.get_by_role("button", name="No")).to_be_focused()
    page.keyboard.press("Escape")
    expect(question).to_be_hidden()
    assert "My name is Ann" in desk.texts("held")
    press(note(page, "My name is Ann"), "Erase …")
    question.get_by_role("button", name="Erase the words").click()
    news(page, "The note’s words are erased.")
    expect(tab(page, "Taken back", 1)).to_be_visible()
    assert desk.texts("held") == ["Tea"]
    expect(page.get_by_text("My name is Ann")).to_have_count(0)


def test_many_spoken_notes_at_once_and_words_that_survive_a_reload(visit: Visit) -> None:
    desk, _ = with_notes(visit)
    page = desk.page
    box = page.get_by_role("textbox", name="Notes, one on each line")
    box.fill("Buses stop at seven\n\n  A quiet room \nLess jargon")
    page.get_by_role("radio", name="on paper").check()
    page.reload()
    expect(box).to_have_value("Buses stop at seven\n\n  A quiet room \nLess jargon")
    expect(page.get_by_role("radio", name="on paper")).to_be_checked()
    page.get_by_role("button", name="Add 3 notes").click()
    news(page, "3 notes added.")
    expect(box).to_have_value("")
    expect(box).to_be_focused()
    frame = desk.workshop.notes()
    assert list(frame["text"]) == ["Buses stop at seven", "A quiet room", "Less jargon"]
    assert set(frame["channel"]) == {"paper"}
    expect(page.get_by_role("tabpanel").get_by_role("listitem")).to_have_count(3)


def test_a_note_that_is_too_long_stays_in_the_box(visit: Visit) -> None:
    desk, _ = with_notes(visit)
    box = desk.page.get_by_role("textbox", name="Notes, one on each line")
    box.fill("short\n" + "x" * 2001)
    desk.page.get_by_role("button", name="Add 2 notes").click()
    expect(box).to_have_attribute("aria-invalid", "true")
    expect(box).to_have_accessible_description(re.compile("Note 2 has 2001 characters; 2000 are the most"))
    assert len(box.input_value()) == 2007
    assert desk.texts("held") == []


def test_what_the_kit_refuses_stays_and_is_said(visit: Visit) -> None:
    desk, _ = with_dots(visit)
    desk.workshop.count_room(1)
    page = desk.page
    letters = page.get_by_role("textbox", name="Letters as they are called out")
    letters.fill("B 12")
    letters.press("Enter")
    expect(letters).to_have_accessible_description(re.compile("1 person with 3 dots"))
    expect(letters).to_have_value("B 12")
    expect(page.locator(".co-news")).to_contain_text("Not done")
    page.get_by_role("button", name="Seen").click()
    expect(page.locator(".co-news")).to_be_hidden()
    assert desk.workshop.dots("dots-1").placed == 0


def test_what_is_pressed_without_a_connection_is_sent_once_it_is_back(visit: Visit) -> None:
    line = Line(visit)
    desk, _ = with_notes(visit, ["Childcare"])
    page = desk.page
    line.cut()
    banner = page.get_by_role("region", name="No connection")
    expect(banner).to_contain_text("what you press is kept")
    press(note(page, "Childcare"), "Show")
    expect(note(page, "Childcare")).to_contain_text("sending …")
    box = page.get_by_role("textbox", name="Notes, one on each line")
    box.fill("Spoken meanwhile")
    page.get_by_role("button", name="Add 1 note").click()
    box.press_sequentially("\nAnd typed on")
    line.mend()
    expect(tab(page, "On the wall", 1)).to_be_visible()
    expect(banner).to_have_count(0)
    expect(box).to_have_value("And typed on")
    assert (desk.texts("shown"), desk.texts("held")) == (["Childcare"], ["Spoken meanwhile"])


def test_a_kit_that_cannot_write_just_now_says_so(visit: Visit) -> None:
    words = "The disk is full. Make room."
    left = [1]

    def between(route: WebSocketRoute) -> None:
        server = route.connect_to_server()

        def heard(frame: str | bytes) -> None:
            said = json.loads(frame)
            if said["type"] == "write" and left:
                left.clear()
                refusal = {"type": "refused", "id": said["id"], "why": "busy", "words": words, "again_s": 8}
                route.send(json.dumps(refusal))
            else:
                server.send(frame)

        route.on_message(heard)

    visit.context.route_web_socket(re.compile("/live/"), between)
    desk, _ = with_notes(visit)
    desk.page.get_by_role("textbox", name="Notes, one on each line").fill("Said aloud")
    desk.page.get_by_role("button", name="Add 1 note").click()
    banner = desk.page.get_by_role("region", name="The kit cannot take this just now")
    expect(banner).to_have_text(words)
    expect(banner).to_have_count(0)
    news(desk.page, "1 note added.")
    assert desk.texts("held") == ["Said aloud"]


def test_a_kit_that_was_started_anew_says_where_the_new_link_is(visit: Visit) -> None:
    line = Line(visit)
    desk, _ = with_notes(visit)
    line.cut(turned_away=True)
    words = "Open the kit’s new link in this browser; this page then goes on by itself."
    expect(desk.page.get_by_text(words)).to_be_visible()
    expect(desk.page.get_by_role("banner")).to_contain_text("New link needed")
    expect(desk.page.get_by_role("banner")).not_to_contain_text("No right.")
    line.mend()
    expect(desk.page.get_by_text(words)).to_have_count(0)


def test_an_unknown_code_is_said_plainly(visit: Visit) -> None:
    page = visit.context.new_page()
    page.goto(f"{visit.served.base}/console/AAAAAA")
    expect(page.get_by_role("heading", level=2)).to_contain_text("There is no workshop with this code here")
    expect(page.get_by_role("link", name="To the kit’s home page")).to_be_visible()
    assert_no_violations(page, "an unknown code")


def test_dots_called_out_undone_and_counted_from_a_sheet(visit: Visit) -> None:
    desk, _ = with_dots(visit)
    page = desk.page
    expect(page.get_by_role("heading", name="The vote is hidden")).to_be_visible()
    letters = page.get_by_role("textbox", name="Letters as they are called out")
    letters.fill("a A c")
    expect(page.get_by_text("2 for A, 1 for C", exact=True)).to_be_visible()
    letters.press("Enter")
    news(page, "Added: 2 for A, 1 for C")
    expect(letters).to_have_value("")
    expect(page.get_by_text("Last entry: 1 × C")).to_be_visible()
    page.get_by_role("button", name="Undo").click()
    expect(page.get_by_text("Last entry: 2 × A")).to_be_visible()
    letters.fill("A X")
    letters.press("Enter")
    expect(letters).to_have_accessible_description(re.compile("“X” is not one of the letters A, B, C"))
    page.get_by_text("Count a whole sheet").click()
    page.get_by_role("textbox", name=re.compile("A lift home")).fill("4")
    page.get_by_role("radio", name="on paper").check()
    page.get_by_role("button", name="Add 4 dots").click()
    news(page, "Added: 4 for B")
    assert desk.workshop.dots("dots-1").totals() == {"o1": 2, "o2": 4, "o3": 0}
    assert [entry.channel for entry in desk.workshop.dots("dots-1").counting] == ["spoken", "paper"]


def test_no_totals_before_the_vote_is_closed_and_the_room_sees_them_later_still(visit: Visit) -> None:
    desk, phones = with_dots(visit, phones=2)
    page = desk.page
    phones[0].cast({"o2": 3})
    phones[1].cast({"o2": 1, "o1": 1})
    expect(page.get_by_text("2 ballots from phones.")).to_be_visible()
    expect(page.get_by_role("table")).to_have_count(0)
    page.get_by_role("button", name="Close it").click()
    table = page.get_by_role("table", name="Options, most dots first")
    expect(table.get_by_role("row")).to_have_text(
        [
            re.compile("Place"),
            re.compile(r"1.*B.*A lift home.*4"),
            re.compile(r"2.*A.*Childcare.*1"),
            re.compile(r"3.*C.*Pay.*0"),
        ]
    )
    assert not desk.workshop.dots("dots-1").shown
    page.get_by_role("button", name="Show the result to the room").click()
    expect(page.get_by_text("The room sees this result.")).to_be_visible()
    assert desk.workshop.dots("dots-1").shown
    page.get_by_role("button", name="Hide it").click()
    expect(page.get_by_text("Only you see this result.")).to_be_visible()
    page.get_by_role("button", name="Open it").click()
    expect(page.get_by_role("heading", name="The vote is hidden")).to_be_visible()
    expect(table).to_have_count(0)


def test_the_head_count_is_reconciled_in_words(visit: Visit) -> None:
    workshop = new_workshop(visit.served.folder)
    joined(workshop, 3)
    desk = Desk(visit, workshop)
    page = desk.page
    glance = page.get_by_role("region", name="At a glance")
    expect(glance).to_contain_text("3 by phone. The room is not counted yet.")
    desk.go("People and phones")
    page.get_by_role("textbox", name="People in the room").fill("6")
    page.get_by_role("button", name="Save the head-count").click()
    expect(glance).to_contain_text("6 in the room: 3 by phone. How many have no phone?")
    paper = page.get_by_role("textbox", name="Of these without a phone")
    for number, words in (
        ("2", "6 in the room: 3 by phone, 2 without a phone, 1 not accounted for."),
        ("3", "6 in the room: 3 by phone, 3 without a phone, all accounted for."),
        ("5", "6 in the room, but 3 by phone and 5 without a phone: 2 too many. Did a phone join twice?"),
    ):
        paper.fill(number)
        page.get_by_role("button", name="Save the head-count").click()
        expect(glance).to_contain_text(words)
    paper.fill("7")
    page.get_by_role("button", name="Save the head-count").click()
    wrong = page.get_by_text("7 without a phone, but 6 in the room. Correct one of the numbers.")
    expect(wrong.locator("visible=true")).to_be_visible()
    paper.fill("some")
    page.get_by_role("button", name="Save the head-count").click()
    expect(page.get_by_text("Write whole numbers, such as 24.").locator("visible=true")).to_be_visible()
    assert (workshop.state.room.total, workshop.state.room.paper) == (6, 5)


def test_who_took_everything_back_is_still_in_the_room(visit: Visit) -> None:
    workshop = new_workshop(visit.served.folder)
    people = joined(workshop, 3)
    workshop.count_room(6, None, 1)
    for phone in people[:2]:
        workshop.erase(phone.receipt)
    desk = Desk(visit, workshop)
    expect(desk.page.get_by_role("region", name="At a glance")).to_contain_text(
        "6 in the room: 1 by phone, 1 without a phone, 2 took everything back, 2 not accounted for."
    )


def test_a_test_phone_is_set_aside_and_a_double_one_merged(visit: Visit) -> None:
    workshop = new_workshop(visit.served.folder)
    people = joined(workshop, 3)
    desk = Desk(visit, workshop)
    page = desk.page
    desk.go("People and phones")
    row = page.get_by_role("listitem", name="P2")
    expect(row).to_contain_text("Not connected")
    row.get_by_role("button", name="Set aside").click()
    expect(page.get_by_role("heading", name="2 phones count")).to_be_visible()
    row.get_by_role("button", name="Bring back").click()
    expect(page.get_by_role("heading", name="3 phones count")).to_be_visible()
    row.get_by_role("button", name="Merge … P2").click()
    choice = row.get_by_role("combobox", name="P2 is the same person as")
    expect(choice).to_be_focused()
    choice.select_option(people[0].id)
    row.get_by_role("button", name="Merge", exact=True).click()
    expect(row).to_contain_text("Merged into P1")
    assert [person.label for person in workshop.state.people.counting] == ["P1", "P3"]
    row.get_by_role("button", name="Undo the merge").click()
    expect(page.get_by_role("heading", name="3 phones count")).to_be_visible()


def test_two_consoles_stay_in_step(visit: Visit) -> None:
    desk, _ = with_notes(visit, ["Childcare"])
    other = desk.open()
    press(note(desk.page, "Childcare"), "Show")
    expect(note(other, "Childcare")).to_contain_text("On the wall")
    press(note(other, "Childcare"), "Hide")
    expect(note(desk.page, "Childcare")).to_contain_text("Hidden")
    other.get_by_role("button", name="Close it").click()
    expect(desk.page.get_by_role("button", name="Open it")).to_be_visible()
    desk.page.get_by_role("button", name="Blank").click()
    expect(other.get_by_role("button", name="Blank")).to_have_attribute("aria-pressed", "true")


def test_activities_are_added_from_a_list_and_typed(visit: Visit) -> None:
    desk = Desk(visit, new_workshop(visit.served.folder))
    page = desk.page
    expect(page.get_by_role("heading", level=2, name="Add an activity")).to_be_visible()
    page.get_by_role("textbox", name="Question for the room").fill(QUESTION)
    page.get_by_role("button", name="Add and open now").click()
    expect(page.get_by_role("heading", level=2, name=QUESTION)).to_be_visible()
    expect(page.get_by_role("button", name="Activity")).to_have_attribute("aria-pressed", "true")
    desk.go("Add an activity")
    page.get_by_role("radio", name="Dots").check()
    choice = page.get_by_role("combobox", name="Options")
    wanted = choice.get_by_role("option", name=re.compile("easier to take part")).get_attribute("value")
    choice.select_option(wanted)
    expect(page.get_by_role("textbox", name="Question for the room")).to_have_value(
        re.compile("easier for you")
    )
    page.get_by_role("checkbox", name="A certificate at the end").uncheck()
    page.get_by_role("textbox", name="Dots for each person").fill("5")
    page.get_by_role("button", name="Add for later").click()
    expect(page.get_by_role("heading", level=2, name=re.compile("easier for you"))).to_be_visible()
    vote = desk.workshop.dots("dots-1")
    assert (vote.dots_each, vote.open) == (5, False)
    assert "A certificate at the end" not in [option.title for option in vote.options]
    desk.go("Add an activity")
    page.get_by_role("radio", name="Dots").check()
    page.get_by_role("textbox", name="Question for the room").fill("Which first?")
    page.get_by_role("textbox", name="Our own options").fill("Tea")
    page.get_by_role("button", name="Add and open now").click()
    expect(page.get_by_text("Give at least two options.").locator("visible=true")).to_be_visible()
    page.get_by_role("textbox", name="Our own options").fill("Tea\n\nCake")
    page.get_by_role("button", name="Add and open now").click()
    expect(page.get_by_role("heading", level=2, name="Which first?")).to_be_visible()
    assert [option.title for option in desk.workshop.dots("dots-2").options] == ["Tea", "Cake"]


def test_the_end_is_asked_for_and_can_be_undone(visit: Visit) -> None:
    desk = Desk(visit, new_workshop(visit.served.folder))
    page = desk.page
    desk.go("Joining and ending")
    expect(page.get_by_role("img", name=re.compile(f"QR code of .*{desk.code}"))).to_be_visible()
    page.get_by_role("button", name="End the workshop …").click()
    page.get_by_role("dialog", name="End the workshop?").get_by_role("button", name="End it").click()
    expect(page.get_by_role("banner")).to_contain_text("Ended")
    assert desk.workshop.state.ended
    files = page.get_by_role("region", name="Files")
    expect(files).to_contain_text("Now save the files")
    expect(files.get_by_role("link", name="Workshop page and files")).to_have_attribute(
        "href", f"/workshop?code={desk.code}"
    )
    expect(page.get_by_role("heading", name="How phones join")).to_have_count(0)
    page.get_by_role("button", name="Resume the workshop …").click()
    page.get_by_role("dialog", name="Resume the workshop?").get_by_role("button", name="Resume it").click()
    news(page, "The workshop goes on.")
    assert not desk.workshop.state.ended
    expect(page.get_by_role("heading", name="How phones join")).to_be_visible()


def test_the_link_for_another_device_is_copied(visit: Visit) -> None:
    visit.context.grant_permissions(["clipboard-read", "clipboard-write"])
    desk = Desk(visit, new_workshop(visit.served.folder))
    page = desk.page
    desk.go("Joining and ending")
    page.get_by_text("The console on another device").click()
    expect(page.get_by_text("send it to yourself")).to_be_visible()
    page.get_by_role("button", name="Copy the link").click()
    news(page, "The link is copied.")
    assert page.evaluate("navigator.clipboard.readText()") == page.locator(".co-second a").inner_text()
