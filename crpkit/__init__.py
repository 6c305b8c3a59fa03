"""crpkit: co-design workshops for community research partnerships.

The learning framework as data, personas, co-design sessions, local needs, and journeys; plans are to come.

The names below are loaded when they are first used, so that ``import crpkit``
stays quick at the command line and in notebooks.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

__version__ = "0.1.0"

if TYPE_CHECKING:
    from crpkit.framework import load_framework
    from crpkit.personas import load_personas
    from crpkit.workspace import open_workspace

_ROOMS = {
    "load_framework": "crpkit.framework",
    "load_personas": "crpkit.personas",
    "open_workspace": "crpkit.workspace",
}

__all__ = ["__version__", "load_framework", "load_personas", "open_workspace"]


def __getattr__(name: str) -> Any:
    if name in _ROOMS:
        return getattr(import_module(_ROOMS[name]), name)
    raise AttributeError(f"module 'crpkit' has no attribute {name!r}")


def __dir__() -> list[str]:
    return sorted([*globals(), *_ROOMS])
