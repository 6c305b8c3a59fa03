"""How much one participant may say: counted for each participant, never for an address, as a whole room shares one."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from time import monotonic

FORGIVEN = 10.0  # seconds


@dataclass
class Bucket:
    """Lets a burst through, then so many a second.

    Attributes
    ----------
    burst
        How many at once.
    per_second
        How many a second after that.
    clock
        Seconds from any beginning.
    refusals
        How often in a row it was too fast; forgiven after :data:`FORGIVEN` quiet seconds.
    """

    burst: float
    per_second: float
    clock: Callable[[], float] = monotonic
    _left: float = field(init=False)
    _at: float = field(init=False)
    refusals: int = field(default=0, init=False)
    _refused: float = field(default=-FORGIVEN, init=False)

    def __post_init__(self) -> None:
        self._left = self.burst
        self._at = self.clock()

    def wait(self) -> float:
        """Take one, and return 0; or return the seconds after which there is one again."""
        now = self.clock()
        self._left = min(self.burst, self._left + (now - self._at) * self.per_second)
        self._at = now
        if self._left >= 1:
            self._left -= 1
            return 0.0
        self.refusals = self.refusals + 1 if now - self._refused < FORGIVEN else 1
        self._refused = now
        return (1 - self._left) / self.per_second
