"""Acknowledged means on disk: between every write and its answer the disk has confirmed.

Killing a server does not test this, because what was written but not confirmed survives the end of a program, though
not a power cut. So the order of the system calls is read. Each test runs twice: as we deliver it, and, to show that the
test would notice, with SQLite told to confirm less (``synchronous = NORMAL``).
"""

from __future__ import annotations

import asyncio
import subprocess
import sys
import urllib.request

import psutil
import pytest

from benchmarks.phones import Phone
from benchmarks.websocket import Address
from crpkit.store import Log
from crpkit.store.sqlite import connect
from crpkit.workshop import Workshop
from crpkit.workspace import new_workspace, open_workspace
from tests.asyncs import run_async
from tests.serving import free_port
from tests.store_helpers import note, wait_for
from tests.tracing import answered_too_early, read_trace, require_strace, traced

LESS_SURE = """
from crpkit.store import sqlite
assert "synchronous = FULL" in sqlite._PRAGMAS
sqlite._PRAGMAS = tuple(pragma.replace("= FULL", "= NORMAL") for pragma in sqlite._PRAGMAS)
"""
APPENDS = """
import os, sys
from pathlib import Path
from crpkit.store import Draft, Log
with Log(Path(sys.argv[1])) as log:
    for number in range(10):
        event, = log.append(Draft("workshop:K7MPWX", "note/added", {"number": number}, {"text": "A quiet room"}))
        os.write(1, f"kept {event.id}\\n".encode())
"""
SERVES = """
import sys
from crpkit.cli import main
sys.exit(main(["serve", sys.argv[1], "--port", sys.argv[2], "--no-browser"]))
"""
HOW_SURE = pytest.mark.parametrize("sure", [True, False], ids=["as delivered", "less sure"])


def judge(wrong: list[str], ids: list[str], sure: bool) -> None:
    """All is well as we deliver it; told to confirm less, every single answer comes too early."""
    assert ids
    if sure:
        assert wrong == []
    else:
        late = [one for one in ids if f"{one} was answered before the disk confirmed it" in wrong]
        # the first write after opening also confirms the new file, and with it perhaps its content
        assert len(late) >= len(ids) - 1


def test_the_connection_that_writes_waits_for_the_disk(tmp_path):
    with Log(tmp_path / "crpkit.sqlite") as log:
        log.append(note())
        with log._database.writing() as connection:
            found = {
                name: connection.exec_driver_sql(f"PRAGMA {name}").scalar()
                for name in ("synchronous", "journal_mode", "fullfsync", "checkpoint_fullfsync")
            }
    assert found == {"synchronous": 2, "journal_mode": "wal", "fullfsync": 1, "checkpoint_fullfsync": 1}


def test_a_connection_opened_by_itself_is_as_careful(tmp_path):
    connection = connect(tmp_path / "new.sqlite", "rwc", 1.0)
    try:
        assert connection.execute("PRAGMA synchronous").fetchone() == (2,)
    finally:
        connection.close()


@HOW_SURE
def test_append_returns_when_the_disk_has_confirmed(tmp_path, sure):
    require_strace()
    database, trace = tmp_path / "crpkit.sqlite", tmp_path / "trace.txt"
    command = [sys.executable, "-c", ("" if sure else LESS_SURE) + APPENDS, database]
    done = subprocess.run(traced(command, trace), capture_output=True, text=True, timeout=120, check=True)
    ids = [line.split()[1] for line in done.stdout.splitlines()]
    assert len(ids) == 10
    judge(answered_too_early(read_trace(trace), database, ids, "kept"), ids, sure)


@HOW_SURE
def test_a_phone_is_answered_when_the_disk_has_confirmed(tmp_path, sure):
    require_strace()
    folder, trace, port = new_workspace(tmp_path / "workspace"), tmp_path / "trace.txt", free_port()
    workspace = open_workspace(folder)
    workshop = Workshop.create(workspace, "Watched")
    notes = workshop.open_activity("notes", "What would help?")
    dots = workshop.open_activity("dots", "Which first?", ["A quiet room", "A later bus"])
    option = workshop.dots(dots).options[0].id
    workspace.close()
    command = [sys.executable, "-c", ("" if sure else LESS_SURE) + SERVES, folder, port]
    process = subprocess.Popen(traced(command, trace), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        assert wait_for(lambda: answers(port), 120)
        address = Address("127.0.0.1", port, f"127.0.0.1:{port}")
        ids = run_async(tell_one_by_one(Phone(address, workshop.code), notes, dots, option))
    finally:
        end_traced(process)
    judge(answered_too_early(read_trace(trace), folder / "crpkit.sqlite", ids, "done"), ids, sure)


def answers(port: int) -> bool:
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/static/kit/hello", timeout=2):
            return True
    except OSError:
        return False


async def tell_one_by_one(phone: Phone, notes: str, dots: str, option: str) -> list[str]:
    """Say things, each after the answer to the one before; return the ids of all that were kept."""
    phone.start()
    kept = []
    said = [
        phone.join,
        *(lambda number=number: phone.note(notes, f"Note {number}") for number in range(5)),
        *(lambda number=number: phone.ballot(dots, {option: number}) for number in (1, 2, 3)),
    ]
    try:
        for say in said:
            answer = await asyncio.wait_for(say(), 60)
            assert answer["type"] == "done", answer
            kept.append(answer["id"])
    finally:
        await phone.stop()
    return kept


def end_traced(process: subprocess.Popen[bytes]) -> None:
    """End the program that is watched; the watcher ends with it."""
    for child in psutil.Process(process.pid).children():
        child.terminate()
    try:
        process.wait(60)
    except subprocess.TimeoutExpired:
        for child in psutil.Process(process.pid).children(recursive=True):
            child.kill()
        process.kill()
        process.wait()
