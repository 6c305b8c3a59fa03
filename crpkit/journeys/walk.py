"""A persona on a journey: what a rule is given to look at."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from crpkit.errors import CrpkitError, did_you_mean
from crpkit.framework import Framework
from crpkit.framework.models import Component, Group, HowKnown
from crpkit.journeys.clauses import Judgement, judge
from crpkit.journeys.conditions import Asked, conditions_of, verdict
from crpkit.journeys.facts import Detail, weakest
from crpkit.journeys.findings import SEVERITIES, Finding, MetNeed, Severity, conditional
from crpkit.journeys.meeting import Offers, met_needs, offers
from crpkit.journeys.models import Journey, Step
from crpkit.journeys.timing import Load, load
from crpkit.journeys.ways import Ways, ways
from crpkit.personas import FACTS, Persona, TeamFact


class Route:
    """A journey with all that does not depend on who walks it; made once for many personas.

    Attributes
    ----------
    journey, framework
        What it was made from.

    Raises
    ------
    InputProblems
        If a step leads nowhere or in a circle.
    """

    def __init__(self, journey: Journey, framework: Framework) -> None:
        self.journey, self.framework = journey, framework
        self.ways: Ways = ways(journey)
        self.kept: dict[object, tuple[Finding, ...]] = {}  # of rules that find the same whoever walks
        self._components = {component.id: component for component in framework.components}
        self.steps: Mapping[str, Step] = {step.id: step for step in journey.steps}
        self.place: Mapping[str | None, int] = {
            None: -1,
            **{step.id: number for number, step in enumerate(journey.steps)},
        }

    @cached_property
    def load(self) -> Load:
        """Hours asked for."""
        return load(self.journey, self.ways)

    @cached_property
    def offers(self) -> Offers:
        """Which steps answer which needs."""
        return offers(self.journey, self.framework, self.component)

    @cached_property
    def asked(self) -> tuple[tuple[Step, tuple[Asked, ...]], ...]:
        """What each step asks to hold before."""
        return tuple(
            (step, conditions_of(step, self.component(step), self.journey)) for step in self.journey.steps
        )

    def component(self, step: Step) -> Component | None:
        """Return the component that a step uses, if it uses one."""
        return self._components.get(step.component or "")

    def intervention(self, step: Step) -> str | None:
        """Return the id of the intervention that a step belongs to, if it belongs to one."""
        component = self.component(step)
        return component.intervention if component is not None else step.intervention


@dataclass(frozen=True)
class Blocked:
    """Why a persona cannot go on at a step: a firm condition that does not hold."""

    asked: Asked
    judgement: Judgement


class Walk:
    """One persona on one journey.

    Attributes
    ----------
    persona, journey, framework
        Who, on what, by which framework.
    route
        What does not depend on the persona: ways, hours, conditions.
    rule
        Name of the rule that is being asked.
    """

    def __init__(self, route: Route, persona: Persona) -> None:
        self.route, self.persona, self.rule = route, persona, ""
        self.journey, self.framework = route.journey, route.framework

    @property
    def steps(self) -> tuple[Step, ...]:
        """The steps, in the order of the file."""
        return self.journey.steps

    @cached_property
    def group(self) -> Group | None:
        """The persona's group; ``None`` if the framework has none of this id."""
        return next((group for group in self.framework.groups if group.id == self.persona.group), None)

    @property
    def family(self) -> str | None:
        """Id of the family of the persona's group."""
        return self.group.family if self.group else None

    @property
    def experience(self) -> str | None:
        """``new`` or ``experienced``, as the persona's group is; ``None`` if that is not known."""
        return self.group.experience if self.group else None

    @cached_property
    def met(self) -> tuple[MetNeed, ...]:
        """Each need of the persona's group, and whether the journey answers it."""
        return met_needs(self)

    @cached_property
    def judged(self) -> tuple[tuple[Step, Asked, Judgement], ...]:
        """Each condition of each step, and whether it holds when this person comes there."""
        return tuple(
            (step, asked, verdict(asked, self, step))
            for step, all_asked in self.route.asked
            for asked in all_asked
        )

    @cached_property
    def blocked(self) -> Mapping[str, Blocked]:
        """Steps at which a firm condition does not hold."""
        return {
            step.id: Blocked(asked, found)
            for step, asked, found in self.judged
            if asked.force == "firm" and found.verdict == "no"
        }

    def component(self, step: Step) -> Component | None:
        """Return the component that a step uses, if it uses one."""
        return self.route.component(step)

    def component_how_known(self, step: Step) -> HowKnown:
        """Return how it is known that a step uses its component: by the journey's design, if it does not say."""
        return step.component_how_known or HowKnown.REPORTED

    def unsaid(self, step: Step) -> bool:
        """Tell whether a step names an intervention, but none of its components: much is then not known of it."""
        return step.component is None and step.intervention is not None

    def fact(self, name: str) -> TeamFact[Any]:
        """Return what is known of the persona, for example ``walk.fact("hours_a_month")``.

        Raises
        ------
        CrpkitError
            If a persona has no such field.
        """
        names = [fact.name for fact in FACTS]
        if name not in names:
            raise CrpkitError(f"A persona has no field “{name}”", did_you_mean(name, names))
        found: TeamFact[Any] = getattr(self.persona, name)
        return found

    def persona_source(self, field: str) -> str:
        """Return the evidence id of a field of the persona."""
        return f"persona:{self.persona.id}/{field}"

    def step_source(self, step: Step | str, field: str) -> str:
        """Return the evidence id of a field of a step."""
        return f"journey:{self.journey.id}/{step if isinstance(step, str) else step.id}/{field}"

    def finding(
        self,
        message: str,
        step: Step | str | None = None,
        severity: Severity = "question",
        source: str | Iterable[str] = (),
        need: str | None = None,
        how_known: HowKnown | str | Iterable[HowKnown] | None = None,
    ) -> Finding:
        """Return a finding of this walk; the rule's name is filled in for you.

        Parameters
        ----------
        message
            One or two plain sentences. “If the assumption holds” is added where it rests on one.
        step
            The step, or its id; nothing for the journey as a whole.
        severity
            One of :data:`crpkit.journeys.SEVERITIES`.
        source
            Evidence ids; the step or the journey itself if none is given.
        need
            Id of a need, if it is about one.
        how_known
            How what it rests on is known; of several, the least sure counts. If not given: inferred by the rule, or
            unknown for what is ``not-known``.

        Raises
        ------
        CrpkitError
            If there is no such severity or step, or way of knowing.
        """
        id = step.id if isinstance(step, Step) else step
        if severity not in SEVERITIES:
            raise CrpkitError(f"No finding is called “{severity}”", did_you_mean(severity, SEVERITIES))
        if id not in self.route.place:
            raise CrpkitError(f"The journey has no step “{id}”", did_you_mean(id, self.route.steps))
        how = _how(how_known, severity)
        ids = [source] if isinstance(source, str) else list(source)
        place = f"journey:{self.journey.id}" + (f"/{id}" if id else "")
        said = " ".join(dict.fromkeys(filter(None, ids))) or place
        return Finding(self.rule, id, severity, conditional(message, how), said, need, how)

    def judge(self, clauses: Iterable[Any], step: Step | None = None) -> Judgement:
        """Tell whether a condition as teams write it holds for this person at this step."""
        return judge(tuple(clauses), lambda field: self._look(field, step))

    def _look(self, field: str, step: Step | None) -> tuple[Any, HowKnown, str]:
        subject, _, name = field.partition(".")
        if subject == "persona":
            found = getattr(self.persona, name)
            how = found.how_known if isinstance(found, TeamFact) else HowKnown.CONFIRMED
            value = found.value if isinstance(found, TeamFact) else found
            return value, how, self.persona_source(name)
        if subject == "journey" or step is None:
            known = HowKnown.CONFIRMED if subject == "journey" else HowKnown.UNKNOWN
            return self.journey.id, known, f"journey:{self.journey.id}"
        value, how = self._of_step(step, name)
        return value, how, self.step_source(step, name)

    def _of_step(self, step: Step, name: str) -> tuple[Any, HowKnown]:
        if name == "mode":
            found = self.mode(step)
        elif name == "intervention":
            return _plain(self.route.intervention(step), step.component_how_known or HowKnown.CONFIRMED)
        elif name == "component":
            return _plain(step.component, step.component_how_known or HowKnown.CONFIRMED)
        else:
            found = getattr(step, name)
        return found.value, found.how_known

    def mode(self, step: Step) -> Detail[Any]:
        """Return whether a step is online or in person: what the step says, else its component."""
        component = self.component(step)
        if step.mode.known or component is None or component.mode.value is None:
            return step.mode
        how = weakest((component.mode.how_known, self.component_how_known(step)))
        return Detail[Any](value=component.mode.value, how_known=how)


def _how(given: HowKnown | str | Iterable[HowKnown] | None, severity: Severity) -> HowKnown:
    if given is None:
        return HowKnown.UNKNOWN if severity == "not-known" else HowKnown.INFERRED
    if not isinstance(given, str):
        return weakest(given)
    try:
        return HowKnown(given)
    except ValueError:
        known = [one.value for one in HowKnown]
        raise CrpkitError(f"Nothing is known as “{given}”", did_you_mean(given, known)) from None


def _plain(value: str | None, how: HowKnown) -> tuple[str | None, HowKnown]:
    """A step without a component is known to have none: “something else that happens”."""
    return (value or "none", how)
