"""One or several out of a list."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from typing import Any, Literal

from crpkit.panels.controls.base import Json
from crpkit.panels.controls.inputs import Input, Refused
from crpkit.panels.controls.look import script
from crpkit.panels.controls.text import clean, one_line

Option = tuple[Any, str] | tuple[Any, str, str]
Style = Literal["list", "radios", "cards", "ticks"]
_GONE = "That is not in the list any more."


class Choice(Input[Any]):
    """A labelled choice from a list.

    Parameters
    ----------
    label
        What is chosen.
    options
        Pairs of value and text, or triples with a second, quieter line of text. Values may be
        anything hashable that turns into different texts.
    value
        The value chosen at the start; ``None`` for none. With ``style="ticks"`` several values.
    style
        ``list`` a drop-down list; ``radios`` one below the other; ``cards`` side by side, with
        room for details; ``ticks`` boxes of which several can be ticked.
    hint
        A sentence under the label.
    empty
        What is said when there are no options.

    Notes
    -----
    ``value`` is the chosen value or ``None``; with ``ticks`` it is a tuple in the order of the options.
    """

    _esm = script("choice")

    def __init__(
        self,
        label: str,
        options: Sequence[Option] = (),
        value: Hashable = None,
        style: Style = "list",
        hint: str = "",
        empty: str = "There is nothing to choose from yet.",
    ) -> None:
        self._label, self._hint, self._empty = one_line(label), one_line(hint), one_line(empty)
        self._style = style
        self._options = _keyed(options)
        super().__init__(value)

    @property
    def _many(self) -> bool:
        return self._style == "ticks"

    def _describe(self) -> Json:
        return {
            "label": self._label,
            "hint": self._hint,
            "empty": self._empty,
            "style": self._style,
            "options": [
                [key, one_line(text), one_line(detail)] for key, (_, text, detail) in self._options.items()
            ],
        }

    def _wire(self) -> object:
        chosen = self._value if self._many else () if self._value is None else (self._value,)
        return [_key(value) for value in chosen]

    def _check(self, raw: object) -> Hashable:
        if self._many:
            return self._check_many(raw)
        if raw is None:
            return None
        value: Hashable = self._options[self._known(raw)][0]
        return value

    def _check_many(self, raw: object) -> tuple[Any, ...]:
        if raw is None:
            return ()
        if not isinstance(raw, list | tuple | set | frozenset):
            raise Refused(_GONE, "Choose again.")
        chosen = {self._known(value) for value in raw}
        return tuple(value for key, (value, _, _) in self._options.items() if key in chosen)

    def _known(self, value: object) -> str:
        if isinstance(value, Hashable) and _key(value) in self._options:
            return _key(value)
        raise Refused(_GONE, "Choose again.")

    def _take(self, raw: object) -> None:
        """Accept only a list of the keys that the page was given."""
        if not isinstance(raw, list) or not all(isinstance(key, str) for key in raw):
            super()._take(object())  # refused, for it is no option
        elif self._many:
            super()._take(raw)
        else:
            super()._take(raw[0] if raw else None)

    @property
    def options(self) -> tuple[tuple[Any, str, str], ...]:
        """The options as triples of value, text and detail."""
        return tuple(self._options.values())

    def set_options(self, options: Sequence[Option]) -> None:
        """Offer other options; what was chosen stays so as far as it is still offered.

        Parameters
        ----------
        options
            As at the start.
        """
        self._options = _keyed(options)
        if self._many:
            self._value = tuple(value for value in self._value if _key(value) in self._options)
        elif self._value is not None and _key(self._value) not in self._options:
            self._value = None
        self._turn += 1
        self._redraw()


def _key(value: object) -> str:
    """Return the text by which the page names a value."""
    return clean(value)


def _keyed(options: Sequence[Option]) -> dict[str, tuple[Any, str, str]]:
    keyed = {
        _key(option[0]): (option[0], option[1], option[2] if len(option) > 2 else "") for option in options
    }
    if len(keyed) != len(options):
        raise ValueError("Two options have the same value")
    return keyed
