"""What goes into the log and what comes out of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, TypeAlias

from crpkit.store.ids import new_id

JSON: TypeAlias = Any
"""What JSON can hold: None, bool, numbers, text, lists and mappings of these. Checked when it is written."""


def utc_ms(at: datetime) -> datetime:
    """Return a moment in UTC, cut to whole milliseconds.

    Raises
    ------
    ValueError
        If it carries no time zone, or lies outside the years 1 to 9999.
    """
    if at.utcoffset() is None:
        raise ValueError(f"{at.isoformat()} has no time zone")
    try:
        moment = at.astimezone(UTC)
    except OverflowError as error:
        raise ValueError(f"{at.isoformat()} lies outside the years 1 to 9999") from error
    return moment.replace(microsecond=moment.microsecond // 1000 * 1000)


def written_time(at: datetime) -> str:
    """Return a moment as 24 characters of ISO 8601 in UTC, which sort like the moments themselves."""
    return utc_ms(at).isoformat(timespec="milliseconds").replace("+00:00", "Z")


@dataclass(frozen=True)
class Draft:
    """An event that is to be written.

    It has its id and its time from the moment it is made: appending the same draft
    twice, for example after an error, writes it once.

    Attributes
    ----------
    stream
        What it belongs to, for example ``workshop:K7MPWX``.
    kind
        What happened, for example ``dots/placed``. Kinds that begin with ``log/`` are the log's own.
    body
        Facts about it, as JSON; never words that a person wrote.
    words
        Field → words that people wrote. They are kept apart, so that they can be taken back.
    actor
        Who did it: a pseudonym, never a name.
    id
        The sender's id; a new one by default.
    at
        When, with a time zone; now by default. Kept in UTC, to the millisecond.
    """

    stream: str
    kind: str
    body: Mapping[str, JSON] = field(default_factory=dict)
    words: Mapping[str, str] = field(default_factory=dict)
    actor: str = "facilitator"
    id: str | None = None
    at: datetime | None = None

    def __post_init__(self) -> None:
        if self.id is None:
            object.__setattr__(self, "id", new_id())
        if self.at is None:
            object.__setattr__(self, "at", utc_ms(datetime.now(UTC)))


@dataclass(frozen=True)
class Event:
    """An event that is in the log.

    Attributes
    ----------
    seq
        Its place in the log; rises within every stream.
    id, stream, kind, actor
        As in the :class:`Draft`.
    at
        When, in UTC, to the millisecond.
    body
        The facts.
    words
        Field → words; ``None`` where they were taken back.
    """

    seq: int
    id: str
    stream: str
    kind: str
    actor: str
    at: datetime
    body: Mapping[str, JSON]
    words: Mapping[str, str | None]

    if not TYPE_CHECKING:

        def __init__(self, seq, id, stream, kind, actor, at, body, words):
            # What dataclass would write sets each field through object.__setattr__, which takes twice as long; a long
            # workshop is read as twenty thousand of these.
            self.__dict__.update(
                seq=seq, id=id, stream=stream, kind=kind, actor=actor, at=at, body=body, words=words
            )

    @property
    def evidence(self) -> str:
        """The evidence id that travels with whatever is made from this event.

        Stream, first part of the kind, and id: ``workshop:K7MPWX/dots/01J…``.
        """
        return f"{self.stream}/{self.kind.partition('/')[0]}/{self.id}"
