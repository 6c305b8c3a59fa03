"""The commands for a room with phones: serve --lan, --host and --wifi, and forget."""

from __future__ import annotations

import http.client
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from crpkit.cli import main, older_files
from crpkit.server import run as run_module
from crpkit.server.addresses import Candidate, find_candidates
from crpkit.server.reach import Reach
from crpkit.workshop import Workshop
from crpkit.workshop.receipts import new_receipt, written_receipt
from crpkit.workspace import Workspace, new_workspace, open_workspace
from tests.serving import serving
from tests.workshop_helpers import Phone


@pytest.fixture
def workspace(tmp_path: Path) -> Iterator[Workspace]:
    opened = open_workspace(new_workspace(tmp_path / "our work"))
    yield opened
    opened.close()


def person_with_notes(workshop: Workshop, *texts: str) -> str:
    """Let somebody join and write; return the receipt."""
    phone = Phone(workshop, new_receipt()).join()
    activity = workshop.open_activity("notes", "What would help?")
    for text in texts:
        phone.note(text, activity)
    return phone.receipt


# -- forget


def test_forget_says_what_went_and_what_may_still_hold_it(
    workspace: Workspace, capsys: pytest.CaptureFixture[str]
) -> None:
    workshop = Workshop.create(workspace, "Tuesday")
    receipt = person_with_notes(workshop, "my bicycle is purple", "and fast")
    workshop.export(workspace.folder / "outputs" / workshop.code)
    shutil.copy(workspace.folder / "crpkit.sqlite", workspace.folder / "before the event.sqlite.bak")
    (workspace.folder / "notes.txt").write_text("of something else", encoding="utf-8")
    workspace.close()
    assert main(["forget", workshop.code.lower(), written_receipt(receipt), str(workspace.folder)]) == 0
    said = capsys.readouterr().out
    assert "Taken back: 2 notes and 0 ballots" in said
    assert "out of the database and of the files beside it" in said
    assert f"{workshop.code}-log-private.jsonl" in said and "before the event.sqlite.bak" in said
    assert "notes.txt" not in said and not re.search(r"^ +crpkit\.sqlite", said, re.M)
    database = b"".join(path.read_bytes() for path in workspace.folder.glob("crpkit.sqlite*"))
    assert b"purple" not in database
    assert main(["forget", workshop.code, receipt, str(workspace.folder)]) == 0
    assert "Nothing is left" in capsys.readouterr().out


def test_one_note_is_called_one_note(workspace: Workspace, capsys: pytest.CaptureFixture[str]) -> None:
    workshop = Workshop.create(workspace, "Tuesday")
    receipt = person_with_notes(workshop, "just this")
    workspace.close()
    assert main(["forget", workshop.code, receipt, str(workspace.folder)]) == 0
    said = capsys.readouterr().out
    assert "1 note and 0 ballots" in said and "No older export" in said


def test_another_phone_of_the_same_person_is_named(
    workspace: Workspace, capsys: pytest.CaptureFixture[str]
) -> None:
    workshop = Workshop.create(workspace, "Tuesday")
    receipt = person_with_notes(workshop, "just this")
    person_with_notes(workshop, "from the other phone")
    one, other = workshop.state.people
    workshop.merge(one.id, other.id)
    workspace.close()
    assert main(["forget", workshop.code, receipt, str(workspace.folder)]) == 0
    told = "P2 was said to be the same person; what came from that phone stands until its own receipt is used, or"
    assert f"{told} erase its notes in the console." in capsys.readouterr().out


def test_while_another_program_reads_it_says_that_traces_may_stay(
    workspace: Workspace, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    workshop = Workshop.create(workspace, "Tuesday")
    receipt = person_with_notes(workshop, "just this")
    monkeypatch.setattr("crpkit.store.Log.cleared", lambda log, timeout=0.0: False)
    assert main(["forget", workshop.code, receipt, str(workspace.folder)]) == 0
    assert "another program is reading the database" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("code", "receipt", "words"),
    [
        (None, "ABCD-EFGH-JKMN", "Nobody joined the workshop"),
        (None, "short", "receipt"),
        ("QQQQQQ", "ABCD-EFGH-JKMN", "no workshop QQQQQQ"),
        ("0", "ABCD-EFGH-JKMN", "code"),
    ],
)
def test_what_nobody_has_is_said_in_words(
    workspace: Workspace, capsys: pytest.CaptureFixture[str], code: str | None, receipt: str, words: str
) -> None:
    workshop = Workshop.create(workspace, "Tuesday")
    assert main(["forget", code or workshop.code, receipt, str(workspace.folder)]) == 2
    told = capsys.readouterr().err
    assert words in told and "Traceback" not in told


def test_only_files_that_may_hold_the_words_are_named(tmp_path: Path) -> None:
    for name, text in {
        "outputs/K7MPWX/anything.csv": "",
        "outputs/ABCDEF/ABCDEF-result.csv": "",
        "moved/K7MPWX-private.xlsx": "",
        "kept.jsonl": '{"stream": "workshop:K7MPWX"}\n',
        "other.jsonl": '{"stream": "workshop:ABCDEF"}\n',
        "crpkit.sqlite": "",
        "crpkit.sqlite-wal": "",
        "crpkit.sqlite.bak": "",
        "crpkit copy.sqlite": "",
        ".git/K7MPWX": "",
        "notes.md": "",
    }.items():
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    found = {path.relative_to(tmp_path).as_posix() for path in older_files(tmp_path, "K7MPWX")}
    assert found == {
        "outputs/K7MPWX/anything.csv",
        "moved/K7MPWX-private.xlsx",
        "kept.jsonl",
        "crpkit.sqlite.bak",
        "crpkit copy.sqlite",
    }


# -- serve


def test_the_room_is_let_in_at_the_address_that_is_printed(workspace: Workspace) -> None:
    likely = [one for one in find_candidates() if one.likely]
    if not likely:
        pytest.skip("this computer is in no network")
    with serving(workspace.folder, "--lan") as served:
        port = int(served.base.rsplit(":", 1)[1])
        connection = http.client.HTTPConnection(likely[0].address, port, timeout=20)
        connection.request("GET", "/join")
        assert connection.getresponse().status == 200
        connection.close()
        connection = http.client.HTTPConnection(likely[0].address, port, timeout=20)
        connection.request("GET", served.address.split(served.base)[1])
        assert connection.getresponse().status == 403, "the facilitator's link is for this computer"
        connection.close()


def test_without_a_network_lan_says_what_to_do(
    workspace: Workspace, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(run_module, "find_candidates", lambda: ())
    assert main(["serve", str(workspace.folder), "--lan", "--no-browser"]) == 2
    assert "hotspot" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["--wifi", "Hall"], "Add --lan"),
        (["--host", "http://x"], "without http://"),
        (["--lan", "--wifi", "x" * 40], "1 to 32"),
        (["--lan", "--wifi", "Hall"], "CRPKIT_WIFI_PASSWORD"),
    ],
)
def test_what_cannot_be_is_said_before_anything_opens(
    workspace: Workspace, words: list[str], told: str
) -> None:
    command = [sys.executable, "-m", "crpkit", "serve", str(workspace.folder), "--no-browser", *words]
    done = subprocess.run(command, stdin=subprocess.DEVNULL, capture_output=True, text=True, encoding="utf-8")
    assert done.returncode == 2 and told in done.stderr and "Traceback" not in done.stderr


def test_serve_hands_on_what_was_chosen(workspace: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    """From the command's words to the server: address, names, Wi-Fi; without opening anything."""
    made: list[tuple[tuple[str, ...], Reach]] = []

    class Server:
        def __init__(self, folder: Path, door: object, workspace: object, debug: bool, reach: Reach) -> None:
            self.folder, self.door = folder, door
            made.append((door.names, reach))  # type: ignore[attr-defined]

        async def run(self, sockets: object, opened: object) -> None: ...

    class Held:
        def getsockname(self) -> tuple[str, int]:
            return ("127.0.0.1", 8866)

        def close(self) -> None: ...

    listened: list[str | None] = []
    monkeypatch.setattr("crpkit.server.app.KitServer", Server)
    monkeypatch.setattr(
        run_module, "claim_port", lambda port, folder, listen: [listened.append(listen), Held()][1:]
    )
    monkeypatch.setattr(run_module, "find_candidates", lambda: (Candidate("192.168.1.5", "Wi-Fi"),))
    monkeypatch.setenv("CRPKIT_WIFI_PASSWORD", "pass-of-hall")
    with ThreadPoolExecutor(1) as pool:  # the main thread may have a browser's event loop
        for words in ([], ["--lan", "--wifi", "Hall"], ["--host", "room.example"]):
            assert pool.submit(main, ["serve", str(workspace.folder), "--no-browser", *words]).result() == 0
    assert [names for names, _ in made] == [(), ("192.168.1.5",), ("room.example",)]
    assert listened == [None, "192.168.1.5", "0.0.0.0"]
    assert [reach.public for _, reach in made] == [False, True, True]
    assert made[1][1].wifi is not None and made[1][1].wifi.password == "pass-of-hall"


@pytest.mark.parametrize("number", ["0", "x", "-1", "1.5", "99999"])
def test_minutes_are_whole_numbers(number: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as left:
        main(["rehearse", "--minutes", number])
    assert left.value.code == 2 and "minutes" in capsys.readouterr().err
