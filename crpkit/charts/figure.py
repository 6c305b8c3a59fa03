"""What every chart returns: a picture, the same in words, and the numbers behind it."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from crpkit.errors import InputProblems, Problem


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
        """Write the picture as an SVG file.

        Parameters
        ----------
        path
            Where to; it must end in ``.svg``.

        Raises
        ------
        InputProblems
            If the name ends otherwise, or the file cannot be written.
        """
        file = Path(path)
        if file.suffix.lower() != ".svg":
            found = f"“{file.name}” is not the name of an SVG file"
            raise InputProblems([Problem(found, "Let it end in “.svg”.", file)])
        try:
            file.write_text(self.svg, encoding="utf-8")
        except OSError as error:
            found = f"The picture could not be written ({error.strerror or error})"
            raise InputProblems([Problem(found, "Choose another folder or name.", file)]) from error
        return file
