"""Changes to a journey: what is changed, why, what it answers, who agreed. Always in a copy."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from pydantic import BaseModel

from crpkit.errors import InputProblems, Problem, did_you_mean
from crpkit.framework import Framework, load_framework
from crpkit.journeys.facts import Detail
from crpkit.journeys.models import Journey, Step
from crpkit.journeys.reading import checked
from crpkit.tables import Document, short


class _Unsaid:
    """Stands for “not said”, which is not the same as blank."""

    def __repr__(self) -> str:
        return "not said"


_UNSAID: Any = _Unsaid()
_FIXED = ("id",)


@dataclass(frozen=True)
class Change:
    """A proposal to change a journey.

    Attributes
    ----------
    field
        Which field of a step, for example ``hours``.
    to
        What it should be; a bare value counts as assumed, a mapping says how it is known.
    step, component
        At which step, or at all steps that use a component: give one of them.
    was
        What it was when the change was thought up, if that is to be checked.
    why
        The reason, in plain words.
    answers
        What it answers: rule and step of a finding (``hours/goes-to-match-event``), or the evidence id of a note.
    agreed_by
        Who agreed: roles or groups, not names of people.
    """

    field: str
    to: Any
    step: str | None = None
    component: str | None = None
    was: Any = _UNSAID
    why: str = ""
    answers: tuple[str, ...] = ()
    agreed_by: tuple[str, ...] = ()

    def as_record(self) -> dict[str, Any]:
        """Return the change as plain values, to keep with the record of a workshop."""
        kept = {
            "step": self.step,
            "component": self.component,
            "field": self.field,
            "why": self.why,
            "answers": list(self.answers),
            "agreed_by": list(self.agreed_by),
        }
        said = {} if self.was is _UNSAID else {"from": _bare(self.was)}
        # a value that becomes blank, or was, is said as well
        return {name: value for name, value in kept.items() if value} | said | {"to": _bare(self.to)}


def apply_change(
    journey: Journey, change: Change | Mapping[str, Any], framework: Framework | None = None
) -> Journey:
    """Return a copy of a journey with a change made; the journey itself stays as it is.

    Parameters
    ----------
    journey
        What to start from.
    change
        The change; also as a mapping with the names of its fields (``from`` for ``was``).
    framework
        With a team's overlay, if there is one.

    Returns
    -------
    Journey
        A journey of the team's own, based on the first.

    Raises
    ------
    InputProblems
        If there is no such step or field, the value cannot be used, or it was not what the change says.
    """
    wanted = change if isinstance(change, Change) else _from_mapping(change)
    targets = _targets(journey, wanted)
    steps = [_written(step) for step in journey.steps]
    for number, step in enumerate(journey.steps):
        if step.id in targets:
            steps[number][wanted.field] = _bare(wanted.to)
    return adapt(journey, framework=framework, steps=steps)


def adapt(journey: Journey, *, framework: Framework | None = None, **changes: object) -> Journey:
    """Make a changed copy of a journey, for example with other steps; give a new ``id`` to keep both.

    Parameters
    ----------
    journey
        Where to start from.
    framework
        With a team's overlay, if there is one.
    **changes
        Fields and their new values; steps as records or as they stand in a file.

    Returns
    -------
    Journey
        The changed journey, by then the team's own: it names what it is based on and no longer the report.

    Raises
    ------
    InputProblems
        Everything in the changes that cannot be used.
    """
    given = {name: _plain(value) for name, value in changes.items()}
    start = {**journey.written(), "steps": [_written(step) for step in journey.steps]}
    if journey.status != "team":
        start |= {"status": "team", "source": [], "based_on": journey.id}
    elif given.get("id", journey.id) != journey.id:
        start |= {"based_on": journey.id}
    try:
        return checked(Document(Path(), {**start, **given}, 1), framework or load_framework())
    except InputProblems as error:
        raise InputProblems(replace(one, file=None, line=None) for one in error.problems) from error


def _targets(journey: Journey, change: Change) -> set[str]:
    problems = []
    ids = [step.id for step in journey.steps]
    used = [step.component for step in journey.steps if step.component]
    if (change.step is None) == (change.component is None):
        problems.append(Problem("The change names no step, or a step and a component", "Name one of them."))
    elif change.step is not None and change.step not in ids:
        remedy = did_you_mean(change.step, ids)
        problems.append(Problem(f"The journey has no step “{change.step}”", remedy, field="step"))
    elif change.component is not None and change.component not in used:
        found = f"No step of the journey uses “{change.component}”"
        problems.append(Problem(found, did_you_mean(change.component, used), field="component"))
    names = [name for name in Step.model_fields if name not in _FIXED]
    if change.field not in names:
        remedy = did_you_mean(change.field, names) or f"Use one of: {', '.join(names)}."
        problems.append(Problem(f"A step has no field “{change.field}” to change", remedy, field="field"))
    if problems:
        raise InputProblems(problems)
    found_at = [
        step
        for step in journey.steps
        if step.id == change.step or (change.component and step.component == change.component)
    ]
    problems = [_moved(step, change) for step in found_at if not _is_as_said(step, change)]
    if problems:
        raise InputProblems(problems)
    return {step.id for step in found_at}


def _is_as_said(step: Step, change: Change) -> bool:
    if change.was is _UNSAID:
        return True
    there = getattr(step, change.field)
    value = there.value if isinstance(there, Detail) else there
    said = _bare(change.was)
    if isinstance(said, Mapping):
        said = said.get("value")
    return bool(_comparable(_bare(value)) == _comparable(said))


def _comparable(value: Any) -> Any:
    return sorted(map(str, value)) if isinstance(value, list) else value


def _moved(step: Step, change: Change) -> Problem:
    there = getattr(step, change.field)
    found = f"At “{step.title}” {change.field} is {short(there)}, not {short(change.was)}"
    return Problem(found, "Look at the journey again before you change it.", field="from")


def _from_mapping(change: Mapping[str, Any]) -> Change:
    names = {"field", "to", "step", "component", "from", "was", "why", "answers", "agreed_by"}
    problems = [
        Problem(f"A change has no field “{name}”", did_you_mean(name, names), field=str(name))
        for name in change
        if name not in names
    ]
    problems += [
        Problem(f"The change does not say “{name}”", f"Add “{name}”.", field=name)
        for name in ("field", "to")
        if name not in change
    ]
    if problems:
        raise InputProblems(problems)
    many = {name: _tuple(change.get(name, ())) for name in ("answers", "agreed_by")}
    return Change(
        field=str(change["field"]),
        to=change["to"],
        step=change.get("step"),
        component=change.get("component"),
        was=change.get("from", change.get("was", _UNSAID)),
        why=str(change.get("why") or ""),
        **many,
    )


def _tuple(value: object) -> tuple[str, ...]:
    if value is None:
        return ()
    return (
        (value,) if isinstance(value, str) else tuple(map(str, value)) if isinstance(value, Iterable) else ()
    )


def _written(step: Step) -> dict[str, Any]:
    found: dict[str, Any] = step.model_dump(mode="json", exclude_defaults=True)
    return found


def _bare(value: Any) -> Any:
    """Return a value as it stands in a file."""
    if isinstance(value, BaseModel):
        return value.model_dump(mode="json", exclude_defaults=True)
    if isinstance(value, list | tuple | set | frozenset):
        return [_bare(one) for one in value]
    if isinstance(value, Mapping):
        return {name: _bare(one) for name, one in value.items()}
    return value


def _plain(value: object) -> object:
    return _bare(value)
