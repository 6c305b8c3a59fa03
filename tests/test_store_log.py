import gc
import math
import sqlite3
import threading
from contextlib import suppress
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from crpkit.errors import InputProblems, Problem
from crpkit.store import Draft, Log, StoreClosed, StoreError, StoreMoved
from crpkit.store.clean import DEEPEST_BODY, LARGEST_BODY, LONGEST_TEXT, MOST_FIELDS, clean_text
from tests.store_helpers import STREAM, note, wait_for

ANY_TEXT = st.text(st.characters(), max_size=200)  # surrogates included
JSON_VALUES = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(2**63) + 1, 2**63 - 1)
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(max_size=30),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=10), inner, max_size=4),
    max_leaves=12,
)


@pytest.fixture
def log(tmp_path):
    with Log(tmp_path / "crpkit.sqlite") as log:
        yield log


def test_what_is_appended_is_returned_and_read_back(log):
    at = datetime(2026, 11, 23, 14, 5, 6, 789_999, tzinfo=timezone(timedelta(hours=2)))
    (event,) = log.append(
        Draft(STREAM, "dots/placed", {"dots": 3, "list": (1, None)}, {"title": "Café"}, "phone:7", "01A", at)
    )
    assert event.seq == 1
    assert (event.id, event.stream, event.kind, event.actor) == ("01A", STREAM, "dots/placed", "phone:7")
    assert event.at == datetime(2026, 11, 23, 12, 5, 6, 789_000, tzinfo=UTC)
    assert event.at.utcoffset() == timedelta(0)
    assert event.body == {"dots": 3, "list": [1, None]}
    assert event.words == {"title": "Café"}
    assert event.evidence == "workshop:K7MPWX/dots/01A"
    assert log.events(STREAM) == (event,)


def test_a_draft_has_its_id_and_time_from_the_start(log):
    draft = note()
    assert draft.id is not None
    assert draft.at is not None
    assert log.append(draft) == log.append(draft)
    assert len(log.events(STREAM)) == 1


def test_sending_an_id_again_changes_nothing_whatever_it_brings(log):
    (first,) = log.append(note("first", id="A1"))
    other = Draft(
        "workshop:OTHER1", "dots/placed", {"x": 1}, {"text": "second", "more": "third"}, "phone:2", "A1"
    )
    assert log.append(other) == (first,)
    assert log.append(note("fourth", id="A1"), note("new", id="A2"))[0] == first
    assert [event.words for event in log.events(STREAM)] == [{"text": "first"}, {"text": "new"}]
    assert log.streams() == (STREAM,)


def test_an_id_twice_in_one_go_is_one_event(log):
    first, second = log.append(note("one", id="A1"), note("two", id="A1"))
    assert first == second
    assert log.events(STREAM) == (first,)


def test_events_come_in_the_order_of_writing_and_after_a_number(log):
    early = datetime(2020, 1, 1, tzinfo=UTC)
    written = [log.append(note(str(number), at=early - timedelta(days=number)))[0] for number in range(20)]
    log.append(Draft("workshop:OTHER1", "note/added"))
    assert log.events(STREAM) == tuple(written)
    assert [event.seq for event in written] == sorted(event.seq for event in written)
    assert log.events(STREAM, after=written[16].seq) == tuple(written[17:])
    assert log.events(STREAM, after=written[-1].seq) == ()


def test_events_up_to_a_moment(log):
    start = datetime(2026, 3, 1, 9, tzinfo=UTC)
    written = log.append(
        *(note(str(number), at=start + timedelta(milliseconds=number)) for number in range(5))
    )
    assert log.events(STREAM, until=start + timedelta(milliseconds=2)) == written[:3]
    assert log.events(STREAM, until=start + timedelta(milliseconds=2, microseconds=999)) == written[:3]
    assert log.events(STREAM, until=start - timedelta(microseconds=1)) == ()
    with pytest.raises(ValueError, match="time zone"):
        log.events(STREAM, until=start.replace(tzinfo=None))


def test_streams_by_prefix_the_oldest_first(log):
    for stream in ("workshop:ZZZ", "team:2026-11-23", "workshop:aaa", "workshop:ZZZ", "Xteam"[1:]):
        log.append(Draft(stream, "note/added"))
    assert log.streams() == ("workshop:ZZZ", "team:2026-11-23", "workshop:aaa", "team")
    assert log.streams("workshop:") == ("workshop:ZZZ", "workshop:aaa")
    assert log.streams("workshop:A") == ()
    assert log.streams("work%") == ()


def test_a_missing_file_is_an_empty_log_until_something_is_written(tmp_path):
    path = tmp_path / "crpkit.sqlite"
    with Log(path) as log:
        assert log.events(STREAM) == ()
        assert log.streams() == ()
        assert next(log.export_lines(STREAM))["events"] == 0
        assert list(tmp_path.iterdir()) == []
        log.append(note())
        assert path.stat().st_size > 0
    assert [file.name for file in tmp_path.iterdir()] == ["crpkit.sqlite"]


@pytest.mark.parametrize("name", ["a b", "100%41", "a#b", "a?mode=memory", "Ünï-日本-🙂", "it's", "a&b=c"])
def test_any_folder_and_file_name(tmp_path, name):
    if "?" in name and tmp_path.drive:
        pytest.skip("Windows does not allow ? in names")
    folder = tmp_path / name
    folder.mkdir()
    path = folder / f"{name}.sqlite"
    with Log(path) as log:
        log.append(note("here"))
    assert [file.name for file in folder.iterdir()] == [path.name]
    with Log(path, read_only=True) as log:
        assert log.events(STREAM)[0].words == {"text": "here"}


def test_a_relative_path_stays_the_same_file_when_the_folder_changes(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "else").mkdir()
    with Log(Path("crpkit.sqlite")) as log:
        monkeypatch.chdir(tmp_path / "else")
        log.append(note())
        assert len(log.events(STREAM)) == 1
    assert (tmp_path / "crpkit.sqlite").exists()


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=ANY_TEXT, body=st.dictionaries(st.text(max_size=20), JSON_VALUES, max_size=4))
def test_any_words_and_any_json_come_back(log, text, body):
    (event,) = log.append(Draft(STREAM, "note/added", body, {"text": text}))
    (again,) = log.events(STREAM, after=event.seq - 1)
    assert again == event
    assert event.words["text"] == clean_text(text)
    event.words["text"].encode("utf-8")


@given(st.text(st.characters(exclude_categories=["Cs"]), max_size=300))
def test_sound_text_stays_as_it_is_but_for_nul(text):
    assert clean_text(text) == text.replace("\0", "")


@given(ANY_TEXT)
def test_cleaning_is_done_once(text):
    clean = clean_text(text)
    assert clean_text(clean) == clean
    assert "\0" not in clean
    assert not any("\ud800" <= letter <= "\udfff" for letter in clean)


def test_surrogates():
    assert clean_text("a\ud83d\ude42b") == "a🙂b"
    assert clean_text("a\ud83db") == "a\ufffdb"
    assert clean_text("\ude42x\ud83d") == "\ufffdx\ufffd"
    assert clean_text("e\u0301") == "e\u0301"  # not normalised


def test_letters_are_not_normalised_or_trimmed(log):
    text = "  e\u0301 \u00e9 \u2028\n\t  "
    assert log.append(note(text))[0].words["text"] == text
    assert log.events(STREAM)[0].words["text"] == text


NESTED: list = []
for _ in range(DEEPEST_BODY + 5):
    NESTED = [NESTED]
ENDLESS: list = []
ENDLESS.append(ENDLESS)


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"stream": ""}, "stream"),
        ({"stream": "workshop:K7/../x"}, "stream"),
        ({"stream": "workshop:K7MPWX\n"}, "stream"),
        ({"stream": "w" * 200}, "stream"),
        ({"stream": None}, "stream"),
        ({"kind": "Dots placed"}, "kind"),
        ({"kind": "log/erased"}, "kind"),
        ({"kind": 7}, "kind"),
        ({"actor": ""}, "actor"),
        ({"actor": "<script>"}, "actor"),
        ({"id": "x" * 65}, "id"),
        ({"id": "a/b"}, "id"),
        ({"id": 5}, "id"),
        ({"at": datetime(2026, 1, 1)}, "at"),
        ({"at": "2026-01-01"}, "at"),
        ({"at": datetime.max.replace(tzinfo=timezone(timedelta(hours=-5)))}, "at"),
        ({"body": {"x": math.nan}}, "body"),
        ({"body": {"x": [math.inf]}}, "body"),
        ({"body": {1: "x"}}, "body"),
        ({"body": {"x": {1, 2}}}, "body"),
        ({"body": {"x": b"bytes"}}, "body"),
        ({"body": {"x": 10**5000}}, "body"),
        ({"body": {"x": NESTED}}, "body"),
        ({"body": {"x": ENDLESS}}, "body"),
        ({"body": {"x": "é" * (LARGEST_BODY // 2)}}, "body"),
        ({"body": [1]}, "body"),
        ({"words": {"text": "x" * (LONGEST_TEXT + 1)}}, "words.text"),
        ({"words": {"text": None}}, "words.text"),
        ({"words": {"te xt": "x"}}, "field"),
        ({"words": {f"f{number}": "" for number in range(MOST_FIELDS + 1)}}, "words"),
        ({"words": "text"}, "words"),
    ],
)
def test_a_bad_draft_is_refused_with_its_field(log, change, field):
    with pytest.raises(InputProblems) as refused:
        log.append(Draft(**{"stream": STREAM, "kind": "note/added", **change}))
    assert [problem.field for problem in refused.value.problems] == [field]
    assert len(str(refused.value)) < 1_000
    assert log.streams() == ()


def test_everything_wrong_with_a_draft_is_said_at_once(log):
    with pytest.raises(InputProblems) as refused:
        log.append(Draft("?", "?", {"x": math.nan}, {"?": "x", "text": 5}, "?", "?"))
    assert [problem.field for problem in refused.value.problems] == [
        "stream",
        "kind",
        "actor",
        "id",
        "body",
        "field",
        "words.text",
    ]
    assert all(problem.remedy for problem in refused.value.problems)


def test_the_longest_text_is_counted_in_characters(log):
    text = "🙂" * LONGEST_TEXT
    assert log.append(note(text))[0].words["text"] == text
    assert log.events(STREAM)[0].words["text"] == text


def test_drafts_of_one_append_are_kept_all_or_none(log):
    with pytest.raises(InputProblems):
        log.append(note("good"), note("bad", actor="?"))
    assert log.events(STREAM) == ()


def test_a_watcher_notices_writing_once(log):
    with log.watch() as watcher:
        assert not watcher.changed()
        log.append(note())
        assert watcher.changed()
        assert not watcher.changed()
        log.append(note())
        log.append(note())
        assert watcher.changed()
        assert not watcher.changed()
        log.events(STREAM)
        assert not watcher.changed()


def test_watchers_do_not_take_each_others_news(log):
    log.append(note())
    first, second = log.watch(), log.watch()
    log.append(note())
    assert first.changed()
    assert second.changed()


def test_a_closed_log_says_so(tmp_path):
    log = Log(tmp_path / "crpkit.sqlite")
    log.append(note())
    watcher = log.watch()
    log.close()
    log.close()
    for use in (lambda: log.append(note()), lambda: log.events(STREAM), watcher.changed, log.streams):
        with pytest.raises(StoreClosed):
            use()


def test_closing_writes_what_was_submitted(tmp_path):
    log = Log(tmp_path / "crpkit.sqlite")
    futures = [log.submit([note(str(number))]) for number in range(300)]
    log.close()
    assert all(future.done() for future in futures)
    with Log(tmp_path / "crpkit.sqlite") as log:
        assert len(log.events(STREAM)) == 300


def writers() -> set[threading.Thread]:
    return {thread for thread in threading.enumerate() if thread.name == "crpkit-log-writer"}


def test_a_forgotten_log_closes_itself(tmp_path):
    others = writers()  # another test's log may be waiting to be collected
    log = Log(tmp_path / "crpkit.sqlite")
    log.append(note())
    (writer,) = writers() - others
    del log
    gc.collect()
    assert wait_for(lambda: [file.name for file in tmp_path.iterdir()] == ["crpkit.sqlite"])
    assert not writer.is_alive()


def test_a_replaced_file_is_noticed(tmp_path):
    path = tmp_path / "crpkit.sqlite"
    with Log(tmp_path / "other.sqlite") as other:
        other.append(note())
    with Log(path) as log:
        log.append(note())
        try:
            path.replace(tmp_path / "moved.sqlite")
        except PermissionError:
            pytest.skip("Windows does not move a file that is open")
        with pytest.raises(StoreMoved):
            log.append(note())
        (tmp_path / "other.sqlite").replace(path)
        with pytest.raises(StoreMoved) as moved:
            log.events(STREAM)
    assert "open crpkit again" in str(moved.value)


def test_every_connection_is_durable_and_forgets_what_is_deleted(log):
    log.append(note())
    expected = {"synchronous": 2, "secure_delete": 1, "foreign_keys": 1, "temp_store": 2, "trusted_schema": 0}
    database = log._database
    with database.reading() as first, database.writing() as second:
        for connection in (first, second):
            found = {name: connection.exec_driver_sql(f"PRAGMA {name}").scalar() for name in expected}
            assert found == expected
            assert connection.exec_driver_sql("PRAGMA journal_mode").scalar() == "wal"


def test_events_hold_no_copy_of_words(log):
    log.append(note("only once"))
    log.close()
    connection = sqlite3.connect(log.path)
    try:
        tables = {"events": [], "contents": []}
        for table in tables:
            tables[table] = connection.execute(f"SELECT * FROM {table}").fetchall()
    finally:
        connection.close()
    assert "only once" not in str(tables["events"])
    assert "only once" in str(tables["contents"])


def test_errors_do_not_quote_what_people_wrote(log):
    log.append(note("first"))
    connection = sqlite3.connect(log.path)
    connection.execute("DROP TABLE contents")
    connection.commit()
    connection.close()
    with pytest.raises(StoreError) as error:
        log.append(note("a secret of mine"))
    chain = [error.value, error.value.__cause__]
    assert not any("secret" in str(link) for link in chain)


def test_a_check_decides_inside_the_transaction_with_what_came_since(log):
    first = log.append(note("First"))[0]
    log.append(note("Since"), Draft("workshop:OTHER2", "note/added"))
    seen = []

    def refuse(news):
        seen.extend(event.words["text"] for event in news)
        raise InputProblems([Problem("The vote was closed")])

    draft = note("Late")
    with pytest.raises(InputProblems, match="closed"):
        log.submit([draft], refuse, first.seq).result()
    assert seen == ["Since"]
    assert log.find(draft.id) is None
    assert log.submit([draft], lambda news: None, first.seq).result()[0].id == draft.id
    assert log.submit([draft], refuse, first.seq).result()[0].id == draft.id, (
        "what is there already is not judged again"
    )
    assert log.find(draft.id) is not None and log.find("01NOSUCH") is None


def test_a_check_sees_what_was_written_just_before_it_in_the_same_commit(log):
    log.append(note("Opens the file"))
    taken = []

    def only_one(news):
        if any(event.kind == "seat/taken" for event in news):
            raise InputProblems([Problem("Taken")])

    futures = [log.submit([Draft(STREAM, "seat/taken")], only_one) for _ in range(50)]
    for future in futures:
        with suppress(InputProblems):
            taken.append(future.result())
    assert len(taken) == 1
