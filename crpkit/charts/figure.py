"""What every chart returns: a picture, the same in words, and the numbers behind it."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from crpkit.errors import InputProblems, Problem
from crpkit.tables.yamls import write_bytes

_PPI = 381  # of a picture 160 mm wide: 2400 pixels


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

    def save(self, path: Path | str) -> Path:
        """Write the picture as a file.

        Parameters
        ----------
        path
            Where to; it ends in ``.svg``, ``.png`` (2400 pixels wide) or ``.pdf`` (one page, A3). A file of this name
            is replaced.

        Raises
        ------
        InputProblems
            If the name ends otherwise, or the file cannot be written.
        """
        from crpkit.charts import drawing  # takes a moment to load, and most pictures are only shown

        file = Path(path)
        ending = file.suffix.lower()
        if ending == ".svg":
            content = self.svg.encode()
        elif ending == ".png":
            content = drawing.png(self.svg, _PPI)
        elif ending == ".pdf":
            content = drawing.pdf(self.svg, self.title, self.words)
        else:
            found = f"“{file.name}” is not the name of a picture"
            raise InputProblems([Problem(found, "Let it end in “.svg”, “.png” or “.pdf”.", file)])
        write_bytes(file, content)
        return file
