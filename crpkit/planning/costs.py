"""The table of costs: what each way of bringing a component about takes, and what it depends on. Editable, dated."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from pydantic import BaseModel, ConfigDict

from crpkit.errors import InputProblems, Problem, did_you_mean
from crpkit.framework import Framework, HowKnown, load_framework
from crpkit.planning.cost_rows import FIGURES, CostRow, Dependency
from crpkit.planning.depending import circle, edges
from crpkit.planning.figures import Text
from crpkit.planning.models import WAYS
from crpkit.tables import Document, read_yaml, validate

KIND = "crpkit/costs"
FILE = "costs.yaml"
__all__ = ["DATA", "FIGURES", "CostRow", "Costs", "Dependency", "read_costs"]
DATA = Path(__file__).resolve().parent / "data"


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
    document = read_yaml(file, KIND, shared=True)
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
