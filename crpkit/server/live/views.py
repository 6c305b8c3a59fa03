"""What each role may see of a workshop: flat maps from keys to values, as ``docs/protocol.md`` lists them.

Pure functions. Whatever is not put in here never reaches a client.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Callable
from functools import partial
from typing import Any

from crpkit.server.live.seen_agenda import agenda_for_console, agenda_for_phone, agenda_for_screen
from crpkit.server.live.seen_ask import (
    ask_activity,
    ask_for_console,
    ask_for_screen,
    said,
    written_more,
)
from crpkit.server.live.seen_photos import photos_for_console, photos_for_phone
from crpkit.server.live.seen_themes import themes_activity, themes_view
from crpkit.server.live.telling import Around, Memo, View, changes, when
from crpkit.workshop.activities import is_vote, notes_of
from crpkit.workshop.activities.ask import AskState
from crpkit.workshop.activities.dots import DotsState
from crpkit.workshop.activities.notes import Note, NotesState
from crpkit.workshop.activities.themes import ThemesState
from crpkit.workshop.people import Consent, People, Person
from crpkit.workshop.state import WorkshopState

__all__ = ["Around", "Memo", "View", "changes", "console", "everyone", "phone", "phones", "screen", "touched"]


def everyone(state: WorkshopState) -> View:
    """Return what all roles see."""
    return {
        "workshop": {"title": state.title, "code": state.code, "ended": state.ended},
        "now": state.now,
        "tables": list(state.tables),
    }


def phones(state: WorkshopState, around: Around, memo: Memo | None = None) -> View:
    """Return what all phones see: what the facilitator did, and what people write together for all to see."""
    memo = memo or Memo()
    view = everyone(state)
    view["notice"] = {"team": around.team, "until": around.until}
    view["families"] = _families(around)
    view |= agenda_for_phone(state)
    for order, activity in enumerate(state.activities.values()):
        view[f"activity/{activity.id}"] = _activity(activity, order)
        if isinstance(activity, AskState):
            called = partial(_nameless, secret=around.secret)
            view |= memo.notes(activity.writing, partial(said, activity, called), called, "said/")[0]
        elif isinstance(activity, ThemesState):
            view |= themes_view(state, activity)
    return view


def phone(state: WorkshopState, person: str) -> View:
    """Return what one phone sees of its own."""
    known = state.people.get(person)
    view: View = {"me": _me(person, known)}
    if known is None or known.taken_back:
        return view
    view |= photos_for_phone(state, person)
    for activity in state.activities.values():
        written = notes_of(activity)
        for note in () if written is None else written.notes.values():
            if note.actor == person and note.text is not None:
                view[f"mine/{note.id}"] = _own(note, activity.id)
        if is_vote(activity):
            cast = activity.cast.get(person)
            if cast is not None and cast.dots is not None:
                view[f"ballot/{activity.id}"] = dict(cast.dots)
                if isinstance(activity, AskState) and activity.voices is not None:
                    view[f"voice/{activity.id}"] = cast.voice
    return view


def _me(person: str, known: Person | None) -> dict[str, Any]:
    consent = known.consent if known is not None else Consent()
    return {
        "id": person,
        "label": known.label if known is not None else "",
        "joined": known is not None and not known.taken_back,
        "consent": {"count": consent.count, "quote": consent.quote, "trace": consent.trace},
        "families": list(known.families) if known is not None else [],
        "experience": known.experience if known is not None else "",
        "taken_back": known is not None and known.taken_back,
        "table": known.table if known is not None else None,
    }


def _own(note: Note, activity: str) -> dict[str, Any]:
    # That a note is hidden, or set aside as needing care, is not told: the person may be looked at over the shoulder.
    shown = "shown" if note.state == "shown" else "kept"
    own = {"id": note.id, "activity": activity, "text": note.text, "at": when(note.at), "state": shown}
    return own | written_more(note)


def screen(state: WorkshopState, around: Around, memo: Memo | None = None) -> View:
    """Return what stands on the projector; ``memo`` keeps values from one view to the next."""
    memo = memo or Memo()
    view = {**everyone(state), **_stage(state, around), **agenda_for_screen(state)}
    for order, activity in enumerate(state.activities.values()):
        value = _activity(activity, order)
        written = notes_of(activity)
        if written is not None:
            value["count"] = _note_counts(written)["count"]
            called = partial(_nameless, secret=around.secret)
            view |= memo.notes(written, partial(_on_the_wall, activity.id, called), called)[0]
        if isinstance(activity, ThemesState):
            view |= themes_view(state, activity, partial(_nameless, secret=around.secret), shown=True)
        elif isinstance(activity, AskState):
            value |= ask_for_screen(activity)
        elif isinstance(activity, DotsState):
            value["voters"] = _voters(activity)
        view[f"activity/{activity.id}"] = value
    return view


def _on_the_wall(activity: str, called: Callable[[str], str], note: Note) -> dict[str, Any] | None:
    if note.state != "shown" or note.text is None:
        return None
    told = {"id": called(note.id), "activity": activity, "text": note.text, "place": note.place}
    return told | written_more(note)


def _nameless(note: str, secret: bytes) -> str:
    """Return another name for a note: its id tells when it was written, and so who was looking at a phone then."""
    return hashlib.blake2b(note.encode(), key=secret, digest_size=12).hexdigest()


def _stage(state: WorkshopState, around: Around) -> View:
    counting = state.people.counting
    connected = len(state.people.counting_ids & around.connected)
    return {
        "stage": {"what": state.stage.what, "activity": state.stage.activity},
        "join": dict(around.join),
        "here": {"joined": len(counting), "connected": connected, "room": state.room.total},
    }


def console(state: WorkshopState, around: Around, memo: Memo | None = None) -> View:
    """Return what the facilitator sees; ``memo`` keeps values from one view to the next."""
    memo = memo or Memo()
    view = {**everyone(state), **_stage(state, around), "families": _families(around)}
    view["care"] = list(around.care)
    view["second"] = around.second
    view |= agenda_for_console(state)
    view["room"] = {
        "total": state.room.total,
        "paper": state.room.paper,
        "joined": len(state.people.counting),
        "families": dict(state.room.families),
    }
    people = state.people
    given: Counter[str] = Counter()
    for order, activity in enumerate(state.activities.values()):
        value = _activity(activity, order)
        written = notes_of(activity)
        if written is not None:
            counts = _note_counts(written)
            if isinstance(activity, AskState):
                counts["shown_count"] = counts.pop("shown")  # its "shown" says whether the result is
            value |= counts
            notes, standing = memo.notes(written, partial(_note, activity.id, people))
            view |= notes
            given.update(standing)
        if isinstance(activity, ThemesState):
            view |= themes_view(state, activity, str)
        elif isinstance(activity, AskState):
            value |= ask_for_console(activity)
        elif isinstance(activity, DotsState):
            value |= _vote_for_console(activity, state.room.total)
        view[f"activity/{activity.id}"] = value
    view |= photos_for_console(state)
    ballots = _ballots(state)
    connected = around.connected
    for name, person in people.by_id.items():
        view[f"person/{name}"] = memo.person(
            person, name in connected, given.get(name, 0), ballots.get(name, 0)
        )
    return view


def _note(activity: str, people: People, note: Note) -> dict[str, Any]:
    person = people.get(note.actor)
    return {
        "id": note.id,
        "activity": activity,
        "text": note.text,
        "at": when(note.at),
        "state": note.state,
        "channel": note.channel,
        "person": None if person is None else person.label,
        **written_more(note),
        **({"table": note.table} if note.table else {}),
    }


def _note_counts(activity: NotesState) -> dict[str, int]:
    counts = activity.counts
    standing = len(activity.notes) - counts["taken-back"]
    return {
        "count": standing,
        "held": counts["held"],
        "shown": counts["shown"],
        "hidden": counts["hidden"],
        "care": counts["care"],
        "taken_back": counts["taken-back"],
    }


def _vote_for_console(vote: DotsState, people: int | None) -> dict[str, Any]:
    placed = vote.placed
    last = vote.counting[-1] if vote.counting else None
    letters = {option.id: option.letter for option in vote.options}
    return {
        "voters": _voters(vote),
        "placed": placed,
        "dots_left": None if people is None else people * vote.dots_each - placed,
        "result": None if vote.open else _result(vote),
        "last": None
        if last is None
        else {"id": last.event_id, "words": f"{last.dots} × {letters.get(last.option, '?')}"},
    }


def _voters(vote: DotsState) -> int:
    return len(
        {voter for cast in vote.cast.values() if cast.dots and (voter := vote.people.voter(cast.actor))}
    )


def _ballots(state: WorkshopState) -> Counter[str]:
    return Counter(
        cast.actor
        for activity in state.activities.values()
        if is_vote(activity)
        for cast in activity.cast.values()
        if cast.dots
    )


def _activity(activity: Any, order: int) -> dict[str, Any]:
    """Return what every role may know of an activity; the result only when it is closed and shown."""
    if isinstance(activity, AskState):
        return ask_activity(activity, order)
    if isinstance(activity, ThemesState):
        return themes_activity(activity, order)
    common = {"id": activity.id, "prompt": activity.prompt, "open": activity.open, "order": order}
    if not isinstance(activity, DotsState):
        return {**common, "kind": "notes"}
    options = [
        {"id": option.id, "letter": option.letter, "title": option.title, "detail": option.detail}
        for option in activity.options
    ]
    visible = activity.shown and not activity.open
    return {
        **common,
        "kind": "dots",
        "dots_each": activity.dots_each,
        "options": options,
        "shown": visible,
        "result": _result(activity) if visible else None,
    }


def _result(vote: DotsState) -> list[dict[str, Any]]:
    return [
        {"option": ranked.option.id, "dots": ranked.dots, "place": ranked.place} for ranked in vote.ranked()
    ]


def _families(around: Around) -> list[dict[str, str]]:
    return [{"id": name, "title": title} for name, title in around.families.items()]


def touched(before: WorkshopState, after: WorkshopState) -> set[str]:
    """Return the persons whose own view may be another now.

    Parts that have not changed are the same objects, so this costs little.
    """
    persons: set[str] = set()
    if before.people is not after.people:
        persons |= {person.id for person in after.people if before.people.get(person.id) is not person}
    if before.photos is not after.photos:
        known_photos = before.photos
        persons |= {one.actor for one in after.photos.values() if known_photos.get(one.id) is not one}
    for name, activity in after.activities.items():
        earlier = before.activities.get(name)
        if activity is earlier:
            continue
        written, before_it = notes_of(activity), notes_of(earlier)
        if written is not None:
            known = before_it.notes if before_it is not None else {}
            persons |= {note.actor for key, note in written.notes.items() if known.get(key) is not note}
        if is_vote(activity):
            cast = earlier.cast if is_vote(earlier) else {}
            persons |= {name for name, one in activity.cast.items() if cast.get(name) is not one}
    return persons
