"""The marks of the map, drawn once more where findings and needs are listed, so that the two can be held together."""

from __future__ import annotations

from functools import cache
from xml.etree import ElementTree

from crpkit.charts.journeys.signs import NEEDS, mark
from crpkit.charts.journeys.stops import letters
from crpkit.charts.looks import block
from crpkit.charts.svg import picture
from crpkit.journeys import Journey
from crpkit.journeys.findings import Met, Severity
from crpkit.panels import controls as ui

_SIDE = 40


@cache
def severity_sign(severity: Severity, number: int | None = None) -> str:
    """Return the mark of a seriousness as inline SVG, with the number that it has on the map, if it has one there."""
    svg = picture(_SIDE, _SIDE, "")
    mark(svg, severity, "" if number is None else str(number), 2, 2, _SIDE - 4, 20)
    return _inline(svg)


@cache
def need_sign(met: Met) -> str:
    """Return how a need is filled in on the map, as inline SVG."""
    svg = picture(_SIDE, _SIDE, "")
    block(svg, NEEDS[met], 3, 3, _SIDE - 6, _SIDE - 6, 10)
    return _inline(svg)


def _inline(svg: ElementTree.Element) -> str:
    for name in ("role", "aria-label", "style"):
        svg.attrib.pop(name, None)
    svg.set("aria-hidden", "true")
    svg.set("focusable", "false")
    svg.set("class", "crp-jf-sign")
    return ElementTree.tostring(svg, encoding="unicode")


def step_letters(journey: Journey) -> dict[str, str]:
    """Return the letter that stands for each step on the map, by its id."""
    return {step.id: letters(number) for number, step in enumerate(journey.steps)}


def letter_chip(letter: str, title: str) -> str:
    """Return a step as the lists show it: its letter on the map, and its title."""
    return f'<span class="crp-letter" aria-hidden="true">{ui.escape(letter)}</span> {ui.escape(title)}'
