"""What a disclosure asks of the facilitator, in the team's words if it has written them, else in the kit's."""

from __future__ import annotations

import re
from pathlib import Path

from crpkit import resources
from crpkit.errors import clean

PLACE = ("texts", "safeguarding.md")
_MARK = re.compile(r"^\s{0,3}(#{1,6}\s+|>\s?|[-*+]\s+|\d{1,3}[.)]\s+)")
_RULE = re.compile(r"^\s*([-*_]\s*){3,}$")
_LINK = re.compile(r"!?\[([^\]]*)\]\([^)\s]*\)")
_STRONG = re.compile(r"(\*\*|__|`)(?=\S)(.+?)(?<=\S)\1")
_EMPHASIS = re.compile(r"(?<![\w*])([*_])(?=\S)(.+?)(?<=\S)\1(?![\w*])")


def care_words(folder: Path) -> list[str]:
    """Return what a disclosure asks of the facilitator, as plain paragraphs.

    Parameters
    ----------
    folder
        The workspace. If its ``workshop_data/texts/safeguarding.md`` is not there, cannot be read or is empty, the
        text that comes with the kit is used: the facilitator must never stand without one.
    """
    for place in (folder / "workshop_data", resources.folder("workshop_data")):
        try:
            text = place.joinpath(*PLACE).read_text(encoding="utf-8-sig")
        except (OSError, ValueError):
            continue
        found = paragraphs(text)
        if found:
            return found
    return []


def paragraphs(text: str) -> list[str]:
    """Return Markdown as plain paragraphs: headings, list marks and emphasis become plain text."""
    found: list[list[str]] = []
    fresh = True
    for line in clean(text).splitlines():
        mark = _MARK.match(line)
        if not line.strip() or _RULE.match(line):
            fresh = True
            continue
        if mark or fresh:
            found.append([])
        found[-1].append(line[mark.end() if mark else 0 :].strip())
        fresh = bool(mark and mark.group(1).startswith("#"))
    return [words for words in (_plain(" ".join(lines)) for lines in found) if words]


def _plain(words: str) -> str:
    for pattern, group in ((_LINK, r"\1"), (_STRONG, r"\2"), (_EMPHASIS, r"\2")):
        words = pattern.sub(group, words)
    return " ".join(words.split())
