"""A card a pilot: one page each."""

from __future__ import annotations

from collections.abc import Iterator

from crpkit.planning.measuring import Measure
from crpkit.planning.pilot_card import AT_MOST, PilotCard
from crpkit.planning.pilots import pilot_cards
from crpkit.reports.diagnosis.published import ALL
from crpkit.reports.document import DataTable, Heading, PageBreak, Paragraph, Part
from crpkit.reports.plan.given import Given, day_words, lower, money_words


def pilots(given: Given) -> Iterator[Part]:
    """Yield the cards of what is tried, each on a page of its own."""
    cards = pilot_cards(given.plan, framework=given.framework)  # without the picture: its numbers are exact
    if not cards:
        return
    yield PageBreak()
    yield Heading(2, "Starting small: a card for each pilot")
    yield Paragraph(
        "Each new thing is tried first. A card is for those who run it and those who take part.", "lead"
    )
    for number, card in enumerate(cards):
        if number:
            yield PageBreak()
        yield Heading(3, f"Pilot: {lower(card.title)}")
        rows = tuple((head, _text(lines)) for head, lines in _parts(given, card) if any(lines))
        yield DataTable(f"“{card.title}”: {lower(card.way)}", ("Part", "What we agree"), rows)


def _text(lines: tuple[str, ...]) -> str:
    return "\n".join(line.strip() for line in lines if line.strip())


def _parts(given: Given, card: PilotCard) -> Iterator[tuple[str, tuple[str, ...]]]:
    for head, lines in card.parts:
        if head == "How we will know":
            yield head, tuple(_measure(given, one) for one in card.measures)
        elif head == "With whom":
            lead = card.lead.removesuffix("; to be agreed") or "nobody yet"
            whom = given.groups(card.groups) if card.groups else "everyone"
            few = f"One small group to begin with, {AT_MOST} people at most, from: {whom}."
            yield head, (few, f"Led by: {lead}.")
        elif head == "What it takes":
            paid = (
                "People are paid for their time and costs."
                if card.paid
                else "Nobody is paid for taking part."
            )
            spent = (
                f"{money_words(card.cost)}; staff: {day_words(card.days)}; set-up and {card.months} months."
            )
            yield head, (spent, paid)
        elif head == "Find out first":
            # Where people stand is said above, and who might lose stands with the line itself.
            yield (
                head,
                tuple(line for line in lines if not line.startswith(("Where people stand", "Ask: could"))),
            )
        else:
            yield head, lines


def _measure(given: Given, one: Measure) -> str:
    """Return what is asked, and where people stand as far as that may be published."""
    if not one.need:
        return one.question
    needs = given.published.needs
    rows = needs[(needs["scope"] == ALL) & (needs["need"] == one.need)].to_dict("records")
    return f"{one.title}: {one.question} {_now(rows[0]) if rows else 'Nobody has been asked yet.'}"


def _now(row: dict) -> str:  # type: ignore[type-arg]
    if isinstance(row["performance"], float) and row["performance"] == row["performance"]:
        return f"Now: {row['performance']:.1f} on average."
    if row["wanted_percent"] is not None and row["wanted_percent"] == row["wanted_percent"]:
        return f"Now: {row['wanted_percent']:.0f} % are without it, or have only part of it."
    return "Now: too few answers for a number."
