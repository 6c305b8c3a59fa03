"""What clients may say, and how it is read: anything else is refused before it reaches the workshop."""

from __future__ import annotations

import json
from typing import Annotated, Any, Literal

from pydantic import Field, Strict, ValidationError

from crpkit.server.live import wire_agenda, wire_ask, wire_themes
from crpkit.server.live.wire_parts import MOST as _MOST
from crpkit.server.live.wire_parts import Channel, Message, Name, NameOrNothing, Role, Said
from crpkit.store.clean import clean_text

VERSION = 1
ROLES: tuple[Role, ...] = ("phone", "screen", "console")
LARGEST = {"phone": 16 * 1024, "screen": 16 * 1024, "console": 256 * 1024}  # bytes of one frame
CUT_OFF = {"phone": 64 * 1024, "console": 1024 * 1024}  # bytes; a frame beyond it ends the connection

Entry = Annotated[tuple[str, int], Strict(False)]  # JSON has no tuples


class Unreadable(Exception):
    """A frame that cannot be understood.

    Attributes
    ----------
    why
        The reason, as ``docs/protocol.md`` names it.
    message_id
        The message's id, if there was one.
    """

    def __init__(self, why: str, words: str, message_id: str | None = None) -> None:
        super().__init__(words)
        self.why = why
        self.words = words
        self.message_id = message_id


class Hello(Message):
    """The first message."""

    v: int
    receipt: Annotated[str, Field(max_length=40)] = ""
    page: Annotated[str, Field(max_length=64)] = ""


class Ping(Message):
    """Is anyone there."""

    n: Annotated[int, Field(ge=0, le=2**53)] = 0


class ConsentSaid(Message):
    """The three choices."""

    count: bool = False
    quote: bool = False
    trace: bool = False


class Join(Said):
    """Take part, or change what was said about oneself."""

    consent: ConsentSaid
    families: Annotated[list[Name], Field(max_length=20)] = []
    experience: Literal["", "new", "experienced"] = ""


class NoteSaid(Said):
    """A note, or an entry under a heading."""

    activity: Name
    text: str
    box: NameOrNothing = ""
    about: NameOrNothing = ""
    more: Annotated[dict[str, str], Field(max_length=20)] = {}


class BallotSaid(Said):
    """All of one's dots, and from where one speaks, where that is asked."""

    activity: Name
    voice: NameOrNothing = ""
    dots: Annotated[dict[str, int], Field(max_length=_MOST)]


class TakeBack(Said):
    """Take back one of one's own notes."""

    note: Name


class TakeAllBack(Said):
    """Take back everything."""


class OptionSaid(Message):
    """One thing to choose."""

    title: str
    detail: str = ""
    source: str = ""


class Add(Said):
    """A new activity."""

    kind: Name
    prompt: str
    options: Annotated[list[OptionSaid], Field(max_length=_MOST)] = []
    dots_each: int = 3
    method: NameOrNothing = ""
    most: int | None = None
    open: bool = True


class OfActivity(Said):
    """Something about one activity."""

    activity: Name


class OfNotes(Said):
    """Something about some notes."""

    notes: Annotated[list[Name], Field(min_length=1, max_length=_MOST)]


class OfNote(Said):
    """Something about one note."""

    note: Name


class Write(Said):
    """Notes that were spoken or written on paper."""

    activity: Name
    texts: Annotated[list[str], Field(min_length=1, max_length=_MOST)]
    channel: Channel = "spoken"
    box: NameOrNothing = ""
    about: NameOrNothing = ""
    mores: Annotated[list[dict[str, str]], Field(max_length=_MOST)] | None = None
    table: Name | None = None
    voice: NameOrNothing = ""


class Tally(Said):
    """Dots that were called out or counted from paper."""

    activity: Name
    entries: Annotated[list[Entry], Field(min_length=1, max_length=_MOST)]
    channel: Channel = "spoken"


class Undo(Said):
    """Take back an entry of dots."""

    activity: Name
    entry: Name


class Count(Said):
    """How many people are in the room."""

    total: int | None = None
    paper: int | None = None
    families: Annotated[dict[str, int], Field(max_length=50)] | None = None


class Aside(Said):
    """A phone that is nobody."""

    person: Name
    aside: bool = True


class Merge(Said):
    """A phone that joined twice."""

    person: Name
    into: Name | None = None


class StageSaid(Said):
    """What the projector shows."""

    what: Literal["join", "activity", "blank"]
    activity: Name | None = None


class Plain(Said):
    """A message that needs nothing else."""


KINDS: dict[Role, dict[str, type[Message]]] = {
    "screen": {},
    "phone": {
        "join": Join,
        "note": NoteSaid,
        "ballot": BallotSaid,
        "table": wire_ask.TableSaid,
        "take-back-photo": wire_ask.OfPhoto,
        "take-back": TakeBack,
        "take-all-back": TakeAllBack,
    },
    "console": {
        "add": Add,
        "open": OfActivity,
        "close": OfActivity,
        "show": OfNotes,
        "hide": OfNotes,
        "hold": OfNotes,
        "care": OfNote,
        "care-over": OfNote,
        "erase": OfNote,
        "show-result": OfActivity,
        "hide-result": OfActivity,
        "write": Write,
        "tally": Tally,
        "undo": Undo,
        "place": wire_ask.Place,
        "let-in": OfNote,
        "item": wire_ask.NewItem,
        "at": wire_ask.AtItem,
        "tables": wire_ask.Tables,
        "agenda-set": wire_agenda.SetAgenda,
        "agenda-go": wire_agenda.Go,
        "agenda-extend": wire_agenda.Extend,
        "agenda-skip": wire_agenda.Skip,
        "agenda-finish": Plain,
        "theme-make": wire_themes.MakeTheme,
        "theme-name": wire_themes.NameTheme,
        "theme-put": wire_themes.PutNotes,
        "theme-merge": wire_themes.MergeThemes,
        "theme-split": wire_themes.SplitTheme,
        "theme-undo": wire_themes.UndoTheme,
        "hide-photo": wire_ask.HidePhoto,
        "erase-photo": wire_ask.OfPhoto,
        "count": Count,
        "aside": Aside,
        "merge": Merge,
        "stage": StageSaid,
        "end": Plain,
        "resume": Plain,
    },
}


def read(role: Role, frame: str | bytes) -> tuple[str, Message]:
    """Read one frame.

    Parameters
    ----------
    role
        Whose frame it is.
    frame
        As it came.

    Returns
    -------
    str
        The message's type.
    Message
        What it says.

    Raises
    ------
    Unreadable
        With the reason and a sentence.
    """
    if isinstance(frame, bytes):
        raise Unreadable("malformed", "Send text, not bytes.")
    if len(frame) > LARGEST[role] or len(frame.encode("utf-8", "surrogatepass")) > LARGEST[role]:
        raise Unreadable(
            "too-large", f"The message is larger than {LARGEST[role] // 1024} kB.", _id_in(frame)
        )
    try:
        raw = _clean(json.loads(frame))
    except (ValueError, RecursionError) as error:
        raise Unreadable("malformed", "This is not JSON.") from error
    if not isinstance(raw, dict) or not isinstance(raw.get("type"), str):
        raise Unreadable("malformed", "A message is an object with a “type”.")
    return raw["type"], _message(role, raw)


def _clean(value: Any) -> Any:
    """Return the value with text that can be kept: a phone may send half a character."""
    if isinstance(value, str):
        return clean_text(value)
    if isinstance(value, list):
        return [_clean(item) for item in value]
    if isinstance(value, dict):
        return {clean_text(name): _clean(item) for name, item in value.items()}
    return value


def _message(role: Role, raw: dict[str, Any]) -> Message:
    given = raw.get("id")
    message_id = given if isinstance(given, str) and len(given) <= 64 else None
    common: dict[str, type[Message]] = {"hello": Hello, "ping": Ping}
    kind = common.get(raw["type"]) or KINDS[role].get(raw["type"])
    if kind is None:
        known = any(raw["type"] in kinds for kinds in KINDS.values())
        why, words = (
            ("role", f"A {role} cannot do this.") if known else ("unknown-type", "There is no such message.")
        )
        raise Unreadable(why, words, message_id)
    try:
        return kind.model_validate(raw)
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(str(part) for part in first["loc"])[:80]
        raise Unreadable(
            "malformed", f"The field “{where}” cannot be used: {first['msg']}.", message_id
        ) from error


def _id_in(frame: str) -> str | None:
    """Return the id of a message that is too large to be looked at further; reading it costs little at this size."""
    try:
        raw = json.loads(frame)
    except (ValueError, RecursionError):
        return None
    given = raw.get("id") if isinstance(raw, dict) else None
    return given if isinstance(given, str) and len(given) <= 64 else None


def done(message_id: str) -> dict[str, Any]:
    """Return the answer that something is in the record."""
    return {"type": "done", "id": message_id}


def refused(message_id: str | None, why: str, words: str, again_s: float | None = None) -> dict[str, Any]:
    """Return the answer that something is not in the record, and why."""
    answer: dict[str, Any] = {"type": "refused", "id": message_id, "why": why, "words": words}
    return answer if again_s is None else {**answer, "again_s": max(0.05, round(again_s, 2))}


def written(message: dict[str, Any]) -> str:
    """Return a message as text for the wire."""
    return json.dumps(message, ensure_ascii=False, separators=(",", ":"))
