"""An emblem for a persona: no invented face, but a sign of one's own.

The shape says the family (communities a circle, brokers a diamond, researchers a square, funders a
triangle). Someone new to this work is an outline with a seed that has just sprouted; someone experienced has
grown rings, like a tree. The persona's id settles the small differences, so that each emblem stays the same
wherever it is drawn.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from hashlib import sha256
from random import Random

_SHAPES = {"community": 2.0, "brokers": 1.06, "researchers": 5.0}  # exponents of a superellipse
_CORNERS = {"funders": 3}
_OTHER = 6  # corners of the shape of a family that a team has added
_FAMILIES = ("community", "brokers", "researchers", "funders")
_POINTS = 60
_OPENING = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 120 120" aria-hidden="true">'
_REACH = {"community": 50.0, "brokers": 55.0, "researchers": 44.0, "funders": 50.0}


def emblem(persona_id: str, family: str, experience: str) -> str:
    """Draw the emblem of a persona.

    Parameters
    ----------
    persona_id
        Settles the small differences; the same id always gives the same picture.
    family
        Id of the family: ``community``, ``brokers``, ``researchers``, ``funders``; any other has a shape of
        its own.
    experience
        ``new`` or ``experienced``.

    Returns
    -------
    str
        Inline SVG, 120 by 120, hidden from screen readers: the words beside it say the same. Nothing a person
        wrote is in it; colours are the kit's CSS variables.
    """
    chance = Random(int.from_bytes(sha256(persona_id.encode("utf-8", "replace")).digest()[:8], "big"))
    parts = _seed(family, chance) if experience == "new" else _rings(family, chance)
    return _OPENING + "".join(parts) + "</svg>"


def _rings(family: str, chance: Random) -> Iterator[str]:
    ink, _ = _colours(family)
    reach, lean = _reach(family), chance.uniform(-4, 4)
    yield _path(family, reach, chance, f"fill: {ink}", wobble=0.008)
    radius = reach
    for _ in range(chance.randint(4, 5)):
        radius -= reach * chance.uniform(0.13, 0.2)
        width = chance.uniform(1.2, 2.6)
        dash = f"{chance.uniform(34, 90):.0f} {chance.uniform(4, 9):.0f}"
        look = (
            f"fill: none; stroke: var(--crp-card, #fff); stroke-width: {width:.1f}; stroke-dasharray: {dash}"
        )
        yield _path(family, radius, chance, look + "; stroke-linecap: round", wobble=0.03, lean=lean)
    yield _path(
        family, max(radius * 0.42, 3.2), chance, "fill: var(--crp-card, #fff)", wobble=0.05, lean=lean
    )


def _seed(family: str, chance: Random) -> Iterator[str]:
    ink, soft = _colours(family)
    reach = _reach(family)
    yield _path(family, reach - 1.5, chance, f"fill: {soft}; stroke: {ink}; stroke-width: 3", wobble=0.008)
    tilt, bend = chance.uniform(-16, 16), chance.uniform(-7, 7)
    first, second = chance.uniform(13, 18), chance.uniform(9, 13)
    top, foot = 60 - chance.uniform(12, 16), 74.0
    stem = f"M60 {foot} Q{60 + bend:.1f} {(top + foot) / 2:.1f} 60 {top:.1f}"
    place = "translate(15 24) scale(0.75) " if family == "funders" else ""
    yield f'<g transform="{place}rotate({tilt:.1f} 60 66)"><path d="{stem}" style="fill: none; stroke: {ink}; '
    yield 'stroke-width: 3; stroke-linecap: round"/>'
    yield _leaf(60, top + 1, first, -1, ink)
    yield _leaf(60, top + chance.uniform(6, 9), second, 1, ink)
    yield f'<ellipse cx="60" cy="{foot + 5}" rx="6" ry="8" style="fill: {ink}"/></g>'


def _leaf(x: float, y: float, length: float, side: int, ink: str) -> str:
    tip_x, tip_y = x + side * length, y - length * 0.75
    return (
        f'<path d="M{x} {y:.1f} Q{x + side * length * 0.1:.1f} {tip_y:.1f} {tip_x:.1f} {tip_y:.1f} '
        f'Q{tip_x:.1f} {y:.1f} {x} {y:.1f}Z" style="fill: {ink}"/>'
    )


def _path(family: str, reach: float, chance: Random, look: str, wobble: float, lean: float = 0) -> str:
    waves, phase = chance.randint(3, 5), chance.uniform(0, math.tau)
    points = []
    for step in range(_POINTS):
        angle = math.tau * step / _POINTS
        radius = reach * _outline(family, angle) * (1 + wobble * math.sin(waves * angle + phase))
        points.append(
            (60 + lean * 0.3 + radius * math.cos(angle), _middle(family) + radius * math.sin(angle))
        )
    line = " ".join(f"{x:.1f} {y:.1f}" for x, y in points)
    return f'<path d="M{line}Z" style="{look}; stroke-linejoin: round"/>'


def _outline(family: str, angle: float) -> float:
    """Return how far a shape of size 1 reaches in a direction."""
    if family in _SHAPES:
        power = _SHAPES[family]
        return float((abs(math.cos(angle)) ** power + abs(math.sin(angle)) ** power) ** (-1 / power))
    sector = math.tau / _CORNERS.get(family, _OTHER)
    within = (angle + math.pi / 2) % sector - sector / 2
    return 1.15 * math.cos(sector / 2) / math.cos(within)


def _middle(family: str) -> float:
    return 68.0 if family == "funders" else 60.0


def _reach(family: str) -> float:
    return _REACH.get(family, 48.0)


def _colours(family: str) -> tuple[str, str]:
    name = family if family in _FAMILIES else "accent"
    return f"var(--crp-{name}, currentColor)", f"var(--crp-{name}-soft, transparent)"
