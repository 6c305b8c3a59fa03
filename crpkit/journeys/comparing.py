"""Everyone at once: all personas on all journeys, and what a change does to each of them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Generator, Iterable, Mapping
from typing import TYPE_CHECKING

from crpkit.errors import Stopped
from crpkit.framework import Framework, load_framework
from crpkit.journeys.models import Journey
from crpkit.journeys.registry import Judge, Rule, chosen
from crpkit.journeys.roadtest import RoadTest, walked
from crpkit.journeys.walk import Route
from crpkit.personas import Persona

if TYPE_CHECKING:
    import pandas as pd

COLUMNS: Mapping[str, str] = {
    "journey": "id of the journey",
    "persona": "id of the persona",
    "group": "id of the persona's group",
    "meant_for": "whether the journey is meant for that group, or for anyone",
    "needs": "how many needs the persona's group has",
    "met": "share of needs met, 0 to 1; nothing if the group has none",
    "partly": "share of needs partly met",
    "not_met": "share of needs not met",
    "unknown": "share of needs of which that is not known",
    "links": "on how many links between steps and needs this rests",
    "inferred": "how many of these are inferred by us",
    "blockers": "findings that stop them",
    "hold_ups": "findings that hold them up",
    "questions": "findings to be talked about",
    "not_known": "things that could not be judged",
    "first_blocked": "id of the first step at which something stops them; nothing if nothing does",
    "asked": "hours asked for in all, at most; nothing if not known",
    "had": "hours a month they have; nothing if not known",
    "fewest_met": "whether, of all personas on this journey, nobody has fewer needs met or partly met",
    "most_blockers": "whether, of all personas on this journey, nobody is stopped more often (and they are)",
}
"""What the columns of :func:`compare` mean."""
Progress = Callable[[int, int], bool | None]
"""Called with how many pairs are done, and of how many; returning ``False`` stops."""
_EVERY = 10
_NEEDS = "needs-met"  # the rule whose findings say once more what the needs say
Journeys = Mapping[str, Journey] | Iterable[Journey]
Personas = Mapping[str, Persona] | Iterable[Persona]
Rules = Mapping[str, Rule] | Iterable[Rule | str | Judge]


def compare(
    journeys: Journeys,
    personas: Personas,
    framework: Framework | None = None,
    *,
    rules: Rules | None = None,
    progress: Progress | None = None,
) -> pd.DataFrame:
    """Road-test all pairs.

    Parameters
    ----------
    journeys, personas
        As loaded, or a list.
    framework
        With a team's overlay, if there is one.
    rules
        As in :func:`~crpkit.journeys.road_test`.
    progress
        Told how many pairs are done; see :data:`Progress`.

    Returns
    -------
    pandas.DataFrame
        One row a pair. Who is served worst is said in two columns, ``fewest_met`` and ``most_blockers``: they are not
        made into one number. The columns are described in :data:`COLUMNS`.

    Raises
    ------
    Stopped
        If ``progress`` says so.
    """
    work = comparing(journeys, personas, framework, rules=rules)
    while True:
        try:
            done, of = next(work)
        except StopIteration as end:
            found: pd.DataFrame = end.value
            return found
        if progress is not None and progress(done, of) is False:
            raise Stopped


def comparing(
    journeys: Journeys,
    personas: Personas,
    framework: Framework | None = None,
    *,
    rules: Rules | None = None,
) -> Generator[tuple[int, int], None, pd.DataFrame]:
    """Do what :func:`compare` does piece by piece: yields how many pairs are done, and of how many."""
    import pandas as pd

    known, asked = framework or load_framework(), chosen(rules)
    walks = list(journeys.values() if isinstance(journeys, Mapping) else journeys)
    people = list(personas.values() if isinstance(personas, Mapping) else personas)
    of, rows = len(walks) * len(people), list[list[object]]()
    for journey in walks:
        route = Route(journey, known)
        for persona in people:
            rows.append(_row(walked(route, persona, asked)))
            if len(rows) % _EVERY == 0 or len(rows) == of:
                yield len(rows), of
    frame = pd.DataFrame(rows, columns=list(COLUMNS)[:-2])
    return _worst(frame.astype({"met": float, "asked": float, "had": float}))


def before_and_after(
    before: Journey,
    after: Journey,
    personas: Personas,
    framework: Framework | None = None,
    *,
    rules: Rules | None = None,
) -> pd.DataFrame:
    """Return what a change does to each persona: one row a persona and need or finding that is not the same.

    Parameters
    ----------
    before, after
        A journey, and the same after :func:`~crpkit.journeys.apply_change`.
    personas
        Whom to look at.
    framework
        With a team's overlay, if there is one.
    rules
        As in :func:`~crpkit.journeys.road_test`.

    Returns
    -------
    pandas.DataFrame
        ``persona, what`` (``need``, ``gone`` or ``new``), ``about`` (id of the need, or name of the rule), ``step``,
        ``before``, ``after``: for a need how far it is met, for a finding its words; ``severity`` of a finding.
    """
    import pandas as pd

    known, asked = framework or load_framework(), chosen(rules)
    routes = Route(before, known), Route(after, known)
    people = personas.values() if isinstance(personas, Mapping) else personas
    rows: list[tuple[object, ...]] = []
    for persona in people:
        one, two = (walked(route, persona, asked) for route in routes)
        then = {need.need: need for need in one.needs}
        for need in two.needs:
            if need.met != then[need.need].met:
                rows.append((persona.id, "need", need.need, need.step, then[need.need].met, need.met, None))
        old = {
            (found.rule, found.step, found.message): found for found in one.findings if found.rule != _NEEDS
        }
        new = {
            (found.rule, found.step, found.message): found for found in two.findings if found.rule != _NEEDS
        }
        rows += [
            (persona.id, "gone", f.rule, f.step, f.message, "", f.severity)
            for key, f in old.items()
            if key not in new
        ]
        rows += [
            (persona.id, "new", f.rule, f.step, "", f.message, f.severity)
            for key, f in new.items()
            if key not in old
        ]
    return pd.DataFrame(rows, columns=["persona", "what", "about", "step", "before", "after", "severity"])


def _row(test: RoadTest) -> list[object]:
    count, of = Counter(one.met for one in test.needs), len(test.needs)
    severe = Counter(one.severity for one in test.findings)
    shares = [count[met] / of if of else None for met in ("yes", "partly", "no", "unknown")]
    groups = test.journey.groups
    return [
        test.journey.id,
        test.persona.id,
        test.persona.group,
        not groups or test.persona.group in groups,
        of,
        *shares,
        sum(one.links for one in test.needs),
        sum(one.inferred for one in test.needs),
        *(severe[one] for one in ("blocker", "hold-up", "question", "not-known")),
        next((one.step for one in test.findings if one.severity == "blocker" and one.step), None),
        test.asked,
        test.persona.hours_a_month.value,
    ]


def _worst(frame: pd.DataFrame) -> pd.DataFrame:
    served = (frame["met"] + frame["partly"].astype(float)).round(9)
    fewest = served.groupby(frame["journey"]).transform("min")
    most = frame["blockers"].groupby(frame["journey"]).transform("max")
    frame["fewest_met"] = (served == fewest) & served.notna()
    frame["most_blockers"] = (frame["blockers"] == most) & (frame["blockers"] > 0)
    return frame
