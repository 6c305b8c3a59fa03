"""Starting small: for each new part of a plan a card: what is tried, how it will be known, and when to stop."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from crpkit.framework import Framework, load_framework
from crpkit.planning.measuring import Measure, measures_of
from crpkit.planning.models import Line, Plan
from crpkit.planning.pilot_card import FollowUp, PilotCard, joined
from crpkit.planning.ranges import NOTHING, Range

if TYPE_CHECKING:
    import pandas as pd

    from crpkit.needs import Diagnosis

MONTHS = 6
"""How long a pilot runs before people decide; our choice, so that it ends with the first follow-up."""
FOLLOW_UP = (6, 12)
"""Months after the beginning at which the same is asked again."""
_NEW = ("strengthen", "national", "adapt", "build")
_TESTS: Mapping[str, str] = {
    "strengthen": "Whether “{title}”, made stronger, does more for people than it does today.",
    "national": "Whether “{title}” as it is offered nationally suits people here.",
    "adapt": "Whether “{title}”, fitted to this place, does for people here what it is meant to.",
    "build": "Whether “{title}” can be made here with partners, and does for people what it is meant to.",
}
_AFTERWARDS = (
    "Everyone who took part hears what was found, and what was decided, before anybody else does.",
    "If it goes on, those who took part are asked first whether they want to stay, and on which terms.",
    "If it does not go on, each person is told by then, thanked, paid what is owed, and shown where else to turn.",
    "What people made and learned stays theirs.",
)
_STOP = (
    "At once: somebody is hurt or not safe, or is pressed to take part.",
    "Nobody leads it any more, and nobody takes over within a month.",
    "Three times in a row fewer than half come of those who began. Ask why before you decide.",
    "At the follow-up people who take part say that it does them no good, or takes more than it gives.",
)


def pilot_cards(
    plan: Plan,
    *,
    framework: Framework | None = None,
    diagnosis: Diagnosis | None = None,
    months: int = MONTHS,
) -> tuple[PilotCard, ...]:
    """Return a card for each part of a plan that is new or changes here.

    Parameters
    ----------
    plan
        The plan. What stays as it is, or is left for now, needs no pilot.
    framework
        With the team's overlay; the packaged one if not given. Its links say by which needs a part is measured.
    diagnosis
        What people answered: where they stand now. Without it nobody knows, and the cards say so.
    months
        How long each runs before people decide.

    Returns
    -------
    tuple of PilotCard
        In the order of the plan.
    """
    framework = framework or load_framework()
    return tuple(
        _card(plan, line, framework, diagnosis, months) for line in plan.chosen if line.option.way in _NEW
    )


def pilots_frame(cards: Iterable[PilotCard]) -> pd.DataFrame:
    """Return the cards as a table: a row each, a column for each heading; sentences joined with line breaks."""
    import pandas as pd  # kept out of the start of the command line

    rows = [{"Pilot": card.title, **{head: "\n".join(lines) for head, lines in card.parts}} for card in cards]
    return pd.DataFrame(rows)


def _card(
    plan: Plan, line: Line, framework: Framework, diagnosis: Diagnosis | None, months: int
) -> PilotCard:
    option = line.option
    groups = option.groups or line.gains
    titles = {group.id: group.title for group in framework.groups}
    measures = measures_of(line.component, framework, diagnosis)
    pays = plan.payments.included
    begins = line.runs_from
    return PilotCard(
        id=option.id,
        component=line.component,
        title=option.title,
        way=option.way_title,
        tests=_TESTS[option.way].format(title=option.title),
        why=_why(line, measures),
        groups=groups,
        with_whom=tuple(titles.get(group, group) for group in groups),
        people=option.capacity.times(months / 12),
        months=months,
        begins=begins,
        baseline=None if begins is None else max(1, int(begins)),
        measures=measures,
        follow_up=tuple(_follow_up(after, begins, plan.months) for after in FOLLOW_UP),
        afterwards=_AFTERWARDS,
        stop_when=(*_STOP, *_stop_for(option.setup + option.yearly)),
        cost=_spent(
            (option.setup, option.pay_setup if pays else NOTHING),
            (option.yearly, option.pay_yearly if pays else NOTHING),
            months,
        ),
        days=_spent((option.setup_days,), (option.yearly_days,), months),
        paid=pays,
        lead=line.lead,
        partners=line.partners,
        find_out=tuple(_find_out(line, measures)),
        evidence=tuple(dict.fromkeys((*line.evidence, *(id for one in measures for id in one.evidence)))),
    )


def _why(line: Line, measures: Sequence[Measure]) -> tuple[str, ...]:
    asked = [one.title for one in measures if one.need]
    said = [f"It is meant to help with: {joined(asked)}."] if asked else []
    if line.note:
        said.append(line.note)
    return tuple(said or ["Nothing says yet what it would help with."])


def _follow_up(after: int, begins: float | None, months: int) -> FollowUp:
    if begins is None:
        return FollowUp(after, None, False)
    month = int(begins + after) + 1
    return FollowUp(after, month, month <= months)


def _spent(once: Iterable[Range], yearly: Iterable[Range], months: int) -> Range:
    return Range.total([*once, *(one.times(months / 12) for one in yearly)])


def _stop_for(money: Range) -> tuple[str, ...]:
    words = "It costs more than the high end given here, and nobody agrees to pay the rest."
    return (words,) if money.high is not None else ()


def _find_out(line: Line, measures: Sequence[Measure]) -> Iterator[str]:
    """Yield what has to be known before it begins."""
    option = line.option
    if option.if_confirmed:
        yield "Whether it can be had at all: ask whoever offers it, and note who said so and when."
    unknown = {
        "what the set-up costs": option.setup,
        "what it costs a year": option.yearly,
        "how long the set-up takes": option.lead_months,
        "how many people there is room for": option.capacity,
        "how many days of staff it takes": option.setup_days + option.yearly_days,
    }
    missing = [words for words, amount in unknown.items() if not amount.known]
    if missing:
        yield f"Not known: {joined(missing)}."
    if any(not one.baseline_known for one in measures):
        yield "Where people stand today: ask the questions above before it begins."
    yield line.loses or "Who might lose by it, or be left out? Ask people it does not reach."
