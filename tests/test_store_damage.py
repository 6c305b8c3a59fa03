"""Files that cannot be used: what is said, and that nothing is touched."""

import os
import shutil
import sqlite3
import stat
import tempfile
from contextlib import contextmanager
from pathlib import Path

import pytest

from crpkit.store import (
    Log,
    StoreDamaged,
    StoreError,
    StoreLocked,
    StoreNewer,
    StoreReadOnly,
    check_log,
)
from tests.store_helpers import STREAM, note

MANY = 200


@pytest.fixture
def path(tmp_path):
    path = tmp_path / "crpkit.sqlite"
    with Log(path) as log:
        log.append(*(note(f"note {number} " + "x" * 200) for number in range(MANY)))
    return path


def snapshot(folder: Path) -> dict[str, bytes]:
    return {file.name: file.read_bytes() for file in folder.iterdir()}


def change(path: Path, *statements: str) -> None:
    connection = sqlite3.connect(path)
    for statement in statements:
        connection.execute(statement)
    connection.commit()
    connection.close()


def refused(path: Path, kind: type[StoreError], read_only: bool = False) -> StoreError:
    """Open a log that must be refused; say what it said, having checked that no file changed."""
    before = snapshot(path.parent)
    with pytest.raises(kind) as error:
        Log(path, read_only=read_only, timeout=0.2)
    assert snapshot(path.parent) == before
    assert str(path) in str(error.value)
    assert error.value.problem.file == path
    assert "Nothing was moved or deleted" in str(error.value)
    return error.value


@pytest.mark.parametrize("read_only", [False, True])
@pytest.mark.parametrize(
    "content",
    [
        os.urandom(50),
        os.urandom(20_000),
        b"",
        b"\0" * 8192,
        "Dear diary, 日本".encode() * 100,
        b"SQLite format 3\0",
    ],
    ids=["few random bytes", "random bytes", "empty", "zeros", "a text", "a header alone"],
)
def test_a_file_that_is_no_database(tmp_path, content, read_only):
    path = tmp_path / "crpkit.sqlite"
    path.write_bytes(content)
    error = refused(path, StoreDamaged, read_only)
    assert "crpkit restore EXPORT.jsonl" in str(error)
    assert "rename this file yourself" in str(error)
    problems = check_log(path)
    assert [problem.file for problem in problems] == [path]
    assert path.read_bytes() == content


@pytest.mark.parametrize("part", [0.1, 0.5, 0.9])
@pytest.mark.parametrize("odd", [0, 100])
def test_a_file_cut_short(path, part, odd):
    content = path.read_bytes()
    path.write_bytes(content[: int(len(content) * part) // 4096 * 4096 + odd])
    refused(path, StoreDamaged)
    assert len(check_log(path)) == 1


def test_overwritten_pages_in_the_middle(path):
    content = bytearray(path.read_bytes())
    for page in range(4, len(content) // 4096):
        content[page * 4096 : page * 4096 + 100] = os.urandom(100)
    path.write_bytes(content)
    refused(path, StoreDamaged)
    (problem,) = check_log(path)
    assert "cannot be read" in problem.found


def test_damage_that_appears_while_it_is_open(path):
    with Log(path) as log:
        with path.open("r+b") as file:
            file.seek(4096)
            file.write(os.urandom(path.stat().st_size - 4096))
        log._database._engine.dispose()  # SQLite would go on reading from its cache
        with pytest.raises(StoreDamaged, match="crpkit restore"):
            log.events(STREAM)


@pytest.mark.parametrize(
    "statement",
    ["UPDATE events SET body = '{' WHERE seq = 7", "UPDATE events SET at = 'yesterday' WHERE seq = 7"],
)
def test_a_row_that_crpkit_did_not_write(path, statement):
    change(path, statement)
    with Log(path) as log, pytest.raises(StoreDamaged, match="event number 7"):
        log.events(STREAM)
    (problem,) = check_log(path)
    assert "event number 7" in problem.found


def test_text_that_is_not_utf_8(path):
    change(path, "UPDATE contents SET text = CAST(x'ff41fe' AS TEXT) WHERE rowid = 3")
    with Log(path) as log, pytest.raises(StoreDamaged, match="UTF-8"):
        log.events(STREAM)


def test_an_index_that_does_not_match(path):
    change(
        path,
        "PRAGMA writable_schema = ON",
        "UPDATE sqlite_schema SET rootpage = (SELECT rootpage FROM sqlite_schema WHERE name = 'meta') "
        "WHERE name = 'events_by_stream'",
    )
    assert len(check_log(path)) == 1


def test_words_without_an_event(path):
    change(path, "DELETE FROM events WHERE seq = 5")
    (problem,) = check_log(path)
    assert "refers to nothing" in problem.found


def test_another_programs_database(tmp_path):
    path = tmp_path / "crpkit.sqlite"
    change(path, "CREATE TABLE recipes (name)")
    assert "something else than crpkit" in str(refused(path, StoreDamaged))


def test_another_programs_meta_table(tmp_path):
    path = tmp_path / "crpkit.sqlite"
    change(path, "CREATE TABLE meta (page)")
    refused(path, StoreDamaged)


def test_a_missing_table(path):
    change(path, "DROP TABLE contents")
    assert "contents" in str(refused(path, StoreDamaged))


def test_a_newer_version(path):
    change(path, "UPDATE meta SET value = '2' WHERE name = 'version'", "ALTER TABLE contents RENAME TO later")
    error = refused(path, StoreNewer)
    assert "version 2" in str(error)
    assert "Install a newer crpkit" in str(error)
    assert [problem.found for problem in check_log(path)] == [error.problem.found]


def test_the_newest_entries_left_alone(path):
    """A write-ahead log without its database must not be swallowed by a new one."""
    with Log(path) as log:
        log.append(note("newest"))
        left = path.with_name("crpkit.sqlite-wal").read_bytes()
    path.unlink()
    path.with_name("crpkit.sqlite-wal").write_bytes(left)
    assert "-wal" in str(refused(path, StoreDamaged))


def test_a_sound_log_has_no_problems_and_stays_as_it_is(path):
    before = path.read_bytes()
    assert check_log(path) == []
    assert path.read_bytes() == before


def test_a_missing_log_has_no_problems_and_is_not_made(tmp_path):
    assert check_log(tmp_path / "crpkit.sqlite") == []
    with Log(tmp_path / "crpkit.sqlite", read_only=True) as log:
        assert log.streams() == ()
        with pytest.raises(StoreReadOnly):
            log.append(note())
    assert list(tmp_path.iterdir()) == []


def test_a_missing_folder(tmp_path):
    with (
        Log(tmp_path / "gone" / "crpkit.sqlite") as log,
        pytest.raises(StoreError, match="folder does not exist"),
    ):
        log.append(note())
    assert list(tmp_path.iterdir()) == []


def test_a_folder_in_the_place_of_the_file(tmp_path):
    path = tmp_path / "crpkit.sqlite"
    path.mkdir()
    with pytest.raises(StoreError, match="cannot be opened"):
        Log(path)


def test_another_program_that_holds_the_write_lock(path):
    other = sqlite3.connect(path, isolation_level=None)
    try:
        with Log(path, timeout=0.1) as log:
            other.execute("BEGIN IMMEDIATE")
            draft = note("waits")
            with pytest.raises(StoreLocked) as error:
                log.append(draft)
            assert str(path) in str(error.value)
            assert "0.1 seconds" in str(error.value)
            assert len(log.events(STREAM)) == MANY  # reading goes on
            other.execute("ROLLBACK")
            log.append(draft)
            assert log.events(STREAM)[-1].words == {"text": "waits"}
    finally:
        other.close()


def test_another_program_that_keeps_the_whole_file(path):
    other = sqlite3.connect(path, isolation_level=None)
    try:
        other.execute("PRAGMA locking_mode = EXCLUSIVE")
        other.execute("BEGIN EXCLUSIVE")
        with pytest.raises(StoreLocked):
            Log(path, timeout=0.1)
        assert "Another program" in check_log(path, timeout=0.1)[0].found
    finally:
        other.close()
    with Log(path) as log:
        assert len(log.events(STREAM)) == MANY


def test_a_read_only_log_reads_and_refuses_to_write(path):
    before = path.read_bytes()
    with Log(path, read_only=True) as log:
        assert len(log.events(STREAM)) == MANY
        for write in (
            lambda: log.append(note()),
            lambda: log.erase(log.events(STREAM)[0].id, "facilitator"),
            lambda: log.import_lines(list(log.export_lines(STREAM))),
        ):
            with pytest.raises(StoreReadOnly, match="can still be read"):
                write()
    assert path.read_bytes() == before


def test_a_read_only_log_sees_what_others_write(path):
    with Log(path) as writer, Log(path, read_only=True) as reader, reader.watch() as watcher:
        writer.append(note("fresh"))
        assert watcher.changed()
        assert reader.events(STREAM)[-1].words == {"text": "fresh"}


@contextmanager
def unwritable(folder: Path, files: bool = True):
    """Take away the right to write, also from root (who otherwise may write anywhere)."""
    for file in folder.iterdir():
        file.chmod(0o444 if files else 0o666)
    folder.chmod(0o555)
    as_root = os.geteuid() == 0
    if as_root:
        os.seteuid(65534)
    try:
        yield
    finally:
        if as_root:
            os.seteuid(0)
        folder.chmod(0o755)


@pytest.fixture
def shared():
    """A folder that every account may look into."""
    folder = Path(tempfile.mkdtemp())
    folder.chmod(0o755)
    yield folder
    shutil.rmtree(folder)


needs_modes = pytest.mark.skipif(not hasattr(os, "geteuid"), reason="Windows has no such modes")


@needs_modes
@pytest.mark.parametrize("read_only", [False, True])
@pytest.mark.parametrize("files", [True, False], ids=["files too", "folder alone"])
def test_a_folder_that_cannot_be_written_to(path, shared, read_only, files):
    path = Path(shutil.copy(path, shared))
    with unwritable(shared, files), Log(path, read_only=read_only) as log:
        assert len(log.events(STREAM)) == MANY
        with pytest.raises(StoreReadOnly) as error:
            log.append(note())
        assert str(path) in str(error.value)
        assert len(log.events(STREAM)) == MANY
        assert not log.watch().changed()
        assert check_log(path) == []
    assert [file.name for file in shared.iterdir()] == [path.name]


@needs_modes
def test_a_file_that_cannot_be_written_to(path, shared):
    path = Path(shutil.copy(path, shared))
    shared.chmod(0o777)
    path.chmod(0o444)
    if os.geteuid() == 0:
        os.seteuid(65534)
    try:
        with Log(path) as log:
            assert len(log.events(STREAM)) == MANY
            with pytest.raises(StoreReadOnly):
                log.append(note())
    finally:
        if os.getuid() == 0:
            os.seteuid(0)


@needs_modes
def test_an_unwritable_folder_without_a_database(shared):
    with unwritable(shared), Log(shared / "crpkit.sqlite") as log:
        assert log.events(STREAM) == ()
        with pytest.raises(StoreReadOnly):
            log.append(note())
    assert list(shared.iterdir()) == []


@needs_modes
def test_an_unwritable_folder_in_which_the_newest_entries_stand_apart(path, shared):
    with Log(path) as log:
        log.append(note("newest"))
        shutil.copy(path, shared)
        shutil.copy(path.with_name("crpkit.sqlite-wal"), shared)
    path = shared / path.name
    with unwritable(shared):
        with pytest.raises(StoreReadOnly, match=r"newest entries stand in crpkit\.sqlite-wal") as error:
            Log(path)
        assert "copy the whole workspace" in str(error.value)
    with Log(path) as log:
        assert log.events(STREAM)[-1].words == {"text": "newest"}


@needs_modes
def test_a_folder_that_becomes_writable_again_can_be_used(path, shared):
    path = Path(shutil.copy(path, shared))
    with unwritable(shared):
        log = Log(path)
        with pytest.raises(StoreReadOnly):
            log.append(note("first"))
        assert len(log.events(STREAM)) == MANY
    path.chmod(stat.S_IRUSR | stat.S_IWUSR)
    with log:
        log.append(note("second"))
        assert log.events(STREAM)[-1].words == {"text": "second"}


def test_sqlites_own_words_for_a_read_only_file(path, monkeypatch):
    """As on a CD or a write-protected stick: the file opens, the first write fails."""
    with Log(path) as log:
        with log._database.reading() as connection:
            connection.exec_driver_sql("PRAGMA query_only = ON")
            raw = connection.connection.driver_connection
        with pytest.raises(StoreReadOnly, match="cannot be written"):
            log.append(note())
        raw.execute("PRAGMA query_only = OFF")
        log.append(note("again"))


def test_a_full_disk(path):
    with Log(path) as log:
        with log._database.reading() as connection:
            pages = connection.exec_driver_sql("PRAGMA page_count").scalar()
            connection.exec_driver_sql(f"PRAGMA max_page_count = {pages}")
            raw = connection.connection.driver_connection
        draft = note("x" * 20_000)
        with pytest.raises(StoreError, match="disk is full"):
            log.append(draft)
        assert len(log.events(STREAM)) == MANY
        raw.execute("PRAGMA max_page_count = 1000000")
        assert log.append(draft)[0].words == {"text": "x" * 20_000}
