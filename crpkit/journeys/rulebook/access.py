"""Can they take part: access needs, going online, words."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from crpkit.framework.models import HowKnown
from crpkit.journeys.facts import weakest
from crpkit.journeys.findings import Finding, Met, Severity
from crpkit.journeys.registry import rule
from crpkit.journeys.rulebook.phrasing import joined, quoted
from crpkit.journeys.walk import Walk
from crpkit.tables.plain import hard_words, reading_grade, words_in

HARDEST_GRADE = 7.0
"""School grade (Flesch and Kincaid) up to which words count as plain: a reading age of about 12. Our measure."""
HARD_FOR_ALL = 16.0
"""Beyond this grade, the last year of a first degree, an age says nothing any more."""
ENOUGH_WORDS = 15
"""Fewer words than this give no grade worth speaking of."""
_INCLUSIVE = "report:part-2-principles"
_LANGUAGE = "report:part-1-needed"


@rule("access-needs", "Access needs that a step does not see to")
def access_needs(walk: Walk) -> Iterator[Finding]:
    """Needs of the persona that no word of a step's list covers; what is not written down is not known."""
    needed = walk.fact("access_needs")
    source = (walk.persona_source("access_needs"), _INCLUSIVE)
    if needed.value is None:
        words = "What they need so that they can take part is not known."
        yield walk.finding(words, severity="not-known", source=source, how_known=HowKnown.UNKNOWN)
        return
    untold = []
    for step in walk.steps if needed.value else ():
        if not step.serves.known:
            untold.append(step.id)
            continue
        how = weakest((needed.how_known, step.serves.how_known))
        sources = (walk.step_source(step, "serves"), *source)
        served = {need: _served(need, step.serves.value or ()) for need in needed.value}
        missing, perhaps = (
            [need for need, far in served.items() if far == which] for which in ("no", "partly")
        )
        if missing:
            words = f"“{step.title}”: {_named(missing)} is not among what is seen to."
            yield walk.finding(words, step, "hold-up", sources, how_known=how)
        if perhaps:
            words = f"“{step.title}”: what is seen to names only a part of {_named(perhaps)}. Will that do?"
            yield walk.finding(words, step, "question", sources, how_known=how)
    if untold:
        words = (
            f"They need {_named(needed.value)}. Whether that is seen to is not known: {quoted(walk, untold)}."
        )
        yield walk.finding(words, untold[0], "not-known", source, how_known=HowKnown.UNKNOWN)


def _named(needs: Iterable[str]) -> str:
    return joined([f"“{need}”" for need in needs])


def _served(need: str, served: Iterable[str]) -> Met:
    """Tell whether one of the things seen to says the whole need, or a part: people have to tell if that will do."""
    wanted, given = _plain(need), [_plain(one) for one in served]
    if any(wanted in one for one in given):
        return "yes"
    return "partly" if any(one in wanted for one in given) else "no"


def _plain(words: str) -> str:
    return " " + " ".join(re.findall(r"\w+", words.casefold())) + " "


_ONLINE: dict[str, tuple[Severity, str]] = {
    "none": ("blocker", "is online only, and they have no internet"),
    "phone": ("question", "is online only, and they have a phone only: try it out on one"),
    "shared": ("question", "is online only, and they share or borrow a computer"),
}


@rule("going-online", "Steps that are online only")
def going_online(walk: Walk) -> Iterator[Finding]:
    """What they can go online with, beside steps that can only be taken online."""
    modes = {step.id: walk.mode(step) for step in walk.steps}
    online = [step for step in walk.steps if modes[step.id].value == frozenset({"online"})]
    access = walk.fact("digital_access")
    source = walk.persona_source("digital_access")
    if online and access.value is None:
        words = f"What they can go online with is not known. Online only: {quoted(walk, [step.id for step in online])}."
        sources = (source, walk.step_source(online[0], "mode"))
        yield walk.finding(words, online[0], "not-known", sources, how_known=HowKnown.UNKNOWN)
    elif access.value in _ONLINE:
        severity, said = _ONLINE[access.value]
        for step in online:
            how = weakest((access.how_known, modes[step.id].how_known))
            sources = (source, walk.step_source(step, "mode"))
            yield walk.finding(f"“{step.title}” {said}.", step, severity, sources, how_known=how)
    untold = [step.id for step in walk.steps if not modes[step.id].known]
    if untold and access.value != "own":
        words = f"Whether these are online or in person is not known: {quoted(walk, untold)}."
        yield walk.finding(
            words, untold[0], "not-known", f"journey:{walk.journey.id}/mode", how_known=HowKnown.UNKNOWN
        )


@rule("hard-words", "Hard words in what they are told", journey_only=True)
def plain_words(walk: Walk) -> Iterator[Finding]:
    """Words that shut people out, and sentences that are hard to read."""
    for step in walk.steps:
        told = step.told.value
        if told is None:
            continue
        source = (walk.step_source(step, "told"), _LANGUAGE)
        hard = {one.word.casefold(): one.plainer for one in hard_words(told)}
        if hard:
            better = joined([f"“{word}” ({plainer})" for word, plainer in hard.items()])
            words = f"“{step.title}”: some people may not know {better}."
            yield walk.finding(words, step, "hold-up", source, how_known=step.told.how_known)
        grade = reading_grade(told)
        if words_in(told) >= ENOUGH_WORDS and grade > HARDEST_GRADE:
            far = f"easy to read only from an age of about {grade + 5:.0f}"
            far = far if grade <= HARD_FOR_ALL else "hard to read at any age"
            words = f"“{step.title}”: what they are told is {far}."
            sources = (*source, "kit:hard-words")
            yield walk.finding(words, step, "hold-up", sources, how_known=step.told.how_known)
    untold = [step.id for step in walk.steps if not step.told.known]
    if untold:
        words = f"In which words people are told is not known: {quoted(walk, untold)}."
        source = (_LANGUAGE, f"journey:{walk.journey.id}/told")
        yield walk.finding(words, untold[0], "not-known", source, how_known=HowKnown.UNKNOWN)
