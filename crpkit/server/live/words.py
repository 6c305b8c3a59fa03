"""All words of the light pages, in the language of the workspace.

English lives in ``words_*.py``; translations in the workspace (see :mod:`crpkit.texts`).
``python -m crpkit.server.live.words`` writes the template for translators anew; with the name of a file such as
``workshop_data/locale/cy.po`` it begins or renews that catalogue.
"""

from __future__ import annotations

import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from types import ModuleType

from crpkit.errors import InputProblems
from crpkit.server.live import words_ask, words_common, words_console, words_join, words_screen, words_walk
from crpkit.texts import translations
from crpkit.texts.catalogues import PLURALS
from crpkit.texts.writing import catalogue_text

ENGLISH = "en-GB"
# Modules with words for one topic on several pages: JOIN, SCREEN, CONSOLE.
EXTRA: tuple[ModuleType, ...] = (words_ask, words_walk)


def _with_extra(page: str, words: Mapping[str, str]) -> dict[str, str]:
    together = dict(words)
    for module in EXTRA:
        together |= getattr(module, page, {})
    return together


ROOMS: Mapping[str, Mapping[str, str]] = {
    "common": words_common.WORDS,
    "join": _with_extra("JOIN", words_join.WORDS),
    "screen": _with_extra("SCREEN", words_screen.WORDS),
    "console": _with_extra("CONSOLE", words_console.WORDS),
}
TEMPLATE = Path(__file__).resolve().parent / "locale" / "crpkit.pot"
_ALSO = {"phone": "join"}


def words_for(role: str, language: str | None = None, folder: Path | None = None) -> dict[str, str]:
    """Return the words of a page: key → text.

    Parameters
    ----------
    role
        ``join`` (also called ``phone``), ``screen`` or ``console``.
    language
        A tag such as ``cy``; British English if not given.
    folder
        The workspace whose translations count.

    Returns
    -------
    dict
        What all pages share and the page's own; each text is English where there is no usable translation. A language
        with more plural forms than English may add keys (``x.few`` beside ``x.other``).
    """
    english = {**ROOMS["common"], **ROOMS[_ALSO.get(role, role)]}
    if folder is None:
        return english
    found = translations(folder, language or ENGLISH)
    words = {key: found.get((key, text), text) for key, text in english.items()}
    for (key, text), translated in found.items():
        if _more_plural(key, text, english):
            words[key] = translated
    return words


def page_language(language: str | None, folder: Path | None = None) -> str:
    """Return the language that a page is in, for its ``lang``: English if the workspace has no usable catalogue."""
    return language if language and folder is not None and translations(folder, language) else ENGLISH


def _more_plural(key: str, text: str, english: Mapping[str, str]) -> bool:
    stem, _, form = key.rpartition(".")
    return form in PLURALS and key not in english and english.get(f"{stem}.other") == text


def main(names: Sequence[str]) -> int:
    """Write the template anew, or begin or renew the catalogues that are named.

    Parameters
    ----------
    names
        Files such as ``workshop_data/locale/cy.po``; none: the template.
    """
    try:
        for path in map(Path, names):
            language = path.stem.replace("_", "-")
            _write(path, catalogue_text(ROOMS, language, kept=path))
        if not names:
            _write(TEMPLATE, catalogue_text(ROOMS))
    except InputProblems as error:
        sys.stderr.write("".join(f"{problem}\n" for problem in error.problems))
        return 2
    except OSError as error:
        sys.stderr.write(f"This cannot be written: {error}\n")
        return 2
    return 0


def _write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8", newline="\n")
    sys.stdout.write(f"{path}\n")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
