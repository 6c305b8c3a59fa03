"""A figure of counts as they may be published: rounded bars, and a hatched stub for “fewer than 5”."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from xml.etree.ElementTree import Element

import pandas as pd

from crpkit.charts import Figure
from crpkit.charts.looks import ACCENT, EDGE, INK, SOFT, SOLID, Layout, Look, block, lines_at
from crpkit.charts.svg import finish, measure, picture, stroke, text, wrap
from crpkit.tables.small import FEWER, LEAST_SHOWN, NOT_SHOWN

_STUB = Look("var(--crp-card, #ffffff)", INK, "/", ACCENT)
_WIDE, _NARROW = Layout(1600, 1, 36, 1), Layout(420, 1, 20, 3)


@dataclass(frozen=True)
class Rounded:
    """One bar: its title, its count as it may be published, and what else is said beside it."""

    title: str
    count: str
    beside: str = ""

    @property
    def length(self) -> int:
        """How long the bar is, in people: the rounded number, or as long as the most that “fewer than 5” can be."""
        return int(self.count) if self.count.isdecimal() else LEAST_SHOWN - 1 if self.count == FEWER else 0


def rounded_bars(bars: Sequence[Rounded], title: str, words: str, table: pd.DataFrame) -> Figure:
    """Draw counts that may be published.

    Parameters
    ----------
    bars
        In order; of what is not shown only the title and “not shown” stand there.
    title, words, table
        Of the figure.
    """
    return Figure(
        svg=_draw(bars, _WIDE, words),
        words=words,
        table=table,
        title=title,
        svg_narrow=_draw(bars, _NARROW, words),
    )


def _draw(bars: Sequence[Rounded], layout: Layout, words: str) -> str:
    side_by_side = layout.width > 1000
    size = layout.size
    left = layout.width * 0.36 if side_by_side else 0.0
    said = [_said(bar) for bar in bars]
    beside = max((measure(one, size) * 1.05 for one in said), default=0.0) + size
    unit = max(0.0, layout.width - left - beside) / max([*(bar.length for bar in bars), 1])
    titles = [wrap(bar.title, (left if side_by_side else layout.width) - size, size, 2) for bar in bars]
    heights = [_height(lines, layout, side_by_side) for lines in titles]
    svg = picture(layout.width, sum(heights) or size, words)
    top = 0.0
    for bar, lines, words_beside, height in zip(bars, titles, said, heights, strict=True):
        lines_at(svg, lines, 0, top + size * 0.15, size, INK)
        y = top if side_by_side else top + len(lines) * size * 1.15 + size * 0.2
        _bar(svg, bar, words_beside, left, y + size * 0.15, unit, size)
        top += height
    return finish(svg)


def _height(lines: Sequence[str], layout: Layout, side_by_side: bool) -> float:
    size = layout.size
    own = len(lines) * size * 1.15
    return max(own, size * 1.3) + size * 0.7 if side_by_side else own + size * 2.4


def _bar(svg: Element, bar: Rounded, said: str, x: float, y: float, unit: float, size: float) -> None:
    width, height = bar.length * unit, size * 1.2
    if width:
        block(svg, _STUB if bar.count == FEWER else SOLID, x, y, width, height, size * 0.42)
    else:
        stroke(svg, f"M{x:.1f} {y:.1f}v{height:.1f}", EDGE, 3)
    colour = SOFT if bar.count == NOT_SHOWN else INK
    text(svg, said, x + width + size * 0.5, y + size * 0.95, size, colour)


def _said(bar: Rounded) -> str:
    about = "about " if bar.count.isdecimal() and bar.count != "0" else ""
    return f"{about}{bar.count}{bar.beside}"
