"""A folder's name in a form that tells nothing but whether it is the same."""

from __future__ import annotations

import hashlib
from pathlib import Path


def workspace_digest(folder: Path) -> str:
    """Return a short digest of a folder's place, by which a second start recognises it."""
    return hashlib.sha256(str(folder.resolve()).encode()).hexdigest()[:16]
