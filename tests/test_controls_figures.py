"""Figures on the page: named, described, with a table, and with nothing in them that runs."""

from __future__ import annotations

import datetime
from xml.etree import ElementTree

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from crpkit.charts.figure import Figure
from crpkit.panels import controls as ui

SVG = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><defs><clipPath id="c"><rect/></clipPath></defs>'
    '<g clip-path="url(#c)"><use href="#c"/><text>16 &lt;dots&gt;</text></g></svg>'
)
EVIL = "<script>alert(1)</script>"


def figure(svg: str = SVG, words: str = "Match events lead.", title: str = "Dots", **more) -> Figure:
    table = more.pop("table", pd.DataFrame({"Option": ["Match events", EVIL], "Dots": [1600, None]}))
    return Figure(svg=svg, words=words, table=table, title=title, **more)


def tree(html: str) -> ElementTree.Element:
    return ElementTree.fromstring(html)


def test_a_figure_has_picture_words_and_table() -> None:
    root = tree(ui.figure_html(figure(), "p"))
    assert root.tag == "figure" and root.get("role") == "group" and root.get("aria-labelledby") == "p-title"
    picture = root.find(".//{http://www.w3.org/2000/svg}svg")
    assert picture is not None and picture.get("role") == "img" and picture.get("aria-label") == "Dots"
    caption = root.find("figcaption")
    assert caption is not None and caption.text == "Match events lead."
    rows = root.findall(".//tbody/tr")
    assert [cell.get("scope") for cell in root.findall(".//thead/tr/th")] == ["col", "col"]
    assert [[cell.text for cell in row] for row in rows] == [["Match events", "1,600"], [EVIL, "not known"]]
    assert all(row[0].tag == "th" and row[0].get("scope") == "row" for row in rows)


@given(st.text(), st.text(), st.text())
def test_no_text_becomes_markup(title: str, words: str, cell: str) -> None:
    table = pd.DataFrame({cell or "x": [cell]})
    html = ui.figure_html(figure(words=words + EVIL, title=title + EVIL, table=table))
    assert "<script" not in html
    allowed = {
        "figure",
        "p",
        "div",
        "svg",
        "defs",
        "clipPath",
        "rect",
        "g",
        "use",
        "text",
        "figcaption",
        "details",
    }
    allowed |= {"summary", "table", "caption", "thead", "tbody", "tr", "th", "td"}
    assert {element.tag.rpartition("}")[2] for element in tree(html).iter()} <= allowed


def test_wide_and_narrow_share_no_id_and_keep_their_references() -> None:
    html = ui.figure_html(figure(svg_narrow=SVG), "p")
    ids = [element.get("id") for element in tree(html).iter() if element.get("id")]
    assert len(ids) == len(set(ids)) == 3
    assert "url(#p-wide-c)" in html and "url(#p-narrow-c)" in html and 'href="#p-narrow-c"' in html


@pytest.mark.parametrize(
    "inside",
    [
        EVIL,
        '<rect onclick="alert(1)"/>',
        '<a xmlns:xlink="http://www.w3.org/1999/xlink" xlink:href="javascript:alert(1)"/>',
        '<image href="https://example.org/x.png"/>',
        "<foreignObject/>",
    ],
)
def test_a_picture_that_could_run_or_load_something_is_refused(inside: str) -> None:
    with pytest.raises(ValueError, match="could run or load"):
        ui.FigureView(figure(svg=f'<svg xmlns="http://www.w3.org/2000/svg">{inside}</svg>'))


@pytest.mark.parametrize("svg", ["", "words", "<p/>", "<svg"])
def test_what_is_no_picture_is_refused(svg: str) -> None:
    with pytest.raises(ValueError, match="is not an SVG"):
        ui.figure_html(figure(svg=svg))


def test_a_view_shows_changes_and_takes_away() -> None:
    view = ui.FigureView()
    assert view.figure is None and view._spec["html"] == ""
    first = figure()
    view.show(first)
    assert view.figure is first and "Match events lead." in view._spec["html"]
    view.show(None)
    assert view._spec["html"] == ""


def test_a_table_reads_as_people_write() -> None:
    frame = pd.DataFrame(
        {
            "n": [1234567, 3],
            "x": [0.5, float("nan")],
            "yes": [True, False],
            "day": [datetime.date(2026, 3, 1), None],
        },
        index=pd.Index(["one", "two"], name="What"),
    )
    cells = [[cell.text for cell in row] for row in tree(ui.table_html(frame, "Things")).iter("tr")]
    assert cells[0] == ["What", "n", "x", "yes", "day"]
    assert cells[1] == ["one", "1,234,567", "0.5", "yes", "2026-03-01"]
    assert cells[2] == ["two", "3", "not known", "no", "not known"]


def test_a_long_table_says_what_it_leaves_out() -> None:
    html = ui.table_html(pd.DataFrame({"a": range(501), "b": range(501)}), "Long")
    assert html.count("<tr>") == 501 and "1 more row is left out here." in html
