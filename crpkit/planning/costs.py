"""The table of costs: what each way of bringing a component about takes, and what it depends on. Editable, dated."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

from crpkit.errors import InputProblems, Problem, did_you_mean
from crpkit.framework import Framework, HowKnown, load_framework
from crpkit.planning.depending import circle, edges
from crpkit.planning.figures import Figure, Text
from crpkit.planning.models import WAYS
from crpkit.planning.ranges import Range
from crpkit.tables import Document, read_yaml, validate

KIND = "crpkit/costs"
FILE = "costs.yaml"
DATA = Path(__file__).resolve().parent / "data"
FIGURES: Mapping[str, str] = {
    "setup": "Pounds to set it up, without what people are paid for taking part.",
    "yearly": "Pounds a year to run it, without what people are paid for taking part.",
    "setup_days": "Days of paid staff to set it up.",
    "yearly_days": "Days of paid staff a year to run it.",
    "lead_months": "Months from the beginning of the set-up until it runs.",
    "capacity": "People a year.",
    "paid_hours_setup": "Hours for which people who are not paid staff are paid while it is set up (people × hours).",
    "paid_hours_yearly": "The same, a year, while it runs.",
    "visits_setup": "Times that such a person comes somewhere while it is set up (people × meetings in person).",
    "visits_yearly": "The same, a year, while it runs.",
}
"""The figures of a row, and what each means."""
_Words = Annotated[str, Field(min_length=1, max_length=80)]


class CostRow(BaseModel):
    """What one component takes, in one way or in several.

    Attributes
    ----------
    component
        Id of the component.
    way
        One of the ways (not ``not-now``), or a list of them.
    how_known, source, on, note
        Of all figures of the row that do not say it themselves; if not given, those of the whole table.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")
    component: _Words
    way: str | tuple[str, ...]
    setup: Figure = Figure()
    yearly: Figure = Figure()
    setup_days: Figure = Figure()
    yearly_days: Figure = Figure()
    lead_months: Figure = Figure()
    capacity: Figure = Figure()
    paid_hours_setup: Figure = Figure()
    paid_hours_yearly: Figure = Figure()
    visits_setup: Figure = Figure()
    visits_yearly: Figure = Figure()
    how_known: HowKnown | None = None
    source: Text = ""
    on: date | None = None
    note: Text = ""

    @property
    def ways(self) -> tuple[str, ...]:
        """The ways it speaks of."""
        return (self.way,) if isinstance(self.way, str) else self.way

    def figure(self, name: str) -> Range:
        """Return one of :data:`FIGURES`."""
        found: Figure = getattr(self, name)
        return found.range

    def known_by(self) -> str:
        """Return how its figures are known: the least sure of them; ``unknown`` if none is known."""
        found = [getattr(self, name) for name in FIGURES if getattr(self, name).range.known]
        if not found:
            return HowKnown.UNKNOWN.value
        order = [HowKnown.CONFIRMED, HowKnown.REPORTED, HowKnown.INFERRED, HowKnown.ASSUMED]
        said = [one.how_known or self.how_known or HowKnown.ASSUMED for one in found]
        return str(max(said, key=lambda one: order.index(one) if one in order else len(order)).value)

    @property
    def sources(self) -> str:
        """Where its figures are from, with days."""
        said = [(self.source, self.on)]
        said += [(getattr(self, name).source, getattr(self, name).on) for name in FIGURES]
        words = [", ".join(filter(None, (source, day.isoformat() if day else ""))) for source, day in said]
        return "; ".join(dict.fromkeys(filter(None, words)))


class Dependency(BaseModel):
    """What components or whole interventions depend on.

    Attributes
    ----------
    of
        Ids of components or interventions that depend.
    after
        Components that must all be in the plan.
    one_of
        Components or interventions, of which one component must be in the plan.
    drop
        Components or interventions of which the framework says that it draws on them, and the team that it need not.
    when
        ``no-funded-programme``: holds only where no funded partnership programme runs.
    how_known, source, note
        How this is known, from where, and why.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")
    of: Annotated[tuple[_Words, ...], Field(min_length=1)]
    after: tuple[_Words, ...] = ()
    one_of: tuple[_Words, ...] = ()
    drop: tuple[_Words, ...] = ()
    when: Literal["no-funded-programme"] | None = None
    how_known: HowKnown = HowKnown.ASSUMED
    source: Text = ""
    note: Text = ""


class _Table(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")
    title: Text = ""
    on: date | None = None
    made_up: bool = False
    how_known: HowKnown | None = None
    source: Text = ""
    costs: tuple[CostRow, ...] = ()
    dependencies: tuple[Dependency, ...] = ()


@dataclass(frozen=True)
class Costs:
    """A table of costs that was read and checked.

    Attributes
    ----------
    title, on
        What the table is called, and of which day it is.
    made_up
        Whether it says of itself that its figures are invented, as those of a worked example.
    rows
        Row by component and way.
    dependencies
        What depends on what, besides what the framework says.
    name
        The file's name, for evidence ids: ``costs:NAME/COMPONENT/WAY``.
    """

    title: str
    on: date | None
    made_up: bool
    rows: Mapping[tuple[str, str], CostRow]
    dependencies: tuple[Dependency, ...]
    name: str = "costs"

    def row(self, component: str, way: str) -> CostRow | None:
        """Return what one way takes; nothing where the table does not speak of it."""
        return self.rows.get((component, way))


def read_costs(path: Path | str | None = None, framework: Framework | None = None) -> Costs:
    """Read a table of costs.

    Parameters
    ----------
    path
        A file, or a folder that may hold ``costs.yaml``, such as ``workshop_data/planning`` of a workspace; the kit's
        own table if there is none.
    framework
        By which components and interventions are checked; with a team's overlay, if there is one.

    Raises
    ------
    InputProblems
        Everything that is wrong, with file, line, field and remedy: spans upside down, unknown components and ways, the
        same twice, circles of dependencies.
    """
    framework = framework or load_framework()
    file = _file(path)
    return _read(DATA / FILE if file is None else file, framework)


def _filled(row: CostRow, table: _Table) -> CostRow:
    """Return a row with what the whole table says, where the row does not."""
    said = {
        "how_known": row.how_known or table.how_known,
        "source": row.source or table.source,
        "on": row.on or table.on,
    }
    return row.model_copy(update=said)


def _file(path: Path | str | None) -> Path | None:
    if path is None:
        return None
    file = Path(path)
    if not file.is_dir():
        return file
    return file / FILE if (file / FILE).is_file() else None


def _read(file: Path, framework: Framework) -> Costs:
    document = read_yaml(file, KIND)
    problems = list(_misnamed(document, framework))
    table = None
    try:
        table = validate(document, _Table)
    except InputProblems as error:
        problems += error.problems
    if table is not None:
        problems += _unsaid(document, table)
    if table is not None and not problems:
        problems += _circles(document, table, framework)
    if problems or table is None:
        raise InputProblems(sorted(problems, key=lambda one: one.line or 0))
    rows = {(row.component, way): _filled(row, table) for row in table.costs for way in row.ways}
    return Costs(table.title, table.on, table.made_up, rows, table.dependencies, file.stem)


def _misnamed(document: Document, framework: Framework) -> Iterator[Problem]:
    seen: dict[tuple[str, str], int] = {}
    components, interventions = framework.components.ids, framework.interventions.ids
    for at, row in enumerate(_records(document, "costs")):
        component, ways = row.get("component"), row.get("way")
        if isinstance(component, str) and component not in components:
            yield _no_such(document, ("costs", at, "component"), component, components)
        for way in ways if isinstance(ways, list) else [ways]:
            place = ("costs", at, "way")
            if isinstance(way, str) and way not in _ways():
                remedy = did_you_mean(way, _ways())
                yield _problem(document, place, f"“{way}” is not one of the ways", remedy)
            elif (str(component), str(way)) in seen:
                found = f"{component} and {way} stand in line {seen[str(component), str(way)]} already"
                yield _problem(document, place, found, "Keep one of the two.")
            else:
                seen[str(component), str(way)] = document.line(place)
    for at, row in enumerate(_records(document, "dependencies")):
        for field in ("of", "after", "one_of", "drop"):
            known = components if field == "after" else (*components, *interventions)
            names = row.get(field)
            for number, name in enumerate(names if isinstance(names, list) else ()):
                if isinstance(name, str) and name not in known:
                    yield _no_such(document, ("dependencies", at, field, number), name, known)


def _ways() -> tuple[str, ...]:
    return tuple(way for way in WAYS if way != "not-now")


def _records(document: Document, name: str) -> list[Mapping[str, object]]:
    found = document.data.get(name)
    rows = found if isinstance(found, list) else []
    return [row if isinstance(row, Mapping) else {} for row in rows]


def _no_such(document: Document, place: tuple[str | int, ...], name: str, known: tuple[str, ...]) -> Problem:
    what = "component" if place[2] in ("component", "after") else "component or intervention"
    return _problem(document, place, f"There is no {what} “{name}”", did_you_mean(name, known))


def _problem(document: Document, place: tuple[str | int, ...], found: str, remedy: str) -> Problem:
    return Problem(found, remedy, document.path, document.line(place), ".".join(map(str, place)))


def _unsaid(document: Document, table: _Table) -> Iterator[Problem]:
    """Find figures of which nobody says how they are known."""
    for at, row in enumerate(table.costs):
        bare = [
            name
            for name in FIGURES
            if getattr(row, name).range.known
            and (getattr(row, name).how_known or row.how_known or table.how_known) is None
        ]
        if bare:
            found = f"Nobody says how these are known: {', '.join(bare)}"
            remedy = "Add “how_known: confirmed” (by you), reported, inferred or assumed, and a source."
            yield _problem(document, ("costs", at, "component"), found, remedy)


def _circles(document: Document, table: _Table, framework: Framework) -> Iterator[Problem]:
    found = circle(edges(framework, table.dependencies, funded_programme=False))
    if found:
        way = " → ".join((*found, found[0]))
        remedy = "Take one of them out, or name it under “drop” of a dependency."
        yield _problem(document, ("dependencies",), f"These depend on each other in a circle: {way}", remedy)
