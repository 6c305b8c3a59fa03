"""Which component answers which need, and who says so: the framework's links, and what a team made of them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple

import pandas as pd

from crpkit.errors import InputProblems, Problem, did_you_mean
from crpkit.framework import Framework, HowKnown
from crpkit.planning.models import LINK_WEIGHTS

TeamLinks = pd.DataFrame | Mapping[tuple[str, str], str]
"""What a team said: component and need → ``none``, ``some`` or ``strong``; as a mapping, or as a table with the columns
``component``, ``need``, ``strength``."""


class Link(NamedTuple):
    """A component answers a need: how far, and who says so (``ours``, ``team``, ``report``)."""

    component: str
    need: str
    strength: str
    whose: str
    evidence: str

    @property
    def weight(self) -> float:
        """How far it counts: 0, ½ or 1."""
        return LINK_WEIGHTS[self.strength]


@dataclass(frozen=True)
class Links:
    """The links that a plan is reckoned by; those of strength ``none`` are kept, as somebody said so."""

    all: tuple[Link, ...]

    def of(self, component: str) -> tuple[Link, ...]:
        """Return the links of a component that count for something."""
        return tuple(link for link in self.all if link.component == component and link.weight > 0)

    def without(self, whose: str, component: str | None = None) -> Links:
        """Return the links without those of one source, of all components or of one."""
        return Links(
            tuple(
                link
                for link in self.all
                if link.whose != whose or (component is not None and link.component != component)
            )
        )


def links_of(framework: Framework, team: TeamLinks | None = None) -> Links:
    """Return the framework's links, with what a team said in their place.

    Parameters
    ----------
    framework
        With a team's overlay: links that the overlay gave count as the team's.
    team
        See :data:`TeamLinks`; a link that the framework does not have may stand there, too.

    Raises
    ------
    InputProblems
        If a component, a need or a strength is unknown.
    """
    found = {(link.component, link.need): _own(link) for link in framework.links}
    for (component, need), strength in _said(framework, team).items():
        evidence = f"team:links/{component}/{need}"
        found[component, need] = Link(component, need, strength, "team", evidence)
    return Links(tuple(found.values()))


def _own(link: Any) -> Link:
    whose = "report" if link.how_known is HowKnown.REPORTED else "ours"
    if link.how_known is HowKnown.CONFIRMED or link.team_fields:
        whose = "team"
    return Link(link.component, link.need, link.strength, whose, f"framework:links/{link.id}")


def _said(framework: Framework, team: TeamLinks | None) -> dict[tuple[str, str], str]:
    if team is None:
        return {}
    if isinstance(team, pd.DataFrame):
        missing = [name for name in ("component", "need", "strength") if name not in team.columns]
        if missing:
            found = f"The table of links has no column {', '.join(missing)}"
            raise InputProblems(
                [Problem(found, "Give it the columns component, need, strength.", field="links")]
            )
        rows = zip(team["component"], team["need"], team["strength"], strict=True)
        pairs = {(str(component), str(need)): str(strength) for component, need, strength in rows}
    else:
        pairs = {key: str(strength) for key, strength in team.items()}
    problems = [
        problem for pair, strength in pairs.items() for problem in _faults(framework, *pair, strength)
    ]
    if problems:
        raise InputProblems(problems)
    return pairs


def _faults(framework: Framework, component: str, need: str, strength: str) -> list[Problem]:
    field = f"links: {component}, {need}"
    faults = []
    if component not in framework.components.ids:
        near = did_you_mean(component, framework.components.ids)
        faults.append(Problem(f"There is no component “{component}”", near, field=field))
    if need not in framework.needs.ids:
        near = did_you_mean(need, framework.needs.ids)
        faults.append(Problem(f"There is no need “{need}”", near, field=field))
    if strength not in LINK_WEIGHTS:
        near = did_you_mean(strength, LINK_WEIGHTS)
        faults.append(Problem(f"“{strength}” is not a strength", near, field=field))
    return faults
