"""What the builder says in words: of a step, of a journey, of what leads where."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from crpkit.charts.journeys.stops import letters
from crpkit.errors import Problem
from crpkit.framework import Framework
from crpkit.journeys import Journey, RoadTest, Step
from crpkit.journeys.arranging import leading_to
from crpkit.journeys.rulebook.phrasing import counted, joined
from crpkit.journeys.telling import months_in_words
from crpkit.journeys.ways import CIRCLE, UNREACHED, next_steps
from crpkit.panels import controls as ui

_COUNTED = {"blocker": "stops them", "hold-up": "holds them up", "question": "to talk about"}
_MANY = {"blocker": "stop them", "hold-up": "hold them up", "question": "to talk about"}
STATUSES = {
    "reported": "The report gives these steps.",
    "draft": "A draft of the kit’s own: the order and most values are assumed, so that there is something to change.",
    "team": "The team’s own.",
}


def place_of(step: Step, steps: Sequence[Step], framework: Framework, test: RoadTest | None) -> ui.Place:
    """Return a step as the list of steps shows it."""
    component = next((one for one in framework.components if one.id == step.component), None)
    part = step.intervention or (component.intervention if component else "")
    title = next((one.title for one in framework.interventions if one.id == part), "")
    name = ": ".join(one for one in (title, component.title if component else "") if one)
    return ui.Place(
        step.id,
        step.title,
        name or "Something else that happens",
        tuple(_pieces(step, test)),
        _onward(step, steps),
        part or "other",
        letters([one.id for one in steps].index(step.id)),
    )


def _pieces(step: Step, test: RoadTest | None) -> list[str]:
    found = [] if step.month.value is None else [months_in_words(step).lower()]  # counted as on the map
    hours = step.hours.value
    times = step.repeats.times.value if step.repeats else None
    found.append("hours not known" if hours is None else counted(hours, "hour"))
    if times:
        found[-1] += f", {times} times"
    if step.payment.value:
        found.append("paid")
    if test is not None:
        found += _marks(test.at(step.id))
    return found


def _marks(findings: Sequence[object]) -> list[str]:
    count = Counter(getattr(one, "severity", "") for one in findings)
    signs = {"blocker": "✕", "hold-up": "!", "question": "?"}
    return [
        f"{signs[name]} {count[name]} {_COUNTED[name] if count[name] == 1 else _MANY[name]}"
        for name in _COUNTED
        if count[name]
    ]


def _onward(step: Step, steps: Sequence[Step]) -> str:
    """Return where a step leads, where that is not simply to the next one."""
    places = {one.id: letters(n) for n, one in enumerate(steps)}
    ways = [
        f"{places[way.to]}{f' ({way.when})' if way.when else ''}" for way in step.leads_to if way.to in places
    ]
    if not ways:
        return "The way ends here" if step.ends else ""
    may_end = ", or the way ends" if step.ends else ""
    return f"Then {' or '.join(ways)}{may_end}"


def summary(test: RoadTest | None, journey: Journey) -> str:
    """Return, as HTML, what the rules find on the whole way of the persona that is chosen: counts, no score."""
    if test is None:
        return f"<p>{counted(len(journey.steps), 'step')}.</p>"
    # needs are told of by themselves, as on the map: a need that no step answers is not one more thing in the way
    count: Counter[str] = Counter(one.severity for one in test.findings if one.rule != "needs-met")
    met: Counter[str] = Counter(one.met for one in test.needs)
    said = [
        f"<strong>{count[name]}</strong> {words}"
        for name, words in (
            ("blocker", "stop them" if count["blocker"] != 1 else "stops them"),
            ("hold-up", "hold them up" if count["hold-up"] != 1 else "holds them up"),
            ("question", "to talk about"),
            ("not-known", "not known"),
            ("helps", "help them" if count["helps"] != 1 else "helps them"),
        )
    ]
    if test.needs:
        needs = counted(len(test.needs), "need")
        said.append(f"<strong>{met['yes']}</strong> of {needs} met, <strong>{met['partly']}</strong> partly")
    pieces = "".join(f"<li>{one}</li>" for one in said)
    return (
        f'<p class="crp-journey-whose">What the rules find for <bdi>{ui.escape(test.persona.title)}</bdi>, '
        f'on {counted(len(journey.steps), "step")}:</p><ul class="crp-journey-counts">{pieces}</ul>'
    )


def in_page_words(problems: Sequence[Problem], steps: Sequence[Step]) -> list[str]:
    """Return problems of a journey as the builder says them: with titles for ids, and what to press for what to write.

    Parameters
    ----------
    problems
        What is wrong with the steps as they would be.
    steps
        The steps, for their titles.
    """
    circle = next((one for one in problems if one.found.startswith(CIRCLE)), None)
    if circle is not None:  # what nothing leads to any more follows from it
        way = [_title(id, steps) for id in circle.found.removeprefix(CIRCLE).split(" → ")]
        return [
            f"The way would go round in a circle: {' → '.join(way)}. Choose a later step; for something that comes "
            "again say how often, under “Time and money”."
        ]
    said = []
    for one in problems:
        lost = one.found.removeprefix(UNREACHED) if one.found.startswith(UNREACHED) else ""
        if lost:
            title = _title(lost.strip("“”"), steps)
            said.append(
                f"No step would lead to {title} any more. First let another step lead to it, or take it away."
            )
        else:
            said.append(one.sentence)
    return said


def _title(id: str, steps: Sequence[Step]) -> str:
    return f"“{next((step.title for step in steps if step.id == id), id)}”"


def farewell(steps: Sequence[Step], id: str) -> str:
    """Return what happens when a step is taken away: what led to it, and where that leads then."""
    gone = next(step for step in steps if step.id == id)
    titles = {step.id: f"“{step.title}”" for step in steps}
    before = [titles[step.id] for step in leading_to(steps, id)]
    onward = [titles[to] for to in next_steps(steps)[id]]
    waiting = [titles[step.id] for step in steps if id in step.after]
    said = [f"“{gone.title}” is taken away."]
    if before and onward:
        verb = "leads" if len(before) == 1 else "lead"
        said.append(f"{joined(before)} led to it, and now {verb} to {joined(onward)}.")
    elif before:
        said.append(f"{joined(before)} led to it; the way now ends there.")
    if waiting:
        said.append(f"{joined(waiting)} had to come after it; that is gone, too.")
    return " ".join(said)
