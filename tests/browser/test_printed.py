"""A report on paper: what is to begin a page does, and no page is empty, whatever stands before it."""

from __future__ import annotations

import pypdfium2
from playwright.sync_api import Browser

from crpkit.reports.document import DataTable, Document, Heading, PageBreak, Paragraph, Part
from crpkit.reports.html import html_page


def _document(rows: int) -> Document:
    parts: list[Part] = [Heading(2, "Before it"), Paragraph("Words."), PageBreak(), Heading(2, "A new part")]
    for name in ("First", "Second"):
        table = DataTable("Rows", ("Part", "What we agree"), tuple((str(at), "agreed") for at in range(rows)))
        parts += [PageBreak(), Heading(3, f"{name} card"), table]
    return Document("On paper", tuple(parts))


def test_what_is_to_begin_a_page_does_and_no_page_is_empty(browser: Browser) -> None:
    page = browser.new_page()
    many = set()
    for rows in (
        1,
        *range(18, 30),
    ):  # from a card that leaves room to cards that just fill a sheet, and go beyond
        page.set_content(html_page(_document(rows)))
        sheets = pypdfium2.PdfDocument(page.pdf(prefer_css_page_size=True))
        words = ["".join(sheets[at].get_textpage().get_text_range().split()) for at in range(len(sheets))]
        assert all(words), rows
        begun = [one for one in words if one.startswith(("Anewpart", "Firstcard", "Secondcard"))]
        assert len(begun) == 3, rows
        many.add(len(words))
    page.close()
    assert {4, 6} <= many  # each card on a sheet, or on two
