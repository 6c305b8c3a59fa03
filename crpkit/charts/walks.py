"""How each step of a walk would feel, as the room said: each voice by itself, with the middle half of its answers."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from itertools import pairwise
from xml.etree.ElementTree import Element

import pandas as pd

from crpkit.charts.figure import Figure
from crpkit.charts.journeys.feelings import draw_curve, draw_key, draw_row, row_height
from crpkit.charts.looks import NARROW, SOFT, badge, lines_at, named
from crpkit.charts.svg import finish, picture, text, wrap
from crpkit.journeys.felt import VOICES, Feelings, Felt
from crpkit.journeys.rulebook.phrasing import counted, joined
from crpkit.tables.small import LEAST_SHOWN
from crpkit.workshop.activities.ask import NOT_SAID, AskState, Item
from crpkit.workshop.activities.ask.voices import spreads, voices_answering

WIDE, SIZE, LANE = 1600.0, 28.0, 36.0
MOST_TITLED = 9  # more steps stand by their letters alone, and with their titles in the table
APART = 2  # answers between two middles: then voices part
NOBODY = "Nobody has answered yet."


def walk_figure(
    activity: AskState, least: int = LEAST_SHOWN, shown: Callable[[int], str] = str
) -> Figure | None:
    """Draw how each step would feel, apart by from where people speak; ``None`` if there are no steps.

    Parameters
    ----------
    activity
        One that asks from where people speak; closed.
    least
        How many of a voice must have answered at a step for it to be drawn there.
    shown
        How a number of people is written.

    Returns
    -------
    Figure
        Table columns ``Letter``, ``Step``, one for each voice.
    """
    steps = list(activity.items)
    if not steps or activity.voices is None:
        return None
    felt: Feelings = {
        (item, voice): Felt(one.people, one.low, one.middle, one.high)
        for voice, of in spreads(activity, least).items()
        for item, one in of.items()
    }
    words = _words(activity, felt, least)
    return Figure(
        svg=_draw(steps, felt, words),
        words=words,
        table=_table(activity, felt, least, shown),
        title=activity.prompt or activity.title,
        svg_narrow=_draw_narrow(steps, felt, words),
    )


def _words(activity: AskState, felt: Feelings, least: int) -> str:
    answering = voices_answering(activity)
    if not any(answering.values()):
        return NOBODY
    found = [*_lowest(activity, felt), *_parting(activity, felt)]
    few = []
    for voice in activity.voices.ids if activity.voices else ():
        drawn = sum(said == voice for _, said in felt)
        if answering[voice] and drawn < len(activity.items):
            where = "any step" if not drawn else counted(len(activity.items) - drawn, "step")
            few.append(f"“{VOICES[voice]}” at {where}")
    if few:
        found.append(f"Not drawn, because fewer than {least} people answered: {joined(few)}.")
    if answering[NOT_SAID]:
        found.append("Those who would rather not say from where they speak are not drawn.")
    return " ".join(found)


def _lowest(activity: AskState, felt: Feelings) -> list[str]:
    """Say where each voice feels lowest, all of them in one sentence: no voice stands for the others."""
    said, alike = [], []
    for voice in VOICES:
        middles = _middles(activity, felt, voice)
        if len(middles) > 1 and len(set(middles.values())) == 1:
            middle = _signed(next(iter(middles.values())))
            alike.append(
                f"“{VOICES[voice]}” feels alike at each step that is drawn (half say {middle} or less)."
            )
        elif middles:
            low = min(middles.values())
            at = [f"“{named(item.title)}”" for item in activity.items if middles.get(item.id) == low]
            where = joined(at) if len(at) < 4 else counted(len(at), "step")
            said.append(f"“{VOICES[voice]}” at {where} (half say {_signed(low)} or less)")
    return [*([f"Where each voice feels lowest: {'; '.join(said)}."] if said else []), *alike]


def _parting(activity: AskState, felt: Feelings) -> list[str]:
    """Say where two voices are furthest from each other, if that is two answers or more."""
    far: dict[str, float] = {}
    for item in activity.items:
        middles = [
            one for voice in VOICES if (one := _middles(activity, felt, voice).get(item.id)) is not None
        ]
        far[item.id] = max(middles) - min(middles) if len(middles) > 1 else 0
    most = max(far.values(), default=0)
    at = [f"“{named(item.title)}”" for item in activity.items if far[item.id] == most]
    if most < APART:
        return []
    return [f"Voices are furthest apart at {joined(at) if len(at) < 4 else counted(len(at), 'step')}."]


def _middles(activity: AskState, felt: Feelings, voice: str) -> dict[str, float]:
    return {
        item.id: one.middle
        for item in activity.items
        if (one := felt.get((item.id, voice))) is not None and one.middle is not None
    }


def _table(activity: AskState, felt: Feelings, least: int, shown: Callable[[int], str]) -> pd.DataFrame:
    voices = activity.voices.ids if activity.voices else ()
    rows = [
        (
            item.letter,
            named(item.title),
            *(_cell(felt.get((item.id, voice)), least, shown) for voice in voices),
        )
        for item in activity.items
    ]
    return pd.DataFrame(rows, columns=["Letter", "Step", *(VOICES[voice] for voice in voices)], dtype=object)


def _cell(one: Felt | None, least: int, shown: Callable[[int], str]) -> str:
    if one is None or one.middle is None:
        return f"fewer than {least} people"
    assert one.low is not None and one.high is not None
    half = f"middle half {_signed(one.low)} to {_signed(one.high)}"
    return f"{_signed(one.middle)} ({half}; {shown(one.people)} people)"


def _signed(value: float) -> str:
    return f"{value:+g}" if value else "0"


def _draw(steps: Sequence[Item], felt: Feelings, words: str) -> str:
    svg = picture(WIDE, 1, words)
    y = draw_key(svg, felt, 0, WIDE, SIZE) + SIZE * 0.6 if felt else 0.0
    left = LANE * 2.2
    column = (WIDE - left) / len(steps)
    centres: Mapping[str, float] = {
        item.id: left + column * (place + 0.5) for place, item in enumerate(steps)
    }
    ways = list(pairwise(item.id for item in steps))
    y = draw_curve(svg, felt, centres, ways, y, WIDE, LANE) + SIZE * 0.4
    deepest = y
    for item in steps:
        badge(svg, item.letter, centres[item.id] - SIZE * 0.75, y, SIZE)
        if len(steps) <= MOST_TITLED:
            lines = wrap(named(item.title), column * 0.92, SIZE * 0.86, 7)
            lines_at(svg, lines, centres[item.id] - column * 0.46, y + SIZE * 1.9, SIZE * 0.86)
            deepest = max(deepest, y + SIZE * 1.9 + len(lines) * SIZE)
    return _closed(svg, WIDE, max(deepest, y + SIZE * 2))


def _draw_narrow(steps: Sequence[Item], felt: Feelings, words: str) -> str:
    width, size = NARROW.width, NARROW.size
    svg = picture(width, 1, words)
    y = draw_key(svg, felt, 0, width, size) + size * 0.5 if felt else 0.0
    for item in steps:
        badge(svg, item.letter, 0, y, size)
        lines = wrap(named(item.title), width - size * 2, size, 4)
        lines_at(svg, lines, size * 2, y, size)
        y += max(len(lines) * size * 1.15, size * 1.6) + size * 0.3
        if any(step == item.id for step, _ in felt):
            draw_row(svg, felt, item.id, 0, y, width, size)
            y += row_height(felt, item.id, size) + size * 0.6
        else:
            text(svg, "not drawn", size * 2, y + size, size, SOFT)
            y += size * 1.9
    return _closed(svg, width, y)


def _closed(svg: Element, width: float, height: float) -> str:
    svg.set("viewBox", f"0 0 {width:g} {height:.0f}")
    return finish(svg)
