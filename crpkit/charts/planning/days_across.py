"""What the picture of a timetable is made of: days across, names of months, marks, and the key."""

from __future__ import annotations

import calendar
import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from xml.etree.ElementTree import Element

from crpkit.charts.looks import ACCENT, ACCENT_SOFT, AMBER, CARD, INK, SOFT, SOLID, SUNK, Layout, Look, block
from crpkit.charts.svg import measure, shape, stroke, text

SET_UP = Look(CARD, INK, "/", ACCENT)
RUNS = Look(ACCENT_SOFT, INK, "", ACCENT)
SHUT = Look(SUNK, SOFT, "", SUNK)
LINE = "var(--crp-line, #ddd5c5)"


@dataclass(frozen=True)
class Time:
    """Where a day stands."""

    start: date
    end: date
    left: float
    width: float

    def x(self, day: date) -> float:
        """Return where a day begins."""
        return self.left + self.width * (day - self.start).days / ((self.end - self.start).days + 1)


def draw_key(svg: Element, entries: Sequence[tuple[Look | str, str]], layout: Layout) -> float:
    """Draw what the looks and marks stand for, and return where that ends."""
    size, x, y = layout.size, 0.0, 0.0
    for look, words in entries:
        needed = size * 2.8 + measure(words, size)
        if x and x + needed > layout.width:
            x, y = 0.0, y + size * 1.7
        if isinstance(look, Look):
            block(svg, look, x + 1, y + size * 0.12, size * 1.1, size * 1.1, size / 2.6)
        else:
            draw_mark(svg, look, x + size * 0.55, y + size * 0.67, size * 0.38)
        text(svg, words, x + size * 1.6, y + size * 0.98, size, INK)
        x += needed
    return y + size * 1.9


def draw_months(svg: Element, time: Time, ends: tuple[float, float], layout: Layout) -> None:
    """Draw a fine line at the first of each month; names of months, and the year where it begins."""
    top, bottom = ends
    size = layout.small
    firsts = [time.start, *_firsts(time.start, time.end)]
    room = time.width / max(1, len(firsts))
    every = next((step for step in (1, 3, 6) if room * step > measure("May", size) * 1.25), 12)
    year_until = -math.inf
    for first in firsts:
        x = time.x(first)
        stroke(
            svg,
            f"M{x:.1f} {top - 4:.1f}V{bottom:.1f}",
            INK if first.month == 1 and first.day == 1 else LINE,
            2,
        )
        new_year = first == time.start or first.month == 1
        if new_year and x > year_until:
            text(svg, str(first.year), x + 3, top - size * 1.6, size, INK, bold=True)
            year_until = x + measure("2027 ", size)
        length = calendar.monthrange(first.year, first.month)[1] - first.day + 1
        whole = length * time.width / ((time.end - time.start).days + 1)
        shown = (first.month - 1) % every == 0
        if shown and whole * every > measure("May", size) * 1.1 and x + measure("May", size) < layout.width:
            text(svg, f"{first:%b}", x + 3, top - size * 0.45, size, SOFT)


def _firsts(start: date, end: date) -> Iterator[date]:
    year, month = start.year, start.month
    while True:
        year, month = (year + 1, 1) if month == 12 else (year, month + 1)
        if date(year, month, 1) > end:
            return
        yield date(year, month, 1)


def draw_mark(svg: Element, mark: str, x: float, y: float, radius: float) -> None:
    """Draw a meeting as a disc (open, if to be confirmed), looking back as a diamond."""
    if mark == "review":
        far = radius * 1.45
        path = f"M{x:.1f} {y - far:.1f}l{far:.1f} {far:.1f}l{-far:.1f} {far:.1f}l{-far:.1f} {-far:.1f}z"
        stroke(svg, path, INK, 2, AMBER.fill)
        return
    fill, line = (CARD, INK) if mark == "tentative" else (SOLID.fill, CARD)
    disc = shape(svg, "circle", fill, cx=round(x, 1), cy=round(y, 1), r=round(radius, 1))
    disc.set("style", f"{disc.get('style')}; stroke: {line}; stroke-width: {radius / 4:.1f}")
