"""A card a pilot: one page each."""

from __future__ import annotations

from collections.abc import Iterator

from crpkit.planning.pilots import pilot_cards
from crpkit.reports.document import Bullets, Heading, PageBreak, Paragraph, Part, Run
from crpkit.reports.plan.given import Given


def pilots(given: Given) -> Iterator[Part]:
    """Yield the cards of what is tried."""
    cards = pilot_cards(given.plan, framework=given.framework, diagnosis=given.picture)
    if not cards:
        return
    yield PageBreak()
    yield Heading(2, "Starting small: the pilots")
    yield Paragraph("Each new thing is tried first. One card each, to hand to those who run it.", "lead")
    for number, card in enumerate(cards):
        if number:
            yield PageBreak()
        yield Heading(3, card.title)
        for head, lines in card.parts:
            said = [line for line in lines if line]
            if len(said) == 1:
                yield Paragraph((Run(f"{head}. ", True), Run(said[0])))
            elif said:
                yield Heading(4, head)
                yield Bullets(tuple(said))
