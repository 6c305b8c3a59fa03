"""Keeping Python from looking for rubbish while many things are made, of which none is."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def no_collecting() -> Iterator[None]:
    """Pause the search for rings of objects; what is used no more is still freed at once.

    Reading twenty thousand events makes a hundred thousand objects that all stay. Python would look through them
    again and again meanwhile, which takes as long as making them. For a fraction of a second only, never around
    something that waits.
    """
    collecting = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if collecting:
            gc.enable()
