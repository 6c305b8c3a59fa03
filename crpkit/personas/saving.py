"""Saving a persona as a file that people can go on editing by hand."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from pathlib import Path
from typing import Any, cast

from ruamel.yaml.comments import CommentedMap, CommentedSeq

from crpkit.errors import InputProblems, Problem
from crpkit.framework.models import HowKnown
from crpkit.personas.fields import FACTS
from crpkit.personas.groups import GROUPS
from crpkit.personas.models import Persona, TeamFact
from crpkit.personas.reading import ENDINGS, KIND, read_persona
from crpkit.tables import read_yaml, write_yaml

_HEADER = "A persona: a made-up person who stands for a group of participants."
_FACTS_COMMENT = (
    "\nWhat a road-test needs. Blank means that nobody knows yet.\n"
    "Write a value, or {value: …, how_known: assumed or confirmed, note: …, by: …}."
)


def save_persona(
    persona: Persona,
    folder: Path | str,
    *,
    instead_of: Persona | None = None,
    groups: Collection[str] = GROUPS,
) -> Path:
    """Save a persona in a folder, as ``ID.yaml``.

    Parameters
    ----------
    persona
        What to save.
    folder
        Where; it is made if only the last part of the path is missing.
    instead_of
        The persona as it was read before it was changed. A file that is already there is replaced only
        if it still holds this one; comments and the order of its lines are kept.
    groups
        Ids of the groups there are; the framework's six by default.

    Returns
    -------
    Path
        The file that was written, in one step.

    Raises
    ------
    InputProblems
        If another persona has the name, if the file was changed in the meantime or cannot be read, or
        if the folder cannot be written to. What was there before is untouched.
    """
    folder = Path(folder)
    _make(folder)
    path = _file_of(persona.id, folder)
    if path is None:
        path = folder / f"{persona.id}.yaml"
        write_yaml(path, _fresh(persona))
        return path
    _may_replace(path, instead_of, groups)
    data = cast(CommentedMap, read_yaml(path, KIND).data)  # what ruamel.yaml reads, comments and all
    write_yaml(path, _updated(data, _fields(persona)))
    return path


def _make(folder: Path) -> None:
    try:
        folder.mkdir(exist_ok=True)
    except OSError as error:
        found = f"The folder of personas cannot be made ({error.strerror})"
        raise InputProblems([Problem(found, "Choose a folder that you may write to.", folder)]) from error


def _file_of(name: str, folder: Path) -> Path | None:
    """Find the file that holds a name already, whether in small letters or capitals."""
    try:
        for path in folder.iterdir():
            if path.suffix.lower() in ENDINGS and path.stem.casefold() == name:
                return path
    except OSError as error:
        found = f"The folder of personas cannot be opened ({error.strerror})"
        raise InputProblems([Problem(found, "Choose a folder that you may read.", folder)]) from error
    return None


def _may_replace(path: Path, instead_of: Persona | None, groups: Collection[str]) -> None:
    if instead_of is None:
        found = f"There is already a persona “{path.stem}”"
        raise InputProblems([Problem(found, "Give the new one another title or id.", path)])
    if read_persona(path, groups) != instead_of:
        found = f"The persona “{path.stem}” was changed since it was opened"
        raise InputProblems([Problem(found, "Open it again, or save yours under another title.", path)])


def _fresh(persona: Persona) -> CommentedMap:
    data = CommentedMap(_fields(persona))
    data.yaml_set_start_comment(_HEADER)
    data.yaml_set_comment_before_after_key(FACTS[0].name, before=_FACTS_COMMENT)
    return data


def _updated(old: CommentedMap, new: Mapping[str, Any]) -> CommentedMap:
    """Change only what differs in the mapping that was read, so that its comments stay where they are."""
    for name, value in new.items():
        before = old.get(name)
        if isinstance(before, CommentedMap) and isinstance(value, Mapping):
            _updated(before, value)
        elif isinstance(before, CommentedSeq) and isinstance(value, list):
            old[name] = _relisted(before, value)
        elif name not in old or before != value:
            old[name] = value
    for name in [name for name in old if name not in new]:
        del old[name]
    return old


def _relisted(old: CommentedSeq, new: list[Any]) -> CommentedSeq:
    """Put new lines into a list; comments stay with lines that did not change, and after the last one."""
    fresh = CommentedSeq(new)
    for place, comment in old.ca.items.items():
        if place == len(old) - 1 and new:
            fresh.ca.items[len(new) - 1] = comment
        elif place < len(new) and old[place] == new[place]:
            fresh.ca.items[place] = comment
    return fresh


def _fields(persona: Persona) -> dict[str, Any]:
    """Lay out a file: header, card, facts; blanks too, so that a person sees what could be filled in."""
    fields: dict[str, Any] = {"type": KIND, "version": 1}
    for name in ("id", "title", "group", "source"):
        fields[name] = getattr(persona, name)
    if persona.based_on:
        fields["based_on"] = persona.based_on
    for name in ("i_am", "id_like", "how_do_i"):
        fields[name] = list(getattr(persona, name))
    fields.update({name: _fact(fact) for name, fact in persona.facts.items()})
    return fields


def _fact(fact: TeamFact[Any]) -> object:
    value = list(fact.value) if isinstance(fact.value, tuple) else fact.value
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    parts = {"value": value, "how_known": str(fact.how_known), "note": fact.note, "by": fact.by}
    if not fact.known and not (fact.note or fact.by):
        return None
    if fact.how_known is HowKnown.ASSUMED and not (fact.note or fact.by):
        return value
    return {name: part for name, part in parts.items() if part is not None}
