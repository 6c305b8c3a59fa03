"""Dot voting: everyone has the same number of dots and puts them on options as they like.

Several dots may go on one option. Totals are exact in the room: people can count
the dots on a wall, so hiding small numbers from them would protect nobody.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import cached_property
from typing import Any, ClassVar

import pandas as pd

from crpkit.store import Event
from crpkit.workshop import bodies
from crpkit.workshop.activities import casts
from crpkit.workshop.activities.casts import Cast
from crpkit.workshop.activities.tables import ActivityTable
from crpkit.workshop.maps import frozen, with_item
from crpkit.workshop.people import People

CHANNELS = ("spoken", "paper")
BALLOT_COLUMNS = ["evidence", "at", "channel", "actor", "letter", "option", "title", "dots"]
OPTION_COLUMNS = ["letter", "option", "title", "detail", "stands_for"]
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
    open, live
        Whether phones can vote now, and whether they ever could.
    cast
        Person → the ballot cast last, also of persons that do not count; the latest last.
    people
        Everyone who joined, as far as it matters here: empty until phones may vote.
    added_by
        Id of the event that added it.
    """

    engine: ClassVar[str] = "dots"

    id: str
    prompt: str | None
    dots_each: int
    options: tuple[DotOption, ...]
    entries: tuple[DotEntry, ...] = ()
    shown: bool = False
    open: bool = False
    live: bool = False
    cast: Mapping[str, Cast] = field(default_factory=frozen)
    people: People = field(default_factory=People)
    added_by: str = ""

    @property
    def counting(self) -> tuple[DotEntry, ...]:
        """Entries that were not undone."""
        return tuple(entry for entry in self.entries if not entry.undone)

    @cached_property
    def ballots_counting(self) -> tuple[tuple[str, Cast], ...]:
        """Persons and the ballots from phones that count: one for each person, withdrawn ones left out."""
        return tuple(casts.counting(self.cast, self.people))

    @property
    def voters(self) -> int:
        """How many ballots from phones count."""
        return len(self.ballots_counting)

    @property
    def placed(self) -> int:
        """Dots placed in all, from phones and otherwise."""
        return sum(self._totals.values())

    def totals(self) -> dict[str, int]:
        """Return option id → dots, options without dots included."""
        return dict(self._totals)

    @cached_property
    def _totals(self) -> Mapping[str, int]:
        totals = {option.id: 0 for option in self.options}
        for entry in self.counting:
            totals[entry.option] += entry.dots
        for _, ballot in self.ballots_counting:
            for option, dots in (ballot.dots or {}).items():
                totals[option] += dots
        return totals

    def rows(self) -> Iterable[tuple[DotEntry | Cast, DotOption, int]]:
        """Yield what counts: entry or ballot, option, dots; entries first, then ballots from phones."""
        options = {option.id: option for option in self.options}
        for entry in self.counting:
            yield entry, options[entry.option], entry.dots
        for _, ballot in self.ballots_counting:
            for name, dots in (ballot.dots or {}).items():
                yield ballot, options[name], dots

    def ballots(self) -> pd.DataFrame:
        """Return one row per entry that counts, and per option of each ballot, with :data:`BALLOT_COLUMNS`.

        While phones can vote, their ballots are left out: they are hidden from everyone until the vote is closed.
        """
        rows = [
            (one.evidence, one.at, one.channel, one.actor, option.letter, option.id, option.title, dots)
            for one, option, dots in self.rows()
            if isinstance(one, DotEntry) or not self.open
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

    def with_people(self, people: People) -> DotsState:
        """Return the vote with everyone who joined; one that phones never saw needs to know nobody."""
        return self if people is self.people or not self.live else replace(self, people=people)

    def without_person(self, person: str) -> DotsState:
        """Return the vote after a person took everything back."""
        ballot = self.cast.get(person)
        return self if ballot is None else self._without_ballot(person, ballot)

    def without_words(self, event_id: str, fields: tuple[str, ...]) -> DotsState:
        """Return the vote after words of an event were taken back."""
        if event_id == self.added_by:
            prompt = None if "prompt" in fields else self.prompt
            options = tuple(_without_words(option, fields) for option in self.options)
            return replace(self, prompt=prompt, options=options)
        for person, ballot in self.cast.items():
            if ballot.event_id == event_id and "ballot" in fields:
                return self._without_ballot(person, ballot)
        return self

    def _without_ballot(self, person: str, ballot: Cast) -> DotsState:
        if ballot.dots is None:
            return self
        return replace(self, cast=with_item(self.cast, person, replace(ballot, dots=None)))

    def tables(self, people: People) -> tuple[ActivityTable, ...]:
        """Return result, single entries and options for an export; no result and no ballots while phones can vote."""
        result = self.result()
        rounded = result.assign(share_percent=result["share_percent"].astype(float).round(1))
        options = pd.DataFrame(
            [(one.letter, one.id, one.title, one.detail, one.source) for one in self.options],
            columns=OPTION_COLUMNS,
        )
        return (
            *([] if self.open else [ActivityTable("result", rounded, private=False)]),
            ActivityTable("ballots", self.ballots(), private=True),
            ActivityTable("options", options, private=False, file=False),
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
    """Return the vote after one of the ``dots/…`` events: added, placed, undone, opened, cast, closed, shown, hidden.

    A vote that is there already is never added anew: its letters and dots stay. While it is open, its result cannot
    be shown; opening hides it. A ballot that comes after closing does not count.

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
    if step == "cast":
        return cast_together(state, (event,))
    return _told(state, step)


def _told(state: DotsState, step: str) -> DotsState:
    """Return the vote after it was opened or closed, its result shown or hidden."""
    after = state
    if step == "opened":
        after = replace(state, open=True, live=True, shown=False)
    elif step == "closed":
        after = replace(state, open=False)
    elif step in ("shown", "hidden"):
        after = replace(state, shown=step == "shown" and not state.open)
    told = ("open", "live", "shown")
    return after if any(getattr(after, name) != getattr(state, name) for name in told) else state


def _added(event: Event) -> DotsState:
    options = event.body.get("options")
    if not isinstance(options, list | tuple) or not all(isinstance(option, Mapping) for option in options):
        raise bodies.Malformed("options")
    return DotsState(
        id=bodies.name(event.body, "activity"),
        prompt=event.words.get("prompt"),
        dots_each=bodies.number(event.body, "dots_each", least=1),
        options=tuple(_option(event.words, option) for option in options),
        added_by=event.id,
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


def _without_words(option: DotOption, fields: tuple[str, ...]) -> DotOption:
    return replace(
        option,
        title=None if f"{option.id}.title" in fields else option.title,
        detail=None if f"{option.id}.detail" in fields else option.detail,
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
    if not any(entry.event_id == event_id and not entry.undone for entry in state.entries):
        return state
    entries = tuple(
        replace(entry, undone=True) if entry.event_id == event_id else entry for entry in state.entries
    )
    return replace(state, entries=entries)


def cast_together(state: DotsState, events: Iterable[Event]) -> DotsState:
    """Return the vote after several ``dots/cast``, as :func:`apply_dots` one by one, but copying the ballots once."""
    if not state.open:
        return state
    options = tuple(option.id for option in state.options)
    cast = dict(state.cast)
    for event in casts.newest(events):
        cast.pop(event.actor, None)
        cast[event.actor] = casts.cast_of(event, options, state.dots_each)
    return replace(state, cast=frozen(cast))
