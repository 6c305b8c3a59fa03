"""A projector's page for tests: on the real server, or told by the test what the server would say."""

from __future__ import annotations

import json
from typing import Any

from playwright.sync_api import Page, WebSocketRoute

from crpkit.workshop.letters import letter
from tests.browser.conftest import PATIENCE_MS, Visit

CODE = "K7MPWX"
HD = {"width": 1920, "height": 1080}
XGA = {"width": 1024, "height": 768}
SAYINGS = [
    "More time to get to know each other before the money is decided.",
    "Pay people for their time.",
    "Someone who explains the forms in plain words, on the phone.",
    "Childcare during meetings!",
    "Come to us, not always to the university. The bus takes an hour and a half and stops at six.",
    "A shared calendar",
    "Trust takes years; projects end after months.",
    "Let us decide the question together, from the first day, and keep us on board.",
]
PROMPT = "What would make it easier to work together?"


def state(stage: str = "join", activity: str | None = None, **more: Any) -> dict[str, Any]:
    """Return what the server says to a screen at its opening."""
    return {
        "workshop": {"title": "Saltmarsh Quay", "code": CODE, "ended": False},
        "now": activity,
        "stage": {"what": stage, "activity": activity},
        "join": {"url": f"http://192.168.1.5:8866/join/{CODE}", "reachable": True, "wifi": None},
        "here": {"joined": 12, "connected": 11, "room": None},
        **more,
    }


def notes_state(*texts: str, prompt: str = PROMPT, **more: Any) -> dict[str, Any]:
    """Return the state of a wall of notes."""
    activity = {
        "id": "notes-1",
        "kind": "notes",
        "prompt": prompt,
        "open": True,
        "order": 0,
        "count": len(texts) + 3,
    }
    return state("activity", "notes-1", **{"activity/notes-1": activity | more}, **notes(*texts))


def notes(*texts: str, first: int = 0) -> dict[str, Any]:
    """Return notes that were shown, by their keys."""
    return {
        f"note/n{number}": {"id": f"n{number}", "activity": "notes-1", "text": text, "place": number}
        for number, text in enumerate(texts, first)
    }


def dots_state(
    titles: list[str], result: list[int] | None = None, detail: str = "", **more: Any
) -> dict[str, Any]:
    """Return the state of a dot vote; with ``result`` (dots in the order of the titles) it is closed and shown."""
    options = [
        {"id": f"o{number}", "letter": letter(number), "title": title, "detail": detail}
        for number, title in enumerate(titles)
    ]
    rows = [{"option": f"o{n}", "dots": dots, "place": 1} for n, dots in enumerate(result or [])]
    activity = {
        "id": "dots-1",
        "kind": "dots",
        "prompt": "Where should we begin?",
        "open": result is None,
        "order": 0,
        "dots_each": 3,
        "options": options,
        "shown": result is not None,
        "result": sorted(rows, key=lambda row: -row["dots"]) if result is not None else None,
        "voters": 7,
    }
    return state("activity", "dots-1", **{"activity/dots-1": activity | more})


class Told:
    """A screen whose server is the test."""

    def __init__(
        self, visit: Visit, said: dict[str, Any], size: dict[str, int] | None = None, **options: Any
    ) -> None:
        self.page: Page = visit.context.new_page()
        self.page.set_viewport_size(size or HD)  # type: ignore[arg-type]
        self.said = said
        self.line: WebSocketRoute | None = None
        self.problems: list[str] = []
        self.page.on("pageerror", lambda error: self.problems.append(str(error)))
        self.page.route_web_socket(f"**/live/{CODE}/screen", self._open)
        self.page.route(
            "**/wifi.svg", lambda route: route.fulfill(content_type="image/svg+xml", body=_SQUARE)
        )
        if options.get("clock"):
            self.page.clock.install()
        self.page.goto(f"{visit.served.base}/screen/{CODE}", timeout=PATIENCE_MS)
        self.page.locator("main h1").filter(has_not_text="One moment").first.wait_for()
        self.drawn()

    def _open(self, line: WebSocketRoute) -> None:
        self.line = line
        line.on_message(self._hear)

    def _hear(self, text: str | bytes) -> None:
        message = json.loads(text)
        if message["type"] == "ping":
            self._send({"type": "pong", "n": message["n"]})
        elif message["type"] == "hello":
            self._send({"type": "welcome", "v": 1, "role": "screen", "code": CODE, "beat_s": 5})
            self._send({"type": "state", "whole": True, "set": self.said, "drop": []})

    def _send(self, message: dict[str, Any]) -> None:
        assert self.line is not None
        self.line.send(json.dumps(message))

    def tell(self, changes: dict[str, Any], drop: tuple[str, ...] = ()) -> None:
        """Change the state; returns when the page has drawn it."""
        self._send({"type": "state", "whole": False, "set": changes, "drop": list(drop)})
        self.drawn()

    def tell_all(self, said: dict[str, Any]) -> None:
        """Say everything anew, as after a new connection."""
        self.said = said
        self._send({"type": "state", "whole": True, "set": said, "drop": []})
        self.drawn()

    def drawn(self) -> None:
        """Wait for two frames: one in which the page hears of a change, one in which it is there."""
        self.page.evaluate(
            "() => new Promise(done => requestAnimationFrame(() => requestAnimationFrame(() => requestAnimationFrame(done))))"
        )

    def visible_notes(self) -> list[str]:
        """The notes in view, column by column."""
        return self.page.locator(".screen-note:visible").all_inner_texts()

    def boxes(self) -> dict[str, tuple[float, float, float]]:
        """Text of each note in view → where it stands and how wide it is."""
        found: dict[str, tuple[float, float, float]] = self.page.evaluate(
            """() => Object.fromEntries([...document.querySelectorAll(".screen-note")].filter(each => each.checkVisibility())
                .map(each => [each.textContent, (box => [box.x, box.y, box.width])(each.getBoundingClientRect())]))"""
        )
        return {text: (box[0], box[1], box[2]) for text, box in found.items()}

    def letters(self, selector: str) -> float:
        """The smallest letters, in pixels, of what can be seen of a selector."""
        return float(
            self.page.evaluate(
                """selector => Math.min(...[...document.querySelectorAll(selector)].filter(each => each.checkVisibility())
                    .map(each => parseFloat(getComputedStyle(each).fontSize)))""",
                selector,
            )
        )

    def assert_of_one_piece(self, where: str = "") -> None:
        """Nothing scrolls, and nothing that can be seen sticks out of the window."""
        out = self.page.evaluate(
            """() => {
                const root = document.documentElement;
                const wide = root.scrollWidth > innerWidth, high = root.scrollHeight > innerHeight;
                const out = [...document.querySelectorAll("main *, footer *, header *")].filter(each => {
                    if (!each.checkVisibility() || each.closest(".live-hidden")) return false;
                    const box = each.getBoundingClientRect();
                    return box.width && (box.right > innerWidth + 1 || box.bottom > innerHeight + 1 || box.left < -1 || box.top < -1);
                });
                return [wide, high, ...out.map(each => each.outerHTML.slice(0, 100))];
            }"""
        )
        assert out == [False, False], f"{where}: {out}"


_SQUARE = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1 1"><path d="M0 0h1v1z"/></svg>'
