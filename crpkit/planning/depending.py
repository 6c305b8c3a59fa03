"""What depends on what: what the framework says a component draws on, and what the table of costs adds or drops."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from crpkit.framework import Framework
from crpkit.needs.audit import Audit

if TYPE_CHECKING:
    from crpkit.planning.cost_rows import Dependency

PROGRAMME = "programme"
_HERE = ("good", "partly")


@dataclass(frozen=True)
class Depends:
    """What one component depends on.

    Attributes
    ----------
    after
        Ids of components that must all be in the plan.
    after_any
        Sets of ids; of each set one component must be in the plan.
    """

    after: tuple[str, ...] = ()
    after_any: tuple[tuple[str, ...], ...] = ()


def edges(
    framework: Framework, dependencies: Iterable[Dependency], funded_programme: bool | None
) -> dict[str, Depends]:
    """Return what each component depends on.

    A component depends on the components that it draws on, and on one component of each intervention that its own
    intervention draws on (all draw on the Hub); then comes what the table of costs adds or drops.

    Parameters
    ----------
    framework
        With a team's overlay, if there is one.
    dependencies
        Those of the table of costs.
    funded_programme
        Whether a funded partnership programme runs here; ``None`` if nobody knows. Only where none runs, dependencies
        that are said to hold then do hold.
    """
    found: dict[str, tuple[list[str], dict[str, tuple[str, ...]]]] = {}
    for component in framework.components:
        others = framework.interventions[component.intervention].draws_on
        found[component.id] = (
            list(component.draws_on),
            {other: _members(framework, other) for other in others},
        )
    for rule in dependencies:
        if rule.when is not None and funded_programme is not False:
            continue
        for name in [one for of in rule.of for one in _members(framework, of)]:
            after, groups = found[name]
            after += [one for one in rule.after if one not in after]
            if rule.one_of:
                among = tuple(dict.fromkeys(one for of in rule.one_of for one in _members(framework, of)))
                groups[",".join(rule.one_of)] = among
            for dropped in rule.drop:
                groups.pop(dropped, None)
                after[:] = [one for one in after if one != dropped]
    return {
        name: Depends(tuple(after), tuple(among for among in groups.values() if among))
        for name, (after, groups) in found.items()
    }


def _members(framework: Framework, name: str) -> tuple[str, ...]:
    """Return a component itself, or the components of an intervention."""
    if name in framework.interventions.ids:
        return tuple(one.id for one in framework.components if one.intervention == name)
    return (name,)


def circle(depends: Mapping[str, Depends]) -> tuple[str, ...]:
    """Return components that depend on each other in a circle, each on the next; none if all is well."""
    after = {
        name: tuple(dict.fromkeys((*one.after, *(part for among in one.after_any for part in among))))
        for name, one in depends.items()
    }
    done: set[str] = set()
    for start in after:
        trail: list[str] = []
        found = _walk(start, after, trail, done)
        if found:
            return found
    return ()


def _walk(
    name: str, after: Mapping[str, tuple[str, ...]], trail: list[str], done: set[str]
) -> tuple[str, ...]:
    if name in trail:
        return tuple(trail[trail.index(name) :])
    if name in done:
        return ()
    trail.append(name)
    for other in after.get(name, ()):
        found = _walk(other, after, trail, done)
        if found:
            return found
    trail.pop()
    done.add(name)
    return ()


def funded_programme(framework: Framework, audit: Audit | None) -> bool | None:
    """Return whether a funded partnership programme runs here, as far as the audit tells.

    Yes, if money of the programme is here at least in part; no, if the team wrote of each kind of it that it is not
    here, or that the programme is not funded (its condition *selection* is not met); else nobody knows.
    """
    if audit is None or PROGRAMME not in framework.interventions.ids:
        return None
    conditions = audit.conditions
    said = conditions[(conditions["intervention"] == PROGRAMME) & (conditions["condition"] == "selection")]
    money = [
        one.id
        for one in framework.components
        if one.intervention == PROGRAMME and one.id.endswith("-funding")
    ]
    states = {audit.status(name) for name in money}
    if states & set(_HERE) or "met" in set(said["state"]):
        return True
    if "lacking" in set(said["state"]) or (states and states == {"none"}):
        return False
    return None
