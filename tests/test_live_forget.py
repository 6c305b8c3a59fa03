"""What was taken back is in no byte of any file any more: database, WAL, exports made afterwards, what the server printed."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from openpyxl import load_workbook

from crpkit.reports import write_record, write_shareable
from crpkit.store import new_id
from crpkit.workshop import Workshop
from crpkit.workspace import new_workspace, open_workspace
from tests.asyncs import run_async
from tests.live_client import LiveClient
from tests.serving import Served, serving

MARK = "Zweigstelle-Quokka"  # words that stand nowhere else
FAMILY = "researchers"


@pytest.fixture
def served(tmp_path: Path) -> Iterator[Served]:
    folder = new_workspace(tmp_path / "place")
    with serving(folder, environment={"CRPKIT_DEBUG": "1"}) as served:
        yield served


def begin(folder: Path) -> tuple[str, str, str]:
    workspace = open_workspace(folder)
    workshop = Workshop.create(workspace, "Tuesday")
    notes = workshop.open_activity("notes", "What would help?")
    vote = workshop.open_activity("dots", "Which?", ["Tea", "Cake"])
    workspace.close()
    return workshop.code, notes, vote


def files_with(folder: Path, *wanted: str) -> dict[str, list[str]]:
    """Return file → which of the texts stand in its bytes, in UTF-8 or UTF-16."""
    found: dict[str, list[str]] = {}
    for path in sorted(folder.rglob("*")):
        if path.is_file():
            content = path.read_bytes()
            hits = [
                text
                for text in wanted
                if any(text.encode(code) in content for code in ("utf-8", "utf-16-le"))
            ]
            if hits:
                found[path.name] = hits
    return found


def export(folder: Path, code: str, name: str) -> Path:
    workspace = open_workspace(folder)
    try:
        target = folder / "outputs" / name
        Workshop.open(workspace, code).export(target)
        return target
    finally:
        workspace.close()


async def give(served: Served, code: str, notes: str, vote: str) -> str:
    """Play a phone that gives notes, changes its dots and says something about itself; another one stays."""
    stays = await LiveClient.open(served.base, code)
    await stays.join()
    await stays.say("note", activity=notes, text="This one stays")
    phone = await LiveClient.open(served.base, code)
    consent = {"count": True, "quote": True, "trace": True}
    said = {"consent": consent, "families": [FAMILY], "experience": "experienced"}
    assert (await phone.say("join", **said))["type"] == "done"
    for n in range(12):  # enough for several pages of the database; fewer than one may send at once
        await phone.say("note", activity=notes, text=f"{MARK}-{n} " + "words " * (n * 25))
        if n % 5 == 0:
            await phone.say("ballot", activity=vote, dots={"o1": n // 5 + 1})
    one = next(key.partition("/")[2] for key in phone.state if key.startswith("mine/"))
    assert (await phone.say("take-back", note=one))["type"] == "done"
    await phone.settle()
    return phone.receipt


def search(served: Served, *wanted: str) -> dict[str, list[str]]:
    printed = "".join(served.printed)
    return files_with(served.folder, *wanted) | ({"printed": [MARK]} if MARK in printed else {})


def test_words_taken_back_from_the_phone_leave_every_byte(served: Served) -> None:
    code, notes, vote = begin(served.folder)
    receipt = run_async(give(served, code, notes, vote))
    before = export(served.folder, code, "before")
    assert MARK in "".join(path.read_text(encoding="utf-8") for path in before.glob("*.csv"))

    async def take_all_back() -> None:
        phone = await LiveClient.open(served.base, code, receipt=receipt)
        assert (await phone.say("take-all-back"))["type"] == "done"

    run_async(take_all_back())
    after = export(served.folder, code, "after")
    assert files_with(after, MARK) == {}
    still = search(served, MARK, receipt)
    old = {path.name for path in before.iterdir()}
    assert set(still) <= old, "only exports made before still hold it"
    assert still, "and they do, as the page says"
    words = "".join(path.read_text(encoding="utf-8-sig") for path in after.glob("*.csv"))
    assert words.count("taken-back") == 12 and "This one stays" in words
    assert FAMILY not in words


def test_the_command_forgets_by_receipt_while_the_kit_is_open(served: Served) -> None:
    code, notes, vote = begin(served.folder)
    receipt = run_async(give(served, code, notes, vote))
    written = "-".join(receipt[start : start + 4] for start in (0, 4, 8)).lower()
    command = [sys.executable, "-m", "crpkit", "forget", code, written, str(served.folder)]
    done = subprocess.run(command, capture_output=True, text=True, encoding="utf-8")
    assert done.returncode == 0, done.stderr
    assert "11 notes and 1 ballot" in done.stdout
    export(served.folder, code, "after")
    assert search(served, MARK, receipt) == {}
    again = subprocess.run(command, capture_output=True, text=True, encoding="utf-8")
    assert again.returncode == 0, "twice is harmless"
    command[-2] = "ABCD-EFGH-JKMN"
    assert subprocess.run(command, capture_output=True).returncode == 2


def test_a_phone_that_took_all_back_and_still_had_a_note_to_send_leaves_nothing(served: Served) -> None:
    code, notes, vote = begin(served.folder)
    receipt = run_async(give(served, code, notes, vote))

    async def story() -> None:
        phone = await LiveClient.open(served.base, code, receipt=receipt)
        await phone.say("take-all-back")
        late = await phone.say("note", new_id(), activity=notes, text=f"{MARK} late")
        assert (late["type"], late["why"]) == ("refused", "taken-back")

    run_async(story())
    assert search(served, MARK) == {}


def test_a_change_that_is_taken_back_leaves_every_byte(served: Served) -> None:
    code, _, _ = begin(served.folder)
    change = {
        "journey": "community-new",
        "step": "meets-researchers",
        "field": "told",
        "from": f"{MARK}-from",
        "to": {"value": f"{MARK}-to " + "words " * 600, "how_known": "assumed"},  # more than a page
        "why": f"{MARK}-why",
        "agreed_by": [f"{MARK}-by"],
    }

    async def story() -> None:
        phone = await LiveClient.open(
            served.base, code
        )  # the room is folded, and sees the changes come and go
        await phone.join()
        workspace = open_workspace(served.folder)
        try:
            workshop = Workshop.open(workspace, code)
            gone = workshop.record_change(change)
            stays = workshop.record_change(
                {**change, "to": 2, "from": 4, "why": "This one stays", "agreed_by": []}
            )
            assert search(served, MARK)
            workshop.take_back_change(gone)
            assert list(workshop.changes()["id"]) == [stays]
            await phone.settle()
            write_record(workshop, served.folder / "outputs" / "record.html")
            write_shareable(workshop, served.folder / "outputs" / "share")
        finally:
            workspace.close()

    run_async(story())
    after = export(served.folder, code, "after")
    assert search(served, MARK) == {}
    workbook = load_workbook(next(after.glob("*.xlsx")))
    cells = [str(cell.value) for sheet in workbook for row in sheet.rows for cell in row]
    assert not any(MARK in cell for cell in cells) and any("This one stays" in cell for cell in cells)
