"""A result by table or by family, as it may leave the room beside the exact result of the whole room.

Counts are rounded as for anything published (:mod:`crpkit.tables.small`). But the result of the whole room is exact:
everyone saw it. So a row is shown only if no count in it can be worked out from that and the rounded counts beside it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from crpkit.charts.looks import named
from crpkit.reports.document import DataTable
from crpkit.tables.bounds import Bounded, Place, pinned, with_totals
from crpkit.tables.small import LEAST_SHOWN, published_count
from crpkit.workshop.activities.ask import AskState, Counted
from crpkit.workshop.people import People

_NONE, _SEVERAL, _NOT_SAID = "", "several", "not-said"
RULE = (
    "Rounded to the nearest 5; 1 to 4 stand as “fewer than 5”. Left out is what nobody chose, and wherever a count "
    "could be worked out from the result of the whole room."
)


def result_by_table(activity: AskState, tables: Sequence[str]) -> DataTable | None:
    """Return the result by table; ``None`` if nothing of it may be shown."""
    titles = {name: name for name in tables}
    titles |= {one.table: one.table for one in activity.counted if one.table}
    spread = [(one, {one.table or _NONE: one.people or one.weight}) for one in activity.counted]
    return _table(activity, spread, titles | {_NONE: "No table"}, "by table")


def chosen_together(activity: AskState) -> list[tuple[str, int, str]]:
    """Return what each table agreed on together: its name, how many people, and what it chose, in words.

    For the facilitator's console alone: in the room the table said it aloud, but outside it is a few people's choice.
    """
    items = {item.id: item for item in activity.items}
    found = []
    for one in activity.standing:
        if one.channel == "table" and one.table:
            chosen = sorted(one.ballot.items(), key=lambda pair: _weight(activity, pair))
            words = ", ".join(
                f"{items[name].letter} {named(items[name].title)}{_answer(activity, number)}"
                for name, number in chosen
                if name in items
            )
            found.append((one.table, one.people, words))
    return found


def _weight(activity: AskState, pair: tuple[str, int]) -> float:
    return -pair[1] if activity.method == "points" else pair[1]


def _answer(activity: AskState, number: int) -> str:
    if activity.method == "scale" and 1 <= number <= len(activity.answers):
        return f": {activity.answers[number - 1].title}"
    return f": {number}" if activity.method == "points" else ""


def result_by_family(activity: AskState, families: Mapping[str, str], people: People) -> DataTable | None:
    """Return the result by family; ``None`` if nothing of it may be shown.

    Families of phones are used only where their owners agreed to be counted. People with several families stand in a
    column of their own, so that every person is in one.
    """
    spread = [(one, _families(one, people)) for one in activity.counted]
    titles = {**families, **{name: name for _, groups in spread for name in groups if name not in families}}
    titles |= {_SEVERAL: "More than one", _NOT_SAID: "Not said"}
    return _table(activity, spread, titles, "by family")


def _families(one: Counted, people: People) -> dict[str, int]:
    known = one.families if one.channel != "phone" or people.may_count(one.actor) else {}
    number = one.people or one.weight
    found = {name: count for name, count in known.items() if count}
    if sum(found.values()) > number:
        return {_SEVERAL: number}
    return found | {_NOT_SAID: number - sum(found.values())}


def _table(
    activity: AskState,
    spread: Sequence[tuple[Counted, Mapping[str, int]]],
    titles: Mapping[str, str],
    what: str,
) -> DataTable | None:
    groups = [name for name in titles if any(there.get(name) for one, there in spread if one.ballot)]
    if len(groups) < 2 or groups == [_NONE] or activity.open:
        return None
    order = list(activity.result()["item"])
    counts = [[_chose(activity, item, name, spread) for name in groups] for item in order]
    hidden = rows_to_hide(counts)
    if len(hidden) == len(order) or not any(
        count >= LEAST_SHOWN for row in _seen(counts, hidden) for count in row
    ):
        return None  # a table of nothing but “fewer than 5” says nothing
    items = {item.id: item for item in activity.items}
    rows = []
    for at, (item, row) in enumerate(zip(order, counts, strict=True)):
        if at not in hidden and any(row):
            rows.append((f"{items[item].letter}  {named(items[item].title)}", *map(published_count, row)))
    return DataTable(
        f"{what.capitalize()}: {_counted(activity)}",
        ("Option", *(titles[name] for name in groups)),
        tuple(rows),
        numbers=frozenset(range(1, len(groups) + 1)),
    )


def _counted(activity: AskState) -> str:
    if activity.method == "scale":
        return f"people who said “{activity.answers[0].title}”"
    if activity.method == "points":
        return f"people who gave it {activity.unit}s"
    return "people who put it first" if activity.method == "ranking" else "people who chose it"


def _seen(counts: Sequence[Sequence[int]], hidden: Iterable[int]) -> list[Sequence[int]]:
    return [row for at, row in enumerate(counts) if at not in set(hidden)]


def _chose(
    activity: AskState, item: str, group: str, spread: Sequence[tuple[Counted, Mapping[str, int]]]
) -> int:
    """Return how many people of a group chose an item, put it first, or gave it the first answer."""
    first_only = activity.method in ("ranking", "scale")
    return sum(
        groups.get(group, 0)
        for one, groups in spread
        if (one.ballot.get(item) == 1 if first_only else one.ballot.get(item, 0) > 0)
    )


def rows_to_hide(counts: Sequence[Sequence[int]]) -> set[int]:
    """Return the rows in which some count could be worked out from their exact totals; more may follow from those."""
    hidden: set[int] = set()
    while True:
        table = {place: _bounds(place, count, hidden) for place, count in with_totals(counts).items()}
        given_away = {
            row
            for row, column in pinned(table)
            if row is not None and column is not None and row not in hidden and counts[row][column]
        }
        if not given_away:
            return hidden
        hidden |= given_away


def _bounds(place: Place, count: int, hidden: set[int]) -> Bounded:
    row, column = place
    if row is None:
        return Bounded(count, 0) if column is not None else Bounded(count, count, count)
    if column is None:
        return Bounded(count, count, count)
    if row in hidden or count == 0:
        return Bounded(count, 0) if row in hidden else Bounded(0, 0, 0)
    if count < LEAST_SHOWN:
        return Bounded(count, 1, LEAST_SHOWN - 1)
    near = int(published_count(count))
    return Bounded(count, max(LEAST_SHOWN, near - 2), near + 2)
