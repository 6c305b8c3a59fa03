"""A document as a tree of parts: written once, rendered as a web page and for Word.

Parts say what something is, never how it looks. Words are plain text; renderers escape them.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime

import pandas as pd

from crpkit.charts import Figure

ENGLISH = "en-GB"
NO_VALUE = "–"


@dataclass(frozen=True)
class Run:
    """Words in a paragraph; strong words matter more."""

    text: str
    strong: bool = False


Words = str | tuple[Run, ...]


@dataclass(frozen=True)
class Heading:
    """A heading; level 1 is that of the document, so parts begin with 2.

    Attributes
    ----------
    level, text
        2 to 4, and what it says.
    anchor
        Its name within the document; the outline gives one if it is empty.
    """

    level: int
    text: str
    anchor: str = ""


@dataclass(frozen=True)
class Paragraph:
    """Running text.

    Attributes
    ----------
    words
        Its text.
    role
        ``text``; ``lead`` for the sentence that begins a section; ``small`` for what is said beside.
    """

    words: Words
    role: str = "text"


@dataclass(frozen=True)
class Bullets:
    """A list."""

    items: tuple[Words, ...]


@dataclass(frozen=True)
class DataTable:
    """A table with a caption, headers for its columns and, where a column names the rows, for its rows.

    Attributes
    ----------
    caption, header, rows
        What it is about, the names of its columns, and its cells as text.
    row_header
        The column (from 0) that names the rows, or ``None``.
    numbers
        Columns that hold numbers, and stand to the right.
    """

    caption: str
    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    row_header: int | None = 0
    numbers: frozenset[int] = frozenset()


@dataclass(frozen=True)
class Picture:
    """A photo.

    Attributes
    ----------
    data, media
        The file, and what it is: ``image/jpeg`` or ``image/png``.
    alt
        What is on it, for those who cannot see it.
    caption
        What stands below it; may be empty.
    width, height
        In pixels.
    """

    data: bytes
    media: str
    alt: str
    caption: str = ""
    width: int = 0
    height: int = 0


@dataclass(frozen=True)
class FigureBlock:
    """A figure: its picture, the same in words, and its numbers.

    Attributes
    ----------
    figure
        As charts make it.
    titled
        Whether its title stands above it; not if the heading or question just above says the same.
    """

    figure: Figure
    titled: bool = True

    @property
    def table(self) -> DataTable:
        """Its numbers."""
        return table_of(self.figure.table, f"In numbers: {self.figure.title}")


@dataclass(frozen=True)
class Card:
    """One entry as somebody wrote it, and what else was filled in (name and words)."""

    text: str
    more: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class CardGroup:
    """Entries under one heading; ``note`` says what is not there, and why."""

    title: str
    cards: tuple[Card, ...]
    note: str = ""


@dataclass(frozen=True)
class Cards:
    """What people wrote: groups of cards, side by side where there is room.

    Attributes
    ----------
    label
        What they are about.
    groups
        With or without titles.
    level
        Of the headings that the titles become.
    """

    label: str
    groups: tuple[CardGroup, ...]
    level: int = 4


@dataclass(frozen=True)
class Callout:
    """A box with what must not be overlooked."""

    title: str
    items: tuple[Words, ...]


@dataclass(frozen=True)
class Facts:
    """Names and values, for example code and day."""

    pairs: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class PageBreak:
    """What follows begins on a new page, if there are pages."""


Part = Heading | Paragraph | Bullets | DataTable | Picture | FigureBlock | Cards | Callout | Facts | PageBreak


@dataclass(frozen=True)
class Document:
    """A document.

    Attributes
    ----------
    title, subtitle
        Its only heading of level 1, and a line below it.
    parts
        In order.
    language
        Tag of the language it is written in.
    subject
        What it is about, for its properties.
    written
        When it was made (with a time zone).
    foot
        What stands at the bottom of every page.
    short
        A page or two: no table of contents, and everything closer together.
    called
        What it is: “In this record” stands above its table of contents.
    """

    title: str
    parts: tuple[Part, ...]
    subtitle: str = ""
    language: str = ENGLISH
    subject: str = ""
    written: datetime | None = None
    foot: str = ""
    short: bool = False
    called: str = "record"
    outline: tuple[Heading, ...] = field(init=False)

    def __post_init__(self) -> None:
        """Number the headings, and see that no level is left out: who listens to a page goes by them."""
        parts = tuple(_anchored(self.parts))
        level = 1
        for part in parts:
            if isinstance(part, Heading):
                if not 2 <= part.level <= level + 1:
                    raise ValueError(f"“{part.text}” has level {part.level} below one of level {level}")
                level = part.level
            elif (
                isinstance(part, Cards)
                and any(group.title for group in part.groups)
                and part.level > level + 1
            ):
                raise ValueError(
                    f"“{part.label}” has headings of level {part.level} below one of level {level}"
                )
        object.__setattr__(self, "parts", parts)
        object.__setattr__(self, "outline", tuple(part for part in parts if isinstance(part, Heading)))

    def contents(self) -> tuple[Heading, ...]:
        """Return the headings that a table of contents names; none in a short document."""
        return () if self.short else tuple(heading for heading in self.outline if heading.level == 2)


def _anchored(parts: Iterable[Part]) -> Iterator[Part]:
    number = 0
    for part in parts:
        if isinstance(part, Heading):
            number += 1
            yield part if part.anchor else Heading(part.level, part.text, f"part-{number}")
        else:
            yield part


def plain_words(words: Words) -> str:
    """Return words without their emphasis."""
    return words if isinstance(words, str) else "".join(run.text for run in words)


def runs(words: Words) -> tuple[Run, ...]:
    """Return words as runs."""
    return (Run(words),) if isinstance(words, str) else words


def table_of(frame: pd.DataFrame, caption: str) -> DataTable:
    """Return a frame as a table of text; its first column names the rows, or its second if the first is a letter.

    Parameters
    ----------
    frame
        What is missing in it becomes a dash; numbers lose zeros that no number in their column needs.
    caption
        What it is about.
    """
    columns = [str(name) for name in frame.columns]
    parted = [any(_is_parted(value) for value in frame[name]) for name in frame.columns]
    rows = [
        [cell_text(value, zeros) for value, zeros in zip(row, parted, strict=True)]
        for row in frame.itertuples(index=False, name=None)
    ]
    numbers = frozenset(
        at
        for at, name in enumerate(frame.columns)
        if any(_is_number(value) for value in frame[name])
        and all(_is_number(value) or _is_missing(value) for value in frame[name])
    )
    names_rows = int(len(columns) > 1 and columns[0].lower() == "letter")  # a letter alone says nothing
    return DataTable(caption, tuple(columns), tuple(map(tuple, rows)), names_rows, numbers)


def cell_text(value: object, zeros: bool = False) -> str:
    """Return a value as people write it, a dash for what is missing; with ``zeros``, 7.0 stays “7.0”."""
    if _is_missing(value):
        return NO_VALUE
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float):
        return f"{value:,.1f}".removesuffix("" if zeros else ".0").replace("-", "−")
    if isinstance(value, datetime):
        return value.isoformat(sep=" ", timespec="minutes")
    words = str(value)
    return "−" + words[1:] if _is_number(value) and words.startswith("-") else words


def _is_parted(value: object) -> bool:
    return isinstance(value, float) and not _is_missing(value) and not f"{value:.1f}".endswith(".0")


def _is_missing(value: object) -> bool:
    # pandas' own “not available” is neither equal nor unequal to anything: asking it would raise.
    return value is None or repr(value) in ("<NA>", "NaT") or value != value


def _is_number(value: object) -> bool:
    return not _is_missing(value) and hasattr(value, "__float__") and not isinstance(value, bool)
