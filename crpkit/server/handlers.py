"""What answers each address."""

from __future__ import annotations

import gzip
from http import HTTPStatus
from typing import TYPE_CHECKING, Any

from tornado.iostream import StreamClosedError
from tornado.web import HTTPError, RequestHandler

from crpkit.errors import CrpkitError
from crpkit.server.door import clean_address
from crpkit.server.headers import notebook_policy
from crpkit.server.kernels import RoomFull
from crpkit.server.pages import find_page
from crpkit.server.pool import PageRun, PageStopped

if TYPE_CHECKING:
    from crpkit.server.app import KitServer

WORTH_PACKING = 4_000  # bytes
FOR_GOOD = "public, max-age=31536000, immutable"


class LightHandler(RequestHandler):
    """A page that needs no kernel."""

    kit: KitServer

    def initialize(self, kit: KitServer) -> None:
        """Keep the server."""
        self.kit = kit

    def write(self, chunk: str | bytes | dict[str, Any]) -> None:
        """Write a piece of the answer; half a character, which a broken file may hold, becomes a question mark."""
        super().write(chunk.encode("utf-8", errors="replace") if isinstance(chunk, str) else chunk)

    def show(self, template: str, status: int = 200, **values: Any) -> None:
        """Answer with a page.

        Parameters
        ----------
        template
            Its template.
        status
            The HTTP status.
        values
            What the template shows; escaped there.
        """
        self.set_status(status)
        self.set_header("Content-Type", "text/html; charset=utf-8")
        self.set_header("Cache-Control", "no-store")
        page = self.kit.light.get_template(template).render(kit=self.kit.facts(), **values)
        body = page.encode("utf-8", errors="replace")
        self.finish_packed(body, gzip.compress(body, 5) if len(body) > WORTH_PACKING else None)

    def finish_packed(self, body: bytes, packed: bytes | None) -> None:
        """Answer with bytes, or with the same as gzip if there is that and the browser takes it."""
        if packed is not None:
            self.set_header("Vary", "Accept-Encoding")
            if "gzip" in self.request.headers.get("Accept-Encoding", ""):
                self.set_header("Content-Encoding", "gzip")
                body = packed
        self.finish(body)

    def say(self, status: int, words: str, **values: Any) -> None:
        """Answer with a page that only says something; ``words`` names the text in its template."""
        self.show("words.html.j2", status, words=words, **values)

    def write_error(self, status_code: int, **kwargs: Any) -> None:
        """Say in words that something failed, without a traceback."""
        self.say(status_code, "missing" if status_code == HTTPStatus.NOT_FOUND else "failed")


class Missing(LightHandler):
    """No such page."""

    def prepare(self) -> None:
        """Say so, whatever the method."""
        self.say(404, "missing")


class Ask(LightHandler):
    """Neither token nor cookie: say where the link is."""

    def prepare(self) -> None:
        """Say so, whatever the method."""
        self.say(403, "ask")


class Refuse(LightHandler):
    """Another host name, or another site's page."""

    def prepare(self) -> None:
        """Say so, whatever the method."""
        self.say(403, "refuse")


class Enter(LightHandler):
    """The token was right: from now on the cookie opens the door."""

    def prepare(self) -> None:
        """Give the cookie and send the browser to the address without the token."""
        door = self.kit.door
        # Lax, not Strict: the link may be clicked in a mail or a chat, and must work then too.
        self.set_cookie(door.cookie, door.session, httponly=True, samesite="Lax", path="/")
        self.set_header("Cache-Control", "no-store")
        self.redirect(clean_address(self.request.uri or "/"), status=303)


class EnterConsole(LightHandler):
    """The console's token was right: from now on its cookie opens the consoles."""

    def prepare(self) -> None:
        """Give the cookie and send the browser to the address without the token."""
        door = self.kit.door
        self.set_cookie(door.console_cookie, door.console_session, httponly=True, samesite="Lax", path="/")
        self.set_header("Cache-Control", "no-store")
        self.redirect(clean_address(self.request.uri or "/"), status=303)


class AskConsole(LightHandler):
    """The console without a right to it."""

    def prepare(self) -> None:
        """Say where its link is, whatever the method."""
        self.say(403, "console")


class Away(LightHandler):
    """A page that opens on the facilitator's computer only, asked for over the network."""

    def prepare(self) -> None:
        """Say so, whatever the method."""
        self.say(403, "away")


class LookHandler(LightHandler):
    """The files of the look; open to all, as the page without a token needs them too."""

    def get(self, fingerprint: str, name: str) -> None:
        """Answer with a file."""
        look = self.kit.look
        file = look.files.get(name)
        if file is None:
            raise HTTPError(404)
        self.set_header("Content-Type", file.kind)
        # A page left open from before an update asks with the old fingerprint: answered, but not to be kept.
        self.set_header("Cache-Control", FOR_GOOD if fingerprint == look.fingerprint else "no-cache")
        self.finish_packed(file.body, file.packed)

    head = get


class Hello(LightHandler):
    """Lets a second start find out that the port is taken by the kit itself, and for which folder."""

    def get(self) -> None:
        """Answer with a digest of the folder's name; the name itself is nobody's business."""
        self.finish({"kit": "crpkit", "folder": self.kit.digest})


class Home(LightHandler):
    """What is in the workspace, and what one can do next."""

    async def get(self) -> None:
        """Answer with the page."""
        view = await self.kit.home.view()
        self.show("home.html.j2", view=view)

    head = get


class NotebookPage(LightHandler):
    """A notebook as a page."""

    run: PageRun | None = None

    def on_connection_close(self) -> None:
        """Stop making a page whose visitor has turned away."""
        if self.run is not None:
            self.kit.visits.drop(self.run)

    async def get(self, name: str) -> None:
        """Take the page that waits, or make one, and send it piece by piece."""
        page = find_page(self.kit.folder, name)
        if page is None:
            raise HTTPError(404)
        if "prefetch" in self.request.headers.get("Sec-Purpose", ""):
            raise HTTPError(503)  # a guess of the browser is no reason to start a kernel
        try:
            run = await self.kit.visits.take(page)
        except RoomFull as full:
            self.set_header("Retry-After", "5")
            self.say(503, "full", problem=full.problem)
            return
        except CrpkitError as error:
            self._break_off(error)
            return
        self.run = run
        self.set_header("Content-Type", "text/html; charset=utf-8")
        self.set_header("Cache-Control", "no-store")
        self.set_header("Content-Security-Policy", notebook_policy(self.request.host))
        try:
            async for piece in run.pieces():
                self.write(piece)
                await self.flush()
        except (StreamClosedError, PageStopped):
            self.kit.visits.drop(run)
        except CrpkitError as error:
            self.kit.visits.drop(run)
            self._break_off(error)

    def _break_off(self, error: CrpkitError) -> None:
        """Say why the page cannot be shown; at its end, if its beginning is on its way already."""
        if not self._headers_written:
            self.say(500, "notebook", problem=error.problem)
        else:
            self.finish(self.kit.light.get_template("trouble.html.j2").render(problem=error.problem))


class Engine(LightHandler):
    """Whether the kernel of a page still runs; asked by the page now and then."""

    async def get(self, kernel_id: str) -> None:
        """Answer 204 if it runs, 410 if it is gone."""
        self.set_header("Cache-Control", "no-store")
        self.set_status(204 if await self.kit.visits.is_alive(kernel_id) else 410)
        self.finish()


class Leave(LightHandler):
    """A page says, as it closes, that it is leaving."""

    def post(self, kernel_id: str) -> None:
        """Take note; the kernel is ended when its connection is gone too."""
        self.kit.visits.leave(kernel_id)
        self.set_status(204)
        self.finish()


class Ready(LightHandler):
    """Which pages wait, made ready, and how many are open: for tests and measurements."""

    def get(self) -> None:
        """Answer with JSON."""
        self.set_header("Cache-Control", "no-store")
        visits = self.kit.visits
        self.finish({"ready": visits.pool.ready, "open": visits.seats.taken, "limit": visits.seats.limit})
