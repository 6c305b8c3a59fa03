"""Texts as words, and as short runs of letters."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")
SHORTEST, LONGEST = 3, 5  # letters in a run
# English words that say nothing about what a note is about. Ours, kept short: other languages lose nothing by it.
_STOP = """
a about after again all also always am an and any are as at be because been before being both but by can
cannot could did do does done each else even ever every for from get gets give go good had has have he
her here him his how i if in into is it its just know less like lot make many may me might more most much
must my need needs never no not now of off often on one only or other our out over own people really
should so some something than that the their them then there these they thing things this those through
to too up us use very want wants was way we well were what when where which while who why will with
without would you your yours
"""
STOP = frozenset(_STOP.split())


def folded(text: str) -> str:
    """Return a text without capital letters and accents, so that spellings meet."""
    apart = unicodedata.normalize("NFKD", text.casefold())
    return "".join(one for one in apart if not unicodedata.combining(one))


def words(text: str) -> list[str]:
    """Return the words of a text, small letters, in order."""
    return [word.replace("’", "'") for word in _WORD.findall(text.casefold())]


def telling(text: str) -> list[str]:
    """Return the words of a text that may say what it is about."""
    return [word for word in words(text) if word not in STOP and (len(word) > 1 or ord(word[0]) > 0x2E80)]


def runs(text: str) -> Counter[str]:
    """Count the runs of three to five letters inside the telling words of a text, edges marked.

    So *paying* and *payment* share much, whichever language they are in; a misspelling costs little.
    """
    counts: Counter[str] = Counter()
    for word in telling(text) or words(text):
        edged = f" {folded(word)} "
        for size in range(SHORTEST, LONGEST + 1):
            counts.update(edged[start : start + size] for start in range(max(1, len(edged) - size + 1)))
    return counts


def weighted(texts: Sequence[str], said: Sequence[int]) -> NDArray[np.float64]:
    """Return one row per text of length 1: runs of letters weighted by how few texts have them (TF-IDF).

    ``said`` tells how many times each text stands. Rows of texts without any letters are 0. Weights are as usual: 1 +
    log of the count, times log((1 + n) / (1 + texts with it)) + 1 (Salton & Buckley 1988, with the smoothing of common
    libraries).
    """
    counted = [runs(text) for text in texts]
    spread: Counter[str] = Counter()
    for counts, times in zip(counted, said, strict=True):
        for run in counts:
            spread[run] += times
    # A run that only one text has says nothing about which texts belong together.
    columns = {run: place for place, run in enumerate(sorted(run for run, n in spread.items() if n > 1))}
    table = np.zeros((len(texts), len(columns)))
    for row, counts in enumerate(counted):
        for run, count in counts.items():
            if run in columns:
                rare = np.log((1 + sum(said)) / (1 + spread[run])) + 1
                table[row, columns[run]] = (1 + np.log(count)) * rare
    lengths = np.linalg.norm(table, axis=1, keepdims=True)
    rows: NDArray[np.float64] = np.divide(table, lengths, out=np.zeros_like(table), where=lengths > 0)
    return rows
