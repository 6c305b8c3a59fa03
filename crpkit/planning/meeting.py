"""How often people meet, and on which days."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from crpkit.framework.models import Component, HowKnown
from crpkit.planning.days import SLACK, Free
from crpkit.planning.times import Asked


@dataclass(frozen=True)
class Rhythm:
    """How often something takes place.

    Attributes
    ----------
    words
        As a person would say it.
    low, high
        Weeks from one time to the next.
    note
        What a reader should know, for example that the report gives two.
    """

    words: str
    low: float
    high: float
    note: str = ""

    @property
    def step(self) -> timedelta:
        """What is aimed at: the middle, in whole days."""
        return timedelta(days=round((self.low + self.high) / 2 * 7))

    @property
    def least(self) -> timedelta:
        """How much time there is between two at least."""
        if self.low < self.high:
            return timedelta(days=round(self.low * 7))
        return timedelta(days=max(1, round(self.low * 7 * 0.6)))


def rhythm_of(component: Component | None, asked: Asked | None) -> Rhythm | None:
    """Return how often something takes place: as the team's table says, else as the framework; nothing if unknown.

    Where the framework gives two, that which the report itself counts in weeks is taken.
    """
    if asked is not None and asked.every_weeks.known:
        low, high = asked.every_weeks.least, asked.every_weeks.most
        return Rhythm(
            f"Every {low:g} weeks" if low == high else f"Every {low:g} to {high:g} weeks", low, high
        )
    told = [one for one in component.cadence if one.weeks_min and one.weeks_max] if component else []
    if not told:
        return None
    told.sort(key=lambda one: one.weeks_how_known is not HowKnown.REPORTED)
    first = told[0]
    note = ""
    if len(told) > 1:
        others = " or ".join(f"“{one.words}”" for one in told[1:])
        note = f"the report says “{first.words}” and also {others}; the dates follow the first."
    return Rhythm(first.words, first.weeks_min or 0.0, first.weeks_max or 0.0, note)


def meetings(rhythm: Rhythm, first: date, end: date, free: Free) -> tuple[list[tuple[date, str]], list[date]]:
    """Return the days of meetings, with why a day was moved, and the days for which none was found.

    Parameters
    ----------
    rhythm
        How often.
    first
        The first meeting takes place on this day or the next one that is free.
    end
        All take place before this day.
    free
        The days on which something can take place.
    """
    found: list[tuple[date, str]] = []
    missed: list[date] = []
    wanted, least = first, first
    while wanted < end:
        day = free.near(wanted, least, min(SLACK, max(1, int(rhythm.low // 2))))
        if day is None:
            missed.append(wanted)
        else:
            note = "" if day == wanted else f"Moved from {wanted.day} {wanted:%B %Y}: {free.why_not(wanted)}."
            found.append((day, note))
            least = day + rhythm.least
        wanted = max(wanted + rhythm.step, least)
    return found, missed
