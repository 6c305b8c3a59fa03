"""What people could offer, what stands in their way, and what suits them."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

from crpkit.framework import Framework
from crpkit.needs.excerpts import Excerpts
from crpkit.needs.survey import Survey
from crpkit.needs.tallies import ALL, Cells, Scope, by_scope


def ticked(survey: Survey, cells: Cells, scopes: Sequence[Scope], question: str) -> pd.DataFrame:
    """Return who ticked what: ``scope, answer, count, answered``; empty if the question was not asked.

    ``answered`` are the people who answered this question at all.
    """
    start = f"{question}:"
    names = [name for name in survey.answers.columns if name.startswith(start)]
    if not names:
        return pd.DataFrame(columns=["scope", "answer", "count", "answered"])
    there = survey.answers[f"answered:{question}"].to_numpy(dtype=bool)[cells.order]
    values = survey.answers[names].to_numpy(dtype=bool)[cells.order] & there[:, None]
    counts = by_scope(cells.sums(values), scopes).astype(int)
    answered = by_scope(cells.sums(there[:, None]), scopes)[..., 0].astype(int)
    rows = [
        (scope.id, name.removeprefix(start), int(counts[at, number]), int(answered[at]))
        for at, scope in enumerate(scopes)
        for number, name in enumerate(names)
    ]
    return pd.DataFrame(rows, columns=["scope", "answer", "count", "answered"])


def chosen(survey: Survey, cells: Cells, scopes: Sequence[Scope], question: str) -> pd.DataFrame:
    """Return who chose which one answer, as :func:`ticked` does."""
    if question not in survey.answers:
        return pd.DataFrame(columns=["scope", "answer", "count", "answered"])
    column = survey.answers[question]
    names = list(column.cat.categories)
    codes = column.cat.codes.to_numpy()[cells.order]
    values = codes[:, None] == np.arange(len(names))
    counts = by_scope(cells.sums(values), scopes).astype(int)
    rows = [
        (scope.id, name, int(counts[at, number]), int(counts[at].sum()))
        for at, scope in enumerate(scopes)
        for number, name in enumerate(names)
    ]
    return pd.DataFrame(rows, columns=["scope", "answer", "count", "answered"])


def offers_frame(
    survey: Survey, cells: Cells, scopes: Sequence[Scope], needs: pd.DataFrame, framework: Framework
) -> pd.DataFrame:
    """Return who could help whom.

    Returns
    -------
    pandas.DataFrame
        A row a need that was asked about: ``need, title, kind``, ``offered`` (people who could help others with it),
        ``wanted`` (people who would like it), ``offered_by``, ``wanted_by`` (by family, in words), ``meet`` (the
        smaller of both: so many could help one another one to one), the most of that first. ``offered`` is ``NaN``
        where offers were not asked.
    """
    offered = ticked(survey, cells, scopes, "offer").set_index(["scope", "answer"])["count"]
    wanted = needs.set_index(["scope", "need"])["wanted"]
    families = [scope for scope in scopes if scope.kind == "family"]
    rows = []
    for need in dict.fromkeys(needs["need"]):
        here = (ALL, need)
        gives = float(offered[here]) if here in offered.index else float("nan")
        takes = float(wanted[here])
        rows.append(
            {
                "need": need,
                "title": framework.needs[need].title,
                "kind": framework.needs[need].kind,
                "offered": gives,
                "wanted": takes,
                "offered_by": _by_family(offered, need, families),
                "wanted_by": _by_family(wanted, need, families),
                "meet": min(gives, takes) if gives == gives else float("nan"),
            }
        )
    columns = ["need", "title", "kind", "offered", "wanted", "offered_by", "wanted_by", "meet"]
    frame = pd.DataFrame(rows, columns=columns)
    return frame.sort_values("meet", ascending=False, kind="stable", na_position="last").reset_index(
        drop=True
    )


def _by_family(counts: pd.Series, need: str, families: Sequence[Scope]) -> str:
    found = [(scope.title, counts.get((scope.id, need), 0)) for scope in families]
    return ", ".join(
        f"{title.lower()} {int(number)}" for title, number in found if number == number and number > 0
    )


def barriers_frame(
    survey: Survey,
    cells: Cells,
    scopes: Sequence[Scope],
    framework: Framework,
    excerpts: Excerpts | None,
) -> pd.DataFrame:
    """Return what makes it hard to take part: ``scope, barrier, title, count, answered, excerpts``, the most first.

    ``excerpts`` counts what was said about it in interviews and groups; it is not part of ``count``.
    """
    frame = ticked(survey, cells, scopes, "barriers").rename(columns={"answer": "barrier"})
    frame["title"] = [framework.barriers[name].title for name in frame["barrier"]]
    said = spoken(excerpts, "barrier")
    frame["excerpts"] = [said.get(name, 0) for name in frame["barrier"]]
    order = {scope.id: at for at, scope in enumerate(scopes)}
    frame = frame.sort_values("count", ascending=False, kind="stable")
    frame = frame.sort_values("scope", key=lambda names: names.map(order), kind="stable")
    return frame[["scope", "barrier", "title", "count", "answered", "excerpts"]].reset_index(drop=True)


WISHES = ("formats", "times", "accreditation", "apart", "partner")
"""Questions about what suits people, and whether they want a partner for research at all."""


def wishes_frame(survey: Survey, cells: Cells, scopes: Sequence[Scope]) -> pd.DataFrame:
    """Return what suits people: ``question, asked, scope, answer, title, count, answered``."""
    parts = []
    for name in WISHES:
        question = survey.questions[name]
        found = (ticked if question.what == "choices" else chosen)(survey, cells, scopes, name)
        titles = {str(answer.value): answer.words for answer in question.answers}
        found["title"] = [titles[answer] for answer in found["answer"]]
        found.insert(0, "question", name)
        found.insert(1, "asked", question.ask)
        parts.append(found)
    frame = pd.concat(parts, ignore_index=True)
    return frame[["question", "asked", "scope", "answer", "title", "count", "answered"]]


def spoken(excerpts: Excerpts | None, about: str) -> dict[str, int]:
    """Return how many excerpts speak of each need or barrier."""
    if excerpts is None:
        return {}
    mine = excerpts.frame[excerpts.frame["about"] == about]
    return {str(code): int(count) for code, count in mine.groupby("code")["evidence"].nunique().items()}
