"""A button that can say why it cannot be pressed yet."""

from __future__ import annotations

from collections.abc import Callable
from typing import Literal

from crpkit.panels.controls.base import Json, Message
from crpkit.panels.controls.blocking import BlockableControl
from crpkit.panels.controls.look import script
from crpkit.panels.controls.text import one_line

Kind = Literal["primary", "secondary", "quiet", "danger"]


class Button(BlockableControl):
    """A button.

    Parameters
    ----------
    label
        What it does, beginning with a verb.
    on_click
        Called without arguments when a person presses it and nothing blocks it.
    kind
        How much it stands out: one ``primary`` a step is enough.
    blocker
        Why it cannot be pressed yet, as a plain sentence. It is shown beside the button and
        read out with it; the button can still be reached by keyboard.
    """

    _esm = script("button")

    def __init__(
        self,
        label: str,
        on_click: Callable[[], object] | None = None,
        kind: Kind = "primary",
        blocker: str = "",
    ) -> None:
        self._label = one_line(label)
        self._callback = on_click
        self._kind = kind
        super().__init__(blocker)

    def _describe(self) -> Json:
        return {"label": self._label, "kind": self._kind}

    def _now(self) -> Json:
        return {"blocker": self._blocker}

    @property
    def label(self) -> str:
        """What stands on the button."""
        return self._label

    @label.setter
    def label(self, label: str) -> None:
        self._label = one_line(label)
        self._redraw()

    def on_click(self, callback: Callable[[], object]) -> Callable[[], object]:
        """Set the function that a press calls; works as a decorator."""
        self._callback = callback
        return callback

    def click(self) -> None:
        """Do what a press does: nothing at all while the button is blocked."""
        if self._blocker:
            return
        self.problem = ""
        self._run(self._callback)

    def _receive(self, message: Message) -> None:
        if message.kind == "click":
            self.click()
