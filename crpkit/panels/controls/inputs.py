"""What all controls that hold a value have in common."""

from __future__ import annotations

from collections.abc import Callable
from typing import Generic, TypeVar

from crpkit.errors import CrpkitError
from crpkit.panels.controls.base import Control, Json, Message

T = TypeVar("T")


class Refused(CrpkitError):
    """A value that the control cannot take; its text tells the person what to do."""


class Input(Control, Generic[T]):
    """Base of the controls that hold a value.

    Parameters
    ----------
    value
        The value to start with.
    """

    def __init__(self, value: T) -> None:
        self._listeners: list[Callable[[T], object]] = []
        self._problem_listeners: list[Callable[[str], object]] = []
        self._refused = False
        self._value: T = self._check(value)
        super().__init__()

    def _check(self, raw: object) -> T:
        """Return the clean value, or raise :class:`Refused`."""
        raise NotImplementedError

    def _wire(self) -> object:
        """Return the value as the page is sent it."""
        return self._value

    def _now(self) -> Json:
        return {"value": self._wire(), "refused": self._refused}

    @property
    def value(self) -> T:
        """The last value that passed the checks.

        Setting it does not call the functions given to :meth:`on_change`, and never
        replaces what a person is typing at that moment.

        Raises
        ------
        Refused
            When set to something the control cannot hold.
        """
        return self._value

    @value.setter
    def value(self, value: T) -> None:
        self._value = self._check(value)
        self._refused = False
        self._problem = ""
        self._turn += 1
        self._redraw()

    def on_change(self, callback: Callable[[T], object]) -> Callable[[T], object]:
        """Call a function with the clean value each time a person changes it.

        Parameters
        ----------
        callback
            Takes the new value.

        Returns
        -------
        Callable
            The same function, so that this works as a decorator.
        """
        self._listeners.append(callback)
        return callback

    def on_problem(self, callback: Callable[[str], object]) -> Callable[[str], object]:
        """Call a function with the sentence when a value is refused, and with "" when the next is taken."""
        self._problem_listeners.append(callback)
        return callback

    def _receive(self, message: Message) -> None:
        if message.kind == "set":
            self._take(message.data.get("value"))

    def _take(self, raw: object) -> None:
        """Check what came from the page, keep it, and tell whoever listens."""
        self._turn += 1
        before = self._problem
        try:
            value = self._check(raw)
        except Refused as refusal:
            self._refused = True
            self.problem = str(refusal)
            self._tell_problem(before)
            return
        changed = value != self._value
        self._value, self._refused, self._problem = value, False, ""
        self._redraw()
        self._tell_problem(before)
        if changed:
            for listener in tuple(self._listeners):
                self._run(listener, value)

    def _tell_problem(self, before: str) -> None:
        if before != self._problem:
            for listener in tuple(self._problem_listeners):
                self._run(listener, self._problem)
