"""A box for words."""

from __future__ import annotations

from collections.abc import Callable

from crpkit.panels.controls.base import Json, Message
from crpkit.panels.controls.inputs import Input, Refused
from crpkit.panels.controls.look import script
from crpkit.panels.controls.text import clean, one_line


class TextBox(Input[str]):
    """A labelled box for words, of one line or several.

    What a person types arrives when they pause and when they leave the box. A value set from
    Python never replaces what they are typing.

    Parameters
    ----------
    label
        What to write here.
    value
        The text to start with.
    lines
        Height of the box in lines; 1 takes no line breaks.
    hint
        A sentence under the label.
    max_length
        The longest text that is taken, in characters; by default 300 for one line and 5,000 for more.
    on_enter
        Called with the text when a person presses Enter in a box of one line. The box is then empty for
        the next; when the function raises, the text comes back with its sentence.
    """

    _esm = script("textbox")

    def __init__(
        self,
        label: str,
        value: str = "",
        lines: int = 1,
        hint: str = "",
        max_length: int | None = None,
        on_enter: Callable[[str], object] | None = None,
    ) -> None:
        self._label, self._hint = one_line(label), one_line(hint)
        self._lines = max(1, lines)
        self._max_length = max_length or (300 if lines <= 1 else 5_000)
        self._on_enter = on_enter
        self._reset = 0
        super().__init__(value)

    def _describe(self) -> Json:
        return {
            "label": self._label,
            "hint": self._hint,
            "lines": self._lines,
            "longest": self._max_length,
            "enter": self._on_enter is not None,
        }

    def _now(self) -> Json:
        return {**super()._now(), "reset": self._reset}

    def reset(self, value: str = "") -> None:
        """Put in another text even though the cursor may be in the box, as when a form is filled anew."""
        self._reset += 1
        self.value = value

    def _check(self, raw: object) -> str:
        if not isinstance(raw, str):
            raise Refused("This box takes words only.")
        text = one_line(raw) if self._lines == 1 else clean(raw).strip()
        over = len(text) - self._max_length
        if over > 0:
            characters = "character" if over == 1 else "characters"
            raise Refused(f"This is {over:,} {characters} too long.", f"Write at most {self._max_length:,}.")
        return text

    def _receive(self, message: Message) -> None:
        if message.kind == "enter" and self._on_enter is not None:
            self._enter(self._on_enter, message.data.get("value"))
        else:
            super()._receive(message)

    def _enter(self, callback: Callable[[str], object], raw: object) -> None:
        """Hand over a text that was finished with Enter, and empty the box."""
        try:
            text = self._check(raw)
        except Refused as refusal:
            self._refused, self.problem = True, str(refusal)
            return
        self._value, self._refused, self._problem = text, False, ""
        if self._run(callback, text):
            self.value = ""
