"""Words and frames of ipywidgets that take nothing from the page.

A plain ``HTML`` or ``VBox`` lets any visitor's browser set its text or its children. These look and
work the same in Python, and drop what a page would set.
"""

from __future__ import annotations

from ipywidgets import HTML, HBox, VBox


class _TakesNothing:
    """Put before a widget's own class."""

    def set_state(self, sync_data: dict[str, object]) -> None:
        """Take nothing: any visitor's browser could set any trait."""


class Html(_TakesNothing, HTML):
    """Words with markup. What people wrote must have gone through :func:`escape`."""


class Column(_TakesNothing, VBox):
    """Widgets one below the other."""


class Row(_TakesNothing, HBox):
    """Widgets side by side."""
