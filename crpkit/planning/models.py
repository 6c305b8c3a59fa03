"""The records of planning: ways a component can come about, lines of a plan, what people are paid, and the plan."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING

from crpkit.planning.option import LINK_WEIGHTS, WAYS, Option
from crpkit.planning.ranges import NOTHING, Range

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["LINE_COLUMNS", "LINK_WEIGHTS", "WAYS", "Line", "Option", "Payments", "Plan"]


@dataclass(frozen=True)
class Line:
    """One component in a plan.

    Attributes
    ----------
    component, option
        Id of the component, and the way chosen for it.
    start_month
        When the set-up begins, counted from 0 at the plan's start; it runs from ``start_month`` and the high end of the
        lead time on. ``None`` for *not now*.
    lead, partners
        Who leads (led by the community where it can be), and who works with them; a proposal for the team to change.
    evidence
        Evidence ids of what it rests on.
    principles
        Id of each prompt of the eight principles that the team has to check, and what was found; empty until then.
    gains
        Ids of the groups whose needs it answers.
    loses
        Who might lose by it: a question for the team, or its answer.
    note
        What was decided, and why.
    cost
        Pounds over the months of the plan, with what people are paid.
    days
        Staff days over the months of the plan.
    """

    component: str
    option: Option
    start_month: int | None
    lead: str
    partners: tuple[str, ...]
    evidence: tuple[str, ...]
    principles: Mapping[str, str]
    gains: tuple[str, ...]
    loses: str
    note: str
    cost: Range = NOTHING
    days: Range = NOTHING

    @property
    def runs_from(self) -> float | None:
        """The month from which it runs, at the latest; ``None`` for *not now* or an unknown lead time."""
        if self.start_month is None or self.option.lead_months.high is None:
            return None
        return self.start_month + self.option.lead_months.high


@dataclass(frozen=True)
class Payments:
    """What people are paid for taking part, over the months of a plan, in pounds.

    Attributes
    ----------
    included
        Whether the plan pays it.
    time, expenses, access, childcare
        What each comes to, paid or not.
    rates_on, rates_source
        Day and source of the table of rates.
    departs_from
        Ids of the principles that a plan without payment departs from; empty if it pays.
    caution
        What to find out before anyone is paid.
    """

    included: bool
    time: Range
    expenses: Range
    access: Range
    childcare: Range
    rates_on: str = ""
    rates_source: str = ""
    departs_from: tuple[str, ...] = ()
    caution: str = ""

    @property
    def total(self) -> Range:
        """All of it together."""
        return Range.total((self.time, self.expenses, self.access, self.childcare))


@dataclass(frozen=True)
class Plan:
    """A plan for one area.

    Attributes
    ----------
    name, title
        Short name, and what people read.
    lines
        One a component, in the order of the framework; those not now, too.
    cost, days
        Pounds and staff days over the months. The high end fits into the budget; ``missing`` counts unknown costs.
    answered
        Per group: the share (0 to 1) of what people in it would like that the plan answers.
    worth
        The same for all groups together, as :class:`crpkit.planning.worth.Worth` says.
    months, budget
        How long it runs, and the money there is.
    links
        How many of the links it relies on are ``ours``, the ``team``'s, the ``report``'s.
    without_inferred
        ``answered``, without the links that are ours.
    payments
        What people are paid.
    why
        Why this and not that, in sentences.
    staff_days
        The staff days there are; ``None`` if nobody set a limit.
    proof
        How it is known that no plan does better: ``enumerated``, or ``solved`` with a gap of 0.
    """

    name: str
    title: str
    lines: tuple[Line, ...]
    cost: Range
    days: Range
    answered: Mapping[str, float]
    worth: float
    months: int
    budget: float
    links: Mapping[str, int]
    without_inferred: Mapping[str, float]
    payments: Payments
    why: tuple[str, ...]
    staff_days: float | None = None
    proof: str = ""

    @property
    def chosen(self) -> tuple[Line, ...]:
        """The lines of what is in the plan."""
        return tuple(line for line in self.lines if line.option.way != "not-now")

    @property
    def options(self) -> tuple[str, ...]:
        """Ids of the options in the plan."""
        return tuple(line.option.id for line in self.chosen)

    @property
    def to_confirm(self) -> tuple[Line, ...]:
        """The lines that hold only if somebody confirms that the thing can be had."""
        return tuple(line for line in self.chosen if line.option.if_confirmed)

    def frame(self) -> pd.DataFrame:
        """Return the lines as a table.

        Returns
        -------
        pandas.DataFrame
            The columns of :data:`LINE_COLUMNS`.
        """
        import pandas as pd  # kept out of the start of the command line

        rows = [_row(line) for line in self.lines]
        return pd.DataFrame(rows, columns=list(LINE_COLUMNS))

    def _repr_html_(self) -> str:
        from html import escape

        shown = self.frame()[
            ["title", "way_title", "start_month", "cost_low", "cost_high", "days_high", "if_confirmed"]
        ]
        said = "".join(f"<p>{escape(sentence)}</p>" for sentence in (self.title, *self.why))
        return said + shown[self.frame()["way"] != "not-now"].to_html(index=False, na_rep="unknown")


LINE_COLUMNS: Mapping[str, str] = MappingProxyType(
    {
        "component": "Id of the component.",
        "title": "Its title.",
        "intervention": "Id of its intervention.",
        "way": "How it comes about: a key of WAYS.",
        "way_title": "The same, as people read it.",
        "start_month": "When the set-up begins, from 0; nothing for “not now”.",
        "runs_from": "The month from which it runs, at the latest.",
        "cost_low": "Pounds over the plan, low end of what is known.",
        "cost_high": "Pounds over the plan, high end of what is known.",
        "cost_missing": "How many of its costs are unknown and not in these.",
        "days_low": "Staff days over the plan, low end of what is known.",
        "days_high": "Staff days over the plan, high end of what is known.",
        "if_confirmed": "Holds only if somebody confirms that it can be had.",
        "how_known": "How its figures are known.",
        "source": "Where they are from.",
        "lead": "Who leads.",
        "partners": "Who works with them, joined with “; ”.",
        "gains": "Ids of the groups whose needs it answers, joined with “; ”.",
        "note": "What was decided, and why.",
        "evidence": "Evidence ids, joined with “; ”.",
    }
)


def _row(line: Line) -> dict[str, object]:
    option = line.option
    return {
        "component": line.component,
        "title": option.title,
        "intervention": option.intervention,
        "way": option.way,
        "way_title": option.way_title,
        "start_month": line.start_month,
        "runs_from": line.runs_from,
        "cost_low": line.cost.low,
        "cost_high": line.cost.high,
        "cost_missing": line.cost.missing,
        "days_low": line.days.low,
        "days_high": line.days.high,
        "if_confirmed": option.if_confirmed,
        "how_known": option.how_known,
        "source": option.source,
        "lead": line.lead,
        "partners": "; ".join(line.partners),
        "gains": "; ".join(line.gains),
        "note": line.note,
        "evidence": "; ".join(line.evidence),
    }
