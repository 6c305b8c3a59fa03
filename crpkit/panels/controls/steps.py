"""A page in parts: steps one after the other, or tabs side by side."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Literal

from ipywidgets import Widget

from crpkit.panels.controls.base import Control, Json, Message
from crpkit.panels.controls.boxes import Column
from crpkit.panels.controls.look import script
from crpkit.panels.controls.text import one_line

Part = Literal["steps", "tabs", "foot"]


class _Nav(Control):
    """The list of parts above the content, or the Back and Next below it."""

    _esm = script("steps")

    def __init__(self, parts: _Parts, part: Part) -> None:
        self._parts, self._part = parts, part
        super().__init__()

    def _describe(self) -> Json:
        return {"part": self._part, "label": self._parts.label, "titles": list(self._parts.titles)}

    def _now(self) -> Json:
        parts = self._parts
        return {
            "current": parts.current,
            "moved": parts.moved,
            "done": sorted(parts.finished),
            "blocks": {str(n): sentence for n, sentence in parts.blocks.items()},
        }

    def _receive(self, message: Message) -> None:
        if message.kind == "go":
            self.problem = ""
            self._run(self._parts.visit, message.data.get("n"))

    def refresh(self) -> None:
        """Show where the page stands now."""
        self._redraw()


class _Parts(Column):
    """What steps and tabs have in common: panels of which one is shown."""

    def __init__(self, label: str, titles: Sequence[str], children: Sequence[Widget], part: Part) -> None:
        if len(titles) != len(children) or not titles:
            raise ValueError(f"{len(titles)} titles for {len(children)} parts")
        self.label = one_line(label)
        self.titles = tuple(one_line(title) for title in titles)
        self.current = 0
        self.moved = 0
        self.finished: set[int] = set()
        self.blocks: dict[int, str] = {}
        self._visitors: list[Callable[[int], object]] = []
        self._panels = tuple(Column([child]) for child in children)
        for panel in self._panels:
            panel.add_class("crp-panel")
        self._navs = (_Nav(self, part),) if part == "tabs" else (_Nav(self, part), _Nav(self, "foot"))
        super().__init__([self._navs[0], *self._panels, *self._navs[1:]])
        self.add_class("crp-parts")
        self._show()

    def go(self, n: int) -> None:
        """Show a part.

        Parameters
        ----------
        n
            Which one, counted from 0.

        Raises
        ------
        IndexError
            If there is no such part.
        """
        if not 0 <= n < len(self._panels):
            raise IndexError(f"There is no part {n}; there are {len(self._panels)}, counted from 0")
        self.current = n
        self._show()

    def on_visit(self, callback: Callable[[int], object]) -> Callable[[int], object]:
        """Call a function with the number of a part each time a person goes there."""
        self._visitors.append(callback)
        return callback

    def visit(self, n: object) -> None:
        """Go where a person wants to go, if there is such a part and nothing blocks it."""
        if (
            isinstance(n, bool)
            or not isinstance(n, int)
            or not 0 <= n < len(self._panels)
            or n in self.blocks
        ):
            return
        self.moved += 1
        self.go(n)
        for callback in tuple(self._visitors):
            callback(n)

    def _show(self) -> None:
        for n, panel in enumerate(self._panels):
            panel.layout.display = None if n == self.current else "none"
        for nav in self._navs:
            nav.refresh()


class Steps(_Parts):
    """The steps of a page in their order, with Back and Next.

    Parameters
    ----------
    titles
        Short names of the steps.
    children
        What each step shows; any widgets.
    label
        What the list of steps is called for screen readers.
    """

    def __init__(self, titles: Sequence[str], children: Sequence[Widget], label: str = "Steps") -> None:
        super().__init__(label, titles, children, "steps")

    def done(self, n: int, yes: bool = True) -> None:
        """Mark a step as done, or as not done."""
        (self.finished.add if yes else self.finished.discard)(n)
        self._show()

    def block(self, n: int, sentence: str = "") -> None:
        """Keep people from going to a step, and say why; an empty sentence opens it again."""
        if sentence:
            self.blocks[n] = one_line(sentence)
        else:
            self.blocks.pop(n, None)
        self._show()


class Tabs(_Parts):
    """Parts side by side of which one is shown, in any order.

    Parameters
    ----------
    titles
        Short names of the tabs.
    children
        What each tab shows; any widgets.
    label
        What the row of tabs is called for screen readers.
    """

    def __init__(self, titles: Sequence[str], children: Sequence[Widget], label: str = "Views") -> None:
        super().__init__(label, titles, children, "tabs")
