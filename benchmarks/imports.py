"""Time of ``import crpkit`` beside ``import pandas`` and a bare interpreter, each in a new process.

python -m benchmarks.imports [--rounds 9] [--json]
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import subprocess
import sys

CODE = "import time; start = time.perf_counter(); import {name}; print(time.perf_counter() - start)"


def seconds(name: str) -> float:
    """Return the seconds one import takes in a new interpreter, its start not counted."""
    done = subprocess.run(
        [sys.executable, "-c", CODE.format(name=name)], capture_output=True, text=True, check=True
    )
    return float(done.stdout)


def measure(rounds: int) -> dict[str, object]:
    """Return the medians, in seconds, and the ratio."""
    times: dict[str, list[float]] = {"crpkit": [], "pandas": []}
    for _ in range(rounds):
        for name, values in times.items():
            values.append(seconds(name))
    ours, theirs = (statistics.median(values) for values in times.values())
    return {
        "import_crpkit_s": round(ours, 4),
        "import_pandas_s": round(theirs, 4),
        "ratio_to_pandas": round(ours / theirs, 4),
        "rounds": rounds,
        "cores": os.cpu_count(),
    }


def main() -> None:
    """Print the figures, or one line of JSON."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=9)
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    result = measure(options.rounds)
    print(
        json.dumps(result)
        if options.json
        else "\n".join(f"{name}: {value}" for name, value in result.items())
    )


if __name__ == "__main__":
    main()
