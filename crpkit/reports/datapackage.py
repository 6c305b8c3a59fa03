"""Tables that may be given to anyone, described so that a program can read them (Frictionless Data Package 1)."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import pandas as pd

Fields = Mapping[str, tuple[str, str]]
"""Column → its type in a table schema, and what it means."""


@dataclass(frozen=True)
class Resource:
    """One table: the name of its file without the ending, what it is, and its cells."""

    name: str
    title: str
    frame: pd.DataFrame


def described_resource(one: Resource, fields: Fields) -> dict[str, Any]:
    """Return what describes one table, its columns after ``fields``."""
    return {
        "profile": "tabular-data-resource",
        "name": one.name,
        "title": one.title,
        "path": f"{one.name}.csv",
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "dialect": {
            "delimiter": ",",
            "lineTerminator": "\r\n",
            "quoteChar": '"',
            "doubleQuote": True,
            "header": True,
        },
        "schema": {
            "fields": [
                {"name": str(name), "type": fields[str(name)][0], "description": fields[str(name)][1]}
                for name in one.frame
            ],
            "missingValues": [""],
        },
    }


def rows_of(frame: pd.DataFrame) -> list[list[Any]]:
    """Return the cells of a table as they are written into a CSV; ``None`` for what is missing."""
    return [
        [None if _missing(cell) else cell for cell in row] for row in frame.itertuples(index=False, name=None)
    ]


def _missing(cell: object) -> bool:
    return cell is None or (isinstance(cell, float) and math.isnan(cell)) or repr(cell) == "<NA>"
