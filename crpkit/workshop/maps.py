"""Frozen mappings that are changed by copying: what did not change stays the very same object."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import TypeVar

V = TypeVar("V")


def frozen(values: Mapping[str, V] | None = None) -> Mapping[str, V]:
    """Return a mapping that cannot be changed."""
    return MappingProxyType(dict(values or {}))


def with_items(values: Mapping[str, V], changed: Mapping[str, V]) -> Mapping[str, V]:
    """Return the mapping with some values set; keys that were there keep their places."""
    if isinstance(values, MappingProxyType):
        return MappingProxyType(values | dict(changed))  # copies the dict behind it at once, not key by key
    return MappingProxyType({**values, **changed})


def with_item(values: Mapping[str, V], key: str, value: V) -> Mapping[str, V]:
    """Return the mapping with one value set; a key that was there keeps its place."""
    return with_items(values, {key: value})


def with_newest(values: Mapping[str, V], key: str, value: V) -> Mapping[str, V]:
    """Return the mapping with one value set and moved to the end, so that the order tells what came last."""
    if key not in values:
        return with_item(values, key, value)
    rest = {name: other for name, other in values.items() if name != key}
    rest[key] = value
    return MappingProxyType(rest)
