"""What every chart returns: a picture, the same in words, and the numbers behind it."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd


@dataclass(frozen=True)
class Figure:
    """A picture that no one is shut out of.

    Attributes
    ----------
    svg
        The picture as inline SVG, for screens wider than tall. Built by this package; all text in it is escaped.
    words
        What the picture shows, in one to three plain sentences.
    table
        The numbers in the picture, one row per thing shown.
    title
        What it is a picture of.
    svg_narrow
        The same picture for a phone held upright, if it needs another layout.
    """

    svg: str
    words: str
    table: pd.DataFrame
    title: str
    svg_narrow: str | None = None

    def _repr_html_(self) -> str:
        """Return the picture for JupyterLab."""
        return self.svg
