import json
import math
from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crpkit.errors import InputProblems
from crpkit.store import Draft, Log
from tests.store_helpers import STREAM, all_bytes, note

SECRET = "Zebedee said the unsayable"


@pytest.fixture
def log(tmp_path):
    with Log(tmp_path / "crpkit.sqlite") as log:
        yield log


@pytest.fixture
def other(tmp_path):
    (tmp_path / "other").mkdir()
    with Log(tmp_path / "other" / "crpkit.sqlite") as other:
        yield other


def through_json(lines):
    return [json.loads(json.dumps(line, ensure_ascii=False)) for line in lines]


def fill(log):
    log.append(
        Draft(
            STREAM,
            "workshop/created",
            {"dots": 3, "deep": [{"x": None}, 1.5]},
            {"title": "Tea & <b>talk</b>"},
        ),
        Draft("workshop:OTHER1", "note/added"),
        note("stays \u2028 \x85 \u2029"),
    )
    (event,) = log.append(Draft(STREAM, "note/added", {}, {"title": "kept", "text": SECRET}, actor="phone:7"))
    log.erase(event.id, "phone:7", field="text")
    log.append(note(""))


def test_the_header_says_what_it_is(log):
    fill(log)
    header, *lines = log.export_lines(STREAM)
    assert header == {"type": "crpkit/log", "version": 1, "private": True, "stream": STREAM, "events": 5}
    assert len(lines) == 5
    assert set(lines[0]) == {"seq", "id", "kind", "actor", "at", "body", "words", "erased"}
    assert lines[2]["words"] == {"title": "kept", "text": None}
    assert datetime.fromisoformat(lines[2]["erased"]["text"]) <= datetime.now(UTC)
    assert SECRET not in json.dumps(lines)


def test_a_restored_log_equals_the_original(log, other):
    fill(log)
    exports = [through_json(log.export_lines(stream)) for stream in log.streams()]
    assert [other.import_lines(lines) for lines in exports] == [5, 1]
    for stream in log.streams():
        assert other.events(stream) == log.events(stream)
        assert list(other.export_lines(stream)) == list(log.export_lines(stream))
    assert SECRET.encode() not in all_bytes(other.path)
    assert other.append(note("next"))[0].seq == log.append(note("next"))[0].seq


def test_restoring_twice_changes_nothing(log, other):
    fill(log)
    lines = through_json(log.export_lines(STREAM))
    for target in (log, other):
        target.import_lines(lines)
        before = target.events(STREAM)
        assert target.import_lines(lines) == 5
        assert target.events(STREAM) == before


def test_an_older_export_does_not_bring_back_what_was_taken_back(log, other):
    (event,) = log.append(note(SECRET))
    older = through_json(log.export_lines(STREAM))
    log.erase(event.id, "phone:7")
    newer = through_json(log.export_lines(STREAM))
    log.import_lines(older)
    assert log.events(STREAM)[0].words == {"text": None}
    other.import_lines(older)
    assert other.events(STREAM)[0].words == {"text": SECRET}
    other.import_lines(newer)
    assert other.events(STREAM) == log.events(STREAM)
    assert other.cleared(30)
    assert SECRET.encode() not in all_bytes(other.path)


def test_events_that_were_added_meanwhile_stay_and_keep_their_order(log, other):
    fill(log)
    lines = through_json(log.export_lines(STREAM))
    fresh = other.append(note("written before the restore"))
    other.import_lines(lines)
    assert other.events(STREAM)[:1] == fresh
    restored = other.events(STREAM)[1:]
    assert [event.id for event in restored] == [event.id for event in log.events(STREAM)]
    assert [event.words for event in restored] == [event.words for event in log.events(STREAM)]


def test_numbers_of_another_stream_are_not_taken(log, other):
    log.append(note("one"), note("two"))
    elsewhere = other.append(Draft("workshop:OTHER1", "note/added"), Draft("workshop:OTHER1", "note/added"))
    other.import_lines(through_json(log.export_lines(STREAM)))
    assert other.events("workshop:OTHER1") == elsewhere
    assert [event.words["text"] for event in other.events(STREAM)] == ["one", "two"]


def test_the_missing_part_of_a_restored_log_is_added(log, other):
    first = log.append(note("one"), note("two"))
    older = through_json(log.export_lines(STREAM))
    log.append(note("three"))
    other.import_lines(older)
    assert other.events(STREAM) == first
    other.import_lines(through_json(log.export_lines(STREAM)))
    assert other.events(STREAM) == log.events(STREAM)


def test_a_watcher_notices_a_restore(log, other):
    fill(log)
    watcher = other.watch()
    other.import_lines(log.export_lines(STREAM))
    assert watcher.changed()


def write(path, lines, end="\n"):
    path.write_text(
        "".join(json.dumps(line, ensure_ascii=False) + end for line in lines), "utf-8", newline=""
    )
    return path


@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_a_file_is_read_whole_whatever_the_texts_hold(log, other, tmp_path, end):
    fill(log)
    export = write(tmp_path / "x.jsonl", log.export_lines(STREAM), end)
    assert other.import_file(export) == 5
    assert other.events(STREAM) == log.events(STREAM)


def test_a_file_that_is_no_export_says_which_line(other, tmp_path):
    export = tmp_path / "x.jsonl"
    export.write_text('{"type": "crpkit/log"}\n{"a": NaN}\n[[[\n\n{}', "utf-8")
    with pytest.raises(InputProblems) as error:
        other.import_file(export)
    assert [(problem.file, problem.line) for problem in error.value.problems] == [
        (export, 2),
        (export, 3),
        (export, 4),
    ]
    for content in (b"\xff\xfe", b"[" * 100_000):
        export.write_bytes(content)
        with pytest.raises(InputProblems):
            other.import_file(export)
    with pytest.raises(InputProblems, match="cannot be opened"):
        other.import_file(tmp_path / "missing.jsonl")
    assert not other.path.exists()


def test_a_file_cut_short_is_noticed(log, other, tmp_path):
    fill(log)
    lines = through_json(log.export_lines(STREAM))
    with pytest.raises(InputProblems, match="promises 5 events; there are 4"):
        other.import_lines(lines[:-1], tmp_path / "x.jsonl")
    assert other.streams() == ()


@pytest.mark.parametrize(
    ("change", "line", "field"),
    [
        (lambda lines: lines.clear(), 1, None),
        (lambda lines: lines[0].update(type="crpkit/persona"), 1, None),
        (lambda lines: lines[0].update(version=2), 1, "version"),
        (lambda lines: lines[0].update(version="1"), 1, "version"),
        (lambda lines: lines[0].update(stream="../x"), 1, "stream"),
        (lambda lines: lines.__setitem__(2, ["x"]), 3, None),
        (lambda lines: lines[2].update(sqe=3), 3, "sqe"),
        (lambda lines: lines[2].pop("actor"), 3, "actor"),
        (lambda lines: lines[2].update(seq=lines[1]["seq"]), 3, "seq"),
        (lambda lines: lines[2].update(seq="3"), 3, "seq"),
        (lambda lines: lines[2].update(seq=True), 3, "seq"),
        (lambda lines: lines[5].update(seq=2**63), 6, "seq"),
        (lambda lines: lines[2].update(id="a b"), 3, "id"),
        (lambda lines: lines[2].update(kind="?"), 3, "kind"),
        (lambda lines: lines[2].update(at="yesterday"), 3, "at"),
        (lambda lines: lines[2].update(at="2026-01-01T00:00:00"), 3, "at"),
        (lambda lines: lines[2].update(body={"x": math.nan}), 3, "body"),
        (lambda lines: lines[2].update(words={"text": 5}), 3, "words.text"),
        (lambda lines: lines[2].update(words={"text": None}), 3, "words.text"),
        (lambda lines: lines[2].update(words=None), 3, "words"),
        (lambda lines: lines[2].update(erased=["text"]), 3, "words"),
        (lambda lines: lines[2].update(erased={"text": "2026-01-01T00:00:00Z"}), 3, "words"),
        (lambda lines: lines[3].update(erased={"text": "soon"}), 4, "erased"),
        (lambda lines: lines[3].update(erased={"te xt": "2026-01-01T00:00:00Z"}), 4, "field"),
    ],
)
def test_a_bad_line_is_named_and_nothing_is_taken_in(log, other, tmp_path, change, line, field):
    fill(log)
    lines = through_json(log.export_lines(STREAM))
    change(lines)
    with pytest.raises(InputProblems) as error:
        other.import_lines(lines, tmp_path / "x.jsonl")
    (problem,) = error.value.problems
    assert (problem.file, problem.line, problem.field) == (tmp_path / "x.jsonl", line, field)
    assert other.streams() == ()


def test_all_bad_lines_are_named_at_once(log, other):
    fill(log)
    lines = through_json(log.export_lines(STREAM))
    lines[1]["kind"], lines[3]["actor"], lines[5]["at"] = "?", "?", "?"
    with pytest.raises(InputProblems) as error:
        other.import_lines(lines)
    assert [problem.line for problem in error.value.problems] == [2, 4, 6]


WORDS = st.dictionaries(st.sampled_from(["text", "title", "more"]), st.text(max_size=40), max_size=3)


@settings(max_examples=25, deadline=None)
@given(words=st.lists(WORDS, max_size=6), taken_back=st.sets(st.integers(0, 5)))
def test_any_log_survives_export_and_restore(tmp_path_factory, words, taken_back):
    folder = tmp_path_factory.mktemp("any")
    with Log(folder / "one.sqlite") as one, Log(folder / "two.sqlite") as two:
        events = one.append(*(Draft(STREAM, "note/added", {"n": n}, some) for n, some in enumerate(words)))
        for number in taken_back & set(range(len(events))):
            one.erase(events[number].id, "phone:7")
        export = write(folder / "x.jsonl", one.export_lines(STREAM))
        two.import_file(export)
        assert two.events(STREAM) == one.events(STREAM)
        assert list(two.export_lines(STREAM)) == list(one.export_lines(STREAM))
