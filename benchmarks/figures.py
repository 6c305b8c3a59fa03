"""The command line of the live benchmarks, and how they tell their figures."""

from __future__ import annotations

import argparse
import json
import math
import sys
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

from crpkit.errors import InputProblems


def percentile(values: Iterable[float], part: float, of: int) -> float | None:
    """Return the value that so large a part of all does not exceed.

    Parameters
    ----------
    values
        Those that are known.
    part
        0.95 for the 95th percentile.
    of
        How many there should be; each that is missing counts as larger than all others.

    Returns
    -------
    float or None
        ``None`` if it is one that is missing.
    """
    ordered = sorted(values)
    rank = max(1, math.ceil(part * max(of, len(ordered))))
    return round(ordered[rank - 1], 1) if rank <= len(ordered) else None


def options(description: str | None, *numbers: tuple[str, float, str]) -> argparse.Namespace:
    """Read the command line: numbers with their defaults, ``--json`` and ``--keep``."""
    parser = argparse.ArgumentParser(
        description=description, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    for name, default, words in numbers:
        kind = _whole if isinstance(default, int) else _amount
        parser.add_argument(f"--{name}", type=kind, default=default, help=f"{words} ({default})")
    parser.add_argument("--json", action="store_true", help="print one line of JSON")
    parser.add_argument(
        "--keep", type=Path, metavar="FOLDER", help="leave the workspace there, and in it acks.jsonl"
    )
    return parser.parse_args()


def _whole(text: str) -> int:
    if not text.isascii() or not text.isdecimal() or not 0 < int(text) < 100_000:
        raise argparse.ArgumentTypeError(f"“{text}” is not a whole number above 0")
    return int(text)


def _amount(text: str) -> float:
    try:
        amount = float(text)
    except ValueError:
        amount = 0.0
    if not 0 < amount < 100_000:
        raise argparse.ArgumentTypeError(f"“{text}” is not a number above 0")
    return amount


def tell(measure: Callable[[], dict[str, Any]], as_json: bool) -> None:
    """Measure, then print the figures, or one line of JSON; problems go to standard error."""
    try:
        result = measure()
    except InputProblems as error:
        for problem in error.problems:
            print(problem, file=sys.stderr)
        raise SystemExit(2) from None
    if as_json:
        print(json.dumps(result))
    else:
        print("\n".join(f"{name}: {value}" for name, value in result.items()))
