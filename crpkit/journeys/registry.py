"""The rules of the road-test: named, listed, switched on and off; a team adds its own with a decorator."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, overload

from crpkit.errors import CrpkitError, did_you_mean
from crpkit.journeys.findings import Finding

if TYPE_CHECKING:
    from crpkit.journeys.walk import Walk

Judge = Callable[["Walk"], Iterable[Finding]]
_BUILT_IN = (
    "crpkit.journeys.rulebook.people",
    "crpkit.journeys.rulebook.time",
    "crpkit.journeys.rulebook.money",
    "crpkit.journeys.rulebook.conditions",
    "crpkit.journeys.rulebook.access",
    "crpkit.journeys.rulebook.barriers",
    "crpkit.journeys.rulebook.care",
)
_RULES: dict[str, Rule] = {}


@dataclass(frozen=True)
class Rule:
    """One rule of the road-test.

    Attributes
    ----------
    name
        Short name.
    title
        What it looks at, in a few plain words.
    judge
        The function: takes a :class:`~crpkit.journeys.Walk`, yields findings.
    file, line
        Where it is written.
    journey_only
        Whether it finds the same whoever walks: then it is asked once a journey, and not for each persona.
    """

    name: str
    title: str
    judge: Judge
    file: str = ""
    line: int = 0
    journey_only: bool = False

    @property
    def place(self) -> str:
        """Where it is written, in words."""
        name = Path(self.file).name if self.file else ""
        return f"{name}, line {self.line}" if name and self.line else name


@overload
def rule(name: Judge) -> Judge: ...
@overload
def rule(name: str, title: str = "", journey_only: bool = False) -> Callable[[Judge], Judge]: ...
def rule(name: str | Judge, title: str = "", journey_only: bool = False) -> Judge | Callable[[Judge], Judge]:
    """Make a function a rule of every road-test from now on.

    The function takes a :class:`~crpkit.journeys.Walk` and yields what ``walk.finding(…)`` returns.

    Parameters
    ----------
    name
        Short name; it stands with each finding, and can be switched off by it. ``@rule`` alone takes the function's.
    title
        What it looks at, in a few plain words; the first line of the function's docstring if not given.
    journey_only
        Say so if it never looks at the persona: all pairs are then tested sooner.

    Raises
    ------
    CrpkitError
        If another rule has this name. The same function may be run again, as a cell of a notebook is.
    """
    if not isinstance(name, str):
        return rule(_name_of(name))(name)

    def register(judge: Judge) -> Judge:
        made = make_rule(name, judge, title, journey_only)
        there = _all().get(name) if not _is_built_in(judge) else _RULES.get(name)
        if there is not None and _key(there.judge) != _key(judge):
            where = f" ({there.place})" if there.place else ""
            raise CrpkitError(f"There is already a rule “{name}”{where}", "Give yours another name.")
        _RULES[name] = made
        return judge

    return register


def make_rule(name: str, judge: Judge, title: str = "", journey_only: bool = False) -> Rule:
    """Return a rule without adding it to those of every road-test."""
    code = getattr(judge, "__code__", None)
    said = title or (judge.__doc__ or "").strip().split("\n")[0].rstrip(".") or name
    file, line = (code.co_filename, code.co_firstlineno) if code else ("", 0)
    return Rule(name, said, judge, file, line, journey_only)


def drop_rule(name: str) -> None:
    """Take a rule that was added out again; it then judges no road-test any more.

    Raises
    ------
    CrpkitError
        If there is no such rule.
    """
    _RULES.pop(_known(name).name)


def rules(without: Iterable[str] = ()) -> Mapping[str, Rule]:
    """Return the rules there are: name → rule.

    Parameters
    ----------
    without
        Names of rules to leave out.

    Raises
    ------
    CrpkitError
        If there is no rule of such a name.
    """
    left = {_known(name).name for name in ([without] if isinstance(without, str) else without)}
    return MappingProxyType({name: one for name, one in _all().items() if name not in left})


def chosen(given: Mapping[str, Rule] | Iterable[Rule | str | Judge] | None) -> tuple[Rule, ...]:
    """Return the rules that were asked for: all if none were named; names, rules and functions may be mixed.

    Raises
    ------
    CrpkitError
        If there is no rule of a name.
    """
    if given is None:
        return tuple(_all().values())
    if isinstance(given, str | Rule):
        given = [given]
    listed = given.values() if isinstance(given, Mapping) else given
    return tuple(_as_rule(one) for one in listed)


def _as_rule(one: Rule | str | Judge) -> Rule:
    if isinstance(one, Rule):
        return one
    if isinstance(one, str):
        return _known(one)
    for there in _all().values():
        if there.judge is one:
            return there
    return make_rule(_name_of(one), one)


def _name_of(judge: Judge) -> str:
    return str(getattr(judge, "__name__", "rule")).strip("_").replace("_", "-")


def _all() -> dict[str, Rule]:
    for module in _BUILT_IN:
        import_module(module)
    return _RULES


def _known(name: str) -> Rule:
    found = _all().get(name)
    if found is None:
        raise CrpkitError(f"There is no rule “{name}”", did_you_mean(name, _all()))
    return found


def _key(judge: Judge) -> tuple[str, str]:
    return getattr(judge, "__module__", ""), getattr(judge, "__qualname__", "")


def _is_built_in(judge: Judge) -> bool:
    return getattr(judge, "__module__", "") in _BUILT_IN
