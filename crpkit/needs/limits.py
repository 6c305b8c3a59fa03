"""What the picture cannot say, in plain sentences."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

import pandas as pd

from crpkit.needs.excerpts import Excerpts
from crpkit.needs.place import Place
from crpkit.needs.survey import Survey
from crpkit.needs.tallies import ALL, FEW, NO_GROUP, Cells, Scope

_MISSING = 0.2
Say = Callable[[int], str]


def limits(
    survey: Survey,
    cells: Cells,
    scopes: Sequence[Scope],
    needs: pd.DataFrame,
    coverage: pd.DataFrame,
    gaps: pd.DataFrame,
    place: Place | None,
    excerpts: Excerpts | None,
    say: Say = str,
) -> Iterator[str]:
    """Yield what must be said beside the picture, the weightiest first.

    ``say`` writes numbers of people: as they are for the team, rounded in what is published.
    """
    yield from _who(survey, cells, scopes, place, say)
    yield (
        "People say of themselves how much things matter and how sure they feel. That is not how well they do "
        "anything, and people compare themselves with different others."
    )
    yield from _missing(needs, say)
    yield from _coverage(coverage)
    inferred, links = int(gaps["inferred"].sum()), int(sum(len(found) for found in gaps["components"]))
    if links:
        yield (
            f"Which support could answer which need: {inferred} of {links} such links are our own reading of the "
            "study, not its finding."
        )
    if excerpts is not None and len(excerpts):
        yield (
            f"{len(excerpts)} excerpts from interviews and groups stand beside the numbers. They are not counted "
            "in them, and how often something was said is not how many people think so."
        )
    close = survey.columns[survey.columns["how"] == "close"]
    if len(close):
        what, it = ("One column was", "it") if len(close) == 1 else (f"{len(close)} columns were", "them")
        yield f"{what} matched by a wording that is close, not the same. Look at {it} before use."
    for asked in survey.asks:
        yield f"Not settled yet: {asked.words}"


def _who(
    survey: Survey, cells: Cells, scopes: Sequence[Scope], place: Place | None, say: Say
) -> Iterator[str]:
    people = len(survey)
    yield (
        f"{say(people).capitalize()} {'person' if people == 1 else 'people'} answered: those whom the survey "
        "reached and who chose to. What others here would say, nobody knows from this."
    )
    counts = {scope: _people(cells, scope) for scope in scopes}
    groups = [scope for scope in scopes if scope.kind == "group"]
    none = [scope.title for scope in groups if counts[scope] == 0]
    few = [scope.title for scope in groups if 0 < counts[scope] < FEW]
    if none:
        yield f"Nobody answered from: {'; '.join(none)}. The picture says nothing about them."
    if few:
        yield f"Fewer than {FEW} answered from: {'; '.join(few)}. For them there are words and no numbers."
    unsaid = int(cells.starts[-1] - cells.starts[cells.names.index(NO_GROUP)])
    if unsaid:
        yield f"{say(unsaid).capitalize()} named none of the groups. They count under “Everyone” only."
    if place is None or not place.groups:
        yield "Who lives and works here was not entered, so nobody can say whom the answers leave out."


def _people(cells: Cells, scope: Scope) -> int:
    return int(sum(cells.starts[cell + 1] - cells.starts[cell] for cell in scope.cells))


def _missing(needs: pd.DataFrame, say: Say) -> Iterator[str]:
    everyone = needs[needs["scope"] == ALL]
    rated = everyone[everyone["pairs"].notna() & (everyone["answered"] > 0)]
    left = rated[(rated["answered"] - rated["not_heard"] - rated["pairs"]) > _MISSING * rated["answered"]]
    if len(rated):
        least, most = int(rated["pairs"].min()), int(rated["pairs"].max())
        span = say(least) if say(least) == say(most) else f"{say(least)} to {say(most)}"
        yield f"Each score comes from those who rated both how much it matters and how sure they are: {span} people."
    if len(left):
        yield f"More than a fifth left out a rating of: {'; '.join(left['title'])}. Take these scores with care."
    unheard = everyone[everyone["not_heard"] > 0]
    if len(unheard):
        yield (
            f"Of {len(unheard)} things some people had not heard. They are in no score; how many they are "
            "stands in the tables."
        )


def _coverage(coverage: pd.DataFrame) -> Iterator[str]:
    unknown = int((coverage["status"] == "unknown").sum())
    if unknown == len(coverage):
        yield "What is here already was not looked at yet. Unknown does not mean that nothing is here."
    elif unknown:
        yield f"Of {unknown} of {len(coverage)} kinds of support it is not known whether they are here."
    assumed = int((coverage["how_known"] == "assumed").sum())
    if assumed:
        what = "one kind" if assumed == 1 else f"{assumed} kinds"
        yield f"For {what} of support nobody wrote down how it is known whether it is here."
