"""What a phone sends: every refusal has a sentence for a person and a reason for a program."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crpkit.store import Draft, Event
from crpkit.store.clean import clean_draft, clean_text
from crpkit.workshop import Consent, Refused, WorkshopState, apply, fold
from crpkit.workshop.sending import ballot_draft, join_draft, note_draft
from tests.workshop_helpers import ALL, FAMILIES

HERE, GONE = "p-HERE", "p-GONE"
OPTIONS = [{"id": f"o{n}", "letter": letter} for n, letter in enumerate("ABC", 1)]
CONSENT = {"consent": {"count": True, "quote": False, "trace": False}}


def told(*events: tuple) -> list[Event]:
    """Events as a log would give them: kind, body, words, actor."""
    rows = []
    for number, (kind, body, *more) in enumerate(events, 1):
        words, actor = (*more, *({}, "facilitator")[len(more) :])
        at = datetime.now(UTC)
        rows.append(Event(number, f"e{number}", "workshop:QUAYS2", kind, actor, at, body, words))
    return rows


def room(*more: tuple) -> WorkshopState:
    return fold(
        "QUAYS2",
        told(
            ("workshop/created", {}, {"title": "A room"}),
            ("notes/added", {"activity": "notes-1"}, {"prompt": "What helps?"}),
            ("notes/opened", {"activity": "notes-1"}),
            ("dots/added", {"activity": "dots-1", "dots_each": 3, "options": OPTIONS}),
            ("dots/opened", {"activity": "dots-1"}),
            ("person/joined", CONSENT, {}, HERE),
            ("person/joined", CONSENT, {}, GONE),
            ("person/took-back", {}, {}, GONE),
            *more,
        ),
    )


ENDED = ("workshop/ended", {})
NOTES_CLOSED = ("notes/closed", {"activity": "notes-1"})
DOTS_CLOSED = ("dots/closed", {"activity": "dots-1"})


def refusal(call: object) -> str:
    with pytest.raises(Refused) as error:
        call()  # type: ignore[operator]
    (problem,) = error.value.problems
    assert problem.found and problem.remedy
    return error.value.why


@pytest.mark.parametrize(
    ("why", "more", "person", "activity", "text"),
    [
        ("not-joined", [ENDED], "p-NOBODY", "notes-9", ""),
        ("taken-back", [ENDED], GONE, "notes-9", ""),
        ("ended", [ENDED, NOTES_CLOSED], HERE, "notes-9", ""),
        ("unknown-activity", [NOTES_CLOSED], HERE, "notes-9", ""),
        ("unknown-activity", [], HERE, "dots-1", "x"),
        ("closed", [NOTES_CLOSED], HERE, "notes-1", ""),
        ("empty", [], HERE, "notes-1", ""),
        ("empty", [], HERE, "notes-1", " \n\t\u200b\x00"),
        ("too-long", [], HERE, "notes-1", "x" * 2001),
        ("too-long", [], HERE, "notes-1", "😀" * 2001),
    ],
)
def test_notes_are_refused_in_this_order(why: str, more: list, person: str, activity: str, text: str) -> None:
    assert refusal(lambda: note_draft(room(*more), person, activity, text)) == why


@pytest.mark.parametrize(
    ("why", "more", "person", "activity", "dots"),
    [
        ("not-joined", [ENDED], "p-NOBODY", "dots-9", {}),
        ("taken-back", [ENDED], GONE, "dots-9", {}),
        ("ended", [ENDED], HERE, "dots-9", {}),
        ("unknown-activity", [], HERE, "notes-1", {}),
        ("closed", [DOTS_CLOSED], HERE, "dots-1", {"o9": 9}),
        ("unknown-option", [], HERE, "dots-1", {"o9": 1}),
        ("unknown-option", [], HERE, "dots-1", {"A": 1}),
        ("bad-input", [], HERE, "dots-1", {"o1": -1}),
        ("bad-input", [], HERE, "dots-1", {"o1": 1.0}),
        ("bad-input", [], HERE, "dots-1", {"o1": True}),
        ("bad-input", [], HERE, "dots-1", {"o1": "1"}),
        ("bad-input", [], HERE, "dots-1", {"o1": 10**30}),
        ("too-many-dots", [], HERE, "dots-1", {"o1": 4}),
        ("too-many-dots", [], HERE, "dots-1", {"o1": 2, "o2": 2}),
    ],
)
def test_ballots_are_refused_in_this_order(
    why: str, more: list, person: str, activity: str, dots: dict
) -> None:
    assert refusal(lambda: ballot_draft(room(*more), person, activity, dots)) == why


@pytest.mark.parametrize(
    ("why", "more", "person", "families", "experience"),
    [
        ("taken-back", [ENDED], GONE, [], ""),
        ("ended", [ENDED], "p-NOBODY", [], ""),
        ("bad-input", [], "p-NOBODY", ["wizards"], ""),
        ("bad-input", [], "p-NOBODY", [], "middling"),
    ],
)
def test_joining_is_refused(why: str, more: list, person: str, families: list, experience: str) -> None:
    assert refusal(lambda: join_draft(room(*more), person, ALL, families, experience, FAMILIES, "x")) == why


def test_whoever_joined_can_change_consent_after_the_end() -> None:
    draft = join_draft(room(ENDED), HERE, Consent(), [], "", FAMILIES, "x")
    assert draft.body == {"consent": {"count": False, "quote": False, "trace": False}}


def test_what_is_written() -> None:
    state = room()
    join = join_draft(state, HERE, ALL, ["brokers", "community", "brokers"], "new", FAMILIES, "j1")
    assert (join.stream, join.kind, join.actor, join.id) == ("workshop:QUAYS2", "person/joined", HERE, "j1")
    assert join.words == {"families": "brokers,community", "experience": "new"}
    note = note_draft(state, HERE, "notes-1", "x" * 2000, "n1")
    assert (note.kind, note.actor, note.id) == ("notes/written", HERE, "n1")
    assert note.body == {"activity": "notes-1", "channel": "phone"} and note.words == {"text": "x" * 2000}
    ballot = ballot_draft(state, HERE, "dots-1", {"o3": 1, "o1": 2, "o2": 0}, "b1")
    assert (ballot.kind, ballot.words) == ("dots/cast", {"ballot": "o1:2 o3:1"})
    assert ballot_draft(state, HERE, "dots-1", {}).words == {"ballot": ""}


@given(st.text(st.characters(exclude_categories=[]), max_size=40))
def test_any_text_is_kept_as_it_is_or_refused(text: str) -> None:
    try:
        draft = note_draft(room(), HERE, "notes-1", text)
    except Refused as error:
        assert error.why == "empty"
    else:
        assert draft.words["text"] == clean_text(text) == clean_draft(draft).words["text"]


@given(st.dictionaries(st.sampled_from(["o1", "o2", "o3"]), st.integers(0, 3)))
def test_a_ballot_that_is_taken_counts_as_it_was_given(dots: dict[str, int]) -> None:
    state = room()
    try:
        draft = ballot_draft(state, HERE, "dots-1", dots)
    except Refused as error:
        assert error.why == "too-many-dots" and sum(dots.values()) > 3
    else:
        vote = apply(state, _kept(draft)).activities["dots-1"]
        totals = vote.totals()  # type: ignore[attr-defined]
        assert totals == {name: dots.get(name, 0) for name in ("o1", "o2", "o3")}


def _kept(draft: Draft) -> Event:
    assert draft.id is not None and draft.at is not None
    return Event(99, draft.id, draft.stream, draft.kind, draft.actor, draft.at, draft.body, draft.words)
