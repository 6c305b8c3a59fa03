"""A whole session by keyboard alone: agenda, phone, projector, the board of themes, the record. No pointer is used anywhere."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from crpkit.workshop import Workshop
from crpkit.workspace import open_workspace
from tests.browser.console_page import tab
from tests.browser.test_live_room import PHONE, PROJECTOR, Rooms, open_at, visits
from tests.browser.test_pages import assert_no_violations
from tests.serving import Served

__all__ = ["visits"]
NOTES = ("Pay for the bus", "Pay on the day", "A quiet room", "Childcare near by")
# What a screen reader would call the thing that has the focus.
NAME = """() => {
  let one = document.activeElement;
  while (one && one.shadowRoot && one.shadowRoot.activeElement) one = one.shadowRoot.activeElement;
  if (!one || one === document.body) return '';
  const labels = [...(one.labels || [])].map(label => label.innerText).join(' ');
  const by = (one.getAttribute('aria-labelledby') || '').split(' ').map(id => document.getElementById(id)?.innerText || '');
  const name = one.getAttribute('aria-label') || by.join(' ').trim() || labels || one.innerText || one.textContent || '';
  const off = one.getAttribute('aria-disabled') === 'true' ? ' (off)' : one.getAttribute('aria-pressed') === 'true' ? ' (on)' : '';
  return `${one.tagName.toLowerCase()} ${one.type || ''} ${name}${off}`.replace(/\\s+/g, ' ').trim();
}"""


class Keys:
    """A person without a pointer in front of one page."""

    def __init__(self, page: Page) -> None:
        self.page = page

    @property
    def focus(self) -> str:
        return str(self.page.evaluate(NAME))

    def to(self, name: str, most: int = 250) -> Keys:
        """Press Tab until the thing of this name has the focus; a second round where the page ended."""
        wanted = re.compile(name)
        seen: list[str] = []
        for _ in range(most):
            now = self.focus
            if wanted.search(now):
                return self
            seen.append(now)
            self.page.keyboard.press("Tab")
        raise AssertionError(f"Tab never came to {name!r}: {list(dict.fromkeys(seen))}")

    def press(self, *keys: str) -> Keys:
        for key in keys:
            self.page.keyboard.press(key)
        return self

    def type(self, text: str) -> Keys:
        self.page.keyboard.type(text)
        return self

    def clear(self) -> Keys:
        return self.press("Control+a", "Delete")

    def pick(self, name: str, option: str) -> Keys:
        """Choose in a list by its first letters, as a person does."""
        self.to(name)
        self.type(option)
        return self

    def check(self, where: str) -> None:
        assert_no_violations(self.page, where)


@pytest.fixture
def workshop(served: Served) -> Iterator[Workshop]:
    workspace = open_workspace(served.folder)
    yield Workshop.create(workspace, "Without a mouse")
    workspace.close()


def where(console: Page) -> str:
    return console.get_by_role("region", name="Agenda").get_by_role("link").inner_text()


def test_a_whole_session_by_keyboard_alone(served: Served, visits: Rooms, workshop: Workshop) -> None:
    code = workshop.code
    console = Keys(open_at(visits(served, {"width": 1280, "height": 800}), f"{served.base}/console/{code}"))
    screen = Keys(open_at(visits(served, PROJECTOR), f"{served.base}/screen/{code}"))
    phone = Keys(open_at(visits(served, PHONE), f"{served.base}/join/{code}"))
    strip = console.page.get_by_role("region", name="Agenda")
    step = strip.get_by_role("link")
    expect(console.page.get_by_role("region", name="At a glance")).to_be_visible()

    # the phone comes in, and says it may be quoted
    expect(phone.page.get_by_role("button", name="Go on")).to_be_visible()
    phone.to("May be quoted|may be quoted").press("Space").to("button.* Go on").press("Enter")
    phone.to("Communit").press("Space").to("button.* Go in").press("Enter")
    expect(phone.page.get_by_role("button", name="My receipt and choices")).to_be_visible()

    # the agenda is laid out and begun
    console.to("^a Add an activity").press("Enter")
    console.to("Use this agenda.*A taste of it").press("Enter")
    console.to("Begin: Who is here").press("Enter")
    expect(step).to_have_text("Who is here")
    phone.to("input radio .*Communities").press("Space")
    expect(phone.page.get_by_text("Saved", exact=True)).to_be_visible()
    console.check("check-in")

    # notes: written, shown, one more from paper
    console.to("Next: One thought").press("Enter")
    expect(step).to_have_text("One thought")
    for text in NOTES[:3]:
        phone.to("textarea.* Your note").type(text).to("button.* Send").press("Enter")
        expect(phone.page.get_by_role("listitem").filter(has_text=text)).to_be_visible()
    phone.check("notes")
    console.to("^a One thought").press("Enter")
    expect(
        console.page.get_by_role("heading", level=2, name=re.compile("What would make it easier"))
    ).to_be_visible()
    if not console.page.get_by_role("textbox", name="Notes, one on each line").is_visible():
        console.to("summary .*Spoken or on paper").press("Enter")
    console.to("textarea.* Notes, one on each line").type(NOTES[3]).to("button.* Add 1 note").press("Enter")
    for text in NOTES:
        listed = console.page.get_by_role("tabpanel").get_by_role("listitem", name=text)
        fresh = console.page.get_by_role("button", name=re.compile("new notes?$"))
        expect(listed.or_(fresh).first).to_be_visible()
        if not listed.is_visible():
            console.to("button.* [0-9]+ new notes?").press("Enter")
        expect(listed).to_be_visible()
    for number in range(1, len(NOTES) + 1):
        console.to("^button button Show$").press("Enter")
        expect(tab(console.page, "On the wall", number)).to_be_visible()
    for text in NOTES:
        expect(screen.page.get_by_text(text)).to_be_visible()
    screen.press("b")
    expect(screen.page.locator("body.screen-dark")).to_be_attached()
    screen.press("b")
    screen.check("notes on the projector")

    # a choice, closed and shown
    console.to("Next: Choose").press("Enter")
    expect(step).to_have_text("Choose")
    phone.to("input checkbox .*The Hub").press("Space")
    expect(phone.page.get_by_text("Saved", exact=True)).to_be_visible()
    console.to("^a Choose").press("Enter")
    expect(console.page.locator("#work").get_by_role("button", name=re.compile("^Close"))).to_be_visible()
    console.to("button.* Close").press("Enter")
    console.to("button.* Show the result to the room").press("Enter")
    expect(phone.page.get_by_role("heading", name="The result")).to_be_visible()

    # the board of themes: made, moved, named, merged, split, undone
    console.to("^a Add an activity").press("Enter")
    console.to("input radio .*Notes").press("ArrowRight", "ArrowRight")
    expect(console.page.get_by_role("radio", name="Something else")).to_be_checked()
    expect(
        console.page.get_by_role("combobox", name="Which one?").get_by_role("option", name="Themes")
    ).to_be_attached()
    console.pick("select.* Which one", "Themes").to("textarea.* Question for the room").type(
        "What belongs together?"
    )
    console.to("button.* Add and open now").press("Enter")
    expect(console.page.get_by_role("heading", level=2, name="What belongs together?")).to_be_visible()
    # one behind the other, without waiting for the first to stand there
    console.to("input text What it is called").type("Money").press("Enter").type("Rooms").press("Enter")
    for title in ("Money", "Rooms"):
        expect(console.page.get_by_role("region", name=title)).to_be_visible()
    for text, theme in (
        (NOTES[0], "Money"),
        (NOTES[1], "Money"),
        (NOTES[2], "Rooms"),
        (NOTES[3], "Fits nowhere"),
    ):
        console.pick(f"select.* Move “{text[:12]}", theme).to(
            f"button.* Move ?: {text[:12]}.*, {theme}"
        ).press("Enter")
        expect(console.page.get_by_role("region", name=theme).get_by_text(text, exact=True)).to_be_visible()
    console.to("summary .*Rename ?: Money").press("Enter")
    console.to("input text What it is called").clear().type("Being paid").press("Enter")
    expect(console.page.get_by_role("region", name="Being paid")).to_be_visible()
    console.check("the board of themes")

    def piles() -> dict[str, set[str]]:
        frame = workshop.themes()
        return {str(name): set(part["text"].dropna()) for name, part in frame.groupby("theme_id")}

    sorted_so = piles()
    console.pick("select.* Put all notes of Being paid into", "Rooms").to("button.* Put together").press(
        "Enter"
    )
    expect(console.page.get_by_role("region", name="Rooms").get_by_text(NOTES[0], exact=True)).to_be_visible()
    assert piles() != sorted_so
    console.to("button.* Undo the last step").press("Enter")
    expect(
        console.page.get_by_role("region", name="Being paid").get_by_text(NOTES[0], exact=True)
    ).to_be_visible()
    assert piles() == sorted_so
    expect(screen.page.get_by_text("Being paid")).to_be_visible()
    screen.check("themes on the projector")

    # the end, and the record
    console.to("Next: Looking back").press("Enter")
    expect(step).to_have_text("Looking back")
    console.to("button.* End the agenda$").press("Enter")
    expect(console.page.get_by_text("The agenda is over.")).to_be_visible()
    page = Keys(console.page.context.new_page())
    page.page.goto(f"{served.base}/workshop?code={code}")
    expect(page.page.get_by_role("button", name="Write it as a web page")).to_be_visible()
    page.to("button.* Write it as a web page", 400).press("Enter")
    expect(page.page.get_by_text("The record is written: outputs/")).to_be_visible()
    (file,) = (served.folder / "outputs" / code).glob("*.html")
    text = Path(file).read_text(encoding="utf-8")
    for words in (*NOTES[:3], "Being paid", "Fits nowhere", "The Hub"):
        assert words in text, words
    assert NOTES[3] not in text, "it came from paper, and nobody was asked"
