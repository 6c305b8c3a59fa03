"""Colours and signs of a journey's map: parts of the support, how a thing is known, how serious a finding is.

Nothing is told by colour alone: each part of the support has a sign and its name, each seriousness a shape of its own.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from xml.etree.ElementTree import Element, SubElement

from crpkit.charts.looks import (
    ACCENT,
    ACCENT_SOFT,
    AMBER,
    CARD,
    DOT,
    DOT_INK,
    EDGE,
    INK,
    LIGHT,
    PALE,
    SOLID,
    Look,
    block,
)
from crpkit.charts.svg import shape, stroke, text
from crpkit.framework.models import HowKnown
from crpkit.journeys.findings import Met, Severity

WARN = "var(--crp-warn, #8f2616)"
ON_BAND = "var(--crp-accent-ink, #ffffff)"
OTHER = "other"
PARTS: Mapping[str, tuple[str, str, str]] = {
    "hub": ("Hub", "var(--crp-part-hub, #0b5754)", "M3 12L12 4L21 12M6 10V20H18V10"),
    "programme": (
        "Programme",
        "var(--crp-part-programme, #1d4f91)",
        "M12 6C9 4 6 4 3 5V19C6 18 9 18 12 20C15 18 18 18 21 19V5C18 4 15 4 12 6V20",
    ),
    "matchmaking": (
        "Matchmaking",
        "var(--crp-part-matchmaking, #9a3412)",
        "M15 12a6 6 0 1 1-12 0a6 6 0 1 1 12 0M21 12a6 6 0 1 1-12 0a6 6 0 1 1 12 0",
    ),
    "coaching": ("Coaching", "var(--crp-part-coaching, #6d2560)", "M3 5H21V16H11L6 20V16H3Z"),
    "mentoring": (
        "Mentoring",
        "var(--crp-part-mentoring, #565a0c)",
        "M3 8H20M15 3L20 8L15 13M21 17H4M9 12L4 17L9 22",
    ),
    OTHER: ("Other step", "var(--crp-part-other, #4a5361)", "M12 4V20M5 8L19 16M19 8L5 16"),
}
"""Name, colour and sign (drawn on 24 by 24) of each part of the support, and of something else that happens."""
GLYPHS: Mapping[str, str] = {
    "hours": "M21 12a9 9 0 1 1-18 0a9 9 0 1 1 18 0M12 7V12L16 14",
    "cost": "M16 9C15 5.5 10 6 10 10V18H17M8 18H10M7.5 13H14",
    "repeats": "M19 8A8 8 0 1 0 20 14M20 3V9H14",
    "ends": "M6 3V21M6 4H18L15 8L18 12H6",
}
"""Signs of hours, cost, what comes again, and where a way can end."""
NEEDS: Mapping[Met, Look] = {
    "yes": SOLID,
    "partly": LIGHT,
    "no": Look(CARD, INK, "", EDGE),
    "unknown": PALE,
}
"""How a need is filled in: met, partly met, not met (empty), not known (dotted)."""
MARKS: Mapping[Severity, Look] = {
    "blocker": Look(WARN, CARD, "", WARN),
    "hold-up": Look(DOT, DOT_INK, "", INK),
    "question": Look(CARD, INK, "", ACCENT),
    "not-known": PALE,
    "notice": Look(CARD, INK, "", EDGE),
    "helps": Look(ACCENT_SOFT, INK, "", ACCENT),
}
"""Colour of a mark; its shape is in :func:`mark`."""
UNKNOWN = PALE
ASKED, PERHAPS, HAD = SOLID, LIGHT, AMBER


def part(name: str | None) -> tuple[str, str, str]:
    """Return name, colour and sign of a part of the support; one that a team added is named by its id."""
    if name is None or name in PARTS:
        return PARTS[name or OTHER]
    return name.replace("-", " ").capitalize(), *PARTS[OTHER][1:]


def sign(
    parent: Element, path: str, x: float, y: float, side: float, colour: str, width: float = 2.4
) -> None:
    """Draw a sign, ``x, y`` being its upper left corner."""
    group = SubElement(parent, "g", {"transform": f"translate({x:.1f} {y:.1f}) scale({side / 24:.3f})"})
    stroke(group, path, colour, width)


def fact_sign(parent: Element, name: str, how: HowKnown, x: float, y: float, side: float) -> None:
    """Draw the sign of a detail: filled if it is known, open and dashed if assumed, dotted if nobody knows."""
    if how is HowKnown.UNKNOWN:
        block(parent, UNKNOWN, x, y, side, side, side / 3)
        return
    assumed = how is HowKnown.ASSUMED
    box = panel(parent, x, y, side, side, CARD if assumed else ACCENT_SOFT, ACCENT, 1.5, side / 5)
    if assumed:
        box.set("stroke-dasharray", f"{side / 7:.1f} {side / 9:.1f}")
    sign(parent, GLYPHS[name], x + side * 0.13, y + side * 0.13, side * 0.74, INK)


def panel(
    parent: Element,
    x: float,
    y: float,
    width: float,
    height: float,
    fill: str,
    line: str = EDGE,
    thick: float = 2,
    rounded: float = 10,
) -> Element:
    """Draw an outlined box with round corners."""
    box = shape(
        parent,
        "rect",
        fill,
        x=round(x, 1),
        y=round(y, 1),
        width=round(width, 1),
        height=round(height, 1),
        rx=round(rounded, 1),
    )
    box.set("style", f"fill: {fill}; stroke: {line}; stroke-width: {thick:g}")
    return box


def mark(
    parent: Element, severity: Severity, words: str, x: float, y: float, side: float, size: float
) -> None:
    """Draw the mark of a finding with its number: each seriousness has a shape of its own.

    An eight-sided stop sign, a warning triangle, a circle for a question, a dashed square for what is not known, a
    diamond for a notice, a ring for what helps; ``x, y`` is the upper left corner.
    """
    look = MARKS[severity]
    if severity == "not-known":
        box = panel(parent, x + 2, y + 2, side - 4, side - 4, look.fill, look.line, max(2.0, side / 14), 2)
        box.set("stroke-dasharray", f"{side / 8:.1f} {side / 10:.1f}")
        text(parent, words, x + side / 2, y + side / 2 + size * 0.36, size, INK, bold=True, anchor="middle")
        return
    stroke(parent, _outline(severity, x, y, side), look.line, max(2.0, side / 14), look.fill)
    down = 0.45 if severity == "hold-up" else 0.36
    text(parent, words, x + side / 2, y + side / 2 + size * down, size, look.ink, bold=True, anchor="middle")


def _outline(severity: Severity, x: float, y: float, side: float) -> str:
    middle, half = (x + side / 2, y + side / 2), side / 2 - 1
    if severity == "blocker":
        return _corners(middle, half * 1.06, 8, math.pi / 8)
    if severity == "hold-up":
        low, lean = y + side - 1, side * 0.03
        return f"M{x + side / 2:.1f} {y - lean:.1f}L{x + side + lean:.1f} {low:.1f}H{x - lean:.1f}Z"
    if severity == "notice":
        return _corners(middle, half * 1.15, 4, 0)
    left, across = middle[0] - half, 2 * half
    bow = f"a{half:.1f} {half:.1f} 0 1 0"
    return f"M{left:.1f} {middle[1]:.1f}{bow} {across:.1f} 0{bow} {-across:.1f} 0Z"


def _corners(middle: tuple[float, float], radius: float, count: int, turn: float) -> str:
    points = []
    for number in range(count):
        angle = turn + 2 * math.pi * number / count
        points.append(
            f"{middle[0] + radius * math.cos(angle):.1f} {middle[1] + radius * math.sin(angle):.1f}"
        )
    return "M" + "L".join(points) + "Z"
