"""The agenda as planned and as run, on one line of time."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from xml.etree.ElementTree import Element

import pandas as pd

from crpkit.charts.figure import Figure
from crpkit.charts.looks import (
    INK,
    SOFT,
    SOLID,
    Layout,
    Look,
    block,
    count,
    legend,
    lines_at,
    plain,
    quoted,
)
from crpkit.charts.svg import finish, measure, picture, shape, text, wrap

PLANNED = Look("var(--crp-card, #ffffff)", INK, "/", "var(--crp-edge, #6f6a5f)")


@dataclass(frozen=True)
class TimedStep:
    """One step: its title, minutes as planned, and each stretch in which it ran, in minutes from the beginning."""

    title: str
    planned: float
    ran: tuple[tuple[float, float], ...] = ()
    skipped: bool = False

    @property
    def spent(self) -> float:
        """Minutes it took in all."""
        return sum(end - begin for begin, end in self.ran)


def agenda_as_run(agenda: Any, at: datetime | None = None) -> Figure:
    """Draw the agenda of a workshop as planned and as it ran.

    Parameters
    ----------
    agenda
        The workshop’s :class:`crpkit.workshop.agenda.running.AgendaState`.
    at
        Until when a step that still runs is drawn; it is left out if not given.

    Returns
    -------
    Figure
        As of :func:`planned_and_run`.
    """
    runs = [(one.step, one.began, one.ended if one.ended is not None else at) for one in agenda.runs]
    start = min((began for _, began, _ in runs), default=None)
    ran: dict[str, list[tuple[float, float]]] = {}
    for name, began, ended in runs:
        if ended is not None and ended >= began:
            ran.setdefault(name, []).append((_minutes_between(start, began), _minutes_between(start, ended)))
    steps = [
        TimedStep(one.title or "(taken back)", one.minutes, tuple(ran.get(one.id, ())), bool(one.skipped))
        for one in agenda.steps
    ]
    title = (
        f"{agenda.title}: as planned and as it ran"
        if agenda.title
        else "The agenda, as planned and as it ran"
    )
    return planned_and_run(steps, title)


def _minutes_between(start: Any, end: Any) -> float:
    return float((end - start).total_seconds()) / 60


def planned_and_run(
    steps: Sequence[TimedStep], title: str = "The agenda, as planned and as it ran"
) -> Figure:
    """Draw when each step was planned and when it ran.

    Parameters
    ----------
    steps
        In the order of the agenda.
    title
        What it is about.

    Returns
    -------
    Figure
        Table columns ``Step, Planned minutes, Minutes it took, Difference, Skipped``. Differences are whole minutes.
    """
    words = _in_words(steps)
    rows = [
        (
            step.title,
            round(step.planned),
            round(step.spent) if step.ran else None,
            round(step.spent - step.planned) if step.ran else None,
            step.skipped,
        )
        for step in steps
    ]
    columns = ["Step", "Planned minutes", "Minutes it took", "Difference", "Skipped"]
    table = pd.DataFrame(rows, columns=columns)
    table = table.astype({"Minutes it took": "Int64", "Difference": "Int64"})
    return Figure(
        svg=_draw(steps, Layout(1600, 1, 30, 2), words),
        words=words,
        table=table,
        title=title,
        svg_narrow=_draw(steps, Layout(420, 1, 20, 2), words),
    )


def _in_words(steps: Sequence[TimedStep]) -> str:
    planned = sum(step.planned for step in steps)
    ran = [step for step in steps if step.ran]
    if not ran:
        return f"{count(len(steps), 'step', 'steps')}, {_minutes(planned)} planned. None has run yet."
    spent = sum(step.spent for step in ran)
    words = f"{len(ran)} of {count(len(steps), 'step', 'steps')} ran, in {_minutes(spent)}; "
    words += f"{_minutes(planned)} were planned."
    apart = {step.title: round(step.spent - step.planned) for step in ran}
    most = max(apart.values())
    if most >= 1:
        longest = [name for name, minutes in apart.items() if minutes == most]
        each = " each" if len(longest) > 1 else ""
        words += f" Most over time: {quoted(longest, what='steps')}, {_minutes(most)}{each}."
    left_out = [step.title for step in steps if step.skipped and not step.ran]
    return words + (f" Left out: {quoted(left_out, what='steps')}." if left_out else "")


def _minutes(number: float) -> str:
    return count(round(number), "minute", "minutes")


def _draw(steps: Sequence[TimedStep], layout: Layout, words: str) -> str:
    size = layout.size
    narrow = layout.width < 1000
    beside = 0.0 if narrow else 520.0
    length = layout.width - beside - (measure("120 min", layout.small) + size * 0.4)
    whole = max([1.0, sum(step.planned for step in steps), *(end for step in steps for _, end in step.ran)])
    scale = length / whole
    entries = [(PLANNED, "planned"), (SOLID, "as it ran")]
    scratch = picture(layout.width, 1, "")
    top = legend(scratch, entries, layout.width, size)
    blocks = [
        wrap(step.title, (layout.width if narrow else beside) - size, size, layout.lines) for step in steps
    ]
    heights = [_height(lines, layout, narrow) for lines in blocks]
    bottom = top + sum(heights)
    svg = picture(layout.width, bottom + size * 1.8, words)
    legend(svg, entries, layout.width, size)
    _grid(svg, whole, beside, scale, (top, bottom), layout)
    begin = 0.0
    for step, lines, height in zip(steps, blocks, heights, strict=True):
        lines_at(svg, lines, 0, top, size)
        y = top + (size * (0.35 + 1.15 * len(lines)) if narrow else size * 0.1)
        _step(svg, step, begin, beside, y, scale, layout)
        begin += step.planned
        top += height
    return finish(svg)


def _height(lines: Sequence[str], layout: Layout, narrow: bool) -> float:
    text_height = len(lines) * layout.size * 1.15
    bars = layout.size * 1.5
    return text_height + bars + layout.size * 0.7 if narrow else max(text_height, bars) + layout.size * 0.7


def _grid(
    svg: Element, whole: float, left: float, scale: float, ends: tuple[float, float], layout: Layout
) -> None:
    """Draw fine lines and their minutes; as many as have room."""
    room = measure("120", layout.small) * 1.8
    step = next((minutes for minutes in (5, 10, 15, 30, 60, 120, 240) if minutes * scale > room), 480)
    top, bottom = ends
    for minutes in range(0, int(whole) + 1, step):
        x = left + minutes * scale
        shape(svg, "rect", "var(--crp-line, #ddd5c5)", x=x - 1, y=top - 4, width=2, height=bottom - top + 4)
        anchor = "start" if minutes == 0 else "middle"
        words = str(minutes) if minutes + step <= whole else f"{minutes} min"
        text(svg, words, x, bottom + layout.small * 1.1, layout.small, SOFT, anchor=anchor)


def _step(
    svg: Element, step: TimedStep, begin: float, left: float, y: float, scale: float, layout: Layout
) -> None:
    size = layout.size
    bar = size * 0.68
    block(svg, PLANNED, left + begin * scale, y, step.planned * scale, bar, size * 0.36)
    for start, end in step.ran:
        block(svg, SOLID, left + start * scale, y + bar + size * 0.1, max(2.0, (end - start) * scale), bar)
    last = max([begin + step.planned, *(end for _, end in step.ran)])
    words = "left out" if step.skipped and not step.ran else ""
    if step.ran:
        words = f"{plain(round(step.spent))} min"
    elif not words:
        words = f"{plain(round(step.planned))} min"
    text(svg, words, left + last * scale + size * 0.35, y + bar * 1.35, layout.small, SOFT)
