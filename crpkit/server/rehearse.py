"""A test with one phone before the event: does it reach this computer, and if not, what is the likely cause.

A small server of its own, on the address and port that the event will use. The phone loads a page, opens a
WebSocket and answers on it, as it will in the workshop.
"""

from __future__ import annotations

import asyncio
import contextlib
import json
import logging
import socket
import sys
import threading
from collections.abc import Callable, Sequence
from pathlib import Path

import jinja2
from tornado.httpserver import HTTPServer
from tornado.web import Application, HTTPError, RequestHandler
from tornado.websocket import WebSocketClosedError, WebSocketHandler

from crpkit import __version__
from crpkit.server import rehearse_words as words
from crpkit.server.addresses import choose, find_candidates
from crpkit.server.headers import SafeHeaders
from crpkit.server.look import Look
from crpkit.server.loop import loop_factory, say, stop_signals, wakeful
from crpkit.server.port import PORT, REHEARSAL, claim_port
from crpkit.server.reach import HERE, Reach
from crpkit.server.watch import PINGS, Watch
from crpkit.workspace import MARKER, find_workspace, locate

TEMPLATES = Path(__file__).resolve().parent / "template"
REACHED, NOT_REACHED = 0, 1
_PATIENCE = 5.0  # seconds for one answer of the phone


def rehearse(
    folder: Path | None = None, port: int = PORT, host: str | None = None, minutes: float = 10
) -> int:
    """Wait for one phone, and say in plain words what happened.

    Parameters
    ----------
    folder
        The workspace, for the advice; not needed.
    port, host
        As of :func:`crpkit.server.serve`: the test is worth most with what the event will use.
    minutes
        How long to wait.

    Returns
    -------
    int
        0 if a phone reached this computer, else 1.

    Raises
    ------
    CrpkitError
        If there is no address for phones, or the port is taken.
    """
    place = locate(folder) if folder is not None else _workspace_here()
    found = find_candidates()
    choice = choose(host, found)
    sockets = claim_port(port, place, choice.listen, command="rehearse")
    reach = Reach(choice.address, sockets[0].getsockname()[1])
    say(words.beginning(reach, choice.others, minutes))
    watch = Watch(found, say)
    logging.getLogger("tornado").setLevel(logging.CRITICAL)  # a phone that goes away is no news
    try:
        with asyncio.Runner(loop_factory=loop_factory()) as runner:
            runner.run(_run(sockets, reach, watch, minutes))
    except KeyboardInterrupt:
        pass
    finally:
        for held in sockets:
            held.close()
    say(words.ending(watch.seen, found, place, reach.port))
    return REACHED if watch.seen.reached else NOT_REACHED


def _workspace_here() -> Path | None:
    place = find_workspace()
    return place if (place / MARKER).is_file() else None


async def _run(sockets: list[socket.socket], reach: Reach, watch: Watch, minutes: float) -> None:
    with stop_signals(asyncio.current_task()), wakeful(), contextlib.suppress(asyncio.CancelledError):
        await wait_for_phone(sockets, reach, watch, minutes)


async def wait_for_phone(
    sockets: Sequence[socket.socket], reach: Reach, watch: Watch, minutes: float
) -> bool:
    """Serve the test's page until a phone has reached it, the person stops it or the time is over.

    Parameters
    ----------
    sockets
        Where to listen.
    reach
        The address that the phone uses.
    watch
        Is told what happens.
    minutes
        How long to wait.

    Returns
    -------
    bool
        Whether a phone reached this computer.
    """
    http = HTTPServer(_application(watch))
    http.add_sockets(list(sockets))
    try:
        watch.reaches_itself(await _reaches_itself(reach))
        _stop_at_enter(asyncio.get_running_loop(), watch.stop)
        with contextlib.suppress(asyncio.TimeoutError):
            await asyncio.wait_for(watch.over(), minutes * 60)
    finally:
        watch.close()
        http.stop()
        await http.close_all_connections()
    return watch.seen.reached


async def _reaches_itself(reach: Reach) -> bool:
    """Say whether this computer gets an answer at its own address; a firewall may let it where phones are kept out."""
    assert reach.address is not None
    try:
        reader, writer = await asyncio.wait_for(asyncio.open_connection(reach.address, reach.port), _PATIENCE)
    except (OSError, TimeoutError):
        return False
    try:
        host = f"{reach.address}:{reach.port}"
        writer.write(f"GET /static/kit/hello HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n".encode())
        answer = await asyncio.wait_for(reader.read(), _PATIENCE)
        return REHEARSAL.encode() in answer
    except (OSError, TimeoutError):
        return False
    finally:
        writer.close()


def _stop_at_enter(loop: asyncio.AbstractEventLoop, stop: Callable[[], None]) -> None:
    if sys.stdin is None or not sys.stdin.isatty():
        return

    def listen() -> None:
        with contextlib.suppress(OSError, ValueError, RuntimeError):
            sys.stdin.readline()
            loop.call_soon_threadsafe(stop)

    threading.Thread(target=listen, daemon=True).start()


def _application(watch: Watch) -> Application:
    told = {"watch": watch, "look": Look()}
    return Application(
        [
            (r"/(?:join(?:/[^/]*)?)?", _Page, told),
            (r"/rehearse/line", _Line, {"watch": watch}),
            (r"/rehearse/no-line", _NoLine, {"watch": watch}),
            (r"/static/kit/hello", _Hello),
            (r"/static/kit/[0-9a-f]+/(.+)", _File, {"look": told["look"]}),
        ],
        transforms=[SafeHeaders],
        log_function=lambda handler: None,
        websocket_max_message_size=1000,
    )


class _Page(RequestHandler):
    """What the phone shows."""

    def initialize(self, watch: Watch, look: Look) -> None:
        self.watch = watch
        self.look = look

    def get(self) -> None:
        self.watch.page(self.request.remote_ip or HERE, self.request.headers.get("User-Agent", ""))
        loader = jinja2.FileSystemLoader(str(TEMPLATES))
        light = jinja2.Environment(loader=loader, autoescape=True, undefined=jinja2.StrictUndefined)
        kit = {"look": self.look.address, "version": __version__, "pages": ()}
        self.set_header("Content-Type", "text/html; charset=utf-8")
        self.set_header("Cache-Control", "no-store")
        self.finish(light.get_template("rehearse.html.j2").render(kit=kit))


class _Line(WebSocketHandler):
    """The line to the phone: asks a few times and takes the time of each answer."""

    def initialize(self, watch: Watch) -> None:
        self.watch = watch
        self._answers: asyncio.Queue[int] = asyncio.Queue()

    def open(self, *args: str, **kwargs: str) -> None:
        # No message is heard before this method returns.
        self._talk = asyncio.ensure_future(self._speak())

    async def _speak(self) -> None:
        remote, agent = self.request.remote_ip or HERE, self.request.headers.get("User-Agent", "")
        try:
            times = [await self._time(number) for number in range(PINGS)]
            await self._farewell(remote, agent, times)
        except (TimeoutError, WebSocketClosedError):
            self.close()

    async def _farewell(self, remote: str, agent: str, times: list[float]) -> None:
        middle = round(sorted(times)[PINGS // 2] * 1000)
        try:
            await self.write_message({"type": "done", "own": self.watch.is_own(remote), "ms": middle})
            with contextlib.suppress(TimeoutError):  # so that the phone has shown it before we go
                await asyncio.wait_for(self._answers.get(), _PATIENCE)
        finally:  # a phone that is put away at once has reached us all the same
            self.watch.line(remote, agent, times)

    async def _time(self, number: int) -> float:
        loop = asyncio.get_running_loop()
        sent = loop.time()
        await self.write_message({"type": "ping", "n": number})
        while await asyncio.wait_for(self._answers.get(), _PATIENCE) != number:
            pass
        return loop.time() - sent

    def on_message(self, message: str | bytes) -> None:
        try:
            said = json.loads(message)
        except ValueError:
            return
        if isinstance(said, dict) and isinstance(said.get("n"), int):
            self._answers.put_nowait(said["n"])

    def on_close(self) -> None:
        if self._answers.empty():  # else the last answer is still to be taken
            self._talk.cancel()


class _NoLine(RequestHandler):
    """The phone says over plain HTTP that its line did not open."""

    def initialize(self, watch: Watch) -> None:
        self.watch = watch

    def post(self) -> None:
        self.watch.no_line(self.request.remote_ip or HERE)
        self.set_status(204)
        self.finish()


class _Hello(RequestHandler):
    """Lets another start find out what runs here."""

    def get(self) -> None:
        self.finish({"kit": "crpkit", "folder": REHEARSAL})


class _File(RequestHandler):
    """The files of the look."""

    def initialize(self, look: Look) -> None:
        self.look = look

    def get(self, name: str) -> None:
        file = self.look.files.get(name)
        if file is None:
            raise HTTPError(404)
        self.set_header("Content-Type", file.kind)
        self.set_header("Cache-Control", "no-cache")
        self.finish(file.body)
