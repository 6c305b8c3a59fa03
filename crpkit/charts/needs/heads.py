"""Headings of columns that are families and their groups: the family once, its groups below."""

from __future__ import annotations

from collections.abc import Sequence
from xml.etree.ElementTree import Element

from crpkit.charts.looks import EDGE, INK, lines_at
from crpkit.charts.svg import measure, stroke, text


def head_lines(title: str, width: float, size: float) -> list[str]:
    """Break a heading between words only: a word that is a little too wide reads better than one cut in two."""
    lines: list[str] = []
    for word in title.split():
        if lines and measure(f"{lines[-1]} {word}", size) <= width:
            lines[-1] += f" {word}"
        else:
            lines.append(word)
    return lines


def parted(title: str) -> tuple[str, str]:
    """Return family and group of a heading such as “Community: new to partnerships”."""
    family, mark, group = title.partition(": ")
    return (family, group) if mark else ("", title)


def draw_heads(
    svg: Element | None, titles: Sequence[str], left: float, widths: Sequence[float], size: float, gap: float
) -> float:
    """Draw headings side by side and return how high they are; without a picture, only reckon.

    Parameters
    ----------
    svg
        Where to.
    titles, widths
        Of the columns.
    left
        Where the first begins.
    size
        Of the letters.
    gap
        Between columns.
    """
    parts = [parted(title) for title in titles]
    top = size * 1.5 if any(family for family, _ in parts) else 0.0
    blocks = [head_lines(group, width - gap, size) for (_, group), width in zip(parts, widths, strict=True)]
    most = max(len(lines) for lines in blocks)
    height = top + most * size * 1.15 + size * 0.5
    if svg is None:
        return height
    x, before = left, ""
    for at, ((family, _), lines, width) in enumerate(zip(parts, blocks, widths, strict=True)):
        if family and family != before:
            text(svg, family, x, size, size, INK, bold=True)
            span = sum(
                other for (name, _), other in zip(parts[at:], widths[at:], strict=True) if name == family
            )
            stroke(svg, f"M{x:.1f} {size * 1.3:.1f}h{span - gap:.1f}", EDGE, 2)
        before = family
        lines_at(svg, lines, x, height - size * 0.5 - len(lines) * size * 1.15, size, bold=not family)
        x += width
    return height
