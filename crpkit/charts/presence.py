"""Who was in the room, beside the target."""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from typing import Any
from xml.etree.ElementTree import Element

from crpkit.charts.figure import Figure
from crpkit.charts.looks import (
    ACCENT,
    AMBER,
    INK,
    NARROW,
    SOFT,
    SOLID,
    Layout,
    Look,
    block,
    count,
    legend,
    lines_at,
    plain,
)
from crpkit.charts.svg import finish, measure, picture, shape, stroke, text, wrap
from crpkit.workshop.attendance import NOT_KNOWN, NOT_KNOWN_TITLE, Attendance

WIDE = Layout(1600, 1, 38, 1)
OPEN = Look("var(--crp-card, #ffffff)", INK, "/", ACCENT)
NOBODY_KNOWS = Look("var(--crp-sunk, #f1ece1)", INK, ".", "var(--crp-edge, #6f6a5f)")


def attendance_beside_target(here: Attendance, title: str = "Who was in the room") -> Figure:
    """Draw each family’s share of the people, and the target as a mark across the bar.

    The hatched end of a bar is as far as it could reach if everyone whose family is not known belonged to that family.

    Returns
    -------
    Figure
        Table columns ``Family, People, Share (%), Target (%), Difference (points), Share if all unknown belonged (%)``.
        Exact: for the room. What may leave it is :meth:`Attendance.published`.
    """
    table = here.frame().drop(columns="family").round(1)
    names = {
        "title": "Family",
        "people": "People",
        "share_percent": "Share (%)",
        "target_percent": "Target (%)",
        "difference_points": "Difference (points)",
        "up_to_percent": "Share if all unknown belonged (%)",
    }
    if here.target is None:
        table = table.drop(columns=["target_percent", "difference_points"])
    return Figure(
        svg=_draw(here, WIDE),
        words=here.words,
        table=table.rename(columns=names),
        title=title,
        svg_narrow=_draw(here, NARROW),
    )


def _draw(here: Attendance, layout: Layout) -> str:
    size = layout.size
    rows = here.frame().to_dict("records")
    width = layout.width
    longest = max([1.0, *(_most(row) for row in rows)])
    scale = width / longest
    entries = _legend(here)
    scratch = picture(layout.width, 1, "")
    top = legend(scratch, entries, layout.width, layout.small) + size * 0.3 if entries else 0.0
    height = size * (3.9 if here.target is not None else 3.0)
    svg = picture(layout.width, top + height * len(rows) + size * 0.2, here.words)
    legend(svg, entries, layout.width, layout.small)
    for row in rows:
        _row(svg, row, top, scale, layout)
        top += height
    return finish(svg)


def _most(row: Mapping[Hashable, Any]) -> float:
    numbers = [row["share_percent"], row["target_percent"], row["up_to_percent"]]
    return max((float(one) for one in numbers if one is not None and one == one), default=0.0)


def _legend(here: Attendance) -> Sequence[tuple[Look, str]]:
    entries = [(SOLID, "Share of the people here")] if here.people else []
    if here.unknown and here.unknown < here.people:
        entries.append((OPEN, "Could reach this far: family not said"))
    if here.target is not None:
        entries.append((AMBER, "Target"))
    return entries


def _row(svg: Element, row: Mapping[Hashable, Any], y: float, scale: float, layout: Layout) -> None:
    size = layout.size
    share, target, most = (
        _number(row[name]) for name in ("share_percent", "target_percent", "up_to_percent")
    )
    people = int(row["people"])
    unknown = row["family"] == NOT_KNOWN
    title = NOT_KNOWN_TITLE if unknown else str(row["title"])
    lines_at(svg, wrap(title, layout.width * 0.44, size, 1), 0, y, size, bold=True)
    said = count(people, "person", "people")
    if share is not None:
        said += f", {share:.0f} %"
    if not unknown and share is not None and most is not None and round(most) > round(share):
        longer = f"{said} (at most {most:.0f} %)"
        fits = measure(f"{title}  {longer}", size) * 1.1 < layout.width  # the hatched end says it too
        said = longer if fits else said
    text(svg, said, layout.width, y + size * 0.98, size, INK, anchor="end")
    top, bar = y + size * 1.45, size * 1.05
    block(svg, NOBODY_KNOWS if unknown else SOLID, 0, top, (share or 0) * scale, bar, size * 0.4)
    if not unknown and most is not None and share is not None and most > share:
        block(svg, OPEN, share * scale, top, (most - share) * scale, bar, size * 0.4)
    if target is not None:
        _mark(svg, target, target * scale, top, bar, layout)
    if not share and not unknown:
        stroke(svg, f"M0 {top:.1f}v{bar:.1f}", INK, 3)


def _mark(svg: Element, target: float, x: float, top: float, bar: float, layout: Layout) -> None:
    """Draw the target as an upright line with its number below; light edges part it from the bar."""
    size = layout.size
    shape(
        svg,
        "rect",
        "var(--crp-card, #ffffff)",
        x=x - 6,
        y=top - size * 0.18,
        width=12,
        height=bar + size * 0.36,
    )
    shape(svg, "rect", AMBER.fill, x=x - 4, y=top - size * 0.18, width=8, height=bar + size * 0.36)
    words = f"target {plain(target)} %"
    half = measure(words, layout.small) / 2
    middle = min(max(x, half), layout.width - half)
    text(
        svg, words, middle, top + bar + size * 0.2 + layout.small * 0.85, layout.small, SOFT, anchor="middle"
    )


def _number(value: Any) -> float | None:
    return None if value is None or value != value else float(value)
