"""The live benchmarks, each run small and short: they work, say what they promise, and lose nothing.

Their figures are not looked at here: a busy machine is slow. Each record is recounted once more, from what ``--keep``
leaves, by other means than the benchmark's own.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from benchmarks.counting import recount as benchmarks_recount
from benchmarks.figures import percentile
from benchmarks.room import make_room
from benchmarks.talking import Sent
from crpkit.store import Draft
from crpkit.workshop import Workshop, codes
from crpkit.workspace import open_workspace

ROOT = Path(__file__).resolve().parent.parent


def run(name: str, *words: object, seconds: float = 300) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", f"benchmarks.{name}", *(str(word) for word in words)]
    env = {**os.environ, "PYTHONUTF8": "1"}
    return subprocess.run(
        command, cwd=ROOT, capture_output=True, text=True, encoding="utf-8", timeout=seconds, env=env
    )


def measured(name: str, *words: object) -> dict[str, Any]:
    done = run(name, *words, "--json")
    assert done.returncode == 0, done.stdout + done.stderr
    lines = done.stdout.splitlines()
    assert len(lines) == 1, done.stdout
    figures: dict[str, Any] = json.loads(lines[0])
    return figures


def recount(folder: Path, figures: dict[str, Any]) -> None:
    """Every acknowledged id stands in the record exactly once."""
    acks = [json.loads(line) for line in (folder / "acks.jsonl").read_text(encoding="utf-8").splitlines()]
    assert len({ack["id"] for ack in acks}) == len(acks) == figures["acknowledged"] > 0
    assert all(ack["kind"] in ("note", "ballot") and ack["activity"] and ack["at"] for ack in acks)
    workspace = open_workspace(folder)
    try:
        (code,) = codes(workspace.log)
        workshop = Workshop.open(workspace, code)
        notes = Counter(workshop.notes()["note_id"])
        events = Counter(event.id for event in workspace.log.events(workshop.stream))
        ballots = Counter(
            event.id for event in workspace.log.events(workshop.stream) if event.kind == "dots/cast"
        )
    finally:
        workspace.close()
    for ack in acks:
        assert events[ack["id"]] == 1
        assert (notes if ack["kind"] == "note" else ballots)[ack["id"]] == 1
    assert notes.total() + ballots.total() == figures["sent"]


def nothing_is_lost(figures: dict[str, Any]) -> None:
    for name in ("lost", "duplicated", "refused"):
        assert figures[name] == 0, figures
    assert figures["acknowledged"] == figures["sent"] > 0


@pytest.mark.browser
@pytest.mark.xdist_group("browser")
def test_live(tmp_path: Path) -> None:
    figures = measured("live", "--phones", 8, "--rate", 5, "--seconds", 4, "--keep", tmp_path / "kept")
    nothing_is_lost(figures)
    recount(tmp_path / "kept", figures)
    assert figures["phones"] == 8
    assert figures["sent"] == figures["stored"] == figures["screen_state"] == figures["seen"] == 20
    assert 0 < figures["screen_p50_ms"] <= figures["screen_p95_ms"]
    assert 0 < figures["ack_p50_ms"] <= figures["ack_p95_ms"]
    assert "kb_per_phone" in figures
    assert 30 < figures["voila_mb_per_visitor"] < 1000


def test_crash(tmp_path: Path) -> None:
    figures = measured("crash", "--kills", 1, "--phones", 5, "--keep", tmp_path / "kept")
    nothing_is_lost(figures)
    recount(tmp_path / "kept", figures)
    assert figures["kills"] == 1
    assert figures["missing"] == figures["outdated"] == 0


def test_faults(tmp_path: Path) -> None:
    figures = measured("faults", "--seconds", 6, "--phones", 6, "--keep", tmp_path / "kept")
    nothing_is_lost(figures)
    recount(tmp_path / "kept", figures)
    assert figures["phones"] == 6
    assert figures["missing"] == figures["outdated"] == figures["not_current"] == 0
    assert 0 <= figures["worst_recovery_s"] < 60


def test_a_folder_with_something_in_it_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "mine.txt").write_text("mine", encoding="utf-8")
    done = run("crash", "--kills", 1, "--keep", tmp_path)
    assert done.returncode == 2
    assert "has something in it" in done.stderr and "Traceback" not in done.stderr
    assert [path.name for path in tmp_path.iterdir()] == ["mine.txt"]


@pytest.mark.parametrize("words", [("--kills", "0"), ("--kills", "many"), ("--phones", "-1")])
def test_what_is_no_number_is_refused(words: tuple[str, str]) -> None:
    done = run("crash", *words)
    assert done.returncode == 2
    assert "is not a whole number above 0" in done.stderr


def test_the_recount_notices_what_is_lost_doubled_or_out_of_date(tmp_path: Path) -> None:
    room = make_room(tmp_path / "place")
    workspace = open_workspace(room.folder)
    stream, log = Workshop.open(workspace, room.code).stream, workspace.log

    def note(name: str, text: str) -> Sent:
        return Sent(name, "note", room.notes, "p-1", text, 1.0)

    def ballot(name: str, option: str) -> Sent:
        return Sent(name, "ballot", room.dots, "p-1", {option: 2}, 1.0)

    def write(one: Sent) -> None:
        words = {"text": one.content} if one.kind == "note" else {"ballot": f"{next(iter(one.content))}:2"}
        kind = "notes/written" if one.kind == "note" else "dots/cast"
        body = {"activity": one.activity, "channel": "phone"}
        log.append(Draft(stream, kind, body, words, actor=one.person, id=one.id))

    consent = {"count": True, "quote": True, "trace": True}
    log.append(
        Draft(stream, "person/joined", {"consent": consent}, {"families": "", "experience": ""}, "p-1")
    )
    first, second = note("n1", "One"), note("n2", "Two")
    early, late = ballot("b1", room.options[0]), ballot("b2", room.options[1])
    for one in (first, second, early, late):
        write(one)

    def counted(*sent: Sent) -> tuple[int, int, int, int]:
        found = benchmarks_recount(room.folder, room.code, sent)
        return found.lost, found.missing, found.duplicated, found.outdated

    try:
        assert counted(first, second, early, late) == (0, 0, 0, 0)
        assert counted(first, second, note("n3", "Three"), early, late) == (1, 1, 0, 0)
        unanswered = Sent("n3", "note", room.notes, "p-1", "Three")
        assert counted(first, second, unanswered, early, late) == (0, 1, 0, 0)
        assert counted(first, note("n2", "Other words"), early, late) == (1, 1, 1, 0)
        assert counted(first, second, ballot("b3", room.options[2]), early, late) == (1, 1, 0, 0)
        assert counted(first, second, late, early) == (0, 0, 0, 1)
        write(note("n9", "Two"))
        assert counted(first, second, early, late) == (0, 0, 1, 0)
        write(ballot("b9", room.options[1]))
        assert counted(first, second, early, late) == (0, 0, 2, 0)
    finally:
        workspace.close()


def test_a_percentile_counts_what_is_missing_as_worst() -> None:
    values = [float(number) for number in range(1, 101)]
    assert percentile(values, 0.5, 100) == 50.0
    assert percentile(values, 0.95, 100) == 95.0
    assert percentile(values, 1.0, 100) == 100.0
    assert percentile(values[:96], 0.95, 100) == 95.0
    assert percentile(values[:94], 0.95, 100) is None
    assert percentile([], 0.5, 0) is None


def test_a_whole_session(tmp_path: Path) -> None:
    figures = measured("session", "--phones", 8, "--keep", tmp_path)
    assert {"phones", "steps", "step_p95_ms", "fold_20000_s", "append_ms", "themes_300_s", "lost"} <= set(
        figures
    )
    assert (figures["phones"], figures["steps"], figures["lost"]) == (8, 8, 0)
    assert figures["acknowledged"] + figures["late"] == figures["sent"] > 300
    assert all(figures[name] > 0 for name in ("step_p95_ms", "fold_20000_s", "append_ms", "themes_300_s"))


def test_the_picture_of_a_place_is_measured() -> None:
    figures = measured("needs", "--rows", 400, "--draws", 20)
    assert {"rows", "read_s", "diagnose_s", "bootstrap_s", "baseline_ratio", "peak_mb"} <= set(figures)
    assert figures["rows"] == 400 and figures["needs"] == 30 and figures["progress_reports"] > 1
    assert all(
        figures[name] > 0 for name in ("read_s", "diagnose_s", "bootstrap_s", "baseline_ratio", "peak_mb")
    )


def test_planning() -> None:
    figures = measured("planning", "--areas", 1, "--instances", 20)
    assert figures["brute_force_agrees"] is True
    assert figures["areas"] == 1 and figures["options"] > 50
    assert {"one_area_s", "areas_1_s"} <= set(figures)
