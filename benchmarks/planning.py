"""Plans for one area with all components, for 300 areas in a row, and agreement with trying everything.

The areas are made up: what people would like, what is here and what things cost is drawn anew for each of them, for all
components of the framework in every way that is then open. A plan of an area is: its options, all named plans with their
reasons, and the front, each proved to be best. ``brute_force_agrees`` says whether on 200 random small instances the
solver, enumeration, and a loop over all combinations that shares no code with them find the same. How long that loop
takes, ``baseline_s``, tells a slow machine from slow code: ``one_area_ratio`` is one area beside it.

    python -m benchmarks.planning [--areas 300] [--instances 200] [--json]
"""

from __future__ import annotations

import argparse
import itertools
import json
import os
import sys
import time
from collections.abc import Iterator

import numpy as np
import pandas as pd

from crpkit.framework import Framework, load_framework
from crpkit.needs import Audit, Diagnosis, diagnose, no_audit, questionnaire, read_survey
from crpkit.planning import Costs, Option, Plans, Range, options, plans, read_costs, read_rates
from crpkit.planning.cost_rows import FIGURES, CostRow
from crpkit.planning.enumerating import Enumerated
from crpkit.planning.instance import Instance, Limits
from crpkit.planning.linking import Link, Links
from crpkit.planning.solving import Solver
from crpkit.planning.worth import Wishes, Worth

_MOST = {
    "setup": 3000,
    "yearly": 4000,
    "setup_days": 15,
    "yearly_days": 20,
    "lead_months": 9,
    "capacity": 60,
    "paid_hours_setup": 60,
    "paid_hours_yearly": 150,
    "visits_setup": 30,
    "visits_yearly": 80,
}


# -- areas


def made_up_survey(framework: Framework, rng: np.random.Generator, people: int = 60) -> Diagnosis:
    """Return the picture of a made-up place: every need, every group, one answer in ten left out."""
    import tempfile
    from pathlib import Path

    from crpkit.tables import write_csv

    asked = questionnaire(framework)
    rated = [one for one in asked.questions if one.what in ("importance", "confidence", "having")]
    groups = [answer.words for answer in asked["group"].answers[: len(framework.groups)]]
    rows = []
    for number in range(people):
        cells = [
            "" if rng.random() < 0.1 else one.answers[int(rng.integers(len(one.answers)))].words
            for one in rated
        ]
        rows.append([groups[number % len(groups)], *cells])
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "survey.csv"
        write_csv(file, [asked["group"].ask, *(one.ask for one in rated)], rows)
        return diagnose(read_survey(file, framework), draws=0)


def made_up_audit(framework: Framework, rng: np.random.Generator) -> Audit:
    """Return what is here in a made-up place."""
    empty = no_audit()
    statuses = ("good", "partly", "planned", "none", "unknown")
    rows = [
        (
            one.id,
            statuses[int(rng.integers(len(statuses)))],
            (),
            "",
            "",
            "",
            "",
            "",
            f"audit:made-up/{one.id}",
        )
        for one in framework.components
    ]
    return Audit(pd.DataFrame(rows, columns=empty.components.columns), empty.conditions, empty.unused)


def made_up_costs(framework: Framework, rng: np.random.Generator, own: Costs) -> Costs:
    """Return a table in which everything is known."""
    rows = {}
    for component in framework.components:
        for way in ("strengthen", "national", "adapt", "build"):
            figures = {}
            for name in FIGURES:
                low = float(np.round(rng.random() * _MOST[name]))
                figures[name] = {"value": [low, min(_MOST[name], low * 1.5)], "how_known": "assumed"}
            rows[component.id, way] = CostRow.model_validate(
                {"component": component.id, "way": way, **figures}
            )
    return Costs("made up", None, True, rows, own.dependencies, "made-up")


def one_area(framework: Framework, diagnosis: Diagnosis, audit: Audit, costs: Costs) -> Plans:
    """Plan one area, front and all."""
    table = options(framework, audit, costs, rates=_RATES)
    found = plans(table, diagnosis, 25_000, staff_days=120, rates=_RATES)
    assert len(found.front)
    return found


_RATES = read_rates()
_RATES = _RATES.model_copy(
    update={
        "rates": type(_RATES.rates).model_validate(
            dict.fromkeys(("time", "expenses", "access", "childcare"), 5)
        )
    }
)


def areas(count: int, show: bool) -> tuple[list[float], int]:
    """Plan many areas; return the seconds that each took, and how many options they had at most."""
    framework, own = load_framework(), read_costs()
    took, most = [], 0
    for number in range(count):
        rng = np.random.default_rng(number)
        diagnosis = made_up_survey(framework, rng)
        audit, costs = made_up_audit(framework, rng), made_up_costs(framework, rng, own)
        start = time.perf_counter()
        found = one_area(framework, diagnosis, audit, costs)
        took.append(time.perf_counter() - start)
        most = max(most, len(found.instance.options))
        if show and sys.stderr.isatty():
            print(f"\r{number + 1} of {count} areas", end="" if number + 1 < count else "\n", file=sys.stderr)
    return took, most


# -- agreement


def small_instance(rng: np.random.Generator) -> tuple[Instance, Limits]:
    """Return a random small instance and limits."""
    groups, needs = ("a", "b", "c"), tuple(f"n{number}" for number in range(6))
    sizes = rng.integers(0, 6, (3, 6)) + np.eye(3, 6)
    sizes = sizes / sizes.sum(axis=1, keepdims=True)
    wishes = Wishes(groups, groups, needs, sizes, np.full(3, 1 / 3), sizes, "share", ())
    components = [f"c{number}" for number in range(int(rng.integers(2, 7)))]
    links = tuple(
        Link(component, need, str(rng.choice(["some", "strong"])), "ours", "")
        for component in components
        for need in needs
        if rng.random() < 0.4
    )
    chosen = [
        _random_option(rng, components, number, way)
        for number in range(len(components))
        for way in ("keep", "national", "build")[: int(rng.integers(1, 4))]
    ]
    limits = Limits(
        float(rng.integers(0, 3000)),
        float(rng.integers(5, 40)),
        18,
        {group: float(rng.choice([0.0, 0.0, 0.2])) for group in groups},
    )
    return Instance(tuple(chosen), Worth(wishes, Links(links)), 18), limits


def _random_option(rng: np.random.Generator, components: list[str], number: int, way: str) -> Option:
    name = components[number]
    after = (components[int(rng.integers(number))],) if number and rng.random() < 0.3 else ()
    spans = [Range.exactly(float(rng.integers(top))) for top in (1000, 600, 10, 4, 20, 50)]
    return Option(
        f"{name}/{way}", name, name, "hub", way, True, "", False, *spans, after, "assumed", "", None, "",
        full=bool(rng.random() < 0.7),
    )  # fmt: skip


def by_hand(instance: Instance, limits: Limits) -> tuple[float, float] | None:
    """Return the most worth and the least cost for it, from a loop over all combinations; none if nothing fits."""
    ways: dict[str, list[Option | None]] = {}
    for one in instance.options:
        ways.setdefault(one.component, [None]).append(one)
    found = [_reckoned(instance, limits, picked) for picked in itertools.product(*ways.values())]
    fits = [one for one in found if one is not None]
    if not fits:
        return None
    best = max(worth for worth, _ in fits)
    return best, min(cost for worth, cost in fits if worth >= best - 1e-9)


def _reckoned(
    instance: Instance, limits: Limits, picked: tuple[Option | None, ...]
) -> tuple[float, float] | None:
    chosen = [one for one in picked if one is not None]
    there = {one.component for one in chosen}
    cost = days = 0.0
    for one in chosen:
        lead = one.lead_months.high or 0.0
        if lead > 17 or not set(one.after) <= there:
            return None
        running = (18 - lead) / 12
        cost += (one.setup.high or 0.0) + (one.yearly.high or 0.0) * running
        days += (one.setup_days.high or 0.0) + (one.yearly_days.high or 0.0) * running
    if cost > (limits.budget or 0.0) + 1e-6 or days > (limits.staff_days or 0.0) + 1e-6:
        return None
    shares = list(_shares(instance, chosen))
    if any(share < floor - 1e-9 for share, floor in zip(shares, limits.floors.values(), strict=True)):
        return None
    return sum(shares) / len(shares), cost


def _shares(instance: Instance, chosen: list[Option]) -> Iterator[float]:
    wishes = instance.worth.wishes
    for row in wishes.sizes:
        total = 0.0
        for size, need in zip(row, wishes.needs, strict=True):
            levels = [
                min(link.weight, 1.0 if one.full else 0.5)
                for one in chosen
                for link in instance.worth.links.all
                if (link.component, link.need) == (one.component, need)
            ]
            total += size * max(levels, default=0.0)
        yield total


def agreement(count: int) -> tuple[bool, float]:
    """Return whether the solver and enumeration find what trying everything finds, and how long that alone took."""
    cases = [small_instance(np.random.default_rng(number)) for number in range(count)]
    start = time.perf_counter()
    expected = [by_hand(*case) for case in cases]
    took = time.perf_counter() - start
    return all(_same(*case, found) for case, found in zip(cases, expected, strict=True)), took


def _same(instance: Instance, limits: Limits, expected: tuple[float, float] | None) -> bool:
    for finder in (Solver(instance), Enumerated(instance)):
        found = finder.best(("worth", "cost"), limits)
        if found is None or expected is None:
            if (found is None) != (expected is None):
                return False
        elif abs(found.worth - expected[0]) > 1e-9 or abs(found.cost - expected[1]) > 0.5:
            return False
    return True


def measure(count: int, instances: int, show: bool) -> dict[str, float | int | bool]:
    """Return the figures."""
    took, most = areas(count, show)
    agrees, baseline = agreement(instances)
    one_area = float(np.median(took))
    return {
        "areas": count,
        "options": most,
        "one_area_s": round(one_area, 3),
        "one_area_slowest_s": round(max(took), 3),
        f"areas_{count}_s": round(sum(took), 1),
        "brute_force_instances": instances,
        "brute_force_agrees": agrees,
        "baseline_s": round(baseline, 3),
        "one_area_ratio": round(one_area / baseline, 2),
    }


def _part_output() -> None:
    """Let what the solver prints by itself, now and then, go where errors go: the figures stand alone."""
    own = os.fdopen(os.dup(sys.stdout.fileno()), "w", encoding="utf-8")
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())
    sys.stdout = own


def main() -> int:
    """Measure and print."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--areas", type=int, default=300)
    parser.add_argument("--instances", type=int, default=200)
    parser.add_argument("--json", action="store_true")
    given = parser.parse_args()
    _part_output()
    figures = measure(given.areas, given.instances, not given.json)
    if given.json:
        print(json.dumps(figures))
    else:
        for name, value in figures.items():
            print(f"{name:>22}  {value}")
    return 0 if figures["brute_force_agrees"] else 1


if __name__ == "__main__":
    sys.exit(main())
