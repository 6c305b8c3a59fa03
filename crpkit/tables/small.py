"""Small numbers: what may be shown of a few people, in the room and in what is published.

*In the room* totals are exact, because people can count hands. By group a count is shown only where every group that is
shown has at least five answers, and where no group that is not shown could be worked out from the total.

*Published* (reports, summaries, whatever leaves the room) follows the rule of Ofqual: counts to the nearest 5, one to
four as “fewer than 5”, a true 0 as 0; no average on 7 or fewer people, and, as HESA has it, no percentage on fewer
than 22.5. What is published beside a count never gives it away.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import pandas as pd

from crpkit.tables.bounds import Bounded, Place, pinned, with_totals

LEAST_SHOWN = 5
FEWER = "fewer than 5"
NOT_SHOWN = "not shown"
TOTAL = "Total"
NO_AVERAGE = 7
NO_PERCENTAGE = 22.5
_RULE = "Counts are rounded to the nearest 5; 1 to 4 stand as “fewer than 5”."


@dataclass(frozen=True)
class Safe:
    """A table that may be shown, and what is to be said about it.

    Attributes
    ----------
    frame
        The cells as text; ``None`` where nothing may be shown.
    words
        What was left out or rounded, and why; empty if nothing was.
    shown, hidden
        The groups (columns) with and without numbers.
    """

    frame: pd.DataFrame
    words: str
    shown: tuple[str, ...] = ()
    hidden: tuple[str, ...] = ()

    def _repr_html_(self) -> str:
        return str(self.frame.to_html(na_rep="–")) + f"<p>{self.words}</p>"


def in_room(
    counts: pd.DataFrame,
    answers: Mapping[str, int],
    exclusive: bool = False,
    least: int = LEAST_SHOWN,
    titles: Mapping[str, str] | None = None,
) -> Safe:
    """Return counts by group as the room may see them, beside exact totals.

    Parameters
    ----------
    counts
        One row per thing counted, one column per group (give “not said” a column too, so that the columns add up).
    answers
        Group → people who answered.
    exclusive
        Whether each person is in exactly one row, as in a vote for one option. Else a person may be in several.
    least
        Answers that every group shown must have; a team may set it higher.
    titles
        Group → what it is called in the words.

    Returns
    -------
    Safe
        Columns of groups that are shown; those of groups that are not hold ``None``. Groups that nobody belongs to are
        left out.
    """
    groups = [name for name in counts.columns if answers.get(name, 0) > 0]
    counts = counts[groups]
    few = [name for name in groups if answers[name] < least]
    hidden = _hidden_groups(counts, answers, exclusive, few)
    frame = counts.astype(object).map(str)
    for name in hidden:
        frame[name] = pd.Series([None] * len(frame), index=frame.index, dtype=object)
    names = {name: (titles or {}).get(name, name) for name in groups}
    return Safe(
        frame=frame,
        words=_said_hidden(
            [names[name] for name in few], [names[name] for name in hidden if name not in few], least
        ),
        shown=tuple(name for name in groups if name not in hidden),
        hidden=tuple(hidden),
    )


def _hidden_groups(
    counts: pd.DataFrame, answers: Mapping[str, int], exclusive: bool, few: Sequence[str]
) -> list[str]:
    """Return groups to hide: small ones, and then the smallest others until none can be worked out."""
    groups = list(counts.columns)
    hidden = list(few)
    # What the totals alone give away (nobody chose it, or all did) cannot be hidden from anyone.
    plain = _known_cells(counts, answers, exclusive, groups)
    by_size = sorted((name for name in groups if name not in hidden), key=lambda name: answers[name])
    while hidden and by_size and _known_cells(counts, answers, exclusive, hidden) - plain:
        hidden.append(by_size.pop(0))
    return [name for name in groups if name in hidden]


def _known_cells(
    counts: pd.DataFrame, answers: Mapping[str, int], exclusive: bool, hidden: Sequence[str]
) -> set[tuple[int, str]]:
    """Return row and group of hidden cells that could be worked out from totals, shown cells and group sizes."""
    groups = list(counts.columns)
    table: dict[Place, Bounded] = {}
    for place, count in with_totals(counts.to_numpy().astype(int).tolist()).items():
        row, column = place
        group = groups[column] if column is not None else ""
        if row is not None and group in hidden:
            table[place] = Bounded(count, 0, max(count, answers[group]) if not exclusive else answers[group])
        elif row is None and group in hidden and not exclusive:
            table[place] = Bounded(count, 0)
        else:
            table[place] = Bounded(count, count, count)
    known = pinned(table)
    return {
        (row, groups[column])
        for row, column in known
        if row is not None and column is not None and groups[column] in hidden
    }


def _said_hidden(few: Sequence[str], others: Sequence[str], least: int) -> str:
    if not few:
        return ""
    words = f"Not shown for {listed(few)}: fewer than {least} answers."
    return words + (f" Nor for {listed(others)}: the rest could be worked out." if others else "")


def published_count(count: int, threshold: int = LEAST_SHOWN) -> str:
    """Return a number of people as it may be published: ``0``, ``fewer than 5``, or to the nearest 5.

    Parameters
    ----------
    count
        How many.
    threshold
        The least that is shown as a number.

    Raises
    ------
    ValueError
        If the number is below 0.
    """
    if count < 0:
        raise ValueError(f"{count} is not a number of people")
    if count == 0:
        return "0"
    return f"fewer than {threshold}" if count < threshold else str(_rounded(count))


def published_percent(part: int, whole: int) -> str | None:
    """Return a share of people as it may be published, made of rounded counts so that it gives nothing away.

    ``None`` if it is of fewer than 22.5 people, or if the part is one to four.
    """
    if whole < NO_PERCENTAGE or 0 < part < LEAST_SHOWN:
        return None
    return f"{min(100, round(100 * _rounded(part) / _rounded(whole)))}"


def published_average(average: float, people: int, digits: int = 1) -> str | None:
    """Return an average as it may be published; ``None`` if it is of 7 people or fewer."""
    return None if people <= NO_AVERAGE else f"{average:.{digits}f}"


def published_table(counts: pd.DataFrame, totals: bool = True) -> Safe:
    """Return counts as they may be published.

    Parameters
    ----------
    counts
        Numbers of people, none below 0: one row per thing, one column per group.
    totals
        Whether to add a row and a column of totals (only a column if there is one row, only a row if there is one
        column). Give ``False`` where sums mean nothing, because one person can be in several cells.

    Returns
    -------
    Safe
        Cells ``0``, ``fewer than 5``, a multiple of 5, or ``not shown``: where the cells and totals beside it would
        give a count away, one of these is not shown.
    """
    cells = counts.to_numpy().astype(int).tolist()
    places = with_totals(cells)
    if any(count < 0 for count in places.values()):
        raise ValueError("A number of people is below 0")
    given = {place: published_count(count) for place, count in places.items()}
    rows, columns = counts.shape
    absent = {
        (row, column)
        for row, column in places
        if (row is None and (rows == 1 or not totals)) or (column is None and (columns == 1 or not totals))
    }
    hidden = _hide_until_safe(places, absent)
    frame = pd.DataFrame(
        [[_cell(given, hidden, (row, column)) for column in range(columns)] for row in range(rows)],
        index=counts.index,
        columns=counts.columns,
        dtype=object,
    )
    if totals and (columns > 1):
        frame[TOTAL] = pd.Series(
            [_cell(given, hidden, (row, None)) for row in range(rows)], index=frame.index, dtype=object
        )
    if totals and rows > 1:
        last = [_cell(given, hidden, (None, column)) for column in range(columns)]
        frame.loc[TOTAL] = last + ([_cell(given, hidden, (None, None))] if columns > 1 else [])
    return Safe(frame, _said_published(given, hidden))


def total_gives_away(parts: Sequence[int], total: int, overlap: bool = False) -> bool:
    """Say whether a published total beside its published parts lets a reader work one of them out.

    Parameters
    ----------
    parts
        Numbers of people in each part.
    total
        All of them.
    overlap
        Whether it is known that some people are in several parts, so that these are more than the total together.
    """
    known = [published_bounds(count) for count in parts]
    least, most = sum(one.least for one in known), sum(one.most for one in known)
    whole = published_bounds(total)
    floor = whole.least + overlap  # what the parts are at least together
    ceiling = most if overlap else whole.most
    for one in known:
        low = max(one.least, floor - (most - one.most))
        high = min(one.most, ceiling - (least - one.least))
        if low == high and one.count:
            return True
    reach = (max(whole.least, 0 if overlap else least), min(whole.most, most - overlap))
    return reach[0] == reach[1] and total > 0


def published_frame(
    frame: pd.DataFrame, counts: Iterable[str], place_by: str | None = None, drop: Iterable[str] = ()
) -> Safe:
    """Return a result by item as it may be published: rounded counts, places made of these, no exact shares.

    Parameters
    ----------
    frame
        One row per item, for example of :meth:`AskState.result`.
    counts
        Columns that count people, ballots or points.
    place_by
        The count that decides the order; rows are put in that order, equals in the order they had by their letters, and
        a column ``place`` is made anew.
    drop
        Columns that are left out. Also left out are ``share_percent`` and ``place``: exact ones give counts away.
    """
    names = [name for name in counts if name in frame.columns]
    gone = {"share_percent", "place", *drop}
    safe = frame[[name for name in frame.columns if name not in gone]].copy()
    if place_by is not None:
        keys = frame[place_by].map(lambda count: _order(float(count)))
        if "letter" in safe.columns:
            letters = [str(letter) for letter in safe["letter"]]
            order = sorted(range(len(letters)), key=lambda at: (len(letters[at]), letters[at]))
            safe = safe.iloc[order]
        safe = safe.loc[sorted(safe.index, key=lambda at: -keys[at])]
        safe["place"] = [1 + int((keys > keys[at]).sum()) for at in safe.index]
    for name in names:
        safe[name] = pd.Series(
            [None if pd.isna(count) else published_count(round(count)) for count in safe[name]],
            index=safe.index,
            dtype=object,
        )
    return Safe(safe.reset_index(drop=True), _RULE)


def listed(names: Sequence[str]) -> str:
    """Return names as they stand in a sentence: “Oak, Ash and Elm”."""
    return names[0] if len(names) == 1 else ", ".join(names[:-1]) + " and " + names[-1]


def _rounded(count: int) -> int:
    return 5 * ((count + 2) // 5)


def _order(count: float) -> int:
    """Return what a published count says about the order: all of one to four are alike."""
    whole = round(count)
    return 0 if whole == 0 else 1 if whole < LEAST_SHOWN else _rounded(whole)


def published_bounds(count: int, threshold: int = LEAST_SHOWN) -> Bounded:
    """Return the least and the most that a published count can stand for."""
    if count == 0:
        return Bounded(0, 0, 0)
    if count < threshold:
        return Bounded(count, 1, threshold - 1)
    return Bounded(count, max(threshold, _rounded(count) - 2), _rounded(count) + 2)


def _hide_until_safe(counts: Mapping[Place, int], absent: set[Place]) -> set[Place]:
    """Return places not to show, so that no count but a true 0 can be worked out from the others."""
    hidden: set[Place] = set()
    given = [place for place in counts if place not in absent]
    while known := _given_away(counts, hidden, absent, given):
        row, column = min(known, key=_by_place)
        seen = [place for place in given if place not in hidden]
        beside = [place for place in seen if place[0] in (row, None) or place[1] in (column, None)]

        def cost(place: Place, known: set[Place] = known) -> tuple[int, bool, int, tuple[int, int]]:
            left = _given_away(counts, hidden | {place}, absent, known | {place})
            return len(left), place == (None, None), counts[place], _by_place(place)

        hidden.add(min(beside or seen, key=cost))
    return hidden


def _given_away(
    counts: Mapping[Place, int], hidden: set[Place], absent: set[Place], places: Iterable[Place]
) -> set[Place]:
    """Return which of these places could be worked out although a true 0 does not stand there."""
    unseen = hidden | absent
    table = {
        place: Bounded(count, 0) if place in unseen else published_bounds(count)
        for place, count in counts.items()
    }
    return {place for place in pinned(table, places) if counts[place] > 0 or place in hidden}


def _by_place(place: Place) -> tuple[int, int]:
    row, column = (-1 if part is None else part for part in place)
    return row, column


def _cell(given: Mapping[Place, str], hidden: set[Place], place: Place) -> str:
    return NOT_SHOWN if place in hidden else given[place]


def _said_published(given: Mapping[Place, str], hidden: set[Place]) -> str:
    rounded = any(value != "0" for value in given.values())
    words = [_RULE] if rounded else []
    if hidden:
        words.append("“Not shown” stands where a count could be worked out from the others.")
    return " ".join(words)
