"""The groups of participants that a persona can stand for."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from pathlib import Path

from crpkit.errors import Problem, did_you_mean
from crpkit.personas.words import one_line

GROUPS: tuple[str, ...] = (
    "community-new",
    "community-experienced",
    "broker-new",
    "broker-experienced",
    "researcher-early-career",
    "researcher-established",
)
"""Ids of the framework's own six groups, in its order; a team's overlay may add some."""


def unknown_group(
    group: object,
    groups: Collection[str],
    already: Iterable[Problem] = (),
    file: Path | None = None,
    line: int | None = None,
) -> list[Problem]:
    """Return the problem with a group that is not among those there are, unless one is noted already."""
    if not isinstance(group, str) or group in groups or any(problem.field == "group" for problem in already):
        return []
    remedy = did_you_mean(group, groups) or "Use the id of a group of the framework."
    return [Problem(f"There is no group “{one_line(group)}”", remedy, file, line, "group")]
