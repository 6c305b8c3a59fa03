"""Writing an agenda as YAML that a person can edit."""

from __future__ import annotations

import io
from collections.abc import Mapping
from typing import Any

from ruamel.yaml import YAML

from crpkit.workshop.agenda.model import Agenda, Step
from crpkit.workshop.agenda.reading import KIND
from crpkit.workshop.lists import Option


def agenda_text(agenda: Agenda) -> str:
    """Return an agenda as the text of a file; read again, it is the same agenda."""
    document: dict[str, Any] = {"type": KIND, "version": 1, "title": agenda.title}
    document |= {"about": agenda.about} if agenda.about else {}
    document |= {"tables": list(agenda.tables)} if agenda.tables else {}
    document["steps"] = [_step(step) for step in agenda.steps]
    writer = YAML()
    writer.width = 110
    writer.indent(mapping=2, sequence=4, offset=2)
    text = io.StringIO()
    writer.dump(document, text)
    return text.getvalue()


def _step(step: Step) -> dict[str, Any]:
    given: dict[str, Any] = {
        "id": step.id,
        "kind": step.kind,
        "title": step.title,
        "prompt": step.prompt,
        "minutes": step.minutes,
        "materials": list(step.materials),
        "note": step.note,
        "method": step.method,
        "most": step.most,
        **_options(step),
        "from": step.from_step,
        "top": step.top,
        "subject_from": step.subject_from,
        "of": list(step.of),
    }
    return {name: value for name, value in given.items() if value not in ("", None, [])}


def _options(step: Step) -> Mapping[str, Any]:
    if step.options is None:
        return {}
    if not step.source:
        return {"options": [_option(option) for option in step.options]}
    picked = list(step.picked)
    return {"options": step.source} | ({"pick": picked} if picked else {})


def _option(option: Option) -> str | dict[str, str]:
    return {"title": option.title, "detail": option.detail} if option.detail else option.title
