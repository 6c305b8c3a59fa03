"""The event that adds an activity that asks."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Protocol

from crpkit.workshop.letters import letter


class HasWords(Protocol):
    """An option with words: see :class:`crpkit.workshop.lists.Option`."""

    @property
    def title(self) -> str:
        """What stands on the projector."""

    @property
    def detail(self) -> str:
        """A sentence that explains it."""

    @property
    def source(self) -> str:
        """Evidence id of what it stands for."""


@dataclass(frozen=True)
class Asked:
    """What is particular to one activity of a kind; what is not given is as the kind has it.

    Attributes
    ----------
    prompt, subject
        The question, and what it is about.
    options
        What can be chosen, agreed on or written about.
    method, most, unit
        How one chooses, how much, and what a point is called.
    """

    prompt: str
    subject: str = ""
    options: tuple[HasWords, ...] = ()
    method: str = ""
    most: int | None = None
    unit: str = ""


def ask_draft(kind: Any, asked: Asked) -> tuple[dict[str, Any], dict[str, str]]:
    """Return body (without the activity's name) and words of the event that adds an activity.

    Parameters
    ----------
    kind
        A :class:`crpkit.workshop.kinds.Kind` with the engine ``ask`` or ``pause``.
    asked
        What is particular to this activity.

    Notes
    -----
    Headings and answers are the kit's or the team's words, not anybody's who takes part: they stand in the body.
    """
    body: dict[str, Any] = {"kind": kind.id, "title": kind.title, "lead": kind.lead}
    words = {"prompt": asked.prompt}
    if asked.subject:
        words["subject"] = asked.subject
    items, item_words = _items(asked.options)
    if kind.choosing is not None:
        body |= _choosing(kind.choosing, asked)
    if kind.writing is not None:
        body |= _writing(kind.writing)
    if kind.voices is not None:
        body["voices"] = kind.voices.model_dump(mode="json")
    if items:
        body["items"] = items
        words |= item_words
    return body, words


def _items(options: Iterable[HasWords]) -> tuple[list[dict[str, Any]], dict[str, str]]:
    items: list[dict[str, Any]] = []
    words: dict[str, str] = {}
    for number, option in enumerate(options):
        name = f"o{number + 1}"
        items.append({"id": name, "letter": letter(number), "source": option.source})
        said = {"title": option.title, "detail": option.detail, "scale": getattr(option, "scale", "")}
        words |= {f"{name}.{field}": text for field, text in said.items() if text}
    return items, words


def _choosing(choosing: Any, asked: Asked) -> dict[str, Any]:
    method, unit, most = asked.method or choosing.method, asked.unit or choosing.unit, asked.most
    if method == "dots":
        method, unit, most = "points", "dot", most or 3
    if most is None and method in ("points", "approval"):
        most = choosing.most or (10 if method == "points" else None)
    return {
        "method": method,
        "most": most if method in ("points", "approval") else None,
        "unit": unit or "point",
        "answers": [_answer(one) for one in choosing.answers] if method == "scale" else [],
    }


def _answer(answer: Any) -> dict[str, Any]:
    worth = {} if answer.value is None else {"value": answer.value}
    return {"id": answer.id, "title": answer.title, **worth}


def _writing(writing: Any) -> dict[str, Any]:
    boxes = [
        {
            "id": box.id,
            "title": box.title,
            "hint": box.hint,
            "fields": [
                {
                    "id": one.id,
                    "title": one.title,
                    "hint": one.hint,
                    "required": one.required,
                    "lines": one.lines,
                }
                for one in box.fields
            ],
        }
        for box in writing.boxes
    ]
    return {
        "boxes": boxes,
        "at_once": writing.at_once,
        "offers": writing.offers,
        "about_items": writing.about_items,
    }
