"""Headings."""

from __future__ import annotations

from typing import Literal

from ipywidgets import Widget

from crpkit.panels.controls.boxes import Column, Html
from crpkit.panels.controls.look import look_reference
from crpkit.panels.controls.text import escape, one_line

Level = Literal[2, 3]


class Heading(Html):
    """A heading with a sentence below it.

    Parameters
    ----------
    title
        The heading.
    sentence
        What this part is for, in plain words; may be empty.
    level
        2 for a part of the page, 3 for a part of that.
    """

    def __init__(self, title: str, sentence: str = "", level: Level = 2) -> None:
        look_reference()  # brings the look, should this be the first thing on a page
        words = f'<p class="crp-lead">{escape(one_line(sentence))}</p>' if sentence else ""
        super().__init__(f"<h{level}>{escape(one_line(title))}</h{level}>{words}")
        self.add_class("crp-heading")


class Section(Column):
    """Widgets under a heading.

    Parameters
    ----------
    title, sentence, level
        As of :class:`Heading`.
    *children
        The widgets, in their order.
    """

    def __init__(self, title: str, sentence: str = "", *children: Widget, level: Level = 2) -> None:
        super().__init__([Heading(title, sentence, level), *children])
        self.add_class("crp-section")
