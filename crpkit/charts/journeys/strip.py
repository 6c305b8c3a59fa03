"""Needs met, partly met, not met and not known, as one strip with their names."""

from __future__ import annotations

from collections.abc import Sequence
from xml.etree.ElementTree import Element

from crpkit.charts.journeys.signs import NEEDS
from crpkit.charts.looks import INK, SOFT, block, lines_at, number_on
from crpkit.charts.svg import measure, text, wrap
from crpkit.journeys import MET, RoadTest
from crpkit.journeys.findings import Met

ORDER: tuple[Met, ...] = ("yes", "partly", "no", "unknown")


def draw_needs(svg: Element, test: RoadTest, y: float, width: float, size: float, names: int = 2) -> float:
    """Draw one block for each need, as wide as the others, and return where the strip ends.

    Parameters
    ----------
    svg
        Where to.
    test
        What to draw.
    y, width, size
        Top, width, and size of letters.
    names
        On how many lines the names of the needs of each kind may stand; 0 for their number only.
    """
    counts = {met: test.met(met) for met in ORDER}
    if not test.needs:
        lines = wrap("What people of this group need is not in the framework.", width, size, 2)
        lines_at(svg, lines, 0, y, size, SOFT)
        return y + len(lines) * size * 1.15
    unit, x = width / len(test.needs), 0.0
    for met, found in counts.items():
        block(svg, NEEDS[met], x, y, len(found) * unit, size * 1.7, size * 0.45)
        words = str(len(found))
        if found and measure(words, size) + size * 0.4 <= len(found) * unit:
            number_on(svg, NEEDS[met], words, x + len(found) * unit / 2, y + size * 1.2, size)
        x += len(found) * unit
    y += size * 2.2
    for met, found in counts.items():
        if found:
            y = _named(svg, met, [one.title for one in found], y, width, size, names)
    return y


def _named(
    svg: Element, met: Met, titles: Sequence[str], y: float, width: float, size: float, names: int
) -> float:
    block(svg, NEEDS[met], 0, y + size * 0.05, size, size, size / 2.6)
    head, left = f"{MET[met]} {len(titles)}", size * 1.4
    text(svg, head, left, y + size * 0.95, size, INK, bold=True)
    if not names:
        return y + size * 1.45
    beside = left + measure("Partly met 00", size) + size * 0.6
    if width - beside < width * 0.6:  # then they stand below
        beside, y = left, y + size * 1.2
    lines = fitting(titles, width - beside, size, names)
    lines_at(svg, lines, beside, y, size, SOFT)
    return y + max(1, len(lines)) * size * 1.15 + size * 0.3


def fitting(titles: Sequence[str], width: float, size: float, most: int) -> list[str]:
    """Return names in so many lines, whole ones only; those that find no room are counted."""
    for shown in range(len(titles), 0, -1):
        more = len(titles) - shown
        words = "; ".join(titles[:shown]) + (f"; and {more} more" if more else "")
        lines = wrap(words, width, size, most + 1)
        if len(lines) <= most:
            return lines
    return wrap(f"{len(titles)} needs, named in the table", width, size, most)
