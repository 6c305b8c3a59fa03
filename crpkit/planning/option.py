"""One way in which one component can come about here, and what it comes to over the months of a plan."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from types import MappingProxyType

from crpkit.planning.ranges import NOTHING, Range

WAYS: Mapping[str, str] = MappingProxyType(
    {
        "keep": "Keep what is here",
        "strengthen": "Strengthen it",
        "national": "Use the national offer",
        "adapt": "Adapt the national offer",
        "build": "Build it with partners",
        "not-now": "Not now",
    }
)
"""How a component can come about here, and what people read."""
LINK_WEIGHTS: Mapping[str, float] = MappingProxyType({"none": 0.0, "some": 0.5, "strong": 1.0})
"""How far a link counts. That “to some extent” is half of “strongly” is our choice; the report does not weigh them."""


@dataclass(frozen=True)
class Option:
    """One way in which one component can come about here.

    Attributes
    ----------
    id
        ``component/way``.
    component, title, intervention
        Id and title of the component, and the id of its intervention.
    way
        One of :data:`WAYS`.
    possible
        Whether the audit and the framework leave it open.
    why
        Why it is possible or not, in a sentence.
    if_confirmed
        It can be planned only if somebody confirms that it can be had.
    setup, yearly
        Money in pounds, without what people are paid for taking part.
    setup_days, yearly_days
        Days of paid staff.
    lead_months
        Months from the beginning of the set-up until it runs.
    capacity
        People a year.
    after
        Components that must be in the plan, and run no later.
    after_any
        Sets of components; of each set one must be in the plan, and run no later.
    how_known, source
        How the figures are known, and from where.
    allowed
        What the team said: allowed, ruled out, or nothing (``None``).
    reason
        Why the team said so.
    full
        Whether it answers needs in full; what is here only in part answers them to some extent.
    groups
        Ids of the groups it reaches; empty where that is everyone, or not known.
    pay_setup, pay_yearly
        What people are paid for their time, expenses, access and childcare, in pounds.
    pay_parts
        The same by ``time``, ``expenses``, ``access``, ``childcare``: (set-up, yearly).
    by
        Who runs it now, as the audit has it.
    evidence
        Evidence ids: of the audit, the table of costs, the framework.
    """

    id: str
    component: str
    title: str
    intervention: str
    way: str
    possible: bool
    why: str
    if_confirmed: bool
    setup: Range
    yearly: Range
    setup_days: Range
    yearly_days: Range
    lead_months: Range
    capacity: Range
    after: tuple[str, ...]
    how_known: str
    source: str
    allowed: bool | None
    reason: str
    after_any: tuple[tuple[str, ...], ...] = ()
    full: bool = True
    groups: tuple[str, ...] = ()
    pay_setup: Range = NOTHING
    pay_yearly: Range = NOTHING
    pay_parts: Mapping[str, tuple[Range, Range]] = field(default_factory=dict, hash=False)
    by: str = ""
    evidence: tuple[str, ...] = ()

    @property
    def usable(self) -> bool:
        """Whether it may be planned: as the team said, else whether it is possible."""
        return self.possible if self.allowed is None else self.allowed

    @property
    def way_title(self) -> str:
        """The way, as people read it."""
        return WAYS[self.way]

    @property
    def words(self) -> str:
        """The component and the way: “How-to guide: Use the national offer”."""
        return f"{self.title}: {self.way_title}"

    def months_counted(self, months: int) -> tuple[float, float]:
        """Return for how many months yearly costs are counted in a plan, at least and at most.

        From the end of its own set-up to the end of the plan. That it may have to wait for something else is not
        counted as a saving. An unknown lead time counts all months at the high end.
        """
        lead = self.lead_months
        if lead.low is None or lead.high is None:
            return 0.0, float(months)
        return max(0.0, months - lead.high), max(0.0, months - lead.low)

    def money(self, months: int, pay: bool = True) -> Range:
        """Return what it costs over the months of a plan, in pounds."""
        parts = [(self.setup, self.yearly), (self.pay_setup, self.pay_yearly)][: 2 if pay else 1]
        return _as_one(Range.total(self._over(*part, months) for part in parts))

    def paid(self, months: int) -> Mapping[str, Range]:
        """Return what people are paid over the months, by time, expenses, access and childcare."""
        return {name: self._over(*parts, months) for name, parts in self.pay_parts.items()}

    def days(self, months: int) -> Range:
        """Return the staff days it takes over the months of a plan."""
        return _as_one(self._over(self.setup_days, self.yearly_days, months))

    def _over(self, once: Range, yearly: Range, months: int) -> Range:
        if self.way == "not-now":
            return NOTHING
        low, high = self.months_counted(months)
        return once + yearly.times(low / 12, high / 12)


def _as_one(span: Range) -> Range:
    """Return a sum of which something is unknown as one unknown thing, however many of its parts are."""
    return replace(span, missing=1) if span.missing else span
