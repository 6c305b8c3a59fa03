"""All personas on all journeys: needs met, and what stops them; whoever is served worst stands first."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from xml.etree.ElementTree import Element

import pandas as pd

from crpkit.charts.figure import Figure
from crpkit.charts.journeys.maps import closed
from crpkit.charts.journeys.signs import NEEDS, mark
from crpkit.charts.looks import EDGE, INK, SOFT, Layout, Look, block, legend, lines_at, notes_at, quoted
from crpkit.charts.svg import picture, stroke, text, wrap
from crpkit.errors import InputProblems, Problem
from crpkit.journeys import MET, Journey
from crpkit.journeys.findings import Met
from crpkit.journeys.rulebook.phrasing import counted
from crpkit.personas import Persona

TABLE_COLUMNS: Mapping[str, str] = {
    "Persona": "title or id; the one that is served worst first",
    "Journey": "title or id",
    "Meant for them": "whether the journey is meant for the persona's group",
    "Needs": "how many the persona's group has",
    "Met": "percent of these; nothing if the group has none in the framework",
    "Partly met": "percent",
    "Not met": "percent",
    "Not known": "percent",
    "What stops them": "how many findings do",
    "Holds them up": "how many findings do",
}
"""What the columns of :func:`needs_heat`'s table mean."""
TITLE = "Everyone on every journey"
_COLUMNS: Mapping[Met, str] = {"yes": "met", "partly": "partly", "no": "not_met", "unknown": "unknown"}
_NEEDED = ("journey", "persona", "meant_for", "needs", *_COLUMNS.values(), "blockers", "hold_ups")
_WIDE, _NARROW = Layout(1600, 1, 26, 3), Layout(420, 1, 18, 3)
_MOST_JOURNEYS, _MOST_PERSONAS = 6, 14


@dataclass(frozen=True)
class _Pair:
    """One persona on one journey: shares of needs (``None`` if there are none to meet), and what stops them."""

    shares: Mapping[Met, float] | None
    blockers: int
    holds: int
    needs: int
    own: bool

    @property
    def served(self) -> float:
        """Share of needs met or partly met; without any needs it says nothing, and counts as all."""
        return 1.0 if self.shares is None else self.shares["yes"] + self.shares["partly"]


Pairs = Mapping[tuple[str, str], _Pair]
Names = Mapping[tuple[str, str], str]


def needs_heat(
    compared: pd.DataFrame,
    journeys: Mapping[str, Journey] | None = None,
    personas: Mapping[str, Persona] | None = None,
) -> Figure:
    """Draw what each journey does for each persona.

    Parameters
    ----------
    compared
        As of :func:`crpkit.journeys.compare`.
    journeys, personas
        By id, for their titles; where one is missing, the id is written.

    Returns
    -------
    Figure
        Rows are personas: first the one for whom even the best journey does least. Shares of needs and things that
        stop them stand beside each other; they are not made into one number. The columns of the table are described in
        :data:`TABLE_COLUMNS`.

    Raises
    ------
    InputProblems
        If a column of ``compare`` is missing.
    """
    missing = [name for name in _NEEDED if name not in compared.columns]
    if missing:
        raise InputProblems(
            Problem(f"There is no column “{name}”", "Use the frame that compare() returns.", field=name)
            for name in missing
        )
    pairs = {(str(row["persona"]), str(row["journey"])): _pair(row) for row in compared.to_dict("records")}
    walks = list(dict.fromkeys(str(name) for name in compared["journey"]))
    people = _worst_first(list(dict.fromkeys(str(name) for name in compared["persona"])), walks, pairs)
    named = _named("journey", walks, journeys or {}) | _named("persona", people, personas or {})
    words = _in_words(people, walks, pairs, named)
    notes = _notes(people, walks)
    return Figure(
        svg=_draw_wide(people, walks, pairs, named, notes, words),
        words=words,
        table=_table(people, walks, pairs, named),
        title=TITLE,
        svg_narrow=_draw_narrow(people, walks, pairs, named, notes, words),
    )


def _named(
    kind: str, ids: Sequence[str], known: Mapping[str, Journey] | Mapping[str, Persona]
) -> dict[tuple[str, str], str]:
    """Return titles; a journey and a persona may have the same id."""
    return {(kind, id): known[id].title if id in known else id for id in ids}


def _pair(row: Mapping[object, object]) -> _Pair:
    shares = {met: row[name] for met, name in _COLUMNS.items()}
    known = not any(pd.isna(share) for share in shares.values())  # type: ignore[call-overload]
    return _Pair(
        {met: float(str(share)) for met, share in shares.items()} if known else None,
        int(str(row["blockers"])),
        int(str(row["hold_ups"])),
        int(str(row["needs"])),
        bool(row["meant_for"]),
    )


def _worst_first(people: Sequence[str], journeys: Sequence[str], pairs: Pairs) -> list[str]:
    def weight(person: str) -> tuple[float, float]:
        mine = [pairs[person, journey] for journey in journeys if (person, journey) in pairs]
        return _best(person, journeys, pairs), -sum(one.blockers for one in mine)

    return sorted(people, key=weight)


def _best(person: str, journeys: Sequence[str], pairs: Pairs) -> float:
    """Return the share of needs met or partly met on the journey that does most for somebody."""
    mine = [pairs[person, journey].served for journey in journeys if (person, journey) in pairs]
    return round(max(mine), 9)


def _in_words(people: Sequence[str], journeys: Sequence[str], pairs: Pairs, named: Names) -> str:
    if not people:
        return "There is no persona on any journey to compare."
    words = f"{counted(len(people), 'persona')} on {counted(len(journeys), 'journey')}. "
    least = _best(people[0], journeys, pairs)
    worst = [person for person in people if _best(person, journeys, pairs) == least]
    if len(worst) < len(people) and least < 1:
        names = [named["persona", person] for person in worst]
        whom = "them" if len(worst) == 1 else "each of them"
        words += (
            f"Served worst: {quoted(names, what='personas')}; the journey that does most for {whom} meets or partly "
            f"meets {_percent(least)} of their needs. "
        )
    unknown = [one.shares["unknown"] for one in pairs.values() if one.shares is not None]
    if any(unknown):
        words += f"In {counted(sum(map(bool, unknown)), 'pair')} it is not known of some needs. "
    stopped = [
        person
        for person in people
        if any(pairs[person, one].blockers for one in journeys if (person, one) in pairs)
    ]
    if not stopped:
        return words + "No rule finds that anything stops anybody; that is not to say that nothing does."
    names = [named["persona", person] for person in stopped]
    return words + f"Stopped on some journey: {quoted(names, what='personas')}."


def _percent(share: float) -> str:
    return f"{100 * share:.0f} %"


def _notes(people: Sequence[str], journeys: Sequence[str]) -> list[str]:
    found = [
        "A bar: all needs of a person’s group. A stop sign: how many findings stop them there. "
        "A line below: the journey is meant for them."
    ]
    more = [
        counted(len(names) - most, f"more {what}")
        for names, most, what in (
            (people, _MOST_PERSONAS, "persona"),
            (journeys, _MOST_JOURNEYS, "journey"),
        )
        if len(names) > most
    ]
    return [*found, f"In the table: {' and '.join(more)}."] if more else found


def _draw_wide(
    people: Sequence[str],
    journeys: Sequence[str],
    pairs: Pairs,
    named: Names,
    notes: Sequence[str],
    words: str,
) -> str:
    layout, size = _WIDE, _WIDE.size
    side = _room_for_stops(pairs, size)
    columns, rows = journeys[:_MOST_JOURNEYS], people[:_MOST_PERSONAS]
    left = layout.width * 0.22
    step = (layout.width - left) / max(1, len(columns))
    svg = picture(layout.width, 1, words)
    y = legend(svg, _legend(), layout.width, size) + size * 0.4
    heads = [wrap(named["journey", journey], step - size, size, 8) for journey in columns]
    deep = max((len(lines) for lines in heads), default=0) * size * 1.15
    for number, lines in enumerate(heads):
        x = left + number * step
        lines_at(svg, lines, x, y + deep - len(lines) * size * 1.15, size, bold=True)
    y += deep + size * 0.5
    for person in rows:
        lines = wrap(named["persona", person], left - size, size, 3)
        height = max(len(lines) * size * 1.15, size * 2.2) + size
        stroke(svg, f"M0 {y:.1f}H{layout.width}", EDGE, 1)
        lines_at(svg, lines, 0, y + (height - len(lines) * size * 1.15) / 2, size)
        for number, journey in enumerate(columns):
            one = pairs.get((person, journey))
            _cell(svg, one, left + number * step, y + height / 2, step - size, size, side)
        y += height
    broken = [line for note in notes for line in wrap(note, layout.width, layout.small, 2)]
    notes_at(svg, broken, y + size * 0.2, layout)
    return closed(svg, layout.width, y + size * (len(broken) * 1.35 + 0.8))


def _legend() -> list[tuple[Look, str]]:
    return [(NEEDS[met], MET[met].lower()) for met in _COLUMNS]


def _cell(
    svg: Element, one: _Pair | None, x: float, middle: float, width: float, size: float, side: float
) -> None:
    """Draw the needs of one persona on one journey as a bar, and the stop sign beside it."""
    if one is None or one.shares is None:
        text(svg, "not known", x, middle + size * 0.35, size, SOFT)
        return
    room, thick = width - (side + size * 0.3 if side else 0), size * 1.35
    top = middle - thick / 2
    at = x
    for met, share in one.shares.items():
        block(svg, NEEDS[met], at, top, share * room, thick, size * 0.42)
        at += share * room
    if one.own:
        stroke(svg, f"M{x:.1f} {top + thick + 9:.1f}h{room:.1f}", INK, 5)
    if one.blockers:
        mark(svg, "blocker", str(one.blockers), x + room + size * 0.3, middle - side / 2, side, size)


def _room_for_stops(pairs: Pairs, size: float) -> float:
    """Return how large a stop sign is; nothing if there is none."""
    return size * 1.45 if any(one.blockers for one in pairs.values()) else 0.0


def _draw_narrow(
    people: Sequence[str],
    journeys: Sequence[str],
    pairs: Pairs,
    named: Names,
    notes: Sequence[str],
    words: str,
) -> str:
    """Draw one persona below another, with a bar for each journey."""
    layout, size = _NARROW, _NARROW.size
    svg, side = picture(layout.width, 1, words), _room_for_stops(pairs, size)
    y = legend(svg, _legend(), layout.width, size)
    for person in people[:_MOST_PERSONAS]:
        lines = wrap(named["persona", person], layout.width, size, 3)
        lines_at(svg, lines, 0, y + size * 0.5, size, bold=True)
        y += len(lines) * size * 1.15 + size * 0.8
        for journey in journeys[:_MOST_JOURNEYS]:
            said = wrap(named["journey", journey], layout.width, layout.small, 2)
            lines_at(svg, said, 0, y, layout.small, SOFT)
            y += len(said) * layout.small * 1.15 + size
            _cell(svg, pairs.get((person, journey)), 0, y, layout.width, size, side)
            y += size * 1.7
    broken = [line for note in notes for line in wrap(note, layout.width, layout.small, 4)]
    notes_at(svg, broken, y, layout)
    return closed(svg, layout.width, y + size * (len(broken) * 1.35 + 0.8))


def _table(people: Sequence[str], journeys: Sequence[str], pairs: Pairs, named: Names) -> pd.DataFrame:
    rows = [
        [
            named["persona", person],
            named["journey", journey],
            one.own,
            one.needs,
            *((None if one.shares is None else round(100 * one.shares[met], 1)) for met in _COLUMNS),
            one.blockers,
            one.holds,
        ]
        for person in people
        for journey in journeys
        if (one := pairs.get((person, journey))) is not None
    ]
    return pd.DataFrame(rows, columns=list(TABLE_COLUMNS))
