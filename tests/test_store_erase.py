import random
import re
import sqlite3
from concurrent.futures import ThreadPoolExecutor

import pytest

from crpkit.errors import InputProblems
from crpkit.store import Draft, Log, StoreReadOnly, UnknownEvent, clearing, queries, sqlite
from crpkit.store.clearing import Clearing
from tests.store_helpers import STREAM, all_bytes, note, wait_for

SECRET = "Zebedee said the unsayable"


@pytest.fixture
def log(tmp_path):
    with Log(tmp_path / "crpkit.sqlite") as log:
        yield log


def test_taking_back_leaves_a_tombstone_and_a_record(log):
    first, second = log.append(note(SECRET), note("stays"))
    log.erase(first.id, "phone:7")
    erased, untouched, record = log.events(STREAM)
    assert erased.words == {"text": None}
    assert (erased.id, erased.seq, erased.body) == (first.id, first.seq, first.body)
    assert untouched == second
    assert (record.kind, record.actor) == ("log/erased", "phone:7")
    assert record.body == {"event": first.id, "fields": ["text"]}
    assert record.words == {}


def test_one_field_of_several(log):
    (event,) = log.append(Draft(STREAM, "note/added", {}, {"title": "kept", "text": SECRET}))
    log.erase(event.id, "phone:7", field="text")
    assert log.events(STREAM)[0].words == {"title": "kept", "text": None}
    log.erase(event.id, "phone:7")
    assert log.events(STREAM)[0].words == {"title": None, "text": None}
    assert [record.body["fields"] for record in log.events(STREAM)[1:]] == [["text"], ["title"]]


def test_taking_back_twice_is_recorded_once(log):
    (event,) = log.append(note(SECRET))
    log.erase(event.id, "phone:7")
    before = log.events(STREAM)
    log.erase(event.id, "facilitator")
    log.erase(event.id, "facilitator", field="text")
    assert log.events(STREAM) == before


def test_many_events_in_one_go(log):
    first, second, third, silent = log.append(
        note(SECRET), note(SECRET + "!"), note("stays"), Draft(STREAM, "dots/placed")
    )
    log.erase(first.id, "phone:7")
    log.erase_many([first.id, second.id, silent.id, second.id], "phone:7")
    events = log.events(STREAM)
    assert [event.words for event in events[:4]] == [{"text": None}, {"text": None}, third.words, {}]
    assert [event.body["event"] for event in events[4:]] == [first.id, second.id]
    assert log.cleared(30)
    assert SECRET.encode() not in all_bytes(log.path)
    log.erase_many([first.id, second.id], "phone:7")
    log.erase_many([], "phone:7")
    assert log.events(STREAM) == events


def test_many_events_or_none(log):
    (event,) = log.append(note("stays"))
    with pytest.raises(UnknownEvent, match="no event “missing”"):
        log.erase_many([event.id, "missing"], "phone:7")
    with pytest.raises(InputProblems):
        log.erase_many([event.id], "a name with spaces")
    assert log.events(STREAM) == (event,)


def test_an_event_without_words_needs_no_record(log):
    (event,) = log.append(Draft(STREAM, "dots/placed"))
    log.erase(event.id, "phone:7")
    assert log.events(STREAM) == (event,)


def test_sending_again_does_not_bring_words_back(log):
    draft = note(SECRET)
    (event,) = log.append(draft)
    log.erase(event.id, "phone:7")
    assert log.append(draft)[0].words == {"text": None}
    assert log.cleared(30)
    assert SECRET.encode() not in all_bytes(log.path)


def test_what_is_not_there_cannot_be_taken_back(log):
    (event,) = log.append(note())
    with pytest.raises(UnknownEvent, match="no event “missing”"):
        log.erase("missing", "phone:7")
    with pytest.raises(UnknownEvent, match="no words “title”"):
        log.erase(event.id, "phone:7", field="title")
    with pytest.raises(InputProblems):
        log.erase(event.id, "a name with spaces")
    assert log.events(STREAM) == (event,)


def test_a_log_opened_for_reading_takes_nothing_back(log):
    (event,) = log.append(note())
    with Log(log.path, read_only=True) as reader, pytest.raises(StoreReadOnly):
        reader.erase(event.id, "phone:7")
    assert log.events(STREAM) == (event,)


def test_the_text_is_in_no_byte_of_any_file(log):
    log.append(*(note(f"before {number}") for number in range(30)))
    (event,) = log.append(note(SECRET))
    log.append(*(note(f"after {number}") for number in range(30)))
    assert SECRET.encode() in all_bytes(log.path)
    log.erase(event.id, "phone:7")
    assert log.cleared(30)
    assert SECRET.encode() not in all_bytes(log.path)


@pytest.mark.parametrize(("seed", "erasures"), [(9, 17), (41, 25), (62, 54)])
def test_no_page_keeps_an_old_copy(tmp_path, seed, erasures):
    """A tombstone is longer than a short text: SQLite then moves rows to other pages.

    These sequences were searched for: in SQLite 3.40 each left a copy of a text behind, with secure_delete on.
    """
    chance = random.Random(seed)
    with Log(tmp_path / "crpkit.sqlite") as log:
        texts = [f"mark-{number:05d}-" + "y" * chance.choice([0, 0, 0, 300, 1500]) for number in range(60)]
        log.append(*(note(text, id=f"{number:026d}") for number, text in enumerate(texts)))
        order = list(range(60))
        chance.shuffle(order)
        for number in order[:erasures]:
            log.erase(f"{number:026d}", "phone:7")
        assert log.cleared(30)
        found = {int(number) for number in re.findall(rb"mark-(\d{5})-", all_bytes(log.path))}
        assert found == set(order[erasures:])


def test_many_at_once_leave_no_byte_of_what_was_taken_back(tmp_path):
    chance = random.Random(1)
    with Log(tmp_path / "crpkit.sqlite") as log, ThreadPoolExecutor(8) as hands:
        marks = {f"E{number}": f"mark-{number:03d}-" for number in range(150)}
        for event_id, mark in marks.items():
            text = mark + "x" * chance.choice([0, 20, 300, 2_000, 9_000])
            log.append(Draft(STREAM, "note/added", {}, {"empty": "", "text": text}, id=event_id))
        taken_back = chance.sample(sorted(marks), 75)
        list(hands.map(lambda event_id: log.erase(event_id, "phone:7"), taken_back))
        assert log.cleared(30)
        found = re.findall(rb"mark-\d\d\d-", all_bytes(log.path))
        kept = [mark for event_id, mark in marks.items() if event_id not in taken_back]
        assert sorted(mark.decode() for mark in found) == kept


def test_a_reader_delays_clearing_and_does_not_block_writing(log):
    (event,) = log.append(note(SECRET))
    reader = sqlite3.connect(log.path, isolation_level=None)
    try:
        reader.execute("BEGIN")
        assert reader.execute("SELECT text FROM contents").fetchone() == (SECRET,)
        log.erase(event.id, "phone:7")
        assert log.events(STREAM)[0].words == {"text": None}
        assert not log.cleared()
        log.append(note("meanwhile"))
        assert log.events(STREAM)[-1].words == {"text": "meanwhile"}
        reader.execute("COMMIT")
    finally:
        reader.close()
    assert log.cleared(30)
    assert SECRET.encode() not in all_bytes(log.path)


@pytest.mark.parametrize("next_step", ["open", "write"])
def test_a_log_closed_or_killed_before_clearing_is_cleared_by_the_next(tmp_path, monkeypatch, next_step):
    log = Log(tmp_path / "crpkit.sqlite")
    (event,) = log.append(note(SECRET))
    log.append(*(note("x" * 3_000) for _ in range(10)))
    with monkeypatch.context() as broken:
        broken.setattr(Clearing, "_clear", lambda self: False)
        log.erase(event.id, "phone:7")
        assert not log.cleared()
        log.close()
    with Log(log.path) as again:
        if next_step == "write":
            again.append(note("next day"))
        assert wait_for(lambda: not clearing.needed(again._database))
        assert again.cleared(30)
        assert again.events(STREAM)[0].words == {"text": None}
        assert SECRET.encode() not in all_bytes(log.path)


def test_a_full_disk_only_delays_clearing(log, monkeypatch):
    (event,) = log.append(note(SECRET))

    def full(engine):
        raise sqlite3.OperationalError("database or disk is full")

    with monkeypatch.context() as broken:
        broken.setattr(sqlite, "rebuild", full)
        log.erase(event.id, "phone:7")
        assert log.events(STREAM)[0].words == {"text": None}
        assert not log.cleared()
    assert log.cleared(30)
    assert SECRET.encode() not in all_bytes(log.path)


def test_a_mark_set_by_another_process_meanwhile_stays(log):
    (event,) = log.append(note(SECRET))
    database = log._database
    attempt = Clearing(database)
    with database.writing() as connection:
        queries._mark_traces(connection)
    emptied = database.empty_wal

    def meanwhile():
        done = emptied()
        with database.writing() as connection:
            queries._mark_traces(connection)
        return done

    database.empty_wal = meanwhile
    try:
        assert attempt.attempt()
    finally:
        del database.empty_wal
    assert clearing.needed(database)
    assert attempt.attempt()
    assert not clearing.needed(database)
    assert log.events(STREAM) == (event,)
