"""How each step would feel: those who have lived it, who work alongside, and who imagine, drawn apart."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from xml.etree.ElementTree import Element

from crpkit.charts.looks import CARD, INK, SOFT, lines_at
from crpkit.charts.svg import measure, shape, stroke, text, wrap
from crpkit.journeys.felt import FEWEST, VOICES, Feelings, Felt
from crpkit.journeys.rulebook.phrasing import counted, joined

TOO_FEW = f"Not drawn: at no step did {FEWEST} people or more speak from the same place."
_LINE = "var(--crp-line, #ddd5c5)"


@dataclass(frozen=True)
class Voice:
    """From where people speak: in words, colour, dashes of its line, and shape of its point."""

    words: str
    colour: str
    dashes: str
    point: str


DRAWN: Mapping[str, Voice] = {
    "lived": Voice(VOICES["lived"], "var(--crp-accent, #0b5754)", "", "circle"),
    "alongside": Voice(VOICES["alongside"], "var(--crp-community, #93380f)", "16 8", "square"),
    "imagining": Voice(VOICES["imagining"], "var(--crp-researchers, #353c9c)", "3 8", "diamond"),
}


Painter = Callable[[Element, float, float], None]
"""Paints something with its upper left corner at ``x, y``."""


def in_words(felt: Feelings, titles: Mapping[str, str]) -> list[str]:
    """Say where each voice feels worst, and which are not drawn because too few spoke."""
    found, few = [], []
    for name, voice in DRAWN.items():
        mine = {step: one for (step, said), one in felt.items() if said == name and one.people}
        drawn = {step: one.middle for step, one in mine.items() if one.middle is not None}
        if drawn:
            worst = min(drawn.values())
            at = [f"“{titles[step]}”" for step, middle in drawn.items() if middle == worst]
            where = joined(at) if len(at) < 4 else counted(len(at), "step")
            where = (
                "feel alike at each step that is drawn"
                if 1 < len(at) == len(drawn)
                else f"feel lowest at {where}"
            )
            found.append(f"Those who say “{voice.words}” {where} (half say {worst:+g} or less).")
        if len(drawn) < len(mine):
            few.append(f"“{voice.words}” at {counted(len(mine) - len(drawn), 'step')}")
    if few:
        found.append(f"Not drawn, because fewer than {FEWEST} people spoke: {joined(few)}.")
    return found


def cell(one: Felt | None) -> str:
    """Return what a voice says of a step, for a table."""
    if one is None or not one.people:
        return "nobody was asked, or answered"
    if one.middle is None:
        return f"fewer than {FEWEST} people"
    return f"{one.middle:+g} (middle half {one.low:+g} to {one.high:+g}; {one.people} people)"


def draw_key(svg: Element, felt: Feelings, y: float, width: float, size: float) -> float:
    """Draw which line is whose, and return where that ends."""
    x, room = 0.0, size * 2.6
    for name, voice in DRAWN.items():
        if not any(said == name and one.middle is not None for (_, said), one in felt.items()):
            continue
        needed = room * 1.2 + measure(voice.words, size)
        if x and x + needed > width:
            x, y = 0.0, y + size * 1.5
        _line(svg, [(x, y + size * 0.65), (x + room, y + size * 0.65)], voice)
        _point(svg, voice, x + room / 2, y + size * 0.65, size * 0.34)
        text(svg, voice.words, x + room * 1.2, y + size, size, INK)
        x += needed + size
    how = "Point: the middle one; bar: the middle half"
    lines = wrap(how, width, size, 4)
    if x + measure(how, size) <= width:
        text(svg, how, x, y + size, size, SOFT)
        return y + size * 1.6
    lines_at(svg, lines, 0, y + size * 1.5, size, SOFT)
    return y + size * (1.7 + 1.15 * len(lines))


def draw_curve(
    svg: Element,
    felt: Feelings,
    centres: Mapping[str, float],
    ways: Iterable[tuple[str, str]],
    y: float,
    width: float,
    size: float,
) -> float:
    """Draw the lane of feelings under the cards, and return where it ends.

    Parameters
    ----------
    svg
        Where to.
    felt
        By step and voice.
    centres
        Step → where its middle is, from the left.
    ways
        Pairs of steps that follow one another: their points are joined.
    y, width, size
        Top of the lane, width of the picture, size of letters.
    """
    unit = size * 1.5
    zero = y + unit * 2 + size * 0.6
    left = measure("+2", size) + size * 0.5
    for level in range(-2, 3):
        at = zero - level * unit
        line = stroke(svg, f"M{left:.1f} {at:.1f}H{width:g}", INK if level == 0 else _LINE, 2)
        line.set("stroke-dasharray", "" if level == 0 else "2 6")
        text(svg, f"{level:+d}".replace("+0", "0").replace("-", "−"), 0, at + size * 0.36, size, SOFT)
    pairs = list(ways)
    for place, (name, voice) in enumerate(DRAWN.items()):
        shift = (place - 1) * size * 0.8
        spots = {
            step: (x + shift, zero - one.middle * unit)
            for step, x in centres.items()
            if (one := felt.get((step, name))) is not None and one.middle is not None
        }
        for before, after in pairs:
            if before in spots and after in spots:
                _line(svg, [spots[before], spots[after]], voice)
        for step, (x, middle) in spots.items():
            one = felt[step, name]
            assert one.low is not None and one.high is not None
            _spread(svg, voice, (x, zero - one.high * unit), (x, zero - one.low * unit), size)
            _point(svg, voice, x, middle, size * 0.36)
    return zero + unit * 2 + size * 0.8


def draw_row(svg: Element, felt: Feelings, step: str, x: float, y: float, width: float, size: float) -> None:
    """Draw what was said of one step on a scale from left (-2) to right (+2)."""
    found = [
        (voice, one)
        for name, voice in DRAWN.items()
        if (one := felt.get((step, name))) is not None and one.middle is not None
    ]
    edge = measure("+2", size) + size * 0.8
    unit = (width - 2 * edge) / 4
    zero, height = x + width / 2, row_height(felt, step, size)
    for level in range(-2, 3):
        at = zero + level * unit
        stroke(svg, f"M{at:.1f} {y:.1f}V{y + height - size * 0.4:.1f}", INK if level == 0 else _LINE, 1.5)
    text(svg, "−2", x, y + (height + size * 0.3) / 2, size, SOFT)
    text(svg, "+2", x + width, y + (height + size * 0.3) / 2, size, SOFT, anchor="end")
    for number, (voice, one) in enumerate(found):
        assert one.low is not None and one.middle is not None and one.high is not None
        at = y + size * (0.5 + 0.8 * number)
        _spread(svg, voice, (zero + one.low * unit, at), (zero + one.high * unit, at), size)
        _point(svg, voice, zero + one.middle * unit, at, size * 0.32)


def row_painter(felt: Feelings, step: str, width: float, size: float) -> Painter:
    """Return what paints the scale of a step on a card of this width."""

    def paint(svg: Element, x: float, y: float) -> None:
        draw_row(svg, felt, step, x + size * 0.5, y + size * 0.3, width - size, size)

    return paint


def row_height(felt: Feelings, step: str, size: float) -> float:
    """Return how high the scale of a step is; nothing if there is nothing to draw."""
    drawn = [name for name in DRAWN if (one := felt.get((step, name))) and one.middle is not None]
    return size * (0.8 * max(2, len(drawn)) + 0.6) if drawn else 0.0


def _line(svg: Element, points: Sequence[tuple[float, float]], voice: Voice) -> None:
    path = "M" + "L".join(f"{x:.1f} {y:.1f}" for x, y in points)
    drawn = stroke(svg, path, voice.colour, 4)
    if voice.dashes:
        drawn.set("stroke-dasharray", voice.dashes)


def _spread(
    svg: Element, voice: Voice, begin: tuple[float, float], end: tuple[float, float], size: float
) -> None:
    """Draw the middle half as a broad, pale bar with an outline of the voice's colour."""
    upright = begin[0] == end[0]
    thick = size * 0.36
    x, y = (begin[0] - thick / 2, begin[1]) if upright else (begin[0], begin[1] - thick / 2)
    width, height = (thick, end[1] - begin[1]) if upright else (end[0] - begin[0], thick)
    if max(width, height) > thick:
        box = shape(
            svg,
            "rect",
            voice.colour,
            x=round(x, 1),
            y=round(y, 1),
            width=round(width, 1),
            height=round(height, 1),
            rx=3,
        )
        box.set("style", f"fill: {voice.colour}; fill-opacity: 0.28; stroke: {voice.colour}; stroke-width: 2")


def _point(svg: Element, voice: Voice, x: float, y: float, radius: float) -> None:
    if voice.point == "circle":
        path = f"M{x - radius:.1f} {y:.1f}a{radius:.1f} {radius:.1f} 0 1 0 {2 * radius:.1f} 0"
        path += f"a{radius:.1f} {radius:.1f} 0 1 0 {-2 * radius:.1f} 0Z"
    elif voice.point == "square":
        path = f"M{x - radius:.1f} {y - radius:.1f}h{2 * radius:.1f}v{2 * radius:.1f}h{-2 * radius:.1f}Z"
    else:
        far = radius * 1.3
        path = f"M{x:.1f} {y - far:.1f}l{far:.1f} {far:.1f}l{-far:.1f} {far:.1f}l{-far:.1f} {-far:.1f}Z"
    stroke(svg, path, CARD, 2, voice.colour)
