"""A result by table or by family, as far as small numbers allow it in the room."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from xml.etree.ElementTree import Element

import pandas as pd

from crpkit.charts.figure import Figure
from crpkit.charts.looks import (
    INK,
    SOFT,
    SOLID,
    Layout,
    Look,
    badge,
    block,
    count,
    legend,
    lines_at,
    looks_for,
    named,
    notes_at,
    notes_height,
    plain,
    quoted,
)
from crpkit.charts.svg import finish, picture, text, wrap
from crpkit.tables.small import Safe, in_room
from crpkit.workshop.activities.ask import AskState, Counted
from crpkit.workshop.people import People

NOT_SAID = "not-said"
MOST_ROWS = 10
_NONE: tuple[int, ...] = ()


@dataclass(frozen=True)
class Line:
    """One item and its numbers by group; a group that is not shown has none."""

    letter: str
    title: str
    numbers: Mapping[str, tuple[int, ...]]


def by_table(state: AskState, tables: Sequence[str] = (), least: int = 5) -> Figure | None:
    """Draw the result by table; ``None`` if no table may be shown.

    Parameters
    ----------
    state
        An activity in which people chose something; closed.
    tables
        The tables in the room, in order; those that are only in the ballots follow.
    least
        Answers that a table must have to be shown.
    """
    ballots = [(one, {one.table: one.people} if one.table else {}) for one in state.counted]
    return _by(state, ballots, {name: name for name in tables}, "table", least)


def by_family(
    state: AskState, families: Mapping[str, str], people: People | None = None, least: int = 5
) -> Figure | None:
    """Draw the result by family; ``None`` if no family may be shown.

    Families of phones are used only where their owners agreed to be counted.

    Parameters
    ----------
    state
        An activity in which people chose something; closed.
    families
        Family id → title, in order.
    people
        Everyone who joined; those the activity knows if not given.
    least
        Answers that a family must have to be shown.
    """
    known = people if people is not None else state.people
    ballots = [
        (one, one.families if one.channel != "phone" or known.may_count(one.actor) else {})
        for one in state.counted
    ]
    return _by(state, ballots, dict(families), "family", least)


def _by(
    state: AskState,
    ballots: Sequence[tuple[Counted, Mapping[str, int]]],
    titles: dict[str, str],
    what: str,
    least: int,
) -> Figure | None:
    if state.open or not state.method:
        return None
    titles = titles | {name: name for _, groups in ballots for name in groups if name not in titles}
    titles[NOT_SAID] = "Not said"
    spread = [(one, _spread(one, groups)) for one, groups in ballots if one.ballot]
    if state.method == "scale":
        lines, answers, words = _scale(state, spread, titles, least)
    else:
        lines, answers, words = _counts(state, spread, titles, least)
    shown = [name for name in titles if any(name in line.numbers for line in lines)]
    if not [name for name in shown if name != NOT_SAID]:
        return None
    words = f"{_first(state, lines, shown, titles)} {words}".strip()
    if what == "family" and any(len(groups) > 1 and one.people == 1 for one, groups in spread):
        words += " Some people are in more than one family."
    heads = {name: (titles[name], answers.get(name, 0)) for name in shown}
    return Figure(
        svg=_draw(state, lines[:MOST_ROWS], heads, words, len(lines) - MOST_ROWS),
        words=words,
        table=_table(state, lines, shown, titles),
        title=f"{_title(state)} – by {what}",
        svg_narrow=_draw_narrow(state, lines, heads, words),
    )


def _title(state: AskState) -> str:
    return state.prompt or state.title


def _spread(one: Counted, groups: Mapping[str, int]) -> dict[str, int]:
    """Return group → people of a ballot; of whom no group is known are one of their own."""
    found = {name: number for name, number in groups.items() if number}
    rest = one.weight - sum(found.values())
    return found | ({NOT_SAID: rest} if rest > 0 else {})


def _counts(
    state: AskState,
    spread: Sequence[tuple[Counted, Mapping[str, int]]],
    titles: Mapping[str, str],
    least: int,
) -> tuple[list[Line], Counter[str], str]:
    """Return the items with one number for each group that may be shown."""
    answers: Counter[str] = Counter()
    cells = {(item.id, name): 0 for item in state.items for name in titles}
    for one, groups in spread:
        answers.update(groups)
        for item, number in one.ballot.items():
            for name, people in groups.items():
                cells[item, name] += people * _worth(state.method, number)
    counts = pd.DataFrame(
        [[cells[item.id, name] for name in titles] for item in state.items],
        index=[item.id for item in state.items],
        columns=list(titles),
    )
    safe = in_room(counts, answers, state.method in ("one", "ranking"), least, _in_a_sentence(titles))
    order = list(state.result()["item"])
    items = {item.id: item for item in state.items}
    lines = [
        Line(
            items[name].letter,
            named(items[name].title),
            {group: (int(counts.loc[name, group]),) for group in safe.shown},
        )
        for name in order
    ]
    return lines, answers, safe.words


def _worth(method: str, number: int) -> int:
    if method == "ranking":
        return int(number == 1)
    return number if method == "points" else 1


def _scale(
    state: AskState,
    spread: Sequence[tuple[Counted, Mapping[str, int]]],
    titles: Mapping[str, str],
    least: int,
) -> tuple[list[Line], Counter[str], str]:
    """Return the items with a number for each answer of each group that may be shown there."""
    answers: Counter[str] = Counter()
    for _, groups in spread:
        answers.update(groups)
    lines, safes = [], []
    for item in state.items:
        rows = [[0] * len(titles) for _ in state.answers]
        for one, groups in spread:
            answer = one.ballot.get(item.id, 0)
            for at, name in enumerate(titles):
                if answer:
                    rows[answer - 1][at] += groups.get(name, 0)
        counts = pd.DataFrame(rows, columns=list(titles))
        safe = in_room(
            counts, {name: int(counts[name].sum()) for name in titles}, True, least, _in_a_sentence(titles)
        )
        safes.append(safe)
        numbers = {name: tuple(int(one) for one in counts[name]) for name in safe.shown}
        lines.append(Line(item.letter, named(item.title), numbers))
    return lines, answers, _said(safes)


def _in_a_sentence(titles: Mapping[str, str]) -> dict[str, str]:
    return {**titles, NOT_SAID: "those who did not say"}


def _said(safes: Sequence[Safe]) -> str:
    words = list(dict.fromkeys(safe.words for safe in safes if safe.words))
    if len(words) <= 1:
        return "".join(words)
    return "Where “not shown” stands there were fewer than 5 answers, or the rest could be worked out."


def _first(state: AskState, lines: Sequence[Line], shown: Sequence[str], titles: Mapping[str, str]) -> str:
    """Say what comes first in each group, ties as ties; of a scale, where the first answer has the largest share."""
    found: dict[str, tuple[str, ...]] = {}
    for group in shown:
        if group == NOT_SAID:
            continue
        scores = [(_score(line.numbers[group]), line.title) for line in lines if group in line.numbers]
        most = max((score for score, _ in scores), default=0.0)
        found[group] = tuple(title for score, title in scores if score == most and score > 0)
    same = {names for names in found.values() if names}
    lead = f"Most “{state.answers[0].title}”" if state.method == "scale" else "First"
    if len(same) == 1 and len(found) > 1 and all(found.values()):
        return f"{lead} in every group that is shown: {quoted(next(iter(same)))}."
    said = [f"{titles[group]}: {quoted(names)}" for group, names in found.items() if names]
    return f"{lead} by group – {'; '.join(said)}." if said else ""


def _score(numbers: tuple[int, ...]) -> float:
    if len(numbers) == 1:
        return numbers[0]
    return numbers[0] / sum(numbers) if sum(numbers) else 0


def _table(
    state: AskState, lines: Sequence[Line], shown: Sequence[str], titles: Mapping[str, str]
) -> pd.DataFrame:
    parts = [answer.title for answer in state.answers] if state.method == "scale" else [""]
    rows = [
        (
            line.letter,
            line.title,
            *(
                str(line.numbers[group][at]) if group in line.numbers else "not shown"
                for group in shown
                for at in range(len(parts))
            ),
        )
        for line in lines
    ]
    heads = [f"{titles[group]}: {part}" if part else titles[group] for group in shown for part in parts]
    return pd.DataFrame(rows, columns=["Letter", "Item", *heads], dtype=object)


def _entries(state: AskState) -> list[tuple[Look, str]]:
    looks = looks_for([answer.id for answer in state.answers])
    return [(looks[answer.id], answer.title) for answer in state.answers]


def _draw(
    state: AskState, lines: Sequence[Line], heads: Mapping[str, tuple[str, int]], words: str, left: int
) -> str:
    layout = Layout(1600, 1, 30, 3)
    size, names = layout.size, list(heads)
    beside = 560.0 if len(names) <= 5 else 400.0
    column = (layout.width - beside) / len(names)
    entries = _entries(state)
    scratch = picture(layout.width, 1, "")
    top = legend(scratch, entries, layout.width, size) if entries else 0.0
    blocks = [wrap(line.title, beside - layout.indent - size, size, layout.lines) for line in lines]
    heights = [max(len(one) * size * 1.15, size * 2.5) + size * 0.7 for one in blocks]
    titles = [wrap(heads[name][0], (column - size * 0.6) * 0.88, size, 2) for name in names]
    head = (max(map(len, titles)) + 1) * size * 1.15 + size * 0.5
    notes = [f"{count(left, 'more row', 'more rows')} in the table."] if left > 0 else []
    bottom = top + head + sum(heights)
    svg = picture(layout.width, bottom + notes_height(notes, layout), words)
    legend(svg, entries, layout.width, size)
    for at, name in enumerate(names):
        x = beside + at * column
        lines_at(svg, titles[at], x, top, size, bold=True)
        people = count(heads[name][1], "person", "people")
        text(svg, people, x, top + len(titles[at]) * size * 1.15 + size * 0.95, layout.small, SOFT)
    y = top + head
    largest = _largest(lines, heads)
    for line, title, height in zip(lines, blocks, heights, strict=True):
        badge(svg, line.letter, 0, y, size)
        lines_at(svg, title, layout.indent, y, size)
        for at, name in enumerate(names):
            _cell(
                svg,
                state,
                line.numbers.get(name, _NONE),
                heads[name][1],
                largest,
                (beside + at * column, y),
                column,
                size,
            )
        y += height
    notes_at(svg, notes, bottom, layout)
    return finish(svg)


def _largest(lines: Sequence[Line], heads: Mapping[str, tuple[str, int]]) -> float:
    """Return the largest number for each person of a group, so that groups of any size compare."""
    shares = [
        numbers[0] / heads[name][1]
        for line in lines
        for name, numbers in line.numbers.items()
        if len(numbers) == 1 and heads[name][1]
    ]
    return max(shares, default=1.0) or 1.0


def _cell(
    svg: Element,
    state: AskState,
    numbers: tuple[int, ...],
    people: int,
    largest: float,
    at: tuple[float, float],
    column: float,
    size: float,
    beside: bool = False,
) -> None:
    x, y = at
    width = column if beside else column - size * 1.2
    right, anchor = (x + column, "end") if beside else (x, "start")
    if not numbers:
        text(svg, "not shown", right, y + size, size * 0.88, SOFT, anchor=anchor)
        return
    label = " · ".join(map(str, numbers)) if len(numbers) > 1 else plain(numbers[0])
    text(svg, label, right, y + size, size, INK, bold=True, anchor=anchor)
    top = y + size * 1.35
    if len(numbers) == 1:
        block(svg, SOLID, x, top, width * numbers[0] / (people or 1) / largest, size * 0.8)
        return
    whole = sum(numbers) or 1
    for look, number in zip((look for look, _ in _entries(state)), numbers, strict=True):
        block(svg, look, x, top, width * number / whole, size * 0.95, size * 0.36)
        x += width * number / whole


def _draw_narrow(
    state: AskState, lines: Sequence[Line], heads: Mapping[str, tuple[str, int]], words: str
) -> str:
    layout = Layout(420, 1, 20, 4)
    size = layout.size
    entries = _entries(state)
    scratch = picture(layout.width, 1, "")
    top = legend(scratch, entries, layout.width, size) if entries else 0.0
    blocks = [wrap(line.title, layout.width - layout.indent, size, layout.lines) for line in lines]
    heights = [len(one) * size * 1.15 + len(heads) * size * 2.5 + size for one in blocks]
    svg = picture(layout.width, top + sum(heights), words)
    legend(svg, entries, layout.width, size)
    largest = _largest(lines, heads)
    for line, title, height in zip(lines, blocks, heights, strict=True):
        badge(svg, line.letter, 0, top, size)
        lines_at(svg, title, layout.indent, top, size)
        y = top + len(title) * size * 1.15 + size * 0.3
        for name, (head, people) in heads.items():
            text(svg, wrap(head, 250, layout.small, 1)[0], layout.indent, y + size, layout.small, SOFT)
            cell = (layout.indent, y)
            width = layout.width - layout.indent
            _cell(svg, state, line.numbers.get(name, _NONE), people, largest, cell, width, size, beside=True)
            y += size * 2.5
        top += height
    return finish(svg)
