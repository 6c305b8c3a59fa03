"""Watching a program's system calls, to see in which order it writes, has the disk confirm, and answers.

Needs ``strace`` (Linux). The trace has one line a call in the order in which they happened, all threads together; a call
during which another thread does something has two: where it begins and where it ends.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

import pytest

WRITES = ("write", "pwrite64", "writev", "pwritev", "pwritev2")
SENDS = ("write", "writev", "sendto", "sendmsg")
SYNCS = ("fsync", "fdatasync")
PLACES = ("link", "linkat", "rename", "renameat", "renameat2")
LONGEST = 10_000  # bytes of a call's text: more than a page of the database

_BEGINS = re.compile(r"(\d+) +(\w+)\((.*)")
_ENDS = re.compile(r"(\d+) +<\.\.\. (\w+) resumed>.*= (-?\d+)")
_RESULT = re.compile(r"\) += (-?\d+)")
_FILE = re.compile(r"\d+<([^>]*)>")


@dataclass
class Call:
    """One system call.

    ``begins`` and ``ends`` are its places in the trace; ``ends`` is infinite for one that never did.
    """

    name: str
    text: str
    begins: int
    ends: float = float("inf")
    succeeded: bool = False

    @property
    def file(self) -> str:
        found = _FILE.match(self.text)
        return found.group(1) if found else ""


def require_strace() -> None:
    """Skip a test where calls cannot be watched; in CI on Linux that is a failure."""
    if not sys.platform.startswith("linux"):
        pytest.skip("system calls are watched on Linux only")
    missing = None
    if shutil.which("strace") is None:
        missing = "strace is not installed"
    elif subprocess.run(["strace", "-o", os.devnull, "true"], capture_output=True).returncode:
        missing = "strace may not watch other programs here"
    if missing and os.environ.get("CI") == "true":
        pytest.fail(
            f"that an fsync stands before each answer must be shown in CI, but {missing}", pytrace=False
        )
    if missing:
        pytest.skip(f"NOT SHOWN that an fsync stands before each answer: {missing}")


def traced(command: Sequence[object], trace: Path) -> list[str]:
    """Return a command that runs another one and writes its calls down."""
    names = ",".join(sorted({*WRITES, *SENDS, *SYNCS, *PLACES}))
    watching = [
        "strace",
        "-f",
        "--seccomp-bpf",
        "-y",
        "-s",
        str(LONGEST),
        "-o",
        str(trace),
        "-e",
        f"trace={names}",
    ]
    return [*watching, *(str(word) for word in command)]


def read_trace(trace: Path) -> list[Call]:
    """Return the calls, in the order in which they began."""
    calls: list[Call] = []
    pending: dict[tuple[str, str], Call] = {}
    lines = trace.read_text(encoding="utf-8", errors="replace").splitlines()
    for number, line in enumerate(lines):
        if resumed := _ENDS.match(line):
            call = pending.pop((resumed.group(1), resumed.group(2)))
            call.ends, call.succeeded = number, int(resumed.group(3)) >= 0
        elif begun := _BEGINS.match(line):
            call = Call(begun.group(2), begun.group(3), number)
            calls.append(call)
            if line.endswith("<unfinished ...>"):
                pending[begun.group(1), call.name] = call
            elif result := _RESULT.search(line, len(line) - 80 if len(line) > 200 else 0):
                call.ends, call.succeeded = number, int(result.group(1)) >= 0
    return calls


def answered_too_early(calls: Iterable[Call], database: Path, ids: Iterable[str], word: str) -> list[str]:
    """Return what is wrong with the order of writing, confirming and answering; nothing if all is well.

    Of each id: before it was answered (by a call that has the word and the id in it), it was written to the
    write-ahead log, and after the last write to that file the disk confirmed. Before the first answer, the folder in
    which the database was put was confirmed too.
    """
    calls = list(calls)
    wal = f"{database}-wal"
    wrong = []
    for one in ids:
        answers = [call for call in calls if call.name in SENDS and word in call.text and one in call.text]
        if not answers:
            wrong.append(f"{one} was never answered")
            continue
        before = [call for call in calls if call.ends < answers[0].begins]
        if not any(call.name in WRITES and call.file == wal and one in call.text for call in before):
            wrong.append(f"{one} was answered before it was written")
        elif not _confirmed(before, wal, _last(before, WRITES, lambda call: call.file == wal)):
            wrong.append(f"{one} was answered before the disk confirmed it")
        placed = _last(before, PLACES, lambda call: f'"{database}"' in call.text)
        if placed >= 0 and not _confirmed(before, str(database.parent), placed):
            wrong.append(f"{one} was answered before the disk confirmed the file's name")
    return wrong


def _last(calls: Iterable[Call], names: tuple[str, ...], fits) -> float:
    return max((call.ends for call in calls if call.name in names and fits(call)), default=-1)


def _confirmed(calls: Iterable[Call], file: str, since: float) -> bool:
    return any(
        call.name in SYNCS and call.file == file and call.begins > since and call.succeeded for call in calls
    )
