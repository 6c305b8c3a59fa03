"""Changes that were agreed in a workshop: what is to be different in a journey, why, and who agreed."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import pandas as pd

from crpkit.store import Event
from crpkit.workshop import bodies
from crpkit.workshop.maps import frozen, with_item

CHANGE_KIND = "change-agreed"
CHANGE_COLUMNS = [
    "id",
    "journey",
    "step",
    "component",
    "field",
    "from",
    "to",
    "why",
    "answers",
    "agreed_by",
    "when",
    "evidence",
]
NAMED = ("journey", "step", "component", "field")  # ids: they stand in the body
SAID = ("from", "to", "why", "agreed_by")  # what people said: kept as words, so that it can be taken back


@dataclass(frozen=True)
class AgreedChange:
    """A change to a journey on which people agreed.

    Attributes
    ----------
    id, evidence, at
        Of the event that brought it.
    journey, step, component, field
        Where: ids, or empty.
    was, to
        What it was and what it should be, as JSON holds it; ``None`` also where it was not said what it was.
    why
        The reason.
    answers
        What it answers: rule and step of a finding, or evidence ids of notes.
    agreed_by
        Who agreed: roles or groups.
    gone
        Whether it was taken back; then nothing of it is left but that it was.
    """

    id: str
    evidence: str
    at: datetime
    journey: str = ""
    step: str = ""
    component: str = ""
    field: str = ""
    was: Any = None
    to: Any = None
    why: str = ""
    answers: tuple[str, ...] = ()
    agreed_by: tuple[str, ...] = ()
    gone: bool = False

    @property
    def row(self) -> tuple[object, ...]:
        """What stands in a frame with :data:`CHANGE_COLUMNS`."""
        return (
            self.id,
            self.journey,
            self.step,
            self.component,
            self.field,
            self.was,
            self.to,
            self.why,
            list(self.answers),
            list(self.agreed_by),
            self.at,
            self.evidence,
        )


Changes = Mapping[str, AgreedChange]


def no_changes() -> Changes:
    """Return changes without any."""
    return frozen()


def standing(changes: Changes) -> Iterable[AgreedChange]:
    """Return the changes that were not taken back, in the order in which they were agreed."""
    return (one for one in changes.values() if not one.gone)


def changes_frame(changes: Changes) -> pd.DataFrame:
    """Return one row for each change that stands, with :data:`CHANGE_COLUMNS`."""
    return pd.DataFrame([one.row for one in standing(changes)], columns=CHANGE_COLUMNS, dtype=object)


def apply_changes(changes: Changes, event: Event) -> Changes:
    """Return the changes after an event; one that is there already is not added again."""
    return changes if event.id in changes else with_item(changes, event.id, _change(event))


def without_words(changes: Changes, event_id: str) -> Changes:
    """Return the changes after words of an event were taken back: with any of them the change is."""
    known = changes.get(event_id)
    if known is None or known.gone:
        return changes
    return with_item(changes, event_id, AgreedChange(known.id, known.evidence, known.at, gone=True))


def _change(event: Event) -> AgreedChange:
    words = event.words
    if "to" not in words or any(text is None for text in words.values()):
        return AgreedChange(event.id, event.evidence, event.at, gone=True)
    named = {name: str(event.body.get(name) or "") for name in NAMED}
    agreed_by = words.get("agreed_by")
    return AgreedChange(
        event.id,
        event.evidence,
        event.at,
        journey=named["journey"],
        step=named["step"],
        component=named["component"],
        field=named["field"],
        was=_value(words.get("from")),
        to=_value(words.get("to")),
        why=words.get("why") or "",
        answers=bodies.names(event.body, "answers") if "answers" in event.body else (),
        agreed_by=tuple(agreed_by.split("\n")) if agreed_by else (),
    )


def _value(text: str | None) -> Any:
    if text is None:
        return None
    try:
        return json.loads(text)
    except ValueError as error:
        raise bodies.Malformed("to") from error
