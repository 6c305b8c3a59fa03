"""What controls have in common that can say why they cannot be used yet."""

from __future__ import annotations

from crpkit.panels.controls.base import Control
from crpkit.panels.controls.text import one_line


class BlockableControl(Control):
    """A control that can be blocked, with the reason shown beside it.

    Parameters
    ----------
    blocker
        Why it cannot be used yet, as a plain sentence; empty when it can.
    """

    def __init__(self, blocker: str = "") -> None:
        self._blocker = one_line(blocker)
        super().__init__()

    @property
    def blocker(self) -> str:
        """Why it cannot be used; empty when it can."""
        return self._blocker

    @blocker.setter
    def blocker(self, sentence: str) -> None:
        self._blocker = one_line(sentence)
        self._redraw()
