"""The sentence with which a step begins: its title stands above it already."""

from __future__ import annotations

from ipywidgets import Widget

from crpkit.panels import controls as ui


def step_of(sentence: str, *children: Widget) -> ui.Column:
    """Return the content of a step: what it is for, then its parts."""
    words = [ui.Html(f'<p class="crp-lead">{ui.escape(sentence)}</p>')] if sentence else []
    column = ui.Column([*words, *children])
    column.add_class("crp-stack")
    return column
