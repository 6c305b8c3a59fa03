"""A table for Word: a caption, a header that is marked and repeated on every page, rows that are not torn apart."""

from __future__ import annotations

from typing import Any

from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt

from crpkit.charts.svg import clean
from crpkit.reports.document import DataTable

_LINE, _EDGE = "DDD5C5", "6F6A5F"
_SIZE = Pt(10)
_LETTER_MM, _BOLD_MM, _MARGINS_MM = 1.85, 2.15, 4.5  # width of a letter; left and right of a cell
_SHORT_MM, _LONGEST = 26.0, 70


def add_table(made: Any, part: DataTable, width_mm: float, whole: bool = False) -> None:
    """Add a table as wide as the text, with its caption above; ``whole`` keeps a short one on one page."""
    made.add_paragraph(clean(part.caption), style="Caption")
    table = made.add_table(rows=1 + len(part.rows), cols=len(part.header))
    table.alignment = WD_TABLE_ALIGNMENT.LEFT
    table.autofit = False
    _borders(table)
    _look(table, part)
    widths = [Mm(part_mm) for part_mm in column_widths(part, width_mm)]
    for column, width in zip(table.columns, widths, strict=True):
        column.width = width
    for number, (row, texts) in enumerate(zip(table.rows, (part.header, *part.rows), strict=True)):
        _keep_whole(row, header=number == 0)
        for at, (cell, text) in enumerate(zip(row.cells, texts, strict=True)):
            cell.width = widths[at]
            _fill(
                cell,
                text,
                bold=number == 0,
                right=at in part.numbers,
                keep=number == 0 or (whole and number < len(part.rows)),
            )
            if number == 0:
                _cell_border(cell)


def column_widths(part: DataTable, width_mm: float) -> list[float]:
    """Return widths that add up: columns of short cells as wide as these, the others share what is left."""
    wants = []
    for at, name in enumerate(part.header):
        longest_word = max((len(word) for word in name.split()), default=1)
        longest_cell = max((len(row[at]) for row in part.rows), default=0)
        wants.append(max(longest_word * _BOLD_MM, min(longest_cell, _LONGEST) * _LETTER_MM) + _MARGINS_MM)
    short = [want <= _SHORT_MM for want in wants]
    if all(short) or sum(wants) <= width_mm:
        return [want * width_mm / sum(wants) for want in wants]
    kept = sum(want for want, is_short in zip(wants, short, strict=True) if is_short)
    scale = (width_mm - kept) / sum(
        want**0.7 for want, is_short in zip(wants, short, strict=True) if not is_short
    )
    if scale <= 0:
        return [want * width_mm / sum(wants) for want in wants]
    return [want if is_short else want**0.7 * scale for want, is_short in zip(wants, short, strict=True)]


def _fill(cell: Any, text: str, bold: bool, right: bool, keep: bool) -> None:
    paragraph = cell.paragraphs[0]
    paragraph.paragraph_format.space_after = paragraph.paragraph_format.space_before = Pt(2.5)
    paragraph.paragraph_format.line_spacing = 1.1
    paragraph.paragraph_format.keep_with_next = keep or None
    if right:
        paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT
    run = paragraph.add_run(clean(text))
    run.font.size = _SIZE
    run.bold = bold or None


def _keep_whole(row: Any, header: bool) -> None:
    properties = row._tr.get_or_add_trPr()
    for name in ("w:cantSplit", *(("w:tblHeader",) if header else ())):
        properties.append(OxmlElement(name))


def _look(table: Any, part: DataTable) -> None:
    """Mark header row and row names, and say what the table is about, as Word and screen readers know it."""
    properties = table._tbl.tblPr
    look = properties.find(qn("w:tblLook"))
    if look is None:
        look = OxmlElement("w:tblLook")
        properties.append(look)
    first = "1" if part.row_header == 0 else "0"
    for name in list(look.attrib):
        del look.attrib[name]
    marks = {
        "firstRow": "1",
        "lastRow": "0",
        "firstColumn": first,
        "lastColumn": "0",
        "noHBand": "1",
        "noVBand": "1",
    }
    for name, value in marks.items():
        look.set(qn(f"w:{name}"), value)
    caption = OxmlElement("w:tblCaption")
    caption.set(qn("w:val"), clean(part.caption))
    properties.append(caption)


def _borders(table: Any) -> None:
    borders = OxmlElement("w:tblBorders")
    for side in ("bottom", "insideH"):
        borders.append(_line(side, _LINE, 4))
    table._tbl.tblPr.insert_element_before(
        borders, "w:shd", "w:tblLayout", "w:tblCellMar", "w:tblLook", "w:tblCaption", "w:tblDescription"
    )


def _cell_border(cell: Any) -> None:
    borders = OxmlElement("w:tcBorders")
    borders.append(_line("bottom", _EDGE, 8))
    cell._tc.get_or_add_tcPr().append(borders)


def _line(side: str, colour: str, size: int) -> Any:
    line = OxmlElement(f"w:{side}")
    for name, value in (("val", "single"), ("sz", str(size)), ("space", "0"), ("color", colour)):
        line.set(qn(f"w:{name}"), value)
    return line
