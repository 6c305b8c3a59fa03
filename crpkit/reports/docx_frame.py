"""What every Word document of ours has: paper, styles, language, contents, page numbers."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import docx
from docx.enum.style import WD_STYLE_TYPE
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor
from docx.text.paragraph import Paragraph

FONT = "Calibri"
INK = RGBColor(0x1B, 0x23, 0x30)
SOFT = RGBColor(0x43, 0x4D, 0x5E)
ACCENT = RGBColor(0x0B, 0x57, 0x54)
ACCENT_SOFT, AMBER, TEAL, LINE = "DCEFEC", "D98A00", "0B5754", "DDD5C5"
SMALL, GAP = Pt(10), Pt(12)
_MODE = "15"  # else Word says “Compatibility Mode”


def blank(language: str) -> Any:
    """Return an empty document on A4 with our styles, written in a language."""
    made = docx.Document()
    section = made.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.left_margin = section.right_margin = Mm(22)
    section.top_margin, section.bottom_margin = Mm(20), Mm(20)
    section.footer_distance = Mm(10)
    _language(made, language)
    _texts(made)
    _headings(made)
    _own(made)
    _settings(made, language)
    return made


_CLOSER, _TIGHT = 0.8, 0.4
_CLOSE_MARGIN = Mm(17)
_SMALLEST = 9.0


def closer(made: Any) -> None:
    """Bring everything closer together, for a document of a page or two; no letter becomes smaller than 9 points."""
    section = made.sections[0]
    section.top_margin = section.bottom_margin = Mm(13)
    section.left_margin = section.right_margin = _CLOSE_MARGIN
    section.footer_distance = Mm(6)
    for style in made.styles:
        if getattr(style, "paragraph_format", None) is None:
            continue
        if style.font.size is not None:
            style.font.size = Pt(max(_SMALLEST, round(style.font.size.pt * _CLOSER * 2) / 2))
        form = style.paragraph_format
        form.space_before = None if form.space_before is None else Pt(form.space_before.pt * _TIGHT)
        form.space_after = None if form.space_after is None else Pt(form.space_after.pt * _TIGHT)
        form.line_spacing = (
            min(form.line_spacing, 1.1) if isinstance(form.line_spacing, float) else form.line_spacing
        )


def is_close(made: Any) -> bool:
    """Say whether :func:`closer` was used."""
    margin: int = made.sections[0].left_margin
    return abs(margin - _CLOSE_MARGIN) < Mm(1)


def _language(made: Any, language: str) -> None:
    """Say the language where every paragraph inherits it; the template says American English."""
    for element in made.styles.element.iter(qn("w:lang")):
        element.set(qn("w:val"), language)
    defaults = made.styles.element.find(f"{qn('w:docDefaults')}/{qn('w:rPrDefault')}/{qn('w:rPr')}")
    if defaults.find(qn("w:lang")) is None:
        lang = OxmlElement("w:lang")
        lang.set(qn("w:val"), language)
        defaults.append(lang)


def _settings(made: Any, language: str) -> None:
    settings = made.settings.element
    for element in settings.iter(qn("w:themeFontLang")):
        element.set(qn("w:val"), language)
    compat = settings.find(qn("w:compat"))
    if compat is None:
        compat = OxmlElement("w:compat")
        settings.append(compat)
    for old in list(compat.iter(qn("w:compatSetting"))):
        compat.remove(old)
    mode = OxmlElement("w:compatSetting")
    mode.set(qn("w:name"), "compatibilityMode")
    mode.set(qn("w:uri"), "http://schemas.microsoft.com/office/word")
    mode.set(qn("w:val"), _MODE)
    compat.append(mode)


def _letters(style: Any, size: float, colour: RGBColor = INK, bold: bool = False) -> None:
    font = style.font
    font.name, font.size, font.bold, font.italic = FONT, Pt(size), bold, False
    font.color.rgb = colour
    fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
    for name in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
        fonts.attrib.pop(qn(f"w:{name}"), None)
    for name in ("ascii", "hAnsi", "cs", "eastAsia"):
        fonts.set(qn(f"w:{name}"), FONT)


def _space(style: Any, before: float, after: float, line: float = 1.2, keep: bool = False) -> None:
    form = style.paragraph_format
    form.space_before, form.space_after, form.line_spacing = Pt(before), Pt(after), line
    form.keep_with_next = keep
    form.widow_control = True


def _texts(made: Any) -> None:
    styles = made.styles
    _letters(styles["Normal"], 11.5)
    _space(styles["Normal"], 0, 7, 1.25)
    _letters(styles["List Bullet"], 11.5)
    _space(styles["List Bullet"], 0, 3, 1.25)
    _letters(styles["Caption"], 10, SOFT)
    _space(styles["Caption"], 6, 3, 1.1, keep=True)
    _letters(styles["Footer"], 9, SOFT)


def _headings(made: Any) -> None:
    styles = made.styles
    _letters(styles["Title"], 30, ACCENT, bold=True)
    _space(styles["Title"], 0, 4, 1.05, keep=True)
    _border(styles["Title"].element, None)
    _letters(styles["Subtitle"], 14, SOFT)
    for name in ("Title", "Subtitle"):
        _no_tracking(styles[name].element)
    _space(styles["Subtitle"], 0, 16)
    for level, (size, before, after) in enumerate(((20, 26, 8), (14.5, 18, 5), (12, 12, 4)), 1):
        style = styles[f"Heading {level}"]
        _letters(style, size, ACCENT if level == 1 else INK, bold=True)
        _space(style, before, after, 1.1, keep=True)
    _border(styles["Heading 1"].element, TEAL, side="top", space=6)


def _no_tracking(style: Any) -> None:
    """Set letters as close as usual; the template spreads them."""
    properties = style.get_or_add_rPr()
    for element in (*properties.findall(qn("w:spacing")), *properties.findall(qn("w:kern"))):
        properties.remove(element)


def _own(made: Any) -> None:
    lead = _style(made, "Lead", 14)
    _space(lead, 0, 8, 1.2)
    _space(_style(made, "Small", 10, SOFT), 0, 6, 1.15)
    _space(_style(made, "Figure Title", 12, bold=True), 12, 4, 1.1, keep=True)
    _space(_style(made, "Figure Picture", 11.5), 0, 4, 1.0, keep=True)
    _space(_style(made, "Figure Words", 11.5), 0, 8, 1.25)
    _space(_style(made, "Fact", 11.5), 0, 2, 1.15)
    _space(_style(made, "Contents Title", 12, bold=True), 0, 3, 1.1, keep=True)
    _space(_style(made, "Contents", 11.5, ACCENT), 0, 2, 1.15)
    card = _style(made, "Card", 11.5)
    _space(card, 0, 5, 1.15)
    card.paragraph_format.left_indent = Mm(4)
    card.paragraph_format.keep_together = True
    _border(card.element, AMBER, side="left", size=24, space=8)
    _border(card.element, LINE, side="between", size=4, space=4)
    for name, base, keep in (("Callout Title", "Normal", True), ("Callout Bullet", "List Bullet", False)):
        style = _style(made, name, 11.5, bold=name == "Callout Title", base=base)
        _space(style, 12 if keep else 0, 3, 1.2, keep=keep)
        _border(style.element, TEAL, side="left", size=36, space=8)
        _shade(style.element, ACCENT_SOFT)


def _style(
    made: Any, name: str, size: float, colour: RGBColor = INK, bold: bool = False, base: str = "Normal"
) -> Any:
    style = made.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
    style.base_style = made.styles[base]
    style.quick_style = True
    _letters(style, size, colour, bold)
    return style


_AFTER_BORDER = (
    "w:shd",
    "w:tabs",
    "w:suppressAutoHyphens",
    "w:spacing",
    "w:ind",
    "w:contextualSpacing",
    "w:jc",
)


def _border(style: Any, colour: str | None, side: str = "bottom", size: int = 18, space: int = 4) -> None:
    """Draw a line along one side of a style's paragraphs, or take all away."""
    properties = style.get_or_add_pPr()
    borders = properties.find(qn("w:pBdr"))
    if colour is None:
        if borders is not None:
            properties.remove(borders)
        return
    if borders is None:
        borders = OxmlElement("w:pBdr")
        properties.insert_element_before(borders, *_AFTER_BORDER)
    line = OxmlElement(f"w:{side}")
    for name, value in (("val", "single"), ("sz", str(size)), ("space", str(space)), ("color", colour)):
        line.set(qn(f"w:{name}"), value)
    borders.append(line)


def _shade(style: Any, colour: str) -> None:
    shade = OxmlElement("w:shd")
    for name, value in (("val", "clear"), ("color", "auto"), ("fill", colour)):
        shade.set(qn(f"w:{name}"), value)
    style.get_or_add_pPr().insert_element_before(shade, *_AFTER_BORDER[1:])


def bookmark(paragraph: Any, name: str, number: int) -> None:
    """Give a paragraph a name that links can go to."""
    begin, end = OxmlElement("w:bookmarkStart"), OxmlElement("w:bookmarkEnd")
    begin.set(qn("w:id"), str(number))
    begin.set(qn("w:name"), name)
    end.set(qn("w:id"), str(number))
    paragraph._p.append(begin)
    paragraph._p.append(end)


def contents(made: Any, entries: Sequence[tuple[str, str]], called: str = "record") -> None:
    """Write what is in the document, each entry a link; no field, so that nobody is asked to update it."""
    if len(entries) < 3:
        return
    made.add_paragraph(f"In this {called}", style="Contents Title")
    for anchor, text in entries:
        paragraph = made.add_paragraph(style="Contents")
        link = OxmlElement("w:hyperlink")
        link.set(qn("w:anchor"), anchor)
        link.set(qn("w:history"), "1")
        run = paragraph.add_run(text)
        link.append(run._r)
        paragraph._p.append(link)


def space_after_tables(made: Any) -> None:
    """Let what follows a table stand apart from it; an empty paragraph would be read out as nothing."""
    for table in made.element.body.findall(qn("w:tbl")):
        after = table.getnext()
        if after is not None and after.tag == qn("w:p"):
            paragraph = Paragraph(after, made)
            style: Any = paragraph.style
            own = paragraph.paragraph_format.space_before
            given = style.paragraph_format.space_before if own is None else own
            gap = GAP // 2 if is_close(made) else GAP
            if (given or 0) < gap:
                paragraph.paragraph_format.space_before = gap


def foot(made: Any, words: str) -> None:
    """Write the foot of every page: some words, and which page of how many it is."""
    paragraph = made.sections[0].footer.paragraphs[0]
    paragraph.style = made.styles["Footer"]
    paragraph.add_run(f"{words} · page ")
    _field(paragraph, "PAGE")
    paragraph.add_run(" of ")
    _field(paragraph, "NUMPAGES")


def _field(paragraph: Any, code: str) -> None:
    field = OxmlElement("w:fldSimple")
    field.set(qn("w:instr"), code)
    run = paragraph.add_run("1")
    field.append(run._r)
    paragraph._p.append(field)
