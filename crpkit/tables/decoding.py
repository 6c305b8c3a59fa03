"""Bytes of a text file in whatever encoding a spreadsheet saved it."""

from __future__ import annotations

import codecs

_MARKS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
DELIMITERS = ",;\t"


def decoded(data: bytes) -> tuple[str, int | None]:
    """Return the text, and the line (from 1) of the first letter that was taken on trust; ``None`` if none was.

    UTF-8 and UTF-16 are known by their marks or by reading without a fault; anything else is taken as the Windows
    encoding of Western Europe.
    """
    for mark, name in _MARKS:
        if data.startswith(mark):
            return data.decode(name, errors="replace"), None
    try:
        return data.decode("utf-8"), None
    except UnicodeDecodeError as error:
        return data.decode("cp1252", errors="replace"), data[: error.start].count(b"\n") + 1


def delimiter(line: str) -> str:
    """Return what parts the cells of a line: the comma, semicolon or tab that stands in it most often."""
    return max(DELIMITERS, key=lambda mark: (line.count(mark), -DELIMITERS.index(mark)))
