"""Text that people wrote, made safe to keep: any Unicode, one line, nothing invisible that breaks a file."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection

LONGEST_ID = 60
LONGEST_TITLE = 120
LONGEST_LINE = 1_000
MOST_LINES = 40

# A file of this name cannot be made on Windows, whatever its ending.
_RESERVED = {"con", "prn", "aux", "nul"} | {f"{port}{n}" for port in ("com", "lpt") for n in range(10)}
_ID = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
_CONTROLS = re.compile(r"[\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f]")
_LONE_SURROGATES = re.compile(r"[\ud800-\udfff]")


def one_line(text: str) -> str:
    """Put text on one line: control characters go, halves of characters become “�”, spaces are evened out."""
    text = _LONE_SURROGATES.sub("\ufffd", _CONTROLS.sub("", text))
    return " ".join(text.split())


def check_line(text: object) -> object:
    """Tidy a line; refuse one that is empty or far too long. Anything but text is left for the type check."""
    if not isinstance(text, str):
        return text
    tidy = one_line(text)
    if not tidy:
        raise ValueError("The text is empty; write a few words or remove the line")
    if len(tidy) > LONGEST_LINE:
        raise ValueError(f"The line has {len(tidy)} characters; write at most {LONGEST_LINE}")
    return tidy


def check_title(title: str) -> str:
    """Refuse a title that no card could show."""
    if len(title) > LONGEST_TITLE:
        raise ValueError(f"The title has {len(title)} characters; write at most {LONGEST_TITLE}")
    return title


def check_lines(lines: tuple[str, ...]) -> tuple[str, ...]:
    """Refuse a list of lines that no card could show."""
    if len(lines) > MOST_LINES:
        raise ValueError(f"There are {len(lines)} lines; keep the {MOST_LINES} that matter most")
    return lines


def check_some_lines(lines: tuple[str, ...]) -> tuple[str, ...]:
    """Refuse an empty list as well."""
    if not lines:
        raise ValueError("The list is empty; write at least one line")
    return check_lines(lines)


def check_id(text: object) -> object:
    """Refuse an id that could not be a file name on every computer."""
    if not isinstance(text, str):
        return text
    if not _ID.fullmatch(text) or len(text) > LONGEST_ID:
        example = make_id(text)
        raise ValueError(
            f"The id “{one_line(text)[:LONGEST_ID]}” cannot be a file name everywhere; use up to "
            f"{LONGEST_ID} small letters a to z, digits and single hyphens, for example “{example}”"
        )
    if text in _RESERVED:
        raise ValueError(f"Windows keeps the file name “{text}” for itself; write “{make_id(text)}”")
    return text


def make_id(title: str, taken: Collection[str] = ()) -> str:
    """Make an id, and so a file name, from a title.

    Parameters
    ----------
    title
        Any text; accents are dropped, other scripts leave ``persona``.
    taken
        Ids that are in use; a number is added to keep clear of them.

    Returns
    -------
    str
        Small letters, digits and hyphens; safe as a file name on Windows, macOS and Linux.
    """
    plain = unicodedata.normalize("NFKD", title).encode("ascii", "ignore").decode("ascii").lower()
    words = re.findall(r"[a-z0-9]+", plain)
    stem = "-".join(words)[: LONGEST_ID - 5].strip("-") or "persona"
    if stem in _RESERVED:
        stem = f"persona-{stem}"
    candidate, number = stem, 2
    while candidate in taken:
        candidate, number = f"{stem}-{number}", number + 1
    return candidate
