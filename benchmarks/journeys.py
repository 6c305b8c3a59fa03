"""Road-tests: one persona on one journey, and 60 personas on 50 journeys.

The journeys are made up: copies of the starters that get longer and are filled in. The personas are copies of the six cards,
some with everything filled in, some blank. One pair is measured often and its median taken; the hours by month are part of it.

    python -m benchmarks.journeys [--personas 60] [--journeys 50] [--json]
"""

from __future__ import annotations

import argparse
import json
import random
import statistics
import sys
import time
from typing import Any

from crpkit.journeys import Journey, adapt, comparing, load_journeys, road_test
from crpkit.personas import Persona, load_personas
from crpkit.personas import adapt as adapt_persona

ROUNDS = 200


def make_journeys(count: int, seed: int = 0) -> list[Journey]:
    """Return made-up journeys: the starters one after another, with details filled in by chance."""
    luck, starters = random.Random(seed), list(load_journeys().values())
    made = []
    for number in range(count):
        picked = [starters[number % len(starters)], luck.choice(starters)]
        steps: list[dict[str, Any]] = []
        for part, journey in enumerate(picked):
            for step in journey.written()["steps"]:
                kept = {
                    name: step[name] for name in ("component", "intervention", "principles") if name in step
                }
                steps.append(
                    {
                        **kept,
                        "id": f"{step['id']}-{part}",
                        "title": step["title"],
                        "month": len(steps),
                        "hours": luck.randint(1, 12),
                        "cost": luck.choice([0, 0, 15, None]),
                        "payment": luck.choice([0, 80, None]),
                        "told": luck.choice(["Come and meet people.", "We facilitate dialogue.", None]),
                    }
                )
        made.append(adapt(picked[0], id=f"made-up-{number}", steps=steps, holds_at_start=[]))
    return made


def make_personas(count: int, seed: int = 0) -> list[Persona]:
    """Return made-up personas: the six cards, more and more filled in."""
    luck, cards = random.Random(seed), list(load_personas().values())
    made = []
    for number in range(count):
        facts: dict[str, Any] = {"hours_a_month": luck.randint(0, 20)} if number % 2 else {}
        if number % 3 == 0:
            facts |= {
                "money": luck.randint(0, 200),
                "digital_access": "phone",
                "access_needs": ["large print"],
            }
        made.append(adapt_persona(cards[number % len(cards)], id=f"made-up-{number}", **facts))
    return made


def measure(personas: int, journeys: int, show: bool) -> dict[str, float | int]:
    """Return the figures."""
    walks, people = make_journeys(journeys), make_personas(personas)
    road_test(walks[0], people[0]).hours  # noqa: B018  (what is loaded once is not counted)
    took = []
    for number in range(ROUNDS):
        start = time.perf_counter()
        test = road_test(walks[number % journeys], people[number % personas])
        test.hours  # noqa: B018
        took.append(time.perf_counter() - start)
    start, reports = time.perf_counter(), 0
    work = comparing(walks, people)
    while True:
        try:
            done, of = next(work)
        except StopIteration as end:
            frame = end.value
            break
        reports += 1
        if show and sys.stderr.isatty():
            print(f"\r{done} of {of} pairs", end="" if done < of else "\n", file=sys.stderr)
    all_pairs = time.perf_counter() - start
    return {
        "road_test_ms": round(1000 * statistics.median(took), 2),
        "road_test_ms_slowest": round(1000 * max(took), 2),
        "steps_median": int(statistics.median(len(journey.steps) for journey in walks)),
        "pairs": len(frame),
        "all_pairs_s": round(all_pairs, 2),
        "progress_reports": reports,
    }


def main() -> int:
    """Measure and print."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--personas", type=int, default=60)
    parser.add_argument("--journeys", type=int, default=50)
    parser.add_argument("--json", action="store_true")
    given = parser.parse_args()
    figures = measure(given.personas, given.journeys, not given.json)
    if given.json:
        print(json.dumps(figures))
    else:
        for name, value in figures.items():
            print(f"{name:>20}  {value}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
