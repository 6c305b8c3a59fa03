"""Keeping what libraries print by themselves out of what a command says."""

from __future__ import annotations

import os
import sys


def part_output() -> None:
    """Let what is printed past Python, by the solver now and then, go nowhere, so that a command's words stand alone.

    Such a line may be held back until the process ends, so nothing is put back afterwards. Where standard output is
    something else already, in a test or a notebook, nothing is done.
    """
    ours = sys.stdout
    if ours is not sys.__stdout__ or ours is None:
        return
    try:
        descriptor = ours.fileno()
        ours.flush()
        own = os.dup(descriptor)
    except (OSError, ValueError):  # no console, or one that is closed
        return
    lines = 1 if ours.isatty() else -1  # a console shows each line at once
    away = os.open(os.devnull, os.O_WRONLY)
    os.dup2(away, descriptor)
    os.close(away)
    sys.stdout = os.fdopen(own, "w", lines, encoding=ours.encoding, errors=ours.errors)
