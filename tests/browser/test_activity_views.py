"""Every view of every kind of activity: open, closed and shown, on phone, projector and console, without an axe violation."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from playwright.sync_api import Browser, Page, expect

from crpkit.workshop import Workshop
from crpkit.workshop.activities import is_vote, notes_of
from crpkit.workshop.kinds import kinds
from crpkit.workspace import Workspace, open_workspace
from tests.browser.conftest import Visit
from tests.browser.test_live_room import PHONE, PROJECTOR, come_in, open_at
from tests.browser.test_pages import assert_no_violations
from tests.serving import Served
from tests.workshop_helpers import Phone, joined

OPTIONS = ["A lift home", "Childcare", "Pay on the day"]
METHODS = [f"choose:{method}" for method in ("dots", "approval", "points", "ranking")]
KINDS = sorted({*kinds(), "dots"} - {"choose"}) + METHODS


@dataclass
class Views:
    """One room, whose pages stay open from one activity to the next."""

    workshop: Workshop
    person: Phone
    pages: dict[str, Page]

    def add(self, kind: str) -> str:
        name, _, method = kind.partition(":")
        listed = name in ("choose", "dots", "check-in", "statements", "develop", "road-test")
        options = OPTIONS if listed else None
        return self.workshop.open_activity(name, f"What about {kind}?", options, method=method)

    def fill(self, activity: str) -> None:
        """Let somebody choose and write, so that no view is checked empty."""
        found = self.workshop.state.activities[activity]
        if notes_of(found) is not None:
            about = found.items[0].id if getattr(found, "about_items", False) else ""
            boxes = getattr(found, "boxes", ())
            mores = (
                [{field.id: "The library" for field in boxes[0].fields if field.id != "text"}]
                if boxes
                else None
            )
            self.workshop.write_notes(
                activity, ["Something that was said"], "paper", about=about, mores=mores
            )
            note = list(notes_of(self.workshop.state.activities[activity]).notes)[-1]  # type: ignore[union-attr]
            self.workshop.show_notes([note])
            if getattr(found, "offers", False):
                self.workshop.let_in(note)
        if found.engine == "ask" and is_vote(self.workshop.state.activities[activity]):
            items = self.workshop.ask(activity).items
            self.workshop.place(activity, {items[0].id: 1}, people=3)
        elif found.engine == "dots":
            self.workshop.place_dots("A", 3, "paper", activity)
        elif found.engine == "themes":
            free = list(self.workshop.notes().query("state == 'shown'")["note_id"])
            self.workshop.make_theme(activity, "A theme", free[:1])

    def check(self, prompt: str, where: str) -> None:
        console = self.pages["console"]
        console.get_by_role("navigation", name="Activities").get_by_role("link", name=prompt).click()
        for name, page in self.pages.items():
            level = 2 if name == "console" else 1
            expect(page.get_by_role("heading", level=level, name=prompt)).to_be_visible()
        closed = console.locator("#work details:not([open]) > summary")
        while closed.count():
            closed.first.click()
        for name, page in self.pages.items():
            assert_no_violations(page, f"{where} on the {name}")


@pytest.fixture(scope="module")
def views(browser: Browser, served: Served) -> Iterator[Views]:
    workspace: Workspace = open_workspace(served.folder)
    workshop = Workshop.create(workspace, "Every view")
    workshop.name_tables(["Oak", "Elm"])
    sizes = {"console": {"width": 1280, "height": 800}, "screen": PROJECTOR, "phone": PHONE}
    visits = {name: Visit(browser, served, viewport=size) for name, size in sizes.items()}
    paths = {name: "join" if name == "phone" else name for name in sizes}
    pages = {
        name: open_at(visit, f"{served.base}/{paths[name]}/{workshop.code}") for name, visit in visits.items()
    }
    come_in(pages["phone"], "Count me")
    (person,) = joined(workshop, 1)
    yield Views(workshop, person, pages)
    for visit in visits.values():
        visit.context.close()
        assert visit.outside == [], "a page asked another machine for something"
    workspace.close()


@pytest.mark.parametrize("kind", KINDS)
def test_no_violations_in_any_view(views: Views, kind: str) -> None:
    activity, prompt = views.add(kind), f"What about {kind}?"
    views.workshop.stage("activity", activity)
    views.fill(activity)
    views.check(prompt, f"{kind}, open")
    views.workshop.close_activity(activity)
    if is_vote(views.workshop.state.activities[activity]):
        expect(
            views.pages["console"].get_by_role("button", name="Show the result to the room")
        ).to_be_visible()
        views.check(prompt, f"{kind}, closed")
        views.workshop.show(True, activity)
        expect(views.pages["phone"].get_by_role("heading", name="The result")).to_be_visible()
        views.check(prompt, f"{kind}, shown")
    else:
        views.check(prompt, f"{kind}, closed")
