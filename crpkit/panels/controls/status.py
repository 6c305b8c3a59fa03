"""A line that says what has just happened."""

from __future__ import annotations

from typing import Literal

from crpkit.panels.controls.base import Control, Json
from crpkit.panels.controls.look import script
from crpkit.panels.controls.text import clean

Kind = Literal["info", "done", "problem"]


class Status(Control):
    """A line for news, which screen readers read out when it changes.

    It is always on the page, empty at first. Problems are read out at once, the rest when
    the reader pauses.
    """

    _esm = script("status")

    def __init__(self) -> None:
        self._text, self._kind, self._said = "", "info", 0
        super().__init__()

    def _now(self) -> Json:
        return {"text": self._text, "kind": self._kind, "said": self._said}

    def say(self, text: str, kind: Kind = "info") -> None:
        """Say something; the same again is read out again.

        Parameters
        ----------
        text
            One or two plain sentences.
        kind
            ``info``, ``done`` for something that has worked, ``problem`` for something that has not.
        """
        self._text, self._kind = clean(text), kind
        self._said += 1
        self._redraw()

    def clear(self) -> None:
        """Take the text away."""
        self.say("")

    @property
    def text(self) -> str:
        """What it says now."""
        return self._text
