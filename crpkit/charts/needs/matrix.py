"""What which group would like: a field of circles."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from typing import Any
from xml.etree.ElementTree import Element

import pandas as pd

from crpkit.charts.figure import Figure
from crpkit.charts.looks import ACCENT, EDGE, INK, SOFT, Layout, lines_at, notes_at, notes_height, quoted
from crpkit.charts.needs.cells import known
from crpkit.charts.needs.heads import draw_heads
from crpkit.charts.svg import finish, picture, shape, stroke, text, wrap

TITLE = "Who would like what"
_WIDE, _NARROW = Layout(1600, 1, 28, 2), Layout(420, 1, 17, 2)
_READ = "A larger circle: a larger share of the people who answered would like it."
Groups = Sequence[tuple[str, str]]


def needs_by_group(needs: pd.DataFrame, groups: Groups, most: int = 12, fewest: int = 10) -> Figure:
    """Draw the share of each group that would like something, the most wanted by all first.

    Parameters
    ----------
    needs
        As of :attr:`crpkit.needs.Diagnosis.needs`. Who would like it: to whom it matters quite a lot or more and who
        are less sure than that, or who are without it; of those who answered.
    groups
        Ids (of scopes) and titles, in order.
    most
        How many needs are drawn; the others are in the table.
    fewest
        On so many answers a share is reckoned; what the figure says of groups with fewer.

    Returns
    -------
    Figure
        Table columns ``What``, ``Everyone``, and one for each group, in percent; “few answers” where too few answered.
        Groups without any share are named and not drawn.
    """
    shares = {(row["scope"], row["need"]): _share(row) for row in needs.to_dict("records")}
    everyone = needs[needs["scope"] == "all"]
    titles = dict(zip(everyone["need"], everyone["title"], strict=True))
    order = sorted(titles, key=lambda need: _first_of_all(shares["all", need]))
    columns = [("all", "Everyone"), *groups]
    words = _in_words(order, titles, shares, groups)
    rows = order[:most]
    drawn = [column for column in columns if _has_numbers(column[0], rows, shares)] or columns
    notes = [*_notes(drawn, columns, rows, shares, fewest)]
    notes += [f"{len(order) - most} more are in the tables."] if len(order) > most else []
    return Figure(
        svg=_draw_wide(rows, drawn, titles, shares, notes, words),
        words=words,
        table=pd.DataFrame(
            [[titles[need], *(_cell(shares.get((scope, need))) for scope, _ in columns)] for need in order],
            columns=["What", *(title for _, title in columns)],
        ),
        title=TITLE,
        svg_narrow=_draw_narrow(rows, drawn, titles, shares, notes, words),
    )


def _has_numbers(
    scope: str, rows: Sequence[str], shares: Mapping[tuple[str, str], float | str | None]
) -> bool:
    return any(isinstance(shares.get((scope, need)), float) for need in rows)


def _notes(
    drawn: Groups,
    columns: Groups,
    rows: Sequence[str],
    shares: Mapping[tuple[str, str], float | str | None],
    fewest: int,
) -> Iterator[str]:
    yield _READ
    if any(shares.get((scope, need)) == "few" for scope, _ in drawn for need in rows):
        yield f"“few”: under {fewest} answers."
    away = [title for scope, title in columns if (scope, title) not in drawn]
    if away:
        yield f"Not shown, with under {fewest} answers: {'; '.join(away)}."


def _first_of_all(share: float | str | None) -> float:
    """Return what to sort by: the largest share first, what has none last."""
    return -share if isinstance(share, float) else 1.0


def _share(row: Mapping[Any, Any]) -> float | str | None:
    """Return a share from 0 to 1, ``few``, or nothing where nobody answered."""
    if known(row["wanted_percent"]):
        return float(row["wanted_percent"]) / 100
    base = row["pairs"] if known(row["pairs"]) else row["told"]
    return None if not known(base) or str(base).removesuffix(".0") == "0" else "few"


def _cell(share: float | str | None) -> str:
    if share is None:
        return "–"
    return "few answers" if isinstance(share, str) else f"{round(100 * share)} %"


def _in_words(
    order: Sequence[str],
    titles: Mapping[str, str],
    shares: Mapping[tuple[str, str], float | str | None],
    groups: Groups,
) -> str:
    if not order or not isinstance(shares["all", order[0]], float):
        return "There are too few answers to compare groups."
    first = [titles[need] for need in order if shares["all", need] == shares["all", order[0]]]
    words = f"The largest share of people would like {quoted(first, what='things')}."
    for scope, title in groups:
        told = [(share, need) for need in order if isinstance(share := shares.get((scope, need)), float)]
        if not told:
            continue
        best = max(share for share, _ in told)
        mine = [titles[need] for share, need in told if share == best]
        if set(mine) != set(first):
            words += f" {title}: {quoted(mine, 3, 'things')}."
    few = [
        title
        for scope, title in groups
        if not any(isinstance(shares.get((scope, need)), float) for need in order)
    ]
    if few:
        words += f" Too few answers for a number: {', '.join(few)}."
    return words


def _draw_wide(
    rows: Sequence[str],
    columns: Groups,
    titles: Mapping[str, str],
    shares: Mapping[tuple[str, str], float | str | None],
    notes: Sequence[str],
    words: str,
) -> str:
    layout, size = _WIDE, _WIDE.size
    left = layout.width * (0.255 if len(columns) > 3 else 0.45)
    step = (layout.width - left) / len(columns)
    heads = ([title for _, title in columns], left, [step] * len(columns), layout.small, size * 0.2)
    blocks = [wrap(titles[need], left - size * 0.5, size, 2) for need in rows]
    heights = [max(size * 2.1, len(lines) * size * 1.15 + size * 0.5) for lines in blocks]
    head = draw_heads(None, *heads)
    bottom = head + sum(heights)
    broken = [line for note in notes for line in wrap(note, layout.width, layout.small, 2)]
    svg = picture(layout.width, bottom + notes_height(broken, layout), words)
    draw_heads(svg, *heads)
    top = head
    for need, lines, height in zip(rows, blocks, heights, strict=True):
        stroke(svg, f"M0 {top:.1f}H{layout.width}", EDGE, 1)
        lines_at(svg, lines, 0, top + (height - len(lines) * size * 1.15) / 2, size)
        for number, (scope, _) in enumerate(columns):
            x = left + number * step
            _circle(svg, shares.get((scope, need)), x, top + height / 2, size * 2.1, layout)
        top += height
    notes_at(svg, broken, bottom, layout)
    return finish(svg)


def _circle(
    svg: Element, share: float | str | None, x: float, y: float, height: float, layout: Layout
) -> None:
    most = height * 0.44
    if isinstance(share, float):
        radius = max(2.5, most * math.sqrt(share))
        shape(svg, "circle", ACCENT, cx=round(x + most, 1), cy=round(y, 1), r=round(radius, 1))
        text(svg, f"{round(100 * share)} %", x + most * 2.4, y + layout.small * 0.36, layout.small, INK)
    else:
        text(
            svg, "few" if share == "few" else "–", x + most * 0.4, y + layout.small * 0.36, layout.small, SOFT
        )


def _draw_narrow(
    rows: Sequence[str],
    columns: Groups,
    titles: Mapping[str, str],
    shares: Mapping[tuple[str, str], float | str | None],
    notes: Sequence[str],
    words: str,
) -> str:
    """Draw one need below another: its title, and a line for each group of which there is a number."""
    layout, size = _NARROW, _NARROW.size
    blocks = []
    for need in rows:
        told = [
            (title, share)
            for scope, title in columns
            if isinstance(share := shares.get((scope, need)), float)
        ]
        blocks.append((wrap(titles[need], layout.width, size, 2), told))
    line = size * 1.7
    height = sum(len(lines) * size * 1.2 + len(told) * line + size * 0.8 for lines, told in blocks)
    broken = [one for note in notes for one in wrap(note, layout.width, layout.small, 4)]
    svg = picture(layout.width, height + notes_height(broken, layout), words)
    top = 0.0
    for lines, told in blocks:
        lines_at(svg, lines, 0, top, size, bold=True)
        top += len(lines) * size * 1.2
        for title, share in told:
            _circle(svg, share, 0, top + line / 2, line, layout)
            lines_at(
                svg,
                wrap(title, layout.width - 110, layout.small, 1),
                110,
                top + line / 2 - layout.small * 0.64,
                layout.small,
                SOFT,
            )
            top += line
        top += size * 0.8
    notes_at(svg, broken, height, layout)
    return finish(svg)
