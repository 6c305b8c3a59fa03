"""From positioned YAML to typed records, with every problem in plain words."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from crpkit.errors import InputProblems, Problem, did_you_mean
from crpkit.tables.sayings import say, short
from crpkit.tables.yamls import Document, Location

Model = TypeVar("Model", bound=BaseModel)


def validate(
    document: Document, model: type[Model], location: Location = (), skip_header: bool = True
) -> Model:
    """Turn a part of a document into a record.

    Parameters
    ----------
    document
        The file that was read.
    model
        The pydantic model of the record.
    location
        Where the record stands in the file; the whole file by default.
    skip_header
        Leave out ``type`` and ``version`` at the top of the file.

    Returns
    -------
    Model
        The record.

    Raises
    ------
    InputProblems
        Every field that could not be understood, with file, line, field and remedy.
    """
    node: Any = _at(document, location)
    if skip_header and not location and isinstance(node, Mapping):
        node = {key: value for key, value in node.items() if key not in ("type", "version")}
    try:
        return model.model_validate(node)
    except ValidationError as error:
        details = error.errors(include_url=False, include_context=True)
        raise InputProblems(
            _once(_problem(document, model, tuple(location), detail) for detail in _causes(details))
        ) from error


def _causes(details: Sequence[ErrorDetails]) -> Iterator[ErrorDetails]:
    """Leave out what only follows: a list with a wrong entry is then also said to be too short."""
    for detail in details:
        size = len(detail["loc"])
        inside = any(len(other["loc"]) > size and other["loc"][:size] == detail["loc"] for other in details)
        if not (inside and detail["type"] in ("too_short", "too_long")):
            yield detail


def _once(problems: Iterable[Problem]) -> Iterator[Problem]:
    """Keep the first problem of each field; a field that may hold two kinds is refused for either."""
    seen = set()
    for problem in problems:
        place = (problem.line, problem.field)
        if problem.field is None or place not in seen:
            seen.add(place)
            yield problem


def _at(document: Document, location: Location) -> Any:
    node: Any = document.data
    for step in location:
        node = node[step]
    return node


def _problem(document: Document, model: type[BaseModel], location: Location, detail: ErrorDetails) -> Problem:
    path = [*location, *_inside(document, location, detail["loc"])]
    field = ".".join(str(step) for step in path[len(location) :]) or None
    found, remedy = _words(model, detail, field or "")
    return Problem(found, remedy, document.path, document.line(path), field)


def _inside(document: Document, location: Location, loc: Location) -> list[str | int]:
    """Keep those steps of pydantic's location that stand in the file (it adds names of its own)."""
    node: Any = _at(document, location)
    kept: list[str | int] = []
    for number, step in enumerate(loc):
        if _holds(node, step):
            node = node[step]
        elif number < len(loc) - 1 or not isinstance(node, Mapping):
            continue
        kept.append(step)
    return kept


def _holds(node: Any, step: str | int) -> bool:
    if isinstance(node, Mapping):
        return step in node
    return isinstance(step, int) and isinstance(node, list) and step < len(node)


def _words(model: type[BaseModel], detail: ErrorDetails, field: str) -> tuple[str, str]:
    name = str(detail["loc"][-1]) if detail["loc"] else field
    if detail["type"] == "extra_forbidden":
        known = _siblings(model, detail["loc"])
        return f"There is no field “{short(name)}”", did_you_mean(name, known) or "Remove the line."
    fields = _siblings(model, (*detail["loc"], ""))
    return say(detail["type"], name, detail["input"], detail.get("ctx", {}), fields)


def _siblings(model: type[BaseModel], loc: Location) -> list[str]:
    """Return the field names known where an unknown one was found."""
    current: type[BaseModel] = model
    for step in loc[:-1]:
        field = current.model_fields.get(str(step))
        nested = _nested_model(field.annotation) if field else None
        if nested is not None:
            current = nested
    return list(current.model_fields)


def _nested_model(annotation: Any) -> type[BaseModel] | None:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation
    for argument in getattr(annotation, "__args__", ()):
        found = _nested_model(argument)
        if found is not None:
            return found
    return None
