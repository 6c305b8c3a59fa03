"""The map of a journey that one would hang on a wall."""

from __future__ import annotations

import math
from collections.abc import Mapping
from xml.etree.ElementTree import Element, SubElement

import pandas as pd

from crpkit.charts.figure import Figure
from crpkit.charts.journeys import feelings as felt_by
from crpkit.charts.journeys.board import Board, spots, strips
from crpkit.charts.journeys.cards import Card, arrow, key_of_cards
from crpkit.charts.journeys.hours import draw_lane, draw_lying, load_of
from crpkit.charts.journeys.listing import draw_findings
from crpkit.charts.journeys.saying import heading, in_words, table_of
from crpkit.charts.journeys.signs import mark
from crpkit.charts.journeys.stops import Stops
from crpkit.charts.journeys.strip import draw_needs
from crpkit.charts.looks import ACCENT, INK, SOFT, Layout, lines_at
from crpkit.charts.svg import finish, measure, picture, stroke, wrap
from crpkit.journeys import RoadTest
from crpkit.journeys.felt import Feelings, read_feelings

HOURS = "Hours in each month, and for which steps"
WIDE, NARROW = Layout(1600, 1, 26, 2), Layout(420, 1, 18, 3)


def journey_map(road_test: RoadTest, feelings: pd.DataFrame | None = None) -> Figure:
    """Draw a journey as walked by a persona: steps, feelings, hours, needs, and what was found.

    Parameters
    ----------
    road_test
        As of :func:`crpkit.journeys.road_test`.
    feelings
        What people in the room said, if they were asked: columns ``step``, ``voice`` (``lived``, ``alongside``,
        ``imagining``), ``feeling`` (-2 to 2), ``people``. Each voice is drawn apart; under five people are not drawn.

    Returns
    -------
    Figure
        The columns of the table are described in :data:`crpkit.charts.journeys.saying.TABLE_COLUMNS`: first one row a
        step, then one a finding, the most serious first, then one a need. What nobody knows is dotted, never nothing.

    Raises
    ------
    InputProblems
        If the feelings name no step of the journey, no voice, or no number from -2 to 2.
    """
    stops = Stops(road_test)
    felt = read_feelings(feelings, list(stops.letters))
    words = in_words(stops, felt)
    return Figure(
        svg=_draw_wide(stops, felt, words),
        words=words,
        table=table_of(stops, felt if feelings is not None else None),
        title=f"{road_test.journey.title}: {road_test.persona.title}",
        svg_narrow=_draw_narrow(stops, felt, words),
    )


def _draw_wide(stops: Stops, felt: Feelings, words: str) -> str:
    width, size = WIDE.width, WIDE.size
    svg = picture(width, 1, words)
    y = draw_heading(svg, stops, 0, width, size)
    y = _whole(svg, stops, y, width, size)
    y = _boards(svg, stops, felt, y, size)
    gap = size * 1.8
    half = (width - gap) / 2
    left = _hours_and_needs(svg, stops, y, half)
    right = SubElement(svg, "g", {"transform": f"translate({half + gap:.1f} 0)"})
    top = lane_title(right, "What was found", y, half, size)
    return closed(svg, width, max(left, draw_findings(right, stops, top, half, size)) + size * 0.4)


def _hours_and_needs(svg: Element, stops: Stops, y: float, width: float) -> float:
    size, load = WIDE.size, load_of(stops.test)
    y = lane_title(svg, HOURS, y, width, size)
    y = draw_lane(svg, load, y, width, size, size * (7 if any(m.asked for m in load.months) else 2))
    y = lane_title(svg, needs_title(stops.test), y + size * 0.3, width, size)
    return draw_needs(svg, stops.test, y, width, size, 8)


def _boards(svg: Element, stops: Stops, felt: Feelings, y: float, size: float) -> float:
    """Draw the steps from left to right, in as many strips as they need, with feelings below each."""
    placed = spots(stops.ways)
    parts = strips(1 + max(spot.column for spot in placed.values()))
    pairs = [(id, to) for id, nexts in stops.ways.leads_to.items() for to in nexts]
    drawn = any(one.middle is not None for one in felt.values())
    for part in parts:
        board = Board(stops.stops, placed, stops.ways, part, parts[0].count, WIDE.width, size)
        y = board.draw(svg, y) + size * 0.9
        if part is parts[-1]:
            y = key_of_cards(svg, stops.stops, y, WIDE.width, size) + size * 0.3
        if drawn:
            y = lane_title(svg, "How it would feel", y, WIDE.width, size)
            y = felt_by.draw_key(svg, felt, y, WIDE.width, size) + size * 0.3
            y = felt_by.draw_curve(svg, felt, _centres(board), pairs, y, WIDE.width, size) + size * 0.5
    if felt and not drawn:
        y = lane_title(svg, "How it would feel", y, WIDE.width, size)
        lines = wrap(felt_by.TOO_FEW, WIDE.width, size, 2)
        lines_at(svg, lines, 0, y, size, SOFT)
        y += len(lines) * size * 1.15 + size * 0.6
    return y


def _centres(board: Board) -> Mapping[str, float]:
    """Return where each step's point stands; steps of branches that stand below one another, side by side."""
    found = {}
    for id, card in board.cards.items():
        column = [one for one in board.cards if board.x(one) == board.x(id)]
        found[id] = board.x(id) + card.width * (column.index(id) + 0.5) / len(column)
    return found


def _draw_narrow(stops: Stops, felt: Feelings, words: str) -> str:
    width, size = NARROW.width, NARROW.size
    svg = picture(width, 1, words)
    y = draw_heading(svg, stops, 0, width, size)
    y = _whole(svg, stops, y, width, size)
    if any(one.middle is not None for one in felt.values()):
        y = felt_by.draw_key(svg, felt, y, width, NARROW.small) + size * 0.5
    for stop, below in zip(stops.stops, (*stops.stops[1:], None), strict=True):
        height = felt_by.row_height(felt, stop.id, NARROW.small)
        paint = felt_by.row_painter(felt, stop.id, width - 4, NARROW.small)
        onwards = below is not None and stop.leads_to == (below.letter,)
        said = () if onwards else leads_in_words(stop.leads_to, stop.ends)
        card = Card(stop, width - 4, size, (height + size * 0.4, paint) if height else None, said)
        card.draw(svg, 2, y, card.height)
        y += card.height
        if onwards:
            arrow(svg, f"M{width / 2:g} {y:.1f}V{y + size:.1f}", (width / 2, y + size * 1.3), 10, "down")
        y += size * 1.4 if below is not None else 0
    y = key_of_cards(svg, stops.stops, y + size, width, NARROW.small) + size * 0.4
    y = lane_title(svg, HOURS, y, width, size)
    y = draw_lying(svg, load_of(stops.test), y, width, NARROW.small)
    y = lane_title(svg, needs_title(stops.test), y, width, size)
    y = draw_needs(svg, stops.test, y, width, NARROW.small, 8)
    y = lane_title(svg, "What was found", y + size * 0.3, width, size)
    return closed(svg, width, draw_findings(svg, stops, y, width, NARROW.small) + size * 0.4)


def leads_in_words(leads_to: tuple[str, ...], ends: bool) -> tuple[str, ...]:
    """Return where a step leads, for a map without lines between its cards; nothing if it simply ends."""
    if not leads_to:
        return ("The way ends here",) if ends else ()
    return (f"then {' or '.join(leads_to)}",)


def draw_heading(svg: Element, stops: Stops, y: float, width: float, size: float) -> float:
    """Write journey and persona over a map, and return where they end."""
    title, below = heading(stops.test)
    large = size * 1.5
    lines = wrap(title, width, large, 4)
    lines_at(svg, lines, 0, y, large, INK, bold=True)
    y += len(lines) * large * 1.15 + size * 0.25
    lines = wrap(below, width, size, 5)
    lines_at(svg, lines, 0, y, size, SOFT)
    return y + len(lines) * size * 1.15 + size * 0.8


def _whole(svg: Element, stops: Stops, y: float, width: float, size: float) -> float:
    """Draw the marks of what was found about the journey as a whole."""
    marks = stops.marks(None)
    if not marks:
        return y
    words, side = "About the whole journey:", size * 1.45
    lines_at(svg, [words], 0, y + size * 0.2, size)
    x = measure(words, size) + size * 0.5
    for number, one in marks:
        if x + side > width:
            x, y = 0.0, y + side + size * 0.35
        mark(svg, one.severity, str(number), x, y, side, size)
        x += side + size * 0.35
    return y + side + size * 0.7


def needs_title(test: RoadTest) -> str:
    """Return the heading of the strip of needs."""
    return f"The {len(test.needs)} needs of people like them" if test.needs else "Needs"


def lane_title(svg: Element, words: str, y: float, width: float, size: float) -> float:
    """Draw the heading of a lane with a line above it, and return where the lane begins."""
    stroke(svg, f"M0 {y + size * 0.3:.1f}H{width:g}", ACCENT, 3)
    lines = wrap(words, width, size * 1.15, 3)
    lines_at(svg, lines, 0, y + size * 0.6, size * 1.15, ACCENT, bold=True)
    return y + size * 0.95 + len(lines) * size * 1.32


def closed(svg: Element, width: float, height: float) -> str:
    """Return a finished picture of this height."""
    svg.set("viewBox", f"0 0 {width:g} {math.ceil(height)}")
    return finish(svg)
