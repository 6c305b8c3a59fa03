"""From which day each part of a plan runs: after its own set-up, and no earlier than what it depends on."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date

from crpkit.errors import InputProblems, Problem
from crpkit.planning.days import Free, after_months
from crpkit.planning.models import Line

Running = Mapping[str, date | None]
"""Component → the first day on which it runs; nothing if nobody knows, or if it does not run before the plan ends."""


def running(lines: Sequence[Line], start: date, free: Free) -> tuple[Running, tuple[str, ...]]:
    """Return from which day each part runs, and what a reader should know about that.

    Raises
    ------
    InputProblems
        If parts wait for one another in a circle.
    """
    left = {line.component: line for line in lines}
    here = frozenset(left)
    found: dict[str, date | None] = {}
    while left:
        # The earliest first: of things of which any one will do, the first to be there is then the one waited for.
        ready = {
            id: _from(line, here, found, start, free) for id, line in left.items() if _may(line, here, found)
        }
        if not ready:
            raise InputProblems([_circle(left.values())])
        next_one = min(ready, key=lambda id: ready[id] or date.max)
        found[next_one] = ready[next_one]
        del left[next_one]
    notes = [note for line in lines for note in _notes(line, here, found)]
    unknown = [f"“{line.option.title}”" for line in lines if line.runs_from is None]
    if unknown:
        names = unknown[0] if len(unknown) == 1 else f"{', '.join(unknown[:-1])} and {unknown[-1]}"
        notes.insert(
            0, f"How long the set-up takes is not known for {names}: from when they run cannot be said."
        )
    return found, tuple(notes)


def _may(line: Line, here: frozenset[str], found: Running) -> bool:
    """Say whether all that a part waits for has its day."""
    if any(id in here and id not in found for id in line.option.after):
        return False
    return all(not _others(ids, line, here) or set(ids) & set(found) for ids in line.option.after_any)


def _others(ids: Iterable[str], line: Line, here: frozenset[str]) -> list[str]:
    """Return what is in the plan of things of which any one will do; nothing if the part is one of them."""
    return [] if line.component in ids else [id for id in ids if id in here]


def _from(line: Line, here: frozenset[str], found: Running, start: date, free: Free) -> date | None:
    if line.runs_from is None:
        return None
    waits = [found[id] for id in line.option.after if id in here]
    for ids in line.option.after_any:
        days = [found[id] for id in _others(ids, line, here) if id in found]
        if days:
            waits.append(min(days, key=lambda day: day or date.max))
    known = [day for day in waits if day is not None]
    return (
        free.from_on(max([after_months(start, line.runs_from), *known])) if len(known) == len(waits) else None
    )


def _circle(lines: Iterable[Line]) -> Problem:
    names = ", ".join(f"“{line.option.title}”" for line in lines)
    remedy = "Take out one of the things that they are said to depend on, in the table of costs."
    return Problem(f"These wait for one another, so that none can begin: {names}", remedy)


def _notes(line: Line, here: frozenset[str], found: Running) -> Iterator[str]:
    title = line.option.title
    for id in line.option.after:
        if id not in here:
            yield f"“{title}” builds on “{id}”, which is not in this plan."
    for ids in line.option.after_any:
        if line.component not in ids and not _others(ids, line, here):
            names = " or ".join(f"“{id}”" for id in ids)
            yield f"“{title}” builds on {names}, of which none is in this plan."
    if line.runs_from is not None and found[line.component] is None:
        unsure = any(id in here and found[id] is None for id in _before(line))
        why = "waits for something that has no day yet" if unsure else "would not run before the plan ends"
        yield f"“{title}” {why}."


def _before(line: Line) -> tuple[str, ...]:
    return (*line.option.after, *(id for ids in line.option.after_any for id in ids))
