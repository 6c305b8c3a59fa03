"""The test with one phone: a client plays the phone over HTTP and WebSocket."""

from __future__ import annotations

import asyncio
import json
import re
import socket
import subprocess
import sys
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from tornado.httpclient import AsyncHTTPClient, HTTPClientError, HTTPResponse
from tornado.websocket import websocket_connect

from crpkit.errors import CrpkitError
from crpkit.server import rehearse as rehearse_module
from crpkit.server import rehearse_words as words
from crpkit.server.addresses import Candidate
from crpkit.server.port import claim_port
from crpkit.server.reach import Reach
from crpkit.server.rehearse import rehearse, wait_for_phone
from crpkit.server.watch import Seen, Watch
from tests.asyncs import run_async

PHONE = "Mozilla/5.0 (Linux; Android 14; Pixel 8) Chrome/126"
WIFI = Candidate("192.168.1.5", "Wi-Fi", netmask="255.255.255.0")


@dataclass
class Test:
    """A running test, and what it said."""

    __test__ = False
    port: int
    watch: Watch
    said: list[str] = field(default_factory=list)

    async def get(self, path: str, **options: object) -> HTTPResponse:
        address = f"http://127.0.0.1:{self.port}{path}"
        return await AsyncHTTPClient().fetch(address, headers={"User-Agent": PHONE}, **options)  # type: ignore[arg-type]

    async def answer_on_the_line(self) -> dict[str, object]:
        """Do what the page's script does; return the last message."""
        line = await websocket_connect(f"ws://127.0.0.1:{self.port}/rehearse/line")
        while True:
            heard = await line.read_message()
            assert heard is not None, "the line was closed"
            message: dict[str, object] = json.loads(heard)
            if message["type"] == "done":
                await line.write_message(json.dumps({"n": -1}))
                return message
            await line.write_message(json.dumps({"n": message["n"]}))


def play(
    story: Callable[[Test], Awaitable[object]],
    own: tuple[str, ...] = (),
    minutes: float = 1,
    line_seconds: float = 60,
) -> tuple[bool, Seen, str]:
    """Run a test while a story plays the phone; it ends when the story or the test does."""

    async def both() -> tuple[bool, Seen, str]:
        held = claim_port(0, None)
        said: list[str] = []
        watch = Watch([WIFI], said.append, own, line_seconds)
        port = held[0].getsockname()[1]
        waiting = asyncio.create_task(wait_for_phone(held, Reach("127.0.0.1", port), watch, minutes))
        try:
            await story(Test(port, watch, said))
            if not watch.seen.reached:
                watch.stop()
            return await asyncio.wait_for(waiting, 30), watch.seen, "\n".join(said)
        finally:
            watch.stop()
            await asyncio.wait([waiting])
            for one in held:
                one.close()

    result: tuple[bool, Seen, str] = run_async(both())
    return result


def test_a_phone_that_answers_ends_the_test() -> None:
    async def phone(test: Test) -> None:
        page = await test.get("/join")
        assert b"Does this phone reach the computer?" in page.body
        assert (await test.answer_on_the_line())["own"] is False
        await test.watch.over()

    reached, seen, said = play(phone)
    assert reached and seen.itself is True
    assert "An Android device" not in said.splitlines()[0]
    assert "loaded by an Android device (127.0.0.1)" in said
    assert re.search(
        r"has reached this computer\. An answer took \d+ ms, the slowest \d+ ms: that is quick", said
    )


def test_the_page_keeps_to_this_computer() -> None:
    async def phone(test: Test) -> None:
        for path in ("/", "/join", "/join/K7MPWX"):
            page = await test.get(path)
            text = page.body.decode()
            assert not re.search(r"""(?:src|href)=["'](?:https?:)?//""", text)
            assert "<script>" not in text and "style=" not in text
            assert "default-src 'none'" in page.headers["Content-Security-Policy"]
        for address in re.findall(r'(?:src|href)="([^"]+)"', text):
            assert (await test.get(address)).code == 200
        with pytest.raises(HTTPClientError):
            await test.get("/static/kit/0/../../server/run.py")
        with pytest.raises(HTTPClientError):
            await test.get("/personas")

    play(phone)


def test_a_browser_on_this_computer_is_no_phone() -> None:
    async def here(test: Test) -> None:
        await test.get("/join")
        assert (await test.answer_on_the_line())["own"] is True
        await test.get("/join")

    reached, seen, said = play(here, own=("127.0.0.1",))
    assert not reached and seen.own and not seen.pages
    assert said.count("must be a phone") == 1


def test_a_page_without_a_line_is_told_by_the_phone() -> None:
    async def phone(test: Test) -> None:
        await test.get("/join")
        assert (await test.get("/rehearse/no-line", method="POST", body=b"")).code == 204

    reached, seen, said = play(phone)
    assert not reached and seen.pages == ["127.0.0.1"]
    assert "line for messages does not open" in said
    assert "VPN, a data saver" in words.ending(seen, [WIFI], None, 8866)


def test_a_page_without_a_line_is_noticed() -> None:
    async def phone(test: Test) -> None:
        told = asyncio.Event()
        test.watch._say = lambda said: (test.said.append(said), told.set() if said == words.NO_LINE else None)  # type: ignore[assignment]
        await test.get("/join")
        await asyncio.wait_for(told.wait(), 20)

    assert words.NO_LINE in play(phone, line_seconds=0)[2]


def test_a_line_that_says_rubbish_or_breaks_off_disturbs_nobody() -> None:
    async def phones(test: Test) -> None:
        line = await websocket_connect(f"ws://127.0.0.1:{test.port}/rehearse/line")
        for rubbish in ("{", "[]", '{"n": "x"}', "null", '{"n": 99}'):
            await line.write_message(rubbish)
        await line.write_message(b"\x00\xff", binary=True)
        line.close()
        assert (await test.answer_on_the_line())["type"] == "done"
        await test.watch.over()

    assert play(phones)[0]


def test_the_time_ends_it_too() -> None:
    async def nobody(test: Test) -> None:
        while test.watch.seen.itself is None:
            await asyncio.sleep(0)  # lets the others work, waits for nothing

    reached, seen, _ = play(nobody, minutes=0.0001)
    assert not reached and seen == Seen(itself=True)


# -- words


def test_what_the_address_says() -> None:
    assert "in the same network" in words.reached("192.168.1.77", "iPhone", [0.01] * 5, [WIFI])
    assert "another part of the network" in words.reached("10.9.1.77", "iPhone", [0.01] * 5, [WIFI])
    assert "mobile data" in words.reached("82.3.4.5", "iPhone", [0.01] * 5, [WIFI])
    assert "slow" in words.reached("192.168.1.77", "", [0.9] * 5, [WIFI])
    assert words.reached("192.168.1.77", "iPhone", [0.01] * 5, [WIFI]).startswith("An iPhone has")


def order(text: str, *signs: str) -> bool:
    places = [text.index(sign) for sign in signs]
    return places == sorted(places)


def test_the_likely_causes_come_in_order() -> None:
    said = words.ending(Seen(itself=True), [WIFI], None, 8866)
    assert order(said, "keeps devices apart", "firewall", "VPN", "mobile data", "travel router", "paper")
    with_tunnel = words.ending(
        Seen(itself=True), [WIFI, Candidate("10.8.0.2", "utun3", "tunnel")], None, 8866
    )
    assert order(with_tunnel, "VPN is on, on this computer (utun3)", "keeps devices apart", "firewall")
    not_itself = words.ending(Seen(itself=False), [WIFI], None, 8866)
    assert order(not_itself, "firewall", "keeps devices apart")
    assert "on this computer only" in words.ending(Seen(itself=True, own=True), [WIFI], None, 8866)


@pytest.mark.parametrize(
    ("system", "sign"),
    [("win32", "Windows Firewall"), ("darwin", "Block all incoming"), ("linux", "ufw allow 8866")],
)
def test_the_firewall_of_each_system(monkeypatch: pytest.MonkeyPatch, system: str, sign: str) -> None:
    monkeypatch.setattr(sys, "platform", system)
    assert sign in words.ending(Seen(), [WIFI], None, 8866)


def test_the_sheet_of_the_folder_comes_first(tmp_path: Path) -> None:
    sheet = tmp_path / "workshop_data" / words.SHEET
    sheet.parent.mkdir(parents=True)
    sheet.touch()
    assert str(sheet) in words.ending(Seen(), [WIFI], tmp_path, 8866)


def test_success_says_how_to_start_on_the_day(tmp_path: Path) -> None:
    assert f'serve "{tmp_path}" --lan' in words.ending(Seen(reached=True), [WIFI], tmp_path, 8866)


# -- the command


def test_without_a_network_the_command_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rehearse_module, "find_candidates", lambda: ())
    with pytest.raises(CrpkitError, match="no network"):
        rehearse()


def test_a_test_that_still_runs_is_recognised() -> None:
    async def again(test: Test) -> None:
        await asyncio.to_thread(start_again, test.port)

    def start_again(port: int) -> None:
        with pytest.raises(CrpkitError, match="test with one phone is still open"):
            claim_port(port, None)

    play(again)


def test_the_command_without_a_terminal(tmp_path: Path) -> None:
    """By a name it needs no network of this computer; stopped from outside it still says what to do."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [sys.executable, "-m", "crpkit", "rehearse", "--host", "room.example", "--port", str(port)]
    process = subprocess.Popen(
        command,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        encoding="utf-8",
        cwd=tmp_path,
    )
    assert process.stdout is not None
    said = ""
    try:
        for line in process.stdout:
            said += line
            if "its own address" in line:
                break
        process.terminate()
        rest, _ = process.communicate(timeout=30)
    finally:
        process.kill()
    said += rest
    assert f"http://room.example:{port}/join" in said
    assert "Traceback" not in said
    if sys.platform != "win32":  # there, ending a process gives it no time for last words
        assert process.returncode == 1 and "No phone has reached this computer." in said and "paper" in said


def test_a_folder_that_is_no_workspace_is_said(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "crpkit", "rehearse", str(tmp_path)],
        capture_output=True,
        text=True,
        encoding="utf-8",
    )
    assert done.returncode == 2 and "not a workspace" in done.stderr
