"""The road-test: one persona, one journey, and what each rule finds."""

from __future__ import annotations

import traceback
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, fields, replace
from functools import cached_property
from typing import TYPE_CHECKING, Any

from crpkit.framework import Framework, load_framework
from crpkit.framework.models import HowKnown
from crpkit.journeys.findings import MET, SEVERITIES, Finding, Met, MetNeed
from crpkit.journeys.meeting import needs_of
from crpkit.journeys.models import Journey
from crpkit.journeys.registry import Judge, Rule, chosen, rules
from crpkit.journeys.rulebook.phrasing import counted, joined, number
from crpkit.journeys.walk import Route, Walk
from crpkit.personas import Persona

if TYPE_CHECKING:
    import pandas as pd

FINDING_COLUMNS: Mapping[str, str] = {
    "rule": "name of the rule",
    "step": "id of the step; nothing for the journey as a whole",
    "severity": "blocker, hold-up, question, not-known, notice or helps",
    "message": "plain sentences",
    "source": "evidence ids, separated by spaces",
    "need": "id of the need, if it is about one",
    "how_known": "reported, confirmed, inferred, assumed or unknown",
}
"""What the columns of :meth:`RoadTest.frame` mean."""
HOUR_COLUMNS: Mapping[str, str] = {
    "month": "month of the journey, from 1; nothing for hours of which nobody knows when",
    "asked": "hours asked for, on the way that asks most",
    "asked_least": "hours asked for, on the way that asks least",
    "had": "hours a month that the person has; nothing if that is not known",
    "how_known": "of hours asked and had together",
    "steps": "ids of the steps that go on",
    "not_known": "how many of these ask for hours that nobody knows; none of them is in the sums",
}
"""What the columns of :attr:`RoadTest.hours` mean."""


@dataclass(frozen=True)
class RoadTest:
    """What was found when a persona was walked through a journey. There is no single score.

    Attributes
    ----------
    journey, persona, framework
        What was tested, by which framework.
    findings
        All that the rules found, step by step, the most serious first.
    needs
        Each need of the persona's group, and whether the journey answers it. Blank without the kit's framework.
    rules
        Names of the rules that ran.
    """

    journey: Journey
    persona: Persona
    framework: Framework
    findings: tuple[Finding, ...]
    needs: tuple[MetNeed, ...]
    rules: tuple[str, ...]
    _walk: Walk = field(repr=False, compare=False)

    def __repr__(self) -> str:
        return f"<RoadTest of {self.persona.id} on {self.journey.id}: {len(self.findings)} findings>"

    @cached_property
    def hours(self) -> pd.DataFrame:
        """Hours asked for and hours had, one row a month: see :data:`HOUR_COLUMNS`."""
        import pandas as pd

        return pd.DataFrame(list(self._hours()), columns=list(HOUR_COLUMNS)).astype(
            {"month": "Int64", "asked": float, "asked_least": float, "had": float, "not_known": int}
        )

    def _hours(self) -> Iterator[tuple[object, ...]]:
        load, had = self._walk.route.load, self.persona.hours_a_month
        how = max((load.how_known, had.how_known), key=_SURENESS.index) if had.known else HowKnown.UNKNOWN
        last = max((*load.running, *load.most), default=-1)
        for month in range(last + 1):
            steps = load.running.get(month, ())
            unsure = sum(id in load.unknown for id in steps)
            asked, least = load.most.get(month, 0.0), load.least.get(month, 0.0)
            if unsure and not asked:  # nobody knows, which is not the same as nothing
                asked = least = float("nan")
            yield month + 1, asked, least, had.value, how.value, steps, unsure
        unplaced = tuple(
            step.id for step in self.journey.steps if not step.month.known or step.id in load.no_month
        )
        if unplaced:
            asked = load.unplaced if load.no_month else float("nan")
            unsure = sum(id in load.unknown for id in unplaced)
            yield None, asked, float("nan"), had.value, how.value, unplaced, unsure

    @property
    def asked(self) -> float | None:
        """Hours asked for in all, on the way that asks most; ``None`` if nobody knows the hours of any step."""
        load = self._walk.route.load
        known = any(step.hours.known for step in self.journey.steps)
        return load.total if known else None

    def met(self, met: Met) -> tuple[MetNeed, ...]:
        """Return the needs that are met, partly met, not met, or of which that is not known."""
        return tuple(one for one in self.needs if one.met == met)

    def at(self, step: str | None) -> tuple[Finding, ...]:
        """Return what was found at a step; with ``None``, what concerns the journey as a whole."""
        return tuple(one for one in self.findings if one.step == step)

    def frame(self) -> pd.DataFrame:
        """Return the findings as a table; the columns are described in :data:`FINDING_COLUMNS`."""
        import pandas as pd

        rows = [[getattr(one, name) for name in FINDING_COLUMNS] for one in self.findings]
        frame = pd.DataFrame(rows, columns=list(FINDING_COLUMNS))
        frame["how_known"] = [one.how_known.value for one in self.findings]
        return frame

    def needs_frame(self) -> pd.DataFrame:
        """Return the needs as a table, one row a need; the columns are the fields of :class:`MetNeed`."""
        import pandas as pd

        names = [one.name for one in fields(MetNeed)]
        frame = pd.DataFrame([[getattr(one, name) for name in names] for one in self.needs], columns=names)
        frame["how_known"] = [one.how_known.value for one in self.needs]
        return frame

    def as_record(self) -> dict[str, Any]:
        """Return everything as plain values, for JSON; what is not known is ``None``."""
        hours = self.hours.astype(object).where(self.hours.notna(), None)
        return {
            "journey": {"id": self.journey.id, **self.journey.written()},
            "persona": self.persona.id,
            "rules": list(self.rules),
            "findings": [_as_values(one) for one in self.findings],
            "needs": [_as_values(one) for one in self.needs],
            "hours": [{**row, "steps": list(row["steps"])} for row in hours.to_dict(orient="records")],
        }

    def explain(self) -> str:
        """Return what was found in plain sentences, one a line."""
        return "\n".join(self._sentences())

    def _sentences(self) -> Iterator[str]:
        draft = {"draft": " (a draft of the kit’s own)", "reported": " (the report gives its steps)"}
        kind = draft.get(self.journey.status, "")
        steps = counted(len(self.journey.steps), "step")
        yield f"“{self.persona.title}” on the journey “{self.journey.title}”{kind}, {steps}."
        yield from self._needs_in_words()
        yield self._hours_in_words()
        for severity in ("blocker", "hold-up", "question"):
            for one in self.findings:
                if one.severity == severity and one.rule != "needs-met":
                    yield str(one)
        unknown = sum(one.severity == "not-known" for one in self.findings)
        if unknown:
            why = "because something is not known. That does not mean that all is well there."
            yield f"{counted(unknown, 'thing')} could not be judged {why}"
        yield from (str(one) for one in self.findings if one.severity == "notice")

    def _needs_in_words(self) -> Iterator[str]:
        if not self.needs:
            yield "What people of this group need is not in the framework."
            return
        count = Counter(one.met for one in self.needs)
        parts = [f"{count[met]} {words.lower()}" for met, words in MET.items() if count[met]]
        yield f"Of {counted(len(self.needs), 'need')} of this group: {joined(parts)}. {self._voiced()}"
        links, inferred = sum(one.links for one in self.needs), sum(one.inferred for one in self.needs)
        if links:
            ours = f"{number(inferred)} of them {'is' if inferred == 1 else 'are'} inferred by us"
            rests = f"This rests on {counted(links, 'link')} between steps and needs; {ours}"
            yield f"{rests}, and how strongly each answers is our reading."

    def _voiced(self) -> str:
        """How many of the needs are the group's own in the report, and of how many that is our reading."""
        voices = needs_of(self.framework, self.persona.group)
        named = sum(how is HowKnown.REPORTED for _, how, _ in voices)
        ours = len(voices) - named
        if not ours:
            return "The report names all of them for this group."
        return f"The report names {number(named)} of them for this group; that the others are theirs is our reading."

    def _hours_in_words(self) -> str:
        load, had = self._walk.route.load, self.persona.hours_a_month
        if self.asked is None:
            return "How many hours it asks for is not known."
        more = (
            f", not counting {counted(len(load.unknown), 'step')} whose hours nobody knows"
            if load.unknown
            else ""
        )
        asked = f"It asks for {counted(load.total, 'hour')} in all{more}"
        if had.value is None:
            return f"{asked}; how many hours a month they have is not known."
        sure = " (your assumption)" if had.how_known is HowKnown.ASSUMED else ""
        return f"{asked}; they have {counted(had.value, 'hour')} a month{sure}."

    def _repr_html_(self) -> str:
        from html import escape

        return "".join(f"<p>{escape(line)}</p>" for line in self._sentences())


def _as_values(one: Finding | MetNeed) -> dict[str, Any]:
    kept = {field.name: getattr(one, field.name) for field in fields(one)}
    return {name: list(value) if isinstance(value, tuple) else value for name, value in kept.items()}


_SURENESS = [
    HowKnown.REPORTED,
    HowKnown.CONFIRMED,
    HowKnown.INFERRED,
    HowKnown.ASSUMED,
    HowKnown.UNKNOWN,
]
_SEVERE = {severity: place for place, severity in enumerate(SEVERITIES)}


def road_test(
    journey: Journey,
    persona: Persona,
    framework: Framework | None = None,
    rules: Mapping[str, Rule] | Iterable[Rule | str | Judge] | None = None,
) -> RoadTest:
    """Walk a persona through a journey and ask each rule what it finds.

    Parameters
    ----------
    journey
        Where to walk.
    persona
        Who walks.
    framework
        With a team's overlay, if there is one; the kit's own if not given.
    rules
        Which rules to ask, by name, as rules, or as functions; all there are if not given. Their order does not matter.

    Returns
    -------
    RoadTest
        Findings, needs, hours by month.

    Raises
    ------
    InputProblems
        If a step leads nowhere or in a circle.
    CrpkitError
        If there is no rule of a name that was given. A rule that breaks raises nothing: it becomes a finding.
    """
    return walked(Route(journey, framework or load_framework()), persona, chosen(rules))


def walked(route: Route, persona: Persona, asked: Iterable[Rule]) -> RoadTest:
    """Do what :func:`road_test` does, on a route made once for many personas."""
    walk, found, names = Walk(route, persona), list[Finding](), list[str]()
    for one in asked:
        names.append(one.name)
        if one.journey_only:
            if one not in route.kept:
                route.kept[one] = tuple(_ask(one, walk))
            found += route.kept[one]
        else:
            found += _ask(one, walk)
    place = {name: number for number, name in enumerate(sorted(names))}
    found.sort(
        key=lambda finding: (
            route.place[finding.step],
            _SEVERE[finding.severity],
            place[finding.rule],
            str(finding.need or ""),
            finding.message,
        )
    )
    return RoadTest(
        route.journey, persona, route.framework, tuple(found), walk.met, tuple(sorted(names)), walk
    )


def _ask(asked: Rule, walk: Walk) -> list[Finding]:
    """Ask one rule; if it breaks, what it found so far stays, and a notice says where it broke."""
    found: list[Finding] = []
    walk.rule = asked.name
    try:
        for one in asked.judge(walk) or ():
            if (
                not isinstance(one, Finding)
                or not isinstance(one.message, str)
                or not isinstance(one.source, str)
            ):
                raise TypeError(
                    f"a rule yields what walk.finding(words, …) returns, not {type(one).__name__}"
                )
            if one.step not in walk.route.place or one.severity not in _SEVERE:
                raise ValueError(
                    f"the finding names a step or a severity that is not there ({one.step}, {one.severity})"
                )
            sound = one.rule == asked.name and isinstance(one.how_known, HowKnown)
            found.append(one if sound else replace(one, rule=asked.name, how_known=HowKnown(one.how_known)))
    except (Exception, SystemExit) as error:  # whatever a team's own rule does, the others are still asked
        found.append(_broken(asked, walk, error))
    return found


def _left_out(asked: Rule) -> str:
    """Say how a rule is left out: one that was only handed over is not among those of every road-test."""
    if rules().get(asked.name) is asked:
        return f'leave it out with rules(without=["{asked.name}"])'
    return "take it out of the rules you give, or switch it off"


def _broken(asked: Rule, walk: Walk, error: BaseException) -> Finding:
    trace = traceback.extract_tb(error.__traceback__)
    own = [frame for frame in trace if frame.filename == asked.file]
    file, line = (own[-1].filename, own[-1].lineno) if own else (asked.file, asked.line)
    where = f" ({file}, line {line})" if file else ""
    reason = f"{type(error).__name__}: {error}" if str(error) else type(error).__name__
    words = (
        f"The rule “{asked.name}” broke{where}: {reason.rstrip('.')}. Mend it there, or {_left_out(asked)}. "
        "The other rules were asked."
    )
    return walk.finding(words, severity="notice", source=f"rule:{asked.name}", how_known=HowKnown.UNKNOWN)
