"""Money against needs answered: the plans of which none costs less and answers as much."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING
from xml.etree.ElementTree import Element

import pandas as pd

from crpkit.charts.figure import Figure
from crpkit.charts.looks import ACCENT, CARD, EDGE, INK, SOFT, Layout, badge, lines_at, notes_at, notes_height
from crpkit.charts.svg import finish, measure, picture, shape, stroke, text, wrap

if TYPE_CHECKING:
    from crpkit.planning import Plan, Plans

COLUMNS: Mapping[str, str] = MappingProxyType(
    {
        "Plan": "its letter and title; or that it is one between, without a name",
        "Costs at least": "pounds over the plan; costs that nobody knows are not in it",
        "Costs at most": "the same",
        "Answers, percent": "of what people would like, all groups together",
        "Least for a group, percent": "the same for the group for which it answers least, of those of which enough "
        "people answered; nothing if that is none",
        "Costs not known": "of how many of its components a cost is not known",
        "To be confirmed": "how many of its components hold only if somebody confirms that they can be had",
    }
)
"""What the columns of the table mean."""
TITLE = "What the money answers"
_WIDE, _NARROW = Layout(1600, 1, 32, 2), Layout(420, 1, 18, 4)
_LINE = "var(--crp-line, #ddd5c5)"
_CLOSE = 1e-6


@dataclass(frozen=True)
class _Point:
    low: float
    high: float
    worth: float
    least: float | None
    letter: str
    title: str
    to_confirm: int
    missing: int = 0


def front(plans: Plans) -> Figure:
    """Draw money against needs answered, with the plans that have a name.

    Parameters
    ----------
    plans
        As of :func:`crpkit.planning.plans`.

    Returns
    -------
    Figure
        The columns of the table are described in :data:`COLUMNS`. Each dot is a plan at the high end of its cost; a
        line leads to the low end. A plan with a cost that nobody knows is an open dot: it costs at least so much.
    """
    points = _points(plans.front, plans.named, plans.without_figure)
    budgets = [plan.budget for plan in plans.named.values()]
    budget = min(budgets) if budgets else math.inf
    words = _in_words(points, budget)
    return Figure(
        svg=_draw(points, budget, _WIDE, words),
        words=words,
        table=_table(points),
        title=TITLE,
        svg_narrow=_draw(points, budget, _NARROW, words),
    )


def _points(frame: pd.DataFrame, named: Mapping[str, Plan], hidden: frozenset[str]) -> list[_Point]:
    """Return all plans, the cheapest first; a named plan that is on the front stands there once."""
    letters = {name: chr(ord("A") + number) for number, name in enumerate(named)}
    on_front: set[str] = set()
    found = []
    for row in frame.to_dict("records"):
        names = [name for name in str(row["plan"]).split("; ") if name in named]
        on_front.update(names)
        found.append(
            _Point(
                float(row["cost_low"]),
                float(row["cost_high"]),
                float(row["worth"]),
                None if math.isnan(row["least"]) else float(row["least"]),
                ", ".join(letters[name] for name in names),
                "; ".join(named[name].title for name in names),
                int(row["to_confirm"]),
                max((named[name].cost.missing for name in names), default=0),
            )
        )
    for name, plan in named.items():
        if name not in on_front:
            shown = (share for group, share in plan.answered.items() if group not in hidden)
            least = min(shown, default=None)
            sure = (len(plan.to_confirm), plan.cost.missing)
            cost = (plan.cost.least, plan.cost.most)
            found.append(_Point(*cost, plan.worth, least, letters[name], plan.title, *sure))
    return sorted(found, key=lambda one: (one.high, one.worth))


def _in_words(points: Sequence[_Point], budget: float) -> str:
    if not points:
        return "No plan was found."
    named = sorted((one for one in points if one.letter), key=lambda one: one.letter)
    said = [_sentence(one) for one in named or points[-1:]]
    limit = "" if math.isinf(budget) else f" There is £{budget:,.0f}."
    return " ".join(said) + limit


def _sentence(one: _Point) -> str:
    name = f"{one.letter}, “{one.title}”," if one.letter else "The dearest"
    cost = f"at least £{one.low:,.0f}" if one.missing else f"up to £{one.high:,.0f}"
    return f"{name} answers {100 * one.worth:.0f} % of what people would like for {cost}."


def _table(points: Sequence[_Point]) -> pd.DataFrame:
    rows = [
        (
            f"{one.letter}: {one.title}" if one.letter else "one between, without a name",
            round(one.low),
            round(one.high),
            round(100 * one.worth, 1),
            None if one.least is None else round(100 * one.least, 1),
            one.missing,
            one.to_confirm,
        )
        for one in points
    ]
    return pd.DataFrame(rows, columns=list(COLUMNS))


@dataclass(frozen=True)
class _Plot:
    x: float
    y: float
    width: float
    height: float
    most: float
    top: float

    def at(self, cost: float, worth: float) -> tuple[float, float]:
        return self.x + self.width * cost / self.most, self.y + self.height * (1 - worth / self.top)


def _draw(points: Sequence[_Point], budget: float, layout: Layout, words: str) -> str:
    size, narrow = layout.size, layout.width < 1000
    keys = _keys(points, layout)
    highest = max((one.high for one in points), default=0.0)
    most = _round_up(max(highest * 1.02, 0 if math.isinf(budget) else min(budget, highest * 2) * 1.02, 100.0))
    top = min(1.0, _round_up(max([0.1, *(one.worth * 1.08 for one in points)])))
    left = measure("100 %", layout.small) + size * 0.3
    height = layout.width * (0.9 if narrow else 0.36)
    plot = _Plot(left, size * 1.9, layout.width - left - size * 1.6, height, most, top)
    bottom = plot.y + plot.height + layout.small * 3.2
    notes = _notes(points, layout)
    below = bottom + sum(len(lines) * size * 1.15 + size * 0.5 for _, lines in keys)
    svg = picture(layout.width, math.ceil(below + notes_height(notes, layout)), words)
    _frame(svg, plot, layout)
    _budget(svg, plot, budget, layout)
    _steps(svg, [one for one in points if not one.missing], plot)
    for one in points:  # all spans before any dot: none strikes a letter through
        _span(svg, one, plot)
    for one in sorted(points, key=lambda one: bool(one.letter)):
        _point(svg, one, plot, layout)
    for letter, lines in keys:
        badge(svg, letter, 0, bottom - size * 0.2, size if len(letter) == 1 else size * 0.6)
        lines_at(svg, lines, size * 2.1, bottom - size * 0.1, size)
        bottom += len(lines) * size * 1.15 + size * 0.5
    notes_at(svg, notes, below, layout)
    return finish(svg)


def _keys(points: Sequence[_Point], layout: Layout) -> list[tuple[str, list[str]]]:
    """Return the letters with what they stand for, in lines, in the order of the letters."""
    found = []
    for one in sorted((one for one in points if one.letter), key=lambda one: one.letter):
        cost = f"at least £{one.low:,.0f}" if one.missing else _pounds(one.low, one.high)
        said = f"{one.title}: {100 * one.worth:.0f} %, {cost}"
        found.append((one.letter, wrap(said, layout.width - layout.size * 2.1, layout.size, 4)))
    return found


def _pounds(low: float, high: float) -> str:
    return f"£{high:,.0f}" if round(low) == round(high) else f"£{low:,.0f} to £{high:,.0f}"


def _notes(points: Sequence[_Point], layout: Layout) -> list[str]:
    said = ["A dot: what a plan costs at most. The line to its left: what it may cost less."]
    if any(one.missing for one in points):
        said.append("An open dot: of something in it nobody knows the cost; it costs at least so much.")
    return [line for words in said for line in wrap(words, layout.width, layout.small, 3)]


def _round_up(value: float) -> float:
    unit = 10.0 ** math.floor(math.log10(value))
    return next(
        unit * step for step in (1, 1.2, 1.5, 2, 2.5, 3, 4, 5, 6, 8, 10) if unit * step >= value - _CLOSE
    )


def _frame(svg: Element, plot: _Plot, layout: Layout) -> None:
    size = layout.small
    for share in (0.0, 0.5, 1.0):
        x, y = plot.at(0, plot.top * share)
        stroke(svg, f"M{x:.1f} {y:.1f}h{plot.width:.1f}", INK if not share else _LINE, 2)
        text(
            svg,
            f"{plot.top * share:.0%}".replace("%", " %"),
            x - size * 0.3,
            y + size * 0.34,
            size,
            SOFT,
            anchor="end",
        )
        across, base = plot.at(plot.most * share, 0)
        anchor = ("start", "middle", "end")[int(share * 2)]
        text(svg, f"£{plot.most * share:,.0f}", across, base + size * 1.15, size, SOFT, anchor=anchor)
    stroke(svg, f"M{plot.x:.1f} {plot.y:.1f}v{plot.height:.1f}", EDGE, 2)
    text(svg, "Up: share of what people would like that is answered", 0, size * 0.95, size, SOFT)
    right = plot.x + plot.width
    text(svg, "Across: what it costs", right, plot.y + plot.height + size * 2.3, size, SOFT, anchor="end")


def _budget(svg: Element, plot: _Plot, budget: float, layout: Layout) -> None:
    if math.isinf(budget) or budget > plot.most:
        return
    x, _ = plot.at(budget, 0)
    line = stroke(svg, f"M{x:.1f} {plot.y:.1f}v{plot.height:.1f}", INK, 3)
    line.set("stroke-dasharray", "10 8")
    words = f"money there is: £{budget:,.0f}"
    begins = x - measure(words, layout.small) > plot.x
    pad = layout.small * (-0.4 if begins else 0.4)
    low = plot.y + plot.height - layout.small * 0.5
    text(svg, words, x + pad, low, layout.small, INK, anchor="end" if begins else "start")


def _steps(svg: Element, points: Sequence[_Point], plot: _Plot) -> None:
    """Draw what can be had for the money as steps: between two plans, more money answers no more."""
    best, path = 0.0, ""
    for one in points:
        if one.worth < best - _CLOSE:
            continue
        x, y = plot.at(one.high, one.worth)
        path += f"H{x:.1f}V{y:.1f}" if path else f"M{x:.1f} {y:.1f}"
        best = one.worth
    if path:
        stroke(svg, path, EDGE, 3)


def _span(svg: Element, one: _Point, plot: _Plot) -> None:
    """Draw what a plan may cost less than its most."""
    if one.letter:
        (start, y), (end, _) = plot.at(one.low, one.worth), plot.at(one.high, one.worth)
        stroke(svg, f"M{start:.1f} {y:.1f}H{end:.1f}", ACCENT, 3)


def _point(svg: Element, one: _Point, plot: _Plot, layout: Layout) -> None:
    size = layout.size
    x, y = plot.at(one.high, one.worth)
    radius = size * (0.7 if len(one.letter) < 4 else 0.95) if one.letter else size * 0.24
    open_dot = bool(one.missing)
    disc = shape(
        svg, "circle", CARD if open_dot else ACCENT, cx=round(x, 1), cy=round(y, 1), r=round(radius, 1)
    )
    disc.set("style", f"{disc.get('style')}; stroke: {ACCENT if open_dot else CARD}; stroke-width: 3")
    if one.letter:
        least = 16 if layout.width < 1000 else 26
        letters = max(size * 0.86, least) if len(one.letter) == 1 else size * 0.6
        colour = INK if open_dot else CARD
        text(svg, one.letter, x, y + letters * 0.36, letters, colour, bold=True, anchor="middle")
