"""What the log asks of its tables; every function works inside the caller's transaction."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any, NamedTuple, cast

from sqlalchemy import Connection, Select, delete, func, insert, select, update

from crpkit.store.clean import OWN_KINDS, written_body
from crpkit.store.collecting import no_collecting
from crpkit.store.ids import new_id
from crpkit.store.problems import UnknownEvent, UnreadableRow
from crpkit.store.records import Draft, Event, written_time
from crpkit.store.schema import contents, events, meta
from crpkit.store.sqlite import insert_new

ERASED = OWN_KINDS + "erased"
_TRACES = "traces"


class Stored(NamedTuple):
    """An event with the times at which its words were taken back (field → ISO 8601)."""

    event: Event
    erased: dict[str, str]


def add(connection: Connection, draft: Draft, seq: int | None = None) -> tuple[Event, bool]:
    """Write a clean draft unless its id is known.

    Parameters
    ----------
    connection
        Inside a writing transaction.
    draft
        A clean draft.
    seq
        Its number, where an export is brought back; the next one by default.

    Returns
    -------
    Event
        The event as it stands in the log; an id that is known keeps what came first.
    bool
        Whether it is new.
    """
    assert draft.id is not None and draft.at is not None
    row = _row(draft, draft.at) | ({} if seq is None else {"seq": seq})
    number = connection.execute(
        insert_new(events, "id").values(row).returning(events.c.seq)
    ).scalar_one_or_none()
    if number is None:
        return find(connection, draft.id), False
    if draft.words:
        rows = [{"event_id": draft.id, "field": name, "text": text} for name, text in draft.words.items()]
        connection.execute(insert(contents), rows)
    words = dict(draft.words)
    return Event(number, draft.id, draft.stream, draft.kind, draft.actor, draft.at, draft.body, words), True


def _row(draft: Draft, at: datetime) -> dict[str, object]:
    return {
        "id": draft.id,
        "stream": draft.stream,
        "kind": draft.kind,
        "actor": draft.actor,
        "at": written_time(at),
        "body": written_body(draft.body),
    }


def find(connection: Connection, event_id: str) -> Event:
    """Return one event.

    Raises
    ------
    UnknownEvent
        If there is none with this id.
    """
    found = _stored(connection, select(events).where(events.c.id == event_id))
    if not found:
        raise UnknownEvent(event_id)
    return found[0].event


def is_known(connection: Connection, event_id: str | None) -> bool:
    """Return whether there is an event with this id."""
    query = select(events.c.seq).where(events.c.id == event_id)
    return connection.execute(query).scalar_one_or_none() is not None


def read(connection: Connection, stream: str, after: int = 0, until: datetime | None = None) -> list[Stored]:
    """Return the events of a stream in order, with what was taken back of them."""
    query = select(events).where(events.c.stream == stream, events.c.seq > after).order_by(events.c.seq)
    if until is not None:
        query = query.where(events.c.at <= written_time(until))
    return _stored(connection, query)


def _stored(connection: Connection, query: Select[Any]) -> list[Stored]:
    """Return events with their words; one row for each word, so that twenty thousand events are one look."""
    words_too = query.outerjoin(contents, contents.c.event_id == events.c.id)
    columns = (*events.c, contents.c.field, contents.c.text, contents.c.erased_at)
    ordered = words_too.with_only_columns(*columns).order_by(None).order_by(events.c.seq, contents.c.field)
    with no_collecting():
        return _events(cast(Sequence[Sequence[Any]], connection.execute(ordered).fetchall()))


def _events(rows: Sequence[Sequence[Any]]) -> list[Stored]:
    found: list[Stored] = []
    bodies: dict[str, dict[str, Any]] = {}  # most bodies are alike: a phone's say which activity, and no more
    newest: int | None = None
    words: dict[str, str | None] = {}
    erased: dict[str, str] = {}
    for seq, name, stream, kind, actor, at, body, field, text, erased_at in rows:
        if seq != newest:
            newest, words, erased = seq, {}, {}
            facts = bodies.get(body)
            if facts is None:
                facts = bodies[body] = _facts(seq, body)
            event = Event(seq, name, stream, kind, actor, _moment(seq, at), facts, words)
            found.append(Stored(event, erased))
        if field is not None:
            words[field] = text
            if erased_at is not None:
                erased[field] = erased_at
    return found


def _facts(seq: int, body: str) -> dict[str, Any]:
    try:
        facts: dict[str, Any] = json.loads(body)
    except (TypeError, ValueError) as error:
        raise _unreadable(seq, error) from error
    return facts


def _moment(seq: int, at: str) -> datetime:
    try:
        return datetime.fromisoformat(at)
    except (TypeError, ValueError) as error:
        raise _unreadable(seq, error) from error


def _unreadable(seq: int, error: Exception) -> UnreadableRow:
    return UnreadableRow(f"event number {seq} does not hold what crpkit writes ({error})")


def streams(connection: Connection, prefix: str = "") -> tuple[str, ...]:
    """Return the streams whose names begin so, in the order in which they began."""
    query = select(events.c.stream).group_by(events.c.stream).order_by(func.min(events.c.seq))
    # Compared here: LIKE ignores case in one database and not in another.
    return tuple(name for name in connection.execute(query).scalars() if name.startswith(prefix))


def erase(connection: Connection, event_id: str, actor: str, field: str | None = None) -> tuple[str, ...]:
    """Overwrite words with a tombstone and record that it was done, in the same stream.

    Returns
    -------
    tuple of str
        The fields that were overwritten now; empty if all had been before, and then nothing is recorded.

    Raises
    ------
    UnknownEvent
        If there is no such event or field.
    """
    event = find(connection, event_id)
    if field is not None and field not in event.words:
        raise UnknownEvent(event_id, field)
    fields = tuple(name for name, text in event.words.items() if text is not None and field in (None, name))
    if fields:
        record = Draft(event.stream, ERASED, {"event": event_id, "fields": list(fields)}, actor=actor)
        assert record.at is not None
        bury(connection, event_id, dict.fromkeys(fields, written_time(record.at)))
        add(connection, record)
    return fields


def erase_many(connection: Connection, event_ids: Iterable[str], actor: str) -> None:
    """Overwrite all words of several events; see :func:`erase`."""
    for event_id in event_ids:
        erase(connection, event_id, actor)


def bury(connection: Connection, event_id: str, erased: dict[str, str]) -> None:
    """Put tombstones in the place of words; those that stand there already stay as they are."""
    number = 0
    for name, moment in erased.items():
        change = update(contents).where(
            contents.c.event_id == event_id, contents.c.field == name, contents.c.erased_at.is_(None)
        )
        number += connection.execute(change.values(text=None, erased_at=moment)).rowcount
    if number:
        _mark_traces(connection)


def _mark_traces(connection: Connection) -> None:
    connection.execute(delete(meta).where(meta.c.name == _TRACES))
    connection.execute(insert(meta).values(name=_TRACES, value=new_id()))


def mark_of_traces(connection: Connection) -> str | None:
    """Return the mark that says that overwritten words left traces; see :mod:`crpkit.store.clearing`."""
    return connection.execute(select(meta.c.value).where(meta.c.name == _TRACES)).scalar_one_or_none()


def unmark_traces(connection: Connection, mark: str) -> None:
    """Remove this mark; one that was set since is another and stays."""
    connection.execute(delete(meta).where(meta.c.name == _TRACES, meta.c.value == mark))


def add_tombstones(connection: Connection, event_id: str, erased: dict[str, str]) -> None:
    """Write tombstones for words that never stood in this database."""
    if erased:
        rows = [{"event_id": event_id, "field": name, "erased_at": at} for name, at in erased.items()]
        connection.execute(insert(contents), rows)


def ids_of(connection: Connection, stream: str) -> set[str]:
    """Return the ids of all events of a stream."""
    return set(connection.execute(select(events.c.id).where(events.c.stream == stream)).scalars())


def taken(connection: Connection, numbers: Iterable[int]) -> set[int]:
    """Return which of these numbers are given already."""
    wanted = set(numbers)
    query = select(events.c.seq).where(events.c.seq.between(min(wanted), max(wanted)))
    return wanted.intersection(connection.execute(query).scalars())


def last_number(connection: Connection, stream: str) -> int:
    """Return the number of the newest event of a stream; 0 if it has none."""
    return connection.execute(select(func.max(events.c.seq)).where(events.c.stream == stream)).scalar() or 0
