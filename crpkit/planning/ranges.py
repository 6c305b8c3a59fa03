"""A number that is known only roughly, or not at all; what is unknown never counts as zero."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True)
class Range:
    """A number, a span, or something nobody knows; or a sum of such.

    Attributes
    ----------
    low, high
        The least and the most it may be; the same number twice where it is known exactly. Both ``None``: unknown. Of a
        sum: what the known parts come to.
    missing
        Of a sum: how many parts are unknown and not in it.
    """

    low: float | None = None
    high: float | None = None
    missing: int = 0

    def __post_init__(self) -> None:
        """Refuse half a range and one that is upside down."""
        if (self.low is None) != (self.high is None):
            raise ValueError("Give both ends of a range, or neither")
        if self.low is not None and self.high is not None and self.low > self.high:
            raise ValueError(f"The low end {self.low:g} is above the high end {self.high:g}")

    @classmethod
    def exactly(cls, number: float) -> Range:
        """Return a number that is known."""
        return cls(float(number), float(number))

    @classmethod
    def total(cls, parts: Iterable[Range]) -> Range:
        """Return the sum; unknown parts are counted in ``missing`` and not in the numbers."""
        low, high, missing = 0.0, 0.0, 0
        for part in parts:
            if part.low is None or part.high is None:
                missing += max(1, part.missing)
            else:
                low, high, missing = low + part.low, high + part.high, missing + part.missing
        return cls(low, high, missing)

    @property
    def known(self) -> bool:
        """Whether there is a number and nothing unknown is left out of it."""
        return self.high is not None and not self.missing

    @property
    def most(self) -> float:
        """The high end of what is known; 0 where nothing is. Ask :attr:`known` before relying on it."""
        return self.high or 0.0

    @property
    def least(self) -> float:
        """The low end of what is known; 0 where nothing is. Ask :attr:`known` before relying on it."""
        return self.low or 0.0

    def __add__(self, other: Range) -> Range:
        """Return the sum of two."""
        return Range.total((self, other))

    def times(self, low: float, high: float | None = None) -> Range:
        """Return it times a number that is not negative, or times a span."""
        if self.low is None or self.high is None:
            return self
        return Range(self.low * low, self.high * (low if high is None else high), self.missing)

    def by(self, other: Range) -> Range:
        """Return the product of two; unknown if either is."""
        if self.low is None or self.high is None or other.low is None or other.high is None:
            return Range()
        return Range(self.low * other.low, self.high * other.high, self.missing + other.missing)

    def __str__(self) -> str:
        """Return it in words: ``unknown``, ``1,200``, ``800 to 1,200``, ``1,200 and 2 things unknown``."""
        if self.low is None or self.high is None:
            return "unknown"
        words = _number(self.low) if self.low == self.high else f"{_number(self.low)} to {_number(self.high)}"
        if not self.missing:
            return words
        return f"{words} and {self.missing} thing{'s' if self.missing > 1 else ''} unknown"


def _number(number: float) -> str:
    return f"{number:,.0f}" if abs(number - round(number)) < 0.005 else f"{number:,.2f}"


UNKNOWN = Range()
NOTHING = Range(0.0, 0.0)
