"""Small helpers for drawing SVG: elements with escaped text, and text that wraps."""

from __future__ import annotations

import re
from xml.etree.ElementTree import Element, SubElement, tostring

# Width of a character in parts of the font size; generous, so that wrapped text never overflows.
_WIDTH = 0.54
_WIDE = 1.0
_FAMILY = "var(--crp-font, 'Segoe UI', system-ui, sans-serif)"
# Characters that XML 1.0 does not allow, even escaped.
_NOT_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def picture(width: float, height: float, label: str) -> Element:
    """Return an empty ``<svg>`` of this many units, named for screen readers."""
    svg = Element("svg", xmlns="http://www.w3.org/2000/svg", viewBox=f"0 0 {width:g} {height:g}", role="img")
    svg.set("aria-label", clean(label))
    svg.set("style", f"font-family: {_FAMILY}; width: 100%; height: auto")
    return svg


def shape(parent: Element, name: str, colour: str, **attributes: object) -> Element:
    """Add a filled shape; ``colour`` is a CSS value such as ``var(--crp-dot, #d98a00)``."""
    element = SubElement(
        parent, name, {key.replace("_", "-"): _number(value) for key, value in attributes.items()}
    )
    element.set("style", f"fill: {colour}")
    return element


def stroke(parent: Element, path: str, colour: str, width: float, fill: str = "none") -> Element:
    """Add a drawn line, ``path`` in the language of ``<path d>``."""
    element = SubElement(parent, "path", {"d": path})
    element.set("style", f"fill: {fill}; stroke: {colour}; stroke-width: {width:g}")
    return element


def text(
    parent: Element,
    words: str,
    x: float,
    y: float,
    size: float,
    colour: str,
    bold: bool = False,
    anchor: str = "start",
) -> Element:
    """Add one line of text whose baseline begins (or ends, or is centred) at ``x, y``."""
    element = SubElement(parent, "text", {"x": _number(x), "y": _number(y), "font-size": _number(size)})
    element.set("text-anchor", anchor)
    element.set("style", f"fill: {colour}; font-weight: {700 if bold else 400}")
    element.text = clean(words)
    return element


def wrap(words: str, width: float, size: float, most: int) -> list[str]:
    """Break words into lines no wider than ``width``; what does not fit into ``most`` lines ends in an ellipsis."""
    lines: list[str] = []
    line = ""
    for word in _breakable(clean(words), width, size):
        longer = f"{line} {word}".strip()
        if line and measure(longer, size) > width:
            lines.append(line)
            line = word
        else:
            line = longer
    lines.append(line)
    if len(lines) > most:
        lines = [*lines[: most - 1], _shorten(lines[most - 1] + "…", width, size)]
    return lines


def measure(words: str, size: float) -> float:
    """Return a generous estimate of a line's width, in the units of ``size``."""
    return size * sum(_WIDE if ord(character) > 0x2E80 else _WIDTH for character in words)


def _breakable(words: str, width: float, size: float) -> list[str]:
    """Split into words, and words that are wider than a line into pieces."""
    most = max(1, int(width / (size * _WIDE)))
    return [
        word[start : start + most] if measure(word, size) > width else word
        for word in words.split()
        for start in (range(0, len(word), most) if measure(word, size) > width else (0,))
    ]


def _shorten(line: str, width: float, size: float) -> str:
    while measure(line, size) > width and len(line) > 2:
        line = line[:-2] + "…"
    return line


def clean(words: str) -> str:
    """Leave out characters that SVG cannot hold."""
    return _NOT_XML.sub("", words)


def finish(svg: Element) -> str:
    """Return the picture as text, with everything in it escaped."""
    return tostring(svg, encoding="unicode")


def _number(value: object) -> str:
    return f"{value:g}" if isinstance(value, float) else str(value)
