"""Many writers: threads, processes, and processes that are killed."""

import sqlite3
import threading
from concurrent.futures import wait

import pytest

from crpkit.errors import CrpkitError, InputProblems
from crpkit.store import Draft, Log, StoreError
from crpkit.store.schema import events
from tests.store_helpers import STREAM, note, python, wait_for

APPENDS = """
import sys
from pathlib import Path
from crpkit.store import Draft, Log
with Log(Path(sys.argv[1])) as log:
    print("ready")
    sys.stdin.readline()
    for number in range(int(sys.argv[3])):
        event, = log.append(Draft("workshop:K7MPWX", "note/added", {"number": number}, actor=sys.argv[2]))
        print(event.id)
"""
CREATES = """
import sys
from pathlib import Path
from crpkit.store import Draft, Log
with Log(Path(sys.argv[1])) as log:
    print("ready")
    sys.stdin.readline()
    log.append(Draft("workshop:K7MPWX", "note/added", actor=sys.argv[2]))
"""
WRITES_TILL_KILLED = """
import sys
from pathlib import Path
from crpkit.store import Draft, Log
log = Log(Path(sys.argv[1]))
futures = []
while True:
    futures = [log.submit([Draft("workshop:K7MPWX", "note/added", {}, {"text": "x" * 500})]) for _ in range(20)]
    print("\\n".join(event.id for future in futures for event in future.result()))
"""


@pytest.fixture
def log(tmp_path):
    with Log(tmp_path / "crpkit.sqlite") as log:
        yield log


def test_two_processes_at_once_lose_nothing_and_a_third_notices(log):
    log.append(note())
    watcher = log.watch()
    writers = [python(APPENDS, log.path, name, 60) for name in ("A", "B")]
    try:
        for writer in writers:
            assert writer.stdout.readline() == "ready\n"
        for writer in writers:
            writer.stdin.write("go\n")
            writer.stdin.flush()
        assert wait_for(watcher.changed)
        acknowledged = [writer.communicate(timeout=120)[0].split() for writer in writers]
    finally:
        for writer in writers:
            writer.kill()
            writer.wait()
    assert [writer.returncode for writer in writers] == [0, 0]
    found = log.events(STREAM)[1:]
    assert len(found) == 120
    for name, ids in zip("AB", acknowledged, strict=True):
        mine = [event for event in found if event.actor == name]
        assert [event.id for event in mine] == ids
        assert [event.body["number"] for event in mine] == list(range(60))


def test_processes_that_start_at_once_share_one_new_file(tmp_path):
    path = tmp_path / "crpkit.sqlite"
    writers = [python(CREATES, path, name) for name in "ABCD"]
    try:
        for writer in writers:
            assert writer.stdout.readline() == "ready\n"
        for writer in writers:
            writer.stdin.write("go\n")
            writer.stdin.flush()
        for writer in writers:
            writer.communicate(timeout=120)
    finally:
        for writer in writers:
            writer.kill()
            writer.wait()
    with Log(path) as log:
        assert {event.actor for event in log.events(STREAM)} == set("ABCD")
    assert [file.name for file in tmp_path.iterdir()] == ["crpkit.sqlite"]


def test_a_watcher_notices_the_file_another_process_makes(tmp_path):
    with Log(tmp_path / "crpkit.sqlite") as log, log.watch() as watcher:
        assert not watcher.changed()
        with python(CREATES, log.path, "A") as writer:
            writer.communicate("go\n", timeout=120)
        assert watcher.changed()
        assert not watcher.changed()
        assert [event.actor for event in log.events(STREAM)] == ["A"]


@pytest.mark.parametrize("acknowledgements", [1, 90])
def test_killing_a_writer_loses_nothing_that_was_acknowledged(tmp_path, acknowledgements):
    path = tmp_path / "crpkit.sqlite"
    writer = python(WRITES_TILL_KILLED, path)
    try:
        acknowledged = [writer.stdout.readline().strip() for _ in range(acknowledgements)]
    finally:
        writer.kill()
    acknowledged += writer.communicate()[0].split()
    with Log(path) as log:
        kept = [event.id for event in log.events(STREAM)]
        assert set(acknowledged) <= {*kept, acknowledged[-1]}  # the last line may be cut by the kill
        assert [one for one in kept if one in set(acknowledged)] == [
            one for one in acknowledged if one in kept
        ]
        assert len(kept) == len(set(kept))
        log.append(note("goes on"))


def test_threads_at_once_lose_nothing(log):
    def work(name):
        for number in range(30):
            log.append(Draft(STREAM, "note/added", {"number": number}, {"text": name}, f"phone:{name}"))
            log.events(STREAM, after=log.events(STREAM)[-1].seq - 3)

    threads = [threading.Thread(target=work, args=(str(name),)) for name in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    found = log.events(STREAM)
    assert len(found) == 240
    for name in range(8):
        mine = [event.body["number"] for event in found if event.actor == f"phone:{name}"]
        assert mine == list(range(30))


class Gate:
    """Holds the writing thread, so that what is submitted meanwhile waits and makes one group."""

    def __init__(self, log):
        self.entered, self.open = threading.Event(), threading.Event()
        self.commits = 0
        self.log = log
        self.future = log._writer.submit(self._hold)
        assert self.entered.wait(30)

    def _hold(self, connection):
        self.entered.set()
        assert self.open.wait(30)


def test_what_waits_together_is_committed_together(log, monkeypatch):
    groups = []
    commit = log._writer._commit
    monkeypatch.setattr(log._writer, "_commit", lambda group: groups.append(len(group)) or commit(group))
    gate = Gate(log)
    futures = [log.submit([note(str(number))]) for number in range(50)]
    gate.open.set()
    wait(futures, 30)
    assert groups == [1, 50]
    assert [event.words["text"] for event in log.events(STREAM)] == [str(number) for number in range(50)]


def test_a_bad_draft_fails_alone(log):
    gate = Gate(log)
    good = log.submit([note("good")])
    bad = log.submit([note("bad", actor="not a name")])
    undone = log._writer.submit(_insert_badly)
    refused = log._writer.submit(_refuse)
    also_good = log.submit([note("also good")])
    gate.open.set()
    assert good.result(30)[0].words == {"text": "good"}
    assert also_good.result(30)[0].words == {"text": "also good"}
    with pytest.raises(InputProblems):
        bad.result(30)
    with pytest.raises(StoreError, match="could not do this"):
        undone.result(30)
    with pytest.raises(CrpkitError, match="no thanks"):
        refused.result(30)
    assert [event.words["text"] for event in log.events(STREAM)] == ["good", "also good"]


def _insert_badly(connection):
    connection.execute(events.insert().values(id="half", stream="s", kind="k", actor="a", at="", body="{}"))
    connection.execute(events.insert().values(id="half", stream="s", kind="k", actor="a", at="", body="{}"))


def _refuse(connection):
    connection.execute(events.insert().values(id="half", stream="s", kind="k", actor="a", at="", body="{}"))
    raise CrpkitError("no thanks")


def test_a_failed_commit_fails_everyone_who_waits_and_the_next_goes_on(log):
    log.append(note("before"))
    gate = Gate(log)
    drafts = [note("one"), note("two")]
    waiting = [log.submit([draft]) for draft in drafts]
    broken = log._writer.submit(_break_the_transaction)
    gate.open.set()
    gate.future.result(30)
    for future in [*waiting, broken]:
        with pytest.raises(StoreError):
            future.result(30)
    assert [event.words["text"] for event in log.events(STREAM)] == ["before"]
    log.append(*drafts)
    assert [event.words["text"] for event in log.events(STREAM)] == ["before", "one", "two"]


def _break_the_transaction(connection):
    raise sqlite3.OperationalError("disk I/O error")


def test_a_fault_of_ours_leaves_nobody_waiting(log):
    log.append(note("before"))
    gate = Gate(log)

    def fault(connection):
        raise TypeError("a bug")

    faults = []
    hook, threading.excepthook = threading.excepthook, faults.append
    try:
        waiting = [log.submit([note("one")]), log._writer.submit(fault), log.submit([note("two")])]
        gate.open.set()
        for future in waiting:
            with pytest.raises(StoreError, match="a fault in crpkit"):
                future.result(30)
        assert wait_for(lambda: len(faults) == 1)
    finally:
        threading.excepthook = hook
    assert isinstance(faults[0].exc_value, TypeError)
    log.append(note("after"))
    assert [event.words["text"] for event in log.events(STREAM)] == ["before", "after"]


def test_a_future_may_be_cancelled_while_it_waits(log):
    gate = Gate(log)
    first, second, third = (log.submit([note(text)]) for text in ("first", "second", "third"))
    assert second.cancel()
    gate.open.set()
    first.result(30)
    third.result(30)
    assert [event.words["text"] for event in log.events(STREAM)] == ["first", "third"]


def test_an_acknowledgement_comes_after_the_commit(log):
    """Another connection sees the event at the moment its future is done."""
    log.append(note())
    other = sqlite3.connect(log.path, check_same_thread=False)
    seen = []
    try:
        for number in range(20):
            draft = note(str(number))

            def look(future, draft=draft):
                seen.append(
                    other.execute("SELECT count(*) FROM events WHERE id = ?", (draft.id,)).fetchone()[0]
                )

            future = log.submit([draft])
            future.add_done_callback(look)
            future.result(30)
        assert wait_for(lambda: len(seen) == 20)
    finally:
        other.close()
    assert seen == [1] * 20
