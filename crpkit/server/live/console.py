"""What each message of a console does to the workshop."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from typing import Any

from pydantic import ValidationError

from crpkit.errors import InputProblems, Problem
from crpkit.server.live.console_board import BOARD_ACTS
from crpkit.server.live.wire import (
    Add,
    Aside,
    Count,
    Merge,
    OfActivity,
    OfNote,
    OfNotes,
    StageSaid,
    Tally,
    Undo,
    Write,
)
from crpkit.server.live.wire_ask import AtItem, HidePhoto, NewItem, OfPhoto, Place, Tables
from crpkit.server.live.wire_parts import Said
from crpkit.workshop import Option, OptionList, Workshop
from crpkit.workshop.activities.ask import AskState

Act = Callable[[Workshop, Any], object]


def action(workshop: Workshop, kind: str, said: Said) -> Callable[[], object]:
    """Return what a message does, to be called where the database may be waited for.

    Doing it twice changes nothing more: either it says how something should be, or its events carry the message's id.
    """
    act = _ACTS[kind]
    return lambda: act(workshop, said)


def _add(workshop: Workshop, said: Add) -> None:
    options = _options(said) if said.options else None
    activity = workshop.open_activity(
        said.kind,
        said.prompt,
        options,
        dots_each=said.dots_each,
        method=said.method,
        most=said.most,
        open=said.open,
        event_id=said.id,
    )
    if said.open:
        workshop.stage("activity", activity, _stage_id(said))


def _options(said: Add) -> OptionList:
    try:
        found = tuple(
            Option(title=option.title, detail=option.detail, source=option.source) for option in said.options
        )
        return OptionList(title=said.prompt.strip()[:200] or "Options", options=found)
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(str(part) for part in first["loc"])
        problem = Problem(f"An option cannot be used: {first['msg']}", "Correct it.", field=where)
        raise InputProblems([problem]) from error


def _open(workshop: Workshop, said: OfActivity) -> None:
    workshop.reopen_activity(said.activity, said.id)
    workshop.stage("activity", said.activity, _stage_id(said))


def _close(workshop: Workshop, said: OfActivity) -> None:
    workshop.close_activity(said.activity, said.id)


def _show(workshop: Workshop, said: OfNotes) -> None:
    workshop.show_notes(said.notes, said.id)


def _hide(workshop: Workshop, said: OfNotes) -> None:
    workshop.hide_notes(said.notes, said.id)


def _hold(workshop: Workshop, said: OfNotes) -> None:
    workshop.hold_notes(said.notes, said.id)


def _care(workshop: Workshop, said: OfNote) -> None:
    workshop.set_care(said.note, True, said.id)


def _care_over(workshop: Workshop, said: OfNote) -> None:
    workshop.set_care(said.note, False, said.id)


def _erase(workshop: Workshop, said: OfNote) -> None:
    workshop.take_back(said.note)


def _show_result(workshop: Workshop, said: OfActivity) -> None:
    workshop.show(True, said.activity, said.id)


def _hide_result(workshop: Workshop, said: OfActivity) -> None:
    workshop.show(False, said.activity, said.id)


def _write(workshop: Workshop, said: Write) -> object:
    return workshop.write_notes(
        said.activity,
        said.texts,
        said.channel,
        _ids(said.id, len(said.texts)),
        box=said.box,
        about=said.about,
        mores=said.mores,
        table=said.table,
        voice=said.voice,
    )


def _tally(workshop: Workshop, said: Tally) -> object:
    return workshop.place_many(said.entries, said.channel, said.activity, _ids(said.id, len(said.entries)))


def _stage_id(said: Said) -> str:
    return _ids(said.id, 1)[0]


def _ids(message_id: str, number: int) -> list[str]:
    """Return an id for each event of a message; the same ones if the message is sent again."""
    digest = hashlib.sha256(message_id.encode()).hexdigest()[:32]
    return [f"{digest}-{n}" for n in range(number)]


def _undo(workshop: Workshop, said: Undo) -> object:
    if isinstance(workshop.state.activities.get(said.activity), AskState):
        return workshop.undo_placed(said.activity, said.entry, said.id)
    return workshop.undo_dots(said.activity, said.entry, said.id)


def _place(workshop: Workshop, said: Place) -> object:
    ballots = [one.model_dump() for one in said.ballots]
    return workshop.place_all(said.activity, ballots, said.channel, _ids(said.id, len(ballots)))


def _let_in(workshop: Workshop, said: OfNote) -> object:
    return workshop.let_in(said.note, said.id)


def _item(workshop: Workshop, said: NewItem) -> object:
    return workshop.add_item(said.activity, said.title, said.detail, said.id)


def _at(workshop: Workshop, said: AtItem) -> None:
    workshop.go_to_item(said.activity, said.item, said.id)


def _hide_photo(workshop: Workshop, said: HidePhoto) -> None:
    workshop.hide_photo(said.photo, said.hidden, said.id)


def _erase_photo(workshop: Workshop, said: OfPhoto) -> None:
    workshop.take_back_photo(said.photo)


def _tables(workshop: Workshop, said: Tables) -> object:
    return workshop.name_tables(said.names, said.id)


def _count(workshop: Workshop, said: Count) -> None:
    # A console that does not ask for families must not wipe out what the workshop page was told.
    families = said.families if said.families is not None else workshop.state.room.families
    workshop.count_room(said.total, families, said.paper, said.id)


def _aside(workshop: Workshop, said: Aside) -> None:
    workshop.set_aside(said.person, said.aside, said.id)


def _merge(workshop: Workshop, said: Merge) -> None:
    workshop.merge(said.person, said.into, said.id)


def _stage(workshop: Workshop, said: StageSaid) -> None:
    workshop.stage(said.what, said.activity, said.id)


def _end(workshop: Workshop, said: Said) -> None:
    workshop.end(said.id)


def _resume(workshop: Workshop, said: Said) -> None:
    workshop.resume(said.id)


_ACTS: dict[str, Act] = {
    "add": _add,
    "open": _open,
    "close": _close,
    "show": _show,
    "hide": _hide,
    "hold": _hold,
    "care": _care,
    "care-over": _care_over,
    "erase": _erase,
    "show-result": _show_result,
    "hide-result": _hide_result,
    "write": _write,
    "tally": _tally,
    "undo": _undo,
    "place": _place,
    "let-in": _let_in,
    "item": _item,
    "at": _at,
    "tables": _tables,
    **BOARD_ACTS,
    "hide-photo": _hide_photo,
    "erase-photo": _erase_photo,
    "count": _count,
    "aside": _aside,
    "merge": _merge,
    "stage": _stage,
    "end": _end,
    "resume": _resume,
}
