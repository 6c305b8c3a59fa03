"""Collections as tidy tables.

One row a record. The first columns are always ``id``, ``title``, ``summary``,
``source`` and ``how_known``; then the record's own fields in the order of its
class; last ``team_fields``, the fields that a team's overlay gave.

- A fact ``x`` becomes ``x`` (in words) and ``x_how_known``. Where it holds numbers, these follow as columns
  of their own: ``capacity_most`` and ``capacity_unit``, ``length_hours`` and ``length_months``.
- Lists and sets are joined with ``"; "``; sets are sorted. Behind an entry that the study did not report stands
  how it is known, for example ``broker-new (needs table) (inferred)``.
- What is empty or unknown is ``None``, never 0 and never an empty text.
"""

from __future__ import annotations

import inspect
import re
from collections.abc import Iterable, Iterator, Mapping
from enum import Enum
from typing import TYPE_CHECKING, Any

from pydantic import BaseModel

from crpkit.framework.facts import Fact, HowKnown
from crpkit.framework.named import Named
from crpkit.framework.shapes import Shape, shapes

if TYPE_CHECKING:
    import pandas as pd

FIRST = ("id", "title", "summary", "source", "how_known")
LAST = "team_fields"
_SHARED = {
    "id": "Short name; never changes.",
    "title": "What a person reads first.",
    "summary": "One to three sentences in plain words.",
    "source": "Parts of the report, or “team”.",
    "how_known": "Whether the study reported the record, we infer it, or the team confirmed or assumed it.",
    LAST: "Fields that a team's overlay gave.",
}


def as_frame(model: type[Named], records: Iterable[Named]) -> pd.DataFrame:
    """Return records as a table.

    Parameters
    ----------
    model
        Their class.
    records
        The records, one row each.

    Returns
    -------
    pandas.DataFrame
        Columns as in :func:`describe_columns`; columns full of numbers keep their type, others are objects.
    """
    import pandas as pd  # kept out of the start of the command line

    columns = list(describe_columns(model))
    rows = [_row(record) for record in records]
    frame = pd.DataFrame([[row.get(name) for name in columns] for row in rows], columns=columns, dtype=object)
    for name in columns:
        if rows and all(isinstance(row.get(name), bool | int | float) for row in rows):
            frame[name] = frame[name].infer_objects()
    return frame


def describe_columns(model: type[Named]) -> dict[str, str]:
    """Return the columns of a record's table, in order, and what each means."""
    notes = _attribute_notes(model)
    own = {
        column: meaning
        for name, shape in shapes(model).items()
        if name not in FIRST
        for column, meaning in _columns(name, shape, notes.get(name, ""))
    }
    return {name: _SHARED[name] for name in FIRST} | own | {LAST: _SHARED[LAST]}


def _columns(name: str, shape: Shape, note: str) -> Iterator[tuple[str, str]]:
    yield name, note
    if shape.model is not None and issubclass(shape.model, Fact):
        yield f"{name}_how_known", f"How the {name.replace('_', ' ')} is known."
        for part in _parts_of_fact(shape.model):
            yield f"{name}_{part}", f"The {part} of the {name.replace('_', ' ')}, by itself."


def _parts_of_fact(model: type[BaseModel]) -> list[str]:
    held = shapes(model)["value"].model
    return [] if held is None else [part for part in held.model_fields if part != "words"]


def _attribute_notes(model: type[BaseModel]) -> dict[str, str]:
    """Read the Attributes section of a class's docstring, and of those it builds on."""
    notes: dict[str, str] = {}
    for base in reversed(model.__mro__):
        section = inspect.cleandoc(base.__doc__ or "").partition("Attributes\n----------\n")[2]
        for names, text in re.findall(r"^(\w[\w, ]*)\n((?:    .*\n?)+)", section, re.MULTILINE):
            notes.update(dict.fromkeys(names.split(", "), " ".join(text.split())))
    return notes


def _row(record: Named) -> Mapping[str, Any]:
    row: dict[str, Any] = {}
    for name in type(record).model_fields:
        row |= _cells(name, getattr(record, name))
    return row | {LAST: _flat(record.team_fields)}


def _cells(name: str, value: object) -> dict[str, Any]:
    if isinstance(value, Fact):
        held = value.value
        parts = {f"{name}_{part}": getattr(held, part) for part in getattr(type(held), "model_fields", ())}
        return {name: _flat(held), f"{name}_how_known": value.how_known.value} | parts
    if isinstance(value, tuple) and value and all(isinstance(item, Fact) for item in value):
        known = dict.fromkeys(item.how_known.value for item in value)
        return {name: _flat(value), f"{name}_how_known": "; ".join(known)}
    return {name: _flat(value)}


def _flat(value: object) -> str | int | float | bool | None:
    if isinstance(value, Enum):
        return str(value.value)
    if isinstance(value, frozenset):
        return "; ".join(sorted(str(item) for item in value)) or None
    if isinstance(value, tuple):
        return "; ".join(_entry(item) for item in value) or None
    if isinstance(value, BaseModel):
        return str(value)
    if value is None or isinstance(value, bool | int | float):
        return value
    return str(value) or None


def _entry(item: object) -> str:
    how_known = getattr(item, "how_known", HowKnown.REPORTED)
    return str(item) if how_known in (HowKnown.REPORTED, HowKnown.UNKNOWN) else f"{item} ({how_known.value})"
