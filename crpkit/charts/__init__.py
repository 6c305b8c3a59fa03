"""Results as pictures, each with its words and its table."""

from crpkit.charts.dots import dot_wall
from crpkit.charts.figure import Figure

__all__ = ["Figure", "dot_wall"]
