"""Whatever happens, in whatever order: folding on equals folding anew, and nobody counts twice."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from crpkit.errors import InputProblems
from crpkit.store import Event
from crpkit.workshop import DotsState, NotesState, Workshop, WorkshopState, apply, fold
from tests.workshop_helpers import RECEIPTS, Desk, Phone, three

PEOPLE = ("p-A", "p-B", "p-C")
NOTES = tuple(f"n{number}" for number in range(4))
CASTS = tuple(f"c{number}" for number in range(4))
ENTRIES = tuple(f"a{number}" for number in range(3))
JOINS = tuple(f"j{number}" for number in range(3))
OPTIONS = [{"id": "o1", "letter": "A"}, {"id": "o2", "letter": "B"}]
FLAGS = st.fixed_dictionaries({name: st.booleans() for name in ("count", "quote", "trace")})
person, note = st.sampled_from(PEOPLE), st.sampled_from(NOTES)
notes = st.lists(note, max_size=4)


def row(
    kind: str, body: Any, words: Any = None, actor: Any = "facilitator", name: str = ""
) -> st.SearchStrategy:
    """Say an event: kind, body, words, actor and id are drawn."""
    drawn = [body if isinstance(body, st.SearchStrategy) else st.just(body)]
    drawn += [words if isinstance(words, st.SearchStrategy) else st.just(words or {})]
    drawn += [actor if isinstance(actor, st.SearchStrategy) else st.just(actor)]
    drawn += [name if isinstance(name, st.SearchStrategy) else st.just(name)]  # type: ignore[redundant-expr]
    return st.tuples(st.just(kind), *drawn)


def about(**values: Any) -> st.SearchStrategy:
    return st.fixed_dictionaries(
        {key: one if isinstance(one, st.SearchStrategy) else st.just(one) for key, one in values.items()}
    )


N1, D1, A1 = {"activity": "notes-1"}, {"activity": "dots-1"}, {"activity": "ask-1"}
PLAIN = st.one_of(
    row(
        "person/joined",
        about(consent=FLAGS),
        about(families=st.sampled_from(["", "community", "brokers,funders"])),
        person,
        st.sampled_from(JOINS),
    ),
    row("person/aside", about(person=person, aside=st.booleans())),
    row("person/merged", about(person=person, into=st.one_of(st.none(), person))),
    row("person/took-back", {}, {}, person),
    row("notes/opened", N1),
    row("notes/closed", N1),
    row("notes/written", {**N1, "channel": "phone"}, about(text=st.sampled_from("xyz")), person, note),
    row("notes/shown", about(activity="notes-1", notes=notes)),
    row("notes/hidden", about(activity="notes-1", notes=notes)),
    row("notes/held", about(activity="notes-1", notes=notes)),
    row("notes/care", about(activity="notes-1", note=note)),
    row("notes/care-over", about(activity="notes-1", note=note)),
    row("dots/opened", D1),
    row("dots/closed", D1),
    row(
        "dots/cast",
        {**D1, "channel": "phone"},
        about(ballot=st.sampled_from(["", "o1:1", "o1:2 o2:1", "o2:3", "o1:9", "?"])),
        person,
        st.sampled_from(CASTS),
    ),
    row(
        "dots/placed",
        about(
            activity="dots-1", option=st.sampled_from(["o1", "o2"]), dots=st.integers(1, 3), channel="paper"
        ),
    ),
    row("dots/shown", D1),
    row("ask/opened", A1),
    row("ask/closed", A1),
    row(
        "ask/cast",
        {**A1, "channel": "phone"},
        about(ballot=st.sampled_from(["", "o1:1", "o2:1", "o1:1 o2:1", "o9:1", "?"])),
        person,
        st.sampled_from(CASTS),
    ),
    row(
        "notes/written",
        {**A1, "channel": "phone", "box": "b"},
        about(text=st.sampled_from("xyz")),
        person,
        st.sampled_from(ENTRIES),
    ),
    row("person/sat", about(table=st.sampled_from(["Oak", "Elm", None])), {}, person),
    row("screen/staged", about(what=st.sampled_from(["join", "blank", "activity"]), activity="notes-1")),
)
# Taking back meets everything else, so it has to come often.
EVENTS = st.one_of(
    PLAIN,
    PLAIN,
    row("erase", about(event=st.sampled_from([*NOTES, *CASTS, *JOINS, *ENTRIES, "s1", "s2", "s3", "s4"]))),
    row("notes/shown", about(activity="notes-1", notes=notes)),
)
START = (
    ("workshop/created", {}, {"title": "Any"}, "facilitator", "s1"),
    ("notes/added", N1, {"prompt": "What helps?"}, "facilitator", "s2"),
    ("notes/opened", N1, {}, "facilitator", ""),
    (
        "dots/added",
        {**D1, "dots_each": 3, "options": OPTIONS},
        {"prompt": "?", "o1.title": "Hub", "o1.detail": "A place", "o2.title": "Match"},
        "facilitator",
        "s3",
    ),
    ("dots/opened", D1, {}, "facilitator", ""),
    (
        "ask/added",
        {**A1, "kind": "try", "method": "one", "boxes": [{"id": "b", "title": "Point"}], "items": OPTIONS},
        {"prompt": "?", "o1.title": "Hub", "o2.title": "Match"},
        "facilitator",
        "s4",
    ),
    ("ask/opened", A1, {}, "facilitator", ""),
    *(
        ("person/joined", {"consent": dict.fromkeys(("count", "quote", "trace"), True)}, {}, one, "")
        for one in PEOPLE
    ),
    *(
        ("notes/written", {**N1, "channel": "phone"}, {"text": "x"}, one, name)
        for one, name in zip(PEOPLE, NOTES, strict=False)
    ),
)


class Played:
    """A log in memory: an id counts once, and words that were taken back are gone from earlier events."""

    def __init__(self) -> None:
        self.events: list[Event] = []
        self.state = WorkshopState("QUAYS2")

    def play(self, kind: str, body: dict, words: dict, actor: str, name: str) -> None:
        number = len(self.events) + 1
        if kind == "erase":
            self._erase(body["event"], number)
        elif name not in {event.id for event in self.events}:
            self._add(kind, body, words, actor, name or f"e{number}")

    def _add(self, kind: str, body: dict, words: dict, actor: str, name: str) -> None:
        at = datetime.now(UTC)
        event = Event(len(self.events) + 1, name, "workshop:QUAYS2", kind, actor, at, body, words)
        self.events.append(event)
        self.state = apply(self.state, event)

    def _erase(self, name: str, number: int) -> None:
        for place, event in enumerate(self.events):
            fields = [field for field, text in event.words.items() if text is not None]
            if event.id == name and fields:
                self.events[place] = Event(**{**vars(event), "words": dict.fromkeys(event.words)})
                self._add("log/erased", {"event": name, "fields": fields}, {}, "facilitator", f"e{number}")


@settings(max_examples=300, deadline=None)
@given(st.lists(EVENTS, max_size=10), st.lists(EVENTS, min_size=20, max_size=40))
def test_folding_on_equals_folding_anew(few: list, many: list) -> None:
    played = Played()
    for step in (*START, *few, *many):  # long stories: what goes wrong needs several steps in a certain order
        played.play(*step)
    assert fold("QUAYS2", played.events) == played.state
    _check_counts(played.state)


def _check_counts(state: WorkshopState) -> None:
    """Count again by hand, in another way than the kit does."""
    vote, wall = state.activities["dots-1"], state.activities["notes-1"]
    assert isinstance(vote, DotsState) and isinstance(wall, NotesState)
    ballots = list(vote.ballots_counting)
    voters = [voter for voter, _ in ballots]
    assert len(set(voters)) == len(voters)
    counting = {one.id for one in state.people.counting}
    assert set(voters) <= counting
    assert all(0 < sum((ballot.dots or {}).values()) <= vote.dots_each for _, ballot in ballots)
    entered = sum(entry.dots for entry in vote.entries if not entry.undone)
    assert (
        vote.placed
        == sum(vote.totals().values())
        == entered + sum(sum((ballot.dots or {}).values()) for _, ballot in ballots)
    )
    assert not (vote.shown and vote.open)
    places = [one.place for one in wall.notes.values() if one.state == "shown"]
    assert None not in places and len(set(places)) == len(places)
    assert all((one.text is None) == (one.state == "taken-back") for one in wall.notes.values())
    gone = {one.id for one in state.people if one.taken_back}
    assert not any(one.families or one.consent.names() for one in state.people if one.taken_back)
    assert all(state.people.voter(voter) == voter for one in PEOPLE if (voter := state.people.voter(one)))
    assert counting == {voter for one in PEOPLE if (voter := state.people.voter(one))}
    assert len({state.people.chain(one)[-1].id for one in counting}) == len(counting), "one person, one voter"
    assert {one.id for one in state.people.counted} <= {
        one for one in counting if state.people.may_count(one)
    }
    assert all(one.text is None for one in wall.notes.values() if one.actor in gone)
    assert sum(wall.counts.values()) == len(wall.notes)


KINDS = [
    *("person/joined", "person/aside", "person/merged", "person/took-back", "notes/added", "notes/written"),
    *("notes/shown", "notes/care", "dots/added", "dots/cast", "dots/placed", "dots/undone", "log/erased"),
    *("room/counted", "screen/staged", "workshop/created", "workshop/titled", "workshop/ended", "what/ever"),
]
KEYS = ["activity", "person", "into", "aside", "consent", "channel", "notes", "note", "event", "fields"]
KEYS += ["options", "dots_each", "option", "dots", "total", "families", "paper", "what", "entry"]
JSON = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats(allow_nan=False)
    | st.sampled_from(["dots-1", "n0", "p-A", ""]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(KEYS), inner, max_size=3),
    max_leaves=6,
)


@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    st.lists(
        st.tuples(
            st.sampled_from(KINDS),
            st.dictionaries(st.sampled_from(KEYS), JSON, max_size=5),
            st.dictionaries(
                st.sampled_from(["text", "ballot", "title", "families"]), st.none() | st.text(max_size=5)
            ),
            st.sampled_from([*PEOPLE, "facilitator"]),
        ),
        max_size=8,
    )
)
def test_no_event_is_too_strange(rows: list) -> None:
    played = Played()
    for step in START:
        played.play(*step)
    for kind, body, words, actor in rows:
        played.play(kind, body, words, actor, "")
    assert fold("QUAYS2", played.events) == played.state


ACTIONS: list[Callable[[Workshop, list[Phone], int], object]] = [
    lambda w, p, n: p[n % 3].note(f"Note {n}"),
    lambda w, p, n: p[n % 3].cast({f"o{n % 3 + 1}": n % 4}),
    lambda w, p, n: p[n % 3].join(),
    lambda w, p, n: w.merge(p[n % 3].id, p[n // 3 % 3].id if n % 2 else None),
    lambda w, p, n: w.set_aside(p[n % 3].id, bool(n % 2)),
    lambda w, p, n: w.place_dots("ABC"[n % 3], 1 + n % 3, "paper", "dots-1"),
    lambda w, p, n: w.undo_dots("dots-1"),
    lambda w, p, n: (w.close_activity if n % 2 else w.reopen_activity)("dots-1"),
    lambda w, p, n: w.show(bool(n % 3), "dots-1"),
    lambda w, p, n: w.show_notes([note for note in w.notes()["note_id"] if ord(note[-1]) % 2]),
    lambda w, p, n: w.take_back(w.notes()["note_id"].iloc[n % len(w.notes())]) if len(w.notes()) else None,
    lambda w, p, n: w.erase(p[n % 3].receipt) if n % 5 == 0 else None,
]


@settings(max_examples=15, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.lists(st.tuples(st.integers(0, len(ACTIONS) - 1), st.integers(0, 30)), max_size=20))
def test_what_was_exported_comes_back_the_same(tmp_path_factory: pytest.TempPathFactory, steps: list) -> None:
    folder = tmp_path_factory.mktemp("room")
    desk, other = Desk(folder / "one" / "log.sqlite"), Desk(folder / "two" / "log.sqlite")
    try:
        workshop = Workshop.create(desk, "Any", "QUAYS2")
        workshop.open_activity("notes", "What helps?")
        workshop.open_activity("dots", "Which?", three())
        phones = [Phone(workshop, receipt).join() for receipt in RECEIPTS[:3]]
        for action, number in steps:
            try:
                ACTIONS[action](workshop, phones, number)
            except InputProblems as error:
                assert str(error)
        files = workshop.export(folder / "out")
        vote = workshop.dots("dots-1")
        left = _as_exported(desk.log.events(workshop.stream), vote)
        other.log.import_lines([json.loads(line) for line in files[-1].read_text("utf-8").splitlines()])
        again = Workshop.open(other, "QUAYS2")
        assert workshop.state == workshop.replay()
        assert again.state == fold("QUAYS2", left) and (vote.open or again.state == workshop.state)
        assert len(again.events()) == len(workshop.events())
        assert again.notes().equals(workshop.notes()) and again.votes().equals(workshop.votes())
        assert workshop.votes(with_open=True)["dots"].sum() == vote.placed
        assert vote.open or workshop.votes()["dots"].sum() == vote.placed
    finally:
        desk.log.close()
        other.log.close()


def _as_exported(events: Iterable[Event], vote: DotsState) -> list[Event]:
    """Return the events without the words of ballots that are hidden until the vote is closed."""
    secret = "dots/cast" if vote.open else "nothing"
    return [replace(event, words={}) if event.kind == secret else event for event in events]


def test_a_run_is_folded_as_one_by_one() -> None:
    """Many of the same in a row, notes between ballots, some of it sent twice, malformed, or too much."""
    played = Played()
    for step in START:
        played.play(*step)
    consent = START[-4][1]["consent"]
    rows: list[tuple] = [("person/joined", {"consent": consent}, {}, f"p-{n}") for n in range(40)]
    rows += [("person/sat", {"table": "AB"[n % 2]} if n % 7 else {}, {}, f"p-{n}") for n in range(40)]
    for n in range(200):
        rows.append(("notes/written", {**N1, "channel": "phone"}, {"text": f"x{n}"}, f"p-{n % 40}"))
        rows.append(("ask/cast", {**A1, "channel": "phone"}, {"ballot": f"o{1 + n % 3}:1"}, f"p-{n % 40}"))
        rows.append(("notes/written", {**A1, "channel": "phone", "box": "b"}, {"text": "y"}, f"p-{n % 40}"))
        rows.append(("dots/cast", {**D1} if n % 9 else {"activity": 4}, {"ballot": "o1:3"}, f"p-{n % 50}"))
    rows.sort(key=lambda row: row[0])  # so that runs are long
    for kind, body, words, actor in rows:
        played.play(kind, body, words, actor, "")
    twice = [*played.events, *(replace(event, seq=event.seq + 10_000) for event in played.events[-90:])]
    state = played.state
    for event in twice[-90:]:
        state = apply(state, event)
    found = fold("QUAYS2", twice)
    assert found == state
    assert found.activities["dots-1"].voters == 40  # type: ignore[union-attr]
    assert len(found.activities["ask-1"].writing.notes) == 200  # type: ignore[union-attr]
