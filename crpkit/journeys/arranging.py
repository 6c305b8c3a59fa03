"""Putting steps in another order, in between, or away, so that every way still leads on."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from crpkit.journeys.models import Branch, Step
from crpkit.journeys.ways import next_steps
from crpkit.personas import make_id

Steps = tuple[Step, ...]


def moved(steps: Sequence[Step], id: str, place: int) -> Steps:
    """Return the steps with one of them at another place.

    What led to it leads on to what came after it; at its new place it stands between the step before and what that led
    to. So a branch of several ways stays where it forks.

    Parameters
    ----------
    steps
        As they are.
    id
        Which one.
    place
        Its place afterwards, counted from 0; beyond the last counts as the last.

    Raises
    ------
    KeyError
        If there is no such step.
    """
    step = _named(steps, id)
    return put_in(_closed(steps, id), step, place)


def put_in(steps: Sequence[Step], step: Step, place: int) -> Steps:
    """Return the steps with one more, between the step before that place and what that led to.

    Parameters
    ----------
    steps
        As they are, without it.
    step
        The new one; where it leads and whether the way ends there is settled by its place.
    place
        Its place afterwards, counted from 0.
    """
    place = min(max(place, 0), len(steps))
    before = list(steps[:place])
    leads_to: tuple[Branch, ...] = ()
    ends = False
    if before:
        last = before[-1]
        leads_to, ends = last.leads_to, last.ends
        before[-1] = last.model_copy(update={"leads_to": (), "ends": False})
    new = step.model_copy(update={"leads_to": leads_to, "ends": ends})
    return (*before, new, *steps[place:])


def taken_out(steps: Sequence[Step], id: str) -> Steps:
    """Return the steps without one: what led to it leads on to what came after it, and none has to come after it.

    Raises
    ------
    KeyError
        If there is no such step.
    """
    _named(steps, id)
    return tuple(
        step.model_copy(update={"after": tuple(one for one in step.after if one != id)})
        if id in step.after
        else step
        for step in _closed(steps, id)
    )


def twin(steps: Sequence[Step], id: str) -> tuple[Steps, str]:
    """Return the steps with a copy of one right behind it, and the id of the copy.

    Raises
    ------
    KeyError
        If there is no such step.
    """
    step = _named(steps, id)
    title = f"{step.title[:100]} (again)"
    copy = step.model_copy(update={"id": new_id(title, steps), "title": title})
    return put_in(steps, copy, [one.id for one in steps].index(id) + 1), copy.id


def new_id(title: str, steps: Iterable[Step]) -> str:
    """Return an id made from a title that no step has."""
    return make_id(title[:60], {step.id for step in steps})


def leading_to(steps: Sequence[Step], id: str) -> tuple[Step, ...]:
    """Return the steps that lead to one."""
    leads = next_steps(steps)
    return tuple(step for step in steps if id in leads[step.id])


def _named(steps: Sequence[Step], id: str) -> Step:
    for step in steps:
        if step.id == id:
            return step
    raise KeyError(id)


def _closed(steps: Sequence[Step], id: str) -> Steps:
    """Take a step out of the ways: whatever led to it leads on to where it led."""
    gone = _named(steps, id)
    leads = next_steps(steps)
    onward = gone.leads_to or tuple(Branch(to=to) for to in leads[id])
    rest = [step for step in steps if step.id != id]
    following = next_steps(rest)
    out = []
    for step in rest:
        if id not in leads[step.id]:
            out.append(step)
        elif not (step.leads_to or gone.ends) and following[step.id] == tuple(one.to for one in onward):
            out.append(step)  # it leads on to the next one without saying so
        else:
            ways = _instead(step.leads_to or (Branch(to=id),), id, onward)
            ends = step.ends or gone.ends or not onward
            out.append(step.model_copy(update={"leads_to": ways, "ends": ends}))
    return tuple(out)


def _instead(ways: Sequence[Branch], id: str, onward: Sequence[Branch]) -> tuple[Branch, ...]:
    """Put in place of a way to a step the ways that led on from it; none twice."""
    out: dict[str, Branch] = {}
    for way in ways:
        for one in onward if way.to == id else (way,):
            out.setdefault(one.to, Branch(to=one.to, when=one.when or way.when))
    return tuple(out.values())
