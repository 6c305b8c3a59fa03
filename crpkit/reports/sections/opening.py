"""How a record begins and ends: what it is a record of, by which rules it was made."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import datetime

from crpkit import __version__
from crpkit.reports.document import (
    Bullets,
    Callout,
    DataTable,
    Facts,
    FigureBlock,
    Heading,
    Paragraph,
    Part,
    Run,
)
from crpkit.reports.gathered import Gathered
from crpkit.tables.small import published_count
from crpkit.workshop.record import STREAM

OF_PEOPLE = "How people described themselves."
_SENTENCE = re.compile(r"(?:“[^”]*”|[^.“])*(?:\.(?!\s|$)(?:“[^”]*”|[^.“])*)*\.")
_SPOKEN = {
    "joint": (
        "What the facilitator wrote down for people without a phone is quoted only from sheets that the room wrote "
        "together."
    ),
    "all": "What the facilitator wrote down for people without a phone is quoted because they were asked and agreed.",
    "none": "What the facilitator wrote down for people without a phone is counted, not quoted.",
}


def opening(given: Gathered) -> Iterator[Part]:
    """Yield when it was and with how many people, and how to read the record."""
    state = given.state
    pairs = []
    if state.started is not None:
        pairs.append(("Day", day(state.started)))
    if given.here.people and given.here.total_is_safe:
        number = published_count(given.here.people)
        pairs.append(("People counted", f"about {number}" if number.isdecimal() else number))
    pairs.append(("What we did", _many(len(given.activities), "activity", "activities")))
    pairs.append(("Code", state.code))
    yield Facts(tuple(pairs))
    yield Callout(
        "How to read this record",
        (
            "Results are those of the whole room, as everyone there could see them.",
            "Numbers about groups of people are rounded to the nearest 5; 1 to 4 stand as “fewer than 5”.",
            f"Words are quoted without names, if whoever wrote them agreed. {_SPOKEN[given.quoting.spoken]}",
            "What someone took back is not in here.",
        ),
    )


def in_short(sections: Sequence[tuple[str, Sequence[Part]]]) -> Iterator[Part]:
    """Yield the first sentence of what each result says, so that one can read a page and know how it came out."""
    items = []
    for heading, parts in sections:
        figure = next((part.figure for part in parts if isinstance(part, FigureBlock)), None)
        words = "" if figure is None else first_sentence(figure.words)
        title = heading if heading.endswith(("?", "!", ".", ":")) else f"{heading}:"
        if words and words != OF_PEOPLE:
            items.append((Run(f"{title} ", strong=True), Run(words)))
        elif figure is None:
            lines = sum(len(part.rows) for part in parts if isinstance(part, DataTable))
            if lines:
                items.append((Run(f"{title} ", strong=True), Run(_many(lines, "entry.", "entries."))))
    if items:
        yield Heading(2, "In short")
        yield Bullets(tuple(items))


def first_sentence(words: str) -> str:
    """Return the first sentence; a full stop within quotation marks ends none."""
    found = _SENTENCE.match(words)
    return found[0] if found else words


def about_section(given: Gathered) -> Iterator[Part]:
    """Yield where everything in the record comes from."""
    state = given.state
    yield Heading(2, "About this record")
    yield Paragraph(
        f"Made by crpkit {__version__} on {day(given.at)} from the log of workshop {state.code}. Every number and "
        "every quoted word in it stands in that log."
    )
    if given.activities:
        yield Paragraph("Each activity can be followed back to the log under its name:")
        names = (f"{title}: {STREAM}{state.code}/{activity.id}" for title, activity in given.headings())
        yield Bullets(tuple(names))


def day(moment: datetime) -> str:
    """Return the day as people write it, where this computer is: 26 November 2026."""
    here = moment.astimezone()
    return f"{here.day} {here:%B %Y}"


def _many(number: int, one: str, more: str) -> str:
    return f"{number} {one if number == 1 else more}"
