"""What is tried first: all pilots at a glance, and a card of each, one page each."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from crpkit.planning.measuring import Measure
from crpkit.planning.pilot_card import AT_MOST, PilotCard
from crpkit.planning.pilots import pilot_cards
from crpkit.planning.ranges import Range
from crpkit.reports.diagnosis.published import ALL
from crpkit.reports.document import DataTable, Heading, PageBreak, Paragraph, Part
from crpkit.reports.plan.given import Given, day_words, inside, lower, money_words


def pilots(given: Given) -> Iterator[Part]:
    """Yield all pilots in one table, then the cards, each on a page of its own."""
    cards = pilot_cards(given.plan, framework=given.framework)  # without the picture: its numbers are exact
    if not cards:
        return
    yield PageBreak()
    yield Heading(2, "Starting small: the pilots")
    yield Paragraph(
        f"Each new thing is tried first, with {AT_MOST} people at most, before anybody decides to go on with it.",
        "lead",
    )
    yield _at_a_glance(given, cards)
    yield Paragraph(
        "A card of each pilot follows, on a page of its own: to be copied for those who run it and those who take "
        "part. So what holds for all pilots stands on every card."
    )
    for card in cards:
        yield PageBreak()
        yield Heading(3, f"Pilot: {lower(card.title)}")
        rows = tuple((head, _text(lines)) for head, lines in _parts(given, card) if any(lines))
        yield DataTable(f"“{card.title}”: {lower(card.way)}", ("Part", "What we agree"), rows)


def _at_a_glance(given: Given, cards: Sequence[PilotCard]) -> DataTable:
    rows = [
        (
            card.title,
            given.month(card.begins),
            _decided(given, card),
            money_words(card.cost),
            day_words(card.days),
        )
        for card in sorted(cards, key=lambda one: (one.begins is None, one.begins))
    ]
    if len(cards) > 1:
        cost, days = Range.total(one.cost for one in cards), Range.total(one.days for one in cards)
        rows.append(("Together", "", "", money_words(cost), day_words(days)))
    header = ("Pilot", "Begins", "People decide", "It takes", "Staff")
    months = cards[0].months
    return DataTable(f"What the set-up and {months} months of each pilot take", header, tuple(rows))


def _decided(given: Given, card: PilotCard) -> str:
    return given.month(None if card.begins is None else card.begins + card.months)


def _text(lines: tuple[str, ...]) -> str:
    return "\n".join(line.strip() for line in lines if line.strip())


def _parts(given: Given, card: PilotCard) -> Iterator[tuple[str, tuple[str, ...]]]:
    for head, lines in card.parts:
        if head == "How we will know":
            yield head, tuple(_asked(given, card.measures))
        elif head == "When we ask":
            yield head, tuple(card.asked(lambda month: given.month(month - 1)))
        elif head == "With whom":
            yield head, (_whom(given, card), _led(card))
        elif head == "What it takes":
            yield head, (_takes(card),)
        elif head == "Find out first":
            # Where people stand is said above, and who might lose stands with the line itself.
            left = (line for line in lines if not line.startswith(("Where people stand", "Ask: could")))
            yield head, tuple(left)
        else:
            yield head, lines


def _whom(given: Given, card: PilotCard) -> str:
    few = f"One small group to begin with, {AT_MOST} people at most"
    whom = given.groups(card.groups) if card.groups else "everyone"
    return f"{few}; open to everyone." if whom == "everyone" else f"{few}, from: {whom}."


def _led(card: PilotCard) -> str:
    lead = card.lead.removesuffix("; to be agreed")
    return f"Led by {inside(lead)}." if lead else "Led by: nobody yet."


def _takes(card: PilotCard) -> str:
    paid = "People are paid for their time and costs." if card.paid else "Nobody is paid for taking part."
    spent = f"{money_words(card.cost)}; staff: {day_words(card.days)}; set-up and {card.months} months."
    return f"{spent} {paid}"


def _asked(given: Given, measures: Sequence[Measure]) -> Iterator[str]:
    """Yield each question once, with what it is asked about, and where people stand as far as that may be published."""
    together: dict[str, list[str]] = {}
    for one in measures:
        together.setdefault(one.question, []).extend([f"{one.title}{_now(given, one)}"] if one.need else [])
    for question, about in together.items():
        yield f"{question} Asked about: {'; '.join(about)}." if about else question


def _now(given: Given, one: Measure) -> str:
    needs = given.published.needs
    rows = needs[(needs["scope"] == ALL) & (needs["need"] == one.need)].to_dict("records")
    if not rows:
        return ""
    row = rows[0]
    if isinstance(row["performance"], float) and row["performance"] == row["performance"]:
        return f" (now {row['performance']:.1f} on average)"
    if row["wanted_percent"] is not None and row["wanted_percent"] == row["wanted_percent"]:
        return f" (now {row['wanted_percent']:.0f} % are without it, or have only part of it)"
    return " (now: too few answers for a number)"
