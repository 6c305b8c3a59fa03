"""The three light pages and the small things they ask for; no kernel is behind any of them."""

from __future__ import annotations

from typing import Any

from tornado.web import HTTPError

from crpkit.errors import CrpkitError, InputProblems
from crpkit.sensemaking import suggest_themes
from crpkit.server.handlers import LightHandler
from crpkit.server.headers import light_policy
from crpkit.server.live.wire import VERSION
from crpkit.server.live.wire_parts import Role
from crpkit.server.live.words import words_for
from crpkit.server.reach import qr_svg
from crpkit.workshop.activities.ask import AskState
from crpkit.workshop.activities.themes import ThemesState
from crpkit.workshop.codes import clean_code
from crpkit.workshop.importing import notes_from_csv, tallies_from_csv
from crpkit.workshop.theming import board_notes

_RIGHT_TO_LEFT = {"ar", "he", "fa", "ur", "ps", "sd", "ug", "yi", "ku", "dv"}


class LivePage(LightHandler):
    """A page that says everything over its WebSocket."""

    role: Role = "phone"
    name = "join"

    async def get(self, code: str | None = None) -> None:
        """Answer with the page; whether there is such a workshop, the WebSocket says."""
        language = await self.kit.hall.language()
        config = {
            "role": self.role,
            "code": _clean(code),
            "typed": (code or "")[:40],
            "v": VERSION,
            "lang": language,
            "words": words_for(self.role, language, self.kit.folder),
        }
        self.set_header("Content-Security-Policy", light_policy(self.request.host))
        direction = "rtl" if language.split("-")[0].lower() in _RIGHT_TO_LEFT else "ltr"
        self.show("live.html.j2", config=config, name=self.name, lang=language, dir=direction)

    head = get


class JoinPage(LivePage):
    """What a phone sees."""


class ScreenPage(LivePage):
    """What stands on the projector."""

    role: Role = "screen"
    name = "screen"


class ConsolePage(LivePage):
    """What the facilitator works with."""

    role: Role = "console"
    name = "console"


def _clean(code: str | None) -> str:
    """Return a code as it is kept, or nothing if it cannot be one."""
    try:
        return clean_code(code or "")
    except InputProblems:
        return ""


class JoinQr(LightHandler):
    """The QR code of a workshop's join address."""

    def get(self, code: str) -> None:
        """Answer with a picture."""
        known = _clean(code)
        if not known:
            raise HTTPError(404)
        _picture(self, self.kit.hall.reach.join_url(known))


class WifiQr(LightHandler):
    """The QR code that takes a phone into the room's Wi-Fi."""

    def get(self, code: str) -> None:
        """Answer with a picture."""
        wifi = self.kit.hall.reach.wifi
        if wifi is None:
            raise HTTPError(404)
        _picture(self, wifi.text)


def _picture(handler: LightHandler, text: str) -> None:
    handler.set_header("Content-Type", "image/svg+xml")
    handler.set_header("Cache-Control", "no-store")
    handler.finish(qr_svg(text))


class Lists(LightHandler):
    """What a console can put to the vote."""

    async def get(self, code: str) -> None:
        """Answer with the lists, for a console only."""
        _refuse_others(self)
        self.set_header("Cache-Control", "no-store")
        try:
            lists: Any = await self.kit.hall.work(self.kit.hall.lists)
        except CrpkitError as error:
            self.finish({"lists": [], "words": str(error)})
            return
        self.finish({"lists": lists})


class Agendas(LightHandler):
    """Which agendas a console can run."""

    async def get(self, code: str) -> None:
        """Answer with the agendas, for a console only; one with a mistake says what it is."""
        _refuse_others(self)
        self.set_header("Cache-Control", "no-store")
        self.finish({"agendas": await self.kit.hall.work(self.kit.hall.agendas)})


class Kinds(LightHandler):
    """Which kinds of activities a console can add."""

    async def get(self, code: str) -> None:
        """Answer with the kinds, for a console only."""
        _refuse_others(self)
        self.set_header("Cache-Control", "no-store")
        self.finish({"kinds": await self.kit.hall.work(self.kit.hall.kinds)})


class ByTable(LightHandler):
    """A result by table, when somebody asks for it."""

    async def get(self, code: str) -> None:
        """Answer with heads and rows, for a console only; both empty if no table has five answers.

        Apart from that, with what tables agreed on together.
        """
        from crpkit.reports.by_group import (
            chosen_together,  # it loads what draws records, which few rooms ask for
            result_by_table,
        )

        _refuse_others(self)
        self.set_header("Cache-Control", "no-store")
        room = await self.kit.hall.room(code)
        activity = room.state.activities.get(self.get_query_argument("activity", ""))
        if not isinstance(activity, AskState) or activity.open or not activity.method:
            raise HTTPError(404)
        if activity.voices is not None:
            raise HTTPError(404)  # it would add up voices that are never mixed
        found = await self.kit.hall.work(lambda: result_by_table(activity, room.state.tables))
        rows = [] if found is None else [list(row) for row in found.rows]
        together = [list(one) for one in chosen_together(activity)]
        self.finish(
            {"heads": [] if found is None else list(found.header), "rows": rows, "together": together}
        )


class Paper(LightHandler):
    """What a spreadsheet of notes or tallies says; nothing of it is entered yet."""

    def check_xsrf_cookie(self) -> None:
        """Other sites are turned away by the door, which looks at ``Origin`` and ``Host``."""

    async def post(self, code: str) -> None:
        """Answer with rows that were understood, rows that were not, and what a console would send to enter them."""
        _refuse_others(self)
        self.set_header("Cache-Control", "no-store")
        room = await self.kit.hall.room(code)
        activity = room.state.activities.get(self.get_query_argument("activity", ""))
        if activity is None:
            raise HTTPError(404)
        what, tables, data = self.get_query_argument("what", "notes"), room.state.tables, self.request.body
        read = tallies_from_csv if what == "tallies" else notes_from_csv
        try:
            found = await self.kit.hall.work(lambda: read(activity, data, tables))
        except InputProblems as error:
            self.finish({"taken": [], "left": [], "entries": [], "words": error.problems[0].sentence})
            return
        rows = {name: [[one.line, one.words] for one in getattr(found, name)] for name in ("taken", "left")}
        self.finish({**rows, "entries": list(found.entries), "words": ""})


class Suggestions(LightHandler):
    """Which notes may belong together."""

    async def get(self, code: str) -> None:
        """Answer with groups of notes that are not sorted yet, for a console only; nothing is moved."""
        _refuse_others(self)
        room = await self.kit.hall.room(code)
        board = room.state.activities.get(self.get_query_argument("activity", ""))
        if not isinstance(board, ThemesState):
            raise HTTPError(404)
        free = {
            name: note.text or ""
            for name, note in board_notes(room.state, board).items()
            if name not in board.places
        }
        frame = await self.kit.hall.erase(lambda: suggest_themes(list(free.values())))
        frame = frame.assign(note=list(free)).dropna(subset=["theme"])
        groups = [
            {"label": str(part["label"].iloc[0]), "notes": list(part["note"])}
            for _, part in frame.groupby("theme")
        ]
        self.set_header("Cache-Control", "no-store")
        self.finish({"themes": groups})


def _refuse_others(handler: LightHandler) -> None:
    """Raise 403 unless a console asks."""
    door = handler.kit.door
    if not door.may_console(handler.get_cookie(door.cookie), handler.get_cookie(door.console_cookie)):
        raise HTTPError(403)
