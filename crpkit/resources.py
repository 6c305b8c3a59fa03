"""Where the files that come with the kit lie: in an installed wheel, else in a clone."""

from __future__ import annotations

from pathlib import Path
from typing import Literal

_PACKAGE = Path(__file__).resolve().parent


def folder(name: Literal["personas", "workshop_data", "notebooks"]) -> Path:
    """Return a folder of files that come with the kit.

    Parameters
    ----------
    name
        ``personas``, ``workshop_data`` or ``notebooks``.

    Returns
    -------
    Path
        The copy inside the installed package, else the folder of the same name beside it in a clone.
    """
    packed = _PACKAGE / "_data" / name
    return packed if packed.is_dir() else _PACKAGE.parent / name


def starter_journeys() -> Path:
    """Return the folder of the journeys that come with the kit."""
    return _PACKAGE / "journeys" / "data"
