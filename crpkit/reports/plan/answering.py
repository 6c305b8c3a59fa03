"""The page for the people who took part: you said → we will, or we will not, because."""

from __future__ import annotations

from collections.abc import Iterator

from crpkit.reports.document import DataTable, Heading, PageBreak, Paragraph, Part
from crpkit.reports.plan.given import Given
from crpkit.reports.plan.opening import paragraphs
from crpkit.reports.plan.sentences import Sentences
from crpkit.reports.plan.voices import Voice
from crpkit.tables.small import LEAST_SHOWN

_MOST_WORDS = 3
_HEADER = ("You said", "We will, or we will not, because")


def answering(given: Given, sentences: Sentences) -> Iterator[Part]:
    """Yield what people said and agreed to have traced, and what becomes of it."""
    told: set[str] = set()
    rows = tuple(
        (_said(given, need, told), " ".join(paragraphs(sentences.of(f"said/{need}"))))
        for need in _needs(given)
    )
    if not rows:
        return
    yield PageBreak()
    yield Heading(2, "You said, and what becomes of it")
    yield Paragraph(
        "For everyone who answered, came or wrote something. Words stand here only if whoever said them agreed to be "
        "quoted and to have them followed into the plan. Numbers of people are rounded.",
        "lead",
    )
    yield DataTable(
        "What people would like, and the answer", ("You said", "We will, or we will not, because"), rows
    )
    yield from _barriers(given, told)
    yield Paragraph(
        "Are these your words, and do you want them back? Tell whoever gave you this paper, or use your receipt. They "
        "will be gone from the next copy.",
        "small",
    )


def _needs(given: Given) -> list[str]:
    """Return needs that enough people would like, or of which there are words that may be shown."""
    said = {voice.id for voice in given.voices if voice.about == "need"}
    return [need for need, many in given.wanted.items() if _number(many) >= LEAST_SHOWN or need in said]


def _number(words: str) -> int:
    return int(words) if words.isdecimal() else 0


def _said(given: Given, need: str, told: set[str]) -> str:
    many = given.wanted[need]
    people = f"about {many} people" if _number(many) else "a few people" if many.startswith("fewer") else ""
    about = f"{given.need(need)}" + (f" ({people})" if people else "")
    return about + _quotes(
        [voice for voice in given.voices if (voice.about, voice.id) == ("need", need)], told
    )


def _quotes(voices: list[Voice], told: set[str]) -> str:
    """Return what may be quoted, and remember it: what was said of several things is quoted once."""
    quoted = [f"“{voice.words.strip(' “”')}” ({_where(voice)})" for voice in voices if voice.words]
    new = [one for one in dict.fromkeys(quoted) if one not in told][:_MOST_WORDS]
    told.update(new)
    return "".join(f" {one}" for one in new)


def _where(voice: Voice) -> str:
    return voice.source[:1].lower() + voice.source[1:]


def _barriers(given: Given, told: set[str]) -> Iterator[Part]:
    barriers = given.framework.barriers
    payments = given.plan.payments
    rows = []
    for barrier in barriers:
        heard = [voice for voice in given.voices if (voice.about, voice.id) == ("barrier", barrier.id)]
        if any(voice.words for voice in heard):
            said = f"{barrier.title}.{_quotes(heard, told)}"
            rows.append((said, _barrier_answer(barrier.id, payments.included)))
    if rows:
        yield DataTable(
            "What makes it hard to take part, and the answer",
            ("You said", "We will, or we will not, because"),
            tuple(rows),
        )


def _barrier_answer(barrier: str, paid: bool) -> str:
    if barrier in ("costs", "paying-for-mentoring"):
        return (
            "We will pay back what coming costs you, if you want that."
            if paid
            else "We will not pay for travel and other costs in this plan: the money was kept for the support itself."
        )
    if barrier == "no-time":
        return (
            "We will pay people for their time, and say before each thing how many hours it takes. We cannot make your "
            "days longer; nothing is required of you."
            if paid
            else "We will say before each thing how many hours it takes. We will not pay for time in this plan."
        )
    if barrier == "language":
        return "We will write and speak plainly, and ask you to tell us when we do not."
    return "We have no answer to this in the plan yet. It is noted, and we will bring it up when we look back together."
