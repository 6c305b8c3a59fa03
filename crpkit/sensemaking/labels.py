"""Words that set a theme apart from the others."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Mapping, Sequence

from crpkit.sensemaking.wordlike import telling

MOST_WORDS = 3


def theme_labels(groups: Mapping[str, Sequence[str]]) -> dict[str, str]:
    """Return for each group of texts the words that set it apart, the most telling first.

    Parameters
    ----------
    groups
        Name of the group → its texts.

    Returns
    -------
    dict
        Name → up to three words with commas between; empty where no word is telling.

    Notes
    -----
    Class-based TF-IDF (Grootendorst 2022, doi 10.48550/arXiv.2203.05794): how often a word stands in the group, times
    log(1 + average words of a group / how often it stands anywhere). A word is counted once for each text, so that one
    long note does not name the theme alone.
    """
    counts = {
        name: Counter(word for text in texts for word in set(telling(text))) for name, texts in groups.items()
    }
    everywhere: Counter[str] = Counter()
    for found in counts.values():
        everywhere.update(found)
    average = sum(everywhere.values()) / len(counts) if counts else 0.0
    return {name: _label(found, everywhere, average) for name, found in counts.items()}


def _label(found: Counter[str], everywhere: Counter[str], average: float) -> str:
    weights = {word: n * math.log(1 + average / everywhere[word]) for word, n in found.items()}
    best = sorted(weights, key=lambda word: (-weights[word], word))
    chosen: list[str] = []
    for word in best:
        # “pay, paid, payment” would be three words for one thing.
        if not any(word[:4] == other[:4] for other in chosen):
            chosen.append(word)
        if len(chosen) == MOST_WORDS:
            break
    return ", ".join(chosen)
