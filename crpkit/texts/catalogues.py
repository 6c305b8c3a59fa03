"""Translations of the light pages: gettext catalogues that a team keeps as text in its workspace.

They lie in ``workshop_data/locale/`` and are called by language, for example ``cy.po``. ``msgctxt`` is the key of a
text, ``msgid`` the English, ``msgstr`` the translation. A text that is not there, or whose English has changed since,
stays English.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from io import StringIO
from pathlib import Path

from babel.messages.catalog import Message
from babel.messages.pofile import PoFileError, read_po

from crpkit.errors import Problem, clean
from crpkit.tables import short

PLURALS = ("zero", "one", "two", "few", "many", "other")
HEAVIEST = 2_000_000  # bytes; all English words together are far below a tenth of this
_LINE = re.compile(r'((msgctxt|msgid|msgid_plural|msgstr(\[\d\])?)\s+)?"([^"\\]|\\.)*"')
_PLACEHOLDER = re.compile(r"\{(\w+)\}")


@dataclass(frozen=True)
class Catalogue:
    """A catalogue that was read.

    Attributes
    ----------
    texts
        (key, English) → translation; only those that can be used.
    problems
        What is wrong with it. After a mistake in its form ``texts`` is empty.
    """

    texts: Mapping[tuple[str, str], str] = field(default_factory=dict)
    problems: tuple[Problem, ...] = ()


def translations(folder: Path, language: str) -> dict[tuple[str, str], str]:
    """Return what a workspace translates into a language: (key, English) → translation.

    Parameters
    ----------
    folder
        The workspace.
    language
        A tag such as ``cy`` or ``pt-BR``. For ``pt-BR``, ``pt.po`` counts too, and ``pt-BR.po`` before it.
    """
    wanted = language.replace("_", "-").lower()
    known = {path.stem.replace("_", "-").lower(): path for path in reversed(catalogue_files(folder))}
    texts: dict[tuple[str, str], str] = {}
    parts = wanted.split("-")
    for length in range(1, len(parts) + 1):
        path = known.get("-".join(parts[:length]))
        if path is not None:
            texts.update(_read_once(path).texts)
    return texts


def catalogue_files(folder: Path) -> list[Path]:
    """Return the catalogues of a workspace."""
    try:
        return sorted((folder / "workshop_data" / "locale").glob("*.po"))
    except OSError:
        return []


def check_catalogues(folder: Path) -> list[Problem]:
    """Return everything that is wrong with the catalogues of a workspace."""
    return [problem for path in catalogue_files(folder) for problem in read_catalogue(path).problems]


def _read_once(path: Path) -> Catalogue:
    """Read a catalogue, anew only when the file has changed: every page that opens asks."""
    try:
        found = path.stat()
    except OSError:
        return Catalogue()
    return _kept(path, found.st_mtime_ns, found.st_size)


@lru_cache(maxsize=64)
def _kept(path: Path, _changed: int, _size: int) -> Catalogue:
    return read_catalogue(path)


def read_catalogue(path: Path) -> Catalogue:
    """Read a catalogue.

    Parameters
    ----------
    path
        A ``.po`` file in UTF-8.

    Returns
    -------
    Catalogue
        With what can be used, and every problem: whoever opens a page must not suffer from a slip in a catalogue.
    """
    try:
        text = _text(path)
    except OSError as error:
        return _broken(path, None, f"This cannot be read ({error.strerror})", "Check that you may read it.")
    except UnicodeDecodeError as error:
        number = error.object[: error.start].count(b"\n") + 1
        return _broken(path, number, "This is not UTF-8 text", "Save the file again as UTF-8.")
    except ValueError as error:
        return _broken(path, None, str(error), "Use a catalogue of the kit’s own words.")
    for number, line in enumerate(map(str.strip, text.split("\n")), 1):
        if line and not line.startswith("#") and not _LINE.fullmatch(line):
            remedy = 'Write msgctxt, msgid or msgstr and then words between two ": a " inside them is \\".'
            return _broken(path, number, f"This line cannot be read: {short(line)}", remedy)
    return _parsed(path, text)


def _text(path: Path) -> str:
    if path.stat().st_size > HEAVIEST:
        raise ValueError("The file is too large")
    return path.read_bytes().decode("utf-8-sig").replace("\r\n", "\n").replace("\r", "\n")


def _broken(path: Path, line: int | None, found: str, remedy: str) -> Catalogue:
    return Catalogue({}, (Problem(found, remedy, path, line),))


def _parsed(path: Path, text: str) -> Catalogue:
    remedy = "Each text needs msgctxt, msgid and msgstr, in this order."
    try:
        messages = list(read_po(StringIO(text), ignore_obsolete=True, abort_invalid=True))
    except PoFileError as error:
        return _broken(path, error.lineno + 1, "This entry is not whole", remedy)
    except (ValueError, LookupError, TypeError, AttributeError):  # what its parser lets through on wild input
        return _broken(path, None, "The entries of this file cannot be told apart", remedy)
    texts: dict[tuple[str, str], str] = {}
    problems = []
    for key, english, translated, line in _usable(messages):
        found = _unlike(key, english, translated)
        if found:
            remedy = f"Write the same words in braces as in the English: {short(english)}"
            problems.append(Problem(found, remedy, path, line, key))
        else:
            texts[key, english] = translated
    return Catalogue(texts, tuple(problems))


def _usable(messages: list[Message]) -> Iterator[tuple[str, str, str, int | None]]:
    for message in messages:
        english, translated = message.id, message.string
        if not isinstance(english, str) or not isinstance(translated, str) or message.fuzzy:
            continue  # a tuple has gettext's own plurals, which the pages do not use
        if message.context and english and translated:
            yield message.context, english, clean(translated), message.lineno


def _unlike(key: str, english: str, translated: str) -> str:
    """Say how the placeholders differ; a plural form may leave its number out ("one person")."""
    wanted, given = set(_PLACEHOLDER.findall(english)), set(_PLACEHOLDER.findall(translated))
    extra = sorted(given - wanted)
    if extra:
        return f"{{{extra[0]}}} is not in the English"
    missing = sorted(wanted - given)
    if missing and key.rpartition(".")[2] not in PLURALS:
        return f"{{{missing[0]}}} is missing"
    return ""
