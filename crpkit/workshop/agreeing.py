"""Recording changes on which people agreed, and taking them back."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any

import pandas as pd

from crpkit.errors import InputProblems, Problem, did_you_mean
from crpkit.store import Draft
from crpkit.workshop.changes import CHANGE_KIND, NAMED, changes_frame
from crpkit.workshop.checks import moment, refused, visible
from crpkit.workshop.record import Record

_FIELDS = ("journey", "step", "component", "field", "from", "to", "why", "answers", "agreed_by")
LONGEST_NAMED = 120
LONGEST_WHY = 2_000
LONGEST_VALUE = 4_000  # characters of JSON
MOST_LISTED = 100


class Agreeing(Record):
    """What can be done with agreed changes; a part of :class:`crpkit.workshop.Workshop`."""

    def record_change(
        self,
        change: Mapping[str, Any],
        agreed_by: Sequence[str] = (),
        at: datetime | str | None = None,
        event_id: str | None = None,
    ) -> str:
        """Record a change to a journey on which people agreed.

        Parameters
        ----------
        change
            As JSON holds it: ``field`` and ``to``; ``step`` or ``component``; and as far as it was said ``journey,
            from, why, answers`` (findings or evidence ids), ``agreed_by``.
        agreed_by
            Who agreed, besides those the change names: roles or groups, not names of people.
        at
            When, if not now; without a zone it is read as UTC.
        event_id
            Made by the page; sending it again changes nothing.

        Returns
        -------
        str
            Its id.

        Raises
        ------
        InputProblems
            Everything about it that cannot be used: fields there are not, values that JSON does not hold.
        """
        problems = list(_wrong(change, agreed_by))
        if problems:
            raise InputProblems(problems)
        named = {name: str(change[name]) for name in NAMED if change.get(name)}
        answers = _list(change.get("answers"))
        words = {"to": _json(change["to"])}
        if "from" in change:
            words["from"] = _json(change["from"])
        why = visible(str(change.get("why") or "")).strip()
        agreed = dict.fromkeys(_line(one) for one in (*_list(change.get("agreed_by")), *agreed_by))
        words |= {"why": why} if why else {}
        words |= {"agreed_by": "\n".join(filter(None, agreed))} if any(agreed) else {}
        body = named | ({"answers": answers} if answers else {})
        draft = Draft(self.stream, CHANGE_KIND, body, words, id=event_id, at=moment(at))
        return self._append(draft)[0].id

    def take_back_change(self, event_id: str) -> None:
        """Take a recorded change back: what was said of it leaves the database; doing it twice is harmless.

        Raises
        ------
        InputProblems
            If there is no such change.
        """
        if event_id not in self.state.changes:
            raise refused("There is no such change in this workshop", "Look at the list again.", "change")
        self._log.erase(event_id, "facilitator")

    def changes(self) -> pd.DataFrame:
        """Return one row for each change that was agreed and not taken back.

        Returns
        -------
        DataFrame
            Columns ``id, journey, step, component, field`` (empty where not said), ``from, to`` (as JSON holds it),
            ``why, answers, agreed_by`` (lists), ``when`` (UTC) and ``evidence``.
        """
        return changes_frame(self.state.changes)


def _wrong(change: object, agreed_by: object) -> Iterator[Problem]:
    if not isinstance(change, Mapping):
        yield Problem("The change is not a set of fields", f"Give a mapping of {', '.join(_FIELDS)}.")
        return
    for name in change:
        if name not in _FIELDS:
            remedy = did_you_mean(str(name), _FIELDS) or f"Use {', '.join(_FIELDS)}."
            yield Problem(f"A change has no field “{name}”", remedy, field=str(name))
    for name in ("field", "to"):
        if name not in change or (name == "field" and not change[name]):
            yield Problem(f"The change does not say “{name}”", f"Add “{name}”.", field=name)
    if bool(change.get("step")) == bool(change.get("component")):
        yield Problem(
            "The change names no step, or a step and a component", "Name one of them.", field="step"
        )
    for name in NAMED:
        if len(str(change.get(name) or "")) > LONGEST_NAMED:
            yield Problem(f"“{name}” is no id", f"Use {LONGEST_NAMED} characters or fewer.", field=name)
    for name in ("from", "to"):
        yield from _wrong_value(change, name)
    if len(str(change.get("why") or "")) > LONGEST_WHY:
        yield Problem("The reason is too long", f"Use {LONGEST_WHY:,} characters or fewer.", field="why")
    for name, listed in (("answers", change.get("answers")), ("agreed_by", change.get("agreed_by"))):
        yield from _wrong_list(name, listed)
    yield from _wrong_list("agreed_by", agreed_by)


def _wrong_value(change: Mapping[str, Any], name: str) -> Iterator[Problem]:
    try:
        text = _json(change.get(name))
    except (TypeError, ValueError, RecursionError):
        found = f"“{name}” holds something that cannot be kept"
        yield Problem(found, "Use text, numbers, yes or no, lists and mappings of these.", field=name)
        return
    if len(text) > LONGEST_VALUE:
        yield Problem(f"“{name}” is too long", f"Use {LONGEST_VALUE:,} characters or fewer.", field=name)


def _wrong_list(name: str, listed: object) -> Iterator[Problem]:
    if listed is None or isinstance(listed, str):
        return
    if not isinstance(listed, Sequence) or not all(isinstance(one, str) for one in listed):
        yield Problem(f"“{name}” is not a list of texts", "Write a list.", field=name)
    elif len(listed) > MOST_LISTED or any(len(one) > LONGEST_WHY // 10 for one in listed):
        yield Problem(f"“{name}” is too long", f"Name {MOST_LISTED} or fewer, in a few words.", field=name)


def _list(listed: Any) -> list[str]:
    return [] if not listed else [listed] if isinstance(listed, str) else list(listed)


def _line(text: str) -> str:
    return " ".join(visible(text).split())


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, allow_nan=False, sort_keys=False)
