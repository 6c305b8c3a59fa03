"""What is here, and for whom."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from xml.etree.ElementTree import Element, SubElement

import pandas as pd

from crpkit.charts.figure import Figure
from crpkit.charts.looks import (
    AMBER,
    CARD,
    EDGE,
    INK,
    LIGHT,
    PALE,
    SOFT,
    SOLID,
    Layout,
    Look,
    block,
    legend,
    lines_at,
)
from crpkit.charts.needs.heads import draw_heads
from crpkit.charts.svg import finish, picture, stroke, text, wrap

TITLE = "What is here already, and for whom"
STATUSES: Mapping[str, tuple[str, Look]] = {
    "good": ("good", SOLID),
    "partly": ("partly there", LIGHT),
    "planned": ("planned", AMBER),
    "none": ("not here", Look(CARD, INK, "", EDGE)),
    "unknown": ("not known", PALE),
}
_HERE = ("good", "partly", "planned")
_WIDE, _NARROW = Layout(1600, 1, 28, 2), Layout(420, 1, 17, 3)
_NOBODY = "not-said"
_REST = "rest"
Groups = Sequence[tuple[str, str]]
Counts = Mapping[tuple[str, str], Mapping[str, int]]


def existing_by_group(coverage: pd.DataFrame, groups: Groups) -> Figure:
    """Draw, for each part of the support and each group, what is here.

    Parameters
    ----------
    coverage
        As of :attr:`crpkit.needs.Diagnosis.coverage`.
    groups
        Ids and titles of groups, in order.

    Returns
    -------
    Figure
        One square stands for one kind of support. Table columns ``Part of the support``, one for each group, ``For
        whom is not known``, ``Not here``, ``Not known``.
    """
    counts = _counted(coverage, groups)
    parts = dict(zip(coverage["intervention"], coverage["intervention_title"], strict=True))
    columns = [*groups, (_REST, "Not here, or not known")]
    if any(sum(counts[part, _NOBODY].values()) for part in parts):
        columns.insert(len(groups), (_NOBODY, "Here, for whom not known"))
    words = _in_words(coverage, groups)
    table = pd.DataFrame(
        [[title, *(_said(counts[part, name]) for name, _ in columns)] for part, title in parts.items()],
        columns=["Part of the support", *(title for _, title in columns)],
    )
    return Figure(
        svg=_draw_wide(parts, columns, counts, words),
        words=words,
        table=table,
        title=TITLE,
        svg_narrow=_draw_narrow(parts, columns, counts, words),
    )


def _counted(coverage: pd.DataFrame, groups: Groups) -> Counts:
    parts = list(dict.fromkeys(coverage["intervention"]))
    columns = [*(name for name, _ in groups), _NOBODY, _REST]
    counts = {(part, name): dict.fromkeys(STATUSES, 0) for part in parts for name in columns}
    for row in coverage.to_dict("records"):
        part, status = row["intervention"], row["status"]
        if status not in _HERE:
            counts[part, _REST][status] += 1
            continue
        mine = [name for name in row["groups"] if (part, name) in counts]
        for name in mine or [_NOBODY]:
            counts[part, name][status] += 1
    return counts


def _said(counts: Mapping[str, int]) -> str:
    return ", ".join(f"{number} {STATUSES[status][0]}" for status, number in counts.items() if number) or "–"


def _in_words(coverage: pd.DataFrame, groups: Groups) -> str:
    number = coverage["status"].value_counts()
    here, unknown = int(sum(number.get(name, 0) for name in _HERE)), int(number.get("unknown", 0))
    if unknown == len(coverage):
        return "Nobody has looked yet at what is here. Not known does not mean that nothing is."
    are = "is" if here == 1 else "are"
    words = f"Of {len(coverage)} kinds of support {here} {are} here at least in part, or planned; "
    words += f"{int(number.get('none', 0))} not here. Of {unknown} it is not known."
    served = {name for names in coverage.loc[coverage["status"].isin(_HERE[:2]), "groups"] for name in names}
    without = [title for name, title in groups if name not in served]
    if without:
        words += f" Nothing that is here is known to be for: {', '.join(without)}."
    return words


def _squares(svg: Element, counts: Mapping[str, int], x: float, y: float, width: float, side: float) -> None:
    """Draw a square for each kind of support, in rows as wide as there is room."""
    per_row = max(1, int(width // (side * 1.25)))
    looks = [STATUSES[status][1] for status, number in counts.items() for _ in range(number)]
    for at, look in enumerate(looks):
        row, column = divmod(at, per_row)
        block(svg, look, x + column * side * 1.25, y + row * side * 1.25, side, side, side / 2.4)


def _rows_needed(counts: Mapping[str, int], width: float, side: float) -> int:
    per_row = max(1, int(width // (side * 1.25)))
    return -(-sum(counts.values()) // per_row)


def _legend() -> list[tuple[Look, str]]:
    return [(look, title) for title, look in STATUSES.values()]


def _draw_wide(parts: Mapping[str, str], columns: Groups, counts: Counts, words: str) -> str:
    layout, size = _WIDE, _WIDE.size
    left, side = layout.width * 0.175, size * 0.95
    step = (layout.width - left) / (len(columns) + 0.6)
    widths = [step] * (len(columns) - 1) + [step * 1.6]
    first = legend(picture(layout.width, 1, ""), _legend(), layout.width, size) + size * 0.4
    heads = ([title for _, title in columns], left, widths, layout.small, size * 0.2)
    head = first + draw_heads(None, *heads)
    heights = [_height([counts[part, name] for name, _ in columns], widths, side, size) for part in parts]
    svg = picture(layout.width, head + sum(heights) + size * 0.3, words)
    legend(svg, _legend(), layout.width, size)
    draw_heads(SubElement(svg, "g", {"transform": f"translate(0 {first:.1f})"}), *heads)
    top = head
    for (part, title), height in zip(parts.items(), heights, strict=True):
        stroke(svg, f"M0 {top:.1f}H{layout.width}", EDGE, 1)
        lines_at(svg, wrap(title, left - size * 0.6, size, 3), 0, top + size * 0.3, size)
        x = left
        for (name, _), width in zip(columns, widths, strict=True):
            if sum(counts[part, name].values()):
                _squares(svg, counts[part, name], x, top + size * 0.45, width - size * 0.5, side)
            else:
                text(svg, "–", x, top + size * 1.3, size, SOFT)
            x += width
        top += height
    return finish(svg)


def _height(some: Sequence[Mapping[str, int]], widths: Sequence[float], side: float, size: float) -> float:
    """Return how high a row is: two lines of title, or as many rows of squares as it needs."""
    needed = [_rows_needed(one, width - size * 0.5, side) for one, width in zip(some, widths, strict=True)]
    return max(2, *needed) * side * 1.25 + size * 0.9


def _draw_narrow(parts: Mapping[str, str], columns: Groups, counts: Counts, words: str) -> str:
    layout, size = _NARROW, _NARROW.size
    side = size * 1.1
    lines: list[tuple[str, str, Mapping[str, int]]] = []
    for part, title in parts.items():
        lines.append(("part", title, {}))
        lines += [
            ("row", column, counts[part, name])
            for name, column in columns
            if sum(counts[part, name].values())
        ]
    scratch = picture(layout.width, 1, "")
    top = legend(scratch, _legend(), layout.width, size)
    width = layout.width
    heights = [
        len(wrap(title, width, size, 2)) * size * 1.3 + size * 0.7
        if kind == "part"
        else size * 1.3 + _rows_needed(some, width, side) * side * 1.25 + size * 0.3
        for kind, title, some in lines
    ]
    svg = picture(layout.width, top + sum(heights), words)
    legend(svg, _legend(), layout.width, size)
    for (kind, title, some), height in zip(lines, heights, strict=True):
        if kind == "part":
            lines_at(svg, wrap(title, width, size, 2), 0, top + size * 0.5, size * 1.1, bold=True)
        else:
            lines_at(svg, wrap(title, width, layout.small, 1), 0, top, layout.small, SOFT)
            _squares(svg, some, 0, top + size * 1.3, width, side)
        top += height
    return finish(svg)
