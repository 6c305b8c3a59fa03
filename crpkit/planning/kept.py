"""The record of a plan that a team keeps: what it asked for, what was reckoned, and what it wrote itself."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime

from crpkit.planning.models import Line, Plan
from crpkit.planning.ranges import Range
from crpkit.planning.settings import LineNotes, Settings


@dataclass(frozen=True)
class Rest:
    """Something that a plan rests on, as of :meth:`crpkit.planning.Plans.rests_on`.

    Attributes
    ----------
    what, how_known
        What it takes for granted, and how that is known.
    if_otherwise
        What would change.
    find_out
        What it would take to find out.
    leaves, enters
        Ids of options that would leave the plan, and enter it.
    worth_change
        What the plan would answer more, or less (below 0): a share.
    """

    what: str
    how_known: str
    if_otherwise: str
    find_out: str
    leaves: tuple[str, ...] = ()
    enters: tuple[str, ...] = ()
    worth_change: float = 0.0


@dataclass(frozen=True)
class Other:
    """Another good plan that was offered.

    Attributes
    ----------
    name, title
        Short name, and what people read.
    cost
        Pounds over the months.
    worth
        Share (0 to 1) of what people would like that it answers.
    only_here, only_there
        Ids of options that only the plan that is kept has, and only this other one.
    """

    name: str
    title: str
    cost: Range
    worth: float
    only_here: tuple[str, ...] = ()
    only_there: tuple[str, ...] = ()


@dataclass(frozen=True)
class KeptPlan:
    """A plan that a team keeps.

    Attributes
    ----------
    made
        When it was reckoned (with a time zone).
    settings
        What the team asked for.
    chosen
        Short name of the plan among those that were offered.
    plan
        The plan as it was reckoned.
    lines
        Component → what the team wrote to its line.
    sentences
        Key of a sentence of the document → what the team wrote in its place. They survive when the plan is made again.
    inputs
        Name → fingerprint of what it was made from: see :mod:`crpkit.planning.inputs`.
    rests
        What it rests on.
    questions
        What nobody knows and would have to be found out, in sentences.
    others
        What else was offered.
    """

    made: datetime
    settings: Settings
    chosen: str
    plan: Plan
    lines: Mapping[str, LineNotes] = field(default_factory=dict)
    sentences: Mapping[str, str] = field(default_factory=dict)
    inputs: Mapping[str, str] = field(default_factory=dict)
    rests: tuple[Rest, ...] = ()
    questions: tuple[str, ...] = ()
    others: tuple[Other, ...] = ()

    def line(self, component: str) -> Line:
        """Return a line with what the team wrote in place of what was proposed.

        Raises
        ------
        KeyError
            If the plan has no such component.
        """
        found = next((line for line in self.plan.lines if line.component == component), None)
        if found is None:
            raise KeyError(component)
        notes = self.lines.get(component)
        if notes is None:
            return found
        return replace(
            found,
            lead=notes.lead or found.lead,
            partners=notes.partners or found.partners,
            note=notes.note or found.note,
            loses=notes.loses or found.loses,
            principles={
                **found.principles,
                **{name: said for name, said in notes.principles.items() if said},
            },
        )

    @property
    def edited(self) -> Plan:
        """The plan with what the team wrote to its lines."""
        return replace(self.plan, lines=tuple(self.line(line.component) for line in self.plan.lines))
