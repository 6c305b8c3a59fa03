"""A workshop with its console open in a browser, and the phones of the room."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path

from playwright.sync_api import Locator, Page, WebSocketRoute, expect

from crpkit.workshop import Workshop
from crpkit.workspace import open_workspace
from tests.browser.conftest import Visit
from tests.workshop_helpers import Phone, joined

QUESTION = "What would help here?"
OPTIONS = ("Childcare", "A lift home", "Pay")


class Desk:
    """One console, and the record of its workshop as another program sees it."""

    def __init__(self, visit: Visit, workshop: Workshop) -> None:
        self.visit = visit
        self.workshop = workshop
        self.page = self.open()

    @property
    def code(self) -> str:
        return self.workshop.code

    def open(self, place: str = "") -> Page:
        """Open the console in one more tab."""
        page = self.visit.context.new_page()
        page.goto(f"{self.visit.served.base}/console/{self.code}{'#' + place if place else ''}")
        expect(
            page.get_by_text("At a glance").or_(page.get_by_role("region", name="At a glance"))
        ).to_be_visible()
        return page

    def go(self, name: str) -> None:
        """Go to one of the places at the side."""
        self.page.get_by_role("navigation").get_by_role("link", name=re.compile(name)).click()
        expect(self.page.get_by_role("heading", level=2, name=re.compile(name))).to_be_visible()

    def texts(self, state: str) -> list[str]:
        """The notes of a state, as they are in the record."""
        frame = self.workshop.notes(with_care=True)
        return sorted(frame.loc[frame["state"] == state, "text"].dropna())


def new_workshop(folder: Path, title: str = "At the console") -> Workshop:
    return Workshop.create(open_workspace(folder), title)


def with_notes(visit: Visit, texts: Sequence[str] = ()) -> tuple[Desk, Phone]:
    """A workshop whose first activity is open and has these notes from one phone."""
    workshop = new_workshop(visit.served.folder)
    workshop.open_activity("notes", QUESTION)
    phone = joined(workshop, 1)[0]
    for text in texts:
        phone.note(text)
    return Desk(visit, workshop), phone


def with_dots(visit: Visit, phones: int = 0) -> tuple[Desk, list[Phone]]:
    workshop = new_workshop(visit.served.folder)
    workshop.open_activity("dots", QUESTION, OPTIONS, dots_each=3)
    people = joined(workshop, phones)
    return Desk(visit, workshop), people


def note(page: Page, text: str) -> Locator:
    """The row of a note."""
    return page.get_by_role("tabpanel").get_by_role("listitem", name=text)


def press(row: Locator, name: str) -> None:
    row.get_by_role("button", name=name, exact=True).click()


def tab(page: Page, name: str, count: int | None = None) -> Locator:
    return page.get_by_role("tab", name=name if count is None else re.compile(rf"^{name}\s+{count}$"))


def news(page: Page, words: str) -> None:
    """Wait until the page says that something was done."""
    expect(page.locator(".co-news")).to_contain_text(words)


class Line:
    """The console's connection, which can be cut and be told to turn the console away."""

    def __init__(self, visit: Visit) -> None:
        self.is_cut = False
        self.turns_away = False
        self._open: list[WebSocketRoute] = []
        visit.context.route_web_socket(re.compile("/live/"), self._route)

    def _route(self, route: WebSocketRoute) -> None:
        if self.turns_away:
            words = '{"type": "goodbye", "why": "role", "words": "No right."}'
            route.on_message(lambda _: (route.send(words), route.close(code=4403)))
        elif self.is_cut:
            route.close(code=4000)
        else:
            route.connect_to_server()
            self._open.append(route)

    def cut(self, turned_away: bool = False) -> None:
        self.is_cut, self.turns_away = True, turned_away
        for route in self._open:
            route.close(code=4000)
        self._open.clear()

    def mend(self) -> None:
        self.is_cut = self.turns_away = False
