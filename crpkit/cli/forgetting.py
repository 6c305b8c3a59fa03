"""Taking back what one person gave, and naming what may still hold it."""

from __future__ import annotations

import argparse
import os
from pathlib import Path

CLEARING_SECONDS = 10.0


def forget(options: argparse.Namespace) -> int:
    """Take back what one person gave."""
    from crpkit.workshop import Workshop
    from crpkit.workspace import open_workspace

    workspace = open_workspace(options.folder)
    try:
        workshop = Workshop.open(workspace, options.code)
        erased = workshop.erase(options.receipt)
        gone = workspace.log.cleared(CLEARING_SECONDS)
    finally:
        workspace.close()
    _tell_erased(erased.notes, erased.ballots, gone)
    for label in erased.merged:
        print(
            f"{label} was said to be the same person; what came from that phone stands until its own receipt is used, "
            "or erase its notes in the console."
        )
    _tell_older(workspace.folder, workshop.code)
    return 0


def _tell_erased(notes: int, ballots: int, gone: bool) -> None:
    if notes or ballots:
        taken = f"{_many(notes, 'note', 'notes')} and {_many(ballots, 'ballot', 'ballots')}"
        print(f"Taken back: {taken}, and what this person said about themselves.")
    else:
        print("Nothing is left of what this person gave.")
    if gone:
        print("The words are out of the database and of the files beside it (-wal, -shm).")
    else:
        print(
            "The words are struck out, but another program is reading the database, so traces of them may still be "
            "in its files. Close the kit and such programs, then give this command again."
        )


def _tell_older(folder: Path, code: str) -> None:
    older = older_files(folder, code)
    if not older:
        print("No older export or copy of the database was found in this folder.")
    else:
        print(
            "These files were made before. The words may still be in them; delete them, or write them out anew:"
        )
        for path in older:
            print(f"    {path.relative_to(folder)}")
    print("Copies on other machines, in backups, mails or print-outs must be seen to by hand.")


def older_files(folder: Path, code: str) -> list[Path]:
    """Return the files of a workspace that may hold a workshop's words, besides the database.

    Parameters
    ----------
    folder
        The workspace.
    code
        The workshop's code.
    """
    from crpkit.workspace import DATABASE

    in_use = {folder / f"{DATABASE}{end}" for end in ("", "-wal", "-shm", "-journal")}
    older = []
    for place, folders, names in os.walk(folder):
        folders[:] = sorted(name for name in folders if not name.startswith((".", "__")))
        here = Path(place)
        ours = here.is_relative_to(folder / "outputs" / code)
        older += [
            path
            for path in (here / name for name in sorted(names))
            if path not in in_use and (ours or _may_hold(path, code))
        ]
    return older


def _may_hold(path: Path, code: str) -> bool:
    if code.lower() in path.name.lower():
        return True
    kind = path.suffix.lower()
    if kind != ".jsonl":  # a copy of the database, with or without an addition to its name
        return ".sqlite" in path.name.lower() or kind in {".db", ".bak"}
    try:
        with path.open("rb") as file:
            return any(code.encode() in line for line in file)
    except OSError:
        return True


def _many(number: int, one: str, more: str) -> str:
    return f"{number} {one if number == 1 else more}"
