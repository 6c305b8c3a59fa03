"""Dot voting: everyone has the same number of dots and puts them on options as they like.

Several dots may go on one option. Totals are exact in the room: people can count
the dots on a wall, so hiding small numbers from them would protect nobody.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

import pandas as pd

from crpkit.store import Event
from crpkit.workshop import bodies

CHANNELS = ("spoken", "paper")
BALLOT_COLUMNS = ["evidence", "at", "channel", "actor", "letter", "option", "title", "dots"]
RESULT_COLUMNS = ["letter", "option", "title", "dots", "share_percent", "place"]


@dataclass(frozen=True)
class DotOption:
    """One option on the wall.

    Attributes
    ----------
    id
        Name within the activity, for example ``o3``.
    letter
        The letter it keeps for the whole workshop.
    title, detail
        Its words; ``None`` if they were taken back.
    source
        Evidence id of what it stands for, or empty.
    """

    id: str
    letter: str
    title: str | None
    detail: str | None
    source: str


@dataclass(frozen=True)
class DotEntry:
    """Dots that were entered together: called out, or counted from paper.

    Attributes
    ----------
    event_id, evidence, at, actor
        Of the event that brought it.
    option, dots
        For which option (its id), and how many.
    channel
        ``spoken`` or ``paper``.
    undone
        Whether it was taken back; then it does not count.
    """

    event_id: str
    evidence: str
    at: datetime
    actor: str
    option: str
    dots: int
    channel: str
    undone: bool = False


@dataclass(frozen=True)
class RankedOption:
    """An option in the outcome.

    Attributes
    ----------
    option
        The option.
    dots
        How many it has.
    place
        From 1; options with equally many dots share a place.
    """

    option: DotOption
    dots: int
    place: int


@dataclass(frozen=True)
class DotsState:
    """A dot vote at one moment.

    Attributes
    ----------
    id, prompt
        Its name in the workshop and the question.
    dots_each
        Dots a person has.
    options
        In the order of their letters.
    entries
        Everything entered, undone entries included.
    shown
        Whether the room may see the result.
    """

    id: str
    prompt: str | None
    dots_each: int
    options: tuple[DotOption, ...]
    entries: tuple[DotEntry, ...] = ()
    shown: bool = False

    @property
    def counting(self) -> tuple[DotEntry, ...]:
        """Entries that were not undone."""
        return tuple(entry for entry in self.entries if not entry.undone)

    @property
    def placed(self) -> int:
        """Dots placed in all."""
        return sum(entry.dots for entry in self.counting)

    def totals(self) -> dict[str, int]:
        """Return option id → dots, options without dots included."""
        totals = {option.id: 0 for option in self.options}
        for entry in self.counting:
            totals[entry.option] += entry.dots
        return totals

    def ballots(self) -> pd.DataFrame:
        """Return one row per entry that counts, with the columns :data:`BALLOT_COLUMNS`."""
        options = {option.id: option for option in self.options}
        rows = [
            (
                entry.evidence,
                entry.at,
                entry.channel,
                entry.actor,
                options[entry.option].letter,
                entry.option,
                options[entry.option].title,
                entry.dots,
            )
            for entry in self.counting
        ]
        return pd.DataFrame(rows, columns=BALLOT_COLUMNS)

    def ranked(self) -> tuple[RankedOption, ...]:
        """Return the options, most dots first; among equals in the order of their letters, which says nothing else."""
        totals = self.totals()
        ordered = sorted(self.options, key=lambda option: -totals[option.id])
        return tuple(
            RankedOption(
                option=option,
                dots=totals[option.id],
                place=1 + sum(other > totals[option.id] for other in totals.values()),
            )
            for option in ordered
        )

    def result(self) -> pd.DataFrame:
        """Return one row per option, most dots first.

        Returns
        -------
        DataFrame
            Columns :data:`RESULT_COLUMNS`: ``dots`` (count), ``share_percent`` (of all dots placed, 0–100; missing
            while there are none) and ``place`` (from 1; options with equally many dots share one).
        """
        rows = [
            (
                ranked.option.letter,
                ranked.option.id,
                ranked.option.title,
                ranked.dots,
                100 * ranked.dots / self.placed if self.placed else None,
                ranked.place,
            )
            for ranked in self.ranked()
        ]
        return pd.DataFrame(rows, columns=RESULT_COLUMNS)


def apply_dots(state: DotsState | None, event: Event) -> DotsState | None:
    """Return the vote after one of the ``dots/…`` events: added, placed, undone, shown, hidden.

    A vote that is there already is never added anew: its letters and dots stay.

    Raises
    ------
    Malformed
        If the body does not hold what crpkit writes.
    """
    step = event.kind.partition("/")[2]
    if state is None:
        return _added(event) if step == "added" else None
    if step == "placed":
        return _placed(state, event)
    if step == "undone":
        return _undone(state, bodies.name(event.body, "entry"))
    if step in ("shown", "hidden"):
        return replace(state, shown=step == "shown")
    return state


def _added(event: Event) -> DotsState:
    options = event.body.get("options")
    if not isinstance(options, list | tuple) or not all(isinstance(option, Mapping) for option in options):
        raise bodies.Malformed("options")
    return DotsState(
        id=bodies.name(event.body, "activity"),
        prompt=event.words.get("prompt"),
        dots_each=bodies.number(event.body, "dots_each", least=1),
        options=tuple(_option(event.words, option) for option in options),
    )


def _option(words: Mapping[str, str | None], option: Mapping[str, Any]) -> DotOption:
    name = bodies.name(option, "id")
    return DotOption(
        id=name,
        letter=bodies.name(option, "letter"),
        title=words.get(f"{name}.title"),
        detail=words.get(f"{name}.detail", ""),
        source=str(option.get("source", "")),
    )


def _placed(state: DotsState, event: Event) -> DotsState:
    entry = DotEntry(
        event_id=event.id,
        evidence=event.evidence,
        at=event.at,
        actor=event.actor,
        option=bodies.name(event.body, "option"),
        dots=bodies.number(event.body, "dots", least=1),
        channel=bodies.name(event.body, "channel"),
    )
    if entry.option not in {option.id for option in state.options}:
        return state
    return replace(state, entries=(*state.entries, entry))


def _undone(state: DotsState, event_id: str) -> DotsState:
    entries = tuple(
        replace(entry, undone=True) if entry.event_id == event_id else entry for entry in state.entries
    )
    return replace(state, entries=entries)
