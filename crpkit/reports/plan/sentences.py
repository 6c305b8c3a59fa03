"""The sentences of the document that a team can edit: what the kit proposes, by a key that stays the same."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from crpkit.planning.models import Line
from crpkit.planning.saying import percent, pounds
from crpkit.reports.plan.answers import answer_to, plain_reason
from crpkit.reports.plan.given import Given, day_words, inside, listed_all, lower, money_words
from crpkit.reports.plan.pulls import pull


@dataclass(frozen=True)
class Sentence:
    """A sentence, or a few, that a team can edit.

    Attributes
    ----------
    key
        Under which it is kept.
    about
        What it is about, for whoever edits it.
    proposed
        What the kit proposes.
    """

    key: str
    about: str
    proposed: str


@dataclass(frozen=True)
class Sentences:
    """All sentences of one document.

    Attributes
    ----------
    given
        The plan.
    """

    given: Given

    @cached_property
    def all(self) -> tuple[Sentence, ...]:
        """In the order of the document."""
        return tuple(self._all())

    @cached_property
    def _proposed(self) -> dict[str, str]:
        return {one.key: one.proposed for one in self.all}

    def of(self, key: str) -> str:
        """Return what stands under a key: the team's words, else what is proposed."""
        own = self.given.kept.sentences.get(key, "")
        return own if own.strip() else self._proposed.get(key, "")

    def _all(self) -> Iterator[Sentence]:
        given = self.given
        yield Sentence("summary", "The plan in short", _summary(given))
        yield Sentence("asks", "What we ask for", _asks(given))
        for line in given.chosen:
            yield Sentence(f"line/{line.component}", line.option.words, _doing(given, line))
        for line in given.left:
            yield Sentence(
                f"left/{line.component}", f"{line.option.title}: not now", plain_reason(given, line)
            )
        yield Sentence("payment", "Fair payment", _payment(given))
        yield Sentence("cannot", "What it cannot achieve", _cannot(given))
        for tension in given.framework.tensions:
            yield Sentence(f"tension/{tension.id}", tension.title, pull(given, tension.id))
        for need in given.wanted:
            yield Sentence(f"said/{need}", f"You said: {given.need(need)}", answer_to(given, need))


def _summary(given: Given) -> str:
    plan, settings = given.plan, given.kept.settings
    where = f" at {given.place}" if given.place else " here"
    start = f"{settings.start:%B %Y}" if settings.start else ""
    when = f"Over {plan.months} months" + (f" from {start}" if start else "")
    many = len(given.changing)
    begins = f"{when} this plan begins or strengthens {many} thing{'s' if many != 1 else ''}{where}"
    stays = len(given.staying) - len(given.planned)
    others = [f"builds on {stays} that run already"] if stays else []
    if given.planned:
        others.append(f"counts on {len(given.planned)} that others plan")
    keeps = f", {listed_all(others)}" if len(others) > 1 else f" and {others[0]}" if others else ""
    answers = f"Together they answer about {percent(plan.worth)} of what the people who answered the survey would like."
    high = plan.cost.most
    left = plan.budget - high
    cost = f"It costs {money_words(plan.cost)}"
    if plan.cost.known:
        spare = "all of" if left < 1 else f"{pounds(round(left))} less than"
        cost += f"; even at the high end that is {spare} the budget of {pounds(plan.budget)}."
    else:
        cost += f", of a budget of {pounds(plan.budget)}."
    return f"{begins}{keeps}. {answers} {cost} It takes {day_words(plan.days)} of paid staff."


def _asks(given: Given) -> str:
    plan = given.plan
    first = f"Up to {pounds(round(plan.cost.most))} over {plan.months} months"
    if not plan.cost.known:
        first = f"At least {pounds(round(plan.cost.least))} over {plan.months} months; some costs are not known yet"
    days = f", and {day_words(plan.days)} of staff time" if plan.days.most else ""
    asks = f"{first}{days}."
    confirm = [lower(line.option.title) for line in plan.to_confirm]
    if confirm:
        asks += f" And a yes or no to whether these can be had: {listed_all(confirm)}."
    return asks


_BEGINS = {
    "keep": "It goes on as it is",
    "strengthen": "We make what is here of this stronger",
    "national": "We use what is offered for the whole country rather than make our own",
    "adapt": "We take what is offered for the whole country and change it so that it fits here",
    "build": "We build this here, together with partners",
}


def _doing(given: Given, line: Line) -> str:
    option = line.option
    begins = _BEGINS[option.way]
    run = f", run by {inside(option.by)}" if option.by and option.way in ("keep", "strengthen") else ""
    said = f"{begins}{run}."
    if option.way == "keep" and option.if_confirmed:
        by = f" by {inside(option.by)}" if option.by else " by others"
        return f"This is planned{by}. We count on it, once they confirm it."
    if option.way == "keep":
        return said if option.full else f"{said} It is here in part, so it answers to some extent."
    return f"{said} {_when(given, line)}"


def _when(given: Given, line: Line) -> str:
    if line.start_month is None:
        return ""
    start, runs = given.month(line.start_month), given.month(line.runs_from)
    if line.runs_from is None:
        words = f"Setting it up begins in {start}; how long that takes is not known."
    elif line.runs_from == line.start_month:
        words = f"It runs from {runs}."
    else:
        words = f"Setting it up begins in {start}, and it runs from {runs} at the latest."
    if line.option.if_confirmed:
        words += " This holds only if somebody confirms that it can be had."
    return words


def _payment(given: Given) -> str:
    payments = given.plan.payments
    if payments.included:
        return (
            "People who are not paid staff are paid for their time, and get back what coming costs them, unless they "
            f"choose otherwise. Over the plan this comes to {money_words(payments.total)}; it is part of what the "
            "plan costs."
        )
    principles = [given.framework.principles[name].title for name in payments.departs_from]
    departs = f" That departs from these principles: {listed_all(principles)}." if principles else ""
    return (
        f"Nobody is paid for taking part in this plan.{departs} To pay people would cost "
        f"{money_words(payments.total)} more."
    )


def _cannot(given: Given) -> str:
    none = [need for need in given.wanted if not given.level(need)]
    some = [need for need in given.wanted if given.level(need) == 0.5]
    many = len(given.wanted)
    return (
        f"Of {many} things that people here would like, this plan answers {many - len(none) - len(some)} well, "
        f"{len(some)} to some extent, and {len(none)} not at all. Learning and meeting change what people know and "
        "whom they know; they do not change rules, contracts and careers."
    )
