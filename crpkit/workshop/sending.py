"""What a phone sends, checked: each function gives the event to be written, or refuses in words.

Pure: nothing is written here, so that a server can check hundreds of phones against the state it has folded.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

from crpkit.errors import did_you_mean
from crpkit.store import Draft
from crpkit.store.clean import LARGEST_NUMBER
from crpkit.workshop.activities import ActivityState, notes_of
from crpkit.workshop.activities.ask import AskState, fits
from crpkit.workshop.activities.casts import PHONE, written
from crpkit.workshop.activities.dots import DotsState
from crpkit.workshop.activities.notes import NotesState
from crpkit.workshop.asking import clean_voice, how_to_choose
from crpkit.workshop.checks import Refused, many, refused, whole
from crpkit.workshop.entries import clean_entry, entry_body
from crpkit.workshop.people import EXPERIENCES, Consent, Person
from crpkit.workshop.record import STREAM
from crpkit.workshop.state import WorkshopState

__all__ = ["Refused", "ballot_draft", "join_draft", "note_draft", "table_draft"]


def join_draft(
    state: WorkshopState,
    person: str,
    consent: Consent,
    families: Sequence[str],
    experience: str,
    known_families: Collection[str],
    event_id: str | None,
) -> Draft:
    """Return the event by which a person joins, or changes what was said.

    Parameters
    ----------
    state
        The workshop as it is now.
    person
        The pseudonym.
    consent
        What the person agrees to.
    families, experience
        What the person says about themself, if anything; experience is ``new``, ``experienced`` or empty.
    known_families
        The families one can choose from.
    event_id
        Made by the phone; sending it again changes nothing.

    Raises
    ------
    Refused
        If the person took everything back, the workshop has ended (whoever joined before can still change consent),
        or a family or an experience is unknown.
    """
    before = state.people.get(person)
    if before is not None and before.taken_back:
        raise _taken_back()
    if before is None and state.ended:
        raise _ended()
    unknown = [name for name in families if name not in known_families]
    if unknown:
        raise refused(
            f"There is no family “{unknown[0]}”", did_you_mean(unknown[0], known_families), "families"
        )
    if experience not in ("", *EXPERIENCES):
        raise refused(f"“{experience}” is not one of the answers", did_you_mean(experience, EXPERIENCES))
    said = {"families": ",".join(dict.fromkeys(families)), "experience": experience}
    given = {"count": consent.count, "quote": consent.quote, "trace": consent.trace}
    words = {name: text for name, text in said.items() if text}
    return _draft(state, "person/joined", person, {"consent": given}, words, event_id)


def note_draft(
    state: WorkshopState,
    person: str,
    activity: str,
    text: str,
    event_id: str | None = None,
    *,
    box: str = "",
    about: str = "",
    more: Mapping[str, str] | None = None,
) -> Draft:
    """Return the event by which a person gives a note of 1 to 2,000 characters.

    Parameters
    ----------
    box, about, more
        Under which heading, about which item, and other fields, where the activity has such.

    Raises
    ------
    Refused
        If the person did not join, nothing can be written now, or the text is empty or too long.
    """
    _writer(state, person)
    found = state.activities.get(activity)
    if found is None or notes_of(found) is None:
        raise _unknown(activity)
    _refuse_closed(found)
    words = clean_entry(found, box, about, text, more or {})
    body = entry_body(found, box, about) | {"channel": PHONE}
    return _draft(state, "notes/written", person, body, words, event_id)


def table_draft(state: WorkshopState, person: str, table: str | None, event_id: str | None = None) -> Draft:
    """Return the event by which a person sits down at a table, or leaves it (``None``).

    Raises
    ------
    Refused
        If the person did not join, or there is no such table.
    """
    _writer(state, person)
    if table is not None and table not in state.tables:
        near = did_you_mean(table, state.tables)
        raise refused(f"There is no table “{table}”", near or "Load the page again.", "table")
    return _draft(state, "person/sat", person, {"table": table}, {}, event_id)


def ballot_draft(
    state: WorkshopState,
    person: str,
    activity: str,
    dots: Mapping[str, int],
    event_id: str | None = None,
    *,
    voice: str = "",
) -> Draft:
    """Return the event by which a person casts all dots in a vote; an empty ballot withdraws the one before.

    Parameters
    ----------
    voice
        From where the person speaks, where that is asked, or ``not-said``; needed unless the ballot is empty.

    Raises
    ------
    Refused
        If the person did not join, the vote is not open, or the dots cannot be placed so.
    """
    _writer(state, person)
    vote = state.activities.get(activity)
    if isinstance(vote, AskState) and vote.method:
        return _ask_ballot(state, vote, person, dots, event_id, voice)
    if not isinstance(vote, DotsState):
        raise _unknown(activity)
    _refuse_closed(vote)
    options = [option.id for option in vote.options]
    unknown = [name for name in dots if name not in options]
    if unknown:
        raise refused(
            f"There is no option “{unknown[0]}” in this vote",
            "Load the page again.",
            "dots",
            "unknown-option",
        )
    if not all(whole(number, 0, LARGEST_NUMBER) for number in dots.values()):
        raise refused("Dots are whole numbers from 0", "Check the numbers.", "dots")
    placed = sum(dots.values())
    if placed > vote.dots_each:
        found = f"You have {many(vote.dots_each, 'dot', 'dots')}, not {placed}"
        raise refused(found, "Take some away.", "dots", "too-many-dots")
    words = {"ballot": written({name: dots[name] for name in options if dots.get(name)})}
    return _draft(state, "dots/cast", person, {"activity": activity, "channel": PHONE}, words, event_id)


def _ask_ballot(
    state: WorkshopState,
    vote: AskState,
    person: str,
    ballot: Mapping[str, int],
    event_id: str | None,
    voice: str,
) -> Draft:
    _refuse_closed(vote)
    if vote.counted_at_table(person):
        found = "Your table has chosen together, and that counts for you"
        raise refused(found, "To choose alone, ask the facilitator.", "dots", "table-voted")
    items = [item.id for item in vote.items]
    unknown = [name for name in ballot if name not in items]
    if unknown:
        raise refused(f"There is no “{unknown[0]}” here", "Load the page again.", "dots", "unknown-option")
    given = {name: ballot[name] for name in items if ballot.get(name)}
    if not all(whole(number, 1, 9_999) for number in given.values()) or not fits(
        given, vote.method, vote.most, len(vote.answers), items
    ):
        raise refused(
            f"This cannot be chosen so: {how_to_choose(vote)}", "Change it.", "dots", "too-many-dots"
        )
    words = {"ballot": written(given)}
    if vote.voices is not None and (given or voice):
        words["voice"] = clean_voice(vote, voice)
    return _draft(state, "ask/cast", person, {"activity": vote.id, "channel": PHONE}, words, event_id)


def _draft(
    state: WorkshopState,
    kind: str,
    person: str,
    body: Mapping[str, object],
    words: Mapping[str, str],
    event_id: str | None,
) -> Draft:
    return Draft(STREAM + state.code, kind, body, words, actor=person, id=event_id)


def _writer(state: WorkshopState, person: str) -> Person:
    """Return who writes; a phone that was set aside may, though nothing of it counts."""
    found = state.people.get(person)
    if found is None:
        raise refused("You have not joined this workshop yet", "Join first.", why="not-joined")
    if found.taken_back:
        raise _taken_back()
    if state.ended:
        raise _ended()
    return found


def _refuse_closed(activity: ActivityState) -> None:
    if not activity.open:
        found = {DotsState: "This vote is closed", NotesState: "Notes are closed for now"}.get(
            type(activity), "This is closed for now"
        )
        raise refused(found, "Ask the facilitator to open it again.", why="closed")


def _unknown(activity: str) -> Refused:
    return refused(
        f"There is no “{activity}” in this workshop", "Load the page again.", "activity", "unknown-activity"
    )


def _taken_back() -> Refused:
    return refused("You took everything back", "To take part again, join anew.", why="taken-back")


def _ended() -> Refused:
    return refused("This workshop has ended", "You can still take back what you gave.", why="ended")
