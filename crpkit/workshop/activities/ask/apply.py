"""Folding the events of activities that ask."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from crpkit.store import Event
from crpkit.workshop import bodies
from crpkit.workshop.activities import casts
from crpkit.workshop.activities.ask.ballots import fits, parsed
from crpkit.workshop.activities.ask.parts import NOT_SAID, Item, Placed, answer_of, box_of, voices_of
from crpkit.workshop.activities.ask.state import AskState
from crpkit.workshop.activities.casts import Cast
from crpkit.workshop.activities.notes import NotesState, apply_notes, written_together
from crpkit.workshop.maps import frozen


def apply_ask(state: AskState | None, event: Event) -> AskState | None:
    """Return the activity after one of the ``ask/…`` events.

    These are added, opened, closed, shown, hidden, cast, placed, undone, item (one more to choose from) and at
    (which item the room is at). What is there already is never added anew. While it is open its result cannot be shown;
    a ballot that comes after closing does not count.

    Raises
    ------
    Malformed
        If the body does not hold what crpkit writes.
    """
    step = event.kind.partition("/")[2]
    if state is None:
        return _added(event) if step == "added" else None
    if step == "cast":
        return said_together(state, (event,))
    if step == "placed":
        return _placed(state, event)
    if step == "undone":
        return _undone(state, bodies.name(event.body, "entry"))
    if step == "item":
        return _with_item(state, event)
    if step == "at":
        return _at(state, event)
    return _told(state, step)


def apply_written(state: Any, event: Event) -> Any:
    """Return notes, or an activity that people write in, after one of the ``notes/…`` events."""
    if not isinstance(state, AskState):
        return apply_notes(state if isinstance(state, NotesState) else None, event)
    if event.kind in ("notes/added", "notes/opened", "notes/closed"):
        return state
    writing = apply_notes(state.writing, event)
    return state if writing is state.writing or writing is None else replace(state, writing=writing)


def _told(state: AskState, step: str) -> AskState:
    """Return it after it was opened or closed, its result shown or hidden."""
    after = state
    if step == "opened":
        after = replace(state, open=True, live=True, shown=False)
    elif step == "closed":
        after = replace(state, open=False)
    elif step in ("shown", "hidden"):
        after = replace(state, shown=step == "shown" and not state.open)
    told = ("open", "live", "shown")
    return after if any(getattr(after, name) != getattr(state, name) for name in told) else state


def _added(event: Event) -> AskState:
    body, words = event.body, event.words
    name, at_once = bodies.name(body, "activity"), body.get("at_once") is True
    return AskState(
        id=name,
        kind=bodies.name(body, "kind"),
        title=str(body.get("title", "")),
        prompt=words.get("prompt", ""),
        lead=str(body.get("lead", "")),
        subject=words.get("subject", ""),
        method=str(body.get("method", "")),
        most=None if body.get("most") is None else bodies.number(body, "most", least=1),
        unit=str(body.get("unit", "point")),
        answers=tuple(answer_of(one) for one in _parts(body, "answers")),
        said=tuple(_item(words, one) for one in _parts(body, "items")),
        boxes=tuple(box_of(one) for one in _parts(body, "boxes")),
        at_once=at_once,
        offers=body.get("offers") is True,
        about_items=body.get("about_items") is True,
        voices=voices_of(body.get("voices")),
        writing=NotesState(name, words.get("prompt", ""), at_once=at_once),
        added_by=event.id,
    )


def _parts(body: Mapping[str, Any], key: str) -> list[Mapping[str, Any]]:
    found = body.get(key, ())
    if not isinstance(found, list | tuple) or not all(isinstance(one, Mapping) for one in found):
        raise bodies.Malformed(key)
    return list(found)


def _item(words: Mapping[str, str | None], value: Mapping[str, Any]) -> Item:
    name = bodies.name(value, "id")
    return Item(
        id=name,
        letter=bodies.name(value, "letter"),
        title=words.get(f"{name}.title"),
        detail=words.get(f"{name}.detail", ""),
        scale=words.get(f"{name}.scale", ""),
        source=str(value.get("source", "")),
        note=bodies.name(value, "note") if "note" in value else None,
    )


def _with_item(state: AskState, event: Event) -> AskState:
    item = _item(event.words, event.body)
    taken = any(item.id == one.id or item.letter == one.letter for one in state.said)
    twice = item.note is not None and any(item.note == one.note for one in state.said)
    unknown = item.note is not None and item.note not in state.writing.notes
    return state if taken or twice or unknown else replace(state, said=(*state.said, item))


def _at(state: AskState, event: Event) -> AskState:
    """Return it after the facilitator said at which item the room is; with none named, everyone walks alone again."""
    item = None if event.body.get("item") is None else bodies.name(event.body, "item")
    known = item is None or any(item == one.id for one in state.said)
    return replace(state, at=item) if known and item != state.at else state


def said_together(state: AskState, events: Iterable[Event]) -> AskState:
    """Return it after several ``ask/cast`` and ``notes/written``, as one by one, but copying ballots and notes once.

    The two do not touch each other, so it does not matter which of them is taken first.
    """
    told = list(events)
    cast = _cast(state, [event for event in told if event.kind == "ask/cast"])
    writing = written_together(state.writing, [event for event in told if event.kind != "ask/cast"])
    if cast is state.cast and writing is state.writing:
        return state
    return replace(state, cast=cast, writing=writing)


def _cast(state: AskState, events: Sequence[Event]) -> Mapping[str, Cast]:
    """Return the ballots after some more; whose came last stands last."""
    if not state.open or not events:
        return state.cast
    items = {item.id for item in state.said}
    cast = dict(state.cast)
    for event in casts.newest(events):
        ballot, voice = parsed(event.words.get("ballot")), ""
        # One that does not fit counts nothing, as one that was taken back: whether words were readable must not matter
        # once they are gone.
        if ballot is not None and not _fits(state, ballot, items):
            ballot = None
        if state.voices is not None and ballot is not None:
            voice = event.words.get("voice") or ""
            if not state.voices.has(voice):
                voice, ballot = "", None if ballot else ballot  # nobody knows with whom to count it
        cast.pop(event.actor, None)
        cast[event.actor] = Cast(event.id, event.evidence, event.at, event.actor, ballot, voice=voice)
    return frozen(cast)


def _fits(state: AskState, ballot: Mapping[str, int], items: Collection[str], most: bool = True) -> bool:
    return fits(ballot, state.method, state.most if most else None, len(state.answers), items)


def _placed(state: AskState, event: Event) -> AskState:
    body = event.body
    entry = Placed(
        event_id=event.id,
        evidence=event.evidence,
        at=event.at,
        actor=event.actor,
        ballot=bodies.numbers(body, "ballot"),
        people=bodies.number(body, "people"),
        families=bodies.numbers(body, "families") if "families" in body else {},
        channel=bodies.name(body, "channel"),
        table=None if body.get("table") is None else bodies.name(body, "table"),
        each=body.get("each", True) is True,
        voice=_placed_voice(state, body),
    )
    if entry.channel == "table" and entry.table:
        seats = {person.id: person.table for person in state.people if person.table}
        entry = replace(
            entry,
            seated=frozenset(name for name, table in seats.items() if table == entry.table),
            elsewhere=frozenset(name for name, table in seats.items() if table != entry.table),
        )
    known = any(one.event_id == event.id for one in state.placed)
    items = {item.id for item in state.said}
    if known or not _fits(state, entry.ballot, items, most=entry.each):
        return state
    return replace(state, placed=(*state.placed, entry))


def _placed_voice(state: AskState, body: Mapping[str, Any]) -> str:
    if state.voices is None:
        return ""
    voice = str(body.get("voice") or "")
    return voice if state.voices.has(voice) else NOT_SAID


def _undone(state: AskState, event_id: str) -> AskState:
    if not any(one.event_id == event_id and not one.undone for one in state.placed):
        return state
    placed = tuple(replace(one, undone=True) if one.event_id == event_id else one for one in state.placed)
    return replace(state, placed=placed)
