"""Ballots from phones: all dots of one person in a vote, changeable until it is closed."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

from crpkit.store import Event
from crpkit.workshop.people import People

PHONE = "phone"
_PART = re.compile(r"([^\s:]+):([1-9][0-9]{0,3})", re.ASCII)


@dataclass(frozen=True)
class Cast:
    """The ballot a person cast last.

    Attributes
    ----------
    event_id, evidence, at, actor
        Of the event that brought it.
    dots
        Option id → dots; empty if the person withdrew it, ``None`` if it was taken back.
    channel
        ``phone``.
    voice
        From where the person speaks, where that is asked.
    """

    event_id: str
    evidence: str
    at: datetime
    actor: str
    dots: Mapping[str, int] | None
    channel: str = PHONE
    voice: str = ""


def cast_of(event: Event, options: tuple[str, ...], dots_each: int) -> Cast:
    """Return the ballot that an event holds.

    One that cannot be read counts nothing, as one that was taken back: whether words were readable must not matter
    once they are gone, or else the same log would be told differently before and after.
    """
    dots = _read(event.words.get("ballot"), options, dots_each)
    return Cast(event.id, event.evidence, event.at, event.actor, dots)


def newest(events: Iterable[Event]) -> Iterable[Event]:
    """Return the last of each person’s ballots, in the order in which they came: the others are replaced."""
    last: dict[str, Event] = {}
    for event in events:
        last.pop(event.actor, None)
        last[event.actor] = event
    return last.values()


def written(dots: Mapping[str, int]) -> str:
    """Return a ballot as the words of its event: ``o1:2 o3:1``."""
    return " ".join(f"{option}:{number}" for option, number in dots.items() if number)


def _read(text: str | None, options: tuple[str, ...], dots_each: int) -> dict[str, int] | None:
    if text is None:
        return None
    dots: dict[str, int] = {}
    for part in text.split():
        found = _PART.fullmatch(part)
        if found is None or found[1] not in options or found[1] in dots:
            return None
        dots[found[1]] = int(found[2])
    return dots if sum(dots.values()) <= dots_each else None


def counting(cast: Mapping[str, Cast], people: People) -> Iterator[tuple[str, Cast]]:
    """Yield the person and the ballot of everyone whose ballot counts.

    Of several phones that are one person, the ballot cast last counts, and only that.

    Parameters
    ----------
    cast
        Person → ballot, the latest last.
    people
        Who is who.
    """
    latest: dict[str, Cast] = {}
    for person, ballot in cast.items():
        voter = people.voter(person)
        if voter is not None:
            latest[voter] = ballot
    for voter, ballot in latest.items():
        if ballot.dots:
            yield voter, ballot
