"""The room: who is here, which phones count, what the projector shows, and when it is over."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from crpkit.errors import InputProblems, Problem, did_you_mean
from crpkit.workshop.checks import NAME, clean_title, refused, whole
from crpkit.workshop.people import Person
from crpkit.workshop.record import Record
from crpkit.workshop.state import VIEWS

MOST_PEOPLE = 2000


class Room(Record):
    """What can be done to a workshop's room; a part of :class:`crpkit.workshop.Workshop`."""

    def retitle(self, title: str, event_id: str | None = None) -> None:
        """Give the workshop another title (1 to 120 characters)."""
        self._write("workshop/titled", {}, {"title": clean_title(title)}, event_id)

    def count_room(
        self,
        total: int | None,
        families: Mapping[str, int] | None = None,
        paper: int | None = None,
        event_id: str | None = None,
    ) -> None:
        """Write down how many people are in the room.

        Parameters
        ----------
        total
            All people; ``None`` if nobody has counted.
        families
            Family id → people, as far as they wish to say.
        paper
            People of the total who take part without a phone; ``None`` if nobody has counted them.
        event_id
            Made by the page; sending it again changes nothing.

        Raises
        ------
        InputProblems
            If a number is below 0 or above 2000, or the families or those on paper are more than the total.
        """
        counts = dict(families or {})
        problems = list(_wrong_counts(total, counts, paper))
        if problems:
            raise InputProblems(problems)
        body = {"total": total, "families": counts} | ({} if paper is None else {"paper": paper})
        self._write("room/counted", body, event_id=event_id)

    def set_aside(self, person: str, aside: bool = True, event_id: str | None = None) -> None:
        """Set a phone aside that is nobody's, or take it in again.

        Its dots do not count and it is not in the figures; what it wrote stays and is not shown by itself.

        Parameters
        ----------
        person
            The pseudonym.
        aside
            ``False`` takes it in again.
        event_id
            Made by the page; sending it again changes nothing.

        Raises
        ------
        InputProblems
            If nobody joined under this pseudonym.
        """
        if self._person(person).aside != aside:
            self._write("person/aside", {"person": person, "aside": aside}, event_id=event_id)

    def merge(self, person: str, into: str | None, event_id: str | None = None) -> None:
        """Say that a phone is a person who joined before from another, or undo that.

        Of their ballots the one cast last counts; their notes stand for one person.

        Parameters
        ----------
        person
            The pseudonym.
        into
            The pseudonym that is to count; ``None`` undoes it.
        event_id
            Made by the page; sending it again changes nothing.

        Raises
        ------
        InputProblems
            If one of them is unknown, took everything back, or both are one already.
        """
        one = self._person(person)
        if into is not None:
            other = self._person(into)
            if one.taken_back or other.taken_back:
                found = "Somebody who took everything back cannot be merged"
                raise refused(found, "There is nothing left to merge.", why="taken-back")
            if person in {link.id for link in self.state.people.chain(into)}:
                found = f"{other.label} is {one.label} already"
                raise refused(found, "Choose another, or undo the first merging.", why="bad-input")
        if one.into != into:
            self._write("person/merged", {"person": person, "into": into}, event_id=event_id)

    def stage(self, what: str, activity: str | None = None, event_id: str | None = None) -> None:
        """Say what the projector shows.

        Parameters
        ----------
        what
            ``join`` (how to join), ``activity`` or ``blank``.
        activity
            Which one; the one opened last if not given.
        event_id
            Made by the page; sending it again changes nothing.

        Raises
        ------
        InputProblems
            If there is no such view or activity.
        """
        if what not in VIEWS:
            raise refused(f"The projector cannot show “{what}”", did_you_mean(what, VIEWS), field="what")
        if activity is not None and activity not in self.state.activities:
            known = did_you_mean(activity, self.state.activities)
            raise refused(f"There is no activity “{activity}”", known, "activity", "unknown-activity")
        self._write("screen/staged", {"what": what, "activity": activity}, event_id=event_id)

    def end(self, event_id: str | None = None) -> None:
        """End the workshop: phones write no more; taking back stays possible."""
        if not self.state.ended:
            self._write("workshop/ended", {}, event_id=event_id)

    def resume(self, event_id: str | None = None) -> None:
        """Go on with a workshop that was ended."""
        if self.state.ended:
            self._write("workshop/resumed", {}, event_id=event_id)

    def _person(self, person: str) -> Person:
        found = self.state.people.get(person)
        if found is None:
            raise refused(
                "This person is not in the workshop", "Load the page again.", "person", "unknown-person"
            )
        return found


def _wrong_counts(total: int | None, counts: Mapping[str, int], paper: int | None) -> Iterator[Problem]:
    said = [
        *counts.items(),
        *((name, n) for name, n in (("total", total), ("paper", paper)) if n is not None),
    ]
    wrong = [(name, number) for name, number in said if not whole(number, 0, MOST_PEOPLE)]
    for name, number in wrong:
        yield Problem(f"{number} is not a number of people", f"Write 0 to {MOST_PEOPLE}.", field=name)
    for name in counts:
        if not NAME.fullmatch(name):
            remedy = "Write the id of a family, for example community."
            yield Problem(f"“{name}” is not a family", remedy, field=name)
    if wrong or total is None:
        return
    if sum(counts.values()) > total:
        found = f"The families add up to {sum(counts.values())}, but {total} people are in the room"
        yield Problem(found, "Correct one of the numbers.", field="total")
    if paper is not None and paper > total:
        found = f"{paper} people are without a phone, but {total} are in the room"
        yield Problem(found, "Correct one of the numbers.", field="paper")
