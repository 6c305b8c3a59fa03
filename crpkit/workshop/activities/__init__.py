"""The kinds of activities a workshop is made of.

Each kind is one module in this folder: a frozen state, a pure ``apply``, and the
ballots or notes as a table. Adding a kind means adding a module and naming it in
:data:`_KINDS`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Protocol

import pandas as pd

from crpkit.store import Event
from crpkit.workshop.activities import dots


class ActivityState(Protocol):
    """What every activity's state offers."""

    @property
    def id(self) -> str:
        """Name of the activity within its workshop."""

    @property
    def prompt(self) -> str | None:
        """The question put to the room; ``None`` if it was taken back."""

    def ballots(self) -> pd.DataFrame:
        """Return one row per entry that counts."""

    def result(self) -> pd.DataFrame:
        """Return the outcome, best first."""


# An event of the right kind goes to the module that knows it; what it returns is kept as the activity's state.
Apply = Callable[[Any, Event], ActivityState | None]

_KINDS: Mapping[str, Apply] = {"dots": dots.apply_dots}


def registered(name: str) -> Apply | None:
    """Return the ``apply`` of the kind of activity that an event's name begins with, if there is one."""
    return _KINDS.get(name)
