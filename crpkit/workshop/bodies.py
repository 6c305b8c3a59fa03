"""Reading the facts of an event: a log may come from anywhere, also from a file that someone changed."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeGuard


class Malformed(ValueError):
    """A body that does not hold what crpkit writes; the event then changes nothing."""


def name(body: Mapping[str, Any], key: str) -> str:
    """Return an id or another short text that must be there."""
    value = body.get(key)
    if not isinstance(value, str):
        raise Malformed(key)
    return value


def number(body: Mapping[str, Any], key: str, least: int = 0) -> int:
    """Return a whole number that must be there and not be smaller than ``least``."""
    value = body.get(key)
    if not is_number(value) or value < least:
        raise Malformed(key)
    return value


def flag(body: Mapping[str, Any], key: str) -> bool:
    """Return a yes or no that must be there."""
    value = body.get(key)
    if not isinstance(value, bool):
        raise Malformed(key)
    return value


def part(body: Mapping[str, Any], key: str) -> Mapping[str, Any]:
    """Return a mapping that must be there."""
    value = body.get(key)
    if not isinstance(value, Mapping):
        raise Malformed(key)
    return value


def numbers(body: Mapping[str, Any], key: str) -> dict[str, int]:
    """Return a mapping of names to whole numbers from 0."""
    entries = part(body, key)
    return {str(entry): number(entries, entry) for entry in entries}


def names(body: Mapping[str, Any], key: str) -> tuple[str, ...]:
    """Return a list of short texts that must be there."""
    value = body.get(key)
    if not isinstance(value, list | tuple) or not all(isinstance(item, str) for item in value):
        raise Malformed(key)
    return tuple(value)


def is_number(value: object) -> TypeGuard[int]:
    """Return whether a value is a whole number; true and false are none."""
    return isinstance(value, int) and not isinstance(value, bool)
