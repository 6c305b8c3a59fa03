"""The page of the test with one phone, in a real browser."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

import pytest
from playwright.sync_api import Browser, Page, expect

from crpkit.server.port import claim_port
from crpkit.server.reach import Reach
from crpkit.server.rehearse import wait_for_phone
from crpkit.server.watch import Watch
from tests.browser.test_pages import assert_no_violations

PHONE = {"width": 390, "height": 844}


@dataclass
class Running:
    """A test that waits for a phone, in a thread of its own."""

    port: int
    said: list[str] = field(default_factory=list)
    reached: bool | None = None


@contextmanager
def waiting(own: tuple[str, ...]) -> Iterator[Running]:
    held = claim_port(0, None)
    running = Running(held[0].getsockname()[1])
    stop: list[object] = []
    begun = threading.Event()

    async def wait() -> bool:
        watch = Watch([], running.said.append, own)
        loop = asyncio.get_running_loop()
        stop.append(lambda: loop.call_soon_threadsafe(watch.stop))
        begun.set()
        return await wait_for_phone(held, Reach("127.0.0.1", running.port), watch, 2)

    def run() -> None:
        running.reached = asyncio.run(wait())

    thread = threading.Thread(target=run)
    thread.start()
    begun.wait(30)
    try:
        yield running
    finally:
        if thread.is_alive():
            stop[0]()  # type: ignore[operator]
        thread.join(60)
        for one in held:
            one.close()


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    context = browser.new_context(viewport=PHONE, reduced_motion="reduce")  # type: ignore[arg-type]
    outside: list[str] = []
    page = context.new_page()
    page.on(
        "request", lambda request: outside.append(request.url) if "127.0.0.1" not in request.url else None
    )
    yield page
    context.close()
    assert outside == []


def test_a_phone_is_told_that_it_works(page: Page) -> None:
    with waiting(own=()) as running:
        page.goto(f"http://127.0.0.1:{running.port}/join")
        expect(page.get_by_role("status")).to_contain_text("It works. Phones in this Wi-Fi can take part.")
        expect(page.get_by_text("The computer hears this device.")).to_be_visible()
        assert_no_violations(page, "rehearsal")
    assert running.reached and "has reached this computer" in running.said[-1]


def test_the_computer_itself_is_told_to_try_a_phone(page: Page) -> None:
    with waiting(own=("127.0.0.1",)) as running:
        page.goto(f"http://127.0.0.1:{running.port}/")
        expect(page.get_by_role("status")).to_contain_text("this is the computer itself")
    assert running.reached is False


def test_a_line_that_does_not_open_is_told(page: Page) -> None:
    page.add_init_script(
        "window.WebSocket = class extends EventTarget { constructor() { super(); setTimeout(() => this.onclose()); } close() {} };"
    )
    with waiting(own=()) as running:
        page.goto(f"http://127.0.0.1:{running.port}/join")
        expect(page.get_by_role("status")).to_contain_text("The line for messages does not open")
        assert_no_violations(page, "rehearsal, no line", ["light"])
    assert running.reached is False and any("does not open" in said for said in running.said)
