"""Ids that anyone can make for themselves and that sort by the time they were made.

An id is a ULID: 48 bits of milliseconds and 80 random bits, written as 26
characters of Crockford's base 32 (no I, L, O or U).
"""

from __future__ import annotations

import os
import secrets
import threading
import time

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
LENGTH = 26
_RANDOM_BITS = 80


class _Source:
    """Makes ids that rise strictly within this process, also within one millisecond."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._last = 0

    def next(self) -> str:
        fresh = _milliseconds() << _RANDOM_BITS | secrets.randbits(_RANDOM_BITS)
        with self._lock:
            # Within one millisecond, or after the clock was set back, count on from the last id.
            same_moment = fresh >> _RANDOM_BITS <= self._last >> _RANDOM_BITS
            self._last = self._last + 1 if same_moment else fresh
            return _written(self._last)


def _milliseconds() -> int:
    return time.time_ns() // 1_000_000


def _written(number: int) -> str:
    return "".join(ALPHABET[number >> shift & 31] for shift in range(5 * (LENGTH - 1), -1, -5))


def _renew() -> None:
    global _source
    _source = _Source()


_source = _Source()
if hasattr(os, "register_at_fork"):
    # A forked child would otherwise count on from the same number as its parent.
    os.register_at_fork(after_in_child=_renew)


def new_id() -> str:
    """Make an id for an event.

    Returns
    -------
    str
        A ULID: 26 characters, in order of time, strictly rising within one process.
    """
    return _source.next()
