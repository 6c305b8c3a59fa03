"""Two journeys side by side, for example before and after a change: what differs, on one scale."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeAlias
from xml.etree.ElementTree import Element, SubElement

import pandas as pd

from crpkit.charts.figure import Figure
from crpkit.charts.journeys import feelings as felt_by
from crpkit.charts.journeys.cards import Card, key_of_cards
from crpkit.charts.journeys.hours import Load, draw_lane, draw_lying, load_of
from crpkit.charts.journeys.listing import draw_findings
from crpkit.charts.journeys.maps import closed, lane_title, leads_in_words
from crpkit.charts.journeys.saying import heading
from crpkit.charts.journeys.signs import panel, part
from crpkit.charts.journeys.stops import NEEDS_RULE, Stop, Stops
from crpkit.charts.journeys.strip import draw_needs
from crpkit.charts.looks import ACCENT, CARD, EDGE, INK, SOFT, Layout, lines_at
from crpkit.charts.svg import picture, wrap
from crpkit.journeys import MET, SEVERITIES, Finding, RoadTest
from crpkit.journeys.felt import Feelings, read_feelings
from crpkit.journeys.rulebook.phrasing import counted

TABLE_COLUMNS: Mapping[str, str] = {
    "Row": "step, need or finding",
    "Words": "title of the step or need, or what was found",
    "First": "in the first: months, hours and cost of a step; how far a need is met; how serious a finding is",
    "Second": "the same in the second; “not there” where there is no such step or finding",
    "Differs": "whether the two differ",
}
"""What the columns of the table mean."""
Given: TypeAlias = pd.DataFrame | tuple[pd.DataFrame | None, pd.DataFrame | None] | None
_WIDE, _NARROW = Layout(1600, 2, 26, 3), Layout(420, 2, 16, 4)
_NOT_THERE = "not there"
_MOST = 6
_SAME = "Apart from needs, nothing is found here that is not found in the other."


@dataclass(frozen=True)
class _Half:
    """One of the two: its name, what is drawn, what people said of it."""

    name: str
    stops: Stops
    felt: Feelings
    load: Load
    by_id: Mapping[str, Stop]


def journey_maps_side_by_side(one: RoadTest, other: RoadTest, feelings: Given = None) -> Figure:
    """Draw two road-tests side by side: step beside step, hours and needs on one scale, and which findings differ.

    Parameters
    ----------
    one, other
        For example the same persona before and after a change.
    feelings
        As in :func:`journey_map`: one frame for both, or one for each.

    Returns
    -------
    Figure
        The columns of the table are described in :data:`TABLE_COLUMNS`.

    Raises
    ------
    InputProblems
        If the feelings name no step, no voice, or no number from -2 to 2.
    """
    halves = _halves(one, other, feelings)
    words = _in_words(halves)
    return Figure(
        svg=_draw(halves, _WIDE, words),
        words=words,
        table=_table(halves),
        title=f"{halves[0].name} and {halves[1].name.lower()}: {other.journey.title}",
        svg_narrow=_draw(halves, _NARROW, words),
    )


def _halves(one: RoadTest, other: RoadTest, feelings: Given) -> tuple[_Half, _Half]:
    changed = other.journey.id == one.journey.id or other.journey.based_on == one.journey.id
    names = ("Before", "After") if changed else ("The one", "The other")
    if isinstance(feelings, tuple):
        said = [
            read_feelings(frame, [step.id for step in test.journey.steps])
            for frame, test in zip(feelings, (one, other), strict=True)
        ]
    else:
        steps = dict.fromkeys(step.id for test in (one, other) for step in test.journey.steps)
        said = [read_feelings(feelings, list(steps))] * 2
    first, second = (
        _half(names[n], test, said[n], _keys((other, one)[n])) for n, test in enumerate((one, other))
    )
    return first, second


def _half(name: str, test: RoadTest, felt: Feelings, theirs: Collection[object]) -> _Half:
    only_here = [found for found in test.findings if _key(found) not in theirs]
    stops = Stops(test, _MOST, only_here)
    return _Half(name, stops, felt, load_of(test), {stop.id: stop for stop in stops.stops})


def _key(found: Finding) -> tuple[object, ...]:
    return found.rule, found.step, found.message


def _keys(test: RoadTest) -> set[tuple[object, ...]]:
    return {_key(found) for found in test.findings}


def _rows(halves: tuple[_Half, _Half]) -> list[str]:
    """Return the ids of all steps: those of the first, and new ones after the step that they come after."""
    order = list(halves[0].by_id)
    before: str | None = None
    for id in halves[1].by_id:
        if id not in order:
            order.insert(order.index(before) + 1 if before is not None else 0, id)
        before = id
    return order


def _draw(halves: tuple[_Half, _Half], layout: Layout, words: str) -> str:
    width, size = layout.width, layout.size
    gap = size * 1.2
    half = (width - gap) / 2
    svg = picture(width, 1, words)
    right = SubElement(svg, "g", {"transform": f"translate({half + gap:.1f} 0)"})
    sides = list(zip((svg, right), halves, strict=True))
    y = max(_heading(place, side, half, size) for place, side in sides)
    if any(one.middle is not None for side in halves for one in side.felt.values()):
        y = felt_by.draw_key(svg, {**halves[0].felt, **halves[1].felt}, y, width, size) + size * 0.5
    for id in _rows(halves):
        y = _row(sides, id, y, half, size) + size * 0.8
    every = [stop for side in halves for stop in side.stops.stops]
    y = key_of_cards(svg, every, y + size * 0.3, width, size) + size * 0.4
    y = max(_hours(place, side, halves, y, half, layout) for place, side in sides) + size * 0.3
    names = 6 if width > 1000 else 0
    y = max(
        draw_needs(place, side.stops.test, lane_title(place, "Needs", y, half, size), half, size, names)
        for place, side in sides
    )
    y += size * 0.4
    bottom = max(_found(place, side, y, half, size) for place, side in sides)
    return closed(svg, width, bottom + size * 0.4)


def _heading(svg: Element, side: _Half, width: float, size: float) -> float:
    title, below = heading(side.stops.test)
    y = 0.0
    for words, large, colour, bold in (
        (side.name, size * 1.4, ACCENT, True),
        (title, size * 1.15, INK, True),
        (below, size, SOFT, False),
    ):
        lines = wrap(words, width, large, 6)
        lines_at(svg, lines, 0, y, large, colour, bold)
        y += len(lines) * large * 1.15 + size * 0.2
    return y + size * 0.6


def _row(sides: Sequence[tuple[Element, _Half]], id: str, y: float, width: float, size: float) -> float:
    """Draw a step in both, as high as one another, and return where they end."""
    first, second = (side.by_id.get(id) for _, side in sides)
    changes = _changes(first, second)
    cards = [
        Card(
            stop,
            width - 4,
            size,
            _feelings(side, id, width, size),
            _said(stop, side),
            changes if n else "",
            flat=width > 500,
        )
        if (stop := side.by_id.get(id)) is not None
        else None
        for n, (_, side) in enumerate(sides)
    ]
    height = max(card.height for card in cards if card is not None)
    for (place, _), card in zip(sides, cards, strict=True):
        if card is not None:
            card.draw(place, 2, y, height)
        else:
            box = panel(place, 2, y, width - 4, height, CARD, EDGE, 2, size * 0.4)
            box.set("stroke-dasharray", "4 8")
            lines_at(
                place,
                wrap("No such step here", width - size, size, 2),
                size * 0.5,
                y + size * 0.5,
                size,
                SOFT,
            )
    return y + height


def _said(stop: Stop, side: _Half) -> tuple[str, ...]:
    """Say where a step leads, unless that is simply the one below it."""
    order = list(side.by_id)
    below = order[order.index(stop.id) + 1 :][:1]
    if stop.leads_to == tuple(side.stops.letters[id] for id in below):
        return ()
    return leads_in_words(stop.leads_to, stop.ends)


def _feelings(side: _Half, id: str, width: float, size: float) -> tuple[float, felt_by.Painter] | None:
    height = felt_by.row_height(side.felt, id, size)
    if not height:
        return None
    return height + size * 0.4, felt_by.row_painter(side.felt, id, width - 4, size)


def _changes(first: Stop | None, second: Stop | None) -> str:
    """Say what is not the same in the second."""
    if second is None:
        return ""
    if first is None:
        return "A new step"
    pairs = [(first.title, second.title), (first.when, second.when)]
    pairs.append((part(first.part)[0], part(second.part)[0]))
    facts = {fact.name: fact.words for fact in first.facts}
    theirs = {fact.name: fact.words for fact in second.facts}
    pairs += [
        (facts.get(name, "once"), theirs.get(name, "once")) for name in {**facts, **theirs} if name != "ends"
    ]
    was = [before for before, after in pairs if before != after]
    return f"Changed: was {'; '.join(was)}" if was else ""


def _hours(
    svg: Element, side: _Half, halves: tuple[_Half, _Half], y: float, width: float, layout: Layout
) -> float:
    size, top = layout.size, max(one.load.top for one in halves)
    y = lane_title(svg, "Hours in each month", y, width, size)
    if layout.width < 1000:
        return draw_lying(svg, side.load, y, width, size, top)
    across = max(sum(month.number is not None for month in one.load.months) for one in halves)
    tall = any(month.asked for one in halves for month in one.load.months)
    return draw_lane(svg, side.load, y, width, size, size * (7 if tall else 2), top, across)


def _found(svg: Element, side: _Half, y: float, width: float, size: float) -> float:
    y = lane_title(
        svg,
        f"Found {side.name.lower()} only" if "The" not in side.name else "Found here only",
        y,
        width,
        size,
    )
    return draw_findings(svg, side.stops, y, width, size, _SAME)


def _in_words(halves: tuple[_Half, _Half]) -> str:
    first, second = halves
    one, other = first.stops.test, second.stops.test
    whose = f" for “{one.persona.title}”" if one.persona.id == other.persona.id else ""
    words = f"{first.name}: “{one.journey.title}”; {second.name.lower()}: “{other.journey.title}”{whose}. "
    if one.needs and other.needs:
        words += "Needs met or partly met: "
        words += " and ".join(
            f"{len(t.met('yes')) + len(t.met('partly'))} of {len(t.needs)}" for t in (one, other)
        )
        words += ". "
    hours = [counted(t.asked, "hour") if t.asked is not None else "not known" for t in (one, other)]
    words += f"Hours asked in all, as far as they are known: {hours[0]} and {hours[1]}. "
    gone, new = _apart(one, other), _apart(other, one)
    verb = "is" if gone == 1 else "are"
    return f"{words}{counted(gone, 'finding')} of the first {verb} not in the second, which has {new} new."


def _apart(one: RoadTest, other: RoadTest) -> int:
    keys = _keys(other)
    return sum(_key(found) not in keys for found in one.findings if found.rule != NEEDS_RULE)


def _table(halves: tuple[_Half, _Half]) -> pd.DataFrame:
    rows: list[tuple[str, str, str, str]] = []
    for id in _rows(halves):
        stops = [side.by_id.get(id) for side in halves]
        title = next(stop.title for stop in reversed(stops) if stop is not None)
        rows.append(("step", title, _of_step(stops[0]), _of_step(stops[1])))
    tests = [side.stops.test for side in halves]
    met = [{need.need: need for need in test.needs} for test in tests]
    for id, need in {**met[0], **met[1]}.items():
        told = [MET[side[id].met] if id in side else _NOT_THERE for side in met]
        rows.append(("need", need.title, told[0], told[1]))
    found = [{_key(one): one for one in test.findings if one.rule != NEEDS_RULE} for test in tests]
    for key, one in {**found[0], **found[1]}.items():
        told = [SEVERITIES[side[key].severity] if key in side else _NOT_THERE for side in found]
        rows.append(("finding", one.message, told[0], told[1]))
    frame = pd.DataFrame(rows, columns=list(TABLE_COLUMNS)[:4])
    frame["Differs"] = frame["First"] != frame["Second"]
    return frame


def _of_step(stop: Stop | None) -> str:
    return "; ".join([stop.when, *(fact.words for fact in stop.facts)]) if stop else _NOT_THERE
