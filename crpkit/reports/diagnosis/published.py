"""The picture as it may be published: rounded, small groups protected, nothing that can be worked out."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

import pandas as pd

from crpkit.needs import Diagnosis
from crpkit.tables import protect
from crpkit.tables.hiding import Cell, Sum, to_hide
from crpkit.tables.small import NO_PERCENTAGE, NOT_SHOWN, published_bounds, published_count, published_percent

ALL = "all"
TOO_FEW = "Too few answers for a number."
_AVERAGES = ["importance", "performance", "mwds", "mwds_low", "mwds_high"]
_NEEDS = [
    "scope",
    "scope_title",
    "need",
    "title",
    "kind",
    "answered",
    "not_heard",
    "pairs",
    "told",
    "wanted",
    "wanted_percent",
    *_AVERAGES,
    "mwds_place",
    "top",
    "rds",
    "rds_place",
    "quadrant",
    "few",
    "words",
]


@dataclass(frozen=True)
class Published:
    """Tables that may be given to anyone.

    Attributes
    ----------
    people, needs, offers, barriers, wishes, coverage, gaps, readiness, excerpts
        As those of :class:`crpkit.needs.Diagnosis`, protected: see :func:`crpkit.tables.protect`.
    limits
        What this cannot say, with rounded numbers.
    answered
        How many answered, rounded.
    """

    people: pd.DataFrame
    needs: pd.DataFrame
    offers: pd.DataFrame
    barriers: pd.DataFrame
    wishes: pd.DataFrame
    coverage: pd.DataFrame
    gaps: pd.DataFrame
    readiness: pd.DataFrame
    excerpts: pd.DataFrame
    limits: tuple[str, ...]
    answered: str


def publish(diagnosis: Diagnosis) -> Published:
    """Return the picture as it may be published."""
    levels = _levels(diagnosis)
    counted = [
        _people(diagnosis, levels),
        _needs(diagnosis, levels),
        _offers(diagnosis),
        _barriers(diagnosis, levels),
        _wishes(diagnosis, levels),
    ]
    away = _hidden(counted)
    people, needs, offers, barriers, wishes = (_protected(one, away) for one in counted)
    needs = _finished(diagnosis, needs)
    return Published(
        people=people,
        needs=needs,
        offers=offers.assign(wanted=_wanted(needs, offers["need"])),
        barriers=barriers,
        wishes=wishes,
        coverage=_listed(diagnosis.coverage),
        gaps=_gaps(diagnosis, needs),
        readiness=_listed(diagnosis.readiness),
        excerpts=_excerpts(diagnosis),
        limits=diagnosis.limits_in(published_count),
        answered=published_count(len(diagnosis.survey)),
    )


@dataclass(frozen=True)
class _Counted:
    """A table before it is protected.

    Attributes
    ----------
    frame
        Its rows have labels that no other table has.
    counts
        Columns that count people → columns reckoned on so many.
    sums
        What adds up in it.
    answered
        Cells that count people who answered something → scope: nobody is in them who is not among all who answered.
    """

    frame: pd.DataFrame
    counts: Mapping[str, Sequence[str]]
    sums: tuple[Sum, ...] = ()
    answered: Mapping[Cell, str] = field(default_factory=dict)


def _hidden(counted: Sequence[_Counted]) -> set[Cell]:
    """Return the counts to hide, so that none can be worked out from all tables together."""
    counts: dict[Cell, int] = {}
    for one in counted:
        for name in one.counts:
            counts |= {(row, name): int(value) for row, value in one.frame[name].items() if value == value}
    sums = [found for one in counted for found in one.sums]
    links = [
        Sum((f"people/{scope}", "people"), (cell,), False)
        for one in counted
        for cell, scope in one.answered.items()
        if cell in counts
    ]
    shown = {cell: published_bounds(count) for cell, count in counts.items()}
    return to_hide(counts, shown, sums, links=links)


def _protected(one: _Counted, away: set[Cell]) -> pd.DataFrame:
    return protect(one.frame, one.counts, sums=one.sums, hidden=away)


# -- which scopes add up to which


@dataclass(frozen=True)
class _Level:
    whole: str
    parts: tuple[str, ...]
    exact: bool


def _levels(diagnosis: Diagnosis) -> list[_Level]:
    """Return everyone as families and those who named no group, families as their groups."""
    framework = diagnosis.framework
    families = {
        family.id: tuple(group.id for group in framework.groups if group.family == family.id)
        for family in framework.families
    }
    levels = [_Level(family, groups, True) for family, groups in families.items() if groups]
    return [_Level(ALL, tuple(level.whole for level in levels), False), *levels]


def _sums(levels: Sequence[_Level], row_of: Mapping[str, object], column: str) -> Iterator[Sum]:
    """Yield what adds up in one column; ``row_of`` has the label of the row of each scope."""
    for level in levels:
        if {level.whole, *level.parts} <= set(row_of):
            parts = tuple((row_of[name], column) for name in level.parts)
            yield Sum((row_of[level.whole], column), parts, level.exact)


def _people(diagnosis: Diagnosis, levels: Sequence[_Level]) -> _Counted:
    frame = diagnosis.people.copy()
    row_of = {name: f"people/{name}" for name in frame["scope"]}
    frame.index = pd.Index(list(row_of.values()))
    sums = [
        # Those who named no group have a row of their own.
        one if one.exact else Sum(one.whole, (*one.parts, ("people/", "people")))
        for one in _sums(levels, row_of, "people")
    ]
    return _Counted(frame, {"people": []}, tuple(sums))


# -- needs


def _needs(diagnosis: Diagnosis, levels: Sequence[_Level]) -> _Counted:
    frame = diagnosis.needs[_NEEDS].copy()
    rows = frame.to_dict("records")
    frame.index = pd.Index([f"need/{row['scope']}/{row['need']}" for row in rows])
    counts: dict[str, list[str]] = {name: [] for name in ("answered", "not_heard", "told", "wanted")}
    counts["pairs"] = [*_AVERAGES]
    answered = {(label, "answered"): str(row["scope"]) for label, row in zip(frame.index, rows, strict=True)}
    return _Counted(frame, counts, tuple(_need_sums(frame, levels)), answered)


def _finished(diagnosis: Diagnosis, safe: pd.DataFrame) -> pd.DataFrame:
    """Make shares and places of what may be published, and leave out those that may not."""
    frame = diagnosis.needs[_NEEDS].set_axis(safe.index)
    base = frame["pairs"].fillna(frame["told"])
    shown = safe["pairs"].fillna(safe["told"]) != NOT_SHOWN
    many = (base > NO_PERCENTAGE) & shown
    safe["wanted_percent"] = [
        _share(int(part), int(whole)) if there else None
        for part, whole, there in zip(
            frame["wanted"], base, shown & (safe["wanted"] != NOT_SHOWN), strict=True
        )
    ]
    # An exact share of people would give counts away: it is told to the nearest five.
    safe["rds"] = [
        _to_five(value) if enough else None for value, enough in zip(frame["rds"], many, strict=True)
    ]
    scored = safe["mwds"].notna()
    safe["mwds_place"] = _replaced(frame["mwds_place"], scored)
    safe["rds_place"] = _replaced(frame["rds_place"], safe["rds"].notna() & scored)
    safe["top"] = _replaced(frame["top"].round(2), scored)
    safe["quadrant"] = _replaced(frame["quadrant"], scored)
    safe["few"] = frame["few"].to_numpy(dtype=bool)
    safe["words"] = [TOO_FEW if few else "" for few in safe["few"]]
    return safe


def _need_sums(frame: pd.DataFrame, levels: Sequence[_Level]) -> Iterator[Sum]:
    for _, rows in frame.groupby("need", sort=False):
        row_of = dict(zip(rows["scope"], rows.index, strict=True))
        base = "pairs" if rows["pairs"].notna().any() else "told"
        for column in ("answered", "not_heard", base, "wanted"):
            yield from _sums(levels, row_of, column)
        for row in rows.index:
            yield Sum((row, base), ((row, "wanted"),), False)
            yield Sum((row, "answered"), ((row, "not_heard"), (row, base)), base == "told")


def _share(part: int, whole: int) -> int | None:
    percent = published_percent(part, whole)
    return None if percent is None else int(percent)


def _to_five(value: float) -> int | None:
    return None if value != value else 5 * round(value / 5)


def _replaced(values: pd.Series, keep: pd.Series) -> pd.Series:
    kept = [
        value if there and value == value and value is not None else None
        for value, there in zip(values, keep, strict=True)
    ]
    return pd.Series(kept, index=values.index, dtype=object)


# -- what was ticked or chosen


def _ticks(
    table: pd.DataFrame, name: str, question: str, levels: Sequence[_Level], one_answer: bool = False
) -> _Counted:
    frame, rows = table.copy(), table.to_dict("records")
    frame.index = pd.Index([f"{question}/{row['scope']}/{row[name]}" for row in rows])
    sums: list[Sum] = []
    for _, mine in frame.groupby(name, sort=False):
        row_of = dict(zip(mine["scope"], mine.index, strict=True))
        for column in ("count", "answered"):
            sums += _sums(levels, row_of, column)
        sums += [Sum((row, "answered"), ((row, "count"),), False) for row in mine.index]
    for _, mine in frame.groupby("scope", sort=False):
        # How many answered stands in every row of a question: it is the same number.
        sums += [Sum((mine.index[0], "answered"), ((row, "answered"),)) for row in mine.index[1:]]
        if one_answer:
            sums.append(Sum((mine.index[0], "answered"), tuple((row, "count") for row in mine.index)))
    answered = {(label, "answered"): str(row["scope"]) for label, row in zip(frame.index, rows, strict=True)}
    return _Counted(frame, {"count": [], "answered": []}, tuple(sums), answered)


def _barriers(diagnosis: Diagnosis, levels: Sequence[_Level]) -> _Counted:
    return _ticks(diagnosis.barriers, "barrier", "barriers", levels)


def _wishes(diagnosis: Diagnosis, levels: Sequence[_Level]) -> _Counted:
    parts = [
        _ticks(
            rows,
            "answer",
            str(question),
            levels,
            one_answer=diagnosis.survey.questions[str(question)].what == "choice",
        )
        for question, rows in diagnosis.wishes.groupby("question", sort=False)
    ]
    if not parts:
        return _Counted(diagnosis.wishes, {"count": [], "answered": []})
    return _Counted(
        pd.concat([one.frame for one in parts]),
        {"count": [], "answered": []},
        tuple(found for one in parts for found in one.sums),
        {cell: scope for one in parts for cell, scope in one.answered.items()},
    )


# -- offers, what is here, and what was said


def _offers(diagnosis: Diagnosis) -> _Counted:
    frame = diagnosis.offers[["need", "title", "kind", "offered", "wanted"]].copy()
    frame.index = pd.Index([f"offer/{need}" for need in frame["need"]])
    answered = {(row, "offered"): ALL for row in frame.index}
    return _Counted(frame, {"offered": []}, (), answered)


def _gaps(diagnosis: Diagnosis, needs: pd.DataFrame) -> pd.DataFrame:
    frame = diagnosis.gaps.drop(columns=["answered", "left_out"])
    frame["wanted"] = _wanted(needs, frame["need"])
    return _listed(frame)


def _wanted(needs: pd.DataFrame, names: pd.Series) -> pd.Series:
    """Return the same published counts as the table of needs has: two roundings of one count would tell more."""
    everyone = needs[needs["scope"] == ALL].set_index("need")["wanted"]
    return pd.Series([everyone.get(name) for name in names], index=names.index, dtype=object)


def _excerpts(diagnosis: Diagnosis) -> pd.DataFrame:
    """Return what may be quoted, without group and place: a few words and a group can say who somebody is."""
    columns = ["about", "code", "excerpt"]
    if diagnosis.excerpts is None:
        return pd.DataFrame(columns=columns)
    frame = diagnosis.excerpts.frame
    return frame[frame["quotable"]][columns].drop_duplicates().reset_index(drop=True)


def _listed(frame: pd.DataFrame) -> pd.DataFrame:
    """Return a table whose lists are text."""
    safe = frame.copy()
    for name in safe.columns:
        if any(isinstance(value, tuple) for value in safe[name]):
            safe[name] = ["; ".join(value) for value in safe[name]]
    return safe
