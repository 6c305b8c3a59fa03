"""An activity that asks, at one moment: what can be chosen, what was written, what counts."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import ClassVar

import pandas as pd

from crpkit.workshop.activities.ask import counting
from crpkit.workshop.activities.ask.counting import Counted
from crpkit.workshop.activities.ask.parts import NOT_SAID, Answer, Box, Item, Placed, Voices
from crpkit.workshop.activities.ask.tables import ask_tables
from crpkit.workshop.activities.casts import PHONE, Cast
from crpkit.workshop.activities.notes import Note, NotesState
from crpkit.workshop.activities.tables import ActivityTable
from crpkit.workshop.maps import frozen, with_item
from crpkit.workshop.people import People


@dataclass(frozen=True)
class AskState:
    """An activity of any kind but notes, dots and themes, at one moment.

    Attributes
    ----------
    id, kind, title
        Its name in the workshop; which kind it is, and what that is called.
    prompt, lead, subject
        The question; a sentence that explains it; what it is about (an option that was chosen before), or empty.
        ``None`` for what was taken back.
    method, most, unit, answers
        How one chooses (empty if nothing is chosen), how much of it, what a point is called, and the scale.
    said
        The items as the log has them; :attr:`items` has the words of those that people offered.
    boxes, at_once, offers, about_items
        What is written, see :class:`crpkit.workshop.kinds.Writing`.
    voices
        From where people speak, if that is asked; then what they answer is counted apart by that, and never together.
    at
        The item the room is at, if the facilitator said so.
    open, live, shown
        Whether phones can take part now, whether they ever could, whether the room may see the result.
    cast
        Person → the ballot cast last, also of persons that do not count; the latest last.
    placed
        Ballots that were entered for people, undone ones included.
    writing
        What was written.
    people
        Everyone who joined.
    seats
        The same as they were while it was last open: who sits where then decides whose table chose for them.
    added_by
        Id of the event that added it.
    """

    engine: ClassVar[str] = "ask"

    id: str
    kind: str
    title: str = ""
    prompt: str | None = ""
    lead: str = ""
    subject: str | None = ""
    method: str = ""
    most: int | None = None
    unit: str = "point"
    answers: tuple[Answer, ...] = ()
    said: tuple[Item, ...] = ()
    boxes: tuple[Box, ...] = ()
    at_once: bool = False
    offers: bool = False
    about_items: bool = False
    voices: Voices | None = None
    at: str | None = None
    open: bool = False
    live: bool = False
    shown: bool = False
    cast: Mapping[str, Cast] = field(default_factory=frozen)
    placed: tuple[Placed, ...] = ()
    writing: NotesState = field(default_factory=lambda: NotesState("", ""))
    people: People = field(default_factory=People)
    seats: People = field(default_factory=People)
    added_by: str = ""

    @cached_property
    def items(self) -> tuple[Item, ...]:
        """What can be chosen or written about; the words of what people offered are those of their entries."""
        return tuple(
            item if item.note is None else replace(item, title=self._offered(item.note)) for item in self.said
        )

    def _offered(self, note: str) -> str | None:
        found = self.writing.notes.get(note)
        return None if found is None or found.state == "care" else found.text

    @property
    def standing(self) -> tuple[Placed, ...]:
        """Entered ballots that were not undone."""
        return tuple(one for one in self.placed if not one.undone)

    @cached_property
    def tables_voted(self) -> frozenset[str]:
        """Tables that agreed together: their members do not vote alone as well."""
        return frozenset(one.table for one in self.standing if one.channel == "table" and one.table)

    @cached_property
    def ballots_counting(self) -> tuple[tuple[str, Cast], ...]:
        """Person and ballot of each phone that counts: one for each person, nobody whose table voted together."""
        latest: dict[str, Cast] = {}
        for person, ballot in self.cast.items():
            voter = self.people.voter(person)
            if voter is not None:
                latest[voter] = ballot
        return tuple(
            (voter, ballot)
            for voter, ballot in latest.items()
            if ballot.dots and not self.counted_at_table(voter)
        )

    def counted_at_table(self, person: str) -> bool:
        """Say whether a table's ballot counts for a person, with any of the phones that are theirs.

        It does if one of these sat there when it was given; also if it sat nowhere then and has said since that it sits
        there. Moving to another table, or to one that has chosen already, changes nothing of that.
        """
        given = [one for one in self.standing if one.channel == "table" and one.table]
        if not given:
            return False
        one = self.people.get(person)
        phones = () if one is None else (one, *self.people.same(person))
        names = {phone.id for phone in phones}
        said = {seat.table for name in names if (seat := self.seats.get(name)) is not None}
        return any(
            names & entry.seated or (entry.table in said and not names & entry.elsewhere) for entry in given
        )

    def sits_at(self, person: str, tables: frozenset[str]) -> bool:
        """Say whether a person, with any of the phones that are theirs, sits at one of these tables now."""
        if not tables:
            return False
        one = self.people.get(person)
        phones = () if one is None else (one, *self.people.same(person))
        return any(phone.table in tables for phone in phones)

    @cached_property
    def counted(self) -> tuple[Counted, ...]:
        """Everything that counts: ballots that were entered, as they came; then those from phones."""
        entered = [
            Counted(
                one.ballot,
                one.people,
                max(one.people, 1) if one.each else 1,
                one.families,
                one.channel,
                one.table,
                one.actor,
                one.evidence,
                one.voice,
            )
            for one in self.standing
        ]
        return (*entered, *(self._from_phone(person, cast) for person, cast in self.ballots_counting))

    def _from_phone(self, person: str, cast: Cast) -> Counted:
        one = self.people.get(person)
        families = dict.fromkeys(self.people.families(person), 1)
        table = None if one is None else one.table
        return Counted(
            cast.dots or {}, 1, 1, families, cast.channel, table, cast.actor, cast.evidence, cast.voice
        )

    def voice_of(self, note: Note) -> str:
        """Return from where somebody speaks who wrote an entry: as they said last, or as the sheet says."""
        if self.voices is None:
            return ""
        if note.channel != PHONE:
            return note.voice if self.voices.has(note.voice) else NOT_SAID
        voter = self.people.voter(note.actor) or note.actor
        return self._voices_said.get(voter, "") or NOT_SAID

    @cached_property
    def _voices_said(self) -> Mapping[str, str]:
        """Person → from where they speak, said last with any of the phones that are theirs."""
        found: dict[str, str] = {}
        for person, ballot in self.cast.items():
            found[self.people.voter(person) or person] = ballot.voice
        return found

    @property
    def voters(self) -> int:
        """How many people chose something, as far as they were counted; of points counted together nobody knows.

        Where people raise their hands for one item after the other, it is those of the item with the most hands.
        """
        phones = len(self.ballots_counting)
        tables = sum(one.people for one in self.standing if one.channel == "table")
        hands = [one for one in self.standing if one.channel != "table"]
        by_item: dict[str, int] = {}
        whole = 0
        for one in hands:
            if len(one.ballot) == 1:
                name = next(iter(one.ballot))
                by_item[name] = by_item.get(name, 0) + one.people
            else:
                whole += one.people
        separate = sum(by_item.values()) if self.method == "one" else max(by_item.values(), default=0)
        return phones + tables + whole + separate

    def result(self) -> pd.DataFrame:
        """Return how it came out, see :func:`crpkit.workshop.activities.ask.counting.result`."""
        return counting.result(self.method, self.items, self.answers, self.counted)

    @cached_property
    def first(self) -> tuple[Item, ...]:
        """The items, what came out first first; of a scale, by the share of the first answer among all answers.

        Where people speak from different places nothing comes first for all of them: the items stay in their order.
        """
        if self.voices is not None:
            return self.items
        table = self.result()
        if self.method == "scale" and self.answers:
            shares = table[self.answers[0].id] / table["people"].where(table["people"] > 0)
            table = table.assign(share=shares.astype(float).fillna(-1.0)).sort_values(
                "share", ascending=False, kind="stable"
            )
        by_id = {item.id: item for item in self.items}
        return tuple(by_id[name] for name in table["item"])

    def tables(self, people: People) -> tuple[ActivityTable, ...]:
        """Return result, ballots, entries and items for an export; no result and no ballots while phones can choose."""
        return ask_tables(self, people)

    def with_people(self, people: People) -> AskState:
        """Return it with everyone who joined."""
        if not self.live:
            return self
        seats = people if self.open else self.seats  # who sits where after closing changes no result
        if people is self.people and seats is self.seats:
            return self
        return replace(self, people=people, seats=seats)

    def without_person(self, person: str) -> AskState:
        """Return it after a person took everything back."""
        writing = self.writing.without_person(person)
        after = self if writing is self.writing else replace(self, writing=writing)
        ballot = self.cast.get(person)
        return after if ballot is None else after._without_ballot(person, ballot)

    def without_words(self, event_id: str, fields: tuple[str, ...]) -> AskState:
        """Return it after words of an event were taken back."""
        if event_id == self.added_by:
            prompt = None if "prompt" in fields else self.prompt
            return replace(
                self,
                prompt=prompt,
                writing=replace(self.writing, prompt=prompt),
                subject=None if "subject" in fields else self.subject,
                said=tuple(_without_words(item, fields) for item in self.said),
            )
        writing = self.writing.without_words(event_id, fields)
        if writing is not self.writing:
            return replace(self, writing=writing)
        for person, ballot in self.cast.items():
            if ballot.event_id == event_id and "ballot" in fields:
                return self._without_ballot(person, ballot)
        return self

    def _without_ballot(self, person: str, ballot: Cast) -> AskState:
        if ballot.dots is None:
            return self
        return replace(self, cast=with_item(self.cast, person, replace(ballot, dots=None, voice="")))


def _without_words(item: Item, fields: tuple[str, ...]) -> Item:
    return replace(
        item,
        title=None if f"{item.id}.title" in fields else item.title,
        detail=None if f"{item.id}.detail" in fields else item.detail,
        scale=None if f"{item.id}.scale" in fields else item.scale,
    )
