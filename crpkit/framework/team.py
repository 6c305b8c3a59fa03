"""Marking what a team gives as the team's: confirmed unless it says otherwise, with the team as source."""

from __future__ import annotations

from collections.abc import Container, MutableMapping
from dataclasses import replace
from datetime import date, datetime
from typing import Any

from pydantic import BaseModel

from crpkit.errors import Problem
from crpkit.framework.entries import Entry, Place
from crpkit.framework.models import Fact, TeamEdit
from crpkit.framework.shapes import shapes
from crpkit.tables.yamls import Document

_OURS = ("confirmed", "assumed")


def team_source(document: Document) -> tuple[str, Problem | None]:
    """Return what an overlay's records give as source: ``team``, or ``team-2026-11-23`` if it has a date."""
    day = document.data.get("date")
    if day is None:
        return "team", None
    try:
        found = (
            day if isinstance(day, date) and not isinstance(day, datetime) else date.fromisoformat(str(day))
        )
    except ValueError:
        problem = Place(document).problem(f"“{day}” is not a day", "Write it like 2026-11-23.", ["date"])
        return "team", problem
    return f"team-{found.isoformat()}", None


def record_as_team(entry: Entry, source: str) -> Entry:
    """Mark a whole record that a team adds: its source, how it is known, and every field in it."""
    if not isinstance(entry.data, MutableMapping):
        return entry
    edit = TeamEdit(tuple(name for name in entry.data if name in entry.model.model_fields), source)
    _own(entry.model, entry.data, source)
    return replace(entry, team=edit)


def as_team(model: type[BaseModel], node: MutableMapping[str, Any], source: str) -> None:
    """Mark the facts and parts in some fields of a record as the team's, where the team does not say itself.

    A bare value of a fact becomes a confirmed one. ``null`` stays unknown.
    """
    for name, shape in shapes(model).items():
        if name not in node or shape.model is None:
            continue
        if shape.many and isinstance(node[name], list):
            node[name][:] = [_marked(shape.model, item, source) for item in node[name]]
        else:
            node[name] = _marked(shape.model, node[name], source)


def reword_as_team(
    model: type[BaseModel], record: MutableMapping[str, Any], given: Container[str], source: str
) -> None:
    """Mark a changed record as the team's if its title or summary is; what the team says itself stays."""
    if "how_known" not in model.model_fields or not ("title" in given or "summary" in given):
        return
    if "how_known" not in given:
        record["how_known"] = "confirmed"
    if "source" not in given and isinstance(record.get("source"), list):
        record["source"] = [*record["source"], source]


def _marked(model: type[BaseModel], value: Any, source: str) -> Any:
    if issubclass(model, Fact):
        if value is None:
            return value
        if not isinstance(value, MutableMapping) or not {"value", "how_known"} & set(value):
            return {"value": value, "how_known": "confirmed", "source": source}
    if isinstance(value, MutableMapping):
        _own(model, value, source)
    return value


def _own(model: type[BaseModel], node: MutableMapping[str, Any], source: str) -> None:
    fields = model.model_fields
    if "how_known" in fields:
        node.setdefault("how_known", "confirmed")
        if "source" in fields and node["how_known"] in _OURS:
            listed = "title" in fields  # records have a list of sources, their parts a single one
            node.setdefault("source", [source] if listed else source)
    as_team(model, node, source)
