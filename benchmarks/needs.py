"""The picture of a large place: 100,000 answers, 30 needs, 6 groups.

A made-up Excel sheet is written as Microsoft Forms gives it, then read, looked at, and drawn from again and again. Beside
it stands a straightforward bootstrap with pandas, at a size that it can finish, per draw. The memory is the most that the
process held while it read and looked (the sheet is written by another process).

    python -m benchmarks.needs [--rows 100000] [--draws 2000] [--json]
"""

from __future__ import annotations

import argparse
import json
import multiprocessing
import sys
import tempfile
import threading
import time
from pathlib import Path

import numpy as np
import pandas as pd
import psutil

NEEDS, GROUPS = 30, 6
BASELINE_DRAWS = 5


def write_sheet(path: Path, rows: int, seed: int = 0) -> None:
    """Write a made-up survey: ratings in words and numbers, one in ten left out, a group for each person."""
    import xlsxwriter

    from crpkit.needs import questionnaire

    rng = np.random.default_rng(seed)
    asked = questionnaire()
    rated = [question for question in asked.questions if question.what in ("importance", "confidence")]
    rated = rated[: 2 * NEEDS]
    groups = [answer.words for answer in asked["group"].answers[:GROUPS]]
    level = rng.normal(0, 0.6, len(rated))
    with xlsxwriter.Workbook(str(path), {"constant_memory": True}) as book:
        sheet = book.add_worksheet("Form responses")
        sheet.write_row(
            0, 0, ["ID", "Completion time", "Email", asked["group"].ask, *(one.ask for one in rated)]
        )
        for row in range(1, rows + 1):
            marks = np.clip(np.round(3.5 + level + rng.normal(0, 1, len(rated))), 1, 5).astype(int)
            left = rng.random(len(rated)) < 0.1
            cells = [
                None if out else (rated[at].answers[mark - 1].words if at % 2 else int(mark))
                for at, (mark, out) in enumerate(zip(marks, left, strict=True))
            ]
            sheet.write_row(
                row, 0, [row, "2026-10-01", "anonymous", groups[int(rng.integers(GROUPS))], *cells]
            )


class Peak:
    """The most memory that this process holds, looked at every few milliseconds."""

    def __init__(self) -> None:
        self._process, self._done = psutil.Process(), threading.Event()
        self.most = 0
        self._thread = threading.Thread(target=self._watch, daemon=True)

    def __enter__(self) -> Peak:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._done.set()
        self._thread.join()

    def _watch(self) -> None:
        while not self._done.wait(0.02):
            self.most = max(self.most, self._process.memory_info().rss)


def pandas_bootstrap(answers: pd.DataFrame, needs: list[str], draws: int, seed: int = 0) -> pd.DataFrame:
    """Draw people and reckon Borich's score for each group, as one would write it at first."""
    rng = np.random.default_rng(seed)
    importance = answers[[f"importance:{need}" for need in needs]].set_axis(needs, axis=1)
    confidence = answers[[f"confidence:{need}" for need in needs]].set_axis(needs, axis=1)
    both = importance.notna() & confidence.notna()
    table = pd.concat(
        {"importance": importance.where(both), "gap": (importance - confidence).where(both)}, axis=1
    )
    group = answers["group"].astype(str)
    found = []
    for _ in range(draws):
        drawn = rng.integers(0, len(table), len(table))
        means = table.iloc[drawn].groupby(group.iloc[drawn].to_numpy()).mean()
        means.loc["all"] = table.iloc[drawn].mean()
        found.append(means["gap"] * means["importance"])
    return pd.concat(found, keys=range(draws)).groupby(level=1).quantile([0.025, 0.975])


def measure(rows: int, draws: int, show: bool) -> dict[str, float | int]:
    """Return the figures."""
    from crpkit.needs import diagnose, read_survey

    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "survey.xlsx"
        writer = multiprocessing.get_context("spawn").Process(target=write_sheet, args=(file, rows))
        writer.start()
        writer.join()
        with Peak() as peak:
            start = time.perf_counter()
            survey = read_survey(file)
            read_s = time.perf_counter() - start
            start = time.perf_counter()
            diagnose(survey, draws=0)
            diagnose_s = time.perf_counter() - start
            told: list[float] = []
            start = time.perf_counter()
            diagnose(survey, draws=draws, progress=lambda done, of: _tell(told, done, of, show))
            bootstrap_s = time.perf_counter() - start  # with the picture itself, made once more
    needs = [
        name.removeprefix("importance:") for name in survey.answers.columns if name.startswith("importance:")
    ]
    start = time.perf_counter()
    pandas_bootstrap(survey.answers, needs, BASELINE_DRAWS)
    baseline_s = (time.perf_counter() - start) / BASELINE_DRAWS
    return {
        "rows": len(survey),
        "needs": len(needs),
        "draws": draws,
        "read_s": round(read_s, 2),
        "diagnose_s": round(diagnose_s, 3),
        "bootstrap_s": round(bootstrap_s, 3),
        "baseline_ms_a_draw": round(1000 * baseline_s, 1),
        "baseline_ratio": round(baseline_s / (bootstrap_s / draws), 1),
        "progress_reports": len(told),
        "peak_mb": round(peak.most / 1e6),
    }


def _tell(told: list[float], done: int, of: int, show: bool) -> bool:
    told.append(done / of)
    if show and sys.stderr.isatty():
        print(f"\r{done} of {of} draws", end="" if done < of else "\n", file=sys.stderr)
    return True


def main() -> int:
    """Measure and print."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--rows", type=int, default=100_000)
    parser.add_argument("--draws", type=int, default=2000)
    parser.add_argument("--json", action="store_true")
    given = parser.parse_args()
    figures = measure(given.rows, given.draws, not given.json)
    if given.json:
        print(json.dumps(figures))
    else:
        for name, value in figures.items():
            print(f"{name:>20}  {value}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
