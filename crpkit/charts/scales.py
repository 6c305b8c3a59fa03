"""Answers on a scale: where the room agrees and where it parts, or how far something has come."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from crpkit.charts.figure import Figure
from crpkit.charts.looks import (
    INK,
    NARROW,
    PALE,
    SOFT,
    Layout,
    block,
    looks_for,
    named,
    notes_at,
    plain,
    quoted,
)
from crpkit.charts.parts import Part, Row, draw_parts, fitting, titled_rows
from crpkit.charts.svg import finish, shape, text
from crpkit.workshop.activities.ask import Answer

WIDE = Layout(1600, 1, 34, 2)
AGREE, DISAGREE = "agree", "disagree"


def scale_bars(result: pd.DataFrame, answers: Sequence[Answer], title: str, what: str = "items") -> Figure:
    """Draw how many people gave which answer to each item.

    Agree and disagree stand to both sides of a line, other answers apart; any other scale is one bar of parts.

    Parameters
    ----------
    result
        Columns ``letter, title``, one column of people for each answer, and ``people``.
    answers
        The scale.
    title
        The question.
    what
        What the items are called, for example ``statements``.

    Returns
    -------
    Figure
        Table columns ``Letter``, ``Item``, one for each answer, ``People``.
    """
    rows = [
        Row(
            str(one["letter"]),
            named(one["title"]),
            {answer.id: int(one[answer.id]) for answer in answers},
        )
        for one in result.to_dict("records")
    ]
    two_sided = {AGREE, DISAGREE} <= {answer.id for answer in answers}
    words = (_both_sides if two_sided else _parts)(rows, answers, what)
    looks = looks_for([answer.id for answer in answers])
    parts = [Part(answer.id, answer.title, looks[answer.id]) for answer in answers]
    draw = _draw_both_sides if two_sided else draw_parts
    names = {answer.id: answer.title for answer in answers}
    table = result[["letter", "title", *names, "people"]].copy()
    table["title"] = [named(one) for one in table["title"]]
    return Figure(
        svg=draw(rows, parts, WIDE, words),
        words=words,
        table=table.rename(columns={"letter": "Letter", "title": "Item", "people": "People", **names}),
        title=title,
        svg_narrow=draw(rows, parts, NARROW, words),
    )


def _top(rows: Sequence[Row], answer: str) -> tuple[list[Row], float]:
    """Return the items with the largest share of an answer, and that share."""
    shares = [(row.numbers[answer] / row.whole, row) for row in rows if row.whole]
    most = max((share for share, _ in shares), default=0.0)
    return [row for share, row in shares if share == most and share > 0], most


def _of(rows: Sequence[Row], answer: str) -> str:
    if len({(row.numbers[answer], row.whole) for row in rows}) == 1:
        each = " each" if len(rows) > 1 else ""
        return f"{plain(rows[0].numbers[answer])} of {plain(rows[0].whole)}{each}"
    return f"{100 * rows[0].numbers[answer] / rows[0].whole:.0f} % each"


def _named(rows: Sequence[Row], what: str) -> str:
    return quoted([row.title for row in rows], most=3, what=what)


def _both_sides(rows: Sequence[Row], answers: Sequence[Answer], what: str) -> str:
    if not any(row.whole for row in rows):
        return "Nobody has answered yet."
    said = []
    for answer, lead in ((AGREE, "Most people agree with"), (DISAGREE, "Most people disagree with")):
        found, share = _top(rows, answer)
        if found and share > 0.5:
            said.append(f"{lead} {_named(found, what)} ({_of(found, answer)}).")
    split = [
        row
        for row in rows
        if row.numbers[AGREE]
        and abs(row.numbers[AGREE] - row.numbers[DISAGREE]) <= max(1, row.whole * 0.1)
        and row.numbers[AGREE] + row.numbers[DISAGREE] > row.whole / 2
    ]
    if split:
        said.append(f"The room is divided over {_named(split, what)}.")
    return " ".join(said) or f"There is no {_one(what)} with which most people agree or disagree."


def _one(what: str) -> str:
    return what.removesuffix("s")


def _parts(rows: Sequence[Row], answers: Sequence[Answer], what: str) -> str:
    if not any(row.whole for row in rows):
        return "Nobody has answered yet."
    sided = [answer for answer in answers if looks_for([one.id for one in answers])[answer.id] is not PALE]
    said = []
    for answer in (sided[0], sided[-1]) if len(sided) > 1 else sided:
        found, _ = _top(rows, answer.id)
        if found:
            said.append(f"“{answer.title}” most often for {_named(found, what)} ({_of(found, answer.id)}).")
        else:
            said.append(f"Nobody said “{answer.title}”.")
    return " ".join(said)


def _draw_both_sides(rows: Sequence[Row], parts: Sequence[Part], layout: Layout, words: str) -> str:
    drawn, notes = fitting(
        rows,
        layout,
        what=lambda row: f"{row.letter} {plain(row.numbers[AGREE])} to {plain(row.numbers[DISAGREE])}",
    )
    size, bar = layout.size, layout.size * 1.15
    looks = {part.id: part.look for part in parts}
    apart = [part for part in parts if part.id not in (AGREE, DISAGREE)]
    left = max((row.numbers[DISAGREE] for row in drawn), default=0)
    right = max((row.numbers[AGREE] for row in drawn), default=0)
    aside = [max((row.numbers[one.id] for row in drawn), default=0) for one in apart]
    number = size * 2.0  # room for a number at the end of each bar
    free = layout.width - layout.indent - number * (2 + len(apart)) - size * 0.8 * len(apart)
    unit = free / max(1, left + right + sum(aside))
    zero = layout.indent + number + left * unit
    starts, at = [], zero + right * unit + number + size * 0.8
    for most in aside:
        starts.append(at)
        at += most * unit + number + size * 0.8
    svg, tops, bottom = titled_rows(drawn, parts, layout, words, notes)
    for row, top in zip(drawn, tops, strict=True):
        for answer, start, way in [
            (DISAGREE, zero, -1),
            (AGREE, zero, 1),
            *((one.id, begin, 1) for one, begin in zip(apart, starts, strict=True)),
        ]:
            amount = row.numbers[answer]
            length = amount * unit
            block(svg, looks[answer], start - length if way < 0 else start, top, length, bar, size * 0.42)
            anchor, beside = (
                ("end", start - length - size * 0.3) if way < 0 else ("start", start + length + size * 0.3)
            )
            text(
                svg,
                plain(amount),
                beside,
                top + bar * 0.8,
                size,
                INK if amount else SOFT,
                bold=amount > 0,
                anchor=anchor,
            )
        shape(svg, "rect", INK, x=zero - 1.5, y=top - size * 0.15, width=3.0, height=bar + size * 0.3)
    notes_at(svg, notes, bottom, layout)
    return finish(svg)
