"""The parts of an activity that asks: items, answers, headings, and ballots that were entered for people."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from crpkit.workshop import bodies

NOT_SAID = "not-said"
"""What stands for a person who would rather not say from where they speak: counted apart, never mixed."""


@dataclass(frozen=True)
class Answer:
    """One answer on a scale: id, title, and what it is worth from -2 to 2, if it stands in a line from bad to good."""

    id: str
    title: str
    value: int | None = None


@dataclass(frozen=True)
class Voices:
    """From where people speak: the question, a line that explains it, and the answers."""

    title: str
    hint: str
    answers: tuple[Answer, ...]

    @property
    def ids(self) -> tuple[str, ...]:
        """The answers by their ids."""
        return tuple(one.id for one in self.answers)

    def has(self, voice: str | None) -> bool:
        """Say whether something answers the question, also by rather not saying."""
        return voice == NOT_SAID or voice in self.ids


@dataclass(frozen=True)
class Field:
    """What is written in one entry besides, or instead of, plain text.

    Attributes
    ----------
    id
        ``text`` for the main one.
    title, hint
        Its label, and a line that helps.
    required
        Whether an entry needs it.
    lines
        How high the field is, in lines.
    """

    id: str
    title: str = ""
    hint: str = ""
    required: bool = True
    lines: int = 1


@dataclass(frozen=True)
class Box:
    """A heading under which people write: id, title, hint and fields."""

    id: str
    title: str
    hint: str = ""
    fields: tuple[Field, ...] = (Field("text"),)


@dataclass(frozen=True)
class Item:
    """Something to choose, to agree on, or to write about.

    Attributes
    ----------
    id, letter
        Its names within the activity; the letter stays for the whole workshop.
    title, detail, scale
        Its words; ``None`` if they were taken back. The scale is what the report says of its scale of investment.
    source
        Evidence id of what it stands for, or empty.
    note
        Id of the entry that was let in as this item, or ``None``.
    """

    id: str
    letter: str
    title: str | None
    detail: str | None = ""
    scale: str | None = ""
    source: str = ""
    note: str | None = None


@dataclass(frozen=True)
class Placed:
    """A ballot that was entered for people: called out, counted from paper, or agreed at a table.

    Attributes
    ----------
    event_id, evidence, at, actor
        Of the event that brought it.
    ballot
        Item id → number, as in a ballot from a phone.
    people
        How many people stand behind it; 0 if nobody counted them.
    families
        Family id → people of these.
    channel
        ``spoken``, ``paper`` or ``table``.
    table
        Which table agreed to it, or ``None``.
    each
        Whether each of the people gave this ballot; ``False`` for points that were counted together.
    undone
        Whether it was taken back; then it does not count.
    seated, elsewhere
        Of a table's ballot: the phones that sat there when it was given, and those that sat at another table. Who moves
        afterwards has been counted where they sat.
    voice
        From where they speak, where that is asked.
    """

    event_id: str
    evidence: str
    at: datetime
    actor: str
    ballot: Mapping[str, int]
    people: int
    families: Mapping[str, int]
    channel: str
    table: str | None
    each: bool = True
    undone: bool = False
    seated: frozenset[str] = frozenset()
    elsewhere: frozenset[str] = frozenset()
    voice: str = ""


def answer_of(value: Mapping[str, Any]) -> Answer:
    """Read an answer from the body of an event."""
    worth = value.get("value")
    return Answer(
        bodies.name(value, "id"), bodies.name(value, "title"), worth if bodies.is_number(worth) else None
    )


def voices_of(value: object) -> Voices | None:
    """Read from the body of an event from where people speak; ``None`` if that is not asked."""
    if not isinstance(value, Mapping):
        return None
    found = value.get("answers")
    if not isinstance(found, list | tuple) or not all(isinstance(one, Mapping) for one in found):
        raise bodies.Malformed("voices")
    answers = tuple(answer_of(one) for one in found)
    return Voices(bodies.name(value, "title"), str(value.get("hint", "")), answers)


def box_of(value: Mapping[str, Any]) -> Box:
    """Read a heading from the body of an event."""
    fields = value.get("fields", ())
    return Box(
        id=bodies.name(value, "id"),
        title=bodies.name(value, "title"),
        hint=str(value.get("hint", "")),
        fields=tuple(_field_of(one) for one in fields if isinstance(one, Mapping)) or (Field("text"),),
    )


def _field_of(value: Mapping[str, Any]) -> Field:
    return Field(
        id=bodies.name(value, "id"),
        title=str(value.get("title", "")),
        hint=str(value.get("hint", "")),
        required=value.get("required", True) is True,
        lines=bodies.number(value, "lines", least=1) if "lines" in value else 1,
    )
