"""A document for Word: real headings, lists and tables, words for every picture, a language."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime
from io import BytesIO
from typing import Any

from docx.shared import Mm

from crpkit.charts.drawing import png
from crpkit.charts.svg import clean
from crpkit.reports import docx_frame as frame
from crpkit.reports.document import (
    Bullets,
    Callout,
    Card,
    Cards,
    DataTable,
    Document,
    Facts,
    FigureBlock,
    Heading,
    PageBreak,
    Paragraph,
    Part,
    Picture,
    Words,
    runs,
)
from crpkit.reports.docx_table import add_table

WIDTH_MM = 166
MOST_HEIGHT_MM = 215
_PHOTO_HEIGHT_MM = 105
_SHORT_HEIGHT_MM = 50  # of a figure in a document of a page or two
_SHOWN = (FigureBlock, DataTable, Cards, Picture)
_ROLES = {"text": "Normal", "lead": "Lead", "small": "Small"}


def docx_bytes(document: Document) -> bytes:
    """Return a document as a Word file."""
    made = frame.blank(document.language)
    if document.short:
        frame.closer(made)
    _properties(made, document)
    made.add_paragraph(clean(document.title), style="Title")
    if document.subtitle:
        made.add_paragraph(clean(document.subtitle), style="Subtitle")
    frame.contents(made, [(one.anchor, clean(one.text)) for one in document.contents()], document.called)
    frame.foot(made, clean(document.foot or document.title))
    for number, part in enumerate(document.parts, 1):
        _PARTS[type(part)](made, part, number)
        if number > 1 and isinstance(document.parts[number - 2], PageBreak) and isinstance(part, Heading):
            made.paragraphs[-1].paragraph_format.page_break_before = True
        if isinstance(part, Paragraph) and _leads_to_something(document.parts[number:]):
            made.paragraphs[-1].paragraph_format.keep_with_next = True
    frame.space_after_tables(made)
    buffer = BytesIO()
    made.save(buffer)
    return buffer.getvalue()


def _leads_to_something(rest: Sequence[Part]) -> bool:
    """Say whether a picture, table or cards come next, at most after some more paragraphs."""
    follows = next((part for part in rest if not isinstance(part, Paragraph)), None)
    return isinstance(follows, _SHOWN)


def _properties(made: Any, document: Document) -> None:
    core = made.core_properties
    written = (document.written or datetime.now(UTC)).astimezone(UTC).replace(tzinfo=None)
    core.title, core.subject = clean(document.title)[:255], clean(document.subject)[:255]
    core.language = document.language
    core.author = core.last_modified_by = "crpkit"
    core.comments, core.keywords, core.revision = "", "", 1
    core.created = core.modified = written


def _words(paragraph: Any, words: Words) -> None:
    for one in runs(words):
        run = paragraph.add_run(clean(one.text))
        run.bold = True if one.strong else None


def _heading(made: Any, part: Heading, number: int) -> None:
    paragraph = made.add_paragraph(style=f"Heading {part.level - 1}")
    frame.bookmark(paragraph, part.anchor, number)
    paragraph.add_run(clean(part.text))


def _paragraph(made: Any, part: Paragraph, number: int) -> None:
    _words(made.add_paragraph(style=_ROLES[part.role]), part.words)


def _bullets(made: Any, part: Bullets, number: int) -> None:
    for item in part.items:
        _words(made.add_paragraph(style="List Bullet"), item)


def _table(made: Any, part: DataTable, number: int) -> None:
    add_table(made, part, WIDTH_MM)


def _figure(made: Any, part: FigureBlock, number: int) -> None:
    figure = part.figure
    if part.titled:
        made.add_paragraph(clean(figure.title), style="Figure Title")
    alt = f"{figure.title}. {figure.words}"
    _add_picture(
        made, png(figure.svg), alt, number, _SHORT_HEIGHT_MM if frame.is_close(made) else MOST_HEIGHT_MM
    )
    made.add_paragraph(clean(figure.words), style="Figure Words")
    add_table(made, part.table, WIDTH_MM, whole=frame.is_close(made))


def _picture(made: Any, part: Picture, number: int) -> None:
    _add_picture(made, part.data, part.alt, number, _PHOTO_HEIGHT_MM)
    if part.caption:
        made.add_paragraph(clean(part.caption), style="Small")


def _add_picture(made: Any, data: bytes, alt: str, number: int, most_mm: int) -> None:
    """Put in a picture as wide as the text, or as high as allowed, with words for those who cannot see it."""
    paragraph = made.add_paragraph(style="Figure Picture")
    shape = paragraph.add_run().add_picture(BytesIO(data), width=Mm(WIDTH_MM))
    if shape.height > Mm(most_mm):
        shape.width = int(shape.width * Mm(most_mm) / shape.height)
        shape.height = Mm(most_mm)
    for side in "TBLR":  # else some programs leave a gap beside it
        shape._inline.set(f"dist{side}", "0")
    properties = shape._inline.docPr
    properties.set("descr", clean(alt))
    properties.set("name", f"Picture {number}")


def _cards(made: Any, part: Cards, number: int) -> None:
    for group in part.groups:
        if group.title:
            made.add_paragraph(clean(group.title), style=f"Heading {part.level - 1}")
        for card in group.cards:
            _card(made, card)
        if group.note:
            made.add_paragraph(clean(group.note), style="Small")


def _card(made: Any, card: Card) -> None:
    paragraph = made.add_paragraph(style="Card")
    paragraph.add_run(clean(card.text))
    for name, words in card.more:
        run = paragraph.add_run()
        run.add_break()
        run.add_text(f"{clean(name)}: {clean(words)}")
        run.font.size = frame.SMALL


def _callout(made: Any, part: Callout, number: int) -> None:
    made.add_paragraph(clean(part.title), style="Callout Title")
    for item in part.items:
        _words(made.add_paragraph(style="Callout Bullet"), item)


def _facts(made: Any, part: Facts, _: int) -> None:
    for number, (term, value) in enumerate(part.pairs):
        paragraph = made.add_paragraph(style="Fact")
        if number == 0:
            paragraph.paragraph_format.space_before = frame.GAP
        paragraph.add_run(f"{clean(term)}: ")
        paragraph.add_run(clean(value)).bold = True


def _break(made: Any, part: PageBreak, number: int) -> None:
    pass  # the heading behind it begins a page: a paragraph of its own could make an empty page


_PARTS: Mapping[type[Part], Callable[..., None]] = {
    Heading: _heading,
    Paragraph: _paragraph,
    Bullets: _bullets,
    DataTable: _table,
    Picture: _picture,
    FigureBlock: _figure,
    Cards: _cards,
    Callout: _callout,
    Facts: _facts,
    PageBreak: _break,
}
