"""How much things matter, against how sure people are of them: four corners."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from xml.etree.ElementTree import Element

import pandas as pd

from crpkit.charts.figure import Figure
from crpkit.charts.looks import (
    ACCENT,
    ACCENT_INK,
    ACCENT_SOFT,
    EDGE,
    INK,
    SOFT,
    Layout,
    notes_at,
    notes_height,
    quoted,
)
from crpkit.charts.needs.placing import Box, Placed, Wanted, place_labels
from crpkit.charts.svg import finish, measure, picture, shape, stroke, text, wrap

TITLE = "What matters, and how sure people feel"
CORNERS: Mapping[str, str] = {
    "concentrate": "Matters, not sure yet",
    "keep-up": "Matters, sure",
    "low-priority": "Matters less, not sure",
    "well-covered": "Matters less, sure",
}
_WIDE, _NARROW = Layout(1600, 1, 28, 2), Layout(420, 1, 16, 2)


@dataclass(frozen=True)
class _Point:
    title: str
    x: float
    y: float
    corner: str


def need_quadrants(
    needs: pd.DataFrame, scope: str = "all", lines: tuple[float, float] | None = None
) -> Figure:
    """Draw each need by how sure people are (across) and how much it matters (up).

    Parameters
    ----------
    needs
        As of :attr:`crpkit.needs.Diagnosis.needs`.
    scope
        Whose.
    lines
        Where the corners meet: how sure, how much it matters; at the means if not given.

    Returns
    -------
    Figure
        Table columns ``What``, ``Matters``, ``Sure`` (means, 1 to 5), ``Corner``.
    """
    mine = needs[(needs["scope"] == scope) & needs["quadrant"].notna()]
    mine = mine.sort_values("mwds_place", kind="stable")
    points = [
        _Point(str(one["title"]), one["performance"], one["importance"], str(one["quadrant"]))
        for one in mine.to_dict("records")
    ]
    if lines is None and points:
        lines = (float(mine["performance"].mean()), float(mine["importance"].mean()))
    words = _in_words(points)
    cross = lines or (3.0, 3.0)
    return Figure(
        svg=_draw(points, cross, _WIDE, words),
        words=words,
        table=pd.DataFrame(
            {
                "What": mine["title"],
                "Matters": mine["importance"].round(1),
                "Sure": mine["performance"].round(1),
                "Corner": [CORNERS[point.corner] for point in points],
            }
        ).reset_index(drop=True),
        title=TITLE,
        svg_narrow=_draw(points, cross, _NARROW, words),
    )


def _in_words(points: Sequence[_Point]) -> str:
    if not points:
        return "There are too few answers to draw this."
    first = [point.title for point in points if point.corner == "concentrate"]
    if not first:
        return "Nothing that matters more than most is among what people are less sure of than of most."
    verb = "matters" if len(first) == 1 else "matter"
    return (
        f"{quoted(first, 6, 'things')} {verb} more than most, and people are less sure of it than of most."
        if len(first) == 1
        else f"{quoted(first, 6, 'things')} {verb} more than most, and people are less sure of them than of most."
    )


def _draw(points: Sequence[_Point], lines: tuple[float, float], layout: Layout, words: str) -> str:
    height = layout.width * (0.44 if layout.width > 1000 else 1.0)
    plot = Box(layout.size * 2, layout.size * 0.4, layout.width - layout.size * 2.2, height)
    scale = _Scale.over(points, lines, plot, layout)
    at_line = (scale.x(lines[0]), scale.y(lines[1]))
    names = _corner_boxes(plot, at_line, layout)
    radius = layout.size * 0.34
    badge = layout.size * 1.35
    wanted = [
        Wanted(scale.x(p.x), scale.y(p.y), measure(p.title, layout.small) * 1.02, layout.small * 1.25, badge)
        for p in points
    ]
    cross = [
        Box(at_line[0] - 2, plot.y, 4, plot.height),
        Box(plot.x, at_line[1] - 2, plot.width, 4),
    ]
    wide = layout.width > 1000  # on a phone a line through a label makes it hard to read
    placed = place_labels(wanted, plot, radius, [box for box, _ in names], cross, crossing=wide)
    key = _key(points, placed, layout)
    bottom = plot.y + plot.height + layout.size * 1.7
    svg = picture(layout.width, bottom + notes_height(key, layout), words)
    _frame(svg, plot, at_line, names, layout)
    number = 0
    for point, want, label in zip(points, wanted, placed, strict=True):
        if not label.full and label.box is not None:
            number += 1
        _label(svg, point, want, label, str(number), radius, layout)
    notes_at(svg, key, bottom, layout)
    return finish(svg)


@dataclass(frozen=True)
class _Scale:
    plot: Box
    across: tuple[float, float]
    up: tuple[float, float]

    @classmethod
    def over(cls, points: Sequence[_Point], lines: tuple[float, float], plot: Box, layout: Layout) -> _Scale:
        def ends(values: list[float]) -> tuple[float, float]:
            room = max((max(values) - min(values)) * 0.16, 0.3)
            return min(values) - room, max(values) + room

        xs, ys = [lines[0], *(p.x for p in points)], [lines[1], *(p.y for p in points)]
        return cls(plot, ends(xs), ends(ys))

    def x(self, value: float) -> float:
        return self.plot.x + self.plot.width * (value - self.across[0]) / (self.across[1] - self.across[0])

    def y(self, value: float) -> float:
        return self.plot.y + self.plot.height * (self.up[1] - value) / (self.up[1] - self.up[0])


def _corner_boxes(plot: Box, at: tuple[float, float], layout: Layout) -> list[tuple[Box, str]]:
    """Return where the names of the corners stand: in the corners of the plot."""
    size, pad = layout.size, layout.size * 0.4
    found = []
    for name, (right, low) in {
        "concentrate": (False, False),
        "keep-up": (True, False),
        "low-priority": (False, True),
        "well-covered": (True, True),
    }.items():
        width = measure(CORNERS[name], size) * 1.05
        x = plot.x + plot.width - width - pad if right else plot.x + pad
        y = plot.y + plot.height - size * 1.4 - pad if low else plot.y + pad
        found.append((Box(x, y, width, size * 1.4), name))
    return found


def _frame(
    svg: Element, plot: Box, at: tuple[float, float], names: Sequence[tuple[Box, str]], layout: Layout
) -> None:
    shape(
        svg,
        "rect",
        ACCENT_SOFT,
        x=plot.x,
        y=plot.y,
        width=round(at[0] - plot.x, 1),
        height=round(at[1] - plot.y, 1),
    )
    stroke(svg, f"M{plot.x:.1f} {plot.y:.1f}h{plot.width:.1f}v{plot.height:.1f}h{-plot.width:.1f}z", EDGE, 2)
    stroke(
        svg, f"M{at[0]:.1f} {plot.y:.1f}v{plot.height:.1f}M{plot.x:.1f} {at[1]:.1f}h{plot.width:.1f}", EDGE, 3
    )
    for box, name in names:
        text(
            svg,
            CORNERS[name],
            box.x,
            box.y + layout.size,
            layout.size,
            INK if name == "concentrate" else SOFT,
            bold=True,
        )
    below = plot.y + plot.height + layout.size * 1.2
    text(svg, "How sure people feel →", plot.x + plot.width, below, layout.small, SOFT, anchor="end")
    across = text(svg, "How much it matters →", 0, 0, layout.small, SOFT, anchor="end")
    across.set("transform", f"translate({layout.size * 1.2:.1f} {plot.y:.1f}) rotate(-90)")


def _label(
    svg: Element, point: _Point, want: Wanted, label: Placed, number: str, radius: float, layout: Layout
) -> None:
    box = label.box
    if box is not None and not label.full:
        x, y = box.middle
        stroke(svg, f"M{want.x:.1f} {want.y:.1f}L{x:.1f} {y:.1f}", EDGE, 2)
        shape(svg, "circle", ACCENT, cx=round(x, 1), cy=round(y, 1), r=round(box.width / 2, 1))
        text(svg, number, x, y + layout.small * 0.36, layout.small, ACCENT_INK, bold=True, anchor="middle")
    shape(svg, "circle", ACCENT, cx=round(want.x, 1), cy=round(want.y, 1), r=round(radius, 1))
    if box is not None and label.full:
        # The room for a label is reckoned generously: it is set to the side on which its dot is.
        side, x = ("end", box.x + box.width) if box.x + box.width <= want.x else ("start", box.x)
        if box.x < want.x < box.x + box.width:
            side, x = "middle", box.middle[0]
        bold = point.corner == "concentrate"
        text(svg, point.title, x, box.y + layout.small * 0.98, layout.small, INK, bold=bold, anchor=side)


def _key(points: Sequence[_Point], placed: Sequence[Placed], layout: Layout) -> list[str]:
    """Return what the numbers stand for, in lines."""
    numbered = [
        point.title for point, one in zip(points, placed, strict=True) if one.box is not None and not one.full
    ]
    said = [f"{number} {title}" for number, title in enumerate(numbered, start=1)]
    if layout.width > 1000 and said:
        said = ["; ".join(said)]
    lines = [line for one in said for line in wrap(one, layout.width, layout.small, 12)]
    nowhere = [point.title for point, one in zip(points, placed, strict=True) if one.box is None]
    return lines + (
        wrap(f"Without a label: {', '.join(nowhere)}", layout.width, layout.small, 3) if nowhere else []
    )
