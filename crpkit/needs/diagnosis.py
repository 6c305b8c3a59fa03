"""The picture of a place: what people would like, what they could offer, what is here, and what is not known."""

from __future__ import annotations

from collections.abc import Generator
from dataclasses import dataclass

import numpy as np
import pandas as pd

from crpkit.errors import Stopped
from crpkit.framework import Framework
from crpkit.needs.audit import Audit, no_audit
from crpkit.needs.covering import coverage_frame, gaps_frame, readiness_frame
from crpkit.needs.excerpts import Excerpts
from crpkit.needs.limits import Say, limits
from crpkit.needs.parting import partings
from crpkit.needs.picture import needs_frame
from crpkit.needs.place import Place
from crpkit.needs.resampling import DRAWS, Progress, resampling
from crpkit.needs.sharing import barriers_frame, offers_frame, wishes_frame
from crpkit.needs.survey import Survey
from crpkit.needs.tallies import ALL, NO_GROUP, Cells, Scope, cells_of, having_of, ratings_of, scopes_of


@dataclass(frozen=True)
class Diagnosis:
    """What would help in a place, and what is here already.

    Attributes
    ----------
    needs
        One row per scope (everyone, family, group) and need: :func:`crpkit.needs.picture.needs_frame`.
    offers
        Who could help whom: :func:`crpkit.needs.sharing.offers_frame`.
    barriers
        What makes it hard to take part: :func:`crpkit.needs.sharing.barriers_frame`.
    coverage
        Each component of support and what is here of it: :func:`crpkit.needs.covering.coverage_frame`.
    gaps
        What people would like beside what is here for it: :func:`crpkit.needs.covering.gaps_frame`.
    readiness
        Conditions of each intervention: :func:`crpkit.needs.covering.readiness_frame`.
    limits
        What this cannot say, in sentences.
    partings
        Where the methods disagree, and why: :func:`crpkit.needs.parting.partings`.
    wishes
        What suits people: :func:`crpkit.needs.sharing.wishes_frame`.
    people
        Who answered, beside who lives and works here: ``scope, scope_title, scope_kind, people``, and for families of
        which the place says it ``place_percent`` (as given, never made to add up) and ``place_source``. The last row is
        those who named no group.
    survey, audit, place, excerpts
        What it was made from.
    draws, seed
        How many draws, and of which random numbers.
    drawn_everyone
        Draw × need (columns as ``drawn_needs``): to compare with another survey.
    """

    needs: pd.DataFrame
    offers: pd.DataFrame
    barriers: pd.DataFrame
    coverage: pd.DataFrame
    gaps: pd.DataFrame
    readiness: pd.DataFrame
    limits: tuple[str, ...]
    partings: pd.DataFrame
    wishes: pd.DataFrame
    people: pd.DataFrame
    survey: Survey
    audit: Audit
    place: Place | None
    excerpts: Excerpts | None
    framework: Framework
    draws: int
    seed: int
    drawn_everyone: np.ndarray
    drawn_needs: tuple[str, ...]

    def frame(self) -> pd.DataFrame:
        """Return the needs of everyone, the most wanted first."""
        everyone = self.needs[self.needs["scope"] == ALL]
        return everyone.sort_values("mwds_place", kind="stable").reset_index(drop=True)

    @property
    def words(self) -> str:
        """The picture in a sentence or two."""
        people = len(self.survey)
        first = self.frame()[self.frame()["mwds_place"] <= 3]
        if not len(first):
            return f"{people} people answered: too few, or too few ratings, to put what they would like in an order."
        named = ", ".join(f"“{title}”" for title in first["title"])
        return f"{people} people answered. Furthest from where they would like to be: {named}."

    def limits_in(self, say: Say) -> tuple[str, ...]:
        """Return the limits with numbers of people written in another way, for example rounded."""
        cells = cells_of(self.survey, self.framework)
        scopes = scopes_of(cells, self.framework)
        return tuple(
            limits(
                self.survey,
                cells,
                scopes,
                self.needs,
                self.coverage,
                self.gaps,
                self.place,
                self.excerpts,
                say,
            )
        )

    def _repr_html_(self) -> str:
        shown = self.frame()[["title", "pairs", "mwds", "mwds_low", "mwds_high", "rds", "quadrant"]]
        return f"<p>{self.words}</p>{shown.round(2).to_html(index=False, na_rep='–')}"


def diagnose(
    survey: Survey,
    audit: Audit | None = None,
    place: Place | None = None,
    excerpts: Excerpts | None = None,
    seed: int = 0,
    draws: int = DRAWS,
    *,
    framework: Framework | None = None,
    progress: Progress | None = None,
) -> Diagnosis:
    """Make the picture.

    Parameters
    ----------
    survey
        What people answered.
    audit
        What is here; if not given, all of it is unknown.
    place
        What is known of the place.
    excerpts
        What was said in interviews and groups: evidence beside the numbers, never added to them.
    seed, draws
        Of the bootstrap; without draws there are no intervals.
    framework
        That by which the survey was read, if not given.
    progress
        Told how many draws are done; see :data:`crpkit.needs.resampling.Progress`.

    Raises
    ------
    crpkit.errors.Stopped
        If ``progress`` says so.
    """
    work = diagnosing(survey, audit, place, excerpts, seed, draws, framework=framework)
    while True:
        try:
            done, of = next(work)
        except StopIteration as end:
            found: Diagnosis = end.value
            return found
        if progress is not None and progress(done, of) is False:
            raise Stopped


def diagnosing(
    survey: Survey,
    audit: Audit | None = None,
    place: Place | None = None,
    excerpts: Excerpts | None = None,
    seed: int = 0,
    draws: int = DRAWS,
    *,
    framework: Framework | None = None,
) -> Generator[tuple[int, int], None, Diagnosis]:
    """Do what :func:`diagnose` does piece by piece: yields how many draws are done, and of how many."""
    framework, audit = framework or survey.framework, audit or no_audit()
    cells = cells_of(survey, framework)
    scopes = scopes_of(cells, framework)
    ratings, having = ratings_of(survey, cells), having_of(survey, cells)
    drawn = yield from resampling(ratings, having, cells, scopes, draws, seed)
    needs = needs_frame(ratings, having, cells, scopes, framework, drawn)
    coverage = coverage_frame(audit, framework)
    gaps = gaps_frame(needs, coverage, framework, excerpts)
    return Diagnosis(
        needs=needs,
        offers=offers_frame(survey, cells, scopes, needs, framework),
        barriers=barriers_frame(survey, cells, scopes, framework, excerpts),
        coverage=coverage,
        gaps=gaps,
        readiness=readiness_frame(audit, framework),
        limits=tuple(limits(survey, cells, scopes, needs, coverage, gaps, place, excerpts)),
        partings=partings(needs),
        wishes=wishes_frame(survey, cells, scopes),
        people=_people(cells, scopes, place),
        survey=survey,
        audit=audit,
        place=place,
        excerpts=excerpts,
        framework=framework,
        draws=draws,
        seed=seed,
        drawn_everyone=drawn.everyone,
        drawn_needs=ratings.needs,
    )


def _people(cells: Cells, scopes: list[Scope], place: Place | None) -> pd.DataFrame:
    sizes = np.diff(cells.starts)
    rows = [(one.id, one.title, one.kind, int(sizes[list(one.cells)].sum())) for one in scopes]
    rows.append((NO_GROUP, "Named none of the groups", "none", int(sizes[cells.names.index(NO_GROUP)])))
    frame = pd.DataFrame(rows, columns=["scope", "scope_title", "scope_kind", "people"])
    known = {one.family: one for one in (place.groups if place else ()) if one.family}
    frame["place_percent"] = [known[name].percent if name in known else None for name in frame["scope"]]
    frame["place_source"] = [
        ", ".join(filter(None, (known[name].source, known[name].on))) if name in known else ""
        for name in frame["scope"]
    ]
    return frame
