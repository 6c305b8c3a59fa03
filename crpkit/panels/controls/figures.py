"""A figure on the page: the picture, the same in words, and the numbers as a table."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from xml.etree import ElementTree

from crpkit.panels.controls.base import Control, Json
from crpkit.panels.controls.look import script
from crpkit.panels.controls.text import clean, escape

if TYPE_CHECKING:
    import pandas as pd

    from crpkit.charts.figure import Figure

MOST_ROWS = 500
_SVG = "http://www.w3.org/2000/svg"
_XLINK = "http://www.w3.org/1999/xlink"
_ACTIVE = {"script", "foreignobject", "iframe", "object", "embed", "animate", "set", "handler"}
_LINKS = {"href", f"{{{_XLINK}}}href", "src"}


class FigureView(Control):
    """Shows a figure with its words and, on request, its numbers as a table.

    Parameters
    ----------
    figure
        What to show first; nothing shows an empty place until :meth:`show`.
    """

    _esm = script("figure")

    def __init__(self, figure: Figure | None = None) -> None:
        self._figure: Figure | None = None
        self._html = ""
        super().__init__()
        if figure is not None:
            self.show(figure)

    def _describe(self) -> Json:
        return {"html": self._html}

    @property
    def figure(self) -> Figure | None:
        """The figure on show."""
        return self._figure

    def show(self, figure: Figure | None) -> None:
        """Show this figure instead; nothing takes the figure away.

        Parameters
        ----------
        figure
            The picture with its words and table.

        Raises
        ------
        ValueError
            If its picture is not an SVG, or could run something.
        """
        self._html = "" if figure is None else figure_html(figure)
        self._figure = figure
        self._redraw()


def figure_html(figure: Figure, prefix: str = "figure") -> str:
    """Return a figure as HTML: picture, caption, and the table folded away below it.

    Parameters
    ----------
    figure
        The picture with its words and table.
    prefix
        Begins every id, so that two figures on a page do not share one.

    Returns
    -------
    str
        A ``<figure>``. All text of ``title``, ``words`` and ``table`` is escaped.

    Raises
    ------
    ValueError
        If the picture is not an SVG, or could run something.
    """
    wide = _picture(figure.svg, figure.title, f"{prefix}-wide")
    narrow = _picture(figure.svg_narrow, figure.title, f"{prefix}-narrow") if figure.svg_narrow else ""
    pictures = f'<div class="crp-wide">{wide}</div><div class="crp-narrow">{narrow}</div>' if narrow else wide
    return (
        f'<figure class="crp-figure" role="group" aria-labelledby="{escape(prefix)}-title">'
        f'<p class="crp-figure-title" id="{escape(prefix)}-title">{escape(figure.title)}</p>'
        f'<div class="crp-picture">{pictures}</div>'
        f"<figcaption>{escape(figure.words)}</figcaption>"
        f'<details class="crp-details"><summary>Show as table</summary>'
        f"{table_html(figure.table, figure.title)}</details></figure>"
    )


def table_html(table: pd.DataFrame, caption: str) -> str:
    """Return a table with a caption, column headers and row headers.

    Parameters
    ----------
    table
        The numbers. A named index becomes the row headers, else the first column does.
    caption
        What the table is about.

    Returns
    -------
    str
        A ``<table>`` in a region that can be scrolled by keyboard; all text is escaped.
    """
    frame = table if list(table.index.names) == [None] else table.reset_index()
    head = "".join(f'<th scope="col">{escape(_cell(name))}</th>' for name in frame.columns)
    rows = "".join(map(_row, frame.head(MOST_ROWS).itertuples(index=False, name=None)))
    left_out = len(frame) - MOST_ROWS
    rest = "1 more row is" if left_out == 1 else f"{left_out:,} more rows are"
    more = f'<p class="crp-hint">{rest} left out here.</p>' if left_out > 0 else ""
    return (
        f'<div class="crp-scroll" role="region" tabindex="0" aria-label="{escape(caption)}: table">'
        f"<table><caption>{escape(caption)}</caption><thead><tr>{head}</tr></thead>"
        f"<tbody>{rows}</tbody></table></div>{more}"
    )


def _row(values: tuple[object, ...]) -> str:
    first, *rest = values
    cells = "".join(f"<td{_to_the_right(value)}>{escape(_cell(value))}</td>" for value in rest)
    return f'<tr><th scope="row">{escape(_cell(first))}</th>{cells}</tr>'


def _to_the_right(value: object) -> str:
    return ' class="crp-number"' if hasattr(value, "__float__") and not isinstance(value, bool) else ""


def _cell(value: object) -> str:
    """Write a value as people do; what is missing is said to be not known."""
    if isinstance(value, tuple):
        return " ".join(map(_cell, value))
    if (
        value is None or repr(value) in ("<NA>", "NaT") or value != value
    ):  # only a missing number differs from itself
        return "not known"
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float):
        return f"{value:,.2f}".rstrip("0").rstrip(".")
    return f"{value:,}" if isinstance(value, int) else str(value)


def _picture(svg: str, title: str, prefix: str) -> str:
    """Return an SVG named for screen readers, its ids made its own; refuse one that could run something."""
    ElementTree.register_namespace("", _SVG)
    ElementTree.register_namespace("xlink", _XLINK)
    try:
        root = ElementTree.fromstring(clean(svg))
    except ElementTree.ParseError as error:
        raise ValueError(f"The picture “{title}” is not an SVG: {error}") from error
    if root.tag not in ("svg", f"{{{_SVG}}}svg"):
        raise ValueError(f"The picture “{title}” is not an SVG but “{root.tag}”")
    ids = {
        element.get("id", ""): f"{prefix}-{element.get('id')}" for element in root.iter() if element.get("id")
    }
    for element in root.iter():
        _refuse_active(element, title)
        _rename(element, ids)
    root.set("role", "img")
    root.set("aria-label", clean(title))
    root.set("focusable", "false")
    return ElementTree.tostring(root, encoding="unicode")


def _refuse_active(element: ElementTree.Element, title: str) -> None:
    name = str(element.tag).rpartition("}")[2].lower()
    outside = any(not element.get(link, "#").startswith(("#", "data:image/")) for link in _LINKS)
    handlers = any(key.lower().startswith("on") for key in element.keys())  # noqa: SIM118 (an Element is no mapping)
    if name in _ACTIVE or outside or handlers:
        raise ValueError(f"The picture “{title}” holds something that could run or load: <{name}>")


def _rename(element: ElementTree.Element, ids: dict[str, str]) -> None:
    """Give an element's id, and what refers to other ids, their own names."""
    for key, value in list(element.items()):
        if key == "id":
            element.set(key, ids[value])
        elif key in _LINKS and value[1:] in ids:
            element.set(key, f"#{ids[value[1:]]}")
        elif "url(#" in value:
            element.set(key, re.sub(r"url\(#([^)]+)\)", lambda at: f"url(#{ids.get(at[1], at[1])})", value))
