"""The server with real kernels, without a browser: notebook pages, their kernels, starting and stopping."""

from __future__ import annotations

import http.client
import json
import os
import re
import signal
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from types import SimpleNamespace

import psutil
import pytest
from tornado.httpclient import HTTPRequest
from tornado.websocket import WebSocketClientConnection, websocket_connect

from crpkit.server.pages import find_page
from crpkit.server.visits import Visits
from crpkit.workspace import new_workspace
from tests.server_here import Here, running, write_notebook
from tests.serving import serving

OUTSIDE = re.compile(r"""(?:src|href|action)\s*=\s*["']?\s*(?:https?:)?//""", re.I)
SECRET_ENVIRONMENT = "import os; print(chr(10).join(f'{k}={v}' for k, v in os.environ.items()))"


def until(condition: Callable[[], bool], seconds: float = 30) -> None:
    """Wait for something that another process or thread does."""
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end, "it did not happen in time"
        time.sleep(0.02)


@pytest.fixture(scope="module")
def here(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Here]:
    """Two small pages, nothing made ready, and room for two visitors."""
    folder = tmp_path_factory.mktemp("kernels")
    write_notebook(
        folder / "notebooks" / "personas.ipynb",
        "# People\n\nSome *words*.",
        "print(6 * 7)",
        SECRET_ENVIRONMENT,
    )
    write_notebook(folder / "notebooks" / "workshop.ipynb", "# Choose", "print('chosen')")

    async def nothing(visits: Visits, pages: object) -> None: ...

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Visits, "make_ready", nothing)
        patch.setattr("crpkit.overview.summary", lambda _: None)
        with running(folder, SimpleNamespace(folder=folder), limit=2) as running_here:
            running_here.server.visits.pool._refill_seconds = 1e6
            yield running_here


def kernel_of(page: str) -> str:
    return str(
        json.loads(re.search(r'id="jupyter-config-data"[^>]*>(.*?)</script>', page, re.S)[1])["kernelId"]
    )  # type: ignore[index]


def outputs_of(page: str) -> str:
    return page.partition('id="kit-cells"')[2].partition("</main>")[0]


def is_gone(here: Here, kernel: str) -> bool:
    return here.ask(f"/kit/engine/{kernel}").status == 410


def leave(here: Here, kernel: str) -> None:
    assert here.ask(f"/kit/leave/{kernel}", "POST", Origin=here.door.address.rstrip("/")).status == 204
    until(lambda: is_gone(here, kernel))


def test_a_notebook_is_a_page_of_the_kit(here: Here) -> None:
    answer = here.ask(f"/personas?secret=k7&token={here.door.token}")
    assert answer.status == 303
    answer = here.ask(answer.headers["Location"])
    page = answer.text
    assert answer.status == 200
    assert "<title>Personas – crpkit</title>" in page and '<html lang="en-GB">' in page
    assert page.count("<h1") == 1 and ">People" in page and "<em>words</em>" in page
    assert page.count("<main") == 1 and 'href="#content"' in page and "Getting ready" in page
    assert '<a href="/personas" aria-current="page">' in page
    assert "42" in outputs_of(page)
    assert "6 * 7" not in page, "the code is folded away"
    assert not OUTSIDE.search(page), OUTSIDE.search(page)
    policy = answer.headers["Content-Security-Policy"]
    assert f"connect-src 'self' ws://127.0.0.1:{here.door.port};" in policy
    assert "http" not in policy and "unsafe-eval" not in policy
    environment = outputs_of(page)
    assert f"CRPKIT_WORKSPACE={here.server.folder}" in environment.replace("\\\\", "\\")
    for secret in (here.door.token, here.door.session, "secret=k7"):
        assert secret not in environment, "a kernel learns nothing of its visitor"
    leave(here, kernel_of(page))


def test_when_all_seats_are_taken_the_next_visitor_is_told_so(here: Here) -> None:
    kernels = [kernel_of(here.ask("/workshop").text) for _ in range(2)]
    full = here.ask("/personas")
    assert full.status == 503 and full.headers["Retry-After"]
    assert "2 pages are open already" in full.text and "Close a tab" in full.text
    assert here.ask("/").status != 503, "light pages take no seat"
    leave(here, kernels[0])
    again = here.ask("/workshop")
    assert again.status == 200
    for kernel in (kernels[1], kernel_of(again.text)):
        leave(here, kernel)
    assert here.ask("/kit/ready").json()["open"] == 0


def test_a_page_that_stays_keeps_its_kernel(here: Here) -> None:
    """A download or a cancelled "leave this page?" says goodbye too, but the connection stays."""
    kernel = kernel_of(here.ask("/workshop").text)
    address = f"ws://127.0.0.1:{here.door.port}/api/kernels/{kernel}/channels"
    cookie = {"Cookie": f"{here.door.cookie}={here.door.session}"}

    async def connect() -> WebSocketClientConnection:
        return await websocket_connect(HTTPRequest(address, headers=cookie))

    socket = here.do(connect())
    until(lambda: here.server.visits.seats.is_connected(kernel))
    assert here.ask(f"/kit/leave/{kernel}", "POST").status == 204
    assert here.ask(f"/kit/engine/{kernel}").status == 204

    async def close() -> None:
        socket.close()

    here.do(close())
    until(lambda: is_gone(here, kernel))


def test_a_page_that_goes_without_a_word_is_noticed(here: Here) -> None:
    kernel = kernel_of(here.ask("/workshop").text)
    seats = here.server.visits.seats
    later = time.monotonic() + seats.grace + 1
    seats._clock, before = lambda: later, seats._clock
    try:
        assert seats.abandoned() == [kernel]
    finally:
        seats._clock = before
    leave(here, kernel)


def test_a_kernel_that_dies_is_reported_and_cleared_away(here: Here) -> None:
    kernel = kernel_of(here.ask("/workshop").text)
    manager = here.server.kernel_manager.get_kernel(kernel)
    psutil.Process(manager.provisioner.pid).kill()
    until(lambda: is_gone(here, kernel))
    assert here.ask("/kit/ready").json()["open"] == 0
    assert here.ask(f"/api/kernels/{kernel}").status == 404


@pytest.fixture
def workshop(here: Here) -> Iterator[Path]:
    """The workshop's notebook, put back afterwards."""
    path = here.server.folder / "notebooks" / "workshop.ipynb"
    before = path.read_bytes()
    yield path
    path.write_bytes(before)


def test_what_fails_in_a_notebook_is_said_in_words(here: Here, workshop: Path) -> None:
    write_notebook(workshop, "# Choose", "x = {'<b>': 1}\nx['<i>missing</i>']", "print('never reached')")
    page = here.ask("/workshop").text
    said = outputs_of(page)
    assert "Something in this page did not work (KeyError)" in said
    assert "Traceback" not in page and "missing" not in page and "never reached" not in page
    leave(here, kernel_of(page))


def test_our_own_errors_speak_for_themselves(here: Here, workshop: Path) -> None:
    raising = "from crpkit.errors import *\nraise InputProblems([Problem('The file <x> is damaged', 'Bring it back.')])"
    write_notebook(workshop, "# Choose", "import sys; print('noise', file=sys.stderr)\n" + raising)
    page = here.ask("/workshop").text
    shown = json.loads(re.search(r'cell-output\+json">(.*?)</script>', page, re.S)[1])  # type: ignore[index]
    assert "<p>The file &lt;x&gt; is damaged. Bring it back.</p>" in shown["data"]["text/html"]
    assert "noise" not in page and "Traceback" not in page
    leave(here, kernel_of(page))


def test_a_step_that_takes_too_long_is_stopped(
    here: Here, workshop: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("crpkit.server.renderer.STEP_SECONDS", 1)
    write_notebook(workshop, "# Choose", "import time\nwhile True: time.sleep(0.1)")
    page = here.ask("/workshop").text
    assert "was stopped" in outputs_of(page)
    leave(here, kernel_of(page))


def test_a_damaged_notebook_is_named_and_takes_no_seat(here: Here, workshop: Path) -> None:
    workshop.write_text("{ not a notebook", encoding="utf-8")
    answer = here.ask("/workshop")
    assert answer.status == 500
    assert "workshop.ipynb cannot be read" in answer.text and "mend it in JupyterLab" in answer.text
    until(lambda: here.ask("/kit/ready").json()["open"] == 0)


def test_a_visitor_who_turns_away_leaves_no_kernel(here: Here, workshop: Path) -> None:
    write_notebook(workshop, "# Choose", "import time; time.sleep(60)")
    connection = http.client.HTTPConnection("127.0.0.1", here.door.port, timeout=30)
    connection.request("GET", "/workshop", headers={"Cookie": f"{here.door.cookie}={here.door.session}"})
    answer, begun = connection.getresponse(), b""
    while b"Getting ready" not in begun:
        begun += answer.read1(6000)
    until(lambda: bool(here.server.kernel_manager.list_kernel_ids()))
    connection.close()
    until(lambda: not here.server.kernel_manager.list_kernel_ids())


def test_the_whole_page_waits_and_is_handed_out_once(here: Here) -> None:
    page = find_page(here.server.folder, "workshop")
    assert page is not None
    pool = here.server.visits.pool

    async def fill() -> None:
        await pool.fill(page).finished()

    here.do(fill())
    assert here.ask("/kit/ready").json() == {"ready": ["workshop"], "open": 0, "limit": 2}
    (waiting,) = here.server.kernel_manager.list_kernel_ids()
    text = here.ask("/workshop").text
    assert kernel_of(text) == waiting and "chosen" in outputs_of(text)
    assert here.ask("/kit/ready").json()["ready"] == []
    leave(here, waiting)


@pytest.mark.skipif(sys.platform == "win32", reason="a console's Ctrl+C cannot be sent to one process there")
@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGTERM])
def test_one_command_opens_and_one_key_closes(tmp_path: Path, how: signal.Signals) -> None:
    folder = new_workspace(tmp_path / "ours")
    with serving(folder) as served:
        process = psutil.Process(served.process.pid)
        until(lambda: any("ipykernel" in " ".join(_words(child)) for child in process.children()))
        children = process.children(recursive=True)
        os.kill(served.process.pid, how)
        assert served.process.wait(120) == 0  # a busy machine is slow; that it ends is what counts
        assert not psutil.wait_procs(children, 10)[1], "a kernel stayed behind"
    assert str(folder) in "".join(served.printed)


def _words(process: psutil.Process) -> list[str]:
    try:
        return process.cmdline()
    except psutil.Error:
        return []
