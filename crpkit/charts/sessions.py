"""Several sessions in one picture, told apart by session."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from crpkit.charts.figure import Figure
from crpkit.charts.looks import LOOKS, NARROW, Layout, named, plain, quoted
from crpkit.charts.parts import Part, Row, draw_parts
from crpkit.charts.themes import theme_piles_by
from crpkit.workshop.combining import Combined

WIDE = Layout(1600, 1, 34, 2)


def combined_figures(combined: Combined) -> tuple[Figure, ...]:
    """Return a figure of the themes of all sessions, and one of each choice that was made in more than one."""
    figures = []
    counts = combined.theme_counts()
    if len(counts):
        sessions = [name for name in counts.columns if name not in ("theme", "notes")]
        themes = {
            row["theme"]: {name: int(row[name]) for name in sessions} for row in counts.to_dict("records")
        }
        figures.append(theme_piles_by(sessions, themes, "Themes of all sessions"))
    return (*figures, *choice_figures(combined))


def choice_figures(combined: Combined) -> tuple[Figure, ...]:
    """Return one figure for each choice that could be added up, each bar made of the sessions."""
    frame = combined.choices()
    added = frame[frame["together"].notna()]
    return tuple(
        _choice(str(name), combined.table(str(name)), str(mine["method"].iloc[0]), str(mine["unit"].iloc[0]))
        for name, mine in added.groupby("choice", sort=False)
    )


def _choice(name: str, table: pd.DataFrame, method: str, unit: str) -> Figure:
    sessions = [column for column in table.columns if column not in ("option", "title", "together")]
    parts = [Part(one, _short(one), LOOKS[number % len(LOOKS)]) for number, one in enumerate(sessions)]
    whole = table[table["together"].notna()]
    rows = [
        Row("", named(row["title"]), {one: float(row[one]) for one in sessions})
        for row in whole.to_dict("records")
    ]
    what = f"{unit}s" if method == "points" else "points" if method == "ranking" else "people"
    words = _in_words(rows, sessions, what, len(table) - len(whole))
    numbers = {one: table[one].astype(float) for one in sessions}
    shown = pd.DataFrame({"Option": [named(title) for title in table["title"]], **numbers})
    shown["Together"] = table["together"].astype(float)
    return Figure(
        svg=draw_parts(rows, parts, WIDE, words, nothing=f"no {what}"),
        words=words,
        table=shown,
        title=f"{name} – all sessions",
        svg_narrow=draw_parts(rows, parts, NARROW, words, nothing=f"no {what}"),
    )


def _in_words(rows: Sequence[Row], sessions: Sequence[str], what: str, apart: int) -> str:
    most = max((row.whole for row in rows), default=0)
    if not most:
        return f"No {what} have been given yet."
    first = [row.title for row in rows if row.whole == most]
    verb = "has" if len(first) == 1 else "each have"
    words = f"{quoted(first)} {verb} the most {what} over {len(sessions)} sessions: {plain(most)}."
    leaders = {
        one: [row.title for row in rows if 0 < row.numbers[one] == _most(rows, one)] for one in sessions
    }
    if all(sorted(found) == sorted(first) for found in leaders.values()):
        words += " It is first in every session." if len(first) == 1 else " They are first in every session."
    else:
        said = [f"{_short(one)}: {quoted(found)}" for one, found in leaders.items() if found]
        words += f" First in each – {'; '.join(said)}."
    if apart:
        words += " What was not on offer in every session is in the table only."
    return words


def _most(rows: Sequence[Row], session: str) -> float:
    return max(row.numbers[session] for row in rows)


def _short(session: str) -> str:
    """Return a session’s name as it fits into a legend."""
    return session if len(session) <= 40 else session[:39].rstrip(" ,") + "…"
