"""What was found, in words: each with its mark, how serious it is, where, and what it says."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from xml.etree.ElementTree import Element

from crpkit.charts.journeys.signs import mark
from crpkit.charts.journeys.stops import Stops
from crpkit.charts.looks import INK, SOFT, lines_at
from crpkit.charts.svg import text, wrap
from crpkit.journeys import SEVERITIES, Finding
from crpkit.journeys.rulebook.phrasing import counted

_SENTENCE = re.compile(r"(?<=[.?!]) +(?=[A-Z“])")
_MOST_LINES, _LEAST_LINES = 5, 3


NOTHING = "Apart from needs, no rule found anything here that stops or holds them up."


def draw_findings(
    svg: Element, stops: Stops, y: float, width: float, size: float, nothing: str = NOTHING
) -> float:
    """Draw the numbered findings below one another, then how many more there are; return where they end."""
    found = stops.listed
    if not found:
        lines = wrap(nothing, width, size, 3)
        lines_at(svg, lines, 0, y, size, SOFT)
        return y + len(lines) * size * 1.15
    for number, one in found:
        y = _finding(svg, number, one, stops.letters, y, width, size)
    return _rest(svg, stops, y, width, size)


def _finding(
    svg: Element,
    number: int,
    one: Finding,
    letters: Mapping[str, str],
    y: float,
    width: float,
    size: float,
) -> float:
    side = size * 1.45
    left = side + size * 0.6
    mark(svg, one.severity, str(number), size * 0.12, y + size * 0.1, side, size)
    where = f" · at {letters[one.step]}" if one.step else " · the whole journey"
    heads = wrap(SEVERITIES[one.severity] + where, width - left, size, 2)
    lines_at(svg, heads, left, y, size, INK, bold=True)
    room = width - left
    lines = shortened(one.message, room, size, _MOST_LINES if room > size * 18 else 2 * _MOST_LINES)
    top = y + len(heads) * size * 1.15
    lines_at(svg, lines, left, top, size)
    return top + len(lines) * size * 1.15 + size * 0.7


def shortened(message: str, width: float, size: float, most: int = _MOST_LINES) -> list[str]:
    """Return the first sentences of a message, as many whole ones as have room; the rest stands in the table."""
    sentences = _SENTENCE.split(message)
    for shown in range(len(sentences), 0, -1):
        rest = " …" if shown < len(sentences) else ""
        lines = wrap(" ".join(sentences[:shown]) + rest, width, size, most + 1)
        if len(lines) <= most and (not rest or len(lines) >= _LEAST_LINES):
            return lines
    return wrap(message, width, size, most)


def _rest(svg: Element, stops: Stops, y: float, width: float, size: float) -> float:
    words = rest_in_words(stops)
    if not words:
        return y
    lines: Sequence[str] = wrap(words, width, size, 3)
    for number, line in enumerate(lines):
        text(svg, line, 0, y + size * (0.98 + 1.15 * number), size, SOFT)
    return y + len(lines) * size * 1.15


def rest_in_words(stops: Stops) -> str:
    """Say how many findings stand in the table only."""
    helps = sum(one.severity == "helps" for one in stops.test.findings)
    more = f"{counted(stops.left_out, 'more finding')}" if stops.left_out else ""
    good = f"{counted(helps, 'finding')} of what helps" if helps else ""
    said = " and ".join(filter(None, (more, good)))
    verb = "is" if stops.left_out + helps == 1 else "are"
    return f"{said} {verb} in the table." if said else ""
