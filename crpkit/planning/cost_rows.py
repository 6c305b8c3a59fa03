"""The rows of a table of costs: what one component takes in one way, and what depends on what."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

from crpkit.framework import HowKnown
from crpkit.planning.figures import Figure, Text
from crpkit.planning.ranges import Range

FIGURES: Mapping[str, str] = {
    "setup": "Pounds to set it up, without what people are paid for taking part.",
    "yearly": "Pounds a year to run it, without what people are paid for taking part.",
    "setup_days": "Days of paid staff to set it up.",
    "yearly_days": "Days of paid staff a year to run it.",
    "lead_months": "Months from the beginning of the set-up until it runs.",
    "capacity": "People a year.",
    "paid_hours_setup": "Hours for which people who are not paid staff are paid while it is set up (people × hours).",
    "paid_hours_yearly": "The same, a year, while it runs.",
    "visits_setup": "Times that such a person comes somewhere while it is set up (people × meetings in person).",
    "visits_yearly": "The same, a year, while it runs.",
}
"""The figures of a row, and what each means."""
_Words = Annotated[str, Field(min_length=1, max_length=80)]


class CostRow(BaseModel):
    """What one component takes, in one way or in several.

    Attributes
    ----------
    component
        Id of the component.
    way
        One of the ways (not ``not-now``), or a list of them.
    how_known, source, on, note
        Of all figures of the row that do not say it themselves; if not given, those of the whole table.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")
    component: _Words
    way: str | tuple[str, ...]
    setup: Figure = Figure()
    yearly: Figure = Figure()
    setup_days: Figure = Figure()
    yearly_days: Figure = Figure()
    lead_months: Figure = Figure()
    capacity: Figure = Figure()
    paid_hours_setup: Figure = Figure()
    paid_hours_yearly: Figure = Figure()
    visits_setup: Figure = Figure()
    visits_yearly: Figure = Figure()
    how_known: HowKnown | None = None
    source: Text = ""
    on: date | None = None
    note: Text = ""

    @property
    def ways(self) -> tuple[str, ...]:
        """The ways it speaks of."""
        return (self.way,) if isinstance(self.way, str) else self.way

    def figure(self, name: str) -> Range:
        """Return one of :data:`FIGURES`."""
        found: Figure = getattr(self, name)
        return found.range

    def known_by(self) -> str:
        """Return how its figures are known: the least sure of them; ``unknown`` if none is known."""
        found = [getattr(self, name) for name in FIGURES if getattr(self, name).range.known]
        if not found:
            return HowKnown.UNKNOWN.value
        order = [HowKnown.CONFIRMED, HowKnown.REPORTED, HowKnown.INFERRED, HowKnown.ASSUMED]
        said = [one.how_known or self.how_known or HowKnown.ASSUMED for one in found]
        return str(max(said, key=lambda one: order.index(one) if one in order else len(order)).value)

    @property
    def sources(self) -> str:
        """Where its figures are from, with days."""
        said = [(self.source, self.on)]
        said += [(getattr(self, name).source, getattr(self, name).on) for name in FIGURES]
        words = [", ".join(filter(None, (source, day.isoformat() if day else ""))) for source, day in said]
        return "; ".join(dict.fromkeys(filter(None, words)))


class Dependency(BaseModel):
    """What components or whole interventions depend on.

    Attributes
    ----------
    of
        Ids of components or interventions that depend.
    after
        Components that must all be in the plan.
    one_of
        Components or interventions, of which one component must be in the plan.
    drop
        Components or interventions of which the framework says that it draws on them, and the team that it need not.
    when
        ``no-funded-programme``: holds only where no funded partnership programme runs.
    how_known, source, note
        How this is known, from where, and why.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")
    of: Annotated[tuple[_Words, ...], Field(min_length=1)]
    after: tuple[_Words, ...] = ()
    one_of: tuple[_Words, ...] = ()
    drop: tuple[_Words, ...] = ()
    when: Literal["no-funded-programme"] | None = None
    how_known: HowKnown = HowKnown.ASSUMED
    source: Text = ""
    note: Text = ""
