"""How much a YAML file holds once its aliases are written out.

A few lines of aliases of aliases stand for billions of values; they are counted without being written out.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from crpkit.errors import InputProblems, Problem

MOST_NODES = 100_000
_CHARACTERS_A_NODE = 200  # a long text that is repeated counts as several values


def refuse_bomb(path: Path, data: object) -> None:
    """Refuse a document that grows beyond :data:`MOST_NODES` values, or that holds itself.

    Raises
    ------
    InputProblems
        With the file.
    """
    try:
        count = _count(data, {})
    except _Circle:
        found, remedy = "A list or record in this file holds itself", "Write it out instead of using “*name”."
        raise InputProblems([Problem(found, remedy, path, 1)]) from None
    if count > MOST_NODES:
        found = f"With everything that “*name” stands for, the file holds more than {MOST_NODES:,} values"
        remedy = "Write out what is meant, or split the file."
        raise InputProblems([Problem(found, remedy, path, 1)])


class _Circle(Exception):
    """Something holds itself."""


def _count(node: object, known: dict[int, int | None]) -> int:
    """Count values; ``known`` has the count of each list and mapping, ``None`` while it is being counted."""
    if isinstance(node, str):
        return 1 + len(node) // _CHARACTERS_A_NODE
    if not isinstance(node, Mapping | list | tuple | set):
        return 1
    if id(node) in known:
        found = known[id(node)]
        if found is None:
            raise _Circle
        return found
    known[id(node)] = None
    total = 1 + sum(_count(item, known) for item in _items(node))
    known[id(node)] = total
    return total


def _items(node: Any) -> Iterable[object]:
    return (part for pair in node.items() for part in pair) if isinstance(node, Mapping) else iter(node)
