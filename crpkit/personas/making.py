"""Making a persona, and making one from another."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from crpkit.errors import InputProblems, Problem
from crpkit.personas.groups import GROUPS, unknown_group
from crpkit.personas.models import Persona
from crpkit.personas.words import make_id
from crpkit.tables import Document, validate

_CARD = ("title", "group", "i_am", "id_like", "how_do_i")


def new_persona(
    title: str,
    group: str,
    i_am: Sequence[str],
    id_like: Sequence[str],
    how_do_i: Sequence[str],
    *,
    id: str | None = None,
    taken: Collection[str] = (),
    groups: Collection[str] = GROUPS,
    **facts: object,
) -> Persona:
    """Make a persona of one's own.

    Parameters
    ----------
    title
        What a person reads first; any Unicode.
    group
        Id of the participant group.
    i_am, id_like, how_do_i
        Lines of the card, at least one each.
    id
        Short name and file name; made from the title if none is given.
    taken
        Ids in use, to keep clear of when the id is made from the title.
    groups
        Ids of the groups there are; the framework's six by default.
    **facts
        What is known for a road-test, such as ``hours_a_month=6``. A bare value counts as assumed; a
        mapping with ``value``, ``how_known``, ``note`` and ``by`` says more.

    Returns
    -------
    Persona
        The record; nothing is saved.

    Raises
    ------
    InputProblems
        Everything that is missing or cannot be used.
    """
    card = {"title": title, "group": group, "i_am": i_am, "id_like": id_like, "how_do_i": how_do_i}
    return _checked({"id": id or make_id(str(title), taken), **card, **facts}, groups)


def adapt(persona: Persona, *, groups: Collection[str] = GROUPS, **changes: object) -> Persona:
    """Make a changed copy of a persona.

    Parameters
    ----------
    persona
        Where to start from.
    groups
        Ids of the groups there are; the framework's six by default.
    **changes
        Fields and their new values. Give a new ``id`` for a persona beside the first; keep it to change
        the first.

    Returns
    -------
    Persona
        The changed record; nothing is saved. Once its card differs it is the team's own: it names what it
        is based on and no longer the report.

    Raises
    ------
    InputProblems
        Everything in the changes that cannot be used.
    """
    adapted = _checked({**persona.model_dump(), **changes}, groups)
    if (
        all(getattr(adapted, field) == getattr(persona, field) for field in _CARD)
        and adapted.id == persona.id
    ):
        return adapted
    origin = {"source": changes.get("source"), "based_on": changes.get("based_on", _origin(persona, adapted))}
    return _checked({**adapted.model_dump(), **origin}, groups)


def _origin(persona: Persona, adapted: Persona) -> str | None:
    """Name the persona that was adapted; one changed in place keeps the origin it had."""
    if adapted.id != persona.id or persona.source:
        return persona.id
    return persona.based_on


def _checked(fields: Mapping[str, object], groups: Collection[str]) -> Persona:
    try:
        persona = validate(Document(Path(), fields, 1), Persona)
        problems: list[Problem] = []
    except InputProblems as error:
        problems = [replace(problem, file=None, line=None) for problem in error.problems]
    problems += unknown_group(fields.get("group"), groups, problems)
    if problems:
        raise InputProblems(problems)
    return persona
