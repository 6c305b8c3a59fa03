"""Numbers: typed into a box, or set on a scale."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence

from crpkit.panels.controls.base import Json
from crpkit.panels.controls.inputs import Input, Refused
from crpkit.panels.controls.look import script
from crpkit.panels.controls.text import one_line

Number = int | float
Words = Callable[[Number], str] | Mapping[Number, str] | Sequence[str]
MOST_WORDS = 1_001  # positions of a scale for which words are sent along
BEYOND = 10**15  # a browser counts exactly up to about here


def _is_number(raw: object) -> bool:
    if isinstance(raw, bool) or not isinstance(raw, int | float):
        return False
    return math.isfinite(raw) and abs(raw) < BEYOND if isinstance(raw, float) else abs(raw) < BEYOND


def _show(number: Number) -> str:
    """Write a number as people do: 1,000 and 2.5."""
    if isinstance(number, int):
        return f"{number:,}"
    return f"{number:,.6f}".rstrip("0").rstrip(".")


class NumberBox(Input[Number | None]):
    """A labelled box for a number, with buttons for one step less and one step more.

    Parameters
    ----------
    label
        What the number is.
    value
        The number to start with; nothing leaves the box empty.
    minimum, maximum
        The smallest and largest number taken; ``None`` for no bound.
    step
        How much the buttons add or take away. A whole step makes the box take whole numbers only.
    unit
        Shown behind the number, such as ``people``, or before it when it is a currency sign.
    hint
        A sentence under the label.
    """

    _esm = script("number")

    def __init__(
        self,
        label: str,
        value: Number | None = None,
        minimum: Number | None = 0,
        maximum: Number | None = 1_000_000,
        step: Number = 1,
        unit: str = "",
        hint: str = "",
    ) -> None:
        self._label, self._unit, self._hint = one_line(label), one_line(unit), one_line(hint)
        self._minimum, self._maximum, self._step = minimum, maximum, step
        super().__init__(value)

    def _describe(self) -> Json:
        return {
            "label": self._label,
            "hint": self._hint,
            "unit": self._unit,
            "before": self._unit in ("£", "€", "$"),
            "minimum": self._minimum,
            "maximum": self._maximum,
            "step": self._step,
            "whole": isinstance(self._step, int),
        }

    def _check(self, raw: object) -> Number | None:
        if raw is None:
            return None
        if not _is_number(raw):
            raise Refused("This is not a number.", self._remedy())
        number: Number = raw  # type: ignore[assignment]
        low = self._minimum is not None and number < self._minimum
        high = self._maximum is not None and number > self._maximum
        if low or high:
            raise Refused("This number is too small." if low else "This number is too large.", self._remedy())
        if not isinstance(self._step, int):
            return round(float(number), 9)
        if number != int(number):
            raise Refused("This takes whole numbers only.", self._remedy())
        return int(number)

    def _remedy(self) -> str:
        kind = "a whole number" if isinstance(self._step, int) else "a number"
        if self._minimum is not None and self._maximum is not None:
            return f"Write {kind} from {_show(self._minimum)} to {_show(self._maximum)}."
        if self._minimum is not None:
            return f"Write {kind} of {_show(self._minimum)} or more."
        if self._maximum is not None:
            return f"Write {kind} of {_show(self._maximum)} or less."
        return f"Write {kind}."


class RangeInput(Input[Number]):
    """A labelled scale to slide along, with its value in words.

    Parameters
    ----------
    label
        What is set here.
    value
        Where it starts.
    minimum, maximum, step
        The ends of the scale and the distance between its positions.
    words
        The words of a position: a function of the value, a mapping from it, or one text a
        position from the lowest up. By default the number itself.
    hint
        A sentence under the label.

    Raises
    ------
    ValueError
        If the scale has no positions, or more than 1,001.
    """

    _esm = script("range")

    def __init__(
        self,
        label: str,
        value: Number,
        minimum: Number = 0,
        maximum: Number = 10,
        step: Number = 1,
        words: Words | None = None,
        hint: str = "",
    ) -> None:
        self._label, self._hint = one_line(label), one_line(hint)
        self._positions = _positions(minimum, maximum, step)
        self._words = [one_line(_in_words(words, i, at)) for i, at in enumerate(self._positions)]
        self._step = step
        super().__init__(value)

    def _describe(self) -> Json:
        return {"label": self._label, "hint": self._hint, "words": self._words}

    def _wire(self) -> object:
        return self._positions.index(self._value)

    def _check(self, raw: object) -> Number:
        if not _is_number(raw):
            raise Refused("This is not a place on the scale.")
        first, last = self._positions[0], self._positions[-1]
        if not first <= raw <= last:  # type: ignore[operator]
            raise Refused(f"The scale goes from {_show(first)} to {_show(last)}.")
        return min(self._positions, key=lambda at: abs(at - raw))  # type: ignore[operator]

    def _take(self, raw: object) -> None:
        """Turn the position that the page sends into its value."""
        whole = isinstance(raw, int) and not isinstance(raw, bool)
        known = whole and 0 <= raw < len(self._positions)  # type: ignore[operator]
        super()._take(self._positions[raw] if known else None)  # type: ignore[call-overload]


def _positions(minimum: Number, maximum: Number, step: Number) -> list[Number]:
    count = math.floor((maximum - minimum) / step + 1e-9) + 1 if step > 0 else 0
    if not 1 <= count <= MOST_WORDS:
        raise ValueError(f"A scale from {minimum} to {maximum} by {step} has {count} positions")
    return [
        minimum + i * step if isinstance(step, int) else round(minimum + i * step, 9) for i in range(count)
    ]


def _in_words(words: Words | None, index: int, at: Number) -> str:
    if words is None:
        return _show(at)
    if callable(words):
        return words(at)
    if isinstance(words, Mapping):
        return words.get(at, _show(at))
    return words[index]
