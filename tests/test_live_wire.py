"""What clients may say: read leniently where it is harmless, refused in words where it is not."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crpkit.server.live import wire
from crpkit.server.live.limits import FORGIVEN, Bucket
from crpkit.server.live.wire import Unreadable, read

JSON_VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner, max_size=4),
    max_leaves=12,
)


def why(role: wire.Role, frame: str | bytes) -> str:
    with pytest.raises(Unreadable) as caught:
        read(role, frame)
    assert caught.value.words.endswith(".")
    return caught.value.why


def test_a_note_is_read_as_it_was_written() -> None:
    kind, said = read("phone", '{"type":"note","id":"01J","activity":"notes-1","text":"Tea ☕","later":1}')
    assert kind == "note"
    assert isinstance(said, wire.NoteSaid)
    assert (said.id, said.activity, said.text) == ("01J", "notes-1", "Tea ☕")


def test_half_a_character_and_a_nul_do_no_harm() -> None:
    _, said = read("phone", r'{"type":"note","id":"01J","activity":"notes-1","text":"a\ud83dz\u0000!"}')
    assert isinstance(said, wire.NoteSaid)
    assert said.text == "a\ufffdz!"
    said.text.encode("utf-8")


@pytest.mark.parametrize(
    ("frame", "expected"),
    [
        ("", "malformed"),
        ("[]", "malformed"),
        ('"note"', "malformed"),
        ("{", "malformed"),
        ("[" * 9000, "malformed"),
        ('{"type": 1}', "malformed"),
        ('{"type": "dance", "id": "x"}', "unknown-type"),
        ('{"type": "show", "id": "x", "notes": ["n"]}', "role"),
        ('{"type": "note", "activity": "a", "text": "no id"}', "malformed"),
        ('{"type": "note", "id": "", "activity": "a", "text": "t"}', "malformed"),
        ('{"type": "note", "id": "a b", "activity": "a", "text": "t"}', "malformed"),
        ('{"type": "note", "id": "x", "activity": "a", "text": 5}', "malformed"),
        ('{"type": "ballot", "id": "x", "activity": "a", "dots": {"o1": true}}', "malformed"),
        ('{"type": "ballot", "id": "x", "activity": "a", "dots": {"o1": 1.5}}', "malformed"),
        ('{"type": "join", "id": "x", "consent": {"count": "yes"}}', "malformed"),
        (b"{}", "malformed"),
    ],
)
def test_what_cannot_be_understood_is_refused_in_words(frame: str | bytes, expected: str) -> None:
    assert why("phone", frame) == expected


def test_a_phone_may_say_16_kb_and_a_console_256() -> None:
    note = {"type": "note", "id": "x", "activity": "a", "text": "ü" * 8_000}
    assert len(json.dumps(note, ensure_ascii=False).encode()) < wire.LARGEST["phone"]
    read("phone", json.dumps(note, ensure_ascii=False))
    frame = json.dumps({**note, "text": "ü" * 8_200}, ensure_ascii=False)
    with pytest.raises(Unreadable) as caught:
        read("phone", frame)
    assert (caught.value.why, caught.value.message_id) == ("too-large", "x")
    write = {"type": "write", "id": "x", "activity": "a", "texts": ["t" * 2_000] * 100}
    read("console", json.dumps(write))
    assert why("phone", json.dumps(write)) == "too-large"


def test_the_longest_note_fits_a_frame_however_it_is_written() -> None:
    for character in ("a", "ü", "漢", "🌊", '"', "\n"):
        frame = json.dumps(
            {"type": "note", "id": "x" * 64, "activity": "a" * 20, "text": character * 2_000},
            ensure_ascii=False,
        )
        assert isinstance(read("phone", frame)[1], wire.NoteSaid)


def test_only_a_console_may_do_what_the_facilitator_does() -> None:
    for kind in wire.KINDS["console"]:
        assert why("phone", json.dumps({"type": kind, "id": "x"})) == "role"
        assert why("screen", json.dumps({"type": kind, "id": "x"})) == "role"
    for kind in wire.KINDS["phone"]:
        assert why("screen", json.dumps({"type": kind, "id": "x"})) == "role"
        assert why("console", json.dumps({"type": kind, "id": "x"})) == "role"


@given(JSON_VALUES, st.sampled_from(wire.ROLES))
def test_nothing_that_is_json_breaks_the_reader(value: object, role: wire.Role) -> None:
    for raw in (value, {"type": "note", "id": value, "activity": value, "text": value}, {"type": value}):
        try:
            read(role, json.dumps(raw))
        except Unreadable as error:
            assert error.why in {"malformed", "unknown-type", "role", "too-large"}


def test_a_burst_then_so_many_a_second() -> None:
    now = 0.0
    bucket = Bucket(20, 4, clock=lambda: now)
    assert [bucket.wait() for _ in range(20)] == [0.0] * 20
    assert bucket.wait() == pytest.approx(0.25)
    now = 0.25
    assert bucket.wait() == 0.0
    assert bucket.wait() > 0
    now = 100.0
    assert [bucket.wait() for _ in range(20)] == [0.0] * 20, "no more than a burst is saved up"


def test_one_who_goes_on_regardless_is_noticed_although_some_get_through() -> None:
    now = 0.0
    bucket = Bucket(20, 4, clock=lambda: now)
    for _ in range(400):
        bucket.wait()
        now += 0.05
    assert bucket.refusals > 200
    now += FORGIVEN + 1
    for _ in range(21):
        bucket.wait()
    assert bucket.refusals == 1, "a quiet while is forgiven"
