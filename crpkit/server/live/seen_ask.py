"""What each role may see of an activity that asks."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import pandas as pd

from crpkit.server.live.seen_voices import voices_for_all, voices_for_console
from crpkit.workshop.activities.ask import Answer, AskState, Box, Item, Placed
from crpkit.workshop.activities.notes import Note


def ask_activity(state: AskState, order: int) -> dict[str, Any]:
    """Return what every role may know; the result only when it is closed and shown."""
    visible = state.shown and not state.open
    return {
        "id": state.id,
        "kind": state.kind,
        "engine": "ask" if state.method or state.boxes else "pause",
        "title": state.title,
        "prompt": state.prompt,
        "lead": state.lead,
        "subject": state.subject,
        "open": state.open,
        "order": order,
        "method": state.method,
        "most": state.most,
        "unit": state.unit,
        "answers": [_answer(one) for one in state.answers],
        "items": [_item(item) for item in state.items],
        "boxes": [_box(box) for box in state.boxes],
        "at_once": state.at_once,
        "offers": state.offers,
        "about_items": state.about_items,
        "shown": visible,
        "result": _rows(state.result()) if visible and state.method and state.voices is None else None,
        **({} if state.voices is None else voices_for_all(state, visible)),
    }


def ask_for_screen(state: AskState) -> dict[str, Any]:
    """Return what the projector shows besides: how many people chose something, and how many entries stand."""
    standing = sum(note.state != "taken-back" for note in state.writing.notes.values())
    return {"voters": state.voters, "count": standing}


def ask_for_console(state: AskState) -> dict[str, Any]:
    """Return what the facilitator sees besides: the result as soon as it is closed, and what was entered."""
    tables: dict[str, int] = {}
    for one in state.standing:
        if one.channel == "table" and one.table:
            tables[one.table] = tables.get(one.table, 0) + one.people
    last = state.standing[-1] if state.standing else None
    return {
        "voters": state.voters,
        "result": None if state.open or not state.method or state.voices else _rows(state.result()),
        "placed": [_placed(state, one) for one in state.standing],
        "tables": tables,
        "last": None if last is None else {"id": last.event_id, "words": _in_words(state, last)},
        **({} if state.voices is None else voices_for_console(state)),
    }


def written_more(note: Note) -> dict[str, Any]:
    """Return what an entry has besides its text; nothing for plain notes."""
    if not (note.box or note.about or note.more):
        return {}
    return {"box": note.box, "about": note.about, "more": dict(note.more)}


def said(state: AskState, called: Callable[[str], str], note: Note) -> dict[str, Any] | None:
    """Return an entry as all phones see it; ``None`` if it is not shown."""
    if note.state != "shown" or note.text is None:
        return None
    name = called(note.id)
    return {"id": name, "activity": state.id, "text": note.text, "place": note.place, **written_more(note)}


def _answer(answer: Answer) -> dict[str, Any]:
    worth = {} if answer.value is None else {"value": answer.value}
    return {"id": answer.id, "title": answer.title, **worth}


def _item(item: Item) -> dict[str, Any]:
    return {
        "id": item.id,
        "letter": item.letter,
        "title": item.title,
        "detail": item.detail,
        "scale": item.scale,
        "offered": item.note is not None,
    }


def _box(box: Box) -> dict[str, Any]:
    fields = [
        {
            "id": one.id,
            "title": one.title,
            "hint": one.hint,
            "required": one.required,
            "lines": one.lines,
        }
        for one in box.fields
    ]
    return {"id": box.id, "title": box.title, "hint": box.hint, "fields": fields}


def _rows(table: pd.DataFrame) -> list[dict[str, Any]]:
    """Return a result as JSON; words stand with the items already."""
    kept = table.drop(columns=["letter", "title"])
    return [
        {str(name): _plain(value) for name, value in row.items()} for row in kept.to_dict(orient="records")
    ]


def _plain(value: Any) -> Any:
    if isinstance(value, str):
        return value
    if pd.isna(value):
        return None
    return round(float(value), 2) if float(value) != int(value) else int(value)


def _placed(state: AskState, one: Placed) -> dict[str, Any]:
    return {
        "id": one.event_id,
        "words": _in_words(state, one),
        "people": one.people,
        "families": dict(one.families),
        "channel": one.channel,
        "table": one.table,
        **({"voice": one.voice} if one.voice else {}),
    }


def _in_words(state: AskState, one: Placed) -> str:
    letters: Mapping[str, str] = {item.id: item.letter for item in state.items}
    if state.method in ("one", "approval"):
        return ", ".join(letters.get(name, "?") for name in one.ballot)
    if state.method == "ranking":
        ordered = sorted(one.ballot, key=lambda name: one.ballot[name])
        return " › ".join(letters.get(name, "?") for name in ordered)
    if state.method == "scale":
        answers = [answer.title for answer in state.answers]
        return ", ".join(f"{letters.get(name, '?')}: {answers[n - 1]}" for name, n in one.ballot.items())
    return ", ".join(f"{letters.get(name, '?')} {number}" for name, number in one.ballot.items())
