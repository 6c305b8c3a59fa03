"""What the fields of a model hold: references to other records, and smaller models."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from typing import Any, NamedTuple, get_args, get_origin

from pydantic import BaseModel

from crpkit.framework.facts import Ref


class Shape(NamedTuple):
    """What one field holds.

    Attributes
    ----------
    refers_to
        The collection its ids belong to, if it holds ids of other records.
    model
        The smaller model it holds, alone or in a list, if it does.
    many
        Whether it is a list of these.
    """

    refers_to: str | None
    model: type[BaseModel] | None
    many: bool


@cache
def shapes(model: type[BaseModel]) -> dict[str, Shape]:
    """Return what each field of a model holds."""
    return {
        name: _shape([*field.metadata, *_inside(field.annotation)], get_origin(field.annotation) is tuple)
        for name, field in model.model_fields.items()
    }


def _shape(found: list[Any], many: bool) -> Shape:
    refs = [item.collection for item in found if isinstance(item, Ref)]
    models = [item for item in found if isinstance(item, type) and issubclass(item, BaseModel)]
    return Shape(refs[0] if refs else None, models[0] if models else None, many)


def _inside(annotation: object) -> Iterator[object]:
    """Go through a type and all that it is made of: ``tuple[Annotated[str, Ref(…)], ...] | None``."""
    yield annotation
    for part in get_args(annotation):
        yield from _inside(part)
