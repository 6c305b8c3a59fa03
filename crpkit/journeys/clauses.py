"""Simple conditions that a team writes in YAML: which field, how compared, with what.

``when: {step.hours: {above: 8}, persona.digital_access: {is: phone}}`` holds where all of its lines hold. A field that
nobody has filled in makes the answer *not known*, unless another line already says no.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from typing import Any, Literal, get_args

from crpkit.errors import did_you_mean
from crpkit.framework import Framework
from crpkit.framework.models import HowKnown, Mode
from crpkit.personas import DIGITAL_ACCESS, FACTS

Verdict = Literal["yes", "no", "unknown"]

_NUMBERS = ("month", "months", "hours", "cost", "payment")
STEP_FIELDS = (
    *_NUMBERS,
    "component",
    "intervention",
    "mode",
    "where",
    "delivered_by",
    "serves",
    "told",
    "safeguarding",
    "accreditation",
)
PERSONA_FIELDS = ("id", "group", *(fact.name for fact in FACTS))
FIELDS = (
    *(f"persona.{name}" for name in PERSONA_FIELDS),
    *(f"step.{name}" for name in STEP_FIELDS),
    "journey.id",
)
"""What a condition may ask for."""
NUMERIC = frozenset(
    (
        *(f"step.{name}" for name in _NUMBERS),
        *(f"persona.{fact.name}" for fact in FACTS if fact.unit),
    )
)


def _same(found: Any, given: Any) -> bool:
    if isinstance(found, str) and isinstance(given, str):
        return found.casefold() == given.casefold()
    if isinstance(found, frozenset | tuple):
        return set(found) == set(given if isinstance(given, list | tuple | frozenset) else [given])
    return bool(found == given)


def _holds_in(found: Any, given: Any) -> bool:
    word = str(given).casefold()
    return (
        word in found.casefold()
        if isinstance(found, str)
        else any(word == str(one).casefold() for one in found)
    )


COMPARES: Mapping[str, Callable[[Any, Any], bool]] = {
    "above": lambda found, given: found > given,
    "at_least": lambda found, given: found >= given,
    "below": lambda found, given: found < given,
    "at_most": lambda found, given: found <= given,
    "is": _same,
    "is_not": lambda found, given: not _same(found, given),
    "includes": _holds_in,
    "known": lambda found, given: given,  # asked of unknown values as well: see ``judge``
}
"""How a field may be compared."""
_OF_NUMBERS = ("above", "at_least", "below", "at_most")


@dataclass(frozen=True)
class Clause:
    """One line of a condition.

    Attributes
    ----------
    field
        One of :data:`FIELDS`, for example ``step.hours``.
    compare
        One of :data:`COMPARES`.
    value
        What it is compared with.
    """

    field: str
    compare: str
    value: Any


@dataclass(frozen=True)
class Judgement:
    """Whether a condition holds.

    Attributes
    ----------
    verdict
        ``yes``, ``no``, or ``unknown``.
    how_known
        As well as the least sure of the values that decided.
    sources
        Where these values stand.
    missing
        Fields that nobody has filled in.
    why
        For a no: what can be said of the person.
    """

    verdict: Verdict
    how_known: HowKnown = HowKnown.REPORTED
    sources: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()
    why: str = "This is not so for them."


def clauses(node: object) -> object:
    """Read a condition as it stands in a file.

    Raises
    ------
    ValueError
        Everything that is wrong with it, in one sentence after another.
    """
    if node is None or isinstance(node, tuple):
        return node or ()
    if not isinstance(node, Mapping) or not node:
        raise ValueError("Write a condition such as “step.hours: {above: 8}”")
    found, wrong = [], []
    for field, test in node.items():
        if field not in FIELDS:
            near = did_you_mean(field, FIELDS)
            wrong.append(f"There is no field “{field}” that a condition could ask for. {near}".strip())
        elif not isinstance(test, Mapping) or not test:
            wrong.append(f"“{field}” is compared with nothing. Write it such as “{field}: {{is: …}}”.")
        else:
            found += [Clause(field, str(compare), _plain(value)) for compare, value in test.items()]
            wrong += [_wrong(field, str(compare), value) for compare, value in test.items()]
    if any(wrong):
        raise ValueError(" ".join(filter(None, wrong)))
    return tuple(found)


def _plain(value: object) -> object:
    return tuple(value) if isinstance(value, list) else value


def _wrong(field: str, compare: str, value: object) -> str:
    if compare not in COMPARES:
        return f"“{compare}” compares nothing. {did_you_mean(compare, COMPARES)}".strip()
    number = isinstance(value, int | float) and not isinstance(value, bool)
    if compare in _OF_NUMBERS and (field not in NUMERIC or not number):
        other = "is or includes" if field not in NUMERIC else "a number"
        return f"“{compare}” works with numbers only; for “{field}” use {other}."
    if compare != "known" and value is None:
        return f"“{compare}” is followed by nothing. For what nobody has filled in write “known: false”."
    if compare == "includes" and field in NUMERIC:
        return f"“includes” looks into words and lists; for “{field}” use above, below or is."
    if compare == "known" and not isinstance(value, bool):
        return "After “known” write true or false."
    return ""


def misspelt(one: Clause, framework: Framework) -> tuple[str, str] | None:
    """Return what is wrong with a line that can never hold, because it names what there is not, and the remedy."""
    known = _names(one.field, framework)
    if not known or one.compare not in ("is", "is_not", *(["includes"] if one.field == "step.mode" else [])):
        return None
    if isinstance(one.value, tuple) and one.field != "step.mode":
        return f"“{one.field}” is one word, and is compared with a list", "Write one rule for each of them."
    given = one.value if isinstance(one.value, tuple) else (one.value,)
    for name in given:
        if str(name).casefold() not in known:
            remedy = did_you_mean(str(name), known) or f"Use one of: {', '.join(known)}."
            return f"“{one.field}” is never “{name}”", remedy
    return None


def _names(field: str, framework: Framework) -> tuple[str, ...]:
    """Return what a field can be, where that is a closed list."""
    if field == "step.component":
        return (*framework.components.ids, "none")
    if field == "step.intervention":
        return (*framework.interventions.ids, "none")
    if field == "persona.group":
        return tuple(framework.groups.ids)
    return {"step.mode": get_args(Mode), "persona.digital_access": tuple(DIGITAL_ACCESS)}.get(field, ())


def as_written(given: Collection[Clause]) -> dict[str, dict[str, Any]]:
    """Return a condition as it stands in a file."""
    out: dict[str, dict[str, Any]] = {}
    for one in given:
        out.setdefault(one.field, {})[one.compare] = (
            list(one.value) if isinstance(one.value, tuple) else one.value
        )
    return out


def judge(given: Collection[Clause], look: Callable[[str], tuple[Any, HowKnown, str]]) -> Judgement:
    """Tell whether all lines of a condition hold.

    Parameters
    ----------
    given
        The lines.
    look
        Gives a field's value, how it is known, and its source.
    """
    hows, sources, missing = [], [], []
    for one in given:
        value, how, source = look(one.field)
        known = how is not HowKnown.UNKNOWN
        if one.compare == "known":
            if known is not bool(one.value):
                return Judgement("no")
            continue
        if not known:
            missing.append(one.field)
            continue
        if not COMPARES[one.compare](value, one.value):
            return Judgement("no", how, (source,))
        hows.append(how)
        sources.append(source)
    if missing:
        return Judgement("unknown", HowKnown.UNKNOWN, tuple(sources), tuple(missing))
    from crpkit.journeys.facts import weakest

    return Judgement("yes", weakest(hows), tuple(dict.fromkeys(sources)))
