"""Messages about activities that ask, and about tables."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from crpkit.server.live.wire_parts import MOST, Message, Name, NameOrNothing, Said

Numbers = Annotated[dict[str, int], Field(max_length=MOST)]


class TableSaid(Said):
    """Sit down at a table, or leave it."""

    table: Name | None = None


class BallotFor(Message):
    """A ballot for people who have none of their own."""

    ballot: Numbers
    people: int = 1
    families: Annotated[dict[str, int], Field(max_length=50)] = {}
    table: Name | None = None
    each: bool = True
    voice: NameOrNothing = ""


class AtItem(Said):
    """At which item the room is."""

    activity: Name
    item: Name | None = None


class Place(Said):
    """Ballots that were called out, counted from paper, or agreed at a table."""

    activity: Name
    ballots: Annotated[list[BallotFor], Field(min_length=1, max_length=500)]
    channel: Literal["spoken", "paper", "table"] = "paper"


class NewItem(Said):
    """One more thing to choose, to agree on or to write about."""

    activity: Name
    title: str
    detail: str = ""


class HidePhoto(Said):
    """Leave a photo out of the record, or take it in again."""

    photo: Name
    hidden: bool = True


class OfPhoto(Said):
    """Something about one photo."""

    photo: Name


class Tables(Said):
    """Which tables there are."""

    names: Annotated[list[NameOrNothing], Field(max_length=200)]
