"""Who takes part from a phone: pseudonyms, what each agreed to, and which of them count."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import cached_property

from crpkit.store import Event
from crpkit.workshop import bodies
from crpkit.workshop.maps import frozen, with_item

EXPERIENCES = ("new", "experienced")


@dataclass(frozen=True)
class Consent:
    """What a person agreed to; three separate choices.

    Attributes
    ----------
    count
        May be counted in figures about who was here. Dots count whether or not it is given.
    quote
        May be quoted without a name.
    trace
        May be traced into the plan.
    """

    count: bool = False
    quote: bool = False
    trace: bool = False

    def names(self) -> tuple[str, ...]:
        """Return the names of the choices that were ticked."""
        return tuple(name for name in ("count", "quote", "trace") if getattr(self, name))

    def both(self, other: Consent) -> Consent:
        """Return what was agreed to here and there."""
        return Consent(self.count and other.count, self.quote and other.quote, self.trace and other.trace)

    def __str__(self) -> str:
        """Return the choices as text: ``count, quote``, or ``none``."""
        return ", ".join(self.names()) or "none"


@dataclass(frozen=True)
class Person:
    """Someone who joined from a phone.

    Attributes
    ----------
    id, number
        Pseudonym, and place in the order of joining (from 1).
    joined
        When (UTC).
    consent
        What the person agreed to, as last said.
    families, experience
        What the person said about themself; empty if nothing was said, or if it was taken back.
    aside
        Whether the facilitator set the phone aside: it is nobody's.
    into
        The person it was merged into, because someone joined twice.
    taken_back
        Whether the person took everything back.
    said_in
        Id of the event in which families and experience were last said.
    table
        The table where the person sits, or ``None``.
    """

    id: str
    number: int
    joined: datetime
    consent: Consent
    families: tuple[str, ...] = ()
    experience: str = ""
    aside: bool = False
    into: str | None = None
    taken_back: bool = False
    said_in: str = ""
    table: str | None = None

    @property
    def label(self) -> str:
        """The name on the console, for example ``P7``."""
        return f"P{self.number}"


@dataclass(frozen=True)
class People:
    """Everyone who joined, in that order.

    Attributes
    ----------
    by_id
        Pseudonym → person.
    """

    by_id: Mapping[str, Person] = field(default_factory=frozen)

    def get(self, person: str) -> Person | None:
        """Return a person, or ``None`` if nobody joined under this pseudonym."""
        return self.by_id.get(person)

    def __iter__(self) -> Iterator[Person]:
        return iter(self.by_id.values())

    def __len__(self) -> int:
        return len(self.by_id)

    def chain(self, person: str) -> tuple[Person, ...]:
        """Return a person and those it was merged into, one after the other; empty if unknown."""
        found: list[Person] = []
        now = self.by_id.get(person)
        while now is not None and now not in found:
            found.append(now)
            now = self.by_id.get(now.into) if now.into is not None else None
        return tuple(found)

    def stands_for(self, person: str) -> str | None:
        """Return the person as whom someone counts, or was merged into in the end; ``None`` if unknown."""
        return self.voter(person) or self._end(person)

    def same(self, person: str) -> tuple[Person, ...]:
        """Return the other phones that were said to be the same person's, however they were merged."""
        end = self._end(person)
        return tuple(one for one in self if one.id != person and self._end(one.id) == end)

    def _end(self, person: str) -> str | None:
        chain = self.chain(person)
        return chain[-1].id if chain else None

    def voter(self, person: str) -> str | None:
        """Return the person as whom someone's dots count; ``None`` if they do not.

        They do not count for a phone that was set aside, took everything back or is unknown, nor for one that was
        merged into one set aside. Who took everything back is passed over: the person's other phones go on counting,
        as one.
        """
        now = self.by_id.get(person)
        if now is None or now.aside or now.taken_back:
            return None
        return person if now.into is None else self._merged.get(person)  # nearly everyone is not merged

    @cached_property
    def _merged(self) -> Mapping[str, str]:
        """Merged phone → the one as which it counts: the last of its chain.

        If that one took everything back, it is the phone nearest to it, of several the one that joined first: whoever
        was merged into the same person must not count twice because of it.
        """
        chains = [self.chain(one.id) for one in self if one.into is not None and not one.taken_back]
        chains = [chain for chain in chains if not any(one.aside for one in chain)]
        nearest: dict[str, str] = {}
        for chain in sorted(chains, key=lambda chain: (len(chain), chain[0].number)):
            end = chain[-1]
            nearest.setdefault(end.id, chain[0].id if end.taken_back else end.id)
        return {chain[0].id: nearest[chain[-1].id] for chain in chains}

    def consent(self, person: str) -> Consent:
        """Return what a person agrees to now; of someone who joined twice, only what was agreed to each time."""
        one = self.by_id.get(person)
        if one is None or one.taken_back:
            return Consent()
        return self._agreed[self._end(person)]

    @cached_property
    def _agreed(self) -> Mapping[str | None, Consent]:
        """End of a chain → what all its phones agreed to; those that took everything back have no say."""
        agreed: dict[str | None, Consent] = {}
        for one in self:
            if not one.taken_back:
                end = self._end(one.id)
                agreed[end] = agreed[end].both(one.consent) if end in agreed else one.consent
        return agreed

    def families(self, person: str) -> tuple[str, ...]:
        """Return what a person said about themself, also if it was said as the phone that was merged."""
        return next((one.families for one in reversed(self.chain(person)) if one.families), ())

    @cached_property
    def counting(self) -> tuple[Person, ...]:
        """Everyone but those set aside, merged into others or taken back: phones, whatever they agreed to.

        For the room's own head-count. Figures that leave the room are made of :attr:`counted`.
        """
        return tuple(one for one in self if self.voter(one.id) == one.id)

    @cached_property
    def counting_ids(self) -> frozenset[str]:
        """Ids of :attr:`counting`."""
        return frozenset(one.id for one in self.counting)

    @cached_property
    def counted(self) -> tuple[Person, ...]:
        """Those of :attr:`counting` who agreed to be in figures about who was here."""
        return tuple(one for one in self.counting if self.may_count(one.id))

    def may_count(self, person: str) -> bool:
        """Return whether someone agreed to be in figures about who was here; who joined twice, each time."""
        found = self.by_id.get(person)
        return found is not None and found.consent.count and self._end(person) not in self._uncounted

    @cached_property
    def _uncounted(self) -> frozenset[str | None]:
        """Ends of the chains of those who did not agree; phones that took back or are nobody's say nothing."""
        return frozenset(
            self._end(one.id) for one in self if not (one.consent.count or one.aside or one.taken_back)
        )

    def without_words(self, event_id: str, fields: tuple[str, ...]) -> People:
        """Return everyone after words of an event were taken back."""
        for one in self:
            if one.said_in == event_id:
                after = replace(
                    one,
                    families=() if "families" in fields else one.families,
                    experience="" if "experience" in fields else one.experience,
                )
                return self if after == one else self._with(after)
        return self

    def _with(self, person: Person) -> People:
        return People(with_item(self.by_id, person.id, person))


def apply_people(people: People, event: Event) -> People:
    """Return everyone after one of the ``person/…`` events: joined, aside, merged, took-back.

    Raises
    ------
    Malformed
        If the body does not hold what crpkit writes.
    """
    step = event.kind.partition("/")[2]
    if step == "joined":
        return _joined(people, event)
    if step == "took-back":
        return _took_back(people, event.actor)
    if step == "sat":
        return _sat(people, event)
    if step not in ("aside", "merged"):
        return people
    person = people.get(bodies.name(event.body, "person"))
    if person is None:
        return people
    after = _aside(person, event) if step == "aside" else _merged(people, person, event)
    return people if after == person else people._with(after)


def _joined(people: People, event: Event) -> People:
    before = people.get(event.actor)
    if before is not None and before.taken_back:
        return people
    given = bodies.part(event.body, "consent")
    consent = Consent(*(bodies.flag(given, name) for name in ("count", "quote", "trace")))
    if before is None:
        before = Person(event.actor, len(people) + 1, event.at, consent)
    return people._with(
        replace(
            before,
            consent=consent,
            families=tuple(name for name in (event.words.get("families") or "").split(",") if name),
            experience=event.words.get("experience") or "",
            said_in=event.id,
        )
    )


def _sat(people: People, event: Event) -> People:
    """Sit down at a table, or leave it."""
    before = people.get(event.actor)
    table = None if event.body.get("table") is None else bodies.name(event.body, "table")
    if before is None or before.taken_back or before.table == table:
        return people
    return people._with(replace(before, table=table))


def _took_back(people: People, person: str) -> People:
    before = people.get(person)
    if before is None or before.taken_back:
        return people
    return people._with(
        replace(before, consent=Consent(), families=(), experience="", taken_back=True, table=None)
    )


def _aside(person: Person, event: Event) -> Person:
    return replace(person, aside=bodies.flag(event.body, "aside"))


def _merged(people: People, person: Person, event: Event) -> Person:
    """Merge a person; a ring of persons merged into each other would be nobody, so none is closed."""
    if event.body.get("into", "") is None:
        return replace(person, into=None)
    into = bodies.name(event.body, "into")
    if into not in people.by_id or any(one.id == person.id for one in people.chain(into)):
        return person
    return replace(person, into=into)
