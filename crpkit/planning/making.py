"""From a choice to a plan: its lines, its payments, what it rests on in numbers, and why this and not that."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from crpkit.framework import Framework
from crpkit.needs.place import Place
from crpkit.needs.tallies import FEW
from crpkit.planning.finding import Finder
from crpkit.planning.instance import Choice, Instance, Limits
from crpkit.planning.lines import lines_of
from crpkit.planning.models import Option, Payments, Plan
from crpkit.planning.ranges import UNKNOWN, Range
from crpkit.planning.rates import Rates
from crpkit.planning.saying import days, listed, money, percent, pounds, things
from crpkit.planning.whynot import Left, left_out, nearest, why_not
from crpkit.planning.worth import Worth

_PROOF = {
    "enumerated": "Every combination was tried.",
    "solved": "That no plan within the limits does better by this measure is proved, not guessed.",
}
_MEASURE = {
    "most-needs": "Within the limits, no plan answers more.",
    "most-even": "Within the limits, no plan does more for the group for which least is answered.",
    "only-sure": "Within the limits and without anything that has yet to be confirmed, no plan answers more.",
    "if-affordable": (
        "It counts things of which nobody knows the cost or how long they take as if they could be had. It cannot be "
        "shown to fit the budget, and is here to show what is worth finding out."
    ),
}
_SMALL = "It is the cheapest plan that {what}."
_SMALL_FLOORS = "reaches every floor"
_SMALL_HALF = "brings at least half of what the first plan adds to the cheapest one"


@dataclass(frozen=True)
class Maker:
    """What plans are made with.

    Attributes
    ----------
    every
        All options.
    limits
        What plans keep to.
    framework, place, rates
        For lines and payments.
    answered
        Title of each group → how many people of it answered.
    without_figure
        Ids of the groups of which no figure is given: see :func:`crpkit.planning.few.groups_without_figure`.
    """

    every: tuple[Option, ...]
    limits: Limits
    framework: Framework
    place: Place | None
    rates: Rates
    answered: Mapping[str, int]
    without_figure: frozenset[str] = frozenset()

    @cached_property
    def _ways(self) -> Mapping[str, list[Option]]:
        """The ways of each component that has any but *not now*."""
        found: dict[str, list[Option]] = {}
        for one in self.every:
            if one.way != "not-now":
                found.setdefault(one.component, []).append(one)
        return found

    def plan(self, name: str, title: str, finder: Finder, choice: Choice, here: Choice) -> Plan:
        """Return the plan of a choice.

        Parameters
        ----------
        name, title
            Of the plan.
        finder
            What found the choice.
        choice
            The options.
        here
            What is here and works, for comparison.
        """
        instance = finder.instance
        months, pay, worth = instance.months, instance.pay, instance.worth
        chosen = choice.components
        left = left_out(instance, choice, self.limits)
        reasons = {
            component: why_not(ways, instance, choice, self.limits, left)
            for component, ways in self._ways.items()
            if component not in chosen
        }
        lines = lines_of(choice, self.every, worth, self.framework, self.place, months, pay, reasons)
        bare = Worth(worth.wishes, worth.links.without("ours"))
        plan = Plan(
            name=name,
            title=title,
            lines=lines,
            cost=Range.total(line.cost for line in lines),
            days=Range.total(line.days for line in lines),
            answered=worth.answered(choice.options),
            worth=choice.worth,
            months=months,
            budget=self.limits.budget or 0.0,
            links=self._links(worth, choice),
            without_inferred=bare.answered(choice.options),
            payments=self._payments(choice.options, months, pay),
            why=(),
            staff_days=self.limits.staff_days,
            proof=finder.proof,
        )
        said = list(self._why(plan, instance, choice, here, bare, left))
        return replace(plan, why=tuple(said))

    def also(self, plan: Plan, titles: Sequence[str]) -> Plan:
        """Return a plan that says which other named plans would be the same."""
        named = listed([f"“{title}”" for title in titles])
        return replace(plan, why=(*plan.why, f"The same plan is also the answer to: {named}."))

    def _links(self, worth: Worth, choice: Choice) -> dict[str, int]:
        wanted = set(worth.wishes.needs)
        found = {"ours": 0, "team": 0, "report": 0}
        for component in choice.components:
            for link in worth.links.of(component):
                found[link.whose] += link.need in wanted
        return found

    def _payments(self, options: Sequence[Option], months: int, pay: bool) -> Payments:
        parts: Mapping[str, list[Range]] = {
            part: [one.paid(months).get(part, UNKNOWN) for one in options]
            for part in ("time", "expenses", "access", "childcare")
        }
        return Payments(
            included=pay,
            **{part: Range.total(spans) for part, spans in parts.items()},
            rates_on=self.rates.on.isoformat(),
            rates_source=self.rates.source,
            departs_from=() if pay else self.rates.principles,
            caution=self.rates.caution,
        )

    # -- words

    def _why(
        self,
        plan: Plan,
        instance: Instance,
        choice: Choice,
        here: Choice,
        bare: Worth,
        left: Sequence[Left],
    ) -> Iterator[str]:
        yield self._measure(plan)
        yield self._answers(plan, instance, here)
        yield self._cost(plan)
        unknown = [line.option.words for line in plan.chosen if not instance.known(line.option)]
        if unknown:
            yield f"Nobody knows enough of what these cost or take: {listed(unknown, 6)}."
        near = nearest(instance, choice, self.limits, left) if not instance.unknown_fits else ""
        if near:
            yield near
        if plan.to_confirm:
            names = listed([line.option.words for line in plan.to_confirm], 6)
            yield f"These hold only if somebody confirms that they can be had: {names}."
        yield self._rests(plan, choice, bare)
        if not plan.payments.included:
            yield self._unpaid(plan)

    def _measure(self, plan: Plan) -> str:
        if plan.name != "start-small":
            return " ".join(filter(None, (_MEASURE[plan.name], self._proof(plan))))
        what = _SMALL_FLOORS if any(self.limits.floors.values()) else _SMALL_HALF
        return f"{_SMALL.format(what=what)} {self._proof(plan)}"

    def _proof(self, plan: Plan) -> str:
        return "" if plan.name == "if-affordable" else _PROOF[plan.proof]

    def _answers(self, plan: Plan, instance: Instance, here: Choice) -> str:
        titles = dict(zip(instance.worth.wishes.groups, instance.worth.wishes.titles, strict=True))
        said = f"It answers {percent(plan.worth)} of what people said they would like; what is here already answers "
        said += f"{percent(here.worth)}."
        shown = {name: share for name, share in plan.answered.items() if name not in self.without_figure}
        if len(shown) < 2:  # of one group alone there is nothing to set it beside
            return said
        least, most = min(shown, key=shown.__getitem__), max(shown, key=shown.__getitem__)
        among = " Of the groups of which enough people answered: least" if self.without_figure else " Least"
        return (
            f"{said}{among} for “{titles[least]}” ({percent(shown[least])}), most for “{titles[most]}” "
            f"({percent(shown[most])})."
        )

    def _cost(self, plan: Plan) -> str:
        if not any((plan.cost.most, plan.cost.missing, plan.days.most, plan.days.missing)):
            return "It asks nothing of the budget, and no staff days."
        left = plan.budget - plan.cost.most
        said = f"It costs {money(plan.cost)} over {plan.months} months"
        said += (
            f"; at the high end {pounds(left)} of {pounds(plan.budget)} are left." if plan.cost.known else "."
        )
        if plan.days.missing:
            known = f"{days(plan.days.most)} of staff that are known of"
            return f"{said} It takes {known}; of {things(plan.days.missing)} nobody knows."
        took = f"up to {days(plan.days.most)} of staff" if plan.days.most else "no staff days"
        return f"{said} It takes {took}."

    def _rests(self, plan: Plan, choice: Choice, bare: Worth) -> str:
        total = sum(plan.links.values())
        ours = plan.links["ours"]
        without = percent(bare.worth(choice.options))
        return (
            f"It relies on {total} links between support and needs: {plan.links['report']} are the report's, "
            f"{plan.links['team']} the team's, {ours} ours. Without ours it answers {without}."
        )

    def _unpaid(self, plan: Plan) -> str:
        titles = [
            self.framework.principles[name].title
            for name in plan.payments.departs_from
            if name in self.framework.principles.ids
        ]
        would = money(plan.payments.total)
        return (
            "Nobody is paid for their time, expenses, access or childcare in it. That departs from these principles: "
            f"{listed([f'“{title}”' for title in titles])}. Paying would cost {would}."
        )

    def questions(self, instance: Instance, links_given: bool, funded: bool | None) -> tuple[str, ...]:
        """Return what nobody knows and would have to be found out, in sentences.

        Parameters
        ----------
        instance
            What was chosen among.
        links_given
            Whether the team said anything of links.
        funded
            Whether a funded partnership programme runs here, if anybody knows.
        """
        return tuple(self._questions(instance, links_given, funded))

    def _questions(self, instance: Instance, links_given: bool, funded: bool | None) -> Iterator[str]:
        if funded is None:
            yield "Whether a funded partnership programme runs here; where none does, finding partners comes first."
        helpful = [
            one
            for one in instance.options
            if (instance.worth.wishes.sizes * instance.worth.levels(one)).any()
        ]
        unknown = dict.fromkeys(
            one.title
            for one in helpful
            if not any(instance.known(other) for other in helpful if other.component == one.component)
        )
        if unknown:
            yield f"What these cost, and how long they take to set up: {listed(list(unknown), 12)}."
        unsure = dict.fromkeys(
            one.title for one in self.every if one.way == "keep" and "written down" in one.why
        )
        if unsure:
            yield f"Whether these are here already: {listed(list(unsure), 12)}."
        offers = dict.fromkeys(one.title for one in helpful if one.if_confirmed and one.way != "keep")
        if offers:
            yield f"Whether there is a national offer of these: {listed(list(offers), 12)}."
        if not links_given:
            yield "Whether the links between support and needs are right: the team has not confirmed any yet."
        few = [title for title, answered in self.answered.items() if 0 < answered < FEW]
        if few:
            yield f"Whether others in these groups would say the same; under {FEW} of each answered: {listed(few, 6)}."
        if instance.worth.wishes.silent:
            titles = [self.framework.groups[one].title for one in instance.worth.wishes.silent]
            yield f"What these groups would like; nobody of them has answered: {listed(titles, 6)}."
